"""A screen of one open inspection: it follows what others change in it, and lets them see that it is open."""

from collections.abc import Callable

from msgspec.structs import replace

from sqs_tui.errors import SqsError
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.session import Session
from sqs_tui.store.following import Changed
from sqs_tui.store.place import Place


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

    def action_conflicts(self) -> None:
        """List what two have said differently, unless somebody sits beside who may not see other records."""
        if self._session.private:
            self._tell(self.sqs.keys.says("The private view hides other records: {review.private} shows them."))
        else:
            self.app.clear_notifications()  # they would cover the keys of the list
            from sqs_tui.screens.conflicts import Conflicts

            self.app.push_screen(Conflicts(self._session))

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
