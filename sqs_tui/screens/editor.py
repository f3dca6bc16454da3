"""Texts in the user's own editor, for those that want more than a few lines: notes and paragraphs of the letter.

Whatever becomes of the editor, of the program or of the text meanwhile, nothing that was written is lost: the file lies in the
library until its text is on disk elsewhere (`store.outside`), and what was broken off is typed on.
"""

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from sqs_tui.domain.records import Draft, Record
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.screens.session import Session
from sqs_tui.store.files import shown
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.outside import About, Outside, become_draft, put_outside

_KEYBOARD = (signal.SIGINT, signal.SIGQUIT)
"""What ctrl+c and ctrl+\\ send to all that share the terminal: while an editor has it, they are meant for the editor."""


class EditorError(SqsError):
    """The editor could not be used; the text is as it was."""


class Came:
    """What came back from an editor."""

    def __init__(self, session: Session, outside: Outside | None, text: str | None, says: str, *, ended: bool) -> None:
        self._session = session
        self._outside = outside
        self.text = text
        """What was written; None where nothing was."""
        self.says = says
        """What the user is told, in a sentence; empty where there is nothing to tell."""
        self.ended = ended
        """Whether it was ended as one means it: what was broken off is typed on."""

    def done(self, *, on_disk: bool) -> None:
        """Let go of the file: of one whose text is on disk elsewhere for good, else it is found at the next start."""
        if self._outside is None:
            return
        if on_disk:
            self._outside.remove()
        else:
            self._outside.let_go()


def edited_note(app: App[Any], session: Session, record: Record, question: str, note: str) -> Came:
    """The note on an answer after the user's editor has had it."""
    called = f"{session.instrument.questions[question].label} of {record.reference}"
    draft = Draft(question=question, note=note, caret=0, act="", by=session.by)
    return _edited(app, session, About(**_common(session, called, note), record=record.id, note=draft))


def edited_paragraph(app: App[Any], session: Session, draft: LetterDraft, number: str) -> Came:
    """A paragraph of the letter after the user's editor has had it; `draft` is what it becomes where that is broken off."""
    called = f"paragraph {number} of the letter" if number else "a paragraph of the letter"
    return _edited(app, session, About(**_common(session, called, draft.text), paragraph=draft))


def _common(session: Session, called: str, text: str) -> dict[str, Any]:
    return {"by": session.by, "inspection": session.inspection.details.id, "called": called, "text": text}


def came_back(session: Session, record: str = "") -> bool:
    """Make what an editor has saved by now that went on by itself what is being typed, in a record or in the letter.

    Gives whether there was anything.
    """
    for outside in [one for one in session.outside if one.about.record == record and one.has_changed]:
        try:
            became = become_draft(session.inspection, outside)
        except LibraryError:  # something else is typed there, or it takes nothing: it is left for later
            continue
        session.outside.remove(outside)
        return became
    return False


def _edited(app: App[Any], session: Session, about: About) -> Came:
    outside = None
    try:
        command = command_of(session.settings.editor, os.environ)
        outside = put_outside(session.inspection.folder.parent, about)
        code = _run(app, command, outside)
    except SqsError as fault:
        if outside:
            outside.remove()
        return Came(session, None, None, str(fault), ended=False)
    try:
        text = outside.read()
    except SqsError as fault:  # which names the file: it stays where it is
        outside.let_go()
        return Came(session, None, None, str(fault), ended=False)
    name = Path(command[0]).name
    if code == 0 and text == about.text:
        session.outside.append(outside)
        return Came(
            session,
            None,
            None,
            f"“{name}” left the text as it was; what it saves later is taken.",
            ended=True,
        )
    swap = f" What it had not saved lies in {shown(outside.swap)}." if code and outside.swap else ""
    how = f"“{name}” {_ending(code)}"
    if text == about.text:
        outside.remove()
        return Came(session, None, None, f"{how}: the text is as it was.{swap}", ended=False)
    says = f"{how}: what it wrote is typed on here.{swap}" if code else ""
    return Came(session, outside, text, says, ended=code == 0)


def command_of(setting: str, environment: Mapping[str, str]) -> list[str]:
    """The editor: what is set, else $VISUAL, else $EDITOR, else vi. Raises EditorError for what is no command."""
    named = (setting, environment.get("VISUAL", ""), environment.get("EDITOR", ""))
    chosen = next(filter(str.strip, named), "vi")
    try:
        return shlex.split(chosen)
    except ValueError:
        raise EditorError(f"The editor “{chosen}” is no command, since a quote in it is not closed: set `editor` anew.") from None


def _run(app: App[Any], command: list[str], outside: Outside) -> int:
    """Run the editor on the file, and give its exit code, of a signal negative. Raises EditorError."""
    try:
        with app.suspend(), _keyboard_is_the_editors():
            return subprocess.run([*command, str(outside.path)], check=False, pass_fds=(outside.lock,)).returncode  # noqa: S603 - the user's own choice of editor
    except (OSError, ValueError, SuspendNotSupported) as fault:
        why = fault.strerror if isinstance(fault, OSError) else fault
        raise EditorError(f"The editor “{command[0]}” could not be started ({why}): set `editor` to one that can.") from None


@contextmanager
def _keyboard_is_the_editors() -> Iterator[None]:
    """Let ctrl+c do in the editor what it does there, and nothing here: a handler, which the editor does not inherit."""
    before = {number: signal.signal(number, lambda *_: None) for number in _KEYBOARD}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ending(code: int) -> str:
    return f"ended with code {code}" if code >= 0 else f"was ended by {signal.Signals(-code).name}"
