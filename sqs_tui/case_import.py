"""Importing a case list: a file is read and tried, its mapping kept outside the library, and the list saved in one write."""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sqs_tui.domain.case_codes import HEADER, Codes, mapping_rows, read_mapping
from sqs_tui.domain.case_columns import Facts, is_known
from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.case_rows import Asked, Before, Tried, tried
from sqs_tui.domain.case_text import LARGEST, Sheet, read_sheet
from sqs_tui.domain.instrument import Instrument, Unit
from sqs_tui.domain.privacy.codes import doubt_on_code
from sqs_tui.domain.records import Record
from sqs_tui.errors import CaseListError, LibraryError
from sqs_tui.export.files import write_new
from sqs_tui.export.table import quoted_table
from sqs_tui.lexicon.load import lexicon
from sqs_tui.progress import Steps, stepped, untold
from sqs_tui.store.files import random_name, shown
from sqs_tui.store.history import stamp
from sqs_tui.store.places import content_of
from sqs_tui.store.sample_file import OpenSample
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.store.inspection import OpenInspection

MOST_RECORDS = 1000
"""A list of more cases is no sample that somebody has drawn, and makes no records at once."""


def unit_of(instrument: Instrument) -> Unit:
    """The unit that case lists are of: the first that is not given in confidence. Raises CaseListError where all are."""
    unit = next((unit for unit in instrument.units if not unit.confidential), None)
    if unit is None:
        raise CaseListError("These criteria have no cases but such as are told in confidence, and of those no list is kept.")
    return unit


def before_of(inspection: "OpenInspection") -> Before:
    """What an inspection has already, that a list is held against. Raises LibraryError where its lists are of no use."""
    inspection.sample.require_usable()
    unit, present = unit_of(inspection.instrument), inspection.sample.data.present
    facts = {question.id for question in Facts(inspection.instrument, unit.id).questions}
    records = {}
    for record in inspection.records(unit.id):
        answers = {} if inspection.blind_to(record.id) else inspection.contents(record.id)
        records[record.reference.casefold()] = ListedCase(
            reference=record.reference,
            case_manager=record.case_manager,
            inspector=record.inspector,
            facts={question: content.value for question, content in answers.items() if question in facts},
        )
    return Before(
        listed={case.reference.casefold(): case for case in present.cases} if present else {},
        kept=frozenset(fact for case in present.cases for fact in case.facts if fact not in facts) if present else frozenset(),
        records=records,
        taken=frozenset(record.reference for record in inspection.trashed()),
    )


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """Where the codes of an import are kept, and those that lie there already."""

    path: Path
    codes: Codes
    is_there: bool


def open_mapping(path: Path, library: Path, *, force: bool) -> Mapping:
    """The mapping at a path outside the library. One that is there is gone on with; with `force` it, or whatever else, is not.

    Raises CaseListError.
    """
    name = shown(path)
    try:
        target = Path(os.path.realpath(path.expanduser()))
        if target.is_relative_to(os.path.realpath(library)):
            raise CaseListError(f"{name} lies in the library, where no name may lie: name a file elsewhere for the mapping.")
        content = content_of(target)
    except (OSError, ValueError, RuntimeError) as fault:
        why = (fault.strerror or str(fault)) if isinstance(fault, OSError) else "there can be no such file"
        raise CaseListError(f"{name} cannot be read: {why.lower()}.") from None
    codes = read_mapping(read_sheet(content, name, HEADER.__contains__)) if content and not force else {}
    return Mapping(path=path, codes=codes, is_there=content is not None)


