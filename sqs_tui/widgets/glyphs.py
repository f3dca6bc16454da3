"""The signs that stand for states, in Unicode where the terminal can and in ASCII where it cannot."""

import msgspec

from sqs_tui.domain.routing import AnswerState
from sqs_tui.domain.tally import Sign


class Glyphs(msgspec.Struct, frozen=True, kw_only=True):
    """One set of signs; each is one cell wide."""

    strength: str
    improvement: str
    bar_full: str
    bar_empty: str
    cursor: str
    open: str
    not_asked: str
    parked: str
    waiting: str
    chosen: str
    quote: str
    unsaved: str
    mend: str
    rule: str
    divider: str
    newline: str
    ellipsis: str
    bullet: str
    beside: str
    """What stands before the lines of what is current."""
    own: str
    """A paragraph in a person's words."""
    stale: str
    """Such a paragraph with a figure that has changed since."""
    here: str
    """Somebody else is at the record."""
    conflict: str
    """An answer that two have given differently."""
    dot: str
    """On an axis, the share of what is compared."""
    other_dot: str
    """What it is compared with, or several shares in one place."""
    same_dot: str
    """Both in one place."""
    other_range: str
    """How far the other share may be off; `rule` is how far the first may."""
    both_ranges: str
    tick: str
    median: str

    def sign(self, sign: Sign | None) -> str:
        """The mark of a strength or of an area for improvement; a blank for neither."""
        return {Sign.STRENGTH: self.strength, Sign.IMPROVEMENT: self.improvement}[sign] if sign else " "

    def state(self, state: AnswerState) -> str:
        """The mark of a question without an answer that counts."""
        return {
            AnswerState.NOT_ASKED: self.not_asked,
            AnswerState.PARKED: self.parked,
            AnswerState.WAITING: self.waiting,
        }.get(state, self.open)

    def bar(self, met: int, of: int, width: int) -> str:
        """A share as a bar; full only where all are met, and empty only where none is."""
        filled = round(width * met / of) if of else 0
        if 0 < met < of:
            filled = min(max(filled, 1), width - 1)
        return self.bar_full * filled + self.bar_empty * (width - filled)


UNICODE = Glyphs(
    strength="▲", improvement="▼", bar_full="█", bar_empty="░", cursor="▶", open="·", not_asked="-", parked="◌", waiting="…",
    chosen="✓", quote="❝", unsaved="!", mend="?", rule="─", divider="│", newline="¶", ellipsis="…",
    bullet="•", beside="▎", own="✎", stale="≠", here="●", conflict="⇄",
    dot="●", other_dot="○", same_dot="◉", other_range="╌", both_ranges="═", tick="┊", median="┃",
)  # fmt: skip
ASCII = Glyphs(
    strength="^", improvement="v", bar_full="#", bar_empty=".", cursor=">", open=".", not_asked="-", parked="o", waiting="~",
    chosen="x", quote='"', unsaved="!", mend="?", rule="-", divider="|", newline="|", ellipsis="~",
    bullet="-", beside="|", own="e", stale="#", here="*", conflict="%",
    dot="*", other_dot="o", same_dot="@", other_range=".", both_ranges="=", tick=":", median="|",
)  # fmt: skip
