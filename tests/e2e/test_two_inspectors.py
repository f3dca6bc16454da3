"""Two inspectors in one library, each with a program of their own in a terminal of their own."""

import signal
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Desk, Start
from tests.e2e.terminal import Terminal

ESC, ENTER, QUIT = "\x1b", "\r", "\x11"
Sit = Callable[..., Terminal]


@pytest.fixture
def sit(start: Start, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Let an account sit down at the inspection, or at one of its records."""

    def sitting(account: str, *record: str, columns: int = 80, lines: int = 24) -> Terminal:
        monkeypatch.setenv("LOGNAME", account)
        return start("--library", str(desk.path), "open", desk.folder, *record, columns=columns, lines=lines)

    return sitting


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_two_in_one_case_see_each_other_and_what_each_answers(sit: Sit, desk: Desk, columns: int, lines: int) -> None:
    ann, ben = sit("ann", "T01", columns=columns, lines=lines), sit("ben", "T01", columns=columns, lines=lines)
    ann.wait("ben is here too")
    ben.wait("ann is here too")
    ann.send("e" + "what ann is typing")
    ann.wait("what ann is typing")
    ben.send("jjjn")
    ann.wait("ben answered Looked after No at")
    assert "what ann is typing" in ann.text
    assert " n Looked after" in ann.text
    ann.send(" goes on" + ENTER)
    ben.wait("ann wrote a note on Case manager interviewed at")
    opened = desk.opened()
    answers = opened.answers(opened.record("T01").id)
    assert answers["interviewed"].content.note == "what ann is typing goes on"
    assert {question: answer.by for question, answer in answers.items()} == {"interviewed": "ann", "looked-after": "ben"}
    ben.send(QUIT)
    assert ben.end() == 0
    ann.wait(lambda text: "here too" not in text)


def test_who_is_where_stands_on_the_inspection_until_their_program_is_killed(sit: Sit, desk: Desk) -> None:
    ann = sit("ann")
    ann.wait("T01")
    ben, again = sit("ben", "T02"), sit("ann", "T01")
    ann.wait(lambda text: "ben (T02)" in text and "you (T01)" in text)
    assert "T02 ●" in ann.text
    ben.signal(signal.SIGKILL)
    ann.wait(lambda text: "ben" not in text and "T02 ●" not in text)
    again.send(QUIT)
    ann.wait(lambda text: "also here" not in text)
    assert len(list((desk.path / desk.folder / ".here").iterdir())) == 1


def test_a_case_that_one_claims_is_asked_about_by_the_other(sit: Sit, desk: Desk) -> None:
    ann, ben = sit("ann"), sit("ben")
    ann.wait("also here: ben")
    ben.wait("also here: ann")
    ben.send("cy")
    ben.wait("T01 is ben's to review")
    ann.wait(lambda text: "T01" in text and "ben" in text.splitlines()[2])
    ann.send("c")
    ann.wait("take it over from ben")
    ann.send(ESC + "m")
    ann.wait("0 of 2 cases: mine only")
    assert desk.opened().record("T01").inspector == "ben"


_SAVES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sqs_tui.domain.records import Content
from sqs_tui.store.library import Library
inspection = Library(Path(sys.argv[1])).open(sys.argv[2], by="cleo", now=lambda: datetime.now(UTC))
inspection.put(inspection.record("T02").id, "1.1", Content(value="yes"), act=inspection.new_act())
"""


def test_the_summary_follows_a_process_that_is_no_program_with_screens(sit: Sit, desk: Desk) -> None:
    ann = sit("ann")
    ann.wait("T02")
    ann.send("s")
    ann.wait("Here the numbers of every question will stand")
    subprocess.run([sys.executable, "-c", _SAVES, str(desk.path), desk.folder], check=True, timeout=50)
    ann.wait("1/1")
