"""What is done on Inspection about the states of records, and the trash: each act is saved at once."""

from collections.abc import Callable

from sqs_tui.domain.records import Record, RecordState
from sqs_tui.errors import SqsError
from sqs_tui.screens.ask import Pick
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session, clock_time
from sqs_tui.screens.trash import Bin
from sqs_tui.store.place import Values

_KEYS = {
    "p": RecordState.IN_PROGRESS,
    "c": RecordState.COMPLETE,
    "k": RecordState.CHECKED,
    "s": RecordState.SIGNED_OFF,
}


class Stating:
    """States and the trash, for the screen that shows the records of a unit; `shown` is called when something has changed.

    What could not be done is told by a notice.
    """

    def __init__(self, screen: SqsScreen, session: Session, shown: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._shown = shown

    def choose(self, record: Record) -> None:
        """Offer the states that a record can be led to now; of the others it says why not."""
        inspection = self._session.inspection
        ways = inspection.transitions(record.id)
        choices = {key: state.value for key, state in _KEYS.items() if ways.get(state) == ""}
        refused = dict.fromkeys(ways[state] for state in _KEYS.values() if ways.get(state))
        text = "\n".join((f"{record.reference} is {record.state.value}.", *refused))

        def take(key: str | None) -> None:
            if key:
                self._lead(record, _KEYS[key])

        self._screen.app.push_screen(Pick(text, choices), take)

    def _lead(self, record: Record, state: RecordState) -> None:
        if state is not RecordState.IN_PROGRESS or not self._session.inspection.sealed(record.id):
            self._do(lambda: self._set(record, state, ""))
            return
        field = Field(id="reason", label="Why it is opened again", hint="kept with the record; its sign-off is void", long=True)
        form = Form(
            f"Open {record.reference} again",
            (field,),
            _reason_fault,
            self._session.typed,
            lambda values: self._screen.notice(self._set(record, state, values["reason"])),
        )
        self._screen.app.push_screen(form, lambda _: self._shown())

    def _set(self, record: Record, state: RecordState, reason: str) -> str:
        after = self._session.inspection.set_state(record.id, state, reason)
        return f"{after.reference} is {after.state.value}."

    def trash(self, record: Record) -> None:
        """Put a record into the trash."""

        def put() -> str:
            self._session.inspection.trash_record(record.id)
            return f"{record.reference} is in the trash; {self._session.keys.first('inspection.undo')} brings it back."

        self._do(put)

    def look_into_trash(self) -> None:
        """List the records in the trash, to bring one back."""
        inspection = self._session.inspection
        rows = {
            record.id: (record.reference, clock_time(record.trashed), inspection.trashed_by(record.id))
            for record in inspection.trashed()
        }

        def take(chosen: str | None) -> None:
            if chosen:
                self._do(lambda: f"{inspection.bring_back(chosen).reference} is back.")

        self._screen.app.clear_notifications()
        self._screen.app.push_screen(Bin("Records in the trash", rows, puts="inspection.trash"), take)

    def _do(self, act: Callable[[], str]) -> None:
        """Carry something out and tell what it says, or why it could not be."""
        try:
            self._screen.notice(act())
        except SqsError as fault:
            self._screen.notice(str(fault))
        self._shown()


def _reason_fault(values: Values) -> Fault | None:
    return None if values["reason"] else Fault("reason", "A record is opened again for a reason: say why.")
