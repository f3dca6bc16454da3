"""The tour on the screen: two lines at the top of whatever is in front, which follow what the user does."""

from typing import TYPE_CHECKING, Any, cast

from textual.app import App
from textual.screen import ModalScreen, Screen, SystemModalScreen

from sqs_tui.domain import tour
from sqs_tui.domain.instrument import Kind
from sqs_tui.domain.scoring import Mode
from sqs_tui.domain.tour import STEPS, Seen, Spot, Tour
from sqs_tui.keys import Keys
from sqs_tui.screens.base import House, SqsScreen
from sqs_tui.screens.session import Session
from sqs_tui.widgets.lines import Line, Lines, width_of, wrap

if TYPE_CHECKING:
    from sqs_tui.screens.letter import LetterScreen
    from sqs_tui.screens.review import Review

OFFER = "A tour of five steps shows how a case is scored and a letter read. {app.tour} begins it, {app.back} declines."
OVER = "The tour is over. {app.help} lists every key, {app.tour} begins the tour again."
_CASE = "TOUR"
"""What the case is called that the tour is done on."""
_SPOTS = {
    "Inspections": Spot.HOME,
    "InspectionScreen": Spot.INSPECTION,
    "SummaryScreen": Spot.SUMMARY,
    "Behind": Spot.RECORDS,
    "Pieces": Spot.EXPORT,
}
_MODES = {Mode.REASONS: Spot.REASONS, Mode.NOTE: Spot.NOTE}


class TourLines(Lines):
    """What the tour says."""

    DEFAULT_CSS = """
    TourLines {
        dock: top;
        height: 2;
        background: $boost;
    }
    """

    def on_resize(self) -> None:
        """Break the lines anew."""
        cast("House", self.app).learner.guide.look()


class Guide:
    """Offers the tour, and leads through it."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._house = cast("House", app)
        self._tour: Tour | None = None
        self._offered = False
        self._session: Session | None = None
        self._record = ""
        self._followed = False
        self._closing: Screen[Any] | None = None
        """The screen on which the tour ended."""

    @property
    def begun(self) -> bool:
        """Whether the tour is under way."""
        return self._tour is not None

    def offer(self) -> None:
        """Say on the first screen that there is a tour."""
        self._offered = True
        self._follow()

    def decline(self) -> None:
        """The user does without."""
        if self._offered:
            self._end()

    def switch(self) -> None:
        """Begin the tour, or end it where it is under way; nothing in a program that has been left meanwhile."""
        if self.begun:
            self._end()
        elif self._is_shown:
            self._begin()

    @property
    def _is_shown(self) -> bool:
        """Whether there is anybody to lead: Textual calls back in a program that is being left, too."""
        return self._app.is_running and self._app.screen.is_attached

    def _begin(self) -> None:
        """Begin on a case of its own, the facts of which are known."""
        house = self._house
        folder = house.library.folders()[0]
        session = self._session = house.session(folder)
        inspection, unit = session.inspection, session.instrument.units[0].id
        there = inspection.records(unit)
        number = 1 + sum(record.reference.startswith(_CASE) for record in there)
        record = inspection.add_record(unit, f"{_CASE}{number}" if number > 1 else _CASE, inspector=house.by)
        act = inspection.new_act()
        for question, content in inspection.contents(there[0].id).items() if there else ():
            if session.instrument.kind_of(question) is not Kind.JUDGEMENT:
                inspection.put(record.id, question, content, act=act)
        self._record = record.id
        self._offered, self._tour = False, tour.begun(self._seen(self._app.screen))
        self._follow()
        if len(self._app.screen_stack) == 1 and isinstance(self._app.screen, SqsScreen) and _spot(self._app.screen) is Spot.HOME:
            house.open_inspection(folder)
        house.open_record(session, record)

    def _follow(self) -> None:
        if not self._followed and self._is_shown:
            self._app.screen_change_signal.subscribe(self._app, lambda _: self.look(), immediate=True)
            self._followed = True
        self.look()

    def _end(self) -> None:
        self._tour, self._offered, self._closing = None, False, None
        self._house.learner.has_toured()
        self.look()

    def look(self) -> None:
        """See what the user has done, and say what comes next."""
        if not self._is_shown:
            return
        screen = self._app.screen
        if self._tour:
            self._tour = self._tour.after(self._seen(screen))
            if self._tour.over:
                self._end()
                self._closing = screen
        for behind in self._app.screen_stack:
            shown = behind.query(TourLines)
            says = self._lines(behind) if behind is screen else ()
            if says and not shown:
                behind.mount(TourLines(), before=0)
            for lines in shown:
                if says:
                    lines.show(says)
                else:
                    lines.remove()

    def _seen(self, screen: Screen[Any]) -> Seen:
        session = self._session
        answers = session.saver.contents(self._record) if session else {}
        return tour.seen_in(session.instrument, _spot(screen), answers) if session else Seen(spot=_spot(screen))

    def _lines(self, screen: Screen[Any]) -> tuple[Line, ...]:
        """What is said on a screen; nothing on one that is not the program's own, such as the palette."""
        keys, width, spot = self._house.keys, screen.size.width, _spot(screen)
        if self._tour and isinstance(screen, SqsScreen | ModalScreen) and not isinstance(screen, SystemModalScreen):
            return tour_lines(self._tour, spot, keys, width)
        says = OFFER if self._offered and spot is Spot.HOME else OVER if self._closing is screen else ""
        return tuple(((f" {text}", "given"),) for text in wrap(keys.says(says), width - 2)) if says else ()


def tour_lines(made: Tour, spot: Spot, keys: Keys, width: int) -> tuple[Line, ...]:
    """The two lines of the tour: the step, what to do next, and the key that ends it."""
    head, ends = f" Tour, {made.step} of {STEPS}  ", f"  {keys.says('{app.tour}')} ends it "
    first, *rest = wrap(keys.says(made.says(spot)), max(10, width - len(head) - 1))
    second = " ".join(rest)
    end: Line = ((ends, "dim"),)
    room = width - width_of(end) - 1
    return ((head, "head"), (first, "given")), ((f" {second}".ljust(room)[:room], "given"), *end)


def _spot(screen: Screen[Any]) -> Spot:
    """Where the user is; by the names of the screens, none of which is imported for it."""
    name = type(screen).__name__
    if name == "Review":
        return _MODES.get(cast("Review", screen).state.mode, Spot.REVIEW)
    if name == "LetterScreen":
        return Spot.NUMBER if cast("LetterScreen", screen).picks_number else Spot.LETTER
    return _SPOTS.get(name, Spot.ELSEWHERE)
