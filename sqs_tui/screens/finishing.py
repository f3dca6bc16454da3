"""Finishing a record at the finish line of Review, and which record comes next."""

from sqs_tui.domain.records import Record, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.screens.session import Session
from sqs_tui.screens.watching import ConflictWatch


def finish(session: Session, watch: ConflictWatch, record: Record) -> tuple[str, Record | None]:
    """Lead a record to its completion; gives what is to be told, and the next record of the same inspector, if there is one.

    Raises LibraryError where the record may not be finished, or answers wait to be saved.
    """
    why_not = session.saver.why or watch.refusal(record.id)
    if why_not:
        raise LibraryError(f"Not finished: {why_not}")
    session.inspection.set_state(record.id, RecordState.COMPLETE)
    following = session.next_of_mine(record)
    if following and session.private:  # whoever sits beside now may not know whose record the last one was
        return f"Complete; this is {following.reference}.", following
    if following:
        return f"{record.reference} is complete; this is {following.reference}.", following
    name = session.instrument.unit(record.unit).name.many
    return f"{record.reference} is complete, and so are all {name} of the same inspector. Esc goes back.", None
