"""One door to every export: which pieces there are, when they are made, and what each says of itself."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.errors import ExportError, OpenProblemsError
from sqs_tui.export import FORMS, PIECES
from sqs_tui.export.pieces import default_name, made
from sqs_tui.export.stamp import stamp
from sqs_tui.store.inspection import OpenInspection
from tests.builders import default_instrument
from tests.domain.letter.letters import checker
from tests.export.conftest import AT
from tests.export.reading import Page, markdown_blocks, rows, word, word_blocks

EVERY = [(piece.id, form) for piece in PIECES.values() for form in piece.forms]
OPEN = Finding(kind="figure", says="Something is wrong: mend it.", paragraph="title")
WAIVED = msgspec.structs.replace(OPEN, waived="It may stand.")


def _made(
    bury: OpenInspection, piece: str, form: str, findings: Sequence[Finding] = (), *, at: datetime = AT, draft: bool = False
) -> bytes:
    return made(piece, form, bury.written(), findings, answers=bury.answers, at=at, draft=draft)


def test_every_piece_has_a_title_and_forms_that_have_names() -> None:
    assert list(PIECES) == ["letter", "evidence", "answers", "tallies", "code-book", "feedback"]
    assert PIECES["letter"].forms == ("md", "html", "docx")
    assert all(piece.title and set(piece.forms) <= set(FORMS) for piece in PIECES.values())


def test_the_demonstration_s_letter_has_no_open_problem(bury_written: Letter) -> None:
    assert [finding for finding in checker().findings(bury_written) if not finding.waived] == []


@pytest.mark.parametrize(("piece", "form"), EVERY)
def test_every_piece_says_by_which_criteria_and_when_it_was_written(bury: OpenInspection, piece: str, form: str) -> None:
    data, says = _made(bury, piece, form), "sqs 1.0). Written on 8 May 2013 at 14.30 UTC."
    match form:
        case "md":
            assert markdown_blocks(data.decode())[-1].endswith(says)
        case "html":
            assert Page(data).blocks[-1][2].endswith(says)
        case "docx":
            assert (
                word(data)
                .sections[0]
                .footer.paragraphs[0]
                .text.startswith(f"Short Quality Screening of youth offending work ({says}")
            )
        case "csv":
            assert {(row["instrument"], row["written_at"]) for row in rows(data)} == {("sqs 1.0", "2013-05-08T14:30:05Z")}
        case _:
            read = json.loads(data)
            assert read["inspection"]["instrument"] == {"id": "sqs", "version": "1.0"}
            assert read["written_at"] == "2013-05-08T14:30:05Z"


@pytest.mark.parametrize(("piece", "form"), EVERY)
def test_the_same_state_and_time_always_give_the_same_bytes(bury: OpenInspection, piece: str, form: str) -> None:
    again = _made(bury, piece, form, at=AT.astimezone(timezone(timedelta(hours=5))))
    assert _made(bury, piece, form) == again
    assert _made(bury, piece, form, at=AT + timedelta(minutes=1)) != again


def test_the_time_is_told_in_utc() -> None:
    at = datetime(2013, 5, 9, 1, 0, tzinfo=timezone(timedelta(hours=2)))
    assert stamp(default_instrument(), at).says.endswith("Written on 8 May 2013 at 23.00 UTC.")
    assert stamp(default_instrument(), at).written_at == "2013-05-08T23:00:00Z"


@pytest.mark.parametrize("form", PIECES["letter"].forms)
def test_a_letter_with_an_open_problem_is_not_written(bury: OpenInspection, form: str) -> None:
    with pytest.raises(OpenProblemsError, match=r"^The letter has an open problem: mend or waive it, or write a draft\.$"):
        _made(bury, "letter", form, [OPEN, WAIVED])
    with pytest.raises(OpenProblemsError, match="has 2 open problems: mend or waive each"):
        _made(bury, "letter", form, [OPEN, OPEN])
    assert OpenProblemsError.exit_code == 1
    assert _made(bury, "letter", form, [WAIVED])


def _top(data: bytes, form: str) -> str:
    if form == "md":
        return data.decode().partition("\n")[0]
    return next(text for tag, _, text in Page(data).blocks if tag == "p") if form == "html" else word_blocks(data)[0][1]


@pytest.mark.parametrize("form", PIECES["letter"].forms)
def test_a_draft_says_at_its_top_that_it_is_one(bury: OpenInspection, form: str) -> None:
    assert _top(_made(bury, "letter", form, [OPEN, WAIVED], draft=True), form).strip("*") == "DRAFT: 1 problem is open"
    assert _top(_made(bury, "letter", form, draft=True), form).strip("*") == "DRAFT"
    assert "DRAFT" not in _top(_made(bury, "letter", form), form)


@pytest.mark.parametrize(("piece", "form"), [one for one in EVERY if one[0] != "letter"])
def test_every_other_piece_is_written_whatever_was_found(bury: OpenInspection, piece: str, form: str) -> None:
    assert b"DRAFT" not in _made(bury, piece, form, [OPEN])


@pytest.mark.parametrize(
    ("piece", "form", "says"),
    [
        ("letter", "csv", r"“letter” is not written as .csv: choose Markdown \(.md\) or HTML \(.html\) or Word \(.docx\)\."),
        ("answers", "md", "“answers” is not written as .md: choose CSV"),
        ("poem", "md", "There is no “poem” to export: choose letter or evidence or"),
    ],
)
def test_a_piece_that_is_not_written_so_is_refused(bury: OpenInspection, piece: str, form: str, says: str) -> None:
    with pytest.raises(ExportError, match=says):
        _made(bury, piece, form)


def test_a_file_is_named_after_its_inspection_and_what_it_holds() -> None:
    assert default_name("bury-2013-03", "evidence", "csv") == "bury-2013-03-evidence.csv"


def test_no_export_of_the_demonstration_names_an_interview(bury: OpenInspection) -> None:
    staff = [record.reference for record in bury.records("staff")]
    assert len(staff) == 8
    for piece, form in EVERY:
        if form != "docx":  # its text is that of the others
            text = _made(bury, piece, form).decode("utf-8-sig")
            assert not [reference for reference in staff if re.search(rf"\b{reference}\b", text)], piece


def test_an_early_year_is_no_fault_of_an_archive(bury: OpenInspection) -> None:
    assert word_blocks(_made(bury, "letter", "docx", at=datetime(1970, 1, 1, tzinfo=UTC)))
