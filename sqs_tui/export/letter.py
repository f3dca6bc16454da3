"""The letter as a file: the same tokens, whatever it is written as."""

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.export import FORMATS
from sqs_tui.export.html import letter_html
from sqs_tui.export.markdown import letter_markdown


def letter_text(form: str, letter: Letter) -> str:
    """The letter in one of FORMATS; raises ValueError for another."""
    if form not in FORMATS:
        raise ValueError(f"a letter cannot be written as {form}")
    title = f"{letter.instrument.title}: {letter.inspection.name}"
    return letter_html(letter.tokens(), title=title) if form == "html" else letter_markdown(letter.tokens())
