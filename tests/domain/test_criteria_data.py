"""The criteria that come with the program are those of the catalogue."""

import re

import pytest

from sqs_tui.domain.instrument import Asks, Kind, Question
from sqs_tui.domain.instrument_faults import check_instrument, faults
from sqs_tui.keys import reserved_keys
from sqs_tui.machine import DEFAULT_CRITERIA
from tests.builders import default_instrument

CRITERIA = default_instrument()
QUESTIONS = list(CRITERIA.questions.values())

CATALOGUE = """
interviewed fact . . . . .
sentence choice . . . . .
weeks choice . . . . .
looked-after fact . . . . .
psr fact . . . . .
custody fact . . . . .
victim fact . . . . .
concern fact . . . . .
1.1 quality . . reoffending-assessment reoffending assessment
1.2 quality psr=yes . reoffending-assessment reoffending report
1.3 quality-na psr=no no_information_was_asked_for reoffending-assessment reoffending report
1.4 quality . . reoffending-planning reoffending planning
1.5 quality custody=yes . reoffending-planning reoffending planning
1.6 quality-na . a_review_is_not_yet_due reoffending-assessment reoffending review
1.7 quality-na . a_review_is_not_yet_due reoffending-planning reoffending review
2.1 quality psr=yes . harm harm report
2.2 quality . . harm harm assessment
2.3 quality-na . a_review_is_not_yet_due harm harm review
2.4 quality-na . no_plan_was_needed harm harm planning
2.5 quality-na 2.4!=na no_plan_was_needed,_or_a_review_is_not_yet_due harm harm review
2.6 quality victim=yes . harm harm delivery
2.7 quality-na . oversight_was_not_called_for oversight harm oversight
3.1 quality psr=yes . vulnerability child report
3.2 quality . . vulnerability child assessment
3.3 quality-na . no_plan_was_needed vulnerability child planning
3.4 quality-na 3.3!=na no_plan_was_needed,_or_a_review_is_not_yet_due vulnerability child review
3.5 quality-na . oversight_was_not_called_for oversight child oversight
4.1 quality psr=yes . diversity sentence report
4.2 quality . . diversity sentence assessment
4.3 quality . . engagement sentence engagement
4.4 quality-na . there_is_no_parent_or_carer_to_involve engagement sentence engagement
4.5 quality . . diversity sentence delivery
4.6 outcome . . compliance sentence outcome
4.7 quality 4.6=no . compliance sentence enforcement
s1 view . . . . .
s2 view . . . . .
s3 view . . . . .
s4 view . . . . .
s5 view . . . . .
s6 view . . . . .
s7 view . . . . .
s8 view . . . . .
s9 view . . . . .
"""
"""Each question with scale, rule, what n/a means, area, theme and process; a dot for none."""

REASONS = {
    "1.1": "not-done late information vulnerability pattern strengths voice copied",
    "1.2": "analysis information proposal victim harm vulnerability diversity alternatives late",
    "1.3": "no-record thin wrong",
    "1.4": "no-plan late unlinked vague sequence voice gaps",
    "1.5": "no-role no-link resettlement",
    "1.6": "not-done late copied change",
    "1.7": "not-done late copied change unaltered",
    "2.1": "full low high behaviour victims information",
    "2.2": "full low high behaviour victims information",
    "2.3": "not-done late copied change",
    "2.4": "no-plan victims late roles contingency agencies",
    "2.5": "not-done late copied change unaltered",
    "2.6": "unconsidered restrictions not-told",
    "2.7": "countersigned missed unremedied no-record late",
    "3.1": "past-behaviour information low undrawn care home health exploitation",
    "3.2": "past-behaviour information low undrawn care home health exploitation",
    "3.3": "no-plan vague unlinked contingency late",
    "3.4": "not-done late copied change unaltered",
    "3.5": "countersigned missed unremedied no-record late",
    "4.1": "not-asked unused speech learning",
    "4.2": "not-asked unused speech learning",
    "4.3": "self-assessment views",
    "4.4": "untried no-visit",
    "4.5": "no-referral unresolved",
    "4.6": "appointments conduct requirement",
    "4.7": "no-warning no-breach too-soon no-effort",
}

