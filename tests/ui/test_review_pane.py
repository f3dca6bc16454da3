"""The summary pane of Review, the records behind its numbers, the private view, and small screens."""

import re

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.domain.scoring import Mode
from tests.ui.hand import LARGE, SMALL, Stage


async def test_d_walks_from_number_to_number_and_escape_leaves(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("1.1")
        await hand.press("d")
        assert hand.review.pane.at == 0
        assert first_number(hand.lines) == "1 Reoffending"
        await hand.press("down", "j", "up")
        assert hand.review.pane.at == 1
        await hand.press(*["tab"] * 20)
        last = hand.review.pane.at
        await hand.press("down")
        assert hand.review.pane.at == last
        await hand.press("shift+tab", "k")
        assert hand.review.pane.at == (last or 0) - 2
        await hand.press("x")
        assert hand.lines[0].startswith("In the summary: arrows move")
        await hand.heard()
        await hand.press("escape")
        assert not hand.review.pane.at
        assert hand.review.state.current == "1.1"


async def test_the_records_behind_a_number_stand_apart_and_enter_opens_one(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("1.1")
        await hand.press("d", *["up"], *["down"] * 20, "enter")
        assert hand.screen == "Behind"
        assert "1.1 Initial assessment: Was the initial assessment of the likelihood of reoffending" in hand.flowed
        rows = [line.strip() for line in hand.lines]
        not_met, met = rows.index("NOT MET 4"), rows.index("MET 10")
        assert not_met < met
        refused = [found[0] for row in rows[not_met:met] if (found := re.match(r"BU\d\d", row))]
        assert len(refused) == 4
        assert refused == sorted(refused)
        assert "BU07" not in refused
        await hand.press("down", "enter")
        assert hand.screen == "Review"
        assert hand.review.record.reference == refused[1]
        assert hand.review.state.current == "1.1"
        assert hand.review.state.content.value == "no"


async def test_a_section_and_an_area_list_the_answers_behind_them(demo: Stage) -> None:
    async with demo.open("BU07", size=LARGE) as hand:
        await hand.press("d", "enter")
        assert "NOT MET 14" in hand.text  # 54 of 68
        await hand.press("escape")
        assert hand.review.pane.at == 0  # still in the pane, at the number that was opened
        await hand.press(*["down"] * 4, "enter")
        assert "NOT MET 20" in hand.text  # vulnerability, 29 of 49
        await hand.press("d")
        assert hand.screen == "Review"


async def test_what_is_listed_follows_the_answers(demo: Stage) -> None:
    async with demo.open("BU07", size=LARGE) as hand:
        await hand.goto("1.1")
        await hand.press("n", "enter")
        await hand.goto("1.1")
        assert "1.1 so far: 9 of the 14, the majority" in hand.text
        await hand.press("d", *["down"] * 20, "enter")
        assert "NOT MET 5" in hand.text


async def test_the_private_view_shows_nothing_of_other_cases(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("1.1")
        await hand.press("n", "enter")
        await hand.press("v")
        await hand.goto("1.1")
        assert "PRIVATE VIEW" in hand.text
        assert "v shows them again" in hand.text
        assert not re.search(r"\d+/\d+|so far|\b\d+ of the|14 cases|[▲▼█░]", hand.text)
        assert set(re.findall(r"BU\d\d", hand.text)) == {"BU07"}
        assert "BU07 1.1 n" not in hand.lines[-1]
        await hand.press("d")
        assert "The private view hides what summary pane would show: v shows it." in hand.lines[0]
        assert hand.screen == "Review"
        await hand.press("v")
        assert "14 cases" in hand.text


async def test_the_private_view_stays_from_record_to_record_and_with_guidance(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("v", "]")
        assert "PRIVATE VIEW" in hand.text
        await hand.press("h")
        assert not re.search(r"\d+/\d+|14 cases", hand.text)
        await hand.press("h")
        assert "PRIVATE VIEW" in hand.text


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (("yes", "yes", "no"), "1.1 so far: two of the three"),
        (("yes", "no"), "1.1 so far: one of the two"),
        (("yes", "yes", "yes"), "1.1 so far: all three"),
        (("no", "no", "no"), "1.1 so far: none of the three"),
    ],
)
async def test_of_few_answers_nothing_is_said_that_compares(fresh: Stage, values: tuple[str, ...], says: str) -> None:
    other = fresh.other()
    for record, value in zip(other.records(), values, strict=False):
        other.put(record.id, "1.1", Content(value=value, reasons=("late",) if value == "no" else ()), act=other.new_act())
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        assert re.search(rf"{says} *$", hand.text, re.MULTILINE)


async def test_of_few_views_given_in_confidence_no_number_is_shown(fresh: Stage) -> None:
    other = fresh.other()
    for name, value in (("P1", "yes"), ("P2", "yes"), ("P3", "no")):
        other.put(other.add_record("staff", name).id, "s3", Content(value=value), act=other.new_act())
    async with fresh.open("P1") as hand:
        await hand.goto("s3")
        assert re.search(r"s3 so far: too few answers *$", hand.text, re.MULTILINE)


async def test_answers_given_in_confidence_are_listed_nowhere(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("CM1", size=size) as hand:
        await hand.goto("s3")
        assert "s3 so far: most" in hand.text
        assert not re.search(r"so far.*\d", hand.text)
        await hand.press("d", *["down"] * 20, "enter")
        assert hand.screen == "Behind"
        assert "These answers were given in confidence: who said what is listed nowhere." in hand.flowed
        assert not re.search(r"CM\d|MET \d", hand.text)
        await hand.press("enter")
        assert hand.screen == "Behind"
        await hand.press("escape")
        assert hand.screen == "Review"


@pytest.mark.parametrize("size", [(60, 20), (79, 24), (80, 23)], ids=["60x20", "79x24", "80x23"])
async def test_a_small_screen_has_no_summary_and_still_scores(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        assert "SUMMARY" not in hand.text
        assert "▶· Case manager interviewed" in hand.text
        assert "[y] Yes" in hand.text
        await hand.burst(*"y22nnnnny", "n", "1", "late", "enter")
        assert fresh.answers("T01")["1.1"].note == "late"
        assert hand.review.state.current == "2.2"
        await hand.press("d")
        assert "The summary is not on the screen now." in hand.lines[0]


async def test_a_new_size_while_a_note_is_typed_keeps_it(fresh: Stage) -> None:
    async with fresh.open("T01", size=LARGE) as hand:
        await hand.goto("1.1")
        await hand.burst("n", "1", "word " * 30)
        for size in ((60, 20), SMALL, LARGE, (60, 20)):
            await hand.pilot.resize_terminal(*size)
            await hand.settle()
            assert len(hand.lines) == size[1]
            assert hand.review.state.mode is Mode.NOTE
            assert ("SUMMARY" in hand.text) is (size != (60, 20))
            assert "word word" in hand.lines[-2]
            assert "▶n 1.1 Initial assessment" in hand.text
        await hand.burst("last", "enter")
    assert fresh.answers("T01")["1.1"].note == "word " * 30 + "last"


async def test_the_summary_is_not_entered_where_it_is_not_seen(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("h", "d")
        assert "The summary is not on the screen now." in hand.lines[0]
        await hand.press("h", "d")
        assert hand.review.pane.at == 0
        await hand.press("escape")
        await hand.pilot.resize_terminal(60, 20)
        await hand.settle()
        await hand.press("d")
        assert hand.review.pane.at is None


async def test_the_panel_never_moves(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        rule = size[1] - 10
        for keys in (["y"], ["g", "2", ".", "2", "enter"], ["n"], ["1"], ["x"], ["enter"], ["w"], *[["down"]] * 30):
            await hand.burst(*keys)
            assert set(hand.lines[rule]) == {"─"}


def first_number(lines: list[str]) -> str:
    """The name of the first number of the pane."""
    return next(line for line in lines if "1 Reoffending" in line).partition("│ ")[2][:13]
