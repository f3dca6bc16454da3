"""What becomes of each row of a case list: new, the same as before, different, or refused and why."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from sqs_tui.domain.case_codes import Coded, Codes, Generator
from sqs_tui.domain.case_columns import Column, Facts, Role, Wanted, Ways, columns_of, require_one_of_each
from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.case_text import Sheet
from sqs_tui.domain.privacy.codes import doubt_on_code
from sqs_tui.domain.privacy.lexicon import Lexicon
from sqs_tui.errors import CaseListError
from sqs_tui.progress import Steps, untold
from sqs_tui.text import starts_formula

LONGEST = 60
"""Characters of a cell that is a code or a fact: a longer one is prose."""
_EVERY = 500
"""Rows between two tellings of how far it is."""
_SIGNED = "+-"
_PATHS = (".", "/", "\\", "~")
"""What no code begins with."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"
    DIFFERS = "differs"
    REFUSED = "refused"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A field that is another than before."""

    field: str
    old: str
    new: str

    @property
    def says(self) -> str:
        """In words: "case manager from CM1 to CM2"."""
        return f"{self.field} from {self.old or 'nothing'} to {self.new or 'nothing'}"


class RowFault(msgspec.Struct, frozen=True):
    """Why a row is refused."""

    column: int
    """The column at fault; 0 where it is the row."""
    why: str

    @property
    def says(self) -> str:
        """Why, with the column."""
        return f"column {self.column}: {self.why}" if self.column else self.why


class TriedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row and what becomes of it."""

    row: int
    """As a spreadsheet counts, with the heading and blank rows."""
    reference: str
    """As it will be; of a row that is refused, as it stands there, unless that may say who somebody is."""
    fate: Fate
    faults: tuple[RowFault, ...] = ()
    """Why it is refused: all that is wrong with it, in the order of its columns."""
    doubles: int = 0
    """The row before that says the same; 0 where none does."""
    differs: tuple[Difference, ...] = ()
    case: ListedCase | None = None
    """What it becomes; None where it is refused, or doubles another row."""

    @property
    def says(self) -> str:
        """Why it is refused, which row it doubles, or in what it differs, as a table has it."""
        if self.doubles:
            return f"it says again what row {self.doubles} says"
        return "; ".join(one.says for one in self.faults or self.differs)


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What generated codes begin with; where it is empty, none are generated."""

    references: str = ""
    staff: str = ""
    persons: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is to be read."""

    header: bool | None = None
    """Whether a heading stands above the cases; None: told from the list."""
    wanted: tuple[Wanted, ...] = ()
    offers: Offers = Offers()
    codes: Codes = {}
    """Codes of earlier imports."""
    ways: Ways = Ways()


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What an inspection has already."""

    listed: Mapping[str, ListedCase] = {}
    """The cases of its present list, by reference in small letters."""
    kept: frozenset[str] = frozenset()
    """The headings of its columns that are no fact of the criteria."""
    records: Mapping[str, ListedCase] = {}
    """Its records of the unit, likewise, as far as they say what a list says."""
    taken: frozenset[str] = frozenset()
    """References that no generated one may be, besides those: of records in the trash."""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it would be imported."""

    sheet: Sheet
    columns: tuple[Column, ...]
    headed: bool
    rows: tuple[TriedRow, ...]
    blank: int
    """How many rows have nothing in them."""
    titles: int
    """How many rows above the heading have something in them, and are passed over."""
    gone: tuple[str, ...]
    """The references of the present list that this one does not have."""
    codes: Codes
    """Codes that were generated and not known before."""

    @property
    def cases(self) -> tuple[ListedCase, ...]:
        """The cases that it makes, in its order."""
        return tuple(row.case for row in self.rows if row.case)

    @property
    def refused(self) -> tuple[TriedRow, ...]:
        """The rows that are refused."""
        return tuple(row for row in self.rows if row.fate is Fate.REFUSED)

    @property
    def counts(self) -> dict[Fate, int]:
        """How many rows of each fate there are."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}


def tried(sheet: Sheet, facts: Facts, lexicon: Lexicon, asked: Asked, before: Before, steps: Steps = untold) -> Tried:
    """What would become of a list. Raises CaseListError where its columns cannot be told, or as `steps` do."""
    columns, above = columns_of(sheet, facts, asked.wanted, asked.header, before.kept)
    require_one_of_each(sheet.name, columns, facts, asked.ways)
    reader = _Reader(columns, facts, lexicon, asked, before, len(sheet.rows) - above)
    rows: list[tuple[str, TriedRow]] = []
    blank = sum(not any(row) for row in sheet.rows[:above])
    for number, cells in enumerate(sheet.rows[above:], above + 1):
        if number % _EVERY == 0:
            steps(number, len(sheet.rows), "rows looked at")
        if any(cells):
            rows.append(reader.tried(number, cells))
        else:
            blank += 1
    if not rows:
        raise CaseListError(f"{sheet.name} was not imported: it has a heading, and no case under it.")
    compared = [_compared(row, before, facts) for row in _without_doubles(rows)]
    there = {row.case.reference.casefold() for row in compared if row.case}
    return Tried(
        sheet=sheet,
        columns=columns,
        headed=above > 0 and any(column.heading for column in columns),
        rows=tuple(compared),
        blank=blank,
        titles=sum(map(any, sheet.rows[: max(0, above - 1)])),
        gone=tuple(case.reference for key, case in before.listed.items() if key not in there),
        codes=reader.codes,
    )


class _Reader:
    """Makes cases of rows. What is known of one cell's text is not looked up again for the next."""

    def __init__(
        self, columns: Sequence[Column], facts: Facts, lexicon: Lexicon, asked: Asked, before: Before, count: int
    ) -> None:
        self._columns = [column for column in columns if column.role is not Role.OUT]
        self._width = len(columns)
        self._facts = facts
        self._lexicon = lexicon
        self._doubts: dict[tuple[str, bool], str] = {}
        self._faults: dict[str, str] = {}
        self._ways = asked.ways
        taken = [*before.listed, *before.records, *before.taken]
        offers = asked.offers
        stems = (
            (Role.REFERENCE, Coded.REFERENCE, offers.references, taken),
            (Role.CASE_MANAGER, Coded.STAFF, offers.staff, ()),
            (Role.PERSON, Coded.PERSON, offers.persons, ()),
        )
        self._generators = {role: Generator(kind, stem, count, asked.codes, others) for role, kind, stem, others in stems if stem}

    @property
    def codes(self) -> dict[tuple[Coded, str], str]:
        """Codes that were not known before."""
        return {key: code for made in self._generators.values() for key, code in made.made.items()}

    def tried(self, number: int, cells: Sequence[str]) -> tuple[str, TriedRow]:
        """A row by itself, behind its reference as it stands there, in small letters: rows of one case have the same."""
        case, faults = self._case(cells)
        key = self._reference(cells).casefold()
        if case is None:
            return key, TriedRow(row=number, reference=self._shown(cells), fate=Fate.REFUSED, faults=tuple(faults))
        return key, TriedRow(row=number, reference=case.reference, fate=Fate.NEW, case=case)

    def _reference(self, cells: Sequence[str]) -> str:
        at = next(column.number for column in self._columns if column.role is Role.REFERENCE)
        return cells[at - 1] if at <= len(cells) else ""

    def _shown(self, cells: Sequence[str]) -> str:
        """The reference of a row that is refused, where it says nobody's name."""
        text = self._reference(cells)
        hidden = Role.REFERENCE in self._generators or self._doubt(text, words=False) or len(text) > LONGEST
        return "" if hidden else text

    def _case(self, cells: Sequence[str]) -> tuple[ListedCase | None, list[RowFault]]:
        """What a row becomes, or all that is wrong with it."""
        faults: list[RowFault] = []
        fields = {Role.REFERENCE: "", Role.CASE_MANAGER: "", Role.INSPECTOR: "", Role.PERSON: ""}
        facts: dict[str, str] = {}
        for column in self._columns:
            text = cells[column.number - 1] if column.number <= len(cells) else ""
            if text and not text.strip("-–—"):  # a dash in an empty cell
                text = ""
            if text[:1] == "'" and starts_formula(text[1:]) and not _fault_of(text[1:]):
                text = text[1:]  # so the CSV of a list keeps a number with a sign from being taken for a formula
            why = self._read(column, text, fields, facts)
            if why:
                faults.append(RowFault(column.number, why))
        if len(cells) > self._width and any(cells[self._width :]):
            faults.append(RowFault(self._width + 1, f"it has more cells than there are columns ({self._width})"))
        if faults:
            return None, faults
        for role, generator in self._generators.items():  # once nothing is at fault: a row that is refused uses up no code
            if fields[role]:
                fields[role] = generator.code(fields[role])
        case = ListedCase(
            reference=fields[Role.REFERENCE],
            case_manager=fields[Role.CASE_MANAGER],
            inspector=fields[Role.INSPECTOR],
            person=fields[Role.PERSON],
            facts=facts,
        )
        return case, faults

    def _read(self, column: Column, text: str, fields: dict[Role, str], facts: dict[str, str]) -> str:
        """Put what a cell says where it belongs; why it cannot be taken, or nothing."""
        if column.role is Role.FACT:
            value = self._facts.value(column.field, text)
            if value is None:
                may_be = self._facts.may_be(column.field)
                return f'"{text[:LONGEST]}" is no answer to the fact {column.field}; it may be {may_be}'
            if value:
                facts[column.field] = value
            return ""
        if not text or (column.role is Role.REFERENCE and not any(map(str.isalnum, text))):
            return "it has no reference" if column.role is Role.REFERENCE else ""
        if column.role is Role.KEEP:
            facts[column.field] = text
        else:
            fields[column.role] = text
        return self._unsafe(column, text)

    def _unsafe(self, column: Column, text: str) -> str:
        """Whether a cell is a formula, prose, or what may say who somebody is, unless a code will stand in its place."""
        fault = self._faults.get(text)
        if fault is None:
            fault = self._faults[text] = _fault_of(text)
        if fault or column.role is Role.INSPECTOR or column.role in self._generators:
            return fault
        if column.role is Role.REFERENCE and (text.startswith(_PATHS) or ".." in text):
            return "the reference looks like the place of a file: give it a code that begins with a letter or a figure"
        doubt = self._doubt(text, words=column.role is Role.KEEP)
        if not doubt:
            return ""
        way = self._ways.generate.get(column.role, "")
        offer = f"generated codes can stand in its place ({way})" if way else "leave the column out, or put codes into it"
        return f"the {_CELL[column.role]} looks like {doubt}; {offer}"

    def _doubt(self, text: str, *, words: bool) -> str:
        key = (text, words)
        if key not in self._doubts:
            self._doubts[key] = doubt_on_code(text, self._lexicon, words=words)
        return self._doubts[key]


