"""Where somebody lives or learns: the names of schools and of streets."""

from collections.abc import Iterator

from sqs_tui.domain.letter.lexicon import Finding, Lexicon
from sqs_tui.domain.letter.words import Word


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SCHOOLS = _words("school academy college nursery pru university")
_SCHOOLS_IN_SHORT = _words("high primary juniors infants grammar comp comprehensive secondary sixth tech")
_ABOUT_SCHOOLS = _words(
    "high primary junior juniors infant infants nursery grammar comprehensive secondary upper lower middle first sixth form special "
    "specialist community catholic roman rc ce cofe church england c e of voluntary aided controlled free independent private public state maintained "
    "boys girls boarding residential day day's further higher education technical technology sports science arts art business enterprise "
    "performing music language languages mainstream local alternative provision secure royal staff police military training summer sunday "
    "saturday old new former previous nearest local city town county council borough district preparatory prep pupil referral unit school schools academy college "
    "university nursery open virtual hospital boys' girls' football boxing fire cadet youth justice offending health social care work national british international jewish "
    "muslim islamic sikh hindu christian methodist and & for the trust"
)
"""Words that stand before "school" and name none."""

_STREETS = _words("road street avenue lane close drive crescent grove terrace gardens mews estate rd ave cres")
_NUMBERED_STREETS = _words("court place way walk hill rise row square parade view green park house flats tower st fold brow bank mount end croft")
"""Kinds of street that are other things too, unless the number of a house stands before."""
_LOWER_STREETS = _words("road street avenue lane crescent grove terrace drive close gardens rd ave st way court")
_ABOUT_STREETS = _words("high main open side back busy silk cross one-way dual ring slip ring fast slow cycle bus safe same other next nearest")
_LIVING = _words("lives live lived living moved address resides stays stayed staying on at in from to near off of house home flat number")
_SETTLED = _words("lives live lived living moved resides stays stayed staying address")
_UNITS = _words("minute minutes hour hours day days week weeks month months year years mile miles metre metres km cases case people of to other more different")
_FUNCTION = _words(
    "the a an his her its their our my your this that these those each every some any no both all at in on from to by for with and or of "
    "when where while after before since if as because although which who then there attends attended attending at near outside left leaving joined "
    "one two three another such most many few"
)
_MOST = 5
"""How many words before "school" or "road" are looked at."""


