"""What Letter looks like: the outline, the preview beside it, a line or two on what is current, and the editor below."""

from typing import ClassVar

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from sqs_tui.domain.letter.checks import Finding
from sqs_tui.domain.letter.figures import Printed
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.letter_lines import Drawn, drawn
from sqs_tui.widgets.lines import Line, Lines, spread, wrap
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
    editing: bool
    glyphs: Glyphs


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


class PreviewScroll(VerticalScroll, inherit_bindings=False):
    """What holds the preview; left and right are left to the screen here too."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]


class LetterFace(Widget):
    """The outline shows the letter as it is saved, the preview also what is being typed."""

    def __init__(self) -> None:
        super().__init__()
        self._drawn: dict[str, tuple[tuple[object, ...], Drawn]] = {}
        """Each paragraph as it was drawn last, with what it was drawn from."""
        self._outlined: tuple[object, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Lines(id="status")
        with Horizontal(id="middle"):
            yield Outline(id="outline")
            with Vertical(id="beside"):
                with PreviewScroll(id="scroll"):
                    yield Preview(id="preview")
                yield Lines(id="about")
                yield ParagraphEditor(id="editor")

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
        width = self.outline.size.width or 30
        rows = [_outline_row(view.letter, paragraph, view.glyphs) for paragraph in view.letter.paragraphs]
        made_of = (width, [(key, [str(cell) for cell in cells]) for key, cells in rows])
        with self.outline.prevent(Table.RowHighlighted):
            if made_of != self._outlined:
                self.outline.fill((("", 2), ("", max(10, width - 2))), rows)
                self._outlined = made_of
            ids = [paragraph.id for paragraph in view.letter.paragraphs]
            if view.current in ids:
                self.outline.move_cursor(row=ids.index(view.current), animate=False)

    def _show_preview(self, view: LetterView) -> None:
        width = max(20, min(_WIDEST, self.scroll.size.width - 3))
        paragraphs = [self._draw(view.letter, paragraph, width, view.glyphs) for paragraph in view.letter.paragraphs]
        self.query_one(Preview).show_letter(paragraphs, current=view.current, picked=view.picked)

    def _draw(self, letter: Letter, paragraph: Paragraph, width: int, glyphs: Glyphs) -> Drawn:
        tokens = letter.tokens_of(paragraph)
        made_of = (paragraph, reading(tokens), width)
        if paragraph.id not in self._drawn or self._drawn[paragraph.id][0] != made_of:
            self._drawn[paragraph.id] = made_of, drawn(paragraph, tokens, width, glyphs)
        return self._drawn[paragraph.id][1]

    def show_lines(self, view: LetterView) -> None:
        """Show the status, and what there is to say about what is current."""
        open_ = sum(not finding.waived for finding in view.findings)
        says = f"{open_} problem{'s' if open_ != 1 else ''}" if open_ else "no problems"
        state = view.message or ("editing" if view.editing else "")
        left: Line = ((f" {view.name} > Letter", "head"), (f"   {says}", "warn" if open_ else "dim"))
        self.query_one("#status", Lines).show([spread(left, ((f"{state} ", "dim"),), self.size.width, view.glyphs.ellipsis)])
        about = self.query_one("#about", Lines)
        text, role = _about(view, self.figures_of(view.current))
        about.show(((line, role),) for line in wrap(text, max(10, about.size.width))[:_ABOUT_ROWS])

    def show_current(self, view: LetterView) -> None:
        """Scroll by pages, not by lines, and only where the paragraph is out of sight: every scroll repaints all."""
        first, rows = self.query_one(Preview).rows_of(view.current, view.picked)
        top, height = self.scroll.scroll_offset.y, self.scroll.size.height
        if first < top or first + min(rows, height) > top + height:
            self.scroll.scroll_to(y=max(0, first - 2), animate=False, force=True)


def _outline_row(letter: Letter, paragraph: Paragraph, glyphs: Glyphs) -> Row:
    mark = glyphs.stale if letter.changed(paragraph) else glyphs.own if paragraph.own else ""
    text = " ".join(reading(letter.tokens_of(paragraph))[0].split())
    if paragraph.kind is ParagraphKind.HEADING:
        return paragraph.id, (mark, Text(text, style="bold"))
    return paragraph.id, (mark, f" {paragraph.number} {text}" if paragraph.number else f" {text}")


def _about(view: LetterView, figures: tuple[Printed, ...]) -> tuple[str, str]:
    """What there is to say about the figure picked out, or else about the current paragraph, and its role."""
    if 0 <= view.picked < len(figures):
        printed = figures[view.picked]
        return printed.problem or printed.basis or f"“{printed.text}”", ""
    here = [finding for finding in view.findings if finding.paragraph == view.current and not finding.waived]
    if here:
        more = f" (and {len(here) - 1} more here: p lists them)" if len(here) > 1 else ""
        return f"{here[0].says}{more}", "warn"
    paragraph = view.letter.paragraph(view.current)
    if view.editing:
        return "ctrl+n inserts a number, ctrl+o a quote. Esc ends, and keeps what is typed.", "dim"
    if paragraph is None:
        return "", ""
    if paragraph.areas:
        return "Concluded on the Summary: e rewords it, J and K move it in its list, - leaves it out.", "dim"
    if paragraph.draft is None:
        return "Added by hand.", "dim"
    if paragraph.own:
        return "In a person's words: d puts the draft in their place.", "dim"
    return "As drafted: it follows the answers until somebody edits it.", "dim"
