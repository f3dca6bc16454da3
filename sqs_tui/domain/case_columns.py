"""The columns of a case list: whether a heading stands above them, and what each is taken for, by its name or by hand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

import msgspec

from sqs_tui.domain.case_text import Sheet
from sqs_tui.domain.instrument import Instrument, Kind, Question
from sqs_tui.errors import CaseListError
from sqs_tui.text import clean_text


class Role(StrEnum):
    """What a column is taken for; the value is how the command line calls it."""

    REFERENCE = "reference"
    CASE_MANAGER = "case-manager"
    INSPECTOR = "inspector"
    PERSON = "person"
    FACT = "fact"
    """A fact of the instrument."""
    KEEP = "keep"
    """A fact that the instrument does not know, by which a sample may be drawn."""
    OUT = "out"
    """It is left out."""

    @property
    def says(self) -> str:
        """How people call it."""
        return _SAYS[self]


_SAYS = {
    Role.REFERENCE: "reference",
    Role.CASE_MANAGER: "case manager",
    Role.INSPECTOR: "inspector",
    Role.PERSON: "person",
    Role.FACT: "fact",
    Role.KEEP: "kept as it is",
    Role.OUT: "left out",
}
FIELDS = (Role.REFERENCE, Role.CASE_MANAGER, Role.INSPECTOR, Role.PERSON)
"""What one column of a list may be, and no more."""

_TITLES = 10
"""Rows with anything in them among which the heading is."""
_NAMES: dict[Role, str] = {
    Role.REFERENCE: "reference ref refno refnumber referenceno referencenumber case caseref casereference caseid caseno "
    "caserefno caserefnumber yotrefno casenumber casecode casefile record "
    "recordref recordid id number yotref yosref yotreference",
    Role.CASE_MANAGER: "casemanager casemanagercode cm cmcode manager worker workercode caseworker keyworker officer caseholder "
    "staffcode staff practitioner allocatedto "
    "allocatedworker leadworker supervisingofficer responsibleofficer offendermanager yotworker "
    "yosworker yotofficer",
    Role.INSPECTOR: "inspector inspectors reviewer assessor reader inspectedby reviewedby",
    Role.PERSON: "person personid personcode personref personreference child childid childcode childref youngperson "
    "youngpersonid youngpersoncode youngpersonref yp ypid ypcode ypref client clientid clientcode individual subject serviceuser",
}
_ROLES = {name: role for role, names in _NAMES.items() for name in names.split()}


def plain(heading: str) -> str:
    """A heading as it is compared: letters and figures alone, in small letters."""
    return "".join(filter(str.isalnum, heading.casefold()))


_WITHOUT = re.compile(r"(?:child|youngperson|case)?(?:yn|yesno|yesorno)?\Z")
"""What forms write behind the name of a fact: "Custody (Y/N)", "Looked after child?"."""


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column, and what it is taken for."""

    number: int
    """Beginning with 1."""
    heading: str
    """Empty where the list has none."""
    role: Role = Role.OUT
    field: str = ""
    """The id of the fact; of one that is kept, what it is called by."""
    by_hand: bool = False

    @property
    def called(self) -> str:
        """How messages call it: "column 2 (Worker)"."""
        return f"column {self.number} ({self.heading})" if self.heading else f"column {self.number}"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a column is to be taken for, as somebody said it."""

    role: Role
    where: str
    """The number of the column, or its heading."""
    field: str = ""
    """Of a fact: its id, its title or its label."""


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """How whoever reads a message does what it advises; without more, on the command line."""

    column: str = "--column"
    """Say which column is something."""
    references: str = "--column reference=NUMBER"
    """Say which column has the references."""
    generate: Mapping[Role, str] = MappingProxyType(
        {
            Role.REFERENCE: "--generate BU",
            Role.CASE_MANAGER: "--generate-staff CM",
            Role.PERSON: "--generate-persons P",
        }
    )
    """Have codes stand in the place of what stands there."""


class Facts:
    """The facts of a unit, as a list may name them and their choices."""

    def __init__(self, instrument: Instrument, unit: str) -> None:
        self._instrument = instrument
        self.questions: tuple[Question, ...] = tuple(
            question for question in instrument.of_unit(unit) if instrument.kind_of(question.id) is Kind.FACT
        )
        self._by_name = {
            plain(name): question.id for question in self.questions for name in (question.label, question.title, question.id)
        }
        self._values: dict[tuple[str, str], str | None] = {}

    def find(self, name: str) -> str:
        """The id of the fact of this name, with or without "child" or "(Y/N)" behind it; empty where there is none."""
        key = plain(name)
        return self._by_name.get(key) or self._by_name.get(_WITHOUT.sub("", key), "")

    def value(self, fact: str, text: str) -> str | None:
        """The value of the choice that a cell means, "" for an empty cell, None where it means none."""
        if not text:
            return ""
        key = (fact, text)
        if key not in self._values:
            self._values[key] = self._meant(fact, text)
        return self._values[key]

    def _meant(self, fact: str, text: str) -> str | None:
        low = text.casefold()
        choices = self._instrument.choices_of(fact)
        for name in ("value", "label", "key"):
            for choice in choices:
                if getattr(choice, name).casefold() == low:
                    return choice.value
        values = {choice.value.casefold(): choice.value for choice in choices}
        for value, words in _YES_OR_NO.items():
            if low in words and value in values:
                return values[value]
        return None

    def may_be(self, fact: str) -> str:
        """What a cell of a fact may say, as a message has it."""
        labels = [choice.label for choice in self._instrument.choices_of(fact)]
        return f"{', '.join(labels[:-1])} or {labels[-1]}" if len(labels) > 1 else "".join(labels)

    def label(self, fact: str) -> str:
        """How lists call a fact."""
        return self._instrument.questions[fact].label


_YES_OR_NO = {"yes": frozenset({"y", "true", "t", "1", "x"}), "no": frozenset({"n", "false", "f", "0"})}
"""What else is written for a yes and a no."""


def is_known(heading: str, facts: Facts) -> bool:
    """Whether a cell is a heading that is known."""
    return plain(heading) in _ROLES or bool(facts.find(heading))


def heading_row(sheet: Sheet, facts: Facts) -> int | None:
    """The place of the row that is the heading, None where there is none.

    It is the first row with anything in it, where it has a heading that is known or its cells look unlike all those below; or a
    row soon behind it that has one for the references and another, where a title stands above the list.
    """
    rows = [at for at, row in enumerate(sheet.rows) if any(row)]
    for at in rows[:_TITLES]:
        known = sum(is_known(cell, facts) for cell in sheet.rows[at])
        if known > (at != rows[0]) and any(_ROLES.get(plain(cell)) is Role.REFERENCE for cell in sheet.rows[at]):
            return at
    return rows[0] if _is_heading(sheet.rows[rows[0]], [sheet.rows[at] for at in rows[1:]], facts) else None


def _is_heading(first: Sequence[str], below: Sequence[Sequence[str]], facts: Facts) -> bool:
    if any(is_known(cell, facts) for cell in first):
        return True
    if not below or not all(first):
        return False
    return any(_stands_out(cell, [row[at] for row in below if at < len(row) and row[at]]) for at, cell in enumerate(first))


def _stands_out(cell: str, below: Sequence[str]) -> bool:
    """Whether a cell has no figure where every cell below has one."""
    return bool(below) and not _has_figure(cell) and all(map(_has_figure, below))


def _has_figure(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def columns_of(
    sheet: Sheet, facts: Facts, wanted: Iterable[Wanted] = (), header: bool | None = None, kept: Iterable[str] = ()
) -> tuple[tuple[Column, ...], int]:
    """What each column is taken for, and how many rows lie above the first case.

    A heading that nothing knows is kept where it is one of `kept`, of the present list. Without a heading and without a hand that
    says so, the first column has the references. Raises CaseListError for what is wanted of a column that is not there, or of a
    fact; `require_one_of_each` says whether they make a list.
    """
    above = next(number for number, row in enumerate(sheet.rows) if any(row))
    heading = None if header is False else heading_row(sheet, facts)
    headed = header if header is not None else heading is not None
    above = above if heading is None else heading
    first = sheet.rows[above]
    width = max((at for at, cell in enumerate(first, 1) if cell), default=1) if headed else _width(sheet.rows[above:])
    headings = [first[at] if headed and at < len(first) else "" for at in range(width)]
    columns = {number: Column(number=number, heading=text) for number, text in enumerate(headings, 1)}
    for said in wanted:
        column = _by_hand(sheet.name, said, columns, facts)
        columns[column.number] = column
    before = frozenset(kept)
    taken = {(column.role, column.field) for column in columns.values() if column.by_hand}
    for number, column in columns.items():
        named = column if column.by_hand else _by_name(column, facts)
        if named.role is Role.OUT and not named.by_hand and column.heading in before:
            named = msgspec.structs.replace(named, role=Role.KEEP, field=column.heading)
        if named.by_hand or (named.role, named.field) not in taken:
            columns[number] = named
    if not headed and not any(column.role is Role.REFERENCE for column in columns.values()) and not columns[1].by_hand:
        columns[1] = msgspec.structs.replace(columns[1], role=Role.REFERENCE)
    return tuple(columns.values()), above + headed


def _width(rows: Iterable[Sequence[str]]) -> int:
    return max(at for row in rows for at, cell in enumerate(row, 1) if cell)


def _by_name(column: Column, facts: Facts) -> Column:
    fact, role = facts.find(column.heading), _ROLES.get(plain(column.heading), Role.OUT)
    if fact and role is Role.OUT:
        return msgspec.structs.replace(column, role=Role.FACT, field=fact)
    return msgspec.structs.replace(column, role=role)


def _by_hand(name: str, said: Wanted, columns: Mapping[int, Column], facts: Facts) -> Column:
    column = _named(name, said.where, columns)
    field = ""
    if said.role is Role.FACT:
        field = facts.find(said.field)
        if not field:
            known = ", ".join(question.id for question in facts.questions)
            raise _refused(name, f'the criteria have no fact "{clean_text(said.field, one_line=True)}"; there are {known}')
    elif said.role is Role.KEEP:
        field = column.heading or f"column {column.number}"
        if facts.find(field):  # it would pass for the fact, and its values are not looked at
            raise _refused(name, f"{column.called} is a fact of the criteria: leave out that it is kept")
    if column.by_hand and (column.role, column.field) != (said.role, field):
        raise _refused(
            name, f"{column.called} is taken both for {_what(column, facts)} and for {said.role.says}: say one of them"
        )
    return msgspec.structs.replace(column, role=said.role, field=field, by_hand=True)


def _named(name: str, where: str, columns: Mapping[int, Column]) -> Column:
    shown = clean_text(where, one_line=True)
    if shown.isdecimal() and int(shown) in columns:
        return columns[int(shown)]
    found = [column for column in columns.values() if column.heading and plain(column.heading) == plain(shown)]
    if len(found) > 1:
        numbers = " and ".join(str(column.number) for column in found)
        raise _refused(name, f'the columns {numbers} are both called "{shown}": name one by its number')
    if not found:
        headings = ", ".join(column.heading or str(column.number) for column in columns.values())
        raise _refused(name, f'it has no column "{shown}"; there are {headings}')
    return found[0]


def require_one_of_each(name: str, columns: Sequence[Column], facts: Facts, ways: Ways) -> None:
    """Raise CaseListError where two columns are taken for the same, or none has the references."""
    for column, other in _doubles(columns):
        raise _refused(
            name,
            f"{column.called} and {other.called} are both taken for {_what(column, facts)}: say which one is ({ways.column})",
        )
    if not any(column.role is Role.REFERENCE for column in columns):
        raise _refused(name, f"none of its columns has the references: say which one has them ({ways.references})")


def _doubles(columns: Sequence[Column]) -> Iterator[tuple[Column, Column]]:
    seen: dict[tuple[Role, str], Column] = {}
    for column in columns:
        if column.role is not Role.OUT:
            key = (column.role, plain(column.field))
            if key in seen:
                yield seen[key], column
            seen[key] = column


def _what(column: Column, facts: Facts) -> str:
    if column.role is Role.FACT:
        return f"the fact {facts.label(column.field)}"
    return f"what is kept as {column.field}" if column.role is Role.KEEP else f"the {column.role.says}"


def taken_for(column: Column, facts: Facts) -> str:
    """What a column is taken for, as a list of columns has it."""
    if column.role is Role.FACT:
        return f"fact: {facts.label(column.field)}"
    return f"kept as {column.field}" if column.role is Role.KEEP else column.role.says


def _refused(name: str, what: str) -> CaseListError:
    return CaseListError(f"{name} was not imported: {what}.")