FILE_ORDER = (
    *("interviewed", "sentence", "weeks", "looked-after", "psr", "custody", "victim", "concern"),
    *("1.2", "1.3", "2.1", "3.1", "4.1"),
    *("1.1", "2.2", "3.2", "4.2"),
    *("1.4", "1.5", "2.4", "3.3"),
    *("4.3", "4.4", "4.5", "2.6"),
    *("1.6", "1.7", "2.3", "2.5", "3.4"),
    *("2.7", "3.5"),
    *("4.6", "4.7"),
)

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.id)


def test_the_file_has_no_faults() -> None:
    assert faults(CRITERIA, reserved_keys()) == ()
    assert check_instrument(DEFAULT_CRITERIA.read_bytes(), where="criteria.json", reserved=reserved_keys()) == CRITERIA


def test_it_says_that_it_is_rebuilt_and_not_official() -> None:
    assert "not official" in CRITERIA.source
    assert "could not be obtained" in CRITERIA.source


def test_the_questions_are_those_of_the_catalogue() -> None:
    areas = {question: area.id for area in CRITERIA.areas for question in area.questions}
    rows = [
        (
            question.id,
            question.scale,
            question.asked_when.replace(" ", ""),
            question.out_means.replace(" ", "_"),
            areas.get(question.id, ""),
            question.theme,
            question.process,
        )
        for question in QUESTIONS
    ]
    assert len(rows) == 43
    assert [" ".join(field or "." for field in row) for row in rows] == CATALOGUE.strip().splitlines()


def test_reasons_are_those_of_the_catalogue_in_its_order() -> None:
    found = {
        question.id: [reason.id for reason in CRITERIA.reasons_of(question.id)] for question in QUESTIONS if question.reasons
    }
    assert found.keys() == REASONS.keys()
    for question, wanted in REASONS.items():
        listed = [reason for reason in found[question] if reason != "other" and (reason != "no-record" or "no-record" in wanted)]
        assert listed == wanted.split(), question


def test_both_orders_are_those_of_the_catalogue() -> None:
    assert tuple(question for group in CRITERIA.groups("case") for question in group.questions) == FILE_ORDER
    by_theme = [question for group in CRITERIA.groups("case", by_theme=True) for question in group.questions]
    assert by_theme == [question.id for question in CRITERIA.of_unit("case")]
    assert [group.title for group in CRITERIA.groups("staff")] == ["Operational management"]


def test_sections_are_numbered_as_the_letter_has_them() -> None:
    assert [(section.id, section.unit, len(section.questions)) for section in CRITERIA.sections] == [
        ("0", "case", 8),
        ("1", "case", 7),
        ("2", "case", 7),
        ("3", "case", 5),
        ("4", "case", 7),
        ("5", "staff", 9),
    ]


def test_scales_have_the_keys_of_the_catalogue() -> None:
    keys = {scale.id: "".join(choice.key for choice in scale.choices) for scale in CRITERIA.scales}
    assert keys == {"fact": "yn", "choice": "", "quality": "yn", "quality-na": "yna", "outcome": "yn", "view": "yna"}
    assert [choice.key for choice in CRITERIA.choices_of("sentence")] == list("123456")
    assert [choice.key for choice in CRITERIA.choices_of("weeks")] == list("123")
    kinds = {scale.id: scale.kind for scale in CRITERIA.scales}
    assert [name for name, kind in kinds.items() if kind is Kind.JUDGEMENT] == ["quality", "quality-na", "outcome"]
    asks = {scale.id: {choice.reasons for choice in scale.choices if choice.value == "no"} for scale in CRITERIA.scales}
    assert (asks["quality"], asks["outcome"], asks["view"]) == ({Asks.REQUIRED}, {Asks.OPTIONAL}, {Asks.NOTHING})


