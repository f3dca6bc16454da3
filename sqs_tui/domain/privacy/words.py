"""A text as words, with what the privacy check asks of each: its capitals, its ending, and what stands before it."""

import re

import msgspec

from sqs_tui.domain.privacy.lexicon import folded

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENDS_SENTENCE = frozenset(".!?:;\n•|")
_OPENS = frozenset('“"‘«')
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "rev", "prof", "sgt", "insp", "cllr", "no", "approx", "vs", "cf"})
_TIES = frozenset({" ", "-", "\u00a0", "\u2010", "\u2011"})
_APOSTROPHES = frozenset("'’")
_VERBAL = frozenset({"ll", "d", "ve", "re", "m"})
"""What stands behind the apostrophe of a shortened verb."""


class Word(msgspec.Struct):
    """A word and where it stands. Not frozen: thousands are made at each key."""

    start: int
    end: int
    shown: str
    """As it stands in the text."""
    key: str
    """As it is looked up, without a possessive or a shortened verb."""
    whole: str
    """As it is looked up in a phrase, with its ending."""
    lettered: bool
    """It is all letters, but for apostrophes."""
    capital: bool
    """It begins with a capital and is all letters."""
    shouted: bool
    """Two or more letters, the first two of them capitals: an acronym, as a rule."""
    owns: bool
    """It ends in a possessive."""
    acts: bool
    """It ends in a shortened verb: "he'll"."""
    opens: bool
    """It begins a sentence, a quotation or a line."""
    pointed: bool
    """A full stop follows that shortens it: an initial's, or that of a title."""
    joined: str
    """What ties it to the word before: a blank, a hyphen, or nothing where neither stands alone between them."""


def split_words(text: str) -> list[Word]:
    """The words of a text, in order. A word holds letters, digits, underscores and the apostrophes among them."""
    words: list[Word] = []
    last: Word | None = None
    for match in _WORD.finditer(text):
        start, end = match.span()
        shown = match[0]
        whole = folded(shown)
        key, ending = _without_ending(whole) if "'" in whole else (whole, "")
        lettered = shown.isalpha() or _is_lettered(shown)
        capital = lettered and shown[0].isupper()
        gap = text[last.end : start] if last else ""
        tied = gap in _TIES or (last is not None and last.pointed and gap == ". " and not capital)
        after = text[end : end + 1]
        last = Word(
            start=start,
            end=end,
            shown=shown,
            key=key,
            whole=whole,
            lettered=lettered,
            capital=capital,
            shouted=capital and shown[1:2].isupper(),
            owns=ending == "s" or (after in _APOSTROPHES and whole.endswith("s") and text[end + 1 : end + 2] == " "),
            acts=ending in _VERBAL,
            opens=last is None or (gap != " " and _opens(gap, last)),
            pointed=after == "." and (key in _ABBREVIATIONS or (len(key) == 1 and lettered)),
            joined=gap if tied else "",
        )
        words.append(last)
    return words


def _is_lettered(shown: str) -> bool:
    return shown[0].isalpha() and shown.replace("'", "").replace("’", "").isalpha()


def _without_ending(key: str) -> tuple[str, str]:
    """A word without what follows its apostrophe, and that; a shortened "not" is what counts in its word."""
    if key.endswith("n't"):
        return "not", ""
    stem, _, ending = key.rpartition("'")
    if ending == "s" or ending in _VERBAL:
        return stem, ending
    return key, ""


def _opens(gap: str, last: Word) -> bool:
    """Whether what lies between two words begins a sentence, a quotation or a line."""
    if not _OPENS.isdisjoint(gap) or "\n" in gap:
        return True
    return not (_ENDS_SENTENCE.isdisjoint(gap) or (last.pointed and gap.startswith(".")))
