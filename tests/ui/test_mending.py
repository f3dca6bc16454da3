"""Damaged files on the screens: named where their record would stand, and a good copy put in their place when asked."""

from pathlib import Path

import pytest

from sqs_tui import app
from sqs_tui.store.library import Library
from sqs_tui.widgets.table import Table
from tests.store.helpers import snapshot
from tests.ui.hand import Hand, Stage


def damage(stage: Stage, place: str, content: bytes = b"") -> bytes:
    """Damage a file of which there is a good copy, and give what it held."""
    path = stage.path / stage.folder / place
    Library(stage.path).snapshot(stage.folder, why="test")
    good = path.read_bytes()
    path.write_bytes(content)
    return good


def set_aside(stage: Stage) -> list[bytes]:
    return [path.read_bytes() for path in stage.path.glob(".backup/*/damaged/*")]


async def test_a_damaged_record_is_shown_in_its_place_and_mended(fresh: Stage, size: tuple[int, int]) -> None:
    good = damage(fresh, "cases/T02.json", b"{")
    async with fresh.open("", size=size) as hand:
        assert "1 damaged file: M mends" in hand.lines[0]
        assert "damaged" in next(line for line in hand.lines if line.startswith("T02"))
        await hand.press("M")
        assert "cases/T02.json is damaged: it is not JSON, or breaks off." in hand.flowed
        assert "The damaged file is kept." in hand.flowed
        await hand.press("escape")
        assert (fresh.path / fresh.folder / "cases/T02.json").read_bytes() == b"{"
        await hand.press("M", "y")
        assert "damaged" not in hand.lines[0]
        assert [line.split()[0] for line in hand.lines[2:5]] == ["T01", "T02", "T03"]
    assert (fresh.path / fresh.folder / "cases/T02.json").read_bytes() == good
    assert set_aside(fresh) == [b"{"]


async def test_enter_on_a_damaged_record_offers_the_copy_too(fresh: Stage) -> None:
    damage(fresh, "cases/T01.json")
    async with fresh.open("") as hand:
        await hand.press("down", "down", "r")
        assert "cases/T01.json is damaged: it is empty." in hand.flowed
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"
        await hand.press("enter")
        assert "cases/T01.json is damaged: it is empty." in hand.flowed


async def test_the_letter_is_mended_from_the_inspection(demo: Stage) -> None:
    good = damage(demo, "letter.json", b"null")
    async with demo.open("") as hand:
        assert "1 damaged file: M mends" in hand.lines[0]
        await hand.press("M")
        assert "letter.json is damaged: it holds no tables." in hand.flowed
        await hand.press("y")
        await hand.until(lambda: "damaged" not in hand.lines[0])
    assert (demo.path / demo.folder / "letter.json").read_bytes() == good


async def test_without_a_good_copy_it_is_said_and_nothing_is_changed(fresh: Stage) -> None:
    (fresh.path / fresh.folder / "cases" / "T02.json").write_bytes(b"")
    before = snapshot(fresh.path / fresh.folder)
    async with fresh.open("") as hand:
        await hand.press("down", "down", "M")
        assert hand.screen == "InspectionScreen"
        assert "cases/T02.json: There is no good copy of it" in hand.notices[-1]
    assert snapshot(fresh.path / fresh.folder) == before


async def shown(hand: Hand, text: str) -> None:
    await hand.until(text)
    await hand.settle()


@pytest.mark.parametrize("place", ["inspection.json", "instrument.json"])
async def test_an_inspection_that_cannot_be_opened_is_mended_from_the_list(
    fresh: Stage, size: tuple[int, int], place: str
) -> None:
    good = damage(fresh, place)
    async with fresh.open(None, size=size) as hand:
        await shown(hand, "damaged")
        await hand.press("enter")
        assert hand.screen == "Inspections"
        await hand.press("M")
        assert f"{place} is damaged" in hand.flowed
        await hand.press("y")
        await hand.until(lambda: "damaged" not in hand.text)
        await hand.press("enter")
        assert hand.screen == "InspectionScreen"
    assert (fresh.path / fresh.folder / place).read_bytes() == good
    assert set_aside(fresh) == [b""]


async def test_where_nothing_is_damaged_mending_says_so(fresh: Stage) -> None:
    async with fresh.open(None) as hand:
        await shown(hand, "Testborough")
        await hand.press("M")
        assert hand.notices[-1] == f"Nothing of {fresh.folder} is damaged that has a good copy."


# Snapshots that the program takes by itself


def backups(path: Path) -> list[str]:
    return [str(found.parent.name) for found in path.glob(".backup/*/*/.snapshot.json")]


async def test_what_is_opened_is_copied_behind_the_work(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_FIRST_COPY", 0.01)
    async with fresh.open(None) as hand:
        await shown(hand, "Testborough")
        await hand.pilot.pause(0.05)
        assert backups(fresh.path) == []
        await hand.press("enter")
        await hand.until(lambda: len(backups(fresh.path)) == 1)


async def test_a_copy_that_cannot_be_made_is_told_once_and_stops_nothing(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_FIRST_COPY", 0.01)
    (fresh.path / ".backup").write_text("in the way")
    async with fresh.open("") as hand:
        await hand.until(lambda: bool(hand.notices))
        assert "was not saved" in hand.notices[0]
        await hand.press("escape", "enter")
        await hand.pilot.pause(0.1)
        assert len(hand.notices) == 1


async def test_a_demonstration_is_not_copied(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_FIRST_COPY", 0.01)
    async with fresh.open("", demo=True) as hand:
        await hand.pilot.pause(0.1)
        assert hand.app._opened
    assert backups(fresh.path) == []


@pytest.mark.parametrize("key", ["r", "2", "c", ".", "t", "@"])
async def test_no_key_on_a_damaged_record_ends_the_program(demo: Stage, key: str) -> None:
    (demo.path / demo.folder / "cases" / "BU14.json").write_text("{", encoding="utf-8")
    async with demo.open("") as hand:
        await hand.press(*["down"] * 13)
        assert hand.app.screen.query_one(Table).chosen == "cases/BU14.json"
        await hand.press(key)
        assert hand.app.is_running
