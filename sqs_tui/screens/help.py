"""All keys of a screen, from the command table."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.commands import ScreenName, for_screen, keys_text
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.widgets.lines import wrap

_INDENT = 14


class Help(ModalScreen[None]):
    """Lists what each key does on one screen, that screen's own first."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,question_mark,q", "app.pop_screen")]

    def __init__(self, screen: ScreenName, extra: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self._of = screen
        self._extra = extra

    def compose(self) -> ComposeResult:
        """Show the list."""
        with Vertical(classes="dialog tall"):
            yield Static(Content(f"Keys on {self._of.value}"), classes="title")
            with VerticalScroll():
                yield Static(id="keys")
            yield Static(Content("Esc goes back"), classes="keys")

    def on_resize(self) -> None:
        """Wrap the sentences for the width."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        commands = ((keys_text(command), command.help) for command in for_screen(self._of))
        scroll = self.query_one(VerticalScroll)
        lines: list[Content] = []
        for keys, sentence in (*self._extra, *commands):
            first, *rest = wrap(sentence, scroll.size.width - _INDENT - 3)
            lines.append(Content.assemble((keys.ljust(_INDENT), "bold"), first))
            lines += [Content(" " * _INDENT + line) for line in rest]
        self.query_one("#keys", Static).update(Content("\n").join(lines))
        scroll.focus()


def answer_keys(instrument: Instrument, question: str) -> tuple[tuple[str, str], ...]:
    """The keys that answer a question, with what they do, and what goes for all questions."""
    choices = () if question == FINISH_LINE else instrument.choices_of(question)
    return (
        *((choice.key, f"Answer {choice.label}, and go on to the next question.") for choice in choices),
        ("0-9, text", "After an answer that asks for reasons: digits switch them, any other character starts the note."),
    )
