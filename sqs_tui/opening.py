"""Running the program on the screens."""

from pathlib import Path

from sqs_tui.app import SqsApp
from sqs_tui.machine import account_name
from sqs_tui.settings import SettingsFile
from sqs_tui.store.library import Library


def open_app(
    library: Path, settings: SettingsFile, *, demo: bool, inspection: str | None, record: str | None, tour: bool = False
) -> int:
    """Run the program until the user leaves; gives its exit code. Raises SqsError for what cannot be opened.

    Where the user goes to the demonstration, it is opened in a library of its own, and leaving that leads back. With `tour` the
    tour begins at once.

    Until the first screen stands, the caller may have turned the garbage collector off, and it is turned on again then: it finds
    nearly nothing in what a start makes, and takes a tenth of it.
    """
    app = _program(library, settings, demo=demo, inspection=inspection, record=record)
    code = _run(app, tour=tour)
    while app.leads_to:
        from sqs_tui.demo.load import throw_away_library  # noqa: PLC0415 - few ever need it

        with throw_away_library() as thrown_away:
            shown = _program(thrown_away, settings, demo=True)
            code = _run(shown, tour=app.leads_to == "tour")
        if shown.line.code is not None:
            return code
        app = _program(library, settings, demo=False)
        code = _run(app)
    return code


def _program(
    library: Path, settings: SettingsFile, *, demo: bool, inspection: str | None = None, record: str | None = None
) -> SqsApp:
    return SqsApp(
        Library(library, settings=lambda: settings.settings),
        by=account_name(),
        demo=demo,
        inspection=inspection,
        record=record,
        settings=settings,
    )


def _run(app: SqsApp, *, tour: bool = False) -> int:
    if tour:
        app.learner.tours_at_once()
    with app.line:
        app.run()
    if app.line.code is not None:
        return app.line.code
    return 1 if app.return_code is None else app.return_code
