"""Which question a clause speaks of."""

import pytest

from sqs_tui.domain.claims.stems import stemmed
from sqs_tui.domain.claims.subjects import Context, subjects_of
from sqs_tui.domain.instrument import Question
from tests.builders import default_instrument

CRITERIA = default_instrument()
SUBJECTS = subjects_of(CRITERIA)
WRITTEN = [question for question in CRITERIA.questions.values() if question.finding]


def of(clause: str, *context: Context, section: str = "", unit: str = "", points_back: bool = False) -> list[str]:
    found = SUBJECTS.of(stemmed(clause), context, section=section, unit=unit, points_back=points_back)
    return [subject.question.id for subject in found]


@pytest.mark.parametrize("asked", WRITTEN, ids=lambda asked: asked.id)
@pytest.mark.parametrize("in_section", [True, False])
def test_a_question_is_known_by_the_clause_that_the_letter_prints(asked: Question, in_section: bool) -> None:
    section = CRITERIA.section_of(asked.id)
    assert asked.finding is not None
    found = of(asked.finding.clause, section=section.id if in_section else "", unit=section.unit)
    assert found[0] == asked.id
    assert len(found) <= 2


@pytest.mark.parametrize("asked", WRITTEN, ids=lambda asked: asked.id)
def test_a_question_is_known_by_its_own_words(asked: Question) -> None:
    section = CRITERIA.section_of(asked.id)
    assert asked.id in of(asked.text, section=section.id, unit=section.unit)


@pytest.mark.parametrize(
    ("section", "clause", "questions"),
    [
        ("1", "planning was sufficient", ["1.4"]),
        ("2", "planning was sufficient", ["2.4"]),
        ("3", "planning was sufficient", ["3.3"]),
        ("", "planning was sufficient", ["1.4", "2.4", "3.3"]),
        ("1", "planning for vulnerability was sufficient", ["3.3"]),
        ("2", "reviews of the risk of harm were good", ["2.3", "2.5"]),
        ("2", "reviews of plans for the risk of harm were good", ["2.5"]),
        ("3", "oversight of plans for vulnerability was effective", ["3.5"]),
        ("4", "the response to non-compliance was good", ["4.7"]),
        ("4", "there was non-compliance", ["4.6"]),
        ("", "vulnerability was well assessed in the report", ["3.1"]),
        ("", "nothing of the kind was seen", []),
    ],
)
def test_the_section_settles_what_the_clause_leaves_open(section: str, clause: str, questions: list[str]) -> None:
    assert sorted(of(clause, section=section)) == questions


def test_a_context_fills_in_what_the_clause_leaves_out_but_names_nothing_alone() -> None:
    before = Context(stemmed("planning was sufficient"), 0.6)
    assert of("and in all with a custodial element", before, section="1") == ["1.5"]
    assert of("and in the others", before, section="1") == []
    assert of("and in the others", before, section="1", points_back=True) == ["1.4"]


def test_a_unit_leaves_only_what_is_asked_of_its_records() -> None:
    assert of("vulnerability", unit="staff") == []
    assert of("knowledge of vulnerability", unit="staff") == ["s8"]


def test_the_subjects_of_an_instrument_are_worked_out_once() -> None:
    assert subjects_of(CRITERIA) is SUBJECTS
