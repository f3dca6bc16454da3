"""The parts of a comparison over inspections as rows of a table, and what is told of the row under the cursor."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from rich.text import Text

from sqs_tui.domain.comparing import Course, Pair, Pairing, Series, Share, Spreads
from sqs_tui.domain.comparing_words import (
    few,
    left_out_text,
    p_text,
    share_text,
    tells_reasons,
    told_chance,
    told_test,
    told_unlike,
    verdict,
)
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.matching import Unlike
from sqs_tui.domain.ranges import range_text
from sqs_tui.domain.wording import percent
from sqs_tui.widgets.dot_plot import course_plot, heading, pair_plot, spread_plot
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.table import Row

_FEW = "few"
Columns = tuple[tuple[str, int], ...]
_P, _WORD, _SHARE = ("p", 8), ("word", 9), 8


class Part(ABC):
    """One way to look at inspections beside one another."""

    def __init__(self, glyphs: Glyphs, instrument: Instrument, unlike: tuple[Unlike, ...]) -> None:
        self._glyphs = glyphs
        self._instrument = instrument
        self.unlike = unlike

    @abstractmethod
    def columns(self, width: int) -> Columns:
        """Titles and widths in so many cells."""

    @abstractmethod
    def rows(self, width: int) -> Iterator[Row]:
        """A row for each question that is compared."""

    def label(self, question: str) -> str:
        """How lists call a question."""
        return self._instrument.questions[question].label

    @abstractmethod
    def legend(self) -> str:
        """What the signs stand for."""

    @abstractmethod
    def told(self, question: str) -> str:
        """What there is to say of a question, in a line or two."""

    @abstractmethod
    def whole(self, question: str) -> str:
        """All there is to say of it."""


class PairPart(Part):
    """An inspection beside another, or beside several."""

    def __init__(self, glyphs: Glyphs, instrument: Instrument, pairing: Pairing) -> None:
        super().__init__(glyphs, instrument, pairing.unlike)
        self._pairing = pairing
        self._pairs = {pair.question: pair for pair in pairing.pairs}
        self._other = max([_SHARE, *(len(self._short(pair.other)) + 1 for pair in pairing.pairs)])

    def columns(self, width: int) -> Columns:
        """The question, both shares, the axis, the test."""
        title, axis = self._widths(width)
        glyphs = self._glyphs
        shares = ((f"{glyphs.dot} n/d", _SHARE), (f"{glyphs.other_dot} n/d", self._other))
        return (("question", title), *shares, (heading(axis - 1), axis), _P, _WORD)

    def _widths(self, width: int) -> tuple[int, int]:
        title = _title(width)
        return title, width - title - _SHARE - self._other - _P[1] - _WORD[1]

    def rows(self, width: int) -> Iterator[Row]:
        """Both shares as numbers and as dots."""
        _, axis = self._widths(width)
        least = self._pairing.least
        for pair in self._pairing.pairs:
            plot = pair_plot(self._glyphs, axis - 1, pair.one, pair.other, least)
            shares = (self._short(pair.one), self._short(pair.other))
            yield pair.question, (pair.label, *shares, plot, *_tested(pair, self._pairing))

    def _short(self, share: Share) -> str:
        return _short(share, self._pairing.least)

    def legend(self) -> str:
        """Which dot is which."""
        glyphs, pairing = self._glyphs, self._pairing
        ranges = f"{glyphs.rule * 2} {glyphs.other_range * 2} 95% range of each (Wilson)"
        return f"{glyphs.dot} {pairing.one}   {glyphs.other_dot} {pairing.other}   {ranges}"

    def told(self, question: str) -> str:
        """The test in words."""
        pair, pairing = self._pairs[question], self._pairing
        return told_test(pair.one, pair.other, pair.test, level=pairing.level, least=pairing.least, tested=pairing.tested)

    def whole(self, question: str) -> str:
        """Both tallies with their reasons, and the test."""
        pair, pairing = self._pairs[question], self._pairing
        of = f", {pair.inspections} of them" if pair.inspections < pairing.others > 1 else ""
        sides = (
            *_side(self._instrument, question, f"{self._glyphs.dot} {pairing.one}", pair.one, pairing.least),
            "",
            *_side(self._instrument, question, f"{self._glyphs.other_dot} {pairing.other}{of}", pair.other, pairing.least),
        )
        asked = self._instrument.questions[question].text
        return "\n".join((asked, "", *sides, "", self.told(question), "", told_chance(pairing.level, pairing.tested)))


class ReasonsPart(PairPart):
    """The commonest reasons beside one another."""

    def columns(self, width: int) -> Columns:
        """The question, and the reasons of each."""
        title = _title(width)
        each = (width - title) // 2
        return ("question", title), (self._pairing.one, each), (self._pairing.other, width - title - each)

    def rows(self, width: int) -> Iterator[Row]:  # noqa: ARG002 - the table cuts these texts itself
        """The commonest first, of every question for which any was given."""
        for pair in self._pairing.pairs:
            if any(share.met < share.of for share in (pair.one, pair.other)) and self._instrument.reasons_of(pair.question):
                given = (
                    _reasons(self._instrument, pair.question, share, self._pairing.least) for share in (pair.one, pair.other)
                )
                yield pair.question, (pair.label, *("; ".join(listed) for listed in given))

    def legend(self) -> str:
        """What stands for small numbers."""
        return f"The commonest reasons over what is not met; {_FEW}: {few(self._pairing.least)}"

    def told(self, question: str) -> str:
        """The reasons of the others, as far as there is room."""
        pair, least = self._pairs[question], self._pairing.least
        listed = "; ".join(_reasons(self._instrument, question, pair.other, least)) or "none was given"
        return f"{self._pairing.other}, {share_text(pair.other, least) or 'nothing'} met: {listed}."


class SeriesPart(Part):
    """A service over time."""

    def __init__(self, glyphs: Glyphs, instrument: Instrument, series: Series) -> None:
        super().__init__(glyphs, instrument, series.unlike)
        self._series = series
        self._courses = {course.question: course for course in series.courses}

    def columns(self, width: int) -> Columns:
        """The question, the shares of as many inspections as fit, the last of them, the axis, the test."""
        title, shown, axis = self._widths(width)
        days = [day[:7] or name for day, name in zip(self._series.days, self._series.names, strict=True)][-shown:]
        return (("question", title), *((day, _SHARE) for day in days), (heading(axis - 1), axis), _P, _WORD)

    def _widths(self, width: int) -> tuple[int, int, int]:
        title = _title(width)
        room = width - title - _P[1] - _WORD[1]
        shown = max(1, min(len(self._series.names), (room - 15) // _SHARE))
        return title, shown, room - shown * _SHARE

    def rows(self, width: int) -> Iterator[Row]:
        """The shares as numbers and as dots."""
        _, shown, axis = self._widths(width)
        series = self._series
        for course in series.courses:
            shares = ("other" if share is None else _short(share, series.least) for share in course.shares[-shown:])
            plot = course_plot(self._glyphs, axis - 1, course.shares, series.least)
            yield course.question, (course.label, *shares, plot, *_tested(course, series))

    def legend(self) -> str:
        """Which dot is which."""
        glyphs, names = self._glyphs, self._series.names
        if len(names) < 2:
            return f"{glyphs.dot} {names[-1]}, the only inspection of its service in the library"
        earlier = f"   {glyphs.open} earlier" if len(names) > 2 else ""
        ranged = f"{glyphs.rule * 2} 95% range of the last (Wilson)"
        return f"{glyphs.dot} {names[-1]}   {glyphs.other_dot} {names[-2]}{earlier}   {ranged}"

    def told(self, question: str) -> str:
        """The test in words."""
        if len(self._series.names) < 2:
            return "There is no other inspection to compare with."
        series, shares = self._series, self._courses[question].shares
        if shares[-1] is None or shares[-2] is None:
            return "The question was another in one of the last two inspections: they are not compared."
        return told_test(
            shares[-1],
            shares[-2],
            self._courses[question].test,
            level=series.level,
            least=series.least,
            tested=series.tested,
        )

    def whole(self, question: str) -> str:
        """Every inspection's share with its reasons, and the test."""
        series, lines = self._series, [self._instrument.questions[question].text]
        for name, share in zip(series.names, self._courses[question].shares, strict=True):
            side = _side(self._instrument, question, name, share, series.least) if share else (f"{name}: another question",)
            lines += ["", *side]
        return "\n".join(
            (*lines, "", self.told(question), "", told_chance(series.level, series.tested, only=len(series.names) == 1))
        )


