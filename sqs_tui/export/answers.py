"""Every answer as a table and as JSON: what analysts work on.

Records of units in confidence are left out altogether, and so are questions that stand in no letter.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqs_tui.domain.instrument import Question
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.records import Answer
from sqs_tui.domain.routing import Place, route
from sqs_tui.domain.tally import Reviewed
from sqs_tui.export.code_book import code_book
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.summary import answer_json, inspection_json
from sqs_tui.export.table import Cell, csv_table, json_bytes

AnswersOf = Callable[[str], Mapping[str, Answer]]
"""A record's present answers by question, with who gave them and when: `OpenInspection.answers`."""

_HEADER = (
    *("reference", "unit", "section", "question", "text", "value", "label", "state"),
    *("reasons", "note", "by", "at"),
)


def answers_csv(letter: Letter, answers: AnswersOf, stamp: Stamp) -> bytes:
    """One row for each record and question, asked or not."""
    rows = []
    for record in _open_records(letter):
        given = answers(record.id)
        rows += [_row(letter, record, question, place, given.get(question.id)) for question, place in _places(letter, record)]
    return csv_table(_HEADER, rows, stamp)


def answers_json(letter: Letter, answers: AnswersOf, stamp: Stamp) -> bytes:
    """`records`, each with `answers` by question, and the code book that explains them."""
    about = {"inspection": inspection_json(letter.instrument, letter.inspection), "written_at": stamp.written_at}
    records = [_record_json(letter, record, answers(record.id)) for record in _open_records(letter)]
    return json_bytes({**about, "records": records, "code_book": code_book(letter)})


def _record_json(letter: Letter, record: Reviewed, given: Mapping[str, Answer]) -> dict[str, Any]:
    return {
        "id": record.id,
        "reference": record.reference,
        "unit": record.unit,
        "answers": {question.id: answer_json(place, given.get(question.id)) for question, place in _places(letter, record)},
    }


def _open_records(letter: Letter) -> list[Reviewed]:
    return [record for record in letter.records if not letter.instrument.unit(record.unit).confidential]


def _places(letter: Letter, record: Reviewed) -> Iterator[tuple[Question, Place]]:
    places = route(letter.instrument, record.unit, record.answers).places
    for question in letter.instrument.of_unit(record.unit):
        if question.printed:
            yield question, places[question.id]


def _row(letter: Letter, record: Reviewed, question: Question, place: Place, answer: Answer | None) -> tuple[Cell, ...]:
    choice = letter.instrument.choice(question.id, place.content.value)
    given = answer if place.content else None
    return (
        *(record.reference, record.unit, letter.instrument.section_of(question.id).id, question.id, question.text),
        *(place.content.value, choice.label if choice else "", place.state.value),
        *(" ".join(place.content.reasons), place.content.note),
        *((given.by, given.at) if given else ("", "")),
    )
