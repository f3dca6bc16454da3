"""The commands that keep copies, bring them back, and look whether all is well: `backup`, `restore` and `verify`."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqs_tui.errors import ExportError, LibraryError, SqsError
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, agreed, narrate, print_json, print_table, print_text
from sqs_tui.progress import CancelledError, inside
from sqs_tui.text import clean_text

if TYPE_CHECKING:
    from sqs_tui.progress import Steps
    from sqs_tui.store.findings import Finding
    from sqs_tui.store.restoring import Step
    from sqs_tui.store.snapshots import Snapshots, Source

BY_HAND = "by hand"
_NAMED = 4
"""How many files a line of the list names."""


def backup(args: argparse.Namespace, place: Place) -> int:
    """`backup`: a snapshot now, of one inspection or of all, whose names are printed; or one archive of them."""
    library = place.library
    folders = library.folders() if args.inspection is None else [library.find(args.inspection)]
    if args.output is not None and not args.force and Path(args.output).exists():
        raise ExportError(f"{args.output} is there already: name another with --output, or write over it with --force.")
    if not folders:
        narrate(f"there are no inspections in {place.path} yet; `sqs-tui new` begins one.")
        return DONE
    taken: list[tuple[str, Source]] = []
    data = b""
    try:
        with Meter("backup", os.environ, after="the snapshots that were taken until then are kept, each whole") as meter:
            for folder, steps in inside(folders, "inspections", meter):
                taken.append((folder, library.snapshot(folder, why=BY_HAND, steps=steps)))
            if args.output is not None:
                from sqs_tui.store.archive import archive_of

                data = archive_of([source for _, source in taken], meter)
    except CancelledError:
        _tell_taken(taken)
        raise
    if args.output is None:
        return _tell_taken(taken)
    from sqs_tui.export.files import write_new

    write_new(Path(args.output), data, overwrite=args.force)
    code = _tell_faults(taken)
    sys.stdout.write(f"{args.output}\n")
    return code


def _tell_taken(taken: "Sequence[tuple[str, Source]]") -> int:
    """Print the names of snapshots, by folder."""
    print_table([(folder, source.name) for folder, source in taken])
    return _tell_faults(taken)


def _tell_faults(taken: "Sequence[tuple[str, Source]]") -> int:
    faults = [
        f"{folder}/{file} is copied as it is, but is no good copy: {kept.fault}."
        for folder, source in taken
        for file, kept in source.manifest.files.items()
        if kept.fault
    ]
    for sentence in faults:
        narrate(sentence)
    return PROBLEMS if faults else DONE


def restore(args: argparse.Namespace, place: Place) -> int:
    """`restore`: list what there is to bring back, or bring it back; what was there before is kept."""
    from sqs_tui.store.archive import require_whole

    if args.archive is not None and args.snapshot is not None:
        raise WrongUseError("Name a snapshot or an archive with --from, not both.")
    folder, name, snapshots, sources = _found(args, place)
    if args.archive is not None:
        (source,) = sources
        with Meter("restore", os.environ) as meter:
            require_whole(source, meter)
    elif args.snapshot is not None:
        source = _chosen(sources, args.snapshot, name)
    else:
        return _list(args, place, folder, name, sources)
    if folder is None:
        if args.files:
            raise LibraryError(f"{name} is no longer in the library, and comes back whole: leave --file out.")
        what = f"the whole inspection with {_count(source.manifest.records, 'record')}"
        if not agreed(args, f"{name} is no longer in the library: bring back {what}, as it was {_local(source)}?"):
            return PROBLEMS
        with Meter("restore", os.environ) as meter:
            back = place.library.bring_back(source, meter)
        print_text(back)
        return DONE
    return _restore_into(args, place, folder, snapshots, source)


def _restore_into(args: argparse.Namespace, place: Place, folder: str, snapshots: "Snapshots", source: "Source") -> int:
    from sqs_tui.store.restoring import plan
    from sqs_tui.store.restoring import restore as carry_out

    inspection = place.path / folder
    with Meter("restore", os.environ) as meter:
        planned = plan(inspection, source, args.files, meter)
    for step in planned:
        if step.refusal:
            narrate(step.refusal)
    going = [step for step in planned if not step.refusal]
    if not going:
        if not planned:
            narrate(f"nothing of {folder} would change: it is as it was {_local(source)}.")
        return PROBLEMS if planned else DONE
    if not agreed(
        args, f"{_count(len(going), 'file')} of {folder} would be as {_were(going)} {_local(source)}: {_named(going)}."
    ):
        return PROBLEMS
    with Meter("restore", os.environ) as meter:
        done = carry_out(snapshots, inspection, planned, place.library.now(), meter)
    for target in done.brought_back:
        print_text(target)
    narrate(f"what was there before is kept: `sqs-tui restore {folder} {done.before}` brings it back.")
    return PROBLEMS if done.refused else DONE


def verify(args: argparse.Namespace, place: Place) -> int:
    """`verify`: everything that is not as it should be, each with the repair that is offered, or put right with `--repair`."""
    library = place.library
    folders = library.folders() if args.inspection is None else [library.find(args.inspection)]
    verified: list[_Verified] = []
    first: dict[str, str] = {}
    try:
        with Meter("verify", os.environ) as meter:
            for folder, steps in inside(folders, "inspections", meter):
                one = _verified(place, folder, first, steps, repairs=args.repair)
                verified.append(one)
                if one.before:
                    meter.after = "what was repaired until then is told above, and nothing else was changed"
    except CancelledError:
        _tell_verified(args, verified)
        raise
    return _tell_verified(args, verified)


class _Verified(NamedTuple):
    """An inspection that was looked at."""

    folder: str
    done: "tuple[Finding, ...]"
    left: "tuple[Finding, ...]"
    before: str
    """The name of the snapshot that was taken before a repair; empty where nothing was repaired."""


def _verified(place: Place, folder: str, first: dict[str, str], steps: "Steps", *, repairs: bool) -> _Verified:
    """Look at an inspection; `first` has the folder of each that was looked at, by its id."""
    from sqs_tui.store.repair import repair
    from sqs_tui.store.verify import twice
    from sqs_tui.store.verify import verify as look

    inspection, snapshots = place.path / folder, place.library.backups.of(place.path / folder)
    same = first.setdefault(snapshots.inspection, folder)
    also = (twice(same),) if same != folder else ()
    if not repairs:
        return _Verified(folder, (), (*look(inspection, snapshots, steps), *also), "")
    repaired = repair(inspection, snapshots, place.library.now(), steps)
    return _Verified(folder, repaired.done, (*repaired.left, *also), repaired.before)


def _tell_verified(args: argparse.Namespace, verified: Sequence[_Verified]) -> int:
    for one in verified:
        if one.before:
            narrate(f"what was there before is kept: `sqs-tui restore {one.folder} {one.before}` brings it back.")
    code = PROBLEMS if any(one.left for one in verified) else DONE
    if args.json:
        print_json([{"folder": one.folder, "repaired": list(one.done), "findings": list(one.left)} for one in verified])
        return code
    for folder, done, left, _ in verified:
        for found in done:
            print_text(f"{folder}/{found.place}: repaired: {found.what}.")
        for found in left:
            print_text(f"{folder}/{found.place}: {found.badness.value}: {found.what} ({found.remedy}).")
        print_text(f"{folder}: {_count(len(left), 'finding') if left else 'all is well'}.")
    return code


def _found(args: argparse.Namespace, place: Place) -> "tuple[str | None, str, Snapshots, list[Source]]":
    """The inspection's folder, None where it is no longer there; its name; its snapshots; what it can be brought back from."""
    from sqs_tui.store.archive import read_archive
    from sqs_tui.store.snapshots import Snapshots

    library = place.library
    if args.archive is not None:
        sources = read_archive(Path(args.archive))
        found = [source for source in sources if source.manifest.folder.casefold().startswith(args.inspection.casefold())]
        exact = [source for source in found if source.manifest.folder == args.inspection]
        if len(exact or found) != 1:
            held = ", ".join(source.manifest.folder for source in sources)
            name = clean_text(args.inspection, one_line=True)
            raise LibraryError(
                f'{args.archive} holds no one inspection that begins with "{name}", but {held}: name one of these.'
            )
        (source,) = exact or found
        manifest = source.manifest
        folder = library.backups.folder_of(manifest.inspection, library.folders(), manifest.folder)
        snapshots = library.backups.of(place.path / folder) if folder else Snapshots(place.path, manifest.inspection)
        return folder, folder or manifest.folder, snapshots, [source]
    try:
        folder = library.find(args.inspection)
    except LibraryError:
        gone = library.backups.gone(args.inspection, library.folders())
        if gone is None:
            raise
        return None, gone.folder, gone.snapshots, gone.snapshots.all()
    snapshots = library.backups.of(place.path / folder)
    return folder, folder, snapshots, snapshots.all()


