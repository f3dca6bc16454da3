"""The keyboard flow of a review as a state machine: (state, key) -> (state, effects).

It knows neither screen nor store, so the flow is the same on the Review screen and line by line, and a burst of keys lands
right because nothing in it waits for anything to be painted. Keys come, and effects go out, in the order that counts.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from sqs_tui.domain.history import Cause
from sqs_tui.domain.instrument import Asks, Choice, Instrument
from sqs_tui.domain.note import Note
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.queue import next_in_record
from sqs_tui.domain.records import BLANK, Content
from sqs_tui.domain.routing import Route, route
from sqs_tui.text import clean_text

FINISH_LINE = ""
"""What `current` is when the cursor stands behind the last question."""


class Mode(StrEnum):
    """What a key means just now."""

    ANSWER = "answer"
    REASONS = "reasons"
    NOTE = "note"
    GOTO = "goto"
    FIND = "find"


class Key(msgspec.Struct, frozen=True):
    """A key as a terminal names it, and the character it types (empty for keys that type none)."""

    name: str
    character: str = ""

    @property
    def typed(self) -> str:
        """The character where it is one that text may hold; Enter, Tab and other commands type none."""
        return "" if self.character.isspace() and self.character != " " else clean_text(self.character)


class Save(msgspec.Struct, frozen=True):
    """Write this answer."""

    question: str
    content: Content
    cause: Cause
    begins: bool
    """It begins a new act; otherwise it belongs to the act of the save before."""


class Say(msgspec.Struct, frozen=True):
    """Show a sentence in the status line."""

    text: str


class Stop(msgspec.Struct, frozen=True):
    """The flow stops here: show why, and throw away what has been typed ahead."""

    text: str


class Run(msgspec.Struct, frozen=True):
    """Carry out a command that is not the flow's own (undo, the next record, help)."""

    command: str


class Finished(msgspec.Struct, frozen=True):
    """The review of this record is complete."""


