"""How a conflict is settled: what its decision says, and whether it is still to be made."""

from typing import Any, TypedDict

from sqs_tui.domain.conflicts import Conflict, of_stand
from sqs_tui.domain.history import Cause, Stand
from sqs_tui.errors import LibraryError


class Decided(TypedDict):
    """What the line that settles a conflict says besides what stands."""

    cause: Cause
    base: tuple[str, ...]
    why: str


def require_open(conflict: Conflict, stand: Stand[Any] | None) -> None:
    """Raise LibraryError where a conflict is held, or has gone on since it was looked at."""
    if conflict.held:
        raise LibraryError("The record is signed off: open it again first, with a reason; what is held comes in then.")
    if stand is None or of_stand(stand, conflict.record) != conflict:
        raise LibraryError("Somebody has gone on with this since you looked: look at the list again.")
