"""An inspection from its first key to its letter, by keys alone and by several people; and a case that is scored by lines."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.compare import Outcome
from sqs_tui.domain.records import RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.store.library import Library
from tests.e2e.conftest import Desk, Start
from tests.e2e.terminal import Terminal
from tests.e2e.test_thirty_nine_keys import FACTS as FACTS_BY_KEY
from tests.e2e.test_thirty_nine_keys import FILE_ORDER, NO, burst

ENTER, ESC, ERASE, DONE, QUIT = "\r", "\x1b", "\x7f", "\x13", "\x11"
FACTS = "y22nnnnn"
"""The answers to the facts of a case without a report to court or custody; 19 questions follow."""
ROOT = Path(__file__).parents[2]


class Person:
    """Somebody at a terminal of their own, whose keys are counted: all of them, and those that are no text."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = self.commands = 0

    def press(self, keys: str, sees: str | Callable[[str], bool]) -> None:
        """Press keys, each of which does something, and wait for what they bring."""
        self.commands += len(keys)
        self._send(keys, sees)

    def type(self, text: str, sees: str) -> None:
        """Type text, which may hold the keys that lead from line to line, and wait for what stands then."""
        self.commands += sum(text.count(key) for key in (ENTER, DONE, ESC, ERASE))
        self._send(text, sees)

    def insist(self, key: str, sees: str) -> None:
        """Press a key where the flow has just stopped, and may still be throwing away what was typed ahead."""
        self.press(key, lambda text: sees in text or "thrown away" in text)
        if sees not in self.terminal.text:
            self.press(key, sees)

    def leave(self) -> None:
        """Leave the program."""
        self.keys += 1
        self.commands += 1
        self.terminal.send(QUIT)
        assert self.terminal.end() == 0

    def _send(self, keys: str, sees: str | Callable[[str], bool]) -> None:
        self.keys += len(keys)
        self.terminal.send(keys)
        self.terminal.wait(sees)


@pytest.fixture
def sit_down(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Person]:
    """Start the program by an account, on the library that all share."""

    def sitting(account: str) -> Person:
        monkeypatch.setenv("LOGNAME", account)
        return Person(start("--library", str(tmp_path / "library"), columns=120, lines=40))

    return sitting


def begin(ann: Person) -> None:
    """Begin the inspection, with five cases and a staff interview."""
    ann.terminal.wait("Here your inspections will stand")
    ann.press("+", "New inspection")
    details = (
        "Whitby",
        "Youth Offending Service",
        "2013-05-13",
        "2013-05-15",
        "2013-06-05",
        "ann",
        "ann@example.org",
        "The chair",
        "The inspectorate",
    )
    ann.type(ENTER.join(details) + DONE, "+ adds one such as")
    ann.press("+", "Add cases")
    ann.type(f"W01..W05{ENTER}CM A{DONE}", "W05")
    ann.press("]", "0 members of staff")
    ann.press("+", "Add members of staff")
    ann.type(f"CM1{DONE}", "CM1 ")


def score_all(ann: Person) -> None:
    """Score the interview and every case; one problem is let stand for a reason."""
    ann.press(ENTER, "0 of 9 answered")
    ann.press("yyyynyyya" + ENTER, "CM1 is complete")
    ann.insist(ESC, "1 member of staff")
    ann.press("]", "W05")
    ann.press(ENTER, "0 of 24 answered")
    ann.press(FACTS + "y" * 19 + ENTER, "W01 is complete; this is W02")
    ann.press(FACTS + "yn1", "Assessment not done")
    ann.type("The screening was not done in time" + ENTER, "Initial assessment")
    ann.press("y" * 17 + ENTER, "1.6 says that the assessment was reviewed")
    ann.insist("W", "Why it may stand")
    ann.type("The review did what the screening had left out" + ENTER, "It may stand")
    ann.press(ENTER, "W02 is complete; this is W03")
    ann.press(FACTS + "yyn2", "Level too high")
    ann.type("The level rests on one offence only" + ENTER, "Harm assessment")
    ann.press("y" * 16 + ENTER, "W03 is complete; this is W04")
    ann.press(FACTS + "y" * 19 + ENTER, "W04 is complete; this is W05")
    ann.press(FACTS + "y" * 19 + ENTER, "W05 is complete")
    ann.insist(ESC, "5 cases")


