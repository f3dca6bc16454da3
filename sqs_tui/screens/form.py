"""A form: a few fields, Enter from one to the next, checked before it closes."""

from collections.abc import Callable, Mapping
from typing import ClassVar

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from sqs_tui.commands import DialogName
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.store.place import Values
from sqs_tui.text import clean_text


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a form."""

    id: str
    label: str
    value: str = ""
    hint: str = ""
    long: bool = False
    """It has the whole width, under its label."""


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a form's values, and the field to mend it in."""

    field: str
    says: str


class Line(Input):
    """A line of clean text to type in, that never blinks: an idle screen sends nothing down the line.

    Enter is the screen's action `go_on`, carried out at once: a message would come behind the keys that were typed ahead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,ctrl+j", "screen.go_on", show=False)]
    cursor_blink = False

    def validate_value(self, value: str) -> str:
        """Keep out what a terminal could take for a command; a paste may hold it."""
        return clean_text(value).replace("\n", " ").replace("\t", " ")


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What holds the fields: it scrolls to the one with the focus, and leaves the arrows to the form."""


class Form(Dialog[Values | None]):
    """Gives the values by field id, cleaned to one line each, or None. `check` says what is wrong with them.

    `save`, where there is one, does what the form is for; where it raises SqsError that is told in the form, which stays open.
    `says` stands there from the first: what was wrong with the values when they were used. What is typed is in `kept` as long as
    nothing was done with it, and stands there again in the next form of this title.
    """

    NAME = DialogName.FORM
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_for(DialogName.FORM),
        ("escape", "leave"),
        ("down", "app.focus_next"),
        ("up", "app.focus_previous"),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]  # noqa: RUF012 - as Textual has it

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        check: Callable[[Values], Fault | None],
        kept: dict[str, Values] | None = None,
        save: Callable[[Values], None] | None = None,
        says: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._check = check
        self._kept = kept if kept is not None else {}
        self._save = save
        self._says = says
        self._wrong: Values | None = None
        """The values that something is wrong with, as is told."""

    def compose(self) -> ComposeResult:
        """Show the fields with what was typed in them before."""
        before: Mapping[str, str] = self._kept.get(self._title, {})
        with Vertical(classes="dialog form"):
            yield Static(Content(self._title), classes="title")
            with Fields():
                for field in self._fields:
                    value = before.get(field.id, field.value)
                    with Horizontal(classes="field long" if field.long else "field"):
                        yield Static(Content(field.label), classes="label")
                        yield Line(value, placeholder=field.hint, id=field.id, select_on_focus=False, compact=True)
            yield Static(Content(self._says), id="fault")
            done = self.sqs.keys.first("form.submit")
            yield Static(Content(f"Enter next field, at the last one done   {done} done   Esc back"), classes="keys")

    def on_mount(self) -> None:
        """Begin at the first field."""
        self.query(Line).first().focus()
        self._wrong = self.values() if self._says else None

    def values(self) -> Values:
        """What stands in the fields now, cleaned."""
        return {line.id or "": clean_text(line.value, one_line=True) for line in self.query(Line)}

    def on_input_changed(self) -> None:
        """Keep what is typed; what was wrong may be mended now."""
        values, before = self.values(), {field.id: field.value for field in self._fields}
        if values != before or self._title in self._kept:
            self._kept[self._title] = values
        if values != self._wrong:
            self.query_one("#fault", Static).update("")

    def action_go_on(self) -> None:
        """Go to the next field; done after the last."""
        if self.focused is self.query(Line).last():
            self.action_submit()
        else:
            self.focus_next()

    def action_submit(self) -> None:
        """Close with the values, unless something is wrong with them."""
        values = self.values()
        fault = self._check(values)
        if fault:
            self._tell(fault.says)
            self.query_one(f"#{fault.field}", Line).focus()
            return
        try:
            if self._save:
                self._save(values)
        except SqsError as refused:
            self._tell(str(refused))
            return
        self._kept.pop(self._title, None)
        self.dismiss(values)

    def _tell(self, fault: str) -> None:
        self._wrong = self.values()
        self.query_one("#fault", Static).update(Content(fault))

    def action_leave(self) -> None:
        """Close without doing anything, keeping what was typed."""
        self._kept[self._title] = self.values()
        self.dismiss(None)
