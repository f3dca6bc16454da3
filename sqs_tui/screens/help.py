"""All keys, from the command table: those of the screen first, found by words, and run from here."""

from typing import Any, ClassVar

from rich.text import Text
from textual.binding import BindingType

from sqs_tui.commands import Command
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.keys import keys_text
from sqs_tui.screens.base import Commanded
from sqs_tui.screens.typed_list import TypedList
from sqs_tui.widgets.table import Row

_KEYS, _LABEL = 13, 19
"""Widths of columns in cells."""


def show_help(screen: Commanded[Any]) -> None:
    """Show the keys of a screen over it, and run the command that is chosen."""

    async def run(chosen: Command | None) -> None:
        if chosen:
            await screen.run_command(chosen)

    screen.app.push_screen(Help(screen), run)


class Help(TypedList[Command | None]):
    """Gives the command to run, or None. What is typed narrows the list; commands of other screens are only told of."""

    BINDINGS: ClassVar[list[BindingType]] = [("f1", "leave")]
    PLACEHOLDER = "a word of what you want to do, or a key"
    SAYS_ROWS = 3

    def __init__(self, of: Commanded[Any]) -> None:
        super().__init__()
        self.heading = f"Keys on {of.NAME.value}"
        self._of = of
        self._listed: dict[str, Command] = {}
        self._extra = of.key_help()

    def take(self, chosen: str) -> None:
        """Run a command of the screen."""
        command = self._listed[chosen]
        if self._of.NAME in command.screens:
            self.dismiss(command)
        else:
            self._say(f"That is a command of {command.screens[0].value}: go there first.")

    def fill(self, typed: str) -> None:
        """List the commands that hold every word, or have the key, that is typed."""
        rows: list[Row] = []
        if self._extra and not typed:
            rows = [("", ("", "", Text("Answers", style="bold")))]
            rows += [("", (keys, "", Text(sentence))) for keys, sentence in self._extra]
        self._listed, last = {}, ""
        own = self._of.sqs.keys.for_screen(self._of.NAME)
        rest = [command for command in self._of.sqs.keys.commands if command not in own]
        for command in (*own, *rest):
            place = command.group if command in own else command.screens[0].value
            if _holds(command, place, typed):
                heading = place if command in own else f"On {place}"
                if heading != last:
                    rows.append(("", ("", "", Text(heading, style="bold"))))
                last = heading
                rows.append(self._row(command))
        what = max(10, self.table.size.width - _KEYS - _LABEL)
        nothing: Row = ("", ("", "", f"Nothing holds “{typed}”"))
        self.table.fill((("key", _KEYS), ("", _LABEL), ("what it does", what)), rows or [nothing])

    def _row(self, command: Command) -> Row:
        self._listed[command.id] = command
        style = "dim" if self._why_not(command) else ""
        cells = (keys_text(command), command.label, command.help)
        return command.id, tuple(Text(cell, style=style) for cell in cells)

    def _why_not(self, command: Command) -> str:
        """Why a command of this screen does not apply now; of another screen nothing is known."""
        return self._of.why_not(command) if self._of.NAME in command.screens else ""

    def tell(self) -> None:
        """Show the whole sentence of what is under the cursor."""
        command = self._listed.get(self.table.chosen)
        if command:
            why = self._why_not(command)
            self._say(f"Not now: {why}" if why else command.help)
        else:
            self._say("")

    def _say(self, sentence: str) -> None:
        self.say(sentence, "warn" if sentence.startswith("Not now") else "")


def _holds(command: Command, place: str, typed: str) -> bool:
    """Whether a command holds every word that is typed, or has the key that is."""
    told = f"{command.label} {command.help} {place}".casefold()
    return all(word in told for word in typed.casefold().split()) or typed.strip() in keys_text(command).split(", ")


def answer_keys(instrument: Instrument, question: str) -> tuple[tuple[str, str], ...]:
    """The keys that answer a question, with what they do, and what goes for all questions."""
    choices = () if question == FINISH_LINE else instrument.choices_of(question)
    return (
        *((choice.key, f"Answer {choice.label}, and go on to the next question.") for choice in choices),
        ("0-9, text", "After an answer that asks for reasons: digits switch them, any other character starts the note."),
    )
