"""Quotes: the notes that inspectors marked, the words chosen from them, and where these stand in the letter."""

import secrets
from collections.abc import Container

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.letter.editing import quoted
from sqs_tui.domain.letter.entries import Quote
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.letter.quotes import altered
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.session import Session
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Lines, wrap
from sqs_tui.widgets.paragraph_editor import ParagraphEditor
from sqs_tui.widgets.table import Row, Table

_SAYS_ROWS = 4


class Placing(msgspec.Struct, frozen=True):
    """What was chosen: a quote to be placed, or a paragraph in which one stands."""

    quote: str = ""
    paragraph: str = ""


class Quotes(Dialog[Placing | None]):
    """Lists the notes on offer. Gives a quote to place, a paragraph to go to, or None."""

    NAME = DialogName.QUOTES
    BINDINGS = bindings_for(DialogName.QUOTES)
    OPENED_BY = ("letter.quotes",)

    def __init__(self, session: Session, *, where: str, chosen: str = "") -> None:
        super().__init__()
        self._session = session
        self._where = where
        self._chosen = chosen
        self._letter = session.inspection.written()

    def compose(self) -> ComposeResult:
        """Show the list, and below it the whole of the quote under the cursor."""
        with Vertical(classes="dialog tall"):
            yield Static("", classes="title", id="title")
            yield Table(id="quotes")
            yield Lines(id="says")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._fill()

    def _fill(self) -> None:
        letter = self._letter = self._session.inspection.written()
        stands = letter.quotes_placed()
        table = self.query_one(Table)
        columns = (("note", 12), ("stands in", 13), ("words", max(20, table.size.width - 25)))
        hidden = {record.id: record.reference for record in letter.records if self._session.inspection.blind_to(record.id)}
        rows = [_row(letter, key, stands) for key in _offered(letter, hidden)]
        title = f"Notes marked quotable; until you have scored it again, none of {', '.join(hidden.values())}"
        self.query_one("#title", Static).update(Content(title if hidden else "Notes marked quotable"))
        nothing: Row = ("", ("", "", f"None is marked: press {self.sqs.keys.first('review.quote')} on a note in Review."))
        table.fill(columns, rows or [nothing])
        keys = [key for key, _ in rows]
        if self._chosen in keys:
            table.move_cursor(row=keys.index(self._chosen), animate=False)
            self._chosen = ""
        self._tell()

    def on_data_table_row_highlighted(self) -> None:
        """Show the whole quote."""
        self._tell()

    def _tell(self) -> None:
        """Show all words of the quote under the cursor, as far as there is room."""
        chosen = self.query_one(Table).chosen
        quote = self._letter.entries.quotes.get(chosen) or _source(self._letter, chosen)
        lines = self.query_one(Lines)
        lines.show(
            ((line, "quote"),) for line in wrap(" ".join(quote.text.split()) if quote else "", lines.size.width)[:_SAYS_ROWS]
        )

    def action_place(self) -> None:
        """Give the quote; one whose words nobody has chosen is the whole note."""
        identity = self._quote()
        if identity:
            self.dismiss(Placing(quote=identity))

    def action_go_there(self) -> None:
        """Give the paragraph in which the quote stands."""
        stands = self._session.inspection.written().quotes_placed().get(self.query_one(Table).chosen, ())
        if stands:
            self.dismiss(Placing(paragraph=stands[0].id))
        else:
            self.notify("It does not stand in the letter yet.", markup=False)

    def action_words(self) -> None:
        """Choose the words of the quote."""
        identity = self._quote()
        if identity:
            self.app.push_screen(QuoteWords(self._session, identity), lambda _: self._fill())

    def action_another(self) -> None:
        """Make another quote from the same note."""
        source = _source(self._session.inspection.written(), self.query_one(Table).chosen)
        if source:
            self._keep(f"{source.question}-{secrets.token_hex(2)}", source)
            self._fill()

    def _quote(self) -> str:
        """The id of the quote under the cursor, made of the whole note where there is none yet; empty where none can be."""
        chosen = self.query_one(Table).chosen
        letter = self._session.inspection.written()
        if chosen in letter.entries.quotes:
            return chosen
        source = _source(letter, chosen)
        identity = f"{source.question}-{secrets.token_hex(2)}" if source else ""
        return identity if source and self._keep(identity, source) else ""

    def _keep(self, identity: str, quote: Quote) -> bool:
        return _kept(self, self._session, identity, quote)


