"""The guidance on a question, in place of the list while it is wanted."""

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.widgets.lines import Line, Lines, wrap


class Guidance(Lines):
    """Follows the current question; scoring goes on below it."""

    def show_guidance(self, instrument: Instrument, current: str) -> None:
        """Show the guidance on a question."""
        width = min(self.size.width - 2, 90)
        lines: list[Line] = [((" GUIDANCE", "head"), ("   h closes", "dim")), ()]
        if current == FINISH_LINE:
            self.show([*lines, ((" The finish line has none: go to a question.", "dim"),)])
            return
        question = instrument.questions[current]
        lines += [((f" {text}", "key"),) for text in wrap(question.label, width)]
        lines += [((f" {text}", ""),) for text in wrap(question.guidance or "There is none on this question.", width)]
        if question.out_means:
            lines += [(), *(((f" {text}", "dim"),) for text in wrap(f"Not applicable means: {question.out_means}.", width))]
        self.show(lines)
