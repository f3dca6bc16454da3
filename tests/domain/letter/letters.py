"""Letters for tests: the demonstration's, and those of small instruments."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.checks import Checker
from sqs_tui.domain.letter.editing import written
from sqs_tui.domain.letter.entries import NO_ENTRIES, Decision, Entries, Entry, Quote, entries_from
from sqs_tui.domain.letter.figures import Printed, parse_figure
from sqs_tui.domain.letter.letter import Letter, write_letter
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.printing import Figures
from sqs_tui.domain.letter.tokens import letter_tokens
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Reviewed, Sign, tally
from sqs_tui.lexicon.load import lexicon
from tests.builders import BURY, bury_expected, bury_records, default_instrument

BLANK = Inspection(id="i1", area="Anywhere")


@cache
def bury_inspection() -> Inspection:
    details: dict[str, Any] = msgspec.json.decode(BURY.read_bytes())["inspection"]
    return msgspec.convert({**details, "id": "bury"}, Inspection)


@cache
def bury_entries() -> Entries:
    """The published letter's two lists as the lead inspector's decisions."""
    lists = ((Sign.STRENGTH, bury_expected()["strengths"]), (Sign.IMPROVEMENT, bury_expected()["improvements"]))
    return Entries(decisions={area: Decision(sign=sign) for sign, areas in lists for area in areas})


@cache
def bury_edited() -> Entries:
    """What the lead inspector of the demonstration made of its letter."""
    made: dict[str, Any] = msgspec.json.decode(BURY.read_bytes())["letter"]
    notes = {(record.id, question): given.note for record in bury_records() for question, given in record.answers.items()}
    chosen = [(identity, quote["reference"], quote["question"], quote["text"]) for identity, quote in made["quotes"].items()]
    quotes = {
        identity: Quote(record=record, question=question, original=notes[record, question], text=text)
        for identity, record, question, text in chosen
    }
    entries = msgspec.structs.replace(bury_entries(), quotes=quotes)
    before = letter(default_instrument(), bury_records(), bury_inspection(), entries)
    by_key: dict[str, Entry | None] = {}
    for edited in before.paragraphs:
        by_key |= written(before, edited, made["paragraphs"][edited.id]) if edited.id in made["paragraphs"] else {}
    assert len(by_key) == len(made["paragraphs"])
    paragraphs = entries_from({key: entry for key, entry in by_key.items() if entry}).paragraphs
    return msgspec.structs.replace(entries, paragraphs=paragraphs)


def figures(
    instrument: Instrument, records: Iterable[Reviewed], inspection: Inspection = BLANK, entries: Entries = NO_ENTRIES
) -> Figures:
    records = list(records)
    return Figures(instrument, inspection, records, tally(instrument, records), entries)


@cache
def bury_figures() -> Figures:
    return figures(default_instrument(), bury_records(), bury_inspection(), bury_entries())


def checker() -> Checker:
    """What checks a letter, with the words that the program ships."""
    return Checker(lexicon)


def printed(prints: Figures, text: str, *, first: bool = False) -> Printed:
    return prints.print(parse_figure(text), first=first)


def bury(text: str, *, first: bool = False) -> str:
    """A figure of the demonstration; asserts that it can be printed."""
    shown = printed(bury_figures(), text, first=first)
    assert shown.problem == ""
    return shown.text


def letter(
    instrument: Instrument, records: Iterable[Reviewed], inspection: Inspection = BLANK, entries: Entries = NO_ENTRIES
) -> Letter:
    records = list(records)
    return write_letter(instrument, inspection, records, tally(instrument, records), entries)


def drafted(
    instrument: Instrument, records: Iterable[Reviewed], inspection: Inspection = BLANK, entries: Entries = NO_ENTRIES
) -> tuple[Paragraph, ...]:
    return letter(instrument, records, inspection, entries).paragraphs


@cache
def bury_letter() -> tuple[Paragraph, ...]:
    return drafted(default_instrument(), bury_records(), bury_inspection(), bury_entries())


def shown(paragraphs: Iterable[Paragraph], prints: Figures) -> str:
    """The letter as a reader reads it, one line a paragraph."""
    return "\n".join(
        "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())
        for token in letter_tokens(tuple(paragraphs), prints)
        if token.type == "inline"
    )


def paragraph(text: str, kind: ParagraphKind = ParagraphKind.PARAGRAPH) -> Paragraph:
    return Paragraph(id="p", kind=kind, text=text, level=2 if kind is ParagraphKind.HEADING else 0)
