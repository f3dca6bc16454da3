"""Identifiers that have a form: dates of birth, postcodes, numbers of every kind, addresses on the net, references.

The forms are those that the issuing bodies publish: the NHS number has ten digits of which the last checks the others by
modulus 11; a national insurance number has two letters, six digits and a letter from A to D; a unique pupil number has a
letter and twelve digits, or eleven and a letter; a record of the police national computer is a year, a number and a letter.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sqs_tui.domain.letter.lexicon import Finding, Known, Lexicon, folded

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    r"|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_DAY = rf"(?:[0-3]?[0-9](?:st|nd|rd|th)?|{_ORDINAL})"
_WRITTEN = re.compile(
    rf"\b(?:{_DAY}[ ](?:of[ ])?{_MONTH}\.?(?:,?[ ]'?[0-9]{{2,4}})?|{_MONTH}\.?[ ](?:the[ ])?{_DAY}(?:,?[ ][12][0-9]{{3}})?"
    rf"|{_MONTH}[ ][12][0-9]{{3}}|(?<=in[ ])[12][0-9]{{3}})\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?:[0-3]?[0-9]([/.-])[01]?[0-9]\1(?:[12][0-9])?[0-9]{2}|(?:19|20)[0-9]{2}([/.-])[01]?[0-9]\2[0-3]?[0-9]"
    r"|[0-3]?[0-9][ ][01][0-9][ ](?:19|20)[0-9]{2})(?![\w/-]|\.[0-9])"
)
_SHORT_DATE = re.compile(r"(?<![\w./-])[0-3]?[0-9][/.-](?:[01]?[0-9]|[a-z]{3}(?:[/.-][0-9]{2,4})?)(?![\w/]|\.[0-9])|(?<![\w./-])[0-3][0-9][01][0-9](?:[12][0-9])?[0-9]{2}(?![\w/])", re.IGNORECASE)
_BIRTH = re.compile(
    r"\b(?:born|birth|birthdays?|birthdate|d\.?o\.?b\b|b\.(?=[ ]?[0-9])|(?:turn(?:s|ed|ing)?|will be|becomes) (?:1[0-9]|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen))\b",
    re.IGNORECASE,
)
_NEAR_BIRTH = 45
"""How many characters may lie between a word of birth and its date; never the end of a sentence."""

_POSTCODE = re.compile(
    r"(?<!\w)(?:gir[ ]?0aa|(?:a[bl]|b[abdhlnrst]?|c[abfhmortvw]|d[adeghlnty]|e[chnx]?|f[ky]|g[luy]?|h[adgprsux]|i[gmpv]|j[e]|k[atwy]"
    r"|l[adelnsu]?|m[ekl]?|n[egnprw]?|o[lx]|p[aehlor]|r[ghm]|s[aegklmnoprstwy]?|t[adfnqrsw]|ub|w[acdfnrsv]?|yo|ze)"
    r"[0-9][0-9a-hjkmnp-z]?[ ]{0,2}(?![0-9](?:st|nd|rd|th)\b)[0-9][abd-hjlnp-uw-z]{2})(?!\w)",
    re.IGNORECASE,
)
_POSTCODE_AREA = re.compile(r"(?<!\w)[A-Z]{1,2}[0-9][0-9A-Z]?(?!\w)")
_POSTCODE_WORD = re.compile(r"\b(?:post\s?code|postal)\b", re.IGNORECASE)

_PHONE = re.compile(r"(?<![\w/.])(?:(?:\+|00)[ ]?44[ ]?(?:\(0\)[ ]?)?|\(?0(?=[1-9 ]))[0-9](?:[ )(.-]{0,2}[0-9]){7,9}(?![\w/]|\.[0-9])")
_SHORT_NUMBER = re.compile(r"(?<![\w/.])[0-9]{2,4}[ -]?[0-9]{3,4}(?:[ -]?[0-9]{2,4})?(?![\w/]|\.[0-9])")
_PHONE_WORD = re.compile(r"\b(?:tel|telephone|phone|phoned|ring|rang|rung|call|called|mobile|mob|text|texted|landline|extension|ext)\b", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}(?![\w-])")
_SPELT_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:[ ]?[\[(][ ]?at[ ]?[\])][ ]?|[ ]at[ ])[\w-]{1,63}(?:[ ]?[\[(]?[ ]?\bdot\b[ ]?[\])]?[ ]?[a-z]{2,12}|\.(?:com|net|org|co\.uk|org\.uk|uk))"
    r"(?:[ ]dot[ ][a-z]{2,12})?(?!\w)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?<!\w)(?:https?://|www\.)[^\s<>“”\"]{2,200}|(?<![\w@.-])(?:[a-z0-9-]{2,63}\.){1,3}(?:com|net|org|info|me|tv|io|co\.uk|org\.uk|sch\.uk)(?:/[^\s<>“”\"]{0,200})?(?![\w-])", re.IGNORECASE)
_PUBLIC_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z0-9-]{1,63}\.){1,5}gov\.uk(?![\w.-]*@)(?:[/?#].*)?\Z", re.IGNORECASE)
"""The government's own pages identify nobody."""

