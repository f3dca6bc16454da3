"""The evidence pack: what stands behind every figure, conclusion and quote of the letter, for those who answer for it.

It names records, and is for the inspectorate alone. Of what was said in confidence it holds what the letter prints, and no more.
"""

from collections.abc import Iterator, Sequence

import msgspec

from sqs_tui.domain.letter.conclusions import concluded
from sqs_tui.domain.letter.figures import Basis, Figure, Printed
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.letter.tokens import figure_tokens
from sqs_tui.domain.routing import route
from sqs_tui.domain.tally import Sign
from sqs_tui.export.places import Places, Told, open_findings, opening
from sqs_tui.export.shares import area_in_confidence, share_words
from sqs_tui.export.sheet import Heading, Items, Part, Table, Text, sheet_markdown
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.table import Cell, csv_table

_LISTED_AS = {Sign.STRENGTH: "strength", Sign.IMPROVEMENT: "improvement", None: "left out"}
_CSV_HEADER = (
    *("paragraph", "under", "begins", "figure", "printed", "problem"),
    *("source", "condition", "met", "of", "words", "group", "count", "references"),
)


class _Shown(msgspec.Struct, frozen=True, kw_only=True):
    """One figure where it stands in the letter."""

    paragraph: Paragraph
    figure: Figure
    printed: Printed


class _Group(msgspec.Struct, frozen=True):
    """Records that stand behind a figure alike."""

    name: str
    """`met`, `not met`, or `reason` with its label."""
    references: tuple[str, ...]
    reason: str = ""


