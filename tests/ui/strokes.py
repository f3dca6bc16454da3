"""What an inspector types, made up while the program runs: each key is pressed when the one before it has been shown.

A script made so can be sent again, faster than anything can be shown; it must come to the same.
"""

from random import Random

import msgspec

from sqs_tui.domain.phrases import Bank
from sqs_tui.domain.records import Content
from sqs_tui.domain.scoring import FINISH_LINE, Finished, Key, Mode, Save, State, Stop
from sqs_tui.screens.review import Review
from tests.ui.hand import Hand, key_event

ESC, ENTER, TAB, BACKSPACE = "\x1b", "\r", "\t", "\x7f"
OTHER, TAKE, WORD, LAST = "\x0e", "\x05", "\x14", "\x12"
"""What is offered in notes: another phrase, all of it, its next word, the last note."""
NAMES = {
    ESC: "escape",
    ENTER: "enter",
    TAB: "tab",
    BACKSPACE: "backspace",
    OTHER: "ctrl+n",
    TAKE: "ctrl+e",
    WORD: "ctrl+t",
    LAST: "ctrl+r",
}
_WORDS = (
    "yes no [3]",
    "an y and an n",
    "quick brown foxes",
    "jumps over",
    "the lazy dog; vex",
    "Qualität – ½ £",
    "12 weeks",
    "H/k",
)
_LOOKS_LIKE_A_KEY = tuple("EH")
"""Behind Escape and a bracket these are what terminals send for a key of theirs."""


class Improviser:
    """Makes up strokes for a running program, none of which stops the flow but perhaps the last."""

    def __init__(self, hand: Hand, seed: int) -> None:
        self._hand = hand
        self._random = Random(seed)
        self._acts = 0
        self.sent = ""

    async def play(self, strokes: int) -> str:
        """Type so many strokes, each key by itself; gives all of it as a terminal would send it."""
        for _ in range(strokes):
            stroke = self._stroke()
            self.sent += stroke
            await self._hand.press(*(NAMES.get(character, character) for character in stroke))
            if isinstance(self._hand.app.screen, Review) and self._hand.review.hearing.deaf:
                break
        return self.sent

    def _stroke(self) -> str:
        while True:
            stroke = self._random.choice(self._candidates())
            joined = self.sent.endswith(ESC + "[") and stroke.startswith(_LOOKS_LIKE_A_KEY)
            if not joined and not self._stops(stroke):
                return stroke

    def _candidates(self) -> list[str]:
        match self._hand.screen:
            case "Review":
                return self._on_review()
            case "InspectionScreen":
                return ["j", "k", "j", ENTER, ENTER, ENTER, ENTER, "?", "s", "h"]
            case "Inspections":
                return [ENTER]
            case _:
                return [ESC, ESC, "j", "k"]

    def _on_review(self) -> list[str]:
        review = self._hand.review
        state, instrument = review.state, review.session.instrument
        if review.pane.at is not None:
            return ["j", "k", ENTER, ESC, ESC]
        match state.mode:
            case Mode.REASONS:
                return [
                    *(reason.key for reason in instrument.reasons_of(state.current)),
                    ENTER,
                    ESC,
                    "as ",
                    *_WORDS[1:5],
                    OTHER,
                    LAST,
                ]
            case Mode.NOTE:
                return [*_WORDS, "q", OTHER, TAKE, TAKE, WORD, LAST, ENTER, ENTER, ENTER, ESC, ESC + ENTER, BACKSPACE]
        answers = [] if state.current == FINISH_LINE else [choice.key for choice in instrument.choices_of(state.current)]
        asked = self._random.choice(review.session.flow.order(state))
        moves = ["j", "k", TAB, "o", "}", "{", "]", "[", ENTER, f"g{asked}{ENTER}", f"/plan{ENTER}{ESC}", "e", "e"]
        others = [BACKSPACE, "w", "h", "H", "?", "d", ESC, ESC + ENTER, "v"]
        return answers * 5 + moves + others + ["u"] * bool(self._acts)

    def _stops(self, stroke: str) -> bool:
        """Whether the flow would stop at this, and what was typed behind it would be thrown away."""
        if not isinstance(self._hand.app.screen, Review) or self._hand.review.pane.at is not None:
            return False
        state, acts = self._hand.review.state, self._acts - (stroke == "u")
        for character in stroke:
            if character == ESC and state.mode is Mode.ANSWER:
                break
            event = key_event(NAMES.get(character, character))
            state, effects = self._hand.review.session.flow.press(state, Key(event.key, event.character or ""))
            if any(isinstance(effect, Stop | Finished) for effect in effects):
                return True
            acts += sum(isinstance(effect, Save) and effect.begins for effect in effects)
        self._acts = acts
        return False


def outcome(hand: Hand) -> tuple[str, str, State | None, dict[str, dict[str, Content]]]:
    """Where the program is, and all that is answered; the bank of phrases knows times, and no two runs have the same."""
    session = next(iter(hand.app._sessions.values()))
    answers = {record.reference: session.inspection.contents(record.id) for record in session.inspection.records("case")}
    review = hand.app.screen if isinstance(hand.app.screen, Review) else None
    state = msgspec.structs.replace(review.state, bank=Bank()) if review else None
    return hand.screen, review.record.reference if review else "", state, answers
