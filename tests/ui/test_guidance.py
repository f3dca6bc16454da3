"""Guidance: on the question in front, and found by words in all of the instrument, from every screen of an inspection."""

import pytest

from tests.ui.hand import Hand, Stage


async def search(hand: Hand, *typed: str) -> None:
    """Type into the list of guidance when it stands."""
    await hand.until(lambda: hand.screen == "Guidance")
    await hand.press(*typed)


async def test_the_guidance_on_a_question_says_why_it_is_asked_and_which_key_finds_words(
    demo: Stage, size: tuple[int, int]
) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("1.5")
        await hand.press("h")
        assert "Not asked (no custodial element): Custodial element is No." in hand.flowed
        assert "h closes / finds words in all guidance" in hand.flowed


async def test_from_the_guidance_words_are_found_everywhere_and_lead_to_a_question(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("2.2")
        await hand.press("h", "/")
        await search(hand)
        assert "Harm assessment" in hand.text
        await hand.press(*"corridor")
        assert "A word in the corridor does not count." in hand.flowed
        assert "Always asked." in hand.text
        await hand.press("enter")
        assert hand.review.state.current == "interviewed"
        assert not hand.review.unended


async def test_what_no_question_of_the_record_is_cannot_be_gone_to(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("h", "/")
        await search(hand, *"what inspectors", *(["backspace"] * 15), *"s1", "enter")
        assert "is not a question of this record." in hand.text


async def test_without_the_guidance_the_same_key_finds_in_the_record(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("/")
        assert hand.screen == "Review"


@pytest.mark.parametrize("key", ["g", "f1"])
async def test_the_summary_shows_the_guidance_on_its_row_and_the_records_of_the_one_chosen(demo: Stage, key: str) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "down", "down", key)
        await search(hand)
        assert "Sentence" in hand.text
        await hand.press(*"corridor", "enter")
        await hand.until(lambda: hand.screen == "Behind")
        assert "interviewed alongside" in hand.text


async def test_the_letter_shows_the_guidance_on_the_number_picked_out(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("l", *["j"] * 15, "right", "g")
        await search(hand)
        chosen = hand.app.screen.query_one("#listed").chosen  # type: ignore[attr-defined]
        assert chosen
        assert hand.lines[-1].count("lists its records")


async def test_from_an_inspection_a_question_is_opened_in_the_record_under_the_cursor(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("down", "g")
        await search(hand, *"corridor", "enter")
        await hand.until(lambda: hand.screen == "Review")
        assert hand.review.state.current == "interviewed"
        assert hand.review.record.reference == "BU02"


async def test_nothing_found_says_so_and_esc_shows_all_again_and_then_leaves(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("g")
        await search(hand, *"[zebra]", "enter")
        assert "Nothing holds “[zebra]”" in hand.text
        await hand.press("escape")
        assert "Nothing holds" not in hand.text
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"


async def test_long_guidance_is_read_on_by_the_page(demo: Stage) -> None:
    async with demo.open("", size=(60, 20)) as hand:
        await hand.press("g")
        await search(hand, *"corridor")
        assert "Always asked." not in hand.text
        await hand.press("pagedown")
        assert "Always asked." in hand.text
        await hand.press("pageup")
        assert "Always asked." not in hand.text
