"""The letter's paragraphs as data, and the Markdown that each one is."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from sqs_tui.text import clean_text


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
    level: int = 0
    """Of a heading, 1 to 6."""
    number: str = ""
    """What stands before the text: "1.1.", "i."."""


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


def source_markdown(paragraphs: Iterable[Paragraph]) -> str:
    """The letter as Markdown with its figures still in double braces: what the preview parses."""
    return "".join(f"{source}\n\n" for source in map(paragraph_source, paragraphs) if source)


def _one_line(text: str) -> str:
    return " ".join(text.split())
