"""From a line of history to what it changed."""

from typing import cast

from textual.app import App

from sqs_tui.domain.letter.entries import LetterChange
from sqs_tui.domain.records import Change
from sqs_tui.domain.telling import AnyLine
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import House
from sqs_tui.screens.session import Session


def go_to(app: App[object], session: Session, record: str, line: AnyLine) -> str:
    """Open the answer, the record or the part of the letter that a line changed; gives why not, where there is none to open."""
    house = cast("House", app)
    try:
        if record:
            house.open_record(session, session.inspection.record(record), line.question if isinstance(line, Change) else None)
            return ""
    except SqsError as gone:
        return str(gone)
    if not isinstance(line, LetterChange):
        return "This is one of the details of the inspection: e on Inspection shows them."
    kind, _, identity = line.key.partition(":")
    if kind == "area":
        house.open_summary(session, areas=True)
        return ""
    if kind == "paragraph":
        session.read_last = identity
    house.open_letter(session)
    return ""
