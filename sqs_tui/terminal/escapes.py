"""Escape and a key that arrive in one read (typed ahead, or on a slow line) reach Textual as "alt" and that key."""

from textual.events import Key
from textual.keys import _character_to_key


def untangled(event: Key) -> tuple[Key, ...]:
    """The keys that were pressed: no command of this program is bound to alt, so alt means Escape before the key."""
    if event.key.startswith("alt+") and event.character and event.is_printable:
        return Key("escape", "\x1b"), Key(_character_to_key(event.character), event.character)
    return (event,)
