"""What Review looks like: its parts in their places, painted from one value."""

import msgspec
from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Offset

from sqs_tui.domain.instrument import Instrument, WordProfile
from sqs_tui.domain.phrases import Offer
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import Record
from sqs_tui.domain.routing import AnswerState, Route
from sqs_tui.domain.scoring import State
from sqs_tui.domain.tally import Tallies
from sqs_tui.domain.waivers import Waiver
from sqs_tui.keys import Keys
from sqs_tui.widgets.cursor import HoldsCursor
from sqs_tui.widgets.foot import foot_line
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.guidance import guidance_view
from sqs_tui.widgets.lines import Line, Lines, fit, spread, width_of
from sqs_tui.widgets.panel import HEIGHT, panel_lines
from sqs_tui.widgets.question_list import Marks, QuestionList
from sqs_tui.widgets.summary_pane import Number, Summary, hidden_lines

_SUMMARY, _WIDE_SUMMARY = 37, 56
"""The summary's width in cells, and that on a wide screen."""


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is seen on Review."""

    instrument: Instrument
    tallies: Tallies
    total: int
    """How many records of the unit there are."""
    profile: WordProfile
    glyphs: Glyphs
    keys: Keys
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
    hint: str
    message: str
    aside: str
    """What stands in place of the choices, if anything does."""
    offer: Offer | None
    """What the note that is typed is offered."""
    guided: bool
    """The guidance stands in place of the list and the summary."""
    why: str
    """Why the question is asked, for the guidance."""
    removed: str
    """The day on which notes were removed; empty where they are there."""
    private: bool
    picked: int | None
    """The number of the summary that the cursor is on, while it is there."""


class ReviewFace(Vertical, HoldsCursor):
    """The panel's height never changes, so nothing above it moves.

    All but the status line is one widget: each costs time with every key, and here nothing but rows is laid out.
    """

    BLANK = True  # its parts cover it

    def __init__(self) -> None:
        super().__init__()
        self._questions = QuestionList()
        self._summary = Summary()

    def compose(self) -> ComposeResult:
        """Lay out the parts."""
        yield Lines(id="status")
        yield Lines(id="body")

    @property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of the summary; none where it is not seen, for want of room or because the guidance stands there."""
        return self._summary.numbers

    def show(self, face: Face) -> None:
        """Paint everything."""
        instrument, state, route, glyphs, keys = face.instrument, face.state, face.route, face.glyphs, face.keys
        width, height = self.size
        status, whole = _status(face, width)
        self.query_one("#status", Lines).show([status])
        aside, offer = face.aside or ("" if whole else face.message), face.offer.text if face.offer else ""
        body = self.query_one("#body", Lines)
        body.show(
            [
                *self._middle(face, width, max(0, height - HEIGHT - 3)),
                ((glyphs.rule * width, "quiet"),),
                *panel_lines(
                    instrument,
                    state,
                    route,
                    face.problems,
                    face.waived,
                    glyphs,
                    keys,
                    width,
                    aside=aside,
                    offer=offer,
                    removed=face.removed,
                ),
                foot_line(
                    instrument,
                    face.record.reference,
                    state,
                    width,
                    glyphs,
                    keys,
                    private=face.private,
                    news=face.news,
                    hint=face.hint,
                ),
            ]
        )

    @property
    def cursor_place(self) -> Offset | None:
        """The caret, else the number that is picked, else the current question: there the next change is, too."""
        body = next(iter(self.children[1:]), None)
        return body.place_of("caret", "pick", "current") if isinstance(body, Lines) else None

    def _middle(self, face: Face, width: int, height: int) -> list[Line]:
        """What stands above the panel: the questions with the summary beside them, or the guidance."""
        beside = 0 if face.guided else self._width_of_summary
        self._summary.numbers = ()
        if face.guided:
            lines = guidance_view(face.instrument, face.state.current, face.why, face.keys, width, height)
            return [*lines, *[()] * (height - len(lines))][:height]
        to_mend = frozenset(problem.question for problem in face.problems)
        marks = Marks(unsaved=face.unsaved, contended=face.contended, to_mend=to_mend)
        listed = self._questions.lines(
            face.instrument, face.state, face.route, face.glyphs, marks, width=width - beside, height=height
        )
        rows: list[Line] = [*listed, *[((" " * (width - beside), ""),)] * (height - len(listed))]
        if not beside:
            return rows
        if face.private or face.record.of:
            pane = hidden_lines(face.glyphs, height, blind=bool(face.record.of), shows=face.keys.first("review.private"))
        else:
            pane = self._summary.lines(
                face.instrument, face.tallies, face.profile, face.glyphs,
                width=beside, height=height,
                unit=face.state.unit, total=face.total, current=face.state.current, picked=face.picked,
            )  # fmt: skip
        return [(*left, *right) for left, right in zip(rows, pane, strict=True)]

    @property
    def _width_of_summary(self) -> int:
        """How many cells the summary takes; none where there is no room for it."""
        if self.screen.has_class("-narrow") or self.screen.has_class("-short"):
            return 0
        return _WIDE_SUMMARY if self.screen.has_class("-wide") else _SUMMARY


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
