"""Sample on the screen: drawn after a look at its strata, cases replaced, inspectors kept out, the record written."""

from pathlib import Path

import pytest

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.records import Content
from sqs_tui.domain.sample import Wanted
from sqs_tui.widgets.table import Table
from tests.ui.hand import SIZES, Disk, Hand, Stage


@pytest.fixture
def listed(demo: Stage) -> Stage:
    """An inspection without records, and with a list of twenty cases of two teams."""
    stage = Stage(demo.path, demo.begin("Leeds"), by=demo.by)
    cases = tuple(
        ListedCase(
            reference=f"LE{number:02}",
            case_manager=f"CM{number % 5}",
            person=f"P{number}",
            facts={"Team": "East" if number < 14 else "West"},
        )
        for number in range(1, 21)
    )
    one = CaseList(id="1a", at="2013-03-01T09:00:00.000Z", by="lead", source="cases.csv", unit="case", cases=cases)
    stage.other().sample.add(lists={"1a": one})
    return stage


async def draw(hand: Hand, *form: str) -> None:
    """Draw six cases by the seed "x" in proportion to the teams, and come to the question before."""
    await hand.press("D", "+")
    await hand.fill("6", "tab", "x", "tab", "team", *form, "ctrl+s")


def references(stage: Stage) -> set[str]:
    return {record.reference for record in stage.other().records()}


async def test_without_a_list_it_says_which_key_imports_one(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("D")
        assert "Here the sample will stand: i imports the list of cases that it is drawn from." in hand.flowed
        await hand.press("+")
        assert hand.notices == ["There is no case list yet: i imports one."]
        await hand.press("-")
        assert "Nothing is drawn yet" in hand.notices[-1]
        await hand.press("i")
        assert hand.screen == "Form"


@pytest.mark.parametrize("size", SIZES)
async def test_strata_are_seen_before_anything_is_drawn(listed: Stage, size: tuple[int, int]) -> None:
    async with listed.open("", size=size) as hand:
        await draw(hand)
        assert "6 of the 20 cases, by the seed x, with 3 reserves." in hand.flowed
        assert "East 13 3.90 4" in hand.flowed
        assert "West 7 2.10 2" in hand.flowed
        await hand.press("escape")
        assert references(listed) == set()
        await hand.press("+", "ctrl+s")
        assert hand.screen == "Form", "what was typed stands there no more once it was done"
        await hand.press("escape")
        await hand.press("+")
        await hand.fill("6", "tab", "x", "tab", "team", "ctrl+s")
        await hand.press("y")
        assert "6 of the 20 listed cases drawn   seed x" in hand.text
        assert "3 reserves left" in hand.text
        assert "RESERVES 3" in hand.text
    there = listed.other().sampling.require_now()
    assert references(listed) == set(there.cases)
    assert there.draw.wanted.by == ("Team",)


async def test_a_seed_that_is_made_up_is_the_one_that_was_shown(listed: Stage) -> None:
    async with listed.open("") as hand:
        await hand.press("D", "+")
        await hand.fill("6", "ctrl+s")
        shown = hand.flowed
        await hand.press("y")
    assert f"by the seed {listed.other().sampling.require_now().draw.wanted.seed}," in shown


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (("many",), '"many" is no size'),
        (("21",), "there are 20 to draw from"),
        (("6", "tab", "tab", "shoe"), 'The list has no "shoe": choose from Team, case manager.'),
        (("14", "tab", "tab", "tab", "2"), "10 can at most; ask for 10 or allow 3 of one case manager."),
        (("6", "tab", "tab", "tab", "tab", "perhaps"), "y for one case a person at most"),
    ],
)
async def test_what_cannot_be_drawn_is_told_in_the_form(listed: Stage, form: tuple[str, ...], says: str) -> None:
    async with listed.open("") as hand:
        await hand.press("D", "+")
        await hand.fill(*form, "ctrl+s")
        assert hand.screen == "Form"
        assert says in hand.flowed
    assert references(listed) == set()


async def test_another_sample_needs_a_reason(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "+")
        await hand.fill("ctrl+u", "5", "ctrl+s")
        assert "A sample was drawn by the seed x already: say why another is drawn." in hand.flowed
        await hand.fill("five are enough", "ctrl+s")
        await hand.press("y")
    assert [one.why for one in listed.other().sampling.draws] == ["", "five are enough"]
    assert len(references(listed)) == 5


