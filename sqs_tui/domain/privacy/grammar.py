"""What stands around a word of a text, and whether that shows the word to be a person."""

from collections.abc import Callable

from sqs_tui.domain.privacy import people
from sqs_tui.domain.privacy.lexicon import Lexicon
from sqs_tui.domain.privacy.words import Word

_FARTHEST = 4
"""How many verbs and adverbs are passed in search of the one that tells: "had not yet been arrested"."""

_AGES = frozenset(map(str, range(10, 20)))
_PASSED = people.BEING | people.ADVERBS
_RELATED = people.KIN | people.CHILDREN
_QUOTES = frozenset("'‘\"“")
_GONE = frozenset({"missing", "home", "awol", "absent"})
_BEGUN = frozenset(
    {
        "known",
        "seen",
        "done",
        "taken",
        "made",
        "been",
        "had",
        "told",
        "started",
        "stopped",
        "begun",
        "come",
        "gone",
        "kept",
        "lost",
    }
)
_SHORTEST_PAST = 4
"""A longer word in -ed is a verb in the past: "smashed"."""


class Grammar:
    """The words of one text with the questions that are asked of their places."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon) -> None:
        self.words = words
        self._text = text
        self._lexicon = lexicon

    def before(self, place: int) -> Word | None:
        """The word before a place, tied to it or not."""
        return self.words[place - 1] if place > 0 else None

    def next(self, place: int) -> Word | None:
        """The word behind a place, tied to it or not."""
        return self.words[place + 1] if place + 1 < len(self.words) else None

    def tied(self, place: int) -> Word | None:
        """The word behind a place if only a blank or a hyphen lies between."""
        behind = self.next(place)
        return behind if behind and behind.joined else None

    def gap(self, place: int) -> str:
        """What stands between a place and the word before it."""
        start = self.words[place - 1].end if place else 0
        return self._text[start : self.words[place].start if place < len(self.words) else len(self._text)]

    def acts(self, place: int, *, certain: bool) -> bool:
        """Whether a verb follows of which a person is the subject; with `certain`, one that no thing can have."""
        word, behind = self.words[place], self.tied(place)
        if word.acts:
            return True
        if behind is None or behind.joined == "-" or behind.capital or word.owns:
            return False
        if behind.key in people.EITHER:
            further = self.tied(place + 1)
            return not certain or (behind.key == "went" and further is not None and further.key in _GONE)
        if behind.key in people.DOING or (behind.key.endswith("ed") and len(behind.key) > _SHORTEST_PAST):
            return True
        return behind.key in people.BEING and (not certain or self._is_person(place + 1))

    def _is_person(self, place: int) -> bool:
        """Whether a verb of being or having at a place goes on as only a person's does: "was arrested", "was on a tag"."""
        last = place
        while last - place < _FARTHEST and (behind := self.tied(last)) and behind.key in _PASSED:
            last += 1
        behind, further = self.tied(last), self.tied(last + 1)
        if behind is None:
            return False
        pair = (behind.key, further.key if further else "")
        if behind.key in people.PREDICATES or pair in people.PREDICATE_PAIRS or _is_age(behind):
            return True
        verbs = {word.key for word in self.words[place : last + 1]}
        if behind.key in people.POSSESSIONS and not verbs.isdisjoint({"has", "had"}):
            return True
        described = behind.key in {"a", "an", "the", "his", "her", "one"}
        if verbs.isdisjoint(people.BE):
            if described and any(word.key in _RELATED for word in self.words[last + 2 : last + 5]):
                return True
            return behind.key in people.DOING or behind.key in _BEGUN
        return described and any(word.key in people.CHILDREN for word in self.words[last + 2 : last + 5])

    def owns(self, place: int, what: frozenset[str] | None = None) -> bool:
        """Whether a word is a possessive of one of these nouns, or of anything."""
        behind = self.tied(place)
        return self.words[place].owns and behind is not None and (what is None or behind.key in what)

    def is_addressed(self, place: int) -> bool:
        """Whether a word stands where those stand to whom something is said or done."""
        before = self.before(place)
        if before is None or not self.words[place].joined:
            return False
        if before.key in people.ADDRESSING:
            return True
        spoken = self.before(place - 1)
        return before.key == "to" and spoken is not None and (spoken.key in people.TALKING or spoken.key in people.CONTACTS)

    def is_called(self, place: int) -> bool:
        """Whether a word is the name that somebody is said to be given: "they call him Spud"."""
        called, calling = self.before(place), self.before(place - 1)
        if called is None or calling is None or (self.words[place].opens and self.gap(place).strip() not in _QUOTES):
            return False
        if called.key in {"called", "named"}:
            return any(word.key in people.SOMEBODY for word in self.words[max(0, place - _FARTHEST) : place - 1])
        return called.key in people.CALLED and calling.key in people.CALLING

    def is_befriended(self, place: int) -> bool:
        """Whether a word stands behind the noun for a friend or a relative of somebody: "his mate baz"."""
        friend, whose = self.before(place), self.before(place - 1)
        if friend is None or whose is None or not (self.words[place].joined and friend.joined):
            return False
        return friend.key in people.FRIENDS and (whose.key in people.OF_SOMEBODY or whose.owns)

    def is_beside(self, place: int, names: Callable[[str], bool]) -> bool:
        """Whether "and" ties a word to one of which it is sure that it is a name: "ionut and florin"."""
        first, last, further = self.before(place), self.before(place - 1), self.next(place + 1)
        if first is not None and last is not None and self.words[place].joined and first.joined and first.key == "and":
            return names(last.key) and last.capital == self.words[place].capital
        behind = self.tied(place)
        if behind is None or behind.key != "and" or further is None or not further.joined:
            return False
        return names(further.key) and further.capital == self.words[place].capital

    def is_explained(self, place: int) -> bool:
        """Whether a word goes on as a person does: "Hope who", "Will and his mother"."""
        behind, further = self.tied(place), self.next(place + 1)
        if behind is None or self.words[place].owns:
            return False
        if behind.key in people.RELATIVES:
            return True
        return behind.key == "and" and further is not None and (further.key in {"his", "her"} or self._is_given(further))

    def _is_given(self, word: Word) -> bool:
        return word.capital and word.key in self._lexicon.given_names and word.key not in people.SEASONS

    def is_apposed(self, place: int) -> bool:
        """Whether a word is explained as a person is, with or without a comma or a bracket: "Hope, who", "Grace (15)"."""
        behind = self.next(place)
        if behind is None or self.words[place].owns:
            return False
        if behind.joined:
            return self.is_explained(place)
        return self.is_aged(place) or (not behind.opens and behind.key in people.APPOSED)

    def is_aged(self, place: int) -> bool:
        """Whether an age stands behind a word and a comma: "Summer, 14,"."""
        behind = self.next(place)
        return behind is not None and not behind.joined and not behind.opens and _is_age(behind)

    def is_named(self, place: int) -> bool:
        """Whether a word is put beside the noun for somebody: "her aunt Pearl", "the victim, Barker"."""
        before = self.before(place)
        return before is not None and not self.words[place].opens and before.key in people.NAMED and not before.owns

    def is_determined(self, place: int) -> bool:
        """Whether an article or the like stands before a word."""
        before = self.before(place)
        return before is not None and not self.words[place].opens and before.key in people.DETERMINERS

    def is_family(self, place: int) -> bool:
        """Whether a word is the surname of several: "the Marsh brothers"."""
        behind = self.tied(place)
        return behind is not None and behind.key in people.FAMILIES and not behind.capital

    def in_run(self, place: int) -> bool:
        """Whether a word stands among capitals, as in a title or in the name of an agency."""
        word, before, behind = self.words[place], self.before(place), self.tied(place)
        if behind and behind.capital and behind.key != "i":
            return True
        if before is None or not word.joined or not before.capital or before.shouted or before.key in people.NAMED:
            return False
        return not (before.opens and before.key in self._lexicon.words)


def _is_age(word: Word) -> bool:
    """Whether a number is the age of a child or young person whom a youth offending service works with."""
    return word.key in _AGES
