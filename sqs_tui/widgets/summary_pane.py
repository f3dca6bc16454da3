"""The live summary: every section's share, the areas proposed, and how the current question stands."""

import msgspec

from sqs_tui.domain.instrument import Instrument, Section, WordProfile
from sqs_tui.domain.latest import latest
from sqs_tui.domain.scoring import FINISH_LINE
from sqs_tui.domain.tally import AreaTally, Pooled, Sign, Tallies, sign
from sqs_tui.domain.wording import so_far
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, Lines, fit, spread


class Number(msgspec.Struct, frozen=True):
    """What a number in the pane counts: a section, an area or a question."""

    kind: str
    id: str


class Summary:
    """The summary as far as a pane has room for it; what has not changed is not worked out again."""

    def __init__(self) -> None:
        self.numbers: tuple[Number, ...] = ()
        """The numbers in the pane, from the top: what the cursor steps through."""
        self._rows = latest(summary_rows)
        self._row = latest(_current_line)

    def lines(
        self,
        instrument: Instrument,
        tallies: Tallies,
        profile: WordProfile,
        glyphs: Glyphs,
        *,
        width: int,
        height: int,
        unit: str,
        total: int,
        current: str,
        picked: int | None,
    ) -> list[Line]:
        """The pane's rows, `height` of them.

        `total` is how many records of the unit there are, `picked` the index of the number that the cursor is on, while it is
        in the pane.
        """
        width -= 2
        rows = [*self._rows(instrument, tallies, glyphs, width, unit, total)]
        if current != FINISH_LINE:
            question = self._row(instrument, tallies, profile, current, glyphs, width)
            rows += [(None, ()), (Number("question", current), question)]
        rows = folded(rows, height)
        self.numbers = tuple(number for number, _ in rows if number)
        chosen = self.numbers[picked] if picked is not None and picked < len(self.numbers) else None
        if current != FINISH_LINE:
            rows += _reasons(instrument, tallies, glyphs, current, width)[: max(0, height - len(rows))]
        lines = [tuple((text, "pick") for text, _ in line) if number and number == chosen else line for number, line in rows]
        return _beside(lines, glyphs, height)


class SummaryPane(Lines):
    """The summary as a widget of its own; a changed number repaints its row."""

    def __init__(self) -> None:
        super().__init__()
        self._summary = Summary()

    def show_tallies(
        self, instrument: Instrument, tallies: Tallies, profile: WordProfile, glyphs: Glyphs, *, unit: str, total: int
    ) -> None:
        """Show the tallies; `total` is how many records of the unit there are."""
        width, height = self.size
        self.show(
            self._summary.lines(
                instrument, tallies, profile, glyphs,
                width=width, height=height, unit=unit, total=total, current=FINISH_LINE, picked=None,
            )
        )  # fmt: skip

    def hide_tallies(self, glyphs: Glyphs, shows: str) -> None:
        """Show that they are hidden, and by which key they come back."""
        self.show(hidden_lines(glyphs, self.size.height, blind=False, shows=shows))


def hidden_lines(glyphs: Glyphs, height: int, *, blind: bool, shows: str) -> list[Line]:
    """Says that tallies are hidden, and by which key they come back; `blind`: while a record is scored again they stay hidden."""
    heading, back = ("SECOND SCORING", "until it is finished") if blind else ("PRIVATE VIEW", f"{shows} shows them again")
    return _beside([((heading, "head"),), (("Tallies are hidden.", ""),), ((back, "dim"),)], glyphs, height)


def _beside(lines: list[Line], glyphs: Glyphs, height: int) -> list[Line]:
    """A pane's rows with the line that divides it from what is on its left."""
    filled = [*lines, *[()] * (height - len(lines))][:height]
    return [((f"{glyphs.divider} ", "quiet"), *line) for line in filled]


Row = tuple[Number | None, Line]


