"""Two who answer the same without seeing each other's answer are both told, and the list is where one of them decides."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from sqs_tui.domain.records import Content
from sqs_tui.store.inspection import OpenInspection
from tests.ui.hand import LARGE, SMALL, Hand, Stage
from tests.ui.letters import DRAFTED, about, checked, desk, open_letter, words, write

YES, NO = Content(value="yes"), Content(value="no", reasons=("late",), note="[b]late[/b]")


@asynccontextmanager
async def contended(fresh: Stage, size: tuple[int, int] = SMALL) -> AsyncIterator[tuple[Hand, OpenInspection]]:
    """Two answers to T01 2.2: bob's Yes, and on the screen a No that was given without having seen it."""
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("2.2")
        bob = fresh.other("bob")
        bob.put(bob.record("T01").id, "2.2", YES, act=bob.new_act())
        await hand.press("n", "escape")
        yield hand, bob


async def test_whoever_answers_beside_another_is_told_at_once(fresh: Stage, size: tuple[int, int]) -> None:
    async with contended(fresh, size) as (hand, _):
        assert "bob and you gave different answers; both are kept" in hand.flowed
        assert "1 conflict: ! lists it" in hand.lines[0]
        (row,) = (line for line in hand.lines if "2.2 Harm assessment" in line and "⇄" in line)
        assert "n⇄" in row


