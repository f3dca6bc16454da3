"""The line below every review: what was answered last, and which keys matter now."""

from rich.cells import cell_len

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import BLANK
from sqs_tui.domain.scoring import FINISH_LINE, Mode, State
from sqs_tui.keys import Keys
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, spread, width_of

_HINTS = {
    Mode.ANSWER: (("{review.undo}", "undo"), ("{app.help}", "keys")),
    Mode.REASONS: (("0-9", "reasons"), ("a-z", "note"), ("Enter", "goes on")),
    Mode.NOTE: (("Enter", "goes on"), ("Esc", "stays"), ("\\ Enter", "new line")),
    Mode.GOTO: (("Enter", "goes"), ("Esc", "leaves")),
    Mode.FIND: (("Enter", "next"), ("Esc", "leaves")),
}
"""The keys that matter in each mode, those that can be moved by their commands, and what they do."""
_WITH_PHRASES = (
    ("{review.take-phrase}", "takes"),
    ("{review.take-word}", "a word"),
    ("{review.next-phrase}", "another"),
    ("Enter", "goes on"),
)
"""Those while a note is typed for which there are phrases. They stay as long as it is typed: each change costs bytes."""


def foot_line(
    instrument: Instrument,
    reference: str,
    state: State,
    width: int,
    glyphs: Glyphs,
    keys: Keys,
    *,
    private: bool,
    news: str = "",
    hint: str = "",
) -> Line:
    """The answers given last, newest at the right, or instead what somebody else has just done; and the keys of the mode.

    Where nothing else stands, and it fits, the hint does.
    """
    given = [_given(instrument, state, question) for question in state.last]
    left: Line = ((f"{reference} ", "dim"), ("   ".join(given), "")) if given and not private else ()
    if news:
        left = ((news, "warn"),)
    hints = _WITH_PHRASES if state.mode is Mode.NOTE and state.phrases else _HINTS[state.mode]
    if state.current == FINISH_LINE and state.mode is Mode.ANSWER:
        hints = (("Enter", "finishes"), *hints)
    right: Line = tuple(span for key, does in hints for span in (("  ", ""), (keys.says(key), "key"), (f" {does}", "quiet")))
    if not left and state.mode is Mode.ANSWER and cell_len(hint) <= width - width_of(right):
        left = ((hint, "dim"),)
    return spread(left, right, width, glyphs.ellipsis)


def _given(instrument: Instrument, state: State, question: str) -> str:
    content = state.answers.get(question, BLANK)
    choice = instrument.choice(question, content.value)
    return " ".join((question, choice.key if choice else "-", *content.reasons))