def have_scored_again(ann: Person) -> None:
    """Give the first case to another inspector."""
    ann.press("2", "Nothing is scored a second time")
    ann.press("+", "Score again")
    ann.type(f"{ENTER * 3}ben{DONE}", "to do")
    ann.press(ESC, "5 cases")
    ann.leave()


def score_again(ben: Person) -> None:
    """Score it without seeing the first scoring, with one answer that differs."""
    ben.terminal.wait("Whitby")
    ben.press(ENTER, "1 to score again")
    ben.press("2", "to do")
    ben.press(ENTER, "Tallies are hidden")
    ben.press(FACTS + "yyn2", "Level too high")
    ben.type("It is too low" + ENTER, "Harm assessment")
    ben.press("y" * 16 + ENTER, "W01 is complete")
    ben.insist(ESC, "1 disagreed, 0 decided")
    ben.leave()


def moderate_and_sign(cid: Person) -> None:
    """Decide where the two differ, then check every record and sign it off."""
    cid.terminal.wait("Whitby")
    cid.press(ENTER, "5 cases")
    cid.press("2", "1 disagreed")
    cid.press(ENTER, "DISAGREED 1")
    cid.press(ENTER, "Why")
    cid.type(f"n{ENTER}2{ENTER}The file bears out the second scoring{DONE}", "1 of 1 disagreement decided")
    cid.press(ESC, "1 decided")
    cid.press(ESC, "5 cases")
    for case in ("W01", "W02", "W03", "W04", "W05"):
        sign(cid, case)
        cid.press("j" if case < "W05" else "]", "1 member of staff" if case == "W05" else "5 cases")
    sign(cid, "CM1")
    cid.leave()


def sign(cid: Person, record: str) -> None:
    cid.press(".", f"{record} is complete.")
    cid.press("k", lambda text: re.search(rf"{record} .* checked", text) is not None)
    cid.press(".", f"{record} is checked.")
    cid.press("s", lambda text: re.search(rf"{record} .* signed off", text) is not None)


def decide(ann: Person) -> None:
    """Decide on every area that is proposed: all but one are included."""
    ann.terminal.wait("Whitby")
    ann.press(ENTER, "5 cases")
    ann.press("s", "in words")
    ann.press("]]", "7 not decided")
    for left in range(6, 0, -1):
        ann.press("+", f"{left} not decided")
        ann.press("jj", "The letter would print")
    ann.press("-", "Why it is left out")
    ann.type("It rests on a single question" + ENTER, "every proposal decided")
    ann.press(ESC, "5 cases")


def write(ann: Person) -> None:
    """Edit the letter: a paragraph is added, a problem mended and another waived."""
    ann.press("l", "no problems")
    ann.press("jjjjjj+", "editing")
    ann.type("Planning was sufficient in nine of the 14 cases." + ESC, "1 problem ")
    ann.press("+", "editing")
    ann.type("The office at YO21 3PU is hard to reach by bus." + ESC, "2 problems")
    ann.press("p", "Problems: 2 left")
    ann.press("kk", "does not agree with the answers")
    ann.press(ENTER, "Enter records")
    ann.press("e", "editing")
    ann.type(ERASE * len("nine of the 14 cases.") + "all five cases." + ESC, "1 problem ")
    ann.press("p", "may be a postcode")
    ann.press("w", "Why it may stand")
    ann.type("It is the address of the office" + ENTER, "Problems: nothing is left, 2 waived")
    ann.press(ESC, "no problems")


def export(ann: Person, home: Path) -> None:
    """Write the letter as Word and as Markdown into the folder that the program was started in."""
    for downs, form in (("", "md"), ("jj", "docx")):
        ann.press("x" + downs, "The code book")
        ann.press(ENTER, f"File (.{form})")
        ann.press(ENTER, _says_written(home / f"whitby-2013-05-letter.{form}"))
    ann.leave()


def _says_written(path: Path) -> Callable[[str], bool]:
    """Whether it is said, and is so: the notice of the file before may still stand."""
    return lambda text: "Written to" in text and path.exists()


