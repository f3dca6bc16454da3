"""The guidance on a question, in place of the list while it is wanted."""

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.widgets.lines import Line, wrap


def guidance_lines(instrument: Instrument, current: str, width: int, *, closes: str) -> list[Line]:
    """The guidance on the current question, in rows of at most `width` cells; `closes` is the key that closes it."""
    width = min(width - 2, 90)
    lines: list[Line] = [((" GUIDANCE", "head"), (f"   {closes} closes", "dim")), ()]
    if current == FINISH_LINE:
        return [*lines, ((" The finish line has none: go to a question.", "dim"),)]
    question = instrument.questions[current]
    lines += [((f" {text}", "key"),) for text in wrap(question.label, width)]
    lines += [((f" {text}", ""),) for text in wrap(question.guidance or "There is none on this question.", width)]
    if question.out_means:
        lines += [(), *(((f" {text}", "dim"),) for text in wrap(f"Not applicable means: {question.out_means}.", width))]
    return lines
