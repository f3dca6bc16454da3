"""What the letter's checks tell of the answers behind its figures, and of what two have said differently."""

import msgspec

from sqs_tui.domain.conflicts import Conflict, of_stand
from sqs_tui.domain.history import stand_of
from sqs_tui.domain.letter.entries import NO_ENTRIES, Entries, LetterChange, ParagraphEntry
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import NOTHING_OPEN, Standing, write_letter
from sqs_tui.domain.problems import problems
from sqs_tui.domain.records import Change, FieldChange
from sqs_tui.domain.tally import Reviewed, tally
from tests.builders import content, instrument, reviewed
from tests.domain.letter.letters import BLANK, checker

WHOLE = reviewed("C1", {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes"})
WANTING = reviewed("C2", {"fact": "yes", "1.1": "no", "1.2": content("no", "no-plan"), "1.3": "yes"})
NOT_PRINTED = Entries(paragraphs={f"findings-1:{question}": ParagraphEntry(removed=True) for question in ("1.1", "fact")})


def found(*records: Reviewed, standing: Standing = NOTHING_OPEN, entries: Entries = NO_ENTRIES) -> list[Finding]:
    of = instrument()
    letter = write_letter(of, BLANK, records, tally(of, records), entries, standing)
    return [finding for finding in checker().findings(letter) if finding.kind in ("record", "conflict")]


def conflict(record: str, question: str) -> Conflict:
    stand = stand_of(
        Change(id=f"{by}-000001", at=by, by=by, question=question, old=content(), new=content("yes", note=by), act="a")
        for by in ("ann", "ben")
    )
    assert stand
    return of_stand(stand, record)


def test_a_problem_behind_a_printed_figure_is_one_of_the_letter() -> None:
    findings = found(WHOLE, WANTING)
    assert [(finding.record, finding.question, finding.says) for finding in findings] == [
        ("C2", "1.1", "In C2, 1.1 Assessed: No has no reason; n opens them: mend it there, or let it stand there for a reason."),
        ("C2", "1.3", "In C2, 1.3 says reviewed, 1.2 says no plan: mend it there, or let it stand there for a reason."),
    ]


def test_one_that_may_stand_in_its_record_may_stand_behind_the_letter() -> None:
    standing = Standing(waived={"C2": frozenset(problems(instrument(), "case", WANTING.answers)[:1])})
    assert [finding.question for finding in found(WHOLE, WANTING, standing=standing)] == ["1.3"]


def test_one_behind_no_figure_is_none_of_the_letter() -> None:
    assert not found(WHOLE, WANTING, entries=NOT_PRINTED)


def test_of_what_was_said_in_confidence_it_is_only_told_that_there_is_something() -> None:
    (finding,) = found(WHOLE, reviewed("CM1", {"s1": content("yes", note="12")}, unit="staff"))
    assert finding.says == "s1 Likes it has something to mend in a person: mend it there, or let it stand there for a reason."


def test_a_conflict_behind_a_printed_figure_is_one_of_the_letter_and_says_nothing_of_what_was_said() -> None:
    (finding,) = found(WHOLE, standing=Standing(conflicts=(conflict("C1", "1.1"),)))
    assert (finding.record, finding.question) == ("C1", "1.1")
    assert finding.says == "C1 1.1: two have said different things; decide in the list of conflicts which of them stands."


def test_another_conflict_at_the_same_place_is_another_problem() -> None:
    one = conflict("C1", "1.1")
    other = msgspec.structs.replace(one, others=(msgspec.structs.replace(one.others[0], id="cat-000001"),))
    (first,), (second,) = (found(WHOLE, standing=Standing(conflicts=(each,))) for each in (one, other))
    assert first.id != second.id


def test_one_behind_no_figure_or_of_a_record_that_has_gone_is_none_of_the_letter() -> None:
    standing = Standing(conflicts=(conflict("C1", "1.1"), conflict("gone", "1.2")))
    assert not found(WHOLE, standing=standing, entries=NOT_PRINTED)


def test_conflicts_of_the_letter_stand_at_their_place_and_those_of_the_details_with_the_letter() -> None:
    texts = stand_of(
        LetterChange(id=f"{by}-000001", at=by, by=by, key="paragraph:title", old=None, new=ParagraphEntry(text=by), act="a")
        for by in ("ann", "ben")
    )
    leads = stand_of(FieldChange(id=f"{by}-000001", at=by, by=by, field="lead", old="", new=by) for by in ("ann", "ben"))
    assert texts
    assert leads
    findings = found(WHOLE, standing=Standing(conflicts=(of_stand(texts), of_stand(leads))))
    assert [finding.paragraph for finding in findings] == ["title", ""]
    assert [finding.says.split(":")[0] for finding in findings] == ["letter", "details"]
