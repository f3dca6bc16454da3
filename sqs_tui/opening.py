"""Running the program on the screens."""

from pathlib import Path

from sqs_tui.app import SqsApp
from sqs_tui.machine import account_name
from sqs_tui.settings import SettingsFile
from sqs_tui.store.library import Library


def open_app(library: Path, settings: SettingsFile, *, demo: bool, inspection: str | None, record: str | None) -> int:
    """Run the program until the user leaves; gives its exit code. Raises SqsError for what cannot be opened.

    Until the first screen stands, the caller may have turned the garbage collector off, and it is turned on again then: it finds
    nearly nothing in what a start makes, and takes a tenth of it.
    """
    app = SqsApp(
        Library(library, settings=lambda: settings.settings),
        by=account_name(),
        demo=demo,
        inspection=inspection,
        record=record,
        settings=settings,
    )
    with app.line:
        app.run()
    if app.line.code is not None:
        return app.line.code
    return 1 if app.return_code is None else app.return_code