def test_thresholds_are_those_of_the_catalogue() -> None:
    limits = CRITERIA.thresholds
    assert (limits.improvement_under, limits.strength_from, limits.strength_each_from) == (65, 80, 75)
    assert (limits.least_answers, limits.least_records, limits.level) == (5, 5, 0.05)


@pytest.mark.parametrize("listed", CRITERIA.reason_lists, ids=lambda listed: listed.id)
def test_every_list_ends_with_other_on_0_which_wants_a_note(listed: object) -> None:
    reasons = next(found.reasons for found in CRITERIA.reason_lists if found == listed)
    assert [(reason.id, reason.key) for reason in reasons if reason.wants_note] == [("other", "0")]
    assert reasons[-1].id == "other"
    assert [reason.key for reason in reasons[:-1]] == [str(key) for key in range(1, len(reasons))]


def test_every_list_is_used_and_labels_fit_the_panel() -> None:
    assert {question.reasons for question in QUESTIONS} - {""} == {listed.id for listed in CRITERIA.reason_lists}
    long = [reason.label for listed in CRITERIA.reason_lists for reason in listed.reasons if len(reason.label) > 34]
    assert long == []  # two columns of reasons on 80 columns
    ends = [reason.printed for listed in CRITERIA.reason_lists for reason in listed.reasons if reason.printed[-1:] in ".,;"]
    assert ends == []  # it reads on in a sentence


@each_question
def test_guidance_is_a_few_sentences(question: Question) -> None:
    assert 40 <= len(question.guidance.split()) <= 95
    assert question.guidance.count(".") + question.guidance.count("?") >= 3
    assert question.guidance.endswith(".")


@each_question
def test_titles_fit_the_list_of_questions(question: Question) -> None:
    assert 3 <= len(question.title) <= 34
    assert question.text.endswith("?")
    assert len(question.text) <= 120


@each_question
def test_routed_questions_say_why_not_and_n_a_says_what_it_means(question: Question) -> None:
    assert bool(question.asked_when) == bool(question.not_asked)
    assert (question.scale == "quality-na") == bool(question.out_means)


@each_question
def test_a_denominator_that_is_smaller_has_a_name_of_its_own(question: Question) -> None:
    smaller = bool(question.asked_when) or question.scale == "quality-na"
    assert smaller == (question.denominator is not None)


@each_question
def test_what_the_letter_speaks_of_has_a_clause_and_terms(question: Question) -> None:
    assert question.terms
    judged = CRITERIA.kind_of(question.id) is not Kind.FACT
    assert question.finding is not None or not judged
    if question.finding:
        assert not re.match(r"[A-Z]", question.finding.clause)
        assert not question.finding.clause.endswith(".")
        assert bool(question.finding.shortfall) == bool(question.reasons)
        assert question.finding.shortfall.count(f"{{{{{question.id} reasons}}}}") == bool(question.reasons)


def test_each_judgement_stands_in_exactly_one_area() -> None:
    judged = [question.id for question in QUESTIONS if CRITERIA.kind_of(question.id) is Kind.JUDGEMENT]
    assert sorted(question for area in CRITERIA.areas for question in area.questions) == judged


def test_every_judgement_and_view_stands_once_in_the_letter() -> None:
    written = [question for block in CRITERIA.letter.blocks for paragraph in block.paragraphs for question in paragraph]
    judged = [question.id for question in QUESTIONS if CRITERIA.kind_of(question.id) is not Kind.FACT]
    assert sorted(written) == sorted([*judged, "psr"])


def test_the_immediate_concern_is_never_printed() -> None:
    assert [question.id for question in QUESTIONS if not question.printed] == ["concern"]


def test_staff_interviews_are_confidential() -> None:
    assert [unit.id for unit in CRITERIA.units if unit.confidential] == ["staff"]
