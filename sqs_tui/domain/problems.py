"""What stands between a record and its completion: gaps, a No without its reason, answers that do not go together."""

from collections.abc import Iterator, Mapping

import msgspec

from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument import Asks, Instrument
from sqs_tui.domain.latest import latest
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, Place, Route, route


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something to mend, or to let stand."""

    question: str
    kind: str
    """`unanswered`, `note-without-answer`, `unknown-value`, `no-reason`, `reason-wants-note`, `looks-like-answers`, or `check:`
    with a check's id."""
    says: str


OPEN = frozenset({"unanswered", "note-without-answer", "unknown-value"})
"""The kinds of a question that has no answer."""


@latest
def problems(instrument: Instrument, unit: str, answers: Mapping[str, Content]) -> tuple[Problem, ...]:
    """The problems of a record, in file order, then the checks across its questions."""
    way = route(instrument, unit, answers)
    keys = _answer_keys(instrument, unit)
    return (
        *(
            problem
            for group in instrument.groups(unit)
            for question in group.questions
            for problem in _of_place(instrument, way.places[question], keys)
        ),
        *_of_checks(instrument, way),
    )


def _of_place(instrument: Instrument, place: Place, keys: frozenset[str]) -> Iterator[Problem]:
    if not place.asked:
        return
    choice = instrument.choice(place.question, place.content.value)
    if choice and choice.reasons is not Asks.REQUIRED and not (place.content.reasons or place.content.note):
        return  # as most are: nothing more can be wrong
    name = instrument.questions[place.question].label
    note = place.content.note.strip()
    if place.state is AnswerState.UNANSWERED:
        yield _unanswered(place, name)
    given = [reason for reason in instrument.reasons_of(place.question) if reason.id in place.content.reasons]
    if choice and choice.reasons is Asks.REQUIRED and not given:
        yield Problem(
            question=place.question, kind="no-reason", says=f"{name}: {choice.label} has no reason; {choice.key} opens them."
        )
    wanting = next((reason for reason in given if reason.wants_note), None)
    if wanting and not (note or place.content.note_removed):
        yield Problem(
            question=place.question, kind="reason-wants-note", says=f"{name}: the reason “{wanting.label}” wants a note."
        )
    if note and keys.issuperset(note.casefold()):
        yield Problem(question=place.question, kind="looks-like-answers", says=f"{name}: its note “{note}” looks like answers.")


def _unanswered(place: Place, name: str) -> Problem:
    if place.content.value:
        says = f"{name} holds the answer “{place.content.value}”, which is none of its choices: answer it again."
        return Problem(question=place.question, kind="unknown-value", says=says)
    if place.content.note.strip():
        return Problem(question=place.question, kind="note-without-answer", says=f"{name} has a note, but no answer.")
    return Problem(question=place.question, kind="unanswered", says=f"{name} is not answered.")


@latest
def _answer_keys(instrument: Instrument, unit: str) -> frozenset[str]:
    """What a note would be made of if its keys were meant as answers."""
    keys = {choice.key.casefold() for question in instrument.of_unit(unit) for choice in instrument.choices_of(question.id)}
    return frozenset({*keys, *"0123456789", " "})


def _of_checks(instrument: Instrument, way: Route) -> Iterator[Problem]:
    for check in instrument.checks:
        condition = parse(check.when)
        if check.unit == way.unit and condition.holds(way.look_up):
            yield Problem(question=condition.parts[0].question, kind=f"check:{check.id}", says=check.says)
