"""One door to every export, for the command line and the screens alike: which piece, in which form."""

from collections.abc import Sequence
from datetime import datetime

from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.errors import ExportError, OpenProblemsError
from sqs_tui.export import FORMS, PIECES
from sqs_tui.export.answers import AnswersOf, answers_csv, answers_json
from sqs_tui.export.code_book import code_book, code_book_markdown
from sqs_tui.export.evidence import evidence_csv, evidence_markdown
from sqs_tui.export.feedback import feedback_html, feedback_markdown
from sqs_tui.export.letter import draft_mark, letter_bytes
from sqs_tui.export.places import open_findings
from sqs_tui.export.stamp import Stamp, stamp
from sqs_tui.export.summary import inspection_json
from sqs_tui.export.table import json_bytes
from sqs_tui.export.tallies import tallies_csv, tallies_json


def made(
    piece: str,
    form: str,
    letter: Letter,
    findings: Sequence[Finding],
    *,
    answers: AnswersOf,
    at: datetime,
    draft: bool = False,
) -> bytes:
    """A piece of `PIECES` as a file's bytes.

    `findings` are what `Checker.findings` found in the letter, `answers` gives a record's answers by its id
    (`OpenInspection.answers`), `at` is now, aware of its zone. Raises ExportError where the piece is not written in that form,
    and OpenProblemsError where the letter has problems that are neither mended nor waived and no draft is asked for; every other
    piece is made whatever was found.
    """
    require_form(piece, form)
    by = stamp(letter.instrument, at)
    match piece, form:
        case "letter", _:
            open_ = len(open_findings(findings))
            if open_ and not draft:
                has = "an open problem: mend or waive it" if open_ == 1 else f"{open_} open problems: mend or waive each"
                raise OpenProblemsError(f"The letter has {has}, or write a draft.")
            return letter_bytes(form, letter, by, draft=draft_mark(open_) if draft else "")
        case "evidence", "csv":
            return evidence_csv(letter, by)
        case "evidence", _:
            return evidence_markdown(letter, findings, by).encode()
        case "answers", "csv":
            return answers_csv(letter, answers, by)
        case "answers", _:
            return answers_json(letter, answers, by)
        case "tallies", "csv":
            return tallies_csv(letter, by)
        case "tallies", _:
            return tallies_json(letter, by)
        case "code-book", "json":
            return _code_book_json(letter, by)
        case "code-book", _:
            return code_book_markdown(letter, by).encode()
        case "feedback", "html":
            return feedback_html(letter, by).encode()
        case _:
            return feedback_markdown(letter, by).encode()


def _code_book_json(letter: Letter, by: Stamp) -> bytes:
    about = {"inspection": inspection_json(letter.instrument, letter.inspection), "written_at": by.written_at}
    return json_bytes({**about, "code_book": code_book(letter)})


def require_form(piece: str, form: str) -> None:
    """Raise ExportError where there is no such piece, or where it is not written in that form."""
    if piece not in PIECES:
        raise ExportError(f"There is no “{piece}” to export: choose {' or '.join(PIECES)}.")
    if form not in PIECES[piece].forms:
        known = " or ".join(f"{FORMS[form]} (.{form})" for form in PIECES[piece].forms)
        raise ExportError(f"“{piece}” is not written as .{form}: choose {known}.")


def default_name(folder: str, piece: str, form: str) -> str:
    """The name of a piece's file unless another is given; `folder` is the inspection's."""
    return f"{folder}-{piece}.{form}"
