"""Phrases from other inspections, where the settings say so: read in a thread, once, so that no key waits for them."""

from functools import partial

from textual.worker import get_current_worker

from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.session import Session
from sqs_tui.store.library import Library

_GROUP = "phrases"


def widen(screen: SqsScreen, session: Session) -> None:
    """Have what other inspections give read, unless that is being done; the screen is told when it is there."""
    if not any(worker.group == _GROUP and not worker.is_finished for worker in screen.app.workers):
        screen.app.run_worker(partial(_read, screen, session, screen.sqs.library), group=_GROUP, thread=True)


def _read(screen: SqsScreen, session: Session, library: Library) -> None:
    from sqs_tui.lexicon.load import lexicon
    from sqs_tui.store.wider_phrases import wider_notes

    worker = get_current_worker()
    session.phrases.wider = wider_notes(library, session.inspection, lexicon, lambda: not worker.is_cancelled)
    screen.call_later(screen.settings_changed)
