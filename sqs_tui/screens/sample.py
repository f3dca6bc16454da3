"""Sample: the case list, what was drawn from it, its reserves, what was replaced, and who is kept out of which cases."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from sqs_tui.commands import Command, ScreenName
from sqs_tui.domain.sample_account import SampleAccount
from sqs_tui.errors import SqsError
from sqs_tui.export.sample import strata_rows
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.drawing import Drawing
from sqs_tui.screens.session import Session
from sqs_tui.screens.tabled import TabledScreen
from sqs_tui.widgets.lines import Line, Lines, spread
from sqs_tui.widgets.table import Row, Table

_NO_LIST = "Here the sample will stand: {sample.cases} imports the list of cases that it is drawn from."
_NO_DRAW = "Here the sample will stand: {sample.draw} draws it from the list of COUNT cases, and shows its strata first."
_COLUMNS = 5
_OF_A_SAMPLE = ("sample.check", "sample.export")
"""Commands that need a sample, whatever is under the cursor."""


class SampleScreen(TabledScreen):
    """The cases of the sample first, then all else that its record tells."""

    NAME = ScreenName.SAMPLE
    NOTHING = "Nothing is drawn yet: {sample.draw} draws a sample, and {sample.cases} imports the list of cases before."
    BINDINGS = bindings_for(ScreenName.SAMPLE)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._drawing = Drawing(self, session, self._paint)
        self._shown: frozenset[str] = frozenset()
        """The cases of the sample that stand in the table; the other rows only tell something."""
        self._widths: tuple[int, ...] = ()
        """The widths of the cells behind the first, as they were filled last."""

    def _paint(self) -> None:
        inspection, sampling, width = self._session.inspection, self._session.inspection.sampling, self.size.width
        try:
            inspection.sample.require_usable()
            account = sampling.account(checked=False) if sampling.now else None
        except SqsError as fault:
            self.query_one(Table).say(str(fault))
            account, told = None, "the case list cannot be used"
        else:
            told = self._fill(account)
        left: Line = ((f" {inspection.details.name}   ", "head"), (told, ""))
        reserves = len(account.now.reserves) if account else 0
        right: Line = ((f"{reserves} reserve{'' if reserves == 1 else 's'} left ", "dim"),) if account else ()
        self.query_one("#status", Lines).show([spread(left, right, width, self._session.glyphs.ellipsis)])

    def _fill(self, account: SampleAccount | None) -> str:
        """Fill the table, and tell in words what stands in it."""
        table, listed = self.query_one(Table), self._session.inspection.sampling.listed
        if account is None:
            says = self.sqs.keys.says(_NO_DRAW if listed else _NO_LIST)
            table.say(says.replace("COUNT", str(len(listed.cases) if listed else 0)))
            return f"no sample yet   {len(listed.cases)} cases in the list" if listed else "no case list yet"
        rest = max(14, self.size.width - 14 - 15 - 15 - 14)
        self._shown = frozenset(account.now.cases)
        columns = (("case", 14), ("stratum", rest), ("stands in for", 15), ("inspector", 15), ("state", 14))
        self._widths = tuple(width for _, width in columns[1:])
        table.fill(columns, [*_cases(account), *self._others(account)])
        draw = account.now.draw
        return f"{len(draw.cases)} of the {len(account.listed.cases)} listed cases drawn   seed {draw.wanted.seed}"

    def _others(self, account: SampleAccount) -> Iterator[Row]:
        now, wanted, interests = account.now, account.now.draw.wanted, self._session.inspection.interests
        held = [
            (record.reference, *self._flowed(f"{record.inspector} is kept out of {interests.text_of(account.held[record.id])}"))
            for record in account.to_give_on
        ]
        yield from _part("GIVE ON", held, tuple(self._flowed("to somebody who may read it")))
        stratum = ("stratum",) if wanted.by else ()
        reserves = [(name, account.stratum_of(name) if wanted.by else "") for name in now.reserves]
        yield from _part("RESERVES", reserves, stratum)
        replaced = [(one.replaced, one.why, one.reserve, one.by) for one in now.replaced]
        yield from _part("REPLACED", replaced, ("why", "by the reserve", "who did"))
        if wanted.by:
            yield from _part("STRATA", [("", *row) for row in strata_rows(account)], ("", "in the list", "exact share", "drawn"))
        kept_out = [(one.inspector, *self._flowed(f"of {interests.text_of(one)}")) for one in account.interests]
        yield from _part("KEPT OUT", kept_out)
        asked = (
            ("list", account.listed.source),
            ("drawn by", now.draw.by),
            ("strata", " and ".join(map(account.field_text, wanted.by)) or "none"),
            ("cap", f"{wanted.cap} of one case manager" if wanted.cap else "none"),
            ("person", "one case at most" if wanted.one_a_person else "any number of cases"),
        )
        yield from _part("ASKED", asked, counted=False)

    def _flowed(self, text: str) -> list[str]:
        """A sentence over the cells behind the first, word by word."""
        cells = [""] * len(self._widths)
        at = 0
        for word in text.split():
            while at < len(cells) - 1 and cells[at] and cell_len(f"{cells[at]} {word}") >= self._widths[at]:
                at += 1
            cells[at] = f"{cells[at]} {word}".strip()
        return cells

    def why_not(self, command: Command) -> str:
        """Why a command does not apply: there is no list or no sample yet, or what is under the cursor is no case of it."""
        sampling, says = self._session.inspection.sampling, self.sqs.keys.says
        if command.id == "sample.draw" and sampling.listed is None:
            return says("There is no case list yet: {sample.cases} imports one.")
        if command.id in _OF_A_SAMPLE and sampling.now is None:
            return says(self.NOTHING)
        table = self.query("Table")
        if command.on_row and table and sampling.now and table.only_one(Table).chosen not in self._shown:
            return "What is under the cursor is no case of the sample."
        return super().why_not(command)

    # Commands

    def action_open(self) -> None:
        """Review the case under the cursor."""
        self.app.clear_notifications()
        sampling, chosen = self._session.inspection.sampling, self.query_one(Table).chosen
        record = sampling.record_of(sampling.require_now().draw, chosen)
        if record is None or record.trashed:
            self.notice(f"{chosen} has no record yet: {self.sqs.keys.first('sample.draw')} and the same as before adds it.")
        else:
            self.sqs.open_record(self._session, record)

    def action_draw(self) -> None:
        """Ask what is to be drawn."""
        self.app.clear_notifications()
        self._drawing.ask()

    def action_replace(self) -> None:
        """Ask why the case under the cursor is replaced."""
        self.app.clear_notifications()
        self._drawing.replace(self.query_one(Table).chosen)

    def action_check(self) -> None:
        """Draw again, and say whether all comes out the same."""
        self.app.clear_notifications()
        try:
            faults = self._session.inspection.sampling.check()
        except SqsError as fault:
            self.notice(str(fault))
        else:
            self.notice(" ".join(faults) or "Drawn again from the list and the seed, all of it comes out the same.")

    def action_keep_out(self) -> None:
        """Ask who is kept out of which cases."""
        self.app.clear_notifications()
        self._drawing.keep_out()

    def action_export(self) -> None:
        """Ask for the file of the record."""
        self.app.clear_notifications()
        self._drawing.export()

    def action_cases(self) -> None:
        """Import a list of cases."""
        from sqs_tui.screens.importing_cases import ask_for_list  # noqa: PLC0415 - hardly ever needed from here

        ask_for_list(self, self._session, self._paint)


def _cases(account: SampleAccount) -> Iterator[Row]:
    yield "", (Text(f"SAMPLE {len(account.now.cases)}", style="bold"), "", "", "", "")
    for reference in account.now.cases:
        record = account.record(reference)
        inspector = account.inspector(reference, nobody="nobody", missing="")
        told = (inspector, record.state.value if record else "no record yet")
        stratum = account.stratum_of(reference) if account.now.draw.wanted.by else ""
        yield reference, (f" {reference}", stratum, account.stands_in_for(reference), *told)


def _part(heading: str, rows: Sequence[tuple[str, ...]], heads: tuple[str, ...] = (), *, counted: bool = True) -> Iterator[Row]:
    """Rows that tell something, under a heading of their own with heads for their cells; nothing where there are none."""
    if rows:
        title = Text(f"{heading} {len(rows)}" if counted else heading, style="bold")
        yield "", (title, *(Text(head, style="dim") for head in heads), *[""] * (_COLUMNS - 1 - len(heads)))
        for first, *others in rows:
            # With a key of its own, so that the cursor comes down to it: a small screen shows no more than the first rows.
            told = (f" {first}" if first else "", *others, *[""] * (_COLUMNS - 1 - len(others)))
            yield " ".join((heading, first, *others)), told
