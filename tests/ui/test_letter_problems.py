"""Problems: what stands between the letter and its export, mended at its place or waived with a reason."""

import os
from typing import NoReturn

import pytest

from sqs_tui.domain.records import Content
from tests.ui.hand import SMALL, Hand, Stage
from tests.ui.letters import DRAFTED, FIRST, SECOND, about, checked, desk, entries, marked, open_letter, write

WRONG = "Planned in {{1.4}}, and {{9.9}}."


async def go_down_to(hand: Hand, says: str) -> None:
    """Go down the list to the problem whose sentence ends so."""
    for _ in range(20):
        if says in " ".join(" ".join(hand.lines[-6:]).split()):
            return
        await hand.press("down")
    raise AssertionError(f"not in the list: {says}\n{hand.text}")


async def test_a_letter_without_problems_says_so(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        await hand.press("p")
        assert "Problems: nothing is left" in hand.text
        await hand.press("enter", "w")
        assert hand.screen == "Problems"
        await hand.press("p")
        assert hand.screen == "LetterScreen"


async def test_a_problem_is_told_while_it_is_typed_and_gone_when_it_is_mended(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("Planned in {{9.9}}")
        await hand.until("1 problem ")
        await hand.until(lambda: about(hand) == "The figure {{9.9}} cannot be printed: no such question.")
        await hand.burst(*["backspace"] * 5, "1.4}}")
        await hand.until("no problems")


async def test_enter_goes_to_the_figure_that_is_wrong(demo: Stage, size: tuple[int, int]) -> None:
    write(demo.other(), "focus", WRONG)
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo, FIRST)
        assert "1 problem" in hand.lines[0]
        await hand.press("p")
        assert "The figure {{9.9}} cannot be printed: no such question." in hand.flowed
        await hand.press("enter")
        await hand.until(lambda: marked(hand).startswith("Planned in 12 of the 14 cases, and [9.9"))
        assert desk(hand)._picked == 1
        assert about(hand) == "The figure {{9.9}} cannot be printed: no such question."


async def test_a_paragraph_without_a_number_is_called_by_its_heading(demo: Stage, size: tuple[int, int]) -> None:
    write(demo.other(), "focus", WRONG)
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("p")
        assert any("What to focus on The figure {{9.9}} cannot" in " ".join(line.split()) for line in hand.lines)


async def test_the_list_begins_with_the_problem_of_the_paragraph_that_one_reads(demo: Stage) -> None:
    other = demo.other()
    write(other, DRAFTED, "{{9.8}}")
    write(other, "focus", WRONG)
    async with demo.open("") as hand:
        await open_letter(hand, demo, "focus")
        await hand.press("p")
        assert "{{9.9}} cannot be printed: no such question." in " ".join(hand.lines[-6:])


async def test_a_problem_is_waived_for_a_reason_and_that_is_taken_back(demo: Stage) -> None:
    write(demo.other(), DRAFTED, WRONG)
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("p", "w", "enter")
        assert "A problem is waived with a reason." in hand.flowed
        await hand.fill("[agreed] so", "enter")
        await hand.until("Problems: nothing is left, 1 waived")
        assert "Waived: [agreed] so" in hand.flowed
        assert [waiver.reason for waiver in entries(demo).waivers.values()] == ["[agreed] so"]
        await hand.press("escape")
        await checked(hand)
        assert "no problems" in hand.lines[0]
        await hand.press("p", "w")
        assert "Problems: 1 left" in hand.text
        assert not entries(demo).waivers
        await hand.press("escape", "u")
        assert [waiver.reason for waiver in entries(demo).waivers.values()] == ["[agreed] so"]


async def test_a_waiver_that_cannot_be_saved_is_none_and_says_why(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    write(demo.other(), DRAFTED, WRONG)
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("p", "w")
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", full)
            await hand.fill("agreed", "enter")
            assert hand.screen == "Form"
            assert "the disk is full" in hand.flowed
        await hand.press("escape")
        assert "Problems: 1 left" in hand.text
        assert not entries(demo).waivers


async def test_an_answer_that_is_missing_is_answered_at_its_question(demo: Stage) -> None:
    other = demo.other()
    other.put(other.record("BU02").id, "1.1", Content(), act=other.new_act())
    async with demo.open("") as hand:
        await open_letter(hand, demo, SECOND)
        await hand.press("p")
        assert "BU02" in hand.text
        await go_down_to(hand, "is not answered for BU02: answer it.")
        await hand.press("enter")
        assert (hand.review.record.reference, hand.review.state.current) == ("BU02", "1.1")


async def test_a_quote_is_mended_in_its_words(demo: Stage) -> None:
    other = demo.other()
    note = other.contents(other.record("BU03").id)["2.5"]
    changed = Content(value=note.value, reasons=note.reasons, note=f"{note.note} More.", quote=True)
    other.put(other.record("BU03").id, "2.5", changed, act=other.new_act())
    async with demo.open("") as hand:
        await open_letter(hand, demo, "findings-2:2.4")
        await hand.until("1 problem ")
        await hand.press("p", "enter")
        await hand.until(lambda: hand.screen == "QuoteWords")
        await hand.press("escape")
        await hand.until("no problems")


async def test_an_area_is_decided_on_the_summary(demo: Stage) -> None:
    demo.other().letter.put({"area:oversight": None})
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await hand.press("p")
        await go_down_to(hand, "decide on it on the Summary.")
        await hand.press("enter")
        assert hand.screen == "SummaryScreen"
        assert "1 not decided" in hand.lines[0]
