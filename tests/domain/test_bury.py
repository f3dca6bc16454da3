"""The demonstration gives every figure that the published letter of Bury states."""

import re
from functools import cache
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.instrument import Kind, WordProfile
from sqs_tui.domain.routing import route
from sqs_tui.domain.tally import Sign, Tallies, tally
from sqs_tui.domain.wording import failing, percent, proportion
from tests.builders import BURY, bury_expected, bury_records, default_instrument

EXPECTED: dict[str, Any] = bury_expected()


@cache
def tallies() -> Tallies:
    return tally(default_instrument(), bury_records())


def house() -> WordProfile:
    return default_instrument().word_profiles[0]


def rows(name: str) -> pytest.MarkDecorator:
    """The rows of one table of the expected figures, each test named by its question."""
    return pytest.mark.parametrize("row", EXPECTED[name], ids=[row["question"] for row in EXPECTED[name]])


def test_there_are_14_cases_and_8_interviews() -> None:
    assert tallies().records == {"case": EXPECTED["cases"], "staff": EXPECTED["staff"]} == {"case": 14, "staff": 8}


@rows("facts")
def test_facts(row: dict[str, Any]) -> None:
    found = tallies().questions[row["question"]]
    assert (found.met, found.of) == (row["yes"], row["of"])


@rows("judgements")
def test_judgements(row: dict[str, Any]) -> None:
    found = tallies().questions[row["question"]]
    assert (found.met, found.of) == (row["n"], row["d"])
    assert (len(found.met_records), len(found.not_met_records)) == (row["n"], row["d"] - row["n"])


@rows("judgements")
def test_words(row: dict[str, Any]) -> None:
    n, d = row["n"], row["d"]
    assert row.get("words") in {None, proportion(house(), n, d)}
    assert row.get("failing_words") in {None, failing(house(), d - n, d)}
    assert row.get("percent") in {None, int(percent(n, d).rstrip("%"))}


def test_every_judgement_and_view_has_a_row() -> None:
    asked = default_instrument()
    judged = [question for question in asked.questions if asked.kind_of(question) is not Kind.FACT]
    assert [row["question"] for row in EXPECTED["judgements"]] == judged


@rows("top_reasons")
def test_the_commonest_reasons(row: dict[str, Any]) -> None:
    found = tallies().questions[row["question"]].reasons
    first = row.get("first_two") or [row["first"]]
    assert [reason.reason for reason in found[: len(first)]] == first
    assert all(reason.count >= 2 for reason in found[: len(first)])  # the letter names no reason that is not shared


def test_the_areas_proposed_are_exactly_the_letter_s_two_lists() -> None:
    proposals = {area.area: area.proposal for area in tallies().areas.values()}
    assert [area for area, proposal in proposals.items() if proposal is Sign.STRENGTH] == EXPECTED["strengths"]
    assert [area for area, proposal in proposals.items() if proposal is Sign.IMPROVEMENT] == EXPECTED["improvements"]
    assert [area for area, proposal in proposals.items() if proposal is None] == EXPECTED["neither"]


def test_one_answer_would_make_harm_a_strength() -> None:
    harm = tallies().areas["harm"]
    assert (harm.met, harm.of, harm.borderline) == (54, 64, True)


def test_sections_and_areas_pool_their_judgements() -> None:
    assert {section: (pooled.met, pooled.of) for section, pooled in tallies().sections.items()} == {
        "1": (54, 68),
        "2": (63, 77),
        "3": (35, 63),
        "4": (75, 80),
    }
    found = {area.area: (area.met, area.of) for area in tallies().areas.values()}
    assert (found["vulnerability"], found["oversight"], found["engagement"]) == ((29, 49), (15, 27), (25, 27))


def test_every_answer_counts_and_every_question_that_is_asked_is_answered() -> None:
    for record in bury_records():
        way = route(default_instrument(), record.unit, record.answers)
        assert not way.open, record.reference
        assert set(way.counted) == set(record.answers), record.reference


def test_four_notes_are_marked_quotable_at_the_letter_s_four_questions() -> None:
    quotes = sorted(question for record in bury_records() for question, given in record.answers.items() if given.quote)
    assert quotes == [row["question"] for row in EXPECTED["quotes"]]
    assert all(given.note for record in bury_records() for given in record.answers.values() if given.quote)


def test_no_interview_holds_a_note() -> None:
    interviews = [record for record in bury_records() if record.unit == "staff"]
    assert not [given.note for record in interviews for given in record.answers.values() if given.note]


# Nothing that could be somebody


def texts(value: Any) -> list[str]:
    """Every text in the demonstration's file."""
    match value:
        case str():
            return [value]
        case dict():
            return [text for held in value.values() for text in texts(held)]
        case list():
            return [text for held in value for text in texts(held)]
    return []


@cache
def demonstration() -> Any:
    return msgspec.json.decode(BURY.read_bytes())


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("postcode", r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b"),
        ("telephone number", r"(?:\d[ -]?){7,}"),
        ("mail address", r"\S@\S"),
        ("web address", r"https?:|www\."),
        ("title before a name", r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|PC|DC)\b\.? [A-Z]"),
        ("date of birth", r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b"),
    ],
)
def test_the_demonstration_holds_no(what: str, pattern: str) -> None:
    days = re.compile(r"\d{4}-\d\d-\d\d")  # of the fieldwork
    assert [text for text in texts(demonstration()) if not days.fullmatch(text) and re.search(pattern, text)] == [], what


_PLAIN = {"Asset", "Christmas", "English", "Friday", "I", "Monday", "Thursday", "Tuesday", "Wednesday", "Weekend"}


def test_no_note_holds_a_word_that_could_be_a_name() -> None:
    notes = [given.note for record in bury_records() for given in record.answers.values() if given.note]
    assert len(notes) > 20
    inside = {
        word for note in notes for word in re.findall(r"(?<![.!?:…] )(?<![.!?] [“\"'])(?<!^)(?<!^[“\"'])\b[A-Z][a-z]+\b", note)
    }
    assert inside <= _PLAIN
