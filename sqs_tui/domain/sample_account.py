"""Everything that the record of a sample tells: enough to draw it again by hand, and to see what became of it since."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

import msgspec

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.interests import Interest
from sqs_tui.domain.records import Record
from sqs_tui.domain.sample import CASE_MANAGER, INSPECTOR, Share, Standing, Stratum, stratum_of

METHOD = (
    "The cases are put in the order of the SHA-256 of the number of characters of the seed, a colon, the seed, a colon and the "
    "reference. "
    "From the top on each case is drawn, unless its stratum has its number, its case manager as many as may be, its person a "
    "case already, or no sample of the size could be completed with it. "
    "A stratum's number is its exact share rounded down, and one more for those with the largest remainders; equal ones take "
    "turns in the order that the seed gives their names (of two facts joined by U+001F). "
    "The reserves are the first of the cases that are left, in the same order and without those of a person who has a case "
    "already: their number is shared out among the strata as that of the sample was, and where a stratum has too few the next of "
    "all make up for it. "
    "The first reserve of its own stratum that is left stands in for a case, where there is none the first of all, passing over "
    "those with which a case manager would have more cases than may be."
)
"""How a sample is drawn, and who stands in for whom."""


class SampleAccount(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A sample as it stands, with all that belongs to it."""

    listed: CaseList
    """The list that it was drawn from."""
    now: Standing
    before: tuple[Standing, ...]
    """What was drawn before, in order, each as it stood when the next was drawn."""
    lists: Mapping[str, CaseList]
    """The lists that were drawn from, by their ids, as far as they are there."""
    records: Mapping[str, Record]
    """The records of the unit by their references in small letters; what is in the trash is among them."""
    interests: tuple[Interest, ...]
    labels: Mapping[str, str]
    """What facts and their values are called: by `custody`, and by `custody=yes`."""
    held: Mapping[str, Interest] = {}
    """The records that somebody has who is kept out of them, by their ids, each with the interest that says so."""
    faults: tuple[str, ...] = ()
    """What does not come out again from the list and the seed; nothing where all does."""

    @cached_property
    def _cases(self) -> dict[str, ListedCase]:
        return {case.reference: case for case in self.listed.cases}

    def field_text(self, field: str) -> str:
        """What strata go by, as people call it."""
        return field_text(field, self.labels)

    def stratum_text(self, stratum: Stratum) -> str:
        """A stratum as people call it."""
        return stratum_label(stratum, self.now.draw.wanted.by, self.labels)

    def stratum_of(self, reference: str) -> str:
        """The stratum of a case of the list as people call it."""
        case = self._cases.get(reference)
        return self.stratum_text(stratum_of(case, self.now.draw.wanted.by)) if case else ""

    def stands_in_for(self, reference: str) -> str:
        """The case that a reserve stands in for; empty for one that was drawn."""
        return next((one.replaced for one in self.now.replaced if one.reserve == reference), "")

    def record(self, reference: str) -> Record | None:
        """The record of a case, where it is there and not in the trash."""
        record = self.records.get(reference.casefold())
        return record if record and not record.trashed else None

    def inspector(self, reference: str, *, nobody: str, missing: str) -> str:
        """Who has a case of the sample, and that they are kept out of it: "cat, kept out"."""
        record = self.record(reference)
        if record is None:
            return missing
        return f"{record.inspector or nobody}{', kept out' if record.id in self.held else ''}"

    @property
    def to_give_on(self) -> tuple[Record, ...]:
        """The records of the sample that somebody has who is kept out of them."""
        records = (self.record(reference) for reference in self.now.cases)
        return tuple(record for record in records if record and record.id in self.held)


def field_text(field: str, labels: Mapping[str, str]) -> str:
    """What strata go by, as people call it."""
    return {CASE_MANAGER: "case manager", INSPECTOR: "inspector"}.get(field, labels.get(field, field))


def stratum_label(stratum: Stratum, by: tuple[str, ...], labels: Mapping[str, str]) -> str:
    """A stratum as people call it: values of facts by the labels of their choices, a dash where the list does not say."""
    named = (labels.get(f"{field}={value}", value) or "-" for field, value in zip(by, stratum, strict=True))
    return " / ".join(named) or "all cases"


def exact_share(share: Share, size: int, listed: int) -> str:
    """The exact share of a stratum in a sample of so many, to two places: "4.67"."""
    return f"{float(Fraction(size * share.listed, listed)):.2f}"
