"""Comparisons in words: shares with the small ones left out, p's, and what a test says."""

from fractions import Fraction

from sqs_tui.domain.comparing import Pair, Pairing, Share, Test
from sqs_tui.domain.instrument import NumberStyle
from sqs_tui.domain.matching import Unlike
from sqs_tui.domain.wording import capitalised, number

_STYLE = NumberStyle()
_SMALLEST = Fraction(1, 10000)


def few(least: int) -> str:
    """What stands for a number that rests on too few answers: "fewer than five"."""
    return f"fewer than {number(least, _STYLE)}"


def share_text(share: Share, least: int) -> str:
    """A share in numbers, "8 of 14"; without them where it rests on too few answers; empty where there is none."""
    if not share.of:
        return ""
    return f"{share.met} of {share.of}" if share.of >= least else few(least)


def count_text(count: int, least: int) -> str:
    """A count over several inspections, or "fewer than five"."""
    return str(count) if count >= least else few(least)


def p_text(p: Fraction) -> str:
    """A p as it is read: two digits after the point from 0.1 on, else three that count, and "under 0.0001" below that."""
    if p < _SMALLEST:
        return "under 0.0001"
    return f"{float(p):.2f}" if p >= Fraction(1, 10) else f"{float(p):.3g}"


def verdict(test: Test | None, level: Fraction) -> str:
    """A test in so few words that they stand in a column: the word, or what stands against one."""
    if test is None:
        return ""
    if test.word:
        return test.word
    return "not over all" if test.p <= level else "-"


def told_chance(level: Fraction, tested: int) -> str:
    """What to make of so many tests at once, in a sentence."""
    if not tested:
        return "Nothing could be tested: there are too few answers."
    if tested == 1:
        return f"One question was tested, at a level of {_level(level)}."
    alone = float(level * tested)
    return (
        f"{tested} questions were tested at once: at a level of {_level(level)} chance alone would name up to {alone:.1f} of "
        "them. A word stands only where the difference holds over all of them (Holm)."
    )


def told_test(pair: Pair, pairing: Pairing) -> str:
    """The test of one question in sentences."""
    if pair.test is None:
        return f"There are {few(pairing.least)} answers on one side or on both: nothing is compared."
    one, other, test = share_text(pair.one, pairing.least), share_text(pair.other, pairing.least), pair.test
    p = p_text(test.p) if test.p < _SMALLEST else f"= {p_text(test.p)}"
    found = f"Fisher's exact test of {one} against {other}: p {p}, two-sided."
    over = f"Over the {pairing.tested} questions compared at once (Holm) it is {p_text(test.held)}"
    level = f"the level of {_level(pairing.level)}"
    if pairing.tested == 1:
        over = f"No other question was compared; it is {p_text(test.held)}"
    if test.word:
        return f"{found} {over}, at most {level}: {capitalised(test.word)}."
    if test.p <= pairing.level:
        return (
            f"{found} {over}, above {level}: taken alone it would differ, among so many it may be chance, and no word is given."
        )
    return f"{found} {over}, above {level}: chance alone may do that, and no word is given."


def told_unlike(unlike: Unlike) -> str:
    """Why a question is not compared, and in how many inspections, where in several."""
    return f"{unlike.why} (in {unlike.inspections} inspections)" if unlike.inspections > 1 else unlike.why


def _level(level: Fraction) -> str:
    return f"{float(level):g}"
