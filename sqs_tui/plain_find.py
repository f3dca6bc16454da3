"""The plain command that finds words: `find`."""

import argparse
import os
from itertools import islice
from typing import TYPE_CHECKING

from sqs_tui.errors import LibraryError
from sqs_tui.meter import Meter
from sqs_tui.plain import DONE, PROBLEMS, Place, WrongUseError, narrate, print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqs_tui.domain.finding import Hit, Query

_WIDTH = 120
"""Characters of what is printed around a hit."""


def find(args: argparse.Namespace, place: Place) -> int:
    """`find`: words in one inspection, or in what all of them came to; 1 where nothing is found, or not all could be read."""
    from sqs_tui.domain.finding import QueryError

    if args.limit < 1:
        raise WrongUseError("--limit needs a number from 1 on.")
    folders, typed = _split(args.words, place)
    faults: list[str] = []
    try:
        query, hits, more = (
            _in_these(folders, typed, args.limit, place, faults) if folders else _in_all(typed, args.limit, place, faults)
        )
    except QueryError:
        _tell_several(args.words, folders, place)
        raise
    if args.json:
        print_json([_json(hit) for hit in hits])
    elif hits:
        print_table(_row(hit, query, named=len(folders) != 1) for hit in hits)
    else:
        _tell_several(args.words, folders, place)
        narrate("nothing is found.")
    if more:
        narrate(f"there are more than {args.limit}: give another word, or a larger --limit.")
    return DONE if hits and not faults else PROBLEMS


def _split(words: "Sequence[str]", place: Place) -> tuple[list[str], str]:
    """The inspections that the first word names, where it names any and others follow, and what is looked for.

    It names the one that is called so or, by its area, each that begins with it up to a dash. A mere beginning is a word as any
    other: "no" looks for no, and not in Norfolk.
    """
    wanted = words[0].casefold()
    folders = place.library.folders()
    named = [folder for folder in folders if folder.casefold() == wanted] or [
        folder for folder in folders if folder.casefold().startswith(f"{wanted}-")
    ]
    return (named, " ".join(words[1:])) if named and len(words) > 1 else ([], " ".join(words))


def _tell_several(words: "Sequence[str]", folders: "Sequence[str]", place: Place) -> None:
    """Where the first word was taken as a word and begins the names of several inspections, say so."""
    if len(words) > 1 and not folders:
        beginning = words[0].casefold()
        if any(folder.casefold().startswith(beginning) for folder in place.library.folders()):
            try:
                place.library.find(words[0])
            except LibraryError as several:
                narrate(str(several))


def _in_these(
    folders: "Sequence[str]", typed: str, limit: int, place: Place, faults: list[str]
) -> "tuple[Query, list[Hit], bool]":
    """What is found in inspections that are named, the newest first; what cannot be read is told, and added to `faults`."""
    from sqs_tui.domain.finding import Known, parse, scan
    from sqs_tui.store.findable import documents_here, known_here, source_of

    every, known = [], Known()
    for folder in folders:
        try:
            every.append(place.open(folder))
            faults += every[-1].damaged
        except LibraryError as fault:
            if len(folders) == 1:
                raise
            narrate(f"{folder}: {fault}")
            faults.append(str(fault))
    every.sort(key=lambda opened: opened.details.fieldwork_from, reverse=True)
    for opened in every:
        known |= known_here(opened)
    query = parse(typed, known)
    found = (hit for opened in every for hit in scan(query, source_of(opened), documents_here(opened)))
    hits = list(islice(found, limit + 1))
    return query, hits[:limit], len(hits) > limit


def _in_all(typed: str, limit: int, place: Place, faults: list[str]) -> "tuple[Query, list[Hit], bool]":
    from sqs_tui.domain.finding import parse

    index = place.library.finding(notes=place.settings.find_notes)
    with Meter("find", os.environ, after="what was read until then is known the next time") as meter:
        index.refresh(meter)
    if index.fault:
        narrate(index.fault)
    faults += index.faults()
    for fault in faults:
        narrate(fault)
    query = parse(typed, index.known)
    found = index.find(query, limit=limit)
    return query, list(found.hits), found.more


def _row(hit: "Hit", query: "Query", *, named: bool) -> tuple[str, ...]:
    from sqs_tui.domain.finding import excerpt

    said = "".join(piece.text for piece in excerpt(hit.document, query, _WIDTH, "…"))
    return (hit.source.folder, hit.document.place, said) if named else (hit.document.place, said)


def _json(hit: "Hit") -> dict[str, object]:
    document = hit.document
    return {
        "inspection": hit.source.folder,
        "kind": document.kind,
        "place": document.place,
        "title": document.title,
        "says": document.says,
        "note": document.note,
        "record": document.reference,
        "question": document.question,
        "paragraph": document.paragraph,
        "answer": document.value,
        "reasons": document.reasons,
        "by": document.by,
    }
