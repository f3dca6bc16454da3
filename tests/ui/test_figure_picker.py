"""The figure picker: what a number speaks of, in which form, for which records, each as it would read now."""

import pytest

from tests.ui.hand import Hand, Stage
from tests.ui.letters import DRAFTED, desk, marked, open_letter, words


async def open_picker(hand: Hand, demo: Stage, typed: str = "In") -> None:
    """Open it at the caret of a paragraph that holds only what is typed here."""
    await open_letter(hand, demo, DRAFTED)
    await hand.press("e", "f7")
    await hand.burst(typed)
    await hand.press("ctrl+n")
    await hand.until("Which number?")


async def test_it_shows_how_each_number_reads_now_and_finds_by_name_and_number(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_picker(hand, demo)
        assert "Case details" in hand.text
        assert "13 of the 14 cases" in hand.text
        await hand.fill("risk to plan")
        assert "Nothing holds “risk to plan”" in hand.text
        await hand.fill("ctrl+u", "1.4")
        assert "1.4 Planning" in hand.text
        assert "1.5 Planning in custody" not in hand.text
        assert hand.text.count("12 of the 14 cases") == 2  # in its row, and in full below


async def test_headings_are_passed_over(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("custod")
        await hand.press("down", "enter")
        assert "How shall it read?   1.5 Planning in custody" in hand.text


async def test_a_form_is_put_at_the_caret_parted_from_the_word_before(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("1.4")
        await hand.press("enter", "down")
        assert "{{1.4 bare}}" in hand.text
        assert "12 of the 14" in hand.text
        await hand.press("enter")
        await hand.until(lambda: marked(hand) == "In 12 of the 14")
        await hand.burst(" cases.", "escape")
    assert words(demo, DRAFTED) == "In {{1.4 bare}} cases."


async def test_with_a_condition_each_form_reads_for_those_records_and_the_cursor_stays_on_its_form(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("1.4")
        await hand.press("enter", "down", "down")
        await hand.fill("custody")
        assert "{{1.4 words if custody}}" in hand.text
        await hand.press("enter")
        await hand.until(lambda: "{{1.4 words if custody}}" in hand.text)
        await hand.press("escape")
    assert words(demo, DRAFTED) == "In {{1.4 words if custody}}"


async def test_a_form_that_cannot_be_printed_says_why_in_full(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("1.5 planning")
        await hand.press("enter", *["down"] * 7)
        assert "cannot be printed now" in hand.text
        assert "The figure {{1.5 percent}} cannot be printed: too few answers for a percentage." in hand.flowed


async def test_what_has_one_form_is_put_in_at_once(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo, "Ask ")
        await hand.fill("details lead")
        await hand.press("enter")
        await hand.until(lambda: marked(hand) == "Ask the lead inspector")


async def test_what_was_said_in_confidence_is_offered_in_words_only(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("s5")
        await hand.press("enter")
        offered = [line.split("}}")[0].strip() for line in hand.lines if line.strip().startswith("{{")]
        assert offered == ["{{s5 words", "{{s5 words bare", "{{s5 not words", "{{s5 not words bare"]


async def test_escape_goes_back_to_what_was_found_and_then_to_the_editor(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_picker(hand, demo)
        await hand.fill("1.4")
        await hand.press("enter")
        await hand.fill("custody")
        await hand.press("escape")
        assert "Which number?" in hand.text
        assert "1.4 Planning" in hand.text
        await hand.press("escape")
        await hand.until(lambda: hand.screen == "LetterScreen")
        await hand.burst("!")
        assert marked(hand) == "In!"


async def test_keys_typed_ahead_find_choose_and_go_on_typing(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.burst("e", "f7", "In ", "ctrl+n", "1.4", "enter", "down", "enter", " cases, we saw a plan.", "escape")
        await hand.until(lambda: words(demo, DRAFTED) is not None)
    assert words(demo, DRAFTED) == "In {{1.4 bare}} cases, we saw a plan."


@pytest.mark.parametrize(
    ("before", "after", "made"),
    [
        ("in", "", "in {{n}}"),
        ("in ", "", "in {{n}}"),
        ("(", ")", "({{n}})"),
        ("“", "”", "“{{n}}”"),
        ("", "of", "{{n}} of"),
        ("done.", " So", "done. {{n}} So"),
        ("{{1.4}}", "{{1.5}}", "{{1.4}} {{n}} {{1.5}}"),
        ("a\n", "", "a\n{{n}}"),
    ],
)
async def test_a_figure_is_parted_from_the_words_that_it_would_stick_to(demo: Stage, before: str, after: str, made: str) -> None:
    async with demo.open("") as hand:
        await hand.press("l", "e")
        editor = desk(hand).face.editor
        editor.begin(before + after, (before.count("\n"), len(before.rpartition("\n")[2])))
        editor.insert_word("{{n}}")
        assert editor.text == made