class QuoteWords(Dialog[None]):
    """The words of one quote, with the note they are from above them; what is changed stands in square brackets."""

    NAME = DialogName.FORM
    BINDINGS = bindings_for(DialogName.FORM)

    def __init__(self, session: Session, identity: str) -> None:
        super().__init__()
        self._session = session
        self._identity = identity
        letter = session.inspection.written()
        self._quote = letter.entries.quotes[identity]
        now = _note(letter, self._quote)
        self._original = now or self._quote.original

    def compose(self) -> ComposeResult:
        """Show the note and the words."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("The note"), classes="title")
            with VerticalScroll(id="original", can_focus=False):
                yield Static(Content(self._original))
            yield Static(Content("The words to print, with [what you change] in square brackets"), classes="title")
            yield ParagraphEditor(id="words")
            yield Static("", id="fault")
            done = self.sqs.keys.first("form.submit")
            yield Static(Content(f"Esc or {done} keeps them   ctrl+z undoes"), classes="keys")

    def on_mount(self) -> None:
        """Begin with the words as they are."""
        editor = self.query_one(ParagraphEditor)
        editor.begin(self._quote.text)
        editor.focus()

    def on_text_area_changed(self) -> None:
        """Hold the words against the note."""
        strange = altered(self._made())
        says = f"From “{strange}” on these are not the note's words: put [what you changed] into square brackets."
        self.query_one("#fault", Static).update(Content(says if strange else ""))

    def action_submit(self) -> None:
        """Keep the words."""
        self.action_done()

    def action_done(self) -> None:
        """Keep the words; where they cannot be saved they stay here."""
        made = self._made()
        if not made.text.strip():
            self.notify("A quote needs words; ctrl+z brings them back.", markup=False)
        elif _kept(self, self._session, self._identity, made):
            self.dismiss(None)

    def _made(self) -> Quote:
        return msgspec.structs.replace(self._quote, original=self._original, text=self.query_one(ParagraphEditor).text)


def _kept(screen: ModalScreen[Placing | None] | ModalScreen[None], session: Session, identity: str, quote: Quote) -> bool:
    """Save a quote; gives whether it is on disk, and says so where it is not."""
    try:
        session.inspection.letter.put(quoted(identity, quote))
    except SqsError as fault:
        screen.notify(str(fault), markup=False, severity="warning")
        return False
    return True


def _offered(letter: Letter, hidden: Container[str]) -> list[str]:
    """The quotes there are, and after each record's the notes marked that none is made of yet, as `record question`.

    Nothing is offered of the records whose ids are in `hidden`.
    """
    made = {(quote.record, quote.question): identity for identity, quote in letter.entries.quotes.items()}
    keys: list[str] = []
    for record in letter.records:
        if letter.instrument.unit(record.unit).confidential or record.id in hidden:
            continue
        for question in letter.instrument.questions:
            content = record.answers.get(question)
            place = (record.id, question)
            if content and content.quote and content.note and place not in made:
                keys.append(" ".join(place))
            keys += [identity for identity, quote in letter.entries.quotes.items() if (quote.record, quote.question) == place]
    return keys


def _source(letter: Letter, key: str) -> Quote | None:
    """A quote of the whole note that a row is about."""
    known = letter.entries.quotes.get(key)
    record, _, question = (f"{known.record} {known.question}" if known else key).partition(" ")
    note = _note(letter, Quote(record=record, question=question, original="", text=""))
    return Quote(record=record, question=question, original=note, text=note) if note else None


def _note(letter: Letter, quote: Quote) -> str:
    """The note that a quote is from, as it is now; empty where it is gone."""
    record = next((record for record in letter.records if record.id == quote.record), None)
    content = record.answers.get(quote.question) if record else None
    return content.note if content else ""


def _row(letter: Letter, key: str, stands: dict[str, list[Paragraph]]) -> Row:
    quote = letter.entries.quotes.get(key)
    source = quote or _source(letter, key)
    if source is None:
        return key, (key, "", "")
    reference = next((record.reference for record in letter.records if record.id == source.record), "?")
    places = ", ".join(paragraph.number.rstrip(".") or paragraph.kind.value for paragraph in stands.get(key, ()))
    return key, (f"{reference} {source.question}", places or ("not placed" if quote else ""), " ".join(source.text.split()))
