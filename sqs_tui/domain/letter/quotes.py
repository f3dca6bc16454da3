"""Quotes: words from a note that the letter prints, tidied with square brackets and held against the original."""

import re

from sqs_tui.domain.letter.entries import Quote

_BRACKETED = re.compile(r"\[[^\[\]]*\]|…|\.\.\.")
"""What the reader is told is not in the original: words in square brackets, and an ellipsis."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SHORTEST_OVERLAP = 5
"""How many words in a row make two quotes the same quote."""


def kept_parts(text: str) -> list[list[str]]:
    """The words of a quote that claim to be the original's, in stretches that brackets and ellipses part; case-folded."""
    return [words for part in _BRACKETED.split(text) if (words := _words(part))]


def altered(quote: Quote) -> str:
    """The first words of a quote that are not the original's in their order and not in square brackets; empty where all are."""
    original = _words(quote.original)
    at = 0
    for part in kept_parts(quote.text):
        place = _find(part, original, at)
        if place < 0:
            return _first_strange(part, original, at)
        at = place + len(part)
    return ""


def overlap(one: Quote, other: Quote) -> bool:
    """Whether two quotes print the same words of the same note."""
    if (one.record, one.question) != (other.record, other.question):
        return False
    runs = {tuple(run) for part in kept_parts(one.text) for run in _runs(part)}
    return any(tuple(run) in runs for part in kept_parts(other.text) for run in _runs(part))


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def _find(part: list[str], words: list[str], at: int) -> int:
    return next((place for place in range(at, len(words) - len(part) + 1) if words[place : place + len(part)] == part), -1)


def _first_strange(part: list[str], original: list[str], at: int) -> str:
    """The words from where a stretch leaves the original, as many as tell which they are."""
    longest = max((length for length in range(len(part)) if _find(part[:length], original, at) >= 0), default=0)
    return " ".join(part[longest : longest + 3])


def _runs(part: list[str]) -> list[list[str]]:
    length = min(len(part), _SHORTEST_OVERLAP)
    return [part[at : at + length] for at in range(len(part) - length + 1)]
