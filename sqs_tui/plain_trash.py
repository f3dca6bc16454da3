"""The commands that take things out of the way: `trash`, `untrash`, and `delete` for good."""

import argparse
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.machine import account_name
from sqs_tui.plain import DONE, Place, WrongUseError, narrate, print_json, print_table
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.domain.records import Record
    from sqs_tui.store.inspection import OpenInspection
    from sqs_tui.store.trash import Trashed


def trash(args: argparse.Namespace, place: Place) -> int:
    """`trash`: put an inspection, or one of its records, into the trash; or list what is there."""
    if args.list:
        return _list(args, place)
    if args.inspection is None:
        raise WrongUseError("Name what goes into the trash, or see with --list what is there.")
    folder = place.library.find(args.inspection)
    if args.record is None:
        place.library.trash(folder, by=account_name())
        narrate(f"{folder} is in the trash; `sqs-tui untrash {folder}` brings it back.")
    else:
        opened = place.open(folder)
        record = opened.trash_record(opened.record(args.record).id)
        narrate(f"{record.reference} is in the trash; `sqs-tui untrash {folder} {record.reference}` brings it back.")
    return DONE


def _list(args: argparse.Namespace, place: Place) -> int:
    if args.inspection is None:
        rows = [(one.name, one.called, one.at, one.by) for one in place.library.trashed()]
    else:
        opened = place.open(args.inspection)
        rows = [(record.reference, record.id, record.trashed, opened.trashed_by(record.id)) for record in opened.trashed()]
    columns = ("name", "inspection", "at", "by") if args.inspection is None else ("record", "id", "at", "by")
    if args.json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif rows:
        shown = [(name, called, _local(at), by) for name, called, at, by in rows]
        print_table([tuple(column.upper() for column in columns), *shown])
    else:
        narrate("the trash is empty.")
    return DONE


def _local(at: str) -> str:
    """The local time of a moment in UTC, to the minute; empty where it is not known."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M") if at else ""


def untrash(args: argparse.Namespace, place: Place) -> int:
    """`untrash`: bring an inspection, or one of its records, back from the trash."""
    if args.record is None:
        sys.stdout.write(f"{place.library.restore(place.library.find_trashed(args.inspection).name)}\n")
    else:
        opened = place.open(args.inspection)
        record = opened.bring_back(_trashed_record(opened, args.record).id)
        narrate(f"{record.reference} is back.")
    return DONE


def delete(args: argparse.Namespace, place: Place) -> int:
    """`delete`: delete what is in the trash for good, after its name was typed."""
    if args.record is None:
        return _delete_inspection(args, place, place.library.find_trashed(args.inspection))
    opened = place.open(args.inspection)
    record = _trashed_record(opened, args.record)
    answers = opened.answers(record.id).values()
    notes = sum(bool(answer.content.note) for answer in answers)
    narrate(
        f"{record.reference} of {opened.details.name} will be deleted for good: {_many(len(answers), 'answer')}, "
        f"{_many(notes, 'note')}, their history"
        f"{', and its copies in the snapshots' if args.snapshots else ''}. Words of it that the letter quotes stay there."
    )
    _require_name(args, record.reference)
    snapshots = place.library.backups.of_inspection(opened.details.id)
    for identity, gone in opened.delete_record(record.id).items():
        if args.snapshots:
            snapshots.forget_record(identity, gone)
        sys.stdout.write(f"{gone}\n")
    return DONE


def _delete_inspection(args: argparse.Namespace, place: Place, trashed: "Trashed") -> int:
    records, answers, notes = _counted(place, trashed)
    narrate(
        f"{trashed.called or trashed.folder}, in the trash since {trashed.at[:10]}, will be deleted for good: "
        f"{_many(records, 'record')}, {_many(answers, 'answer')}, {_many(notes, 'note')}, the letter and their history"
        f"{', and all its snapshots' if args.snapshots else ''}."
    )
    _require_name(args, trashed.folder)
    place.library.delete(trashed, snapshots=args.snapshots)
    sys.stdout.write(f"{trashed.name}\n")
    return DONE


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _counted(place: Place, trashed: "Trashed") -> tuple[int, int, int]:
    """How many records, answers and notes an inspection in the trash holds, as far as they can be read."""
    from sqs_tui.plain import now
    from sqs_tui.store.library import Library
    from sqs_tui.store.trash import TRASH

    try:
        reviewed = Library(place.path / TRASH).open(trashed.name, by=account_name(), now=now).reviewed()
    except LibraryError:
        return 0, 0, 0
    contents = [content for record in reviewed for content in record.answers.values()]
    return len(reviewed), len(contents), sum(bool(content.note) for content in contents)


def _require_name(args: argparse.Namespace, name: str) -> None:
    """Have the name typed: at a terminal, or with --name. Raises WrongUseError where it is another."""
    typed = args.name
    if typed is None and sys.stdin.isatty():
        sys.stderr.write(f"Type {clean_text(name, one_line=True)} to delete it: ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
    if typed is None:
        raise WrongUseError(f"Nothing was deleted: --name must name it, {name}.")
    if clean_text(typed, one_line=True) != name:
        raise WrongUseError(f"Nothing was deleted: what was typed is not {name}.")


def _trashed_record(opened: "OpenInspection", name: str) -> "Record":
    """The record in the trash with this reference or id; raises LibraryError where there is none, or are several."""
    wanted = clean_text(name, one_line=True).casefold()
    found = [record for record in opened.trashed() if wanted in (record.reference.casefold(), record.id)]
    if len(found) == 1:
        return found[0]
    listed = f"`sqs-tui trash --list {opened.folder.name}` lists what is there"
    raise LibraryError(
        f"{'Several records' if found else 'No record'} in the trash of {opened.details.name} "
        f'{"are" if found else "is"} called "{clean_text(name, one_line=True)}": {listed}.'
    )
