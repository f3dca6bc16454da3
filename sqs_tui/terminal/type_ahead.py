"""Keys typed ahead: Textual picks a key's target as it arrives, before the keys in front of it have moved the focus.

So "/" and "t" in one read would open a filter and put an inspection into the trash. Here a key is handed over only when the one
in front of it has been through every queue it bubbles through, and the screen it opened has its focus.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.events import InputEvent, Key
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.widgets import Input

from sqs_tui.widgets.lines import TakesText

_PATIENCE = 0.25
"""Seconds after which the next key is handed over all the same: a widget that is removed takes its queue with it."""


class TypeAhead:
    """Hands keys and pastes to `deliver`, in order.

    `takes_all` tells whether the screen in front takes every key itself, in order and without moving the focus: such keys, and
    those that an input field only adds to its text, need not wait.
    """

    def __init__(self, app: App[Any], deliver: Callable[[InputEvent], Awaitable[None]], takes_all: Callable[[], bool]) -> None:
        self._app = app
        self._deliver = deliver
        self._takes_all = takes_all
        self._waiting: deque[InputEvent] = deque()
        self._fallback: Timer | None = None
        self._turn = 0
        """Counts the keys that the next one had to wait for; what an earlier one sends too late is told by it."""

    async def take(self, *events: InputEvent) -> None:
        """Take what was just pressed or pasted."""
        self._waiting.extend(events)
        await self._hand_over()

    async def _hand_over(self) -> None:
        while self._waiting and self._fallback is None and self._app.screen_stack:
            event = self._waiting.popleft()
            target: MessagePump = self._app.focused or self._app.screen
            typed = isinstance(event, Key) and event.is_printable and isinstance(target, Input | TakesText)
            if not (typed or self._takes_all()):
                self._turn += 1
                self._fallback = self._app.set_timer(_PATIENCE, self._next(self._turn))
            await self._deliver(event)
            if self._fallback:
                target.call_later(self._follow, target, self._turn)

    def _follow(self, passed: MessagePump, turn: int) -> None:
        """Stand behind the key in the next queue that it bubbles to."""
        following = passed._parent
        if following is not None and passed is not self._app:
            following.call_later(self._follow, following, turn)
        else:
            self._app.screen.call_after_refresh(self._app.call_later, self._next(turn))

    def _next(self, turn: int) -> Callable[[], Awaitable[None]]:
        async def hand_over() -> None:
            if self._fallback and turn == self._turn:
                self._fallback.stop()
                self._fallback = None
                await self._hand_over()

        return hand_over
