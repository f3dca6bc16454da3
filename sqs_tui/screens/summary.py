"""Summary: every number of the inspection, by question, by theme and process, and by area."""

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Footer

from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Kind
from sqs_tui.domain.tally import Sign, Tallies, sign
from sqs_tui.domain.wording import proportion
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.behind import Behind, Place
from sqs_tui.screens.session import Session
from sqs_tui.widgets.lines import Lines, fit
from sqs_tui.widgets.table import Row, Table

_PARTS = ("Questions", "Theme by process", "Areas")
_MATRIX = 1
_VARIABLES = {Sign.STRENGTH: "text-success", Sign.IMPROVEMENT: "text-warning"}


class SummaryScreen(SqsScreen):
    """One part at a time; Tab shows the next. Enter lists the records behind a number."""

    NAME = ScreenName.SUMMARY
    BINDINGS = bindings_for(ScreenName.SUMMARY)

    def __init__(self, session: Session, *, areas: bool = False) -> None:
        super().__init__()
        self._session = session
        self._part = len(_PARTS) - 1 if areas else 0

    def compose(self) -> ComposeResult:
        """Lay out the line of parts and the table."""
        yield Lines(id="status")
        yield Table(id="table")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Start on the table."""
        self.query_one(Table).focus()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        self.call_after_refresh(self._paint)

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def _paint(self) -> None:
        parts = tuple((f" {part} ", "pick" if index == self._part else "dim") for index, part in enumerate(_PARTS))
        name = self._session.inspection.details.name
        self.query_one("#status", Lines).show([((f" {name}   ", "head"), *parts)])
        table = self.query_one(Table)
        width = self.size.width
        table.cursor_type = "cell" if self._part == _MATRIX else "row"
        match self._part:
            case 0:
                self._show_questions(table, width)
            case 1:
                self._show_matrix(table, width)
            case _:
                self._show_areas(table, width)

    def _show_questions(self, table: Table, width: int) -> None:
        bar, title = (5, 29) if width < 100 else (14, 38)
        columns = (
            ("question", title),
            ("met", 7),
            ("", bar + 3),
            ("in words", 16),
            ("commonest reasons", max(10, width - title - bar - 28)),
        )
        table.fill(columns, self._question_rows(title, bar))

    def _question_rows(self, title: int, bar: int) -> list[Row]:
        instrument, tallies = self._session.instrument, self._session.inspection.tallies()
        rows: list[Row] = []
        for section in instrument.sections:
            pooled = tallies.sections.get(section.id)
            rows.append(
                (
                    f"section {section.id}" if pooled else "",
                    self._cells(section.title, (pooled.met, pooled.of) if pooled else None, "", "", title, bar, "bold"),
                )
            )
            confidential = instrument.unit(section.unit).confidential
            for question in section.questions:
                tally = tallies.questions[question.id]
                labels = {reason.id: reason.label for reason in instrument.reasons_of(question.id)}
                reasons = "; ".join(f"{labels[given.reason]} ({given.count})" for given in tally.reasons[:2])
                words = proportion(self._session.profile, tally.met, tally.of) or "-"
                if not tally.of and tally.values:
                    reasons = self._values(question.id, tallies)
                judged = instrument.kind_of(question.id) is Kind.JUDGEMENT
                numbers = None if confidential or not tally.of else (tally.met, tally.of)
                cells = self._cells(
                    f"  {question.label}", numbers, words if tally.of else "", reasons, title, bar, "" if judged else "dim"
                )
                rows.append((f"question {question.id}", cells))
        return rows

    def _colour(self, sign: Sign | None) -> str:
        return self.app.theme_variables[_VARIABLES[sign]] if sign else ""

    def _values(self, question: str, tallies: Tallies) -> str:
        choices = self._session.instrument.choices_of(question)
        values = tallies.questions[question].values
        return "; ".join(f"{choice.label} {values[choice.value]}" for choice in choices if choice.value in values)

    def _cells(
        self, label: str, numbers: tuple[int, int] | None, words: str, reasons: str, title: int, bar: int, style: str
    ) -> tuple[str | Text, ...]:
        glyphs = self._session.glyphs
        shown = mark = ""
        colour: Sign | None = None
        if numbers:
            met, of = numbers
            shown = f"{met}/{of}"
            if style != "dim":
                colour = sign(self._session.instrument.thresholds, met, of)
                mark = f"{glyphs.bar(met, of, bar)} {glyphs.sign(colour)}"
        return (
            Text(fit(label, title - 1, glyphs.ellipsis), style=style),
            shown,
            Text(mark, style=self._colour(colour)),
            words,
            reasons,
        )

    def _show_matrix(self, table: Table, width: int) -> None:
        instrument, tallies = self._session.instrument, self._session.inspection.tallies()
        room = min(21, max(7, (width - 14) // max(1, len(instrument.themes))))
        columns = (("", 14), *((theme.title[: room - 1], room) for theme in instrument.themes))
        rows: list[Row] = []
        for process in instrument.processes:
            cells: list[str | Text] = [process.title]
            for theme in instrument.themes:
                pooled = tallies.matrix.get((theme.id, process.id))
                mark = sign(instrument.thresholds, pooled.met, pooled.of) if pooled else None
                text = f"{pooled.met}/{pooled.of} {self._session.glyphs.sign(mark)}" if pooled and pooled.of else ""
                cells.append(Text(text, style=self._colour(mark)))
            rows.append((process.id, tuple(cells)))
        table.fill(columns, rows)
        table.move_cursor(column=max(1, table.cursor_column), animate=False)

    def _show_areas(self, table: Table, width: int) -> None:
        glyphs, instrument, tallies = self._session.glyphs, self._session.instrument, self._session.inspection.tallies()
        bar = 6 if width < 100 else 14
        columns = (("area", max(20, width - 48 - bar)), ("met", 7), ("", bar + 3), ("proposed as", 13), ("margin", 24))
        rows: list[Row] = []
        for area in instrument.areas:
            tallied = tallies.areas[area.id]
            proposed = tallied.proposal.value if tallied.proposal else "neither"
            cells = (
                area.title,
                f"{tallied.met}/{tallied.of}",
                Text(
                    f"{glyphs.bar(tallied.met, tallied.of, bar)} {glyphs.sign(tallied.proposal)}",
                    style=self._colour(tallied.proposal),
                ),
                proposed,
                _margin(tallied.margin, instrument.thresholds.least_records),
            )
            rows.append((f"area {area.id}", cells))
        table.fill(columns, rows)

    # Commands

    def action_next_part(self) -> None:
        """Show the next part."""
        self._part = (self._part + 1) % len(_PARTS)
        self._paint()

    def action_open(self) -> None:
        """List the records behind the number under the cursor."""
        table = self.query_one(Table)
        kind, _, identity = table.chosen.partition(" ")
        if self._part == _MATRIX:
            themes = ["", *(theme.id for theme in self._session.instrument.themes)]
            cell = (themes[table.cursor_column], table.chosen)
            kind, identity = "cell" if cell in self._session.inspection.tallies().matrix else "", " ".join(cell)
        if kind:
            self.app.push_screen(Behind(self._session, kind, identity), self._open_place)

    def _open_place(self, place: Place | None) -> None:
        if place:
            self.sqs.open_record(self._session, self._session.inspection.record(place.record), place.question)

    def action_letter(self) -> None:
        """Show the letter."""
        self.sqs.open_letter(self._session)


def _margin(margin: int | None, least: int) -> str:
    if margin is None:
        return f"fewer than {least} records"
    return "borderline: one answer" if margin == 1 else f"{margin} answers would turn it"
