"""The application: opens the library, hands it to screens, and leaves only when nothing would be lost."""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePath
from typing import ClassVar

from msgspec.structs import replace
from rich.text import Text
from textual import events
from textual.actions import ActionParseResult
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen

from sqs_tui.domain.records import Inspection, Record
from sqs_tui.errors import SqsError
from sqs_tui.keys import textual_key
from sqs_tui.machine import DEFAULT_CRITERIA, habits_path, settings_path
from sqs_tui.screens.base import Commanded, SqsScreen
from sqs_tui.screens.keeping import DELAY
from sqs_tui.screens.learner import Learner
from sqs_tui.screens.levels import Levels, inspection_level, letter_level, record_level
from sqs_tui.screens.private import PrivateView
from sqs_tui.screens.session import Session
from sqs_tui.screens.whereabouts import Whereabouts
from sqs_tui.settings import SettingsFile
from sqs_tui.store.keeper import Keeper
from sqs_tui.store.library import Library
from sqs_tui.store.place import Place, Values
from sqs_tui.terminal.application import TerminalApp, look_here
from sqs_tui.terminal.crash import report_crash
from sqs_tui.terminal.look import Look
from sqs_tui.terminal.signals import EndOfLine
from sqs_tui.terminal.type_ahead import TypeAhead
from sqs_tui.widgets.glyphs import ASCII, UNICODE

_BEGUN = 0.5
"""Seconds after which the first screen has long been painted."""
_FIRST_COPY = 1.0
"""Seconds until what is opened is copied: its first screen comes first."""
_LOOK_FOR_COPIES = 60.0
"""Seconds between two looks for snapshots that are due."""
LOOK_AROUND = 1.0
"""Seconds between two looks for what other inspectors changed, and between two attempts to save what waits."""


def _commands_by_name() -> "type[Provider]":
    from sqs_tui.screens.palette import CommandsByName

    return CommandsByName


