"""Possible names of people: given names, surnames, words that no word list knows, and initials."""

import re
from collections.abc import Iterator

from sqs_tui.domain.letter import people
from sqs_tui.domain.letter.lexicon import Finding, Known, Lexicon
from sqs_tui.domain.letter.words import Word

_SHORT = 3
"""Up to this length a lower-case word is taken for a name only where the grammar is a person's."""
_LONGEST_PHRASE = 4
_PREFIXES = ("un", "re", "non", "over", "under", "pre", "mis", "multi", "inter", "co", "anti", "sub", "out", "self", "dis")
_SUFFIXES = ("s", "ly", "ness", "ing", "ed", "er", "ers")
_DOTTED = re.compile(r"(?<![\w.])[A-Z]\.(?:[ ]?[A-Z]\.)*[ ]?[A-Z](?![\w'’])\.?|(?<![\w.])[A-Z]\.[ ]?[A-Z]\.")
_RELATIVES = frozenset({"who", "whose", "whom", "aged"})
_BETWEEN_NAMES = frozenset({"and", "or"})


class _Names:
    """Looks for names in one text."""

    def __init__(self, words: list[Word], lexicon: Lexicon, known: Known) -> None:
        self._words = words
        self._lexicon = lexicon
        self._own = known.own_words
        self._let = self._of_phrases()

    def find(self) -> Iterator[Finding]:
        """Each run of words that may be a name, in order."""
        place = 0
        while place < len(self._words):
            kind = self._kind(place)
            if not kind:
                place += 1
                continue
            last = self._last_of(place) if kind == "name" else place
            yield Finding(kind, self._words[place].start, self._words[last].end)
            place = last + 1

    # What a word is

    def _of_phrases(self) -> frozenset[int]:
        """The places of the words that belong to a phrase or a place of several words that is let stand."""
        let: set[int] = set()
        words, allowed, places = self._words, self._lexicon.allowed, self._lexicon.places
        for place, word in enumerate(words):
            if not word.capital:
                continue
            phrase = word.key
            for last in range(place + 1, min(place + _LONGEST_PHRASE, len(words))):
                if not words[last].joined:
                    break
                for end in {words[last].key, words[last].shown.lower().replace("’", "'")}:
                    if f"{phrase} {end}" in allowed or f"{phrase} {end}" in places:
                        let.update(range(place, last + 1))
                phrase = f"{phrase} {words[last].shown.lower().replace('’', chr(39))}"
        return frozenset(let)

    def _allowed(self, key: str) -> bool:
        return key in self._lexicon.allowed or key in self._own

    def _ordinary(self, key: str) -> bool:
        """Whether a word also means something else than a name."""
        lexicon = self._lexicon
        return key in lexicon.words or key in lexicon.allowed or key in lexicon.places or key in self._own

    def _unknown(self, key: str) -> bool:
        """Whether no list knows a word, nor what it is derived from."""
        if len(key) < 3 or self._ordinary(key):
            return False
        lexicon = self._lexicon
        if key in lexicon.given_names or key in lexicon.surnames:
            return True
        words = lexicon.words
        stems = [key, *(key[: -len(suffix)] for suffix in _SUFFIXES if key.endswith(suffix) and len(key) > len(suffix) + 3)]
        stems += [stem[len(prefix) :] for stem in stems for prefix in _PREFIXES if stem.startswith(prefix) and len(stem) > len(prefix) + 3]
        return not any(stem in words or f"{stem}e" in words for stem in stems)

    def _named(self, key: str) -> bool:
        """Whether a word can be part of a name that has begun: it is a name, or no list knows it."""
        lexicon = self._lexicon
        if key in self._own or (key in lexicon.allowed and key not in lexicon.surnames):
            return False
        return key in lexicon.given_names or key in lexicon.surnames or self._unknown(key)

    def _kind(self, place: int) -> str:
        """`name` or `initials` where a name begins at a place, or an empty text."""
        word = self._words[place]
        if place in self._let or word.key in self._own or not word.key:
            return ""
        if self._titled(place):
            return "name"
        if not word.capital:
            return "name" if self._lower_case(place) else ""
        if len(word.key) == 1:
            return self._single(place)
        if word.shouted:
            return self._shouted(place)
        if self._name_like(place):
            return "name"
        return ""

    def _name_like(self, place: int) -> bool:
        key = self._words[place].key
        lexicon = self._lexicon
        if not self._ordinary(key):
            return (key in lexicon.given_names and len(key) > 1) or self._unknown(key)
        if key in lexicon.given_names:
            return self._ambiguous(place)
        return key in lexicon.surnames and self._surname(place)

    # Names in capitals

    def _ambiguous(self, place: int) -> bool:
        """A given name that is also a word or a place: taken for a name where the grammar or the capitals say so."""
        word = self._words[place]
        behind = self._next(place)
        if behind and behind.joined and behind.capital and not behind.shouted and self._follows_given(behind):
            return True
        if self._person(place):
            return True
        if word.opens or word.key in people.SEASONS or word.key in self._lexicon.allowed:
            return False
        return not self._in_run(place) and self._stands_for_person(place)

    def _follows_given(self, word: Word) -> bool:
        """Whether a capital behind a given name is its surname."""
        if word.key in self._lexicon.allowed or word.key in self._own:
            return False
        return word.key in self._lexicon.surnames or self._unknown(word.key)

    def _surname(self, place: int) -> bool:
        """A surname that is also a word or a place, alone: only where the grammar is a person's."""
        word = self._words[place]
        if word.key in self._lexicon.allowed or self._in_run(place):
            return False
        before = self._before(place)
        if before and before.key in people.DETERMINERS and not word.owns:
            return False
        if self._acts(place, certain=word.opens or word.key in self._lexicon.places):
            return True
        if word.owns and self._possesses(place, people.KIN):
            return True
        return not word.opens and before is not None and before.key in people.ADDRESSING and word.key not in self._lexicon.places

    def _stands_for_person(self, place: int) -> bool:
        """Whether an ambiguous capital within a sentence stands where a thing or a place would not."""
        word, before = self._words[place], self._before(place)
        if before is None:
            return False
        if before.key in people.DETERMINERS:
            return False
        if word.key in self._lexicon.places:
            return before.key not in people.WITHIN and before.key not in _BETWEEN_NAMES and not before.capital
        return word.key not in self._lexicon.things or before.key not in {"in", "at", "on"}

    def _person(self, place: int) -> bool:
        """Whether what follows shows that a word stands for a person."""
        word = self._words[place]
        before = self._before(place)
        seasonal = word.key in people.SEASONS
        if before and before.key in people.DETERMINERS and not word.opens:
            return False
        certain = seasonal or word.key in self._lexicon.things or word.key in self._lexicon.places
        if self._acts(place, certain=certain):
            return not self._in_run(place)
        if word.owns:
            return self._possesses(place, people.POSSESSED if seasonal or certain else None)
        if seasonal:
            return before is not None and before.key in {"told", "asked"}
        behind = self._next(place)
        if behind and not behind.joined and behind.key in _RELATIVES:
            return True
        if behind and behind.key == "and" and place + 2 < len(self._words):
            return self._words[place + 2].key in {"his", "her"}
        return False

    def _acts(self, place: int, *, certain: bool) -> bool:
        """Whether a verb follows; with `certain`, one that only a person can be the subject of."""
        word, behind = self._words[place], self._next(place)
        if word.acts:
            return True
        if behind is None or not behind.joined or behind.capital or word.owns:
            return False
        if behind.key in people.DOING or (not certain and behind.key in people.BEING):
            return True
        further = self._next(place + 1)
        return behind.key in people.BEING and further is not None and bool(further.joined) and further.key in people.DOING

    def _possesses(self, place: int, what: frozenset[str] | None) -> bool:
        behind = self._next(place)
        return behind is not None and bool(behind.joined) and (what is None or behind.key in what)

    def _in_run(self, place: int) -> bool:
        """Whether a word stands among capitals, as in a title or the name of an agency."""
        word, before, behind = self._words[place], self._before(place), self._next(place)
        if behind and behind.joined and behind.capital and behind.key != "i":
            return True
        return bool(before and word.joined and before.capital and not (before.opens and before.key in self._lexicon.words))

    def _titled(self, place: int) -> bool:
        """Whether a title stands before a word that can be a surname."""
        word, before = self._words[place], self._before(place)
        if before is None or not (word.joined or before.end + 2 == word.start) or not word.shown[0].isalpha():
            return False
        if before.key in people.TITLES:
            if word.capital:
                return before.capital and word.key not in self._lexicon.allowed
            return before.key not in {"miss", "sir", "dame"} and not before.capital and self._named(word.key) and len(word.key) > 2
        if before.key not in people.RANKS or not word.capital or word.shouted or not word.joined:
            return False
        return before.capital and self._named(word.key)

    # Names without capitals

    def _lower_case(self, place: int) -> bool:
        word = self._words[place]
        key, lexicon = word.key, self._lexicon
        if not word.shown.isalpha() and "'" not in word.shown and "’" not in word.shown:
            return False
        if not word.shown[0].islower():
            return word.shown[0].isalpha() and not word.shown.isascii()
        given = key in lexicon.given_names
        if not given and key not in lexicon.surnames:
            return False
        if word.owns and self._possesses(place, people.KIN) and given:
            return True
        if self._ordinary(key) or len(key) < _SHORT:
            return False
        if given and len(key) > _SHORT:
            return True
        before = self._before(place)
        return self._acts(place, certain=False) or (before is not None and before.key in people.ADDRESSING)

    # Capitals alone

    def _shouted(self, place: int) -> str:
        """A word in capitals: an acronym that is known, initials, or a name in capitals."""
        word, before = self._words[place], self._before(place)
        if not word.shown[-1].isupper() and not word.owns and not word.acts:
            return "name" if word.key in self._lexicon.given_names and not self._ordinary(word.key) else ""
        if self._ordinary(word.key):
            return ""
        if len(word.key) == 2:
            if before and before.key in people.DETERMINERS:
                return ""
            spoken = self._acts(place, certain=False) or (word.owns and self._possesses(place, people.POSSESSED))
            return "initials" if spoken or (before and before.key in people.ADDRESSING) else ""
        if len(word.key) > _SHORT and (word.key in self._lexicon.given_names or word.key in self._lexicon.surnames):
            return "name"
        return ""

    def _single(self, place: int) -> str:
        """A capital alone: the beginning of "J Smith", or a person ("K's mother", "spoke to K about it")."""
        word, before, behind = self._words[place], self._before(place), self._next(place)
        if behind and behind.joined == " " and behind.capital and not behind.shouted and word.key not in {"a", "i"}:
            return "name" if self._follows_given(behind) else ""
        if word.key == "i" or (before and word.joined == "-") or (behind and behind.joined == "-"):
            return ""
        if before and not word.opens and (before.key in people.LABELLED or before.key in people.DETERMINERS):
            return ""
        labelled = bool(before and not word.opens and before.key in people.LABELLED_PEOPLE and word.key in "abcdxyz")
        if labelled:
            return ""
        if word.owns:
            return "initials" if self._possesses(place, people.POSSESSED) else ""
        if word.key == "a":
            return ""
        if self._acts(place, certain=False):
            return "initials"
        if before and word.joined and before.key in people.BEFORE_PERSON:
            return "initials" if behind is None or not behind.joined or not behind.capital else ""
        return ""

    # Neighbours

    def _before(self, place: int) -> Word | None:
        return self._words[place - 1] if place else None

    def _next(self, place: int) -> Word | None:
        return self._words[place + 1] if place + 1 < len(self._words) else None

    def _last_of(self, place: int) -> int:
        """The last word of a name that begins at a place."""
        lower = not self._words[place].capital
        last = place
        while last + 1 < len(self._words) and not self._words[last].owns:
            behind = self._words[last + 1]
            if not behind.joined or last + 1 in self._let or not behind.shown.replace("'", "").replace("’", "").isalpha():
                break
            if lower and not behind.capital:
                if self._ordinary(behind.key) or not (behind.key in self._lexicon.surnames or behind.key in self._lexicon.given_names):
                    break
            elif not behind.capital or (behind.shouted and not self._words[place].shouted) or not self._named(behind.key):
                break
            last += 1
        return last


def find_names(words: list[Word], lexicon: Lexicon, known: Known) -> Iterator[Finding]:
    """The possible names and initials among the words of a text, in order."""
    yield from _Names(words, lexicon, known).find()


def find_dotted(text: str, lexicon: Lexicon, known: Known) -> Iterator[Finding]:
    """Initials with points, "J.S." or "J. S.", but not the shortened names of countries and subjects."""
    for match in _DOTTED.finditer(text):
        letters = "".join(filter(str.isalpha, match[0])).lower()
        if letters not in lexicon.allowed and letters not in known.own_words:
            yield Finding("initials", match.start(), match.end())
