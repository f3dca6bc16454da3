"""Comparison: one record as two inspectors scored it, question by question; a moderator decides, and says why."""

from itertools import groupby

from rich.text import Text

from sqs_tui.commands import ScreenName
from sqs_tui.domain.compare import Compared, Outcome
from sqs_tui.domain.instrument import Choice
from sqs_tui.domain.records import BLANK, Content
from sqs_tui.domain.second import Comparison, content_decided
from sqs_tui.domain.states import SEALED
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.export.agreement import answers_text, decision_text
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.tabled import TabledScreen
from sqs_tui.store.place import Values
from sqs_tui.widgets.comparison import comparison_lines
from sqs_tui.widgets.lines import Line, Lines, spread
from sqs_tui.widgets.table import Row, Table


class ComparisonScreen(TabledScreen):
    """Disagreements first; below the table both notes on the question under the cursor. Enter decides on it."""

    NAME = ScreenName.COMPARISON
    BINDINGS = bindings_for(ScreenName.COMPARISON)
    ABOUT = True

    def __init__(self, session: Session, second: str, question: str = "") -> None:
        super().__init__(session)
        self._second = second
        self._question = question
        self._compared: Comparison | None = None

    def on_data_table_row_highlighted(self) -> None:
        """Show what both said on the question under the cursor."""
        self._paint_about()

    def _paint(self) -> None:
        session, width = self._session, self.size.width
        try:
            self._compared = session.inspection.comparison(self._second)
        except LibraryError as fault:
            self._compared = None
            self.notice(str(fault))
        table, compared = self.query_one(Table), self._compared
        if compared is None:  # somebody has opened it again, or taken it away
            table.fill((("", width),), [("", ("This second scoring is no longer finished: Esc goes back.",))])
            self.query_one("#status", Lines).show([((f" {session.inspection.details.name}", "head"),)])
            self._paint_about()
            return
        each = max(14, (width - 30) // 3)
        first, second = compared.raters
        table.fill(
            (("question", 30), (first or "first", each), (second or "second", each), ("decided", width - 30 - 2 * each)),
            self._rows(compared),
        )
        if self._question:
            keys = [row.value or "" for row in table.rows]
            if self._question in keys:
                table.move_cursor(row=keys.index(self._question), animate=False)
            self._question = ""
        purpose = f" ({compared.second.purpose})" if compared.second.purpose else ""
        left: Line = ((f" {session.inspection.details.name} > {compared.first.reference}{purpose}", "head"),)
        differ = len(compared.disagreements)
        right: Line = ((f"{compared.moderated} of {differ} disagreement{'' if differ == 1 else 's'} decided ", ""),)
        self.query_one("#status", Lines).show([spread(left, right, width, session.glyphs.ellipsis)])
        self._paint_about()

    def _rows(self, compared: Comparison) -> list[Row]:
        rows: list[Row] = []
        for outcome, alike in groupby(compared.compared, key=lambda one: one.outcome):
            listed = list(alike)
            rows.append(("", (Text(f"{outcome.value.upper()} {len(listed)}", style="bold"), "", "", "")))
            rows += [self._row(compared, one) for one in listed]
        return rows

    def _row(self, compared: Comparison, one: Compared) -> Row:
        instrument = self._session.instrument
        first, second = answers_text(instrument, one)
        decided = decision_text(instrument, one.question, compared.decisions.get(one.question))
        return one.question, (f" {instrument.questions[one.question].label}", first, second, decided)

    def _chosen(self) -> Compared | None:
        question = self.query_one(Table).chosen
        return next((one for one in self._compared.compared if one.question == question), None) if self._compared else None

    def _stands(self, question: str) -> Content:
        """The record's answer as it is now."""
        return self._session.inspection.contents(self._compared.first.id).get(question, BLANK) if self._compared else BLANK

    def _paint_about(self) -> None:
        about, one = self.query_one("#about", Lines), self._chosen()
        if one is None or self._compared is None:
            about.show([])
            return
        about.show(
            comparison_lines(
                self._session.instrument,
                self._session.glyphs,
                self._compared,
                one,
                self._stands(one.question),
                (about.size.width, about.size.height),
            )
        )

    # Commands

    def action_agreement(self) -> None:
        """Show how far inspectors agree."""
        self.sqs.open_agreement(self._session)

    def action_decide(self) -> None:
        """Ask what is decided on the question under the cursor, and why."""
        one = self._chosen()
        if one is None or self._compared is None:
            return
        record, instrument = self._compared.first, self._session.instrument
        if one.outcome is Outcome.AGREED:
            self.notice("Both gave the same answer here: there is nothing to decide.")
            return
        if record.state in SEALED:
            self.notice(f"{record.reference} is {record.state.value}, and nothing in it is moderated: open it again first.")
            return
        question = instrument.questions[one.question]
        keys = ", ".join(f"{choice.key} {choice.label}" for choice in instrument.choices_of(question.id))
        reasons = instrument.reasons_of(question.id)
        listed = ", ".join(f"{reason.key} {reason.label}" for reason in reasons)
        fields = (
            Field(id="answer", label="Answer", hint="empty: as it is"),
            *((Field(id="reasons", label=f"Reasons, by digits: {listed}", long=True),) if reasons else ()),
            Field(id="why", label="Why", long=True),
        )
        form = Form(
            f"{record.reference} {question.label}: {keys}",
            fields,
            lambda values: self._fault(one, values),
            self._session.typed,
        )
        self.app.push_screen(form, lambda values: self._decide(one, values))

    def _fault(self, one: Compared, values: Values) -> Fault | None:
        instrument = self._session.instrument
        choice = self._choice(one.question, values["answer"])
        if values["answer"] and choice is None:
            keys = " ".join(known.key for known in instrument.choices_of(one.question))
            return Fault("answer", f"One of the keys {keys}, or nothing where the answer stays as it is.")
        given = values.get("reasons", "").replace(",", "").replace(" ", "")
        if set(given).difference(reason.key for reason in instrument.reasons_of(one.question)):
            return Fault("reasons", "The digits of reasons, such as 12, or nothing.")
        try:
            self._content(one, values)
        except ValueError as fault:
            return Fault("reasons", str(fault))
        return None if values["why"] else Fault("why", "A decision is made for a reason: say why.")

    def _choice(self, question: str, key: str) -> Choice | None:
        choices = self._session.instrument.choices_of(question)
        return next((choice for choice in choices if choice.key.casefold() == key.casefold()), None)

    def _content(self, one: Compared, values: Values) -> Content | None:
        """The answer that is decided on; None where it stays as it is."""
        choice, listed = self._choice(one.question, values["answer"]), self._session.instrument.reasons_of(one.question)
        typed = tuple(reason.id for reason in listed if reason.key in values.get("reasons", ""))
        return content_decided(self._session.instrument, one, self._stands(one.question), choice.value if choice else "", typed)

    def _decide(self, one: Compared, values: Values | None) -> None:
        if values is None:
            return
        try:
            self._session.inspection.moderate(self._second, one.question, self._content(one, values), values["why"])
        except SqsError as fault:
            self.notice(str(fault))
        self._paint()
