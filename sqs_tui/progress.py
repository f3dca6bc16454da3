"""How far work that may take long has come, and how it is cancelled: what does the work tells it, and knows no screen or clock.

Work takes `steps` and calls it between two of its steps with how many are done, of how many, and of what. A call may raise
CancelledError: then the work ends there, and what it was about is as it was before, or as it says itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from sqs_tui.errors import SqsError

Steps = Callable[[int, int, str], None]
"""Told `done`, `of` and `what`: (312, 1500, "inspections")."""

_T = TypeVar("_T")


class CancelledError(SqsError):
    """Whoever asked for the work wants it no more; the message says what has been done until then."""

    exit_code = 130


def untold(done: int, of: int, what: str) -> None:
    """Steps of work that nobody looks at."""


def stepped(items: Sequence[_T], what: str, steps: Steps) -> Iterator[_T]:
    """Each of the items, telling before each how many are done, and at the end that all are."""
    for done, item in enumerate(items):
        steps(done, len(items), what)
        yield item
    steps(len(items), len(items), what)


def stepped_whole(items: Sequence[_T], what: str, steps: Steps) -> Iterator[_T]:
    """The same for steps of which none may be the last: no cancelling between them, only before and after all."""
    return stepped(items, what, without_cancelling(steps))


def without_cancelling(steps: Steps) -> Steps:
    """Steps that are told and cannot cancel: what they belong to is done whole or not at all. The next that can, does."""

    def telling(done: int, of: int, what: str) -> None:
        try:
            steps(done, of, what)
        except CancelledError:
            return

    return telling


def within(steps: Steps, done: int, of: int, what: str) -> Steps:
    """Steps inside one of the steps of larger work: they can cancel it, and what is told is how far the larger work is."""
    return lambda *_: steps(done, of, what)


def inside(items: Iterable[_T], what: str, steps: Steps) -> Iterator[tuple[_T, Steps]]:
    """Each of the items with the steps for the work on it: where it is the only one its own, else those of all."""
    every = list(items)
    if len(every) == 1:
        yield every[0], steps
        return
    for done, item in enumerate(every):
        steps(done, len(every), what)
        yield item, within(steps, done, len(every), what)
    without_cancelling(steps)(len(every), len(every), what)


def counted(done: int, of: int, what: str) -> str:
    """How far it is, in words: "312 of 1,500 inspections"."""
    return f"{done:,} of {of:,} {what}"
