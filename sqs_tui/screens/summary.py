"""Summary: every number of the inspection, by question, by theme and process, and by area, where the areas are decided on."""

from collections.abc import Callable

from rich.text import Text

from sqs_tui.commands import Command, ScreenName
from sqs_tui.domain.instrument import Kind
from sqs_tui.domain.queue import Item
from sqs_tui.domain.ranges import range_text
from sqs_tui.domain.tally import Sign, Tallies, Tally, sign
from sqs_tui.domain.wording import TOO_FEW, proportion
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.deciding import Deciding
from sqs_tui.screens.session import Session
from sqs_tui.screens.tabled import TabledScreen
from sqs_tui.widgets.areas import Areas
from sqs_tui.widgets.lines import Line, Lines, fit, spread, width_of
from sqs_tui.widgets.table import Row, Table

_PARTS = ("Questions", "Theme by process", "Areas")
_MATRIX, _AREAS = 1, 2
_EMPTY = (
    "Here the numbers of every question will stand, with the records behind each, from the first answer on: {app.back} goes back "
    "to the inspection, where {inspection.open} opens a record."
)
_OF_AREAS = "Areas"
"""What the commands that decide on areas stand under."""
_VARIABLES = {Sign.STRENGTH: "text-success", Sign.IMPROVEMENT: "text-warning"}


