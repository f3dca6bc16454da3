"""The commands on criteria files: what is wrong with one, what it asks, the template of its letter."""

import argparse
from pathlib import Path

from sqs_tui.errors import InstrumentError
from sqs_tui.plain import DONE, PROBLEMS, Place, checked_criteria, print_json, print_text


def check(args: argparse.Namespace, _: Place) -> int:
    """`criteria check`: every fault of a criteria file, each with its place."""
    from sqs_tui.domain.instrument import read_instrument
    from sqs_tui.domain.instrument_faults import check_instrument, faults
    from sqs_tui.keys import reserved_keys

    data = Path(args.criteria).read_bytes()
    try:
        instrument = check_instrument(data, where=args.criteria, reserved=reserved_keys())
    except InstrumentError as first:
        try:
            found = faults(read_instrument(data), reserved_keys())
        except (InstrumentError, RecursionError):  # its shape is wrong, and what it means cannot be looked at
            print_text(str(first))
        else:
            print_text("\n".join(f"{args.criteria}: {fault}." for fault in found))
        return PROBLEMS
    print_text(f"{args.criteria}: no faults; {len(instrument.questions)} questions in {len(instrument.sections)} sections.")
    return DONE


def show(args: argparse.Namespace, _: Place) -> int:
    """`criteria show`: the questions, how each is answered and when it is asked."""
    instrument = checked_criteria(args.criteria)[1]
    if args.json:
        print_json(instrument)
        return DONE
    print_text(f"{instrument.title} ({instrument.id} {instrument.version})\n{instrument.source}")
    for section in instrument.sections:
        print_text(f"\n{section.title}")
        for question in section.questions:
            print_text(f"  {question.id}  {question.text}")
            print_text("    " + ", ".join(f"{choice.key} {choice.label}" for choice in instrument.choices_of(question.id)))
            if question.asked_when:
                print_text(f"    asked when {question.asked_when}")
            reasons = instrument.reasons_of(question.id)
            if reasons:
                print_text("    reasons: " + ", ".join(f"{reason.key} {reason.label}" for reason in reasons))
    return DONE


def letter(args: argparse.Namespace, _: Place) -> int:
    """`criteria letter`: the letter's template, to be changed and handed to `new --letter`."""
    print_json(checked_criteria(args.criteria)[1].letter)
    return DONE
