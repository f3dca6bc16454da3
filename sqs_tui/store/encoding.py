"""How a file's tables become bytes: JSON that people can read."""

from collections.abc import Mapping
from typing import Any

import msgspec

_STEP = b"  "


def encoded(data: object) -> bytes:
    """A file's bytes with this in it."""
    return msgspec.json.format(msgspec.json.encode(data), indent=len(_STEP)) + b"\n"


class Encoder:
    """Encodes one file again and again, each time only those documents that are others than before.

    A history only grows: without this a save would take the longer the more was saved before. A document may be replaced in its
    table, never changed in place.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[object, bytes]]] = {}

    def encoded(self, tables: Mapping[str, Mapping[str, Any]]) -> bytes:
        """The very bytes that `encoded` gives. Raises as that does, and for a key that is no text."""
        self._known = {name: self._texts(name, table) for name, table in tables.items()}
        pieces = [b"{"]
        for name, texts in self._known.items():
            pieces.append(_after(pieces) + _named(name, _STEP) + b"{")
            members = [text for _, text in texts.values()]
            if members:
                members[0] = members[0].removeprefix(b",")
                pieces += members
                pieces.append(b"\n" + _STEP)
            pieces.append(b"}")
        pieces.append(b"\n}\n" if tables else b"}\n")
        return b"".join(pieces)  # at once: every copy of a large file costs as much as to write it

    def _texts(self, name: str, table: Mapping[str, Any]) -> dict[str, tuple[object, bytes]]:
        """The documents of a table with their texts, each behind a comma."""
        before = self._known.get(name, {})
        texts: dict[str, tuple[object, bytes]] = {}
        for key, document in table.items():
            known = before.get(key)
            texts[key] = known if known and known[0] is document else (document, _member(key, document))
        return texts


def _member(key: str, document: object) -> bytes:
    # A line's end within a text is an escape, and none of those that are indented here.
    text = encoded(document).rstrip(b"\n").replace(b"\n", b"\n" + 2 * _STEP)
    return b"," + _named(key, 2 * _STEP) + text


def _named(name: str, indent: bytes) -> bytes:
    return b"\n" + indent + msgspec.json.encode(name) + b": "


def _after(pieces: list[bytes]) -> bytes:
    return b"," if len(pieces) > 1 else b""
