"""Quotes: words from a note that the letter prints, tidied with square brackets and held against the original."""

import re

from sqs_tui.domain.letter.entries import Quote

_BRACKETED = re.compile(
    r"(?:(?<!\w)(?<!\w['’-])\w+(?:['’-]\w+)*['’-]?)?\[[^\[\]]*\](?:['’-]?\w+)*"
    r"|…|\.\.\."
)
"""What the reader is told is not in the original: words with square brackets in them ("[T]he"), and an ellipsis."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SHORTEST_OVERLAP = 5
"""How many words in a row make two quotes the same quote; fewer where one of them has fewer."""
_SHOWN = 3
"""How many words tell which they are."""


def kept_parts(text: str) -> list[list[str]]:
    """The words of a quote that claim to be the original's, in stretches that brackets and ellipses part; case-folded."""
    return [words for part in _BRACKETED.split(text) if (words := _words(part))]


def altered(quote: Quote) -> str:
    """The first words of a quote that are not the original's in their order and not in square brackets; empty where all are."""
    original = _words(quote.original)
    at = 0
    for part in kept_parts(quote.text):
        shared = [_shared(part, original, place) for place in range(at, len(original))]
        longest = max(shared, default=0)
        if longest < len(part):
            return " ".join(part[longest : longest + _SHOWN])
        at += shared.index(longest) + longest
    return ""


def overlap(one: Quote, other: Quote) -> bool:
    """Whether two quotes print the same words of the same note."""
    if (one.record, one.question) != (other.record, other.question):
        return False
    parts, others = kept_parts(one.text), kept_parts(other.text)
    length = min(_SHORTEST_OVERLAP, *(max(map(len, stretches), default=0) for stretches in (parts, others)))
    return length > 0 and not _runs(parts, length).isdisjoint(_runs(others, length))


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _shared(part: list[str], words: list[str], at: int) -> int:
    """With how many words from this place on a stretch begins."""
    length = 0
    while length < len(part) and at + length < len(words) and part[length] == words[at + length]:
        length += 1
    return length


def _runs(parts: list[list[str]], length: int) -> set[tuple[str, ...]]:
    return {tuple(part[at : at + length]) for part in parts for at in range(len(part) - length + 1)}
