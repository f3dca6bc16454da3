"""Which state may follow which, and why not."""

import pytest

from sqs_tui.domain.records import Answer, Record, RecordState
from sqs_tui.domain.states import Standing, is_own, refusal, transitions
from tests.builders import content

NOT_STARTED, IN_PROGRESS, COMPLETE, CHECKED, SIGNED_OFF = RecordState


def standing(state: RecordState, **fields: object) -> Standing:
    record = Record(id="r", unit="case", reference="BU07", inspector="ann", state=state)
    return Standing(record=record, **fields)  # type: ignore[arg-type]  # whatever a test gives


@pytest.mark.parametrize(
    ("state", "to"),
    [
        (NOT_STARTED, COMPLETE),
        (IN_PROGRESS, COMPLETE),
        (COMPLETE, IN_PROGRESS),
        (COMPLETE, CHECKED),
        (CHECKED, SIGNED_OFF),
        *((state, state) for state in RecordState),
    ],
)
def test_a_record_goes_its_way_without_a_reason(state: RecordState, to: RecordState) -> None:
    assert refusal(standing(state), to, "no reason was asked for") == ""


@pytest.mark.parametrize(
    ("state", "to", "says"),
    [
        (IN_PROGRESS, NOT_STARTED, "BU07 is in progress: a record is not started only before its first answer."),
        (NOT_STARTED, IN_PROGRESS, "BU07 is not started: its first answer puts it in progress."),
        (IN_PROGRESS, CHECKED, "BU07 is in progress: it must be complete before it is checked."),
        (COMPLETE, SIGNED_OFF, "BU07 is complete: it must be checked before it is signed off."),
        (CHECKED, COMPLETE, "BU07 is checked: open it again first (in progress), with a reason."),
        (SIGNED_OFF, CHECKED, "BU07 is signed off: open it again first (in progress), with a reason."),
        (SIGNED_OFF, NOT_STARTED, "BU07 is signed off: a record is not started only before its first answer."),
    ],
)
def test_no_other_way_is_open(state: RecordState, to: RecordState, says: str) -> None:
    assert refusal(standing(state), to, "reason") == says


@pytest.mark.parametrize("state", [CHECKED, SIGNED_OFF])
@pytest.mark.parametrize("reason", ["", "  "])
def test_opening_again_needs_a_reason(state: RecordState, reason: str) -> None:
    assert refusal(standing(state), IN_PROGRESS, reason) == f"BU07 is {state.value}: give a reason for opening it again."
    assert refusal(standing(state), IN_PROGRESS, "a reason") == ""


@pytest.mark.parametrize(("state", "to"), [(IN_PROGRESS, COMPLETE), (COMPLETE, CHECKED), (CHECKED, SIGNED_OFF)])
def test_a_problem_stands_in_the_way_of_every_step(state: RecordState, to: RecordState) -> None:
    says = "1.1 is not answered."
    assert refusal(standing(state, problems=(says,)), to) == f"BU07 has a problem that is neither mended nor waived: {says}"
    assert refusal(standing(state, problems=(says, "x")), to).startswith("BU07 has 2 problems that are neither mended nor waived")


def test_a_conflict_stands_in_the_way_of_the_check_and_the_sign_off() -> None:
    assert refusal(standing(IN_PROGRESS, conflicts=2), COMPLETE) == ""
    assert refusal(standing(COMPLETE, conflicts=2), CHECKED) == "BU07 has 2 open conflicts: decide on them first."
    assert refusal(standing(CHECKED, conflicts=1), SIGNED_OFF) == "BU07 has 1 open conflict: decide on it first."


def test_what_is_open_is_not_named_to_who_is_blind_to_the_record() -> None:
    says = "BU07 has problems that are hidden from you until the second scoring is done."
    assert refusal(standing(COMPLETE, problems=("4.7 is not answered.",), blind=True), CHECKED) == says
    assert refusal(standing(CHECKED, conflicts=1, blind=True), SIGNED_OFF) == says
    assert refusal(standing(COMPLETE, blind=True), CHECKED) == ""


def test_somebody_else_checks_or_the_lead() -> None:
    says = "BU07 was scored by you: somebody else checks it, or the lead inspector."
    assert refusal(standing(COMPLETE, own=True), CHECKED) == says
    assert refusal(standing(COMPLETE, own=True, lead=True), CHECKED) == ""


def test_a_record_whose_seal_is_broken_is_only_opened_again() -> None:
    broken = standing(IN_PROGRESS, fault="It was changed by other means.")
    for to in (COMPLETE, CHECKED, SIGNED_OFF, NOT_STARTED):
        assert refusal(broken, to, "reason") == "It was changed by other means."
    assert "give a reason" in refusal(broken, IN_PROGRESS)
    assert refusal(broken, IN_PROGRESS, "reason") == ""
    assert IN_PROGRESS in transitions(broken)


def test_the_ways_are_listed_with_why_not() -> None:
    found = transitions(standing(COMPLETE, own=True))
    assert list(found) == [IN_PROGRESS, CHECKED, SIGNED_OFF]
    assert found[IN_PROGRESS] == ""
    assert "somebody else" in found[CHECKED]
    assert "must be checked" in found[SIGNED_OFF]


def answers(*by: str) -> dict[str, Answer]:
    return {name: Answer(content=content("yes"), by=name, at="", heads=(name,)) for name in by}


def test_a_record_is_its_inspector_s_or_of_whoever_gave_all_its_answers() -> None:
    record = Record(id="r", unit="case", reference="BU07", inspector="Ann")
    assert is_own(record, answers("bob"), "ann")
    assert not is_own(record, answers("bob"), "bob")
    nobody_s = Record(id="r", unit="case", reference="BU07")
    assert is_own(nobody_s, answers("bob"), "bob")
    assert not is_own(nobody_s, answers("bob", "ann"), "bob")
    assert not is_own(nobody_s, {}, "bob")