class SqsApp(TerminalApp):
    """Everything that outlives a screen. `inspection` and `record` name what is shown first; else where the program ended."""

    TITLE = "sqs-tui"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands_by_name}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "repaint", show=False, priority=True)]  # in dialogs, too
    CSS_PATH: ClassVar[list[str | PurePath]] = [  # all here: Textual does not load those of a first screen
        f"styles/{name}.tcss" for name in ("app", "dialogs", "review", "summary", "letter", "second")
    ]

    def __init__(
        self,
        library: Library,
        *,
        by: str,
        demo: bool = False,
        inspection: str | None = None,
        record: str | None = None,
        settings: SettingsFile | None = None,
    ) -> None:
        self._settings = settings or SettingsFile(settings_path(os.environ), os.environ)
        super().__init__(self._look)
        self._sessions: dict[str, Session] = {}
        self.view = PrivateView(self, self._tell)
        self._keeper = Keeper(library)
        self.library = library
        self._take_settings()
        self.demo, self.leads_to = demo, ""
        self.learner = Learner(self, habits_path(os.environ))
        self._whereabouts = Whereabouts(library.path, by, self._place)
        self.typed: dict[str, Values] = self._typed_in("")
        self.glyphs = ASCII if self.look.ascii else UNICODE
        self._painter.steps_aside |= self.settings.paint == "all"
        self.line = EndOfLine(self._save_all)
        self.by = by
        self.working: Callable[[Callable[[], None]], None] | None = None
        self._opened = {inspection} if inspection is not None else set[str]()
        self._told: set[str] = set()
        self._type_ahead = TypeAhead(
            self, super().on_event, lambda: isinstance(self.screen, SqsScreen) and self.screen.TAKES_KEYS
        )
        self._levels = Levels(self, self._tell)
        self._greeting = ""
        if inspection is not None:
            self._levels.begin_at(inspection, record)
        else:
            found = self._whereabouts.found
            self._greeting = self._levels.begin_where_it_ended(found)
            self._opened |= {found.inspection} & self._sessions.keys()
            self.view.on = found.private and found.inspection in self._sessions

    def get_default_screen(self) -> Screen[None]:
        """What is shown first: the only screen that is made at the start."""
        first = self._levels.make_next()
        first._push_result_callback(self, None)  # as for every other screen, without which `switch_screen` fails on it
        return first

    def _tell(self, refused: str) -> None:
        """Tell why something cannot be done, as far as it may be seen."""
        self.notify(self.view.discreet(refused), markup=False, severity="warning", timeout=10)

    async def on_mount(self) -> None:
        """Make ready for the end of the line, and show what was asked for before any key is taken."""
        self.line.ready(self)
        self.app_suspend_signal.subscribe(self, lambda _: self._save_all(), immediate=True)
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.set_timer(_BEGUN, self._look_for_garbage)
        self.set_timer(_FIRST_COPY, self._keep_copies)
        self.set_interval(_LOOK_FOR_COPIES, self._keep_copies)
        for fault in self._settings.faults:
            self._tell(fault)
        for sentence in self._levels.damaged:
            self._tell(sentence)
        if self._greeting:
            self.notify(self.view.discreet(self._greeting), markup=False, timeout=10)
        self.learner.begin()
        self.set_interval(DELAY, lambda: None if self._exit else self._whereabouts.keep())
        self.set_interval(LOOK_AROUND, self._look_around)

    def _take_settings(self) -> None:
        """Let the settings hold as they are now."""
        self.settings = settings = self._settings.settings
        self.keys = settings.made_keys
        self.set_keymap(self.keys.textual())
        self.always = frozenset(map(textual_key, (*self.keys.command("app.quit").keys, *self.keys.command("app.suspend").keys)))
        for session in self._sessions.values():
            session.set_up(settings, self.keys)

    @property
    def _look(self) -> Look:
        """How the program is to look, as the settings are now."""
        settings = self._settings.settings
        return look_here(theme=settings.theme, colours=settings.colours, signs=settings.signs)

    def _look_at_settings(self) -> None:
        """Take the settings again where their file has changed."""
        if self._settings.look():
            self._take_settings()
            self.wear(self._look)
            for fault in self._settings.faults:
                self._tell(fault)
            for screen in self.screen_stack:
                screen.refresh_bindings()
            for own in self._own_screens():
                own.settings_changed()

    def _look_for_garbage(self) -> None:
        """Look for garbage from now on (see `open_app`), but not among what there is, nearly all of which stays."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()

    def on_unmount(self) -> None:
        """Be here no more."""
        for session in self._sessions.values():
            session.close()

    async def on_event(self, event: events.Event) -> None:
        """Take keys as they were pressed, each when the one in front of it has done its work."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded and self.takes(event):
            await self._type_ahead.take(event)
        else:
            await super().on_event(event)

    # What screens ask for

    def session(self, folder: str) -> Session:
        """The session of an inspection, opened when it is first asked for; raises LibraryError."""
        if folder not in self._sessions:
            inspection = self.library.open(folder, by=self.by, now=_now)
            self._sessions[folder] = Session(
                inspection,
                by=self.by,
                glyphs=self.glyphs,
                typed=self._typed_in(folder),
                settings=self.settings,
                keys=self.keys,
                view=self.view,
            )
        return self._sessions[folder]

    def retry(self) -> str:
        """Try again to save what waits, in every inspection; says what still does."""
        for session in self._sessions.values():
            try:
                session.saver.flush()
            except SqsError as refused:
                self._tell(str(refused))
        return " ".join(session.saver.says for session in self._sessions.values() if session.saver.waiting)

    def forget(self, folder: str) -> None:
        """Close the session of an inspection that is no longer there, or is another now."""
        self._opened.discard(folder)
        session = self._sessions.pop(folder, None)
        if session:
            session.close()

    def goes_elsewhere(self, screen: Screen[None]) -> None:
        """A key has led from a screen, which was handed all that was typed ahead, to another; what it gives back comes next."""
        self._type_ahead.wait_for(screen)

    def give_back(self, event: events.Key | events.Paste) -> None:
        """Take back what was typed for the screen that comes in front."""
        self._type_ahead.give_back(event)

    def leave_inspections(self) -> None:
        """Let others see that no inspection is in front here."""
        for session in self._sessions.values():
            session.presence.leave()

    def create_inspection(self, details: Inspection) -> str:
        """Begin an inspection with the criteria that come with the program; raises LibraryError."""
        return self.library.create(DEFAULT_CRITERIA.read_bytes(), details, by=self.by, now=_now)

    def open_inspection(self, folder: str) -> None:
        """Show an inspection."""
        try:
            session = self.session(folder)
            session.inspection.refresh()
        except SqsError as fault:
            self._tell(str(fault))
        else:
            self.push_screen(inspection_level(session))
            self._opened.add(folder)
            self.set_timer(_FIRST_COPY, self._keep_copies)

    def open_record(self, session: Session, record: Record, question: str | None = None) -> None:
        """Show a record under review, unless its answers are to stay hidden from whoever scores it again."""
        hidden = session.inspection.blind_to(record.id)
        if hidden:
            self._tell(hidden)
        else:
            self.push_screen(record_level(session, record, question))

    def open_seconds(self, session: Session, reference: str = "") -> None:
        """Show the second scorings; `reference` is the record that one comes from."""
        from sqs_tui.screens.seconds import Seconds

        self.push_screen(Seconds(session, reference))

    def open_comparison(self, session: Session, second: str, question: str = "") -> None:
        """Show a finished second scoring beside the first."""
        from sqs_tui.screens.comparison import ComparisonScreen

        self.push_screen(ComparisonScreen(session, second, question))

    def open_agreement(self, session: Session) -> None:
        """Show how far inspectors agree."""
        from sqs_tui.screens.agreement import AgreementScreen

        self.push_screen(AgreementScreen(session))

    def open_summary(self, session: Session, *, areas: bool = False, question: str = "") -> None:
        """Show the summary, with the cursor on a question, or with `areas` its part on them."""
        from sqs_tui.screens.summary import SummaryScreen

        self.push_screen(SummaryScreen(session, areas=areas, question=question))

    def open_letter(self, session: Session) -> None:
        """Show the letter."""
        self.push_screen(letter_level(session))

    def _keep_copies(self) -> None:
        """Have the snapshots taken that are due, in a thread: no key waits for them. Nobody needs those of a demonstration."""
        if self._opened and not self.demo:
            self.run_worker(partial(self._take_copies, tuple(self._opened)), group="snapshots", exclusive=True, thread=True)

    def _take_copies(self, folders: tuple[str, ...]) -> None:
        faults = [fault for fault in self._keeper.look(folders) if fault not in self._told]
        self._told.update(faults)
        for fault in faults:
            self._tell(fault)

    # Commands

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Carry out a command; why one cannot be carried out, such as on what somebody has just deleted, is told."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except SqsError as refused:
            self._tell(str(refused))
            return True

    def action_go_back(self) -> None:
        """Go back one level; where there is none above, show all inspections."""
        self._levels.go_back(self)

    def action_help(self) -> None:
        """Show all keys, those of the screen first, and run the command that is chosen."""
        if isinstance(self.screen, Commanded):
            from sqs_tui.screens.help import show_help

            show_help(self.screen)

    async def action_quit(self, leads_to: str = "") -> None:
        """Leave, when the screen has taken what was typed before, and work that runs has come to its end; then `leads_to`."""
        (self.working or self.screen.call_later)(partial(self._leave, leads_to))

    def _leave(self, leads_to: str) -> None:
        """Leave; where answers are not on disk, ask first."""
        self.leads_to = leads_to
        self._save_drafts()
        screens = self._own_screens()
        self._whereabouts.leave(unended=any(screen.unended for screen in screens))
        unsaved = " ".join(filter(None, (self.retry(), *(screen.unsaved for screen in screens), self._whereabouts.unsaved)))
        if unsaved:
            from sqs_tui.screens.ask import Ask

            self.push_screen(
                Ask(self.view.discreet(unsaved), yes="leave, and lose them"), lambda agreed: self.exit(0) if agreed else None
            )
            return
        self.exit(0)

    def _fatal_error(self) -> None:
        """Save what is typed, and say so in one sentence: what Textual prints here holds case text."""
        with contextlib.suppress(Exception):  # the fault may lie in what is saved
            self._save_all()
        self.panic(Text(report_crash(self._exception or sys.exc_info()[1] or RuntimeError())))

    def _save_all(self) -> None:
        """Put on disk what is not there yet, as far as it can be: the program is about to end, or to be stopped."""
        for session in self._sessions.values():
            with contextlib.suppress(SqsError):
                session.saver.flush()
        self._save_drafts()
        self._whereabouts.keep_exactly()

    def _save_drafts(self) -> None:
        self.learner.keep()
        for screen in self._own_screens():
            with contextlib.suppress(SqsError):
                screen.save_draft()

    # Where the inspector is

    def _place(self) -> Place:
        """Where the inspector is now, and what is typed in forms."""
        forms = {**self._whereabouts.found.typed, "": self.typed}
        forms |= {folder: session.typed for folder, session in self._sessions.items()}
        place = Place()
        for screen in self._own_screens():
            place = screen.placed(place)
        return replace(
            place,
            private=self.view.on and bool(place.inspection),
            typed={folder: dict(typed) for folder, typed in forms.items() if typed},
        )

    def _typed_in(self, folder: str) -> dict[str, Values]:
        """What was typed in an inspection's forms, or the library's, when the program ended."""
        return {title: dict(values) for title, values in self._whereabouts.found.typed.get(folder, {}).items()}

    def _look_around(self) -> None:
        """Let the screen in front look, also where a dialog stands before it."""
        if self.is_running:  # while the program ends, its screens are taken apart
            self._look_at_settings()
            for screen in self._own_screens()[-1:]:
                screen.look_around()

    def _own_screens(self) -> list[SqsScreen]:
        """The screens that are open, without the dialogs on them."""
        return [screen for screen in self.screen_stack if isinstance(screen, SqsScreen)]


def _now() -> datetime:
    return datetime.now(UTC)
