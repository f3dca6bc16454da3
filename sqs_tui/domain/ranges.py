"""How far a share of few answers may be from the share of all: the range that Summary shows, and no letter prints.

The score interval of E. B. Wilson ("Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22, 1927, pages 209 to 212), at 95 %. Unlike the usual one it never leaves 0 to 1, and it says
something where all or none are met. It takes the answers as drawn one by one from a large number of cases: for a service with
few cases it is too wide, and for pooled questions, whose answers come from the same cases, too narrow.
"""

from math import sqrt

_Z = 1.959963984540054
"""The normal deviate that 2.5 % lie above."""


def wilson(met: int, of: int) -> tuple[float, float]:
    """The 95 % range of a share, as parts of one; raises ValueError unless 0 <= met <= of and of >= 1."""
    if not (of >= 1 and 0 <= met <= of):
        raise ValueError(f"{met} of {of} is no share")
    share, z2 = met / of, _Z * _Z
    middle = share + z2 / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    low, high = ((middle + side) / (1 + z2 / of) for side in (-spread, spread))
    # At the ends the exact result is the end itself, which floats may miss by a hair.
    return (low if met else 0.0), (high if met < of else 1.0)


def range_text(met: int, of: int, *, least: int) -> str:
    """The range in whole per cent: "59 to 92%"; empty with fewer than `least` answers, or none."""
    if of < max(least, 1):
        return ""
    low, high = (int(100 * end + 0.5) for end in wilson(met, of))
    return f"{low} to {high}%"
