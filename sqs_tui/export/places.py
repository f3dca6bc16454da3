"""The letter's problems as people read them: where each one is, and what is wrong, without what was said in confidence."""

from collections.abc import Sequence
from typing import Any

import msgspec

from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import reading


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A problem with its place in words."""

    finding: Finding
    place: str
    """Where it is: "paragraph 1.2; BU07, 2.4 Harm planning"."""
    says: str
    """One sentence: what is wrong, and what to do."""
    paragraph: str
    """The number of its paragraph ("1.2"); empty where it has none."""
    heading: str
    """What its paragraph stands under; empty where the problem is in none, or the paragraph above every heading."""
    record: str
    """The record's reference; empty where there is none, or where naming it would tell who said what."""

    @property
    def briefly(self) -> str:
        """The place in a few words: a paragraph's number or its heading, else a record and a question."""
        if self.finding.paragraph:
            return self.paragraph or self.heading or "at the top"
        return "areas" if self.finding.area else f"{self.record} {self.finding.question}".strip() or "letter"


class Places:
    """Tells the places of one letter."""

    def __init__(self, letter: Letter) -> None:
        self._letter = letter
        self._records = {record.id: record for record in letter.records}
        self._areas = {area.id: area.title for area in letter.instrument.areas}
        self._numbers = {paragraph.id: _number(paragraph) for paragraph in letter.paragraphs}
        self._headings = _headings(letter)

    def paragraph(self, identity: str) -> str:
        """Where a paragraph is: "paragraph 1.2", or the heading that it stands under; empty where the letter has none such."""
        if identity not in self._numbers:
            return ""
        number, heading = self._numbers[identity], self._headings[identity]
        return f"paragraph {number}" if number else f"“{heading}”" if heading else "the head of the letter"

    def heading(self, identity: str) -> str:
        """The heading that a paragraph stands under; empty above every heading."""
        return self._headings.get(identity, "")

    def told(self, finding: Finding) -> Told:
        """A problem with its place."""
        record = self._reference(finding)
        asked = self._letter.instrument.questions.get(finding.question)
        parts = (
            self.paragraph(finding.paragraph),
            ", ".join(filter(None, (record, asked.label if asked else ""))),
            self._areas.get(finding.area, ""),
        )
        place = "; ".join(filter(None, parts)) or "the letter"
        return Told(
            finding=finding,
            place=place,
            says=finding.says,
            paragraph=self._numbers.get(finding.paragraph, ""),
            heading=self.heading(finding.paragraph),
            record=record,
        )

    def _reference(self, finding: Finding) -> str:
        record = self._records.get(finding.record)
        return record.reference if record and not self._letter.instrument.unit(record.unit).confidential else ""


def told_json(told: Told) -> dict[str, Any]:
    """A problem for programs: `reason` tells why it was waived, and is empty while it is open."""
    finding = told.finding
    return {
        "id": finding.id,
        "kind": finding.kind,
        "says": told.says,
        "place": told.place,
        "paragraph": told.paragraph,
        "heading": told.heading,
        "start": finding.start,
        "end": finding.end,
        "record": told.record,
        "question": finding.question,
        "area": finding.area,
        "reason": finding.waived,
    }


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """The problems that are neither mended nor waived."""
    return [finding for finding in findings if not finding.waived]


def problems(count: int) -> str:
    """How many problems are open: "1 problem is open"."""
    return f"{count} {'problem is' if count == 1 else 'problems are'} open"


def opening(letter: Letter, paragraph: Paragraph, words: int = 8) -> str:
    """A paragraph's first words, as they are read."""
    read = reading(letter.tokens_of(paragraph))[0].split()
    return " ".join(read[:words]) + (" …" if len(read) > words else "")


def _number(paragraph: Paragraph) -> str:
    return paragraph.number.rstrip(".") if paragraph.kind is ParagraphKind.PARAGRAPH else ""


def _headings(letter: Letter) -> dict[str, str]:
    """For each paragraph the heading that it stands under; a heading stands under itself."""
    found, heading = {}, ""
    for paragraph in letter.paragraphs:
        if paragraph.kind is ParagraphKind.HEADING:
            heading = " ".join(reading(letter.tokens_of(paragraph))[0].split())
        found[paragraph.id] = heading
    return found
