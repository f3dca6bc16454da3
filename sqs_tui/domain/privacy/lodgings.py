"""Homes, schools and other places that only a verb tells: "placed at Sycamores", "excluded from Holy Cross"."""

from collections.abc import Iterator

from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch
from sqs_tui.domain.privacy.people import BEING, DOING, FUNCTION, word_set
from sqs_tui.domain.privacy.words import Word

_LIVING = word_set(
    "lives live lived living moved resides reside resided stays stayed staying placed "
    "accommodated address carers placement resident lodges lodging"
)
_LEARNING = word_set(
    "excluded expelled suspended attends attended attending attend enrolled pupil student "
    "taught educated truanting truanted goes went going"
)
_NAMED_PLACES = word_set("home house school unit hostel farm flat pub street estate college refuge")
"""Nouns behind which "called" names a place."""
LEADING = _LIVING | _LEARNING | {"called"}
"""Words without any of which no text names a place by a verb."""
_LEADING = frozenset({"at", "from", "to", "in", "into"})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their"})
_SETTLED = 3
"""How many words may lie between the verb and the place."""
_LONGEST = 4
_KINDS = word_set(
    "court courts service services team teams care custody centre unit panel register plan order trust board department "
    "conference meeting meetings group groups programme project club hospital police council housing authority prison wing "
    "station street town city road hearing review session sessions activity activities course courses office offices "
    "stage year level week term day school college academy academies university institution hostel education provision "
    "training probation accommodation lodgings home homes placement conferences reviews workshop workshops clinic a&e "
    "flat room floor panels hearings appointment appointments interview interviews crown magistrates youth yoi"
)
"""Nouns that the field itself writes in capitals: what stands before them is no place of somebody's own."""
_COUNTED = word_set("of or to and different other more separate new")


class _Lodgings:
    """Looks for places behind verbs in one text."""

    def __init__(self, words: list[Word], lexicon: Lexicon, known: Known) -> None:
        self._words = words
        self._lexicon = lexicon
        self._own = known.own_words

    def find(self) -> Iterator[Stretch]:
        for place, word in enumerate(self._words):
            if word.key in _LIVING or word.key in _LEARNING:
                found = self._behind(place)
            elif word.key == "called" and place and self._words[place - 1].key in _NAMED_PLACES:
                found = self._named(place + 1, alone=True)
            else:
                continue
            if found is not None:
                yield found

    def _behind(self, place: int) -> Stretch | None:
        verb = self._words[place]
        led = verb.key in _LEARNING and verb.key.startswith("attend")
        for at in range(place + 1, min(place + 1 + _SETTLED, len(self._words))):
            word = self._words[at]
            if not word.joined and not led:
                return None
            if word.key in _LEADING:
                led = True
            elif word.shown.isdecimal() and led:
                return self._numbered(verb, at)
            elif word.capital and led and word.key != "i":
                return self._named(at, alone="at" in (self._words[at - 1].key, self._words[at - 2].key))
            elif word.key not in _ARTICLES and led:
                return None
        return None

    def _numbered(self, verb: Word, place: int) -> Stretch | None:
        """The number of a house with the name of a street that lacks its kind: "resides at 44 acacia"."""
        number, name = self._words[place], self._words[place + 1] if place + 1 < len(self._words) else None
        if name is None or verb.key not in _LIVING or self._words[place - 1].key != "at" or not name.lettered:
            return None
        if name.key == "the" and place + 2 < len(self._words) and self._words[place + 2].capital:
            return Stretch("street", number.start, self._words[place + 2].end)
        if not name.joined or name.key in FUNCTION or name.key in _COUNTED or name.key.endswith("s") or len(number.shown) > 4:
            return None
        return Stretch("street", number.start, name.end)

    def _named(self, place: int, *, alone: bool) -> Stretch | None:
        """The capitals at a place, unless the field or the map knows them; with `alone` an ordinary word alone counts too."""
        if place >= len(self._words) or not self._words[place].capital:
            return None
        last = place
        while last + 1 < len(self._words) and last - place < _LONGEST:
            behind = self._words[last + 1]
            if not behind.joined or not behind.capital:
                break
            last += 1
        run = self._words[place : last + 1]
        names = [word for word in run if not self._is_let(word) and word.key not in FUNCTION]
        further = self._words[last + 1] if last + 1 < len(self._words) else None
        if (
            not names
            or (len(run) == 1 and not alone)
            or self._is_let(run[-1])
            or run[-1].key in _KINDS
            or any(word.shouted for word in run)
            or self._is_phrase(run)
        ):
            return None
        if further is not None and further.joined and (further.key in _KINDS or further.key in BEING | DOING):
            return None
        kind = "school" if any(word.key in _LEARNING for word in self._words[max(0, place - _SETTLED) : place]) else "street"
        return Stretch(kind, run[0].start, run[-1].end)

    def _is_let(self, word: Word) -> bool:
        return word.key in self._lexicon.allowed or word.key in self._lexicon.places or word.key in self._own

    def _is_phrase(self, run: list[Word]) -> bool:
        """Whether the capitals, or any that begin them, are an agency's or a town's."""
        phrases = {" ".join(word.whole for word in run[:length]) for length in range(1, len(run) + 1)}
        return not phrases.isdisjoint(self._lexicon.allowed) or not phrases.isdisjoint(self._lexicon.places)


def find_lodgings(words: list[Word], lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """The places of somebody's own that stand behind a verb of living or learning."""
    yield from _Lodgings(words, lexicon, known).find()
