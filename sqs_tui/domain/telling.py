"""Lines of history in words: who changed what, when, from what to what, how and why; every view and command tells them so."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

import msgspec

from sqs_tui.domain.history import Cause, Line, in_order
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, Entry, LetterChange, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import Change, Content, FieldChange, FieldValue, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.domain.waivers import is_waiver, waived_question

AnyLine = Change | FieldChange | LetterChange
Placed = tuple[str, AnyLine]
"""A line with the id of its record; with "" where it is about the visit or the letter."""

NOTHING = "nothing"
_HOW = {
    Cause.CLEAR: "cleared",
    Cause.UNDO: "took back",
    Cause.REDO: "brought back",
    Cause.IMPORT: "imported",
    Cause.MERGE: "merged",
    Cause.MODERATION: "moderated",
    Cause.RESOLVE: "settled",
    Cause.RETENTION: "kept",
}
_FIELDS = {
    "fieldwork_from": "first day of fieldwork",
    "fieldwork_to": "last day of fieldwork",
    "published": "day of publication",
    "lead": "lead inspector",
    "addressee": "whom the letter goes to",
    "sender": "whom the letter comes from",
    "copies": "who gets a copy",
    "word_profile": "words for proportions",
    "joiner": "words between two numbers",
    "trashed": "trash",
    "retention": "notes and histories",
}
"""What fields are called whose names do not say it."""
_SIGNS = {Sign.STRENGTH: "a strength", Sign.IMPROVEMENT: "for improvement"}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A line, or what several of one act did to the same thing, in words. `old` and `new` are whole, and may have many lines."""

    at: str
    by: str
    place: str
    """What was changed: "BU07 2.1"."""
    old: str
    new: str
    how: str
    """What brought it about: "took back"."""
    why: str
    """The reason that was given; mostly empty."""

    @property
    def change(self) -> str:
        """From what to what, in one line; only to what where nothing was there before."""
        new = one_line(self.new)
        return new if self.old == NOTHING else f"{one_line(self.old)} -> {new}"

    @property
    def cause(self) -> str:
        """How, and why where a reason was given, in one line."""
        return one_line(f"{self.how}: {self.why}" if self.why else self.how)

    def holds(self, words: str) -> bool:
        """Whether each of some words stands in it, whatever the case of its letters."""
        text = f"{self.by} {self.place} {self.old} {self.new} {self.how} {self.why}".casefold()
        return all(word in text for word in words.casefold().split())


def one_line(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())


def moment(at: str, now: datetime, zone: tzinfo | None = None) -> str:
    """When a line was written: "10:42" on the day of `now`, "18 Mar 10:42" in its year, else with the year.

    In this machine's zone, or another. What somebody put there by hand and is no time is given as it is.
    """
    try:
        local, today = datetime.fromisoformat(at).astimezone(zone), now.astimezone(zone)
    except (ValueError, OverflowError):
        return one_line(at)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    return f"{local:%-d %b %H:%M}" if local.year == today.year else f"{local:%-d %b %Y %H:%M}"


def removal(line: FieldChange | None) -> str:
    """When and by whom notes and histories were removed, as a sentence; empty where they are there."""
    return f"Notes and histories were removed on {day_of(line)} by {line.by}." if line else ""


def day_of(line: FieldChange | None) -> str:
    """The day of a line, as a sentence names it: "2 March 2026"; empty where there is none."""
    try:
        return f"{datetime.fromisoformat(line.at):%-d %B %Y}" if line else ""
    except ValueError:
        return one_line(line.at) if line else ""


def how(line: Line) -> str:
    """What brought a line about: "answered", "took back"."""
    return _HOW.get(line.cause) or ("answered" if isinstance(line, Change) else "changed")


# Places and values


def answer_in_words(instrument: Instrument, question: str, content: Content) -> str:
    """An answer without its note: "No (behaviour)"."""
    choice = instrument.choice(question, content.value) if question in instrument.questions else None
    given = choice.label if choice else content.value or ("a note" if content.note else "cleared")
    return f"{given} ({', '.join(content.reasons)})" if content.reasons else given


def place(instrument: Instrument, line: AnyLine, reference: str = "") -> str:
    """What a line changes: a question by its number, or by its title where it has none, behind its record's reference."""
    match line:
        case Change():
            known = instrument.questions.get(line.question)
            return f"{reference} {known.title if known and not known.numbered else line.question}".strip()
        case FieldChange(field="created"):
            return reference or "the inspection"
        case FieldChange():
            field = _field_name(line.field)
            return f"{reference} {field}" if reference else f"details: {field}"
        case LetterChange():
            return f"letter: {_part(instrument, line.key)}"


def _field_name(field: str) -> str:
    if is_waiver(field):
        return f"{waived_question(field)}, a problem"
    if field.startswith("deleted:"):
        return "a record deleted for good"
    return _FIELDS.get(field, field.replace("_", " "))