def read_case_file(path: Path, instrument: Instrument, steps: Steps = untold) -> Sheet:
    """The rows of a case list. Raises CaseListError."""
    name = shown(path)
    try:
        target = Path(os.path.realpath(path.expanduser()))
        if target.is_file() and target.stat().st_size > LARGEST:
            raise CaseListError(f"{name} was not imported: it is larger than {LARGEST >> 20} MB, which no case list is.")
        content = content_of(target)
    except IsADirectoryError:
        raise CaseListError(f"{name} was not imported: it is a folder.") from None
    except (OSError, ValueError, RuntimeError) as fault:  # a null character, an unknown account behind "~"
        why = (fault.strerror or str(fault)) if isinstance(fault, OSError) else "there can be no such file"
        raise CaseListError(f"{name} was not imported: {why.lower()}.") from None
    if content is None:
        raise CaseListError(f"{name} was not imported: there is no such file.")
    facts = Facts(instrument, unit_of(instrument).id)
    return read_sheet(content, shown(Path(path.name)), lambda cell: is_known(cell, facts), steps)


def try_sheet(sheet: Sheet, instrument: Instrument, asked: Asked, before: Before, steps: Steps = untold) -> Tried:
    """What would become of a case list. Raises CaseListError, or as `steps` do."""
    facts = Facts(instrument, unit_of(instrument).id)
    return tried(sheet, facts, lexicon(), asked, before, steps)


def save_list(
    sample: OpenSample, looked: Tried, unit: str, mapping: Mapping | None, *, by: str, at: Callable[[], datetime]
) -> CaseList | None:
    """Save what a list makes of its rows that are not refused; None where the inspection has just that already.

    The mapping is on disk first: a list whose codes nobody can tell would be of no use. Raises ExportError where the mapping, and
    NotSavedError where the list could not be saved; then the inspection is as it was.
    """
    if mapping and mapping.is_there:
        with suppress(OSError):  # somebody else's file: what can be written is written all the same
            mapping.path.expanduser().chmod(0o600)
    if mapping and looked.codes:
        rows = mapping_rows({**mapping.codes, **looked.codes})
        write_new(mapping.path, quoted_table(rows), overwrite=mapping.is_there)
    sample.require_usable()
    present = sample.data.present
    if present and present.cases == looked.cases:
        return None
    made = CaseList(
        id=random_name(8),
        at=_later(stamp(at()), present.at if present else ""),
        by=by,
        source=_source(looked.sheet.name),
        unit=unit,
        cases=looked.cases,
    )
    sample.add(lists={made.id: made})
    return made


def _later(now: str, last: str) -> str:
    """The time, but never before that of the list that counts until now: a clock that is put back hides no import."""
    return max(now, last)


def _source(name: str) -> str:
    """The name of the file, unless it may say who somebody is."""
    stem = clean_text(Path(name).stem, one_line=True)
    return "a case list" if doubt_on_code(stem, lexicon(), words=True) else name


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What making records of a list has done."""

    added: tuple[Record, ...]
    there: int
    """How many were records before."""


def require_records(inspection: "OpenInspection", count: int) -> None:
    """Raise CaseListError where a list is none that somebody has drawn as a sample, LibraryError where a record is damaged."""
    if inspection.damaged:
        raise LibraryError("No records are made while a file of the inspection is damaged, since it may be one of them: mend it.")
    if count > MOST_RECORDS:
        raise CaseListError(
            f"The list has {count:,} cases, and {MOST_RECORDS:,} at most can be made records at once: draw a sample from it."
        )


def make_records(inspection: "OpenInspection", listed: CaseList, steps: Steps = untold) -> Made:
    """Make every case of a list a record with its facts answered; those that are there stay as they are.

    Raises as `require_records` and `steps` do, or NotSavedError; what was made until then stays, and the same call goes on there.
    """
    require_records(inspection, len(listed.cases))
    known = {record.reference.casefold() for record in inspection.records(listed.unit)}
    missing = [case for case in listed.cases if case.reference.casefold() not in known]
    added = [inspection.sampling.add_listed(listed.unit, case) for case in stepped(missing, "records", steps)]
    return Made(added=tuple(added), there=len(listed.cases) - len(added))


def present_list_of(inspection: "OpenInspection") -> CaseList:
    """The present case list. Raises LibraryError where there is none, or the file is of no use."""
    inspection.sample.require_usable()
    present = inspection.sample.data.present
    if present is None:
        name = inspection.folder.name
        raise LibraryError(f"{name} has no case list yet: `sqs-tui import FILE --into {name}` imports one.")
    return present
