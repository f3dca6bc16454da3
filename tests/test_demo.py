"""The demonstration in a library."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sqs_tui.demo.load import throw_away_library
from sqs_tui.domain.problems import problems
from sqs_tui.domain.records import RecordState
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.builders import BURY

FOLDER = "bury-2013-03"
DEMONSTRATION: dict[str, Any] = json.loads(BURY.read_text(encoding="utf-8"))
SCORED = {record["reference"]: record for record in [*DEMONSTRATION["cases"], *DEMONSTRATION["staff"]]}


@pytest.fixture
def bury(demo_library: Path) -> OpenInspection:
    library = Library(demo_library)
    return library.open(library.find("bury"), by="somebody", now=lambda: pytest.fail("reading asks for no time"))


def test_it_is_the_bury_inspection_with_its_cases_and_interviews(bury: OpenInspection) -> None:
    assert bury.folder.name == FOLDER
    assert bury.details.name == "Bury 2013"
    assert bury.damaged == ()
    assert [record.reference for record in bury.records("case")] == [f"BU{number:02}" for number in range(1, 15)]
    assert len(bury.records("staff")) == 8


def test_every_record_is_complete_and_has_no_gap(bury: OpenInspection) -> None:
    for record in bury.records():
        assert record.state is RecordState.COMPLETE
        found = problems(bury.instrument, record.unit, bury.contents(record.id))
        assert [problem.says for problem in found if problem.kind == "unanswered"] == []


def test_every_answer_is_that_of_the_data_by_its_inspector_on_its_day(bury: OpenInspection) -> None:
    for record in bury.records():
        scored = SCORED[record.reference]
        assert (record.inspector, record.case_manager) == (scored["inspector"], scored["case_manager"])
        answers = bury.answers(record.id)
        assert {question: answer.content.value for question, answer in answers.items()} == {
            question: content["value"] for question, content in scored["answers"].items()
        }
        assert {answer.by for answer in answers.values()} == {scored["inspector"]}
        assert {answer.at[:13] for answer in answers.values()} <= {f"{scored['day']}T{hour:02}" for hour in range(9, 18)}
        assert len({answer.at for answer in answers.values()}) == len(answers)


def test_it_has_four_notes_that_may_be_quoted(bury: OpenInspection) -> None:
    quoted = [
        (record.reference, q) for record in bury.records() for q, content in bury.contents(record.id).items() if content.quote
    ]
    assert len(quoted) == 4


def test_a_throw_away_library_goes_with_the_program() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with throw_away_library() as path:
        assert (path / FOLDER).is_dir()
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert not path.parent.exists()
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_throw_away_library_goes_when_a_signal_ends_the_program(number: signal.Signals) -> None:
    code = """
import time
from sqs_tui.demo.load import throw_away_library
with throw_away_library() as path:
    print(path, flush=True)
    time.sleep(40)
"""
    root = Path(__file__).parent.parent
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        path = Path(process.stdout.readline().strip())
        assert path.is_dir()
        os.kill(process.pid, number)
        assert process.wait(timeout=20) == 128 + number
    assert not path.parent.exists()


def test_making_it_takes_no_time_to_speak_of() -> None:
    begun = time.process_time()
    with throw_away_library():
        taken = time.process_time() - begun
    assert taken < 1.5
