"""A problem of the letter, with the place where it is mended."""

import hashlib

import msgspec


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A problem of the letter, with the place where it is mended: a paragraph, a quote's words, an area, a record's answer."""

    kind: str
    """`figure`, `stale`, `claim`, `private`, `quote`, `area`, `unanswered`, `record`, `conflict`, `small-group`, or
    `hidden` where it is not told what it is."""
    says: str
    """One sentence: what is wrong, and what to do."""
    paragraph: str = ""
    start: int = 0
    """Where in the paragraph as it is read (`tokens.reading`, without its number)."""
    end: int = 0
    quote: str = ""
    area: str = ""
    record: str = ""
    """A record's id."""
    question: str = ""
    lines: tuple[str, ...] = ()
    """The lines of history that are in conflict: another conflict at the same place is another problem."""
    waived: str = ""
    """Why it may stand, where somebody has waived it."""

    @property
    def id(self) -> str:
        """The same as long as the problem is the same: what a waiver is kept under."""
        told = f"{self.kind}\n{self.says}\n{self.paragraph}\n{self.quote}\n{self.area}\n{self.record}\n{self.question}"
        told += "".join(f"\n{line}" for line in self.lines)
        return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
