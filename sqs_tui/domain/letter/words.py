"""A text as words, with what the privacy check asks of each: its capitals, its ending, and what stands before it."""

import re

import msgspec

from sqs_tui.domain.letter.lexicon import folded

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENDS_SENTENCE = frozenset(".!?:;\n•|")
_OPENS = frozenset('“"‘«')
_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "st", "rev", "prof", "sgt", "insp", "cllr", "no", "approx", "vs", "cf"})
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
    before, behind = "", 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        shown = match[0]
        gap = text[behind:start]
        whole = folded(shown)
        key, ending = _without_ending(whole)
        owns = ending == "s" or (key.endswith("s") and text[end : end + 2] in {"' ", "’ "})
        lettered = shown[0].isalpha() and (shown.isalpha() or shown.replace("'", "").replace("’", "").isalpha())
        capital = lettered and shown[0].isupper()
        words.append(
            Word(
                start=start,
                end=end,
                shown=shown,
                key=key,
                whole=whole,
                lettered=lettered,
                capital=capital,
                shouted=lettered and len(key) > 1 and shown[:2].isupper() and shown[:2].isalpha(),
                owns=owns,
                acts=ending in _VERBAL,
                opens=not words or _opens(gap, before),
                pointed=_is_pointed(text, end, key),
                joined=gap
                if gap in {" ", "-", "\u00a0", "\u2010", "\u2011"} or (gap == ". " and words[-1].pointed and not capital)
                else "",
            )
        )
        before, behind = key, end
    return words


def _without_ending(key: str) -> tuple[str, str]:
    """A word without what follows its apostrophe, and that; a shortened "not" is what counts in its word."""
    if "'" not in key:
        return key, ""
    if key.endswith("n't"):
        return "not", ""
    stem, _, ending = key.rpartition("'")
    if ending == "s" or ending in _VERBAL:
        return stem, ending
    return key, ""


def _is_pointed(text: str, end: int, key: str) -> bool:
    return text[end : end + 1] == "." and ((len(key) == 1 and key.isalpha()) or key in _ABBREVIATIONS)


def _opens(gap: str, before: str) -> bool:
    if gap == " ":
        return False
    if not _OPENS.isdisjoint(gap) or "\n" in gap:
        return True
    if _ENDS_SENTENCE.isdisjoint(gap):
        return False
    return not (gap.startswith(".") and ((len(before) == 1 and before.isalpha()) or before in _ABBREVIATIONS))
