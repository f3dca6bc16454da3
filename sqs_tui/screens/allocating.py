"""What is done on Inspection about who reviews which record: each act is saved at once, and taken back by one undo."""

from collections.abc import Callable, Mapping

from sqs_tui.domain.allocation import in_turn, known_inspectors, names_in, shares_text, unallocated, unread_text
from sqs_tui.domain.records import Record
from sqs_tui.domain.references import expand_references
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.screens.ask import Ask, Pick
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values

_KEYS = "123456789"
_SEVERAL, _NOBODY = "+", "-"


class Allocating:
    """Allocation, for the screen that shows the records of a unit; `shown` is called when something has changed.

    What could not be done is told by a notice.
    """

    def __init__(self, screen: SqsScreen, session: Session, shown: Callable[[], None]) -> None:
        self._screen = screen
        self._session = session
        self._shown = shown

    def allocate(self, record: Record) -> None:
        """Ask who reviews a record; from there on to several records, or a name that is not known yet."""
        me = self._session.by
        names = dict(zip(_KEYS, self._known(), strict=False))
        choices = {
            **{key: f"{name}, which is you" if name == me else name for key, name in names.items()},
            _SEVERAL: "somebody else, or several records at once",
            **({_NOBODY: "nobody: it is anyone's to claim"} if record.inspector else {}),
        }
        has = f"{record.inspector}'s" if record.inspector else "nobody's"

        def take(key: str | None) -> None:
            if key == _SEVERAL:
                self._ask(record)
            elif key:
                self._give({record.id: names.get(key, "")})

        self._screen.app.push_screen(Pick(f"Who reviews {record.reference}? It is {has} now.", choices), take)

    def _known(self) -> tuple[str, ...]:
        """Myself, who else is here, and whoever has records."""
        session = self._session
        return known_inspectors(session.inspection.records(), session.by, *(one.account for one in session.presence.others))

    def _ask(self, record: Record) -> None:
        unit = self._session.instrument.unit(record.unit)
        fields = (
            Field(
                id="records",
                label=unit.name.many.capitalize(),
                value=record.reference,
                hint="a run such as BU01..BU05; empty: all that nobody has",
                long=True,
            ),
            Field(id="names", label="Inspectors", hint=f"one, or several who take turns: {', '.join(self._known())}", long=True),
        )
        title = f"Allocate {unit.name.many}"
        form = Form(title, fields, lambda values: self._fault(record.unit, values), self._session.typed)
        self._screen.app.push_screen(form, lambda values: self._share(record.unit, values))

    def _fault(self, unit: str, values: Values) -> Fault | None:
        try:
            records = self._named(unit, values["records"])
        except (ValueError, LibraryError) as fault:
            return Fault("records", str(fault))
        if not records:
            return Fault("records", f"No {self._session.instrument.unit(unit).name.one} is without an inspector: name some.")
        try:
            names_in(values["names"])
        except ValueError as fault:
            return Fault("names", str(fault))
        return None

    def _named(self, unit: str, text: str) -> list[Record]:
        """The records of a unit that a text names, or all that nobody has. Raises ValueError or LibraryError."""
        inspection = self._session.inspection
        if not text:
            return unallocated(inspection.records(unit))
        return list({record.id: record for record in map(inspection.record, expand_references(text))}.values())

    def _share(self, unit: str, values: Values | None) -> None:
        if values is None:
            return
        try:
            records = self._named(unit, values["records"])
        except (ValueError, LibraryError) as fault:  # somebody else has changed them meanwhile
            self._screen.notice(str(fault))
            return
        inspection = self._session.inspection
        shares = in_turn(records, names_in(values["names"]), inspection.records(unit), inspection.interests.kept_out)
        self._give(shares, unread_text(records, shares))

    def claim(self, record: Record) -> None:
        """Take a record, or let go of it where it is mine; where it is somebody else's, ask first."""
        me = self._session.by
        try:
            self._session.inspection.refresh()  # somebody may have claimed it at this moment
            record = self._session.inspection.record(record.id)
        except SqsError as gone:
            self._screen.notice(str(gone))
            return
        if record.inspector in ("", me):
            self._give({record.id: "" if record.inspector == me else me})
            return

        def take(agreed: bool | None) -> None:
            if agreed:
                self._give({record.id: me})

        question = Ask(f"{record.reference} is {record.inspector}'s to review.", yes=f"take it over from {record.inspector}")
        self._screen.app.push_screen(question, take)

    def _give(self, inspectors: Mapping[str, str], unread: str = "") -> None:
        """Save who reviews which records, by their ids, as one act; `unread` says which were given to nobody."""
        inspection = self._session.inspection
        try:
            changed = inspection.allocate(inspectors)
        except SqsError as fault:
            self._screen.notice(str(fault))
        else:
            undo = self._session.keys.first("inspection.undo")
            said = _said(changed, undo) if changed else "" if unread else "That is how it is already."
            self._screen.notice(f"{said} {unread}".strip())
        self._shown()

    def undo(self, *, again: bool = False) -> None:
        """Take back what this account did last to the records, or bring it again."""
        inspection = self._session.inspection
        try:
            done = inspection.redo_on_records() if again else inspection.undo_on_records()
        except SqsError as fault:
            self._screen.notice(str(fault))
        else:
            self._screen.notice(done.says)
        self._shown()


def _said(changed: list[Record], undo: str) -> str:
    if len(changed) > 1:
        return f"{len(changed)} records: {shares_text(record.inspector for record in changed)}; {undo} takes that back."
    (record,) = changed
    whose = f"is {record.inspector}'s to review" if record.inspector else "is nobody's now"
    return f"{record.reference} {whose}; {undo} takes that back."
