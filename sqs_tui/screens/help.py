"""All keys, from the command table: those of the screen first, found by words, and run from here."""

from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.commands import Command
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.keys import keys_text
from sqs_tui.screens.base import Commanded
from sqs_tui.screens.form import Line
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.table import Row, Table

_KEYS, _LABEL = 13, 19
"""Widths of columns in cells."""
_SAYS_ROWS = 3


def show_help(screen: Commanded[Any]) -> None:
    """Show the keys of a screen over it, and run the command that is chosen."""

    async def run(chosen: Command | None) -> None:
        if chosen:
            await screen.run_command(chosen)

    screen.app.push_screen(Help(screen), run)


class Help(ModalScreen[Command | None]):
    """Gives the command to run, or None. What is typed narrows the list; commands of other screens are only told of."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave"), ("up", "move(-1)"), ("down", "move(1)"), ("f1", "leave")]

    def __init__(self, of: Commanded[Any]) -> None:
        super().__init__()
        self._of = of
        self._fits: str | None = None
        """What is listed fits this."""
        self._listed: dict[str, Command] = {}
        self._extra = of.key_help()

    def compose(self) -> ComposeResult:
        """Show what is typed, the list, and the whole sentence of the one under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(f"Keys on {self._of.NAME.value}"), classes="title")
            yield Line("", placeholder="a word of what you want to do, or a key", id="typed", select_on_focus=False, compact=True)
            yield Table(id="keys")
            yield Lines(id="says")
            yield Static(Content("Up and Down choose   Enter does it   Esc goes back"), classes="keys")

    def on_mount(self) -> None:
        """Begin with all."""
        self.query_one(Line).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def on_input_changed(self) -> None:
        """Show what fits what is typed."""
        self._fill_anew()

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole sentence of what is under the cursor."""
        self._tell()

    def action_move(self, step: int) -> None:
        """Move the cursor of the list while the line keeps the focus."""
        self._fill_anew()
        table = self.query_one(Table)
        (table.action_cursor_down if step > 0 else table.action_cursor_up)()

    def action_go_on(self) -> None:
        """Do what is under the cursor."""
        self._fill_anew()
        command = self._listed.get(self.query_one(Table).chosen)
        if command and self._of.NAME in command.screens:
            self.dismiss(command)
        elif command:
            self._say(f"That is a command of {command.screens[0].value}: go there first.")

    def action_leave(self) -> None:
        """Show all keys again, or leave without doing anything."""
        line = self.query_one(Line)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    def _fill_anew(self) -> None:
        """Show what fits what is typed, unless it is shown: keys typed ahead choose among what was typed before them."""
        if self._fits != self.query_one(Line).value:
            self._fill()

    def _fill(self) -> None:
        table = self.query_one(Table)
        self._fits, width = self.query_one(Line).value, table.size.width
        rows: list[Row] = []
        if self._extra and not self._fits:
            rows = [("", ("", "", Text("Answers", style="bold")))]
            rows += [("", (keys, "", Text(sentence))) for keys, sentence in self._extra]
        self._listed, last = {}, ""
        own = self._of.sqs.keys.for_screen(self._of.NAME)
        rest = [command for command in self._of.sqs.keys.commands if command not in own]
        for command in (*own, *rest):
            place = command.group if command in own else command.screens[0].value
            if self._holds(command, place):
                heading = place if command in own else f"On {place}"
                if heading != last:
                    rows.append(("", ("", "", Text(heading, style="bold"))))
                last = heading
                rows.append(self._row(command))
        what = max(10, width - _KEYS - _LABEL)
        nothing: Row = ("", ("", "", f"Nothing holds “{self._fits}”"))
        table.fill((("key", _KEYS), ("", _LABEL), ("what it does", what)), rows or [nothing])
        self._tell()

    def _holds(self, command: Command, place: str) -> bool:
        """Whether a command holds every word that is typed, or has the key that is."""
        told = f"{command.label} {command.help} {place}".casefold()
        words = (self._fits or "").casefold().split()
        return all(word in told for word in words) or (self._fits or "").strip() in keys_text(command).split(", ")

    def _row(self, command: Command) -> Row:
        self._listed[command.id] = command
        style = "dim" if self._why_not(command) else ""
        cells = (keys_text(command), command.label, command.help)
        return command.id, tuple(Text(cell, style=style) for cell in cells)

    def _why_not(self, command: Command) -> str:
        """Why a command of this screen does not apply now; of another screen nothing is known."""
        return self._of.why_not(command) if self._of.NAME in command.screens else ""

    def _tell(self) -> None:
        command = self._listed.get(self.query_one(Table).chosen)
        if command:
            why = self._why_not(command)
            self._say(f"Not now: {why}" if why else command.help)
        else:
            self._say("")

    def _say(self, sentence: str) -> None:
        says, role = self.query_one("#says", Lines), "warn" if sentence.startswith("Not now") else ""
        says.show(((line, role),) for line in wrap(sentence, says.size.width)[:_SAYS_ROWS])


def answer_keys(instrument: Instrument, question: str) -> tuple[tuple[str, str], ...]:
    """The keys that answer a question, with what they do, and what goes for all questions."""
    choices = () if question == FINISH_LINE else instrument.choices_of(question)
    return (
        *((choice.key, f"Answer {choice.label}, and go on to the next question.") for choice in choices),
        ("0-9, text", "After an answer that asks for reasons: digits switch them, any other character starts the note."),
    )
