"""The plain commands on the problems queue: list what is open, and let a problem of a record stand."""

import argparse
from typing import TYPE_CHECKING

from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, checker, print_json, print_table, print_text

if TYPE_CHECKING:
    from sqs_tui.domain.problems import Problem
    from sqs_tui.domain.queue import Item
    from sqs_tui.store.inspection import OpenInspection


def problems(args: argparse.Namespace, place: Place) -> int:
    """`problems`: everything that is open in an inspection, or in one of its records, and how much is waived."""
    from sqs_tui.domain.queue import open_items
    from sqs_tui.store.queue import record_items

    opened = place.open(args.inspection)
    items = _whole(opened) if args.record is None else list(record_items(opened, opened.visible_record(args.record).id))
    open_ = open_items(items)
    if args.json:
        print_json({"open": [_json(item) for item in open_], "waived": [_json(item) for item in items if item.waived]})
    else:
        print_table([(item.where, item.says) for item in open_])
        count = f"{len(open_)} {'is' if len(open_) == 1 else 'are'} open"
        print_text(f"{count}, {len(items) - len(open_)} waived.")
    return PROBLEMS if open_ or opened.damaged else DONE


def _whole(opened: "OpenInspection") -> "list[Item]":
    from sqs_tui.export.places import Places
    from sqs_tui.store.queue import whole_queue

    letter = opened.written()
    places = Places(letter)
    return whole_queue(opened, checker().findings(letter), lambda finding: places.told(finding).briefly)


def _json(item: "Item") -> dict[str, object]:
    return {
        "where": item.where,
        "says": item.says,
        "question": item.question,
        "paragraph": item.paragraph,
        "area": item.area,
        "mine": item.mine,
        "reason": item.waived,
    }


def waive(args: argparse.Namespace, place: Place) -> int:
    """`waive`: let the problems of a question of a record stand for a reason, or no longer; each is printed."""
    from sqs_tui.domain.problems import problems as problems_of

    if not args.take_back and not args.reason.strip():
        raise WrongUseError("A problem is waived with a reason: say why in --reason.")
    opened = place.open(args.inspection)
    record = opened.visible_record(args.record)
    there = problems_of(opened.instrument, record.unit, opened.contents(record.id))
    here = [problem for problem in there if problem.question == args.question]
    if not here:
        raise WrongUseError(_nothing(opened, record.reference, args.question, there))
    for problem in here:
        opened.waive(record.id, problem, "" if args.take_back else args.reason)
        print_text(f"{record.reference}: {problem.says} {'It may no longer stand.' if args.take_back else 'It may stand.'}")
    return DONE


def _nothing(opened: "OpenInspection", reference: str, question: str, there: "tuple[Problem, ...]") -> str:
    if question not in opened.instrument.questions:
        return f'There is no question "{question}": `sqs-tui problems {opened.folder.name} {reference}` lists what is open.'
    which = f"; there is one at {', '.join(dict.fromkeys(problem.question for problem in there))}" if there else ""
    return f"{reference} has no problem at {question} that could be waived{which}."
