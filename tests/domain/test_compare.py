"""Two scorings of one record beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.compare import Outcome, compare, contents_at
from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import BLANK, Change, Content
from sqs_tui.domain.routing import route
from tests import builders
from tests.builders import answers, content

INSTRUMENT = builders.instrument()
VALUES = {"fact": ("", "yes", "no"), "1.1": ("", "yes", "no", "na"), "1.2": ("", "yes", "na", "odd"), "1.3": ("", "yes", "no")}


def outcomes(first: dict[str, str], second: dict[str, str]) -> dict[str, Outcome]:
    return {one.question: one.outcome for one in compare(INSTRUMENT, "case", answers(first), answers(second))}


def test_the_same_choice_agrees_and_another_disagrees() -> None:
    found = outcomes({"fact": "no", "1.1": "yes"}, {"fact": "no", "1.1": "no"})
    assert found == {"1.1": Outcome.DISAGREED, "fact": Outcome.AGREED}


def test_disagreements_stand_first_and_then_what_one_only_was_asked() -> None:
    found = outcomes({"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes"}, {"fact": "no", "1.1": "yes"})
    assert list(found.items()) == [
        ("fact", Outcome.DISAGREED),
        ("1.2", Outcome.FIRST_ONLY),
        ("1.3", Outcome.FIRST_ONLY),
        ("1.1", Outcome.AGREED),
    ]


def test_an_answer_that_no_choice_has_is_none() -> None:
    assert outcomes({"fact": "no", "1.1": "odd"}, {"fact": "no", "1.1": "yes"})["1.1"] is Outcome.OPEN


def test_an_answer_of_the_other_that_is_parked_is_no_answer() -> None:
    (one,) = (
        one
        for one in compare(INSTRUMENT, "case", answers({"fact": "yes", "1.2": "no"}), answers({"fact": "no", "1.2": "no"}))
        if one.question == "1.2"
    )
    assert one.outcome is Outcome.FIRST_ONLY


@st.composite
def given_answers(draw: st.DrawFn) -> dict[str, Content]:
    drawn = {question: draw(st.sampled_from(values)) for question, values in VALUES.items()}
    return answers({question: value for question, value in drawn.items() if value})


@given(given_answers(), given_answers())
def test_every_question_that_was_asked_of_either_is_there_once(first: dict[str, Content], second: dict[str, Content]) -> None:
    asked = {question for one in (first, second) for question in route(INSTRUMENT, "case", one).asked}
    found = [one.question for one in compare(INSTRUMENT, "case", first, second)]
    assert sorted(found) == sorted(asked)


@given(given_answers(), given_answers())
def test_turned_round_it_tells_the_same(first: dict[str, Content], second: dict[str, Content]) -> None:
    turned = {Outcome.FIRST_ONLY: Outcome.SECOND_ONLY, Outcome.SECOND_ONLY: Outcome.FIRST_ONLY}
    there = {one.question: one.outcome for one in compare(INSTRUMENT, "case", first, second)}
    back = {one.question: one.outcome for one in compare(INSTRUMENT, "case", second, first)}
    assert back == {question: turned.get(outcome, outcome) for question, outcome in there.items()}


@given(given_answers())
def test_nobody_disagrees_with_themselves(given_: dict[str, Content]) -> None:
    assert {one.outcome for one in compare(INSTRUMENT, "case", given_, given_)} <= {Outcome.AGREED, Outcome.OPEN}


def change(identity: str, question: str, new: Content, *, at: str = "1", base: tuple[str, ...] = ()) -> Change:
    return Change(
        id=identity, at=at, by="ann", question=question, old=BLANK, new=new, base=base, act=identity, cause=Cause.ANSWER
    )


def test_answers_are_as_they_were_at_a_moment_whatever_came_after() -> None:
    lines = [
        change("a", "1.1", content("yes")),
        change("b", "1.1", content("no", "late"), at="2", base=("a",)),
        change("c", "fact", content("no")),
        change("d", "fact", BLANK, at="3", base=("c",)),
    ]
    assert contents_at(lines, ["a", "c"]) == {"1.1": content("yes"), "fact": content("no")}
    assert contents_at(reversed(lines), ["b", "d", "elsewhere"]) == {"1.1": content("no", "late")}


def test_of_two_heads_the_one_that_stood_is_taken() -> None:
    lines = [change("a", "1.1", content("yes"), at="1"), change("b", "1.1", content("no"), at="2")]
    assert contents_at(lines, ["b", "a"]) == {"1.1": content("no")}
