"""What is not saved on Review: a note that its record takes no more, or answers that wait for the disk.

A record takes no more when somebody signs it off, or puts it into the trash, while a note on it is typed.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from textual.app import App

from sqs_tui.domain.records import BLANK
from sqs_tui.domain.scoring import Flow, Save, State
from sqs_tui.errors import LibraryError
from sqs_tui.screens.session import Session


def refused_note(session: Session, record: str, save: Save) -> str:
    """The note of a save that was refused, where it would be lost; empty where the record holds it as it is."""
    try:
        there = session.saver.contents(record).get(save.question, BLANK).note
    except LibraryError:  # the record's file was taken away
        there = ""
    return "" if save.content.note == there else save.content.note


def held(flow: Flow, state: State, question: str, note: str) -> State:
    """The state in which a note that was refused is typed on; no answer holds it yet."""
    content = state.answers.get(question, BLANK)
    if content.note == note:  # of a record that is gone nothing is read again
        state = flow.with_answers(state, {**state.answers, question: msgspec.structs.replace(content, note="")})
    return flow.resume_note(state, question, note, len(note))


def ask_to_let_go(app: App[Any], why: str, let_go: Callable[[], None]) -> None:
    """Ask whether a note may be lost; `why` says in a sentence why it is not saved."""
    from sqs_tui.screens.ask import Ask

    question = Ask(f"This note is not saved. {why}", yes="let go of the note")
    app.push_screen(question, lambda agreed: let_go() if agreed else None)


def ask_before_leaving(app: App[Any], session: Session, leave: Callable[[], None]) -> None:
    """Leave a record, at once or, where answers are not on disk, after a yes."""
    if session.saver.waiting:
        from sqs_tui.screens.ask import Ask

        says = session.discreet(session.saver.says)
        question = Ask(says, yes="leave this record; they stay in the program and are tried again")
        app.push_screen(question, lambda agreed: leave() if agreed else None)
    else:
        leave()
