"""What a key has painted: counted in cells and in layout passes, since both cost time, and cells cost bytes."""

from typing import Any

import pytest
from textual._compositor import ChopsUpdate, Compositor
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.geometry import Region
from textual.widget import Widget

from sqs_tui.screens.review import Review
from sqs_tui.terminal.application import look_here
from sqs_tui.widgets.panel import HEIGHT, NOTE_ROWS
from sqs_tui.widgets.table import Table
from tests.ui.hand import LARGE, Hand, Stage


class Painted:
    """The spans (row, from, to) of the screen that were painted, and how often something was laid out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.spans: list[tuple[int, int, int]] = []
        self.layouts = 0
        render, reflow = Compositor.render_update, Compositor.reflow

        def render_update(compositor: Compositor, *args: Any, **kwargs: Any) -> Any:
            update = render(compositor, *args, **kwargs)
            if isinstance(update, ChopsUpdate):
                self.spans += update.spans
            elif update is not None:
                self.spans += [(y, 0, compositor.size.width) for y in range(compositor.size.height)]
            return update

        def counted(compositor: Compositor, *args: Any, **kwargs: Any) -> Any:
            self.layouts += 1
            return reflow(compositor, *args, **kwargs)

        monkeypatch.setattr(Compositor, "render_update", render_update)
        monkeypatch.setattr(Compositor, "reflow", counted)

    async def by(self, hand: Hand, *keys: str) -> "Painted":
        """Forget what was painted before, and press keys."""
        self.spans, self.layouts = [], 0
        await hand.burst(*keys)
        return self

    @property
    def cells(self) -> int:
        return sum(end - start for _, start, end in self.spans)

    def rows_in(self, widget: Widget) -> list[int]:
        """The rows of a widget, counted from its top, that were painted."""
        region: Region = widget.region
        return sorted({y - region.y for y, start, end in self.spans if region.overlaps(Region(start, y, end - start, 1))})

    def rows_of_lists(self, hand: Hand) -> list[int]:
        """The rows of a review that were painted above its panel, where the questions stand with the summary beside them."""
        return [row for row in self.rows_in(body(hand)) if row < body(hand).size.height - HEIGHT - 2]


def body(hand: Hand) -> Widget:
    """All of a review but its status line."""
    return hand.review.query_one("#body")


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    """Counts from now on."""
    return Painted(monkeypatch)


async def test_no_key_of_a_review_lays_the_screen_out(fresh: Stage, size: tuple[int, int], painted: Painted) -> None:
    async with fresh.open("T01", size=size) as hand:
        for keys in (["y"], ["2"], ["down"], ["up"], ["g", "1", ".", "1", "enter"], ["n"], ["1"], ["w"], ["enter"], ["]"], ["u"]):
            await painted.by(hand, *keys)
            assert painted.spans, keys
            assert not painted.layouts, keys


async def test_a_character_of_a_note_paints_its_row_alone(fresh: Stage, size: tuple[int, int], painted: Painted) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("1.1")
        await hand.burst("n", "1", "l")
        for key in ("a", "t", "e", "backspace", "left"):
            await painted.by(hand, key)
            assert painted.rows_in(body(hand)) == [body(hand).size.height - NOTE_ROWS - 1]
            assert painted.cells == size[0]


async def test_a_move_paints_two_questions_and_the_words_on_the_present_one(
    demo: Stage, size: tuple[int, int], painted: Painted
) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("victim")
        for key in ("up", "up", "down"):
            await painted.by(hand, key)
            assert 2 <= len(painted.rows_of_lists(hand)) <= 3


async def test_the_list_turns_pages(demo: Stage, painted: Painted) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("victim")
        turned = 0
        for _ in range(30):
            await painted.by(hand, "down")
            turned += len(painted.rows_of_lists(hand)) > 6
        assert turned <= 4


async def test_a_changed_number_paints_its_row_and_lays_nothing_out(demo: Stage, painted: Painted) -> None:
    async with demo.open("BU07", size=LARGE) as hand:
        await hand.goto("1.1")
        await painted.by(hand, "n")
        assert hand.lines[2].split()[-1] == "53/68"
        rows = painted.rows_in(body(hand))
        assert 1 in rows
        assert not {2, 3, 4} & set(rows)
        assert not painted.layouts


@pytest.mark.parametrize("record", ["BU07", "", None], ids=["review", "inspection", "home"])
async def test_looks_that_find_nothing_paint_nothing(demo: Stage, record: str | None, painted: Painted) -> None:
    async with demo.open(record) as hand:
        await hand.pilot.pause(0.1)  # home works out its signs when it has been painted
        await hand.settle()
        await painted.by(hand)
        for _ in range(3):
            hand.app._look_around()
            await hand.settle()
        assert not painted.spans


async def test_what_another_changes_paints_its_cells_alone(demo: Stage, size: tuple[int, int], painted: Painted) -> None:
    async with demo.open("", size=size) as hand:
        table = hand.app.screen.query_one(Table)
        await painted.by(hand)
        other = demo.other(by="inspector-2")
        other.change_record(other.record("BU03").id, case_manager="CM9")
        hand.app._look_around()
        await hand.settle()
        assert "CM9" in hand.text
        assert painted.rows_in(table) == [3]  # the first is the heading
        assert not painted.layouts


async def test_styles_are_worked_out_once_and_only_those_that_are_seen(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []
    apply = Stylesheet.apply

    def counted(sheet: Stylesheet, node: DOMNode, **how: Any) -> None:
        worked.extend(name for name in node.classes if name.startswith("lines--"))
        apply(sheet, node, **how)

    monkeypatch.setattr(Stylesheet, "apply", counted)
    async with demo.open("") as hand:
        worked.clear()
        await hand.press("enter")
        assert hand.review
        assert 0 < len(worked) < 40
        keys = ("g", "1", ".", "1", "enter", "n", "1", "late", "enter", "down", "up")
        await hand.burst(*keys)
        worked.clear()
        await hand.burst(*keys)
        assert not worked


@pytest.mark.parametrize("colours", ["ansi", "none"])
async def test_the_current_row_is_reversed_where_the_terminal_gives_the_colours(fresh: Stage, colours: str) -> None:
    async with fresh.open("T01") as hand:
        hand.app.wear(look_here(colours=colours))
        await hand.settle()
        assert reversed_rows(hand) == [2]
        await hand.press("down")
        assert reversed_rows(hand) == [3]
        assert isinstance(hand.app.screen, Review)
        await hand.press("escape")
        assert reversed_rows(hand) == [2]
        await hand.press("down")
        assert reversed_rows(hand) == [3]
        await hand.press("escape")
        assert reversed_rows(hand) == [2]


def reversed_rows(hand: Hand) -> list[int]:
    """The rows of the screen in which something is reversed."""
    return [y for y, strip in enumerate(hand.strips) if any(segment.style and segment.style.reverse for segment in strip)]
