"""Which question a clause speaks of, told by the questions' terms.

Every term all of whose parts stand in the clause speaks for its question, the more the more it says. A part may also stand in
the context (what the sentence said before, or the sentence before it), where it weighs less; at least one must stand in the
clause itself, unless it only points back ("these"). The section that the text stands under settles what is left open.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from sqs_tui.domain.claims.acronyms import Acronyms
from sqs_tui.domain.claims.direction import only_judges
from sqs_tui.domain.claims.nouns import Nouns
from sqs_tui.domain.claims.stems import stemmed, stems
from sqs_tui.domain.instrument import Counts, Instrument, Question

_OF_SECTION = 0.75
"""What standing under its section adds to a question: less than one part of a term."""
_LONGER = 0.25
"""What each further word of a part adds."""
_JUDGING = 0.7
"""What a part weighs that only judges ("good", "quality"): any question may be judged so."""
_OVERLAP = 0.4
"""What all words of a question's own text together may add: enough to settle a tie."""
_NEAR = 0.2
"""Questions whose marks differ by less are both meant as far as one can tell."""
_COMMON = 4
"""A word that stands in more questions than this tells none of them apart."""


class Context(msgspec.Struct, frozen=True):
    """Words around a clause that may say what it speaks of."""

    stemmed: str
    weight: float
    """How much a part found here counts, beside one in the clause itself."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A question that a clause may speak of."""

    question: Question
    mark: float
    parts: tuple[str, ...]
    """The parts of the term that told it, as stems: words that belong to the subject, whatever else they could mean."""


class _Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question, with what is worked out once for all claims."""

    question: Question
    section: str
    unit: str
    terms: tuple[tuple[frozenset[str], tuple[str, ...]], ...]
    """The stems of each term's parts, as a set and in order."""
    words: frozenset[str]
    """What tells it from most others in its own title and text."""


class Subjects:
    """The questions of one instrument, ready to be found."""

    def __init__(self, instrument: Instrument) -> None:
        self.nouns = Nouns(instrument)
        self.acronyms = Acronyms(instrument)
        self.confidential = {
            question.id: instrument.unit(section.unit).confidential
            for section in instrument.sections
            for question in section.questions
        }
        """Whether a question was answered in confidence, by its id."""
        self.counted = {
            question: any(choice.counts is not Counts.OUT for choice in instrument.choices_of(question))
            for question in instrument.questions
        }
        """Whether any of a question's answers counts, by its id."""
        own = {question.id: frozenset(stems(_own_text(question))) for question in instrument.questions.values()}
        often = Counter(word for words in own.values() for word in words)
        self._own = own
        self._asked = [
            _Asked(
                question=question,
                section=section.id,
                unit=section.unit,
                terms=tuple((frozenset(parts), parts) for parts in map(_parts, question.terms)),
                words=frozenset(word for word in own[question.id] if often[word] <= _COMMON),
            )
            for section in instrument.sections
            for question in section.questions
        ]
        parts = {part for asked in self._asked for _, term in asked.terms for part in term}
        self._single = frozenset(part for part in parts if part.count(" ") == 2)
        self._several = tuple(parts - self._single)
        self._standing = lru_cache(maxsize=1024)(self._standing_in)
        self._found = lru_cache(maxsize=1024)(self._find)
        """Kept, for at each key only one sentence of a paragraph has changed."""
        self._weights = {part: _JUDGING if only_judges(part) else 1 + _LONGER * (part.count(" ") - 2) for part in parts}

    def of(
        self, clause: str, context: Sequence[Context], *, section: str, unit: str = "", points_back: bool = False
    ) -> list[Subject]:
        """The questions that a clause (as `stemmed` makes it) most likely speaks of, the likeliest first; empty if none is named.

        `unit` leaves only questions asked of its records. With `points_back` the context alone may name the question.
        """
        return list(self._found(clause, tuple(context), section, unit, points_back))

    def _find(
        self,
        clause: str,
        context: tuple[Context, ...],
        section: str,
        unit: str,
        points_back: bool,
    ) -> list[Subject]:
        here = self._standing(clause)
        if not (here or points_back):
            return []
        weights = {part: self._weights[part] for part in here}
        for around in context:
            for part in self._standing(around.stemmed):
                weights.setdefault(part, self._weights[part] * around.weight)
        found, words, marked = frozenset(weights), frozenset(clause.split()), []
        for asked in self._asked:
            if unit and asked.unit != unit:
                continue
            best = 0.0
            told: tuple[str, ...] = ()
            for needed, parts in asked.terms:
                if needed <= found and (points_back or not needed.isdisjoint(here)):
                    mark = sum(weights[part] for part in parts)
                    if mark > best:
                        best, told = mark, parts
            if told:
                overlap = len(asked.words & words) / (len(asked.words) or 1)
                mark = best + _OVERLAP * overlap + (_OF_SECTION if section and asked.section == section else 0)
                marked.append(Subject(question=asked.question, mark=mark, parts=told))
        if not marked:
            return []
        least = max(subject.mark for subject in marked) - _NEAR
        return sorted((subject for subject in marked if subject.mark >= least), key=lambda subject: -subject.mark)

    def _standing_in(self, line: str) -> frozenset[str]:
        """The parts of terms that stand in a line of stems."""
        words = self._single.intersection(f" {word} " for word in line.split())
        return words.union(part for part in self._several if part in line)

    def own_words(self, question: str) -> frozenset[str]:
        """The stems of a question's own title, text and clause; raises KeyError."""
        return self._own[question]

    def under(self, section: str, unit: str = "") -> list[Question]:
        """The questions of a section, of all where it is empty; with a unit only those asked of its records."""
        return [
            asked.question
            for asked in self._asked
            if (not section or asked.section == section) and (not unit or asked.unit == unit)
        ]


def _parts(term: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in map(stemmed, term.split("+")) if part.strip()))


def _own_text(question: Question) -> str:
    return f"{question.title} {question.text} {question.finding.clause if question.finding else ''}"


@lru_cache(maxsize=4)
def _subjects(key: "_Key") -> Subjects:
    return Subjects(key.instrument)


class _Key:
    """An instrument as a key of the cache: the same object, for comparing two equal ones would take longer than the check."""

    def __init__(self, instrument: Instrument) -> None:
        self.instrument = instrument

    def __hash__(self) -> int:
        return id(self.instrument)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.instrument is self.instrument


def subjects_of(instrument: Instrument) -> Subjects:
    """The subjects of an instrument, worked out once."""
    return _subjects(_Key(instrument))
