"""Generated codes in the place of what may say who somebody is, and the mapping that tells which stands for what.

The mapping is kept outside the library or nowhere; with it a list that comes again gets the same codes again.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

import msgspec

from sqs_tui.domain.case_text import Sheet
from sqs_tui.errors import CaseListError
from sqs_tui.text import starts_formula


class Coded(StrEnum):
    """What codes stand for; the value is how a mapping calls it."""

    REFERENCE = "reference"
    STAFF = "case manager"
    PERSON = "person"


HEADER = ("kind", "code", "original")
"""The first row of a mapping."""

Codes = Mapping[tuple[Coded, str], str]
"""Codes by what they stand for: its kind and its text."""

_STEM = re.compile(r"[^\W\d_]{1,8}[-/]?")
_LEAST_WIDTH = 2


def require_stem(stem: str) -> None:
    """Raise CaseListError for what generated codes cannot begin with."""
    if not _STEM.fullmatch(stem):
        raise CaseListError(f'Generated codes begin with a few letters, such as BU for BU01, and not with "{stem}".')


class Generator:
    """Makes codes of one kind: BU01, BU02, …, in the order in which it is asked, and the same again for the same text.

    The numbers are as wide as `count` codes need. Those `taken`, in whatever case, are passed over.
    """

    def __init__(self, kind: Coded, stem: str, count: int, known: Codes, taken: Iterable[str]) -> None:
        require_stem(stem)
        self._kind = kind
        self._stem = stem
        self._codes = {original.casefold(): code for (coded, original), code in known.items() if coded is kind}
        self._taken = {code.casefold() for code in (*taken, *self._codes.values())}
        self._width = max(_LEAST_WIDTH, len(str(count)))
        self._number = 0
        self.made: dict[tuple[Coded, str], str] = {}
        """Those that were not known before."""

    def code(self, original: str) -> str:
        """The code of a text."""
        key = original.casefold()
        if key not in self._codes:
            self._codes[key] = self.made[self._kind, original] = self._next()
        return self._codes[key]

    def _next(self) -> str:
        while True:
            self._number += 1
            code = f"{self._stem}{self._number:0{self._width}}"
            if code.casefold() not in self._taken:
                self._taken.add(code.casefold())
                return code


class _Row(msgspec.Struct, frozen=True):
    kind: Coded
    code: str
    original: str


def read_mapping(sheet: Sheet) -> dict[tuple[Coded, str], str]:
    """The codes of a mapping. Raises CaseListError where the file is none, or tells two codes for one text."""
    first, *rows = (row for row in sheet.rows if any(row))
    if tuple(first) != HEADER:
        raise CaseListError(f"{sheet.name} is there and is no mapping of an import: name another file, or write over it.")
    codes: dict[tuple[Coded, str], str] = {}
    originals: dict[tuple[Coded, str], str] = {}
    for row in rows:
        try:
            read = msgspec.convert(dict(zip(HEADER, map(_as_it_was, row), strict=False)), _Row)
        except msgspec.ValidationError:
            raise CaseListError(f'{sheet.name} is damaged: "{" ".join(row)}" is no row of a mapping.') from None
        if codes.setdefault((read.kind, read.original), read.code) != read.code:
            raise CaseListError(f'{sheet.name} is damaged: it has two codes for the same {read.kind} "{read.original}".')
        if originals.setdefault((read.kind, read.code), read.original) != read.original:
            raise CaseListError(f"{sheet.name} is damaged: {read.code} stands there for two of the kind {read.kind}.")
    return codes


def _as_it_was(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and starts_formula(cell[1:]) else cell


def mapping_rows(codes: Codes) -> list[tuple[str, str, str]]:
    """The rows of a mapping, with its first, in the order of kinds and codes."""
    order = list(Coded)
    listed = sorted((order.index(kind), len(code), code, original) for (kind, original), code in codes.items())
    return [HEADER, *((order[kind].value, code, original) for kind, _, code, original in listed)]
