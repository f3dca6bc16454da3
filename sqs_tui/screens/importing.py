"""Taking in an inspection that came as a file: where it lies, what would come of it, and then it."""

from collections.abc import Callable
from pathlib import Path

from sqs_tui.errors import SqsError
from sqs_tui.screens.ask import Ask
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.store.place import Values

_TITLE = "Take in an inspection"
_PATH = Field(id="path", label="File", hint="bury-2013-03-inspection.json", long=True)


def ask_for_file(screen: SqsScreen, done: Callable[[str], None]) -> None:
    """Ask for a file that `export --format json` wrote, and take it in after a yes; `done` is told the inspection's folder."""
    from sqs_tui.store.carry import import_file  # noqa: PLC0415 - nothing of it is needed before the first screen

    library, would = screen.sqs.library, []

    def check(values: Values) -> Fault | None:
        if not values["path"]:
            return Fault("path", "Name the file.")
        try:
            would.append(import_file(library, Path(values["path"]), dry_run=True))
        except SqsError as fault:
            return Fault("path", str(fault))
        return None

    def named(values: Values | None) -> None:
        if values:
            text = f"{would[-1].folder}: {would[-1].says}"
            screen.app.push_screen(Ask(text, yes="take it in"), lambda agreed: take_in(values["path"]) if agreed else None)

    def take_in(path: str) -> None:
        try:
            came = import_file(library, Path(path))
        except SqsError as fault:
            screen.notice(str(fault))
            return
        screen.notice(" ".join((f"{came.folder}: {came.says}", *came.refused)))
        done(came.folder)

    screen.app.push_screen(Form(_TITLE, (_PATH,), check, screen.sqs.typed), named)
