"""Taking in an inspection that came as a file: where it lies, what would come of it, and then it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui.domain.case_list import looks_like_list
from sqs_tui.screens.ask import Ask
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.working import work
from sqs_tui.store.place import Values

if TYPE_CHECKING:
    from sqs_tui.store.merge import Came

_TITLE = "Take in an inspection"
_PATH = Field(id="path", label="File", hint="bury-2013-03-inspection.json", long=True)


def ask_for_file(screen: SqsScreen, done: Callable[[str], None], fault: str = "") -> None:
    """Ask for a file that `export --format json` wrote, and take it in after a yes; `done` is told the inspection's folder.

    `fault` is why the file that was named last was not taken in.
    """
    from sqs_tui.store.carry import import_file  # noqa: PLC0415 - nothing of it is needed before the first screen

    library = screen.sqs.library

    def named(values: Values | None) -> None:
        if values:
            path = Path(values["path"])
            look = partial(import_file, library, path, dry_run=True)
            work(screen, f"Reading {values['path']}", lambda steps: look(steps=steps), partial(ask, path), partial(again, values))

    def again(values: Values, refused: str) -> None:
        screen.sqs.typed[_TITLE] = values
        ask_for_file(screen, done, refused)

    def ask(path: Path, would: "Came") -> None:
        text = f"{would.folder}: {would.says}"
        screen.app.push_screen(Ask(text, yes="take it in"), lambda agreed: take_in(path) if agreed else None)

    def take_in(path: Path) -> None:
        work(screen, f"Taking in {path}", lambda steps: import_file(library, path, steps=steps), taken_in)

    def taken_in(came: "Came") -> None:
        screen.notice(" ".join((f"{came.folder}: {came.says}", *came.refused)))
        done(came.folder)

    def wrong(values: Values) -> Fault | None:
        if looks_like_list(values["path"]):
            says = "It looks like a case list: open the inspection that it is for, and press {inspection.cases} there."
            return Fault("path", screen.sqs.keys.says(says))
        return None if values["path"] else Fault("path", "Name the file.")

    screen.app.push_screen(Form(_TITLE, (_PATH,), wrong, screen.sqs.typed, says=fault), named)
