"""A process that is killed while it saves leaves no damaged file, and every answer that it called saved is there."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.helpers import FOLDER, make, opened

ROUNDS = 40

_SAVES = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.domain.records import Content
from sqs_tui.store.library import Library
library, folder, record, begun = sys.argv[1:]
inspection = Library(Path(library)).open(folder, by="ann", now=lambda: datetime.now(UTC))
for number in itertools.count(int(begun)):
    note = f"answer {number} " + "x" * (number % 7 * 300)
    inspection.put(record, ("fact", "1.1")[number % 2], Content(value="yes", note=note), act=inspection.new_act())
    print(number, flush=True)
"""


@pytest.mark.timeout(120)
def test_nothing_that_was_called_saved_is_lost_to_kill_9(tmp_path: Path) -> None:
    library = make(tmp_path)
    record = opened(tmp_path).add_record("case", "BU07").id
    chance = random.Random(20130318)
    saved = -1
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", _SAVES, str(library.path), FOLDER, record, str(saved + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            first = process.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            process.send_signal(signal.SIGKILL)
            lines = [first, *process.stdout.read().splitlines(keepends=True)]
        acknowledged = [int(line) for line in lines if line.endswith("\n")]
        assert acknowledged
        inspection = opened(tmp_path)
        assert inspection.damaged == ()
        kept = {content.note.split()[1] for content in inspection.contents(record).values()}
        latest = max(int(number) for number in kept)
        assert latest - acknowledged[-1] in (0, 1), "an answer that was called saved is lost, or others came from nowhere"
        assert not list(library.path.rglob("*.tmp")), "opening clears what was half written"
        saved = latest
