"""The emulator that the benchmarks read screens with does what a terminal does, also where pyte does not."""

import pytest

from benchmarks.emulator import Cell, Emulator


def shown(*sent: bytes, columns: int = 10, rows: int = 2) -> Emulator:
    emulator = Emulator(columns, rows)
    for data in sent:
        emulator.feed(data)
    return emulator


def first_row(emulator: Emulator) -> str:
    return emulator.text.splitlines()[0]


@pytest.mark.parametrize(
    "query", ["?2026$p", ">1u", "<u", "?u", "=1;1u", ">4;2m", ">q", "c", "6n", "?2026h", "?1004h", "2 q", "!p", "22;0t"]
)
def test_a_query_or_a_protocol_leaves_nothing_on_the_screen(query: str) -> None:
    assert first_row(shown(f"ab\x1b[{query}c".encode())) == "abc       "


@pytest.mark.parametrize("string", [b"\x1bP+q544e\x1b\\", b"\x1b]0;a title\x07", b"\x1b]52;c;YWJj\x1b\\", b"\x1b_G\x1b\\"])
def test_a_string_for_the_terminal_is_not_printed(string: bytes) -> None:
    assert first_row(shown(b"a" + string + b"b")) == "ab        "


@pytest.mark.parametrize(
    ("style", "foreground"),
    [
        (b"38;5;196", "ff0000"),
        (b"38:5:196", "ff0000"),
        (b"38;2;1;2;3", "010203"),
        (b"38:2:1:2:3", "010203"),
        (b"38:2::1:2:3", "010203"),
        (b"31", "red"),
        (b"91", "brightred"),
        (b"58;2;9;9;9;32", "green"),
    ],
)
def test_colours_are_read_in_every_form(style: bytes, foreground: str) -> None:
    assert shown(b"\x1b[1;" + style + b"mx").buffer[0][0] == Cell("x", fg=foreground, bold=True)


def test_dim_goes_with_bold() -> None:
    dim, plain = shown(b"\x1b[2mx\x1b[22my").snapshot()[0][:2]
    assert dim.dim
    assert plain == Cell("y")


def test_a_link_belongs_to_the_cells_that_it_is_written_with() -> None:
    row = shown(b"\x1b]8;id=1;https://example.org\x1b\\a\x1b[0mb\x1b]8;;\x1b\\c").snapshot()[0]
    assert [cell.link for cell in row[:3]] == ["https://example.org", "https://example.org", ""]


@pytest.mark.parametrize("erase", [b"\x1b[3X", b"\x1b[K", b"\x1b[J"])
def test_erased_cells_keep_the_background_and_nothing_else_of_the_pen(erase: bytes) -> None:
    row = shown(b"abc\x1b[H\x1b[1;4;31;44m" + erase).snapshot()[0]
    assert set(row[:3]) == {Cell(" ", bg="blue")}


def test_to_erase_to_the_end_behind_a_full_row_blanks_its_last_cell() -> None:
    assert first_row(shown(b"0123456789\x1b[K")) == "012345678 "


def test_the_last_character_is_repeated() -> None:
    assert first_row(shown("─\x1b[4bx".encode())) == "─────x    "


def test_a_move_forward_without_a_number_is_one_cell() -> None:
    assert first_row(shown(b"a\x1b[Cb")) == "a b       "


def test_a_row_that_is_full_wraps_only_with_the_next_character() -> None:
    emulator = shown(b"0123456789\rx", b"\x1b[10Gy\x1b[Cz")
    assert emulator.text == "x12345678z\n          "


def test_half_of_a_wide_character_does_not_stay() -> None:
    assert first_row(shown("漢字\x1b[2Gx\x1b[3Gy".encode())) == " xy       "


def test_an_accent_joins_the_character_before_it() -> None:
    assert shown("e\u0301x".encode()).snapshot()[0][0].data == "é"


def test_the_alternate_screen_begins_empty() -> None:
    assert first_row(shown(b"old\x1b[?1049h")) == " " * 10


def test_what_is_cut_anywhere_reads_as_one() -> None:
    sent = "é\x1b[38;2;1;2;3m漢\x1b]8;;https://example.org\x1b\\x\x1b[1;5Hy".encode()
    cut = shown(*(sent[at : at + 1] for at in range(len(sent))))
    assert cut.snapshot() == shown(sent).snapshot()
    assert first_row(cut) == "é漢xy     "


def lines(emulator: Emulator) -> list[str]:
    return [line.rstrip() for line in emulator.text.splitlines()]


def test_margins_bring_the_cursor_home_also_when_they_are_taken_away() -> None:
    emulator = shown(b"\x1b[3;4r", b"\x1b[4Hd\x1b[rab", rows=4)
    assert lines(emulator) == ["ab", "", "", "d"]


@pytest.mark.parametrize(
    ("command", "left"),
    [
        ("\x1b[3H\x1b[1L", ["a", "b", "", "c", "e"]),
        ("\x1b[3H\x1b[1M", ["a", "b", "d", "", "e"]),
        ("\x1b[S", ["a", "c", "d", "", "e"]),
        ("\x1b[T", ["a", "", "b", "c", "e"]),
        ("\x1b[4H\n", ["a", "c", "d", "", "e"]),
        ("\x1b[2H\x1bM", ["a", "", "b", "c", "e"]),
        ("\x1b[5H\x1b[1M", ["a", "b", "c", "d", "e"]),
        ("\x1b[2;3r\x1b[9M", ["a", "b", "c", "d", "e"]),
    ],
)
def test_only_the_rows_between_the_margins_move(command: str, left: list[str]) -> None:
    assert lines(shown(f"a\r\nb\r\nc\r\nd\r\ne\x1b[2;4r{command}".encode(), rows=5)) == left


def test_a_row_that_comes_free_has_the_background_of_the_pen() -> None:
    assert shown(b"a\r\nb\x1b[H\x1b[1;44m\x1b[M").snapshot()[1][0] == Cell(" ", bg="blue")


def test_a_cursor_outside_the_margins_moves_to_the_edge_of_the_screen() -> None:
    assert lines(shown(b"\x1b[2;3r\x1b[4H\x1b[Bx\x1b[1G\x1b[A\x1b[9Ay", rows=5)) == ["", "y", "", "", "x"]
