"""What an amount written in English says: numbers in numerals and words, fractions, percentages, and hedges before them.

An amount says something of n and d; whether it holds for an n and a d is exact arithmetic.
"""

from fractions import Fraction

import msgspec

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8, "ninth": 9, "ninths": 9, "tenth": 10,
    "tenths": 10,
}  # fmt: skip

NUMBER = (
    rf"(?:[0-9]{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])}))?"
    rf"|(?:{'|'.join(sorted(_ONES, key=len, reverse=True))}))"
)
"""A pattern for a whole number under a thousand, in numerals or in words."""
PART = "(?:" + "|".join(sorted(_PARTS, key=len, reverse=True)) + ")"
"""A pattern for the name of a part: "third", "quarters"."""

# What a hedge says: more than the amount, just more, at least, near, and so on; "=" only stresses it.
_HEDGES = {
    "just>": (
        "just over", "just above", "slightly over", "slightly more than", "a little over", "a little more than",
        "just more than",
    ),
    "just<": (
        "just under", "just below", "slightly under", "slightly less than", "slightly fewer than", "just less than",
        "just fewer than", "a little under", "a little less than", "nearly", "almost", "close to", "approaching",
        "not quite",
    ),
    "~": (
        "about", "around", "approximately", "roughly", "some",
    ),
    ">=": (
        "at least", "no fewer than", "no less than", "not fewer than", "not less than", "a minimum of",
    ),
    "<=": (
        "at most", "no more than", "not more than", "up to", "a maximum of",
    ),
    ">": (
        "well over", "well above", "over", "more than", "above", "in excess of", "upwards of", "better than",
    ),
    "<": (
        "well under", "well below", "fewer than", "less than", "under", "below", "not even", "short of",
    ),
    "=": (
        "only just", "only", "just", "exactly", "precisely", "fully", "as many as", "as few as", "a mere", "a total of",
        "a full",
    ),
}  # fmt: skip
_RELATIONS = {hedge: relation for relation, hedges in _HEDGES.items() for hedge in hedges}
HEDGE = "(?:" + "|".join(sorted(_RELATIONS, key=len, reverse=True)) + ")"
"""A pattern for what stands before an amount and loosens it, or only stresses it."""

