"""A flow driven by keys."""

from collections.abc import Iterable

from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.scoring import Effect, Flow, Key, Save, State, Stop
from sqs_tui.keys import DEFAULT_KEYS
from tests.builders import answers, instrument

KEYS = DEFAULT_KEYS.map(ScreenName.REVIEW)
ENTER, ESC, TAB, BACKSPACE = Key("enter", "\r"), Key("escape", "\x1b"), Key("tab", "\t"), Key("backspace", "\x08")
DOWN, UP, SPACE = Key("down"), Key("up"), Key("space", " ")


class Desk:
    """A flow with its state, driven by keys; it counts them and keeps what they did."""

    def __init__(
        self,
        scored: Instrument,
        unit: str = "case",
        *,
        given: dict[str, Content] | None = None,
        auto_advance: bool = True,
        single_key_answers: bool = True,
        abbreviations: dict[str, str] | None = None,
    ) -> None:
        self.flow = Flow(
            scored,
            KEYS,
            auto_advance=auto_advance,
            single_key_answers=single_key_answers,
            abbreviations=abbreviations or {},
            note_keys=DEFAULT_KEYS.map(ScreenName.REVIEW, typing=True),
        )
        self.state: State = self.flow.start(unit, given or {})
        self.effects: list[Effect] = []
        self.pressed = 0

    def press(self, *keys: Key | str) -> "Desk":
        """Press keys; a string is typed character by character."""
        for key in keys:
            for one in map(typed, key) if isinstance(key, str) else (key,):
                self.state, done = self.flow.press(self.state, one)
                self.effects += done
                self.pressed += 1
        return self

    def paste(self, text: str) -> "Desk":
        self.state, done = self.flow.paste(self.state, text)
        self.effects += done
        return self

    @property
    def saves(self) -> list[Save]:
        return [effect for effect in self.effects if isinstance(effect, Save)]

    @property
    def stops(self) -> list[str]:
        return [effect.text for effect in self.effects if isinstance(effect, Stop)]


def typed(character: str) -> Key:
    return SPACE if character == " " else Key(character, character)


def small(*, auto_advance: bool = True) -> Desk:
    """At 1.1, the fact being so: behind it stand 1.2 and 1.3, in theme order."""
    desk = Desk(instrument(file_order=[]), given=answers({"fact": "yes"}), auto_advance=auto_advance)
    assert desk.state.current == "1.1"
    return desk


def replayed(before: dict[str, Content], saves: Iterable[Save]) -> dict[str, Content]:
    held = dict(before)
    for save in saves:
        held.pop(save.question, None)
        if save.content:
            held[save.question] = save.content
    return held
