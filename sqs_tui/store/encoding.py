"""How a file's tables become bytes: JSON that people can read."""

from collections.abc import Iterable, Mapping
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
        return _braced((_named(name, _table(self._known[name].values()), _STEP) for name in tables), b"") + b"\n"

    def _texts(self, name: str, table: Mapping[str, Any]) -> dict[str, tuple[object, bytes]]:
        before = self._known.get(name, {})
        texts: dict[str, tuple[object, bytes]] = {}
        for key, document in table.items():
            known = before.get(key)
            texts[key] = known if known and known[0] is document else (document, _named(key, _indented(document), 2 * _STEP))
        return texts


def _table(texts: Iterable[tuple[object, bytes]]) -> bytes:
    return _braced((text for _, text in texts), _STEP)


def _braced(members: Iterable[bytes], indent: bytes) -> bytes:
    inside = b",\n".join(members)
    return b"{\n" + inside + b"\n" + indent + b"}" if inside else b"{}"


def _named(name: str, text: bytes, indent: bytes) -> bytes:
    return indent + msgspec.json.encode(name) + b": " + text


def _indented(document: object) -> bytes:
    """A document's text where it stands; a line's end within a text is an escape, and none of these."""
    return encoded(document).rstrip(b"\n").replace(b"\n", b"\n" + 2 * _STEP)
