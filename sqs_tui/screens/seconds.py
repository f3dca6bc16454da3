"""Second scorings: what is scored again, by whom, how far it is, and what came of it."""

from collections.abc import Callable

from sqs_tui.commands import ScreenName
from sqs_tui.domain.records import Purpose, Record
from sqs_tui.domain.references import expand_references
from sqs_tui.domain.routing import route
from sqs_tui.domain.second import Comparison
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.tabled import TabledScreen
from sqs_tui.store.place import Values
from sqs_tui.store.second import new_seed
from sqs_tui.widgets.lines import Line, Lines, spread
from sqs_tui.widgets.table import Row, Table

_WIDE = 100


class Seconds(TabledScreen):
    """The second scorings of one inspection; Enter scores one, or compares it where it is finished."""

    NAME = ScreenName.SECONDS
    NOTHING = "Nothing is scored again yet: {seconds.add} gives records to another inspector."
    BINDINGS = bindings_for(ScreenName.SECONDS)

    def __init__(self, session: Session, reference: str = "") -> None:
        super().__init__(session)
        self._reference = reference

    def _paint(self) -> None:
        inspection, width = self._session.inspection, self.size.width
        wide = width >= _WIDE
        drawn = (("drawn", 26),) if wide else ()
        columns = (("record", 11), ("for a", 15), ("first", 14), ("second", 14), *drawn)
        listed = [(record, self._compared(record)) for record in inspection.seconds()]
        rows = [self._row(record, compared, wide=wide) for record, compared in listed]
        rest = width - sum(cells for _, cells in columns)
        table = self.query_one(Table)
        if rows:
            table.fill((*columns, ("how far", rest)), rows)
        else:
            table.fill((("", width),), [("", ("Nothing is scored a second time: + has records scored again.",))])
        done = [compared for _, compared in listed if compared]
        differ, decided = sum(len(one.disagreements) for one in done), sum(one.moderated for one in done)
        left: Line = (
            (f" {inspection.details.name}   ", "head"),
            (f"{len(done)} of {len(listed)} second scoring{'' if len(listed) == 1 else 's'} finished", ""),
        )
        right: Line = ((f"{decided} of {differ} disagreement{'' if differ == 1 else 's'} decided ", "dim"),) if done else ()
        self.query_one("#status", Lines).show([spread(left, right, width, self._session.glyphs.ellipsis)])

    def _compared(self, record: Record) -> Comparison | None:
        try:
            return self._session.inspection.comparison(record.id)
        except LibraryError:  # the record that was scored first is no longer here
            return None

    def _row(self, record: Record, compared: Comparison | None, *, wide: bool) -> Row:
        try:
            first = self._session.inspection.record(record.of).inspector
        except LibraryError:
            first = "(no longer here)"
        raters = compared.raters if compared else (first, record.inspector)
        drawn = (record.drawn,) if wide else ()
        return record.id, (record.reference, record.purpose or "", *raters, *drawn, self._how_far(record, compared))

    def _how_far(self, record: Record, compared: Comparison | None) -> str:
        if compared is None:
            answered, asked = route(self._session.instrument, record.unit, self._session.saver.contents(record.id)).answered_of()
            return f"{answered} of {asked} answered" if answered else "to do"
        differ = len(compared.disagreements)
        return f"{differ} disagreed, {compared.moderated} decided" if differ else "agreed throughout"

    # Commands

    def action_open(self) -> None:
        """Score the record under the cursor again, or compare."""
        chosen = self.query_one(Table).chosen
        if not chosen:
            return
        record = self._session.inspection.record(chosen)
        if self._compared(record):
            self.sqs.open_comparison(self._session, chosen)
        else:
            self.sqs.open_record(self._session, record)

    def action_agreement(self) -> None:
        """Show how far inspectors agree."""
        self.sqs.open_agreement(self._session)

    def action_add(self) -> None:
        """Ask what is to be scored again, and by whom."""
        fields = (
            Field(id="records", label="Records", value=self._reference, hint="BU01, BU04..BU06"),
            Field(id="share", label="or a share of them", hint="20%, or a number, drawn by a seed"),
            Field(id="seed", label="Seed of the share", hint="empty: one is made up, and shown"),
            Field(id="inspector", label="Inspector", hint="not the one who scored first"),
            Field(id="dip", label="QA dip sample", hint="y; empty: a second scoring"),
        )
        self.app.push_screen(Form("Score again", fields, self._fault, self._session.typed), self._begin)

    def _fault(self, values: Values) -> Fault | None:
        if bool(values["records"]) is bool(values["share"]):
            return Fault("records", "Name records, or empty this line and give a share.")
        if values["dip"].casefold() not in ("", "y", "n", "yes", "no"):
            return Fault("dip", "y for a QA dip sample, or nothing.")
        field = "share" if values["share"] else "records"
        inspection = self._session.inspection
        try:
            if values["share"]:
                inspection.drawn(values["share"], values["seed"], values["inspector"])
            else:
                for record in self._named(values["records"]):
                    inspection.require_second(record, values["inspector"])
        except (LibraryError, ValueError) as fault:
            return Fault(field if values["inspector"] else "inspector", str(fault))
        return None

    def _named(self, references: str) -> list[str]:
        return [self._session.inspection.record(reference).id for reference in expand_references(references)]

    def _begin(self, values: Values | None) -> None:
        if values is None:
            return
        inspection, name = self._session.inspection, values["inspector"]
        purpose = Purpose.DIP if values["dip"].casefold() in ("y", "yes") else Purpose.SECOND
        try:
            if values["share"]:
                seed = values["seed"] or new_seed()
                begun, there = inspection.draw_seconds(values["share"], seed, name, purpose)
                drawn = ", ".join(record.reference for record in (*begun, *there))
                self.notice(f"Drawn by the seed {seed}: {drawn}.")
            else:
                inspection.begin_seconds(self._named(values["records"]), name, purpose)
        except SqsError as fault:
            self.notice(str(fault))
        self._paint()

    def action_remove(self) -> None:
        """Take the second scoring under the cursor off the list."""
        chosen = self.query_one(Table).chosen

        def withdraw() -> None:
            reference = self._session.inspection.record(chosen).reference
            self._session.inspection.withdraw_second(chosen)
            self.notice(
                f"The second scoring of {reference} is off the list; {self.sqs.keys.first('seconds.undo')} brings it back."
            )

        if chosen:
            self._try(withdraw)

    def action_undo(self) -> None:
        """Take back what was last done to what is said of records."""
        self._try(lambda: self.notice(self._session.inspection.undo_on_records().says))

    def action_reopen(self) -> None:
        """Ask why the second scoring under the cursor is opened again."""
        chosen = self.query_one(Table).chosen
        if not chosen:
            return
        record = self._session.inspection.record(chosen)
        if self._compared(record) is None:
            self.notice(f"{record.reference} is not finished: Enter goes on with it.")
            return
        form = Form(
            f"Open the second scoring of {record.reference} again: it is compared anew when it is finished",
            (Field(id="why", label="Why"),),
            lambda values: None if values["why"] else Fault("why", "It is opened again for a reason: say why."),
            self._session.typed,
        )
        self.app.push_screen(form, lambda values: self._reopen(chosen, values))

    def _reopen(self, second: str, values: Values | None) -> None:
        if values:
            self._try(lambda: self._session.inspection.reopen_second(second, values["why"]))

    def _try(self, act: Callable[[], object]) -> None:
        """Do something that may be refused; the refusal is told."""
        try:
            act()
        except SqsError as fault:
            self.notice(str(fault))
        self._paint()
