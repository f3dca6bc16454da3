"""Records, answers and their history. The present answers are what the changes replay to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from sqs_tui.domain.history import Cause, Stand, stand_of


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value as it lies in the library's files."""


class Content(_Value, frozen=True, kw_only=True):
    """What has been answered: the choice's value ("" where there is only a note), reasons in the order of their list, a note."""

    value: str = ""
    reasons: tuple[str, ...] = ()
    note: str = ""
    quote: bool = False
    """The note is marked as quotable."""
    note_removed: bool = False
    """There was a note, and retention has removed it."""

    def __bool__(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.value or self.reasons or self.note)


BLANK = Content()


class Answer(_Value, frozen=True, kw_only=True):
    """An answer as it stands: its content, who gave it, when, and the changes it stands on."""

    content: Content
    by: str
    at: str
    heads: tuple[str, ...]
    """The changes nothing has replaced yet."""
    others: tuple[str, ...] = ()
    """Those of them that say something else than what stands: a conflict, until somebody decides."""
    imported: bool = False
    """It came with the case list: whoever drew the case has scored nothing of it."""


class Change(_Value, frozen=True, kw_only=True):
    """One line of a record's history; never edited."""

    id: str
    """Writer and counter: `3f9a0c12-000017`."""
    at: str
    """UTC, ISO 8601 with milliseconds and Z; never before the changes it replaced."""
    by: str
    question: str
    old: Content
    new: Content
    base: tuple[str, ...] = ()
    """The changes it replaced, of those its writer had seen: none for a first answer, several where it settles a conflict."""
    act: str
    """What belongs together: a No with its reasons and its note."""
    cause: Cause = Cause.ANSWER
    undoes: str = ""
    """The act that an undo took back or a redo brought again."""
    why: str = ""
    """What a moderator, or whoever settled a conflict, gave as the reason."""

    @property
    def subject(self) -> str:
        """What it changes."""
        return self.question


FieldValue = str | tuple[str, ...]


class FieldChange(_Value, frozen=True, kw_only=True):
    """One line of the history of what is no answer: a record's state and allocation, an inspection's details."""

    id: str
    at: str
    by: str
    field: str
    old: FieldValue
    new: FieldValue
    base: tuple[str, ...] = ()
    act: str = ""
    """What belongs together; empty for what the program does by itself, which nobody takes back."""
    cause: Cause = Cause.ANSWER
    undoes: str = ""
    why: str = ""
    """The reason, where one is asked for: why a record is opened again."""

    @property
    def subject(self) -> str:
        """What it changes."""
        return self.field


class RecordState(StrEnum):
    """How far the review of a record is."""

    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    COMPLETE = "complete"
    CHECKED = "checked"
    SIGNED_OFF = "signed off"


class Purpose(StrEnum):
    """What a record is scored again for."""

    SECOND = "second scoring"
    DIP = "QA dip sample"


class Record(_Value, frozen=True, kw_only=True):
    """One thing that is reviewed: a case or a staff interview."""

    id: str
    """Random and stable; the reference is only a name."""
    unit: str
    reference: str
    case_manager: str = ""
    inspector: str = ""
    created: str = ""
    state: RecordState = RecordState.NOT_STARTED
    trashed: str = ""
    """When it was put into the trash, in UTC; empty where it was not, or is back."""
    of: str = ""
    """The id of the record that it scores again; empty where it is one of the inspection's own."""
    purpose: Purpose | None = None
    """What it scores that record again for."""
    drawn: str = ""
    """The share or number, and the seed, by which that record was drawn; empty where it was chosen by hand."""


class Draft(_Value, frozen=True, kw_only=True):
    """What was being typed in a record when it was last saved."""

    question: str
    note: str
    caret: int
    act: str
    by: str


class Inspection(_Value, frozen=True, kw_only=True):
    """One visit: its details. Dates are ISO 8601 days, empty where unknown."""

    id: str
    area: str
    service: str = ""
    fieldwork_from: str = ""
    fieldwork_to: str = ""
    published: str = ""
    lead: str = ""
    contact: str = ""
    addressee: str = ""
    sender: str = ""
    letterhead: str = ""
    copies: tuple[str, ...] = ()
    created: str = ""
    word_profile: str = ""
    joiner: str = ""

    @property
    def name(self) -> str:
        """How lists and titles call it: area and year of fieldwork."""
        return f"{self.area} {self.fieldwork_from[:4]}".strip()


def answer_from(changes: Iterable[Change]) -> Answer | None:
    """Replay one question's history; None where nothing stands and nothing is in conflict."""
    changes = tuple(changes)
    if len(changes) == 1:  # as nearly all are, and there are thousands to replay when an inspection is opened
        (only,) = changes
        imported = only.cause is Cause.IMPORT
        return Answer(content=only.new, by=only.by, at=only.at, heads=(only.id,), imported=imported) if only.new else None
    stand = stand_of(changes)
    if stand is None or not (stand.line.new or stand.others):
        return None
    last = stand.line
    return Answer(
        content=last.new,
        by=last.by,
        at=last.at,
        heads=tuple(head.id for head in stand.heads),
        others=tuple(head.id for head in stand.others),
        imported=last.cause is Cause.IMPORT,
    )


def present_answers(changes: Iterable[Change]) -> dict[str, Answer]:
    """Replay a record's history, in whatever order its lines come."""
    replayed = {question: answer_from(lines) for question, lines in histories(changes).items()}
    return {question: answer for question, answer in replayed.items() if answer}


def histories(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes of each question that has any."""
    by_question: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_question[change.question].append(change)
    return dict(by_question)


def contents(answers: Mapping[str, Answer]) -> dict[str, Content]:
    """The contents of answers by question: what routing, scoring and tallies take."""
    return {question: answer.content for question, answer in answers.items() if answer.content}


def field_stands(changes: Iterable[FieldChange]) -> dict[str, Stand[FieldChange]]:
    """Replay the history of fields: where each that was ever changed has led, by its name."""
    by_field: defaultdict[str, list[FieldChange]] = defaultdict(list)
    for change in changes:
        by_field[change.field].append(change)
    stands = {field: stand_of(lines) for field, lines in by_field.items()}
    return {field: stand for field, stand in stands.items() if stand}
