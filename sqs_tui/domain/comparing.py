"""Inspections beside one another: which questions may be compared, and how far apart their shares are.

Numbers at fourteen cases mislead: 8 of 14 and 12 of 14 are what chance does with one and the same service. So a word that
compares ("more", "improved") is given only where Fisher's exact test, held over all questions compared at once (`fisher.holm`),
supports it at the instrument's level, and what rests on fewer answers than the instrument's least is no number here at all. What
was said in confidence is compared nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from sqs_tui.domain.fisher import fisher, holm
from sqs_tui.domain.instrument import Instrument, Kind
from sqs_tui.domain.matching import CONFIDENTIAL, Unlike, matched
from sqs_tui.domain.records import Inspection

ENOUGH = 5
"""Inspections from which on a median and quartiles are given."""


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """The answers to one question in an inspection, or in several: met, met and not met, and the reasons over the not met."""

    met: int = 0
    of: int = 0
    reasons: dict[str, int] = {}
    """How often each reason was given, by its id; the commonest first."""

    @property
    def part(self) -> Fraction:
        """Met as a part of one; there must be an answer."""
        return Fraction(self.met, self.of)


NONE = Share()


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection as it is compared."""

    folder: str
    details: Inspection
    instrument: Instrument
    shares: Mapping[str, Share]
    """By question; only of those that are asked of records of units not in confidence."""

    @property
    def name(self) -> str:
        """How it is called."""
        return self.details.name or self.folder

    @property
    def when(self) -> tuple[str, str]:
        """What orders inspections: the first day of fieldwork, else when it was begun."""
        return self.details.fieldwork_from or self.details.created[:10], self.folder


class Test(msgspec.Struct, frozen=True, kw_only=True):
    """How likely two shares, or two that lie further apart, are by chance alone."""

    __test__ = False  # pytest takes what begins so for tests
    p: Fraction
    held: Fraction
    """The same after Holm's rule over all questions compared."""
    word: str = ""
    """What may be said of the first against the second; empty where `held` is above the level."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One question in an inspection and beside it."""

    question: str
    label: str
    one: Share
    other: Share
    inspections: int = 1
    """How many inspections `other` is of: those with any answers."""
    test: Test | None = None
    """None where one of the two rests on too few answers."""


class Pairing(msgspec.Struct, frozen=True, kw_only=True):
    """An inspection beside another, or beside several pooled."""

    one: str
    other: str
    others: int
    """How many inspections those are that have answers to any of the questions."""
    level: Fraction
    least: int
    pairs: tuple[Pair, ...]
    unlike: tuple[Unlike, ...]

    @property
    def tested(self) -> int:
        """How many questions were tested together."""
        return sum(pair.test is not None for pair in self.pairs)


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """One question over time: its share in each inspection, None where it is not comparable with the present wording."""

    question: str
    label: str
    shares: tuple[Share | None, ...]
    test: Test | None = None
    """The last against the one before."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A service over time, the earliest inspection first."""

    names: tuple[str, ...]
    days: tuple[str, ...]
    """The first day of the fieldwork of each."""
    level: Fraction
    least: int
    courses: tuple[Course, ...]
    unlike: tuple[Unlike, ...]

    @property
    def tested(self) -> int:
        """How many questions were tested together."""
        return sum(course.test is not None for course in self.courses)


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """One inspection's share, of enough answers."""

    folder: str
    name: str
    share: Share


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """One question over the library."""

    question: str
    label: str
    own: Share
    dots: tuple[Dot, ...]
    """Every inspection with enough answers, the one that is compared too; from the smallest share to the largest."""
    few: int
    """How many inspections asked it the same way and have too few answers."""
    quartiles: tuple[Fraction, Fraction, Fraction] | None
    """Lower quartile, median and upper quartile; None with fewer than `ENOUGH` dots."""


class Spreads(msgspec.Struct, frozen=True, kw_only=True):
    """The spread of every question over the library."""

    one: str
    least: int
    spreads: tuple[Spread, ...]
    unlike: tuple[Unlike, ...]


