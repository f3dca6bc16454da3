"""Identifiers that have a form: dates of birth, postcodes, numbers of every kind, addresses on the net, references."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from sqs_tui.domain.privacy import forms
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch, folded
from sqs_tui.domain.privacy.people import FUNCTION, word_set

_NEAR_BIRTH = 45
"""How many characters may lie between a word of birth and its date; never the end of a sentence."""
_NEAR_PHONE = _NEAR_POSTCODE = 30
_LEAST_PHONE = 6
_LEAST_DIGITS = 4
"""A number behind "case" or "log" with fewer digits counts something."""
_NAMING = frozenset(
    {"alias", "aka", "nickname", "nicknamed", "street", "streetname", "screen", "username", "gamertag", "moniker"}
)
"""Words behind which a capital alone is a name, whatever the word."""
_DIGIT = re.compile(r"\d")
_THREE_DIGITS = re.compile(r"\d{3}")
_LETTER_BESIDE_DIGIT = re.compile(r"[A-Za-z]/?\d|\d[A-Za-z]|[A-Z]{3} \d")
_PLATFORMS = word_set(
    "snap insta facebook tiktok twitter bbm psn xbox gamer user handle profile kik discord skype tube telegram steam fortnite "
    "roblox whatsapp fb ig tumblr reddit pinterest soundcloud twitch screen log alias aka known nick himself herself goes raps "
    "street tag moniker"
)
"""A piece of each name of a network: without any of them no account is looked for."""
_SIX_DIGITS = re.compile(r"\d(?:[ ().-]{0,2}\d){5}")
_DOTTED = re.compile(r"\.\w")
_NUMBER_WORD = re.compile(r" (?:no|number|num|ref)\b", re.IGNORECASE)
"""Where it is said to be a number, one digit fewer will do."""
_SENTENCE = re.compile(r"[.!?][ ]+[A-Z]|\n")


def find_identifiers(text: str, lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """The identifiers of a text; of two that overlap, the first to be told is the surer one."""
    yield from _on_the_net(text)
    if _DIGIT.search(text):
        yield from _numbers(text, lexicon)
    yield from _births(text)
    yield from _references(text, known)
    yield from _accounts(text, lexicon, known)
    yield from _found("police", forms.BARE, text)


def _found(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Stretch]:
    for match in pattern.finditer(text):
        yield Stretch(kind, match.start(), match.end())


def _groups(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Stretch]:
    for match in pattern.finditer(text):
        yield Stretch(kind, match.start(1), match.end(1))


def _on_the_net(text: str) -> Iterator[Stretch]:
    if "@" in text:
        yield from _found("email", forms.EMAIL, text)
    if "dot" in text.lower() or _DOTTED.search(text):
        yield from _found("email", forms.SPELT_EMAIL, text)
    if "://" in text or _DOTTED.search(text):
        for match in forms.ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)’'")
            if not forms.PUBLIC_ADDRESS.match(address):
                yield Stretch("address", match.start(), match.start() + len(address))


def _numbers(text: str, lexicon: Lexicon) -> Iterator[Stretch]:
    if _SIX_DIGITS.search(text):
        yield from _long_numbers(text)
    yield from _found("birth", forms.NUMERIC_DATE, text)
    yield from _found("postcode", forms.POSTCODE, text)
    yield from _near("postcode", (forms.POSTCODE_AREA,), forms.POSTCODE_WORD, text, _NEAR_POSTCODE)
    yield from _found("police", forms.POLICE, text)
    if _THREE_DIGITS.search(text):
        yield from _groups("police", forms.COLLAR, text)
        yield from _groups("phone", forms.EXTENSION, text)
    if _LETTER_BESIDE_DIGIT.search(text):
        yield from _lettered_numbers(text, lexicon)
    yield from _found("address", forms.COMPUTER, text)
    for match in forms.NUMBERED.finditer(text):
        least = _LEAST_DIGITS - bool(_NUMBER_WORD.search(text, match.start(), match.start(1)))
        if sum(map(str.isdigit, match[1])) >= least and not _is_year(match[1]):
            yield Stretch("police", match.start(1), match.end(1))
    for match in forms.REFERENCE.finditer(text):
        letters = match[0][:2]
        if match[0].lower() not in lexicon.allowed and not (letters.islower() and _is_word(letters, lexicon)):
            yield Stretch("reference", match.start(), match.end())


def _lettered_numbers(text: str, lexicon: Lexicon) -> Iterator[Stretch]:
    yield from _groups("school", forms.FORM_CLASS, text)
    for match in forms.MARK.finditer(text):
        if not _is_known(match[1], lexicon):
            yield Stretch("police", match.start(1), match.end(1))
    for match in forms.EXHIBIT.finditer(text):
        letters = match["letters"].lower()
        if letters not in lexicon.allowed and letters not in lexicon.words:
            yield Stretch("police", match.start(), match.end())


def _long_numbers(text: str) -> Iterator[Stretch]:
    yield from _found("upn", forms.UPN, text)
    yield from _found("ni", forms.INSURANCE, text)
    yield from _groups("ni", forms.INSURANCE_NUMBER, text)
    for match in forms.TEN_DIGITS.finditer(text):
        if match[1] or not match[0].startswith("0") or fits_check_digit(match[0]):
            yield Stretch("nhs", match.start(), match.end())
    yield from _found("phone", forms.PHONE, text)
    yield from _groups("nhs", forms.HEALTH_NUMBER, text)
    for found in _near("phone", (forms.SHORT_PHONE,), forms.PHONE_WORD, text, _NEAR_PHONE):
        if sum(map(str.isdigit, text[found.start : found.end])) >= _LEAST_PHONE:
            yield found


def _is_word(letters: str, lexicon: Lexicon) -> bool:
    return letters in lexicon.words or letters in lexicon.allowed


def _is_known(mark: str, lexicon: Lexicon) -> bool:
    """Whether what may be a mark is an acronym, a road or a year: "KS3", "M60", "CJA 2003"."""
    letters = "".join(filter(str.isalpha, mark)).lower()
    digits = "".join(filter(str.isdecimal, mark))
    return mark.lower() in lexicon.allowed or letters in lexicon.allowed or len(letters) < 2 or _is_year(digits)


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in {"19", "20"}


def fits_check_digit(number: str) -> bool:
    """Whether the last digit of ten fits the others, as in an NHS number."""
    digits = [int(character) for character in number if character in "0123456789"]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1]


def _births(text: str) -> Iterator[Stretch]:
    yield from _near("birth", (forms.WRITTEN_DATE, forms.SHORT_DATE), forms.BIRTH, text, _NEAR_BIRTH)


def _near(kind: str, patterns: tuple[re.Pattern[str], ...], word: re.Pattern[str], text: str, reach: int) -> Iterator[Stretch]:
    """What matches one of some patterns within reach of a word, in the same sentence."""
    words = [match.span() for match in word.finditer(text)]
    if not words:
        return
    starts = [start for start, _ in words]
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        behind = bisect_left(starts, match.start())
        for start, end in words[max(0, behind - 1) : behind + 2]:
            if end <= match.start():
                between = text[end : match.start()]
            elif match.end() <= start:
                between = text[match.end() : start]
            else:
                continue
            if len(between) <= reach and not _SENTENCE.search(between):
                yield Stretch(kind, match.start(), match.end())
                break


def _accounts(text: str, lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    if known.accounts:
        yield from _found("account", _accounts_pattern(known.accounts), text)
    yield from _found("account", forms.HANDLE, text)
    low = text.lower()
    for match in forms.PLATFORM.finditer(text) if any(piece in low for piece in _PLATFORMS) else ():
        name = match["name"].strip(".-")
        key = folded(name)
        let = key in lexicon.allowed or key in lexicon.places or key in known.own_words or key.isdigit()
        strong = match["link"] or match[0].split()[0].lower().rstrip(":,") in _NAMING
        called = strong and (match["quote"] or name[:1].isupper())
        if name and not let and (called or key not in lexicon.words):
            yield Stretch("account", match.start("name"), match.start("name") + len(name))
    for match in forms.TAG.finditer(text):
        key = folded(match[0])
        letters = key.rstrip("0123456789")
        if key not in lexicon.allowed and letters not in lexicon.allowed and (letters not in lexicon.words or "_" in key):
            yield Stretch("account", match.start(), match.end())


def _references(text: str, known: Known) -> Iterator[Stretch]:
    forms_of = _references_of(known.references)
    if forms_of.letters or forms_of.exact:
        for match in forms.LETTERED.finditer(text):
            letters = match[1].lower()
            joined = match.end(1) == match.start(2) or text[match.end(1)] == "0"
            if letters in forms_of.letters or (joined and (letters, int(match[2])) in forms_of.exact):
                yield Stretch("reference", match.start(), match.end())
    if forms_of.others is not None:
        for match in forms_of.others.finditer(text):
            group = "plain" if match["plain"] is not None else "named"
            yield Stretch("reference", match.start(group), match.end(group))


class _References(msgspec.Struct, frozen=True):
    """The references of an inspection, as they are looked for."""

    letters: frozenset[str]
    """Letters behind which any number is a reference, however the two are joined: "bu 7"."""
    exact: frozenset[tuple[str, int]]
    """Letters that are a word or one letter, with their number: only as they were given, for "a 12" is none."""
    others: re.Pattern[str] | None
    """What has another form; a short number or a word is a reference only behind "case", "record" and the like."""


@lru_cache(maxsize=8)
def _references_of(references: frozenset[str]) -> _References:
    letters: set[str] = set()
    exact: set[tuple[str, int]] = set()
    plain: list[str] = []
    named: list[str] = []
    for reference in sorted(filter(None, map(str.strip, references)), key=len, reverse=True):
        match = forms.LETTERED.fullmatch(reference)
        if match and (len(match[1]) == 1 or match[1].lower() in FUNCTION):
            exact.add((match[1].lower(), int(match[2])))
        elif match:
            letters.add(match[1].lower())
        elif len(reference) >= _LEAST_DIGITS and any(map(str.isdigit, reference)):
            plain.append(re.escape(reference))
        else:
            named.append(re.escape(reference))
    either = rf"(?<!\w)(?P<plain>{_any_of(plain)})(?!\w)|\b{forms.REFERRING}(?P<named>{_any_of(named)})(?!\w)"
    others = re.compile(either, re.IGNORECASE) if plain or named else None
    return _References(frozenset(letters), frozenset(exact), others)


def _any_of(patterns: list[str]) -> str:
    return "|".join(patterns) or "(?!)"


@lru_cache(maxsize=8)
def _accounts_pattern(accounts: frozenset[str]) -> re.Pattern[str]:
    names = [re.escape(account) for account in sorted(accounts, key=len, reverse=True) if len(account) > 1]
    return re.compile(rf"(?<![\w-])(?:{_any_of(names)})(?![\w-])", re.IGNORECASE)
