"""The program as its command line says, which tells over a socket what stands in front of it once it is at rest.

It is run as a script: the path of the socket, then the arguments of the program. Whoever is at the other end of the socket writes
how many keys have been pressed so far; the answer comes when so many have been taken and no message waits anywhere.
"""

import asyncio
import json
import os
import socket
import sys
import threading
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqs_tui.app import SqsApp

_REST = 0.003
"""Seconds between two looks whether anything goes on."""


def main(place: str, arguments: list[str]) -> int:
    """Run the program; gives its exit code."""
    from sqs_tui import cli

    cli.prepare_textual(os.environ)  # before Textual is imported, as the program does it
    from textual.events import Key

    from sqs_tui.app import SqsApp
    from sqs_tui.terminal.driver import SteadyDriver

    keys = 0
    process = SteadyDriver.process_message

    def counted(driver: SteadyDriver, message: Any) -> None:
        nonlocal keys
        process(driver, message)
        keys += isinstance(message, Key)

    async def told(app: SqsApp, pressed: int) -> str:
        quiet = 0
        while keys < pressed or quiet < 3:
            await asyncio.sleep(_REST)
            quiet = quiet + 1 if _rests(app) else 0
        return json.dumps(_in_front(app))

    def answer(app: SqsApp, loop: asyncio.AbstractEventLoop) -> None:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(place)
            with line.makefile("rw") as asked:
                for pressed in asked:
                    asked.write(asyncio.run_coroutine_threadsafe(told(app, int(pressed)), loop).result() + "\n")
                    asked.flush()

    def ready(app: SqsApp) -> None:
        del SqsApp.on_ready  # the demonstration, which is opened from here, tells nobody
        threading.Thread(target=answer, args=(app, asyncio.get_running_loop()), daemon=True).start()

    SteadyDriver.process_message = counted  # type: ignore[method-assign]
    SqsApp.on_ready = ready  # type: ignore[attr-defined]
    return cli.main(arguments)


def _rests(app: "SqsApp") -> bool:
    """Whether no message and no key waits, no work goes on, and the screen in front is ready for the next."""
    from sqs_tui.screens.working import Working  # as late as the program imports it

    nodes = chain([app], *(screen.walk_children(with_self=True) for screen in app.screen_stack))
    ahead = app._type_ahead._waiting or app._type_ahead._looking
    hearing = getattr(app.screen, "hearing", None)
    works = isinstance(app.screen, Working)
    return not (works or ahead or (hearing and hearing.deaf) or any(node.message_queue_size for node in nodes))


def _in_front(app: "SqsApp") -> dict[str, Any]:
    """The screens from the first to the one in front; what there has the focus, or how a review takes keys."""
    state = getattr(app.screen, "state", None)
    focused = app.screen.focused
    return {
        "stack": [type(screen).__name__ for screen in app.screen_stack],
        "takes": [str(focused and focused.id), str(state and state.mode)],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
