"""The flow of Review on a real screen: bursts, stops, pastes, undo, the finish line."""

import pytest

from sqs_tui import app
from sqs_tui.domain.records import BLANK, Content, RecordState
from sqs_tui.domain.scoring import FINISH_LINE, Mode
from tests.store.helpers import lead_to
from tests.ui.hand import Hand, Stage

NOTE = "Nothing says who does what [see log]; 3 calls."
LEFT = {
    "interviewed": Content(value="yes"),
    "sentence": Content(value="2"),
    "weeks": Content(value="2"),
    **{fact: Content(value="no") for fact in ("looked-after", "psr", "custody", "victim", "concern")},
    "1.3": Content(value="yes"),
}


def left(stage: Stage) -> dict[str, Content]:
    """The answers of the burst, the reasons by the names that the instrument gives to their digits."""
    instrument = stage.other().instrument
    reason = {question: {r.key: r.id for r in instrument.reasons_of(question)} for question in ("1.1", "2.2")}
    return {
        **LEFT,
        "1.1": Content(value="no", reasons=(reason["1.1"]["1"],), note="late"),
        "2.2": Content(value="no", reasons=(reason["2.2"]["4"],), note=NOTE),
        "3.2": Content(value="yes"),
    }


KEYS = (*"y22nnnnny", "n", "1", *"late", "enter", "n", "4", *NOTE, "enter", "y")


