"""Letter: the letter as it stands now, drafted from the tallies; its outline beside its preview."""

from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Markdown
from textual.widgets.markdown import MarkdownBlock

from sqs_tui.commands import ScreenName
from sqs_tui.domain.letter.drafting import draft
from sqs_tui.domain.letter.figures import Figures
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind, source_markdown
from sqs_tui.domain.letter.tokens import figure_tokens, letter_tokens, preview_parser
from sqs_tui.errors import SqsError
from sqs_tui.export import FORMATS
from sqs_tui.export.files import write_new
from sqs_tui.export.letter import letter_text
from sqs_tui.screens.ask import Ask
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.behind import Behind, Place
from sqs_tui.screens.form import Fault, Field, Form, Values
from sqs_tui.screens.session import Session
from sqs_tui.widgets.lines import Lines
from sqs_tui.widgets.table import Table


class LetterScreen(SqsScreen):
    """The outline moves the preview; Enter lists the records behind a paragraph's first figure."""

    NAME = ScreenName.LETTER
    BINDINGS = bindings_for(ScreenName.LETTER)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._write()

    def _write(self) -> None:
        inspection = self._session.inspection
        records, tallies = inspection.reviewed(), inspection.tallies()
        self._figures = Figures(inspection.instrument, inspection.details, records, tallies)
        self._paragraphs = draft(inspection.instrument, inspection.details, records, tallies)
        self._tokens = letter_tokens(self._paragraphs, self._figures)
        self._shown = [(token.type, token.content, [child.content for child in token.children or ()]) for token in self._tokens]

    def compose(self) -> ComposeResult:
        """Lay out the outline and the preview."""
        yield Lines(id="status")
        with Horizontal():
            yield Table(id="outline")
            with VerticalScroll(id="preview"):
                yield Markdown(source_markdown(self._paragraphs), parser_factory=self._parser, open_links=False)
        yield Footer(show_command_palette=False, compact=True)

    def _parser(self) -> MarkdownIt:
        return preview_parser(self._figures)

    def on_mount(self) -> None:
        """Start on the outline where it is beside the preview, else on the preview."""
        self.query_one(Table).show_header = False
        self.call_after_refresh(self._paint)  # an outline that is not seen is never fitted

    def on_table_fitted(self) -> None:
        """Fit the outline to the new width."""
        self._paint()

    def on_screen_resume(self) -> None:
        """Draft again: answers may have changed while another screen was in front."""
        before = self._shown
        self._write()
        if self._shown != before:
            self.query_one(Markdown).update(source_markdown(self._paragraphs))
            self._paint()

    def _paint(self) -> None:
        problems = sum(bool(token.meta["printed"].problem) for token in figure_tokens(self._tokens))
        says = (
            f"{problems} figure{'s' if problems != 1 else ''} cannot be printed yet"
            if problems
            else "every figure can be printed"
        )
        self.query_one("#status", Lines).show(
            [((f" {self._session.inspection.details.name} > Letter", "head"), (f"   {says}", "warn" if problems else "dim"))]
        )
        outline = self.query_one(Table)
        width = outline.size.width or 30
        outline.fill((("", width),), ((paragraph.id, (self._outlined(paragraph),)) for paragraph in self._paragraphs))
        if self.focused is None or not self.focused.display:
            (outline if outline.display else self.query_one("#preview")).focus()

    def _outlined(self, paragraph: Paragraph) -> str:
        """A paragraph's line in the outline, its figures printed."""
        inline = (token.children or [] for token in letter_tokens([paragraph], self._figures))
        text = " ".join("".join(child.content or " " for children in inline for child in children).split())
        return text if paragraph.kind is ParagraphKind.HEADING else f"  {text}"

    def on_data_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        """Show the paragraph under the cursor."""
        at = next((index for index, paragraph in enumerate(self._paragraphs) if paragraph.id == event.row_key.value), 0)
        blocks = [block for block in self.query_one(Markdown).children if isinstance(block, MarkdownBlock)]
        place = _block_of(self._paragraphs, at)
        if place < len(blocks):
            self.query_one("#preview", VerticalScroll).scroll_to_widget(blocks[place], animate=False, top=True)

    def on_markdown_link_clicked(self, event: Markdown.LinkClicked) -> None:
        """List the records behind the figure that was clicked."""
        event.stop()
        scheme, _, number = event.href.partition(":")
        figures = list(figure_tokens(self._tokens))
        if scheme == "figure" and number.isdigit() and int(number) < len(figures):
            self._open_behind(figures[int(number)].meta["printed"].questions)

    def _open_behind(self, questions: tuple[str, ...]) -> None:
        if questions:
            self.app.push_screen(Behind(self._session, "question", questions[0]), self._open_place)
        else:
            self.notice("There are no records behind this paragraph's first figure.")

    def _open_place(self, place: Place | None) -> None:
        if place:
            self.sqs.open_record(self._session, self._session.inspection.record(place.record), place.question)

    # Commands

    def action_down(self) -> None:
        """Move to the next paragraph."""
        self.query_one(Table).action_cursor_down()

    def action_up(self) -> None:
        """Move to the paragraph before."""
        self.query_one(Table).action_cursor_up()

    def action_switch(self) -> None:
        """Go from the outline to the preview and back."""
        outline, preview = self.query_one(Table), self.query_one("#preview")
        to_outline = self.focused is not outline or not outline.display
        self.set_class(to_outline, "-outline")

        def come_into_view() -> None:
            self._paint()
            (outline if to_outline else preview).focus()

        self.call_after_refresh(come_into_view)  # on a narrow screen one takes the other's place, and has no size before

    def action_open(self) -> None:
        """List the records behind the paragraph's first figure; where only the outline is seen, show the paragraph first."""
        if not self.query_one("#preview").display:
            self.action_switch()
            return
        chosen = self.query_one(Table).chosen
        paragraph = [paragraph for paragraph in self._paragraphs if paragraph.id == chosen]
        figures = figure_tokens(letter_tokens(paragraph, self._figures))
        self._open_behind(next((token.meta["printed"].questions for token in figures), ()))

    def action_export(self) -> None:
        """Ask where the letter goes, and write it there."""
        path = Path.cwd() / f"{self._session.inspection.folder.name}-letter.html"
        field = Field(id="path", label="File (.html or .md)", value=str(path))
        self.app.push_screen(Form("Export the letter", (field,), _path_fault, self._session.typed), self._export)

    def _export(self, values: Values | None) -> None:
        if values is None:
            return
        path = Path(values["path"]).expanduser()
        if path.exists():
            ask = Ask(f"{path} is there already.", yes="write over it")
            self.app.push_screen(ask, lambda agreed: self._write_to(path, overwrite=True) if agreed else None)
        else:
            self._write_to(path, overwrite=False)

    def _write_to(self, path: Path, *, overwrite: bool) -> None:
        inspection = self._session.inspection
        try:
            write_new(
                path,
                letter_text(
                    path.suffix[1:], inspection.instrument, inspection.details, inspection.reviewed(), inspection.tallies()
                ),
                overwrite=overwrite,
            )
        except SqsError as fault:
            self.notice(str(fault))
        else:
            self.notice(f"Written to {path}")


def _block_of(paragraphs: tuple[Paragraph, ...], at: int) -> int:
    """Which block of the preview shows a paragraph: bullets that follow one another are one list."""
    bullets = [paragraph.kind is ParagraphKind.BULLET for paragraph in paragraphs[: at + 1]]
    return at - sum(one and other for one, other in pairwise(bullets))


def _path_fault(values: Values) -> Fault | None:
    if Path(values["path"]).suffix[1:] not in FORMATS:
        return Fault("path", f"Give a file that ends in {' or '.join(f'.{form}' for form in FORMATS)}.")
    try:
        path = Path(values["path"]).expanduser()
        path.exists()
        return None if path.parent.is_dir() else Fault("path", f"There is no folder {path.parent}.")
    except (OSError, RuntimeError) as fault:  # a name too long, or of a user that there is not
        return Fault("path", f"No file can have this name: {fault.strerror if isinstance(fault, OSError) else fault}.")
