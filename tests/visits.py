"""Inspections with as many answers as a test wants, in a library of its own."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from sqs_tui.domain.records import Content, Inspection
from sqs_tui.store.library import Library
from tests import builders
from tests.store.helpers import Clock, answer

MET, NOT_MET = Content(value="yes"), Content(value="no", reasons=("late",))


def criteria(question: str = "", **fields: Any) -> bytes:
    """The small criteria file, in which every case is asked 1.3, and one question may have other fields."""
    data = builders.criteria()
    for section in data["sections"]:
        for asked in section["questions"]:
            if asked["id"] == "1.3":
                del asked["asked_when"]
            if asked["id"] == question:
                asked.update(fields)
    return msgspec.json.encode(data)


def inspect(
    library: Library, area: str, year: int, shares: Mapping[str, str], *, service: str = "", instrument: bytes = b""
) -> str:
    """Begin an inspection whose cases give these shares by question ("8/14"), and give its folder.

    What is not met was too late.
    """
    details = Inspection(id="", area=area, service=service, fieldwork_from=f"{year}-03-18", fieldwork_to=f"{year}-03-20")
    folder = library.create(instrument or criteria(), details, by="ann", now=Clock())
    opened = library.open(folder, by="ann", now=Clock())
    parts = {question: tuple(map(int, share.split("/"))) for question, share in shares.items()}
    for number in range(max((of for _, of in parts.values()), default=0)):
        record = opened.add_record("case", f"C{number + 1:02}").id
        for question, (met, of) in parts.items():
            if number < of:
                answer(opened, record, question, MET if number < met else NOT_MET)
    return folder


def again(library: Path, folder: str, area: str, year: int, *, not_met: int) -> str:
    """Copy an inspection as another one's, in which so many of its cases have no sufficient answer to 1.1, 1.4 and 4.2."""
    made = f"{area.lower()}-{year}-03"
    shutil.copytree(library / folder, library / made, ignore=shutil.ignore_patterns(".*", "*.lock"))
    details = msgspec.json.decode((library / made / "inspection.json").read_bytes())
    (identity,) = details["inspection"]
    new = f"{year}{identity[4:]}"
    given = details["inspection"].pop(identity)
    details["inspection"][new] = {
        **given,
        "id": new,
        "area": area,
        "fieldwork_from": f"{year}-03-18",
        "fieldwork_to": f"{year}-03-20",
    }
    (library / made / "inspection.json").write_bytes(msgspec.json.encode(details))
    opened = Library(library).open(made, by="ann", now=Clock())
    for number, record in enumerate(opened.records("case")):
        for question in ("1.1", "1.4", "4.2"):
            value = NOT_MET if number < not_met else MET
            answer(opened, record.id, question, msgspec.structs.replace(value, reasons=("vague",) if number < not_met else ()))
    return made
