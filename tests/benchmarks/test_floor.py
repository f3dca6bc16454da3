"""The floor of a key counts what can be seen to have changed, and nothing else."""

import pytest

from benchmarks.emulator import Emulator
from benchmarks.floor import RUN, floor


def between(before: bytes, after: bytes) -> int:
    """The floor between two screens, the second painted over the first."""
    emulator = Emulator(20, 3)
    emulator.feed(before)
    first = emulator.snapshot()
    emulator.feed(b"\x1b[H\x1b[0m" + after)
    return floor(first, emulator.snapshot())


def test_nothing_changed_is_nothing() -> None:
    assert between(b"abc", b"abc") == 0


def test_a_run_costs_its_text_and_a_move() -> None:
    assert between(b"abc", b"xyc") == 2 + RUN


def test_each_separate_run_costs_a_move() -> None:
    assert between(b"abcde\r\nabc", b"xbcdy\r\nabz") == 3 + 3 * RUN


def test_text_counts_as_utf8_and_a_wide_character_once() -> None:
    assert between(b"ab", "é─".encode()) == 2 + 3 + RUN
    assert between(b"ab", "漢".encode()) == 3 + RUN


@pytest.mark.parametrize("style", [b"31", b"1", b"3", b"4", b"7", b"9", b"2", b"44"])
def test_another_style_of_the_same_text_is_a_change(style: bytes) -> None:
    assert between(b"a", b"\x1b[" + style + b"ma") == 1 + RUN


@pytest.mark.parametrize("style", [b"31", b"1", b"3", b"2", b"31;1"])
def test_the_ink_of_a_blank_cannot_be_seen(style: bytes) -> None:
    assert between(b" ", b"\x1b[" + style + b"m ") == 0


@pytest.mark.parametrize("style", [b"44", b"4", b"9", b"7"])
def test_what_can_be_seen_of_a_blank_is_a_change(style: bytes) -> None:
    assert between(b" ", b"\x1b[" + style + b"m ") == 1 + RUN


def test_the_ink_of_a_blank_is_seen_where_it_is_underlined_or_reversed() -> None:
    assert between(b"\x1b[4m ", b"\x1b[4;31m ") == 1 + RUN
    assert between(b"\x1b[7m ", b"\x1b[7;31m ") == 1 + RUN


def test_reversed_colours_are_the_colours_the_other_way_round() -> None:
    assert between(b"\x1b[31;44ma", b"\x1b[34;41;7ma") == 0
