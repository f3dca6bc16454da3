"""The slow line of the benchmarks carries bytes as late and as slowly as it says."""

import pytest

from benchmarks.link import WAITING, Way


def test_a_packet_on_a_free_line_takes_its_length_and_the_delay() -> None:
    assert Way(delay=0.075, rate=64_000).arrives(10.0, 800) == pytest.approx(10.0 + 0.1 + 0.075)


def test_packets_leave_one_after_another() -> None:
    way = Way(delay=0.075, rate=64_000)
    assert [way.arrives(0.0, 80) for _ in range(3)] == pytest.approx([0.085, 0.095, 0.105])


def test_a_line_that_was_idle_saves_nothing_up() -> None:
    way = Way(delay=0.0, rate=8_000)
    way.arrives(0.0, 10)
    assert way.arrives(5.0, 1000) == pytest.approx(6.0)


def test_a_byte_there_and_one_back_take_the_round_trip() -> None:
    there, back = Way(), Way()
    assert back.arrives(there.arrives(0.0, 1), 1) == pytest.approx(0.15, abs=0.001)


def test_a_sender_is_held_up_when_too_much_waits() -> None:
    way = Way(delay=0.075, rate=8_000)
    way.arrives(0.0, 400)
    assert way.waits(0.0) == 0.0
    way.arrives(0.0, 400)
    assert way.waits(0.0) == pytest.approx(0.8 - WAITING)
    assert way.waits(1.0) == 0.0
