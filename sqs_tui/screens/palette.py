"""The palette: every command of the screen in front, by its name or by what it does."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from sqs_tui.commands import Command
from sqs_tui.keys import keys_text
from sqs_tui.screens.base import Commanded

_BY_WHAT_IT_DOES = 0.5
"""What a match in the sentence counts beside one in the name."""
_GREYED = 0.1
"""What a match counts that does not apply now."""


class CommandsByName(Provider):
    """Those that do not apply now are dim, and say why."""

    async def discover(self) -> Hits:
        """All of them."""
        for screen, command in self._commands():
            why, run = screen.why_not(command), partial(screen.run_command, command)
            yield DiscoveryHit(_shown(command.label, why), run, command.label, _says(command, why))

    async def search(self, query: str) -> Hits:
        """Those whose name or sentence holds what is typed."""
        matcher = self.matcher(query)
        for screen, command in self._commands():
            score = max(matcher.match(command.label), matcher.match(command.help) * _BY_WHAT_IT_DOES)
            if score:
                why, run = screen.why_not(command), partial(screen.run_command, command)
                yield Hit(score * _GREYED if why else score, _shown(command.label, why), run, command.label, _says(command, why))

    def _commands(self) -> Iterator[tuple[Commanded[Any], Command]]:
        screen = self.screen
        if isinstance(screen, Commanded):
            yield from ((screen, command) for command in screen.sqs.keys.for_screen(screen.NAME))


def _shown(label: str, why: str) -> Content:
    return Content.styled(label, "dim") if why else Content(label)


def _says(command: Command, why: str) -> str:
    """The sentence of a command with its keys, or why it does not apply now."""
    return f"Not now: {why}" if why else f"{command.help} ({keys_text(command)})"
