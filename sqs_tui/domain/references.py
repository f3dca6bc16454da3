"""References that are typed in one go: "BU01, BU02" and runs such as "BU01..BU14"."""

import re

from sqs_tui.text import clean_text

MOST = 200
"""The most references that one text may stand for."""

_RUN = re.compile(r"\s*\.\.+\s*|(?<=[0-9])\s+to\s+")
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>[0-9]{1,9})\Z")


def expand_references(text: str) -> tuple[str, ...]:
    """The references that a text stands for, in order, each once.

    A comma or a new line separates them. "BU01..BU14", "BU01..14" and "BU01 to BU14" are runs, their numbers padded as the
    first one is. Raises ValueError with one sentence.
    """
    references: list[str] = []
    for part in re.split(r"[,\n]", clean_text(text)):
        piece = clean_text(part, one_line=True)
        if piece:
            references += _expanded(piece)
            _require_few(len(references))
    if not references:
        raise ValueError("Name at least one reference, such as BU01 or BU01..BU14.")
    return tuple(dict.fromkeys(references))


def _expanded(piece: str) -> list[str]:
    ends = _RUN.split(piece)
    if len(ends) == 1:
        return [piece]
    first, last = (_NUMBERED.fullmatch(end) for end in ends) if len(ends) == 2 else (None, None)
    if first is None or last is None or last["stem"] not in ("", first["stem"]):
        raise ValueError(f'"{piece}" is no run: it needs two references that differ in their number, such as BU01..BU14.')
    start, end = int(first["number"]), int(last["number"])
    if end < start:
        raise ValueError(f'"{piece}" runs backwards: the lower number comes first.')
    _require_few(end - start + 1)
    width = len(first["number"])
    run = [f"{first['stem']}{number:0{width}}" for number in range(start, end + 1)]
    if not run[-1].endswith(last["number"]):
        raise ValueError(f'"{piece}" pads its two numbers differently: write both as the references are written.')
    return run


def _require_few(count: int) -> None:
    if count > MOST:
        raise ValueError(f"That would be {count} references; {MOST} at most can be added in one go.")
