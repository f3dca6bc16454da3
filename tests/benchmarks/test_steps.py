"""Which times belong to one answer."""

from benchmarks.steps import STEPS, each_answer

WHOLE = [
    (name, float(at))
    for at, name in enumerate(["read>", "key>", "save>", "save<", "show>", "show<", "compose>", "compose<", "write>"])
]


def test_an_answer_has_a_time_for_each_step() -> None:
    (times,) = each_answer(WHOLE)
    assert [times[end] - times[begin] for begin, end, _ in STEPS] == [1, 1, 1, 1, 1, 1, 1, 1, 8]


def test_a_key_that_saves_nothing_is_no_answer() -> None:
    assert not list(each_answer([step for step in WHOLE if not step[0].startswith("save")]))


def test_of_a_step_that_comes_again_the_first_time_counts() -> None:
    (times,) = each_answer([*WHOLE, ("compose>", 99.0), ("write>", 99.0)])
    assert times["write>"] == 8