_FRACTION_TOLERANCE = Fraction(5, 200)
"""A fraction is a rounded word: it holds for a share within two and a half points of it."""
_NEAR = Fraction(8, 100)
"""How far from a fraction "nearly", "just over" and "about" reach."""
_NEAR_PERCENT = Fraction(5, 100)
"""How far they reach from a percentage, which is finer."""
_NEAR_COUNT = 2
_ROUND = frozenset({2, 3, 4, 5, 10, 20, 100})
"""The d of "one in five" and "seven out of ten", which may be a share put simply."""


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of n and d; what is None is not said. Every condition that is said must hold."""

    least: int | None = None
    """Of n."""
    most: int | None = None
    of: int | None = None
    missing: int | None = None
    """What n lacks of d ("all but one")."""
    low: Fraction | None = None
    """Of the share, itself included unless `open_low`."""
    high: Fraction | None = None
    open_low: bool = False
    open_high: bool = False
    exact: bool = True
    """Whether it gives a number or a percentage, which the letter never prints of what was said in confidence."""
    other: "Amount | None" = None
    """A second reading; one of them is enough."""

    def holds(self, n: int, d: int) -> bool:
        """Whether it is true of n out of d, d being at least one."""
        return self._holds(n, d) or (self.other is not None and self.other.holds(n, d))

    def _holds(self, n: int, d: int) -> bool:
        if (self.of is not None and d != self.of) or (self.missing is not None and d - n != self.missing):
            return False
        if (self.least is not None and n < self.least) or (self.most is not None and n > self.most):
            return False
        part = Fraction(n, d)
        above = self.low is None or part > self.low or (part == self.low and not self.open_low)
        return above and (self.high is None or part < self.high or (part == self.high and not self.open_high))

    @property
    def lone(self) -> bool:
        """Whether it gives n alone, without a word on d."""
        return self.of is None and self.missing is None and (self.least is not None or self.most is not None)

    @property
    def compares(self) -> bool:
        """Whether it gives a share that is neither all nor none: what too few answers cannot carry."""
        stated = self.low is not None or self.high is not None
        return stated and not (self.low == 1 or (self.high == 0 and not self.open_high))


def number_of(text: str) -> int:
    """The number that `NUMBER` matched."""
    text = text.lower()
    if text[0].isdigit():
        return int(text)
    if text in _ONES:
        return _ONES.index(text) + 1
    tens, _, ones = text.replace("-", " ").partition(" ")
    return 10 * (_TENS.index(tens) + 2) + (_ONES.index(ones) + 1 if ones else 0)


def count(n: int, *, of: int | None = None, hedge: str = "") -> Amount:
    """A count, "10", "more than ten"; with `of` out of a number."""
    match _RELATIONS.get(" ".join(hedge.lower().split()), "="):
        case ">":
            return Amount(least=n + 1, of=of)
        case "just>":
            return Amount(least=n + 1, most=n + _NEAR_COUNT, of=of)
        case ">=":
            return Amount(least=n, of=of)
        case "<":
            return Amount(most=n - 1, of=of)
        case "just<":
            return Amount(least=n - _NEAR_COUNT, most=n - 1, of=of)
        case "<=":
            return Amount(most=n, of=of)
        case "~":
            return Amount(least=n - 1, most=n + 1, of=of)
    return Amount(least=n, most=n, of=of)


def simply_put(n: int, d: int, *, hedge: str = "", share_only: bool = False) -> Amount:
    """Exactly these numbers or, where d is a round number, this share: "seven out of ten", "one in five"."""
    exactly = count(n, of=d, hedge=hedge)
    if d not in _ROUND and not share_only:
        return exactly
    return msgspec.structs.replace(exactly, other=around(Fraction(n, d), hedge=hedge))


def percentage(text: str, *, hedge: str = "") -> Amount:
    """A percentage as it is written, "57" or "57.1": it holds for every share that rounds to it."""
    places = len(text.partition(".")[2])
    stated = _share(Fraction(text) / 100, Fraction(1, 200 * 10**places), hedge=hedge, near=_NEAR_PERCENT)
    return msgspec.structs.replace(stated, exact=True)


def fraction(numerator: str, part: str, *, hedge: str = "") -> Amount:
    """A fraction in words, "two" and "thirds", "a" and "quarter"; without a hedge it holds for shares within 2.5 points of it."""
    top = number_of(numerator) if numerator and numerator.lower() not in {"a", "an"} else 1
    value = Fraction(top, _PARTS[part.lower()])
    return around(min(value, Fraction(1)), hedge=hedge)


def around(value: Fraction, *, hedge: str = "") -> Amount:
    """A share that is named by a fraction, and as rounded as that."""
    return _share(value, _FRACTION_TOLERANCE, hedge=hedge)


def _share(value: Fraction, tolerance: Fraction, *, hedge: str = "", near: Fraction = _NEAR) -> Amount:
    """A share as a part of one; a hedge says on which side of it the true one lies."""
    match _RELATIONS.get(" ".join(hedge.lower().split()), "="):
        case ">":
            return Amount(low=value, open_low=True, exact=False)
        case "just>":
            return Amount(low=value, high=value + near, open_low=True, exact=False)
        case ">=":
            return Amount(low=value, exact=False)
        case "<":
            return Amount(high=value, open_high=True, exact=False)
        case "just<":
            return Amount(low=value - near, high=value, open_high=True, exact=False)
        case "<=":
            return Amount(high=value, exact=False)
        case "~":
            return Amount(low=value - near, high=value + near, exact=False)
    return Amount(low=value - tolerance, high=value + tolerance, exact=False)
