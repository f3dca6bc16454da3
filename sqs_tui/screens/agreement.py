"""Agreement: every disagreement between two inspectors, and the figures that tell how far they agree."""

from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from sqs_tui.commands import ScreenName
from sqs_tui.domain.compare import Compared, Outcome
from sqs_tui.domain.second import Comparison
from sqs_tui.export.agreement import answers_text, apart, decision_text, disagreements, figures_rows
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.session import Session
from sqs_tui.screens.tabled import TabledScreen
from sqs_tui.widgets.lines import Line, Lines, spread
from sqs_tui.widgets.table import Row, Table

_PARTS = ("Disagreements", "Figures")


class AgreementScreen(TabledScreen):
    """Disagreements first; a bracket shows the figures. Enter on a disagreement compares the two scorings there."""

    NAME = ScreenName.AGREEMENT
    BINDINGS = bindings_for(ScreenName.AGREEMENT)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._part = 0

    def _paint(self) -> None:
        comparisons, width = self._session.inspection.comparisons(), self.size.width
        if self._part:
            self._show_figures(comparisons, width)
        else:
            self._show_disagreements(comparisons, width)
        parts = tuple((f" {part} ", "pick" if index == self._part else "dim") for index, part in enumerate(_PARTS))
        left: Line = ((f" {self._session.inspection.details.name}   ", "head"), *parts)
        count = len(comparisons)
        right: Line = ((f"{count} record{'' if count == 1 else 's'} scored twice ", "dim"),)
        self.query_one("#status", Lines).show([spread(left, right, width, self._session.glyphs.ellipsis)])

    def _show_disagreements(self, comparisons: list[Comparison], width: int) -> None:
        not_both = apart(comparisons)
        parts = (
            ("DISAGREED", disagreements(comparisons)),
            ("ASKED OF ONE ONLY", [placed for placed in not_both if placed[1].outcome is not Outcome.OPEN]),
            ("NOT ANSWERED BY BOTH", [placed for placed in not_both if placed[1].outcome is Outcome.OPEN]),
        )
        rows = [row for heading, listed in parts if listed for row in self._part_rows(heading, listed)]
        table = self.query_one(Table)
        if rows:
            said = max(14, (width - 32) // 3)
            table.fill((("", 32), ("first", said), ("second", said), ("decided", width - 32 - 2 * said)), rows)
        else:
            agreed = (
                "Every finished second scoring gave the same answers." if comparisons else "No second scoring is finished yet."
            )
            table.fill((("", width),), [("", (agreed,))])

    def _part_rows(self, heading: str, listed: list[tuple[Comparison, Compared]]) -> Iterator[Row]:
        instrument = self._session.instrument
        yield "", (Text(f"{heading} {len(listed)}", style="bold"), "", "", "")
        for one, of_record in groupby(listed, key=lambda placed: placed[0]):
            yield "", (Text(f" {one.first.reference}: {' and '.join(one.raters)}", style="italic"), "", "", "")
            for _, compared in of_record:
                question = compared.question
                decided = decision_text(instrument, question, one.decisions.get(question))
                label = f"  {instrument.questions[question].label}"
                yield f"{one.second.id} {question}", (label, *answers_text(instrument, compared), decided)

    def _show_figures(self, comparisons: list[Comparison], width: int) -> None:
        rows: list[Row] = []
        for heading, listed in figures_rows(self._session.instrument, comparisons).items():
            rows.append(("", (Text(heading.upper(), style="bold"), "", "", "", "", "", "")))
            rows += [
                (
                    f"{heading} {row.title}",
                    (
                        f" {row.title}",
                        f"{row.pairs} few" if row.few else row.pairs,
                        row.disagreed,
                        row.raw,
                        row.ac1,
                        row.kappa,
                        str(row.apart or ""),
                    ),
                )
                for row in listed
            ]
        figures = (("pairs", 8), ("differ", 7), ("raw", 12), ("AC1", 12), ("kappa", 12), ("apart", 6))
        title = max(20, min(44, width - sum(cells for _, cells in figures)))
        self.query_one(Table).fill((("", title), *figures), rows)

    # Commands

    def action_next_part(self) -> None:
        """Show the other part."""
        self._part = 1 - self._part
        self._paint()

    def action_open(self) -> None:
        """Compare the two scorings at the question under the cursor."""
        second, _, question = self.query_one(Table).chosen.partition(" ")
        if question and not self._part:
            self.sqs.open_comparison(self._session, second, question)
