"""Whether a cell of a case list is a code, or may say who somebody is: a name, an identifier, an address, a date.

A cell is no sentence: there is no grammar by which to tell a name from a word, so that the lists alone decide. What is a word or
a town as well as a name is let stand by itself, since teams and roles are called so; a given name is not.
"""

import re
from itertools import pairwise
from string import capwords

from sqs_tui.domain.privacy import forms
from sqs_tui.domain.privacy.identifiers import fits_check_digit
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, folded
from sqs_tui.domain.privacy.lodgings import LEADING, find_lodgings
from sqs_tui.domain.privacy.people import LOWER_RANKS, LOWER_TITLES, TITLES
from sqs_tui.domain.privacy.whereabouts import HOUSES, STREETS, TELLING, find_whereabouts
from sqs_tui.domain.privacy.words import split_words

_DATE = re.compile(
    r"[0-3]?\d([/.\- ])(?:[01]?\d|[a-z]{3,9})\1(?:\d\d)?\d\d(?:[ t][\d:.]+z?)?"
    r"|(?:19|20)\d\d([/.\-])[01]?\d\2[0-3]?\d(?:[ t][\d:.]+z?)?"
    r"|(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])",
    re.IGNORECASE,
)
"""A whole date, in figures with or without marks, or with its month in letters; a time of day may follow, as files have it."""
_DATE_WITHIN = re.compile(
    r"(?<![\w/.-])(?:(?:[0-2]\d|3[01])(?:0\d|1[0-2])(?:19|20)\d\d|(?:19|20)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[ .-]?(?:of )?{forms.MONTH}[ .,-]{{0,2}}'?(?:\d\d)?\d\d)"
    r"(?![\w/-])",
    re.IGNORECASE,
)
"""A whole date in one figure, or with its month in letters, that other words stand around."""


def _alone(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/])(?:{form})(?![\w/])", re.IGNORECASE)


_NATIONAL = (
    ("an e-mail address", forms.EMAIL),
    ("a date, perhaps of birth", forms.NUMERIC_DATE),
    ("a date, perhaps of birth", _DATE_WITHIN),
    ("a postcode", forms.POSTCODE),
    ("a pupil number (UPN)", forms.UPN),
    ("a national insurance number", forms.INSURANCE),
    ("a number of the police national computer", _alone(r"(?:(?:19|20)?[0-9]{2})/[0-9]{1,7}[A-Z]")),
    ("a number of the criminal records office", _alone(r"[0-9]{1,6}/[0-9]{2}[A-Z]")),
    ("an arrest summons number", _alone(r"[0-9]{2}/[0-9A-Z]{4}/[0-9]{2}/[0-9]{1,12}[A-Z]?")),
    ("a court's unique reference number", _alone(r"[0-9]{2}[A-Z]{1,2}[0-9A-Z]?[0-9]{6,8}")),
    ("a number of the Crown Court", _alone(r"[A-Z](?:19|20)[0-9]{6}")),
    ("a prison number", _alone(r"[A-Z][0-9]{4}[A-Z]{2}")),
    ("a telephone number", forms.PHONE),
)
"""Each with its name, wherever in the cell it stands. The forms are those that the issuing bodies publish (see `forms`)."""
_PART = re.compile(
    rf"@|\d[a-z]{{2}}|(?:\d\D{{0,3}}){{5}}\d|\d([./ -])\d{{1,2}}\1\d|/\d{{1,7}}[a-z]|\d[ .-]?(?:of )?{forms.MONTH}",
    re.IGNORECASE,
)
"""What each of them has in it: a cell without any need not be held against all."""
_PLAIN = re.compile(r"[A-Za-z]{1,2}[-/ ]?[0-9]{1,6}")
"""What nearly every code is: too few letters for a name, and no number that a body issues."""
_TIMED = re.compile(r"\d+ (?:minute|hour|day|week|month|year)s?\b", re.IGNORECASE)
_NOTHING = Known()
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_DOTTED = re.compile(r"[^\W\d_]\.(?:[ -]?[^\W\d_]\.?)+")
_PLACING = TELLING | LEADING
"""Words without any of which no place is looked for."""
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
    found = _identifier_in(text) or _place_in(text, lexicon, words=words)
    return found or ("a name" if _is_name(text, lexicon, words=words) else "")


def _identifier_in(text: str) -> str:
    """What identifies somebody by its form, anywhere in a cell."""
    if not _PART.search(text):
        return ""
    if _DATE.fullmatch(text):
        return "a date, perhaps of birth"
    for says, pattern in _NATIONAL:
        if pattern.search(text):
            return says
    if any(fits_check_digit(match[0]) for match in forms.TEN_DIGITS.finditer(text)):
        return "an NHS number"
    return ""


def _place_in(text: str, lexicon: Lexicon, *, words: bool) -> str:
    """Where somebody lives or learns, in whatever letters; with `words` only a house in its street, for offices are called so."""
    if " " not in text or _PLACING.isdisjoint(folded(text).replace(",", " ").replace(".", " ").split()):
        return ""
    for shown in dict.fromkeys((text, capwords(text))):
        split = split_words(shown)
        found = (*find_whereabouts(shown, split, lexicon, _NOTHING), *find_lodgings(split, lexicon, _NOTHING))
        for place in found:
            named = shown[place.start : place.end]
            if not words and place.kind == "school":
                return "the name of a school or a home"
            numbered = any(map(str.isdigit, named)) and not _TIMED.match(named)
            if place.kind == "street" and (not words or numbered or _is_house_in_street(named)):
                return "an address"
    return ""


def _is_house_in_street(named: str) -> bool:
    """Whether a street stands there with the name of a house: "The Old Vicarage Church Lane"."""
    return not STREETS.isdisjoint(folded(named).split()) and not HOUSES.isdisjoint(folded(named).split())


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
