"""The problems queue: listed by `p`, walked by Tab from wherever one is."""

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.store.inspection import OpenInspection
from tests.ui.hand import Hand, Stage
from tests.ui.letters import DRAFTED, desk, open_letter, write

MINE, ALSO_MINE, OTHERS = "BU01", "BU07", "BU03"
"""Cases of the demonstration: two of inspector-1, and one of somebody else."""


@pytest.fixture
def messy(demo: Stage) -> Stage:
    """The demonstration, in which something is open in each of three cases."""
    other = demo.other("somebody-else")
    for reference in (MINE, ALSO_MINE):
        other.change_record(other.record(reference).id, inspector=demo.by)
    other.change_record(other.record(OTHERS).id, inspector="somebody-else")
    put(other, MINE, "2.2", Content())
    put(other, ALSO_MINE, "1.1", Content(value="no"))
    put(other, ALSO_MINE, "2.3", Content(note="To be looked at again."))
    put(other, OTHERS, "3.2", Content())
    return demo


def put(opened: OpenInspection, reference: str, question: str, content: Content) -> None:
    opened.put(opened.record(reference).id, question, content, act=opened.new_act())


def place(hand: Hand) -> tuple[str, str]:
    return hand.review.record.reference, hand.review.state.current


async def go_down_to(hand: Hand, says: str) -> None:
    """Go down the list to the item whose sentence holds this."""
    for _ in range(40):
        if says in " ".join(" ".join(hand.lines[-6:]).split()):
            return
        await hand.press("down")
    raise AssertionError(f"not in the list: {says}\n{hand.text}")


# The list


@pytest.mark.parametrize(("record", "way"), [("", ()), ("BU01", ()), ("", ("s",)), ("", ("l",))])
async def test_p_lists_what_is_open_on_every_screen_of_an_inspection(messy: Stage, record: str, way: tuple[str, ...]) -> None:
    async with messy.open(record, size=(120, 40)) as hand:
        await hand.press(*way, "p")
        await hand.until(lambda: hand.screen == "Problems")
        for says in (
            "2.2 Harm assessment is not answered.",
            "1.1 Initial assessment: No has no reason; n opens them.",
            "2.3 Harm assessment reviewed has a note, but no answer.",
            "3.2 Vulnerability assessment is not answered.",
        ):
            assert says in hand.flowed
        assert all(f" {reference} " in hand.text for reference in (MINE, ALSO_MINE, OTHERS))
        await hand.press("escape")
        assert hand.screen != "Problems"


async def test_enter_in_the_list_goes_to_the_question(messy: Stage) -> None:
    async with messy.open("") as hand:
        await hand.press("p")
        await go_down_to(hand, "2.3 Harm assessment reviewed has a note, but no answer.")
        await hand.press("enter")
        assert place(hand) == (ALSO_MINE, "2.3")
        assert f"{ALSO_MINE}: 2.3 Harm assessment reviewed has a note, but no answer." in hand.lines[0]
        await hand.press("p")
        await go_down_to(hand, "2.2 Harm assessment is not answered.")
        await hand.press("enter")
        assert place(hand) == (MINE, "2.2")
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"


async def test_a_problem_of_a_record_is_waived_in_the_list_and_no_longer(messy: Stage) -> None:
    async with messy.open("") as hand:
        await hand.press("p")
        await go_down_to(hand, "2.2 Harm assessment is not answered.")
        await hand.press("w", "enter")
        assert "A problem is waived with a reason." in hand.flowed
        await hand.fill("the file is lost", "enter")
        await hand.until("1 waived")
        assert [waiver.reason for waiver in messy.other().waived(messy.other().record(MINE).id)] == ["the file is lost"]
        await go_down_to(hand, "2.2 Harm assessment is not answered. Waived: the file is lost")
        await hand.press("w")
        assert "waived" not in hand.lines[0]
        assert not messy.other().waived(messy.other().record(MINE).id)


async def test_only_mine_and_only_what_holds_some_words(messy: Stage) -> None:
    async with messy.open("") as hand:
        await hand.press("p")
        assert OTHERS in hand.text
        await hand.press("m")
        assert "left of mine" in hand.lines[0]
        assert "3.2 Vulnerability assessment is not answered." not in hand.flowed
        await hand.press("m", "/")
        await hand.fill("HARM note")
        assert "Problems: 1 left with “HARM note”" in hand.text
        await hand.press("enter", "enter")
        assert place(hand) == (ALSO_MINE, "2.3")


async def test_the_list_follows_what_others_mend(messy: Stage) -> None:
    async with messy.open("") as hand:
        await hand.press("p")
        assert "3.2 Vulnerability assessment is not answered." in hand.flowed
        put(messy.other("somebody-else"), OTHERS, "3.2", Content(value="yes"))
        await hand.until(lambda: "3.2 Vulnerability assessment is not answered." not in hand.flowed)


async def test_a_conflict_leads_to_the_list_of_conflicts_and_is_waived_where_the_letter_prints_it(demo: Stage) -> None:
    both = demo.other("ann"), demo.other("ben")
    for opened in both:
        opened.change_record(opened.record(OTHERS).id, case_manager=f"as {opened.by} has it")
    for opened, value in zip(both, ("no", "yes"), strict=True):
        put(opened, OTHERS, "1.4", Content(value=value, note=f"as {opened.by} has it"))
    async with demo.open("") as hand:
        await hand.press("p")
        await go_down_to(hand, "Case manager: two have said different things")
        await hand.press("w")
        assert "This is not waived: Enter leads to where it is decided or mended." in hand.notices
        await hand.press("up")
        await go_down_to(hand, "1.4: two have said different things")
        await hand.press("w")
        await hand.fill("told to both", "enter")
        await hand.until("1 waived")
        await go_down_to(hand, "Waived: told to both")
        await hand.press("enter")
        assert hand.screen == "Conflicts"
        assert "as ann has it" in hand.text


