"""Exporting from the screen: what, as what, and to which file; the same code as the command line."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.export import FORMS, PIECES
from sqs_tui.progress import Steps
from sqs_tui.screens.ask import Ask
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.screens.working import work
from sqs_tui.store.place import Values
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.table import Row, Table

_LETTER = "letter"


class Pieces(Dialog[str | None]):
    """Gives what is to be exported and its form, as `letter docx`, or None."""

    NAME = DialogName.PIECES
    BINDINGS = bindings_for(DialogName.PIECES)
    OPENED_BY = ("letter.export",)

    def compose(self) -> ComposeResult:
        """Show everything that can be exported."""
        with Vertical(classes="dialog tall"):
            yield Static(Content("Export"), classes="title")
            yield Table(id="pieces")
            yield KeyLine()

    def on_mount(self) -> None:
        """Start on the list."""
        self.query_one(Table).focus()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        table = self.query_one(Table)
        rows: list[Row] = [
            (f"{piece.id} {form}", (piece.title if form == piece.forms[0] else "", f"{FORMS[form]} (.{form})"))
            for piece in PIECES.values()
            for form in piece.forms
        ]
        table.fill((("what", max(20, table.size.width - 20)), ("as", 20)), rows)

    def action_choose(self) -> None:
        """Give what is under the cursor."""
        self.dismiss(self.query_one(Table).chosen or None)


class Exporter:
    """Asks one thing after another, and writes the file; nothing is written over without a yes."""

    def __init__(self, screen: SqsScreen, session: Session) -> None:
        self._screen = screen
        self._session = session

    def begin(self) -> None:
        """Ask what is to be exported."""
        self._screen.app.push_screen(Pieces(), self._piece_chosen)

    def _piece_chosen(self, chosen: str | None) -> None:
        if chosen is None:
            return
        piece, _, form = chosen.partition(" ")
        findings = self._session.checker.findings(self._session.inspection.written()) if piece == _LETTER else ()
        open_ = sum(not finding.waived for finding in findings)
        if not open_:
            self._ask_path(piece, form, draft=False)
            return
        problems, lists = f"{open_} problem{'s' if open_ > 1 else ''}", self._session.keys.first("letter.problems")
        ask = Ask(
            f"The letter has {problems} neither mended nor waived: {lists} lists them.", yes="write it as a draft, marked so"
        )
        self._screen.app.push_screen(ask, lambda agreed: self._ask_path(piece, form, draft=True) if agreed else None)

    def _ask_path(self, piece: str, form: str, *, draft: bool) -> None:
        from sqs_tui.export.pieces import default_name  # noqa: PLC0415 - the exporters take long to import

        name = default_name(self._session.inspection.folder.name, piece, form)
        title = f"{PIECES[piece].title}{' (draft)' if draft else ''}"
        ask_path(self._screen, self._session, title, name, partial(self._write, piece, form, draft=draft))

    def _write(self, piece: str, form: str, path: Path, *, draft: bool, overwrite: bool) -> None:
        from sqs_tui.export.files import write_new  # noqa: PLC0415 - as above
        from sqs_tui.export.pieces import made  # noqa: PLC0415 - as above
        from sqs_tui.store.queue import seen_findings  # noqa: PLC0415 - as above

        inspection = self._session.inspection
        letter, at = inspection.written(), datetime.now(UTC)
        findings = seen_findings(inspection, self._session.checker.findings(letter))
        answers = {record.id: inspection.answers(record.id) for record in letter.records}

        def make(steps: Steps) -> None:
            what = "steps: it is made, and then written"
            steps(0, 2, what)
            data = made(piece, form, letter, findings, answers=answers.__getitem__, at=at, draft=draft)
            steps(1, 2, what)
            write_new(path, data, overwrite=overwrite)

        work(self._screen, f"Writing {path}", make, lambda _: self._screen.notice(f"Written to {path}"))


def ask_path(screen: SqsScreen, session: Session, title: str, name: str, write: Callable[..., None]) -> None:
    """Ask for a file, where nothing else is said of this name, and call `write` with the path and whether it is written over."""

    def given(values: Values | None) -> None:
        if values is None:
            return
        path = Path(values["path"]).expanduser()
        if path.exists():
            ask = Ask(f"{path} is there already.", yes="write over it")
            screen.app.push_screen(ask, lambda agreed: write(path, overwrite=True) if agreed else None)
        else:
            write(path, overwrite=False)

    form = Path(name).suffix.removeprefix(".")
    field = Field(id="path", label=f"File (.{form})", value=str(Path.cwd() / name))
    screen.app.push_screen(Form(title, (field,), partial(_path_fault, form), session.typed), given)


def _path_fault(form: str, values: Values) -> Fault | None:
    if Path(values["path"]).suffix != f".{form}":
        return Fault("path", f"Give a file that ends in .{form}.")
    try:
        path = Path(values["path"]).expanduser()
        path.exists()
        return None if path.parent.is_dir() else Fault("path", f"There is no folder {path.parent}.")
    except (OSError, RuntimeError) as fault:  # a name too long, or of a user that there is not
        return Fault("path", f"No file can have this name: {fault.strerror if isinstance(fault, OSError) else fault}.")
