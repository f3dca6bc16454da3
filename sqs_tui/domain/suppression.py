"""Which groups of a breakdown are not shown, so that no number that is hidden can be worked out from those that are.

A question is answered in several groups of records; each group has a share of met answers, and the total over all groups is
known to everybody, since Summary shows it. Of a share that is hidden neither met nor not met is told; how many answers a group
has is no secret.

The rule, with the instrument's least number of answers as the limit:

1. A group with fewer answers than the limit is hidden, unless it has none: that nobody answered is no secret.
2. Where one is hidden, the next smallest is hidden with it, so that there are two at least (of equals the first).
3. Where that would not do, the question is not broken down at all: no group is left to show; or all answers are met, or none is,
   which the total says of every group; or what is hidden comes, taken together, to fewer than two met or two not met answers.

Why no hidden share can be worked out, even by somebody who knows the rule, the total and how many answers each group has:

*From the numbers.* The total less what is shown gives the met answers M and the not met ones N of what is hidden, taken together;
by 3 neither is nought. A hidden group of d answers can have from max(0, d - N) to min(d, M) met ones. It has answers, the others
that are hidden have some, too, so that d < M + N: the first is less than the second, and there are two ways at least.

*From the rule.* What 1 and 2 hide depends on nothing but the numbers of answers, and any other way to share M and N among the
hidden groups leads to a table that looks the same. Of a question that is not broken down nobody sees whether M or N was nought or
one, so that an answer may have changed places with one of another group; unless the total is such that the rest would have to
be all met, or not at all (see `_tells`). Where the total says something of every group by itself, nothing can hide that.

The source of 1 and 2 is the usual practice of statistical offices, primary and secondary suppression of small cells (A. Hundepool
and others, "Statistical Disclosure Control", 2012, chapter 4); 3 makes it hold exactly for tables as small as these.
"""

from collections.abc import Sequence

import msgspec

_LEAST_HIDDEN = 2
"""As few groups, and as few met and not met answers in them, may be hidden."""


class Share(msgspec.Struct, frozen=True):
    """Met answers of all met and not met ones."""

    met: int
    of: int

    @property
    def not_met(self) -> int:
        """The answers that are not met."""
        return self.of - self.met


def pooled(shares: Sequence[Share]) -> Share:
    """Several shares taken together."""
    return Share(sum(share.met for share in shares), sum(share.of for share in shares))


def suppressed(shares: Sequence[Share], least: int) -> frozenset[int]:
    """The places of the groups that are not shown, of one question's shares by group; all where it is not broken down.

    `least` is the number of answers from which on a group is shown by itself.
    """
    ranked = sorted((place for place, share in enumerate(shares) if share.of), key=lambda place: shares[place].of)
    small = sum(shares[place].of < least for place in ranked)
    if not small:
        return frozenset()
    hidden = ranked[: max(small, _LEAST_HIDDEN)]
    rest, total = pooled([shares[place] for place in hidden]), pooled(shares)
    return frozenset(range(len(shares)) if len(hidden) == len(ranked) or _tells(rest, total) else hidden)


def _tells(rest: Share, total: Share) -> bool:
    """Whether what is hidden, taken together, would tell of each hidden group what it has.

    Also where the total and the numbers of answers alone could make it so: where as many answers are met, or not met, as are
    hidden less one, and the other groups are too small to hold them, the others would have to be all met, or not at all.
    """
    if min(rest.met, rest.not_met) < _LEAST_HIDDEN:
        return True
    return rest.of - 1 in (total.met, total.not_met) and rest.of - 2 > total.of - rest.of
