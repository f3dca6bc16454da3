"""The commands on what has been done: changes, the history of one answer, conflicts and their settling."""

import json
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.domain.letter.entries import Quote
from sqs_tui.domain.records import Content, Inspection
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.store.helpers import Clock

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",), note="[red]x[/red] \x1b[31m\x9b\u202e\nlate")


class Ran:
    """What one run of the command line left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Bench:
    """An inspection of two at work, and the command line beside them."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library = Library(path / "library")
        self._capsys = capsys
        self.folder = self.library.create(DEFAULT_CRITERIA.read_bytes(), Inspection(id="", area="Bury"), by="lead", now=Clock())
        lead = self.opened("lead")
        self.case, self.staff = lead.add_record("case", "BU01").id, lead.add_record("staff", "CM1").id
        self.ann, self.bob = self.opened("ann"), self.opened("bob")

    def opened(self, by: str) -> OpenInspection:
        return self.library.open(self.folder, by=by, now=Clock())

    def run(self, *arguments: str) -> Ran:
        self._capsys.readouterr()
        try:
            code = cli.main(["--library", str(self.library.path), *arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = self._capsys.readouterr()
        assert not set("\x1b\x9b\u202e") & set(captured.out + captured.err)
        return Ran(code, captured.out, captured.err)


@pytest.fixture
def bench(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Bench:
    return Bench(tmp_path, capsys)


def give(inspection: OpenInspection, record: str, question: str, content: Content) -> None:
    inspection.put(record, question, content, act=inspection.new_act())


def test_changes_lists_everything_the_newest_first(bench: Bench) -> None:
    give(bench.ann, bench.case, "2.2", YES)
    bench.bob.change_details(lead="Bob")
    ran = bench.run("changes", "bury")
    rows = ran.out.splitlines()
    assert ran.code == 0
    assert rows[0].split() == ["WHEN", "WHO", "WHAT", "HOW", "FROM", "AND", "TO"]
    assert len(rows) == 5  # the answer, the detail, a case that was added, the inspection; not the interview
    assert any(row.endswith("BU01 2.2                 answered  Yes") for row in rows)


def test_changes_by_somebody_and_since_some_time(bench: Bench) -> None:
    give(bench.ann, bench.case, "2.2", YES)
    give(bench.bob, bench.case, "1.1", NO)
    told = json.loads(bench.run("changes", "bury", "--by", "bob", "--json").out)
    assert [(one["by"], one["record"], one["what"], one["from"], one["how"]) for one in told] == [
        ("bob", "BU01", "BU01 1.1", "nothing", "answered")
    ]
    assert told[0]["to"] == "No (late) “[red]x[/red] [31m\nlate”"
    assert json.loads(bench.run("changes", "bury", "--since", "2013-03-18", "--json").out)
    later = bench.run("changes", "bury", "--since", "2013-04-01T10:00")
    assert (later.code, later.out, later.err) == (0, "", "sqs-tui: nothing of the kind was changed.\n")
    assert bench.run("changes", "bury", "--since", "9999-12-31T23:59:59-23:00").code == 0


@pytest.mark.parametrize("when", ["yesterday", "", " ", "2013-99-01", "\x1b[31m"])
def test_what_is_no_moment_is_wrong_use(bench: Bench, when: str) -> None:
    ran = bench.run("changes", "bury", "--since", when)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is no moment" in ran.err


def test_what_was_said_in_confidence_is_left_out_of_changes_and_that_is_said(bench: Bench) -> None:
    give(bench.ann, bench.staff, "s1", Content(value="yes", note="in confidence"))
    bench.ann.letter.put({"quote:q": Quote(record=bench.staff, question="s1", original="in confidence", text="confidence")})
    for form in ((), ("--json",)):
        ran = bench.run("changes", "bury", *form)
        assert "confidence" not in ran.out
        assert "CM1" not in ran.out
        assert "4 changes on members of staff are left out" in ran.err


def test_history_tells_every_change_of_one_answer(bench: Bench) -> None:
    give(bench.ann, bench.case, "2.2", NO)
    give(bench.ann, bench.case, "2.2", YES)
    bench.ann.undo()
    ran = bench.run("history", "bury", "BU01", "2.2")
    assert [row.split()[7] for row in ran.out.splitlines()[1:3]] == ["answered", "answered"]
    assert "took back  stands  Yes -> No (late)" in ran.out.splitlines()[3]
    told = json.loads(bench.run("history", "bury", "BU01", "2.2", "--json").out)
    assert [(one["cause"], one["stands"]) for one in told] == [("answer", False), ("answer", False), ("undo", True)]
    assert told[2]["base"] == [told[1]["id"]]
    assert told[1]["old"] == told[2]["new"] == {"value": "no", "reasons": ["late"], "note": "[red]x[/red] [31m\nlate"}


def test_history_of_what_nobody_has_answered_says_so(bench: Bench) -> None:
    ran = bench.run("history", "bury", "BU01", "2.2")
    assert (ran.code, ran.out, ran.err) == (0, "", "sqs-tui: nobody has answered 2.2 in BU01 yet.\n")
    assert json.loads(bench.run("history", "bury", "BU01", "2.2", "--json").out) == []


@pytest.mark.parametrize("question", ["9.9", "s1", "", "[red]"])
def test_history_of_no_question_is_refused(bench: Bench, question: str) -> None:
    ran = bench.run("history", "bury", "BU01", question)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is no question that is asked of a case" in ran.err


def test_history_of_what_was_said_in_confidence_is_refused_as_show_refuses(bench: Bench) -> None:
    give(bench.ann, bench.staff, "s1", YES)
    shown, told = bench.run("show", "bury", "CM1"), bench.run("history", "bury", "CM1", "s1")
    assert (told.code, told.out, told.err) == (shown.code, shown.out, shown.err)
    assert told.code == 2


def in_conflict(bench: Bench) -> None:
    give(bench.ann, bench.case, "2.2", YES)
    give(bench.bob, bench.case, "2.2", NO)


def test_conflicts_lists_who_said_what_and_is_a_problem_found(bench: Bench) -> None:
    assert bench.run("conflicts", "bury").err == "sqs-tui: nothing is in conflict.\n"
    in_conflict(bench)
    ran = bench.run("conflicts", "bury")
    assert ran.code == 1
    assert [row.split()[:2] for row in ran.out.splitlines()[1:]] == [["BU01", "2.2"]] * 2
    (told,) = json.loads(bench.run("conflicts", "bury", "--json").out)
    assert (told["record"], told["what"]) == ("BU01", "BU01 2.2")
    assert [(one["by"], one["stands"]) for one in told["said"]] == [("bob", True), ("ann", False)]
    history = json.loads(bench.run("history", "bury", "BU01", "2.2", "--json").out)
    assert [(one["by"], one["stands"], one["in_conflict"]) for one in history] == [("ann", False, True), ("bob", True, False)]


def test_a_line_is_settled_for_a_reason(bench: Bench) -> None:
    in_conflict(bench)
    (told,) = json.loads(bench.run("conflicts", "bury", "--json").out)
    line = told["said"][1]["line"]
    ran = bench.run("conflicts", "bury", "--settle", line, "--reason", "Read [again].\x1b")
    assert (ran.code, ran.out, ran.err) == (0, "", "sqs-tui: BU01 2.2: what ann said stands now.\n")
    after = bench.opened("lead")
    assert (after.conflicts(), after.contents(bench.case)) == ([], {"2.2": YES})
    assert after.history(bench.case, "2.2")[-1].why == "Read [again]."
    assert bench.run("conflicts", "bury", "--settle", line, "--reason", "Again.").code == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--settle", "x"), "go together"),
        (("--reason", "x"), "go together"),
        (("--settle", "x", "--reason", " \x1b "), "needs the reason"),
        (("--settle", "\x1b[31mx", "--reason", "y"), 'No open conflict has a line "[31mx"'),
    ],
)
def test_settling_without_what_it_needs_is_refused(bench: Bench, options: tuple[str, ...], says: str) -> None:
    in_conflict(bench)
    ran = bench.run("conflicts", "bury", *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err
    assert len(bench.opened("lead").conflicts()) == 1


def test_conflicts_on_what_was_said_in_confidence_are_counted_and_neither_told_nor_settled(bench: Bench) -> None:
    give(bench.ann, bench.staff, "s1", YES)
    give(bench.bob, bench.staff, "s1", Content(value="no"))
    ran = bench.run("conflicts", "bury")
    assert (ran.code, ran.out) == (1, "")
    assert "1 conflict on members of staff is left out" in ran.err
    line = bench.opened("lead").conflicts()[0].stands.id
    assert "in confidence" in bench.run("conflicts", "bury", "--settle", line, "--reason", "x").err
    assert len(bench.opened("lead").conflicts()) == 1
