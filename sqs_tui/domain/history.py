"""Histories: lines that are never edited, whose last ones are what stands, and what takes an act back or brings it again.

Answers and the letter keep their histories alike; what a line changes (an answer, a paragraph, …) is its `subject`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

import msgspec


class Cause(StrEnum):
    """What brought a change about."""

    ANSWER = "answer"
    CLEAR = "clear"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"
    MERGE = "merge"
    MODERATION = "moderation"
    RESOLVE = "resolve"
    RETENTION = "retention"
    """It stands for a history that was removed, and nobody takes it back."""


class Line(Protocol):
    """One line of a history."""

    @property
    def id(self) -> str:
        """Unlike that of any other line."""

    @property
    def at(self) -> str:
        """UTC, ISO 8601; never before the lines it replaced."""

    @property
    def by(self) -> str:
        """The account that wrote it."""

    @property
    def subject(self) -> str:
        """What it changes."""

    @property
    def old(self) -> Any:  # noqa: ANN401 - each history holds values of its own kind
        """What stood before."""

    @property
    def new(self) -> Any:  # noqa: ANN401 - as above
        """What stands since."""

    @property
    def base(self) -> tuple[str, ...]:
        """The lines it replaced."""

    @property
    def act(self) -> str:
        """What belongs together."""

    @property
    def cause(self) -> Cause:
        """What brought it about."""

    @property
    def undoes(self) -> str:
        """The act that an undo took back or a redo brought again."""

    @property
    def why(self) -> str:
        """What its writer gave as the reason, where one was asked for."""


L = TypeVar("L", bound=Line)


def in_order(line: Line) -> tuple[str, str]:
    """What orders lines: by `at`, then by `id`."""
    return line.at, line.id


def heads_of(lines: Iterable[L]) -> list[L]:
    """The lines of one subject's history that nothing has replaced yet, in order.

    A decision on a conflict that was taken back has replaced nothing: what it was made on is open again.
    """
    ordered = sorted(lines, key=in_order)
    void = _void_decisions(ordered)
    replaced = {base for line in ordered if line.id not in void for base in line.base}
    return [line for line in ordered if line.id not in replaced] or ordered[-1:]


def _void_decisions(ordered: Iterable[Line]) -> set[str]:
    """The ids of the decisions on conflicts that their makers have taken back and not brought again."""
    turned: dict[str, Cause] = {}
    decisions: dict[str, str] = {}
    for line in ordered:
        if line.cause is Cause.RESOLVE:
            decisions[line.id] = line.act
        elif line.undoes:
            turned[line.undoes] = line.cause
    return {id_ for id_, act in decisions.items() if act and turned.get(act) is Cause.UNDO}


class Stand(msgspec.Struct, Generic[L], frozen=True, kw_only=True):
    """Where one subject's history has led."""

    line: L
    """The head that stands."""
    heads: tuple[L, ...]
    """What nothing has replaced yet, in order; more than one where two wrote without seeing each other's line."""
    others: tuple[L, ...] = ()
    """The heads that say something else than the one that stands, and that nobody has decided on: a conflict."""

    @property
    def base(self) -> tuple[str, ...]:
        """What a change that is made now replaces: what is in conflict with the standing line stays for a decision."""
        return tuple(head.id for head in self.heads if head not in self.others)


def stand_of(lines: Iterable[L]) -> Stand[L] | None:
    """Replay one subject's history, in whatever order its lines come; None where it has none.

    The latest head stands, but a clearing never beats what another person put there, and an undo nothing that was written beside
    it: it takes back its own only. Such an undo is no part of a conflict, and neither is a head that says what stands.
    """
    lines = tuple(lines)
    heads = tuple(heads_of(lines)) if len(lines) > 1 else lines
    if len(heads) < 2:
        return Stand(line=heads[0], heads=heads) if heads else None
    put = tuple(head for head in heads if head.cause is not Cause.UNDO) or heads
    last = put[-1]
    if last.cause is Cause.CLEAR:
        last = next((head for head in reversed(put) if head.by != last.by and head.new), last)
    return Stand(line=last, heads=heads, others=tuple(head for head in put if head.new != last.new))


def stood_on(by_id: Mapping[str, Line], *ids: str) -> set[str]:
    """The ids of these lines, of those that they replaced, and of those that these had replaced."""
    found: set[str] = set()
    open_ = list(ids)
    while open_:
        id_ = open_.pop()
        if id_ in by_id and id_ not in found:
            found.add(id_)
            open_.extend(by_id[id_].base)
    return found


