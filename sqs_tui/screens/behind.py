"""The records behind a number: met and not met apart; Enter opens the answer."""

from collections.abc import Iterator

import msgspec
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.instrument import Counts, Kind
from sqs_tui.screens.answer_history import AnswerHistory
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.session import Session
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.table import Row, Table


class Place(msgspec.Struct, frozen=True):
    """One answer: a record's id and a question."""

    record: str
    question: str


class Behind(Dialog[Place | None]):
    """Lists the records behind a question, a section, an area, or a theme's process.

    `kind` is `question`, `section`, `area`, `cell` (its id: a theme's and a process's, with a blank between), or `figure`
    (questions joined by "+"). With `only`, these records alone are listed. Who answered what in a confidential unit is never
    listed.
    """

    NAME = DialogName.BEHIND
    BINDINGS = bindings_for(DialogName.BEHIND)
    OPENED_BY = ("review.summary",)

    def __init__(self, session: Session, kind: str, identity: str, *, only: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._only = only
        self._session = session
        self._title, self._questions = _questions_of(session, kind, identity)

    def compose(self) -> ComposeResult:
        """Show the list, or why there is none."""
        instrument = self._session.instrument
        confidential = any(instrument.unit(instrument.section_of(question).unit).confidential for question in self._questions)
        with Vertical(classes="dialog tall"):
            yield Static(Content(self._title), classes="title")
            if confidential:
                yield Static(Content("These answers were given in confidence: who said what is listed nowhere."))
            else:
                yield Table(id="behind")
            yield KeyLine()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def _fill(self) -> None:
        """List first what is not met, since that is what one comes to look at."""
        for table in self.query(Table):
            asked = 36 if table.size.width > 90 else 10
            columns = (("record", 16), ("question", asked), ("", 3), ("reasons and note", max(20, table.size.width - 20 - asked)))
            table.fill(columns, (row for heading, places in self._listed() for row in self._part(heading, places, asked)))
            table.focus()

    def _listed(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """What is listed under each heading that anything stands under, each a record's id and a question."""
        tallies = [self._session.inspection.tallies().questions[question] for question in self._questions]
        parts = (
            ("NOT MET", [(record, tally.question) for tally in tallies for record in tally.not_met_records]),
            ("MET", [(record, tally.question) for tally in tallies for record in tally.met_records]),
            ("NOT COUNTED", [(record, tally.question) for tally in tallies for record in tally.out_records]),
        )
        listed = ((heading, [place for place in places if self._is_listed(place[0])]) for heading, places in parts)
        return ((heading, places) for heading, places in listed if places)

    def _references(self) -> Iterator[tuple[str, list[str]]]:
        """The references under each heading, each once."""
        for heading, places in self._listed():
            yield heading, sorted({self._session.inspection.record(record).reference for record, _ in places})

    def _is_listed(self, record: str) -> bool:
        """Whether a record is asked for, and not hidden from whoever has to score it again."""
        return (not self._only or record in self._only) and not self._session.inspection.blind_to(record)

    def _part(self, heading: str, places: list[tuple[str, str]], width: int) -> Iterator[Row]:
        instrument, inspection = self._session.instrument, self._session.inspection
        yield "", (Text(f"{heading} {len(places)}", style="bold"), "", "", "")
        for reference, record, question in sorted(
            (inspection.record(record).reference, record, question) for record, question in places
        ):
            content = inspection.contents(record)[question]
            choice = instrument.choice(question, content.value)
            labels = [reason.label for reason in instrument.reasons_of(question) if reason.id in content.reasons]
            given = choice.label if choice and choice.counts is Counts.OUT and instrument.kind_of(question) is Kind.FACT else ""
            cells = (
                f" {reference}",
                label if len(label := instrument.questions[question].label) < width else question,
                choice.key if choice else "",
                " / ".join(filter(None, (given, *labels, content.note))),
            )
            yield f"{record} {question}", cells

    def action_open(self) -> None:
        """Open the answer chosen."""
        for table in self.query(Table):
            record, _, question = table.chosen.partition(" ")
            if question:
                self.dismiss(Place(record, question))

    def action_history(self) -> None:
        """Show the history of the answer chosen."""
        for table in self.query(Table):
            record, _, question = table.chosen.partition(" ")
            if question:
                self.app.push_screen(AnswerHistory(self._session, self._session.inspection.record(record), question))

    def action_copy(self) -> None:
        """Copy the references of the records that are listed."""
        from sqs_tui.screens.copying import IN_CONFIDENCE, Copied, offer  # noqa: PLC0415 - it brings the exporters

        if self.query(Table):
            text = "\n".join((self._title, *(f"{heading.lower()}: {', '.join(found)}" for heading, found in self._references())))
            offer(self, Copied(what="the references", text=text, name="references.txt"))
        else:
            self.notify(IN_CONFIDENCE, markup=False, timeout=6)


def _questions_of(session: Session, kind: str, identity: str) -> tuple[str, tuple[str, ...]]:
    """What the number is called, and the questions it counts."""
    instrument = session.instrument
    match kind:
        case "section":
            section = next(section for section in instrument.sections if section.id == identity)
            judged = (q.id for q in section.questions if instrument.kind_of(q.id) is Kind.JUDGEMENT)
            return section.title, tuple(judged)
        case "area":
            area = next(area for area in instrument.areas if area.id == identity)
            return area.title, area.questions
        case "cell":
            theme, process = identity.split(" ")
            inside = tuple(q.id for q in instrument.questions.values() if (q.theme, q.process) == (theme, process))
            titles = {named.id: named.title for named in (*instrument.themes, *instrument.processes)}
            return f"{titles[theme]}: {titles[process].lower()}", inside
        case "figure":
            labels = [instrument.questions[question].label for question in identity.split("+")]
            return "; ".join(labels), tuple(identity.split("+"))
        case _:
            question = instrument.questions[identity]
            return f"{question.label}: {question.text}" if question.numbered else question.text, (identity,)
