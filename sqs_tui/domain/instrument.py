"""The instrument: what is asked in an inspection, how it is answered, counted and put into words.

criteria.json holds it as data; `read_instrument` makes values of it. The values know their structure and nothing else: what
a schema cannot see (unknown ids, cycles, thresholds out of order) is `instrument_faults.faults`.
"""

from enum import StrEnum
from functools import cached_property

import msgspec

from sqs_tui.domain.template import LetterFrame
from sqs_tui.errors import InstrumentError


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """A value read from the criteria file; `dict` lets a value keep the look-ups it has worked out."""


class Kind(StrEnum):
    """What an answer to a question says."""

    FACT = "fact"
    """A fact about the record: counted, but without quality."""
    JUDGEMENT = "judgement"
    """Met or not met; pooled in sections and areas."""
    VIEW = "view"
    """A person's view: counted, never a shortfall of the service."""


class Counts(StrEnum):
    """Where a choice counts."""

    MET = "met"
    """In the numerator and the denominator (for a fact: it holds)."""
    NOT_MET = "not-met"
    """In the denominator only (for a fact: it does not hold)."""
    OUT = "out"
    """In neither."""


class Asks(StrEnum):
    """Whether a choice asks for reasons."""

    NOTHING = "nothing"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Choice(_Data, frozen=True, kw_only=True):
    """One way to answer: the key that gives it, the value that is stored, the word on the screen."""

    key: str
    value: str
    label: str
    counts: Counts = Counts.OUT
    reasons: Asks = Asks.NOTHING


class Scale(_Data, frozen=True, kw_only=True):
    """A list of choices that questions share. A scale without choices lets each question bring its own."""

    id: str
    kind: Kind
    choices: tuple[Choice, ...] = ()


class Noun(_Data, frozen=True, kw_only=True):
    """A name for what is counted, singular and plural ("case with a custodial element", "cases with a custodial element")."""

    one: str
    many: str


class Unit(_Data, frozen=True, kw_only=True):
    """What one record is: a case, a staff interview."""

    id: str
    name: Noun
    reference: str
    """The pattern of references that new records are offered, for example `CM1`."""
    folder: str
    """Where the library keeps such records."""
    confidential: bool = False
    """Who answered what never leaves the program, and numbers are printed in words only."""


class Reason(_Data, frozen=True, kw_only=True):
    """Why a judgement is not met."""

    id: str
    key: str
    """The digit that switches it on and off."""
    label: str
    """On the screen."""
    printed: str
    """In a sentence of the letter, after "because"."""
    wants_note: bool = False


class ReasonList(_Data, frozen=True, kw_only=True):
    """Reasons that questions share; their order ranks equal counts."""

    id: str
    reasons: tuple[Reason, ...]


class Finding(_Data, frozen=True, kw_only=True):
    """What the letter is drafted from for one question."""

    clause: str
    """A clause that is true of a record that met it: "planning to reduce the likelihood of reoffending was sufficient"."""
    shortfall: str = ""
    """A sentence on the reasons, holding `{{id reasons}}`; used when there are reasons that may be named."""


class Question(_Data, frozen=True, kw_only=True):
    """One criterion asked of a record."""

    id: str
    text: str
    title: str
    scale: str
    choices: tuple[Choice, ...] = ()
    """The question's own choices, where its scale has none."""
    asked_when: str = ""
    """A condition (see `conditions`); empty: always."""
    not_asked: str = ""
    """Why it is not asked when the condition is false: "no custodial element"."""
    out_means: str = ""
    """What the choice that counts nowhere means here: "a review is not yet due"."""
    theme: str = ""
    process: str = ""
    reasons: str = ""
    """The id of its list of reasons."""
    guidance: str = ""
    denominator: Noun | None = None
    """What its n and d count; without it the unit's name."""
    terms: tuple[str, ...] = ()
    """Words by which a sentence of the letter speaks of it; a term of several words joined by "+" needs them all."""
    finding: Finding | None = None
    printed: bool = True
    """False: it stands in no letter and no export of figures."""

    @property
    def numbered(self) -> bool:
        """Whether people call it by its id ("2.4") rather than by its title alone ("Custody")."""
        return any(character.isdigit() for character in self.id)

    @property
    def label(self) -> str:
        """How lists call it."""
        return f"{self.id} {self.title}" if self.numbered else self.title


