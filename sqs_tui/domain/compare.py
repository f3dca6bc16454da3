"""One record as two inspectors scored it, question by question, without either knowing what the other said."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from sqs_tui.domain.history import stand_of, stood_on
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Change, Content
from sqs_tui.domain.routing import AnswerState, Place, route


class Outcome(StrEnum):
    """How two answers to one question stand to each other; the order is that of lists."""

    DISAGREED = "disagreed"
    """Both answered, with different choices."""
    FIRST_ONLY = "asked of the first only"
    """The second's other answers routed it out."""
    SECOND_ONLY = "asked of the second only"
    """The first's other answers routed it out."""
    OPEN = "not answered by both"
    """Asked of both, and unanswered by one or by both."""
    AGREED = "agreed"
    """Both gave the same choice; reasons and notes are not rated."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One question of a record that was scored twice."""

    question: str
    first: Content
    second: Content
    outcome: Outcome


def compare(
    instrument: Instrument, unit: str, first: Mapping[str, Content], second: Mapping[str, Content]
) -> tuple[Compared, ...]:
    """Two scorings of one record: what they disagree on first, then what only one of them was asked, then the rest.

    Takes both scorings' answers by question. A question that was asked of neither is left out. Raises KeyError for an unknown
    unit.
    """
    ways = (route(instrument, unit, answers).places.values() for answers in (first, second))
    found = (
        Compared(question=one.question, first=one.content, second=other.content, outcome=_outcome(one, other))
        for one, other in zip(*ways, strict=True)
        if one.asked or other.asked
    )
    order = list(Outcome)
    return tuple(sorted(found, key=lambda compared: order.index(compared.outcome)))


def _outcome(first: Place, second: Place) -> Outcome:
    if not second.asked:
        return Outcome.FIRST_ONLY
    if not first.asked:
        return Outcome.SECOND_ONLY
    if AnswerState.UNANSWERED in (first.state, second.state):
        return Outcome.OPEN
    return Outcome.AGREED if first.content.value == second.content.value else Outcome.DISAGREED


def contents_at(changes: Iterable[Change], heads: Iterable[str]) -> dict[str, Content]:
    """The answers by question that these lines of a record's history stood for, whatever has changed since.

    `heads` are the ids of the lines that nothing had replaced then; those of other records may be among them.
    """
    by_id = {change.id: change for change in changes}
    known = stood_on(by_id, *heads)
    by_question: dict[str, list[Change]] = {}
    for change in by_id.values():
        if change.id in known:
            by_question.setdefault(change.question, []).append(change)
    stands = {question: stand_of(lines) for question, lines in by_question.items()}
    return {question: stand.line.new for question, stand in stands.items() if stand and stand.line.new}
