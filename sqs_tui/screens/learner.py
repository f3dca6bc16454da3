"""What the account learns of the program: hints until a command has been used a few times, and the tour."""

from collections import Counter
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from textual.app import App

from sqs_tui.domain.scoring import Key, State
from sqs_tui.errors import SqsError
from sqs_tui.screens.hints import hints_for, used_in_review
from sqs_tui.store.habits import Habits, read_habits, save_habits

if TYPE_CHECKING:
    from sqs_tui.screens.base import House, SqsScreen
    from sqs_tui.screens.session import Session
    from sqs_tui.screens.tour import Guide

KEEP = 60.0
"""Seconds between two looks whether there is something to keep."""
_AWAY = "You were last here on DAY: {app.help} lists every key, and hints stand on the screens again."
_MOST = 99
"""Further nobody counts: it is the most that the setting `hints` can ask for."""


class Learner:
    """Counts what is used, and says what to try; nothing is written where a key waits for it."""

    def __init__(self, app: App[Any], path: Path) -> None:
        self._app = app
        self._house = cast("House", app)
        self._path = path
        today = date.today()  # noqa: DTZ011 - the day as the person at the keyboard has it
        found = read_habits(path)
        self.away = found.away(today)
        """For how many days the program has not been used, where that is long; else 0."""
        self.last = found.day
        """When it was used last."""
        self._used = Counter(found.on(today).used)
        self._toured = found.toured
        self._kept = found.day == today
        self._guided = self._at_once = False

    def begin(self) -> None:
        """The program runs: keep what is learnt from time to time."""
        self._app.set_interval(KEEP, self.keep)
        if self._at_once:
            self._app.call_after_refresh(self.guide.switch)
        if self.away and self.last:
            self._app.notify(self._house.keys.says(_AWAY).replace("DAY", f"{self.last:%-d %B %Y}"), markup=False, timeout=15)

    def tours_at_once(self) -> None:
        """Have the tour begin when the program runs."""
        self._at_once = True

    @cached_property
    def guide(self) -> "Guide":
        """What leads through the tour; made when that is first offered or begun."""
        from sqs_tui.screens.tour import Guide  # noqa: PLC0415 - few ever need it

        self._guided = True
        return Guide(self._app)

    def used(self, command: str) -> None:
        """A command was carried out."""
        self._count(command)
        if self._guided:
            self.guide.look()

    def _count(self, command: str) -> None:
        if command and self._used[command] < _MOST:
            self._used[command] += 1
            self._kept = False

    def pressed(self, session: "Session", state: State, key: Key) -> None:
        """A key is about to be taken in a review."""
        self._count(used_in_review(session.instrument, state, key, session.keys))
        if self._guided:
            self._app.call_after_refresh(self.guide.look)

    def hint(self, screen: "SqsScreen") -> str:
        """The hint that is due on a screen; empty where all are known that apply."""
        often, keys = screen.sqs.settings.hints, screen.sqs.keys
        if not often or (self._guided and self.guide.begun):
            return ""
        due = (hint for hint in hints_for(screen.NAME) if self._used[hint.command] < often and not screen.greyed(hint.command))
        return next((keys.says(hint.says) for hint in due), "")

    @property
    def toured(self) -> bool:
        """Whether the tour need not be offered any more."""
        return self._toured

    def has_toured(self) -> None:
        """The tour was done or declined."""
        self._kept = self._kept and self._toured
        self._toured = True

    def keep(self) -> None:
        """Put on disk what is not there; what cannot be saved is no loss."""
        if not self._kept:
            with suppress(SqsError):
                today = date.today()  # noqa: DTZ011 - as above
                save_habits(self._path, Habits(used=dict(self._used), toured=self._toured), today)
                self._kept = True
