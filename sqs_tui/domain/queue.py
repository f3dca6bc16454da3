"""The problems queue: what is to be mended, decided on or let stand, in one order, each with its place and a sentence.

First the records, each with its gaps, problems and conflicts in file order; then what is said of the visit, and damaged files;
then the letter. What is waived keeps its place, and is passed over by whoever walks the queue.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from sqs_tui.domain.conflicts import Conflict, says_of
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import LetterChange
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import Content, Record
from sqs_tui.domain.waivers import Waiver

_RECORDS, _VISIT, _LETTER = range(3)
_BEHIND = 1_000_000
"""A place behind every other at the same question."""

Place = tuple[int, int, int, int]
"""Where in the queue: which part of it, which record or finding, which question, and how many stand before it there."""

THE_LETTER: Place = (_LETTER, -1, 0, 0)
"""The place before all that the letter has."""


class Damage(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the inspection that cannot be used."""

    file: str
    """Its place in the inspection's folder: `cases/BU07.json`."""
    says: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in the queue."""

    source: Problem | Conflict | Finding | Damage
    place: Place
    where: str
    """What people call the place, such as "BU07"; of what was said in confidence only its kind, such as "staff interview"."""
    says: str
    """One sentence: what is wrong. It tells nothing that was said in confidence."""
    record: str = ""
    """The record's id."""
    question: str = ""
    paragraph: str = ""
    area: str = ""
    quote: str = ""
    mine: bool = True
    """It is the present inspector's to see to."""
    finding: Finding | None = None
    """What the letter tells of it, under which it is waived."""
    waived: str = ""
    """Why it may stand, where somebody has said so."""

    @property
    def key(self) -> str:
        """The same as long as it is the same thing, in one queue."""
        match self.source:
            case Problem():
                return f"problem {self.record} {self.source.kind} {self.question}"
            case Conflict():
                return f"conflict {' '.join(self.source.ids)}"
            case Finding():
                return f"finding {self.source.id}"
            case Damage():
                return f"damage {self.source.file}"

    @property
    def told(self) -> str:
        """Where and what, in one line: "BU03: 2.2 Harm assessment is not answered."."""
        return f"{self.where}: {self.says}"

    @property
    def of_letter(self) -> bool:
        """Whether it is one of the letter's own."""
        return self.place[0] == _LETTER

    def holds(self, words: str) -> bool:
        """Whether each of some words stands in it, whatever the case of its letters."""
        text = f"{self.told} {self.waived}".casefold()
        return all(word in text for word in words.casefold().split())


# What is in it


def called(instrument: Instrument, record: Record) -> str:
    """What the queue calls a record: by its reference, or where what it says is in confidence, by its kind alone."""
    unit = instrument.unit(record.unit)
    name = unit.name.one if unit.confidential else record.reference
    return f"{name} ({record.purpose})" if record.purpose else name


def of_record(
    instrument: Instrument,
    record: Record,
    at: int,
    answers: Mapping[str, Content],
    *,
    waivers: Mapping[Problem, Waiver],
    conflicts: Iterable[Conflict],
    mine: bool,
) -> Iterator[Item]:
    """What is open in a record, the one at a place `at` among those listed, given its answers and its own conflicts."""
    confidential = instrument.unit(record.unit).confidential
    where, order = called(instrument, record), _order(instrument, record.unit)
    for number, problem in enumerate(problems(instrument, record.unit, answers)):
        waiver = waivers.get(problem)
        yield Item(
            source=problem,
            place=(_RECORDS, at, order[problem.question], number),
            where=where,
            says=_in_confidence(instrument, problem) if confidential else problem.says,
            record=record.id,
            question=problem.question,
            mine=mine,
            waived=waiver.reason if waiver else "",
        )
    for number, conflict in enumerate(conflicts, start=len(order)):
        question = conflict.subject if conflict.subject in order else ""
        yield Item(
            source=conflict,
            place=(_RECORDS, at, order.get(question, len(order)), number),
            where=where,
            says=_capital(says_of(instrument, conflict, where).removeprefix(where).strip()),
            record=record.id,
            question=question,
            mine=mine,
        )


