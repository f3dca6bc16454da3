"""The end of the line: Textual has no handlers for a hang-up or a termination and dies at once (its issue 5140)."""

import asyncio
import signal
from collections.abc import Callable
from typing import Any

from textual.app import App


def end_on_signals(app: App[Any], save: Callable[[], None]) -> None:
    """On SIGHUP and SIGTERM save what is being typed, restore the terminal, and end with 128 and the signal's number."""
    loop = asyncio.get_running_loop()

    def end(number: int) -> None:
        save()
        app.exit(return_code=128 + number)

    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, end, number)
