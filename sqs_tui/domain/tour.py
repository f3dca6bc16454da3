"""The tour of five steps as a state machine: what has been seen of the user's work leads from one part to the next.

It looks at what was done and never at which key did it, so that it goes on with moved keys and by the palette, too.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from sqs_tui.domain.instrument import Asks, Counts, Instrument
from sqs_tui.domain.records import Content


class Spot(StrEnum):
    """Where the user is, as far as the tour tells one place from another."""

    HOME = "the inspections"
    INSPECTION = "an inspection"
    REVIEW = "a review"
    REASONS = "the reasons of an answer"
    NOTE = "a note"
    SUMMARY = "the summary"
    RECORDS = "the records behind a number"
    LETTER = "the letter"
    NUMBER = "a number of the letter"
    EXPORT = "what can be exported"
    ELSEWHERE = "elsewhere"


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What is seen of the user's work: where they are, and what stands in the case of the tour."""

    spot: Spot
    answered: frozenset[str] = frozenset()
    """The questions that have an answer."""
    noes: frozenset[str] = frozenset()
    """Those that are answered as not met."""
    reasoned: frozenset[str] = frozenset()
    """Those of them that have a reason."""
    noted: frozenset[str] = frozenset()
    """Those of them that have a note."""


class Tour(msgspec.Struct, frozen=True, kw_only=True):
    """How far the tour is."""

    at: int
    """The part that is to be done; behind the last the tour is over."""
    since: Seen
    """What was seen when that part began."""

    @property
    def over(self) -> bool:
        """Whether every part is done."""
        return self.at >= len(_PARTS)

    @property
    def step(self) -> int:
        """The step that is to be done, from 1 to STEPS."""
        return _PARTS[min(self.at, len(_PARTS) - 1)].step

    def after(self, seen: Seen) -> "Tour":
        """The tour when this has been seen: further where the present part is done, and those behind it as far as they are."""
        here = self
        while not here.over and here.done(seen):
            here = Tour(at=here.at + 1, since=seen)
        return here

    def done(self, seen: Seen) -> bool:
        """Whether the present part is done."""
        since = self.since
        match _PARTS[self.at].does:
            case Does.ANSWER:
                return bool(seen.answered - since.answered)
            case Does.NO:
                return bool(seen.noes)
            case Does.REASON:
                return bool(seen.reasoned)
            case Does.NOTE:
                return bool(seen.noted)
            case Does.UNDO:
                return bool(since.answered - seen.answered or since.noted - seen.noted)
            case Does.SUMMARY:
                return seen.spot is Spot.SUMMARY
            case Does.RECORDS:
                return seen.spot is Spot.RECORDS
            case Does.LETTER:
                return seen.spot in (Spot.LETTER, Spot.NUMBER)
            case Does.NUMBER:
                return seen.spot is Spot.NUMBER
            case Does.EXPORT:
                return seen.spot is Spot.EXPORT

    def says(self, spot: Spot) -> str:
        """What to do next from where the user is; command ids in braces stand for their keys. Empty when the tour is over."""
        if self.over:
            return ""
        says = _PARTS[self.at].says
        return says.get(spot) or _WAYS.get((_PARTS[self.at].home, spot)) or _BACK


class Does(StrEnum):
    """What a part has the user do."""

    ANSWER = "answer a question"
    NO = "answer one No"
    REASON = "give a reason"
    NOTE = "write a note"
    UNDO = "take it back"
    SUMMARY = "show the summary"
    RECORDS = "list the records behind a number"
    LETTER = "show the letter"
    NUMBER = "pick out a number"
    EXPORT = "see what can be exported"


