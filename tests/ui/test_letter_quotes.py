"""Quotes: the notes on offer, the words chosen from them, and where they stand in the letter."""

import os
from typing import NoReturn

import pytest

from sqs_tui.domain.records import Content
from tests.ui.hand import LARGE, SMALL, Stage
from tests.ui.letters import DRAFTED, FIRST, about, checked, entries, marked, open_letter, words

PLAN = "The plan for managing harm was looked at again"


async def test_the_notes_on_offer_are_listed_with_the_place_where_they_stand(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        await hand.press('"')
        listed = [line.split()[:3] for line in hand.lines if line.startswith(" BU")]
        assert listed == [["BU03", "2.5", "2.2"], ["BU06", "1.2", "1.2"], ["BU09", "3.5", "3.2"], ["BU12", "4.3", "4.1"]]
        assert "who would do what on the first day." in hand.flowed
        await hand.press("down")
        assert "said openly where they disagreed." in hand.flowed


async def test_a_quote_is_placed_at_the_caret(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("We read:")
        await hand.press("ctrl+o", "enter")
        await hand.until(lambda: marked(hand).startswith(f"We read: “{PLAN}"))
        await hand.press("escape")
    assert words(demo, DRAFTED) == "We read: {{quote:plan}}"


async def test_a_quote_is_placed_at_the_end_of_the_paragraph_and_may_stand_once(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press('"', "enter")
        await hand.until(lambda: PLAN in marked(hand))
        assert about(hand) == "The quote stands at the end of this paragraph."
        await checked(hand)
        await hand.press("p")
        await hand.until("stands 2 times in the letter: keep one.")


async def test_words_are_chosen_against_the_note_and_what_is_changed_is_told_until_it_is_in_brackets(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo)
        await hand.press('"', "e")
        await hand.until(lambda: hand.screen == "QuoteWords")
        assert "Staff on the wing knew what it said" in hand.flowed  # the note, of which the quote leaves this out
        await hand.press("f7")
        await hand.burst("The plan for managing danger was looked at again")
        await hand.until("these are not the note's words")
        assert "From “danger" in hand.flowed
        await hand.press("f7")
        await hand.burst("The plan for managing [danger] was looked at again")
        await hand.until(lambda: "not the note's words" not in hand.flowed)
        await hand.press("escape", "escape")
        await hand.until(lambda: hand.screen == "LetterScreen")
    assert entries(demo).quotes["plan"].text == "The plan for managing [danger] was looked at again"


async def test_a_quote_keeps_its_words_where_all_are_taken_away(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await hand.press('"', "e", "f7", "backspace", "escape")
        await hand.until(lambda: any("A quote needs words" in notice for notice in hand.notices))
        assert hand.screen == "QuoteWords"
    assert entries(demo).quotes["plan"].text.startswith(PLAN)


async def test_words_that_cannot_be_saved_stay_where_they_are_typed(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await hand.press('"', "e", "!")
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", full)
            await hand.press("escape")
            assert hand.screen == "QuoteWords"
            assert "the disk is full" in hand.notices[-1]
        await hand.press("escape")
        assert hand.screen == "Quotes"
    assert entries(demo).quotes["plan"].text.endswith("first day.!")


async def test_a_note_gives_a_second_quote(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await hand.press('"', "+")
        assert hand.text.count("BU03 2.5") == 2
        assert "not placed" in hand.text
    assert len(entries(demo).quotes) == 5


async def test_g_goes_to_where_a_quote_stands_and_says_so_where_it_stands_nowhere(demo: Stage) -> None:
    other = demo.other()
    other.put(other.record("BU01").id, "1.1", Content(value="yes", note="Sound work.", quote=True), act=other.new_act())
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo)
        await hand.press('"', "g")
        assert hand.notices == ["It does not stand in the letter yet."]
        await hand.press("down", "g")
        await hand.until(lambda: marked(hand).startswith("2.2. In three of the ten"))


async def test_a_note_that_nobody_marked_is_not_on_offer(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await open_letter(hand, fresh, "title")
        await hand.press('"')
        assert 'None is marked: press " on a note in Review.' in hand.text
        await hand.press("enter", "e", "+")
        assert hand.screen == "Quotes"


async def test_no_note_of_a_case_is_shown_to_whoever_is_to_score_it_again(demo: Stage, size: tuple[int, int]) -> None:
    other = demo.other("lead")
    other.begin_seconds([other.record("BU09").id], demo.by)
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        await hand.press('"')
        assert "Notes marked quotable; until you have scored it again, none of BU09" in hand.flowed
        listed = [line.split()[0] for line in hand.lines if line.startswith(" BU")]
        assert listed == ["BU03", "BU06", "BU12"]
