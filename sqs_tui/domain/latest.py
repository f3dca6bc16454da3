"""Work that is asked for again and again on the same values, and then need not be done again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def latest(work: Callable[P, T]) -> Callable[P, T]:
    """Do `work` only when it is asked of other values than the last time; what it gives must never be changed.

    One result is kept, so nothing grows: between two keys of a note, all but the note is as it was. Of a mapping that it is given
    the entries count, as they were then.
    """
    kept: tuple[object, T] | None = None

    @wraps(work)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        nonlocal kept
        given = [dict(value) if isinstance(value, dict) else value for value in (*args, *kwargs.items())]
        known = kept  # another thread may ask at the same time
        if known is None or known[0] != given:
            known = kept = given, work(*args, **kwargs)
        return known[1]

    return asked
