"""Inspections, the first screen: what is in the library, and what is done with whole inspections."""

from pathlib import Path

import pytest

from sqs_tui.domain.records import Content
from tests.ui.hand import Hand, Stage


async def shown(hand: Hand, text: str) -> None:
    """Wait for the table, whose signs are worked out after it is seen."""
    await hand.until(text)
    await hand.settle()


async def test_it_lists_what_is_there(demo: Stage, size: tuple[int, int]) -> None:
    demo.begin("Leeds", "L1")
    async with demo.open(size=size) as hand:
        await shown(hand, "▲4 ▼2")
        assert [line.split()[0] for line in hand.lines[1:4]] == ["Area", "Bury", "Leeds"]
        assert "Youth Offending" in hand.lines[2]
        assert "2013-03-18  22/22   ▲4 ▼2" in hand.lines[2]
        assert "0/1" in hand.lines[3]
        for key in ("open", "new", "filter", "to the trash", "leave", "keys"):
            assert key in hand.lines[-1]


async def test_the_throw_away_library_says_so(demo: Stage) -> None:
    async with demo.open(demo=True) as hand:
        assert "demonstration, thrown away afterwards" in hand.lines[0]
        assert str(demo.path) not in hand.text


async def test_an_empty_library_says_what_to_press(empty: Stage, size: tuple[int, int]) -> None:
    async with empty.open(size=size) as hand:
        assert "Here your inspections will stand." in hand.text
        assert "+  begins one" in hand.text
        assert "d  opens an invented one" in hand.text
        await hand.press("enter", "t", "u")
        assert hand.screen == "Inspections"
        assert hand.notices == ["There is no inspection under the cursor: + begins one.", "The trash is empty."]
        await hand.press("+")
        assert hand.screen == "Form"
    assert not empty.path.exists()


async def test_enter_opens_the_inspection_under_the_cursor(demo: Stage) -> None:
    demo.begin("Leeds", "L1")
    async with demo.open() as hand:
        await shown(hand, "▲4 ▼2")
        await hand.press("down", "enter")
        assert hand.screen == "InspectionScreen"
        assert "Leeds" in hand.lines[0]
        await hand.press("escape")
        assert hand.screen == "Inspections"


async def test_plus_begins_an_inspection_and_opens_it(empty: Stage) -> None:
    async with empty.open() as hand:
        await hand.press("+")
        await hand.fill("Leeds", "enter", "The service", "enter", "2024-02-05", "ctrl+s")
        assert hand.screen == "InspectionScreen"
        assert "Leeds 2024   0 cases" in hand.lines[0]
        await hand.press("escape")
        await shown(hand, "2024-02-05")
        assert "There is no inspection" not in hand.text
    assert (empty.path / "leeds-2024-02" / "inspection.json").exists()


async def test_a_stroke_filters_while_typing_and_escape_shows_all_again(demo: Stage) -> None:
    demo.begin("Leeds", "L1")
    async with demo.open() as hand:
        await shown(hand, "▲4 ▼2")
        await hand.fill("/", "LEE")
        assert "Bury" not in hand.text
        assert "Leeds" in hand.text
        await hand.press("enter", "enter")
        assert hand.screen == "InspectionScreen"
        await hand.press("escape", "/")
        await hand.burst("s x")
        assert "Leeds" not in hand.text
        await hand.press("escape")
        assert "Bury" in hand.text
        await hand.fill("/", "youth 2013")
        assert "Bury" in hand.text
        assert "Leeds" not in hand.text


async def test_t_puts_into_the_trash_and_u_brings_back(demo: Stage) -> None:
    before = demo.answers("BU07")
    async with demo.open() as hand:
        await shown(hand, "▲4 ▼2")
        await hand.press("t")
        assert hand.notices == ["bury-2013-03 is in the trash; u brings it back."]
        assert not (demo.path / "bury-2013-03").exists()
        assert "Here your inspections will stand." in hand.text
        await hand.press("u")
        assert hand.notices[-1] == "bury-2013-03 is back."
        await shown(hand, "▲4 ▼2")
        await hand.press("enter")
        assert hand.screen == "InspectionScreen"
    assert demo.answers("BU07") == before


