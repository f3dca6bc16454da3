"""The Letter screen in front of somebody, at a paragraph of the demonstration's letter."""

from sqs_tui.domain.letter.editing import written
from sqs_tui.domain.letter.entries import Entries, ParagraphEntry
from sqs_tui.screens.letter import LetterScreen
from sqs_tui.screens.letter_desk import LetterDesk
from sqs_tui.store.inspection import OpenInspection
from tests.ui.hand import Hand, Stage

FIRST = "findings-1:1.1"
"""Paragraph 1.1, in the lead inspector's words: `{{1.1}}`, which prints "10 of the 14 cases", and `{{1.1 reasons}}`."""
SECOND = "findings-1:psr"
"""Paragraph 1.2, with a quote at its end."""
DRAFTED = "context-how"
"""A paragraph as it was drafted, without a figure: "Every case was judged against the same written questions. …"."""


async def open_letter(hand: Hand, stage: Stage, at: str = FIRST) -> None:
    """Open the letter where it would be opened had it been left there; wait until it is drawn and checked."""
    hand.app.session(stage.folder).read_last = at
    await hand.press("l")
    await hand.until(lambda: hand.screen == "LetterScreen" and bool(desk(hand).face.drawn))
    await hand.until(lambda: desk(hand)._checking is None and "keys" in hand.lines[-1])


def desk(hand: Hand) -> LetterDesk:
    """The screen in front or below a dialog, as the letter's."""
    return next(screen for screen in reversed(hand.app.screen_stack) if isinstance(screen, LetterScreen))


async def checked(hand: Hand) -> None:
    """Wait until what was done last is painted and checked."""
    await hand.until(lambda: desk(hand)._checking is None)
    await hand.settle()


def marked(hand: Hand) -> str:
    """The lines of the preview that the mark of the current paragraph stands before, as one."""
    return " ".join(line.split("▎", 1)[1].strip() for line in hand.lines if "▎" in line)


def about(hand: Hand) -> str:
    """What is said at the foot of the screen."""
    return " ".join(" ".join(hand.lines[-3:-1]).split())


def entries(stage: Stage) -> Entries:
    """What people have made of the letter, as it lies on disk."""
    return stage.other().letter.entries


def words(stage: Stage, paragraph: str) -> str | None:
    """A person's words for a paragraph on disk; None where the draft stands."""
    return entries(stage).paragraphs.get(paragraph, ParagraphEntry()).text


def write(opened: OpenInspection, paragraph: str, text: str) -> None:
    """Put words into a paragraph, as another process does."""
    letter = opened.written()
    edited = letter.paragraph(paragraph)
    assert edited
    opened.letter.put(written(letter, edited, text))
