"""Keys typed ahead: Textual picks a key's target as it arrives, before the keys in front of it have moved the focus.

So "/" and "t" in one read would open a filter and put an inspection into the trash. Here a key is handed over only when the one
in front of it has been through every queue it bubbles through, and the screen it opened has its focus.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual.app import App
from textual.events import Key, Paste
from textual.message_pump import MessagePump
from textual.timer import Timer
from textual.widgets import Input

from sqs_tui.widgets.lines import TakesText

_PATIENCE = 0.25
"""Seconds between two looks whether the key in front is still on its way: a widget that is removed takes its queue with it."""


class TypeAhead:
    """Hands keys and pastes to `deliver`, in order.

    `takes_all` tells whether the screen in front takes every key itself, in order and without moving the focus: such keys, and
    those that an input field only adds to its text, need not wait.
    """

    def __init__(self, app: App[Any], deliver: Callable[[Key | Paste], Awaitable[None]], takes_all: Callable[[], bool]) -> None:
        self._app = app
        self._deliver = deliver
        self._takes_all = takes_all
        self._waiting: deque[Key | Paste] = deque()
        self._returned: list[Key | Paste] = []
        self._ahead = False
        """The screen that takes all has been handed keys since the last one that was waited for."""
        self._looking: Timer | None = None
        """Runs while a key is on its way, and the next one has to wait for it."""
        self._holder: MessagePump = app
        """Whose queue the key that is on its way stands in."""
        self._painting = False
        """It has been through all queues, and its holder is a screen that has still to paint what it did."""
        self._turn = 0
        """Counts the keys that the next one had to wait for; what an earlier one sends too late is told by it."""

    async def take(self, event: Key | Paste) -> None:
        """Take what was just pressed or pasted."""
        self._waiting.append(event)
        await self._hand_over()

    def wait_for(self, screen: MessagePump) -> None:
        """Hand over nothing before a screen has given back what it was handed behind a key that leads elsewhere."""
        self._ahead = False
        self._turn += 1
        self._look_later(self._turn)
        self._stand_behind(screen, self._turn)

    def give_back(self, event: Key | Paste) -> None:
        """Take a key again, to hand it over before all that came after it; Textual hands over none twice.

        It comes from the application, as from a terminal: what a screen sends does not bubble up to it from its parts, and would
        run none of its commands.
        """
        again = Key(event.key, event.character) if isinstance(event, Key) else Paste(event.text)
        self._returned.append(again.set_sender(self._app))
        if self._looking is None:
            self.wait_for(self._app.screen)

    async def _hand_over(self) -> None:
        while self._waiting and self._looking is None and self._app.screen_stack:
            event = self._waiting.popleft()
            target: MessagePump = self._app.focused or self._app.screen
            typed = isinstance(event, Key) and event.is_printable and isinstance(target, Input | TakesText)
            if typed or self._takes_all():
                if self._ahead and self._overtakes(event):
                    self._waiting.appendleft(event)
                    self.wait_for(self._app.screen)
                    return
                self._ahead = not typed
                await self._deliver(event)
                continue
            self._turn += 1
            self._look_later(self._turn)
            await self._deliver(event)
            self._stand_behind(target, self._turn)

    def _overtakes(self, event: Key | Paste) -> bool:
        """Whether the application takes this key itself, before the screen has come to those in front of it."""
        bound = self._app._bindings.key_to_bindings.get(event.key, []) if isinstance(event, Key) else []
        return any(binding.priority for binding in bound)

    def _stand_behind(self, holder: MessagePump, turn: int) -> None:
        """Stand behind the key in the queue that it is in; one that takes nothing any more has been passed."""
        self._holder, self._painting = holder, False
        if not holder.call_later(self._follow, holder, turn):
            self._follow(holder, turn)

    def _follow(self, passed: MessagePump, turn: int) -> None:
        """Stand behind the key in the next queue that it bubbles to; behind the last one, wait until the screen is painted."""
        if turn != self._turn:
            return
        following = passed._parent
        if following is not None and passed is not self._app:
            self._stand_behind(following, turn)
        else:
            self._holder, self._painting = self._app.screen, True
            self._app.screen.call_after_refresh(self._painted, turn)

    def _painted(self, turn: int) -> None:
        """Stand behind what moves the focus, which the application does."""
        if turn == self._turn:
            self._holder, self._painting = self._app, False
            self._app.call_later(self._next, turn)

    async def _next(self, turn: int) -> None:
        if self._looking and turn == self._turn:
            self._looking.stop()
            self._looking = None
            self._waiting.extendleft(reversed(self._returned))
            self._returned.clear()
            await self._hand_over()

    def _look_later(self, turn: int) -> None:
        self._looking = self._app.set_timer(_PATIENCE, lambda: self._look(turn))

    async def _look(self, turn: int) -> None:
        """Hand over the next key where the one in front was lost on its way. However slow the machine is, none overtakes it."""
        if turn == self._turn and self._looking:
            if self._is_lost():
                await self._next(turn)
            else:
                self._look_later(turn)

    def _is_lost(self) -> bool:
        """Whether what follows the key is no longer anywhere."""
        if self._painting:
            return not (self._holder.is_running and self._holder is self._app.screen)
        return not self._holder.message_queue_size
