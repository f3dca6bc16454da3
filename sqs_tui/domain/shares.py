"""Whole numbers in proportion: how many of a number fall to each part of a whole."""

from collections.abc import Mapping
from typing import TypeVar

from sqs_tui.domain.sampling import shuffled

Part = TypeVar("Part", bound=tuple[str, ...])


def largest_remainder(counts: Mapping[Part, int], size: int, seed: str) -> dict[Part, int]:
    """How many of `size` fall to each part, in proportion to the counts; together they are `size`.

    Each has its exact share rounded down, and those with the largest remainders one more (the method of Hamilton, 1792). Where
    remainders are equal the seed decides. No part has more than it counts, as long as `size` is no more than all of them.
    """
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0)
    shares = {part: size * count // total for part, count in counts.items()}
    named = {"\x1f".join(part): part for part in counts}
    by_seed = {name: place for place, name in enumerate(shuffled(named, seed))}
    ranked = sorted(named, key=lambda name: (-(size * counts[named[name]] % total), by_seed[name]))
    for name in ranked[: size - sum(shares.values())]:
        shares[named[name]] += 1
    return shares
