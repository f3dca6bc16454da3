"""What people have made of the letter: edited paragraphs, decisions on areas, quotes and waivers, each with its history.

The letter itself is never stored. It is drafted from the answers each time, and what lies here is put over the draft.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeVar

import msgspec

from sqs_tui.domain.history import Cause, Stand, stand_of
from sqs_tui.domain.tally import Sign

_PLACE = re.compile(r"-?[0-9]{1,999}(/[0-9]{1,999})?")
"""A fraction as it is stated; one with an exponent ("1e999999999") would take all memory there is."""


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value as it lies in letter.json; a tag tells its kind."""


class ParagraphEntry(_Value, frozen=True, kw_only=True, tag="paragraph"):
    """What a person has made of one paragraph, drafted or added."""

    text: str | None = None
    """Their words, which are Markdown with figures in double braces; None: the draft stands, and follows the answers."""
    place: str = ""
    """Where it stands if not where the draft has it: a fraction, see `placed_between`."""
    removed: bool = False
    seen: tuple[tuple[str, str], ...] = ()
    """Each figure in the text with what it printed when a person last saw it."""


class Decision(_Value, frozen=True, kw_only=True, tag="area"):
    """What the lead inspector decided on an area."""

    sign: Sign | None
    """The list it stands in; None: left out of both."""
    reason: str = ""
    """Why it is left out."""
    text: str = ""
    """The item in their words; empty: in those of the instrument."""
    place: str = ""
    """Where it stands in its list if not in the instrument's order: a fraction."""
    joined: str = ""
    """The area whose item it shares."""


class Quote(_Value, frozen=True, kw_only=True, tag="quote"):
    """Words from a note, as the letter prints them."""

    record: str
    """The record's id."""
    question: str
    original: str
    """The whole note as it was when the words were chosen."""
    text: str
    """The words chosen; what was changed in them stands in square brackets."""


class Waiver(_Value, frozen=True, kw_only=True, tag="waiver"):
    """A problem of the letter that a person lets stand."""

    says: str
    """The problem, as it was when it was waived."""
    reason: str


Entry = ParagraphEntry | Decision | Quote | Waiver

_Kind = TypeVar("_Kind", ParagraphEntry, Decision, Quote, Waiver)


class LetterChange(_Value, frozen=True, kw_only=True):
    """One line of the letter's history; never edited."""

    id: str
    at: str
    by: str
    key: str
    """What it changes: `paragraph:ID`, `area:ID`, `quote:ID` or `waiver:ID`."""
    old: Entry | None = None
    new: Entry | None = None
    base: tuple[str, ...] = ()
    act: str
    cause: Cause = Cause.ANSWER
    undoes: str = ""
    why: str = ""

    @property
    def subject(self) -> str:
        """What it changes."""
        return self.key


class Entries(msgspec.Struct, frozen=True, kw_only=True):
    """All that people have made of a letter, by the ids of what it is about."""

    paragraphs: Mapping[str, ParagraphEntry] = {}
    decisions: Mapping[str, Decision] = {}
    quotes: Mapping[str, Quote] = {}
    waivers: Mapping[str, Waiver] = {}


NO_ENTRIES = Entries()


def letter_stands(changes: Iterable[LetterChange]) -> dict[str, Stand[LetterChange]]:
    """Replay the letter's history, in whatever order its lines come: where each part of it has led, by its key."""
    by_key: dict[str, list[LetterChange]] = {}
    for change in changes:
        by_key.setdefault(change.key, []).append(change)
    stands = {key: stand_of(lines) for key, lines in by_key.items()}
    return {key: stand for key, stand in stands.items() if stand}


def present_entries(stands: Mapping[str, Stand[LetterChange]]) -> dict[str, Entry]:
    """The entries that stand, by key."""
    return {key: stand.line.new for key, stand in stands.items() if stand.line.new is not None}


def entries_from(present: Mapping[str, Entry]) -> Entries:
    """The entries by kind and id; one that lies under a key of another kind is passed over."""
    return Entries(
        paragraphs=_of_kind(present, "paragraph", ParagraphEntry),
        decisions=_of_kind(present, "area", Decision),
        quotes=_of_kind(present, "quote", Quote),
        waivers=_of_kind(present, "waiver", Waiver),
    )


def _of_kind(present: Mapping[str, Entry], kind: str, of: type[_Kind]) -> dict[str, _Kind]:
    found: dict[str, _Kind] = {}
    for key, entry in present.items():
        named, _, identity = key.partition(":")
        if named == kind and isinstance(entry, of):
            found[identity] = entry
    return found


def place_of(stated: str, otherwise: Fraction) -> Fraction:
    """A stated place as a number; what cannot be read stands where it would have stood without."""
    try:
        return Fraction(stated) if _PLACE.fullmatch(stated) else otherwise
    except ZeroDivisionError:
        return otherwise


def placed_between(above: Fraction | None, below: Fraction | None) -> str:
    """The place between two others, as an entry states it; None for the top or the foot.

    Fractions, so that there is always room for one more, and no other paragraph has to change its place.
    """
    if above is None:
        return str((below or Fraction(0)) - 1)
    return str(above + 1 if below is None else (above + below) / 2)
