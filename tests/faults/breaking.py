"""Ways to break a file: cut short, with bytes turned, lost and put in, and as JSON that says something else than it should."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

Break = Callable[[bytes, random.Random], bytes]

_PLACEHOLDER = "@@broken@@"
_RAW = (
    b"null",
    b"true",
    b"-1",
    b"0.5",
    b"1e999",
    b"9" * 400,
    b"1E-9999",
    b"NaN",
    b"[]",
    b"{}",
    b'""',
    b'"\\u0000"',
    b'"\\ud800"',
    b'"\\u202e\\u001b[31m"',
    b'"\xff\xfe"',
    b'"' + b"x" * 100_000 + b'"',
    b"[" * 3_000 + b"]" * 3_000,
    b'{"a":' * 3_000 + b"1" + b"}" * 3_000,
    b'[["deep", {"er": null}]]',
    b'"\\u0041"',
    b'"9999-12-31T23:59:59.999Z"',
    b'"no time"',
)
"""What may stand where another value should: by type, size, depth, coding and meaning."""


def truncations(content: bytes) -> Iterator[bytes]:
    """The file cut short after each of its bytes; what lacks nothing but its last line's end is whole."""
    return (content[:length] for length in range(len(content.rstrip())))


def flip(content: bytes, chance: random.Random) -> bytes:
    """A few bytes become others."""
    broken = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 8, 64))):
        broken[chance.randrange(len(broken))] ^= chance.randrange(1, 256)
    return bytes(broken)


def drop(content: bytes, chance: random.Random) -> bytes:
    """A run of bytes is gone."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 2, 16, 300)) :]


def insert(content: bytes, chance: random.Random) -> bytes:
    """Bytes are put in: random ones, NULs, or a piece of the file itself."""
    start, length = chance.randrange(len(content)), chance.choice((1, 4, 600))
    piece = chance.choice((chance.randbytes(length), bytes(length), content[start : start + length]))
    at = chance.randrange(len(content))
    return content[:at] + piece + content[at:]


def zero(content: bytes, chance: random.Random) -> bytes:
    """A run of bytes is NUL, as some file systems leave it after a power cut."""
    start = chance.randrange(len(content))
    length = min(chance.choice((1, 16, 4096)), len(content) - start)
    return content[:start] + bytes(length) + content[start + length :]


def replace_value(content: bytes, chance: random.Random) -> bytes:
    """Another value stands in the place of one, somewhere in the tree."""
    data = json.loads(content)
    holder, key = chance.choice(list(_slots(data)))
    holder[key] = _PLACEHOLDER
    return _written(data, chance.choice(_RAW))


def rename_key(content: bytes, chance: random.Random) -> bytes:
    """A key is another one, or is gone."""
    data = json.loads(content)
    holder, key = chance.choice([(holder, key) for holder, key in _slots(data) if isinstance(holder, dict)])
    value = holder.pop(key)
    if chance.random() < 0.6:
        holder[chance.choice(("", "x", "\0", "id", "\u202e", str(key) + "2"))] = value
    return _written(data, b"")


def double_key(content: bytes, chance: random.Random) -> bytes:
    """A key stands there twice, with different values."""
    data = json.loads(content)
    holder, key = chance.choice([(holder, key) for holder, key in _slots(data) if isinstance(holder, dict)])
    holder[_PLACEHOLDER] = 0
    twice = json.dumps(key).encode() + b": " + chance.choice(_RAW)
    return _written(data, b"").replace(b'"": 0', twice, 1)


def swap_values(content: bytes, chance: random.Random) -> bytes:
    """Two values stand in each other's place."""
    data = json.loads(content)
    (one, first), (other, second) = chance.choices(list(_slots(data)), k=2)
    one[first], other[second] = json.loads(json.dumps(other[second])), json.loads(json.dumps(one[first]))
    return json.dumps(data).encode()


BREAKS: tuple[Break, ...] = (flip, drop, insert, zero, replace_value, replace_value, rename_key, double_key, swap_values)
"""Those that know JSON more often than the others: they pass the first reading."""


def _slots(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a tree that holds a value."""
    if isinstance(data, dict | list):
        for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
            yield data, key
            yield from _slots(value)


def _written(data: Any, raw: bytes) -> bytes:
    """A tree as JSON, with raw bytes in the place that is marked."""
    return json.dumps(data).encode().replace(f'"{_PLACEHOLDER}"'.encode(), raw or b'""')
