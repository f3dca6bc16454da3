"""The commands that need no screen: each takes the command line and the place it works in, and gives an exit code.

Data goes to stdout, everything else to stderr. What a command needs is imported in it, so that each starts at once.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui.errors import ConfidenceError, ExportError, InstrumentError, OpenProblemsError, SqsError
from sqs_tui.export import PIECES
from sqs_tui.machine import DEFAULT_CRITERIA, account_name, habits_path, library_path, settings_path
from sqs_tui.meter import Meter
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    import msgspec

    from sqs_tui.domain.instrument import Instrument
    from sqs_tui.domain.letter.checks import Checker
    from sqs_tui.domain.records import Inspection, Record
    from sqs_tui.settings import Settings
    from sqs_tui.store.index import Entry
    from sqs_tui.store.inspection import OpenInspection
    from sqs_tui.store.library import Library

DONE = 0
PROBLEMS = 1


class WrongUseError(SqsError):
    """The command line asks for what cannot be done."""


class Place:
    """Where a command works: the library, or a throw-away one with the demonstration, which `stack` clears away."""

    def __init__(self, args: argparse.Namespace, stack: ExitStack) -> None:
        if args.library is not None and not args.library.strip():
            raise WrongUseError("--library needs the name of a folder.")
        if args.library is not None and args.demo:
            raise WrongUseError("--demo brings a library of its own: leave --library out.")
        if args.tour and not args.demo:
            raise WrongUseError("--tour is done on the demonstration: say --demo --tour.")
        self.demo: bool = args.demo
        self._chosen: str | None = args.library
        self._stack = stack

    @cached_property
    def path(self) -> Path:
        """The library's folder."""
        if not self.demo:
            return library_path(self._chosen, os.environ)
        from sqs_tui.demo.load import throw_away_library

        return self._stack.enter_context(throw_away_library())

    @cached_property
    def library(self) -> "Library":
        """The library."""
        from sqs_tui.store.library import Library

        return Library(self.path, settings=lambda: self.settings)

    @cached_property
    def settings(self) -> "Settings":
        """The settings of whoever is at the keyboard; what is wrong with them is told."""
        from sqs_tui.settings import read_settings

        settings, faults = read_settings(settings_path(os.environ), os.environ)
        for fault in faults:
            narrate(fault)
        return settings

    def open(self, beginning: str) -> "OpenInspection":
        """The one inspection whose folder begins so; raises LibraryError. What is damaged in it is told."""
        opened = self.library.open(self.library.find(beginning), by=account_name(), now=now)
        for sentence in opened.damaged:
            narrate(sentence)
        return opened


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def narrate(sentence: str) -> None:
    """Tell the person at the keyboard something, in one line."""
    sys.stderr.write(f"sqs-tui: {clean_text(sentence, one_line=True)}\n")


def agreed(args: argparse.Namespace, what: str) -> bool:
    """Whether to go on: said on the command line, or typed at the terminal. Raises WrongUseError where nobody can be asked."""
    if args.yes:
        return True
    if not sys.stdin.isatty():
        raise WrongUseError(f"{what.rstrip('.?')}: say --yes if that is meant.")
    sys.stderr.write(f"sqs-tui: {clean_text(what, one_line=True)} Type yes to go on: ")
    sys.stderr.flush()
    says_yes = sys.stdin.readline().strip().casefold() == "yes"
    if not says_yes:
        narrate("nothing was changed.")
    return says_yes


def print_text(text: str) -> None:
    """Data for stdout; it ends its line, and holds nothing that a terminal takes for a command."""
    sys.stdout.write(clean_text(text if text.endswith("\n") else f"{text}\n"))


def checker() -> "Checker":
    """What checks the letter."""
    from sqs_tui.domain.letter.checks import Checker
    from sqs_tui.lexicon.load import lexicon

    return Checker(lexicon)


def _fields(value: "msgspec.Struct") -> dict[str, object]:
    """Everything a value holds, by name."""
    from msgspec.structs import asdict

    return asdict(value)


