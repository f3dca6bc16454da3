"""Where somebody lives or learns: the names of schools and homes, of streets and houses."""

from collections.abc import Iterator

from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch
from sqs_tui.domain.privacy.people import FUNCTION, word_set
from sqs_tui.domain.privacy.words import Word

_SCHOOLS = word_set("school academy college nursery pru university")
_UNITS = {
    "unit": word_set("referral"),
    "centre": word_set("education learning tuition support"),
    "form": word_set("sixth"),
    "home": word_set("children's childrens care"),
}
"""Nouns that are a school or a home only behind one of these words."""
_SHORT_SCHOOLS = word_set("high primary juniors infants grammar comp comprehensive secondary tech")
"""What is left of a school's name where "school" is left out."""
_PLAIN_SCHOOLS = _SHORT_SCHOOLS - {"high", "tech", "secondary"}
_ABOUT_SCHOOLS = FUNCTION | word_set(
    "high primary junior juniors infant infants nursery grammar comprehensive secondary upper lower middle first "
    "sixth form special specialist community catholic roman rc ce cofe church england voluntary aided controlled free "
    "independent private public state maintained boys girls boys' girls' boarding residential day further higher "
    "education technical technology sports science arts art business enterprise performing music language languages "
    "mainstream local alternative provision secure royal staff police military training summer sunday saturday old "
    "new former previous nearest city town county council borough district preparatory prep pupil referral unit "
    "school schools academy college university open virtual hospital football boxing fire cadet youth justice "
    "offending health social care work national british international jewish muslim islamic sikh hindu christian "
    "methodist trust learning tuition support centre children's children home one two another night drama law medical "
    "parish local walk-in doctor's doctors doctor gp dental baptist evangelical anglican pentecostal "
    "dance driving catering construction agricultural beauty present times last least best very"
)
"""Words that stand before "school" and name none."""

STREETS = word_set("road street avenue lane close drive crescent grove terrace gardens mews estate rd ave cres")
HOUSES = word_set("house lodge cottage flats tower towers court heights villa villas manor farm vicarage hall")
"""Kinds of building, named where a word of place stands before."""
_WAYS = word_set("st way walk fold brow hill row rise croft")
"""Kinds of street that are other things too: likewise."""
_GROUNDS = word_set("mount park view green parade square heights")
"""Names of streets, and of open places where people meet, behind a capital of their own."""
_OPENING = word_set("towers court lodge cottage house heights villas manor farm")
"""Houses that are told at the beginning of a sentence too."""
_OWN_PLACES = word_set("surgery church mosque temple gurdwara synagogue chapel butchers bakery nursery pub")
"""Where somebody is known, told like a school."""
_ABOUT_ESTATES = word_set(
    "council housing rough big large huge sprawling industrial trading local nearby notorious neighbouring entire deceased"
)
_NUMBERED = HOUSES | _WAYS | word_set("place square parade view green park bank mount")
"""What is an address wherever the number of a house stands before."""
_LOWER_STREETS = word_set("estate avenue lane crescent grove terrace close road street drive gardens rd ave")
_BUSY = word_set("road street drive gardens")
"""Kinds of street that are told in lower case only from the number of a house, or of somebody who lives there."""
_ABOUT_STREETS = (
    word_set(
        "high main open side back busy silk cross one dual ring slip fast slow cycle bus safe same other next nearest quiet "
        "residential private public unlit short long steep narrow dark country family local whole"
    )
    | FUNCTION
)
_ABOUT_HOUSES = (
    word_set(
        "crown youth county family drug problem solving mental health remand virtual sentencing saturday justice car theme skate "
        "retail business national industrial trading plain point full moving public auction commons lords white "
        "sports town trade village parish community leisure high magistrates magistrates' supreme criminal civil safe halfway "
        "crack public opera open "
        "full town guild village city appeal tennis"
    )
    | FUNCTION
)
_MEASURES = word_set(
    "minute minutes hour hours day days week weeks month months year years mile miles metre metres km cases case people "
    "more different"
)
_AT = word_set("on in at to off near outside along down behind from of into is round around past towards")
_DOORS = word_set("no number flat apt apartment house door")
_LIVING = word_set("addr lives live lived living moved resides stays stayed staying address placed")
_ATTENDING = word_set("attends attend attended attending from at")
TELLING = (
    _SCHOOLS | frozenset(_UNITS) | _SHORT_SCHOOLS | _OWN_PLACES | STREETS | _NUMBERED | _GROUNDS | _LOWER_STREETS
) | word_set("st saint lady")
"""Words without any of which a text names no place."""
_MOST = 5
"""How many words before "school" or "road" are looked at."""


