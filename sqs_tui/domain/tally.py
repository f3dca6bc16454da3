"""From records to tallies: per question, section, area, and theme by process, with the records behind every number.

Only answers to questions that are asked count, and of those only met and not met enter a denominator. The rules for signs and
proposals are the instrument's thresholds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

import msgspec

from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument import Area, Counts, Instrument, Kind, Thresholds
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import route

_Key = TypeVar("_Key")


class Reviewed(msgspec.Struct, frozen=True, kw_only=True):
    """A record with its present answers, as tallies take it."""

    id: str
    reference: str
    unit: str
    case_manager: str = ""
    inspector: str = ""
    answers: Mapping[str, Content]


class ReasonCount(msgspec.Struct, frozen=True):
    """How often a reason was given, and in which records."""

    reason: str
    count: int
    records: tuple[str, ...]


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How one question stands. Records are named by id, in the order of their references."""

    question: str
    met: int = 0
    of: int = 0
    met_records: tuple[str, ...] = ()
    not_met_records: tuple[str, ...] = ()
    out_records: tuple[str, ...] = ()
    """Answered, but in no denominator."""
    reasons: tuple[ReasonCount, ...] = ()
    """Over the not met; the commonest first, equals in the order of their list."""
    values: dict[str, int] = {}
    """How often each choice was given, by its value."""


class Sign(StrEnum):
    """What a share of met answers says at a glance; a prompt, never a finding."""

    STRENGTH = "strength"
    IMPROVEMENT = "improvement"


class Pooled(msgspec.Struct, frozen=True):
    """Met answers of all met and not met ones, over several questions."""

    met: int
    of: int


