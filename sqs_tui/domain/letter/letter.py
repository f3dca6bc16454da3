"""The letter as it stands: what is drafted from the answers, under what people have made of it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import msgspec
from markdown_it.token import Token

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.drafting import draft
from sqs_tui.domain.letter.entries import NO_ENTRIES, Entries, ParagraphEntry, place_of
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind, numbered
from sqs_tui.domain.letter.printing import Figures
from sqs_tui.domain.letter.tokens import figure_tokens, letter_tokens
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Reviewed, Tallies

_HEADING = re.compile(r"(#{1,6})[ \t]+")
_BULLET = re.compile(r"[-*+][ \t]+")


class Changed(msgspec.Struct, frozen=True):
    """A figure in a person's words that prints something else than when they last saw it."""

    figure: str
    old: str
    """Empty: it was not there."""
    new: str
    """Empty: it is no longer there."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What is open behind the letter, and may stand: the checks tell of it."""

    conflicts: tuple[Conflict, ...] = ()
    """Those of the whole inspection."""
    waived: Mapping[str, Collection[Problem]] = {}
    """The problems that people let stand, by the record's id."""


NOTHING_OPEN = Standing()


class Letter(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """The letter at one moment, with all that it was made of."""

    instrument: Instrument
    inspection: Inspection
    records: tuple[Reviewed, ...]
    tallies: Tallies
    entries: Entries
    figures: Figures
    paragraphs: tuple[Paragraph, ...]
    removed: tuple[Paragraph, ...]
    """What a person took out, in its place: it can be restored."""
    standing: Standing = NOTHING_OPEN

    def paragraph(self, identity: str) -> Paragraph | None:
        """The paragraph with this id, or None where the letter has none."""
        return next((paragraph for paragraph in self.paragraphs if paragraph.id == identity), None)

    def with_paragraph(self, paragraph: Paragraph) -> "Letter":
        """The letter with another paragraph in the place of the one with its id, or besides the others."""
        others = (other for other in self.paragraphs if other.id != paragraph.id)
        ordered = sorted((*others, paragraph), key=lambda one: one.place)
        made = msgspec.structs.replace(self, paragraphs=numbered(ordered))
        made._tokens.update(self._tokens)
        return made

    def tokens(self) -> list[Token]:
        """The whole letter as tokens with its figures printed: what every export is made of."""
        return letter_tokens(self.paragraphs, self.figures)

    def tokens_of(self, paragraph: Paragraph) -> list[Token]:
        """One paragraph as tokens with its figures printed, without its number; not to be changed."""
        if paragraph not in self._tokens:
            self._tokens[paragraph] = letter_tokens([msgspec.structs.replace(paragraph, number="")], self.figures)
        return self._tokens[paragraph]

    @cached_property
    def _tokens(self) -> dict[Paragraph, list[Token]]:
        return {}

    def quotes_placed(self) -> dict[str, list[Paragraph]]:
        """The quotes that stand in the letter by their ids, each with its paragraphs, one for every time."""
        placed: dict[str, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            for token in figure_tokens(self.tokens_of(paragraph)):
                if token.meta["printed"].quote:
                    placed.setdefault(token.meta["printed"].quote, []).append(paragraph)
        return placed

    def seen(self, paragraph: Paragraph) -> tuple[tuple[str, str], ...]:
        """Each figure of a paragraph with what it prints now; quotes, which people change themselves, are none."""
        tokens = figure_tokens(self.tokens_of(paragraph))
        return tuple(
            (token.meta["figure"].text, token.content) for token in tokens if not token.meta["figure"].source.startswith("quote:")
        )

    def changed(self, paragraph: Paragraph) -> tuple[Changed, ...]:
        """What makes a paragraph stale: its figures that print something else since a person last saw them."""
        if not paragraph.own:
            return ()
        known, shown = _by_occurrence(paragraph.seen), _by_occurrence(self.seen(paragraph))
        every = dict.fromkeys((*known, *shown))
        changed = (Changed(place[0], known.get(place, ""), shown.get(place, "")) for place in every)
        return tuple(dict.fromkeys(change for change in changed if change.old != change.new))


def _by_occurrence(printed: Iterable[tuple[str, str]]) -> dict[tuple[str, int], str]:
    """What each figure printed, by the figure and how often it stood before: at a sentence's start it reads otherwise."""
    count: Counter[str] = Counter()
    found: dict[tuple[str, int], str] = {}
    for figure, text in printed:
        found[figure, count[figure]] = text
        count[figure] += 1
    return found


def write_letter(
    instrument: Instrument,
    inspection: Inspection,
    records: Sequence[Reviewed],
    tallies: Tallies,
    entries: Entries = NO_ENTRIES,
    standing: Standing = NOTHING_OPEN,
) -> Letter:
    """The letter as it stands now."""
    figures = Figures(instrument, inspection, records, tallies, entries)
    drafted = {paragraph.id: paragraph for paragraph in draft(instrument, figures, tallies, entries)}
    added = {identity: _added(identity, entry) for identity, entry in entries.paragraphs.items() if identity not in drafted}
    every = [_edited(paragraph, entries.paragraphs.get(identity)) for identity, paragraph in (drafted | added).items()]
    taken_out = {identity for identity, entry in entries.paragraphs.items() if entry.removed}
    removed = {paragraph.id for paragraph in every if paragraph.id in taken_out and not paragraph.areas}
    ordered = sorted((paragraph for paragraph in every if paragraph.text.strip()), key=lambda paragraph: paragraph.place)
    return Letter(
        instrument=instrument,
        inspection=inspection,
        records=tuple(records),
        tallies=tallies,
        entries=entries,
        figures=figures,
        paragraphs=numbered(paragraph for paragraph in ordered if paragraph.id not in removed),
        removed=tuple(paragraph for paragraph in ordered if paragraph.id in removed),
        standing=standing,
    )


def _edited(paragraph: Paragraph, entry: ParagraphEntry | None) -> Paragraph:
    """A paragraph with what a person made of it; an item of the lists is edited as the conclusion that it is."""
    if entry is None or paragraph.areas:
        return paragraph
    placed = msgspec.structs.replace(paragraph, place=place_of(entry.place, paragraph.place))
    if entry.text is None:
        return placed
    return msgspec.structs.replace(retold(placed, entry.text), seen=entry.seen)


def retold(paragraph: Paragraph, text: str) -> Paragraph:
    """A paragraph in a person's words; one that is added is a heading or an item with a bullet where they begin like it."""
    kind, level, words = (paragraph.kind, paragraph.level, text) if paragraph.draft is not None else _kind_of(text)
    return msgspec.structs.replace(paragraph, text=words, kind=kind, level=level, own=True)


def _added(identity: str, entry: ParagraphEntry) -> Paragraph:
    return Paragraph(id=identity, kind=ParagraphKind.PARAGRAPH, text="", place=place_of(entry.place, Fraction(0)))


def _kind_of(text: str) -> tuple[ParagraphKind, int, str]:
    """What an added paragraph is by how its one line begins: "## " a heading, "- " an item with a bullet."""
    if "\n" not in text.strip():
        heading, bullet = _HEADING.match(text), _BULLET.match(text)
        if heading:
            return ParagraphKind.HEADING, len(heading[1]), text[heading.end() :]
        if bullet:
            return ParagraphKind.BULLET, 0, text[bullet.end() :]
    return ParagraphKind.PARAGRAPH, 0, text
