"""Find: words in the inspection that is open and in what the others came to, with the place and the words around each hit."""

from itertools import islice
from typing import ClassVar

from rich.text import Text
from textual.app import App
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from sqs_tui.domain.finding import Hit, Kind, Known, Query, completed, excerpt, parse, scan
from sqs_tui.errors import SqsError
from sqs_tui.progress import CancelledError, counted
from sqs_tui.screens.base import House, SqsScreen
from sqs_tui.screens.following import FollowingScreen
from sqs_tui.screens.session import Session
from sqs_tui.screens.typed_list import TypedList
from sqs_tui.store.find_index import FindIndex, Found
from sqs_tui.store.findable import documents_here, known_here, source_of
from sqs_tui.widgets.table import Row

_MOST = 60
"""Hits that are listed of the open inspection, and as many of the others: who has more types another word."""
_LOOK = 0.5
"""Seconds between two looks how far the others have been read."""
_PLACE = 24
"""Cells of the column of places, at most."""
_GROUP = "finding"
_HOW = (
    'All words must match, and beginnings of words do; "in quotes" they follow one another. Filters: question:2.4 answer:no '
    "reason:no-plan area:Bury note:late by:name record:BU07 inspection:bury; Tab completes them."
)


def find(screen: SqsScreen) -> None:
    """Find words over a screen, and go to what is chosen."""
    session = screen.session if isinstance(screen, FollowingScreen) else None

    def go(hit: Hit | None) -> None:
        if hit:
            go_to(screen, session, hit)

    screen.app.push_screen(Find(screen.sqs, session), go)