Effect = Save | Say | Stop | Run | Finished


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Where an inspector is in one record."""

    unit: str
    answers: dict[str, Content]
    current: str
    mode: Mode = Mode.ANSWER
    note: Note = Note()
    typed: str = ""
    """What has been typed for going to or finding a question."""
    act_open: bool = False
    """The next save belongs to the act that the last one began."""
    waived: frozenset[Problem] = frozenset()
    """Problems that may stand."""
    contended: frozenset[str] = frozenset()
    """Questions that two have answered differently."""
    sealed: str = ""
    """Why nothing is changed any more, as a sentence; empty where it is."""
    by_theme: bool = False
    last: tuple[str, ...] = ()
    """The questions answered last, newest at the end; three at most."""

    @property
    def content(self) -> Content:
        """The present answer to the current question."""
        return self.answers.get(self.current, BLANK)


Answers = Mapping[str, Content]
Step = tuple[State, tuple[Effect, ...]]
"""What a key makes: the new state, and what is to be done, in order."""


class Flow:
    """The rules of the flow for one instrument.

    `keys` names the command that a key runs ("e" -> "review.note"); the instrument's answer keys win over them.
    With `auto_advance` off an answer stays where it was given.
    """

    def __init__(self, instrument: Instrument, keys: Mapping[str, str], *, auto_advance: bool = True) -> None:
        self._instrument = instrument
        self._keys = keys
        self._auto_advance = auto_advance

    # Where things stand

    def start(
        self, unit: str, answers: Answers, *, at: str | None = None, by_theme: bool = False, last: tuple[str, ...] = ()
    ) -> State:
        """Begin in a record: at the question given, or at the first that is asked and unanswered."""
        state = State(unit=unit, answers=dict(answers), current=FINISH_LINE, by_theme=by_theme, last=last)
        current = at if at in (*self.order(state), FINISH_LINE) else self._next_open(state, -1)
        return msgspec.structs.replace(state, current=current)

    def resume_note(self, state: State, question: str, text: str, caret: int) -> State:
        """Go on typing a note that was cut off, in the act it belonged to."""
        text = clean_text(text)
        note = Note(text=text, caret=max(0, min(caret, len(text))))
        return msgspec.structs.replace(state, current=question, mode=Mode.NOTE, note=note, act_open=True)

    def with_answers(self, state: State, answers: Answers, *, at: str | None = None) -> State:
        """The state after answers changed outside the flow (undo, another inspector); what is being typed stays."""
        changed = msgspec.structs.replace(state, answers=dict(answers))
        if at is None and state.mode is Mode.REASONS and not self._takes_reasons(changed):
            at = state.current
        return changed if at is None else self._at(changed, at)

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
                return msgspec.structs.replace(state, note=state.note.insert(text)), ()
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
                    return self._answer(state, choice)
        command = "review.go-on" if key.name == "enter" else self._keys.get(key.character) or self._keys.get(key.name)
        if command:
            return self._command(state, command)
        return state, ((Stop(self._refusal(state, key.typed)),) if key.typed else ())

    def _answer(self, state: State, chosen: Choice) -> Step:
        place = self.route(state).places[state.current]
        if state.sealed or not place.asked:
            return state, (Stop(state.sealed or f"{self._name(state)} takes no answer: {place.why}."),)
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

    def _typing(self, state: State, text: str) -> State:
        """Open the note at its end, with `text` behind what stands there."""
        kept = state.content.note
        gap = " " if kept and text and not kept[-1].isspace() else ""
        note = Note(text=kept, caret=len(kept)).insert(gap + text)
        return msgspec.structs.replace(state, mode=Mode.NOTE, note=note)

    def _in_note(self, state: State, key: Key) -> Step:
        note = state.note
        if key.name == "enter" and note.text[: note.caret].endswith("\\"):
            return msgspec.structs.replace(state, note=note.erase().insert("\n")), ()
        if key.name in ("enter", "escape"):
            ended, effects = self.end_note(state)
            goes_on = key.name == "enter" and bool(ended.content.value)
            return (self._go_on(ended) if goes_on else ended), effects
        if key.name == "backspace" and not note.text and self._takes_reasons(state):
            ended, effects = self.end_note(state)
            return msgspec.structs.replace(ended, mode=Mode.REASONS, act_open=state.act_open or bool(effects)), effects
        if key.typed:
            return msgspec.structs.replace(state, note=note.insert(key.typed)), ()
        edited = note.press(key.name)
        return (msgspec.structs.replace(state, note=edited), ()) if edited else self._elsewhere(state, key)

    def end_note(self, state: State) -> Step:
        """Close the note where one is being typed, keeping it."""
        if state.mode is not Mode.NOTE:
            return state, ()
        text = state.note.text.strip()
        quote = state.content.quote and bool(text)
        saved, effects = self._saved(state, msgspec.structs.replace(state.content, note=text, quote=quote))
        return self._at(saved, state.current), effects

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

    # Commands that belong to the flow

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

    def _elsewhere(self, state: State, key: Key) -> Step:
        """What a key does that means nothing where it was pressed, if it belongs to the whole program."""
        command = self._keys.get(key.name, "")
        runs = not key.typed and (command.startswith("app.") or command == "review.guidance")
        return state, ((Run(command),) if runs else ())

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
        return state, (Stop(f"{count}{found[0].says} Tab goes there, W lets it stand for a reason."),)

    def _saved(self, state: State, content: Content, *, begins: bool = False, cause: Cause = Cause.ANSWER) -> Step:
        if content == state.content:
            return state, ()
        answers = {question: given for question, given in state.answers.items() if question != state.current}
        if content:
            answers[state.current] = content
        save = Save(state.current, content, cause, begins or not state.act_open)
        return msgspec.structs.replace(state, answers=answers, act_open=True), (save,)

    def _at(self, state: State, question: str) -> State:
        return msgspec.structs.replace(state, current=question, mode=Mode.ANSWER, note=Note(), typed="", act_open=False)

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
_MOVES = frozenset({"review.down", "review.up", "review.next-section", "review.previous-section"})
