"""The commands on second scorings and on agreement."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.app import SqsApp
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.store.helpers import waive_all

BURY = "bury-2013-03"


class Ran:
    """What one run of the command line left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture
def run(demo_library: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line on the demonstration, by the account of its lead."""
    monkeypatch.setattr("sqs_tui.plain.account_name", lambda: "lead")

    def command(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = cli.main(["--library", str(demo_library), *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def bury(library: Path, by: str) -> OpenInspection:
    return Library(library).open(BURY, by=by, now=lambda: datetime.now(UTC))


def score_again(library: Path, by: str, given: dict[str, Content]) -> None:
    """Finish every second scoring of an inspector as the first did, but for these answers."""
    opened = bury(library, by)
    for second in opened.seconds():
        for question, said in {**opened.contents(second.of), **given}.items():
            opened.put(second.id, question, said, act=opened.new_act())
        opened.set_state(second.id, RecordState.COMPLETE)


def test_named_records_are_given_to_another_inspector(run: Run, demo_library: Path) -> None:
    ran = run("second", "bury", "BU02", "BU03", "--to", "cat", "--qa")
    assert (ran.code, ran.err) == (0, "")
    assert [line.split()[:6] for line in ran.out.splitlines()[1:]] == [
        ["BU02", "QA", "dip", "sample", "inspector-1", "cat"],
        ["BU03", "QA", "dip", "sample", "inspector-1", "cat"],
    ]
    assert [second.reference for second in bury(demo_library, "lead").seconds()] == ["BU02", "BU03"]


def test_a_share_is_drawn_by_a_seed_and_drawn_again_by_the_same(run: Run, demo_library: Path) -> None:
    first = run("second", "bury", "--share", "20%", "--seed", "7", "--to", "cat", "--json")
    drawn = json.loads(first.out)
    assert len(drawn) == 3
    assert {one["drawn"] for one in drawn} == {"20%, seed 7"}
    assert f"20% drawn by the seed 7: {', '.join(one['record'] for one in drawn)}." in first.err
    again = run("second", "bury", "--share", "20%", "--seed", "7", "--to", "cat", "--json")
    assert json.loads(again.out) == []
    assert f"with cat already: {', '.join(one['record'] for one in drawn)}." in again.err
    assert len(bury(demo_library, "lead").seconds()) == 3


def test_a_seed_that_nobody_chose_is_told(run: Run) -> None:
    ran = run("second", "bury", "--share", "2", "--to", "cat", "--json")
    seed = json.loads(ran.out)[0]["drawn"].removeprefix("2, seed ")
    assert seed.isdigit()
    assert f"drawn by the seed {seed}:" in ran.err


def test_without_records_the_second_scorings_are_listed(run: Run, demo_library: Path) -> None:
    empty = run("second", "bury")
    assert (empty.code, empty.out) == (0, "")
    assert "nothing is scored a second time" in empty.err
    run("second", "bury", "BU02", "--to", "cat")
    score_again(demo_library, "cat", {"1.1": Content(value="no", reasons=("late",))})
    (one,) = json.loads(run("second", "bury", "--json").out)
    was = bury(demo_library, "lead").contents(bury(demo_library, "lead").record("BU02").id)["1.1"].value
    assert (one["record"], one["first"], one["second"], one["state"]) == ("BU02", "inspector-1", "cat", "complete")
    assert (one["disagreements"], one["decided"]) == (int(was != "no"), 0)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["BU02"], "--to needs the name"),
        (["BU02", "--to", " "], "needs the name of the inspector"),
        (["BU02", "--share", "20%", "--to", "cat"], "not both"),
        (["BU02", "--seed", "7", "--to", "cat"], "--seed goes with --share"),
        (["--to", "cat"], "Name the records"),
        (["--qa"], "Name the records"),
        (["BU99", "--to", "cat"], 'called "BU99"'),
        (["BU02", "--to", "inspector-1"], "scored first by inspector-1"),
        (["CM1", "--to", "cat"], "in confidence"),
        (["--share", "half", "--to", "cat"], "is no size"),
        (["--share", "99", "--to", "cat"], "cannot be drawn"),
        (["--share", "\x1b[31m", "--to", "cat"], "is no size"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(run: Run, demo_library: Path, arguments: list[str], says: str) -> None:
    ran = run("second", "bury", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert "\x1b" not in ran.err
    assert bury(demo_library, "lead").seconds() == []


def test_first_answers_are_hidden_from_who_scores_them_again(
    run: Run, demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("second", "bury", "BU02", "--to", "cat")
    assert run("show", "bury", "BU02").code == 0
    monkeypatch.setattr("sqs_tui.plain.account_name", lambda: "cat")
    for arguments in (["show", "bury", "BU02"], ["show", "bury", "BU02", "--json"]):
        ran = run(*arguments)
        assert (ran.code, ran.out) == (2, "")
        assert "yours to score again" in ran.err
    assert run("show", "bury", "BU03").code == 0
    with pytest.raises(LibraryError, match="yours to score again"):
        SqsApp(Library(demo_library), by="cat", inspection=BURY, record="BU02")


def test_the_problems_of_a_record_are_not_named_to_who_scores_it_again(
    run: Run, demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = "BU02 has problems that are hidden from you until the second scoring is done."
    run("second", "bury", "BU02", "--to", "cat")
    opened = bury(demo_library, "lead")
    opened.put(opened.record("BU02").id, "4.4", Content(), act=opened.new_act())
    opened.put(opened.record("BU02").id, "4.5", Content(note="a note alone"), act=opened.new_act())
    assert "BU02" in run("check", "bury").out
    assert "is not answered" in run("state", "bury", "BU02", "complete").err
    monkeypatch.setattr("sqs_tui.plain.account_name", lambda: "cat")
    assert run("state", "bury", "BU02", "complete").err == f"sqs-tui: {hidden}\n"
    told = [line for line in run("check", "bury").out.splitlines() if "BU02" in line]
    assert told == [f"BU02: {hidden}"]
    run("export", "bury", "evidence", "--output", "evidence.md")
    assert hidden in Path("evidence.md").read_text()
    assert [line for line in run("problems", "bury").out.splitlines() if line.startswith("BU02  ")] == []


def test_agreement_is_told_with_disagreements_first(run: Run, demo_library: Path) -> None:
    empty = run("agreement", "bury")
    assert (empty.code, empty.out) == (0, "")
    assert "no second scoring is finished yet" in empty.err
    run("second", "bury", "BU02", "BU03", "--to", "cat")
    score_again(demo_library, "cat", {"4.4": Content(value="na")})
    lines = run("agreement", "bury").out.splitlines()
    assert lines[0] == "Disagreements: 2"
    assert lines[1].split()[:2] == ["BU02", "4.4"]
    assert lines[1].endswith("cat: Not applicable")
    assert "Asked of one only, or not answered by both: none" in lines
    question = next(line for line in lines if line.startswith("4.4 "))
    assert question.split()[-7:] == ["2", "2", "0.00", "-0.33", "0.00", "small", "numbers"]
    constant = next(line for line in lines if line.startswith("Case manager interviewed"))
    assert constant.split()[3:] == ["2", "0", "1.00", "1.00", "not", "defined", "small", "numbers"]
    pair = next(line for line in lines if line.startswith("cat and inspector-1"))
    assert "small" not in pair


def test_agreement_as_json_leaves_what_is_not_defined_null(run: Run, demo_library: Path) -> None:
    run("second", "bury", "BU02", "--to", "cat")
    score_again(demo_library, "cat", {"4.4": Content(value="na", note="It did not apply.")})
    opened = bury(demo_library, "lead")
    opened.moderate(opened.seconds()[0].id, "4.4", None, "It did apply.")
    told = json.loads(run("agreement", "bury", "--json").out)
    (one,) = told["disagreements"]
    assert (one["record"], one["question"], one["outcome"]) == ("BU02", "4.4", "disagreed")
    assert one["second"] == {"inspector": "cat", "value": "na", "reasons": [], "note": "It did not apply."}
    assert (one["decision"]["kept"], one["decision"]["why"], one["decision"]["by"]) == (True, "It did apply.", "lead")
    assert told["questions"]["interviewed"]["kappa"] is None
    assert told["questions"]["interviewed"]["raw"] == 1
    assert told["questions"]["4.4"]["small"] is True
    assert told["overall"]["small"] is False
    assert told["raters"][0]["inspectors"] == ["cat", "inspector-1"]
    assert told["overall"]["pairs"] == told["raters"][0]["pairs"]


def test_without_any_finished_all_figures_are_null(run: Run) -> None:
    told = json.loads(run("agreement", "bury", "--json").out)
    assert told["overall"] | {"pairs": 0, "raw": None, "ac1": None, "kappa": None} == told["overall"]
    assert (told["disagreements"], told["apart"], told["raters"], told["questions"]) == ([], [], [], {})


# Moderation


@pytest.fixture
def differing(demo_library: Path) -> str:
    """A case that ben has scored again as it was scored first, but for 2.2; gives its reference."""
    ben = bury(demo_library, "ben")
    first = ben.record("BU01")
    (second,) = ben.begin_seconds([first.id], "ben")
    for question, content in ben.contents(first.id).items():
        other = Content(value="no" if content.value == "yes" else "yes", reasons=("low",) if content.value == "yes" else ())
        ben.put(second.id, question, other if question == "2.2" else content, act=ben.new_act())
    waive_all(ben, second.id)
    ben.set_state(second.id, RecordState.COMPLETE)
    return first.reference


def test_moderate_records_an_answer_and_why(run: Run, demo_library: Path, differing: str) -> None:
    before = bury(demo_library, "lead")
    value = before.contents(before.record(differing).id)["2.2"].value
    wanted = "no" if value == "yes" else "yes"
    reasons = ("--reasons", "low") if wanted == "no" else ()
    ran = run("moderate", "bury", differing, "2.2", "--answer", wanted, *reasons, "--why", "Read again")
    assert (ran.code, ran.err) == (0, "")
    assert "by lead: Read again" in ran.out
    after = bury(demo_library, "lead")
    assert after.contents(after.record(differing).id)["2.2"].value == wanted
    assert after.comparisons()[0].decisions["2.2"].why == "Read again"


def test_moderate_leaves_an_answer_as_it_is_and_keeps_why(run: Run, demo_library: Path, differing: str) -> None:
    before = bury(demo_library, "lead")
    now = before.contents(before.record(differing).id)
    assert run("moderate", "bury", differing, "2.2", "--as-it-is", "--why", "It was right").code == 0
    after = bury(demo_library, "lead")
    assert after.contents(after.record(differing).id) == now
    assert after.comparisons()[0].decisions["2.2"].kept


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("2.2", "--answer", "maybe", "--why", "x"), 2, '"maybe" is no answer to 2.2: choose one of yes'),
        (("2.2", "--answer", "no", "--reasons", "odd", "--why", "x"), 2, '"odd" is no reason of 2.2: choose from '),
        (("2.2", "--as-it-is", "--reasons", "vague", "--why", "x"), 2, "--reasons goes with --answer"),
        (("1.1", "--as-it-is", "--why", "x"), 2, 'BU01 has no question "1.1" on which a second scoring differs.'),
        (("2.2", "--as-it-is", "--why", "x", "--second", "zoe"), 2, 'BU01 has no question "2.2"'),
        (("2.2", "--as-it-is", "--why", " "), 2, "A decision is made for a reason: say why."),
        (("2.2", "--why", "x"), 2, "--answer --as-it-is"),
    ],
)
def test_what_cannot_be_moderated_is_told_in_one_line(
    run: Run, differing: str, arguments: tuple[str, ...], code: int, says: str
) -> None:
    ran = run("moderate", "bury", differing, *arguments)
    assert ran.code == code
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1


def test_without_a_finished_second_scoring_there_is_nothing_to_moderate(run: Run) -> None:
    ran = run("moderate", "bury", "BU02", "2.2", "--as-it-is", "--why", "x")
    assert (ran.code, ran.err.splitlines()[-1:]) == (
        2, ["sqs-tui: No second scoring of BU02 is finished: there is nothing to decide on."]
    )  # fmt: skip
