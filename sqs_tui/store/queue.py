"""The problems queue of an open inspection; what the letter's checks find is handed in by whoever has had it checked."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.queue import Item, of_letter, of_record, of_visit, with_letter
from sqs_tui.domain.records import Record
from sqs_tui.domain.states import hidden_problems
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
    hidden = _hidden(inspection)
    seen = [finding for finding in findings if _hidden_record(finding, hidden) is None]
    return with_letter((*record_items(inspection), *visit_items(inspection)), list(of_letter(seen, where)))


def seen_findings(inspection: OpenInspection, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was found in a letter; of a record that this account may not see, only that it has problems, once at each place."""
    hidden = _hidden(inspection)
    seen: dict[Finding, None] = {}
    for finding in findings:
        record = _hidden_record(finding, hidden)
        if record is None:
            seen[finding] = None
            continue
        says = hidden_problems(record.reference)
        seen[Finding(kind="hidden", says=says, record=record.id, paragraph=finding.paragraph, waived=finding.waived)] = None
    return tuple(seen)


def _hidden(inspection: OpenInspection) -> list[Record]:
    """The records that this account may not see yet."""
    return [record for record in inspection.records() if inspection.blind_to(record.id)] if inspection.seconds() else []


def _hidden_record(finding: Finding, hidden: Iterable[Record]) -> Record | None:
    """The first of these records that something was found in, also where it is one of several that a sentence names."""
    for record in hidden:
        named = finding.kind == "unanswered" and re.search(rf"(?<!\w){re.escape(record.reference)}(?!\w)", finding.says)
        if record.id == finding.record or named:
            return record
    return None
