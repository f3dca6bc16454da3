"""The claims that are found in a text, and what is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.claims.claims import find_claims
from sqs_tui.domain.claims.nouns import Nouns
from tests.builders import default_instrument

NOUNS = Nouns(default_instrument())
PROFILE = default_instrument().word_profiles[0]
PIECES = (
    "ten", "10", "of", "the", "14", "cases", "seven", "out", "half", "a", "third", "two-thirds", "most", "all", "but", "one", "%",
    "57%", "per cent", "(", ")", ",", ".", "“", "”", "\n", "not", "plans", "children", "and", "in", "/", "–", "every", "with",
    "exceptions", "which", "these", "were", "staff",
)  # fmt: skip


def found(text: str) -> list[str]:
    return [text[claim.start : claim.end] for claim in find_claims(text, NOUNS, PROFILE)]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("It was good in 10 of the 14 cases.", ["10 of the 14"]),
        ("It was good in seven out of ten.", ["seven out of ten"]),
        ("Nine cases out of 13 had it.", ["Nine cases out of 13"]),
        ("Thirteen of the children had complied.", ["Thirteen"]),
        ("Of the 14 cases, ten were good.", ["Of the 14 cases, ten"]),
        ("It was good in 8/14 cases (57%).", ["8/14", "57%"]),
        ("Only eight (57%) had assessed it.", ["Only eight", "57%"]),
        ("It was good in fifty-seven per cent of cases.", ["fifty-seven per cent"]),
        ("It was good in over two-thirds of the relevant cases.", ["over two-thirds"]),
        ("Fewer than half of the young people had it.", ["Fewer than half"]),
        ("A third of cases, and three quarters of staff.", ["A third", "three quarters"]),
        ("One in five children; two in five pre-sentence reports.", ["One in five", "two in five"]),
        ("It was good in all but one of the cases.", ["all but one of the"]),
        ("In every case except two it was good.", ["every case except two"]),
        ("Bar one, every case was good.", ["Bar one, every"]),
        ("All but four of the 14 cases were good.", ["All but four of the 14"]),
        ("One child in seven was not involved.", ["One child in seven"]),
        ("It was good in seven out of a possible 12.", ["seven out of a possible 12"]),
        ("It was good in 67% of 12 cases.", ["67% of 12"]),
        ("It was good two-thirds of the time.", ["two-thirds"]),
        ("Quality of reports: 7 good, 3 poor.", ["7", "3"]),
        ("Good enough: 9 of 14 ok, 7/11 due.", ["9 of 14", "7/11"]),
        ("No more than six were good, and a further four were not.", ["No more than six", "four"]),
        ("Ten were good, leaving four in which it was not.", ["Ten", "four"]),
        ("Everyone complied. Nobody was left out.", ["Everyone", "Nobody"]),
        ("Eight children's needs were assessed, and in four of them the plan was good.", ["Eight", "four"]),
        ("All four cases; none of the ten; both cases.", ["All four", "none of the ten", "both"]),
        ("Almost all of the relevant cases; a minority of staff.", ["Almost all", "a minority"]),
        (
            "The vast majority of young people, a handful of cases, hardly any children.",
            ["The vast majority", "a handful", "hardly any"],
        ),
        ("A review was due in 12 cases; only eight were done.", ["12", "only eight"]),
        ("Seven of these were good. Most were.", ["Seven", "Most"]),
        ("It was good in eight cases; in the other six it was not.", ["eight", "six"]),
        ("No case had one. Not one of the children had.", ["No", "Not one"]),
        ("It was good in ten of\nthe 14 cases, and in two‑thirds of reports.", ["ten of\nthe 14", "two‑thirds"]),
        ("There were 11 relevant cases, of which seven were good.", ["11", "seven"]),
    ],
)
def test_claims_are_found_in_every_form(text: str, claims: list[str]) -> None:
    assert found(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "We were there from 18 to 20 March 2013, and in 2012.",
        "It took 15 working days, three months, half a day and a quarter of an hour.",
        "A 15 year old was told; another was aged 12.",
        "He was ordered to pay £200, and 24 hours at 10:30.",
        "See paragraph 2.1, section 47, Level 2 and page 14.",
        "We met two managers, three teams and both parents.",
        "There were four visits in 12 weeks, and two of the three agencies came.",
        "It was the third visit, in the first half of the order.",
        "At one stage there was one in which nobody came.",
        "Most often it was late, and at most three visits took place.",
        "Seven pages of the assessment were copied.",
        "It was signed 12 days late, ten of them lost to a holiday.",
        "There were two plans on the file and neither was good.",
        "He came to six reviews at school and nobody asked why.",
        "Between three and four cases close each week; one or two cases reopen.",
        "Half of the report was missing, and most of the plan.",
        "Several cases, a number of cases, some cases and too many cases were late.",
        "Both the child and the parents came; neither the child nor the mother stayed.",
        "There was no plan and no report.",
        "He wrote: “Seven of the ten cases that we saw were good enough.”",
        "It had three aims, none of which helped.",
        "The work met the standard in 29 of the 49 judgements.",
        "The budget fell by 10% of last year's sum, to two-thirds of it.",
        "Call 0161 869 1300 about 18/03/2013 or BU07.",
    ],
)
def test_what_counts_no_cases_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_letters_that_only_look_like_others_are_read_as_what_they_look_like() -> None:
    assert found("It was good in ſıx of the ten cases, and in moſt cases.") == ["ſıx of the ten", "moſt"]


def test_a_quoted_word_or_two_does_not_hide_a_claim() -> None:
    assert found("It was “good enough” in ten of the 14 cases.") == ["ten of the 14"]


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join))
def test_any_text_gives_claims_in_order_that_do_not_overlap(text: str) -> None:
    claims = find_claims(text, NOUNS, PROFILE)
    ends = [0, *(claim.end for claim in claims)]
    assert all(ends[place] <= claim.start < claim.end <= len(text) for place, claim in enumerate(claims))
