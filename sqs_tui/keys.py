"""The command table with the keys as the user has them: what each key runs, how keys are written, which moves are possible."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from sqs_tui.commands import COMMANDS, EVERYWHERE, SHARED, Command, DialogName, ScreenName

_TEXTUAL_NAMES = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
_KEY_NAMES = {"escape": "Esc", "space": "Space", "pageup": "PageUp", "pagedown": "PageDown"}
_FIXED = frozenset({"enter", "escape"})
"""Keys that mean the same in every list, form and dialog: they stay with the commands that have them."""
_ARROWS = frozenset({"up", "down", "left", "right", "home", "end", "pageup", "pagedown"})
"""Keys that lists and texts take for themselves."""
_NAMED = _FIXED | _ARROWS | {"tab", "shift+tab", "space", "backspace", "delete", "insert", *(f"f{n}" for n in range(1, 13))}
_CTRL = frozenset(f"ctrl+{letter}" for letter in "abcdefgklnopqrstuvwxyz")
"""What a terminal can send: ctrl with h, i, j or m arrives as Backspace, Tab or Enter."""
ANSWER_KEYS = frozenset("yna0123456789")
"""Keys that are free for the answers of an instrument, and so for no command on Review."""
_UNMOVED: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_NAMED_COMMAND = re.compile(r"\{([a-z]+\.[a-z-]+)\}")


class Keys:
    """The command table with the keys a user has moved: `moved` has all keys of a command, by its id, and is sound (`sound`)."""

    def __init__(self, moved: Mapping[str, tuple[str, ...]] = _UNMOVED) -> None:
        self.moved = moved
        self.commands = tuple(replace(command, keys=moved.get(command.id, command.keys)) for command in COMMANDS)
        self._by_id = {command.id: command for command in self.commands}

    def command(self, identity: str) -> Command:
        """A command by its id; raises KeyError where there is none."""
        return self._by_id[identity]

    def for_screen(self, screen: str) -> tuple[Command, ...]:
        """The commands that apply on a screen, its own first."""
        return tuple(command for command in self.commands if screen in command.screens)

    def map(self, screen: str, *, typing: bool = False) -> dict[str, str]:
        """The command id that each key of a screen runs, by the key as the table writes it; what `scoring.Flow` takes.

        A key that two commands share runs the one that applies while a note is typed, or with `typing` off the other.
        """
        commands = sorted(self.for_screen(screen), key=lambda command: command.id in SHARED and command.typing is typing)
        return {key: command.id for command in commands for key in command.keys}

    def of(self, identity: str) -> str:
        """All keys of a command for people: "h, F1"."""
        return keys_text(self._by_id[identity])

    def first(self, identity: str) -> str:
        """The first key of a command for people: "h"."""
        return key_name(self._by_id[identity].keys[0])

    def says(self, text: str) -> str:
        """A sentence of the program with the keys it speaks of: "{review.undo} takes it back"."""
        return _NAMED_COMMAND.sub(lambda found: self.first(found[1]), text)

    def textual(self) -> dict[str, str]:
        """What Textual's `set_keymap` takes."""
        return {identity: ",".join(map(textual_keys, keys)) for identity, keys in self.moved.items()}

    def markdown_table(self) -> str:
        """The table of all keys for the README and for `sqs-tui keys`."""
        rows = [
            f"| {place} | {' '.join(f'`{key_name(key)}`' for key in command.keys)} | {command.help} |"
            for place, commands in self.by_place().items()
            for command in commands
        ]
        return "\n".join(["| Screen | Key | What it does |", "| --- | --- | --- |", *rows]) + "\n"

    def by_place(self) -> dict[str, tuple[Command, ...]]:
        """Every command once, under the screen it belongs to or "Everywhere"."""
        places: dict[str, tuple[Command, ...]] = {
            screen.value: tuple(command for command in self.commands if command.screens == (screen,))
            for screen in (*ScreenName, *DialogName)
        }
        places["Every screen"] = tuple(command for command in self.commands if command.screens == tuple(ScreenName))
        places["Everywhere"] = tuple(command for command in self.commands if command.screens == EVERYWHERE)
        return places


DEFAULT_KEYS = Keys()
"""The keys as they are where nobody has moved any."""


