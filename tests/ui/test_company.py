"""Several inspectors in one inspection: who is where is shown, and what one does is on the other's screen at the next look."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sqs_tui import app
from sqs_tui.domain.records import BLANK, Content, RecordState
from sqs_tui.domain.scoring import Mode
from sqs_tui.screens import news
from sqs_tui.store.presence import HERE, Presence
from tests.opens import Opens
from tests.store.helpers import lead_to
from tests.ui.hand import LARGE, SMALL, Hand, Stage, now

YES, NO = Content(value="yes"), Content(value="no", reasons=("vague",), note="x")


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.02)


@contextmanager
def present(stage: Stage, by: str, reference: str = "") -> Iterator[Presence]:
    """Somebody's program, open at a record or at none."""
    other = Presence(stage.path / stage.folder, by=by, now=now)
    other.enter(stage.other().record(reference).id if reference else "")
    yield other
    other.leave()


def seen_from_outside(stage: Stage) -> list[tuple[str, str]]:
    """Who is there, and at which record, as another program sees it."""
    outside = Presence(stage.path / stage.folder, by="outside", now=now)
    outside.look()
    references = {record.id: record.reference for record in stage.other().records()}
    told = [(one.account, references.get(one.record, "")) for one in outside.others]
    outside.leave()
    return told


def put(stage: Stage, by: str, reference: str, question: str, content: Content) -> None:
    other = stage.other(by)
    other.put(other.record(reference).id, question, content, act=other.new_act())


# Who is here


