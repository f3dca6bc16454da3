"""Second scorings: begun, blind, settled when they are finished, compared and moderated."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.domain.compare import Outcome
from sqs_tui.domain.history import Cause
from sqs_tui.domain.records import Content, Purpose, Record, RecordState
from sqs_tui.domain.second import Comparison
from sqs_tui.errors import LibraryError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.verify import verify
from tests.builders import answers, content
from tests.store.helpers import answer, files, lead_to, opened, snapshot

FIRST = {"fact": "no", "1.1": content("yes", note="Sound work.")}
SECOND = {"fact": "no", "1.1": content("no", "late", note="Not in time.")}


def score(inspection: OpenInspection, record: Record, given: Mapping[str, Content | str]) -> None:
    for question, said in answers(given).items():
        answer(inspection, record.id, question, said)
    inspection.set_state(record.id, RecordState.COMPLETE)


def first_scored(path: Path, *references: str, by: str = "ann") -> OpenInspection:
    """An inspection with these cases, each scored to its end."""
    ann = opened(path, by=by)
    for reference in references or ("BU07",):
        score(ann, ann.add_record("case", reference, inspector=by), FIRST)
    return ann


def twice_scored(path: Path, given: Mapping[str, Content | str] = SECOND) -> tuple[OpenInspection, Record]:
    """BU07 scored by Ann and by Ben, as a third person opens it, and the second scoring."""
    ann = first_scored(path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    score(opened(path, by="ben"), second, given)
    return opened(path, by="lead"), second


def compared(inspection: OpenInspection, second: Record) -> Comparison:
    found = inspection.comparison(second.id)
    assert found
    return found


# Beginning


def test_a_second_scoring_has_a_file_of_its_own_and_is_in_no_list_and_no_tally(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    before = (ann.tallies(), ann.reviewed(), ann.records())
    second = ann.begin_second(ann.record("BU07").id, " ben ")
    assert (second.reference, second.inspector, second.of, second.purpose) == (
        "BU07",
        "ben",
        ann.record("BU07").id,
        Purpose.SECOND,
    )
    score(opened(tmp_path, by="ben"), second, SECOND)
    for inspection in (ann, opened(tmp_path)):
        inspection.refresh()
        assert (inspection.tallies(), inspection.reviewed(), inspection.records()) == before
        assert [record.id for record in inspection.seconds()] == [second.id]
    assert [path.name for path in files(ann.folder / "second")] == ["BU07.json"]


def test_a_record_may_be_scored_again_by_several(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    first = ann.record("BU07").id
    ann.begin_second(first, "ben")
    ann.begin_second(first, "cat", Purpose.DIP)
    assert [(second.inspector, second.purpose) for second in ann.seconds(first)] == [
        ("ben", Purpose.SECOND),
        ("cat", Purpose.DIP),
    ]
    assert [path.name for path in files(ann.folder / "second")] == ["BU07-2.json", "BU07.json"]


@pytest.mark.parametrize(
    ("inspector", "says"),
    [
        ("ann", "scored first by ann"),
        ("ANN", "scored first by ANN"),
        ("cat", "scored first by cat"),
        (" ", "needs the name"),
        ("ben", "is with ben for a second scoring already"),
    ],
)
def test_nobody_scores_again_what_they_scored_first_or_have_to_score_again(tmp_path: Path, inspector: str, says: str) -> None:
    ann = first_scored(tmp_path)
    first = ann.record("BU07").id
    answer(opened(tmp_path, by="cat"), first, "1.1", content("na"))
    ann.set_state(first, RecordState.COMPLETE)
    ann.begin_second(first, "ben")
    before = snapshot(tmp_path)
    with pytest.raises(LibraryError, match=says):
        ann.begin_second(first, inspector)
    assert snapshot(tmp_path) == before


def test_only_what_is_finished_and_not_said_in_confidence_is_scored_again(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    begun, staff = ann.add_record("case", "BU08"), ann.add_record("staff", "S1")
    with pytest.raises(LibraryError, match="once it is complete"):
        ann.begin_second(begun.id, "ben")
    with pytest.raises(LibraryError, match="in confidence"):
        ann.begin_second(staff.id, "ben")
    with pytest.raises(LibraryError, match="second scoring itself"):
        ann.begin_second(ann.begin_second(ann.record("BU07").id, "ben").id, "cat")


def test_of_several_records_none_is_begun_where_one_may_not_be(tmp_path: Path) -> None:
    ann = first_scored(tmp_path, "BU07", "BU08")
    begun = ann.add_record("case", "BU09")
    ids = [ann.record("BU07").id, ann.record("BU08").id, ann.record("BU07").id]
    with pytest.raises(LibraryError, match="BU09 is not started"):
        ann.begin_seconds([*ids, begun.id], "ben")
    assert ann.seconds() == []
    assert [second.reference for second in ann.begin_seconds(ids, "ben")] == ["BU07", "BU08"]


def test_a_share_is_drawn_by_its_seed_from_what_somebody_else_has_finished(tmp_path: Path) -> None:
    ann = first_scored(tmp_path, *(f"BU{number:02}" for number in range(1, 11)))
    score(ann, ann.add_record("case", "BU11", inspector="ben"), FIRST)
    ann.add_record("case", "BU12")
    begun, there = ann.draw_seconds("25%", "7", "ben", Purpose.DIP)
    assert (len(begun), there) == (3, [])
    assert {second.drawn for second in begun} == {"25%, seed 7"}
    assert {second.purpose for second in begun} == {Purpose.DIP}
    assert not {second.reference for second in begun} & {"BU11", "BU12"}
    again = opened(tmp_path, by="lead").draw_seconds("25%", "7", "ben", Purpose.DIP)
    assert again == ([], begun)


def test_a_draw_that_cannot_be_is_refused_in_a_sentence(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    for size, inspector, says in (("2", "ben", "there are 1 to draw from"), ("x", "ben", "no size"), ("1", "ann", "nothing can")):
        with pytest.raises(LibraryError, match=says):
            ann.draw_seconds(size, "7", inspector)
    assert ann.seconds() == []


# Blind


def test_each_is_blind_to_the_other_until_the_second_is_finished(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    first = ann.record("BU07")
    second = ann.begin_second(first.id, "ben")
    ben, lead = opened(tmp_path, by="Ben"), opened(tmp_path, by="lead")
    assert "yours to score again" in ben.blind_to(first.id)
    assert "scored first by you" in ann.blind_to(second.id)
    assert not ben.blind_to(second.id)
    assert not ann.blind_to(first.id)
    assert not lead.blind_to(first.id)
    score(ben, second, SECOND)
    ann.refresh()
    assert not ben.blind_to(first.id)
    assert not ann.blind_to(second.id)


def test_who_scored_first_answers_nothing_in_the_second_scoring(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    with pytest.raises(LibraryError, match="scored first by you"):
        answer(ann, second.id, "1.1", content("yes"))
    assert ann.contents(second.id) == {}


def test_an_act_in_a_second_scoring_is_undone_as_any_other(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    ben = opened(tmp_path, by="ben")
    answer(ben, second.id, "1.1", content("no", "late"))
    assert opened(tmp_path, by="ben").undo().record == second.id
    ben.refresh()
    assert ben.contents(second.id) == {}


# Finished and compared


def test_nothing_is_compared_before_the_second_is_finished(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    answer(opened(tmp_path, by="ben"), second.id, "1.1", content("no", "late"))
    ann.refresh()
    assert ann.comparison(second.id) is None
    assert ann.comparisons() == []


def test_two_scorings_are_compared_with_both_notes_and_reasons(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    found = compared(lead, second)
    assert found.raters == ("ann", "ben")
    (one,) = found.disagreements
    assert (one.question, one.first, one.second) == ("1.1", FIRST["1.1"], SECOND["1.1"])
    assert [one.outcome for one in found.compared] == [Outcome.DISAGREED, Outcome.AGREED]


def test_a_finished_second_scoring_takes_no_answers(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    ben = opened(tmp_path, by="ben")
    before = snapshot(tmp_path)
    for inspection in (lead, ben):
        with pytest.raises(LibraryError, match="has been scored again"):
            answer(inspection, second.id, "1.1", content("yes"))
    assert "has been scored again" in ben.undo().says
    with pytest.raises(LibraryError, match="for a reason only"):
        lead.set_state(second.id, RecordState.IN_PROGRESS)
    with pytest.raises(LibraryError, match="never signed off"):
        lead.set_state(second.id, RecordState.SIGNED_OFF)
    assert snapshot(tmp_path) == before


def test_no_later_change_of_the_first_alters_what_was_compared(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    before = (compared(lead, second).compared, lead.agreement())
    ann = opened(tmp_path, by="ann")
    answer(ann, ann.record("BU07").id, "1.1", content("no", "late"))
    ann.change_record(ann.record("BU07").id, inspector="dan")
    for inspection in (ann, opened(tmp_path, by="lead")):
        assert (compared(inspection, second).compared, inspection.agreement()) == before
        assert compared(inspection, second).raters == ("ann", "ben")


def test_what_the_first_changed_before_the_second_was_finished_is_compared(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    ben = opened(tmp_path, by="ben")
    answer(ann, ann.record("BU07").id, "1.1", content("no", "late"))  # Ben's program has not seen this yet
    score(ben, second, SECOND)
    assert compared(ben, second).disagreements == ()


def test_a_second_scoring_is_opened_again_for_a_reason_and_compared_anew(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    lead.moderate(second.id, "1.1", None, "The first is right.")
    with pytest.raises(LibraryError, match="say why"):
        lead.reopen_second(second.id, " ")
    lead.reopen_second(second.id, "The wrong file was read.")
    assert lead.comparison(second.id) is None
    assert lead.agreement().overall.pairs == 0
    with pytest.raises(LibraryError, match="no second scoring that is finished"):
        lead.reopen_second(second.id, "Again.")
    ben = opened(tmp_path, by="ben")
    answer(ben, second.id, "1.1", content("na"))
    ben.set_state(second.id, RecordState.COMPLETE)
    found = compared(ben, second)
    assert [(one.first.value, one.second.value) for one in found.disagreements] == [("yes", "na")]
    assert found.moderated == 0


def test_a_reason_for_opening_again_is_kept_in_the_history(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    lead.reopen_second(second.id, "The wrong file was read.")
    lines = opened(tmp_path)._file(second.id).state.field_changes.values()
    assert {line.field for line in lines if line.why == "The wrong file was read."} == {"compared", "state"}


LATER = ("answer", "clear", "moderate", "keep", "allocate", "undo")


@settings(max_examples=15)
@given(doings=st.lists(st.tuples(st.sampled_from(LATER), st.sampled_from(["yes", "no", "na"])), max_size=6))
def test_nothing_that_is_done_to_the_first_afterwards_alters_the_figures(
    tmp_path_factory: pytest.TempPathFactory, doings: list[tuple[str, str]]
) -> None:
    lead, second = twice_scored(tmp_path_factory.mktemp("later"))
    first = lead.record("BU07").id
    before = (compared(lead, second).compared, lead.agreement())
    for doing, value in doings:
        match doing:
            case "answer":
                answer(lead, first, "1.1", content(value))
            case "clear":
                answer(lead, first, "fact", content())
            case "moderate":
                lead.moderate(second.id, "1.1", content(value), "Why.")
            case "keep":
                lead.moderate(second.id, "1.1", None, "Why.")
            case "allocate":
                lead.change_record(first, inspector=value)
            case _:
                lead.undo()
        assert (compared(lead, second).compared, lead.agreement()) == before


def test_a_case_that_its_second_scorer_was_given_since_keeps_its_first_scorer(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    ann.change_record(ann.record("BU07").id, inspector="Ben")
    ben = opened(tmp_path, by="ben")
    score(ben, second, SECOND)
    assert compared(ben, second).raters == ("ann", "ben")


def test_a_second_scoring_is_not_given_to_who_scored_first(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    with pytest.raises(LibraryError, match="scored first by ann"):
        ann.change_record(second.id, inspector="ann")
    assert ann.change_record(second.id, inspector="cat").inspector == "cat"


# Moderated


def test_a_moderator_s_answer_becomes_the_record_s_and_both_originals_are_kept(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    before = (compared(lead, second).compared, lead.agreement())
    first = lead.record("BU07")
    lead.moderate(second.id, "1.1", content("no", "late", note="Sound work."), "The plan came a month late.")
    for inspection in (lead, opened(tmp_path)):
        found = compared(inspection, second)
        assert inspection.contents(first.id)["1.1"] == content("no", "late", note="Sound work.")
        assert inspection.record(first.id).state is RecordState.COMPLETE
        assert (found.compared, inspection.agreement()) == before
        assert (found.moderated, len(found.disagreements)) == (1, 1)
        decision = found.decisions["1.1"]
        assert (decision.kept, decision.value, decision.why, decision.by) == (False, "no", "The plan came a month late.", "lead")
    line = max(lead._file(first.id).state.changes.values(), key=lambda change: change.at)
    assert (line.cause, line.why, line.by) == (Cause.MODERATION, "The plan came a month late.", "lead")


def test_that_an_answer_stays_is_a_decision_too(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    first = lead.record("BU07")
    lines = dict(lead._file(first.id).state.changes)
    lead.moderate(second.id, "1.1", None, "The plan was in time.")
    assert lead._file(first.id).state.changes == lines
    decision = compared(lead, second).decisions["1.1"]
    assert (decision.kept, decision.value, decision.why) == (True, "yes", "The plan was in time.")


def test_a_later_decision_stands_over_an_earlier_one(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    lead.moderate(second.id, "1.1", None, "Leave it.")
    lead.moderate(second.id, "1.1", content("na"), "Neither: it did not apply.")
    assert compared(lead, second).decisions["1.1"].value == "na"
    assert lead.contents(lead.record("BU07").id)["1.1"].value == "na"


def test_a_decision_that_opens_questions_puts_the_record_back_into_progress(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path, {"fact": "yes", "1.1": "yes", "1.2": "na"})
    lead.moderate(second.id, "fact", content("yes"), "It is so.")
    assert lead.record("BU07").state is RecordState.IN_PROGRESS


@pytest.mark.parametrize("state", [RecordState.CHECKED, RecordState.SIGNED_OFF])
def test_what_is_checked_or_signed_off_is_not_moderated(tmp_path: Path, state: RecordState) -> None:
    lead, second = twice_scored(tmp_path)
    lead_to(lead, lead.record("BU07").id, state)
    before = snapshot(tmp_path)
    for decision in (None, content("no", "late")):
        with pytest.raises(LibraryError, match=f"BU07 is {state.value}: nothing in it is changed any more"):
            lead.moderate(second.id, "1.1", decision, "Why.")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("question", "given", "why", "says"),
    [
        ("fact", None, "Why.", "nothing to decide"),
        ("odd", None, "Why.", "nothing to decide"),
        ("1.1", None, " ", "say why"),
        ("1.1", content("maybe"), "Why.", '"maybe" is no answer'),
        ("1.1", content("no", "boredom"), "Why.", '"no boredom" is no answer'),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused(
    tmp_path: Path, question: str, given: Content | None, why: str, says: str
) -> None:
    lead, second = twice_scored(tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(LibraryError, match=says):
        lead.moderate(second.id, question, given, why)
    assert snapshot(tmp_path) == before


def test_a_moderator_who_has_not_seen_another_s_decision_is_told(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    opened(tmp_path, by="other").moderate(second.id, "1.1", None, "Leave it.")
    with pytest.raises(LibraryError, match="gone on with this"):
        lead.moderate(second.id, "1.1", content("na"), "Change it.")
    assert lead.contents(lead.record("BU07").id)["1.1"].value == "yes"
    assert compared(lead, second).decisions["1.1"].by == "other"


# Off the list, and out of place


def test_a_second_scoring_that_is_withdrawn_counts_no_more_and_can_be_brought_back(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    lead.withdraw_second(second.id)
    assert lead.seconds() == []
    assert lead.agreement().overall.pairs == 0
    lead.undo_on_records()
    assert lead.agreement().overall.pairs == 2


def test_a_file_in_the_wrong_folder_is_named(tmp_path: Path) -> None:
    lead, _ = twice_scored(tmp_path)
    case, second = lead.folder / "cases" / "BU07.json", lead.folder / "second" / "BU07.json"
    moved = case.read_bytes()
    case.write_bytes(second.read_bytes())
    second.write_bytes(moved)
    found = opened(tmp_path)
    assert (found.records(), found.seconds()) == ([], [])
    assert len(found.damaged) == 2
    assert all("lies in the wrong folder" in sentence for sentence in found.damaged)


def faults_of(inspection: OpenInspection) -> list[tuple[str, str]]:
    backups = Library(inspection.folder.parent).backups
    return [(found.place, found.what) for found in verify(inspection.folder, backups.of(inspection.folder))]


def test_verifying_finds_a_moderated_second_scoring_well(tmp_path: Path) -> None:
    lead, second = twice_scored(tmp_path)
    lead.moderate(second.id, "1.1", content("na"), "Why.")
    lead.reopen_second(second.id, "Why.")
    assert faults_of(lead) == []


def test_verifying_names_a_second_scoring_whose_first_is_gone_or_that_lies_elsewhere(tmp_path: Path) -> None:
    lead, _ = twice_scored(tmp_path)
    first, case = lead.record("BU07").id, lead.folder / "cases" / "BU07.json"
    case.rename(tmp_path / "BU07.json")
    assert faults_of(lead) == [("second/BU07.json", f"it scores the record {first} again, which is not there")]
    (lead.folder / "second" / "BU07.json").rename(case)
    assert faults_of(lead) == [("cases/BU07.json", "it is a second scoring, and lies in the wrong folder")]
    case.rename(lead.folder / "second" / "BU07.json")
    (tmp_path / "BU07.json").rename(lead.folder / "second" / "BU07-2.json")
    assert ("second/BU07-2.json", "it is no second scoring, and lies in the wrong folder") in faults_of(lead)


def test_verifying_names_what_was_compared_and_is_not_there(tmp_path: Path) -> None:
    lead, _ = twice_scored(tmp_path)
    path = lead.folder / "second" / "BU07.json"
    lost = next(iter(lead._file(lead.record("BU07").id).state.changes))
    path.write_text(path.read_text(encoding="utf-8").replace(lost, "ffffffff-000001"), encoding="utf-8")
    assert faults_of(lead) == [("second/BU07.json", "it was compared with the change ffffffff-000001, which is not there")]


def test_what_another_process_does_to_a_second_scoring_is_followed(tmp_path: Path) -> None:
    ann = first_scored(tmp_path)
    second = ann.begin_second(ann.record("BU07").id, "ben")
    seen: list[tuple[str, bool]] = []
    ann.subscribe(lambda changed: seen.append((changed.record, changed.own)))
    answer(opened(tmp_path, by="ben"), second.id, "1.1", content("na"))
    assert ann.refresh()
    assert seen == [(second.id, False)]
