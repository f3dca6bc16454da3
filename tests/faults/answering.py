"""One of several inspectors who answer at random in the same cases; a process of its own, to be killed at any moment.

`python -m tests.faults.answering LIBRARY FOLDER ACCOUNT COUNT SEED LOG` gives answers until LOG tells of COUNT that are saved.
Before each it writes there what it is about to say and what it has seen; after `put` has returned, that it was saved, as what.
"""

import os
import random
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sqs_tui.domain.records import Content
from sqs_tui.store.library import Library


class Intent(msgspec.Struct, frozen=True, kw_only=True, tag="intent"):
    """What is about to be said. No two say the same: the note tells them apart."""

    note: str
    record: str
    question: str
    seen: tuple[str, ...]
    """The lines that stood there as this inspector knew it."""


class Saved(msgspec.Struct, frozen=True, kw_only=True, tag="saved"):
    """What was said is saved."""

    note: str
    line: str
    """The id of the line of history."""
    by: str


def read_log(path: Path) -> list[Intent | Saved]:
    """What a log tells; a line that breaks off tells nothing."""
    told: list[Intent | Saved] = []
    for line in path.read_bytes().split(b"\n") if path.exists() else ():
        with suppress(msgspec.DecodeError):
            told.append(msgspec.json.decode(line, type=Intent | Saved))
    return told


def acknowledged(log: Iterable[Intent | Saved]) -> list[Saved]:
    """What a log tells to be saved."""
    return [told for told in log if isinstance(told, Saved)]


def main(library: str, folder: str, account: str, count: str, seed: str, log: str) -> None:
    """Answer until the log is full."""
    path = Path(log)
    told = read_log(path)
    done, begun = len(acknowledged(told)), len(told)
    chance = random.Random(f"{account} {seed} {begun}")
    inspection = Library(Path(library)).open(folder, by=account, now=lambda: datetime.now(UTC))
    records = [record.id for record in inspection.records()]
    questions = [question.id for question in inspection.instrument.of_unit("case")][:4]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), "wb", buffering=0) as handle:
        if told:
            handle.write(b"\n")  # what the one before was writing when it was killed ends here
        while done < int(count):
            if chance.random() < 0.3:
                inspection.refresh()
            record, question = chance.choice(records), chance.choice(questions)
            note = f"{account} {begun} {'x' * chance.randrange(60)}"
            intent = Intent(note=note, record=record, question=question, seen=inspection.seen(record, question))
            handle.write(msgspec.json.encode(intent) + b"\n")
            value = chance.choice(inspection.instrument.choices_of(question)).value
            line = inspection.put(record, question, Content(value=value, note=note), act=inspection.new_act())
            assert line
            handle.write(msgspec.json.encode(Saved(note=note, line=line.id, by=line.by)) + b"\n")
            begun += 1
            done += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
