"""The guidance on a question, in place of the list while it is wanted, and in the list of all guidance."""

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.keys import Keys
from sqs_tui.widgets.lines import Line, wrap

_KEYS = "{review.guidance} closes   {review.find} finds words in all guidance"
_WIDEST = 90
"""Cells beyond which a line is hard to read."""


def guidance_view(instrument: Instrument, current: str, why: str, keys: Keys, width: int, height: int) -> list[Line]:
    """The guidance on the current question under the keys that matter there; it says so where there is more of it than fits."""
    lines: list[Line] = [((" GUIDANCE", "head"), (f"   {keys.says(_KEYS)}", "dim"))]
    if current == FINISH_LINE:
        lines += [(), ((" The finish line has none: go to a question.", "dim"),)]
    else:
        lines += guidance_lines(instrument, current, why, width)
    if len(lines) > height > 0:
        lines = [*lines[: height - 1], ((keys.says(" Not all of it fits here: {review.find} shows the rest."), "dim"),)]
    return lines


def guidance_lines(instrument: Instrument, question: str, why: str, width: int) -> list[Line]:
    """What the instrument says of a question, and why it is asked or not, in rows of at most `width` cells."""
    asked, room = instrument.questions[question], min(width - 2, _WIDEST)
    texts = [(asked.label, "key"), (asked.guidance or "There is no guidance on this question.", ""), (why, "dim")]
    if asked.out_means:
        texts.append((f"Not applicable means: {asked.out_means}.", "dim"))
    return [((f" {line}", role),) for text, role in texts if text for line in wrap(text, room)]
