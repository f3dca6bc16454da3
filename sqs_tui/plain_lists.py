"""`import` of a case list, and `cases`, which lists the one that is there."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui.machine import account_name
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, now, print_json, print_table, print_text
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.case_import import Mapping
    from sqs_tui.domain.case_list import CaseList
    from sqs_tui.domain.case_rows import Asked
    from sqs_tui.store.inspection import OpenInspection

FIELDS = ("reference", "case-manager", "inspector", "person", "out")
"""What `--column` may take a column for."""
_WITH_LIST = (
    *("header", "columns", "facts", "keeps", "generate", "generate_staff", "generate_persons", "mapping", "force"),
    *("leave_out_refused", "records"),
)
"""Options that mean something with a case list alone."""


def import_cases(args: argparse.Namespace, place: Place) -> int:
    """`import FILE --into INSPECTION`: import a case list, whole or not at all, or only tell what would come of each row."""
    from sqs_tui import case_import
    from sqs_tui.domain.case_columns import Facts
    from sqs_tui.domain.case_rows import Fate
    from sqs_tui.export.listed import tried_json, tried_text

    asked, mapping = _asked(args, place)
    opened = place.open(args.into)
    before, instrument = case_import.before_of(opened), opened.instrument
    unit = case_import.unit_of(instrument)
    with Meter("import", os.environ, after="nothing was imported") as meter:
        sheet = case_import.read_case_file(Path(args.file), instrument, meter)
        looked = case_import.try_sheet(sheet, instrument, asked, before, meter)
    facts = Facts(instrument, unit.id)
    refused = bool(looked.refused)
    imports = bool(looked.cases) and (not refused or args.leave_out_refused)
    if args.records and imports:
        case_import.require_records(opened, len(looked.cases))
    made = None
    if imports and not args.dry_run:
        made = case_import.save_list(opened.sample, looked, unit.id, mapping, by=account_name(), at=now)
    if args.json:
        print_json({**tried_json(looked), "written": made is not None})
    else:
        print_text(tried_text(looked, facts, refused_only=not args.dry_run))
    if args.dry_run:
        narrate("nothing was changed: this is what would come.")
    elif not imports:
        some = "the row that is refused" if len(looked.refused) == 1 else f"the {len(looked.refused)} rows that are refused"
        narrate(f"nothing was imported: mend {some}, or leave out what is refused with --leave-out-refused.")
    elif made is None:
        narrate("nothing was changed: the inspection has this list already.")
    else:
        narrate(f"{len(made.cases):,} {unit.name.one if len(made.cases) == 1 else unit.name.many} imported.")
    if imports and args.records and not args.dry_run:
        _make_records(opened, case_import.present_list_of(opened))
    if looked.codes and not mapping:
        narrate("which codes stand for whom is kept nowhere: with --mapping FILE the same list would get the same codes again.")
    return PROBLEMS if looked.counts[Fate.REFUSED] or opened.damaged else DONE


def _make_records(opened: "OpenInspection", listed: "CaseList") -> None:
    from sqs_tui.case_import import make_records

    after = "what was made records until then is there, and the same command goes on from there"
    with Meter("import", os.environ, after=after) as meter:
        made = make_records(opened, listed, meter)
    count = len(made.added)
    narrate(f"{count} record{'' if count == 1 else 's'} made, {made.there} there already.")


def refuse_without_list(args: argparse.Namespace) -> None:
    """Raise WrongUseError where something is asked for that only a case list has, and none is meant."""
    from sqs_tui.domain.case_list import looks_like_list

    given = next((name for name in _WITH_LIST if getattr(args, name)), "")
    if given:
        option = {"columns": "column", "facts": "fact", "keeps": "keep"}.get(given, given.replace("_", "-"))
        raise WrongUseError(f"--{option} is for a case list: say with --into which inspection it is for.")
    if looks_like_list(args.file):
        raise WrongUseError(f"{args.file} looks like a case list: say with --into which inspection it is for.")


def _asked(args: argparse.Namespace, place: Place) -> "tuple[Asked, Mapping | None]":
    from sqs_tui.case_import import open_mapping
    from sqs_tui.domain.case_columns import Role, Wanted
    from sqs_tui.domain.case_rows import Asked, Offers

    wanted = [Wanted(role=Role(field), where=where) for field, where in _pairs(args.columns, "--column", FIELDS)]
    wanted += [Wanted(role=Role.FACT, field=fact, where=where) for fact, where in _pairs(args.facts, "--fact")]
    wanted += [Wanted(role=Role.KEEP, where=where) for where in args.keeps]
    offers = Offers(references=args.generate, staff=args.generate_staff, persons=args.generate_persons)
    generates = any((offers.references, offers.staff, offers.persons))
    if args.mapping and not generates:
        raise WrongUseError("--mapping keeps what generated codes stand for: say with --generate what they begin with.")
    if args.mapping and Path(args.mapping).resolve() == Path(args.file).resolve():
        raise WrongUseError("--mapping names the list itself: name another file for what generated codes stand for.")
    mapping = open_mapping(Path(args.mapping), place.path, force=args.force) if args.mapping else None
    header = {"yes": True, "no": False}.get(args.header)
    codes = mapping.codes if mapping else {}
    return Asked(header=header, wanted=tuple(wanted), offers=offers, codes=codes), mapping


def _pairs(given: Sequence[str], option: str, known: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    from sqs_tui.domain.case_columns import plain

    spelled = {plain(one): one for one in known}
    for text in given:
        name, sign, where = (part.strip() for part in text.partition("="))
        name = spelled.get(plain(name), name)
        if not (sign and name and where) or (known and name not in known):
            what = f"one of {', '.join(known)}" if known else "a fact of the criteria"
            raise WrongUseError(f"{option} {clean_text(text, one_line=True)}: write {what}, =, and a column's number or heading.")
        yield name, where


def cases(args: argparse.Namespace, place: Place) -> int:
    """`cases`: the case list of an inspection as it was imported last."""
    from sqs_tui.case_import import present_list_of
    from sqs_tui.export.listed import list_json, list_rows, list_table
    from sqs_tui.export.stamp import stamp

    opened = place.open(args.inspection)
    listed = present_list_of(opened)
    records = {record.reference.casefold() for record in opened.records(listed.unit)}
    if args.json:
        print_json(list_json(listed, records))
    elif args.csv:
        sys.stdout.buffer.write(list_table(listed, records, stamp(opened.instrument, now())))
        sys.stdout.flush()
    else:
        print_table(list_rows(listed, records))
    return PROBLEMS if opened.damaged else DONE
