"""What Review shows beside the questions for a while: why one is asked, the guidance on it, and all guidance to find words in."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqs_tui.domain.routing import Route
from sqs_tui.domain.scoring import FINISH_LINE, Mode
from sqs_tui.domain.why import rule_of, why_asked
from sqs_tui.screens.following import FollowingScreen

if TYPE_CHECKING:
    from sqs_tui.screens.review import Review


class Asides:
    """Beside one review."""

    def __init__(self, review: "Review") -> None:
        self._review = review
        self.guided = False
        """The guidance stands in place of the list and the summary."""
        self.text = ""
        """What stands in place of the choices, if anything does."""

    def toggle_guidance(self) -> None:
        """Show the guidance, or the list again."""
        self.guided = not self.guided

    def say_why(self) -> None:
        """Say why the question is asked, or is not."""
        self.text = self.why

    @property
    def why(self) -> str:
        """Why the current question is asked, or is not; empty at the finish line."""
        state = self._review.state
        return "" if state.current == FINISH_LINE else why_asked(self._review.session.instrument, self._way, state.current)

    def close(self) -> bool:
        """Close what Esc closes before it leaves; gives whether there was anything."""
        open_ = self._review.state.mode is Mode.ANSWER and (bool(self.text) or self.guided)
        if open_:
            self.guided = self.guided and bool(self.text)
            self.text = ""
        return open_

    def find_instead(self) -> None:
        """Where the guidance is shown and words are to be found, let them be found in all guidance."""
        review = self._review
        if self.guided and review.state.mode is Mode.FIND and not review.state.typed:
            review.go_to_question(review.state.current)
            find_guidance(review, review.asked, self._way, "goes to it", review.go_to_question)

    @property
    def _way(self) -> Route:
        return self._review.session.flow.route(self._review.state)


def find_guidance(screen: FollowingScreen, question: str, way: Route | None, goes: str, go_to: Callable[[str], None]) -> None:
    """Show all guidance over a screen, from a question on; `go_to` is called with the one that is chosen there."""
    from sqs_tui.screens.guidance import Guidance  # noqa: PLC0415 - few ever open it

    instrument = screen.session.instrument

    def why(asked: str) -> str:
        return why_asked(instrument, way, asked) if way and asked in way.places else rule_of(instrument, asked)

    def chosen(asked: str | None) -> None:
        if asked:
            go_to(asked)

    shown = Guidance(instrument, screen.session.glyphs, why, at=question, goes=goes)
    screen.app.push_screen(shown, chosen)
