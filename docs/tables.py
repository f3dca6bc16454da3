"""The tables of the README and of the guides that are made from the program: `make tables` writes them anew.

Each stands between the comments `<!-- NAME -->` and `<!-- /NAME -->`.
"""

import argparse
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from sqs_tui.cli import open_program
from sqs_tui.command_line import parser
from sqs_tui.export.comparing import COLUMNS
from sqs_tui.keys import DEFAULT_KEYS, reserved_keys
from sqs_tui.settings import DEFAULTS, documented

ROOT = Path(__file__).parent.parent


class PlainCommand(NamedTuple):
    """A command of the command line; the name of one that stands under another has that before it."""

    name: str
    takes: tuple[str, ...]
    """What stands behind it without an option, in brackets where it need not."""
    says: str


def commands() -> Iterator[PlainCommand]:
    """Every command of the command line."""
    return _under(parser(open_program))


def _under(made: argparse.ArgumentParser) -> Iterator[PlainCommand]:
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            says = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, command in action.choices.items():
                below = list(_under(command))
                yield from (one._replace(name=f"{name} {one.name}") for one in below)
                if not below:
                    yield PlainCommand(name, tuple(_taken(command)), says[name])


def _taken(made: argparse.ArgumentParser) -> Iterator[str]:
    for action in made._actions:
        if not action.option_strings:
            name = str(action.metavar or "|".join(action.choices or ())) + (" …" if action.nargs in ("*", "+") else "")
            yield f"[{name}]" if action.nargs in ("?", "*") or not action.required else name


def commands_table() -> str:
    """What can be done without a screen."""
    rows = ((f"`{' '.join(('sqs-tui', one.name, *one.takes))}`", f"{one.says[:1].upper()}{one.says[1:]}.") for one in commands())
    return _table(("Command", "What it does"), rows)


def settings_table() -> str:
    """Every setting, with what it is where nobody has set it."""
    return _table(
        ("Setting", "Unless set", "What it means"),
        ((f"`{name}`", f"`{default}`", says) for name, default, _, says in documented(DEFAULTS)),
    )


def reserved_list() -> str:
    """The characters that no scale may have as an answer key."""
    return f"{' '.join(f'`{key}`' for key in sorted(reserved_keys()))}\n"


def comparison_table() -> str:
    """What the columns of comparisons hold."""
    return _table(("Column", "What it holds"), ((f"`{name}`", says) for name, says in COLUMNS.items()))


TABLES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "keys": DEFAULT_KEYS.markdown_table,
        "commands": commands_table,
        "settings": settings_table,
        "reserved": reserved_list,
        "comparison": comparison_table,
    }
)


def renewed(text: str) -> str:
    """A text with its tables as the program has them now."""
    for name, table in TABLES.items():
        between = re.compile(f"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.DOTALL)
        text = between.sub(table().replace("\\", r"\\"), text)
    return text


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ("---",) * len(head), *rows))


def main() -> None:
    """Write the tables anew where the program has changed."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        before = page.read_text(encoding="utf-8")
        if renewed(before) != before:
            page.write_text(renewed(before), encoding="utf-8")


if __name__ == "__main__":
    main()
