"""The private view is safe to show beside the case manager: nothing of another case is ever sent to the terminal.

Every other case bears words of its own, in its reference, its case manager and its notes. What is looked for in all that the
program writes are those words, and whatever is counted over cases.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App

from sqs_tui import app as program
from sqs_tui.app import SqsApp
from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.screens.review import Review
from sqs_tui.store.inspection import OpenInspection
from tests.emulator import Emulator
from tests.faults.test_signed_off import LEAVING, agree, key_of
from tests.store.helpers import waive_all
from tests.terminal.test_stepping_aside import Recorder
from tests.ui.hand import Hand, Stage

FRONT, ME = "BU07", "inspector-1"
SECRET = "zq"
"""How every word begins that belongs to another case."""
COUNTED = re.compile(r"\b(?:[1-9]\d*|0)/(?:4[0-9]|[5-9]\d|1\d\d|1[0-5]|[1-9])\b|[▲▼█]|\b1[34] (?:cases|of)|\bso far\b|\b14 of\b")
"""What is counted over cases: shares of answers, signs, bars, how many cases there are."""
ONE_RECORD = re.compile(r"\b2[0-9]/2[0-9]\b")
"""How far the one case is that may be seen: "27/27"."""


@pytest.fixture
def marked(demo: Stage) -> Stage:
    """The demonstration, in which everything about every case but one bears a mark; some of it is open, some in conflict."""
    opened = demo.other(ME)
    for number, record in enumerate(opened.records("case")):
        if record.reference != FRONT:
            opened.change_record(record.id, reference=f"ZQ{number:02d}", case_manager=f"zqmanager{number}", inspector=ME)
            put(opened, record.id, "1.1", Content(value="no", note=f"zqnote{number} of another case", quote=True))
            put(opened, record.id, "2.3", Content(note=f"zqopen{number}"))
            opened.set_state(record.id, RecordState.IN_PROGRESS)
        else:
            opened.change_record(record.id, case_manager="CMF", inspector=ME)
    for record in opened.records("staff"):
        opened.change_record(record.id, reference=f"ZQstaff{record.id[:4]}")
    contend(demo, "ZQ02", "1.4")
    return demo


def put(opened: OpenInspection, record: str, question: str, content: Content) -> None:
    opened.put(record, question, content, act=opened.new_act())


def contend(stage: Stage, reference: str, question: str) -> None:
    """Let two answer the same without seeing each other's answer."""
    both = stage.other(ME), stage.other("zqcolleague")
    for opened, note in zip(both, ("zqmine", "zqtheirs"), strict=True):
        put(opened, opened.record(reference).id, question, Content(value="no", reasons=("late",), note=note))


