"""What words for proportions say: those of a word profile, and other English words for the same.

A word of the profile is true of every share for which the profile prints it. A word that states a lower limit ("most" from 75 %)
is true above it too, where the profile has a more exact word: it says less than could be said, but nothing false.
"""

import re
from fractions import Fraction
from functools import lru_cache

from sqs_tui.domain.claims.quantities import HEDGE, NUMBER, PART, Amount, around, fraction
from sqs_tui.domain.instrument import Band, WordProfile
from sqs_tui.domain.wording import share

_HEDGED_PART = re.compile(rf"({HEDGE}) (?:(an?|{NUMBER})[- ])?({PART})", re.IGNORECASE)
_VAGUE = frozenset({"some", "several", "many", "a number"})
"""Words that some profile may print for a share, but that as prose say nothing that could be untrue."""
_HALF = Fraction(1, 2)
_SOME = Fraction(1, 1000)
"""A share above nought: less than one answer of any inspection."""

_ALIKE: tuple[tuple[Fraction | None, Fraction | None, tuple[str, ...]], ...] = (
    (Fraction(85, 100), None, (
        "almost all", "nearly all", "virtually all", "practically all", "almost every", "nearly every", "virtually every",
        "the vast majority", "a vast majority", "the overwhelming majority", "the great majority",
        "almost without exception", "all but a few", "all but a handful",
    )),
    (_HALF, None, ("most", "the bulk", "mostly")),
    (None, Fraction(15, 100), (
        "few", "very few", "hardly any", "scarcely any", "barely any", "almost none", "next to none", "almost no", "only a few",
        "only a handful",
    )),
    (None, Fraction(25, 100), ("a small number", "a few", "a handful", "a small minority", "a small proportion")),
)  # fmt: skip
"""Words that say the same. Where a profile has one of them, all mean what it says; where it has none, they are over the first
share, or not over the second."""
_OVER_HALF = (
    "the majority", "a majority", "majority", "a clear majority", "a large majority", "the large majority", "a small majority",
    "a slight majority", "a narrow majority", "more often than not",
)  # fmt: skip
_UNDER_HALF = ("a minority", "the minority", "a sizeable minority", "a significant minority", "only a minority")
_ALL = ("all", "every one", "each one", "every single", "every", "each", "without exception", "everyone", "everybody")
_NONE = ("none", "not one", "not a single", "neither", "no", "nobody", "no one")
_NOT_ALL = ("not all", "not every", "not each")


@lru_cache(maxsize=32)
def proportion_words(profile: WordProfile) -> dict[str, Amount]:
    """Every word for a proportion in lower case, with what it says; the profile's own words come first."""
    words: dict[str, Amount] = {}
    for band in (*profile.bands, *profile.failing):
        if band.missing is None and band.met is None:
            for name in (band.words, band.at_two, band.at_one):
                if name and name.lower() not in _VAGUE:
                    words.setdefault(name.lower(), _of_band(band, profile, name))
    for low, high, alike in _ALIKE:
        own = next((words[word] for word in alike if word in words), None)
        for word in alike:
            words.setdefault(word, own or Amount(low=low or _SOME, high=high, open_low=low is not None, exact=False))
    for word in _ALL:
        words.setdefault(word, Amount(low=Fraction(1), exact=False))
    for word in _NONE:
        words.setdefault(word, Amount(high=Fraction(0), exact=False))
    for word in _NOT_ALL:
        words[word] = Amount(high=Fraction(1), open_high=True, exact=False)
    for word in _OVER_HALF:
        words[word] = Amount(low=_HALF, open_low=True, exact=False)
    for word in _UNDER_HALF:
        words[word] = Amount(low=_SOME, high=_HALF, open_high=True, exact=False)
    words["both"] = Amount(low=Fraction(1), of=2, exact=False)
    return words


def _of_band(band: Band, profile: WordProfile, name: str) -> Amount:
    """What a band's word says: the limits that it states itself.

    A share under half, and a "just", have an upper limit even where the band states none: there the band above it begins.
    """
    of = 2 if name == band.at_two else 1 if name == band.at_one else None
    if band.all or band.none:
        return Amount(low=Fraction(1), of=of, exact=False) if band.all else Amount(high=Fraction(0), exact=False)
    just = name.lower().startswith("just ")
    hedged = _HEDGED_PART.fullmatch(name)
    if hedged and not just:
        return fraction(hedged[2] or "", hedged[3], hedge=hedged[1])
    if band.exactly is not None:
        # Exact in the profile; as a word of prose it is rounded as any fraction is.
        return around(share(band.exactly))
    low = next((share(limit) for limit in (band.over, band.at_least) if limit is not None), _SOME)
    high = next((share(limit) for limit in (band.at_most, band.under) if limit is not None), None)
    open_high = band.under is not None
    if high is None and band in profile.bands and (low < _HALF or just):
        high, open_high = _next_above(band, profile)
    return Amount(low=low, high=high, open_low=band.over is not None, open_high=open_high, exact=False)


def _next_above(band: Band, profile: WordProfile) -> tuple[Fraction | None, bool]:
    """Where the band above begins, and whether it begins with that very share."""
    for above in reversed(profile.bands[: profile.bands.index(band)]):
        for limit, itself in ((above.exactly, True), (above.at_least, True), (above.over, False)):
            if limit is not None:
                return share(limit), itself
    return None, False