class SpreadPart(Part):
    """An inspection among all of the library."""

    def __init__(self, glyphs: Glyphs, instrument: Instrument, spreads: Spreads) -> None:
        super().__init__(glyphs, instrument, spreads.unlike)
        self._spreads = spreads
        self._of = {spread.question: spread for spread in spreads.spreads}

    def columns(self, width: int) -> Columns:
        """The question, the own share, the axis, how many inspections, and their middle."""
        title = _title(width)
        axis = width - title - _SHARE - 6 - 8 - 10
        return (
            ("question", title),
            (f"{self._glyphs.dot} n/d", _SHARE),
            (heading(axis - 1), axis),
            ("of", 6),
            ("median", 8),
            ("middle", 10),
        )

    def rows(self, width: int) -> Iterator[Row]:
        """Every inspection as a dot."""
        axis = self.columns(width)[2][1] - 1
        for spread in self._spreads.spreads:
            lower, median, upper = spread.quartiles or (None, None, None)
            middle = f"{_per_cent(lower)}-{_per_cent(upper)}%" if lower is not None and upper is not None else ""
            yield (
                spread.question,
                (
                    spread.label,
                    _short(spread.own, self._spreads.least),
                    spread_plot(self._glyphs, axis, spread, self._spreads.least),
                    str(len(spread.dots)),
                    "" if median is None else f"{_per_cent(median)}%",
                    middle,
                ),
            )

    def legend(self) -> str:
        """Which sign is which."""
        glyphs = self._glyphs
        each = f"{glyphs.open} an inspection   {glyphs.other_dot} several"
        return f"{glyphs.dot} {self._spreads.one}   {each}   {glyphs.rule * 2} middle half   {glyphs.median} median"

    def told(self, question: str) -> str:
        """How many inspections are behind it."""
        spread = self._of[question]
        left_out = f"; {left_out_text(spread.few, self._spreads.least)}" if spread.few else ""
        fewer = "" if spread.quartiles else ". Median and quartiles are given from five inspections on"
        return f"{len(spread.dots)} inspection{'' if len(spread.dots) == 1 else 's'} with enough answers{left_out}{fewer}."

    def whole(self, question: str) -> str:
        """Every inspection with its share, from the smallest to the largest."""
        spread, least = self._of[question], self._spreads.least
        dots = (f"{dot.name}: {share_text(dot.share, least)} ({_share_percent(dot.share)})" for dot in spread.dots)
        return "\n".join((self._instrument.questions[question].text, "", self.told(question), "", *dots))


