"""The commands on what a user sets: the settings with what they mean, and the keys of every command."""

import argparse
import os

from sqs_tui.machine import settings_path
from sqs_tui.plain import DONE, PROBLEMS, Place, narrate, print_json, print_text


def settings(args: argparse.Namespace, _: Place) -> int:
    """`settings`: every setting with its default, its present value and its meaning, as a file of settings could be written."""
    from sqs_tui.settings import documented, read_settings

    path = settings_path(os.environ)
    present, faults = read_settings(path, os.environ)
    for fault in faults:
        narrate(fault)
    rows = [dict(zip(("name", "default", "present", "meaning"), row, strict=True)) for row in documented(present)]
    if args.json:
        print_json({"file": str(path), "settings": rows, "faults": faults})
    else:
        there = "which is not there yet" if not path.exists() else "which is read again when it changes"
        print_text(f"# {path}, {there}. Each line may be copied into it.")
        for row in rows:
            print_text(f"\n# {row['meaning']}\n# Default: {row['default']}\n{row['name']} = {row['present']}")
    return PROBLEMS if faults else DONE


def keys(args: argparse.Namespace, place: Place) -> int:
    """`keys`: every command with the keys as they are set, by screen."""
    from sqs_tui.keys import keys_text

    made = place.settings.made_keys
    if args.json:
        told = {command.id: {"keys": command.keys, "label": command.label, "help": command.help} for command in made.commands}
        print_json(told)
    elif args.markdown:
        print_text(made.markdown_table())
    else:
        wide = max(len(keys_text(command)) for command in made.commands)
        name = max(len(command.id) for command in made.commands)
        for screen, commands in made.by_place().items():
            print_text(f"\n{screen}")
            for command in commands:
                print_text(f"  {keys_text(command).ljust(wide)}  {command.id.ljust(name)}  {command.help}")
    return DONE
