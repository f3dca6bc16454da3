"""The letter's paragraphs as data, and the Markdown that each one is."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

import msgspec

from sqs_tui.text import clean_text

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BLOCK_MARK = re.compile(r"(>|[-*+][ \t]|[0-9]{1,9}[.)][ \t])")
"""What begins a block of its own: a number before it would make it a line of text."""


class ParagraphKind(StrEnum):
    """What a paragraph is in the letter."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    """Text; numbered where it bears a number ("1.1.")."""
    LINES = "lines"
    """Text whose line breaks are kept: an address, a copy list."""
    BULLET = "bullet"
    """One item of a list with bullets."""
    ITEM = "item"
    """One item of a list with its number in words of the list ("i.")."""


class Paragraph(msgspec.Struct, frozen=True, kw_only=True):
    """One paragraph of the letter. Its text is Markdown with figures in double braces."""

    id: str
    """Stable while the data change: the block's id, and the place in the block or what the paragraph speaks of."""
    kind: ParagraphKind
    text: str
    """Empty where a draft has nothing to say yet: such a paragraph is not in the letter."""
    level: int = 0
    """Of a heading, 1 to 6."""
    number: str = ""
    """What stands before the text: "1.1.", "i."."""
    place: Fraction = Fraction(0)
    """What orders the paragraphs."""
    section: str | None = None
    """The number under which the paragraphs from here on are numbered ("1"), empty for no numbers; None: as before."""
    areas: tuple[str, ...] = ()
    """Of an item of the two lists: the areas whose conclusion it is; it is edited as that."""
    draft: str | None = None
    """What is drafted for it now; None for a paragraph that a person added."""
    own: bool = False
    """A person's words, which no draft replaces."""
    seen: tuple[tuple[str, str], ...] = ()
    """Of a person's words: each figure with what it printed when somebody last saw it."""


def numbered(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """The paragraphs with their numbers: "1.1." under a heading with a section, "i." in a list of items.

    A template's heading without a section ends the numbers; one that a person added does not.
    """
    counts: Counter[str] = Counter()
    section, items = "", 0
    found = []
    for paragraph in paragraphs:
        number = ""
        items = items + 1 if paragraph.kind is ParagraphKind.ITEM else 0
        if paragraph.section is not None:
            section = paragraph.section
        if paragraph.kind is ParagraphKind.ITEM:
            number = f"{roman(items)}."
        elif paragraph.kind is ParagraphKind.PARAGRAPH and section and not _BLOCK_MARK.match(paragraph.text.lstrip()):
            counts[section] += 1
            number = f"{section}.{counts[section]}."
        found.append(msgspec.structs.replace(paragraph, number=number) if number != paragraph.number else paragraph)
    return tuple(found)


def paragraph_source(paragraph: Paragraph) -> str:
    """A paragraph as Markdown, its figures still in double braces; empty where it has no text."""
    text = clean_text(paragraph.text).strip()
    if not text:
        return ""
    match paragraph.kind:
        case ParagraphKind.HEADING:
            return f"{'#' * min(max(paragraph.level, 1), 6)} {_one_line(text)}"
        case ParagraphKind.BULLET:
            return f"- {_one_line(text)}"
        case ParagraphKind.ITEM:
            return f"{paragraph.number} {_one_line(text)}".lstrip()
        case ParagraphKind.LINES:
            return "\\\n".join(line.strip() for line in text.split("\n") if line.strip())
        case ParagraphKind.PARAGRAPH:
            return f"{paragraph.number} {text}".lstrip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def roman(n: int) -> str:
    """A number of an item of a list: "iv"; empty for 0."""
    text = ""
    for value, letters in _ROMAN:
        while n >= value:
            text, n = text + letters, n - value
    return text