class _Whereabouts:
    """Looks for named places in one text."""

    def __init__(self, text: str, words: list[Word], lexicon: Lexicon, known: Known) -> None:
        self._text = text
        self._words = words
        self._lexicon = lexicon
        self._own = known.own_words

    def find(self) -> Iterator[Stretch]:
        """The places that the text names, the last first: "Elmwood High School" before "Elmwood High"."""
        for place in range(len(self._words) - 1, -1, -1):
            word = self._words[place]
            found = None
            if word.key in {"st", "saint"}:
                found = self._saint(place)
            elif word.key == "lady":
                found = self._our_lady(place)
            elif self._is_school(place):
                found = self._school(place) or self._lower_school(place)
            if found is None and (word.key in STREETS or word.key in _NUMBERED):
                found = self._street(place) or self._lower_street(place)
            if found is not None:
                yield found

    # Schools and homes

    def _is_school(self, place: int) -> bool:
        word = self._words[place]
        if word.key in _UNITS:
            return bool(place and word.joined and self._words[place - 1].whole in _UNITS[word.key])
        return word.key in _SCHOOLS or word.key in _SHORT_SCHOOLS or word.key in _OWN_PLACES

    def _school(self, place: int) -> Stretch | None:
        kind = self._words[place]
        first, names = self._capitals_before(place, _ABOUT_SCHOOLS)
        if kind.key in _SHORT_SCHOOLS:
            named = kind.capital and any(self._is_strange(word) for word in names)
            own = [word for word in names if not (word.opens or word.shouted or self._is_let(word))]
            named = named or (kind.capital and kind.key in _PLAIN_SCHOOLS and bool(own))
        elif kind.capital:
            named = any(not word.shouted or self._is_strange(word) for word in names)
        else:
            named = any(self._is_strange(word) or not (word.opens or word.shouted or self._is_let(word)) for word in names)
        return Stretch("school", self._words[first].start, kind.end) if named else None

    def _lower_school(self, place: int) -> Stretch | None:
        """A school without capitals: a word that is none of English stands before what is said of a school."""
        at = place - 1
        while at > 0 and place - at < _MOST and self._words[at + 1].joined and self._words[at].key in _ABOUT_SCHOOLS:
            at -= 1
        if at < 0 or not self._words[at + 1].joined:
            return None
        word = self._words[at]
        if word.capital or not word.lettered or word.owns:
            return None
        if self._is_strange(word) and len(word.key) > 3:
            return Stretch("school", word.start, self._words[place].end)
        plain = any(word.key in FUNCTION for word in self._words[at + 1 : place])
        first = None if plain else self._attended_from(at)
        return Stretch("school", self._words[first].start, self._words[place].end) if first is not None else None

    def _attended_from(self, place: int) -> int | None:
        """Where one or two ordinary words begin that may name a school, since "attends" or the like stands before them."""
        for first in (place, place - 1):
            word = self._words[first]
            plain = word.key.endswith(("ed", "ing", "al", "ly", "y")) and word.key not in self._lexicon.places
            if first < 1 or not word.joined or word.key in _ABOUT_SCHOOLS or plain:
                return None
            if self._words[first - 1].key in _ATTENDING:
                return first
        return None

    def _saint(self, place: int) -> Stretch | None:
        """A school or church that is named for a saint: "St Bede's"."""
        saint = self._words[place]
        if place + 1 >= len(self._words):
            return None
        name = self._words[place + 1]
        if not name.lettered or self._text[saint.end : name.start] not in {" ", ". "}:
            return None
        if place and saint.joined and self._words[place - 1].capital and not name.owns and saint.pointed:
            return None  # "Larch St. He"
        if not saint.capital and self._is_lower_saint(name):
            return Stretch("school", saint.start, name.end)
        if name.capital != saint.capital or not (name.owns or (name.capital and not self._is_ordinary(name))):
            return None
        after = self._words[place + 2].whole if place + 2 < len(self._words) else ""
        before = self._words[place - 1].whole if place else ""
        named = {
            f"{less}st {form}{more}"
            for less in ("", f"{before} ")
            for form in (name.key, name.whole)
            for more in ("", f" {after}")
        }
        if not named.isdisjoint(self._lexicon.allowed) or not named.isdisjoint(self._lexicon.places):
            return None
        return Stretch("school", saint.start, name.end)

    def _is_lower_saint(self, name: Word) -> bool:
        """Whether a lower-case word is the name of a saint, as hurried hands write it: "st marys"."""
        names = self._lexicon.given_names
        stem = name.key.removesuffix("s")
        return f"st {name.key}" not in self._lexicon.places and not name.capital and (stem in names or name.key in names)

    def _our_lady(self, place: int) -> Stretch | None:
        our = self._words[place - 1] if place else None
        if our is None or our.key != "our" or not (our.capital and self._words[place].capital and self._words[place].joined):
            return None
        return Stretch("school", our.start, self._words[place].end)

    # Streets and houses

    def _street(self, place: int) -> Stretch | None:
        kind = self._words[place]
        first, names = self._capitals_before(place, _ABOUT_STREETS)
        number = self._number_before(first)
        if kind.capital and number is not None and first < place:
            return Stretch("street", number, kind.end)
        if not names:
            return None
        if kind.key in STREETS:
            named = not (kind.key in {"close", "drive"} and (names[0].opens or not kind.capital))
            named = named and (
                kind.capital
                or kind.key == "estate"
                or not all(word.opens or word.shouted or self._is_let(word) for word in names)
            )
        else:
            named = self._is_house(first, place, names)
        return Stretch("street", self._words[first].start, kind.end) if named else None

    def _is_house(self, first: int, place: int, names: list[Word]) -> bool:
        """Whether capitals before "House", "Mount" and the like are the name of one."""
        kind, begin = self._words[place], self._words[first]
        before = self._words[first - 1].key if first else ""
        if kind.key not in HOUSES | _WAYS | _GROUNDS or not kind.capital or place - first != len(names):
            return False
        if any(word.key in _ABOUT_HOUSES or word.shouted for word in names) or self._is_phrase(first, place):
            return False
        if kind.key == "st" and self._is_phrase(first, place + 1):
            return False
        if begin.opens:
            return kind.key in _OPENING and not begin.key.endswith("ing") and not self._is_let(begin)
        if kind.key == "court" and not self._is_settled(first) and all(map(self._is_let, names)):
            return False
        leading = self._words[first - 1] if first else None
        if leading is not None and leading.opens and leading.capital and begin.joined and kind.key in _OPENING:
            return leading.key not in FUNCTION
        return before in _AT or (before == "the" and kind.key in {"vicarage", "manor", "cottage", "lodge"})

    def _lower_street(self, place: int) -> Stretch | None:
        """A street without capitals: behind the number of a house, or where somebody is said to be."""
        kind = self._words[place]
        if not kind.joined or not (kind.key in _LOWER_STREETS or self._is_numbered(place)):
            return None
        if kind.key == "estate":
            return self._lower_estate(place)
        for first in (place - 1, place - 2):
            if first < 1 or not self._words[first].joined or not self._words[first].lettered:
                return None
            word, before = self._words[first], self._words[first - 1]
            if word.key in _ABOUT_STREETS or word.key in _MEASURES:
                return None
            number = self._number_before(first)
            if number is not None:
                return Stretch("street", number, kind.end)
            if word.lettered and kind.key in HOUSES and first == place - 1:
                return Stretch("street", word.start, kind.end)
            if before.key in _AT and not self._is_adjective(place) and (kind.key not in _BUSY or self._is_street(first)):
                return Stretch("street", word.start, kind.end)
        return None

    def _lower_estate(self, place: int) -> Stretch | None:
        """An estate without capitals: "from the springs estate"."""
        name, article = self._words[place - 1], self._words[place - 2] if place > 1 else None
        if article is None or article.key != "the" or not (name.joined and name.lettered) or name.key in _ABOUT_ESTATES:
            return None
        return (
            None
            if name.key in _ABOUT_STREETS or name.key.endswith(("ed", "ing", "al"))
            else Stretch("street", name.start, self._words[place].end)
        )

    def _is_numbered(self, place: int) -> bool:
        """Whether "court", "house" and the like stand in lower case in the address of somebody: "lives at 12 larch court"."""
        if self._words[place].key not in _NUMBERED or self._words[place - 1].key in _ABOUT_HOUSES:
            return False
        numbers = [at - 1 for at in (place - 1, place - 2) if at > 0 and self._number_before(at) is not None]
        doors = any(at > 0 and self._words[at - 1].key in _DOORS for at in numbers)
        if not numbers and self._words[place].key in HOUSES - {"court"} and self._is_strange(self._words[place - 1]):
            return self._words[place - 1].lettered and len(self._words[place - 1].key) > 3 and not self._words[place - 1].capital
        return bool(numbers) and (doors or self._is_settled(place - 1))

    def _is_adjective(self, place: int) -> bool:
        """Whether "close" is no street: "in school close to home"."""
        behind = self._words[place + 1] if place + 1 < len(self._words) else None
        return (
            self._words[place].key == "close" and behind is not None and behind.key in {"to", "by", "enough", "friend", "friends"}
        )

    def _is_street(self, place: int) -> bool:
        """Whether a lower-case word before "road" or "street" is the name of one."""
        if self._is_settled(place) or self._is_strange(self._words[place]):
            return True
        noun = not self._words[place].key.endswith(("y", "ing", "ed", "s"))
        return noun and self._words[place - 1].key in {"on", "off", "down"}

    def _is_settled(self, place: int) -> bool:
        return any(word.key in _LIVING for word in self._words[max(0, place - 4) : place])

    def _number_before(self, place: int) -> int | None:
        """Where the number of a house begins that stands before a place."""
        if not place:
            return None
        number = self._words[place - 1]
        gap = self._text[number.end : self._words[place].start]
        is_house = len(number.shown) <= 5 and number.shown.rstrip("abcdefABCDEF").isdigit()
        return number.start if is_house and gap in {" ", ", "} else None

    # Words

    def _is_ordinary(self, word: Word) -> bool:
        return word.key in self._lexicon.words or word.key in self._lexicon.allowed or word.key in self._own

    def _is_strange(self, word: Word) -> bool:
        """Whether a word is none of English or of the field, so that it names something."""
        return not self._is_ordinary(word)

    def _is_let(self, word: Word) -> bool:
        return word.key in self._lexicon.allowed or word.key in self._lexicon.places or word.key in self._own

    def _is_phrase(self, first: int, last: int) -> bool:
        phrase = " ".join(word.whole for word in self._words[first : last + 1])
        return phrase in self._lexicon.allowed or phrase in self._lexicon.places

    def _capitals_before(self, place: int, about: frozenset[str]) -> tuple[int, list[Word]]:
        """Where the capitals before a place begin, and those among them that name something."""
        first, names = place, list[Word]()
        for at in range(place - 1, max(-1, place - 1 - _MOST), -1):
            word, behind = self._words[at], self._words[at + 1]
            if not (behind.joined or (word.pointed and word.key == "st")):
                break
            if not word.capital:
                if word.key in FUNCTION - {"of", "the", "and", "for"} or word.key not in about or not word.lettered:
                    break
                continue
            if word.opens and (
                word.key in FUNCTION or (names and word.key in self._lexicon.words and word.key not in self._lexicon.given_names)
            ):
                break
            first = at
            if word.key not in about:
                names.append(word)
        return first, names


def find_whereabouts(text: str, words: list[Word], lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """The schools, homes and streets that a text names."""
    yield from _Whereabouts(text, words, lexicon, known).find()
