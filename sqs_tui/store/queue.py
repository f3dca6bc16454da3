"""The problems queue of an open inspection; what the letter's checks find is handed in by whoever has had it checked."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.queue import Item, of_letter, of_record, of_visit, with_letter
from sqs_tui.domain.records import Record
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection


def records_of(inspection: OpenInspection) -> list[Record]:
    """The records of the queue, in its order: those that this account may see, and the second scorings that wait for it."""
    seen = [record for record in inspection.records() if not inspection.blind_to(record.id)]
    return [*seen, *inspection.to_score_again()]


def record_items(inspection: OpenInspection, record: str = "") -> Iterator[Item]:
    """What is open or waived in the records, or in one of them by its id; a record that has gone meanwhile is passed over."""
    conflicts: dict[str, list[Conflict]] = {}
    for conflict in inspection.visible_conflicts():
        conflicts.setdefault(conflict.record, []).append(conflict)
    for at, known in enumerate(records_of(inspection)):
        if record in ("", known.id):
            with suppress(LibraryError):
                yield from of_record(
                    inspection.instrument,
                    known,
                    at,
                    inspection.contents(known.id),
                    waivers=inspection.waivers(known.id),
                    conflicts=conflicts.get(known.id, ()),
                    mine=known.inspector.casefold() == inspection.by.casefold(),
                )


def visit_items(inspection: OpenInspection) -> Iterator[Item]:
    """What is open of the visit and of the letter as they lie on disk, and the files that cannot be used."""
    conflicts = [conflict for conflict in inspection.visible_conflicts() if not conflict.record]
    return of_visit(inspection.instrument, conflicts, inspection.damaged_at)


def whole_queue(inspection: OpenInspection, findings: Iterable[Finding], where: Callable[[Finding], str]) -> list[Item]:
    """All of the queue, with what was found in the letter; `where` tells a finding's place in few words.

    What was found in records that this account may not see is left out.
    """
    seen = [finding for finding in findings if not (finding.record and inspection.blind_to(finding.record))]
    return with_letter((*record_items(inspection), *visit_items(inspection)), list(of_letter(seen, where)))
