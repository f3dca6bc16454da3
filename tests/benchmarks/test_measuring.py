"""What the benchmarks make of what came: when a key was answered, when a screen was full, which budgets are missed."""

import pytest

from benchmarks.keys import Pressed, against_the_floor
from benchmarks.report import figure, p95, row_of
from benchmarks.scripts import ANSWER, NOTE, answers, review
from benchmarks.terminal import Arrived, Stroke, answers_to, first_full_screen


def stroke(*came: tuple[float, bytes]) -> Stroke:
    return Stroke(1.0, tuple(Arrived(1.0 + at, data) for at, data in came))


def test_the_last_byte_of_an_answer_is_the_last_before_a_pause() -> None:
    pressed = stroke((0.004, b"a"), (0.009, b"b"), (0.2, b"a clock that ticks"))
    assert pressed.first == pytest.approx(4)
    assert pressed.last() == pytest.approx(9)
    assert pressed.last(0.5) == pytest.approx(200)


def test_a_key_without_an_answer_takes_no_time() -> None:
    assert (stroke().first, stroke().last()) == (0, 0)


def test_a_screen_is_full_when_it_is_as_it_stays() -> None:
    started = stroke((0.1, b"\x1b[Hone"), (0.2, b"\x1b[Htwo"), (0.3, b"\x1b[0m"))
    assert first_full_screen(started, 10, 2) == (pytest.approx(200), 12)


def test_a_screen_that_is_left_again_was_not_full_yet() -> None:
    started = stroke((0.1, b"\x1b[Htwo"), (0.2, b"\x1b[Hone"), (0.3, b"\x1b[Htwo"))
    assert first_full_screen(started, 10, 2).milliseconds == pytest.approx(300)


def test_queries_are_answered_as_a_terminal_answers_them() -> None:
    assert answers_to(b"x\x1b[?2026$p\x1b[?2048$p\x1b[?u\x1b[>1u") == b"\x1b[?2026;2$y\x1b[?2048;0$y"
    assert answers_to(b"\x1b[c\x1b[6n", (3, 4)) == b"\x1b[?64;1;22c\x1b[3;4R"


def test_the_p95_is_what_95_in_100_do_not_exceed() -> None:
    assert p95(range(1, 101)) == 95
    assert p95([5.0]) == 5.0
    assert p95([1.0] * 10 + [9.0]) == 9.0


@pytest.mark.parametrize(("median", "slow", "over"), [(8, 15, False), (9, 15, True), (8, 16, True)])
def test_a_budget_is_missed_by_the_median_or_by_the_p95(median: float, slow: float, over: bool) -> None:
    line = figure("a key", [median] * 18 + [slow] * 2, budget=8, budget_p95=15)
    assert line.over is over
    assert row_of(line)[3] == "8 / 15"


def test_each_key_is_held_against_its_own_floor() -> None:
    cheap = [Pressed("move", 20, 4, 1.0)] * 3
    dear = [Pressed("scroll", 900, 500, 1.0)] * 2
    wasteful = [Pressed("move", 30, 4, 1.0)] * 3
    assert not against_the_floor("", cheap + dear, times=1.5, least=24).over
    assert against_the_floor("", wasteful + dear, times=1.5, least=24).over


def test_the_script_presses_every_kind_of_key_often_enough() -> None:
    keys = review()
    assert len(keys) >= 200
    assert {ANSWER, NOTE, "move", "scroll", "next case"} <= {key.kind for key in keys}
    assert all(len(key.keys) == 1 or key.keys.startswith("\x1b") for key in keys)


def test_as_many_answers_are_given_as_are_asked_for() -> None:
    assert sum(key.kind == ANSWER for key in answers(100)) >= 100
