"""What was pressed is found again, however a line has cut it up; tests/e2e has the same through a real terminal."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from sqs_tui.commands import COMMANDS
from sqs_tui.terminal.sequences import ESCAPE, PASTE_LASTS, Cutter, Kind, Piece

PATIENCE = 0.3
OF_RXVT = tuple(f"\x1b[{last}" for last in "abcd") + tuple(f"\x1bO{last}" for last in "abcdjkmnopqrstuvwxy")
OF_ALL = tuple(s for s in ANSI_SEQUENCES_KEYS if s[:2] in ("\x1b[", "\x1bO") and len(s) > 2 and s not in OF_RXVT)
REPORTS = (
    "\x1b[I", "\x1b[O", "\x1b[M !!", "\x1b[M#~~", "\x1b[<0;12;7M", "\x1b[<0;12;7m", "\x1b[<35;120;-1M", "\x1b[32;12;7M",
    "\x1b[12;80R", "\x1b[?2026;2$y", "\x1b[?2048;0$y", "\x1b[?64;1;9c", "\x1b[?1u", "\x1b[48;24;80;480;640t",
    "\x1b[48;24:1;80:1;480:2;640:2t",
)  # fmt: skip
OF_KITTY = (
    "\x1b[27u", "\x1b[13u", "\x1b[9u", "\x1b[97;;97u", "\x1b[97;2;65u", "\x1b[97;5u", "\x1b[57399;1;48u", "\x1b[1;1:3A",
    "\x1b[0;;233:234u", "\x1b[97:65;2;65u", "\x1b[P", "\x1b[3;5~", "\x1b[127;3u",
)  # fmt: skip
SEQUENCES = (*OF_ALL, *REPORTS, *OF_KITTY)
TYPED = string.printable + "é€ßñ한"


def cut(*parts: str, rxvt: bool = False, apart: float = 0.0) -> list[Piece]:
    """The pieces of a text that arrives in parts, and then nothing more."""
    cutter, at, pieces = Cutter(PATIENCE, rxvt=rxvt), 100.0, list[Piece]()
    for part in parts:
        pieces += cutter.look(at)
        pieces += cutter.cut(part, at)
        at += apart
    return joined([*pieces, *cutter.look(at + PASTE_LASTS)])


def joined(pieces: list[Piece]) -> list[Piece]:
    """The same, with characters that stand beside one another as one piece."""
    told: list[Piece] = []
    for piece in pieces:
        if told and piece.kind is Kind.KEYS is told[-1].kind:
            told[-1] = Piece(Kind.KEYS, told[-1].text + piece.text)
        else:
            told.append(piece)
    return told


def keys(text: str) -> Piece:
    return Piece(Kind.KEYS, text)


def sequence(text: str) -> Piece:
    return Piece(Kind.SEQUENCE, text)


ALONE = Piece(Kind.ESCAPE, ESCAPE)


@pytest.mark.parametrize("after", sorted({*TYPED, *(key for command in COMMANDS for key in command.keys if len(key) == 1)}))
def test_escape_and_any_key_in_one_read_are_both(after: str) -> None:
    assert cut(ESCAPE + after) == [ALONE, keys(after)]
    assert cut("x" + ESCAPE + after + "\r") == [keys("x"), ALONE, keys(after + "\r")]
    assert cut(ESCAPE + ESCAPE + after) == [ALONE, ALONE, keys(after)]


@pytest.mark.parametrize(
    "after", ["y", "n", "a", "1y", "12n", "[", "[y", "]", "/see", "?", ":s", "j", "\r", "u", "1u", "é", "g1.2\r", "e1;2"]
)
def test_escape_a_bracket_and_what_is_typed_on_it_are_keys(after: str) -> None:
    assert cut(f"{ESCAPE}[{after}") == [ALONE, keys(f"[{after}")]


@pytest.mark.parametrize("after", ["y", "n", "1", "\r", "j", "O", "é"])
def test_escape_and_the_letter_that_begins_function_keys_are_keys(after: str) -> None:
    assert cut(f"{ESCAPE}O{after}") == [ALONE, keys(f"O{after}")]


@pytest.mark.parametrize("whole", SEQUENCES)
def test_what_terminals_send_is_one_piece_wherever_it_is_split(whole: str) -> None:
    assert cut(whole) == [sequence(whole)]
    assert cut(*whole, apart=0.25) == [sequence(whole)]
    for place in range(1, len(whole)):
        assert cut(whole[:place], whole[place:], apart=0.25) == [sequence(whole)]
    assert cut(f"y{whole}{ESCAPE}{whole}n") == [keys("y"), sequence(whole), ALONE, sequence(whole), keys("n")]


@pytest.mark.parametrize("whole", OF_RXVT)
def test_what_only_rxvt_sends_is_a_key_there_and_typed_elsewhere(whole: str) -> None:
    assert cut(whole, rxvt=True) == [sequence(whole)]
    assert cut(whole) == [ALONE, keys(whole[1:])]


@pytest.mark.parametrize("begun", ["\x1b", "\x1b[", "\x1b[1", "\x1b[1;5", "\x1bO", "\x1b[[", "\x1b[<0;1"])
def test_silence_tells_escape_from_a_sequence(begun: str) -> None:
    cutter = Cutter(PATIENCE)
    assert cutter.due is None
    assert not cutter.cut(begun, 100.0)
    assert cutter.due == 100.0 + PATIENCE
    assert not cutter.look(100.29)
    assert joined(cutter.look(100.0 + PATIENCE)) == [ALONE, *([keys(begun[1:])] if begun[1:] else [])]
    assert cutter.due is None
    assert cutter.cut("A", 101.0) == [keys("A")]


def test_each_part_of_a_sequence_may_come_as_late_as_the_first() -> None:
    assert cut("\x1b", "[", "1", ";", "5", "A", apart=0.29) == [sequence("\x1b[1;5A")]
    assert cut("\x1b", "[", "A", apart=0.31) == [ALONE, keys("[A")]


@pytest.mark.parametrize("text", ["", "y", "\x1b[A and \x1b alone", "two\rlines \x1b[200~ in it", "\x1b[201"])
def test_a_marked_paste_is_text_wherever_it_is_split(text: str) -> None:
    sent = f"a\x1b[200~{text}\x1b[201~b"
    expected = [keys("a"), Piece(Kind.PASTE, text), keys("b")]
    assert cut(sent) == expected
    assert cut(*sent, apart=0.2) == expected
    for place in range(1, len(sent)):
        assert cut(sent[:place], sent[place:], apart=0.2) == expected


def test_a_paste_whose_end_is_lost_ends_in_silence() -> None:
    cutter = Cutter(PATIENCE)
    assert not cutter.cut("\x1b[200~half a text", 100.0)
    assert not cutter.look(100.0 + PASTE_LASTS - 0.1)
    assert cutter.look(100.0 + PASTE_LASTS) == [Piece(Kind.PASTE, "half a text")]
    assert cutter.cut("y\x1b[201~n", 110.0) == [keys("y"), keys("n")]


@given(
    st.lists(st.sampled_from(SEQUENCES) | st.text(TYPED, min_size=1, max_size=4) | st.just(ESCAPE), max_size=12),
    st.lists(st.integers(1, 7), max_size=40),
)
def test_no_split_changes_what_was_pressed_and_nothing_is_lost(sent: list[str], lengths: list[int]) -> None:
    text = "".join(sent)
    parts, rest = [], text
    for length in lengths:
        parts.append(rest[:length])
        rest = rest[length:]
    pieces = cut(*filter(None, [*parts, rest]), apart=0.2)
    assert pieces == cut(text)
    assert "".join(piece.text for piece in pieces) == text
