"""The keyboard flow of a review as a state machine: (state, key) -> (state, effects).

It knows neither screen nor store, so the flow is the same on the Review screen and line by line, and a burst of keys lands
right because nothing in it waits for anything to be painted. Keys come, and effects go out, in the order that counts.
"""

from collections.abc import Mapping

import msgspec

from sqs_tui.domain.history import Cause
from sqs_tui.domain.instrument import Asks, Choice, Instrument
from sqs_tui.domain.note_taking import OFFERING, NoteTaking
from sqs_tui.domain.prompts import Prompts
from sqs_tui.domain.queue import next_in_record
from sqs_tui.domain.records import BLANK
from sqs_tui.domain.steps import (
    FINISH_LINE,
    Answers,
    Effect,
    Finished,
    Forget,
    Key,
    Mode,
    Run,
    Save,
    Say,
    State,
    Step,
    Stop,
)
from sqs_tui.text import clean_text

__all__ = [
    "FINISH_LINE",
    "Answers",
    "Effect",
    "Finished",
    "Flow",
    "Forget",
    "Key",
    "Mode",
    "Run",
    "Save",
    "Say",
    "State",
    "Step",
    "Stop",
]


class Flow(NoteTaking, Prompts):
    """The rules of the flow for one instrument.

    `keys` names the command that a key runs ("e" -> "review.note"); the instrument's answer keys win over them. `note_keys` does
    so while a note is typed, where that differs.
    With `auto_advance` off an answer stays where it was given; with `single_key_answers` off a key only marks an answer, and
    Enter gives it. `abbreviations` has the long form of each, to be offered in notes.
    """

    def __init__(
        self,
        instrument: Instrument,
        keys: Mapping[str, str],
        *,
        auto_advance: bool = True,
        single_key_answers: bool = True,
        abbreviations: Mapping[str, str] | None = None,
        note_keys: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(instrument, keys, note_keys or keys, abbreviations or {})
        self._auto_advance = auto_advance
        self._single_key_answers = single_key_answers

    # Where things stand

    def start(
        self, unit: str, answers: Answers, *, at: str | None = None, by_theme: bool = False, last: tuple[str, ...] = ()
    ) -> State:
        """Begin in a record: at the question given, or at the first that is asked and unanswered."""
        state = State(unit=unit, answers=dict(answers), current=FINISH_LINE, by_theme=by_theme, last=last)
        current = at if at in (*self.order(state), FINISH_LINE) else self._next_open(state, -1)
        return msgspec.structs.replace(state, current=current)

    def with_answers(self, state: State, answers: Answers, *, at: str | None = None) -> State:
        """The state after answers changed outside the flow (undo, another inspector); what is being typed stays."""
        changed = msgspec.structs.replace(state, answers=dict(answers))
        if at is None and state.mode is Mode.REASONS and not self._takes_reasons(changed):
            at = state.current
        return changed if at is None else self._at(changed, at)

    # Keys

    def press(self, state: State, key: Key) -> Step:
        """Take one key."""
        if key.name == "ctrl+j":  # what Enter arrives as when it was typed before the terminal was in raw mode
            key = Key("enter")
        match state.mode:
            case Mode.NOTE:
                return self._in_note(state, key)
            case Mode.REASONS:
                return self._in_reasons(state, key)
            case Mode.GOTO | Mode.FIND:
                return self._in_prompt(state, key)
            case Mode.ANSWER:
                return self._in_answers(state, key)

    def paste(self, state: State, text: str) -> Step:
        """Take pasted text: it is for a note, and never answers."""
        text = clean_text(text)
        match state.mode:
            case Mode.NOTE:
                return msgspec.structs.replace(state, note=state.note.insert(text), asked=0), ()
            case Mode.REASONS:
                return self._typing(state, text), ()
            case Mode.GOTO | Mode.FIND:
                return msgspec.structs.replace(state, typed=state.typed + " ".join(text.split())), ()
            case Mode.ANSWER:
                return state, (Stop("A paste is text for a note: open the note first."),)

    def _in_answers(self, state: State, key: Key) -> Step:
        if state.current != FINISH_LINE:
            for choice in self._instrument.choices_of(state.current):
                if choice.key == key.character:
                    return self._answer(state, choice) if self._single_key_answers else self._mark(state, choice)
        marked = self._instrument.choice(state.current, state.marked) if state.marked else None
        if marked:
            state = msgspec.structs.replace(state, marked="")
            if key.name in ("enter", "escape"):
                return self._answer(state, marked) if key.name == "enter" else (state, ())
        command = "review.go-on" if key.name == "enter" else self._keys.get(key.character) or self._keys.get(key.name)
        if command:
            return self._command(state, command)
        return state, ((Stop(self._refusal(state, key.typed)),) if key.typed else ())

    def _mark(self, state: State, chosen: Choice) -> Step:
        refused = self._takes_none(state)
        return (state, (Stop(refused),)) if refused else (msgspec.structs.replace(state, marked=chosen.value), ())

    def _answer(self, state: State, chosen: Choice) -> Step:
        refused = self._takes_none(state)
        if refused:
            return state, (Stop(refused),)
        before = state.content
        keeps_reasons = chosen.reasons is not Asks.NOTHING and before.value == chosen.value
        after = msgspec.structs.replace(before, value=chosen.value, reasons=before.reasons if keeps_reasons else ())
        state, effects = self._saved(state, after, begins=True)
        state = msgspec.structs.replace(state, last=(*(q for q in state.last if q != state.current), state.current)[-3:])
        if chosen.reasons is not Asks.NOTHING and self._instrument.reasons_of(state.current):
            return msgspec.structs.replace(state, mode=Mode.REASONS, act_open=bool(effects)), effects
        return (self._go_on(state) if self._auto_advance else state), effects

    def _in_reasons(self, state: State, key: Key) -> Step:
        reasons = self._instrument.reasons_of(state.current)
        if key.name == "enter":
            return self._go_on(state), ()
        if key.name == "escape":
            return self._at(state, state.current), ()
        if key.name in ("tab", "space"):
            return self._typing(state, ""), ()
        if self._opens_note(key):
            return self._in_note(self._typing(state, ""), key)
        if key.character in _DIGITS:
            reason = next((reason for reason in reasons if reason.key == key.character), None)
            if reason is None:
                return state, (Stop(f"{self._name(state)} has no reason {key.character}."),)
            switched = set(state.content.reasons) ^ {reason.id}
            after = msgspec.structs.replace(state.content, reasons=tuple(r.id for r in reasons if r.id in switched))
            return self._saved(state, after)
        if key.typed:
            return self._typing(state, key.typed), ()
        command = self._keys.get(key.name)
        return self._command(self._at(state, state.current), command) if command in _MOVES else self._elsewhere(state, key)

    # Commands that belong to the flow

    def why_not(self, state: State, command: str) -> str:
        """Why a command would be refused now, as the sentence that it would be refused with; empty where it would not."""
        if state.mode is Mode.NOTE and command in OFFERING:
            return ""
        _, effects = self._command(self.end_note(state)[0], command)
        refusals = (Stop, Say) if command in OFFERING else Stop
        return next((effect.text for effect in effects if isinstance(effect, refusals)), "")

    def _command(self, state: State, command: str) -> Step:
        order, place = self.order(state), self._place(state)
        match command:
            case "review.go-on":
                return self._finish(state) if state.current == FINISH_LINE else (self._go_on(state), ())
            case "review.down":
                return self._at(state, order[place + 1] if place + 1 < len(order) else FINISH_LINE), ()
            case "review.up":
                return self._at(state, order[max(0, place - 1)]), ()
            case "review.next-section" | "review.previous-section":
                return self._at(state, self._section_start(state, forward=command == "review.next-section")), ()
            case "review.next-gap":
                return self._to_gap(state)
            case "review.goto" | "review.find":
                mode = Mode.GOTO if command == "review.goto" else Mode.FIND
                return msgspec.structs.replace(state, mode=mode, typed=""), ()
            case "review.order":
                return msgspec.structs.replace(state, by_theme=not state.by_theme), ()
            case "review.note" | "review.editor" | "review.quote" | "review.clear":
                return self._on_answer(state, command)
        if command in OFFERING:
            return state, (Say(f"Phrases are offered while a note is typed: {self._key('review.note')} opens it."),)
        return state, (Run(command),)

    def _on_answer(self, state: State, command: str) -> Step:
        if state.sealed or state.current == FINISH_LINE:
            return state, (Stop(state.sealed or "The cursor is at the finish line: go to a question first."),)
        if command == "review.note":
            return self._typing(msgspec.structs.replace(state, act_open=False), ""), ()
        if command == "review.clear":
            return self._saved(state, BLANK, begins=True, cause=Cause.CLEAR)
        if command == "review.quote" and state.content.note:
            return self._saved(state, msgspec.structs.replace(state.content, quote=not state.content.quote), begins=True)
        no_note = Stop(f"{self._name(state)} has no note to quote.")
        return state, (no_note if command == "review.quote" else Run(command),)

    def _to_gap(self, state: State) -> Step:
        found = next_in_record(self.order(state), state.current, self.problems(state), state.contended)
        return (self._at(state, found.question), (Say(found.says),)) if found else (state, (Run("review.next-gap"),))

    def _section_start(self, state: State, *, forward: bool) -> str:
        starts = [group.questions[0] for group in self._instrument.groups(state.unit, by_theme=state.by_theme)]
        order, here = self.order(state), self._place(state)
        if forward:
            return next((start for start in starts if order.index(start) > here), FINISH_LINE)
        return next((start for start in reversed(starts) if order.index(start) < here), order[0])

    def _finish(self, state: State) -> Step:
        found = self.problems(state)
        if state.sealed or not found:
            return state, (Stop(state.sealed) if state.sealed else Finished(),)
        count = f"{len(found)} problems. " if len(found) > 1 else ""
        goes, lets = self._key("review.next-gap"), self._key("review.waive")
        return state, (Stop(f"{count}{found[0].says} {goes} goes there, {lets} lets it stand for a reason."),)

    def _takes_none(self, state: State) -> str:
        """Why the current question takes no answer, as a sentence; empty where it does."""
        place = self.route(state).places[state.current]
        return state.sealed or ("" if place.asked else f"{self._name(state)} takes no answer: {place.why}.")

    def _refusal(self, state: State, character: str) -> str:
        if state.current == FINISH_LINE:
            return f"{character!r} answers nothing here: this is the finish line, Enter finishes."
        choices = ", ".join(f"{choice.key} {choice.label}" for choice in self._instrument.choices_of(state.current))
        return f"{self._name(state)} does not take {character!r}: {choices}."

    def _name(self, state: State) -> str:
        """How sentences call the current question."""
        question = self._instrument.questions[state.current]
        return question.id if question.numbered else question.title


_DIGITS = frozenset("0123456789")
_MOVES = frozenset({"review.down", "review.up", "review.next-section", "review.previous-section", "screen.find"})
"""Commands that lead away from reasons that are being chosen."""
