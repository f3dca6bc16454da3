"""The letter as its readers will read it, in lines; one figure may be picked out, one paragraph is the current one."""

from collections.abc import Iterable, Sequence

from textual.geometry import Offset

from sqs_tui.domain.letter.figures import Printed
from sqs_tui.widgets.letter_lines import Drawn
from sqs_tui.widgets.lines import Line, Lines, Span


class Preview(Lines):
    """Shows drawn paragraphs one below the other; it is as high as they are, and scrolls in what holds it."""

    _drawn: tuple[Drawn, ...] = ()
    _starts: dict[str, int] = {}  # noqa: RUF012 - replaced whole, never changed
    _current = ""

    def show_letter(self, paragraphs: Iterable[Drawn], *, current: str, picked: int, mark: str) -> None:
        """Show the letter; `picked` is a figure of the current paragraph, -1 for none; `mark` stands before its lines."""
        self._drawn = tuple(paragraphs)
        lines: list[Line] = []
        starts: dict[str, int] = {}
        for drawn in self._drawn:
            starts[drawn.paragraph] = len(lines)
            here = drawn.paragraph == current
            edge: Span = (mark if here else " ", "key")
            *rows, last = drawn.lines(picked if here else -1)
            lines += [*((edge, *line) for line in rows), last]
        self._starts, self._current = starts, current
        self.styles.height = max(1, len(lines))
        self.show(lines)

    @property
    def place_of_current(self) -> Offset | None:
        """Where on the screen the figure that is picked out begins, else the current paragraph; None where there is none."""
        if self._current not in self._starts:
            return None
        return self.place_of("pick") or self.content_region.offset + Offset(0, self._starts[self._current])

    @property
    def paragraphs(self) -> tuple[Drawn, ...]:
        """What is shown."""
        return self._drawn

    def rows_of(self, paragraph: str, figure: int = -1) -> tuple[int, int]:
        """The first row of a paragraph, or of one of its figures, and how many there are; (0, 0) where it is not shown."""
        drawn = next((drawn for drawn in self._drawn if drawn.paragraph == paragraph), None)
        if drawn is None:
            return 0, 0
        start = self._starts[paragraph]
        return (start + drawn.row_of(figure), 1) if figure >= 0 else (start, len(drawn.rows))

    def paragraph_at(self, row: int) -> str:
        """The paragraph that a row belongs to; empty below the last."""
        return next((drawn.paragraph for drawn in reversed(self._drawn) if self._starts[drawn.paragraph] <= row), "")


def figures_of(paragraphs: Sequence[Drawn]) -> list[tuple[str, int, Printed]]:
    """Every figure of the letter in order: its paragraph's id, its number in it, and what it printed."""
    return [(drawn.paragraph, number, printed) for drawn in paragraphs for number, printed in enumerate(drawn.figures)]
