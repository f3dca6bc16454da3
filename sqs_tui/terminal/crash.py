"""A fault of the program itself: Textual prints local variables, and so case text, into the terminal's scrollback.

Instead, one sentence is shown, and a report of places in the program, without a single value, is written to a file.
"""

import traceback
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from sqs_tui import __version__


def report_crash(error: BaseException) -> str:
    """Write the report; gives the sentence for the user. Never raises."""
    told = "sqs-tui stopped because of a fault of its own. Every answer that was shown as saved is on disk."
    try:
        folder = Path(platformdirs.user_log_dir("sqs-tui", ensure_exists=True))
        path = folder / f"crash-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        path.write_text(redacted(error), encoding="utf-8")
    except OSError as fault:
        return f"{told} No report of it could be written: {fault.strerror}."
    return f"{told} A report of it, without case text: {path}"


def redacted(error: BaseException) -> str:
    """The types of an exception and its causes, and where each was raised; no message, since that may quote an answer."""
    lines = [f"sqs-tui {__version__}"]
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        frames = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}" for frame in frames]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"