async def test_a_damaged_file_is_in_the_list_and_mended_from_it(messy: Stage) -> None:
    (messy.path / messy.folder / "cases" / "BU09.json").write_text("{")
    async with messy.open("") as hand:
        await hand.press("p")
        await go_down_to(hand, "cases/BU09.json")
        await hand.press("enter")
        assert hand.screen != "Problems"
        assert "BU09.json" in hand.flowed or any("BU09.json" in notice for notice in hand.notices)


async def test_what_is_hidden_from_a_second_inspector_is_not_in_the_list(messy: Stage) -> None:
    other = messy.other("somebody-else")
    record = other.record(OTHERS).id
    put(other, OTHERS, "3.2", Content(value="yes"))
    other.set_state(record, other.record(record).state.COMPLETE)
    other.begin_second(record, "newcomer")
    put(other, OTHERS, "3.2", Content(value="no"))
    async with Stage(messy.path, messy.folder, by="newcomer").open("", size=(120, 40)) as hand:
        await hand.press("p")
        assert "3.2 Vulnerability assessment: No has no reason" not in hand.flowed
        assert "BU03 (second" in hand.text


# Walking


async def test_tab_walks_from_the_inspection_through_my_records_and_round(messy: Stage) -> None:
    async with messy.open("") as hand:
        places = []
        for _ in range(3):
            await hand.press("tab")
            places.append(place(hand))
        assert places == [(MINE, "2.2"), (ALSO_MINE, "1.1"), (ALSO_MINE, "2.3")]
        assert len([screen for screen in hand.app.screen_stack if type(screen).__name__ == "Review"]) == 1


async def test_tab_in_a_record_goes_on_to_the_next_of_mine_and_says_where_it_is(messy: Stage) -> None:
    async with messy.open(MINE) as hand:
        assert place(hand) == (MINE, "2.2")
        await hand.press("tab")
        assert hand.review.record.reference == ALSO_MINE
        assert hand.lines[0].startswith(f"{ALSO_MINE}: ")


async def test_keys_typed_behind_a_tab_belong_to_where_it_leads(messy: Stage) -> None:
    async with messy.open(MINE) as hand:
        await hand.burst("y", "tab", "y", "y")
    assert messy.answers(MINE)["2.2"].value == "yes"
    assert {messy.answers(ALSO_MINE)[question].value for question in ("1.1", "2.3")} == {"yes"}
    assert "3.2" not in messy.answers(OTHERS)


async def test_behind_the_records_tab_leads_to_the_letter_and_from_it_back_to_the_records(messy: Stage) -> None:
    write(messy.other(), DRAFTED, "Planned in {{1.4}}, and {{9.9}}.")
    async with messy.open(ALSO_MINE) as hand:
        for _ in range(3):
            if hand.screen == "Review":
                await hand.press("tab")
        await hand.until(lambda: hand.screen == "LetterScreen")
        assert desk(hand)._current == DRAFTED
        for _ in range(12):
            if hand.screen == "LetterScreen":
                await hand.press("tab")
        assert place(hand)[0] in (MINE, OTHERS)
        stack = [type(screen).__name__ for screen in hand.app.screen_stack]
        assert len(stack) == len(set(stack))


async def test_tab_on_the_letter_goes_from_finding_to_finding(demo: Stage) -> None:
    write(demo.other(), DRAFTED, "{{9.8}}")
    write(demo.other(), "focus", "{{9.9}}")
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        seen = []
        for _ in range(3):
            await hand.press("tab")
            seen.append(desk(hand)._current)
        assert sorted(set(seen)) == sorted({DRAFTED, "focus"})
        assert seen[0] == seen[2] != seen[1]


async def test_tab_leads_to_an_area_that_waits_for_a_decision(demo: Stage) -> None:
    demo.other().letter.put({"area:oversight": None})
    async with demo.open("") as hand:
        await hand.press("s", "tab")
        await hand.until(lambda: any("decide on it on the Summary" in notice for notice in hand.notices))
        assert "1 not decided" in hand.lines[0]


async def test_tab_says_when_nothing_is_left(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("tab")
        assert any("Nothing is left, in your records" in notice for notice in hand.notices)


async def test_tab_at_the_finish_line_leads_to_the_records_own_first_problem(messy: Stage) -> None:
    async with messy.open(ALSO_MINE) as hand:
        await hand.press(*["j"] * 40)
        assert place(hand) == (ALSO_MINE, FINISH_LINE)
        await hand.press("tab")
        assert hand.review.record.reference == ALSO_MINE
        assert place(hand)[1] in ("1.1", "2.3")


async def test_tab_leads_to_a_question_in_conflict(demo: Stage) -> None:
    one, other = demo.other("ann"), demo.other("ben")
    put(one, "BU01", "1.4", Content(value="no", reasons=("late",)))
    put(other, "BU01", "1.4", Content(value="yes"))
    async with demo.open("BU01") as hand:
        await hand.press("tab")
        assert place(hand) == ("BU01", "1.4")
        assert "1.4 is in conflict: two have answered it differently." in hand.lines[0]


async def test_tab_types_nothing_and_walks_nowhere_while_a_note_or_a_paragraph_is_typed(messy: Stage) -> None:
    async with messy.open(MINE) as hand:
        await hand.burst("e", "a note", "tab", "more")
        assert place(hand) == (MINE, "2.2")
        assert "a notemore" in hand.text
