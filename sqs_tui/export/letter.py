"""The letter as a file: the same tokens, whatever it is written as."""

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.export.html import letter_html
from sqs_tui.export.markdown import letter_markdown
from sqs_tui.export.places import problems
from sqs_tui.export.stamp import Stamp


def draft_mark(open_problems: int) -> str:
    """What stands at the top of a draft."""
    return f"DRAFT: {problems(open_problems)}" if open_problems else "DRAFT"


def letter_bytes(form: str, letter: Letter, stamp: Stamp, *, draft: str = "") -> bytes:
    """The letter as `md`, `html` or `docx`, with `draft` at its top; raises ValueError for another form."""
    title = f"{letter.instrument.title}: {letter.inspection.name}"
    tokens = letter.tokens()
    match form:
        case "md":
            return letter_markdown(tokens, foot=stamp.says, draft=draft).encode()
        case "html":
            return letter_html(tokens, title=title, foot=stamp.says, draft=draft).encode()
        case "docx":
            from sqs_tui.export.word import About, letter_docx  # noqa: PLC0415 - python-docx takes long to import

            inspection = letter.inspection
            subject = " ".join(filter(None, (inspection.area, inspection.service)))
            about = About(title=title, subject=subject, author=inspection.sender)
            return letter_docx(tokens, about=about, stamp=stamp, draft=draft)
        case _:
            raise ValueError(f"a letter cannot be written as {form}")
