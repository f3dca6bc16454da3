"""The sample of an inspection: what was asked of a draw and what it gave, and the cases that gave way to reserves since."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from sqs_tui.domain.case_list import CaseList, ListedCase


class _Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that never changes once it is written."""


Stratum = tuple[str, ...]
"""What the cases of a stratum have in common: a value for each fact that the strata go by."""

CASE_MANAGER, INSPECTOR = "case_manager", "inspector"
"""What strata can go by besides the facts of a list."""


class Wanted(_Document, frozen=True, kw_only=True):
    """What is asked of a draw."""

    size: int
    seed: str
    by: tuple[str, ...] = ()
    """What the strata go by: facts as the list has them, `case_manager` or `inspector`; nothing where there are none."""
    cap: int = 0
    """The most cases of one case manager; 0 where it does not matter. A case without a case manager counts towards none."""
    one_a_person: bool = False
    reserve: int = 0


class Share(_Document, frozen=True, kw_only=True):
    """A stratum, and its part of the sample."""

    stratum: Stratum
    listed: int
    """How many cases of the list are in it."""
    drawn: int


class Draw(_Document, frozen=True, kw_only=True):
    """A sample as it was drawn: all that it takes to draw it again, and what came of it."""

    id: str
    at: str
    """UTC, ISO 8601 with milliseconds and Z."""
    by: str
    list: str
    """The id of the list that it was drawn from."""
    wanted: Wanted
    cases: tuple[str, ...]
    """The references drawn, in the order of the seed."""
    reserves: tuple[str, ...] = ()
    """The references that stand in for them, in the order in which they do."""
    shares: tuple[Share, ...] = ()
    why: str = ""
    """Why it was drawn again, where there was a draw before."""


class Replacement(_Document, frozen=True, kw_only=True):
    """A case of a sample that gave way to a reserve."""

    id: str
    at: str
    by: str
    draw: str
    replaced: str
    reserve: str
    why: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A draw as it stands now."""

    draw: Draw
    cases: tuple[str, ...]
    """The references of the sample, a reserve where the case stood that it stands in for."""
    reserves: tuple[str, ...]
    """Those that are left, in order."""
    replaced: tuple[Replacement, ...]
    """What gave way, in order."""

    @property
    def gone(self) -> frozenset[str]:
        """The references that are no longer of the sample."""
        return frozenset(one.replaced for one in self.replaced)


def present_draw(draws: Iterable[Draw]) -> Draw | None:
    """The draw that counts: the latest, by time and id; None where there is none."""
    return max(draws, key=lambda one: (one.at, one.id), default=None)


def standing(draw: Draw, replacements: Iterable[Replacement]) -> Standing:
    """A draw with its cases replaced, in whatever order the replacements come.

    Of two that were made without each other's knowledge, and cannot both be, the earlier counts: then the case of the other
    stands again.
    """
    cases, left, done = list(draw.cases), list(draw.reserves), []
    for one in sorted(replacements, key=lambda one: (one.at, one.id)):
        if one.draw == draw.id and one.replaced in cases and one.reserve in left:
            cases[cases.index(one.replaced)] = one.reserve
            left.remove(one.reserve)
            done.append(one)
    return Standing(draw=draw, cases=tuple(cases), reserves=tuple(left), replaced=tuple(done))


def stratum_of(case: ListedCase, by: Iterable[str]) -> Stratum:
    """The stratum that a case is in; a part of it is empty where the list does not say."""
    return tuple([value_of(case, field) for field in by])


def value_of(case: ListedCase, field: str) -> str:
    """What a list says of a case under the name of a fact, or of one of its people."""
    if field == CASE_MANAGER:
        return case.case_manager
    return case.inspector if field == INSPECTOR else case.facts.get(field, "")


def strata_fields(cases: Iterable[ListedCase]) -> tuple[str, ...]:
    """What strata of these cases can go by: the facts that the list has, and who manages or inspects its cases."""
    cases = tuple(cases)
    facts = dict.fromkeys(field for case in cases for field in case.facts)
    people = {CASE_MANAGER: any(case.case_manager for case in cases), INSPECTOR: any(case.inspector for case in cases)}
    return (*facts, *(field for field, known in people.items() if known and field not in facts))


def spelling(name: str) -> str:
    """What counts of the name of a fact or a column: `case_manager`, `Case manager` and `case-manager` are one."""
    return " ".join(re.split(r"[\s_-]+", name.strip().casefold()))


def stratum_text(stratum: Stratum) -> str:
    """A stratum in words; what the list does not say is a dash."""
    return " / ".join(value or "-" for value in stratum)


def reserve_for(reference: str, now: Standing, listed: CaseList) -> tuple[str, bool]:
    """The reserve that stands in for a case, and whether it is of the same stratum.

    The next of the same stratum, else the next of all, passing over those with which a case manager would have more cases than
    the draw allows. Raises ValueError with one sentence where there is none, or the case is not of the sample.
    """
    cases: Mapping[str, ListedCase] = {case.reference: case for case in listed.cases}
    if reference not in now.cases:
        gone = reference in now.gone
        raise ValueError(
            f'"{reference}" {"was replaced already" if gone else "is no case of the sample"}: name one of its cases.'
        )
    wanted = now.draw.wanted
    managers = Counter(cases[other].case_manager.casefold() for other in now.cases if other != reference and other in cases)
    fitting = [
        reserve
        for reserve in now.reserves
        if reserve in cases
        and not (wanted.cap and (name := cases[reserve].case_manager.casefold()) and managers[name] >= wanted.cap)
    ]
    if not fitting:
        why = "none of the reserves keeps to the most cases of one case manager" if now.reserves else "no reserve is left"
        raise ValueError(f"{reference} cannot be replaced, for {why}: draw again with a longer reserve.")
    stratum = stratum_of(cases[reference], wanted.by) if reference in cases else ()
    same = next((reserve for reserve in fitting if stratum_of(cases[reserve], wanted.by) == stratum), "")
    return same or fitting[0], bool(same)
