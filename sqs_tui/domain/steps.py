"""What the keyboard flow of a review takes and gives: keys, the state of one record under review, and effects."""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from sqs_tui.domain.history import Cause
from sqs_tui.domain.note import Note
from sqs_tui.domain.phrases import Bank
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import BLANK, Content
from sqs_tui.text import clean_text

FINISH_LINE = ""
"""What `current` is when the cursor stands behind the last question."""


class Mode(StrEnum):
    """What a key means just now."""

    ANSWER = "answer"
    REASONS = "reasons"
    NOTE = "note"
    GOTO = "goto"
    FIND = "find"


class Key(msgspec.Struct, frozen=True):
    """A key as a terminal names it, and the character it types (empty for keys that type none)."""

    name: str
    character: str = ""

    @property
    def typed(self) -> str:
        """The character where it is one that text may hold; Enter, Tab and other commands type none."""
        return "" if self.character.isspace() and self.character != " " else clean_text(self.character)


class Save(msgspec.Struct, frozen=True):
    """Write this answer."""

    question: str
    content: Content
    cause: Cause
    begins: bool
    """It begins a new act; otherwise it belongs to the act of the save before."""


class Say(msgspec.Struct, frozen=True):
    """Show a sentence in the status line."""

    text: str


class Stop(msgspec.Struct, frozen=True):
    """The flow stops here: show why, and throw away what has been typed ahead."""

    text: str


class Run(msgspec.Struct, frozen=True):
    """Carry out a command that is not the flow's own (undo, the next record, help)."""

    command: str


class Forget(msgspec.Struct, frozen=True):
    """Never offer a phrase again, given by its key (`phrases.phrase_key`)."""

    phrase: str


class Finished(msgspec.Struct, frozen=True):
    """The review of this record is complete."""


Effect = Save | Say | Stop | Run | Forget | Finished


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Where an inspector is in one record."""

    unit: str
    answers: dict[str, Content]
    current: str
    mode: Mode = Mode.ANSWER
    note: Note = Note()
    typed: str = ""
    """What has been typed for going to or finding a question."""
    act_open: bool = False
    """The next save belongs to the act that the last one began."""
    waived: frozenset[Problem] = frozenset()
    """Problems that may stand."""
    contended: frozenset[str] = frozenset()
    """Questions that two have answered differently."""
    sealed: str = ""
    """Why nothing is changed any more, as a sentence; empty where it is."""
    by_theme: bool = False
    last: tuple[str, ...] = ()
    """The questions answered last, newest at the end; three at most."""
    marked: str = ""
    """The value of the choice that is marked and not answered yet, where answers take Enter."""
    bank: Bank = Bank()
    """What notes may be offered; it may change at any time."""
    phrases: tuple[str, ...] = ()
    """What the note that is typed is offered, best first: fixed when it is opened, so that no offer changes before a key."""
    asked: int = 0
    """How often another offer has been asked for since the note was changed last."""
    recent: str = ""
    """The note that was given last in this record; empty where none was since it was opened."""

    @property
    def content(self) -> Content:
        """The present answer to the current question."""
        return self.answers.get(self.current, BLANK)


Answers = Mapping[str, Content]
Step = tuple[State, tuple[Effect, ...]]
"""What a key makes: the new state, and what is to be done, in order."""
