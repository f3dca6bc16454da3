"""Keys that were moved: they work, what stands on the screens names them, and the file is read again while the program runs."""

from pathlib import Path

import pytest

from tests.ui.hand import Stage

MOVED = """
[keys]
"home.trash" = "z"
"home.restore" = "b"
"inspection.summary" = ["S", "f5"]
"review.note" = "E"
"review.editor" = "e"
"review.private" = "x"
"changes.filter" = "w"
"conflicts.show" = "o"
"form.submit" = "ctrl+t"
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(path))
    return path


def write(path: Path, text: str = MOVED) -> None:
    path.write_text(text, encoding="utf-8")


async def test_moved_keys_run_their_commands_and_the_old_ones_do_not(fresh: Stage, settings: Path) -> None:
    write(settings)
    async with fresh.open() as hand:
        await hand.press("t")
        assert not hand.notices
        await hand.press("z")
        assert hand.notices[-1].endswith("is in the trash; b brings it back.")
        await hand.press("b", "enter", "s")
        assert hand.screen == "InspectionScreen"
        await hand.press("S")
        assert hand.screen == "SummaryScreen"


async def test_the_foot_and_the_help_name_the_moved_keys(fresh: Stage, settings: Path) -> None:
    write(settings)
    async with fresh.open("") as hand:
        assert "S summary" in hand.lines[-1]
        await hand.press("?", *"summary of the inspection")
        assert "S, F5" in hand.text


async def test_moved_keys_work_where_a_record_is_scored(fresh: Stage, settings: Path) -> None:
    write(settings)
    async with fresh.open("T01") as hand:
        await hand.press("x")
        assert "x shows them again" in hand.text
        await hand.press("d")
        assert "The private view hides what summary pane would show: x shows it." in hand.flowed
        await hand.press("y", "up", "E", *"words", "enter")
    assert [content.note for content in fresh.answers("T01").values()] == ["words"]


async def test_moved_keys_work_in_lists_and_forms(fresh: Stage, settings: Path) -> None:
    write(settings)
    async with fresh.open("") as hand:
        await hand.press("h")
        assert "w words" in hand.text
        await hand.press("escape", "+")
        assert "ctrl+t done" in hand.text
        await hand.fill("T09", "ctrl+t")
    assert fresh.other().record("T09")


async def test_a_changed_file_holds_at_once(fresh: Stage, settings: Path) -> None:
    async with fresh.open("T01") as hand:
        write(settings, f'hints = "x"\nauto_advance = false\n{MOVED}')
        hand.app._look_around()
        await hand.settle()
        assert any(notice.startswith("settings.toml: hints") for notice in hand.notices)
        before = hand.review.state.current
        await hand.press("y")
        assert hand.review.state.current == before
        write(settings, f"auto_advance = true\n{MOVED}")
        hand.app._look_around()
        await hand.press("y")
        assert hand.review.state.current != before
        await hand.press("escape")
        await hand.until(lambda: hand.screen == "InspectionScreen")
        assert "S summary" in hand.lines[-1]
