"""The program with a stopwatch at each step of a key: `python -m benchmarks.traced FILE ARGUMENTS…` writes to FILE when it ends.

The file holds, as JSON, the name and the time (seconds) of each step that was begun (">") and ended ("<"), in order.
"""

import atexit
import inspect
import json
import os
import sys
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from sqs_tui import cli

taken: list[tuple[str, float]] = []


def watch(owner: type, method: str, name: str) -> None:
    """Take the time at the beginning and at the end of a method."""
    work: Callable[..., Any] = getattr(owner, method)

    @wraps(work)
    def timed(*args: Any, **settings: Any) -> Any:  # noqa: ANN401 - whatever the method takes and gives
        taken.append((f"{name}>", time.perf_counter()))
        given = work(*args, **settings)
        taken.append((f"{name}<", time.perf_counter()))
        return given

    @wraps(work)
    async def awaited(*args: Any, **settings: Any) -> Any:  # noqa: ANN401 - as above
        taken.append((f"{name}>", time.perf_counter()))
        given = await work(*args, **settings)
        taken.append((f"{name}<", time.perf_counter()))
        return given

    setattr(owner, method, awaited if inspect.iscoroutinefunction(work) else timed)


def main(file: Path, arguments: list[str]) -> int:
    """Run the program as its command line says."""
    cli.prepare_textual(os.environ)  # before Textual is imported, as the program does it
    from textual._compositor import Compositor

    from sqs_tui.screens.review import Review
    from sqs_tui.store.inspection import OpenInspection
    from sqs_tui.terminal.driver import SteadyDriver
    from sqs_tui.terminal.reading import KeyReader
    from sqs_tui.widgets.review_face import ReviewFace

    watch(KeyReader, "read", "read")
    watch(Review, "on_key", "key")
    watch(OpenInspection, "put", "save")
    watch(ReviewFace, "show", "show")
    watch(Compositor, "render_update", "compose")
    watch(SteadyDriver, "write", "write")
    atexit.register(lambda: file.write_text(json.dumps(taken), "utf-8"))
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
