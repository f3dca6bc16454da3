"""A note while it is typed: how it is opened and ended, and what is offered in it.

What an offer is follows from the keys that came before it alone, so that keys typed ahead take what they would take one by one.
Nothing is ever put in without a key.
"""

from collections.abc import Mapping

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.note import Note
from sqs_tui.domain.phrases import Offer, offers, phrase_key, phrases_for
from sqs_tui.domain.steps import Effect, Forget, Key, Mode, Say, State, Step
from sqs_tui.domain.walking import Walk
from sqs_tui.text import clean_text

OFFERING = frozenset({"review.take-phrase", "review.take-word", "review.next-phrase", "review.forget-phrase", "review.last-note"})
"""The commands that mean something while a note is typed, and nowhere else."""
_OPENING = frozenset({"review.next-phrase", "review.last-note"})
"""Those of them that open the note where the reasons are chosen."""


class NoteTaking(Walk):
    """The part of the flow that is typing a note; `abbreviations` gives the long form of each."""

    def __init__(
        self, instrument: Instrument, keys: Mapping[str, str], note_keys: Mapping[str, str], abbreviations: Mapping[str, str]
    ) -> None:
        super().__init__(instrument, keys)
        self._note_keys = note_keys
        self._abbreviations = {short.casefold(): clean_text(long) for short, long in abbreviations.items()}

    def resume_note(self, state: State, question: str, text: str, caret: int) -> State:
        """Go on typing a note that was cut off, in the act it belonged to."""
        text = clean_text(text)
        note = Note(text=text, caret=max(0, min(caret, len(text))))
        return self._opened(msgspec.structs.replace(state, current=question, act_open=True), note)

    def end_note(self, state: State) -> Step:
        """Close the note where one is being typed, keeping it."""
        if state.mode is not Mode.NOTE:
            return state, ()
        text = state.note.text.strip()
        removed = state.content.note_removed and not text
        quote = state.content.quote and (bool(text) or removed)
        content = msgspec.structs.replace(state.content, note=text, quote=quote, note_removed=removed)
        saved, effects = self._saved(state, content)
        return msgspec.structs.replace(self._at(saved, state.current), recent=text or state.recent), effects

    def offer(self, state: State) -> Offer | None:
        """What would be put in behind the caret, while a note is typed and the caret stands at its end."""
        note = state.note
        if state.mode is not Mode.NOTE or note.caret < len(note.text):
            return None
        begun = offers(state.phrases, self._abbreviations, note.text)
        if not state.asked:
            return begun[0] if begun else None
        every = dict.fromkeys((*begun, *offers(state.phrases, self._abbreviations, note.text, asked=True)))
        return tuple(every)[(state.asked - (not begun)) % len(every)] if every else None

    def _opened(self, state: State, note: Note) -> State:
        phrases = phrases_for(state.bank, state.current, state.content.reasons)
        return msgspec.structs.replace(state, mode=Mode.NOTE, note=note, phrases=phrases, asked=0, marked="")

    def _typing(self, state: State, text: str) -> State:
        """Open the note at its end, with `text` behind what stands there."""
        kept = state.content.note
        return self._opened(state, _behind(Note(text=kept, caret=len(kept)), text))

    def _in_note(self, state: State, key: Key) -> Step:
        note = state.note
        if key.name == "enter" and note.text[: note.caret].endswith("\\"):
            return _edited(state, note.erase().insert("\n")), ()
        if key.name in ("enter", "escape"):
            ended, effects = self.end_note(state)
            goes_on = key.name == "enter" and bool(ended.content.value)
            return (self._go_on(ended) if goes_on else ended), effects
        if key.name == "backspace" and not note.text and self._takes_reasons(state):
            ended, effects = self.end_note(state)
            return msgspec.structs.replace(ended, mode=Mode.REASONS, act_open=state.act_open or bool(effects)), effects
        if key.typed:
            return _edited(state, note.insert(key.typed)), ()
        taken = self._offered(state, self._note_keys.get(key.name, ""))
        if taken:
            return taken
        edited = note.press(key.name)
        return (_edited(state, edited), ()) if edited else self._elsewhere(state, key)

    def _opens_note(self, key: Key) -> bool:
        return self._keys.get(key.name, "") in _OPENING

    def _offered(self, state: State, command: str) -> Step | None:
        """What one of the commands on offers does; None where it does nothing, and its key may be one that edits."""
        offered = self.offer(state)
        match command:
            case "review.next-phrase":
                return self._asked(state)
            case "review.last-note":
                return self._recalled(state)
            case "review.take-phrase" if offered:
                return _taken(state, offered), ()
            case "review.take-word" if offered:
                return _taken(_following(state, offered.phrase), offered.word), ()
            case "review.forget-phrase" if offered and offered.phrase:
                return _forgotten(state, offered.phrase)
            case "review.take-word" | "review.forget-phrase":
                return state, (Say("No phrase is offered here."),)
        return None

    def _asked(self, state: State) -> Step:
        asked = msgspec.structs.replace(state, asked=state.asked + 1)
        if self.offer(asked) == self.offer(state):
            return state, (Say(f"There is no {'other ' if self.offer(state) else ''}phrase that goes on from here."),)
        return asked, ()

    def _recalled(self, state: State) -> Step:
        recent = state.recent or state.bank.last
        if not recent or state.note.text.endswith(recent):
            return state, (Say("There is no earlier note to put in here."),)
        end = msgspec.structs.replace(state.note, caret=len(state.note.text))
        return _edited(state, _behind(end, recent)), ()


def _behind(note: Note, text: str) -> Note:
    """The note with text put in at the caret, a blank between them where there is none."""
    before = note.text[: note.caret]
    gap = " " if before and text and not before[-1].isspace() else ""
    return note.insert(gap + text)


def _edited(state: State, note: Note) -> State:
    return msgspec.structs.replace(state, note=note, asked=0)


def _taken(state: State, offered: Offer) -> State:
    return _edited(state, state.note.put(offered.text, erasing=offered.erases))


def _following(state: State, phrase: str) -> State:
    """The state in which the phrase of which a word was taken is offered before others that go on alike."""
    others = tuple(other for other in state.phrases if other != phrase)
    return msgspec.structs.replace(state, phrases=(phrase, *others)) if phrase else state


def _forgotten(state: State, phrase: str) -> Step:
    phrases = tuple(other for other in state.phrases if phrase_key(other) != phrase_key(phrase))
    state = msgspec.structs.replace(state, phrases=phrases, bank=state.bank.forget(phrase))
    effects: tuple[Effect, ...] = (Say("This phrase is never offered to you again."), Forget(phrase_key(phrase)))
    return state, effects
