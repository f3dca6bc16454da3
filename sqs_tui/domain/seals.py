"""Seals: what a record was when it was signed off, and which lines may still come into it.

A sign-off leaves two lines of one act: the state, and the seal, a line of the field `seal` whose `new` holds a hash and the ids
of all lines that the record's file held then. What a seal does not cover stays outside the file, held, until a person opens the
record again. All of this is a function of the set of lines, in whatever order and from whichever machine they come.
"""

import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from sqs_tui.domain.history import in_order
from sqs_tui.domain.records import Answer, Change, FieldChange, Record, RecordState, present_answers

SEAL = "seal"
"""The field of a line that seals a record."""
STATE = "state"
"""The field of a line that says how far the review of a record is."""
Line = Change | FieldChange


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What a seal's line says."""

    line: FieldChange
    sha256: str
    signed: str
    """The id of the line that says "signed off"."""
    covers: frozenset[str]
    """The ids of all lines that the record had then; the seal's own is none of them."""

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all lines that the file of the sealed record holds."""
        return self.covers | {self.line.id}


def seal_of(record: Record, answers: Mapping[str, Answer], lines: Iterable[Line], instrument_hash: str) -> tuple[str, ...]:
    """What a seal's line holds over a record as it is now: the hash, the id of the line that signs it off, then all ids, sorted.

    The hash (SHA-256, in hexadecimal digits) is that of canonical JSON of the record, its present answers, all its lines
    by their ids, and the hash of the instrument, so that it tells an edit by hand and is the same for a file that is written
    anew. Raises ValueError where no line signs the record off.
    """
    by_id = {line.id: line for line in lines}
    signed = next((line.id for line in sorted(by_id.values(), key=in_order, reverse=True) if _signs(line)), None)
    if signed is None:
        raise ValueError(f"{record.reference} is not signed off")
    return _hash(record, answers, by_id, instrument_hash), signed, *sorted(by_id)


def _signs(line: Line) -> bool:
    return line.subject == STATE and line.new == RecordState.SIGNED_OFF


def _hash(record: Record, answers: Mapping[str, Answer], lines: Mapping[str, Line], instrument_hash: str) -> str:
    sealed = {
        "record": msgspec.structs.replace(record, state=RecordState.SIGNED_OFF),  # its state is told by the lines
        "answers": answers,
        "lines": lines,
        "instrument": instrument_hash,
    }
    return hashlib.sha256(msgspec.json.encode(sealed, order="sorted")).hexdigest()


def read_seal(line: FieldChange) -> Seal | None:
    """What a line says as a seal; None where it is none."""
    if line.field != SEAL or not isinstance(line.new, tuple) or len(line.new) < 3:
        return None
    sha256, signed, *covers = line.new
    return Seal(line=line, sha256=sha256, signed=signed, covers=frozenset(covers)) if signed in covers else None


def counting_seal(changes: Iterable[Change], fields: Iterable[FieldChange]) -> Seal | None:
    """The seal under which a record stands, given all its lines; None where it is not, or no longer, signed off.

    A line that puts the record from its sign-off into another state voids the seal. Of several the latest counts, and before it
    one of which every line is there.
    """
    fields = tuple(fields)
    ids = {line.id for line in changes} | {line.id for line in fields}
    left = {base for line in fields if line.field == STATE and line.new != RecordState.SIGNED_OFF for base in line.base}
    seals = [seal for line in fields if (seal := read_seal(line)) and seal.signed not in left]
    return max(seals, key=lambda seal: (seal.covers <= ids, in_order(seal.line)), default=None)


class Partition(msgspec.Struct, frozen=True, kw_only=True):
    """A record's lines, parted into those of its file and those that its seal keeps out."""

    seal: Seal | None
    changes: dict[str, Change]
    """Answers of the file, by id."""
    fields: dict[str, FieldChange]
    """What is said of the record, of the file, by id."""
    held: dict[str, Line]
    """What is kept outside until the record is opened again, by id."""


def partition(changes: Iterable[Change], fields: Iterable[FieldChange]) -> Partition:
    """Part all lines of a record, those of its file and those held, by the seal that counts; without one, none is held."""
    changes, fields = tuple(changes), tuple(fields)
    both: tuple[Line, ...] = (*changes, *fields)
    seal = counting_seal(changes, fields)
    return Partition(
        seal=seal,
        changes={line.id: line for line in changes if seal is None or line.id in seal.ids},
        fields={line.id: line for line in fields if seal is None or line.id in seal.ids},
        held={line.id: line for line in both if seal is not None and line.id not in seal.ids},
    )


def is_broken(record: Record, changes: Iterable[Change], fields: Iterable[FieldChange], instrument_hash: str) -> bool:
    """Whether the lines of a record's file are no longer those that were sealed, or it is called signed off without a seal.

    `record` is what its lines make of it.
    """
    changes, fields = tuple(changes), tuple(fields)
    both: tuple[Line, ...] = (*changes, *fields)
    seal = counting_seal(changes, fields)
    if seal is None:
        return record.state is RecordState.SIGNED_OFF
    lines = {line.id: line for line in both if line.id != seal.line.id}
    return (
        record.state is not RecordState.SIGNED_OFF
        or lines.keys() != seal.covers
        or _hash(record, present_answers(changes), lines, instrument_hash) != seal.sha256
    )
