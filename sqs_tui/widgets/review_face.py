"""What Review looks like: its parts in their places, painted from one value."""

import msgspec
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Offset

from sqs_tui.domain.instrument import Instrument, WordProfile
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import Record
from sqs_tui.domain.routing import AnswerState, Route
from sqs_tui.domain.scoring import State
from sqs_tui.domain.tally import Tallies
from sqs_tui.domain.waivers import Waiver
from sqs_tui.widgets.foot import foot_line
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.guidance import Guidance
from sqs_tui.widgets.lines import Line, Lines, fit, spread, width_of
from sqs_tui.widgets.panel import Panel
from sqs_tui.widgets.question_list import Marks, QuestionList
from sqs_tui.widgets.summary_pane import Number, SummaryPane


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is seen on Review."""

    instrument: Instrument
    tallies: Tallies
    total: int
    """How many records of the unit there are."""
    profile: WordProfile
    glyphs: Glyphs
    inspection: str
    record: Record
    state: State
    route: Route
    problems: tuple[Problem, ...]
    """What is neither mended nor waived."""
    waived: tuple[Waiver, ...]
    unsaved: frozenset[str]
    saved: Line
    contended: frozenset[str]
    """The questions whose answers are in conflict."""
    conflicts: str
    """How many conflicts are open, with the key that lists them; empty where none is."""
    here: str
    """Who else is at the record; empty where nobody is."""
    news: str
    """What somebody else has just done to the record."""
    message: str
    aside: str
    """What stands in place of the choices, if anything does."""
    guided: bool
    """The guidance stands in place of the list and the summary."""
    private: bool
    picked: int | None
    """The number of the summary that the cursor is on, while it is there."""


class Middle(Horizontal):
    """Holds the panes, which cover it whole: there is nothing of its own to work out for each repaint."""

    BLANK = True


class ReviewFace(Vertical):
    """The panel's height never changes, so nothing above it moves; a part repaints only rows that differ."""

    BLANK = True  # its parts cover it

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Lines(id="status")
        with Middle(id="middle"):
            yield QuestionList()
            yield SummaryPane()
            yield Guidance()
        yield Lines(id="rule")
        yield Panel()
        yield Lines(id="foot")

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the summary; none where it is not seen, for want of room or because the guidance stands there."""
        pane = self.query_one(SummaryPane)
        return pane.numbers if pane.size.width else ()

    def show(self, face: Face) -> None:
        """Paint everything."""
        self._newest = face
        if face.guided is not self.has_class("-guided"):
            self.set_class(face.guided, "-guided")
            self.call_after_refresh(lambda: self.show(self._newest))  # parts that come into view have no size before
            return
        instrument, state, route, glyphs, width = face.instrument, face.state, face.route, face.glyphs, self.size.width
        to_mend = frozenset(problem.question for problem in face.problems)
        marks = Marks(unsaved=face.unsaved, contended=face.contended, to_mend=to_mend)
        status, whole = _status(face, width)
        self.query_one("#status", Lines).show([status])
        self.query_one("#rule", Lines).show([((glyphs.rule * width, "quiet"),)])
        self.query_one(QuestionList).show_questions(instrument, state, route, glyphs, marks)
        if face.private or face.record.of:
            self.query_one(SummaryPane).show_private(glyphs, blind=bool(face.record.of))
        else:
            self.query_one(SummaryPane).show_tallies(
                instrument,
                face.tallies,
                face.profile,
                glyphs,
                unit=state.unit,
                total=face.total,
                current=state.current,
                picked=face.picked,
            )
        if face.guided:
            self.query_one(Guidance).show_guidance(instrument, state.current)
        self.query_one(Panel).show_question(
            instrument, state, route, face.problems, face.waived, glyphs, aside=face.aside or ("" if whole else face.message)
        )
        foot = foot_line(instrument, face.record.reference, state, width, glyphs, private=face.private, news=face.news)
        self.query_one("#foot", Lines).show([foot])
        self._lead_cursor()

    def _lead_cursor(self) -> None:
        """Leave the terminal's cursor where the next change will most likely be: each way to it costs bytes."""
        parts = ((Panel, "caret"), (SummaryPane, "pick"), (QuestionList, "current"))
        places = (self.query_one(part).place_of(role) for part, role in parts)
        self.app.cursor_position = next((place for place in places if place), Offset())


def _status(face: Face, width: int) -> tuple[Line, bool]:
    """The status line, and whether the message it holds is whole."""
    answered, asked = face.route.answered_of()
    parked = sum(place.state is AnswerState.PARKED for place in face.route.places.values())
    progress = f"{answered} of {asked} answered" + (f", {parked} parked" if parked else "")
    if face.record.case_manager:
        progress = f"{face.record.case_manager}   {progress}"
    conflicts = f"   {face.conflicts}" if face.conflicts else ""
    right = (("  ", ""), *face.saved)
    beside = ((f"  {face.here}", "key"), *right)
    if face.here and cell_len(face.message) <= width - width_of(beside):
        right = beside
    room = width - width_of(right)
    where = f"> {face.record.reference}" + (f" ({face.record.purpose})" if face.record.purpose else "")
    named = fit(
        face.inspection,
        max(0, min(cell_len(face.inspection), room - cell_len(where) - cell_len(progress) - cell_len(conflicts) - 5)),
        face.glyphs.ellipsis,
    )
    left: Line = ((f"{named} {where}", "head"), (f"   {progress}", ""))
    if conflicts:
        left = (*left, (conflicts, "warn"))
    if face.message:
        left = ((face.message, "warn"),)
    return spread(left, right, width, face.glyphs.ellipsis), cell_len(face.message) <= room
