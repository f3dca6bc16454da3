"""The commands on what has been done in an inspection: `changes`, `history` and `conflicts`.

What was said in confidence is left out of each, and each says so.
"""

import argparse
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.plain import (
    DONE,
    PROBLEMS,
    Place,
    WrongUseError,
    narrate,
    now,
    print_json,
    print_table,
    require_no_confidence,
)
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.conflicts import Conflict
    from sqs_tui.domain.telling import AnyLine, Placed, Told
    from sqs_tui.store.inspection import OpenInspection

_HEADS = ("WHEN", "WHO", "WHAT", "HOW")


def changes(args: argparse.Namespace, place: Place) -> int:
    """`changes`: what was changed, act by act, the newest first."""
    from sqs_tui.domain.telling import deeds, removal, told_deed

    opened = place.open(args.inspection)
    since, by = "" if args.since is None else _utc(args.since), clean_text(args.by or "", one_line=True)
    wanted = [placed for placed in opened.visible_lines() if placed[1].at >= since and by in ("", placed[1].by)]
    lines, left_out = _without_confidences(opened, wanted)
    found = [(deed, told_deed(opened.instrument, deed, _reference(opened, deed.last[0]))) for deed in deeds(lines)]
    if args.json:
        print_json([{**_told_json(told), "record": _reference(opened, deed.last[0])} for deed, told in found])
    elif found:
        print_table([(*_HEADS, "FROM AND TO"), *((*_row(told), _change(told)) for _, told in found)])
    else:
        narrate("nothing of the kind was changed.")
    _tell_left_out(opened, left_out, "change")
    if opened.retention:
        narrate(removal(opened.retention))
    return _code(opened)


def history(args: argparse.Namespace, place: Place) -> int:
    """`history`: every change of one answer, the oldest first, and whether it stands."""
    from sqs_tui.domain.telling import removal, told

    opened = place.open(args.inspection)
    record = opened.visible_record(args.record)
    require_no_confidence(opened, record)
    question = clean_text(args.question, one_line=True)
    if question not in {known.id for known in opened.instrument.of_unit(record.unit)}:
        raise LibraryError(f'"{question}" is no question that is asked of a {record.unit}: `sqs-tui criteria show` lists them.')
    stand = opened.stand(record.id, question)
    stands, others = (stand.line.id, {line.id for line in stand.others}) if stand else ("", set())
    found = [(line, told(opened.instrument, line, record.reference)) for line in opened.history(record.id, question)]
    if args.json:
        print_json(
            [
                {
                    **_told_json(one),
                    "id": line.id,
                    "old": _content(line.old),
                    "new": _content(line.new),
                    "cause": line.cause.value,
                    "act": line.act,
                    "base": line.base,
                    "stands": line.id == stands,
                    "in_conflict": line.id in others,
                }
                for line, one in found
            ]
        )
    elif found:
        marks = {stands: "stands"} | dict.fromkeys(others, "in conflict")
        rows = [(*_row(one), marks.get(line.id, ""), _change(one)) for line, one in found]
        print_table([(*_HEADS, "", "FROM AND TO"), *rows])
    else:
        narrate(f"nobody has answered {question} in {record.reference} yet.")
    if opened.retention:
        narrate(removal(opened.retention))
    return _code(opened)


def conflicts(args: argparse.Namespace, place: Place) -> int:
    """`conflicts`: what two have said differently, or with --settle the decision between them."""
    opened = place.open(args.inspection)
    if (args.settle is None) is not (args.reason is None):
        raise WrongUseError("--settle LINE_ID and --reason TEXT go together: a conflict is settled for a reason.")
    if args.settle is not None:
        _settle(opened, args.settle, clean_text(args.reason, one_line=True))
        return _code(opened)
    found = opened.visible_conflicts()
    shown = [conflict for conflict in found if not _is_confidential(opened, conflict.record)]
    if args.json:
        print_json([_conflict_json(opened, conflict) for conflict in shown])
    elif shown:
        rows = [row for conflict in shown for row in _conflict_rows(opened, conflict)]
        print_table([("WHAT", "LINE", "WHEN", "WHO", "SAYS", ""), *rows])
    else:
        narrate("nothing is in conflict.")
    _tell_left_out(opened, len(found) - len(shown), "conflict")
    return PROBLEMS if found else _code(opened)


