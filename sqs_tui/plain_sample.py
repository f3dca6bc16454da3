"""The commands on the sample: to draw it, check it and replace its cases, and who is kept out of which."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqs_tui.errors import ExportError, LibraryError
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, now, print_json, print_table, print_text

if TYPE_CHECKING:
    from sqs_tui.domain.sample import Wanted
    from sqs_tui.store.inspection import OpenInspection
    from sqs_tui.store.sampling import Made


def sample(args: argparse.Namespace, place: Place) -> int:
    """`sample`: draw the sample from the case list, check it, or tell of it."""
    numbers = (args.cap, args.reserve)
    if args.size is None and (any((args.seed, args.by, args.person, args.dry_run)) or numbers != (None, None)):
        raise WrongUseError("--size says how many cases are drawn, such as 14 or 20%: without it nothing is drawn.")
    if args.check and args.size is not None:
        raise WrongUseError("--check is for the sample that was drawn: leave --size out.")
    opened = place.open(args.inspection)
    if args.check:
        return _check(opened)
    if args.size is not None:
        wanted = _wanted(opened, args)
        if args.dry_run:
            _print_preview(opened, wanted, as_json=args.json)
            return PROBLEMS if opened.damaged else DONE
        with Meter("sample", os.environ, after="what is there stays, and the same again adds the others") as meter:
            made = opened.sampling.draw(wanted, args.reason, meter)
        narrate(f"drawn by the seed {wanted.seed}.")
        _tell(made)
    _print_sample(opened, as_json=args.json)
    return PROBLEMS if opened.damaged else DONE


def _check(opened: "OpenInspection") -> int:
    faults = opened.sampling.check()
    for fault in faults:
        narrate(fault)
    if not faults:
        drawn = opened.sampling.require_now().draw
        print_text(f"The seed {drawn.wanted.seed} draws the same {len(drawn.cases)} cases, reserves and strata again.")
    return PROBLEMS if faults or opened.damaged else DONE


def _wanted(opened: "OpenInspection", args: argparse.Namespace) -> "Wanted":
    """What is asked for; without a seed the one of the sample that is there, where all else is the same, else a new one."""
    from sqs_tui.domain.sample_form import wanted_from
    from sqs_tui.store.second import new_seed

    listed, there = opened.sampling.require_list(), opened.sampling.now
    try:
        return wanted_from(
            size=args.size,
            seed=args.seed or "",
            by=args.by,
            cap="" if args.cap is None else str(args.cap),
            one_a_person=args.person,
            reserve="" if args.reserve is None else str(args.reserve),
            cases=listed.cases,
            labels=opened.interests.labels,
            there=there.draw.wanted if there else None,
            new_seed=new_seed,
        )
    except ValueError as fault:
        raise WrongUseError(str(fault)) from None


def _print_preview(opened: "OpenInspection", wanted: "Wanted", *, as_json: bool) -> None:
    import msgspec

    from sqs_tui.domain.sample_account import exact_share, stratum_label

    drawn = opened.sampling.preview(wanted)
    listed = sum(share.listed for share in drawn.shares)
    if as_json:
        print_json({**msgspec.structs.asdict(wanted), **msgspec.to_builtins(drawn)})
        return
    if wanted.by:
        rows = [
            (
                stratum_label(share.stratum, wanted.by, opened.interests.labels),
                str(share.listed),
                exact_share(share, wanted.size, listed),
                str(share.drawn),
            )
            for share in drawn.shares
        ]
        print_table([("STRATUM", "IN LIST", "SHARE", "DRAWN"), *rows])
        print_text("")
    print_text(f"{len(drawn.cases)} of the {listed} cases: {', '.join(drawn.cases)}")
    print_text(f"Reserves: {', '.join(drawn.reserves) or 'none'}")
    narrate(f"nothing was drawn: this is what the seed {wanted.seed} would draw.")


def _tell(made: "Made") -> None:
    if made.trashed:
        narrate(f"{_named(made.trashed)} went to the trash.")
    narrate(f"{len(made.added)} record{'' if len(made.added) == 1 else 's'} added." if made.added else "no record was missing.")
    if made.unread:
        narrate(f"nobody has {', '.join(made.unread)}, because the list's inspector is kept out by a conflict of interest.")


def _named(records: "tuple[object, ...]") -> str:
    return ", ".join(str(getattr(record, "reference", "")) for record in records)


def _print_sample(opened: "OpenInspection", *, as_json: bool) -> None:
    from sqs_tui.export.sample import asked, sample_json, strata_rows

    account = opened.sampling.account()
    if as_json:
        print_json(sample_json(account))
        return
    listed = account.listed
    print_text(f"{len(account.now.cases)} of the {len(listed.cases)} cases of {listed.source}, drawn by {account.now.draw.by}.")
    print_table([(label, text) for label, text in asked(account, account.now.draw)])
    if account.now.draw.wanted.by:
        print_text("")
        print_table([("STRATUM", "IN LIST", "SHARE", "DRAWN"), *strata_rows(account)])
    print_text("")
    rows = []
    for reference in account.now.cases:
        record = account.record(reference)
        inspector, state = (
            account.inspector(reference, nobody="-", missing="-"),
            record.state.value if record else "no record yet",
        )
        rows.append((reference, account.stratum_of(reference), account.stands_in_for(reference), inspector, state))
    print_table([("CASE", "STRATUM", "STANDS IN FOR", "INSPECTOR", "STATE"), *rows])
    print_text(f"Reserves: {', '.join(account.now.reserves) or 'none is left'}")
    for record in account.to_give_on:
        narrate(f"{record.inspector} has {record.reference}, and is kept out of it: give it to somebody else.")
    for fault in account.faults:
        narrate(fault)


def replace(args: argparse.Namespace, place: Place) -> int:
    """`replace`: have the next reserve stand in for a case of the sample, for a reason."""
    opened = place.open(args.inspection)
    try:
        done = opened.sampling.replace(args.case, args.reason, begun=args.begun)
    except LibraryError as fault:
        begun = " Or say --begun, and its answers go to the trash with it." if "is in progress, so that" in str(fault) else ""
        raise type(fault)(f"{fault}{begun}") from None
    one = done.replacement
    print_table([(one.replaced, one.reserve)])
    if not done.same_stratum:
        narrate(f"{one.reserve} is of another stratum than {one.replaced}, for no reserve of the same is left that may be taken.")
    _tell(done.made)
    return PROBLEMS if opened.damaged else DONE


def interest(args: argparse.Namespace, place: Place) -> int:
    """`interest`: keep an inspector out of cases, let them in again, or list who is kept out of which."""
    import msgspec

    from sqs_tui.domain.interests import said_of_cases

    if args.withdraw and args.inspector is None:
        raise WrongUseError("--withdraw needs the inspector and the cases, as they were declared.")
    try:
        cases = said_of_cases(args.cases or "") if args.inspector is not None else ()
    except ValueError as fault:
        raise WrongUseError(str(fault)) from None
    opened = place.open(args.inspection)
    interests = opened.interests
    opened.sample.require_usable()
    if args.withdraw:
        interests.withdraw_all(args.inspector, cases)
    elif cases and (has := interests.has_already(*interests.declare_all(args.inspector, cases))):
        narrate(f"{has} with `sqs-tui allocate`.")
    if args.json:
        print_json([msgspec.structs.asdict(one) for one in interests.present])
    elif interests.present:
        print_table([("INSPECTOR", "READS NO CASE OF"), *((one.inspector, interests.text_of(one)) for one in interests.present)])
    else:
        narrate("nobody is kept out of any case.")
    return PROBLEMS if opened.damaged else DONE


def export_sample(args: argparse.Namespace, place: Place, form: str) -> int:
    """`export INSPECTION sample`: the record of the sample as a file, whose name is printed."""
    from sqs_tui.export import SAMPLE
    from sqs_tui.export.files import write_new
    from sqs_tui.export.pieces import default_name
    from sqs_tui.export.sample import sample_bytes
    from sqs_tui.export.stamp import stamp

    if form not in SAMPLE.forms:
        raise ExportError(f"The record of the sample is written as .{' or .'.join(SAMPLE.forms)}, not as .{form}.")
    opened = place.open(args.inspection)
    path = Path(args.output or default_name(opened.folder.name, SAMPLE.id, form))
    if path.is_dir():
        raise ExportError(f"{path} is a folder: name a file with --output.")
    if path.exists() and not args.force:
        raise ExportError(f"{path} is there already: name another with --output, or write over it with --force.")
    data = sample_bytes(form, opened.details.name, opened.sampling.account(), stamp(opened.instrument, now()))
    write_new(path, data, overwrite=args.force)
    sys.stdout.write(f"{path}\n")
    return PROBLEMS if opened.damaged else DONE
