"""The commands on second scorings: to begin and list them, to moderate, and to tell how far inspectors agree."""

import argparse
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, print_json, print_table, print_text

if TYPE_CHECKING:
    from sqs_tui.domain.compare import Compared
    from sqs_tui.domain.instrument import Instrument
    from sqs_tui.domain.records import Record
    from sqs_tui.domain.second import Comparison
    from sqs_tui.store.inspection import OpenInspection


def second(args: argparse.Namespace, place: Place) -> int:
    """`second`: have records scored again, those named or a seeded share; without either, list the second scorings."""
    from sqs_tui.domain.records import Purpose
    from sqs_tui.store.second import new_seed

    if args.records and args.share:
        raise WrongUseError("Name records, or a --share of them to be drawn, not both.")
    if args.seed and not args.share:
        raise WrongUseError("--seed goes with --share: it says which records are drawn.")
    if (args.records or args.share) and args.to is None:
        raise WrongUseError("--to needs the name of the inspector who scores them again.")
    if (args.to is not None or args.qa) and not (args.records or args.share):
        raise WrongUseError("Name the records to be scored again, or a --share of them such as 20%.")
    opened = place.open(args.inspection)
    purpose = Purpose.DIP if args.qa else Purpose.SECOND
    begun: list[Record] = []
    if args.share:
        seed = args.seed or new_seed()
        begun, there = opened.draw_seconds(args.share, seed, args.to, purpose)
        narrate(f"{args.share} drawn by the seed {seed}: {_named([*begun, *there])}.")
        if there:
            narrate(f"with {args.to} already: {_named(there)}.")
    elif args.records:
        begun = opened.begin_seconds([opened.record(name).id for name in args.records], args.to, purpose)
    _print_seconds(opened, begun if args.records or args.share else opened.seconds(), as_json=args.json)
    return PROBLEMS if opened.damaged else DONE


def _named(records: "list[Record]") -> str:
    return ", ".join(sorted(record.reference for record in records)) or "none"


def _print_seconds(opened: "OpenInspection", listed: "list[Record]", *, as_json: bool) -> None:
    rows = [_told(opened, record) for record in listed]
    if as_json:
        print_json(rows)
    elif not rows:
        narrate(f"nothing is scored a second time; `sqs-tui second {opened.folder.name} RECORD --to NAME` begins one.")
    else:
        heads = ("RECORD", "PURPOSE", "FIRST", "SECOND", "STATE", "ANSWERED", "DISAGREED", "DECIDED", "DRAWN")
        names = ("record", "purpose", "first", "second", "state", "answered", "disagreements", "decided", "drawn")
        print_table([heads, *([_cell(row[name]) for name in names] for row in rows)])


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _told(opened: "OpenInspection", record: "Record") -> dict[str, object]:
    """A second scoring as it is listed; numbers that only a finished one has are None before."""
    from sqs_tui.domain.routing import route

    try:
        compared, first = opened.comparison(record.id), opened.record(record.of).inspector
    except LibraryError:  # the record that was scored first is no longer here
        compared, first = None, ""
    return {
        "id": record.id,
        "record": record.reference,
        "purpose": record.purpose,
        "first": compared.raters[0] if compared else first,
        "second": compared.raters[1] if compared else record.inspector,
        "state": record.state.value,
        "answered": "{} of {}".format(*route(opened.instrument, record.unit, opened.contents(record.id)).answered_of()),
        "disagreements": len(compared.disagreements) if compared else None,
        "decided": compared.moderated if compared else None,
        "drawn": record.drawn,
    }


def moderate(args: argparse.Namespace, place: Place) -> int:
    """`moderate`: decide on a question on which two inspectors differ, for a reason; both their answers stay."""
    from sqs_tui.domain.records import BLANK
    from sqs_tui.domain.second import content_decided

    if args.reasons and args.as_it_is:
        raise WrongUseError("--reasons goes with --answer: with --as-it-is nothing of the answer changes.")
    opened = place.open(args.inspection)
    one = _differing_on(opened, opened.record(args.record), args.question, args.second)
    compared = next(compared for compared in one.compared if compared.question == args.question)
    content = None
    if not args.as_it_is:
        value, reasons = _named_answer(opened.instrument, args.question, args.answer, args.reasons)
        now = opened.contents(one.first.id).get(args.question, BLANK)
        try:
            content = content_decided(opened.instrument, compared, now, value, reasons)
        except ValueError as fault:
            raise WrongUseError(str(fault)) from None
    opened.moderate(one.second.id, args.question, content, args.why)
    after = opened.comparison(one.second.id)
    if after:
        print_table([_differing(opened.instrument, after, compared)])
    return PROBLEMS if opened.damaged else DONE


