"""Every tally as a table and as JSON. What was said in confidence is told in words alone, as in the letter."""

from collections.abc import Iterator
from typing import Any

from sqs_tui.domain.instrument import Area, Kind, Question, Section
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.tally import sign
from sqs_tui.export.code_book import code_book
from sqs_tui.export.shares import any_in_confidence, area_in_confidence, in_confidence, share_percent, share_words
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.summary import summary_json
from sqs_tui.export.table import Cell, csv_table, json_bytes

_HEADER = ("kind", "id", "title", "met", "of", "words", "percent", "sign", "margin", "reasons", "values")
_COUNTS = frozenset({"met", "of", "percent", "margin"})


def tallies_csv(letter: Letter, stamp: Stamp) -> bytes:
    """One row for each question, section and area."""
    instrument = letter.instrument
    rows = [
        *(_question_row(letter, question) for question in instrument.questions.values() if question.printed),
        *(_section_row(letter, section) for section in instrument.sections if section.id in letter.tallies.sections),
        *(_area_row(letter, area) for area in instrument.areas),
    ]
    return csv_table(_HEADER, rows, stamp)


def tallies_json(letter: Letter, stamp: Stamp) -> bytes:
    """The shape of `sqs-tui summary --json`, without the counts of what was said in confidence, and with the code book."""
    summary = summary_json(letter.instrument, letter.inspection, letter.tallies, letter.records)
    for told in _in_confidence(letter, summary):
        told.update(dict.fromkeys(_COUNTS & told.keys()))
    return json_bytes({**summary, "written_at": stamp.written_at, "code_book": code_book(letter)})


def _in_confidence(letter: Letter, summary: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The parts of a summary whose counts would tell what was said in confidence."""
    instrument = letter.instrument
    yield from (told for question, told in summary["questions"].items() if in_confidence(instrument, question))
    yield from (summary["areas"][area.id] for area in instrument.areas if area_in_confidence(instrument, area))
    for section in instrument.sections:
        if section.id in summary["sections"] and instrument.unit(section.unit).confidential:
            yield summary["sections"][section.id]
    for theme, cells in summary["matrix"].items():
        for process, told in cells.items():
            behind = (asked.id for asked in instrument.questions.values() if (asked.theme, asked.process) == (theme, process))
            if any_in_confidence(instrument, behind):
                yield told


def _question_row(letter: Letter, question: Question) -> tuple[Cell, ...]:
    instrument, tally = letter.instrument, letter.tallies.questions[question.id]
    about = ("question", question.id, question.text)
    if in_confidence(instrument, question.id):
        words = share_words(instrument, letter.inspection, tally.met, tally.of)
        return (*about, None, None, words, None, "", None, "", "")
    judged = instrument.kind_of(question.id) is Kind.JUDGEMENT
    mark = sign(instrument.thresholds, tally.met, tally.of) if judged else None
    reasons = "; ".join(f"{reason.reason}: {reason.count}" for reason in tally.reasons)
    values = "; ".join(
        f"{choice.value}: {tally.values[choice.value]}"
        for choice in instrument.choices_of(question.id)
        if tally.values.get(choice.value)
    )
    words = share_words(instrument, letter.inspection, tally.met, tally.of)
    return (
        *(*about, tally.met, tally.of, words, share_percent(instrument, tally.met, tally.of)),
        *(mark.value if mark else "", None, reasons, values),
    )


def _section_row(letter: Letter, section: Section) -> tuple[Cell, ...]:
    instrument, pooled = letter.instrument, letter.tallies.sections[section.id]
    about = ("section", section.id, section.title)
    mark = sign(instrument.thresholds, pooled.met, pooled.of)
    said = mark.value if mark else ""
    if instrument.unit(section.unit).confidential:
        return (*about, None, None, "", None, said, None, "", "")
    return (*about, pooled.met, pooled.of, "", share_percent(instrument, pooled.met, pooled.of), said, None, "", "")


def _area_row(letter: Letter, area: Area) -> tuple[Cell, ...]:
    instrument, tallied = letter.instrument, letter.tallies.areas[area.id]
    about = ("area", area.id, area.title)
    said = tallied.proposal.value if tallied.proposal else ""
    if area_in_confidence(instrument, area):
        return (*about, None, None, "", None, said, None, "", "")
    percent = share_percent(instrument, tallied.met, tallied.of)
    return (*about, tallied.met, tallied.of, "", percent, said, tallied.margin, "", "")
