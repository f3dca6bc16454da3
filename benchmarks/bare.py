"""A bare Textual program: rows to choose from and a footer, and nothing else. Takes the number of rows."""

import sys
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, OptionList


class Bare(App[None]):
    """What a program costs that does nothing of its own."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("a", "answer", "Answer"),
        ("n", "note", "Note"),
        ("u", "undo", "Undo"),
        ("q", "quit", "Quit"),
    ]

    def compose(self) -> ComposeResult:
        """Rows and a footer."""
        yield OptionList(
            *(f"{number}.{number} Was the question with this number answered well?" for number in range(int(sys.argv[1])))
        )
        yield Footer()


if __name__ == "__main__":
    Bare().run()