class Looker:
    """Looks at whatever was on the terminal at any moment: after each write of the program, not only at the end."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self._shown = Emulator(*hand.app.size)
        self._taken = 0
        self.seen: list[str] = []

    @property
    def _driver(self) -> Recorder:
        driver = self.hand.app._driver
        assert isinstance(driver, Recorder)
        return driver

    def forget(self) -> None:
        """What was shown until now may have been seen."""
        self._take()
        self.seen.clear()

    def _take(self) -> None:
        written = self._driver.written
        for piece in written[self._taken :]:
            self._shown.feed(piece)
            self.seen.append(self._shown.text)
            self.seen += re.findall(r"\x1b\]([^\x07\x1b]*)", piece)  # titles, links, the clipboard
        self._taken = len(written)

    def require_discreet(self, after: str) -> None:
        """Fail where anything of another case, or anything counted, was on the terminal since the last look."""
        self._take()
        for screen in self.seen:
            told = [line for line in screen.splitlines() if SECRET in line.casefold()]
            assert not told, f"after {after} on {self.hand.screen}:\n{screen}"
            counted = COUNTED.search(ONE_RECORD.sub("", screen))
            assert not counted, f"after {after} on {self.hand.screen}, {counted[0]!r}:\n{screen}"
        self.seen = self.seen[-1:]


@asynccontextmanager
async def watched(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, record: str | None = FRONT, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Hand, Looker]]:
    """The program, with a terminal that keeps what is written to it."""

    def recording(app: App[object], **_: object) -> Recorder:
        return Recorder(app, size=size)

    monkeypatch.setattr(SqsApp, "_build_driver", recording)
    async with stage.open(record, size=size) as hand:
        yield hand, Looker(hand)


def of_screen(screen: ScreenName) -> list[str]:
    commands = [command for command in COMMANDS if screen in command.screens and command.id not in LEAVING]
    return [command.id for command in commands]


def key(identity: str) -> str:
    return key_of(next(command for command in COMMANDS if command.id == identity))


async def home(hand: Hand, base: object) -> None:
    """Back to where the private view was entered, with it on."""
    for _ in range(6):
        if hand.app.screen is base:
            break
        await hand.press("escape")
    if isinstance(base, Review) and hand.app.screen is base:
        base.hearing.again()
        base._show(base.session.inspection.record(FRONT))
        base._paint()
        await hand.settle()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_no_command_of_review_shows_anything_of_another_case(
    marked: Stage, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(marked, monkeypatch, size=size) as (hand, look):
        await hand.press("v")
        look.forget()
        base = hand.app.screen
        session = hand.review.session
        for identity in (*of_screen(ScreenName.REVIEW), "review.go-on"):
            if identity in ("review.private", "review.next-record", "review.previous-record", "app.back"):
                continue  # these have tests of their own
            await hand.goto("4.3")
            await hand.press(key(identity))
            look.require_discreet(identity)
            for _ in range(2):
                if hand.app.screen is not base:
                    await agree(hand)
                    look.require_discreet(f"{identity}, agreed to")
            await home(hand, base)
            look.require_discreet(f"{identity}, left")
            if hand.app.screen is not base or hand.review.record.reference != FRONT:
                hand.app.open_record(session, session.inspection.record(FRONT))
                await hand.settle()
                base = hand.app.screen
                look.forget()


@pytest.mark.timeout(240)
async def test_what_stands_behind_a_review_is_as_private(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch, "") as (hand, look):
        hand.app.open_record(session_of(hand), session_of(hand).inspection.record(FRONT))
        await hand.settle()
        await hand.press("v")
        look.forget()
        await hand.press("escape")
        look.require_discreet("Esc")
        assert hand.screen == "InspectionScreen"
        assert "CMF" in hand.text
        base = hand.app.screen
        for identity in of_screen(ScreenName.INSPECTION):
            if identity in ("inspection.private", "app.back"):
                continue
            await hand.press(key(identity))
            look.require_discreet(identity)
            for _ in range(2):
                if hand.app.screen is not base and hand.screen != "Review":
                    await agree(hand)
                    look.require_discreet(f"{identity}, agreed to")
            await home(hand, base)
            look.require_discreet(f"{identity}, left")
            assert hand.app.screen is base, identity
        await hand.press("escape")
        look.require_discreet("Esc to all inspections")
        assert hand.screen == "Inspections"


def session_of(hand: Hand) -> program.Session:
    return next(iter(hand.app._sessions.values()))


@pytest.mark.parametrize("way", ["s enter enter", "h a enter", "! enter", "l enter enter", "p enter"])
async def test_what_led_to_a_review_is_passed_over_on_the_way_back(
    marked: Stage, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(marked, monkeypatch, "", size=(120, 40)) as (hand, look):
        await hand.press(*way.split())
        for _ in range(30):
            if hand.screen == "Review":
                break
            await hand.press("down", "enter")
        session = session_of(hand)
        hand.app.open_record(session, session.inspection.record(FRONT))
        await hand.settle()
        await hand.press("v")
        look.forget()
        for _ in range(8):
            if hand.screen == "InspectionScreen":
                break
            if hand.screen == "Review" and hand.review.record.reference != FRONT:
                break  # another review that was left open beneath: its case is the one in front now
            await hand.press("escape")
            if hand.screen != "Review" or hand.review.record.reference == FRONT:
                look.require_discreet("Esc")
        assert hand.screen in ("InspectionScreen", "Review")


async def test_a_new_case_in_front_is_shown_and_the_old_one_no_more(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v", "]")
        reference = hand.review.record.reference
        assert reference.startswith("ZQ")
        look.forget()
        await hand.press("j", "k", "w", "H", "escape", "h", "h", "p", "escape")
        look._take()
        assert FRONT not in "".join(look.seen[1:])
        others = {record.reference for record in marked.other().records("case")} - {reference}
        assert not [other for other in others if any(other in screen for screen in look.seen[1:])]
        await hand.press("escape")
        look._take()
        assert reference in look.seen[-1]
        assert FRONT not in look.seen[-1]


async def test_finishing_a_case_names_only_the_next(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = fresh.other()
    for question in [question.id for question in opened.instrument.of_unit("case")]:
        put(opened, opened.record("T01").id, question, Content(value="yes" if question not in ("sentence", "weeks") else "1"))
    async with watched(fresh, monkeypatch, "T01") as (hand, look):
        await hand.press("v", "g", *"4.6", "enter", *["j"] * 40)
        look.forget()
        for problem in range(6):
            if fresh.other().record("T01").state is RecordState.COMPLETE:
                break
            await hand.press("W")
            if hand.screen == "Form":
                await hand.fill(f"reason {problem}", "enter")
        await hand.press(*["j"] * 40, "enter")
        assert hand.review.record.reference == "T02"
        assert "Complete; this is T02." in hand.lines[0]
        assert "T01" not in hand.text


async def test_an_undo_in_another_case_is_done_and_does_not_say_where(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        await hand.press("u")
        look.require_discreet("an undo")
        assert "What you did last was taken back, in another record." in hand.lines[0]
        assert hand.review.record.reference == FRONT
        await hand.press("U")
        look.require_discreet("a redo")
        assert "What you did last was brought again, in another record." in hand.lines[0]


async def test_an_undo_that_is_refused_in_another_case_does_not_say_where(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = marked.other(ME)
    record = mine.record("ZQ05").id
    put(mine, record, "1.4", Content(value="no", reasons=("late",), note="zqfirst"))
    other = marked.other("zqcolleague")
    put(other, record, "1.4", Content(value="yes", note="zqsecond"))
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        await hand.press("u")
        look.require_discreet("an undo")
        assert "Nothing was taken back: that lies in another record." in hand.lines[0]


async def test_what_others_do_to_other_cases_meanwhile_is_not_told(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "LOOK_AROUND", 0.02)
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        session = session_of(hand)
        mine = session.inspection
        record = mine.record("ZQ04").id
        other = marked.other("zqcolleague")
        put(mine, record, "1.5", Content(value="yes", note="zqmine"))
        put(other, record, "1.5", Content(value="no", reasons=("no-role",), note="zqtheirs"))  # a conflict that I am part of
        await hand.until(lambda: any(conflict.record == record for conflict in mine.conflicts()))
        await hand.press("j", "k", "y")
        await hand.pilot.pause(0.1)
        look.require_discreet("what others did")
        await hand.press("!")
        look.require_discreet("the list of conflicts")
        assert "Nothing is in conflict" in hand.text


async def test_what_is_to_be_told_of_another_case_is_told_when_the_private_view_is_left(
    marked: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        hand.app._tell("ZQ05 is damaged.")
        hand.review._tell("ZQ04 was not saved: the disk is full.")
        await hand.settle()
        look.require_discreet("a damaged file")
        assert "Something is to be told that the private view hides" in hand.lines[0]
        await hand.press("v")
        assert hand.notices == ["ZQ05 is damaged.", "ZQ04 was not saved: the disk is full."]


async def test_a_burst_of_keys_shows_nothing_of_another_case(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        await hand.burst("u", "tab", "tab", "d", "j", "H", "escape", "p", "escape", "!", "escape", "y", "escape")
        look.require_discreet("a burst")
        await hand.burst("l", "s", "h", "!", "2", "T", "t", "u", "]", "+", "escape", "escape", "tab", "p")
        look.require_discreet("another burst")


async def test_tab_and_p_stay_in_the_case(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch) as (hand, look):
        await hand.press("v")
        look.forget()
        await hand.press("tab")
        assert "Nothing is left in this record." in hand.lines[0]
        await hand.goto("2.3")
        await hand.press("backspace", "k", "tab")
        assert hand.review.state.current == "2.3"
        await hand.press("tab")
        assert hand.review.state.current == "2.3"
        assert hand.review.record.reference == FRONT
        await hand.press("p")
        assert "Problems: 1 left" in hand.text
        look.require_discreet("the queue")


# How it comes and goes


async def test_the_setting_opens_every_case_in_it(marked: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SQS_TUI_PRIVATE_VIEW", "true")
    async with watched(marked, monkeypatch) as (hand, look):
        look.require_discreet("the start")
        assert "PRIVATE VIEW" in hand.text
        await hand.press("v")
        assert "14 cases" in hand.text
        await hand.press("]")
        assert "PRIVATE VIEW" in hand.text


async def test_it_is_there_again_after_the_line_has_dropped(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch) as (hand, _):
        session_of(hand).typed["Edit ZQ05, zqmanager5"] = {"reference": "ZQ05"}
        await hand.press("v")
        hand.app._save_all()
    async with watched(marked, monkeypatch, None) as (hand, look):
        await hand.until("PRIVATE VIEW")
        assert hand.review.record.reference == FRONT
        look.require_discreet("the start")


async def test_on_the_inspection_it_shows_the_case_under_the_cursor(marked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with watched(marked, monkeypatch, "") as (hand, look):
        for _ in range(20):
            if hand.app.screen.query_one("#table").chosen == marked.other().record(FRONT).id:  # type: ignore[attr-defined]
                break
            await hand.press("down")
        await hand.press("v")
        look.forget()
        await hand.press("down", "up", "m")
        look.require_discreet("the list")
        assert "CMF" in hand.text
        await hand.press("v")
        assert "ZQ02" in hand.text


async def test_behind_a_second_scoring_nothing_is_shown_in_its_place(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    other = fresh.other("zqfirst")
    record = other.record("T02").id
    put(other, record, "1.1", Content(value="yes"))
    waive_all(other, record)
    other.set_state(record, RecordState.COMPLETE)
    second = other.begin_second(record, "newcomer")
    async with watched(Stage(fresh.path, fresh.folder, by="newcomer"), monkeypatch, "") as (hand, _):
        hand.app.open_record(session_of(hand), session_of(hand).inspection.record(second.id))
        await hand.settle()
        await hand.press("v", "escape")
        assert hand.screen == "InspectionScreen"
        assert not re.search(r"T0[13]", hand.text)
        assert "none is shown" in hand.text