_CELL = {Role.REFERENCE: "reference", Role.CASE_MANAGER: "case manager", Role.PERSON: "person", Role.KEEP: "cell"}


def _fault_of(text: str) -> str:
    if starts_formula(text) and not (text[0] in _SIGNED and text[1:].replace(".", "", 1).replace(",", "").isdecimal()):
        return "it begins as a formula does, which is never evaluated here: take the sign off"
    return f"it is longer than {LONGEST} characters, which no code is" if len(text) > LONGEST else ""


def _without_doubles(rows: Iterable[tuple[str, TriedRow]]) -> Iterator[TriedRow]:
    """The rows, of which one that says the same as one before is that, and all of one reference are refused where they differ.

    What a row says that is refused for something else is not known, so that it differs from every other.
    """
    rows = list(rows)
    alike: dict[str, list[TriedRow]] = {}
    for key, row in rows:
        if key:
            alike.setdefault(key, []).append(row)
    wrong = {key: why for key, same in alike.items() if len(same) > 1 and (why := _why_not_one(same))}
    for key, row in rows:
        first = alike[key][0] if key else row
        if key in wrong:
            fault = RowFault(0, wrong[key])
            yield msgspec.structs.replace(row, fate=Fate.REFUSED, faults=(*row.faults, fault), case=None)
        elif first is not row:
            yield msgspec.structs.replace(row, fate=Fate.SAME, doubles=first.row, case=None)
        else:
            yield row