def unlike_rows(unlike: Sequence[Unlike], columns: Columns) -> Iterable[Row]:
    """What is not compared, each with its difference where the axis is, under a heading."""
    widest = max(range(1, len(columns)), key=lambda at: columns[at][1])
    if unlike:
        yield "", (Text(f"NOT COMPARED {len(unlike)}", style="bold"), *("" for _ in columns[1:]))
    for at, one in enumerate(unlike):
        cells = [Text(one.label, style="dim"), *(Text("") for _ in columns[1:])]
        cells[widest] = Text(told_unlike(one), style="dim")
        yield f"unlike {at}", tuple(cells)


def _title(width: int) -> int:
    return 38 if width >= 120 else max(12, 24 - max(0, 80 - width))


def _short(share: Share, least: int) -> str:
    """A share as it stands in a column."""
    if not share.of:
        return ""
    return f"{share.met}/{share.of}" if share.of >= least else _FEW


def _tested(row: Pair | Course, table: Pairing | Series) -> tuple[str, Text]:
    """The p and the word; what holds is picked out, by more than a colour."""
    word = verdict(row.test, table.level)
    holds = bool(row.test and row.test.word)
    return (p_text(row.test.p) if row.test else ""), Text(word, style="bold" if holds else "")


def _side(instrument: Instrument, question: str, name: str, share: Share, least: int) -> tuple[str, ...]:
    """A share with its range, and its reasons below."""
    if not share.of:
        return (f"{name}: no answers",)
    if share.of < least:
        return (f"{name}: {few(least)} answers",)
    ranged = f"{_share_percent(share)}, 95% range {range_text(share.met, share.of, least=least)}"
    return (
        f"{name}: {share_text(share, least)} ({ranged})",
        *(f"  {reason}" for reason in _reasons(instrument, question, share, least)),
    )


def _reasons(instrument: Instrument, question: str, share: Share, least: int) -> list[str]:
    """The reasons with how often each was given, the commonest first; where few are not met only that."""
    labels = {reason.id: reason.label for reason in instrument.reasons_of(question)}
    if not tells_reasons(share, least):
        return [f"{few(least)} not met"] if labels and share.met < share.of else []
    return [
        f"{labels[reason]} {count if count >= least else _FEW}" for reason, count in share.reasons.items() if reason in labels
    ]


def _share_percent(share: Share) -> str:
    return percent(share.met, share.of)


def _per_cent(part: Fraction) -> int:
    return int(100 * part + Fraction(1, 2))
