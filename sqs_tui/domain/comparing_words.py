"""Comparisons in words: shares with the small ones left out, p's, and what a test says."""

from fractions import Fraction

from sqs_tui.domain.comparing import Share, Test
from sqs_tui.domain.instrument import NumberStyle
from sqs_tui.domain.matching import Unlike
from sqs_tui.domain.wording import number

_STYLE = NumberStyle()
_SMALLEST, _SMALLEST_TEXT = Fraction(1, 10000), "0.0001"


def few(least: int) -> str:
    """What stands for a number that rests on too few answers: "fewer than five"."""
    return f"fewer than {number(least, _STYLE)}"


def share_text(share: Share, least: int) -> str:
    """A share in numbers, "8 of 14"; without them where it rests on too few answers; empty where there is none."""
    if not share.of:
        return ""
    return f"{share.met} of {share.of}" if share.of >= least else few(least)


def count_text(count: int, least: int) -> str:
    """How often a reason was given, or "fewer than five"."""
    return str(count) if count >= least else few(least)


def tells_reasons(share: Share, least: int) -> bool:
    """Whether the reasons of a share may be told: of few that are not met even the name of a reason gives its count away."""
    return share.of - share.met >= least


def p_text(p: Fraction) -> str:
    """A p as it is read: two digits after the point from 0.1 on, three that count from 0.01 on, else two, and "<0.0001"."""
    if p < _SMALLEST:
        return f"<{_SMALLEST_TEXT}"
    return f"{float(p):.2f}" if p >= Fraction(1, 10) else f"{float(p):.{3 if p >= Fraction(1, 100) else 2}g}"


def verdict(test: Test | None, level: Fraction) -> str:
    """A test in one word: what may be said, or "alone" where the p holds alone and not over all questions, or a dash."""
    if test is None:
        return ""
    if test.word:
        return test.word
    return "alone" if test.p <= level else "-"


def left_out_text(count: int, least: int) -> str:
    """How many inspections are left out of a spread, and why: "1 more has fewer than five answers and is left out"."""
    has, is_ = ("has", "is") if count == 1 else ("have", "are")
    return f"{count} more {has} {few(least)} answers and {is_} left out"


def told_chance(level: Fraction, tested: int, *, only: bool = False) -> str:
    """What to make of so many tests at once, in a sentence; `only` where there is no other inspection."""
    if only:
        return "Nothing could be tested: there is no other inspection to test against."
    if not tested:
        return "Nothing could be tested: there are too few answers."
    if tested == 1:
        return f"One question was tested, at a level of {_level(level)}."
    alone = float(level * tested)
    return (
        f"{tested} questions were tested at once: at a level of {_level(level)} chance alone would name up to {alone:.1f} of "
        'them. A word stands where the difference holds over all of them (Holm), "alone" where it only does by itself.'
    )


def told_test(one: Share, other: Share, test: Test | None, *, level: Fraction, least: int, tested: int) -> str:
    """The test of one question's two shares in sentences; `tested` are the questions that were tested at once."""
    if test is None:
        return f"There are {few(least)} answers on one side or on both: nothing is compared."
    p = f"< {_SMALLEST_TEXT}" if test.p < _SMALLEST else f"= {p_text(test.p)}"
    found = f"Fisher's exact test of {share_text(one, least)} against {share_text(other, least)}: p {p}, two-sided."
    over = f"Held over the {tested} questions tested at once (Holm) it is {p_text(test.held)}"
    if tested == 1:
        over = f"No other question was tested, and it stays {p_text(test.held)}"
    limit = f"the level of {_level(level)}"
    if test.word:
        return f"{found} {over}, at most {limit}: {test.word}."
    if test.p <= level:
        return f"{found} {over}, above {limit}: alone it would differ, among so many it may be chance; no word is given."
    return f"{found} {over}, above {limit}: chance alone may do that; no word is given."


def told_unlike(unlike: Unlike) -> str:
    """Why a question is not compared, and in how many inspections, where in several."""
    return f"{unlike.why} (in {unlike.inspections} inspections)" if unlike.inspections > 1 else unlike.why


def _level(level: Fraction) -> str:
    return f"{float(level):g}"