async def test_a_case_is_replaced_for_a_reason(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y")
        case = hand.app.screen.query_one(Table).chosen
        await hand.press("-")
        assert f"stands in for {case}" in hand.flowed
        await hand.press("ctrl+s")
        assert "A case is replaced for a reason: say why." in hand.flowed
        await hand.fill("moved away", "ctrl+s")
        assert "REPLACED 1" in hand.text
        assert "moved away" in hand.text
    assert case not in references(listed)
    assert len(references(listed)) == 6


async def test_that_answers_go_to_the_trash_is_said_before(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y")
        case = hand.app.screen.query_one(Table).chosen
        other = listed.other("ben")
        other.put(other.record(case).id, "1.1", Content(value="yes"), act=other.new_act())
        hand.app.screen.look_around()  # type: ignore[attr-defined]
        await hand.press("-")
        assert "its answers go to the trash with it" in hand.flowed
        await hand.fill("wrong file", "ctrl+s")
    assert case not in references(listed)


async def test_nothing_is_replaced_on_a_full_disk_and_the_reason_stays(listed: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(monkeypatch)
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "-")
        disk.fill()
        await hand.fill("moved away", "ctrl+s")
        assert hand.screen == "Form"
        assert "moved away" in hand.text
        disk.clear()
        await hand.press("ctrl+s")
        assert hand.screen == "SampleScreen"
    assert len(listed.other().sampling.require_now().replaced) == 1


async def test_an_inspector_is_kept_out_and_the_screen_says_so_where_cases_are_allocated(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "o")
        await hand.fill("zoe", "tab", "Team East", "ctrl+s")
        assert "Say of which cases, as FACT=VALUE" in hand.flowed
        await hand.fill("ctrl+u", "Team=Nowhere", "ctrl+s")
        assert "No case has Team Nowhere: there are East, West." in hand.flowed
        await hand.fill("ctrl+u", "team=East", "ctrl+s")
        assert hand.notices[-1] == "zoe reads no case of Team East from now on."
        assert "KEPT OUT 1" in hand.text
        await hand.press("escape", "@", "+")
        await hand.fill("ctrl+u", "tab", "zoe, ann", "ctrl+s")
        assert hand.notices[-1].startswith("6 records: ")
        await hand.press("@", "+")
        await hand.fill("ctrl+u", "LE01..LE20", "tab", "zoe", "ctrl+s")
    records = listed.other().records()
    assert {record.inspector for record in records} == {"ann", "zoe"}
    assert not [one for one in records if one.inspector == "zoe" and int(one.reference[2:]) < 14]


async def test_the_record_is_written_and_the_draw_checked(listed: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "c")
        assert hand.notices[-1] == "Drawn again from the list and the seed, all of it comes out the same."
        await hand.press("x", "m", "ctrl+s")
        await hand.until((tmp_path / f"{listed.folder}-sample.md").exists)
    assert "# Record of the sample: Leeds" in (tmp_path / f"{listed.folder}-sample.md").read_text()


async def test_what_another_inspector_draws_is_shown(listed: Stage) -> None:
    async with listed.open("") as hand:
        await hand.press("D")
        there = listed.other("ben")
        there.sampling.draw(Wanted(size=4, seed="y"))
        hand.app.screen.look_around()  # type: ignore[attr-defined]
        await hand.until("4 of the 20 listed cases drawn   seed y")


async def test_enter_reviews_the_case_under_the_cursor(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "down")
        case = hand.app.screen.query_one(Table).chosen
        await hand.press("enter")
        assert hand.review.record.reference == case
        await hand.press("escape")
        assert hand.screen == "SampleScreen"


async def test_home_and_end_do_not_come_to_a_heading(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y", "end")
        last = hand.app.screen.query_one(Table).chosen
        assert last.startswith("ASKED")
        await hand.press("-")
        assert hand.notices[-1] == "What is under the cursor is no case of the sample."
        await hand.press("home", "-")
        assert hand.screen == "Form"


async def test_the_limits_of_a_draw_stand_in_the_question_before_it(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand, "tab", "3", "tab", "y")
        assert "With at most 3 of one case manager and one case a person at most." in hand.flowed


@pytest.mark.parametrize(("form", "field"), [(("shoe",), "by"), (("tab", "0"), "cap"), (("tab", "tab", "tab", "x"), "reserve")])
async def test_the_cursor_comes_to_the_field_that_is_wrong(listed: Stage, form: tuple[str, ...], field: str) -> None:
    async with listed.open("") as hand:
        await hand.press("D", "+")
        await hand.fill("6", "tab", "x", "tab", *form, "ctrl+s")
        assert hand.app.focused is not None
        assert hand.app.focused.id == field


@pytest.mark.parametrize("size", SIZES)
async def test_a_case_that_somebody_has_who_is_kept_out_is_marked_and_named(listed: Stage, size: tuple[int, int]) -> None:
    other = listed.other()
    other.sampling.draw(Wanted(size=2, seed="y", reserve=2))
    record = other.records()[0]
    other.allocate({record.id: "cat"})
    async with listed.open("", size=size) as hand:
        await hand.press("D", "o")
        await hand.fill("cat", "tab", f"case-manager={record.case_manager}, reference={record.reference}", "ctrl+s")
        assert f"cat has {record.reference} already: give it to somebody else." in hand.notices[-1]
        assert "cat, kept out" in hand.text
        hand.app.clear_notifications()
        await hand.settle()
        assert "GIVE ON 1 to somebody who may read it" in hand.flowed
        assert f"{record.reference} cat is kept out of case manager {record.case_manager}" in hand.flowed
        assert "all cases" not in hand.text
        assert f"cat of case manager {record.case_manager}" in hand.flowed
        assert "i case list" in hand.text


async def test_review_says_that_one_is_kept_out_of_the_case(listed: Stage) -> None:
    other = listed.other()
    other.sampling.draw(Wanted(size=2, seed="y"))
    first, second = (record.reference for record in other.records())
    other.interests.declare(listed.by, "reference", second)
    async with listed.open(first) as hand:
        assert "does not read" not in hand.flowed
        await hand.press("]")
        assert hand.review.record.reference == second
        assert f"{listed.by} does not read {second}, because of a conflict of interest (reference {second})" in hand.flowed


async def test_in_the_private_view_the_sample_is_not_shown(listed: Stage) -> None:
    async with listed.open("") as hand:
        await draw(hand)
        await hand.press("y")
        await hand.press("escape", "v", "D")
        assert hand.screen == "InspectionScreen"
        assert sum(f"LE{number:02}" in hand.text for number in range(1, 21)) < 2, "no case but the one in front"