class _Pack:
    """Works out what stands behind one letter."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.places = Places(letter)
        self._references = {record.id: record.reference for record in letter.records}

    def figures(self) -> Iterator[_Shown]:
        """Every figure but quotes, which are listed on their own."""
        for paragraph in self.letter.paragraphs:
            for token in figure_tokens(self.letter.tokens_of(paragraph)):
                printed: Printed = token.meta["printed"]
                if not printed.quote:
                    yield _Shown(paragraph=paragraph, figure=token.meta["figure"], printed=printed)

    def words(self, share: Basis) -> str:
        return share_words(
            self.letter.instrument,
            self.letter.inspection,
            share.met,
            share.of,
        )

    def named(self, records: Sequence[str]) -> tuple[str, ...]:
        return tuple(self._references.get(record, record) for record in records)

    def groups(self, shown: _Shown, share: Basis) -> Iterator[_Group]:
        """The records behind one share: met, not met, and for a figure of reasons those that each was given in."""
        if share.source not in self.letter.tallies.questions:
            return
        yield _Group("met", self.named(share.met_records))
        yield _Group("not met", self.named(share.not_met_records))
        if shown.figure.form == "reasons":
            labels = {reason.id: reason.label for reason in self.letter.instrument.reasons_of(share.source)}
            for reason in self.letter.tallies.questions[share.source].reasons:
                given = [record for record in reason.records if record in share.not_met_records]
                if given:
                    label = labels.get(reason.reason, reason.reason)
                    yield _Group(f"reason: {label}", self.named(given), label)


def evidence_csv(letter: Letter, stamp: Stamp) -> bytes:
    """The figures alone, one row for each figure, share behind it and group of records."""
    pack = _Pack(letter)
    rows = (row for shown in pack.figures() for row in _rows(pack, shown))
    return csv_table(_CSV_HEADER, rows, stamp)


def _rows(pack: _Pack, shown: _Shown) -> Iterator[tuple[Cell, ...]]:
    paragraph = shown.paragraph
    about = (
        *(paragraph.number.rstrip("."), pack.places.heading(paragraph.id), opening(pack.letter, paragraph)),
        *(shown.figure.text, shown.printed.text, shown.printed.problem),
    )
    if not shown.printed.shares:
        yield (*about, *("", "", None, None, "", "", None, ""))
    for share in shown.printed.shares:
        counted = (share.source, share.condition, share.met, share.of, pack.words(share))
        groups = list(pack.groups(shown, share))
        if not groups:
            yield (*about, *counted, "", None, "")
        for group in groups:
            yield (*about, *counted, group.name, len(group.references), " ".join(group.references))


def evidence_markdown(letter: Letter, findings: Sequence[Finding], stamp: Stamp) -> str:
    """The whole pack: figures paragraph by paragraph, conclusions, quotes, what was waived, and what is open."""
    pack = _Pack(letter)
    parts: list[Part] = [
        Heading(f"Evidence pack: {letter.inspection.name}", 1),
        Text(
            "For the inspectorate alone: it names records. What was said in confidence stands here as the letter prints it, "
            "without numbers and without names."
        ),
        Heading("Figures"),
        *_figures(pack),
        Heading("Conclusions"),
        *_conclusions(pack),
        Heading("Quotes"),
        *_quotes(pack),
        Heading("Waived problems"),
        *_listed(
            [
                (f"{told.place}:", f"{told.says} Waived because: {finding.waived}")
                for finding, told in _told(pack, findings, waived=True)
            ]
        ),
        Heading("Open problems"),
        *_listed([(f"{told.place}:", told.says) for _, told in _told(pack, findings, waived=False)]),
        Heading("Unanswered questions"),
        *_listed(list(_unanswered(letter))),
    ]
    return sheet_markdown(parts, foot=stamp.says)


def _figures(pack: _Pack) -> Iterator[Part]:
    """Paragraph by paragraph the figures with answers behind them, then what the letter prints without."""
    by_paragraph: dict[str, list[_Shown]] = {}
    bare: list[tuple[str, ...]] = []
    for shown in pack.figures():
        if shown.printed.shares:
            by_paragraph.setdefault(shown.paragraph.id, []).append(shown)
        else:
            bare.append((pack.places.paragraph(shown.paragraph.id), shown.figure.text, shown.printed.text))
    for figures in by_paragraph.values():
        paragraph = figures[0].paragraph
        yield Heading(" ".join(filter(None, (paragraph.number, opening(pack.letter, paragraph)))), 3)
        yield Table(
            ("Figure", "Printed", "Behind it", "Met", "Of", "In words", "Met in", "Not met in"),
            tuple(row for shown in figures for row in _table_rows(pack, shown)),
        )
        reasons = tuple(_reasons(pack, figures))
        if reasons:
            yield Items(reasons)
    yield Heading("Details, and what is told in words alone", 3)
    yield Table(("Where", "Figure", "Printed"), tuple(bare))


def _table_rows(pack: _Pack, shown: _Shown) -> Iterator[tuple[str, ...]]:
    for share in shown.printed.shares:
        yield (
            *(shown.figure.text, shown.printed.text),
            f"{share.source} if {share.condition}" if share.condition else share.source,
            *(str(share.met), str(share.of), pack.words(share)),
            *(", ".join(pack.named(share.met_records)), ", ".join(pack.named(share.not_met_records))),
        )


def _reasons(pack: _Pack, figures: Sequence[_Shown]) -> Iterator[tuple[str, str]]:
    for shown in figures:
        for share in shown.printed.shares:
            for group in pack.groups(shown, share):
                if group.reason:
                    told = f"{group.reason}, {len(group.references)} ({', '.join(group.references)})"
                    yield f"{shown.figure.text}:", told


def _conclusions(pack: _Pack) -> Iterator[Part]:
    letter = pack.letter
    for sign, title in ((Sign.STRENGTH, "Strengths"), (Sign.IMPROVEMENT, "For improvement")):
        items = [item for item in concluded(letter.instrument, letter.entries.decisions) if item.sign is sign]
        yield Heading(title, 3)
        yield from _listed([("", f"{item.text} ({', '.join(_titles(letter, item.areas))})") for item in items])
    yield Heading("Area by area", 3)
    yield Table(("Area", "Met", "Of", "Proposed", "Margin", "Decided", "Reason"), tuple(_area_rows(letter)))


def _titles(letter: Letter, areas: Sequence[str]) -> list[str]:
    titles = {area.id: area.title for area in letter.instrument.areas}
    return [titles[area] for area in areas]


def _area_rows(letter: Letter) -> Iterator[tuple[str, ...]]:
    for area in letter.instrument.areas:
        tallied, decision = letter.tallies.areas[area.id], letter.entries.decisions.get(area.id)
        hidden = area_in_confidence(letter.instrument, area)
        counted = (
            ("", "", "") if hidden else (str(tallied.met), str(tallied.of), "" if tallied.margin is None else str(tallied.margin))
        )
        met, of, margin = counted
        proposed = tallied.proposal.value if tallied.proposal else "neither"
        waits = "to be decided" if tallied.proposal else ""
        decided = (_LISTED_AS[decision.sign], decision.reason) if decision else (waits, "")
        yield (area.title, met, of, proposed, margin, *decided)


def _quotes(pack: _Pack) -> Iterator[Part]:
    placed = pack.letter.quotes_placed()
    if not placed:
        yield Text("None.")
    for identity, paragraphs in placed.items():
        quote = pack.letter.entries.quotes[identity]
        yield Heading(f"In {' and '.join(pack.places.paragraph(paragraph.id) for paragraph in paragraphs)}", 3)
        asked = pack.letter.instrument.questions.get(quote.question)
        source = f"{' '.join(pack.named([quote.record]))}, {asked.label if asked else quote.question}"
        yield Items((("Printed:", quote.text), ("The note as it was:", quote.original), ("From:", source)))


def _told(pack: _Pack, findings: Sequence[Finding], *, waived: bool) -> Iterator[tuple[Finding, Told]]:
    chosen = [finding for finding in findings if finding.waived] if waived else open_findings(findings)
    return ((finding, pack.places.told(finding)) for finding in chosen)


def _unanswered(letter: Letter) -> Iterator[tuple[str, str]]:
    """For each record what is asked in it and open; records in confidence are left out, because they would be named."""
    for record in letter.records:
        if not letter.instrument.unit(record.unit).confidential:
            if not record.answers:
                yield record.reference, "not begun"
            elif open_ := route(letter.instrument, record.unit, record.answers).open:
                yield record.reference, ", ".join(letter.instrument.questions[question].label for question in open_)


def _listed(items: Sequence[tuple[str, str]]) -> Iterator[Part]:
    yield Items(tuple(items)) if items else Text("None.")