class _Whereabouts:
    def __init__(self, text: str, words: list[Word], lexicon: Lexicon) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon

    def find(self) -> Iterator[Finding]:
        for place, word in enumerate(self._words):
            found = None
            if word.key in _SCHOOLS or word.key in _SCHOOLS_IN_SHORT:
                found = self._school(place)
            elif word.key in {"st", "saint"}:
                found = self._saint(place)
            if found is None and (word.key in _STREETS or word.key in _NUMBERED_STREETS):
                found = self._street(place)
            if found is not None:
                yield found

    def _school(self, place: int) -> Finding | None:
        kind = self._words[place]
        first, names = self._capitals_before(place, _ABOUT_SCHOOLS)
        if kind.key in _SCHOOLS_IN_SHORT:
            named = kind.capital and any(not self._ordinary(word) for word in names)
        elif kind.capital:
            named = any(not word.shouted or not self._ordinary(word) for word in names)
        else:
            named = any(not self._ordinary(word) or not (word.opens or word.shouted or word.key in self._lexicon.allowed or word.key in self._lexicon.places) for word in names)
        if named:
            return Finding("school", self._words[first].start, kind.end)
        return self._lower_school(place)

    def _lower_school(self, place: int) -> Finding | None:
        """A school without capitals: a word that is none of English stands before what is said of a school."""
        if self._words[place].key in _SCHOOLS_IN_SHORT - {"high", "primary", "grammar"}:
            return None
        before = place - 1
        while before >= 0 and place - before < _MOST and self._words[before + 1].joined and self._words[before].key in _ABOUT_SCHOOLS:
            before -= 1
        if before < 0 or not self._words[before + 1].joined:
            return None
        word = self._words[before]
        if word.capital or not word.shown.isalpha() or len(word.key) < 4 or self._ordinary(word) or word.key in self._lexicon.given_names:
            return None
        return Finding("school", word.start, self._words[place].end)

    def _saint(self, place: int) -> Finding | None:
        """A school or church that is named for a saint: "St Bede's"."""
        saint = self._words[place]
        if place + 1 >= len(self._words):
            return None
        name = self._words[place + 1]
        gap = self._text[saint.end : name.start]
        if gap not in {" ", ". "} or not name.shown[0].isalpha() or (place and self._words[place - 1].capital and saint.joined and gap == ". "):
            return None
        if not name.owns and (not name.capital or name.key in self._lexicon.words or gap == ". " and name.opens):
            return None
        if name.owns and name.capital != saint.capital and saint.capital:
            return None
        phrase = f"{saint.key} {name.key}"
        after = self._words[place + 2].key if place + 2 < len(self._words) and self._words[place + 2].joined else ""
        full = f"{phrase}'s" if name.owns else phrase
        if {phrase, full, f"{phrase} {after}", f"{full} {after}"} & (self._lexicon.allowed | self._lexicon.places):
            return None
        return Finding("school", saint.start, name.end)

    def _street(self, place: int) -> Finding | None:
        kind = self._words[place]
        if kind.capital:
            first, names = self._capitals_before(place, _ABOUT_STREETS)
            number = self._number_before(first)
            if number is not None and first < place:
                return Finding("street", number, kind.end)
            if names and kind.key in _STREETS and not (kind.key == "close" and names[0].opens):
                return Finding("street", self._words[first].start, kind.end)
        if kind.key not in _LOWER_STREETS or not kind.joined:
            return None
        return self._lower_street(place)

    def _lower_street(self, place: int) -> Finding | None:
        for first in (place - 1, place - 2):
            if first < 0 or not self._words[first + 1].joined or not self._words[first].shown.isalpha():
                return None
            word = self._words[first]
            if word.key in _FUNCTION or word.key in _UNITS or word.key in _ABOUT_STREETS:
                return None
            number = self._number_before(first)
            if number is not None and word.joined:
                return Finding("street", number, self._words[place].end)
            before = self._words[first - 1] if first else None
            if before and before.key in {"on", "in", "at", "to", "off", "is"} and self._settled(first) and self._words[place].key not in {"way", "court", "st"}:
                return Finding("street", word.start, self._words[place].end)
        return None

    def _settled(self, place: int) -> bool:
        return any(word.key in _SETTLED for word in self._words[max(0, place - 4) : place])

    def _number_before(self, place: int) -> int | None:
        """Where the number of a house begins that stands before a place."""
        if not place:
            return None
        number = self._words[place - 1]
        gap = self._text[number.end : self._words[place].start]
        if number.shown[0].isdigit() and len(number.shown) <= 5 and gap in {" ", ", "} and number.shown.rstrip("abcdefABCDEF").isdigit():
            return number.start
        return None

    def _ordinary(self, word: Word) -> bool:
        return word.key in self._lexicon.words or word.key in self._lexicon.allowed

    def _capitals_before(self, place: int, about: frozenset[str]) -> tuple[int, list[Word]]:
        """Where the capitals before a place begin, and those among them that name something."""
        first, names = place, []
        at = place
        while at > 0 and place - at < _MOST and (self._words[at].joined or self._text[self._words[at - 1].end : self._words[at].start] == ". "):
            at -= 1
            word = self._words[at]
            if not word.joined and at + 1 < place and word.key not in {"st"} and not self._words[at + 1].joined:
                break
            if word.capital and not (word.opens and word.key in _FUNCTION):
                if word.key in _FUNCTION and word.key not in about:
                    break
                if word.opens and word.key in self._lexicon.words and names and word.key not in self._lexicon.given_names:
                    break
                first = at
                if word.key not in about:
                    names.append(word)
            elif word.key not in about:
                break
        return first, names


def find_whereabouts(text: str, words: list[Word], lexicon: Lexicon) -> Iterator[Finding]:
    """The schools and streets that a text names."""
    yield from _Whereabouts(text, words, lexicon).find()
