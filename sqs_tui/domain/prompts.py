"""What is typed at the prompts of a review: where to go, and what to find."""

import msgspec

from sqs_tui.domain.records import BLANK
from sqs_tui.domain.steps import Key, Mode, State, Step, Stop
from sqs_tui.domain.walking import Walk


class Prompts(Walk):
    """The part of the flow that goes to a question by its number, or by words in it."""

    def _in_prompt(self, state: State, key: Key) -> Step:
        if key.name == "escape":
            return self._at(state, state.current), ()
        if key.name == "backspace":
            return msgspec.structs.replace(state, typed=state.typed[:-1]), ()
        if key.name == "enter":
            return self._go_to_typed(state) if state.mode is Mode.GOTO else self._find_typed(state)
        if key.typed:
            return msgspec.structs.replace(state, typed=state.typed + key.typed), ()
        return self._elsewhere(state, key)

    def _go_to_typed(self, state: State) -> Step:
        wanted = state.typed.strip()
        if not wanted or wanted in self.order(state):
            return self._at(state, wanted or state.current), ()
        return self._at(state, state.current), (Stop(f"There is no question {wanted!r} here."),)

    def _find_typed(self, state: State) -> Step:
        wanted = state.typed.strip().casefold()
        for question in self._ahead(state):
            asked = self._instrument.questions[question]
            note = state.answers.get(question, BLANK).note
            if wanted and any(wanted in text.casefold() for text in (question, asked.title, asked.text, note)):
                return msgspec.structs.replace(state, current=question), ()
        return state, (Stop(f"Nothing here holds {state.typed.strip()!r}."),)