class Find(TypedList[Hit | None]):
    """Gives the hit to go to, or None.

    In the private view only the record in front is looked through, and no other inspection; from the list of inspections, where
    none is open, only what each came to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("tab", "complete")]
    PLACEHOLDER = "words, or a filter such as question:2.4"
    KEYS_TEXT = "Up, Down choose   Enter goes there   Tab completes   Esc goes back"
    SAYS_ROWS = 3

    def __init__(self, house: House, session: Session | None) -> None:
        super().__init__()
        self._house = house
        self._session = session
        self._hits: dict[str, Hit] = {}
        self._query = Query()
        self._says = _HOW
        """What is told where nothing is under the cursor."""
        self._index: FindIndex | None = None
        self._source = source_of(session.inspection) if session else None
        self._besides = self._source.folder if self._source else ""
        """The inspection that is open: it is looked through as it is, and not in the index."""
        front = session.front if session and session.private else None
        self._documents = documents_here(session.inspection, front) if session else []
        self._known_here = known_here(session.inspection, front) if session else Known()
        if not house.view.on:
            self._index = house.library.finding(notes=house.settings.find_notes)
        self._shown_read: tuple[int, int] | None = None
        self._shown_changes = 0
        self._completing = "", "", 0
        """What was typed before Tab, what Tab has made of it, and how often it was pressed since."""
        self._unread = 0
        """How many inspections were passed over, since they have changed."""

    def on_mount(self) -> None:
        """Have the others read as far as they have changed, beside the screen."""
        if self._index:
            _bring_up_to_date(self.app, self._index, self._besides)
            self.set_interval(_LOOK, self._look)
        self._show_heading()

    def _look(self) -> None:
        """Show what has been read meanwhile."""
        if self._index and self._unread:
            _bring_up_to_date(self.app, self._index, self._besides)
        if self._index is None or (self._index.reading, self._index.changes) == (self._shown_read, self._shown_changes):
            return
        self._shown_read, self._shown_changes = self._index.reading, self._index.changes
        self._show_heading()
        if self._query:
            self.list_anew()

    def _show_heading(self) -> None:
        where = f"Find in {self._source.name}" if self._source else "Find in all inspections"
        reading = f"   the others are still being read: {counted(*self._shown_read, 'inspections')}" if self._shown_read else ""
        private = "   private view: only the record in front" if self._house.view.on else ""
        faults = len(self._index.faults(self._besides)) if self._index else 0
        unread = f"   {faults} of the others could not be read" if faults else ""
        self.query_one("#title", Static).update(Content(f"{where}{private}{reading}{unread}"))

    @property
    def _known(self) -> Known:
        return (self._index.known | self._known_here) if self._index else self._known_here

    def action_complete(self) -> None:
        """Make the filter that is being typed whole; pressed again, in the next way."""
        typed, made, turn = self._completing
        typed, turn = (typed, turn + 1) if made and self.line.value == made else (self.line.value, 0)
        made = completed(typed, self._known, self._known_here, turn)
        if turn and made == self.line.value:  # there is no other way: what was made is gone on from
            typed, turn = made, 0
            made = completed(typed, self._known, self._known_here)
        self._completing = typed, made if made != typed else "", turn
        self.line.value = made
        self.line.action_end()
        self.fit()

    def action_leave(self) -> None:
        """Leave: what is typed is nothing that could be lost."""
        self.dismiss(None)

    def take(self, chosen: str) -> None:
        """Go to what is under the cursor."""
        self.dismiss(self._hits[chosen])

    def fill(self, typed: str) -> None:
        """List what is found, that of the open inspection first."""
        self._hits, self._query, self._says = {}, Query(), _HOW
        rows: list[Row] = []
        try:
            self._query = parse(typed, self._known)
            if self._query:
                rows = [*self._rows_here(), *self._rows_elsewhere()]
                self._says = "" if rows else "Nothing is found yet." if self._shown_read else "Nothing is found."
        except SqsError as refused:
            self._says = str(refused)
        width = self.table.size.width
        place = max(8, min(_PLACE, width // 3))
        self.table.fill((("place", place), ("what stands there", max(10, width - place))), rows)

    def _rows_here(self) -> list[Row]:
        if self._source is None:
            return []
        found = list(islice(scan(self._query, self._source, self._documents), _MOST + 1))
        return self._rows(Found(hits=tuple(found[:_MOST]), more=len(found) > _MOST))

    def _rows_elsewhere(self) -> list[Row]:
        if self._index is None:
            return []
        found = self._index.find(self._query, limit=_MOST, besides=self._besides)
        self._unread = found.unread
        return self._rows(found)

    def _rows(self, found: Found) -> list[Row]:
        rows: list[Row] = []
        last = ""
        for hit in found.hits:
            if hit.source.folder != last:
                last = hit.source.folder
                rows.append(("", ("", Text(hit.source.name, style="bold"))))
            key = f"{last} {len(self._hits)}" if self._source and last == self._source.folder else _key(hit, self._hits)
            self._hits[key] = hit
            rows.append((key, (Text(hit.document.place), self._excerpt(hit))))
        if found.more:
            rows.append(("", ("", f"More than {_MOST} places: type another word.")))
        return rows

    def _excerpt(self, hit: Hit) -> Text:
        width = self.table.size.width
        room = max(10, width - max(8, min(_PLACE, width // 3)))  # more than fits: the table cuts it with an ellipsis
        pieces = excerpt(hit.document, self._query, room, self._house.glyphs.ellipsis)
        return Text.assemble(*((piece.text, "bold underline" if piece.hit else "") for piece in pieces))

    def tell(self) -> None:
        """Show more of what is under the cursor, or say why nothing is listed."""
        hit = self._hits.get(self.table.chosen)
        if hit is None:
            self.say(self._says)
            return
        room = max(20, (self.table.size.width - 2) * self.SAYS_ROWS - len(hit.document.place) - 4)
        pieces = excerpt(hit.document, self._query, room, self._house.glyphs.ellipsis)
        self.say(f"{hit.document.place}  {''.join(piece.text for piece in pieces)}")


def _key(hit: Hit, taken: dict[str, Hit]) -> str:
    """What tells a hit from others, also when it is found again."""
    document = hit.document
    wanted = " ".join(
        (hit.source.folder, document.kind, document.record, document.question, document.paragraph, *document.reasons)
    )
    key, number = wanted, 1
    while key in taken:
        key, number = f"{wanted} {number}", number + 1
    return key


def _bring_up_to_date(app: App[object], index: FindIndex, besides: str) -> None:
    """Have an index brought up to date in a thread, unless that is being done; it goes on when the list is left."""

    def read() -> None:
        worker = get_current_worker()

        def steps(done: int, of: int, what: str) -> None:
            if worker.is_cancelled:
                raise CancelledError(f"Reading was stopped at {counted(done, of, what)}.")

        try:
            index.refresh(steps, besides)
        except SqsError:
            return  # the library cannot be read, as what is in front says; or the program ends
        if index.fault and not index.told:
            index.told = True
            app.call_from_thread(app.notify, index.fault, markup=False, timeout=10)

    if not any(worker.group == _GROUP and not worker.is_finished for worker in app.workers):
        app.run_worker(read, group=_GROUP, thread=True)


def go_to(screen: SqsScreen, session: Session | None, hit: Hit) -> None:
    """Go to what was found: in the inspection that is open, or in another, which is opened."""
    house = screen.sqs
    try:
        if session and session.inspection.folder.name == hit.source.folder:
            _go_here(screen, session, hit)
            return
        other = house.session(hit.source.folder)
        house.open_inspection(hit.source.folder)
        _go_in(house, other, hit)
    except SqsError as gone:
        screen.notice(str(gone))


def _go_here(screen: SqsScreen, session: Session, hit: Hit) -> None:
    from sqs_tui.screens.review import Review  # noqa: PLC0415 - both are in front already where they are needed

    document = hit.document
    asked = document.question and document.record in ("", getattr(screen, "reviewed", ""))
    if isinstance(screen, Review) and asked:
        screen.go_to_question(document.question)
    elif document.kind is Kind.LETTER and (show := getattr(screen, "show_paragraph", None)):
        show(document.paragraph)
    elif document.kind is Kind.QUESTION and session.private and session.front:
        screen.sqs.open_record(session, session.inspection.record(session.front), document.question)
    elif document.kind is Kind.QUESTION and isinstance(screen, FollowingScreen):
        screen.list_behind("question", document.question)
    else:
        _go_in(screen.sqs, session, hit)


def _go_in(house: House, session: Session, hit: Hit) -> None:
    """Open what was found in an inspection."""
    document = hit.document
    if document.record:
        house.open_record(session, session.inspection.record(document.record), document.question or None)
    elif document.kind is Kind.LETTER:
        session.read_last = document.paragraph
        house.open_letter(session)
    else:
        house.open_summary(session, question=document.question)
