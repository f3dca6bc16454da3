"""A text in the user's own editor, for those that want more than a few lines."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from textual.app import App, SuspendNotSupported

from sqs_tui.errors import SqsError
from sqs_tui.text import clean_text


class EditorError(SqsError):
    """The editor could not be used; the text is as it was."""


def edited(app: App[object], text: str) -> str:
    """The text after the user's editor ($VISUAL, else $EDITOR, else vi) has had it. Raises EditorError.

    The file is readable by the user alone, and is removed whatever happens.
    """
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="sqs-text-") as folder:
        path = Path(folder) / "text.txt"
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            with app.suspend():
                ended = subprocess.run([*command, str(path)], check=False)  # noqa: S603 - the user's own choice of editor
            written = path.read_text(encoding="utf-8", errors="replace")
        except (OSError, SuspendNotSupported) as fault:
            raise EditorError(f"The editor “{command[0]}” could not be started: {fault}. Set EDITOR to one that can.") from None
    if ended.returncode:
        raise EditorError(f"The editor “{command[0]}” ended with code {ended.returncode}: the text is as it was.")
    return clean_text(written).strip()
