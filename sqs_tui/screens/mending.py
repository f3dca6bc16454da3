"""Damaged files: saying which they are, and putting the newest good copy in the place of one."""

from collections.abc import Callable

from sqs_tui.errors import SqsError
from sqs_tui.screens.ask import Ask
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.session import clock_time
from sqs_tui.screens.working import work
from sqs_tui.store.files import shown
from sqs_tui.store.restoring import Mend, mend, mends

NO_COPY = "There is no good copy of it: put one in its place, or move the damaged file away."


def offer_mend(screen: SqsScreen, folder: str, done: Callable[[], None], place: str = "") -> None:
    """Ask whether the newest good copy is to take the place of a damaged file: of this one, else of the first that has a copy.

    `done` is called when it has.
    """
    inspection = screen.sqs.library.path / folder
    snapshots = screen.sqs.library.backups.of(inspection)

    def offer(found: list[Mend]) -> None:
        chosen = next((one for one in found if place in ("", one.place)), None)
        if chosen is None:
            screen.notice(f"{place}: {NO_COPY}" if place else f"Nothing of {folder} is damaged that has a good copy.")
            return
        why = f"is damaged: {chosen.fault}" if chosen.fault else "is missing"
        kept = " The damaged file is kept." if chosen.damaged is not None else ""
        text = f"{chosen.place} {why}. The newest good copy is of {clock_time(chosen.taken)}.{kept}"
        screen.app.push_screen(
            Ask(text, yes="put that copy in its place"), lambda yes: _mend(screen, folder, chosen, done) if yes else None
        )

    work(screen, f"Looking for good copies of {folder}", lambda steps: mends(snapshots, inspection, steps), offer)


def _mend(screen: SqsScreen, folder: str, chosen: Mend, done: Callable[[], None]) -> None:
    library, inspection = screen.sqs.library, screen.sqs.library.path / folder
    try:
        aside = mend(library.backups.of(inspection), inspection, chosen, library.now())
    except SqsError as fault:
        screen.notice(str(fault))
        return
    kept = f"; what was damaged is kept at {shown(aside)}" if aside else ""
    screen.notice(f"{chosen.place} is as it was in the copy of {clock_time(chosen.taken)}{kept}.")
    done()