@pytest.mark.timeout(400)
def test_a_whole_inspection_is_scored_moderated_written_and_exported_by_keys_alone(
    sit_down: Callable[[str], Person], tmp_path: Path
) -> None:
    ann = sit_down("ann")
    begin(ann)
    began = ann.keys
    score_all(ann)
    scored = ann.keys
    have_scored_again(ann)
    ben = sit_down("ben")
    score_again(ben)
    cid = sit_down("cid")
    moderate_and_sign(cid)
    later = sit_down("ann")
    decide(later)
    write(later)
    export(later, tmp_path / "home")

    opened = Library(tmp_path / "library").open("whitby-2013-05", by="ann", now=lambda: datetime.now(UTC))
    assert not opened.damaged
    assert [record.state for record in opened.records()] == [RecordState.SIGNED_OFF] * 6
    (one,) = opened.comparisons()
    (differing,) = [compared for compared in one.compared if compared.outcome is not Outcome.AGREED]
    assert (differing.question, one.raters, one.moderated) == ("2.2", ("ann", "ben"), 1)
    contents = opened.contents(opened.record("W01").id)
    assert (contents["2.2"].value, contents["2.2"].reasons) == ("no", ("low",))
    assert opened.contents(opened.record("W02").id)["1.1"].note == "The screening was not done in time"
    assert [waiver.reason for waiver in opened.waived(opened.record("W02").id)] == [
        "The review did what the screening had left out"
    ]
    tally = opened.tallies().questions["2.2"]
    assert (tally.met, tally.of) == (3, 5)
    decisions = opened.letter.entries.decisions
    assert [decision.sign for decision in decisions.values()].count(Sign.STRENGTH) == 6
    folder = opened.folder.name
    letter = (tmp_path / "home" / f"{folder}-letter.md").read_text()
    assert "Planning was sufficient in all five cases." in letter
    assert "YO21 3PU" in letter
    assert "three of the five" in letter
    with zipfile.ZipFile(tmp_path / "home" / f"{folder}-letter.docx") as word:
        assert "Planning was sufficient in all five cases." in word.read("word/document.xml").decode()
    everyone = (ann, ben, cid, later)
    for who, keys in (
        ("to begin it, with five cases and an interview", began),
        ("to score them", scored - began),
        ("to score one again", ben.keys),
        ("to moderate and sign all off", cid.keys),
        ("to decide on areas, write and export the letter", later.keys),
        ("in all", sum(one.keys for one in everyone)),
        ("in all besides text", sum(one.commands for one in everyone)),
    ):
        print(f"keys {who}: {keys}")  # noqa: T201 - the count is asked for


# One case by lines


def test_a_case_scored_by_lines_alone_leaves_the_file_that_keys_leave(start: Start, desk: Desk) -> None:
    keys = "".join(burst()[0])
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.wait("answered")
    terminal.send(keys)
    terminal.wait("T01 is complete; this is T02")
    answers = [*FACTS_BY_KEY, *((question, "n" if question in {"concern", *NO} else "y") for question in FILE_ORDER)]
    lines = [f"n {NO[question][0]} {NO[question][2]}" if question in NO else key for question, key in answers]
    done = subprocess.run(
        [sys.executable, "-m", "sqs_tui", "--library", str(desk.path), "review", desk.folder, "T02", "--plain"],
        input="\n".join([*lines, "finish"]), capture_output=True, text=True, check=False, timeout=50, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    by_keys, by_lines = (canonical(desk.path / desk.folder / "cases" / f"{case}.json") for case in ("T01", "T02"))
    assert len(json.loads(by_keys)["changes"]) == 38
    assert by_lines == by_keys
    print(f"\nlines for the case of {len(answers)} questions: {len(lines) + 1}")  # noqa: T201 - as above


def canonical(file: Path) -> str:
    """A record's file with its reference, its ids and its times made alike: each id is named by the order in which it comes."""
    data = json.loads(file.read_text())
    (record,) = data["record"].values()
    record["reference"] = "T"
    names: dict[str, str] = {}
    text = re.sub(
        r"\b[0-9a-f]{8}-(?:act-)?\d{6}\b|\b[0-9a-f]{16}\b",
        lambda found: names.setdefault(found[0], f"id-{len(names)}"),
        json.dumps(data),
    )
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "time", text)