def beside(one: Visit, others: Sequence[Visit]) -> Pairing:
    """An inspection beside others, whose answers are pooled; the one itself is left out of the pool.

    What nobody has answered is left out.
    """
    others = [other for other in others if other.folder != one.folder]
    later = len(others) == 1 and same_service(one, others[0]) and others[0].when < one.when
    common, unlike = _matched_in(one.instrument, others)
    pairs, contributing = [], set[str]()
    for question in _compared(one.instrument):
        asked = [other for other in others if question in common[other.folder]]
        pooled = _pooled(one.instrument, question, asked)
        answered = [other.folder for other in asked if other.shares.get(question, NONE).of]
        if asked and (pooled.of or one.shares.get(question, NONE).of):
            pairs.append(
                Pair(
                    question=question,
                    label=one.instrument.questions[question].label,
                    one=one.shares.get(question, NONE),
                    other=pooled,
                    inspections=len(answered),
                )
            )
            contributing.update(answered)
    level, least = _limits(one.instrument)
    tests = _tests(one.instrument, [(pair.question, pair.one, pair.other) for pair in pairs], later=later)
    return Pairing(
        one=one.name,
        other=others[0].name if len(others) == 1 else _many_others(len(contributing)),
        others=len(contributing),
        level=level,
        least=least,
        pairs=tuple(msgspec.structs.replace(pair, test=test) for pair, test in zip(pairs, tests, strict=True)),
        unlike=unlike,
    )


def _many_others(count: int) -> str:
    return f"{count} other inspection{'' if count == 1 else 's'}" if count else "no other inspection"


def over_time(one: Visit, visits: Iterable[Visit]) -> Series:
    """The inspections of the same service in the order of their fieldwork, by the questions of the one that is compared."""
    others = {visit.folder: visit for visit in visits if same_service(one, visit)}
    series = sorted((others | {one.folder: one}).values(), key=lambda visit: visit.when)
    common, unlike = _matched_in(one.instrument, series)
    courses = []
    for question in _compared(one.instrument):
        shares = tuple(
            _pooled(one.instrument, question, [visit]) if question in common[visit.folder] else None for visit in series
        )
        if any(share and share.of for share in shares):
            courses.append(Course(question=question, label=one.instrument.questions[question].label, shares=shares))
    level, least = _limits(one.instrument)
    ends = [(course.question, *_last_two(course.shares)) for course in courses]
    tests = _tests(one.instrument, ends, later=True)
    return Series(
        names=tuple(visit.name for visit in series),
        days=tuple(visit.when[0] for visit in series),
        level=level,
        least=least,
        courses=tuple(msgspec.structs.replace(course, test=test) for course, test in zip(courses, tests, strict=True)),
        unlike=unlike,
    )


def spread(one: Visit, visits: Iterable[Visit]) -> Spreads:
    """How each question's share lies among those of all inspections that asked it the same way."""
    library = list(({visit.folder: visit for visit in visits} | {one.folder: one}).values())
    common, unlike = _matched_in(one.instrument, library)
    _, least = _limits(one.instrument)
    spreads = []
    for question in _compared(one.instrument):
        asked = [visit for visit in library if question in common[visit.folder]]
        shares = [(visit, visit.shares.get(question, NONE)) for visit in asked]
        if not any(share.of for _, share in shares):
            continue
        enough = [(visit, share) for visit, share in shares if share.of >= least]
        dots = tuple(
            Dot(folder=visit.folder, name=visit.name, share=share)
            for visit, share in sorted(enough, key=lambda found: (found[1].met / found[1].of, found[0].when))
        )
        spreads.append(
            Spread(
                question=question,
                label=one.instrument.questions[question].label,
                own=one.shares.get(question, NONE),
                dots=dots,
                few=sum(0 < share.of < least for _, share in shares),
                quartiles=_quartiles([dot.share.part for dot in dots]) if len(dots) >= ENOUGH else None,
            )
        )
    return Spreads(one=one.name, least=least, spreads=tuple(spreads), unlike=unlike)


def same_service(one: Visit, other: Visit) -> bool:
    """Whether both visited the same service: the area is the same and, where both name a service, that too.

    Many services bear the same name ("Youth Offending Service"), so that the name alone tells nothing.
    """
    names = [(visit.details.area.casefold().split(), visit.details.service.casefold().split()) for visit in (one, other)]
    (area, service), (other_area, other_service) = names
    return area == other_area and (service == other_service or not (service and other_service))