def _part(instrument: Instrument, key: str) -> str:
    kind, _, identity = key.partition(":")
    if kind == "area":
        return next((f"area “{area.title}”" for area in instrument.areas if area.id == identity), f"area “{identity}”")
    return "waived problem" if kind == "waiver" else kind


def value(instrument: Instrument, line: AnyLine, made: Any) -> str:  # noqa: ANN401 - each history holds values of its own kind
    """What a line found or made, in words; it may have many lines."""
    match line:
        case Change():
            return _answer(instrument, line.question, made)
        case FieldChange():
            return _field(line.field, made)
        case LetterChange():
            return _entry(line.key, made)


def _answer(instrument: Instrument, question: str, content: Content) -> str:
    if not content:
        return NOTHING
    given = answer_in_words(instrument, question, content)
    quotable = " (quotable)" if content.quote else ""
    if content.note_removed and not content.note:
        return f"{given} (note removed)"
    return f"{given} “{content.note}”{quotable}" if content.note else given


def _field(field: str, said: FieldValue) -> str:
    if field == "trashed":
        return "in the trash" if said else "not in the trash"
    if field == "created":
        return "added" if said else NOTHING
    if field == "seal":
        return "sealed" if said else "no seal"
    if is_waiver(field):
        return f"may stand: {said[1]} ({said[0]})" if isinstance(said, tuple) and len(said) == 2 else NOTHING
    return ("; ".join(said) if isinstance(said, tuple) else said) or NOTHING


def _entry(key: str, entry: Entry | None) -> str:
    match entry:
        case ParagraphEntry():
            words = "as drafted" if entry.text is None else entry.text
            return f"{words} (taken out)" if entry.removed else words
        case Decision():
            sign = _SIGNS[entry.sign] if entry.sign else f"left out: {entry.reason}"
            return f"{sign}: “{entry.text}”" if entry.text else sign
        case Quote():
            return f"“{entry.text}”"
        case Waiver():
            return f"waived: {entry.says} ({entry.reason})"
        case None:
            return {"paragraph": "as drafted", "area": "not decided"}.get(key.partition(":")[0], NOTHING)


def told(instrument: Instrument, line: AnyLine, reference: str = "", *, since: AnyLine | None = None) -> Told:
    """A line in words; with `since`, an earlier line of the same act on the same thing, what both did together."""
    old = value(instrument, line, (since or line).old)
    new = value(instrument, line, line.new)
    if old == new and line.new != (since or line).old:
        new = "moved"  # of a paragraph or an item of a list the place alone has changed
    return Told(at=line.at, by=line.by, place=place(instrument, line, reference), old=old, new=new, how=how(line), why=line.why)


# What was done together


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """The lines of one act, in order: a No with its reasons and its note is one deed."""

    lines: tuple[Placed, ...]

    @property
    def last(self) -> Placed:
        """The line that was written last."""
        return self.lines[-1]

    @property
    def first_of_last(self) -> AnyLine:
        """The deed's first line on what its last line is about."""
        record, last = self.last
        return next(line for at, line in self.lines if (at, line.subject) == (record, last.subject))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of its lines."""
        return frozenset(line.id for _, line in self.lines)

    @property
    def things(self) -> int:
        """How many things it changed: answers, fields, parts of the letter."""
        return len({(record, line.subject) for record, line in self.lines})


def deeds(lines: Iterable[Placed]) -> list[Deed]:
    """Lines by the acts that they belong to, the newest first. What only follows from another line is left out."""
    acts: dict[tuple[str, str], list[Placed]] = {}
    for record, line in sorted((placed for placed in lines if not _follows(placed[1])), key=lambda placed: in_order(placed[1])):
        acts.setdefault((line.by, line.act or line.id), []).append((record, line))
    made = [Deed(lines=tuple(of_act)) for of_act in acts.values()]
    return sorted(made, key=lambda deed: in_order(deed.last[1]), reverse=True)


def told_deed(instrument: Instrument, deed: Deed, reference: str = "") -> Told:
    """A deed in words: of several things that it changed, the one changed last, and how many others.

    What somebody said in confidence is shown where it was written down only, and in no list.
    """
    record_line = deed.last[1]
    made = told(instrument, record_line, reference, since=deed.first_of_last)
    if isinstance(record_line, Change) and _in_confidence(instrument, record_line.question):
        made = msgspec.structs.replace(made, old=NOTHING, new="in confidence")
    others = deed.things - 1
    return msgspec.structs.replace(made, place=f"{made.place} and {others} more") if others else made


def _follows(line: AnyLine) -> bool:
    """Whether a line says what another one says already: that answers put a record in progress, that a sign-off seals it."""
    began = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)
    in_progress = isinstance(line, FieldChange) and line.field == "state" and (line.old, line.new) == began and not line.why
    return in_progress or (isinstance(line, FieldChange) and line.field == "seal")


def _in_confidence(instrument: Instrument, question: str) -> bool:
    return question in instrument.questions and instrument.unit(instrument.section_of(question).unit).confidential
