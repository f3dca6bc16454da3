"""Who reviews which record is said on Inspection, one or many at once, and taken back by one key."""

import pytest

from sqs_tui import app
from tests.ui.hand import LARGE, Stage


def inspectors(stage: Stage) -> list[str]:
    return [record.inspector for record in stage.other().records("case")]


async def test_at_gives_the_record_under_the_cursor_to_somebody_who_has_records(fresh: Stage, size: tuple[int, int]) -> None:
    other = fresh.other()
    other.allocate({other.record("T03").id: "ben"})
    async with fresh.open("", size=size) as hand:
        await hand.press("down", "@")
        assert "Who reviews T02? It is tester's now." in hand.flowed
        assert "1 tester, which is you 2 ben + somebody else, or several records at once - nobody" in hand.flowed
        await hand.press("2")
        assert hand.screen == "InspectionScreen"
        assert hand.notices == ["T02 is ben's to review; u takes that back."]
        assert "ben" in hand.lines[3]
    assert inspectors(fresh) == ["tester", "ben", "ben"]


async def test_escape_leaves_all_as_it_is(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("@", "escape", "@", "7", "escape", "@", "+", "escape")
        assert hand.screen == "InspectionScreen"
    assert inspectors(fresh) == ["tester"] * 3


async def test_minus_lets_go_of_a_record(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("@", "-")
        assert hand.notices == ["T01 is nobody's now; u takes that back."]
        await hand.press("@")
        assert "It is nobody's now." in hand.flowed
        assert "- nobody" not in hand.flowed
    assert inspectors(fresh) == ["", "tester", "tester"]


async def test_plus_shares_out_a_run_among_several(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        await hand.press("@", "+")
        assert "Allocate cases" in hand.text
        await hand.fill("ctrl+u", "T01..T03", "enter", "ann, ben", "enter")
        assert hand.notices == ["3 records: ann 2, ben 1; u takes that back."]
        await hand.press("u")
        assert "Took back 3 changes" in hand.notices[-1]
        assert inspectors(fresh) == ["tester"] * 3
        await hand.press("U")
        assert "Brought back 3 changes" in hand.notices[-1]
    assert inspectors(fresh) == ["ann", "ben", "ann"]


async def test_an_empty_run_means_all_that_nobody_has(fresh: Stage) -> None:
    other = fresh.other()
    other.allocate({other.record(name).id: "" for name in ("T02", "T03")})
    async with fresh.open("") as hand:
        await hand.press("@", "+")
        await hand.fill("ctrl+u", "enter", "ann, ben", "enter")
        assert inspectors(fresh) == ["tester", "ann", "ben"]
        await hand.press("@", "+")
        await hand.fill("ctrl+u", "ctrl+s")
        assert "No case is without an inspector: name some." in hand.flowed


async def test_what_is_no_record_or_no_name_is_said_in_the_form(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("@", "+")
        await hand.fill("ctrl+u", "T01, T09", "ctrl+s")
        assert 'is called "T09"' in hand.flowed
        await hand.fill("ctrl+u", "T03..T01", "ctrl+s")
        assert "runs backwards" in hand.flowed
        await hand.fill("ctrl+u", "T01", "ctrl+s")
        assert "Name at least one inspector" in hand.flowed
        await hand.fill("[b]x[/b]", "enter")
        assert hand.notices == ["T01 is [b]x[/b]'s to review; u takes that back."]
        assert "[b]x[/b]" in hand.text
    assert inspectors(fresh)[0] == "[b]x[/b]"


async def test_c_claims_what_is_nobodys_and_lets_go_of_what_is_mine(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("c")
        assert inspectors(fresh) == ["", "tester", "tester"]
        await hand.press("c")
        assert inspectors(fresh) == ["tester"] * 3
        assert hand.notices == ["T01 is tester's to review; u takes that back."]


async def test_what_is_somebody_elses_is_claimed_after_a_yes_only(fresh: Stage) -> None:
    other = fresh.other()
    other.allocate({other.record("T01").id: "ben"})
    async with fresh.open("") as hand:
        await hand.press("c")
        assert "T01 is ben's to review." in hand.text
        await hand.press("c", "escape")
        assert inspectors(fresh)[0] == "ben"
        await hand.press("c", "y")
        assert inspectors(fresh)[0] == "tester"
        await hand.press("u")
    assert inspectors(fresh)[0] == "ben"


async def test_what_somebody_claimed_at_this_moment_is_asked_about(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 60.0)
    before = fresh.other()
    before.allocate({before.record("T01").id: ""})
    async with fresh.open("") as hand:
        other = fresh.other("ben")
        other.allocate({other.record("T01").id: "ben"})
        await hand.press("c")
        assert "T01 is ben's to review." in hand.text


async def test_m_shows_what_is_mine_and_all_again(fresh: Stage, size: tuple[int, int]) -> None:
    other = fresh.other()
    other.allocate({other.record("T02").id: "ben"})
    async with fresh.open("", size=size) as hand:
        await hand.press("m")
        assert hand.lines[0].startswith(" Testborough   2 of 3 cases: mine only")
        assert [line.split()[0] for line in hand.lines[2:4]] == ["T01", "T03"]
        assert "T02" not in hand.text
        await hand.press("enter", "]")
        assert hand.review.record.reference == "T03"
        await hand.press("]")
        assert "T03 is the last of yours." in hand.lines[0]
        await hand.press("[", "escape", "m")
        assert hand.lines[0].startswith(" Testborough   3 cases")
        assert "T02" in hand.text
        await hand.press("enter", "]")
        assert hand.review.record.reference == "T02"


async def test_where_nothing_is_mine_it_says_so(fresh: Stage) -> None:
    other = fresh.other()
    other.allocate({record.id: "ben" for record in other.records()})
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("m", "@", "c", "enter")
        assert hand.screen == "InspectionScreen"
        assert "0 of 3 cases: mine only" in hand.lines[0]
        assert "None of these is yours: m shows all" in hand.lines[2]
        await hand.press("m")
        assert hand.lines[2].startswith("T01")


async def test_a_record_that_is_not_mine_has_those_of_mine_around_it(fresh: Stage) -> None:
    other = fresh.other()
    other.allocate({other.record("T02").id: "ben"})
    async with fresh.open("T02") as hand:
        hand.app.session(fresh.folder).mine_only = True
        await hand.press("]")
        assert hand.review.record.reference == "T03"
        await hand.press("[")
        assert hand.review.record.reference == "T01"


async def test_undo_takes_back_what_r_set_too_and_stops_before_what_somebody_else_changed(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("u")
        assert hand.notices[-1] == "There is nothing to undo."
        await hand.press("r")
        await hand.fill("ctrl+u", "T77", "ctrl+s")
        await hand.press("u")
        assert hand.notices[-1] == "Took back the reference of T77: T77."
        assert hand.lines[2].startswith("T01")
        await hand.press("U", "c")
        other = fresh.other("ben")
        other.allocate({other.record("T77").id: "ben"})
        await hand.press("u")
        assert hand.notices[-1] == "The inspector of T77 was changed by ben since, and stays as it is."
    assert fresh.other().record("T77").inspector == "ben"


async def test_what_cannot_be_saved_is_said(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        (fresh.path / fresh.folder / "cases").chmod(0o500)
        for path in (fresh.path / fresh.folder / "cases").glob("*.json"):
            path.chmod(0o400)
        await hand.press("c")
        assert "was not saved" in hand.notices[-1]
        assert "tester" in hand.lines[2]
        await hand.press("u")
        (fresh.path / fresh.folder / "cases").chmod(0o700)
    assert inspectors(fresh) == ["tester"] * 3