_TEN_DIGITS = re.compile(r"(?<![\w/+])(?<![0-9][ .-])[0-9]{3}([ -]?)[0-9]{3}\1[0-9]{4}(?![\w/]|[ -][0-9])")
_HEALTH_NUMBER = re.compile(r"\b(?:nhs|hospital|health|patient)[ ](?:number|num|no\.?|id|ref(?:erence)?)[ ]?:?[ ]?(?:is[ ]|was[ ])?([A-Z]{0,2}[0-9][0-9 -]{3,12}[0-9])", re.IGNORECASE)
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?!\w)", re.IGNORECASE)
_INSURANCE = re.compile(r"(?<!\w)[A-Z]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[A-D](?!\w)", re.IGNORECASE)
_POLICE = re.compile(
    r"(?<![\w/])(?!(?:19|20)[0-9]{2}/[0-9]{2}(?![0-9]))(?:(?:19|20)?[0-9]{2}/[0-9]{1,7}[A-Z]|[0-9]{1,6}/[0-9]{2}[A-Z]|[A-Z]{1,4}/[0-9]{2,8}(?:/[0-9]{2,4})?|[0-9]{2}[A-Z]{1,3}/[0-9A-Z]{1,6}/[0-9]{2,6}(?:/[0-9]{2,4})?"
    r"|[0-9]{3,8}/(?:19|20)?[0-9]{2}|[0-9]{2}[A-Z]{1,2}[0-9A-Z]?[0-9]{6,8}|[A-Z][0-9]{4}[A-Z]{2}|[A-Z]{2}[0-9]{2} ?[A-Z]{3})(?![\w/])"
)
"""Numbers of the police, the courts (URN) and prisons, with letters and strokes as each writes them."""
_NUMBERED = re.compile(
    r"\b(?:crime|custody|incident|log|occurrence|police|pnc|cro|cad|urn|collar|warrant|prison|case|court|file|client|pupil|yois|careworks|childview|system"
    r"|passport|licence|reference|ref|id|uln|upn|number)"
    r"(?:[ ](?:reference|ref|number|num|no|id|record|log)\b)*\.?[ ]?(?:is[ ]|was[ ]|of[ ])?[:#]?[ ]?([A-Z]{0,5}[/ -]?[0-9][0-9A-Z]*(?:[/-][0-9A-Z]+)*)",
    re.IGNORECASE,
)
_LEAST_DIGITS = 4
"""A number behind "case" or "log" with fewer digits counts something."""

