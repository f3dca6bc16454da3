"""Letter: walking through the letter, its numbers and what stands behind them."""

import pytest

from sqs_tui import app
from sqs_tui.domain.records import Content
from sqs_tui.widgets import letter_face
from tests.ui.hand import LARGE, SMALL, Stage
from tests.ui.letters import DRAFTED, FIRST, SECOND, about, desk, marked, open_letter, write


async def test_the_preview_prints_every_figure(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        assert hand.lines[0].startswith(" Bury 2013 > Letter   no problems")
        assert hand.lines[0].endswith("saved")
        assert "sufficient in 10 of the 14 cases. Where it was not" in hand.flowed
        assert "{{" not in hand.text
        assert ("│" in hand.lines[3]) is (size == LARGE)


async def test_it_is_drawn_for_its_width_from_the_first(
    demo: Stage, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, widths = letter_face.drawn, set()

    def noted(*given: object) -> object:
        widths.add(given[2])
        return drawn(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(letter_face, "drawn", noted)
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        assert len(widths) == 1


async def test_the_outline_moves_the_preview(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo)
        await hand.press("down", "j", "up", "k", "k")
        assert marked(hand) == "1. Reducing the likelihood of reoffending"
        await hand.press(*["pagedown"] * 3)
        await hand.until(lambda: marked(hand) == "A printed copy of this letter can be had on request.")


async def test_the_arrows_step_through_the_paragraphs_of_the_preview(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo)
        await hand.press("down", "j", "j")
        assert marked(hand).startswith("1.4. The assessment")
        await hand.press(*["up"] * 3, "k")
        assert marked(hand) == "1. Reducing the likelihood of reoffending"


async def test_what_turning_pages_brings_into_sight_is_what_a_key_edits(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo, "letterhead")
        for key in ("pagedown", "pagedown", "end", "pageup", "home"):
            await hand.press(key)
            await hand.until(lambda: marked(hand) != "")
        assert marked(hand).startswith("HM Inspectorate of Probation")
        await hand.press("end")
        await hand.until(lambda: marked(hand) == "A printed copy of this letter can be had on request.")


async def test_a_paragraph_longer_than_the_screen_is_read_to_its_end_before_the_next(demo: Stage) -> None:
    write(demo.other(), DRAFTED, " ".join(f"word{number}" for number in range(300)))
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo, DRAFTED)
        seen = ""
        for _ in range(9):
            seen += hand.flowed
            if "word0" not in hand.text:
                assert desk(hand)._current == DRAFTED
            if "word299" in hand.text:
                break
            await hand.press("down")
        assert all(f"word{number}" in seen for number in range(300))
        await hand.press("down")
        assert marked(hand) == "Summary"


async def test_on_a_small_screen_o_puts_the_outline_in_the_place_of_the_preview(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo)
        await hand.press("o")
        await hand.until("✎  1.1. The first assessment")
        assert "To: the Chair of the Management Board" in hand.lines[2]
        assert about(hand) == "In a person's words: d puts the draft in their place."
        await hand.press("down", "o")
        await hand.until(lambda: marked(hand).startswith("1.2. A pre-sentence report"))


async def test_no_list_has_a_bar_below_it(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo)
        await hand.press("o")
        await hand.until("✎  1.1. The first assessment")
        assert not desk(hand).face.outline.show_horizontal_scrollbar


async def test_on_a_large_screen_o_goes_between_the_two(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo)
        places = []
        for _ in range(3):
            places.append(hand.app.focused.id if hand.app.focused else "")
            await hand.press("o")
        assert places == ["outline", "scroll", "outline"]


async def test_right_and_left_pick_out_the_numbers_and_say_what_stands_behind_them(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        told = []
        for key in ("right", "]", "right", "right", "left", "["):
            await hand.press(key)
            told.append(about(hand).split(".  ")[0].removesuffix(" Enter lists the records."))
        assert told == ["1.1: 10 of 14.", "1.1: 10 of 14.", "psr: 10 of 14.", "1.2: 7 of 10.", "psr: 10 of 14.", "1.1: 10 of 14."]


async def test_a_number_that_is_no_count_says_where_it_comes_from(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, "published")
        await hand.press("right")
        assert about(hand).startswith("“8 May 2013” is no count of answers")
        await hand.press("left", "left", "left", "left", "left")
        assert about(hand) == "This is the first number of the letter."
        await hand.press("enter")
        assert about(hand).startswith("There are no records behind this")
        assert hand.screen == "LetterScreen"


async def test_a_number_steps_from_the_outline_of_a_small_screen_into_the_preview(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo)
        await hand.press("o", "right")
        await hand.until(lambda: marked(hand).startswith("1.1."))
        assert about(hand).startswith("1.1: 10 of 14.")
        await hand.press("enter")
        assert hand.screen == "Behind"


async def test_enter_lists_the_records_and_a_record_leads_back_to_the_same_place(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        await hand.press("right", "enter")
        assert "NOT MET 4" in hand.text
        assert "MET 10" in hand.text
        await hand.press("enter")
        assert (hand.review.record.reference, hand.review.state.current) == ("BU09", "1.1")
        await hand.press("escape")
        await hand.until(lambda: marked(hand).startswith("1.1."))
        assert about(hand).startswith("1.1: 10 of 14.")


async def test_a_number_under_a_condition_lists_only_the_records_that_it_counts(demo: Stage) -> None:
    write(demo.other(), DRAFTED, "{{1.4 if custody}} were planned.")
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Behind")
        listed = [line.split()[0] for line in hand.lines if line.strip().startswith("BU")]
        assert listed == ["BU03", "BU11", "BU13", "BU14"]


async def test_who_said_what_in_confidence_is_listed_nowhere(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, "findings-5:s5")
        await hand.press("enter")
        await hand.until("given in confidence: who said what is listed nowhere")
        assert "CM" not in hand.text


async def test_enter_on_a_quote_shows_it_among_the_others(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, "findings-2:2.7")
        await hand.press("left", "left")
        assert about(hand).startswith("A quote: Enter shows it")
        await hand.press("enter")
        await hand.until("The plan for managing harm was looked at again before each planning")
        assert hand.screen == "Quotes"


async def test_the_letter_follows_the_answers(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await hand.press("enter", *["down"] * 4, "enter")
        assert hand.review.record.reference == "BU01"
        await hand.press("n", "2", "enter", "escape")
        await hand.until(lambda: "sufficient in 9 of the 14 cases." in marked(hand))
        await hand.until("1 problem")
        await hand.press("escape", "l")
        await hand.until(lambda: "sufficient in 9 of the 14 cases." in marked(hand))


async def test_what_another_inspector_changes_is_seen_without_a_key(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo)
        other = demo.other("inspector-2")
        other.put(other.record("BU01").id, "1.1", Content(value="no", reasons=("late",)), act=other.new_act())
        await hand.until(lambda: "sufficient in 9 of the 14 cases." in marked(hand))
        await hand.until("≠  1.1.")
        write(other, FIRST, "Said anew.")
        await hand.until(lambda: marked(hand) == "1.1. Said anew.")
        await hand.until("✎  1.1. Said anew.")


async def test_a_paragraph_that_is_gone_leaves_one_in_its_neighbourhood(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        letter = demo.other("inspector-2").letter
        entry = letter.entries.paragraphs[FIRST]
        letter.put({f"paragraph:{FIRST}": type(entry)(text=entry.text, removed=True)})
        await hand.until(lambda: marked(hand).startswith("1.1. A pre-sentence report"))


async def test_a_dialog_leaves_the_letter_where_one_was_reading(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo, SECOND)
        before = hand.text
        for key in ("?", '"', "p"):
            await hand.press(key)
            assert hand.screen != "LetterScreen"
            await hand.press("escape")
            await hand.until(lambda: hand.text == before)


async def test_another_size_keeps_the_current_paragraph_in_sight(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo, "findings-4:4.6")
        for size in ((60, 20), SMALL, LARGE, (60, 20)):
            await hand.pilot.resize_terminal(*size)
            await hand.until(lambda: marked(hand).startswith("4.3. Thirteen"))


async def test_a_console_is_given_only_signs_that_it_has(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo)
        assert "|1.1. The first assessment" in hand.text
        assert "e  1.1. The first" in hand.text
        for key in ("p", '"', "?", "o"):
            shown = "".join(strip.text for strip in hand.strips)
            assert not [sign for sign in shown if 0x2190 <= ord(sign) < 0x2C00]
            await hand.press(key)
            await hand.press(*["escape"] if hand.screen != "LetterScreen" else [])
