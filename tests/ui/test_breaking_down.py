"""The breakdown on the Summary screen."""

import re

from sqs_tui.domain.records import Content
from sqs_tui.widgets.table import Table
from tests.ui.hand import LARGE, Hand, Stage


def row(hand: Hand, beginning: str) -> str:
    """The row that begins so."""
    return next(line for line in hand.lines if line.strip().startswith(beginning))


async def test_b_breaks_the_numbers_down_by_inspector_and_brackets_by_others(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s", "b")
        assert hand.screen == "BreakingDown"
        assert "By Inspector (9 of 10): inspector-1" in hand.text
        assert re.search(r"all +inspector-1 +inspector-2", hand.text)
        assert row(hand, "1.1").split()[-3:] == ["10/14", "7/7", "3/7"]
        assert row(hand, "1.2").split()[-3:] == ["7/10", "–/4", "–/6"]
        await hand.press("]", "]")
        assert "By Case manager interviewed (1 of 10): Yes" in hand.text
        await hand.press("]")
        assert row(hand, "1.1").split()[-4:] == ["10/14", "–/4", "5/6", "–/4"]
        await hand.press("right")
        assert "By Sentence (2 of 10): Youth rehabilitation order" in hand.text
        await hand.press("left", "[", "[")
        assert "By Case manager (10 of 10): CM1" in hand.text
        await hand.press("escape")
        assert hand.screen == "SummaryScreen"


async def test_it_opens_as_it_was_left_and_b_closes_it(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "b", "[", "b")
        assert hand.screen == "SummaryScreen"
        await hand.press("b")
        assert "Immediate concern raised (8 of 10)" in hand.text


async def test_enter_lists_the_records_of_a_group_and_opens_one(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "b", "down", "right", "enter")
        assert hand.screen == "Behind"
        assert "NOT MET 4" in hand.text
        assert "MET 3" in hand.text
        listed = set(re.findall(r"BU\d\d", hand.text))
        assert len(listed) == 7
        assert {record.reference for record in demo.other().records("case") if record.inspector == "inspector-2"} == listed
        await hand.press("escape")
        assert hand.screen == "BreakingDown"
        await hand.press("enter", "enter")
        assert hand.screen == "Review"
        assert hand.review.state.current == "1.1"
        await hand.press("escape")
        assert hand.screen == "SummaryScreen"


async def test_the_records_behind_a_hidden_number_are_not_listed(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "b", "]", "]", "]", "down", "enter")
        assert hand.screen == "BreakingDown"
        assert hand.notices == ["The records behind a number that is not shown are not listed here either."]
        await hand.press("left", "enter")
        assert hand.notices == ["The summary lists the records behind a total; here those of a group are listed."]
        await hand.press("right", "right", "enter")
        assert hand.screen == "Behind"


async def test_what_is_hidden_is_told_below_the_table(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s", "b", "]", "]", "]")
        assert "Reducing the likelihood of reoffending is not broken down: too few answers." in hand.flowed
        await hand.press("down")
        assert "– is not shown: a group with fewer than five answers, or one that would give such a group away." in hand.flowed
        await hand.press("down", "down")
        assert "1.3 Other information to court is not broken down: all alike." in hand.flowed


async def test_columns_scroll_with_many_inspectors_while_the_titles_stay(demo: Stage) -> None:
    other = demo.other()
    for at, record in enumerate(other.records("case")):
        other.change_record(record.id, inspector=f"colleague-{at:02}")
    async with demo.open("") as hand:
        await hand.press("s", "b")
        assert "colleague-13" not in hand.text
        await hand.press(*["right"] * 13)
        assert "colleague-13" in hand.text
        assert "colleague-02" not in hand.text
        assert "  1.1 Initial" in hand.text
        place = hand.app.screen.query_one(Table).cursor_place
        assert place
        assert hand.strips[place.y].crop(place.x, place.x + 2).text == "–/"
        assert hand.strips[place.y - 1].crop(place.x, place.x + 8).text == "colleagu"


async def test_c_copies_the_table_with_what_is_hidden_hidden(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "b", "]", "]", "]", "c")
        assert hand.screen == "Copy"
        assert "Copy the breakdown" in hand.text
        copied = hand.app.screen._copied.text  # type: ignore[attr-defined]
        assert re.search(
            r"^1\.1 Initial assessment\n +Referral order +– +– +4\n +Youth rehabilitation order +5 +1 +6$", copied, re.MULTILINE
        )
        await hand.press("c")
        assert hand.screen == "BreakingDown"


async def test_a_table_that_is_copied_keeps_its_rows_and_the_keys_below_it_in_sight(demo: Stage) -> None:
    async with demo.open("", size=(60, 20)) as hand:
        await hand.press("s", "b", "]", "]", "]")
        assert "Referral… Youth re…" in hand.text
        await hand.press("c")
        shown = [line.strip(" │").removesuffix("…").strip() for line in hand.lines]
        assert [shown.count(title) for title in ("Referral order", "Youth rehabilitation order", "all")] == [1, 1, 2]
        assert shown[-2] == "Esc  back"


async def test_without_any_answer_it_shows_nothing_but_noughts(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        await hand.press("s", "b")
        assert hand.screen == "BreakingDown"
        assert "–" not in row(hand, "1.1")
        await hand.press("enter")
        assert hand.notices == ["There are no answers to list here."]
        await hand.press("]", "]", "[", "c", "escape", "escape")
        assert hand.screen == "SummaryScreen"


async def test_the_private_view_shows_no_breakdown(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s")
        hand.app.view.switch(on=True)
        await hand.press("b")
        assert hand.screen == "SummaryScreen"
        assert "The private view hides what break down would show" in hand.notices[-1]


async def test_names_in_the_columns_are_text(demo: Stage) -> None:
    other = demo.other()
    for at, record in enumerate(other.records("case")):
        other.change_record(record.id, inspector="[red]i" if at % 2 else "i[/b]")
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "b")
        assert "[red]i" in hand.text
        assert "i[/b]" in hand.text


async def test_a_case_manager_of_that_name_is_shown_as_a_code(demo: Stage) -> None:
    other = demo.other()
    for record in other.records("case"):
        other.change_record(record.id, case_manager="Ann Example")
        other.put(record.id, "1.1", Content(value="yes"), act=other.new_act())
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "b", "]")
        assert "CM-A" in hand.text
        assert "Ann" not in hand.text
        assert row(hand, "1.1").split()[-2:] == ["14/14", "14/14"]