def folded(rows: list[Row], height: int) -> list[Row]:
    """Rows for a pane of this height: blank rows go first, then areas from the end; the last row always stays."""
    if len(rows) <= height:
        return rows
    rows = [row for row in rows if row[1]]
    return rows if len(rows) <= height else [*rows[: max(0, height - 1)], rows[-1]][:height]


def summary_rows(instrument: Instrument, tallies: Tallies, glyphs: Glyphs, width: int, unit: str, total: int) -> tuple[Row, ...]:
    """The sections and the areas, each row with the number it shows (None for headings and blanks)."""
    name = instrument.unit(unit).name
    count = tallies.records.get(unit, 0)
    of_all = f"{count} of {total}" if count < total else str(total)
    counted_records: Line = ((f"{of_all} {name.one if total == 1 else name.many}", "dim"),)
    rows: list[Row] = [(None, spread((("SUMMARY", "head"),), counted_records, width, glyphs.ellipsis))]
    for section in instrument.sections:
        if section.id in tallies.sections:
            line = _section_line(instrument, section, tallies.sections[section.id], glyphs, width)
            rows.append((Number("section", section.id), line))
    areas = [area for area in tallies.areas.values() if area.proposal]
    if areas:
        rows += [(None, ()), (None, (("AREAS", "head"),))]
        ranked = sorted(areas, key=lambda area: (area.proposal is Sign.STRENGTH, -area.of))
        rows += [(Number("area", area.area), _area_line(instrument, area, glyphs, width)) for area in ranked]
    return tuple(rows)


def _section_line(instrument: Instrument, section: Section, pooled: Pooled, glyphs: Glyphs, width: int) -> Line:
    mark = sign(instrument.thresholds, pooled.met, pooled.of)
    bar = max(4, min(24, width - 27))
    role = mark.value if mark else ""
    return (
        (fit(f"{section.id} {section.short}", 14, glyphs.ellipsis), ""),
        (f" {glyphs.bar(pooled.met, pooled.of, bar)} ", role or "dim"),
        (f"{pooled.met}/{pooled.of}".rjust(7) + " ", ""),
        (glyphs.sign(mark), role),
    )


def _area_line(instrument: Instrument, area: AreaTally, glyphs: Glyphs, width: int) -> Line:
    role = area.proposal.value if area.proposal else ""
    short = next(known.short for known in instrument.areas if known.id == area.area)
    margin = "borderline" if area.borderline else f"by {area.margin}" if area.margin is not None else ""
    left: Line = ((f"{glyphs.sign(area.proposal)} ", role), (short, role))
    return spread(
        left,
        ((f"{area.met}/{area.of}".rjust(7), ""), (f" {margin}".ljust(12), "warn" if area.borderline else "dim")),
        width,
        glyphs.ellipsis,
    )


def _current_line(
    instrument: Instrument, tallies: Tallies, profile: WordProfile, current: str, glyphs: Glyphs, width: int
) -> Line:
    question = instrument.questions[current]
    tally = tallies.questions.get(current)
    name = f"{current} so far" if question.numbered else "So far"
    if tally is None or not tally.of:
        return ((fit(f"{name}: no answers yet", width, glyphs.ellipsis), "dim"),)
    says = so_far(
        tally.met,
        tally.of,
        instrument.numbers,
        profile,
        least=instrument.thresholds.least_answers,
        confidential=instrument.unit(instrument.section_of(current).unit).confidential,
    )
    text = next((text for text in says if len(name) + 2 + len(text) <= width), says[-1])
    return ((fit(f"{name}: {text}", width, glyphs.ellipsis), ""),)


def _reasons(instrument: Instrument, tallies: Tallies, glyphs: Glyphs, current: str, width: int) -> list[Row]:
    """The two commonest reasons behind the current question, for a pane that has room: more would be sent with every answer."""
    labels = {reason.id: reason.label for reason in instrument.reasons_of(current)}
    return [
        (None, ((f"  {given.count} x ", "dim"), (fit(labels[given.reason], width - 6, glyphs.ellipsis).rstrip(), "")))
        for given in tallies.questions[current].reasons[:2]
    ]
