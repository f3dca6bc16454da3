"""The problems queue: what is in it, in which order, where each thing is, and how it is walked."""

from collections.abc import Iterable

from sqs_tui.domain.conflicts import Conflict, of_stand
from sqs_tui.domain.history import stand_of
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.queue import Item, behind, following, next_in_record, of_letter, of_record, of_visit, with_letter
from sqs_tui.domain.records import Change, Content, FieldChange, Purpose, Record
from sqs_tui.domain.waivers import Waiver
from tests.builders import answers, content, instrument

DONE: dict[str, Content | str] = {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes"}
ORDER = ("fact", "1.2", "1.3", "1.1")
"""The questions of a case in the order of its file."""


def record(reference: str = "C1", unit: str = "case", purpose: Purpose | None = None) -> Record:
    return Record(id=f"id-{reference}", unit=unit, reference=reference, purpose=purpose)


def items(
    given: dict[str, Content | str],
    of: Record | None = None,
    *,
    at: int = 0,
    waived: str = "",
    conflicts: Iterable[Conflict] = (),
    mine: bool = True,
) -> list[Item]:
    """What is in the queue of a record; with `waived`, its first problem may stand for that reason."""
    of, asked = of or record(), instrument()
    found = problems(asked, of.unit, answers(given))[:1] if waived else ()
    waivers = {problem: Waiver(problem=problem, reason=waived, by="ann", at="") for problem in found}
    return list(of_record(asked, of, at, answers(given), waivers=waivers, conflicts=conflicts, mine=mine))


def in_conflict(question: str, record: str = "id-C1") -> Conflict:
    lines = [
        Change(id=f"{by}-000001", at=at, by=by, question=question, old=content(), new=content(value), act="a")
        for by, at, value in (("ann", "1", "yes"), ("ben", "2", "no"))
    ]
    stand = stand_of(lines)
    assert stand
    return of_stand(stand, record)


def of_details() -> Conflict:
    stand = stand_of(FieldChange(id=f"{by}-000002", at=by, by=by, field="lead", old="", new=by) for by in ("ann", "ben"))
    assert stand
    return of_stand(stand)


def letter(*findings: Finding) -> list[Item]:
    return list(of_letter(findings, lambda finding: finding.paragraph or "letter"))


def told(listed: Iterable[Item]) -> list[str]:
    return [item.told for item in listed]


# What is in it


def test_gaps_and_problems_stand_in_file_order_under_the_record() -> None:
    found = items({"fact": "yes", "1.1": content(note="Why?"), "1.2": "no"})
    assert told(found) == [
        "C1: 1.2 Planned: No has no reason; n opens them.",
        "C1: 1.3 Reviewed is not answered.",
        "C1: 1.1 Assessed has a note, but no answer.",
    ]
    assert [(item.record, item.question) for item in found] == [("id-C1", "1.2"), ("id-C1", "1.3"), ("id-C1", "1.1")]


def test_what_does_not_go_together_stands_at_its_question() -> None:
    (found,) = items(DONE | {"1.2": content("no", "no-plan")})
    assert (found.question, found.says) == ("1.3", "1.3 says reviewed, 1.2 says no plan.")


def test_a_conflict_stands_at_its_question_and_tells_nothing_of_what_was_said() -> None:
    (found,) = items(DONE, conflicts=[in_conflict("1.2")])
    assert found.question == "1.2"
    assert found.told == "C1: 1.2: two have said different things; decide in the list of conflicts which of them stands."


def test_what_may_stand_keeps_its_reason_and_is_not_walked_to() -> None:
    found = items({"fact": "no"}, waived="the file is lost")
    assert [item.waived for item in found] == ["the file is lost"]
    assert following(found, None) is None


def test_what_is_said_in_confidence_names_nobody_and_quotes_nothing() -> None:
    found = [
        *items({}, record("CM1", "staff")),
        *items({"s1": content("yes", note="12")}, record("CM2", "staff"), conflicts=[in_conflict("s1", "id-CM2")]),
    ]
    assert told(found) == [
        "person: s1 Likes it is not answered.",
        "person: s1 Likes it has something to mend.",
        "person: S1: two have said different things; decide in the list of conflicts which of them stands.",
    ]


def test_a_second_scoring_is_called_one() -> None:
    (first, *_) = items({}, record(purpose=Purpose.SECOND))
    assert first.where == "C1 (second scoring)"


def test_conflicts_of_the_visit_and_damaged_files_come_behind_the_records() -> None:
    found = list(of_visit(instrument(), [of_details()], {"cases/C2.json": "cases/C2.json is damaged."}))
    assert told(found) == [
        "details: Details: lead inspector: two have said different things; decide in the list of conflicts which of them stands.",
        "file: cases/C2.json is damaged.",
    ]
    assert following([*found, *items({}, at=7)], None) == items({}, at=7)[0]


# The letter's part


def test_what_the_letter_tells_of_a_record_stands_once_under_the_record() -> None:
    own = items(DONE | {"1.1": "no"})
    behind_figures = Finding(kind="record", says="In C1, 1.1 has no reason.", record="id-C1", question="1.1")
    assert with_letter(own, letter(behind_figures)) == own


def test_a_conflict_in_the_way_of_the_letter_stands_once_under_its_record() -> None:
    conflict = in_conflict("1.1")
    findings = letter(Finding(kind="conflict", says="C1 1.1: two.", record="id-C1", question="1.1", lines=conflict.ids))
    (found,) = with_letter(items(DONE, conflicts=[conflict]), findings)
    assert (found.where, found.source, found.finding) == ("C1", conflict, findings[0].source)


def test_a_conflict_that_is_waived_in_the_letter_is_waived() -> None:
    conflict = in_conflict("1.1")
    findings = letter(Finding(kind="conflict", says="C1 1.1: two.", lines=conflict.ids, waived="told to both"))
    assert [item.waived for item in with_letter(items(DONE, conflicts=[conflict]), findings)] == ["told to both"]


# Walking it


def test_the_next_item_is_the_one_behind_a_place_round_and_round() -> None:
    listed = [*letter(Finding(kind="figure", says="f", paragraph="p")), *items({"fact": "no"}, record("C2"), at=1), *items({})]
    walk = [following(listed, None)]
    for _ in range(4):
        assert walk[-1]
        walk.append(following(listed, walk[-1].place))
    assert [(item.where, item.question) for item in walk if item] == [
        ("C1", "fact"),
        ("C1", "1.1"),
        ("C2", "1.1"),
        ("p", ""),
        ("C1", "fact"),
    ]


def test_behind_a_question_nothing_at_that_question_comes() -> None:
    listed = items({"fact": "yes"}, conflicts=[in_conflict("1.2")])
    found = following(listed, behind(instrument(), "case", 0, "1.2"))
    assert found
    assert found.question == "1.1"
    assert following(listed, behind(instrument(), "case", 0, "")) == listed[0]


def test_in_a_record_the_next_problem_is_behind_the_current_question_and_from_the_finish_line_the_first() -> None:
    found = [Problem(question=question, kind="unanswered", says=question) for question in ("1.2", "1.1")]
    walked = [next_in_record(ORDER, current, found, ["1.3"]) for current in ("", "1.2", "1.3", "1.1")]
    assert [one.question if one else "" for one in walked] == ["1.2", "1.3", "1.1", ""]


def test_an_item_holds_words_whatever_their_case() -> None:
    (found, *_) = items({})
    assert found.holds("c1 FACT")
    assert not found.holds("c1 harm")


def test_no_two_things_have_the_same_key() -> None:
    listed = [
        *items({}, conflicts=[in_conflict("1.1")]),
        *items({}, record("C2"), at=1),
        *of_visit(instrument(), [of_details()], {"a": "a", "b": "b"}),
        *letter(Finding(kind="figure", says="f"), Finding(kind="figure", says="g")),
    ]
    assert len({item.key for item in listed}) == len(listed)
