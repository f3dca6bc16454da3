"""How the cursor of a review goes from question to question, and how what is given there is saved."""

from collections.abc import Mapping

import msgspec

from sqs_tui.domain.history import Cause
from sqs_tui.domain.instrument import Asks, Instrument
from sqs_tui.domain.note import Note
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import Route, route
from sqs_tui.domain.steps import FINISH_LINE, Key, Mode, Run, Save, State, Step
from sqs_tui.keys import key_name


class Walk:
    """What all modes of the flow share. `keys` names the command that a key runs ("e" -> "review.note")."""

    def __init__(self, instrument: Instrument, keys: Mapping[str, str]) -> None:
        self._instrument = instrument
        self._keys = keys

    def order(self, state: State) -> tuple[str, ...]:
        """The questions of the record in the order they are walked."""
        groups = self._instrument.groups(state.unit, by_theme=state.by_theme)
        return tuple(question for group in groups for question in group.questions)

    def route(self, state: State) -> Route:
        """Which questions are asked of the record now."""
        return route(self._instrument, state.unit, state.answers)

    def problems(self, state: State) -> tuple[Problem, ...]:
        """What stands between the record and its completion, and is not waived."""
        return tuple(found for found in problems(self._instrument, state.unit, state.answers) if found not in state.waived)

    def _saved(self, state: State, content: Content, *, begins: bool = False, cause: Cause = Cause.ANSWER) -> Step:
        if content == state.content:
            return state, ()
        answers = {question: given for question, given in state.answers.items() if question != state.current}
        if content:
            answers[state.current] = content
        save = Save(state.current, content, cause, begins or not state.act_open)
        return msgspec.structs.replace(state, answers=answers, act_open=True), (save,)

    def _at(self, state: State, question: str) -> State:
        return msgspec.structs.replace(
            state, current=question, mode=Mode.ANSWER, note=Note(), typed="", act_open=False, marked="", phrases=(), asked=0
        )

    def _go_on(self, state: State) -> State:
        return self._at(state, self._next_open(state, self._place(state)))

    def _place(self, state: State) -> int:
        """Where the cursor stands in the order; at the finish line, behind its end."""
        order = self.order(state)
        return order.index(state.current) if state.current in order else len(order)

    def _ahead(self, state: State) -> tuple[str, ...]:
        """Every question, from the one behind the cursor round to the one under it."""
        order, place = self.order(state), self._place(state)
        return (*order[place + 1 :], *order[: place + 1])

    def _next_open(self, state: State, after: int) -> str:
        wanting = set(self.route(state).open)
        return next((question for question in self.order(state)[after + 1 :] if question in wanting), FINISH_LINE)

    def _takes_reasons(self, state: State) -> bool:
        choice = self._instrument.choice(state.current, state.content.value)
        return bool(choice and choice.reasons is not Asks.NOTHING and self._instrument.reasons_of(state.current))

    def _key(self, command: str) -> str:
        """The first key of a command, for people."""
        return next((key_name(key) for key, runs in self._keys.items() if runs == command), "")

    def _elsewhere(self, state: State, key: Key) -> Step:
        """What a key does that means nothing where it was pressed, if it belongs to the whole program."""
        command = self._keys.get(key.name, "")
        runs = not key.typed and (command.startswith("app.") or command == "review.guidance")
        return state, ((Run(command),) if runs else ())
