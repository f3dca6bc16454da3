"""What an amount counts, told by the noun behind it: the records of a unit, the pieces of work in them, or something else."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from sqs_tui.domain.claims.acronyms import Acronyms
from sqs_tui.domain.claims.direction import judges
from sqs_tui.domain.claims.stems import listed
from sqs_tui.domain.instrument import Instrument

_WORD = re.compile(r"\s*(?:\((?P<aside>[0-9.]+ ?(?:%|per ?cent))\)|(?P<word>[^\W_]+(?:[-'’/][^\W_]+)*)|(?P<mark>\S))")

_SKIPPED = listed(
    "of the these those our such relevant applicable other remaining individual eligible different sampled full whole "
    "young first overall that we all initial final completed written recent single his her their its separate active open "
    "new sets"
)
"""Words between an amount and its noun that change nothing."""
_STOPS = listed(
    "a an in on at with by for from to had has have having was were is are be been being did do does not and or but while "
    "whereas where when which who whose because as than so if only just also still would could should may might can showed "
    "met remained fell lacked needed required then there it they we he she this yes no due about between under over after during "
    "per within without through into out off up against towards before like until felt said understood "
    "came got gave took made kept went led held saw told wrote left lost stood knew thought set paid"
)
"""Words behind which no noun of the amount stands."""
_ARTICLES = listed("the a an our their his her its this that")
_PARTS_NOUNS = listed("of that")
"""Behind a noun these begin what is said of it."""
_PRONOUNS = frozenset({"them", "these", "those", "which", "whom"})

_ALIKE = (
    listed(
        "case cases child children person people youngster youngsters youth youths boy boys girl girls file files record "
        "records offender offenders individual individuals sample instance instances report reports family families order "
        "orders"
    ),
    listed(
        "staff practitioner practitioners worker workers officer officers colleague colleagues interviewee interviewees "
        "respondent respondents member members"
    ),
)
"""General English for the records of a unit: a unit that bears one of these names may be called by each of its row."""
_ANYONE = frozenset({"person", "individual", "individuals", "respondents", "respondent"})
"""What names nobody's unit in particular."""
_WORKERS = frozenset({"manager", "managers", "worker", "workers", "holder", "holders", "holder's"})
"""What makes a unit's name somebody's work: "case managers" are staff."""
_OF_A_FILE = frozenset({"file", "files", "record", "records", "sample"})
_WEAK = listed(
    "plan plans assessment assessments review reviews parent parents carer carers parents/carers victim victims sentence "
    "sentences intervention interventions"
)
"""Pieces of work and persons in a record: a share of them is a claim on the records, a few of them may be anything."""
_MEMBERS = frozenset({"member", "members"})
_OF_STAFF = re.compile(r"\s*of (?:the )?(?:staff|team|workforce)\b", re.IGNORECASE)
_DESCRIBES = frozenset({"case", "report"})
"""Names that before another noun only describe it."""
_GOES_ON = frozenset({"that", "of", "about", "overall", "we", "only", "alone"})
_FAR = 4
"""How many words that mean nothing here may stand before a noun that does."""


class Counted(msgspec.Struct, frozen=True):
    """What an amount counts."""

    kind: str
    """`cases` (records of a unit), `weak` (work in them), `pronoun` ("of these"), `occasions` ("of the time"), `persons`
    ("nobody"), `nothing` (no noun), `other`."""
    unit: str = ""
    """Whose records, where the noun tells."""
    end: int = 0
    """Where the noun ends in the text."""


