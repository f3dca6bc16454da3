"""The hints: one sentence at a time on the most useful command that has not been used a few times yet."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE, Key, Mode, State
from sqs_tui.keys import Keys

ANSWER = "review.answer"
"""What answering counts as; the instrument has the keys of it, and no command."""


class Hint(NamedTuple):
    """A command, and what is said of it; command ids in braces stand for their keys."""

    command: str
    says: str


_EVERYWHERE = (
    Hint("app.help", "{app.help} lists every key and what it does"),
    Hint("app.palette", "{app.palette} finds a command by its name"),
)
HINTS: Mapping[ScreenName, tuple[Hint, ...]] = {
    ScreenName.INSPECTIONS: (
        Hint("home.open", "{home.open} opens the inspection"),
        Hint("home.new", "{home.new} begins an inspection"),
    ),
    ScreenName.INSPECTION: (
        Hint("inspection.open", "{inspection.open} reviews the case"),
        Hint("inspection.summary", "{inspection.summary} shows the summary"),
        Hint("inspection.letter", "{inspection.letter} shows the letter"),
        Hint("inspection.guidance", "{inspection.guidance} finds words in the guidance"),
        Hint("inspection.mine", "{inspection.mine} shows only what is yours"),
    ),
    ScreenName.REVIEW: (
        Hint(ANSWER, "A key in brackets answers, and the next open question comes"),
        Hint("review.undo", "{review.undo} takes back what you did last"),
        Hint("review.guidance", "{review.guidance} shows the guidance on the question"),
        Hint("review.next-gap", "{review.next-gap} goes to the next gap or problem"),
        Hint("review.note", "{review.note} writes a note on the answer"),
        Hint("review.why", "{review.why} says why the question is or is not asked"),
        Hint("review.goto", "{review.goto} goes to a question by its number"),
        Hint("review.next-record", "{review.next-record} goes to the next record"),
        Hint("review.quote", "{review.quote} marks the note as one that the letter may quote"),
    ),
    ScreenName.SUMMARY: (
        Hint("summary.open", "{summary.open} lists the records"),
        Hint("summary.next-part", "{summary.next-part} goes on"),
        Hint("summary.letter", "{summary.letter} shows the letter"),
        Hint("summary.ranges", "{summary.ranges} shows ranges"),
    ),
    ScreenName.LETTER: (
        Hint("letter.next-figure", "{letter.next-figure} goes to the next number"),
        Hint("letter.open", "{letter.open} lists the records behind it"),
        Hint("letter.edit", "{letter.edit} edits the paragraph"),
        Hint("letter.problems", "{letter.problems} lists the problems"),
        Hint("letter.export", "{letter.export} exports the letter"),
    ),
}
"""The most useful first, for each screen that has hints of its own."""


def hints_for(screen: ScreenName) -> Iterator[Hint]:
    """The hints of a screen, its own first."""
    yield from HINTS.get(screen, ())
    yield from _EVERYWHERE


def used_in_review(instrument: Instrument, state: State, key: Key, keys: Keys) -> str:
    """The command that a key runs in a review, ANSWER where it answers; empty where it is typed, or means nothing."""
    if state.mode is not Mode.ANSWER:
        return ""
    choices = () if state.current == FINISH_LINE else instrument.choices_of(state.current)
    if any(choice.key == key.character for choice in choices):
        return ANSWER
    if key.name == "enter":
        return "review.go-on"
    return next((c.id for c in keys.for_screen(ScreenName.REVIEW) if key.character in c.keys or key.name in c.keys), "")
