"""The tests' own terminal shows what real ones do; where they differ, either kind."""

import pytest

from tests.emulator import BESIDE, EMPTY, PLAIN, Emulator, seen, styled


def shown(written: str, *, whole: bool = True) -> Emulator:
    terminal = Emulator(10, 4, whole=whole)
    terminal.feed(written)
    assert not terminal.unknown
    return terminal


def texts(terminal: Emulator, row: int = 0) -> list[str]:
    return [text for text, _ in terminal.cells[row]]


@pytest.mark.parametrize(("written", "place"), [
    ("abc", (3, 0)), ("\x1b[3;5H", (4, 2)), ("\x1b[3H", (0, 2)), ("\x1b[99;99H", (9, 3)), ("abc\r", (0, 0)), ("abc\b", (2, 0)),
    ("\x1b[2B\x1b[3C\x1b[A\x1b[D", (2, 1)), ("\x1b[7G\x1b[2d", (6, 1)), ("\x1b[9D\x1b[9A", (0, 0)), ("123456789xyz", (9, 0)),
    ("\x1b[3;3H\x1b[2;3r", (0, 0)),
])  # fmt: skip
def test_the_cursor_goes_where_it_is_sent(written: str, place: tuple[int, int]) -> None:
    terminal = shown(written)
    assert (terminal.x, terminal.y) == place


def test_no_line_is_wrapped() -> None:
    assert shown("123456789abc").text.split("\n") == ["123456789c", "", "", ""]


def test_what_is_erased_has_the_background_of_the_pen_alone() -> None:
    terminal = shown("\x1b[1;4;31;44mabcdef\x1b[3G\x1b[2X\x1b[2;2H\x1b[K")
    assert texts(terminal)[:6] == ["a", "b", " ", " ", "e", "f"]
    blank = (" ", ("", "34", frozenset(), ""))
    assert terminal.cells[0][2:4] == [blank] * 2
    assert terminal.cells[1] == [EMPTY, *[blank] * 9]
    assert shown("ab\x1b[2Hcd\x1b[H\x1b[J").text.strip() == ""


def test_rows_move_within_margins() -> None:
    rows = "one\x1b[2Htwo\x1b[3Hthree\x1b[4Hfour"
    assert shown(f"{rows}\x1b[1;3r\x1b[1H\x1b[1M\x1b[r").text.split("\n") == ["two", "three", "", "four"]
    assert shown(f"{rows}\x1b[2;4r\x1b[2H\x1b[2L\x1b[r").text.split("\n") == ["one", "", "", "two"]


def test_half_of_a_wide_character_is_none() -> None:
    assert texts(shown("漢字"))[:5] == ["漢", BESIDE, "字", BESIDE, " "]
    assert texts(shown("漢字\x1b[2Gx"))[:4] == [" ", "x", "字", BESIDE]
    assert texts(shown("漢字\x1b[3Gx"))[:4] == ["漢", BESIDE, "x", " "]
    assert texts(shown("漢字\x1b[2G\x1b[1X"))[:4] == [" ", " ", "字", BESIDE]


def test_an_accent_belongs_to_its_letter() -> None:
    assert texts(shown("e\u0301x"))[:2] == ["e\u0301", "x"]
    assert seen(("e\u0301", PLAIN)) == seen(("é", PLAIN))


def test_a_family_is_one_character_or_each_of_its_parts() -> None:
    assert texts(shown("👩‍👧x"))[:3] == ["👩‍👧", BESIDE, "x"]
    assert texts(shown("👩‍👧x", whole=False))[:5] == ["👩\u200d", BESIDE, "👧", BESIDE, "x"]
    assert texts(shown("❤\ufe0fx"))[:3] == ["❤\ufe0f", BESIDE, "x"]
    assert texts(shown("❤\ufe0fx", whole=False))[:2] == ["❤\ufe0f", "x"]


def test_pens_are_read_as_they_are_written() -> None:
    assert styled(PLAIN, "1;38;5;208;48;2;1;2;3") == ("5:208", "2:1:2:3", frozenset({1}), "")
    assert styled(PLAIN, "31;44") == ("31", "34", frozenset(), "")
    assert styled(("31", "34", frozenset({1, 2, 4}), ""), "22;39;49") == ("", "", frozenset({4}), "")
    assert styled(("91", "104", frozenset({7}), ""), "") == PLAIN


def test_a_link_lasts_until_it_ends() -> None:
    terminal = shown("\x1b]8;id=1;https://example.org\x1b\\a\x1b[m\x1b]8;;\x1b\\b")
    assert [cell[1][3] for cell in terminal.cells[0][:2]] == ["id=1;https://example.org", ""]


def test_of_a_blank_only_what_shows_is_seen() -> None:
    assert seen((" ", ("31", "", frozenset({1}), ""))) == EMPTY
    assert seen((" ", ("31", "", frozenset({4}), ""))) != EMPTY
    assert seen((" ", ("", "31", frozenset(), ""))) != EMPTY


def test_what_it_does_not_know_is_told() -> None:
    terminal = Emulator(10, 4)
    terminal.feed("\n\x1b[5Z")
    assert terminal.unknown == ["\n", "5Z"]
