"""Hints: one at a time, until what it speaks of has been used a few times; kept for the account, and never in the way."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.machine import habits_path
from sqs_tui.screens.hints import ANSWER, HINTS, hints_for
from sqs_tui.store.habits import Habits, read_habits, save_habits
from tests.ui.hand import Hand, Stage

TODAY = date.today()  # noqa: DTZ011 - as the program has it
FIRST = "A key in brackets answers"
SECOND = "u takes back what you did last"


@pytest.fixture(autouse=True)
def hints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_HINTS", "2")


def foot(hand: Hand) -> str:
    return hand.lines[-1]


def test_every_hint_is_about_a_command_of_its_screen_and_names_its_key() -> None:
    ids = {command.id: command for command in COMMANDS}
    for screen in ScreenName:
        for hint in hints_for(screen):
            if hint.command != ANSWER:
                assert screen in ids[hint.command].screens
                assert f"{{{hint.command}}}" in hint.says
                assert DEFAULT_KEYS.first(hint.command) in DEFAULT_KEYS.says(hint.says)
    assert len({(screen, hint.command) for screen, hints in HINTS.items() for hint in hints}) == sum(map(len, HINTS.values()))


async def test_a_hint_goes_when_what_it_speaks_of_was_used_often_enough(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        assert foot(hand).startswith(FIRST)
        await hand.press("y", "]")
        assert foot(hand).startswith(FIRST)
        await hand.press("y", "]")
        assert foot(hand).startswith(SECOND)
        await hand.press("u", "u", "[")
        assert "guidance" in foot(hand)


async def test_a_hint_stands_only_where_nothing_else_does(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y")
        assert foot(hand).startswith("T01")
        assert FIRST not in hand.text
        await hand.press("]", "g")
        assert FIRST not in hand.text
        await hand.press("escape")
        assert FIRST in hand.text


async def test_what_was_used_is_known_at_the_next_start(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "1", "ctrl+q")
    async with fresh.open("T02") as hand:
        assert foot(hand).startswith(SECOND)


async def test_a_command_that_was_found_by_its_name_counts_too(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        for _ in range(2):
            assert "Enter reviews the case" in hand.text
            await hand.press("?", *"review the record", "enter", "escape")
        assert "s shows the summary" in hand.text
        await hand.press("s", "escape", "s", "escape")
        assert "l shows the letter" in hand.text


async def test_a_hint_names_the_key_that_was_set(fresh: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[keys]\n"review.undo" = "z"\n', encoding="utf-8")
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(settings))
    async with fresh.open("T01") as hand:
        await hand.press("y", "1", "]")
        assert foot(hand).startswith("z takes back")


async def test_with_hints_at_nought_there_are_none(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_HINTS", "0")
    async with demo.open("", size=(120, 40)) as hand:
        says = [DEFAULT_KEYS.says(hint.says) for screen in ScreenName for hint in hints_for(screen)]
        for keys in ((), ("s",), ("escape", "l"), ("escape", "enter"), ("escape", "escape")):
            await hand.press(*keys)
            assert not [hint for hint in says if hint in hand.text]


@pytest.mark.parametrize(
    "held", ["", "{", "[]", '{"format": 1, "habits": {"used": {"x": -1}}}', '{"format": 9, "habits": {}}', "\udcff"]
)
async def test_a_damaged_file_is_a_fresh_start(fresh: Stage, held: str) -> None:
    path = habits_path({})
    path.parent.mkdir(parents=True)
    path.write_text(held, encoding="utf-8", errors="surrogateescape")
    async with fresh.open("T01") as hand:
        assert foot(hand).startswith(FIRST)
        await hand.press("y", "ctrl+q")
    assert read_habits(path).used[ANSWER] == 1


async def test_where_habits_cannot_be_kept_nothing_is_said_and_the_program_is_left(fresh: Stage) -> None:
    path = habits_path({})
    path.parent.parent.mkdir(parents=True)
    path.parent.write_text("in the way")
    async with fresh.open("T01") as hand:
        await hand.press("y", "ctrl+q")
        assert not hand.app.is_running or hand.app.return_code == 0
    assert path.parent.is_file()


async def test_no_key_waits_for_habits_to_be_written(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "n", "enter")
        assert not habits_path({}).exists()


async def test_after_weeks_away_hints_stand_again_and_one_line_says_where_help_is(fresh: Stage) -> None:
    path, used = habits_path({}), {ANSWER: 9, "review.undo": 9}
    save_habits(path, Habits(used=used), TODAY)
    async with fresh.open("T01") as hand:
        assert not foot(hand).startswith(FIRST)
        assert not hand.notices
    data = json.loads(path.read_text(encoding="utf-8"))
    data["habits"]["day"] = str(TODAY - timedelta(days=40))
    path.write_text(json.dumps(data), encoding="utf-8")
    async with fresh.open("T01") as hand:
        assert foot(hand).startswith(FIRST)
        then = f"{TODAY - timedelta(days=40):%-d %B %Y}"
        assert hand.notices == [f"You were last here on {then}: ? lists every key, and hints stand on the screens again."]


def test_two_programs_of_an_account_lose_nothing_that_either_counted(tmp_path: Path) -> None:
    path = tmp_path / "state" / "habits.json"
    save_habits(path, Habits(used={"a": 3, "b": 1}, toured=True), TODAY)
    save_habits(path, Habits(used={"a": 1, "c": 2}), TODAY)
    assert read_habits(path) == Habits(used={"a": 3, "b": 1, "c": 2}, day=TODAY, toured=True)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_what_was_used_long_ago_is_forgotten_and_the_tour_is_not(tmp_path: Path) -> None:
    before = Habits(used={"a": 3}, day=TODAY - timedelta(days=28), toured=True)
    assert before.away(TODAY) == 28
    assert before.on(TODAY) == Habits(day=TODAY, toured=True)
    assert before.away(TODAY - timedelta(days=1)) == Habits().away(TODAY) == 0
