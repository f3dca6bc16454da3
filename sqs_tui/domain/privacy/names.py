"""Possible names of people: given names, surnames, words that no word list knows, and initials among them."""

from collections.abc import Iterator

from sqs_tui.domain.privacy import people
from sqs_tui.domain.privacy.grammar import Grammar
from sqs_tui.domain.privacy.initials import is_bracketed, is_letter, is_lower, is_pair
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch
from sqs_tui.domain.privacy.words import Word

_SHORT = 3
"""Up to this length a lower-case word is taken for a name only where the grammar is a person's."""
_LEAST_NICKNAME = 2
_NAMING = people.CALLED | people.FRIENDS | {"called", "named"}
_LONGEST_PHRASE = 4
_LONG_SEASONS = frozenset({"summer", "autumn", "winter"})
_PREFIXES = ("un", "re", "non", "over", "under", "pre", "mis", "multi", "inter", "co", "anti", "sub", "out", "self", "dis", "de")
_SUFFIXES = ("s", "ly", "ness", "ing", "ed", "er", "ers")
_LEAST_STEM = 4


class _Names:
    """Looks for names in one text."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon, known: Known) -> None:
        self._words = words
        self._lexicon = lexicon
        self._own = known.own_words
        self._grammar = Grammar(text, words, lexicon)
        self._let = self._of_phrases()

    def find(self) -> Iterator[Stretch]:
        """Each run of words that may be a name, in order."""
        place = 0
        while place < len(self._words):
            kind = self._kind(place)
            last = self._last_of(place) if kind == "name" else place
            if kind:
                yield Stretch(kind, self._words[place].start, self._words[last].end)
            place = last + 1

    def _kind(self, place: int) -> str:
        """`name` or `initials` where a name begins at a place, or an empty text."""
        word = self._words[place]
        if place in self._let or word.key in self._own:
            return ""
        if self._titled(place) or self._called(place):
            return "name"
        if not word.capital:
            if is_lower(self._grammar, place, self._ordinary(word.key)):
                return "initials"
            return "name" if self._lower_case(place) else ""
        if len(word.key) == 1:
            if self._begins_name(place):
                return "name"
            return "initials" if is_letter(self._grammar, place) else ""
        if word.shouted:
            return self._shouted(place)
        return "name" if self._capitalised(place) else ""

    # What the lists say

    def _of_phrases(self) -> frozenset[int]:
        """The places of the words of a phrase, or of a place of several words, that is let stand."""
        let: set[int] = set()
        words, allowed, towns = self._words, self._lexicon.allowed, self._lexicon.places
        for place, word in enumerate(words):
            if not word.capital:
                continue
            phrase = word.whole
            for last in range(place + 1, min(place + _LONGEST_PHRASE, len(words))):
                if not words[last].joined:
                    break
                phrase, ended = f"{phrase} {words[last].whole}", f"{phrase} {words[last].key}"
                if not allowed.isdisjoint((phrase, ended)) or not towns.isdisjoint((phrase, ended)):
                    let.update(range(place, last + 1))
        return frozenset(let)

    def _ordinary(self, key: str) -> bool:
        """Whether a word also means something else than a name."""
        lexicon = self._lexicon
        return key in lexicon.words or key in lexicon.allowed or key in lexicon.places or key in self._own

    def _unknown(self, key: str) -> bool:
        """Whether a word is a name and nothing else, or no list knows it nor what it is derived from."""
        if len(key) < 2 or self._ordinary(key):
            return False
        if key in self._lexicon.given_names or key in self._lexicon.surnames:
            return True
        stems = [key, *(key.removesuffix(suffix) for suffix in _SUFFIXES if key.endswith(suffix))]
        stems += [stem.removeprefix(prefix) for stem in stems for prefix in _PREFIXES if stem.startswith(prefix)]
        words = self._lexicon.words
        return not any(len(stem) >= _LEAST_STEM and (stem in words or f"{stem}e" in words) for stem in stems)

    def _follows_given(self, word: Word) -> bool:
        """Whether a capital behind a given name, or behind an initial, is its surname."""
        if word.key in self._lexicon.allowed or word.key in self._own:
            return False
        return word.key in self._lexicon.surnames or self._unknown(word.key)

    # Names with a capital

    def _capitalised(self, place: int) -> bool:
        key, lexicon = self._words[place].key, self._lexicon
        if not self._ordinary(key):
            return key in lexicon.given_names or self._unknown(key)
        if key in lexicon.given_names:
            return self._ambiguous(place)
        if key in lexicon.surnames:
            return self._surname(place)
        if self._grammar.is_determined(place):
            return key not in lexicon.allowed and self._is_family(place)
        return self._is_beside_surname(place)

    def _ambiguous(self, place: int) -> bool:
        """A given name that is also a word or a town: taken for a name where the capitals or the grammar say so."""
        word, behind = self._words[place], self._grammar.tied(place)
        if behind and behind.capital and not behind.shouted and self._follows_given(behind):
            return True
        if self._grammar.is_determined(place):
            return self._grammar.is_family(place) and not self._grammar.in_run(place)
        if self._person(place):
            return True
        if word.opens:
            return word.key not in self._lexicon.things and word.key not in people.SEASONS and self._ends_clause(place)
        if self._grammar.in_run(place):
            return False
        if word.key in _LONG_SEASONS:
            return self._is_undated(place)
        return word.key not in people.SEASONS and word.key not in self._lexicon.allowed and self._stands_for_person(place)

    def _ends_clause(self, place: int) -> bool:
        """Whether a comma or the like follows, within the sentence."""
        behind = self._grammar.next(place)
        return behind is not None and not behind.joined and not behind.opens

    def _is_undated(self, place: int) -> bool:
        """Whether the capital of a season stands where no season does, for prose writes those in small letters."""
        before, behind = self._grammar.before(place), self._grammar.next(place)
        dated = behind is not None and behind.key.isdecimal()
        return before is not None and before.key not in people.DURING and not dated

    def _person(self, place: int) -> bool:
        """Whether what stands around a word shows that it is a person."""
        word, grammar = self._words[place], self._grammar
        seasonal = word.key in people.SEASONS
        if seasonal and self._is_dated(place):
            return False
        certain = seasonal or word.key in self._lexicon.things or word.key in self._lexicon.places
        if grammar.acts(place, certain=certain):
            return not grammar.in_run(place)
        if word.owns:
            if word.key in self._lexicon.places:
                return grammar.owns(place, people.POSSESSED)
            return grammar.owns(place) and not (seasonal and grammar.owns(place, people.ENDING))
        if seasonal:
            behind = grammar.next(place)
            alone = behind is None or not behind.joined or behind.key in people.FUNCTION
            addressed = grammar.is_addressed(place) and alone
            return addressed or grammar.is_explained(place) or (word.opens and grammar.is_aged(place))
        return grammar.is_apposed(place)

    def _is_dated(self, place: int) -> bool:
        """Whether the number of a day stands before a month."""
        before = self._grammar.before(place)
        return before is not None and before.shown[0].isdecimal()

    def _stands_for_person(self, place: int) -> bool:
        """Whether an ambiguous capital within a sentence stands where a thing or a town would not."""
        word, before = self._words[place], self._grammar.before(place)
        if before is None:
            return False
        if word.key in self._lexicon.places:
            return before.key not in people.WITHIN and before.key not in {"and", "or"} and not before.capital
        return word.key not in self._lexicon.things or before.key not in {"in", "at", "on"}

    def _surname(self, place: int) -> bool:
        """A surname that is also a word or a town, alone: only where the grammar is a person's."""
        word, grammar = self._words[place], self._grammar
        if word.key in self._lexicon.allowed or grammar.in_run(place):
            return False
        if grammar.is_determined(place):
            return self._is_family(place)
        town = word.key in self._lexicon.places
        if grammar.acts(place, certain=word.opens or town) or grammar.owns(place, people.KIN if town else people.POSSESSED):
            return True
        around = grammar.is_addressed(place) or grammar.is_apposed(place) or grammar.is_named(place)
        return around and not word.opens and not town

    def _is_family(self, place: int) -> bool:
        """Whether a word is what a family is called: "the Marsh brothers"."""
        word = self._words[place]
        return self._grammar.is_family(place) and not word.opens and word.key not in self._lexicon.places

    def _is_beside_surname(self, place: int) -> bool:
        """Whether an ordinary word with a capital is named in one breath with what can only be a surname."""
        word = self._words[place]
        if word.opens or word.key in self._lexicon.allowed or word.key in self._lexicon.places or self._grammar.in_run(place):
            return False
        return self._grammar.is_beside(place, self._unknown)

    def _titled(self, place: int) -> bool:
        """Whether a title stands before a word that can be a surname."""
        word, before = self._words[place], self._grammar.before(place)
        if before is None or not word.shown[0].isalpha() or not (word.joined or before.pointed):
            return False
        if before.key in people.TITLES:
            if word.capital:
                return before.capital and word.key not in people.FUNCTION and not word.shouted
            verbal = word.key in people.FUNCTION or word.key in people.BEING or word.key in people.DOING
            return before.key in people.LOWER_TITLES and not before.capital and not verbal and not self._is_measured(place)
        if before.key in people.LOWER_RANKS and not word.capital and self._is_ranked(before.key, word.key):
            return word.joined == " " and not (word.key in people.BEING or word.key.endswith("ed"))
        if before.key in people.PARTICLES:
            return word.capital and word.key not in self._lexicon.places and not word.shouted
        if before.key not in people.RANKS or not before.capital or not word.capital:
            return False
        if word.shouted:
            return len(word.key) > _SHORT and self._unknown(word.key)
        return self._follows_given(word) or (word.key in self._lexicon.given_names and word.key not in self._lexicon.allowed)

    def _is_ranked(self, rank: str, key: str) -> bool:
        """Whether a lower-case word can be the name behind a rank; an ordinary one only behind an officer's: "pcso mills"."""
        officer = rank in {"pc", "wpc", "pcso", "dc", "ds", "insp"}
        return self._unknown(key) or (officer and key in self._lexicon.surnames and key not in self._lexicon.allowed)

    def _called(self, place: int) -> bool:
        """Whether a word is said to be what somebody is called, or a nickname that no list knows is put beside a friend."""
        word, grammar, before = self._words[place], self._grammar, self._grammar.before(place)
        if (
            before is None
            or before.key not in _NAMING
            or not word.lettered
            or len(word.key) < _LEAST_NICKNAME
            or word.key in people.FUNCTION
        ):
            return False
        if grammar.is_called(place):
            return word.capital or not self._ordinary(word.key)
        if word.capital or not grammar.is_befriended(place) or self._ordinary(word.key):
            return False
        return not (word.key in people.BEING or word.key.endswith(("ed", "ing")))

    def _is_measured(self, place: int) -> bool:
        """Whether "ms" before a word is a measure: "100 ms later"."""
        return place > 1 and self._words[place - 2].key.isdecimal()

    # Names in lower case, in capitals, and behind an initial

    def _lower_case(self, place: int) -> bool:
        word, grammar, lexicon = self._words[place], self._grammar, self._lexicon
        if not word.lettered:
            return False
        if not word.shown[0].islower():
            return not word.shown.isascii()  # a script that has no capitals
        key = word.key
        given = key in lexicon.given_names
        if self._ordinary(key):
            return (given and self._lower_word(place)) or self._is_beside_given(place)
        if given and len(key) > _SHORT and key not in lexicon.idioms:
            return True
        if grammar.owns(place, people.KIN):
            return self._unknown(key)
        if key.endswith("s") and self._only_given(key[:-1]) and (behind := grammar.tied(place)) and behind.key in people.KIN:
            return True  # a possessive that lacks its apostrophe: "kyles mum"
        if len(key) < _SHORT or grammar.is_determined(place):
            return False
        if len(key) > _SHORT and self._unknown(key) and grammar.acts(place, certain=True):
            return True
        if given or key in lexicon.surnames:
            stands = grammar.acts(place, certain=key in lexicon.idioms) or grammar.owns(place) or grammar.is_apposed(place)
            return stands or grammar.is_addressed(place) or grammar.is_named(place)
        return False

    def _lower_word(self, place: int) -> bool:
        """A lower-case word that is also a given name, where it can hardly be a word."""
        word, before, behind = self._words[place], self._grammar.before(place), self._grammar.next(place)
        if self._grammar.is_determined(place):
            return False
        if self._grammar.owns(place, people.KIN) or self._grammar.is_explained(place):
            return True
        if self._grammar.is_befriended(place) and self._grammar.acts(place, certain=False):
            return True
        spoken = self._grammar.before(place - 1)
        contacted = before is not None and before.key == "to" and spoken is not None and spoken.key in people.CONTACTS
        if before is not None and (before.key in people.VISITING or contacted) and word.joined:
            return behind is None or not behind.joined or behind.key in people.FUNCTION - people.DETERMINERS
        if before is not None and before.key in people.TELLING and word.joined:
            return behind is not None and bool(behind.joined) and behind.key in people.TOLD
        if word.key in people.SEASONS:
            return False
        clear = word.key not in self._lexicon.things and word.key not in self._lexicon.places
        if word.opens or (before is not None and word.joined and before.key in people.CLAUSES):
            return self._is_subject(place, clear=clear)
        if not self._grammar.is_named(place):
            return False
        if not word.joined:
            return behind is not None and not behind.joined
        return word.key not in people.RARELY_NAMES and self._grammar.acts(place, certain=False)

    def _is_beside_given(self, place: int) -> bool:
        """Whether a lower-case word is named in one breath with what can only be a given name: "ionut and florin"."""
        key = self._words[place].key
        if key not in self._lexicon.given_names or key in people.DOING or key in people.KIN or key in self._lexicon.allowed:
            return False
        return self._grammar.is_beside(place, self._only_given)

    def _only_given(self, key: str) -> bool:
        return len(key) > _SHORT and key in self._lexicon.given_names and not self._ordinary(key)

    def _is_subject(self, place: int, *, clear: bool) -> bool:
        """Whether a lower-case word that could be a verb or a thing is the subject of a person's verb.

        With `clear` it is neither a thing nor a town, so that "is" and "has" behind it are enough.
        """
        behind = self._grammar.tied(place)
        if behind is None:
            return False
        if self._words[place].key in {"rose", "drew", "chase", "sue", "grant", "chuck", "cherish"}:
            told = behind.key in people.REFUSING or behind.key in {"said", "lives", "wants", "had"}
            return told and (not self._words[place].opens or self._grammar.acts(place, certain=True))
        if clear and behind.key in people.BEING:
            return True
        return self._grammar.acts(place, certain=True)

    def _shouted(self, place: int) -> str:
        """A word in capitals: an acronym that is known, initials, or a name in capitals."""
        word = self._words[place]
        if len(word.key) == 2 and is_bracketed(self._grammar, place):
            return "initials"
        if self._ordinary(word.key):
            return ""
        if len(word.key) == 2:
            return "initials" if word.shown[:2].isupper() and is_pair(self._grammar, place) else ""
        if len(word.key) == _SHORT and self._grammar.owns(place, people.KIN):
            return "initials"
        named = word.key in self._lexicon.given_names or word.key in self._lexicon.surnames
        return "name" if named and len(word.key) > _SHORT else ""

    def _begins_name(self, place: int) -> bool:
        """Whether a capital alone is the beginning of a name, as in "J Smith" and "J. Smith"."""
        word, behind = self._words[place], self._grammar.next(place)
        if behind is None or not (behind.joined or word.pointed) or not behind.capital or behind.shouted or len(behind.key) < 2:
            return False
        if word.key in {"a", "i"} and not word.pointed:
            return False
        before = self._grammar.before(place)
        if before and not word.opens and before.key in people.LABELLED:
            return False
        if self._follows_given(behind):
            return True
        plain = behind.key in people.FUNCTION or behind.key in self._lexicon.allowed or behind.key in self._own
        return not (word.opens or behind.opens or plain or (before and before.capital))

    def _last_of(self, place: int) -> int:
        """The last word of a name that begins at a place."""
        first, last = self._words[place], place
        while last + 1 < len(self._words) and not self._words[last].owns:
            behind = self._words[last + 1]
            pointed = self._words[last].pointed and len(self._words[last].key) == 1
            if not (behind.joined or pointed) or last + 1 in self._let or not behind.lettered or not self._goes_on(first, behind):
                break
            last += 1
        return last

    def _goes_on(self, first: Word, word: Word) -> bool:
        """Whether a word can be the next one of a name."""
        lexicon = self._lexicon
        if (
            word.key in self._own
            or word.key in people.FUNCTION
            or (word.key in lexicon.allowed and word.key not in lexicon.surnames)
        ):
            return False
        if not word.capital:
            lower = not first.capital and (word.key in lexicon.surnames or word.key in lexicon.given_names)
            return lower and not (word.key in people.DOING or word.key in people.BEING)
        if word.shouted and not first.shouted:
            return False
        if word.key in lexicon.given_names or word.key in lexicon.surnames or self._unknown(word.key):
            return True
        return len(first.key) == 1 or (first.key in lexicon.given_names and not self._ordinary(first.key))


def find_names(text: str, words: list[Word], lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """The possible names and initials among the words of a text, in order."""
    yield from _Names(text, words, lexicon, known).find()
