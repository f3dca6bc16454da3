"""What the lead inspector does with the areas on Summary: each act is saved at once, and taken back by one undo."""

from collections.abc import Callable, Mapping
from functools import partial

from sqs_tui.domain.letter.conclusions import concluded, conclusions
from sqs_tui.domain.letter.editing import (
    Made,
    included,
    joined,
    left_out,
    moved_item,
    parted,
    reworded,
    undecided_again,
)
from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.tally import Sign
from sqs_tui.errors import SqsError
from sqs_tui.screens.ask import Pick
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values

_SIGN_KEYS = {"s": Sign.STRENGTH, "i": Sign.IMPROVEMENT}
_LISTS = {Sign.STRENGTH: "strengths", Sign.IMPROVEMENT: "improvements"}


class Deciding:
    """Decisions on areas, for the screen that shows them; what they change is announced by the inspection.

    Each takes an area's id, works on what stands on disk now, and tells the user by a notice what could not be done.
    """

    def __init__(self, screen: SqsScreen, session: Session) -> None:
        self._screen = screen
        self._session = session

    def include(self, area: str) -> None:
        """Put an area into the list that it is proposed for; ask which, where it is not proposed or is listed already."""
        decided, proposal = self._decisions().get(area), self._session.inspection.tallies().areas[area].proposal
        stands = decided.sign if decided else None
        if proposal and not stands:
            self._include(area, proposal)
            return
        says = f"stands among the {_LISTS[stands]}" if stands else "is proposed for neither list"
        choices = {key: f"among the {_LISTS[sign]}" for key, sign in _SIGN_KEYS.items() if sign is not stands}
        question = Pick(f"“{self._title(area)}” {says}. Where shall the letter list it?", choices)
        self._screen.app.push_screen(question, lambda key: self._include(area, _SIGN_KEYS[key]) if key else None)

    def _include(self, area: str, sign: Sign) -> None:
        self._put(included(self._session.instrument, self._decisions(), area, sign))

    def remove(self, area: str) -> None:
        """Leave an area out, with a reason; where it is left out, take that decision back."""
        decided = self._decisions().get(area)
        if decided and not decided.sign:
            self._put(undecided_again(self._session.instrument, self._decisions(), area))
        else:
            self._ask_reason(area, "")

    def _ask_reason(self, area: str, before: str) -> None:
        hint = "kept with the inspection, and not printed in the letter"
        field = Field(id="reason", label="Why it is left out", value=before, hint=hint, long=True)
        self._ask(f"Leave out “{self._title(area)}”", field, _reason_fault, partial(self._leave_out, area))

    def _leave_out(self, area: str, reason: str) -> Made:
        return left_out(self._session.instrument, self._decisions(), area, reason)

    def reword(self, area: str) -> None:
        """Ask for an item's words, or for the reason why an area is left out."""
        decisions = self._decisions()
        decided = decisions.get(area)
        item = next((item for item in concluded(self._session.instrument, decisions) if area in item.areas), None)
        if item:
            field = Field(
                id="text", label="What the letter says", value=item.text, hint="empty: the words of the criteria", long=True
            )
            self._ask(f"Reword “{self._title(item.areas[0])}”", field, _no_fault, partial(self._reword, area))
        elif decided:
            self._ask_reason(area, decided.reason)
        else:
            self._not_listed(area)

    def _reword(self, area: str, text: str) -> Made:
        return reworded(self._session.instrument, self._decisions(), area, text)

    def move(self, area: str, step: int) -> None:
        """Move an item one place up (-1) or down (1) in its list."""
        decisions = self._decisions()
        made = moved_item(self._session.instrument, decisions, area, step)
        if made:
            self._put(made)
        elif self._stands(area, decisions):
            self._screen.notice(f"“{self._title(area)}” stands {'last' if step > 0 else 'first'} in its list already.")
        else:
            self._not_listed(area)

    def join(self, area: str) -> None:
        """Join an item with the one above it; take one apart that holds several areas."""
        instrument, decisions = self._session.instrument, self._decisions()
        made = parted(instrument, decisions, area) or joined(instrument, decisions, area)
        if made:
            self._put(made)
        elif self._stands(area, decisions):
            self._screen.notice(f"“{self._title(area)}” stands first in its list: there is nothing above to join it with.")
        else:
            self._not_listed(area)

    def undo(self, *, again: bool = False) -> None:
        """Take back what this account did last to the letter, or bring it again."""
        letter = self._session.inspection.letter
        try:
            self._screen.notice(letter.redo() if again else letter.undo())
        except SqsError as fault:
            self._screen.notice(str(fault))

    def _ask(self, title: str, field: Field, check: Callable[[Values], Fault | None], made: Callable[[str], Made]) -> None:
        """Ask for one line and save what is made of it; what was typed is there again where it could not be saved."""
        letter = self._session.inspection.letter
        seen = {key: letter.seen(key) for key in (f"area:{area.id}" for area in self._session.instrument.areas)}

        def take(values: Values | None) -> None:
            if values is not None and not self._put(made(values[field.id]), seen):
                self._session.typed[title] = values

        self._screen.app.push_screen(Form(title, (field,), check, self._session.typed), take)

    def _put(self, made: Made, seen: Mapping[str, tuple[str, ...]] | None = None) -> bool:
        """Save entries as one act, and tell whether they are on disk; what came since `seen` is in conflict with them."""
        try:
            self._session.inspection.letter.put(made, seen)
        except SqsError as fault:
            self._screen.notice(str(fault))
            return False
        return True

    def _decisions(self) -> dict[str, Decision]:
        """The decisions as they are on disk now: another inspector may have made some."""
        self._session.inspection.letter.refresh()
        return dict(self._session.inspection.letter.entries.decisions)

    def _stands(self, area: str, decisions: dict[str, Decision]) -> bool:
        """Whether an area stands in one of the lists."""
        items = conclusions((known.id for known in self._session.instrument.areas), decisions)
        return any(area in item.areas for item in items)

    def _title(self, area: str) -> str:
        return next(known.title for known in self._session.instrument.areas if known.id == area)

    def _not_listed(self, area: str) -> None:
        self._screen.notice(
            f"“{self._title(area)}” stands in neither list: {self._session.keys.first('summary.include')} lists it."
        )


def _reason_fault(values: Values) -> Fault | None:
    return None if values["reason"] else Fault("reason", "An area is left out with a reason: say why.")


def _no_fault(_: Values) -> Fault | None:
    return None
