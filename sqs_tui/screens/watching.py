"""What there is to be told of others' work: conflicts as they come up, and how many changes there are to look at."""

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.records import Change
from sqs_tui.domain.telling import Told, answer_in_words, deeds, one_line
from sqs_tui.screens.session import Session
from sqs_tui.widgets.lines import Line, fit, width_of

_SHORT = 28
"""Cells of what somebody said, in a sentence of one line."""


class ConflictWatch:
    """Tells whoever is part of a conflict of it, once, when it comes up."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: frozenset[str] = frozenset()
        self.conflicts: list[Conflict] = []
        """Those that are open, as of the last look."""
        self.look()

    def look(self, *, besides: str = "") -> str:
        """Look at the conflicts there are now; says of the newest that came up and that this account is part of.

        Gives nothing where none has; of the record `besides`, which is on the screen, the screen itself says more.
        """
        self.conflicts = self._session.inspection.visible_conflicts()
        lines = {line.id: conflict for conflict in self.conflicts for line in conflict.lines}
        fresh = [conflict for id_, conflict in lines.items() if id_ not in self._known and self._is_told(conflict, besides)]
        self._known = frozenset(lines)
        return self._sentence(fresh[-1]) if fresh else ""

    @property
    def told(self) -> str:
        """How many are open, for the status line of Review; empty where none is, or they are hidden."""
        return "" if self._session.private else count_of_conflicts(len(self.conflicts), self._lists)

    def in_record(self, record: str) -> list[Conflict]:
        """Those that are open in a record."""
        return [conflict for conflict in self.conflicts if conflict.record == record]

    def questions(self, record: str) -> frozenset[str]:
        """The questions of a record whose answers are in conflict."""
        return frozenset(conflict.subject for conflict in self.in_record(record) if isinstance(conflict.stands, Change))

    def refusal(self, record: str) -> str:
        """Why a record cannot be finished; empty where it can, as far as conflicts go."""
        open_ = self.in_record(record)
        if not open_:
            return ""
        place = self._session.told(record, (open_[0].stands,))[0].place
        more = f" and {len(open_) - 1} more are" if len(open_) > 1 else " is"
        return f"{place}{more} in conflict: {self._lists} lists who said what, to be decided."

    @property
    def _lists(self) -> str:
        """The key that lists the conflicts."""
        return self._session.keys.first("inspection.conflicts")

    def _is_told(self, conflict: Conflict, besides: str) -> bool:
        elsewhere = not conflict.record or conflict.record != besides
        return elsewhere and any(line.by == self._session.by for line in conflict.lines)

    def _sentence(self, conflict: Conflict) -> str:
        told = self._session.told(conflict.record, conflict.lines)
        said = ", ".join(f"{self._who(one.by)} “{self._briefly(conflict, at, one)}”" for at, one in enumerate(told))
        return f"{told[0].place} is in conflict: {said}; {self._lists} lists it."

    def _who(self, by: str) -> str:
        return "you" if by == self._session.by else by

    def _briefly(self, conflict: Conflict, at: int, told: Told) -> str:
        line = conflict.lines[at]
        if isinstance(line, Change) and line.new:
            return answer_in_words(self._session.instrument, line.question, line.new)
        return fit(one_line(told.new), _SHORT, self._session.glyphs.ellipsis).strip()


def count_of_conflicts(count: int, lists: str) -> str:
    """How many there are, and the key that lists them; empty where there are none."""
    return f"{_count(count, 'conflict')}: {lists} lists {'it' if count == 1 else 'them'}" if count else ""


def to_look_at(session: Session, room: int) -> Line:
    """What the status line of Inspection says of conflicts, others' changes and second scorings that wait for this inspector.

    In fewer words where room is short.
    """
    conflicts, changes = len(session.inspection.visible_conflicts()), len(deeds(session.unseen.lines()))
    waiting = len(session.inspection.to_score_again())
    lists, seconds, looks = map(session.keys.first, ("inspection.conflicts", "inspection.seconds", "inspection.changes"))
    again = f"{waiting} to score again: {seconds}" if waiting else ""
    long, short = (count_of_conflicts(conflicts, lists), f"{_count(conflicts, 'conflict')}: {lists}") if conflicts else ("", "")
    news, brief = (f"{_count(changes, 'change')}{says}: {looks}" if changes else "" for says in (" since you last looked", ""))
    told = ((long, again, news), (long, again, brief), (short, again, brief), (long, again), (short, again), (long,), (short,))
    lines = [_line(*texts) for texts in told]
    return next((line for line in lines if width_of(line) <= room), lines[-1])


def _line(conflicts: str, *others: str) -> Line:
    roles = ("warn", *["key"] * len(others))
    return tuple((f"   {text}", role) for text, role in zip((conflicts, *others), roles, strict=True) if text)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