async def test_whoever_was_answered_beside_is_told_wherever_they_are(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("2.2")
        bob = fresh.other("bob")
        await hand.press("n", "escape", "]")
        bob.put(bob.record("T01").id, "2.2", YES, act=bob.new_act())
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.until("T01 2.2 is in conflict: bob “Yes”, you “No”")
        assert "1 conflict: ! lists it" in hand.lines[0]


async def test_inspection_counts_the_conflicts(fresh: Stage) -> None:
    async with contended(fresh) as (hand, bob):
        bob.change_details(lead="bob")
        hand.app.session(fresh.folder).inspection.change_details(lead="tester")
        await hand.press("escape")
        assert "2 conflicts: !" in hand.lines[0]


async def test_a_record_in_conflict_is_not_finished(fresh: Stage) -> None:
    async with contended(fresh) as (hand, _):
        hand.review._finish()
        assert hand.review._message.startswith("Not finished: T01 2.2 is in conflict: ! lists who said what")
        assert fresh.other().record("T01").state.value == "in progress"


async def test_the_list_shows_who_said_what_side_by_side(fresh: Stage, size: tuple[int, int]) -> None:
    async with contended(fresh, size) as (hand, bob):
        bob.put(bob.record("T01").id, "2.2", NO, act=bob.new_act(), seen=(bob.history(bob.record("T01").id, "2.2")[0].id,))
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.press("!")
        assert "1 conflict: the later stands until one of you decides" in hand.text
        row = next(line for line in hand.lines if "T01 2.2" in line)
        assert ("bob" in row, "tester" in row) == (True, True)
        heads = next(line for line in hand.lines if "1 " in line and "2 " in line and "bob" in line and "T01" not in line)
        assert heads.index("bob") < heads.index("tester")
        await hand.press("space")
        assert hand.screen == "Whole"
        assert "No (late) “[b]late[/b]”" in hand.text


@pytest.mark.parametrize(("digit", "stands"), [("1", "no"), ("2", "yes")])
async def test_a_digit_and_a_reason_settle_it(fresh: Stage, digit: str, stands: str) -> None:
    async with contended(fresh) as (hand, bob):
        await hand.press("!", digit, "enter")
        assert "say why this one stands" in hand.flowed
        await hand.fill("Read [again].", "enter")
        await hand.until("Nothing is in conflict")
        await hand.press("escape")
        assert "conflict" not in hand.lines[0]
        assert hand.review.state.answers["2.2"].value == stands
        bob.refresh()
        assert bob.conflicts() == []
        assert bob.history(bob.record("T01").id, "2.2")[-1].why == "Read [again]."
    assert fresh.answers("T01")["2.2"].value == stands


async def test_other_digits_and_escape_settle_nothing(fresh: Stage) -> None:
    async with contended(fresh) as (hand, bob):
        await hand.press("!", "0", "3", "9")
        assert hand.screen == "Conflicts"
        await hand.press("2", "escape")
        assert hand.screen == "Conflicts"
        bob.refresh()
        assert len(bob.conflicts()) == 1


async def test_what_has_gone_on_while_one_thought_about_the_reason_is_not_settled(fresh: Stage) -> None:
    async with contended(fresh) as (hand, bob):
        await hand.press("!", "2")
        bob.refresh()
        bob.put(bob.record("T01").id, "2.2", Content(value="na"), act=bob.new_act())
        await hand.fill("Because.", "enter")
        await hand.until(lambda: any("look at the list again" in notice for notice in hand.notices))
        bob.refresh()
        assert len(bob.conflicts()) == 1


async def test_what_is_held_for_a_signed_off_record_is_listed_and_not_decided_here(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with contended(fresh) as (hand, bob):
        bob.refresh()
        held = [msgspec.structs.replace(conflict, held=True) for conflict in bob.conflicts()]
        monkeypatch.setattr(OpenInspection, "conflicts", lambda _: held)
        await hand.press("!", "2")
        assert hand.screen == "Conflicts"
        assert "T01 2.2 (held)" in hand.text
        assert any("is signed off" in notice for notice in hand.notices)


async def test_enter_goes_to_the_answer(fresh: Stage) -> None:
    async with contended(fresh) as (hand, _):
        await hand.press("escape", "!", "enter")
        assert hand.review.state.current == "2.2"


async def test_the_history_says_what_is_in_conflict(fresh: Stage) -> None:
    async with contended(fresh) as (hand, _):
        await hand.press("H")
        assert "In conflict. What tester put there stands; bob put there: Yes. ! lists what is to be decided." in hand.flowed


async def test_the_private_view_lists_no_conflicts_of_other_records(fresh: Stage) -> None:
    async with contended(fresh) as (hand, _):
        assert "T01" in hand.lines[0]
        await hand.press("v", "!")
        assert "1 conflict:" in hand.text
        await hand.press("escape", "]", "!")
        assert "Nothing is in conflict" in hand.text
        await hand.press("escape", "j")
        assert "lists it" not in hand.lines[0]


async def test_nothing_in_conflict_is_said_to_be_none(fresh: Stage) -> None:
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("!", "1", "enter", "space")
        assert "Nothing is in conflict" in hand.text
        await hand.press("!")
        assert hand.screen == "InspectionScreen"


async def test_accounts_and_notes_are_shown_as_they_read(fresh: Stage) -> None:
    eve = fresh.other("[red]eve[/red] \x1b[31m\x9b")
    async with fresh.open("T01", size=LARGE) as hand:
        await hand.goto("2.2")
        eve.put(eve.record("T01").id, "2.2", Content(value="yes", note="[/] \x1b[31m\u202e"), act=eve.new_act())
        await hand.press("n", "escape", "!")
        assert "[red]eve[/red]" in hand.text
        assert not set("\x1b\x9b\u202e") & set(hand.text)
        await hand.press("2")
        assert not set("\x1b\x9b\u202e") & set(hand.text)


# The letter


async def test_a_paragraph_that_another_changed_while_it_was_edited_is_in_conflict(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.fill("Mine.")
        write(demo.other("inspector-2"), DRAFTED, "Theirs.")
        hand.app.session(demo.folder).inspection.refresh()
        assert about(hand).startswith("Somebody else has just changed this paragraph")
        await hand.press("escape")
        assert about(hand).startswith("Somebody else wrote here meanwhile: your words stand")
    assert words(demo, DRAFTED) == "Mine."
    (conflict,) = demo.other().conflicts()
    assert [line.by for line in conflict.lines] == ["inspector-1", "inspector-2"]


async def test_what_another_wrote_stays_where_nothing_was_typed(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e")
        write(demo.other("inspector-2"), DRAFTED, "Theirs.")
        hand.app.session(demo.folder).inspection.refresh()
        await hand.press("escape")
        await checked(hand)
        assert desk(hand)._editing is None
    assert words(demo, DRAFTED) == "Theirs."
    assert demo.other().conflicts() == []


async def test_what_was_not_seen_when_editing_began_is_not_written_over_after_a_restart(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.fill("Mine.")
        desk(hand).save_draft()
    write(demo.other("inspector-2"), DRAFTED, "Theirs.")
    async with demo.open("") as hand:
        await hand.press("l")
        await hand.until(lambda: hand.screen == "LetterScreen" and desk(hand)._editing is not None)
        await hand.press("escape")
        await hand.until(lambda: words(demo, DRAFTED) == "Mine.")
    (conflict,) = demo.other().conflicts()
    assert [line.by for line in conflict.lines] == ["inspector-1", "inspector-2"]


async def test_a_form_changes_only_what_was_changed_in_it(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("r")
        bob = fresh.other("bob")
        bob.change_record(bob.record("T01").id, inspector="bob")
        bob.change_details(lead="bob")
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.fill("X", "ctrl+s")
        await hand.press("e")
        bob.change_details(service="theirs")
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.fill("Y", "ctrl+s")
    record, details = fresh.other().records("case")[0], fresh.other().details
    assert (record.reference, record.inspector) == ("T01X", "bob")
    assert (details.area, details.lead, details.service) == ("TestboroughY", "bob", "theirs")
