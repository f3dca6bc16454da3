"""Breakdowns: how met answers are spread over groups of records, by a fact, by inspector or by case manager.

What is printed of a breakdown stands in one table, and no number that is hidden in it can be worked out from the rest:

- A question's shares by group are hidden as `suppression` has it. How many answers a group has is shown (who reads which file
  and what the facts are stands elsewhere), so that questions tell nothing of one another by their numbers of answers.
- But for a question that is asked because another is met, or is not: its number of answers would tell of that one. It is not
  broken down in a table in which that one has a hidden group.
- An area or a section is the sum of its questions, and its share is hidden in every group in which that of one of its questions
  is, whether that stands in the table or not. What is shown of it can be added up from what could be shown anyway.

Breakdowns of one question by two facts stand in two tables, never on one screen or in one file. Each is safe by itself and
against the totals. Somebody who has both, and knows that a group of the one is a group of the other or all but one of them, can
take one from the other: no rule for single tables prevents that, and the guide says so.

What was said in confidence is never broken down, and case managers are called by codes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from sqs_tui.domain.conditions import Comparison, LookUp, parse
from sqs_tui.domain.instrument import Area, Choice, Counts, Instrument, Kind, Question, Section
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import route
from sqs_tui.domain.staff_codes import staff_codes
from sqs_tui.domain.suppression import Share, pooled, suppressed
from sqs_tui.domain.tally import Reviewed

INSPECTOR, CASE_MANAGER = "inspector", "case-manager"
_PEOPLE = (INSPECTOR, CASE_MANAGER)
NOT_ANSWERED = ""
"""The id of the group of records that have no answer to the fact, no inspector, no case manager."""
_PARTS = re.compile(r"(\D*)(\d{0,9})")
_Named = TypeVar("_Named")


class BreakdownError(ValueError):
    """What cannot be broken down, in one sentence."""


class Way(msgspec.Struct, frozen=True):
    """What an inspection can be broken down by: the id of a fact, `INSPECTOR` or `CASE_MANAGER`, and how lists call it."""

    id: str
    title: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Records that have the same answer to a fact, inspector or case manager."""

    id: str
    title: str
    records: frozenset[str]
    """Their ids."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table: one question, section or area."""

    kind: str
    """`question`, `section` or `area`."""
    id: str
    title: str
    total: Share
    """Over all groups, as Summary has it."""
    shares: tuple[Share | None, ...]
    """By group, in the order of the groups; None where it is not shown."""
    sizes: tuple[int | None, ...]
    """How many answers each group has, which is shown beside a share that is not; None where that, too, would tell something."""
    depends_on: str = ""
    """The question whose answers this one's numbers would tell of, where it is not broken down for that."""

    @property
    def broken_down(self) -> bool:
        """Whether any group is shown, of those that there are."""
        return any(self.shares) or not self.shares

    @property
    def why_not(self) -> str:
        """Why it is not broken down, in a few words; empty where it is."""
        if self.broken_down:
            return ""
        if self.depends_on:
            return f"would tell of {self.depends_on}"
        return "all alike" if self.total.met in (0, self.total.of) else "too few answers"


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    """The whole table; rows and groups are in the order in which they are shown."""

    by: Way
    groups: tuple[Group, ...]
    measures: tuple[Measure, ...]
    least: int
    """Groups with fewer answers are not shown."""


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be broken down, by ids; nothing at all stands for every judgement, section and area."""

    questions: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


EVERYTHING = Chosen()


def ways(instrument: Instrument) -> tuple[Way, ...]:
    """All that an inspection can be broken down by: the facts that are not given in confidence, inspectors, case managers."""
    facts = (
        Way(question.id, question.title)
        for question in instrument.questions.values()
        if instrument.kind_of(question.id) is Kind.FACT
        and question.id not in _PEOPLE
        and not instrument.unit(instrument.section_of(question.id).unit).confidential
    )
    return (*facts, Way(INSPECTOR, "Inspector"), Way(CASE_MANAGER, "Case manager"))


def way(instrument: Instrument, name: str) -> Way:
    """What somebody names by its id or its title, whatever joins its words and in capitals or not. Raises BreakdownError."""
    known = ways(instrument)
    named = {_joined(way.title): way for way in known} | {_joined(way.id): way for way in known}
    if _joined(name) in named:
        return named[_joined(name)]
    listed = ", ".join(way.id for way in known)
    raise BreakdownError(f'Nothing can be broken down by "{name}": choose one of {listed}.')


def _joined(name: str) -> str:
    return re.sub("[ _-]+", "-", name.strip()).casefold()


def breakdown(instrument: Instrument, records: Iterable[Reviewed], by: Way, chosen: Chosen = EVERYTHING) -> Breakdown:
    """Break the answers of records down. Raises BreakdownError for what is chosen and cannot be."""
    fact = "" if by.id in _PEOPLE else by.id
    units = {instrument.section_of(fact).unit} if fact else {unit.id for unit in instrument.units if not unit.confidential}
    reviewed = [record for record in records if record.unit in units]
    counted = {record.id: route(instrument, record.unit, record.answers).counted for record in reviewed}
    groups = _by_fact(instrument, fact, counted) if fact else _by_people(by, reviewed)
    rows = _Rows(instrument, units, fact).chosen(chosen)
    shares = {
        question: [_share(instrument, question, (counted[record] for record in group.records)) for group in groups]
        for question in dict.fromkeys(question for row in rows for question in row.questions)
    }
    least = instrument.thresholds.least_answers
    hidden = {question: suppressed(of_groups, least) for question, of_groups in shares.items()}
    betrays = {question: _betrayed(instrument, question, hidden) for question in shares}
    measures = tuple(_measure(row, shares, hidden, betrays, len(groups)) for row in rows)
    return Breakdown(by=by, groups=groups, measures=measures, least=least)


# Groups


def _by_fact(instrument: Instrument, fact: str, counted: Mapping[str, Mapping[str, Content]]) -> tuple[Group, ...]:
    given = {record: answers[fact].value if fact in answers else NOT_ANSWERED for record, answers in counted.items()}
    titles = {choice.value: choice.label for choice in instrument.choices_of(fact)}
    return _groups(given, {**titles, NOT_ANSWERED: "not answered"})


def _by_people(by: Way, reviewed: Sequence[Reviewed]) -> tuple[Group, ...]:
    if by.id == INSPECTOR:
        given = {record.id: record.inspector for record in reviewed}
    else:
        ordered = sorted(reviewed, key=lambda record: (record.reference, record.id))
        codes = staff_codes(record.case_manager for record in ordered)
        given = {record.id: codes.get(record.case_manager, NOT_ANSWERED) for record in ordered}
    names = sorted({*given.values()} - {NOT_ANSWERED}, key=_natural)
    return _groups(given, {**{name: name for name in names}, NOT_ANSWERED: "nobody"})


def _groups(given: Mapping[str, str], titles: Mapping[str, str]) -> tuple[Group, ...]:
    """The groups that have any records, in the order of their titles."""
    members: dict[str, set[str]] = {group: set() for group in titles}
    for record, group in given.items():
        members[group].add(record)
    return tuple(Group(id=group, title=titles[group], records=frozenset(found)) for group, found in members.items() if found)


def _natural(name: str) -> tuple[tuple[str, int, str], ...]:
    """What sorts CM2 before CM10."""
    return tuple((text.casefold(), int(digits or 0), text) for text, digits in _PARTS.findall(name))


# Rows


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """What a measure is made of."""

    kind: str
    id: str
    title: str
    questions: tuple[str, ...]


class _Rows:
    """What can be broken down over the records of some units, by a fact where one is named."""

    def __init__(self, instrument: Instrument, units: set[str], fact: str) -> None:
        self._instrument, self._units = instrument, units
        self._fixed = {fact, *_decided_by(instrument, fact)} if fact else set[str]()
        """What is the same in all records of a group: the fact itself, and what decides whether it is asked."""

    def chosen(self, chosen: Chosen) -> list[_Row]:
        """The rows that are asked for, or all. Raises BreakdownError."""
        if chosen == EVERYTHING:
            return [row for row in self._every() if not self._why_not(row)]
        rows = list(self._named(chosen))
        for why in filter(None, map(self._why_not, rows)):
            raise BreakdownError(why)
        return rows

    def _every(self) -> Iterator[_Row]:
        """Sections with their questions, and areas behind them."""
        for section in self._instrument.sections:
            judged = [asked for asked in section.questions if self._instrument.kind_of(asked.id) is Kind.JUDGEMENT]
            if judged:
                yield self._section(section)
            yield from map(self._question, judged)
        yield from map(self._area, self._instrument.areas)

    def _named(self, chosen: Chosen) -> Iterator[_Row]:
        sections = {section.id: section for section in self._instrument.sections}
        areas = {area.id: area for area in self._instrument.areas}
        yield from (self._section(_known("section", sections, name)) for name in dict.fromkeys(chosen.sections))
        yield from (
            self._question(_known("question", self._instrument.questions, name)) for name in dict.fromkeys(chosen.questions)
        )
        yield from (self._area(_known("area", areas, name)) for name in dict.fromkeys(chosen.areas))

    def _section(self, section: Section) -> _Row:
        judged = (asked.id for asked in section.questions if self._instrument.kind_of(asked.id) is Kind.JUDGEMENT)
        return _Row(kind="section", id=section.id, title=section.title, questions=tuple(judged))

    @staticmethod
    def _question(question: Question) -> _Row:
        return _Row(kind="question", id=question.id, title=question.label, questions=(question.id,))

    @staticmethod
    def _area(area: Area) -> _Row:
        return _Row(kind="area", id=area.id, title=area.title, questions=area.questions)

    def _why_not(self, row: _Row) -> str:
        """Why a row cannot be broken down, in a sentence; empty where it can."""
        instrument = self._instrument
        units = {instrument.section_of(question).unit for question in row.questions}
        if any(instrument.unit(unit).confidential for unit in units):
            return f"{row.title} cannot be broken down: what was said there is given in confidence."
        if not units <= self._units:
            return f"{row.title} cannot be broken down by a fact of other records."
        if not self._fixed.isdisjoint(row.questions):
            return f"{row.title} cannot be broken down by what it says itself."
        counted = any(choice.counts is not Counts.OUT for question in row.questions for choice in instrument.choices_of(question))
        return "" if counted else f"{row.title} cannot be broken down: nothing in it is met or not met."


def _known(kind: str, there: Mapping[str, _Named], name: str) -> _Named:
    if name in there:
        return there[name]
    raise BreakdownError(f'There is no {kind} "{name}": choose one of {", ".join(there)}.')


# Shares


def _share(instrument: Instrument, question: str, answers: Iterable[Mapping[str, Content]]) -> Share:
    counts = Counter(
        choice.counts for given in answers if question in given and (choice := instrument.choice(question, given[question].value))
    )
    return Share(counts[Counts.MET], counts[Counts.MET] + counts[Counts.NOT_MET])


def _measure(
    row: _Row,
    shares: Mapping[str, Sequence[Share]],
    hidden: Mapping[str, frozenset[int]],
    betrays: Mapping[str, str],
    groups: int,
) -> Measure:
    depends_on = next((betrays[question] for question in row.questions if betrays[question]), "")
    unseen = {place for question in row.questions for place in hidden[question]}
    by_group = [pooled([shares[question][place] for question in row.questions]) for place in range(groups)]
    return Measure(
        kind=row.kind,
        id=row.id,
        title=row.title,
        total=pooled(by_group),
        shares=tuple(None if depends_on or place in unseen else share for place, share in enumerate(by_group)),
        sizes=tuple(None if depends_on else share.of for share in by_group),
        depends_on=depends_on,
    )


def _betrayed(instrument: Instrument, question: str, hidden: Mapping[str, frozenset[int]]) -> str:
    """A question with a hidden group of which this one's numbers of answers would tell; empty where there is none."""
    return next((other for other in _decided_by(instrument, question) if hidden.get(other)), "")


def _decided_by(instrument: Instrument, question: str) -> tuple[str, ...]:
    """The questions that decide by being met or not, at whatever remove, whether this one is asked."""
    found: dict[str, None] = {}
    for part in _parts(instrument, question):
        if part.question != question and _tells_met(instrument, part):
            found[part.question] = None
        found.update(dict.fromkeys(_decided_by(instrument, part.question)))
    return tuple(found)


def _parts(instrument: Instrument, question: str) -> tuple[Comparison, ...]:
    rule = instrument.questions[question].asked_when
    return parse(rule).parts if rule else ()


def _tells_met(instrument: Instrument, part: Comparison) -> bool:
    """Whether a comparison holds for some of the answers that count and not for others; one with a reason may."""
    counted = [choice for choice in instrument.choices_of(part.question) if choice.counts is not Counts.OUT]
    held = {part.holds(_answering(choice)) for choice in counted}
    return len(held) > 1 or part.operator == "has"


def _answering(choice: Choice) -> LookUp:
    return lambda _: Content(value=choice.value)