async def test_what_changed_meanwhile_is_seen_on_coming_back(fresh: Stage) -> None:
    async with fresh.open() as hand:
        await shown(hand, "0/3")
        await hand.press("enter")
        fresh.begin("Newtown", "N1")
        await hand.press("escape")
        await shown(hand, "Newtown")


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_q_leaves(fresh: Stage, key: str) -> None:
    async with fresh.open() as hand:
        await hand.press(key)
        assert hand.app.return_code == 0


async def test_escape_stays_where_there_is_nothing_above(fresh: Stage) -> None:
    async with fresh.open() as hand:
        await hand.press("escape", "escape")
        assert hand.screen == "Inspections"


async def test_a_damaged_inspection_is_shown_and_opening_it_gives_one_sentence(demo: Stage) -> None:
    (demo.path / demo.begin("Leeds", "L1") / "inspection.json").write_text('{"half of')
    async with demo.open(size=(120, 40)) as hand:
        await shown(hand, "▲4 ▼2")
        assert "leeds" in hand.lines[3]
        await hand.press("down", "enter")
        assert hand.screen == "Inspections"
        (told,) = hand.notices
        assert told.startswith("leeds/inspection.json is damaged: it is not JSON, or breaks off.")
        assert "\n" not in told
        await hand.press("up", "enter")
        assert hand.screen == "InspectionScreen"


async def test_an_inspection_that_was_put_right_in_place_is_no_longer_damaged(demo: Stage) -> None:
    path = demo.path / demo.begin("Leeds", "L1") / "inspection.json"
    good = path.read_bytes()
    path.write_text('{"half of')
    async with demo.open(size=(120, 40)) as hand:
        await hand.until("leeds: ")
        path.write_bytes(good)
        await hand.until(lambda: "leeds: " not in hand.text)
        assert "0/1" in hand.text


async def test_a_damaged_record_is_named_and_the_rest_works(demo: Stage, size: tuple[int, int]) -> None:
    path = demo.path / demo.folder / "cases" / "BU03.json"
    path.write_bytes(path.read_bytes()[:200])
    async with demo.open(size=size) as hand:
        await shown(hand, "damaged")
        await hand.press("enter")
        assert len(hand.notices) == 1
        assert hand.notices[0].startswith("cases/BU03.json is damaged: it is not JSON, or breaks off.")
        assert "13 cases" in hand.lines[0]
        assert [line.split()[1] for line in hand.lines[2:16] if line.startswith("BU03 ")] == ["damaged"]
        await hand.press("down", "enter")
        assert "Bury 2013 > BU02" in hand.lines[0]
        await hand.press("n")
    assert demo.answers("BU02")["interviewed"] == Content(value="no")
    assert path.stat().st_size == 200


async def test_a_library_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    async with Stage(file).open() as hand:
        assert "is no folder; name one for the library with --library." in hand.notices[0]


async def test_an_inspection_that_goes_away_is_told(fresh: Stage) -> None:
    async with fresh.open() as hand:
        await shown(hand, "0/3")
        (fresh.path / fresh.folder).rename(fresh.path.parent / "elsewhere")
        await hand.press("t")
        assert hand.notices == [f'There is no inspection "{fresh.folder}"; `sqs-tui list` names those there are.']
        assert "Here your inspections will stand." in hand.text


async def test_what_is_typed_behind_a_stroke_is_for_the_filter(fresh: Stage) -> None:
    async with fresh.open() as hand:
        await hand.until("0/3")
        await hand.burst("/", "test")
        assert (fresh.path / fresh.folder).exists()
        assert "in the trash" not in hand.text
