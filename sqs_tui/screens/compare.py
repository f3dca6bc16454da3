"""Comparison over inspections: an inspection beside all others, beside another, over time and among the whole library."""

from textual.app import ComposeResult

from sqs_tui.commands import ScreenName
from sqs_tui.domain.comparing import Visit, beside, over_time, spread
from sqs_tui.domain.comparing_words import told_unlike
from sqs_tui.errors import DamagedFileError
from sqs_tui.progress import Steps
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.others import Others
from sqs_tui.screens.whole import Whole
from sqs_tui.screens.working import work
from sqs_tui.store.figures import Read, read_visits
from sqs_tui.widgets.comparing import PairPart, Part, ReasonsPart, SeriesPart, SpreadPart, unlike_rows
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.lines import Line, Lines, fit, width_of, wrap
from sqs_tui.widgets.table import Table

_ALL, _OTHER, _TIME, _SPREAD, _REASONS = range(5)
_PARTS = ("All others", "Another", "Over time", "Spread", "Reasons")
_ROOMY = 80
"""Cells of width from which all parts are named."""
_HIDDEN = "The private view hides what is counted over cases."
_NO_OTHER = "There is no other inspection in the library to compare with; {compare.next-part} shows this one over time."
_CHOOSE = "{compare.choose} chooses the inspection to compare with."