def _settle(opened: "OpenInspection", line_id: str, reason: str) -> None:
    if not reason:
        raise WrongUseError("--reason needs the reason why this one is to stand.")
    conflict = next((one for one in opened.visible_conflicts() if line_id in {line.id for line in one.lines}), None)
    if conflict is None:
        name, folder = clean_text(line_id, one_line=True), opened.folder.name
        raise LibraryError(f'No open conflict has a line "{name}": `sqs-tui conflicts {folder}` lists them.')
    if conflict.record:
        require_no_confidence(opened, opened.record(conflict.record))
    opened.settle(conflict, line_id, reason)
    told = next(one for line, one in zip(conflict.lines, _told(opened, conflict), strict=True) if line.id == line_id)
    narrate(f"{told.place}: what {told.by} said stands now.")


# In words


def _told(opened: "OpenInspection", conflict: "Conflict") -> "list[Told]":
    from sqs_tui.domain.telling import told

    return [told(opened.instrument, line, _reference(opened, conflict.record)) for line in conflict.lines]


def _conflict_rows(opened: "OpenInspection", conflict: "Conflict") -> Iterable[tuple[str, ...]]:
    for line, told in zip(conflict.lines, _told(opened, conflict), strict=True):
        yield (
            told.place,
            line.id,
            _when(told),
            told.by,
            told.new,
            "stands" if line is conflict.stands else "held" if conflict.held else "",
        )


def _conflict_json(opened: "OpenInspection", conflict: "Conflict") -> dict[str, object]:
    told = _told(opened, conflict)
    said = [
        {"line": line.id, "at": one.at, "by": one.by, "says": one.new, "stands": line is conflict.stands}
        for line, one in zip(conflict.lines, told, strict=True)
    ]
    return {"record": _reference(opened, conflict.record), "what": told[0].place, "held": conflict.held, "said": said}


def _row(told: "Told") -> tuple[str, ...]:
    return _when(told), told.by, told.place, told.how


def _change(told: "Told") -> str:
    """From what to what, and why where a reason was given; as long as it is."""
    return f"{told.change} ({told.why})" if told.why else told.change


def _when(told: "Told") -> str:
    from sqs_tui.domain.telling import moment

    return moment(told.at, now())


def _told_json(told: "Told") -> dict[str, object]:
    return {
        "at": told.at,
        "by": told.by,
        "what": told.place,
        "from": told.old,
        "to": told.new,
        "how": told.how,
        "why": told.why,
    }


def _content(content: object) -> object:
    import msgspec

    return msgspec.to_builtins(content)


def _reference(opened: "OpenInspection", record: str) -> str:
    return opened.record(record).reference if record else ""


# Confidence


def _is_confidential(opened: "OpenInspection", record: str) -> bool:
    return bool(record) and opened.instrument.unit(opened.record(record).unit).confidential


def _without_confidences(opened: "OpenInspection", lines: "Iterable[Placed]") -> "tuple[list[Placed], int]":
    """Lines that may be told, and how many may not; a quote from what was said in confidence is none of them."""
    told: list[Placed] = []
    left_out = 0
    confidential = {record.id for record in opened.records() if opened.instrument.unit(record.unit).confidential}
    for record, line in lines:
        if (record or _quoted(line)) in confidential:
            left_out += 1
        else:
            told.append((record, line))
    return told, left_out


def _quoted(line: "AnyLine") -> str:
    """The record that the letter quotes by this line; empty where it quotes none."""
    from sqs_tui.domain.letter.entries import Quote

    return next((entry.record for entry in (line.new, line.old) if isinstance(entry, Quote)), "")


def _tell_left_out(opened: "OpenInspection", count: int, what: str) -> None:
    if count:
        confidential = " and ".join(unit.name.many for unit in opened.instrument.units if unit.confidential)
        says = f"1 {what} on {confidential} is" if count == 1 else f"{count} {what}s on {confidential} are"
        narrate(f"{says} left out: what was said in confidence is only shown on the screen.")


def _code(opened: "OpenInspection") -> int:
    return PROBLEMS if opened.damaged else DONE


def _utc(text: str) -> str:
    """A moment as histories have it, from a day ("2013-03-18") or a day and a time in this machine's zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        name = clean_text(text, one_line=True)
        raise WrongUseError(f'"{name}" is no moment: write one as 2013-03-18 or as 2013-03-18T10:42.') from None
    try:
        return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    except OverflowError:
        return "" if moment.year < 2000 else "9999"