class SummaryScreen(TabledScreen):
    """One part at a time; brackets show the others. Enter lists the records behind a number.

    On the part of the areas the lead inspector decides what the letter's two lists hold.
    """

    NAME = ScreenName.SUMMARY
    BINDINGS = bindings_for(ScreenName.SUMMARY)
    ABOUT = True

    def __init__(self, session: Session, *, areas: bool = False, question: str = "") -> None:
        super().__init__(session)
        self._first = f"question {question}" if question else ""
        """The row that is to be under the cursor when the questions are shown first."""
        self._part = len(_PARTS) - 1 if areas else 0
        self._ranges = False
        self._areas: Areas | None = None
        self._deciding = Deciding(self, session)

    def why_not(self, command: Command) -> str:
        """What decides on areas applies where they are shown."""
        if command.group == _OF_AREAS and self._part != _AREAS:
            return self.sqs.keys.says("{summary.next-part} goes to the areas.")
        return super().why_not(command)

    def on_data_table_row_highlighted(self) -> None:
        """Show what lies behind the area under the cursor."""
        self._paint_about()

    def _paint(self) -> None:
        self.set_class(self._part == _AREAS, "-areas")
        table = self.query_one(Table)
        width = self.size.width
        table.cursor_type = "cell" if self._part == _MATRIX else "row"
        match self._part:
            case 0 | 1 if not self._session.answered:
                table.say(self.sqs.keys.says(_EMPTY))
            case 0:
                self._show_questions(table, width)
            case 1:
                self._show_matrix(table, width)
            case _:
                self._show_areas(table, width)
        parts = tuple((f" {part} ", "pick" if index == self._part else "dim") for index, part in enumerate(_PARTS))
        left: Line = ((f" {self._session.inspection.details.name}   ", "head"), *parts)
        right = self._waiting()
        left = (*left, *self.hint(width - width_of(left) - width_of(right)))
        self.query_one("#status", Lines).show([spread(left, right, width, self._session.glyphs.ellipsis)])

    def _waiting(self) -> Line:
        """What waits for a decision, where one decides."""
        if self._part != _AREAS or self._areas is None:
            return ()
        return ((f"{self._areas.waiting} ", "warn"),) if self._areas.waiting else (("every proposal decided ", "dim"),)

    def _show_questions(self, table: Table, width: int) -> None:
        bar, title = (5, 29) if width < 100 else (14, 38)
        columns = (
            ("question", title),
            ("met", 7),
            ("", bar + 3),
            ("95% range" if self._ranges else "in words", 16),
            ("commonest reasons", max(10, width - title - bar - 28)),
        )
        table.fill(columns, self._question_rows(title, bar), at=self._first)
        self._first = ""

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
                if not tally.of and tally.values:
                    reasons = self._values(question.id, tallies)
                judged = instrument.kind_of(question.id) is Kind.JUDGEMENT
                numbers = None if confidential or not tally.of else (tally.met, tally.of)
                cells = self._cells(
                    f"  {question.label}",
                    numbers,
                    self._says(tally, confidential=confidential),
                    reasons,
                    title,
                    bar,
                    "" if judged else "dim",
                )
                rows.append((f"question {question.id}", cells))
        return rows

    def _says(self, tally: Tally, *, confidential: bool) -> str:
        """A question's share in words, or its range; of what was said in confidence always the words."""
        if not tally.of:
            return ""
        least = self._session.instrument.thresholds.least_answers
        if self._ranges and not confidential:
            return range_text(tally.met, tally.of, least=least) or TOO_FEW
        return proportion(self._session.profile, tally.met, tally.of, least=least) or TOO_FEW

    def _colour(self, sign: Sign | None) -> str:
        return self.app.theme_variables[_VARIABLES[sign]].removeprefix("ansi_") if sign else ""  # as Rich names it

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
        inspection = self._session.inspection
        before = table.chosen
        self._areas = Areas(
            instrument=self._session.instrument,
            tallies=inspection.tallies(),
            decisions=inspection.letter.entries.decisions,
            printed=self._printed(),
            glyphs=self._session.glyphs,
            keys=self.sqs.keys,
            ranges=self._ranges,
        )
        table.fill(self._areas.columns(width), self._areas.rows(width, {sign: self._colour(sign) for sign in Sign}))
        if not before.startswith(("area ", "group ")):
            table.move_cursor(row=1, animate=False)  # the first row is a heading
        self._paint_about()

    def _printed(self) -> dict[str, str]:
        """What the letter prints for each item of its lists, by the item's first area."""
        from sqs_tui.domain.letter.tokens import reading  # noqa: PLC0415 - Markdown takes long to import

        letter = self._session.inspection.written()
        return {item.areas[0]: reading(letter.tokens_of(item))[0] for item in letter.paragraphs if item.areas}

    def _paint_about(self) -> None:
        about = self.query_one("#about", Lines)
        if self._part == _AREAS and self._areas:
            about.show(self._areas.lines(self.query_one(Table).chosen, self.size.width, about.size.height))

    # Commands

    def action_next_part(self) -> None:
        """Show the next part."""
        self._show_part(self._part + 1)

    def action_previous_part(self) -> None:
        """Show the part before."""
        self._show_part(self._part - 1)

    def _show_part(self, part: int) -> None:
        self._part = part % len(_PARTS)
        self._paint()

    def show_item(self, item: Item) -> None:
        """Show the area that an item of the queue is about, and say what it waits for."""
        self._show_part(_AREAS)
        self.query_one(Table).choose(f"area {item.area}")
        self.say(item.told)

    def action_open(self) -> None:
        """List the records behind the number under the cursor."""
        kind, identity = self._chosen
        if kind and kind != "group":
            self.list_behind(kind, identity)

    @property
    def _chosen(self) -> tuple[str, str]:
        """The kind of what is under the cursor, and its id."""
        table = self.query_one(Table)
        kind, _, identity = table.chosen.partition(" ")
        if self._part == _MATRIX:
            themes = ["", *(theme.id for theme in self._session.instrument.themes)]
            cell = (themes[table.cursor_column], table.chosen)
            return "cell" if cell in self._session.inspection.tallies().matrix else "", " ".join(cell)
        return kind, identity

    def action_copy(self) -> None:
        """Copy the row under the cursor, or the cell."""
        from sqs_tui.screens.copying import offer, summary_row  # noqa: PLC0415 - it brings the exporters

        copied = summary_row(self._session, *self._chosen)
        if copied:
            offer(self, copied)
        else:
            self.refuse("There are no numbers to copy here.")

    def action_guidance(self) -> None:
        """Show the guidance on the question under the cursor; of the one that is chosen there, its records."""
        from sqs_tui.screens.asides import find_guidance  # noqa: PLC0415 - few ever open it

        kind, _, identity = self.query_one(Table).chosen.partition(" ")
        at = identity if kind == "question" else ""
        find_guidance(self, at, None, "lists its records", lambda question: self.list_behind("question", question))

    def action_letter(self) -> None:
        """Show the letter."""
        self.sqs.open_letter(self._session)

    def action_compare(self) -> None:
        """Compare with other inspections."""
        from sqs_tui.screens.compare import CompareScreen  # noqa: PLC0415 - few ever open it

        self.app.push_screen(CompareScreen(self._session.inspection.folder.name))

    def action_ranges(self) -> None:
        """Show ranges instead of words and margins, or those again."""
        self._ranges = not self._ranges
        self._paint()
        if self._part == _MATRIX:
            self.notice(f"Ranges stand in {_PARTS[0]} and in {_PARTS[_AREAS]}: {'on' if self._ranges else 'off'}.")

    def action_breakdown(self) -> None:
        """Break the numbers down, and show the answer that is chosen behind one of them."""
        from sqs_tui.screens.behind import Place  # noqa: PLC0415 - few ever open it
        from sqs_tui.screens.breaking_down import BreakingDown  # noqa: PLC0415 - as above

        def show(place: Place | None) -> None:
            if place:
                self.sqs.open_record(self._session, self._session.inspection.record(place.record), place.question)

        self.app.push_screen(BreakingDown(self._session), show)

    def action_include(self) -> None:
        """List the area under the cursor."""
        self._decide(self._deciding.include)

    def action_remove(self) -> None:
        """Leave the area under the cursor out, or take that decision back."""
        self._decide(self._deciding.remove)

    def action_lower(self) -> None:
        """Move the item under the cursor down in its list."""
        self._decide(lambda area: self._deciding.move(area, 1))

    def action_higher(self) -> None:
        """Move the item under the cursor up in its list."""
        self._decide(lambda area: self._deciding.move(area, -1))

    def action_reword(self) -> None:
        """Give the item under the cursor other words."""
        self._decide(self._deciding.reword)

    def action_join(self) -> None:
        """Join the item under the cursor with the one above it, or take it apart."""
        self._decide(self._deciding.join)

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.app.clear_notifications()
        self._deciding.undo()

    def action_redo(self) -> None:
        """Bring again what was taken back last."""
        self.app.clear_notifications()
        self._deciding.undo(again=True)

    def _decide(self, act: Callable[[str], None]) -> None:
        """Do something with the area under the cursor.

        What was told before makes room: a notice covers what lies behind the area.
        """
        self.app.clear_notifications()
        kind, _, area = self.query_one(Table).chosen.partition(" ")
        if kind == "area":
            act(area)
        else:
            self.notice("This is a heading: go to the area that you mean.")