def _chosen(sources: "Sequence[Source]", beginning: str, name: str) -> "Source":
    found = [source for source in sources if source.name.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    wanted = clean_text(beginning, one_line=True)
    what = "Several snapshots begin" if found else "No snapshot begins"
    raise LibraryError(f'{what} with "{wanted}": `sqs-tui restore {name}` lists them.')


def _list(args: argparse.Namespace, place: Place, folder: str | None, name: str, sources: "Sequence[Source]") -> int:
    from sqs_tui.store.restoring import differing

    changes = [differing(place.path / folder, source) if folder else tuple(source.manifest.files) for source in sources]
    if args.json:
        print_json(
            [
                {
                    "snapshot": source.name,
                    "taken": source.manifest.taken,
                    "why": source.manifest.why,
                    "records": source.manifest.records,
                    "answers": source.manifest.answers,
                    "damaged": {file: kept.fault for file, kept in source.manifest.files.items() if kept.fault},
                    "would_change": changed,
                }
                for source, changed in zip(sources, changes, strict=True)
            ]
        )
    elif not sources:
        narrate(f"there is no snapshot of {name} yet; `sqs-tui backup {name}` takes one.")
    else:
        heads = ("SNAPSHOT", "TAKEN", "RECORDS", "ANSWERS", "WHY", "WOULD CHANGE")
        print_table([heads, *(_row(source, changed) for source, changed in zip(sources, changes, strict=True))])
    return DONE


def _row(source: "Source", changed: Sequence[str]) -> tuple[str, ...]:
    manifest = source.manifest
    named = ", ".join(Path(place).stem if "/" in place else place for place in changed[:_NAMED])
    more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    counts = (str(manifest.records), str(manifest.answers))
    return source.name, _local(source, "%Y-%m-%d %H:%M"), *counts, manifest.why, f"{named}{more}" or "nothing"


def _named(steps: "Sequence[Step]") -> str:
    return ", ".join(step.target for step in steps)


def _were(steps: "Sequence[Step]") -> str:
    return "it was" if len(steps) == 1 else "they were"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _local(source: "Source", form: str = "on %-d %B %Y at %H:%M") -> str:
    """When a snapshot was taken, in local time."""
    try:
        return datetime.fromisoformat(source.manifest.taken).astimezone().strftime(form)
    except (OverflowError, OSError) as fault:
        raise SqsError(f"The snapshot {source.name} has no time that could be told; choose another.") from fault