def _why_not_one(rows: Sequence[TriedRow]) -> str:
    """Why rows of one reference, in whatever letters, are not one case; empty where they say the same."""
    numbers = [str(row.row) for row in rows]
    named = f"the rows {', '.join(numbers[:-1])} and {numbers[-1]} have the same reference"
    said = [msgspec.structs.replace(row.case, reference="") for row in rows if row.case]
    if len(said) < len(rows):
        return f"{named}, and not all of them can be read" if said else ""
    return f"{named} and say different things" if any(one != said[0] for one in said) else ""


def _compared(row: TriedRow, before: Before, facts: Facts) -> TriedRow:
    """A row held against what the inspection has of its case."""
    case = row.case
    if case is None:
        return row
    key = case.reference.casefold()
    listed, record = before.listed.get(key), before.records.get(key)
    if listed is None and record is None:
        return row
    differences = tuple(_between(listed, case) if listed else _beside(record or case, case, facts))
    return msgspec.structs.replace(row, fate=Fate.DIFFERS if differences else Fate.SAME, differs=differences)


def _between(old: ListedCase, new: ListedCase) -> Iterator[Difference]:
    for field, name in _FIELDS.items():
        if getattr(old, field) != getattr(new, field):
            yield Difference(field=name, old=getattr(old, field), new=getattr(new, field))
    for fact in dict.fromkeys((*old.facts, *new.facts)):
        if old.facts.get(fact, "") != new.facts.get(fact, ""):
            yield Difference(field=fact, old=old.facts.get(fact, ""), new=new.facts.get(fact, ""))


def _beside(record: ListedCase, case: ListedCase, facts: Facts) -> Iterator[Difference]:
    """In what a record, which need not say all that a list says, is another than a case of the list."""
    known = {question.id for question in facts.questions}
    said = msgspec.structs.replace(
        record,
        reference=case.reference,
        case_manager=record.case_manager if case.case_manager else "",
        inspector=record.inspector if case.inspector else "",
        person=case.person,
        facts={fact: record.facts.get(fact, "") if fact in known else value for fact, value in case.facts.items()},
    )
    yield from _between(said, case)


_FIELDS = {"reference": "reference", "case_manager": "case manager", "inspector": "inspector", "person": "person"}