class AreaTally(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster of judgements and what the thresholds propose for it."""

    area: str
    met: int
    of: int
    records: int
    """How many records stand behind it."""
    proposal: Sign | None
    margin: int | None
    """How many answers would have to change between met and not met for the proposal to be another; None with too few records."""

    @property
    def borderline(self) -> bool:
        """Whether one answer decides."""
        return self.margin == 1


class Tallies(msgspec.Struct, frozen=True, kw_only=True):
    """All tallies of an inspection."""

    records: dict[str, int]
    """For each unit, how many records have an answer that counts."""
    questions: dict[str, Tally]
    sections: dict[str, Pooled]
    """The judgements of each section that has any."""
    areas: dict[str, AreaTally]
    matrix: dict[tuple[str, str], Pooled]
    """By theme and process."""


def sign(thresholds: Thresholds, met: int, of: int) -> Sign | None:
    """The sign that a share carries; none with too few answers."""
    if of < max(thresholds.least_answers, 1):
        return None
    if met * 100 < thresholds.improvement_under * of:
        return Sign.IMPROVEMENT
    return Sign.STRENGTH if met * 100 >= thresholds.strength_from * of else None


def tally(instrument: Instrument, records: Iterable[Reviewed]) -> Tallies:
    """Count the records' answers."""
    tallier = Tallier(instrument)
    for record in records:
        tallier.update(record)
    return tallier.tallies()


def filtered(instrument: Instrument, records: Iterable[Reviewed], condition: str) -> list[Reviewed]:
    """The records for which a condition of the routing language holds; raises ConditionError."""
    wanted = parse(condition)
    return [record for record in records if wanted.holds(route(instrument, record.unit, record.answers).look_up)]


class Tallier:
    """Keeps tallies current while records change: only what holds a question whose answers changed is counted again."""

    def __init__(self, instrument: Instrument) -> None:
        self._instrument = instrument
        self._records: dict[str, tuple[tuple[str, str], str]] = {}
        """By id: what orders it, and its unit."""
        self._counted: dict[str, dict[str, Content]] = {}
        self._questions = {question: Tally(question=question) for question in instrument.questions}
        self._stale: set[str] = set()
        judged = [question for question in instrument.questions if instrument.kind_of(question) is Kind.JUDGEMENT]
        self._by_section = _grouped((instrument.section_of(question).id, question) for question in judged)
        placed = [asked for asked in map(instrument.questions.__getitem__, judged) if asked.theme and asked.process]
        self._by_cell = _grouped(((asked.theme, asked.process), asked.id) for asked in placed)
        self._sections = self._pools(self._by_section, self._questions)
        self._matrix = self._pools(self._by_cell, self._questions)
        self._areas = {area.id: self._area(area) for area in instrument.areas}

    def update(self, record: Reviewed) -> None:
        """Take a record that is new or has changed."""
        before = self._counted.get(record.id, {})
        order = (record.reference, record.id)
        after = route(self._instrument, record.unit, record.answers).counted
        moved = record.id not in self._records or self._records[record.id][0] != order
        self._stale |= {
            question for question in before.keys() | after.keys() if moved or before.get(question) != after.get(question)
        }
        self._records[record.id] = (order, record.unit)
        self._counted[record.id] = after

    def remove(self, record_id: str) -> None:
        """Forget a record; one that is not known changes nothing."""
        self._stale |= self._counted.pop(record_id, {}).keys()
        self._records.pop(record_id, None)

    def tallies(self) -> Tallies:
        """The tallies of all records as they are now."""
        ordered = sorted(self._records, key=lambda record: self._records[record][0])
        for question in self._stale:
            self._questions[question] = self._count(question, ordered)
        self._sections |= self._pools(self._by_section, self._stale)
        self._matrix |= self._pools(self._by_cell, self._stale)
        self._areas |= {
            area.id: self._area(area) for area in self._instrument.areas if not self._stale.isdisjoint(area.questions)
        }
        self._stale.clear()
        return Tallies(
            records=self._record_counts(),
            questions=dict(self._questions),
            sections=dict(self._sections),
            areas=dict(self._areas),
            matrix=dict(self._matrix),
        )

    def _record_counts(self) -> dict[str, int]:
        counts = Counter(self._records[record][1] for record, counted in self._counted.items() if counted)
        return {unit.id: counts[unit.id] for unit in self._instrument.units}

    def _count(self, question: str, ordered: list[str]) -> Tally:
        given = [(record, self._counted[record][question]) for record in ordered if question in self._counted[record]]
        behind: dict[Counts, list[str]] = {counts: [] for counts in Counts}
        reasons: dict[str, list[str]] = {reason.id: [] for reason in self._instrument.reasons_of(question)}
        values: Counter[str] = Counter()
        for record, content in given:
            choice = self._instrument.choice(question, content.value)
            if choice is None:
                continue
            behind[choice.counts].append(record)
            values[content.value] += 1
            if choice.counts is Counts.NOT_MET:
                for reason in content.reasons:
                    if reason in reasons:
                        reasons[reason].append(record)
        ranked = sorted((found for found in reasons.items() if found[1]), key=lambda found: -len(found[1]))
        met, not_met = behind[Counts.MET], behind[Counts.NOT_MET]
        return Tally(
            question=question,
            met=len(met),
            of=len(met) + len(not_met),
            met_records=tuple(met),
            not_met_records=tuple(not_met),
            out_records=tuple(behind[Counts.OUT]),
            reasons=tuple(ReasonCount(reason, len(found), tuple(found)) for reason, found in ranked),
            values=dict(values),
        )

    def _pools(self, groups: Mapping[_Key, Iterable[str]], changed: Iterable[str]) -> dict[_Key, Pooled]:
        """The pools of those groups that hold one of the questions that have changed."""
        touched = frozenset(changed)
        return {
            group: _pooled(self._questions[question] for question in members)
            for group, members in groups.items()
            if not touched.isdisjoint(members)
        }

    def _area(self, area: Area) -> AreaTally:
        members = [self._questions[question] for question in area.questions]
        pooled = _pooled(members)
        records = len({record for member in members for record in (*member.met_records, *member.not_met_records)})
        thresholds = self._instrument.thresholds
        enough = pooled.of > 0 and records >= thresholds.least_records
        proposal = _proposal(thresholds, members) if enough else None
        margin = _margin(thresholds, members, proposal) if enough else None
        return AreaTally(area=area.id, met=pooled.met, of=pooled.of, records=records, proposal=proposal, margin=margin)


def _grouped(members: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    groups: dict[_Key, tuple[str, ...]] = {}
    for key, member in members:
        groups[key] = (*groups.get(key, ()), member)
    return groups


def _pooled(members: Iterable[Tally]) -> Pooled:
    members = list(members)
    return Pooled(sum(member.met for member in members), sum(member.of for member in members))


def _proposal(thresholds: Thresholds, members: list[Tally]) -> Sign | None:
    pooled = _pooled(members)
    if pooled.met * 100 < thresholds.improvement_under * pooled.of:
        return Sign.IMPROVEMENT
    reached = pooled.met * 100 >= thresholds.strength_from * pooled.of
    return Sign.STRENGTH if reached and not any(_lacking(thresholds, member) for member in members) else None


def _margin(thresholds: Thresholds, members: list[Tally], proposal: Sign | None) -> int:
    """The fewest answers whose change between met and not met makes the proposal another.

    Upwards, each question that is under its own limit needs some answers, and the pool needs some, wherever they are; the
    larger number does for both. Downwards, either the pool or one question falling short is enough.
    """
    pooled = _pooled(members)
    if proposal is Sign.IMPROVEMENT:
        return _needed(thresholds.improvement_under, pooled.of) - pooled.met
    if proposal is Sign.STRENGTH:
        slack = [pooled.met - _needed(thresholds.strength_from, pooled.of)]
        slack += [
            member.met - _needed(thresholds.strength_each_from, member.of) for member in members if _limited(thresholds, member)
        ]
        return min(slack) + 1
    upwards = max(
        _needed(thresholds.strength_from, pooled.of) - pooled.met, sum(_lacking(thresholds, member) for member in members)
    )
    downwards = pooled.met - _needed(thresholds.improvement_under, pooled.of) + 1
    return min(upwards, downwards)


def _needed(percent: int, of: int) -> int:
    """The fewest met answers that reach a share."""
    return -(-percent * of // 100)


def _lacking(thresholds: Thresholds, member: Tally) -> int:
    """How many more met answers a question needs before a strength may hold it."""
    if not _limited(thresholds, member):
        return 0
    return max(0, _needed(thresholds.strength_each_from, member.of) - member.met)


def _limited(thresholds: Thresholds, member: Tally) -> bool:
    """Whether a question has answers enough to be held to a limit of its own."""
    return member.of >= max(thresholds.least_answers, 1)
