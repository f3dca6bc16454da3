"""A screen of one open inspection: it follows what others change in it, and lets them see that it is open."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from sqs_tui.commands import Command, ScreenName
from sqs_tui.domain.queue import Item, behind
from sqs_tui.domain.queue import Place as QueuePlace
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.private import is_shown_privately
from sqs_tui.screens.session import Session
from sqs_tui.store.following import Changed
from sqs_tui.store.place import Place
from sqs_tui.store.queue import records_of


class FollowingScreen(SqsScreen):
    """What others wrote is painted when a look finds it; a look that finds nothing opens no file and paints nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    @property
    def session(self) -> Session:
        """The work on the inspection that is shown."""
        return self._session

    @property
    def reviewed(self) -> str:
        """The id of the record under review; empty where none is."""
        return ""

    @property
    def asked(self) -> str:
        """The question under review; empty where none is."""
        return ""

    def placed(self, beneath: Place) -> Place:
        """In the inspection, and at the record under review."""
        place = beneath if beneath.inspection else Place(inspection=self._session.inspection.folder.name)
        return replace(place, record=self.reviewed, question=self.asked) if self.reviewed else place

    def on_mount(self) -> None:
        """Follow what changes, here and in other processes; Textual calls this for each class."""
        self._unsubscribe = self._session.inspection.subscribe(self._changed)

    def on_unmount(self) -> None:
        """Stop following."""
        self._unsubscribe()

    def on_screen_resume(self) -> None:
        """Let others see what is in front now, and see where they are."""
        self._session.presence.enter(self.reviewed)
        self._session.presence.look()

    def look_around(self) -> None:
        """Try again to save what waits, and pick up what others did."""
        session = self._session
        waited = session.saver.waiting
        try:
            session.saver.flush()
            if waited:
                self._flushed()
            session.inspection.refresh()
        except SqsError as fault:
            self._tell(str(fault))
        while session.taken_back:
            self._tell(session.taken_back.pop(0))
        if session.presence.look() or waited or self._has_come_back():
            self._paint()
        if session.settings.phrases == "library" and session.phrases.wider is None:
            from sqs_tui.screens.widening import widen

            widen(self, session)

    def settings_changed(self) -> None:
        """Show what the settings have changed."""
        self._paint()

    def private_changed(self) -> None:
        """Show what may be seen now."""
        self._paint()
        self.refresh_bindings()

    def why_not(self, command: Command) -> str:
        """In the private view nothing is done that shows more than the case in front."""
        if self._session.private and not is_shown_privately(command.id):
            key = self.sqs.keys.first("inspection.private" if self.NAME is ScreenName.INSPECTION else "review.private")
            return f"The private view hides what {command.label} would show: {key} shows it."
        return super().why_not(command)

    def notice(self, text: str) -> None:
        """Tell the user something in passing, as far as it may be seen."""
        super().notice(self._session.discreet(text))

    def action_conflicts(self) -> None:
        """List what two have said differently."""
        self.list_conflicts()

    def list_conflicts(self, lines: tuple[str, ...] = ()) -> None:
        """List what two have said differently, beginning with the conflict between these lines of history."""
        self.app.clear_notifications()  # they would cover the keys of the list
        from sqs_tui.screens.conflicts import Conflicts

        self.app.push_screen(Conflicts(self._session, lines))

    # The problems queue

    def action_problems(self) -> None:
        """List what is to be mended, decided on or let stand."""
        self.app.clear_notifications()  # as above
        self.list_problems()

    def list_problems(self, *, letter_first: bool = False, chosen: str = "") -> None:
        """List the queue, with the letter's part first where that is what one works on; the cursor begins at an item's key."""
        from sqs_tui.screens.problems import Problems
        from sqs_tui.screens.walking import lead

        def go_there(item: Item | None) -> None:
            if item:
                lead(self, item)

        self.app.push_screen(Problems(self._session, letter_first=letter_first, chosen=chosen), go_there)

    def action_next_problem(self) -> None:
        """Lead on to the next problem, wherever it lies."""
        from sqs_tui.screens.walking import walk

        walk(self)

    def place_in(self, items: Sequence[Item]) -> QueuePlace | None:
        """Where in the queue the inspector is, of which these are the items, or those of the records.

        That is behind the current question of a record under review, else behind what was led to last.
        """
        inspection = self._session.inspection
        walked = next((item for item in items if item.key == self._session.walked), None)
        for at, record in enumerate(records_of(inspection) if self.reviewed else ()):
            if record.id == self.reviewed:
                here = behind(inspection.instrument, record.unit, at, self.asked)
                return max(here, walked.place) if walked and walked.record == record.id and not walked.question else here
        return walked.place if walked else None

    def show_item(self, item: Item) -> None:
        """Show what an item of the queue is about, which is on this screen."""

    def say(self, sentence: str) -> None:
        """Tell the user something about what is shown."""
        self._tell(sentence)

    def action_copy(self) -> None:
        """Copy what is current: the note on the answer that is asked."""
        from sqs_tui.screens.copying import copy_note

        copy_note(self, self._session, self.reviewed, self.asked)

    def list_behind(
        self, kind: str, identity: str, *, only: frozenset[str] = frozenset(), leave: Callable[[], None] = lambda: None
    ) -> None:
        """List the records behind a number (see `Behind`), and show the one that is chosen, `leave` being called before."""
        from sqs_tui.screens.behind import Behind, Place

        def show(place: Place | None) -> None:
            if place:
                leave()
                self.sqs.open_record(self._session, self._session.inspection.record(place.record), place.question)

        self.app.push_screen(Behind(self._session, kind, identity, only=only), show)

    def _has_come_back(self) -> bool:
        """Go on typing what an editor has saved by now that went on by itself; gives whether there is anything."""
        if self._session.outside and not self.unended:
            from sqs_tui.screens.editor import came_back

            if came_back(self._session, self.reviewed):
                self._resume()
                return True
        return False

    def _resume(self) -> None:
        """Go on with what is kept as being typed here."""

    def _flushed(self) -> None:
        """Do what had to wait for answers to be on disk; called when that was tried again."""

    def _changed(self, changed: Changed) -> None:
        """Show what has changed."""
        raise NotImplementedError

    def _paint(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def _tell(self, sentence: str) -> None:
        """Tell the user what is wrong."""
        self.notice(sentence)
