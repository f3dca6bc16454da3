"""Which questions are asked of a record, and why, or why not.

A question that is not asked keeps an answer already given: it is parked, counts nowhere, and comes back unharmed when the rule
turns true again.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

import msgspec

from sqs_tui.domain.conditions import Missing, parse
from sqs_tui.domain.instrument import Counts, Instrument, Kind, Question
from sqs_tui.domain.latest import latest
from sqs_tui.domain.records import BLANK, Content


class AnswerState(StrEnum):
    """Where a question of a record stands."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    NOT_APPLICABLE = "not applicable"
    NOT_ASKED = "not asked"
    PARKED = "parked"
    """Not asked (or not yet), but holding an earlier answer."""
    WAITING = "waiting"
    """Whether it is asked depends on a question that is unanswered."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One question of one record."""

    question: str
    state: AnswerState
    content: Content
    why: str
    """Why it is asked or is not: "no custodial element"."""

    @property
    def asked(self) -> bool:
        """Whether the question is asked of the record now."""
        return self.state in _ASKED


_ASKED = frozenset({AnswerState.UNANSWERED, AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE})


class Route(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The way through a record."""

    unit: str
    places: dict[str, Place]
    """Every question of the unit, in theme order."""

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The questions that are asked."""
        return tuple(place.question for place in self.places.values() if place.asked)

    @cached_property
    def open(self) -> tuple[str, ...]:
        """The questions that are asked and unanswered."""
        return tuple(place.question for place in self.places.values() if place.state is AnswerState.UNANSWERED)

    @cached_property
    def counted(self) -> dict[str, Content]:
        """The answers that count: those to questions that are asked."""
        return {
            place.question: place.content
            for place in self.places.values()
            if place.state in (AnswerState.ANSWERED, AnswerState.NOT_APPLICABLE)
        }

    def answered_of(self) -> tuple[int, int]:
        """How many questions are answered, of how many that are asked."""
        return len(self.asked) - len(self.open), len(self.asked)

    def look_up(self, question: str) -> Content | Missing:
        """What a condition finds at a question; one that this unit does not have is not asked."""
        if question in self.counted:
            return self.counted[question]
        place = self.places.get(question)
        return Missing.UNANSWERED if place and place.state in (AnswerState.UNANSWERED, AnswerState.WAITING) else Missing.NOT_ASKED


@latest
def route(instrument: Instrument, unit: str, answers: Mapping[str, Content]) -> Route:
    """Work out which questions of the unit are asked, given a record's answers by question.

    Raises KeyError for a unit that the instrument does not have. An answer whose value its question does not know counts as
    none. The instrument's rules must be free of cycles (`instrument_faults` sees to it).
    """
    router = _Router(instrument, answers)
    return Route(unit=unit, places={question.id: router.place(question) for question in instrument.of_unit(unit)})


class _Router:
    """Works out each question once, those that its rule depends on first."""

    def __init__(self, instrument: Instrument, answers: Mapping[str, Content]) -> None:
        self._instrument = instrument
        self._answers = answers
        self._asked: dict[str, bool | None] = {}
        self._rules = _rules_in_words(instrument)

    def place(self, question: Question) -> Place:
        asked = self._is_asked(question.id)
        content = self._answers.get(question.id, BLANK)
        if asked:
            state = self._answered(question, content)
        elif content:
            state = AnswerState.PARKED
        else:
            state = AnswerState.WAITING if asked is None else AnswerState.NOT_ASKED
        return Place(question=question.id, state=state, content=content, why=self._why(question, asked=asked))

    def _answered(self, question: Question, content: Content) -> AnswerState:
        choice = self._instrument.choice(question.id, content.value)
        if choice is None:
            return AnswerState.UNANSWERED
        judged = self._instrument.kind_of(question.id) is not Kind.FACT
        return AnswerState.NOT_APPLICABLE if judged and choice.counts is Counts.OUT else AnswerState.ANSWERED

    def _is_asked(self, question: str) -> bool | None:
        if question not in self._asked:
            rule = self._instrument.questions[question].asked_when
            self._asked[question] = parse(rule).holds(self._look_up) if rule else True
        return self._asked[question]

    def _look_up(self, question: str) -> Content | Missing:
        asked = self._is_asked(question)
        if asked is False:
            return Missing.NOT_ASKED
        content = self._answers.get(question, BLANK)
        return content if asked and self._instrument.choice(question, content.value) else Missing.UNANSWERED

    def _why(self, question: Question, *, asked: bool | None) -> str:
        if not question.asked_when:
            return "always asked"
        rule = self._rules[question.id]
        if asked:
            return f"asked because {rule}"
        if asked is None:
            condition = parse(question.asked_when)
            waited = next(part.question for part in condition.parts if self._look_up(part.question) is Missing.UNANSWERED)
            return f"waits for the answer to {self._instrument.questions[waited].label}"
        return question.not_asked or f"only asked when {rule}"


@latest
def _rules_in_words(instrument: Instrument) -> dict[str, str]:
    """The rule of each question that has one, in words."""
    ruled = ((question.id, question.asked_when) for question in instrument.questions.values() if question.asked_when)
    return {question: parse(rule).describe(instrument) for question, rule in ruled}