def print_json(value: object) -> None:
    """Data for another program on stdout."""
    import msgspec

    print_text(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def print_table(rows: Iterable[Sequence[str]]) -> None:
    """Rows in columns as wide as they need to be."""
    cells = [[clean_text(cell, one_line=True) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        print_text("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _code(opened: "OpenInspection") -> int:
    """Whether all of the inspection could be read."""
    return PROBLEMS if opened.damaged else DONE


def checked_criteria(name: str | None, letter: str | None = None) -> "tuple[bytes, Instrument]":
    """A criteria file's bytes and what they define, with another letter's template in them where one is named.

    Raises InstrumentError.
    """
    from sqs_tui.domain.instrument_faults import check_instrument
    from sqs_tui.keys import reserved_keys

    where, data = name or DEFAULT_CRITERIA.name, (Path(name) if name else DEFAULT_CRITERIA).read_bytes()
    if letter:
        data = _with_letter(data, where, letter)
        where = f"{where} with {letter}"
    return data, check_instrument(data, where=where, reserved=reserved_keys())


def _with_letter(criteria: bytes, where: str, letter: str) -> bytes:
    """Criteria with the template of another file in place of their own."""
    import msgspec

    parts = []
    for place, data in ((where, criteria), (letter, Path(letter).read_bytes())):
        try:
            parts.append(msgspec.json.decode(data, type=dict[str, msgspec.Raw]))
        except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
            raise InstrumentError(f"{place} cannot be used: {fault}.") from None
    return msgspec.json.format(msgspec.json.encode({**parts[0], "letter": parts[1]}))


# The library


def list_inspections(args: argparse.Namespace, place: Place) -> int:
    """`list`: the inspections of the library; one that cannot be read is told, and the others are listed."""
    with Meter("list", os.environ, after="what was read until then is known the next time") as meter:
        entries = place.library.entries(meter)
    damaged = [entry for entry in entries if entry.fault]
    for entry in damaged:
        narrate(f"{entry.folder}: {entry.fault}")
    if args.json:
        print_json([{**_fields(entry), "details": entry.details and _fields(entry.details)} for entry in entries])
    elif not entries:
        narrate(f"there are no inspections in {place.path} yet; `sqs-tui new` begins one.")
    else:
        rows = [_row(entry, entry.details) for entry in entries if entry.details]
        print_table([("FOLDER", "INSPECTION", "SERVICE", "FIELDWORK", "SCORED", "CHANGED"), *rows])
    return PROBLEMS if damaged else DONE


def _row(entry: "Entry", details: "Inspection") -> tuple[str, ...]:
    scored = f"{entry.scored} of {sum(entry.records.values())}"
    changed = datetime.fromisoformat(entry.changed).astimezone().strftime("%Y-%m-%d %H:%M") if entry.changed else ""
    return entry.folder, details.name, details.service, _fieldwork(details), scored, changed


def _fieldwork(details: "Inspection") -> str:
    return " to ".join(filter(None, (details.fieldwork_from, details.fieldwork_to)))


def new(args: argparse.Namespace, place: Place) -> int:
    """`new`: begin an inspection, print the name of its folder."""
    from sqs_tui.domain.records import Inspection
    from sqs_tui.store.beginning import no_such_words

    names = ("area", "service", "lead", "contact", "addressee", "sender", "letterhead")
    text = {name: clean_text(getattr(args, name)).strip() for name in names}
    if not text["area"]:
        raise WrongUseError("--area needs the name of the area, such as Bury.")
    if args.fieldwork_from and args.fieldwork_to and args.fieldwork_to < args.fieldwork_from:
        raise WrongUseError(f"The fieldwork would end before it begins: --from {args.fieldwork_from} --to {args.fieldwork_to}.")
    copies = tuple(filter(None, (clean_text(copy, one_line=True) for copy in args.copies)))
    days = {name: getattr(args, name) for name in ("fieldwork_from", "fieldwork_to", "published")}
    data, instrument = checked_criteria(args.criteria, args.letter)
    by = account_name()
    text["lead"] = text["lead"] or place.settings.designation
    words = place.settings.word_profile
    folder = place.library.create(data, Inspection(id="", copies=copies, word_profile=words, **text, **days), by=by, now=now)
    wrong = no_such_words(instrument, words)
    if wrong:
        narrate(wrong)
    opened = place.library.open(folder, by=by, now=now)
    for reference in args.cases:
        opened.add_record(instrument.units[0].id, reference)
    print_text(folder)
    return DONE


def where(args: argparse.Namespace, place: Place) -> int:
    """`where`: the places on this machine."""
    places = {
        "library": str(place.path),
        "settings": str(settings_path(os.environ)),
        "habits": str(habits_path(os.environ)),
        "criteria": str(DEFAULT_CRITERIA),
    }
    if args.json:
        print_json(places)
    else:
        print_table(places.items())
    return DONE


# One inspection


def show(args: argparse.Namespace, place: Place) -> int:
    """`show`: an inspection's details and records, or one record's answers."""
    from sqs_tui.export.summary import record_json, record_text

    opened = place.open(args.inspection)
    if args.record is None:
        _show_inspection(opened, as_json=args.json)
    else:
        record = opened.visible_record(args.record)
        require_no_confidence(opened, record)
        answers, waived = opened.answers(record.id), opened.waived(record.id)
        if args.json:
            print_json(record_json(opened.instrument, record, answers, waived))
        else:
            print_text(record_text(opened.instrument, record, answers, waived))
    return _code(opened)


def require_no_confidence(opened: "OpenInspection", record: "Record") -> None:
    """Raise ConfidenceError where what was said does not leave the program."""
    unit = opened.instrument.unit(record.unit)
    if unit.confidential:
        place_of_it = f"sqs-tui open {opened.folder.name} {record.reference}"
        raise ConfidenceError(f"What a {unit.name.one} said is given in confidence and only shown on the screen: {place_of_it}")


def _show_inspection(opened: "OpenInspection", *, as_json: bool) -> None:
    from sqs_tui.domain.routing import route

    records = []
    for record in opened.records():
        answered, asked = route(opened.instrument, record.unit, opened.contents(record.id)).answered_of()
        records.append((record, answered, asked))
    if as_json:
        listed = [{**_fields(record), "answered": answered, "asked": asked} for record, answered, asked in records]
        print_json({"folder": opened.folder.name, "inspection": _fields(opened.details), "records": listed})
        return
    details = opened.details
    print_text(f"{details.name}  {details.service}".rstrip())
    for label, text in (("Fieldwork", _fieldwork(details)), ("Lead", details.lead), ("Criteria", opened.instrument.title)):
        if text:
            print_text(f"{label}: {text}")
    print_table(
        [
            ("RECORD", "KIND", "STATE", "ANSWERED", "CASE MANAGER", "INSPECTOR"),
            *(
                (
                    record.reference,
                    opened.instrument.unit(record.unit).name.one,
                    record.state.value,
                    f"{answered} of {asked}",
                    record.case_manager,
                    record.inspector,
                )
                for record, answered, asked in records
            ),
        ]
    )


def summary(args: argparse.Namespace, place: Place) -> int:
    """`summary`: every tally of an inspection."""
    from sqs_tui.export.summary import summary_json, summary_text

    opened = place.open(args.inspection)
    if args.json:
        print_json(summary_json(opened.instrument, opened.details, opened.tallies(), opened.reviewed(), opened.letter.entries))
    else:
        print_text(summary_text(opened.instrument, opened.details, opened.tallies(), opened.letter.entries))
    return _code(opened)


def letter(args: argparse.Namespace, place: Place) -> int:
    """`letter`: the letter as it stands, marked as a draft while problems are open."""
    from sqs_tui.export.pieces import made
    from sqs_tui.export.places import open_findings

    opened = place.open(args.inspection)
    written = opened.written()
    findings = checker().findings(written)
    draft, form = bool(open_findings(findings)), "html" if args.html else "md"
    print_text(made("letter", form, written, findings, answers=opened.answers, at=now(), draft=draft).decode())
    return _code(opened)


def export(args: argparse.Namespace, place: Place) -> int:
    """`export`: the letter or another piece as a file, whose name is printed."""
    from sqs_tui.export.files import write_new
    from sqs_tui.export.pieces import default_name, made, require_form
    from sqs_tui.store.queue import seen_findings

    opened = place.open(args.inspection)
    form = _form(args)
    require_form(args.piece, form)
    path = Path(args.output or default_name(opened.folder.name, args.piece, form))
    if path.exists() and not args.force:
        raise ExportError(f"{path} is there already: name another with --output, or write over it with --force.")
    written = opened.written()
    findings = seen_findings(opened, checker().findings(written))
    try:
        data = made(args.piece, form, written, findings, answers=opened.answers, at=now(), draft=args.draft)
    except OpenProblemsError as refusal:
        listed = f"`sqs-tui check {opened.folder.name}` lists them, and --draft writes a draft"
        raise OpenProblemsError(f"{str(refusal).removesuffix('.')} ({listed}).") from None
    write_new(path, data, overwrite=args.force)
    sys.stdout.write(f"{path}\n")
    return _code(opened)


def _form(args: argparse.Namespace) -> str:
    """What a piece is written as: what was asked for, else what its file ends in, else the first that it can be written as."""
    ending = Path(args.output).suffix[1:].lower() if args.output else ""
    return str(args.format or ending or PIECES[args.piece].forms[0])


def check(args: argparse.Namespace, place: Place) -> int:
    """`check`: every open problem of the letter with its place, and how many are waived."""
    from sqs_tui.export.places import Places, problems, told_json
    from sqs_tui.store.queue import seen_findings

    opened = place.open(args.inspection)
    written = opened.written()
    places = Places(written)
    told = [places.told(finding) for finding in seen_findings(opened, checker().findings(written))]
    open_ = [one for one in told if not one.finding.waived]
    waived = [one for one in told if one.finding.waived]
    if args.json:
        print_json({"open": [told_json(one) for one in open_], "waived": [told_json(one) for one in waived]})
    else:
        for one in open_:
            print_text(clean_text(f"{one.place}: {one.says}", one_line=True))
        print_text(f"{problems(len(open_))}, {len(waived)} waived.")
    return PROBLEMS if open_ else _code(opened)