async def test_review_says_who_else_is_in_the_record(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        before = hand.lines
        with present(fresh, "ben", "T01"):
            await hand.until("ben is here too  nothing saved yet")
            assert hand.lines[0].startswith("Testborough > T01   0 of ")
            assert hand.lines[1:] == before[1:]
            with present(fresh, "cleo", "T01"):
                await hand.until("ben and cleo are here too")
                with present(fresh, "zoe", "T01"):
                    await hand.until("ben and 2 more are here too")
        await hand.until(lambda: "here too" not in hand.text)
        assert hand.lines == before


async def test_review_says_nothing_of_those_who_are_elsewhere(fresh: Stage) -> None:
    with present(fresh, "ben", "T02"), present(fresh, "cleo"):
        async with fresh.open("T01") as hand:
            await hand.until(lambda: len(hand.review.session.presence.others) == 2)
            assert "here too" not in hand.text
            await hand.press("]")
            await hand.until("ben is here too")


async def test_a_long_message_is_not_cut_for_the_sake_of_company(fresh: Stage) -> None:
    with present(fresh, "ben", "T01"):
        async with fresh.open("T01") as hand:
            await hand.until("ben is here too")
            await hand.press("w", "}", "{", "k", "z")
            assert "does not take" in hand.text
            await hand.press("enter")
            assert len(hand.lines) == 24


async def test_a_second_window_of_my_own_is_company_too(fresh: Stage, size: tuple[int, int]) -> None:
    with present(fresh, "tester", "T01"):
        async with fresh.open("T01", size=size) as hand:
            await hand.until("you are here too, in another window")
            await hand.press("escape")
            await hand.until("also here: you (T01)")


async def test_the_private_view_says_who_is_here(fresh: Stage, size: tuple[int, int]) -> None:
    with present(fresh, "ben", "T01"):
        async with fresh.open("T01", size=size) as hand:
            await hand.press("v")
            await hand.until("ben is here too")
            put(fresh, "ben", "T01", "psr", YES)
            await hand.until("ben answered Pre-sentence report provided Yes")
            assert "1.1 so far" not in hand.text


async def test_the_inspection_marks_the_records_that_others_are_in(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        assert "also here" not in hand.text
        with present(fresh, "ben", "T02"), present(fresh, "cleo"):
            await hand.until("also here: ben (T02), cleo")
            assert [line[:7].strip() for line in hand.lines[2:5]] == ["T01", "T02 ●", "T03"]
            assert hand.lines[0].startswith(" Testborough   3 cases   also here")
        await hand.until(lambda: "also here" not in hand.text and "●" not in hand.text)


async def test_a_long_reference_keeps_its_mark(fresh: Stage) -> None:
    other = fresh.other()
    other.change_record(other.record("T02").id, reference="T02-with-a-long-name")
    async with fresh.open("") as hand:
        with present(fresh, "ben", "T02-with-a-long-name"):
            await hand.until("T02-with-a-lon… ●")


async def test_hostile_names_are_shown_as_text(fresh: Stage, size: tuple[int, int]) -> None:
    with present(fresh, "[red]b\x1b]0;x\x07en[/red]" + "n" * 60, "T01"):
        async with fresh.open("T01", size=size) as hand:
            await hand.until("[red]b]0;xen[/red]")
            assert all(len(line) <= size[0] for line in hand.lines)
            await hand.press("escape")
            await hand.until("also here: [red]b")
            assert all(len(line) <= size[0] for line in hand.lines)


async def test_others_see_where_this_program_is_until_it_ends(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        assert seen_from_outside(fresh) == [("tester", "")]
        await hand.press("down", "enter")
        assert seen_from_outside(fresh) == [("tester", "T02")]
        await hand.press("]")
        assert seen_from_outside(fresh) == [("tester", "T03")]
        await hand.press("escape", "s")
        assert seen_from_outside(fresh) == [("tester", "")]
        await hand.press("escape", "l")
        assert seen_from_outside(fresh) == [("tester", "")]
        await hand.press("escape", "escape")
        assert hand.screen == "Inspections"
        assert seen_from_outside(fresh) == []
        await hand.press("enter")
        assert seen_from_outside(fresh) == [("tester", "")]
    assert seen_from_outside(fresh) == []


async def test_an_inspection_in_the_trash_has_nobody_in_it(fresh: Stage) -> None:
    async with fresh.open() as hand:
        await hand.press("enter", "escape", "t", "y")
        (gone,) = (fresh.path / ".trash").iterdir()
        assert list((gone / HERE).iterdir()) == []


# What others do


async def test_what_is_typed_stays_while_another_answers_in_the_same_record(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("1.1")
        await hand.burst("n", "my own thought")
        put(fresh, "ben", "T01", "2.1", NO)
        await hand.until("ben answered 2.1 No at ")
        assert "my own thought" in hand.text
        assert hand.review.state.mode is Mode.NOTE
        await hand.burst(" goes on")
        assert "ben answered 2.1 No at " in hand.lines[-1]  # it does not go with the next key: who types sees it too
        await hand.press("enter")
    assert fresh.answers("T01")["1.1"].note == "my own thought goes on"
    assert fresh.answers("T01")["2.1"] == NO


async def test_news_goes_with_a_key_when_it_has_stood_for_a_while(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "_LASTS", 0.0)
    async with fresh.open("T01") as hand:
        put(fresh, "ben", "T01", "2.1", NO)
        await hand.until("ben answered 2.1 No at ")
        await hand.settle()
        assert "ben answered" in hand.text
        await hand.press("down")
        assert "ben answered" not in hand.text


async def test_news_says_what_was_done(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        put(fresh, "ben", "T01", "2.1", Content(note="[b]a thought"))
        await hand.until("ben wrote a note on 2.1 at ")
        put(fresh, "cleo", "T01", "2.1", BLANK)
        await hand.until("cleo cleared 2.1 at ")
        other = fresh.other("zoe")
        act, record = other.new_act(), other.record("T01").id
        for question in ("1.1", "1.2"):
            other.put(record, question, YES, act=act)
        await hand.until("zoe answered 1.2 Yes")
        other.allocate({record: "zoe"})
        await hand.until("zoe set the inspector to zoe at ")
        lead_to(other, record, RecordState.COMPLETE)
        await hand.until("zoe set the state to complete at ")
        put(fresh, "ben", "T02", "2.1", YES)
        await hand.until(lambda: bool(hand.review.session.inspection.contents(other.record("T02").id)))
        assert "zoe set the state" in hand.text
        dora = fresh.other("dora")
        dora.put(record, "2.1", YES, act=dora.new_act())
        await hand.until("dora answered 2.1 Yes at ")
        dora.undo()
        await hand.until("dora took back 2.1, now without an answer, at ")
        other.trash_record(record)
        await hand.until("zoe put this record into the trash at ")
        other.bring_back(record)
        await hand.until("zoe brought this record back from the trash at ")


async def test_news_says_that_a_conflict_was_settled(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        ben, lead = fresh.other("ben"), fresh.other("lead")
        record = ben.record("T01").id
        ben.put(record, "1.1", YES, act=ben.new_act())
        await hand.press("n", "escape")
        lead.refresh()
        (conflict,) = lead.conflicts()
        lead.settle(conflict, next(line.id for line in conflict.lines if line.by == "ben"), "seen twice")
        await hand.until("lead settled 1.1, now Yes, at ")
        lead.undo()
        await hand.until("1.1: ben and you gave different answers; both are kept")


async def test_news_of_one_record_stays_in_it(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        put(fresh, "ben", "T01", "2.1", NO)
        await hand.until("ben answered 2.1 No")
        await hand.press("]")
        assert "ben answered" not in hand.text


async def test_both_are_told_where_two_answered_without_seeing_each_other(fresh: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 60.0)
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        other = fresh.other("ben")
        record = other.record("T01").id
        other.put(record, "1.1", YES, act=other.new_act())
        await hand.press("n", "escape")
        assert "1.1: ben and you gave different answers; both are kept" in hand.flowed
    assert len(fresh.other().conflicts()) == 1


async def test_a_record_that_goes_while_it_is_under_review_stops_nothing(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        (fresh.path / fresh.folder / "cases" / "T01.json").unlink()
        put(fresh, "ben", "T02", "2.1", YES)
        await hand.until("this record is no longer there")
        await hand.press("y")
        await hand.heard()
        assert "is not, or no longer, in testborough" in hand.flowed
        assert "no longer there" in hand.lines[0]
        await hand.until(lambda: bool(hand.review.session.inspection.contents(fresh.other().record("T02").id)))
        assert hand.review.session.inspection.contents(fresh.other().record("T02").id) == {"2.1": YES}
        await hand.press("escape")
        assert hand.lines[2].startswith("T02")


@pytest.mark.parametrize(
    ("keys", "seen"),
    [((), "1/24"), (("s",), "1/1"), (("enter",), "1/1"), (("s", "enter"), "T02")],
    ids=["inspection", "summary", "review", "dialog"],
)
async def test_every_screen_follows(fresh: Stage, keys: tuple[str, ...], seen: str) -> None:
    async with fresh.open("", size=LARGE) as hand:
        await hand.press(*keys)
        put(fresh, "ben", "T02", "1.1", YES)
        if keys == ("s", "enter"):
            await hand.until(lambda: hand.app.session(fresh.folder).inspection.tallies().questions["1.1"].of == 1)
        else:
            await hand.until(seen)


# What a look costs


@pytest.mark.parametrize("keys", [(), ("enter",), ("s",), ("l",)], ids=["inspection", "review", "summary", "letter"])
async def test_a_look_that_finds_nothing_opens_nothing_and_sends_nothing(
    demo: Stage, keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 60.0)
    with present(demo, "ben", "BU07"):
        async with demo.open("", size=LARGE) as hand:
            await hand.press(*keys)
            for _ in range(20):
                await hand.settle()
            look(hand)
            await hand.settle()
            sent: list[object] = []
            monkeypatch.setattr(hand.app, "_display", lambda *given: sent.append(given))
            with Opens() as opens:
                for _ in range(3):
                    look(hand)
            assert opens.paths == []
            await hand.settle()
            assert sent == []


def look(hand: Hand) -> None:
    hand.app._look_around()


async def test_home_looks_for_nobody(fresh: Stage) -> None:
    async with fresh.open(size=SMALL) as hand:
        with Opens() as opens:
            look(hand)
        assert opens.paths == []
