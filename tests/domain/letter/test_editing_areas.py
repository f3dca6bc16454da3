"""What the lead inspector does to the two lists, as the entries that it makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.conclusions import concluded, conclusions
from sqs_tui.domain.letter.editing import included, joined, left_out, moved_item, parted, reworded, undecided_again
from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.tally import Sign
from tests.domain.letter.deciding import ANY_DECISION, AREAS, INSTRUMENT, STEP, Decisions, Lists, after, lists, made_by

STRENGTH, IMPROVEMENT = Sign.STRENGTH, Sign.IMPROVEMENT
A, B, C, D = AREAS[:4]


def strengths(*areas: str) -> dict[str, Decision]:
    return {area: Decision(sign=STRENGTH) for area in areas}


def join(decisions: Decisions, *areas: str) -> dict[str, Decision]:
    """The decisions with each of these areas joined to the item above it."""
    for area in areas:
        decisions = after(decisions, joined(INSTRUMENT, decisions, area))
    return dict(decisions)


# Including and leaving out


def test_an_area_is_included_where_the_instruments_order_has_it() -> None:
    decisions = after(strengths(A, C), included(INSTRUMENT, strengths(A, C), B, STRENGTH))
    assert lists(decisions)[STRENGTH] == [(A,), (B,), (C,)]


def test_what_is_included_already_keeps_its_place_and_words() -> None:
    decisions = {A: Decision(sign=STRENGTH, place="9", text="own")}
    assert included(INSTRUMENT, decisions, A, STRENGTH) == {}


def test_an_area_that_goes_to_the_other_list_leaves_its_words_and_its_company_behind() -> None:
    decisions = join(strengths(A, B, C), B, C)
    decisions = after(decisions, reworded(INSTRUMENT, decisions, A, "all three"))
    decisions = after(decisions, included(INSTRUMENT, decisions, A, IMPROVEMENT))
    assert lists(decisions) == {STRENGTH: [(B,), (C,)], IMPROVEMENT: [(A,)]}
    assert not any(item.text for item in conclusions(AREAS, decisions))
    decisions = after(decisions, included(INSTRUMENT, decisions, A, STRENGTH))
    assert lists(decisions)[STRENGTH] == [(A,), (B,), (C,)]


def test_what_is_left_out_keeps_its_reason_and_nothing_else() -> None:
    decisions = after(join(strengths(A, B), B), left_out(INSTRUMENT, join(strengths(A, B), B), A, "one case only"))
    assert decisions[A] == Decision(sign=None, reason="one case only")
    assert lists(decisions)[STRENGTH] == [(B,)]


def test_a_decision_can_be_taken_back() -> None:
    decisions = join(strengths(A, B), B)
    assert undecided_again(INSTRUMENT, {A: Decision(sign=None, reason="r")}, A) == {f"area:{A}": None}
    decisions = after(decisions, undecided_again(INSTRUMENT, decisions, A))
    assert A not in decisions
    assert lists(decisions)[STRENGTH] == [(B,)]


# Words


def test_an_item_is_reworded_under_its_first_area() -> None:
    decisions = join(strengths(A, B), B)
    made = reworded(INSTRUMENT, decisions, B, " both are good ")
    assert made.keys() == {f"area:{A}"}
    assert concluded(INSTRUMENT, after(decisions, made))[0].text == "both are good"


def test_words_that_are_emptied_or_are_the_instruments_are_those_of_the_instrument_again() -> None:
    decisions = {A: Decision(sign=STRENGTH, text="own words")}
    own = INSTRUMENT.areas[0].strength
    for text in ("", "  ", own, own.capitalize()):
        assert reworded(INSTRUMENT, decisions, A, text) == {f"area:{A}": Decision(sign=STRENGTH)}
        assert reworded(INSTRUMENT, strengths(A), A, text) == {}


def test_the_same_words_make_nothing_and_an_unlisted_area_has_none() -> None:
    assert reworded(INSTRUMENT, {A: Decision(sign=STRENGTH, text="own")}, A, "own ") == {}
    assert reworded(INSTRUMENT, {A: Decision(sign=None, reason="r")}, A, "own") == {}


# Order


def test_an_item_moves_with_what_shares_it() -> None:
    decisions = join(strengths(A, B, C), B)
    decisions = after(decisions, moved_item(INSTRUMENT, decisions, B, 1))
    assert lists(decisions)[STRENGTH] == [(C,), (A, B)]


@pytest.mark.parametrize(("area", "step"), [(A, -1), (C, 1), (D, 1)])
def test_nothing_moves_beyond_the_ends_or_without_a_list(area: str, step: int) -> None:
    assert moved_item(INSTRUMENT, strengths(A, B, C), area, step) == {}


def test_a_move_changes_one_entry() -> None:
    assert moved_item(INSTRUMENT, strengths(A, B, C), A, 1).keys() == {f"area:{A}"}


def test_items_in_one_place_are_set_in_order_when_one_of_them_moves() -> None:
    decisions = {area: Decision(sign=STRENGTH, place="1") for area in (A, B, C)}
    decisions = after(decisions, moved_item(INSTRUMENT, decisions, C, -1))
    assert lists(decisions)[STRENGTH] == [(A,), (C,), (B,)]


# Joining


def test_an_item_joins_the_one_above_it_and_all_come_apart_again_in_their_order() -> None:
    decisions = join(strengths(A, B, C, D), B, D)
    assert lists(decisions)[STRENGTH] == [(A, B), (C, D)]
    decisions = join(decisions, C)
    assert lists(decisions)[STRENGTH] == [(A, B, C, D)]
    decisions = after(decisions, parted(INSTRUMENT, decisions, C))
    assert lists(decisions)[STRENGTH] == [(A,), (B,), (C,), (D,)]


def test_the_first_of_a_list_and_what_is_in_none_join_nothing() -> None:
    assert joined(INSTRUMENT, strengths(A, B), A) == joined(INSTRUMENT, strengths(A, B), C) == {}


def test_words_of_ones_own_are_joined_too() -> None:
    decisions = strengths(A, B) | {B: Decision(sign=STRENGTH, text="plans are good")}
    decisions = join(decisions, B)
    assert concluded(INSTRUMENT, decisions)[0].text == f"{INSTRUMENT.areas[0].strength}, and plans are good"
    assert not any(item.text for item in conclusions(AREAS, after(decisions, parted(INSTRUMENT, decisions, A))))


def test_an_area_that_was_joined_to_one_of_the_other_list_can_be_joined_to() -> None:
    decisions = {
        A: Decision(sign=IMPROVEMENT),
        B: Decision(sign=STRENGTH, joined=A),
        C: Decision(sign=STRENGTH),
    }
    assert lists(join(decisions, C))[STRENGTH] == [(B, C)]


def test_items_in_one_place_come_apart_where_they_stood() -> None:
    decisions = {area: Decision(sign=STRENGTH, place="1") for area in (A, C, D)} | {B: Decision(sign=STRENGTH, joined=C)}
    decisions = after(decisions, parted(INSTRUMENT, decisions, B))
    assert lists(decisions)[STRENGTH] == [(A,), (C,), (B,), (D,)]


# Any sequence


def without(found: Lists, area: str) -> Lists:
    """A list's items after the one with this area has come apart and the area is gone."""
    return [part for item in found for part in (((one,) for one in item if one != area) if area in item else (item,))]