async def test_a_burst_lands_right(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.burst(*KEYS)
        assert fresh.answers("T01") == left(fresh)
        assert hand.review.state.current == "4.2"
        assert "12 of" in hand.lines[0]


async def test_the_same_keys_one_at_a_time_land_the_same(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.pilot.press(*KEYS[:16])
        answers = left(fresh)
        assert fresh.answers("T01") == {question: answers[question] for question in (*LEFT, "1.1")}


async def test_a_stop_throws_away_what_was_typed_ahead_and_says_how_many(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst(*"yx12y")
        assert list(fresh.answers("T01")) == ["interviewed"]
        await hand.heard()
        assert hand.lines[0].startswith("3 keys thrown away. Sentence does not take 'x'")
        await hand.press("2")
        assert fresh.answers("T01")["sentence"].value == "2"
        assert "thrown away" not in hand.text


async def test_a_stop_with_nothing_behind_it_throws_nothing_away(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("x")
        await hand.heard()
        assert hand.lines[0].startswith("Case manager interviewed does not take 'x': y Yes, n No.")


async def test_a_paste_goes_into_the_note_and_never_answers(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.paste("yyyy")
        assert "A paste is text for a note: open the note first." in hand.lines[0]
        assert not fresh.answers("T01")
        await hand.heard()
        await hand.goto("1.1")
        await hand.press("n")
        await hand.paste("y1 [red]no[/red]\r\nsecond\x1b[31m line")
        assert hand.review.state.mode is Mode.NOTE
        await hand.press("enter")
        given = fresh.answers("T01")["1.1"]
        assert (given.value, given.reasons, given.note) == ("no", (), "y1 [red]no[/red]\nsecond[31m line")
        assert "y1 [red]no[/red]¶second[31m line" in await shown_at(hand, "1.1")


async def test_a_paste_into_the_goto_prompt_is_typed_there(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("g")
        await hand.paste("2.2\n")
        await hand.press("enter")
        assert hand.review.state.current == "2.2"


async def test_undo_opens_the_record_it_changed(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "]", "y", "]")
        assert "Testborough > T03" in hand.lines[0]
        await hand.press("u")
        assert hand.review.record.reference == "T02"
        assert "Took back T02 Case manager interviewed: Yes." in hand.lines[0]
        await hand.press("u")
        assert hand.review.record.reference == "T01"
        assert hand.review.state.current == "interviewed"
        await hand.press("u")
        assert "There is nothing to undo." in hand.lines[0]
        await hand.press("U", "U")
        assert hand.review.record.reference == "T02"
    assert list(fresh.answers("T01")) == list(fresh.answers("T02")) == ["interviewed"]


async def test_undo_takes_a_no_with_its_reason_and_its_note_as_one(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("1.1")
        await hand.burst("n", "1", "late", "enter", "u")
        assert hand.review.state.content == BLANK
    assert not fresh.answers("T01")


async def test_undo_outlives_a_restart(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y")
    async with fresh.open("T02") as hand:
        await hand.press("u")
        assert hand.review.record.reference == "T01"
    assert not fresh.answers("T01")


async def test_an_open_case_is_not_finished(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.burst("y", *["down"] * 50)
        assert "finish line, 23 open" in hand.text
        await hand.burst("enter", "enter", "y")
        await hand.heard()
        assert "2 keys thrown away. 23 problems. Sentence is not answered." in hand.lines[0]
        assert hand.review.record.reference == "T01"
    assert fresh.other().record("T01").state is RecordState.IN_PROGRESS
    assert list(fresh.answers("T01")) == ["interviewed"]


async def test_a_problem_stops_at_the_finish_line_and_enter_again_finishes(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("4.3")
        await hand.burst("backspace", "n", "enter")
        assert hand.review.state.current == FINISH_LINE
        await hand.press("enter")
        assert "4.3 Child involved: No has no reason" in hand.lines[0]
        assert "Tab goes there" in hand.review._message
        await hand.heard()
        await hand.press("tab")
        assert hand.review.state.current == "4.3"
        await hand.burst(*["down"] * 50, "enter")
        await hand.heard()
        await hand.press("enter")
        assert demo.other().record("BU07").state is RecordState.IN_PROGRESS
        assert "Tab goes to each; W lets the first stand for a reason." in hand.text
        await hand.heard()
        await hand.press("W")
        await hand.fill("the reasons are in the annex", "enter")
        assert "It may stand: 4.3 Child involved: No has no reason" in hand.lines[0]
        assert "may stand (the reasons are in the annex): 4.3 Child involved" in hand.text
        await hand.press("enter")
        assert demo.other().record("BU07").state is RecordState.COMPLETE


async def test_a_waiver_is_taken_back_where_it_was_given(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("4.3")
        await hand.burst("backspace", "n", "enter")
        await hand.goto("4.3")
        await hand.press("W")
        await hand.fill("a reason", "enter")
        assert "It may stand: 4.3" in hand.lines[0]
        await hand.press("u")
        assert "Took back BU07 4.3: waived (a reason)." in hand.lines[0]
        assert hand.review.state.current == FINISH_LINE
        await hand.press("U")
        await hand.goto("4.3")
        await hand.press("W")
        assert "It may no longer stand: 4.3" in hand.lines[0]
        await hand.goto("4.2")
        await hand.press("W")
        assert "There is no problem here that could be let stand." in hand.lines[0]
    other = demo.other()
    assert other.waived(other.record("BU07").id) == ()


async def test_finishing_opens_the_next_record_of_the_same_inspector(demo: Stage) -> None:
    for reference in ("BU02", "BU03", "BU08"):
        other = demo.other("inspector-2" if reference == "BU08" else "inspector-1")
        other.set_state(other.record(reference).id, RecordState.IN_PROGRESS)
    async with demo.open("BU02") as hand:
        await hand.press("enter")
        assert "BU02 is complete; this is BU03." in hand.lines[0]
        assert hand.review.record.reference == "BU03"
        await hand.press("enter")
        assert "BU03 is complete, and so are all cases of the same" in hand.lines[0]
        assert hand.review.record.reference == "BU03"
    assert demo.other().record("BU08").state is RecordState.IN_PROGRESS


async def test_another_process_is_seen_without_losing_what_is_typed(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.02)
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("1.1")
        await hand.burst("n", "my own thought")
        other = fresh.other("ann")
        other.put(other.record("T01").id, "psr", Content(value="yes"), act=other.new_act())
        await hand.until("2 of")
        assert hand.review.state.mode is Mode.NOTE
        assert "my own thought" in hand.lines[-3]
        await hand.burst(" goes on", "enter")
    answers = fresh.answers("T01")
    assert (answers["1.1"].note, answers["psr"].value) == ("my own thought goes on", "yes")


async def test_another_process_changes_the_tallies_on_the_screen(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.02)
    async with demo.open("BU07") as hand:
        await hand.goto("1.1")
        assert "1.1 so far: 10/14" in hand.text
        other = demo.other("inspector-2")
        other.put(other.record("BU08").id, "1.1", Content(value="no"), act=other.new_act())
        await hand.until(lambda: "1.1 so far: 10/14" not in hand.text)


async def test_undo_is_refused_in_words_where_somebody_changed_the_answer_since(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y")
        other = fresh.other("ann")
        other.put(other.record("T01").id, "interviewed", Content(value="no"), act=other.new_act())
        await hand.press("u")
        assert "was changed by ann since, and stays" in hand.lines[0]
    assert fresh.answers("T01")["interviewed"].value == "no"


async def test_a_signed_off_record_takes_no_answer(demo: Stage) -> None:
    other = demo.other()
    lead_to(other, other.record("BU07").id, RecordState.SIGNED_OFF)
    before = demo.answers("BU07")
    async with demo.open("BU07") as hand:
        await hand.press("n")
        assert "signed off" in hand.lines[0]
        for key in ("e", "W", "backspace", '"'):
            await hand.heard()
            await hand.press(key)
            assert "BU07 is signed off: nothing in it is changed any more." in hand.lines[0]
        assert hand.review.state.answers["interviewed"].value == "yes"
    assert demo.answers("BU07") == before


async def shown_at(hand: Hand, question: str) -> str:
    """The screen when the cursor is on a question."""
    await hand.goto(question)
    return hand.text


async def test_a_long_message_can_be_read_on_a_small_screen(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("4.3")
        await hand.press("x")
        assert "4.3 does not take 'x': y Yes, n No." in hand.flowed
        await hand.heard()
        await hand.press("d", "x")
        assert "Enter lists the records behind a number, Esc goes back." in hand.flowed