class CompareScreen(SqsScreen):
    """One part at a time; brackets show the others. Enter tells the row under the cursor whole.

    The figures are those that lie on disk when it is opened. In the private view it shows nothing.
    """

    NAME = ScreenName.COMPARE
    BINDINGS = bindings_for(ScreenName.COMPARE)

    def __init__(self, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self._part = _ALL
        self._beside: _Beside | None = None
        self._other = ""
        """The folder of the inspection that was chosen to compare with."""

    def compose(self) -> ComposeResult:
        """Lay out the line of parts, the table, and what is said of the row under the cursor."""
        yield Lines(id="status")
        yield Table(id="table")
        yield Lines(id="about")
        yield KeyLine()

    def on_mount(self) -> None:
        """Start on the table, and read the library."""
        self.query_one(Table).focus()
        self.call_after_refresh(self._read)

    def look_around(self) -> None:
        """Try again to save what waits."""
        self.sqs.retry()

    def private_changed(self) -> None:
        """Show what may be seen now."""
        self._paint()

    def settings_changed(self) -> None:
        """Show what the settings have changed."""
        self._paint()

    def on_table_fitted(self) -> None:
        """Fit the columns to the new width."""
        self._paint()

    def on_data_table_row_highlighted(self) -> None:
        """Tell of the row under the cursor."""
        self._paint_about()

    # Reading

    def _read(self) -> None:
        library, glyphs = self.sqs.library, self.sqs.glyphs

        def do(steps: Steps) -> _Beside:
            folders = library.folders()
            read = read_visits(library.path, folders, folders, steps)
            one = next((visit for visit in read.visits if visit.folder == self._folder), None)
            if one is None:
                raise DamagedFileError(" ".join(read.faults) or f"{self._folder} is no longer there.")
            return _Beside(glyphs, one, read)

        work(self, "Comparing", do, self._show, self._refused)

    def _show(self, read: "_Beside") -> None:
        self._beside = read
        if read.faults:
            count = len(read.faults)
            says = read.faults[0] if count == 1 else f"{count} inspections cannot be read, or not whole: home marks them."
            self.notice(says)
        self._paint()

    def _refused(self, why: str) -> None:
        """It was cancelled, or cannot be read: there is nothing to show here."""
        self.notice(why)
        self.app.pop_screen()

    # Showing

    def _shown(self) -> Part | None:
        """The part that is shown; None where there is nothing to compare with, or nothing is read yet."""
        return self._beside.part(self._part, self._other) if self._beside else None

    def _paint(self) -> None:
        table, width = self.query_one(Table), self.size.width
        part = self._shown()
        if self.sqs.view.on:
            table.say(_HIDDEN)
        elif part:
            columns = part.columns(width)
            table.fill(columns, [*part.rows(width), *unlike_rows(part.unlike, columns)])
        elif self._beside:
            says = _CHOOSE if self._beside.others and self._part == _OTHER else _NO_OTHER
            table.say(self.sqs.keys.says(says))
        self._paint_status()
        self._paint_about()

    def _paint_status(self) -> None:
        width = self.size.width
        parts: Line = tuple((f" {part} ", "pick" if at == self._part else "dim") for at, part in enumerate(_PARTS))
        if width < _ROOMY:
            parts = ((f" {_PARTS[self._part]}, {self._part + 1} of {len(_PARTS)} ", "pick"),)
        ellipsis = self.sqs.glyphs.ellipsis
        name = self._beside.one.name if self._beside and not self.sqs.view.on else self._folder
        left: Line = ((f" {fit(name, max(5, min(len(name), width - width_of(parts) - 4)), ellipsis)}   ", "head"), *parts)
        left = (*left, *self.hint(width - width_of(left)))
        self.query_one("#status", Lines).show([left])

    def _paint_about(self) -> None:
        about, part = self.query_one("#about", Lines), self._shown()
        if part is None or self.sqs.view.on:
            about.show([])
            return
        width = self.size.width - 2
        kind, _, rest = self.query_one(Table).chosen.partition(" ")
        told = told_unlike(part.unlike[int(rest)]) if kind == "unlike" else part.told(kind) if kind else ""
        legend: Line = ((f" {fit(part.legend(), width, self.sqs.glyphs.ellipsis)}", "dim"),)
        about.show([legend, *(((f" {line}", ""),) for line in wrap(told, width)[: about.size.height - 1])])

    # Commands

    def action_open(self) -> None:
        """Tell all there is to say of the row under the cursor."""
        part = self._shown()
        kind, _, rest = self.query_one(Table).chosen.partition(" ")
        if part is None or not kind:
            return
        if kind == "unlike":
            unlike = part.unlike[int(rest)]
            self.app.push_screen(Whole(unlike.label, told_unlike(unlike)))
        else:
            self.app.push_screen(Whole(part.label(kind), part.whole(kind)))

    def action_next_part(self) -> None:
        """Show the next part."""
        self._show_part(self._part + 1)

    def action_previous_part(self) -> None:
        """Show the part before."""
        self._show_part(self._part - 1)

    def _show_part(self, part: int) -> None:
        self._part = part % len(_PARTS)
        self._paint()

    def action_choose(self) -> None:
        """Choose the inspection to compare with."""
        if self._beside:
            self.app.push_screen(Others(self._beside.others), self._compare_with)

    def _compare_with(self, folder: str | None) -> None:
        if folder:
            self._other = folder
            self._show_part(_OTHER)


class _Beside:
    """An inspection and the others of the library, with each part of the comparison as it was worked out."""

    def __init__(self, glyphs: Glyphs, one: Visit, read: Read) -> None:
        self._glyphs = glyphs
        self.one = one
        self.others = tuple(sorted((visit for visit in read.visits if visit is not one), key=lambda visit: visit.when))
        self.faults = read.faults
        self._made: dict[tuple[int, str], Part] = {}
        instrument = one.instrument
        self._made[_TIME, ""] = SeriesPart(glyphs, instrument, over_time(one, self.others))
        if self.others:
            pooled = beside(one, self.others)
            self._made[_ALL, ""] = PairPart(glyphs, instrument, pooled)
            self._made[_REASONS, ""] = ReasonsPart(glyphs, instrument, pooled)
            self._made[_SPREAD, ""] = SpreadPart(glyphs, instrument, spread(one, self.others))

    def part(self, which: int, other: str) -> Part | None:
        """A part; `other` is the folder of the inspection that was chosen. None where there is nothing to compare with."""
        if which != _OTHER:
            return self._made.get((which, ""))
        if (which, other) not in self._made:
            chosen = [visit for visit in self.others if visit.folder == other]
            if not chosen:
                return None
            self._made[which, other] = PairPart(self._glyphs, self.one.instrument, beside(self.one, chosen))
        return self._made[which, other]
