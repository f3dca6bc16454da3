"""Whether a cell of a case list is a code, or may say who somebody is: a name, a national identifier, a date of birth.

A cell is no sentence: there is no grammar by which to tell a name from a word, so that the lists alone decide. What is a word or
a town as well as a name is let stand by itself, since teams and roles are called so; a given name is not.
"""

import re
from itertools import pairwise

from sqs_tui.domain.privacy import forms
from sqs_tui.domain.privacy.identifiers import fits_check_digit
from sqs_tui.domain.privacy.lexicon import Lexicon, folded
from sqs_tui.domain.privacy.people import LOWER_RANKS, LOWER_TITLES, TITLES

_DATE = re.compile(
    r"[0-3]?\d([/.\- ])(?:[01]?\d|[a-z]{3,9})\1(?:\d\d)?\d\d(?:[ t][\d:.]+z?)?"
    r"|(?:19|20)\d\d([/.\-])[01]?\d\2[0-3]?\d(?:[ t][\d:.]+z?)?"
    r"|(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])",
    re.IGNORECASE,
)
"""A whole date, in figures with or without marks, or with its month in letters; a time of day may follow, as files have it."""
_NATIONAL = (
    ("an e-mail address", forms.EMAIL),
    ("a date, perhaps of birth", _DATE),
    ("a postcode", forms.POSTCODE),
    ("a pupil number (UPN)", re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", re.IGNORECASE)),
    ("a national insurance number", forms.INSURANCE),
    ("a number of the police national computer", re.compile(r"(?:(?:19|20)?[0-9]{2})/[0-9]{1,7}[A-Z]", re.IGNORECASE)),
    ("a number of the criminal records office", re.compile(r"[0-9]{1,6}/[0-9]{2}[A-Z]", re.IGNORECASE)),
    ("an arrest summons number", re.compile(r"[0-9]{2}/[0-9A-Z]{4}/[0-9]{2}/[0-9]{1,12}[A-Z]?", re.IGNORECASE)),
    ("a court's unique reference number", re.compile(r"[0-9]{2}[A-Z]{1,2}[0-9A-Z]?[0-9]{6,8}", re.IGNORECASE)),
    ("a prison number", re.compile(r"[A-Z][0-9]{4}[A-Z]{2}", re.IGNORECASE)),
    ("a telephone number", forms.PHONE),
)
"""Each with its name; the whole cell must be one. The forms are those that the issuing bodies publish (see `forms`)."""
_PLAIN = re.compile(r"[A-Za-z]{1,2}[-/ ]?[0-9]{1,6}")
"""What nearly every code is: too few letters for a name, and no number that a body issues."""
_TEN_DIGITS = re.compile(r"[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DOTTED = re.compile(r"[^\W\d_]\.(?:[ -]?[^\W\d_]\.?)+")
_SHORTEST = 3
"""Letters of a word that may be a name: shorter ones stand in codes."""
_ACRONYM = 4
"""Capitals up to which a word that no list knows is a code."""


def doubt_on_code(text: str, lexicon: Lexicon, *, words: bool = False) -> str:
    """What a cell may be instead of a code, as the end of "it looks like …"; empty where it is one.

    With `words` the cell may be any word, such as the name of a team or a town: only what is hardly anything but a person is
    told.
    """
    if not text or _PLAIN.fullmatch(text):
        return ""
    found = next((says for says, form in _NATIONAL if form.fullmatch(text)), "")
    if found:
        return found
    if _TEN_DIGITS.fullmatch(text) and fits_check_digit(text):
        return "an NHS number"
    return "a name" if _is_name(text, lexicon, words=words) else ""


def _is_name(text: str, lexicon: Lexicon, *, words: bool) -> bool:
    shown = _WORD.findall(text)
    keys = [folded(word).removesuffix("'s") for word in shown]
    if any(key in TITLES | LOWER_TITLES | LOWER_RANKS for key in keys[:-1]) and _may_be_name(keys[-1], lexicon):
        return True
    digits = any(map(str.isdigit, text))
    if _DOTTED.fullmatch(text) and not digits:
        return True
    if any(_is_full_name(first, last, lexicon) for first, last in pairwise(keys)):
        return True
    if words:
        return False
    if any(_is_only_name(key, lexicon) for key in keys):
        return True
    if digits:
        return False
    if len(keys) == 1 and keys[0] in lexicon.given_names:
        return True
    return any(_is_unknown(word, key, lexicon) for word, key in zip(shown, keys, strict=True))


def _may_be_name(key: str, lexicon: Lexicon) -> bool:
    return len(key) >= _SHORTEST and (key in lexicon.surnames or key in lexicon.given_names or not _is_ordinary(key, lexicon))


def _is_full_name(first: str, last: str, lexicon: Lexicon) -> bool:
    """Whether two words beside each other are a given name, or an initial, and a surname, in either order."""
    for given, family in ((first, last), (last, first)):
        known = family in lexicon.surnames or (family in lexicon.given_names and not _is_ordinary(family, lexicon))
        if len(family) >= _SHORTEST and known and (given in lexicon.given_names or len(given) == 1):
            return True
    return False


def _is_only_name(key: str, lexicon: Lexicon) -> bool:
    named = key in lexicon.surnames or key in lexicon.given_names
    return len(key) >= _SHORTEST and named and not _is_ordinary(key, lexicon)


def _is_ordinary(key: str, lexicon: Lexicon) -> bool:
    return key in lexicon.words or key in lexicon.allowed or key in lexicon.places


def _is_unknown(shown: str, key: str, lexicon: Lexicon) -> bool:
    """Whether a word without figures beside it is in no list, and no acronym: a name that the lists do not have."""
    if len(key) < _SHORTEST or _is_ordinary(key, lexicon):
        return False
    plural = key.endswith("s") and _is_ordinary(key[:-1], lexicon)
    return not plural and not (shown.isupper() and len(key) <= _ACRONYM)