class _Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a step."""

    step: int
    does: Does
    home: Spot
    """Where it is done."""
    says: Mapping[Spot, str]
    """What is said of it in each place; in others, the way to where it is done."""


_ANSWER = "A key in brackets below answers the question, saves the answer and goes on."
_NO = "Answer a question with No: reasons for it are then asked for."
_REASON = "Digits mark the reasons below, one or more. Mark one."
_NOTE = "Now type a few words: the first letter begins the note. Enter ends it."
_UNDO = "{review.undo} takes back the last act at once: the No, its reason and its note."
_SUMMARY = "{inspection.summary} shows the summary: every number of the inspection."
_RECORDS = "Up and Down choose a question, {summary.open} lists the cases behind its number."
_TO_LETTER = "{summary.letter} shows the letter, drafted from the answers."
_NUMBER = "{letter.next-figure} goes to the next number; below the letter stands what it counts."
_EXPORT = "{letter.export} lists what can be exported; nothing is written before you name a file."

_PARTS = (
    _Part(step=1, does=Does.ANSWER, home=Spot.REVIEW, says={Spot.REVIEW: _ANSWER}),
    _Part(step=2, does=Does.NO, home=Spot.REVIEW, says={Spot.REVIEW: _NO}),
    _Part(
        step=2,
        does=Does.REASON,
        home=Spot.REVIEW,
        says={Spot.REASONS: _REASON, Spot.NOTE: "A reason is missing. Enter ends the note: then answer another one No."}
        | {Spot.REVIEW: "The No has no reason: answer another one No, and mark its reason."},
    ),
    _Part(
        step=2,
        does=Does.NOTE,
        home=Spot.REVIEW,
        says={Spot.REASONS: _NOTE, Spot.NOTE: "Type a few words, then Enter: it ends the note and goes on."}
        | {Spot.REVIEW: "{review.up} goes back to the No, {review.note} opens its note: type a few words, Enter."},
    ),
    _Part(step=3, does=Does.UNDO, home=Spot.REVIEW, says={Spot.REVIEW: _UNDO}),
    _Part(step=4, does=Does.SUMMARY, home=Spot.INSPECTION, says={Spot.INSPECTION: _SUMMARY}),
    _Part(step=4, does=Does.RECORDS, home=Spot.SUMMARY, says={Spot.SUMMARY: _RECORDS, Spot.INSPECTION: _SUMMARY}),
    _Part(
        step=5,
        does=Does.LETTER,
        home=Spot.SUMMARY,
        says={
            Spot.RECORDS: "These are the cases behind the number. {app.back} goes back.",
            Spot.SUMMARY: _TO_LETTER,
            Spot.INSPECTION: "{inspection.letter} shows the letter, drafted from the answers.",
        },
    ),
    _Part(
        step=5,
        does=Does.NUMBER,
        home=Spot.LETTER,
        says={Spot.LETTER: _NUMBER, Spot.SUMMARY: _TO_LETTER, Spot.INSPECTION: "{inspection.letter} shows the letter."},
    ),
    _Part(
        step=5,
        does=Does.EXPORT,
        home=Spot.LETTER,
        says={
            Spot.LETTER: _EXPORT,
            Spot.NUMBER: _EXPORT,
            Spot.SUMMARY: _TO_LETTER,
            Spot.INSPECTION: "{inspection.letter} shows the letter.",
        },
    ),
)
STEPS = 5
"""How many steps the tour has."""
_INTO = "{inspection.open} opens a case: choose the one of the tour."
_WAYS: Mapping[tuple[Spot, Spot], str] = MappingProxyType(
    {
        (Spot.REVIEW, Spot.INSPECTION): _INTO,
        **{(home, Spot.HOME): "{home.open} opens the inspection." for home in Spot},
        **{
            (home, spot): "Enter ends what is typed here."
            for home in (Spot.REVIEW, Spot.INSPECTION)
            for spot in (Spot.REASONS, Spot.NOTE)
        },
    }
)
"""The way from where the user is to where a part is done."""
_BACK = "{app.back} goes back a level; from there it goes on."


def begun(seen: Seen) -> Tour:
    """The tour at its beginning."""
    return Tour(at=0, since=seen)


def seen_in(instrument: Instrument, spot: Spot, answers: Mapping[str, Content]) -> Seen:
    """What is seen where the user is, given the answers of the tour's case as they are saved."""
    chosen = {question: instrument.choice(question, content.value) for question, content in answers.items()}
    given = {question: choice for question, choice in chosen.items() if choice}
    noes = {
        question for question, choice in given.items() if choice.counts is Counts.NOT_MET and choice.reasons is not Asks.NOTHING
    }
    return Seen(
        spot=spot,
        answered=frozenset(given),
        noes=frozenset(noes),
        reasoned=frozenset(question for question in noes if answers[question].reasons),
        noted=frozenset(question for question in noes if answers[question].note),
    )
