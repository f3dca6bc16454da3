"""The first screen of a large library: what is in sight comes first, the rest by and by, and nothing is read without need."""

import shutil
from collections.abc import Iterator

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.screens.inspections import Inspections
from sqs_tui.store import index as index_module
from sqs_tui.store.index import INDEX, Index
from sqs_tui.store.library import Library
from sqs_tui.widgets.long_table import LongTable
from tests.opens import Opens
from tests.ui.hand import Hand, Stage

MANY = 60


@pytest.fixture
def many(fresh: Stage) -> Stage:
    """Inspections town-00 to town-59, each of them alike and with an area of its own; long untouched."""
    first = fresh.path / fresh.folder
    for number in range(MANY):
        folder = fresh.path / f"town-{number:02d}"
        shutil.copytree(first, folder)
        details = folder / "inspection.json"
        details.write_bytes(details.read_bytes().replace(b"Testborough", f"Area{number:02d}".encode()))
    shutil.rmtree(first)
    return Stage(fresh.path, "town-00")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The inspections that are looked at, in order."""
    seen: list[str] = []
    look = Index.look

    def noted(self: Index, folder: str) -> object:
        seen.append(folder)
        return look(self, folder)

    monkeypatch.setattr(Index, "look", noted)
    return seen


def table(hand: Hand) -> LongTable:
    return hand.app.screen.query_one(LongTable)


def home(hand: Hand) -> Inspections:
    assert isinstance(hand.app.screen, Inspections)
    return hand.app.screen


async def all_looked_at(hand: Hand) -> None:
    await hand.until(lambda: not home(hand)._to_look_at)
    await hand.settle()


async def test_those_in_sight_are_read_first_and_the_rest_when_they_have_been_painted(
    many: Stage, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqs_tui.screens.inspections._PAINTED", 3600)
    async with many.open() as hand:
        assert looks == [f"town-{number:02d}" for number in range(24)]
        assert "Area00" in hand.lines[2]
        assert "0/3" in hand.lines[22]
        home(hand)._go_on()
        await all_looked_at(hand)
        assert sorted(set(looks)) == [f"town-{number:02d}" for number in range(MANY)]
        await hand.press("end")
        assert "Area59" in hand.lines[22]
        assert "0/3" in hand.lines[22]


async def test_reading_that_takes_more_than_a_second_tells_how_far_it_is(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.screens.inspections._PAINTED", 3600)
    monkeypatch.setattr("sqs_tui.screens.inspections._PAUSE", 3600)
    async with many.open() as hand:
        assert "reading:" not in hand.lines[0]
        home(hand).look_around()
        await hand.settle()
        assert "reading: 24 of 60 inspections" in hand.lines[0]
        monkeypatch.setattr("sqs_tui.screens.inspections._PAUSE", 0.001)
        home(hand)._go_on()
        await all_looked_at(hand)
        assert "reading:" not in hand.lines[0]


async def test_a_second_start_opens_no_file_of_any_inspection(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.store.index.SETTLED", 0)
    async with many.open() as hand:
        await all_looked_at(hand)
    assert (many.path / INDEX).exists()
    with Opens() as opens:
        async with many.open() as hand:
            assert "Area20" in hand.text
            await all_looked_at(hand)
            home(hand).look_around()
    assert [path for path in opens.paths if path.suffix == ".json" and "town-" in str(path)] == []


async def test_what_is_read_meanwhile_is_kept_when_the_program_ends(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.store.index.SETTLED", 0)
    monkeypatch.setattr("sqs_tui.screens.inspections._PAINTED", 3600)
    async with many.open() as hand:
        home(hand).look_around()
        before = Index(many.path)
    index = Index(many.path)
    assert before.known("town-23")
    assert index.known("town-23")
    assert not index.known("town-24")


async def test_a_filter_finds_what_was_not_read_yet(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.screens.inspections._PAINTED", 3600)
    async with many.open() as hand:
        await hand.fill("/", "area5")
        assert "Nothing holds “area5”" in hand.text
        home(hand)._go_on()
        await hand.until("Area59")
        assert [line.split()[0] for line in hand.lines[2:12]] == [f"Area{number}" for number in range(50, 60)]
        await hand.press("enter")
        await hand.press("down", "enter")
        assert "Area51" in hand.lines[0]


async def test_what_others_do_is_seen_on_the_first_screen(many: Stage, looks: list[str]) -> None:
    async with many.open() as hand:
        await all_looked_at(hand)
        other = many.other("ben")
        other.put(other.record("T01").id, "1.1", Content(value="yes"), act=other.new_act())
        for reference in ("T01", "T02"):
            other.trash_record(other.record(reference).id)
        Library(many.path).trash("town-01")
        looks.clear()
        home(hand).look_around()
        await hand.settle()
        assert "0/1" in hand.lines[2]
        assert "Area02" in hand.lines[3]
        assert looks[0] == "town-00"


async def test_what_changes_out_of_sight_is_seen_by_and_by(many: Stage) -> None:
    async with many.open() as hand:
        await all_looked_at(hand)
        (many.path / "town-59" / "cases" / "T01.json").unlink()
        for _ in range(MANY // 32 + 1):
            home(hand).look_around()
        await hand.press("end")
        assert "0/2" in hand.lines[22]


async def test_a_look_around_where_nothing_has_changed_asks_little_and_paints_nothing(
    many: Stage, looks: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqs_tui.store.index.SETTLED", 0)
    async with many.open() as hand:
        await all_looked_at(hand)
        looks.clear()
        painted: list[int] = []
        asked: list[str] = []
        ask = index_module._time_of
        monkeypatch.setattr(index_module, "_time_of", lambda folder: asked.append(folder) or ask(folder))
        monkeypatch.setattr(LongTable, "refresh", lambda _, *regions, **__: painted.append(len(regions)))
        with Opens() as opens:
            home(hand).look_around()
        assert looks == []
        assert len(asked) <= 1 + 3 * (21 + 32)
        assert painted == []
        assert [path for path in opens.paths if path.suffix == ".json"] == []


async def test_only_the_rows_in_sight_are_made(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async with many.open() as hand:
        await all_looked_at(hand)
        made: list[str] = []
        cells = home(hand)._cells
        monkeypatch.setattr(table(hand), "_row", lambda folder: made.append(folder) or cells(folder))
        await hand.press("pagedown")
        assert 0 < len(set(made)) <= 44
        made.clear()
        await hand.press("down")
        assert len(made) <= 2


async def test_the_cursor_moves_by_rows_and_pages_to_both_ends_and_stays_with_its_inspection(many: Stage) -> None:
    async with many.open() as hand:
        await all_looked_at(hand)
        for key, chosen in (
            ("down", 1), ("j", 2), ("k", 1), ("up", 0), ("up", 0), ("pagedown", 21), ("pagedown", 42), ("pagedown", 59),
            ("down", 59), ("pageup", 38), ("home", 0), ("end", 59),
        ):  # fmt: skip
            await hand.press(key)
            assert table(hand).chosen == f"town-{chosen:02d}", key
            assert f"Area{chosen:02d}" in hand.text
        many.begin("Aaa")
        home(hand).look_around()
        await hand.settle()
        assert table(hand).chosen == "town-59"
        await hand.press("t")
        assert table(hand).chosen == "town-58"
        await hand.press("enter")
        assert "Area58" in hand.lines[0]


async def test_the_cursor_stays_in_sight_in_a_smaller_window(many: Stage) -> None:
    async with many.open(size=(120, 40)) as hand:
        await all_looked_at(hand)
        await hand.press(*["down"] * 30)
        assert "Area30" in hand.text
        for width, height in ((120, 24), (70, 20), (120, 40)):
            await hand.pilot.resize_terminal(width, height)
            await hand.settle()
            assert table(hand).chosen == "town-30"
            assert table(hand).cursor in table(hand).in_sight
            assert "Area30" in hand.text
            assert hand.lines[1].split()[:1] == ["Area"]


async def test_a_click_moves_the_cursor(many: Stage) -> None:
    async with many.open() as hand:
        await all_looked_at(hand)
        await hand.pilot.click(LongTable, offset=(5, 4))
        assert table(hand).chosen == "town-03"


async def test_the_row_under_the_cursor_is_told_apart_without_colour(many: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with many.open() as hand:
        (row, next_row) = (table(hand).render_line(at)._segments[0].style for at in (1, 2))
        assert row
        assert next_row
        assert row.reverse
        assert not next_row.reverse
