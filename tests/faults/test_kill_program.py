"""Nothing lost: the real program, killed after each of 200 answers at random moments."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.records import Inspection
from sqs_tui.settings import DEFAULT_CRITERIA
from sqs_tui.store.library import Library

ROOT = Path(__file__).parents[2]
PARTS, KILLS = 4, 50


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(PARTS))
def test_an_answer_shown_as_saved_outlives_a_kill(tmp_path: Path, seed: int) -> None:
    library = Library(tmp_path / "library")
    folder = library.create(
        DEFAULT_CRITERIA.read_bytes(), Inspection(id="", area="Testborough"), by="tester", now=lambda: datetime.now(UTC)
    )
    opened = library.open(folder, by="tester", now=lambda: datetime.now(UTC))
    for number in range(1, 11):
        opened.add_record("case", f"T{number:02}")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.killed", str(library.path), folder, str(KILLS), str(seed)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    counts = json.loads(ran.stdout)
    print(counts)  # noqa: T201 - the counts are asked for
    assert counts["answers"] == KILLS
    assert 0 < counts["shown as saved"] <= counts["on disk"]
