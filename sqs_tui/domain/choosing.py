"""Choosing so many cases of each stratum, within a cap for each case manager and with one case a person at most.

Whether what is still missing can be had together is a question of flows: from strata through persons to case managers.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import islice, product

import msgspec

from sqs_tui.domain.flow import Edge, Flow
from sqs_tui.domain.sample import Stratum

Pair = tuple[Stratum, str]
"""A stratum and a case manager."""
Kind = frozenset[Pair]
"""What one person could be drawn with; persons of a kind are exchangeable."""

WAYS = 500
"""How many ways of settling tangled persons are tried (see `Pool.settled`)."""
_SOURCE, _SINK = "source", "sink"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A case as far as choosing goes."""

    reference: str
    stratum: Stratum
    manager: str
    """Empty where no cap applies to it."""
    person: str


class Pool:
    """The cases that may be chosen, in the order in which they have the first claim, and the cap on those of a case manager."""

    def __init__(self, cases: Sequence[Case], cap: int) -> None:
        self.cases = cases
        self.cap = cap

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kind of each person."""
        pairs: defaultdict[str, set[Pair]] = defaultdict(set)
        for case in self.cases:
            pairs[case.person].add((case.stratum, case.manager))
        return {person: frozenset(found) for person, found in pairs.items()}

    @cached_property
    def listed(self) -> Counter[Stratum]:
        """How many cases each stratum has."""
        return Counter(case.stratum for case in self.cases)

    @cached_property
    def tangled(self) -> dict[str, list[str]]:
        """The case managers, in the order of the pool, of each person whose managers do not go with all of their strata.

        To choose for all persons at once is then no question of flows (it is a matching in three dimensions).
        """
        knots = {person for person, kind in self.kinds.items() if len(kind) < len(_strata(kind)) * len(_managers(kind))}
        managers: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for case in self.cases if knots else ():
            if case.person in knots:
                managers[case.person][case.manager] = None
        return {person: list(named) for person, named in managers.items()}

    @property
    def too_tangled(self) -> bool:
        """Whether there are more ways of settling the tangled persons than are tried."""
        return len(list(islice(product(*self.tangled.values()), WAYS + 1))) > WAYS

    def settled(self, quotas: Mapping[Stratum, int]) -> "Pool | None":
        """This pool with one case manager for each tangled person, in the first way in which everything can be had.

        None where it cannot, or where that was found in none of the ways that were tried.
        """
        if not Room(self, quotas).completes:
            return None
        for managers in islice(product(*self.tangled.values()), WAYS):
            chosen = dict(zip(self.tangled, managers, strict=True))
            kept = Pool([case for case in self.cases if chosen.get(case.person, case.manager) == case.manager], self.cap)
            if Room(kept, quotas).completes:
                return kept
        return None

    def first(self, quotas: Mapping[Stratum, int]) -> list[Case] | None:
        """The first cases of the pool that fill the quotas; None where none do, or none were found (see `too_tangled`)."""
        room = Room(self, quotas)
        chosen = [case for case in self.cases if room.takes(case)]
        if room.full:  # as a rule: then nothing had to be passed over for the sake of a later one
            return chosen
        pool = self.settled(quotas)
        return None if pool is None else pool._looking_ahead(quotas)

    def _looking_ahead(self, quotas: Mapping[Stratum, int]) -> list[Case]:
        """The first cases that fill the quotas, which they can: one is passed over where nothing could be completed with it."""
        room, chosen = Room(self, quotas), []
        hopeless = set()
        for case in self.cases:
            alike = self.kinds[case.person], case.stratum, case.manager
            if alike not in hopeless and room.takes(case):
                if room.completes:
                    chosen.append(case)
                else:  # nor with one like it, now or later, when there is less room
                    room.give_back(case)
                    hopeless.add(alike)
        return chosen


class Room:
    """What there is still room for while cases of a pool are chosen."""

    def __init__(self, pool: Pool, quotas: Mapping[Stratum, int]) -> None:
        self._pool = pool
        self._quotas = dict(quotas)
        self._missing = sum(quotas.values())
        self._of_manager: Counter[str] = Counter()
        self._persons: set[str] = set()

    def takes(self, case: Case) -> bool:
        """Take a case, unless its stratum, its case manager or its person has no room for it."""
        if not self._quotas.get(case.stratum) or case.person in self._persons:
            return False
        if case.manager and self._of_manager[case.manager] >= self._pool.cap:
            return False
        self._quotas[case.stratum] -= 1
        self._missing -= 1
        self._of_manager[case.manager] += 1
        self._persons.add(case.person)
        return True

    def give_back(self, case: Case) -> None:
        """Let go of a case that was taken."""
        self._quotas[case.stratum] += 1
        self._missing += 1
        self._of_manager[case.manager] -= 1
        self._persons.remove(case.person)

    @property
    def full(self) -> bool:
        """Whether all was taken."""
        return not self._missing

    @property
    def completes(self) -> bool:
        """Whether all that is missing can be had together; as far as flows tell, which is exact where no person is tangled."""
        return self.flow().amount == self._missing

    def flow(self) -> Flow[object]:
        """What can still be had together, at most."""
        pool = self._pool
        left = Counter(kind for person, kind in pool.kinds.items() if person not in self._persons)
        edges: list[Edge[object]] = [(_SOURCE, ("stratum", stratum), quota) for stratum, quota in self._quotas.items()]
        for manager in {manager for kind in left for manager in _managers(kind)}:
            fits = pool.cap - self._of_manager[manager] if manager else len(pool.cases)
            edges.append((("manager", manager), _SINK, fits))
        for kind, count in left.items():
            edges.append((("in", kind), ("out", kind), count))
            edges += [(("stratum", stratum), ("in", kind), count) for stratum in _strata(kind)]
            edges += [(("out", kind), ("manager", manager), count) for manager in _managers(kind)]
        return Flow(edges, _SOURCE, _SINK)

    def short(self) -> tuple[list[Stratum], int]:
        """The strata that together cannot have what they miss, and how many of that they can; none where all can be had."""
        flow = self.flow()
        if flow.amount == self._missing:
            return [], 0
        strata = [stratum for stratum, quota in self._quotas.items() if quota and ("stratum", stratum) in flow.reached]
        # The bottleneck lets through what these can have and all that the others are to have.
        others = sum(quota for stratum, quota in self._quotas.items() if stratum not in strata)
        return sorted(strata), flow.amount - others


def _strata(kind: Kind) -> set[Stratum]:
    return {stratum for stratum, _ in kind}


def _managers(kind: Kind) -> set[str]:
    return {manager for _, manager in kind}