_HANDLE = re.compile(r"(?<![\w.@/])@[\w][\w.]{1,40}(?<![.])")
_TAG = re.compile(r"(?<![\w.@/-])(?=[\w.]{4,40}(?!\w))(?:[A-Za-z]{3,}[0-9]{2,}[A-Za-z]*|[A-Za-z]+[0-9]+[A-Za-z]+[0-9A-Za-z]*|[A-Za-z0-9]*(?:[A-Za-z0-9]_|_[A-Za-z0-9])\w*)(?!\w)")
_PLATFORM = re.compile(
    r"\b(?:snapchat|snap|instagram|insta|facebook|tiktok|twitter|bbm|psn|xbox|gamer\s?tag|user\s?name|handle|profile|kik|discord|skype|youtube|telegram"
    r"|steam|screen\s?name|log\s?in|alias|aka|known|nickname|nicknamed|goes|street\s?name|tag)\b(?:[ ](?:name|account|user|username|profile|page|handle|id|pin|tag|live|channel))*"
    r"[ ]?(?:is|was|as|under|called|named|of|by|:|,|[ ])*[ ]?(?:the[ ]name[ ])?[“‘\"']?((?<=[:“‘\"' ])[\w.-]{3,40})[”’\"']?",
    re.IGNORECASE,
)

_LETTERED = re.compile(r"(?<![\w/])([A-Za-z]{1,8})[ \u00a0-]?0*([0-9]{1,9})(?![\w/]|\.[0-9])")
_REFERENCE = re.compile(r"(?<![\w/])[A-Z]{2}[-]?[0-9]{2}(?![\w/]|\.[0-9])")
_REFERRING = r"(?:case|record|file|ref|reference|interview|young person|number|no)\.?[ ]"


def find_identifiers(text: str, lexicon: Lexicon, known: Known) -> Iterator[Finding]:
    """The identifiers of a text; of two that overlap, the first to be told is the surer one."""
    yield from _on_the_net(text)
    if not text.isascii() or any(map(text.__contains__, "0123456789")):
        yield from _numbers(text, lexicon)
    yield from _births(text)
    yield from _references(text, known)
    yield from _accounts(text, lexicon, known)


def _found(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        yield Finding(kind, match.start(), match.end())


def _on_the_net(text: str) -> Iterator[Finding]:
    if "@" in text:
        yield from _found("email", _EMAIL, text)
    if " at " in text or "at]" in text or "at)" in text:
        yield from _found("email", _SPELT_EMAIL, text)
    if "." in text:
        for match in _ADDRESS.finditer(text):
            address = match[0].rstrip(".,;:!?)’'")
            if not _PUBLIC_ADDRESS.match(address):
                yield Finding("address", match.start(), match.start() + len(address))


def _numbers(text: str, lexicon: Lexicon) -> Iterator[Finding]:
    yield from _found("upn", _UPN, text)
    yield from _found("ni", _INSURANCE, text)
    for match in _TEN_DIGITS.finditer(text):
        if match[1] or not match[0].startswith("0") or _checks(match[0]):
            yield Finding("nhs", match.start(), match.end())
    yield from _found("phone", _PHONE, text)
    for match in _HEALTH_NUMBER.finditer(text):
        yield Finding("nhs", match.start(1), match.end(1))
    yield from _found("birth", _NUMERIC, text)
    yield from _found("postcode", _POSTCODE, text)
    yield from _near("postcode", _POSTCODE_AREA, _POSTCODE_WORD, text, 30)
    yield from _found("police", _POLICE, text)
    for match in _NUMBERED.finditer(text):
        if sum(map(str.isdigit, match[1])) >= _LEAST_DIGITS and not _is_year(match[1]):
            yield Finding("police", match.start(1), match.end(1))
    for found in _near("phone", _SHORT_NUMBER, _PHONE_WORD, text, 30):
        if sum(map(str.isdigit, text[found.start : found.end])) >= 6:
            yield found
    for match in _REFERENCE.finditer(text):
        if match[0].lower() not in lexicon.allowed:
            yield Finding("reference", match.start(), match.end())


def _is_year(number: str) -> bool:
    return len(number) == 4 and number[:2] in {"19", "20"}


def _checks(number: str) -> bool:
    """Whether the last digit of ten fits the others, as in an NHS number."""
    digits = [int(character) for character in number if character in "0123456789"]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1]


