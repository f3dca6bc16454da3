"""What is typed in `review --plain` for a command: the keys of Review that are characters, else words."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sqs_tui.commands import COMMANDS, Command


class Word(NamedTuple):
    """A command of the dialogue, and the words that are typed for it besides its keys."""

    command: str
    """Its id in the table of commands; a bare word for what the Review screen needs no command for, since it stands there."""
    words: tuple[str, ...]
    says: str = ""
    """What it does, where the table of commands does not tell."""
    text: str = ""
    """What follows on its line; empty where nothing may."""


_WORDS = (
    Word("app.help", ("help",), "Say how this works."),
    Word("review.why", ("why",)),
    Word("review.guidance", ("guidance",)),
    Word("review.down", ("next",)),
    Word("review.up", ("back", "b")),
    Word("review.next-gap", ("gap",)),
    Word("review.goto", ("go",), text="its number or its name"),
    Word("review.find", ("find",), text="the words"),
    Word("review.order", ("order",)),
    Word("review.note", ("note",), text="the note"),
    Word("review.quote", ("quote",)),
    Word("review.clear", ("clear",)),
    Word("review.undo", ("undo",)),
    Word("review.redo", ("redo",)),
    Word("review.waive", ("waive",), text="the reason"),
    Word("review.problems", ("problems",), "List what stands between the record and its completion."),
    Word("tally", ("tally", "s"), "Say how the question stands over all records so far."),
    Word("finish", ("finish",), "Finish the record, where nothing stands against that, and leave."),
    Word("leave", ("quit", "q"), "Leave; every answer is saved already."),
)
_HOW = (
    "After an answer that asks for reasons, type their digits, such as 1 3, then the note; or all in one line: n 1 3 the note.",
    "A text takes the place of a note; + and a text goes behind it; - alone takes it away; \\ at the end adds a line to it.",
    "A line of one letter is never a note: it is an answer or a command. Enter alone says the question again.",
    "Ctrl+D leaves, as does ctrl+C; a note that was being typed is kept.",
    "Commands:",
)


class Words:
    """The commands of the dialogue, given the keys of Review: command ids by key. A key wins over a word."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        self._keys = {key: command for key, command in keys.items() if len(key) == 1}
        self._of = {entry.command: entry for entry in _WORDS}
        self._by_word = {word: entry.command for entry in _WORDS for word in entry.words}
        self._table = {command.id: command for command in COMMANDS}

    def command(self, word: str) -> str:
        """The id of the command that a word, or a key, stands for; empty where it stands for none."""
        return self._keys.get(word) or self._by_word.get(word.casefold(), "")

    def is_key(self, word: str) -> bool:
        """Whether it is a key of Review."""
        return word in self._keys

    def known(self, command: str) -> Word | None:
        """A command of the dialogue; None for one that needs the screens."""
        return self._of.get(command)

    def row(self, command: str) -> Command | None:
        """A command's row in the table; None where it has none."""
        return self._table.get(command)

    def typed_for(self, command: str) -> str:
        """What is typed for a command: its first key that is a character, else its shortest word."""
        return next((key for key, known in self._keys.items() if known == command), min(self._of[command].words, key=len))

    def help(self) -> Iterator[str]:
        """How the dialogue works, and every command with what is typed for it."""
        yield from _HOW
        for entry in _WORDS:
            keys = (key for key, command in self._keys.items() if command == entry.command)
            typed = " or ".join(dict.fromkeys((*keys, *(word for word in entry.words if self.command(word) == entry.command))))
            says = entry.says or self._table[entry.command].help
            yield f"{typed}{f' and {entry.text}' if entry.text else ''}: {says}"
