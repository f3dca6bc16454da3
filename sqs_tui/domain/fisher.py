"""Whether two shares of few answers differ by more than chance: Fisher's exact test, and how it holds over many questions.

The test is that of R. A. Fisher ("The Design of Experiments", Oliver and Boyd, 1935, chapter II): with both numbers of answers
and the sum of the met ones given, every split of the met ones has an exact probability. Two-sided, the p is the sum over all
splits that are no likelier than the one that was found, as R's `fisher.test` has it. Everything is exact; nothing is rounded.

Some thirty questions are compared at once, of which at a level of 0.05 one or two would differ by chance alone. Therefore the p's
are held against the level together, by the rule of S. Holm ("A simple sequentially rejective multiple test procedure",
Scandinavian Journal of Statistics 6, 1979, pages 65 to 70), whatever the questions have to do with one another.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

_ONE = Fraction(1)


def fisher(met: int, of: int, other_met: int, other_of: int) -> Fraction:
    """The two-sided p of two shares: 1 where every split is no likelier than this one, and never 0.

    Raises ValueError unless 0 <= met <= of and 0 <= other_met <= other_of.
    """
    if not (0 <= met <= of and 0 <= other_met <= other_of):
        raise ValueError(f"{met} of {of} and {other_met} of {other_of} are no two shares")
    both = met + other_met
    least, most = max(0, both - other_of), min(of, both)
    weight = comb(of, least) * comb(other_of, both - least)
    weights = [weight]
    for here in range(least, most):  # each from the one before: with tens of thousands of answers these are long numbers
        there = both - here
        weight = weight * (of - here) * there // ((here + 1) * (other_of - there + 1))
        weights.append(weight)
    found = weights[met - least]
    return Fraction(sum(weight for weight in weights if weight <= found), sum(weights))


def holm(found: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Each p as it stands when all of them were looked at together, in the same order; none becomes smaller.

    Where such a p is at most the level, the chance that any difference named by them is none at all is at most the level.
    """
    adjusted = [_ONE] * len(found)
    least = Fraction(0)
    for done, at in enumerate(sorted(range(len(found)), key=lambda place: found[place])):
        least = max(least, min(_ONE, (len(found) - done) * found[at]))
        adjusted[at] = least
    return tuple(adjusted)
