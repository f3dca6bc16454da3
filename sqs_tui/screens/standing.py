"""Where the flow of a review stands in a record as it is on disk: what may stand in it, and whether it is sealed."""

import msgspec

from sqs_tui.domain.records import Record, RecordState
from sqs_tui.domain.scoring import FINISH_LINE, State
from sqs_tui.screens.session import Session


def started(session: Session, record: Record, question: str | None, *, by_theme: bool = False) -> State:
    """The flow as it begins in a record: at a question or, where none is named, at the first open one.

    Where nothing is open, it begins at the finish line of what is in progress, and at the top of anything else.
    """
    flow, answers = session.flow, session.saver.contents(record.id)
    state = flow.start(record.unit, answers, at=question, by_theme=by_theme)
    if question is None and state.current == FINISH_LINE and record.state is not RecordState.IN_PROGRESS:
        state = flow.start(record.unit, answers, at=flow.order(state)[0], by_theme=by_theme)
    return with_standing(session, record.id, state)


def with_standing(session: Session, record: str, state: State) -> State:
    """A state of the flow that knows which problems of its record may stand, and whether the record is sealed."""
    inspection = session.inspection
    return msgspec.structs.replace(state, waived=frozenset(inspection.waivers(record)), sealed=inspection.sealed(record))
