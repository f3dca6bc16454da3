"""A share of records drawn by a seed: anyone with the seed and the records draws the same ones again."""

import re
from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256

_SHARE = re.compile(r"(?P<percent>[0-9]{1,3}(\.[0-9]{1,6})?) ?%")
_NUMBER = re.compile(r"[0-9]{1,6}")


def size_of(wanted: str, count: int, what: str = "records") -> int:
    """How many of `count` a size stands for, which are `what`: "20%" is a share, rounded up and at least one; "3" is a number.

    Raises ValueError with one sentence where it is neither, where it is nothing, or where there are not as many.
    """
    text = wanted.strip()
    share, number = _SHARE.fullmatch(text), _NUMBER.fullmatch(text)
    if not share and not number:
        raise ValueError(f'"{text}" is no size: give a share such as 20%, or a number such as 3.')
    percent = Fraction(share["percent"]) if share else None
    if percent is None:
        size = int(text)
    elif percent <= 100:
        size = -(-count * percent // 100)
    else:
        raise ValueError(f"{text} is more than there is: give a share up to 100%.")
    if percent == 0 or size == 0 < count:
        raise ValueError(f"{text} of the {what} is none: give a larger share or number.")
    if size > count:
        raise ValueError(f"{size} cannot be drawn, for there are {count} to draw from: give a smaller number.")
    return size


def draw(ids: Iterable[str], size: int, seed: str) -> frozenset[str]:
    """The ids of so many records, those whose ids come first once the seed has shuffled them.

    Each id has its place from the seed and from itself alone (SHA-256 of both), so neither the order of the records nor the
    version of Python matters, and a record that is added later can only push others out, never swap them. All of them are drawn
    where there are fewer than `size`.
    """
    return frozenset(shuffled(ids, seed)[:size])


def shuffled(ids: Iterable[str], seed: str) -> list[str]:
    """Ids, each once, in the order that a seed gives them, whatever order they come in."""
    return sorted(set(ids), key=lambda identity: (_place(identity, seed), identity))


def _place(identity: str, seed: str) -> bytes:
    # Their lengths keep apart what would read the same when joined: the seed "1" with "23", and "12" with "3".
    return sha256(f"{len(seed)}:{seed}:{identity}".encode("utf-8", "surrogatepass")).digest()
