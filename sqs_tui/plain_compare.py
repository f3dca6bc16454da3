"""The command that compares inspections: with another, with all others, over time, and over the library."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sqs_tui.errors import DamagedFileError, LibraryError
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, now, print_table, print_text

if TYPE_CHECKING:
    from fractions import Fraction

    from sqs_tui.domain.comparing import Pairing, Series, Spreads, Visit
    from sqs_tui.domain.instrument import Instrument
    from sqs_tui.domain.matching import Unlike
    from sqs_tui.export.comparing import Listed
    from sqs_tui.store.figures import Read


def compare(args: argparse.Namespace, place: Place) -> int:
    """`compare`: an inspection beside another, all others, its service's others over time, or the whole library."""
    from sqs_tui.domain.comparing import beside, over_time, spread
    from sqs_tui.export import comparing as tables

    folder = place.library.find(args.inspection)
    other = place.library.find(args.other) if args.other else ""
    _require_sense(args, folder, other)
    read = _read(place, [folder, other] if other else place.library.folders())
    one = next((visit for visit in read.visits if visit.folder == folder), None)
    if one is None or (other and len(read.visits) < 2):
        raise DamagedFileError(" ".join(read.faults))
    for fault in read.faults:
        narrate(fault)
    others = [visit for visit in read.visits if visit is not one]
    if not others and not args.over_time:
        raise LibraryError("There is no other inspection in the library to compare with.")
    if args.over_time:
        series = over_time(one, others)
        _print(args, one, tables.series_table(series), lambda: _print_series(series))
    elif args.spread:
        spreads = spread(one, others)
        _print(args, one, tables.spreads_table(spreads), lambda: _print_spreads(spreads))
    elif args.reasons:
        pairing = beside(one, others)
        _print(args, one, tables.reasons_table(pairing, one.instrument), lambda: _print_reasons(pairing, one.instrument))
    else:
        pairing = beside(one, others)
        _print(args, one, tables.pairing_table(pairing), lambda: _print_pairing(pairing))
    return PROBLEMS if read.faults else DONE


def _require_sense(args: argparse.Namespace, folder: str, other: str) -> None:
    if other == folder:
        raise WrongUseError(f"{folder} cannot be compared with itself: name another inspection.")
    if other and (args.all or args.over_time or args.spread):
        raise WrongUseError("Name another inspection, or say --all, --over-time or --spread, not both.")
    if not (other or args.all or args.over_time or args.spread or args.reasons):
        raise WrongUseError("Say what to compare with: another inspection, --all, --over-time, --spread or --reasons.")
    if args.reasons and (args.over_time or args.spread):
        raise WrongUseError("--reasons goes with another inspection or with --all.")


def _read(place: Place, folders: list[str]) -> "Read":
    from sqs_tui.store.figures import read_visits

    with Meter("compare", os.environ, after="what was read until then is known the next time") as meter:
        return read_visits(place.library.path, folders, place.library.folders(), meter)


def _print(args: argparse.Namespace, one: "Visit", listed: "Listed", as_text: Callable[[], None]) -> None:
    from sqs_tui.export.comparing import table_csv, table_json
    from sqs_tui.export.stamp import stamp

    if args.csv:  # as it is in a file: with the mark of its encoding, which spreadsheets look for; its cells are clean
        sys.stdout.buffer.write(table_csv(listed, stamp(one.instrument, now())))
        sys.stdout.flush()
    elif args.json:
        about = {"inspection": {"folder": one.folder, "name": one.name}}
        print_text(table_json(listed, stamp(one.instrument, now()), about).decode())
    else:
        as_text()


def _print_pairing(pairing: "Pairing") -> None:
    from sqs_tui.domain.comparing_words import p_text, share_text, verdict

    rows = (
        (
            pair.label,
            share_text(pair.one, pairing.least),
            share_text(pair.other, pairing.least),
            *((p_text(pair.test.p), p_text(pair.test.held)) if pair.test else ("", "")),
            verdict(pair.test, pairing.level),
        )
        for pair in pairing.pairs
    )
    print_table([("QUESTION", pairing.one.upper(), pairing.other.upper(), "P", "OVER ALL", "WORD"), *rows])
    _print_rest(pairing.unlike, pairing.level, pairing.tested)


def _print_series(series: "Series") -> None:
    from sqs_tui.domain.comparing_words import p_text, share_text, verdict

    rows = (
        (
            course.label,
            *("other wording" if share is None else share_text(share, series.least) for share in course.shares),
            *((p_text(course.test.p), p_text(course.test.held)) if course.test else ("", "")),
            verdict(course.test, series.level),
        )
        for course in series.courses
    )
    print_table([("QUESTION", *(name.upper() for name in series.names), "P", "OVER ALL", "WORD"), *rows])
    if len(series.names) == 1:
        narrate(f"{series.names[0]} is the only inspection of its service in the library.")
    _print_rest(series.unlike, series.level, series.tested, only=len(series.names) == 1)


def _print_spreads(spreads: "Spreads") -> None:
    from sqs_tui.domain.comparing_words import share_text

    rows = []
    for spread in spreads.spreads:
        parts = [dot.share.part for dot in spread.dots]
        ends = (parts[0], *(spread.quartiles or ("", "", "")), parts[-1]) if parts else ("",) * 5
        told = (end if isinstance(end, str) else f"{int(100 * end + 0.5)}%" for end in ends)
        rows.append((spread.label, share_text(spread.own, spreads.least), str(len(parts)), str(spread.few or ""), *told))
    heads = ("QUESTION", spreads.one.upper(), "INSPECTIONS", "TOO FEW", "LEAST", "QUARTILE", "MEDIAN", "QUARTILE", "MOST")
    print_table([heads, *rows])
    _print_unlike(spreads.unlike)


def _print_reasons(pairing: "Pairing", instrument: "Instrument") -> None:
    from sqs_tui.export.comparing import reasons_table

    listed = reasons_table(pairing, instrument)
    rows = ([str(cell or "") for cell in row[:4]] for row in listed.rows if row[1])
    print_table([("QUESTION", "REASON", pairing.one.upper(), pairing.other.upper()), *rows])
    _print_unlike(pairing.unlike)


def _print_rest(unlike: "Iterable[Unlike]", level: "Fraction", tested: int, *, only: bool = False) -> None:
    from sqs_tui.domain.comparing_words import told_chance

    print_text(f"\n{told_chance(level, tested, only=only)}")
    _print_unlike(unlike)


def _print_unlike(unlike: "Iterable[Unlike]") -> None:
    from sqs_tui.domain.comparing_words import told_unlike

    listed = [f"  {one.label}: {told_unlike(one)}" for one in unlike]
    if listed:
        print_text("\n".join(("\nNot compared", *listed)))
