"""Which questions of two instruments ask the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.matching import Unlike, matched, plain
from tests import builders


def changed(question: str, **fields: Any) -> Instrument:
    """The small instrument with one question of other fields."""
    data = builders.criteria()
    for section in data["sections"]:
        for asked in section["questions"]:
            if asked["id"] == question:
                asked.update(fields)
    return builders.instrument(sections=data["sections"])


SMALL = builders.instrument()


def unlike(other: Instrument) -> dict[str, str]:
    return {one.label: one.why for one in matched(SMALL, other)[1]}


def test_an_instrument_matches_itself_but_for_what_was_said_in_confidence() -> None:
    alike, others = matched(SMALL, SMALL)
    assert alike == ("fact", "1.1", "1.2", "1.3")
    assert [one.why for one in others] == ["what was said in confidence is compared nowhere"]


@pytest.mark.parametrize("text", ["WAS it  assessed", "Was it assessed?!", "was “it” assessed"])
def test_case_blanks_and_punctuation_make_no_other_question(text: str) -> None:
    assert "1.1" in matched(SMALL, changed("1.1", text=text))[0]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": "Was it assessed well?"}, "worded otherwise: “Was it assessed?” here, “Was it assessed well?” there"),
        ({"asked_when": "fact = yes"}, "asked of others: always here, when fact = yes there"),
        (
            {"scale": "fact", "reasons": ""},
            (
                "answered otherwise: judgement, Yes (met); No (not-met); Not applicable (out) here, "
                "fact, Yes (met); No (not-met) there"
            ),
        ),
    ],
)
def test_what_asks_otherwise_is_not_compared_and_the_difference_is_told(fields: dict[str, Any], why: str) -> None:
    other = changed("1.1", **fields)
    assert "1.1" not in matched(SMALL, other)[0]
    assert unlike(other)["1.1 Assessed"] == why


def test_what_is_in_one_only_is_told_from_both_sides() -> None:
    other = builders.instrument(builders.question("9.9"))
    assert unlike(other)["1.1 Assessed"] == "asked only here"
    assert unlike(other)["9.9 Title of 9.9"] == "asked only there"


def test_what_is_counted_by_choice_makes_no_share() -> None:
    choices = [{"key": "p", "value": "p", "label": "Past"}, {"key": "f", "value": "f", "label": "Future"}]
    scales = [{"id": "open", "kind": "fact"}, *builders.criteria()["scales"]]
    asked = {"id": "when", "text": "When?", "title": "When", "scale": "open", "choices": choices}
    one = builders.instrument(asked, scales=scales)
    assert matched(one, one) == ((), (Unlike(label="When", why="its answers are counted one by one, and make no share"),))


def test_what_no_letter_prints_is_passed_over() -> None:
    other = changed("1.1", printed=False)
    assert "1.1" not in matched(other, other)[0]
    assert "1.1 Assessed" not in {one.label for one in matched(other, other)[1]}


@given(st.text())
def test_a_text_made_plain_stays_so(text: str) -> None:
    assert plain(plain(text)) == plain(text) == plain(f"  {text} … ")
