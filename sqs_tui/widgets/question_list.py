"""The questions of a record with their answers, the current one marked."""

from collections import defaultdict
from collections.abc import Callable

import msgspec
from rich.cells import cell_len

from sqs_tui.domain.instrument import Counts, Instrument
from sqs_tui.domain.latest import latest
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, Place, Route
from sqs_tui.domain.scoring import FINISH_LINE, State
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, fit


class Marks(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a record's answers, by question."""

    unsaved: frozenset[str] = frozenset()
    """Not on disk."""
    contended: frozenset[str] = frozenset()
    """Answered by two in different ways."""
    to_mend: frozenset[str] = frozenset()
    """With a problem, gaps included."""

    def flag(self, place: Place, glyphs: Glyphs) -> str:
        """The sign of what is worst about the answer in a place; a gap is no fault of an answer."""
        if place.question in self.unsaved:
            return glyphs.unsaved
        if place.question in self.contended:
            return glyphs.conflict
        mends = place.question in self.to_mend and place.state is not AnswerState.UNANSWERED
        return glyphs.mend if mends else " "


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a row of the list."""

    question: str | None = None
    """FINISH_LINE in the last row, None in a heading."""
    title: str = ""
    """Of a heading."""


class QuestionList:
    """The list as far as it is in view; it turns pages rather than creeping, so that a move seldom changes more than two rows."""

    def __init__(self) -> None:
        self._top = 0
        self._row: defaultdict[str, Callable[..., Line]] = defaultdict(lambda: latest(question_row))
        """Draws a question, each of them anew only where something in its row has changed."""

    def lines(
        self, instrument: Instrument, state: State, route: Route, glyphs: Glyphs, marks: Marks, *, width: int, height: int
    ) -> list[Line]:
        """The rows in view, the current question among them."""
        order = rows_of(instrument, state.unit, by_theme=state.by_theme)
        here = next(index for index, row in enumerate(order) if row.question == state.current)
        self._top = page_top(self._top, here, height, len(order))
        lines: list[Line] = []
        for row in order[self._top : self._top + height]:
            if row.question is None:
                lines.append(((fit(f" {row.title.upper()}", width, glyphs.ellipsis), "head"),))
            elif row.question == FINISH_LINE:
                lines.append(_finish_row(route, marks, glyphs, width, current=state.current == FINISH_LINE))
            else:
                place, current = route.places[row.question], row.question == state.current
                flag = marks.flag(place, glyphs)
                lines.append(self._row[row.question](instrument, place, flag, glyphs, width, current=current))
        return lines


def page_top(top: int, here: int, height: int, rows: int) -> int:
    """The first row in view so that row `here` is seen: unchanged while it is, else moved by most of a page.

    The row above the current one stays in view, since it may be the heading it stands under.
    """
    if height <= 0:
        return 0
    if here - 1 < top:
        top = here - height + 3
    elif here >= top + height:
        top = here - 2
    return max(0, min(top, rows - height))


def rows_of(instrument: Instrument, unit: str, *, by_theme: bool) -> tuple[Row, ...]:
    """What stands in each row of the list: headings with their questions, and the finish line at the end."""
    groups = instrument.groups(unit, by_theme=by_theme)
    listed = (row for group in groups for row in (Row(title=group.title), *(Row(question=known) for known in group.questions)))
    return (*listed, Row(question=FINISH_LINE))


def _finish_row(route: Route, marks: Marks, glyphs: Glyphs, width: int, *, current: bool) -> Line:
    left = len(marks.to_mend)
    finish = f"finish line, {len(route.open)} open" if route.open else f"finish line, {left} to mend" if left else "FINISH LINE"
    cursor = glyphs.cursor if current else " "
    return ((f"{cursor} {finish}", "current" if current else "dim"), (" " * (width - cell_len(finish) - 2), ""))


def question_row(instrument: Instrument, place: Place, flag: str, glyphs: Glyphs, width: int, *, current: bool) -> Line:
    """The row of a question with its answer; `flag` says what is wrong with that, and is a blank where nothing is."""
    question = instrument.questions[place.question]
    mark, role = answer_mark(instrument, place, glyphs)
    beside = _beside(instrument, place, glyphs)
    room = width - 4
    label_width = min(cell_len(question.label), room - 9) if beside else room
    base = "dim" if place.state in _DIMMED else ""
    shown = fit(beside, min(cell_len(beside), max(0, room - 1 - label_width)), glyphs.ellipsis)
    label = fit(question.label, label_width, glyphs.ellipsis)
    picked = len(question.id) if current and question.numbered else 0  # not the whole row, which costs as it is left and entered
    return (
        (glyphs.cursor if current else " ", "current" if current else base),
        (f"{mark}{flag}", "warn" if flag.strip() else "current" if current else role),
        (label[:picked], "current"),
        (label[picked:], base),
        (" " * (room - label_width - cell_len(shown)) + shown + " ", "dim"),
    )


_DIMMED = frozenset({AnswerState.NOT_ASKED, AnswerState.PARKED, AnswerState.WAITING})


def answer_mark(instrument: Instrument, place: Place, glyphs: Glyphs) -> tuple[str, str]:
    """The one sign a question carries in lists, with its role: the key of its answer, or the sign of its state."""
    choice = instrument.choice(place.question, place.content.value)
    if choice is None or place.state in _DIMMED:
        return glyphs.state(place.state), "dim"
    role = {Counts.MET: "met", Counts.NOT_MET: "not-met", Counts.OUT: ""}[choice.counts]
    return choice.key, role if instrument.kind_of(place.question).value == "judgement" else ""


def _beside(instrument: Instrument, place: Place, glyphs: Glyphs) -> str:
    """What stands beside a question: why it is not asked, or the reasons that were given."""
    if place.state in (AnswerState.NOT_ASKED, AnswerState.PARKED):
        return instrument.questions[place.question].not_asked or "not asked"
    return reasons_and_note(place.content, glyphs)


def reasons_and_note(content: Content, glyphs: Glyphs) -> str:
    """The reasons' ids and signs for a note: what fits beside a title."""
    note = glyphs.quote if content.quote else ("+" if content.note else "")
    return " ".join((*content.reasons, *([note] if note else [])))
