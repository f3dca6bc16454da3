"""The libraries that the benchmarks work in, made fast: cases are copied as files, with the ids in them made new."""

import getpass
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqs_tui.demo.load import make_demo
from sqs_tui.domain.records import Content, Inspection
from sqs_tui.machine import DEFAULT_CRITERIA
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

INSPECTOR = getpass.getuser()
"""Who reviews: the account that runs the benchmarks, so that its cases are its own in the program, too."""
FIRST = "BU07"
"""The case that the keys begin in; it and those after it are not reviewed yet, but for ALREADY answers in the first."""
ALREADY = 12

_CASES = 14
_WRITER = re.compile(r'"([0-9a-f]{8})-')

ANSWERS = (
    *(("interviewed", "y"), ("sentence", "2"), ("weeks", "2"), ("looked-after", "n"), ("psr", "y"), ("custody", "n")),
    *(("victim", "n"), ("concern", "n"), ("1.2", "y"), ("2.1", "y"), ("3.1", "y"), ("4.1", "y"), ("1.1", "y"), ("2.2", "y")),
    *(("3.2", "y"), ("4.2", "y"), ("1.4", "y"), ("2.4", "y"), ("3.3", "y"), ("4.3", "y"), ("4.4", "y"), ("4.5", "y")),
    *(("1.6", "y"), ("1.7", "y"), ("2.3", "y"), ("2.5", "y"), ("3.4", "y"), ("2.7", "y"), ("3.5", "y"), ("4.6", "y")),
)
"""The questions that are asked of a case with these answers, in the order in which they are, and the key of each answer."""
VALUES = {"y": "yes", "n": "no", "2": "2"}


def now() -> datetime:
    """The time, as the store asks for it."""
    return datetime.now(UTC)


def opened(library: Path, folder: str) -> OpenInspection:
    """An inspection, as another program sees it."""
    return Library(library).open(folder, by=INSPECTOR, now=now)


def fourteen(library: Path) -> str:
    """The demonstration with its last eight cases still to be reviewed; gives its folder."""
    folder = make_demo(Library(library))
    _begin_again(library, folder, [f"BU{number:02}" for number in range(int(FIRST[2:]), _CASES + 1)])
    return folder


def sixty(library: Path) -> str:
    """An inspection of 60 cases: the demonstration's, again and again, the last eight still to be reviewed; gives its folder."""
    folder = make_demo(Library(library))
    cases = library / folder / "cases"
    for number in range(_CASES + 1, 53):
        copy_case(cases / f"BU{1 + (number - 1) % _CASES:02}.json", cases / f"BU{number:02}.json")
    for reference in range(53, 61):
        (cases / f"BU{reference}.json").unlink(missing_ok=True)
    _begin_again(library, folder, [f"BU{number}" for number in range(53, 61)])
    return folder


def _begin_again(library: Path, folder: str, references: Iterable[str]) -> None:
    """Put new cases, of this inspector's, in the place of those with these references; the first is begun."""
    references = list(references)
    for reference in references:
        (library / folder / "cases" / f"{reference}.json").unlink(missing_ok=True)
    inspection = opened(library, folder)
    records = [inspection.add_record("case", reference, case_manager="CM1", inspector=INSPECTOR) for reference in references]
    for question, key in ANSWERS[:ALREADY]:
        inspection.put(records[0].id, question, Content(value=VALUES[key]), act=inspection.new_act())


def copy_case(source: Path, target: Path) -> None:
    """Make another case of the same answers, with ids of its own, named as its file is."""
    text = source.read_text("utf-8")
    for writer in set(_WRITER.findall(text)):
        text = text.replace(f'"{writer}-', f'"{secrets.token_hex(4)}-')
    text = re.sub(r'("record": \{\s*)"([0-9a-f]{16})"(: \{\s*"id": )"\2"', rf'\1"{(new := secrets.token_hex(8))}"\3"{new}"', text)
    text = text.replace(f'"reference": "{source.stem}"', f'"reference": "{target.stem}"')
    target.write_text(text, "utf-8")
    shutil.copymode(source, target)


def empty(library: Path) -> str:
    """An inspection of one case without an answer; gives its folder."""
    folder = Library(library).create(
        DEFAULT_CRITERIA.read_bytes(), Inspection(id="", area="Newtown", fieldwork_from="2014-01-06"), by=INSPECTOR, now=now
    )
    opened(library, folder).add_record("case", FIRST, inspector=INSPECTOR)
    return folder


def many(library: Path, count: int) -> list[str]:
    """A library of as many inspections of 14 cases; gives their folders.

    The files of all cases are one set, linked: no save ever writes into a file that is there. Each inspection has its own id.
    """
    first = make_demo(Library(library))
    return [first, *_copies(library, first, count - 1)]


def _copies(library: Path, first: str, count: int) -> Iterator[str]:
    source = library / first
    details = (source / "inspection.json").read_text("utf-8")
    identity = re.findall(r'"inspection": \{\s*"([0-9a-f]{16})"', details)[0]
    for number in range(count):
        folder = f"area-{number:04}-2014-01"
        shutil.copytree(source, library / folder, copy_function=os.link, ignore=shutil.ignore_patterns("inspection.json", ".*"))
        own = details.replace(identity, secrets.token_hex(8)).replace('"area": "Bury"', f'"area": "Area {number:04}"')
        (library / folder / "inspection.json").write_text(own, "utf-8")
        shutil.copymode(source / "inspection.json", library / folder / "inspection.json")
        yield folder