def of_visit(instrument: Instrument, conflicts: Iterable[Conflict], damaged: Mapping[str, str]) -> Iterator[Item]:
    """What is open of the visit and the letter as they lie on disk: conflicts, and files that cannot be used, by their places."""
    number = 0
    for number, conflict in enumerate(conflicts, start=1):
        letter = isinstance(conflict.stands, LetterChange)
        says, part = _capital(says_of(instrument, conflict)), conflict.subject.partition(":")[2] if letter else ""
        where = "letter" if letter else "details"
        yield Item(source=conflict, place=(_VISIT, number, 0, 0), where=where, says=says, paragraph=part)
    for at, (file, says) in enumerate(damaged.items(), start=number + 1):
        yield Item(source=Damage(file=file, says=says), place=(_VISIT, at, 0, 0), where="file", says=says)


def of_letter(findings: Iterable[Finding], where: Callable[[Finding], str]) -> Iterator[Item]:
    """What stands between the letter and its export; `where` tells a finding's place in few words."""
    for at, finding in enumerate(findings):
        yield Item(
            source=finding,
            place=(_LETTER, at, 0, 0),
            where=where(finding),
            says=finding.says,
            record=finding.record,
            question=finding.question,
            paragraph=finding.paragraph,
            area=finding.area,
            quote=finding.quote,
            finding=finding,
            waived=finding.waived,
        )


def _order(instrument: Instrument, unit: str) -> dict[str, int]:
    questions = (question for group in instrument.groups(unit) for question in group.questions)
    return {question: at for at, question in enumerate(questions)}


def _in_confidence(instrument: Instrument, problem: Problem) -> str:
    """A problem without what was said: that a question is open tells nothing."""
    if problem.kind == "unanswered":
        return problem.says
    return f"{instrument.questions[problem.question].label} has something to mend."


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


# Walking it


def open_items(items: Iterable[Item]) -> list[Item]:
    """What is neither mended nor waived."""
    return [item for item in items if not item.waived]


def with_letter(items: Iterable[Item], letter: Sequence[Item]) -> list[Item]:
    """The queue with the letter's part, in which nothing stands twice.

    What the letter tells of a problem in a record stands under the record, where it is mended. So does a conflict that stands in
    the way of the letter; it is waived as the letter's.
    """
    findings = [item.finding for item in letter if item.finding]
    told = {finding.lines: finding for finding in findings if finding.kind == "conflict"}
    own = [_as_told(item, told.get(item.source.ids)) if isinstance(item.source, Conflict) else item for item in items]
    listed = {item.source.ids for item in own if isinstance(item.source, Conflict)}
    rest = (item for item in letter if item.finding and item.finding.kind != "record" and item.finding.lines not in listed)
    return [*own, *rest]


def _as_told(item: Item, finding: Finding | None) -> Item:
    return msgspec.structs.replace(item, finding=finding, waived=finding.waived) if finding else item


def behind(instrument: Instrument, unit: str, at: int, question: str) -> Place:
    """The place behind all that is open at a question of the record at a place `at` among those listed; at none, behind all."""
    order = _order(instrument, unit)
    return (_RECORDS, at, order.get(question, len(order)), _BEHIND)


def following(items: Iterable[Item], place: Place | None) -> Item | None:
    """The next open item behind a place, round and round; the first one where there is no place, None where nothing is open."""
    ordered = sorted(open_items(items), key=lambda item: item.place)
    ahead = (item for item in ordered if place is None or item.place > place)
    return next(ahead, ordered[0] if ordered else None)


def next_in_record(order: Sequence[str], current: str, found: Iterable[Problem], contended: Iterable[str]) -> Problem | None:
    """The next question of a record that is open, has a problem or is in conflict, behind the current one in their order.

    Past the last there is none; who stands at no question, but at the finish line, is led to the first.
    """
    says = {question: f"{question} is in conflict: two have answered it differently." for question in contended}
    wanted = {question: Problem(question=question, kind="conflict", says=text) for question, text in says.items()}
    wanted |= {problem.question: problem for problem in reversed(list(found))}
    start = order.index(current) + 1 if current in order else 0
    return next((wanted[question] for question in order[start:] if question in wanted), None)