class Section(_Data, frozen=True, kw_only=True):
    """A numbered part of the instrument and of the letter."""

    id: str
    title: str
    short: str
    """The title in one word or two, for narrow panes."""
    unit: str
    questions: tuple[Question, ...]


class Group(_Data, frozen=True, kw_only=True):
    """A stretch of the file order: what one reads in one place of a file."""

    title: str
    questions: tuple[str, ...]


class Named(_Data, frozen=True, kw_only=True):
    """An id with a title: a theme, a process."""

    id: str
    title: str


class Area(_Data, frozen=True, kw_only=True):
    """A cluster of judgements across sections, proposed as a strength or for improvement."""

    id: str
    title: str
    short: str
    questions: tuple[str, ...]
    strength: str
    improvement: str


class Check(_Data, frozen=True, kw_only=True):
    """A combination of answers that is worth a second look."""

    id: str
    unit: str
    when: str
    says: str


class Thresholds(_Data, frozen=True, kw_only=True):
    """When a share of met answers carries a sign, in percent, and when two shares are said to differ."""

    improvement_under: int
    strength_from: int
    strength_each_from: int
    """No question of a strength, with at least `least_answers` answers, may be under this."""
    least_answers: int
    """Fewer answers than this carry no sign and no percentage."""
    least_records: int
    """An area with fewer records behind it is not proposed."""
    level: float = 0.05
    """Two shares are said to differ where Fisher's exact test, held over all questions compared, gives a p of at most this."""


Share = int | str
"""A percentage: a whole number, or a number with a fraction as text ("66 2/3")."""


class Band(_Data, frozen=True, kw_only=True):
    """A word for a share of met answers. Bands are read from the top and the first that holds gives the word.

    Exactly one family of fields says when it holds: `all` (n = d), `none` (n = 0), `met` (n is that number), `missing` (n is
    d less that number), or bounds on the share. `least` and `most` bound d for any of them.
    """

    words: str
    all: bool = False
    none: bool = False
    met: int | None = None
    missing: int | None = None
    least: int | None = None
    most: int | None = None
    exactly: Share | None = None
    over: Share | None = None
    at_least: Share | None = None
    under: Share | None = None
    at_most: Share | None = None
    at_two: str = ""
    """The word for all at d = 2 ("both")."""
    at_one: str = ""
    """The word for all at d = 1, before its noun ("the one case")."""
    joined: str = ""
    """How the word meets a noun: "{words} of the {noun}"; empty: "{words} {noun}"."""


class WordProfile(_Data, frozen=True, kw_only=True):
    """House words for proportions."""

    id: str
    title: str
    bands: tuple[Band, ...]
    failing: tuple[Band, ...] = ()
    """Softer words for the failing share ("some", "a small number"), the larger share first; where none holds, `bands` does."""


class NumberStyle(_Data, frozen=True, kw_only=True):
    """How counts are printed."""

    words_up_to: int = 10
    """The largest number written as a word."""
    joiners: tuple[str, ...] = ("of the", "out of the")
    """What may stand between n and d; a letter chooses one, the first by default."""