@given(st.lists(STEP, max_size=40))
def test_any_sequence_does_to_the_lists_what_each_step_says(steps: list[tuple[str, str]]) -> None:
    decisions: dict[str, Decision] = {}
    for what, area in steps:
        before = lists(decisions)
        decisions = after(decisions, made_by(decisions, what, area))
        now = lists(decisions)
        here = next((sign for sign, found in before.items() if any(area in item for item in found)), None)
        sign = Sign(what) if what in {"strength", "improvement"} else None
        if sign:
            other = STRENGTH if sign is IMPROVEMENT else IMPROVEMENT
            if here is sign:
                assert now == before
            else:
                assert (area,) in now[sign]
                assert without(now[sign], area) == before[sign]
                assert now[other] == without(before[other], area)
        elif what in {"leave out", "undecided"}:
            assert now == {sign: without(found, area) for sign, found in before.items()}
            assert (area in decisions) is (what == "leave out")
        elif here is None or what == "reword":
            assert now == before
        else:
            assert now == {**before, here: expected(before[here], what, area)}
        if what == "reword" and here:
            assert next(item.text for item in conclusions(AREAS, decisions) if area in item.areas) == "own words"


def expected(found: Lists, what: str, area: str) -> Lists:
    """What a step makes of the list in which the area stands."""
    at = next(index for index, item in enumerate(found) if area in item)
    item = found[at]
    if what == "part":
        return [*found[:at], *((one,) for one in item), *found[at + 1 :]]
    if what == "join":
        if at == 0:
            return found
        head, *rest = found[at - 1]
        sharing = sorted([*rest, *item], key=AREAS.index)
        return [*found[: at - 1], (head, *sharing), *found[at + 1 :]]
    to = min(max(at + (1 if what == "down" else -1), 0), len(found) - 1)
    others = [other for other in found if other != item]
    return [*others[:to], item, *others[to:]]


@given(st.dictionaries(st.sampled_from(AREAS), ANY_DECISION), st.lists(STEP, max_size=8))
def test_whatever_a_merge_left_behind_each_step_keeps_every_area_in_one_place(
    decisions: dict[str, Decision], steps: list[tuple[str, str]]
) -> None:
    for what, area in steps:
        decisions = after(decisions, made_by(decisions, what, area))
        found = [one for items in lists(decisions).values() for item in items for one in item]
        assert sorted(found) == sorted(one for one, decision in decisions.items() if decision.sign)
