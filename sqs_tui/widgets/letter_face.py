"""What Letter looks like: the outline, the preview beside it, the editor below that, and a line or two on what is current."""

from typing import ClassVar

import msgspec
from markdown_it.token import Token
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from sqs_tui.domain.letter.figures import Printed
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.keys import Keys
from sqs_tui.widgets.cursor import HoldsCursor
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.letter_lines import Drawn, drawn
from sqs_tui.widgets.lines import Line, Lines, spread, width_of, wrap
from sqs_tui.widgets.paragraph_editor import ParagraphEditor
from sqs_tui.widgets.preview import Preview
from sqs_tui.widgets.table import Row, Table

_ABOUT_ROWS = 2
_WIDEST = 90
"""Cells of a line of the preview: longer ones are hard to read."""


class LetterView(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is seen on Letter."""

    name: str
    letter: Letter
    """With the words that are being typed, where any are."""
    findings: tuple[Finding, ...]
    current: str
    """The id of the current paragraph."""
    picked: int
    """The figure picked out in it, -1 for none."""
    message: str
    """What there is to say once; else what is current is spoken of."""
    unsaved: str
    """Why what is being typed could not be put on disk; empty where it could."""
    hint: str
    editing: bool
    caret: float
    """How much of the words that are typed stands before the caret, from 0 to 1."""
    glyphs: Glyphs
    keys: Keys


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A paragraph as it was drawn, with what it was drawn from: the same tokens need not be drawn again."""

    paragraph: Paragraph
    tokens: list[Token]
    width: int
    drawn: Drawn


class Outline(Table, inherit_bindings=False):
    """The paragraphs, one a row; left and right are left to the screen, where they step through the numbers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", show=False),
        Binding("down", "cursor_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]


class PreviewScroll(VerticalScroll, HoldsCursor, inherit_bindings=False):
    """What holds the preview. It turns pages; the arrows are left to the screen, where they step through the letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False),
        Binding("home", "go_to_end(-1)", show=False),
        Binding("end", "go_to_end(1)", show=False),
    ]

    class Fitted(Message):
        """The preview has another size: the letter has to be drawn for it."""

    class Turned(Message):
        """Another part of the letter is in sight."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row
            """A row of what is to be current: below the first in sight, which may be blank; at the letter's end its last."""

    @property
    def cursor_place(self) -> Offset | None:
        """The number that is picked out, else the current paragraph."""
        return next((preview.place_of_current for preview in self.children if isinstance(preview, Preview)), None)

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Fitted())

    def action_turn(self, step: int) -> None:
        """Show the next page, or the one before; a line of the old one stays in sight."""
        self._turn_to(self.scroll_offset.y + step * max(1, self.size.height - 1), step)

    def action_go_to_end(self, step: int) -> None:
        """Show the end of the letter, or its top."""
        self._turn_to(self.max_scroll_y if step > 0 else 0, step)

    def _turn_to(self, row: int, step: int) -> None:
        top = min(max(0, row), self.max_scroll_y)
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.post_message(self.Turned(self.virtual_size.height - 1 if step > 0 and top == self.max_scroll_y else top + 1))


