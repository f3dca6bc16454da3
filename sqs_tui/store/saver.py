"""Saving that never lets go of an answer: what cannot be written is kept, in order, and tried again."""

import msgspec

from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import Content
from sqs_tui.errors import NotSavedError
from sqs_tui.store.inspection import OpenInspection


class Unsaved(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that waits to be written."""

    record: str
    question: str
    content: Content
    act: str
    cause: Cause
    seen: tuple[str, ...]
    """The lines that the inspector had seen."""


class Saver:
    """Writes answers to an open inspection one after another; while one waits, those behind it wait too."""

    def __init__(self, inspection: OpenInspection) -> None:
        self._inspection = inspection
        self._waiting: list[Unsaved] = []
        self._fault: NotSavedError | None = None

    def save(self, record: str, question: str, content: Content, *, act: str, cause: Cause) -> None:
        """Write an answer, or keep it if it cannot be written now. Raises LibraryError where the record takes no answers."""
        seen = self._inspection.seen(record, question)
        self._waiting.append(Unsaved(record=record, question=question, content=content, act=act, cause=cause, seen=seen))
        self.flush()

    def flush(self) -> None:
        """Try to write all that waits. Raises LibraryError for an answer that will never be taken, and lets go of it."""
        while self._waiting:
            first = self._waiting[0]
            try:
                self._inspection.put(
                    first.record, first.question, first.content, act=first.act, cause=first.cause, seen=first.seen
                )
            except NotSavedError as fault:
                self._fault = fault
                return
            except Exception:
                self._waiting.pop(0)
                raise
            self._waiting.pop(0)
        self._fault = None

    @property
    def why(self) -> str:
        """Why the first of them could not be written, in few words; empty while nothing waits."""
        return self._fault.why if self._fault else ""

    @property
    def waiting(self) -> int:
        """How many answers are not on disk."""
        return len(self._waiting)

    @property
    def says(self) -> str:
        """What waits and why, as a sentence; empty while nothing does."""
        count = len(self._waiting)
        return f"{count} answer{'s are' if count > 1 else ' is'} not on disk. {self._fault}" if self._fault else ""

    def unsaved(self, record: str) -> frozenset[str]:
        """The questions of a record whose answers are not on disk."""
        return frozenset(waiting.question for waiting in self._waiting if waiting.record == record)

    def contents(self, record: str) -> dict[str, Content]:
        """The record's answers as the inspector gave them, those that wait included."""
        answers = dict(self._inspection.contents(record))
        for waiting in self._waiting:
            if waiting.record == record:
                answers[waiting.question] = waiting.content
        return {question: content for question, content in answers.items() if content}
