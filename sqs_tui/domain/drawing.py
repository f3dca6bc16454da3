"""Drawing a sample from a list of cases: by a seed, in proportion to strata, within caps, one case a person, with reserves.

The seed puts all cases in one order (SHA-256 of the seed and the reference). From its top on each case is drawn, unless its
stratum has its number, its case manager as many as may be, its person a case already, or no sample of the size could be
completed with it. So the draw depends on the seed and the cases alone, and where no cap or person stands in the way each stratum
is a simple random sample.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.choosing import Case, Pool, Room
from sqs_tui.domain.sample import Share, Stratum, Wanted, strata_fields, stratum_of, stratum_text
from sqs_tui.domain.sampling import shuffled
from sqs_tui.domain.shares import largest_remainder

MOST_STRATA = 2
"""The most facts that a list is laid out by."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """What a draw gives."""

    cases: tuple[str, ...]
    """The references drawn, in the order of the seed; exactly as many as were asked for."""
    reserves: tuple[str, ...]
    """The references that stand in for them, in the order of the seed; fewer than asked for where there are no more."""
    shares: tuple[Share, ...]


def draw(cases: Iterable[ListedCase], wanted: Wanted) -> Drawn:
    """The sample that a seed draws from a list: exactly as many as are wanted, within every limit.

    Strata have whole numbers in proportion to the list (`largest_remainder`), so each is within one of its exact share. Raises
    ValueError with one sentence where no such sample exists, or where it cannot be told, and says what would do instead.
    """
    cases = tuple(cases)
    _require_sense(cases, wanted)
    pool = _pool(cases, wanted)
    quotas = largest_remainder(pool.listed, wanted.size, wanted.seed)
    drawn = pool.first(quotas) if wanted.size <= len(cases) else None
    if drawn is None:
        raise ValueError(_why_not(cases, wanted))
    return Drawn(
        cases=tuple(case.reference for case in drawn),
        reserves=_reserves(pool, drawn, wanted),
        shares=tuple(
            Share(stratum=stratum, listed=listed, drawn=quotas[stratum]) for stratum, listed in sorted(pool.listed.items())
        ),
    )


def _require_sense(cases: Sequence[ListedCase], wanted: Wanted) -> None:
    if wanted.size < 1:
        raise ValueError("A sample has at least one case: give its size.")
    if wanted.cap < 0 or wanted.reserve < 0:
        raise ValueError("Neither the most cases of one case manager nor the number of reserves is below nothing.")
    if len(wanted.by) > MOST_STRATA or len(set(wanted.by)) < len(wanted.by):
        raise ValueError("Strata go by one fact, or by two different ones.")
    known = strata_fields(cases)
    unknown = next((field for field in wanted.by if field not in known), None)
    if unknown is not None:
        choose = f"choose from {', '.join(known)}" if known else "it has no facts to lay strata by"
        raise ValueError(f'The list has no "{unknown}": {choose}.')


def _pool(cases: Sequence[ListedCase], wanted: Wanted) -> Pool:
    """The cases in the order of the seed, each with what this draw goes by and nothing else."""
    by_reference = {case.reference: case for case in cases}
    ordered = (by_reference[reference] for reference in shuffled(by_reference, wanted.seed))
    return Pool([_case(case, wanted) for case in ordered], wanted.cap)


def _case(case: ListedCase, wanted: Wanted) -> Case:
    return Case(
        reference=case.reference,
        stratum=stratum_of(case, wanted.by),
        manager=case.case_manager.casefold() if wanted.cap else "",
        # Where no code says otherwise, a case is of a person of its own.
        person=f"person {case.person.casefold()}" if wanted.one_a_person and case.person else f"case {case.reference}",
    )


def _reserves(pool: Pool, drawn: Sequence[Case], wanted: Wanted) -> tuple[str, ...]:
    """Who stands in: in proportion to the strata as far as they have cases left, then whoever comes next; no person twice."""
    if not wanted.reserve:
        return ()
    left = list(_others(pool, drawn))
    quotas = largest_remainder(pool.listed, min(wanted.reserve, len(pool.cases)), wanted.seed)
    had: Counter[Stratum] = Counter()
    first: list[str] = []
    more: list[str] = []
    for case in left:
        had[case.stratum] += 1
        (first if had[case.stratum] <= quotas[case.stratum] else more).append(case.reference)
    chosen = {*first, *more[: wanted.reserve - len(first)]}
    return tuple(case.reference for case in left if case.reference in chosen)


def _others(pool: Pool, drawn: Sequence[Case]) -> Iterator[Case]:
    """The cases of a pool that were not drawn, without those of a person who has a case already."""
    persons = {case.person for case in drawn}
    for case in pool.cases:
        if case.person not in persons:
            persons.add(case.person)
            yield case


# Why there is none


def _why_not(cases: Sequence[ListedCase], wanted: Wanted) -> str:
    """Why a sample cannot be drawn, and what can be drawn instead, in one sentence."""
    pool = _pool(cases, wanted)
    if wanted.size > len(cases):
        why = f"the list has {len(cases)}"
    else:
        why = _shortage(pool, largest_remainder(pool.listed, wanted.size, wanted.seed), wanted)
    limits = _limits(wanted)
    instead = _one_of(_instead(cases, pool, wanted))
    return f"{_cases(wanted.size)} cannot be drawn{f' {limits}' if limits else ''}: {why}; {instead}."


def _shortage(pool: Pool, quotas: Mapping[Stratum, int], wanted: Wanted) -> str:
    strata, most = Room(pool, quotas).short()
    if not strata:
        return "no way was found among many" if pool.too_tangled else "no choice of cases keeps all of that together"
    if not wanted.by:
        return f"{most} can at most"
    named = _and([stratum_text(stratum) for stratum in strata])
    due = sum(quotas[stratum] for stratum in strata)
    can = f"{most} can at most" if most else "none can"
    return f"{named} {'is' if len(strata) == 1 else 'are'} to have {due} of them, of which {can}"


def _limits(wanted: Wanted) -> str:
    limits = (
        "in proportion to the strata" if wanted.by else "",
        f"with at most {wanted.cap} of one case manager" if wanted.cap else "",
        "with one case a person" if wanted.one_a_person else "",
    )
    return _and([limit for limit in limits if limit])


def _instead(cases: Sequence[ListedCase], pool: Pool, wanted: Wanted) -> Iterator[str]:
    """What can be drawn with one thing changed."""
    unproportioned = Room(_pool(cases, _but(wanted, by=())), {(): len(cases)}).flow().amount
    sizes = range(min(wanted.size - 1, unproportioned), 0, -1)
    size = next((size for size in sizes if pool.first(largest_remainder(pool.listed, size, wanted.seed)) is not None), 0)
    if size:
        yield f"ask for {size}"
    if wanted.size > len(cases):
        return
    if wanted.cap:
        most = max(Counter(case.case_manager.casefold() for case in cases).values())
        cap = next((cap for cap in range(wanted.cap + 1, most + 1) if _is_possible(cases, _but(wanted, cap=cap))), 0)
        if cap:
            yield f"allow {cap} of one case manager"
    if wanted.one_a_person and _is_possible(cases, _but(wanted, one_a_person=False)):
        yield "allow several cases of a person"
    if wanted.by and _is_possible(cases, _but(wanted, by=())):
        yield "draw without strata"


def _but(wanted: Wanted, **changes: object) -> Wanted:
    return msgspec.structs.replace(wanted, **changes)


def _is_possible(cases: Sequence[ListedCase], wanted: Wanted) -> bool:
    pool = _pool(cases, wanted)
    return pool.first(largest_remainder(pool.listed, wanted.size, wanted.seed)) is not None


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


def _and(parts: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _one_of(parts: Iterable[str]) -> str:
    *first, last = (*parts,) or ("change the list, or what is asked of it",)
    return " or ".join(filter(None, (", ".join(first), last)))