def _differing_on(opened: "OpenInspection", record: "Record", question: str, second: str | None) -> "Comparison":
    """The finished second scoring of a record that differs from the first on a question. Raises LibraryError."""
    from sqs_tui.domain.compare import Outcome

    done = [one for one in opened.comparisons() if record.id in (one.first.id, one.second.id)]
    if not done:
        raise LibraryError(f"No second scoring of {record.reference} is finished: there is nothing to decide on.")
    of_name = [one for one in done if second is None or one.raters[1].casefold() == second.casefold()]
    found = [
        one
        for one in of_name
        if any(compared.question == question and compared.outcome is not Outcome.AGREED for compared in one.compared)
    ]
    if not found:
        raise LibraryError(f'{record.reference} has no question "{question}" on which a second scoring differs.')
    if len(found) > 1:
        names = " or ".join(one.raters[1] for one in found)
        raise LibraryError(f"{record.reference} was scored again by several: --second says whose is decided on, {names}.")
    return found[0]


def _named_answer(instrument: "Instrument", question: str, answer: str, listed: str) -> tuple[str, tuple[str, ...]]:
    """The ids of the choice and the reasons that somebody names by id, key or label. Raises WrongUseError."""
    choices = {name.casefold(): one.value for one in instrument.choices_of(question) for name in (one.label, one.key, one.value)}
    reasons = {name.casefold(): one.id for one in instrument.reasons_of(question) for name in (one.label, one.key, one.id)}
    if answer.casefold() not in choices:
        known = ", ".join(choice.value for choice in instrument.choices_of(question))
        raise WrongUseError(f'"{answer}" is no answer to {question}: choose one of {known}.')
    named = [name.strip() for name in listed.split(",") if name.strip()]
    unknown = next((name for name in named if name.casefold() not in reasons), "")
    if unknown:
        known = ", ".join(reason.id for reason in instrument.reasons_of(question)) or "none"
        raise WrongUseError(f'"{unknown}" is no reason of {question}: choose from {known}.')
    return choices[answer.casefold()], tuple(dict.fromkeys(reasons[name.casefold()] for name in named))


def agreement(args: argparse.Namespace, place: Place) -> int:
    """`agreement`: disagreements first, then raw agreement, AC1 and kappa by pair of inspectors and by question."""
    from sqs_tui.export.agreement import agreement_json, apart, disagreements, figures_rows

    opened = place.open(args.inspection)
    instrument, comparisons = opened.instrument, opened.comparisons()
    if args.json:
        print_json(agreement_json(instrument, comparisons))
    elif not comparisons:
        narrate("no second scoring is finished yet; until one is, there is nothing to compare.")
    else:
        parts = (
            ("Disagreements", disagreements(comparisons)),
            ("Asked of one only, or not answered by both", apart(comparisons)),
        )
        for heading, listed in parts:
            print_text(f"{heading}: {len(listed) or 'none'}")
            print_table([_differing(instrument, one, compared) for one, compared in listed])
            print_text("")
        for heading, figures in figures_rows(instrument, comparisons).items():
            table = [(row.title, row.pairs, row.disagreed, row.raw, row.ac1, row.kappa, row.note) for row in figures]
            print_table([(heading.upper(), "PAIRS", "DISAGREED", "RAW", "AC1", "KAPPA", ""), *table])
            print_text("")
    return PROBLEMS if opened.damaged else DONE


def _differing(instrument: "Instrument", one: "Comparison", compared: "Compared") -> tuple[str, ...]:
    from sqs_tui.export.agreement import answers_text, decision_text

    said = (f"{rater}: {given}" for rater, given in zip(one.raters, answers_text(instrument, compared), strict=True))
    decided = decision_text(instrument, compared.question, one.decisions.get(compared.question))
    return one.first.reference, compared.question, *said, decided
