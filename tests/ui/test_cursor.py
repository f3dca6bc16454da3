"""The terminal's cursor stands at what the next key goes to: screen readers and magnifiers follow it."""

from sqs_tui.terminal.cursor import place_of_cursor
from tests.ui.hand import Hand, Stage
from tests.ui.test_letter import open_letter


def under(hand: Hand) -> str:
    """The row under the cursor, from the cursor on."""
    x, y = place_of_cursor(hand.app.screen)
    return hand.strips[y].crop(x).text


def before(hand: Hand) -> str:
    """The row that the cursor stands in, up to it."""
    x, y = place_of_cursor(hand.app.screen)
    return hand.strips[y].crop(0, x).text


async def test_on_a_review_it_stands_at_the_question_the_caret_and_the_number(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("BU07", size=size) as hand:
        await hand.goto("2.2")
        assert under(hand).startswith("▶")
        assert "2.2" in under(hand)[:8]
        await hand.press("down")
        assert under(hand).startswith("▶")
        assert "2.2" not in under(hand)
        await hand.burst("e", "ab")
        assert before(hand).endswith("ab")
        await hand.press("left")
        assert before(hand).endswith("a")
        assert under(hand).startswith("b")
        await hand.press("escape", "d")
        assert before(hand).endswith("│ ")


async def test_in_a_table_it_stands_in_the_row_that_is_chosen(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open(size=size) as hand:
        assert "Bury" in under(hand)
        await hand.press("enter", "down", "down")
        assert "BU03" in under(hand)
        await hand.press("s", "]", "down")
        assert under(hand).strip()


async def test_in_a_field_it_stands_at_the_caret(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("+")
        await hand.fill("BU99")
        assert before(hand).endswith("BU99")
        await hand.press("left", "left")
        assert under(hand).startswith("99")
        await hand.press("down")
        await hand.fill("CM7")
        assert before(hand).endswith("CM7")


async def test_on_the_letter_it_stands_at_the_paragraph_the_number_and_the_caret(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        assert under(hand).startswith("▎")
        await hand.press("right")
        picked = under(hand)
        assert picked[:1].isalnum()
        await hand.press("e", "x", "y")
        assert before(hand).endswith("xy")


async def test_in_a_question_it_stands_at_what_is_asked(demo: Stage) -> None:
    async with demo.open("", demo=True) as hand:
        await hand.press(".")
        assert hand.screen in {"Pick", "Ask"}
        assert "BU01" in under(hand)