def _built_on(lines: Iterable[Line], id_: str) -> set[str]:
    """The ids of the lines that replaced a line, and of those that replaced these in turn."""
    replacing: dict[str, list[str]] = {}
    for line in lines:
        for base in line.base:
            replacing.setdefault(base, []).append(line.id)
    found: set[str] = set()
    open_ = [id_]
    while open_:
        new = [later for later in replacing.get(open_.pop(), ()) if later not in found]
        found.update(new)
        open_.extend(new)
    return found - {id_}


class Act(msgspec.Struct, Generic[L], frozen=True, kw_only=True):
    """Lines that were written as one and are taken back as one, across the files of an inspection."""

    id: str
    by: str
    changes: tuple[tuple[str, L], ...]
    """Each with the id of its record, in order."""


def undoable_acts(histories: Mapping[str, Iterable[L]], by: str) -> tuple[list[Act[L]], list[Act[L]]]:
    """The acts of one person that can be undone and redone, oldest first; the last of each list is next.

    `histories` holds each record's lines by the record's id. Derived from the history alone, so it outlives a restart. An act
    that was taken back in some of its records only stands in both lists, each with its part.
    """
    done: dict[str, list[tuple[str, L]]] = {}
    undone: dict[str, list[tuple[str, L]]] = {}
    mine = (
        (record, line)
        for record, lines in histories.items()
        for line in lines
        if line.by == by and line.cause is not Cause.RETENTION
    )
    for record, line in sorted(mine, key=lambda placed: in_order(placed[1])):
        if line.cause is Cause.UNDO:
            _move(record, line, done, undone)
        elif line.cause is Cause.REDO:
            _move(record, line, undone, done)
        elif line.cause is not Cause.IMPORT:  # what came with a file was nobody's act
            done[line.act] = [*done.pop(line.act, []), (record, line)]
            undone.clear()
    return _acts(done, by), _acts(undone, by)


def _move(record: str, by: L, source: dict[str, list[tuple[str, L]]], target: dict[str, list[tuple[str, L]]]) -> None:
    """Move what an undo or a redo took back or brought again from the one list to the other."""
    lines = source.pop(by.undoes, [])
    moved = [placed for placed in lines if (placed[0], placed[1].subject) == (record, by.subject)]
    left = [placed for placed in lines if placed not in moved]
    if left:
        source[by.undoes] = left
    if moved:
        target[by.undoes] = [*target.pop(by.undoes, []), *moved]


def _acts(lines: dict[str, list[tuple[str, L]]], by: str) -> list[Act[L]]:
    return [Act(id=act, by=by, changes=tuple(changes)) for act, changes in lines.items()]


class Reversal(msgspec.Struct, Generic[L], frozen=True, kw_only=True):
    """What takes back, or brings again, what an act did to one subject."""

    subject: str
    to: Any
    """What the subject becomes."""
    last: L
    """The act's last line on it."""
    base: tuple[str, ...]
    """The lines that this replaces: where the act has led to, not what others wrote beside it."""


class OvertakenError(Exception):
    """Somebody else has changed the subject since."""

    def __init__(self, subject: str, by: str) -> None:
        super().__init__(subject, by)
        self.subject = subject
        self.by = by


def reversals(lines: Iterable[L], history: Mapping[str, L], by: str, *, again: bool) -> list[Reversal[L]]:
    """What takes back an act's lines in one file, or with `again` brings them back.

    `history` is the file's, by id. Raises OvertakenError where another person has built on what the act led to; what they wrote
    beside it, not knowing of it, stays.
    """
    by_subject: dict[str, list[L]] = {}
    for line in lines:
        by_subject.setdefault(line.subject, []).append(line)
    return [_reversal(of_subject, history, by, again=again) for of_subject in by_subject.values()]


def _reversal(lines: list[L], history: Mapping[str, L], by: str, *, again: bool) -> Reversal[L]:
    last = lines[-1]
    same = sorted((line for line in history.values() if line.subject == last.subject), key=in_order)
    undone = [line for line in same if line.cause is Cause.UNDO and line.undoes == last.act and line.by == by]
    reached = undone[-1] if again and undone else last
    known = stood_on(history, reached.id)
    built = _built_on(same, reached.id)
    later = [line for line in same if line.id in built]
    since = [line for line in later if line.by != by]
    if since:
        raise OvertakenError(last.subject, since[-1].by)
    base = tuple(head.id for head in heads_of(same) if head.id == reached.id or head in later)
    if again:
        return Reversal(subject=last.subject, to=last.new, last=last, base=base)
    # Where another person wrote between the act's own lines, only what came after is taken back.
    first = next((line for line in lines if all(history[id_].by == by for id_ in known - stood_on(history, line.id))), last)
    return Reversal(subject=last.subject, to=first.old, last=last, base=base)
