"""The levels that Esc goes up through, and which of them is shown first.

A level is made when it is shown: those above the first screen cost its start nothing, and the modules of the others are imported
with the first screen that needs them.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.app import App

from sqs_tui.errors import SqsError
from sqs_tui.screens.base import House, SqsScreen
from sqs_tui.screens.dialog import Dialog
from sqs_tui.store.place import Place

if TYPE_CHECKING:
    from sqs_tui.domain.records import Record
    from sqs_tui.screens.session import Session


def all_inspections() -> SqsScreen:
    """The highest level."""
    from sqs_tui.screens.inspections import Inspections

    return Inspections()


def inspection_level(session: "Session") -> SqsScreen:
    """The records of an inspection."""
    from sqs_tui.screens.inspection import InspectionScreen

    return InspectionScreen(session)


def record_level(session: "Session", record: "Record", question: str | None = None) -> SqsScreen:
    """A record under review."""
    from sqs_tui.screens.review import Review

    return Review(session, record, question)


def letter_level(session: "Session") -> SqsScreen:
    """The letter; Markdown takes long to import."""
    from sqs_tui.screens.letter import LetterScreen

    return LetterScreen(session)


class Levels:
    """What makes the levels above the lowest screen that there is, the nearest one last. `tell` is told what cannot be shown."""

    def __init__(self, house: House, tell: Callable[[str], None]) -> None:
        self._house = house
        self._tell = tell
        self._makers: list[Callable[[], SqsScreen]] = [all_inspections]
        self.damaged: list[str] = []
        """A sentence for each damaged file of the inspection in which it begins, where its own level, which tells them, is not
        shown first."""

    def begin_at(self, folder: str, reference: str | None) -> None:
        """Begin at an inspection, or at one of its records; raises LibraryError."""
        session = self._house.session(folder)
        self._makers.append(lambda: inspection_level(session))
        if reference is not None:
            record = session.inspection.visible_record(reference)
            self._makers.append(lambda: record_level(session, record))
            self.damaged += session.inspection.damaged

    def begin_where_it_ended(self, place: Place) -> str:
        """Begin where the program ended, as far as that is still there; gives what is told of it."""
        titles = [title for forms in place.typed.values() for title in forms]
        where = "a form" if place.private else f"“{titles[-1]}”" if titles else ""
        kept = f"What you typed in {where} is kept, and stands there when you open it again." if titles else ""
        if not place.inspection:
            return kept
        with suppress(SqsError):
            session = self._house.session(place.inspection)
            self._makers.append(lambda: inspection_level(session))
            if place.record:
                record = session.inspection.visible_record(place.record)
                self._makers.append(lambda: record_level(session, record, place.question or None))
            elif place.letter:
                self._makers.append(lambda: letter_level(session))
            self.damaged += session.inspection.damaged if place.record or place.letter else []
            if not (place.record and session.inspection.draft(place.record)):  # of a note Review says so, and it is not covered
                return kept or "You are back where the program ended; Esc goes back a level."
        return kept

    def go_back(self, app: App[Any]) -> None:
        """Go back one level; where there is none above, show all that the highest has.

        In the private view, levels that show more than may be seen are passed over; nobody sees them in between.
        """
        if isinstance(app.screen, Dialog):
            app.screen.action_leave()
            return
        self._pass_over(app)
        while self._house.view.on and not (isinstance(app.screen, SqsScreen) and app.screen.DISCREET):
            self._pass_over(app)

    def _pass_over(self, app: App[Any]) -> None:
        if len(app.screen_stack) > 1:
            app.pop_screen()
        elif self._makers:
            app.switch_screen(self.make_next())
        elif isinstance(app.screen, SqsScreen):
            app.screen.show_all()

    def make_next(self) -> SqsScreen:
        """The nearest level above; one that can no longer be shown is passed over. There must be one."""
        make = self._makers.pop()
        try:
            return make()
        except SqsError as fault:
            if not self._makers:
                raise
            self._tell(str(fault))
            return self.make_next()