def _births(text: str) -> Iterator[Finding]:
    for pattern in (_WRITTEN, _SHORT_DATE):
        yield from _near("birth", pattern, _BIRTH, text, _NEAR_BIRTH)


def _near(kind: str, pattern: re.Pattern[str], word: re.Pattern[str], text: str, reach: int) -> Iterator[Finding]:
    """What matches a pattern within reach of a word, in the same sentence."""
    words = [match.span() for match in word.finditer(text)]
    if not words:
        return
    for match in pattern.finditer(text):
        for start, end in words:
            between = text[end : match.start()] if end <= match.start() else text[match.end() : start]
            if (end <= match.start() or match.end() <= start) and len(between) <= reach and not re.search(r"[.!?][ ]+[A-Z]|\n", between):
                yield Finding(kind, match.start(), match.end())
                break


def _accounts(text: str, lexicon: Lexicon, known: Known) -> Iterator[Finding]:
    if known.accounts:
        yield from _found("account", _accounts_pattern(known.accounts), text)
    yield from _found("account", _HANDLE, text)
    for match in _PLATFORM.finditer(text):
        name = match[1].strip(".-")
        key = folded(name)
        if name and key not in lexicon.words and key not in lexicon.allowed and not key.isdigit():
            yield Finding("account", match.start(1), match.start(1) + len(name))
    for match in _TAG.finditer(text):
        key = folded(match[0])
        letters = key.rstrip("0123456789")
        if key not in lexicon.allowed and letters not in lexicon.allowed and (letters not in lexicon.words or "_" in key):
            yield Finding("account", match.start(), match.end())


def _references(text: str, known: Known) -> Iterator[Finding]:
    lettered, literal = _references_of(known.references)
    if lettered:
        for match in _LETTERED.finditer(text):
            if (match[1].lower(), int(match[2])) in lettered:
                yield Finding("reference", match.start(), match.end())
    if literal is not None:
        for match in literal.finditer(text):
            group = "plain" if match["plain"] is not None else "named"
            yield Finding("reference", match.start(group), match.end(group))


@lru_cache(maxsize=8)
def _references_of(references: frozenset[str]) -> tuple[frozenset[tuple[str, int]], re.Pattern[str] | None]:
    """References of letters and a number, by both; a pattern for the others.

    A reference that is a short number or a word is one only behind "case", "record" and the like.
    """
    lettered: set[tuple[str, int]] = set()
    plain: list[str] = []
    named: list[str] = []
    for reference in sorted(references, key=len, reverse=True):
        if not reference.strip():
            continue
        match = _LETTERED.fullmatch(reference.strip())
        if match:
            lettered.add((match[1].lower(), int(match[2])))
        elif len(reference) > 3 and any(map(str.isdigit, reference)):
            plain.append(re.escape(reference.strip()))
        else:
            named.append(re.escape(reference.strip()))
    if not plain and not named:
        return frozenset(lettered), None
    either = rf"(?<!\w)(?P<plain>{'|'.join(plain) or '(?!)'})(?!\w)|\b{_REFERRING}(?P<named>{'|'.join(named) or '(?!)'})(?!\w)"
    return frozenset(lettered), re.compile(either, re.IGNORECASE)


@lru_cache(maxsize=8)
def _accounts_pattern(accounts: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(re.escape(account) for account in sorted(accounts, key=len, reverse=True) if len(account) > 1)
    return re.compile(rf"(?<![\w-])(?:{names or '(?!)'})(?![\w-])", re.IGNORECASE)