class Instrument(_Data, frozen=True, kw_only=True):
    """What criteria.json defines; it has an id and a version."""

    format: int
    id: str
    version: str
    title: str
    source: str
    units: tuple[Unit, ...]
    scales: tuple[Scale, ...]
    reason_lists: tuple[ReasonList, ...] = ()
    sections: tuple[Section, ...]
    file_order: tuple[Group, ...] = ()
    themes: tuple[Named, ...] = ()
    processes: tuple[Named, ...] = ()
    areas: tuple[Area, ...] = ()
    checks: tuple[Check, ...] = ()
    thresholds: Thresholds
    word_profiles: tuple[WordProfile, ...]
    numbers: NumberStyle = NumberStyle()
    letter: LetterFrame

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in theme order."""
        return {question.id: question for section in self.sections for question in section.questions}

    @cached_property
    def _section_of(self) -> dict[str, Section]:
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def _choices(self) -> dict[str, tuple[Choice, ...]]:
        scales = {scale.id: scale for scale in self.scales}
        return {question.id: question.choices or scales[question.scale].choices for question in self.questions.values()}

    @cached_property
    def _by_value(self) -> dict[str, dict[str, Choice]]:
        return {question: {choice.value: choice for choice in reversed(choices)} for question, choices in self._choices.items()}

    @cached_property
    def _reasons(self) -> dict[str, tuple[Reason, ...]]:
        return {listed.id: listed.reasons for listed in reversed(self.reason_lists)}

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        scales = {scale.id: scale.kind for scale in reversed(self.scales)}
        return {question.id: scales[question.scale] for question in self.questions.values() if question.scale in scales}

    @cached_property
    def _of_unit(self) -> dict[str, tuple[Question, ...]]:
        return {
            unit.id: tuple(question for section in self.sections if section.unit == unit.id for question in section.questions)
            for unit in self.units
        }

    def unit(self, unit_id: str) -> Unit:
        """The unit with this id; raises KeyError."""
        return self._units[unit_id]

    def section_of(self, question_id: str) -> Section:
        """The section a question stands in; raises KeyError."""
        return self._section_of[question_id]

    def kind_of(self, question_id: str) -> Kind:
        """What an answer to the question says; raises KeyError."""
        return self._kinds[question_id]

    def choices_of(self, question_id: str) -> tuple[Choice, ...]:
        """The ways to answer a question; raises KeyError."""
        return self._choices[question_id]

    def choice(self, question_id: str, value: str) -> Choice | None:
        """The choice that stores this value, or None where the value is none of the question's."""
        return self._by_value[question_id].get(value)

    def reasons_of(self, question_id: str) -> tuple[Reason, ...]:
        """The reasons that may be given, in the order that ranks equals; empty where none are asked."""
        return self._reasons.get(self.questions[question_id].reasons, ())

    def of_unit(self, unit_id: str) -> tuple[Question, ...]:
        """The questions asked of a record of this unit, in theme order; raises KeyError."""
        return self._of_unit[unit_id]

    def groups(self, unit_id: str, *, by_theme: bool = False) -> tuple[Group, ...]:
        """The unit's questions under headings, in file order or in theme order.

        A unit that the file order leaves out (staff interviews) is always in theme order.
        """
        mine = {question.id for question in self.of_unit(unit_id)}
        ordered = tuple(group for group in self.file_order if mine.issuperset(group.questions))
        if ordered and not by_theme:
            return ordered
        return tuple(
            Group(title=section.title, questions=tuple(question.id for question in section.questions))
            for section in self.sections
            if section.unit == unit_id
        )

    def noun_of(self, question_id: str) -> Noun:
        """What a question's n and d count."""
        return self.questions[question_id].denominator or self.unit(self.section_of(question_id).unit).name


def read_instrument(data: bytes | str, *, where: str = "criteria") -> Instrument:
    """Read a criteria file's text.

    Raises InstrumentError with the place of the first fault in its shape; `instrument_faults.check_instrument` does this and
    looks at the meaning too.
    """
    try:
        return msgspec.json.decode(data, type=Instrument)
    except msgspec.ValidationError as fault:
        message, _, place = str(fault).partition(" - at ")
        place = place.strip("`").removeprefix("$").lstrip(".") or "the top"
        raise InstrumentError(f"{where}: {place}: {message[:1].lower()}{message[1:]}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise InstrumentError(f"{where} is not a criteria file: {fault}.") from None
    except RecursionError:
        raise InstrumentError(f"{where} is not a criteria file: it is nested too deeply.") from None