def _limits(instrument: Instrument) -> tuple[Fraction, int]:
    """The level as it is written, and the least number of answers, which is never 0."""
    return Fraction(str(instrument.thresholds.level)), max(instrument.thresholds.least_answers, 1)


def _compared(instrument: Instrument) -> tuple[str, ...]:
    return matched(instrument, instrument)[0]


def _matched_in(instrument: Instrument, visits: Sequence[Visit]) -> tuple[dict[str, frozenset[str]], tuple[Unlike, ...]]:
    """The comparable questions of each visit by its folder, and what is not comparable, each with in how many of them."""
    known: dict[int, tuple[frozenset[str], tuple[Unlike, ...]]] = {}  # most visits of a library share their instrument
    counts: dict[Unlike, int] = {}
    common: dict[str, frozenset[str]] = {}
    for visit in visits:
        if id(visit.instrument) not in known:
            questions, unlike = matched(instrument, visit.instrument)
            known[id(visit.instrument)] = frozenset(questions), unlike
        common[visit.folder], unlike = known[id(visit.instrument)]
        for one in unlike:
            counts[one] = counts.get(one, 0) + 1
    listed = (msgspec.structs.replace(one, inspections=count) for one, count in counts.items())
    return common, tuple(sorted(listed, key=lambda one: one.why == CONFIDENTIAL))


def _pooled(instrument: Instrument, question: str, visits: Iterable[Visit]) -> Share:
    """The answers of several visits to a question together; reasons count as far as they have the same id and name."""
    labels = {reason.id: reason.label for reason in instrument.reasons_of(question)}
    met = of = 0
    reasons = dict.fromkeys(labels, 0)
    for visit in visits:
        share = visit.shares.get(question, NONE)
        met, of = met + share.met, of + share.of
        for reason in visit.instrument.reasons_of(question):
            if labels.get(reason.id) == reason.label:
                reasons[reason.id] += share.reasons.get(reason.id, 0)
    ranked = sorted((found for found in reasons.items() if found[1]), key=lambda found: -found[1])
    return Share(met=met, of=of, reasons=dict(ranked))


def _tests(instrument: Instrument, pairs: Sequence[tuple[str, Share, Share]], *, later: bool) -> list[Test | None]:
    """The test of each question's two shares, with a word where it holds over all; `later` where the first is the later one."""
    level, least = _limits(instrument)
    found = {
        question: fisher(one.met, one.of, other.met, other.of) for question, one, other in pairs if min(one.of, other.of) >= least
    }
    held = dict(zip(found, holm(list(found.values())), strict=True))
    tests: list[Test | None] = []
    for question, one, other in pairs:
        if question not in found:
            tests.append(None)
            continue
        judged = instrument.kind_of(question) is Kind.JUDGEMENT
        word = _word(one, other, judged_later=judged and later) if held[question] <= level else ""
        tests.append(Test(p=found[question], held=held[question], word=word))
    return tests


def _word(one: Share, other: Share, *, judged_later: bool) -> str:
    rose = one.part > other.part
    if judged_later:
        return "improved" if rose else "fell"
    return "more" if rose else "fewer"


def _last_two(shares: Sequence[Share | None]) -> tuple[Share, Share]:
    """The last and the one before; without answers where one is not there, or not comparable."""
    last, before = (shares[-1], shares[-2]) if len(shares) > 1 else (None, None)
    return last or NONE, before or NONE


def _quartiles(parts: Sequence[Fraction]) -> tuple[Fraction, Fraction, Fraction]:
    """Quartiles of sorted values, between two of them in proportion.

    Definition 7 of R. J. Hyndman and Y. Fan ("Sample quantiles in statistical packages", The American Statistician 50, 1996,
    pages 361 to 365).
    """
    lower, median, upper = (_quantile(parts, Fraction(quarter, 4)) for quarter in (1, 2, 3))
    return lower, median, upper


def _quantile(parts: Sequence[Fraction], at: Fraction) -> Fraction:
    place = at * (len(parts) - 1)
    below = int(place)
    above = min(below + 1, len(parts) - 1)
    return parts[below] + (parts[above] - parts[below]) * (place - below)
