"""Whether what lies in the files of an inspection fits together: histories with themselves, answers with the instrument.

Each fault is a clause without its place, such as `the change 3f9a0c12-000017 replaced 3f9a0c12-000016, which is not there`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from sqs_tui.domain.history import Cause, Line, stand_of
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, Entry, LetterChange, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import Change, Content, Draft

_TAKES_BACK = (Cause.UNDO, Cause.REDO)
_KINDS: dict[str, type[Entry]] = {"paragraph": ParagraphEntry, "area": Decision, "quote": Quote, "waiver": Waiver}


def history_faults(lines: Mapping[str, Line]) -> Iterator[str]:
    """What does not fit together in one file's history of one kind, its lines by their ids."""
    acts: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines.values():
        acts[line.act].add(line.subject)
    for line in lines.values():
        named = f"the change {line.id}"
        if not is_moment(line.at):
            yield f'{named} has no time: "{line.at}"'
        if not line.by:
            yield f"{named} says nobody made it"
        yield from (f"{named} {fault}" for fault in _base_faults(line, lines))
        if (line.cause in _TAKES_BACK) != bool(line.undoes):
            yield f"{named} is {_AN[line.cause]} but names {'an' if line.undoes else 'no'} act that it takes back or brings again"
        elif line.undoes and line.subject not in acts.get(line.undoes, ()):
            yield f"{named} takes back or brings again the act {line.undoes}, which is not there"


_AN = {cause: f"{'an' if cause.value[0] in 'aeiou' else 'a'} {cause.value}" for cause in Cause}


def _base_faults(line: Line, lines: Mapping[str, Line]) -> Iterator[str]:
    for base in line.base:
        replaced = lines.get(base)
        if replaced is None:
            yield f"replaced {base}, which is not there"
        elif replaced.subject != line.subject:
            yield f"replaced {base}, which is about {replaced.subject} and not about {line.subject}"
        elif replaced.at >= line.at:
            yield f"replaced {base}, which came later"


def is_moment(text: str) -> bool:
    """Whether a text is a time as files have it: UTC, ISO 8601."""
    try:
        return text.endswith("Z") and datetime.fromisoformat(text).utcoffset() == timedelta(0)
    except ValueError:
        return False


def answer_faults(instrument: Instrument, unit: str, changes: Iterable[Change]) -> Iterator[str]:
    """What a record's answers say that the instrument does not know: questions in the whole history, the rest in what stands."""
    by_question: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_question[change.question].append(change)
        if not change.act:
            yield f"the change {change.id} belongs to no act, and could not be taken back"
    for question, lines in by_question.items():
        if question not in instrument.questions or instrument.section_of(question).unit != unit:
            yield f'there are answers to "{question}", which is no question that is asked of a {unit}'
            continue
        stand = stand_of(lines)
        for head in stand.heads if stand else ():
            yield from (f"the answer to {question} {fault}" for fault in _content_faults(instrument, question, head.new))


def _content_faults(instrument: Instrument, question: str, content: Content) -> Iterator[str]:
    if content.value and instrument.choice(question, content.value) is None:
        yield f'is "{content.value}", which cannot be chosen there'
    known = {reason.id for reason in instrument.reasons_of(question)}
    for reason in content.reasons:
        if reason not in known:
            yield f'has the reason "{reason}", which is not in its list'


def draft_faults(instrument: Instrument, unit: str, drafts: Mapping[str, Draft]) -> Iterator[str]:
    """What does not fit together in what is being typed in a record, by account."""
    asked = {question.id for question in instrument.of_unit(unit)}
    for account, draft in drafts.items():
        named = f"what {account} is typing"
        if draft.by != account:
            yield f"{named} is said to be typed by {draft.by}"
        if draft.question not in asked:
            yield f'{named} belongs to "{draft.question}", which is no question that is asked of a {unit}'
        if not 0 <= draft.caret <= len(draft.note):
            yield f"{named} has its caret at {draft.caret}, which is not in it"


def letter_faults(
    instrument: Instrument, changes: Iterable[LetterChange], entries: Mapping[str, Entry], records: Mapping[str, Collection[str]]
) -> Iterator[str]:
    """What the letter's file says that is not there; `records` has the questions asked of each record by the record's id."""
    for change in changes:
        kind = _KINDS.get(change.key.partition(":")[0])
        if kind is None or not all(isinstance(entry, kind) for entry in (change.old, change.new) if entry is not None):
            yield f'the change {change.id} puts something under "{change.key}" that does not belong there'
        if not change.act:
            yield f"the change {change.id} belongs to no act, and could not be taken back"
    areas = {area.id for area in instrument.areas}
    for key, entry in entries.items():
        identity = key.partition(":")[2]
        match entry:
            case Decision():
                for area in filter(None, (identity, entry.joined)):
                    if area not in areas:
                        yield f'it decides on "{area}", which is no area of the instrument'
            case Quote() if entry.record not in records:
                yield f'the quote "{identity}" is from a record that is not there'
            case Quote() if entry.question not in records[entry.record]:
                yield f'the quote "{identity}" is from "{entry.question}", which is not asked of its record'
            case Waiver() if not entry.reason:
                yield f'the waiver "{identity}" has no reason'
