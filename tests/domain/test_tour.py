"""The tour as a state machine: it follows what is done, and says the way from wherever the user is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.commands import COMMANDS
from sqs_tui.domain.records import Content
from sqs_tui.domain.tour import _PARTS, STEPS, Seen, Spot, Tour, begun, seen_in
from tests.builders import instrument

REVIEW = Seen(spot=Spot.REVIEW)
ANSWERED = Seen(spot=Spot.REVIEW, answered=frozenset({"a"}))
NO = Seen(spot=Spot.REASONS, answered=frozenset({"a", "b"}), noes=frozenset({"b"}))
REASONED = Seen(spot=Spot.REASONS, answered=NO.answered, noes=NO.noes, reasoned=NO.noes)
NOTED = Seen(spot=Spot.REVIEW, answered=NO.answered, noes=NO.noes, reasoned=NO.noes, noted=NO.noes)
WAY = (ANSWERED, NO, REASONED, NOTED, ANSWERED, *(Seen(spot=spot, answered=ANSWERED.answered) for spot in (
    Spot.SUMMARY, Spot.RECORDS, Spot.LETTER, Spot.NUMBER, Spot.EXPORT
)))  # fmt: skip
"""What is seen of somebody who does one part after another."""


def along(*seen: Seen) -> Tour:
    tour = begun(REVIEW)
    for one in seen:
        tour = tour.after(one)
    return tour


def test_each_thing_done_leads_to_the_next_part_and_the_last_ends_it() -> None:
    assert [along(*WAY[:done]).at for done in range(len(WAY) + 1)] == list(range(len(_PARTS) + 1))
    assert along(*WAY).over
    assert [along(*WAY[:done]).step for done in range(len(WAY))] == [1, 2, 2, 2, 3, 4, 4, 5, 5, 5]


@pytest.mark.parametrize("done", range(len(WAY)))
def test_what_was_done_before_leads_no_further(done: int) -> None:
    here = along(*WAY[:done])
    assert here.after(here.since) == here
    assert here.after(REVIEW if done != 4 else NOTED) == here


def test_a_no_that_is_the_first_answer_counts_as_both() -> None:
    assert along(NO).at == 2


def test_a_note_that_comes_with_its_reason_needs_no_second_one() -> None:
    assert along(ANSWERED, NOTED).at == 4


def test_another_answer_is_not_an_undo() -> None:
    more = Seen(spot=Spot.REVIEW, answered=NOTED.answered | {"c"}, noes=NOTED.noes, reasoned=NOTED.noes, noted=NOTED.noes)
    assert along(ANSWERED, NOTED, more).at == 4


@given(st.lists(st.sampled_from(WAY)))
def test_whatever_is_done_it_never_goes_back_and_always_says_what_comes_next(seen: list[Seen]) -> None:
    tour = begun(REVIEW)
    for one in seen:
        after = tour.after(one)
        assert after.at >= tour.at
        assert bool(after.says(one.spot)) is not after.over
        tour = after


def test_every_key_that_it_names_is_that_of_a_command() -> None:
    named = {
        name
        for at in range(len(_PARTS))
        for spot in Spot
        for name in re.findall(r"\{(.*?)\}", Tour(at=at, since=REVIEW).says(spot))
    }
    assert named <= {command.id for command in COMMANDS}
    assert len(named) > 8


def test_there_are_as_many_steps_as_it_says() -> None:
    assert {part.step for part in _PARTS} == set(range(1, STEPS + 1))


def test_only_a_no_that_asks_for_reasons_is_one_and_blank_answers_are_none() -> None:
    seen = seen_in(
        instrument(),
        Spot.REVIEW,
        {
            "fact": Content(value="no"),
            "1.1": Content(value="no", reasons=("late",), note="x"),
            "1.2": Content(value="yes", note="x"),
            "1.3": Content(note="only a note"),
        },
    )
    assert seen.answered == {"fact", "1.1", "1.2"}
    assert seen.noes == seen.reasoned == seen.noted == {"1.1"}
