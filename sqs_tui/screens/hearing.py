"""Which keys are a screen's own, where it is handed all that was typed ahead at once.

Behind a key that leads elsewhere they belong to the screen that it leads to, and are given back. Where the flow stops, what was
typed before anybody could see why is thrown away, and counted.
"""

from collections.abc import Callable

from textual.events import Key, Paste

from sqs_tui.screens.base import SqsScreen

TYPE_AHEAD = 0.05
"""Seconds for which keys are thrown away where the flow stops: what was typed before its message could be seen."""


class Hearing:
    """What a screen hears; `lost` is told how many keys were thrown away, when it hears again and there were any."""

    def __init__(self, screen: SqsScreen, lost: Callable[[int], None]) -> None:
        self._screen = screen
        self._lost = lost
        self._thrown_away: int | None = None
        self._going = False

    @property
    def deaf(self) -> bool:
        """Whether keys are thrown away just now."""
        return self._thrown_away is not None

    def takes(self, event: Key | Paste) -> bool:
        """Whether the screen takes this; where it does not, that has been seen to."""
        if self._thrown_away is not None:
            self._thrown_away += 1
            return False
        if self._going or not self._in_front:
            self._screen.sqs.give_back(event)
            return False
        return True

    def stop(self) -> None:
        """Throw away what was typed ahead."""
        self._thrown_away = 0
        self._screen.set_timer(TYPE_AHEAD, self.again)

    def again(self) -> None:
        """Hear again."""
        thrown_away, self._thrown_away = self._thrown_away, None
        if thrown_away:
            self._lost(thrown_away)

    def go(self, action: str) -> None:
        """Carry out an action, which may lead to another screen."""
        self._going = True
        self._screen.call_later(self._carry_out, action)
        self._screen.sqs.goes_elsewhere(self._screen)

    def taken(self) -> None:
        """A key has been taken: those behind it follow where it has led to."""
        if not self._in_front:
            self._screen.sqs.goes_elsewhere(self._screen)

    @property
    def _in_front(self) -> bool:
        return self._screen.app.screen is self._screen

    async def _carry_out(self, action: str) -> None:
        try:
            await self._screen.run_action(action)
        finally:
            self._going = False
