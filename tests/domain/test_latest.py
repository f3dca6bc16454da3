"""Work that is remembered until it is asked of other values."""

from sqs_tui.domain.latest import latest


def test_the_same_values_are_worked_on_once() -> None:
    done: list[tuple[str, dict[str, int]]] = []

    @latest
    def work(name: str, given: dict[str, int]) -> int:
        done.append((name, dict(given)))
        return sum(given.values())

    assert [work("a", {"x": 1}), work("a", {"x": 1}), work("b", {"x": 1}), work("b", {"x": 2})] == [1, 1, 1, 2]
    assert done == [("a", {"x": 1}), ("b", {"x": 1}), ("b", {"x": 2})]


def test_a_mapping_that_was_changed_is_worked_on_again() -> None:
    work = latest(lambda given: sum(given.values()))
    answers = {"x": 1}
    assert work(answers) == 1
    answers["x"] = 2
    assert work(answers) == 2


def test_what_is_given_by_name_counts() -> None:
    @latest
    def work(*, least: int) -> int:
        return least

    assert [work(least=1), work(least=2)] == [1, 2]
