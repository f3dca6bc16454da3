"""What an account is used to: how often it has used each command. Kept in its own folder, since it is about nobody else."""

from datetime import date
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from sqs_tui.store.files import make_folder, require_writable, saving, write_file
from sqs_tui.store.locks import locked
from sqs_tui.store.storage import FORMAT

AWAY = 28
"""Days after which one has to learn the keys again: what was used before then is forgotten."""
_PATIENCE = 0.2
"""Seconds to wait for another program's save: habits can wait for the next time."""


class Habits(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an account's way with the program."""

    used: dict[str, Annotated[int, Meta(ge=0)]] = {}
    """How often each command was used, by its id."""
    day: date | None = None
    """The last day on which the program was used."""
    toured: bool = False
    """The tour was done or declined: it is not offered again."""

    def away(self, today: date) -> int:
        """The days since the program was used last, where that is so long ago that the keys may be forgotten; else 0."""
        days = (today - self.day).days if self.day else 0
        return days if days >= AWAY else 0

    def on(self, today: date) -> "Habits":
        """The habits of today: nothing counts as used after a long time away."""
        return replace(self, used={} if self.away(today) else self.used, day=today)


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds."""

    format: int
    habits: Habits


def read_habits(path: Path) -> Habits:
    """The habits in a file; none where it is not there, damaged or newer. Never raises: they are a comfort."""
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Habits()
    return kept.habits if kept.format <= FORMAT else Habits()


def save_habits(path: Path, habits: Habits, today: date) -> None:
    """Keep habits; what another program of the account counted meanwhile stays. Raises NotSavedError."""
    with saving(path):
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        if not path.parent.is_dir():
            make_folder(path.parent)
        require_writable(path)
        with locked(path, _PATIENCE):
            there = read_habits(path).on(today)
            used = {command: max(there.used.get(command, 0), times) for command, times in (there.used | habits.used).items()}
            kept = replace(habits, used=used, day=today, toured=habits.toured or there.toured)
            write_file(path, msgspec.json.format(msgspec.json.encode(_Kept(format=FORMAT, habits=kept)), indent=2) + b"\n")