def reserved_keys() -> frozenset[str]:
    """The characters that Review needs for itself: no scale of an instrument may take one as an answer key."""
    return frozenset(key for key in DEFAULT_KEYS.map(ScreenName.REVIEW) if len(key) == 1)


def textual_key(key: str) -> str:
    """The name by which Textual knows a key of the table ("?" is "question_mark")."""
    if len(key) > 1 or key.isalnum():
        return key
    name = unicodedata.name(key).lower().replace("-", "_").replace(" ", "_")
    return _TEXTUAL_NAMES.get(name, name)


def textual_keys(key: str) -> str:
    """A key by the names under which it may arrive: Enter comes as ctrl+j where it was typed before the program was ready."""
    return "enter,ctrl+j" if key == "enter" else textual_key(key)


def key_name(key: str) -> str:
    """How a key is written for people: "Enter", "Esc", "F1", "ctrl+p", "?"."""
    return key if len(key) == 1 or "+" in key else _KEY_NAMES.get(key, key.capitalize())


def keys_text(command: Command) -> str:
    """All keys of a command for people: "h, F1"."""
    return ", ".join(key_name(key) for key in command.keys)


# Moving keys


def sound(wanted: Mapping[str, object]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The moves that are possible, and a sentence for each that is not, which leaves its command the keys of the table.

    `wanted` has for a command's id a key or a list of keys, as the file of settings has them.
    """
    moved: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    by_id = {command.id: command for command in COMMANDS}
    for identity, given in wanted.items():
        keys = _keys_in(given)
        fault = _fault(by_id.get(identity), identity, keys)
        if fault:
            faults.append(fault)
        else:
            moved[identity] = keys
    while clash := next(_clashes(moved), None):
        one, other, key, screen = clash
        for identity in {one, other} & moved.keys():
            del moved[identity]
        says = f"keys: {key_name(key)} would run both {one} and {other} on {screen}; each has its own keys until you mend it"
        faults.append(says)
    return moved, faults


def _keys_in(given: object) -> tuple[str, ...]:
    listed = given if isinstance(given, list | tuple) else [given]
    return tuple(dict.fromkeys(key if len(key) == 1 else key.lower() for key in map(str, listed)))


def _fault(command: Command | None, identity: str, keys: tuple[str, ...]) -> str:
    """Why a command cannot have these keys; empty where it can."""
    if command is None:
        return f"keys: there is no command {identity}; `sqs-tui keys` lists them"
    stays = f"{identity} has {keys_text(command)} until you mend it"
    impossible = [key for key in keys if not _exists(key)]
    if impossible or not keys:
        return f"keys: no terminal sends “{', '.join(impossible)}” as a key; {stays}"
    if {key for key in command.keys if key in _FIXED} != {key for key in keys if key in _FIXED}:
        return f"keys: Enter and Esc stay where they are, and {identity} cannot change that; {stays}"
    taken = [key for key in keys if key in _ARROWS and not _ARROWS.intersection(command.keys)]
    if taken:
        return f"keys: {key_name(taken[0])} moves in lists and texts, and cannot run {identity}; {stays}"
    answers = [key for key in keys if key in ANSWER_KEYS and ScreenName.REVIEW in command.screens]
    if answers:
        return f"keys: {answers[0]} is a key for answers, and cannot run {identity}; {stays}"
    typed = [key for key in keys if command.typing and (len(key) == 1 or key in ("space", "backspace", "delete", "tab"))]
    if typed:
        return f"keys: {key_name(typed[0])} is for the text that is typed while {identity} applies; {stays}"
    return ""


def _exists(key: str) -> bool:
    return key in _NAMED or key in _CTRL or (len(key) == 1 and key.isprintable() and not key.isspace())


def _clashes(moved: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str, str, str]]:
    """Two commands, and the key that both would have on a screen."""
    keys = Keys(moved)
    for screen in (*ScreenName, *DialogName):
        owners: dict[str, str] = {}
        for command in keys.for_screen(screen):
            for key in command.keys:
                other = owners.setdefault(key, command.id)
                if {other, command.id} <= SHARED:
                    continue
                if other != command.id and {other, command.id} & moved.keys():
                    yield other, command.id, key, screen.value
