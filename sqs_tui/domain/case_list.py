"""The list of cases that a service gave, from which a sample is drawn: what an import leaves, and what the next differs in."""

from collections.abc import Iterable

import msgspec


class ListedCase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One row of a list."""

    reference: str
    case_manager: str = ""
    inspector: str = ""
    person: str = ""
    """A code that several cases of one person share; empty where the list has none."""
    facts: dict[str, str] = {}
    """By the id of the instrument's fact where the column is one, with the value of its choice; else by the column's heading."""


class CaseList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A list as it was imported; it never changes, and the next import leaves another."""

    id: str
    """Random and stable."""
    at: str
    """UTC, ISO 8601 with milliseconds and Z."""
    by: str
    source: str
    """The name of the file that it came from, without its folder."""
    unit: str
    """The unit of the instrument that its cases are records of."""
    cases: tuple[ListedCase, ...]
    """In the order of the file."""


def present_list(lists: Iterable[CaseList]) -> CaseList | None:
    """The list that counts: the latest, by time and id; None where there is none."""
    return max(lists, key=lambda one: (one.at, one.id), default=None)


def looks_like_list(name: str) -> bool:
    """Whether a file is called as case lists are, and whole inspections never."""
    return name.casefold().endswith((".csv", ".tsv", ".txt"))
