"""`problems` and `waive`: the queue without a screen."""

import json
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.domain.records import Content
from sqs_tui.store.inspection import OpenInspection
from tests.ui.hand import Stage

Told = pytest.CaptureFixture[str]


@pytest.fixture
def stage(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(demo_library))
    monkeypatch.setenv("LOGNAME", "tester")
    return Stage(demo_library, "bury-2013-03")


def put(opened: OpenInspection, reference: str, question: str, content: Content) -> None:
    opened.put(opened.record(reference).id, question, content, act=opened.new_act())


def test_where_nothing_is_open_it_says_so_and_exits_with_nothing_wrong(stage: Stage, capsys: Told) -> None:
    assert cli.main(["problems", "bury"]) == 0
    assert capsys.readouterr().out == "0 are open, 0 waived.\n"


def test_what_is_open_is_listed_with_its_place_and_the_exit_code_tells(stage: Stage, capsys: Told) -> None:
    put(stage.other(), "BU03", "2.3", Content(note="To be looked at again."))
    stage.other().letter.put({"area:oversight": None})
    assert cli.main(["problems", "bury"]) == 1
    listed = capsys.readouterr().out.splitlines()
    assert listed[0].split("  ")[0] == "BU03"
    assert listed[0].endswith("2.3 Harm assessment reviewed has a note, but no answer.")
    assert any(line.startswith("areas ") and "decide on it on the Summary." in line for line in listed)
    assert listed[-1].endswith("are open, 0 waived.")


def test_of_one_record_only_its_own_is_listed(stage: Stage, capsys: Told) -> None:
    put(stage.other(), "BU03", "2.3", Content())
    assert cli.main(["problems", "bury", "BU07"]) == 0
    assert cli.main(["problems", "bury", "BU03"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == [
        "BU03  2.3 Harm assessment reviewed is not answered.",
        "1 is open, 0 waived.",
    ]


def test_a_problem_is_waived_for_a_reason_and_that_is_taken_back(stage: Stage, capsys: Told) -> None:
    put(stage.other(), "BU03", "2.3", Content())
    assert cli.main(["waive", "bury", "BU03", "2.3", "--reason", "the file is lost"]) == 0
    assert capsys.readouterr().out == "BU03: 2.3 Harm assessment reviewed is not answered. It may stand.\n"
    assert cli.main(["problems", "bury", "BU03", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["open"] == []
    assert [(one["where"], one["question"], one["reason"]) for one in told["waived"]] == [("BU03", "2.3", "the file is lost")]
    assert cli.main(["waive", "bury", "BU03", "2.3", "--take-back"]) == 0
    assert cli.main(["problems", "bury", "BU03"]) == 1


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("BU03", "1.1", "--reason", "x"), "BU03 has no problem at 1.1 that could be waived; there is one at 2.3."),
        (("BU03", "9.9", "--reason", "x"), 'There is no question "9.9"'),
        (("BU03", "2.3", "--reason", " "), "A problem is waived with a reason: say why in --reason."),
        (("BU99", "2.3", "--reason", "x"), 'No record of Bury 2013 is called "BU99"'),
    ],
)
def test_what_cannot_be_waived_is_told_in_one_line(stage: Stage, capsys: Told, given: tuple[str, ...], says: str) -> None:
    put(stage.other(), "BU03", "2.3", Content())
    assert cli.main(["waive", "bury", *given]) == 2
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_of_what_was_said_in_confidence_nobody_is_named(stage: Stage, capsys: Told) -> None:
    put(stage.other(), "CM1", "s1", Content(value="yes", note="123"))
    assert cli.main(["problems", "bury"]) == 1
    told = capsys.readouterr().out
    assert "member of staff" in told
    assert not any(secret in told for secret in ("CM1", "123"))


def test_a_record_that_is_yours_to_score_again_is_not_shown(stage: Stage, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = stage.other("somebody-else")
    opened.begin_second(opened.record("BU03").id, "tester")
    put(opened, "BU03", "2.3", Content(note="To be looked at again."))
    assert cli.main(["problems", "bury"]) == 1
    told = capsys.readouterr().out
    assert "BU03 (second scoring)" in told
    assert "has a note, but no answer" not in told