class Nouns:
    """The nouns of one instrument."""

    def __init__(self, instrument: Instrument) -> None:
        self._units: dict[str, str] = {}
        for unit in instrument.units:
            own = {word for name in (unit.name.one, unit.name.many) for word in name.lower().split()} - {"of", "the", "a"}
            for group in _ALIKE:
                if own & group:
                    self._units |= {word: unit.id for word in group if word not in self._units}
            self._units |= dict.fromkeys(own, unit.id)
        for question in instrument.questions.values():
            for name in (question.denominator.one, question.denominator.many) if question.denominator else ():
                head = name.lower().split(" with ")[0].split()[-1]
                self._units.setdefault(head, instrument.section_of(question.id).unit)
        self._weak = set(_WEAK)
        for short, full in Acronyms(instrument).full.items():
            head = full.split()[-1]
            for word in (short, f"{short}s"):
                if head in _WEAK:
                    self._weak.add(word)
                elif head in self._units:
                    self._units.setdefault(word, self._units[head])
        self._staff = next((unit.id for unit in instrument.units if unit.confidential), "")
        self._several = len(instrument.units) > 1

    def names(self, word: str) -> bool:
        """Whether a word names records or the work in them."""
        return word in self._units or word in self._weak

    def behind(self, text: str, place: int, *, share: bool = False, known_of: bool = False) -> Counted:
        """What is counted by an amount that ends at this place; with `share`, "half an hour" and the like are ruled out.

        With `known_of` the amount gives the number of all: then only a plural is taken for a noun that nobody knows, so that
        "9 of 14 sufficient" and "six of ten stuck to it" count what was spoken of before.
        """
        unknown: list[str] = []
        pronoun = None
        for word, end in _words(text, place):
            place = end
            if word in _PRONOUNS:
                pronoun = Counted("pronoun", end=place)
                if word.endswith("m"):
                    return pronoun
                continue
            if pronoun and not unknown and (word in _ARTICLES or judges(word)):
                return pronoun
            if self._means_nothing(word, unknown):
                continue
            found = self._named(text, word, place)
            if found:
                # "Eight of these reviews" points back to reviews that were counted before.
                return Counted("pronoun", end=found.end) if pronoun and found.kind == "weak" else found
            # "Seven pages of the assessment" are pages.
            stops = word in _STOPS or word == "of" or len(unknown) == _FAR
            if stops or (not unknown and share and word.endswith("ly")):
                break
            unknown.append(word)
        if pronoun and not unknown:
            return pronoun
        if known_of and not any(word.endswith("s") and not word.endswith("ss") for word in unknown):
            return Counted("nothing", end=place)
        if not unknown or (unknown[0].endswith(("ed", "ly")) and not share) or (share and unknown[0].endswith("ed")):
            return Counted("nothing", end=place)
        return Counted("other")

    @staticmethod
    def _means_nothing(word: str, unknown: Sequence[str]) -> bool:
        """Whether a word before the noun changes nothing: "seven sufficient plans"."""
        return not word or (word in _SKIPPED and not (unknown and word in _PARTS_NOUNS)) or (not unknown and judges(word))

    def _named(self, text: str, word: str, place: int) -> Counted | None:
        """What a word names that ends at this place; None where it names nothing known, or only describes the noun behind it."""
        bare = word.rpartition("/")[2]
        if word in self._weak or bare in self._weak:
            return Counted("weak", end=place)
        known = next((name for name in (word, bare, word.rpartition("-")[2]) if name in self._units), "")
        if not known:
            return None
        following = _WORD.match(text, place)
        after = (following["word"] or "").lower() if following else ""
        end = following.end() if following else place
        if after in _WORKERS:
            return Counted("cases", unit=self._staff, end=end) if self._staff else Counted("other")
        if after in _OF_A_FILE:
            return Counted("cases", unit=self._units[known], end=end)
        if known in _MEMBERS:
            of_staff = _OF_STAFF.match(text, place)
            return Counted("cases", unit=self._units[known], end=of_staff.end()) if of_staff else Counted("other")
        if known in _DESCRIBES and after and after not in _STOPS | _GOES_ON and not after.endswith(("ed", "ly")):
            # "two case discussions", "three report writers": the noun comes after.
            return None
        anyone = known in _ANYONE and self._several
        return Counted("cases", unit="" if anyone else self._units[known], end=place)


def _words(text: str, place: int) -> Iterator[tuple[str, int]]:
    """The words behind a place in lower case, each with where it ends, up to a mark; "" for quotation marks in front."""
    first = True
    for _ in range(_FAR + 6):
        match = _WORD.match(text, place)
        if match is None:
            return
        place = match.end()
        word = (match["word"] or "").lower().removesuffix("'s").removesuffix("’s")
        if not (word or match["aside"] or (match["mark"] in "’'\"”“‘" and first)):
            return
        first = first and not word
        yield word, place
