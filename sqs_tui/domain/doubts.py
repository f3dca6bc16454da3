"""What may not stand in a text as it is: where, and in one sentence why, and what would be right."""

import msgspec


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """Something in a text to mend or to waive. Places are counted in characters of that text."""

    kind: str
    """What is doubted: `claim`, `name`, `postcode`, …"""
    start: int
    end: int
    says: str
    """One sentence on what is wrong, and what would be true or what to do."""


class Bound(msgspec.Struct, frozen=True):
    """A stretch of a text that a figure printed: it is true by what it is made of, and tells what its sentence speaks of."""

    start: int
    end: int
    questions: tuple[str, ...]
