"""What comes faster than hands is a paste; what hands have typed is keys, however long a line has kept it back."""

import pytest

from sqs_tui.terminal.bursts import HELD, KEYS_REST, MOST, PASTE_RESTS, Bursts
from sqs_tui.terminal.sequences import ESCAPE, Kind, Piece

MOUSE = Piece(Kind.SEQUENCE, "\x1b[<35;1;1M")


def keys(text: str) -> Piece:
    return Piece(Kind.KEYS, text)


def passed(*arrivals: tuple[float, Piece]) -> list[Piece]:
    """What is handed on of what comes at these seconds, with a look whenever one is due, and then nothing more."""
    bursts, given = Bursts(), list[Piece]()
    for at, piece in arrivals:
        while bursts.due is not None and bursts.due < 100.0 + at:
            given += bursts.look(bursts.due)
        given += bursts.take([piece], 100.0 + at)
    while bursts.due is not None:
        given += bursts.look(bursts.due)
    return given


def text_of(pieces: list[Piece]) -> tuple[set[Kind], str]:
    return {piece.kind for piece in pieces}, "".join(piece.text for piece in pieces)


def test_keys_are_handed_on_at_once() -> None:
    bursts = Bursts()
    assert bursts.take([keys("y")], 100.0) == [keys("y")]
    assert bursts.take([keys("n" * HELD)], 101.0) == [keys("n" * HELD)]
    assert bursts.due is None


@pytest.mark.parametrize(("together", "apart"), [(1, 1 / 30), (9, 0.3), (1, 1 / 60), (30, 1.0), (300, 10.0)])
def test_hands_never_paste(together: int, apart: float) -> None:
    arrivals = [(number * apart, keys("j" * together)) for number in range(1200 // together)]
    kinds, text = text_of(passed(*arrivals))
    assert kinds == {Kind.KEYS}
    assert len(text) == 1200 // together * together


def test_a_case_that_was_typed_ahead_is_keys_after_a_moment() -> None:
    bursts = Bursts()
    assert not bursts.take([keys("y" * 400)], 100.0)
    assert bursts.due == 100.0 + KEYS_REST
    assert not bursts.look(100.05)
    assert bursts.look(100.0 + KEYS_REST) == [keys("y" * 400)]
    assert bursts.due is None
    assert bursts.take([keys("n")], 100.2) == [keys("n")]


@pytest.mark.parametrize(("size", "apart"), [(100_000, 0.0), (4096, 0.001), (1448, 0.18), (256, 0.03)])
def test_a_text_that_comes_at_once_is_one_paste_wherever_it_is_cut(size: int, apart: float) -> None:
    text = "a line\r" * (100_000 // 7)
    parts = [text[place : place + size] for place in range(0, len(text), size)]
    pieces = passed(*((number * apart, keys(part)) for number, part in enumerate(parts)))
    assert pieces == [Piece(Kind.PASTE, text)]


def test_of_a_text_that_comes_in_small_parts_little_is_taken_for_keys() -> None:
    pieces = passed(*((number * 0.12, keys("w" * 128)) for number in range(100)))
    assert text_of(pieces)[1] == "w" * 12_800
    assert sum(len(piece.text) for piece in pieces if piece.kind is Kind.KEYS) <= MOST
    assert pieces[-1].kind is Kind.PASTE


def test_escape_in_a_paste_is_no_key_and_reports_pass_in_their_place() -> None:
    escape = Piece(Kind.ESCAPE, ESCAPE)
    pieces = passed((0.0, keys("a" * (MOST + 1))), (0.1, escape), (0.1, keys("b")), (0.1, MOUSE), (0.2, keys("c")))
    assert pieces == [Piece(Kind.PASTE, "a" * (MOST + 1) + ESCAPE + "b"), MOUSE, Piece(Kind.PASTE, "c")]


def test_the_mouse_ends_no_paste_and_keeps_none_going() -> None:
    bursts = Bursts()
    assert not bursts.take([keys("a" * (MOST + 1))], 100.0)
    assert not bursts.take([MOUSE], 100.2)
    assert bursts.due == 100.0 + PASTE_RESTS
    assert bursts.look(100.3) == [Piece(Kind.PASTE, "a" * (MOST + 1)), MOUSE]


def test_what_is_typed_after_a_paste_is_keys() -> None:
    assert passed((0.0, keys("a" * 1000)), (0.5, keys("y")), (0.6, MOUSE))[1:] == [keys("y"), MOUSE]