class LetterFace(Widget):
    """The outline shows the letter as it is saved, the preview also what is being typed."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[str, _Kept] = {}
        """Each paragraph as it was drawn last."""
        self._outlined: tuple[Letter | None, int] = None, 0
        """The letter that the outline shows, and for which width."""

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Lines(id="status")
        with Horizontal(id="middle"):
            yield Outline(id="outline")
            with Vertical(id="beside"):
                with PreviewScroll(id="scroll"):
                    yield Preview(id="preview")
                yield ParagraphEditor(id="editor")
        yield Lines(id="about")

    def on_mount(self) -> None:
        """The outline needs no heads over its columns."""
        self.outline.show_header = False

    @property
    def outline(self) -> Table:
        """The list of paragraphs."""
        return self.query_one("#outline", Table)

    @property
    def scroll(self) -> VerticalScroll:
        """What holds the preview."""
        return self.query_one("#scroll", VerticalScroll)

    @property
    def editor(self) -> ParagraphEditor:
        """The editor of one paragraph."""
        return self.query_one("#editor", ParagraphEditor)

    @property
    def drawn(self) -> list[Drawn]:
        """The paragraphs as they are shown."""
        return list(self.query_one(Preview).paragraphs)

    def figures_of(self, paragraph: str) -> tuple[Printed, ...]:
        """The figures of a paragraph, as it is shown."""
        return next((one.figures for one in self.drawn if one.paragraph == paragraph), ())

    @property
    def shows_preview(self) -> bool:
        """Whether the preview is in sight, and not the outline in its place."""
        return self.query_one("#beside").display

    def paragraph_at(self, row: int) -> str:
        """The paragraph that stands in a row of the preview."""
        return self.query_one(Preview).paragraph_at(row)

    def turn_within(self, paragraph: str, step: int) -> bool:
        """Show more of a paragraph that is longer than the preview is high; gives whether there was more of it to show."""
        first, rows = self.query_one(Preview).rows_of(paragraph)
        top, height = self.scroll.scroll_offset.y, self.scroll.size.height
        more = rows > height and (first + rows > top + height if step > 0 else first < top)
        if more:
            to = top + step * max(1, height - 2)
            self.scroll.scroll_to(y=to if step > 0 else max(first, to), animate=False, force=True, immediate=True)
        return more

    def focus_somewhere(self, *, editing: bool) -> None:
        """Give the focus to the part that has a use for it."""
        (self.editor if editing else self.outline if self.outline.display else self.scroll).focus()

    def show(self, view: LetterView) -> None:
        """Show it all; what is as before is not painted again."""
        if not view.editing:
            self._show_outline(view)
        self._show_preview(view)
        self.show_lines(view)

    def _show_outline(self, view: LetterView) -> None:
        width = self.outline.size.width
        if not width:  # it is not in sight; `Table.Fitted` tells when it is
            return
        if self._outlined[0] is not view.letter or self._outlined[1] != width:
            rows = (_outline_row(view.letter, paragraph, view.glyphs) for paragraph in view.letter.paragraphs)
            self.outline.fill((("", 2), ("", max(10, width - 2))), rows)
            self._outlined = view.letter, width
        ids = [paragraph.id for paragraph in view.letter.paragraphs]
        if view.current in ids:
            self.outline.move_cursor(row=ids.index(view.current), animate=False)

    def _show_preview(self, view: LetterView) -> None:
        if not self.scroll.size.width:  # it has no place yet; `PreviewScroll.Fitted` tells when it has
            return
        width = max(20, min(_WIDEST, self.scroll.size.width - 3))
        paragraphs = [self._draw(view.letter, paragraph, width, view.glyphs) for paragraph in view.letter.paragraphs]
        self.query_one(Preview).show_letter(paragraphs, current=view.current, picked=view.picked, mark=view.glyphs.beside)

    def _draw(self, letter: Letter, paragraph: Paragraph, width: int, glyphs: Glyphs) -> Drawn:
        tokens, kept = letter.tokens_of(paragraph), self._drawn.get(paragraph.id)
        if kept is None or kept.tokens is not tokens or kept.width != width or kept.paragraph != paragraph:
            made = drawn(paragraph, tokens, width, glyphs)
            kept = self._drawn[paragraph.id] = _Kept(paragraph=paragraph, tokens=tokens, width=width, drawn=made)
        return kept.drawn

    def show_lines(self, view: LetterView) -> None:
        """Show the status, and what there is to say about what is current."""
        open_ = sum(not finding.waived for finding in view.findings)
        says = f"{open_} problem{'s' if open_ != 1 else ''}" if open_ else "no problems"
        left: Line = ((f" {view.name} > Letter", "head"), (f"   {says}", "warn" if open_ else "dim"))
        right = ("NOT SAVED ", "warn") if view.unsaved else ("editing " if view.editing else "saved ", "dim")
        hint: Line = ((f"   {view.hint} ", "dim"),) if view.hint and not view.editing else ()
        if width_of((*left, *hint, right)) <= self.size.width:
            left = (*left, *hint)
        self.query_one("#status", Lines).show([spread(left, (right,), self.size.width, view.glyphs.ellipsis)])
        about = self.query_one("#about", Lines)
        text, role = _about(view, self.figures_of(view.current))
        about.show(((line, role),) for line in wrap(text, max(10, about.size.width))[:_ABOUT_ROWS])

    def show_current(self, view: LetterView) -> None:
        """Scroll by pages, not by lines, and only where the paragraph is out of sight: every scroll repaints all."""
        if not self.shows_preview:
            return
        first, rows = self.query_one(Preview).rows_of(view.current, view.picked)
        if view.editing and rows > self.scroll.size.height:  # then what is typed is what matters, wherever in it that is
            first, rows = first + round((rows - 2) * view.caret), 1
        top, height = self.scroll.scroll_offset.y, self.scroll.size.height
        if first < top or first + min(rows, height) > top + height:
            self.scroll.scroll_to(y=max(0, first - 2), animate=False, force=True, immediate=True)


def _outline_row(letter: Letter, paragraph: Paragraph, glyphs: Glyphs) -> Row:
    mark = glyphs.stale if letter.changed(paragraph) else glyphs.own if paragraph.own else ""
    text = " ".join(reading(letter.tokens_of(paragraph))[0].split())
    if paragraph.kind is ParagraphKind.HEADING:
        return paragraph.id, (mark, Text(text, style="bold"))
    return paragraph.id, (mark, f" {paragraph.number} {text}" if paragraph.number else f" {text}")


def _apart_from_records(printed: Printed) -> str:
    """Where a figure comes from that no list of records stands behind."""
    if printed.quote:
        return "A quote: Enter shows it among the others, with the note that it is from."
    if printed.questions:
        return "What was said in confidence: who said what is listed nowhere."
    return f"“{' / '.join(printed.text.split(chr(10)))}” is no count of answers: it comes from the details or from the Summary."


def _about(view: LetterView, figures: tuple[Printed, ...]) -> tuple[str, str]:
    """What there is to say, else about the figure picked out, else about the current paragraph; and its role."""
    keys = view.keys
    if view.unsaved or view.message:
        return view.unsaved or view.message, "warn" if view.unsaved else "given"
    if 0 <= view.picked < len(figures):
        printed = figures[view.picked]
        if printed.problem:
            return printed.problem, "warn"
        return f"{printed.basis}. Enter lists the records." if printed.basis else _apart_from_records(printed), ""
    here = [finding for finding in view.findings if finding.paragraph == view.current and not finding.waived]
    if here:
        more = f" (and {len(here) - 1} more here: {keys.first('letter.problems')} lists them)" if len(here) > 1 else ""
        return f"{here[0].says}{more}", "warn"
    paragraph = view.letter.paragraph(view.current)
    if view.editing:
        inserts = keys.says("{letter.insert-figure} inserts a number, {letter.insert-quote} a quote")
        return f"Esc ends and saves. {inserts}; ctrl+z takes back what was typed last.", "dim"
    if paragraph is None:
        return "", ""
    if paragraph.areas:
        does = "{letter.edit} rewords it, {letter.move-down} and {letter.move-up} move it, {letter.remove} leaves it out."
        return f"Concluded on the Summary: {keys.says(does)}", "dim"
    if paragraph.draft is None:
        return "Added by hand.", "dim"
    if paragraph.own:
        return keys.says("In a person's words: {letter.draft-again} puts the draft in their place."), "dim"
    return "As drafted: it follows the answers until somebody edits it.", "dim"
