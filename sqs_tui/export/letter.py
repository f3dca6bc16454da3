"""The letter as a file: the same draft and the same tokens, whatever it is written as."""

from collections.abc import Sequence

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.drafting import draft
from sqs_tui.domain.letter.figures import Figures
from sqs_tui.domain.letter.tokens import letter_tokens
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Reviewed, Tallies
from sqs_tui.export import FORMATS
from sqs_tui.export.html import letter_html
from sqs_tui.export.markdown import letter_markdown


def letter_text(form: str, instrument: Instrument, inspection: Inspection, records: Sequence[Reviewed], tallies: Tallies) -> str:
    """The letter in one of FORMATS; raises ValueError for another."""
    if form not in FORMATS:
        raise ValueError(f"a letter cannot be written as {form}")
    figures = Figures(instrument, inspection, records, tallies)
    tokens = letter_tokens(draft(instrument, inspection, records, tallies), figures)
    return letter_html(tokens, title=f"{instrument.title}: {inspection.name}") if form == "html" else letter_markdown(tokens)
