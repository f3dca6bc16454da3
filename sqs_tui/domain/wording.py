"""Counts put into words: proportions as a word profile names them, numbers as the house style prints them.

The words for proportions, their limits and how they join a noun are data (`WordProfile`); a profile that leaves a share
without a word, or claims one twice, is named by `profile_faults`. All arithmetic is exact.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from sqs_tui.domain.instrument import Band, Noun, NumberStyle, Share, WordProfile

_SMALL = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_LARGEST_WORD = 999

TOO_FEW = "too few answers"
"""What stands for words that would compare, under the instrument's least number of answers."""


def capitalised(text: str) -> str:
    """The text as a sentence starts: its first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]


def number(n: int, style: NumberStyle, *, first: bool = False) -> str:
    """A lone number: a word up to the style's limit, and always a capitalised word where it starts a sentence.

    0 is "none"; above 999 it is a numeral everywhere.
    """
    if first:
        return capitalised(_spelt(n))
    return _spelt(n) if n <= style.words_up_to else str(n)


def counted(n: int, d: int, style: NumberStyle, *, noun: Noun | None, joiner: str, first: bool = False) -> str:
    """Print n of d as the letter does: "10 of the 14 cases", "eight of the ten", "all four cases", "both", "none of the 14".

    Both numbers are words where both are within the style's limit, otherwise both are numerals; `first` makes the number that
    starts the sentence a word and leaves its partner. Without a noun the phrase stands bare. Raises ValueError unless
    0 <= n <= d and d >= 1. Rule: catalogue, "How numbers are printed".
    """
    _require_share(n, d)
    if d == 1:
        text = _of_one(n, noun)
    else:
        phrase = _phrase(n, d, style, joiner, first=first)
        text = f"{phrase} {noun.many}" if noun else phrase
    return capitalised(text) if first else text


def percent(n: int, d: int) -> str:
    """A whole percentage, a half rounded up: "57%". Raises ValueError unless 0 <= n <= d and d >= 1."""
    _require_share(n, d)
    return f"{(200 * n + d) // (2 * d)}%"


def proportion(profile: WordProfile, met: int, of: int, *, least: int = 0) -> str | None:
    """The profile's word for a share of met answers, without a noun; None where there are no answers.

    With fewer than `least` answers only words that come from counts ("all", "none", "one") are given, none that compares.

    A word for one alone ("the one") says nothing without its noun, so all of one is "all". Raises ValueError for a share that
    cannot be.
    """
    band = _enough(_band(profile, met, of), of, least)
    return _bare(band, of) if band else None


def failing(profile: WordProfile, not_met: int, of: int, *, least: int = 0) -> str | None:
    """The profile's word for a share of answers that are not met, the softer words first; None where there are no answers.

    The softer words speak of some answers, so none of them is used where every answer is met. Raises ValueError for a share
    that cannot be.
    """
    band = _enough(_failing_band(profile, not_met, of), of, least)
    return _bare(band, of) if band else None


def proportion_of(profile: WordProfile, met: int, of: int, noun: Noun, *, first: bool = False, least: int = 0) -> str | None:
    """`proportion` with its noun: "almost all relevant cases", "both cases", "all but one of the cases"."""
    return _with_noun(_enough(_band(profile, met, of), of, least), of, noun, first=first)


def failing_of(profile: WordProfile, not_met: int, of: int, noun: Noun, *, first: bool = False, least: int = 0) -> str | None:
    """`failing` with its noun: "a small number of staff", "some cases"."""
    return _with_noun(_enough(_failing_band(profile, not_met, of), of, least), of, noun, first=first)


@lru_cache(maxsize=256)
def so_far(
    met: int, of: int, style: NumberStyle, profile: WordProfile, *, least: int, confidential: bool = False
) -> tuple[str, ...]:
    """How a question stands over the records so far, in all words and then in fewer: "11 of the 13, most", "11/13, most".

    What is said in confidence is given in words alone. Raises ValueError unless 0 <= met <= of and of >= 1.
    """
    words = proportion(profile, met, of, least=least)
    if confidential:
        return (words or TOO_FEW,)
    count = counted(met, of, style, noun=None, joiner=style.joiners[0])
    if met in (0, of):
        return (count,)
    if words is None or of < least:
        return (count, f"{met}/{of}")
    return (f"{count}, {words}", f"{met}/{of}, {words}")


def share(stated: Share) -> Fraction:
    """A stated percentage as a part of one: 75 is 3/4, "66 2/3" is 2/3.

    Raises ValueError for what is no number from 0 to 100.
    """
    try:
        part = sum((Fraction(piece) for piece in str(stated).split()), Fraction(0)) / 100 if str(stated).strip() else None
    except (ValueError, ZeroDivisionError):
        part = None
    if part is None or not 0 <= part <= 1:
        raise ValueError(f'"{stated}" is no percentage from 0 to 100')
    return part


def _spelt(n: int) -> str:
    if n > _LARGEST_WORD:
        return str(n)
    if n < len(_SMALL):
        return _SMALL[n]
    hundreds, rest = divmod(n, 100)
    if hundreds:
        return f"{_SMALL[hundreds]} hundred" + (f" and {_spelt(rest)}" if rest else "")
    tens, ones = divmod(rest, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def _of_one(n: int, noun: Noun | None) -> str:
    """A count out of one, where "all", "of the" and a plural would be wrong."""
    if noun is None:
        return "the one" if n else "none"
    return f"the one {noun.one}" if n else f"no {noun.one}"


def _phrase(n: int, d: int, style: NumberStyle, joiner: str, *, first: bool) -> str:
    if n == d:
        return "both" if d == 2 else f"all {number(d, style)}"
    if n == 0:
        return f"{'neither' if d == 2 else 'none'} of the {number(d, style)}"
    numerals = d > style.words_up_to
    return f"{str(n) if numerals and not first else _spelt(n)} {joiner} {str(d) if numerals else _spelt(d)}"


def _require_share(n: int, d: int) -> None:
    if not (d >= 1 and 0 <= n <= d):
        raise ValueError(f"{n} of {d} is no share")


def _band(profile: WordProfile, met: int, of: int) -> Band | None:
    if of == 0:
        return None
    _require_share(met, of)
    return _first(profile.bands, met, of)


def _failing_band(profile: WordProfile, not_met: int, of: int) -> Band | None:
    softer = _first(profile.failing, not_met, of) if 0 < not_met <= of else None
    return softer or _band(profile, not_met, of)


def _enough(band: Band | None, of: int, least: int) -> Band | None:
    """The band, unless it compares shares and there are too few answers for that."""
    return None if band and of < least and _of_share(band) else band


def _first(bands: Iterable[Band], n: int, d: int) -> Band | None:
    return next((band for band in bands if _holds(band, n, d)), None)


def _bare(band: Band, of: int) -> str:
    return (band.at_two if of == 2 else "") or band.words


def _word(band: Band, of: int) -> str:
    return (band.at_one if of == 1 else band.at_two if of == 2 else "") or band.words


def _with_noun(band: Band | None, of: int, noun: Noun, *, first: bool) -> str | None:
    if band is None:
        return None
    if of == 1 and band.none:
        text = _of_one(0, noun)
    else:
        word = _word(band, of)
        # A word for one or two of its own ("both", "the one") stands before its noun as it is.
        joined = band.joined if word == band.words and band.joined else "{words} {noun}"
        text = joined.replace("{words}", word).replace("{noun}", noun.one if of == 1 else noun.many)
    return capitalised(text) if first else text


def _holds(band: Band, n: int, d: int) -> bool:
    if (band.least is not None and d < band.least) or (band.most is not None and d > band.most):
        return False
    if band.all:
        return n == d
    if band.none:
        return n == 0
    if band.met is not None:
        return n == band.met
    if band.missing is not None:
        return d - n == band.missing
    return (
        (band.over is None or _less(band.over, n, d) > 0)
        and (band.at_least is None or _less(band.at_least, n, d) >= 0)
        and (band.exactly is None or _less(band.exactly, n, d) == 0)
        and (band.at_most is None or _less(band.at_most, n, d) <= 0)
        and (band.under is None or _less(band.under, n, d) < 0)
    )


def _less(stated: Share, n: int, d: int) -> int:
    """Compare n of d with a stated share: negative, zero or positive. In whole numbers: it runs at every key."""
    limit = share(stated)
    return n * limit.denominator - d * limit.numerator


# What follows checks a profile; it runs once for each criteria file.

_ALL_SIZES = 60
"""Every share of up to this many answers is tried: the largest inspection there is."""
_LARGEST_SIZE = 1000
"""A size that a band states is tried too, up to this one."""


@lru_cache(maxsize=16)
def profile_faults(profile: WordProfile) -> tuple[str, ...]:
    """What is wrong with a word profile, each fault one clause with an example: a gap, an overlap, a band never reached.

    Bands stand from the largest share to the smallest and the first that holds gives the word, so a band without an upper
    limit ends where the one above begins. Two bands overlap where the upper states where it ends, the lower where it begins,
    and both hold. Tried are all shares of up to 60 answers, and every limit that the profile states with the shares between.
    """
    faults = [fault for band in (*profile.bands, *profile.failing) for fault in _band_faults(band)]
    if faults:
        return tuple(faults)
    shares = sorted(set(_shares_to_try(profile)), key=lambda pair: (pair[1], pair[0]))
    gap = next((f"no word for {n} of {d}" for n, d in shares if _first(profile.bands, n, d) is None), None)
    return (
        *((gap,) if gap else ()),
        *_list_faults(profile.bands, shares),
        *_list_faults(profile.failing, [(n, d) for n, d in shares if n]),
    )


def _band_faults(band: Band) -> Iterator[str]:
    if not band.words:
        yield "a band has no words"
    stated = [limit for limit in (band.over, band.at_least, band.exactly, band.at_most, band.under) if limit is not None]
    for limit in stated:
        try:
            share(limit)
        except ValueError as fault:
            yield f'"{band.words}": {fault}'
    if sum((band.all, band.none, band.met is not None, band.missing is not None, bool(stated))) > 1:
        yield f'"{band.words}" says in two ways when it holds; keep one of all, none, met, missing and limits on the share'
    if band.joined and not ("{words}" in band.joined and "{noun}" in band.joined):
        yield f'"{band.words}": joined needs both {{words}} and {{noun}}'


def _of_share(band: Band) -> bool:
    return not (band.all or band.none) and band.met is None and band.missing is None


def _shares_to_try(profile: WordProfile) -> Iterator[tuple[int, int]]:
    sizes = set(range(1, _ALL_SIZES + 1))
    limits = {Fraction(0), Fraction(1)}
    for band in (*profile.bands, *profile.failing):
        counts = [count for count in (band.least, band.most, band.met, band.missing) if count is not None]
        sizes.update(count + more for count in counts for more in (0, 1))
        stated = (band.over, band.at_least, band.exactly, band.at_most, band.under)
        limits.update(share(limit) for limit in stated if limit is not None)
    for size in sizes:
        if 1 <= size <= _LARGEST_SIZE:
            yield from ((n, size) for n in range(size + 1))
    ordered = sorted(limits)
    for limit in (*ordered, *((low + high) / 2 for low, high in pairwise(ordered))):
        yield limit.numerator, limit.denominator


def _list_faults(bands: tuple[Band, ...], shares: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The faults of one list of bands; only shares whose word comes from a share, not a count, can overlap or be out of order."""
    reached: set[int] = set()
    by_share: list[tuple[Fraction, int, str]] = []
    overlaps: dict[tuple[int, int], str] = {}
    for n, d in shares:
        holding = [place for place, band in enumerate(bands) if _holds(band, n, d)]
        if not holding:
            continue
        top = holding[0]
        reached.add(top)
        if _of_share(bands[top]):
            by_share.append((Fraction(n, d), top, f"{n} of {d}"))
            for place in holding[1:]:
                if _begins(bands[top]) and _ends(bands[place]):
                    overlaps.setdefault((top, place), f"{n} of {d}")
    for (upper, lower), example in overlaps.items():
        yield f'"{bands[upper].words}" and "{bands[lower].words}" both claim {example}'
    yield from _order_faults(bands, by_share)
    for place, band in enumerate(bands):
        if place not in reached:
            example = next((f" (at {n} of {d} another stands above it)" for n, d in shares if _holds(band, n, d)), "")
            yield f'"{band.words}" is never reached{example}'


def _begins(band: Band) -> bool:
    return any(limit is not None for limit in (band.over, band.at_least, band.exactly))


def _ends(band: Band) -> bool:
    return _of_share(band) and any(limit is not None for limit in (band.under, band.at_most, band.exactly))


def _order_faults(bands: tuple[Band, ...], by_share: list[tuple[Fraction, int, str]]) -> Iterator[str]:
    """Larger shares whose word stands below that of a smaller one, one example for each pair of bands."""
    highest: tuple[int, str] | None = None
    seen: set[tuple[int, int]] = set()
    for _, place, example in sorted(by_share, key=lambda tried: (tried[0], -tried[1])):
        if highest is not None and place > highest[0] and (place, highest[0]) not in seen:
            seen.add((place, highest[0]))
            yield f'{example} is "{bands[place].words}", which stands below "{bands[highest[0]].words}" for {highest[1]}'
        elif highest is None or place < highest[0]:
            highest = (place, example)
