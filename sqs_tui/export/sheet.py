"""Sheets: what is exported besides the letter, as headings, text, lists and tables, to be written as Markdown or as HTML.

Text in them is text: no character of it is markup in either form.
"""

from collections.abc import Sequence

import msgspec

from sqs_tui.export.html import page, text_html
from sqs_tui.export.markdown import text_markdown


class Heading(msgspec.Struct, frozen=True):
    """A heading; 1 is the sheet's title."""

    text: str
    level: int = 2


class Text(msgspec.Struct, frozen=True):
    """A paragraph."""

    text: str


class Items(msgspec.Struct, frozen=True):
    """A list; an item with a label begins with it."""

    items: tuple[tuple[str, str], ...]
    """Label and text of each; either may be empty."""


class Table(msgspec.Struct, frozen=True):
    """A table, each row with as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Text | Items | Table


def sheet_markdown(parts: Sequence[Part], *, foot: str) -> str:
    """A sheet as Markdown, with `foot` in a line below it."""
    return "\n\n".join([*map(_markdown, parts), f"*{text_markdown(foot)}*"]) + "\n"


def sheet_html(parts: Sequence[Part], *, title: str, style: str, foot: str) -> str:
    """A sheet as a page, with `foot` in a line below it."""
    return page("".join(map(_html, parts)), title=title, style=style, foot=foot)


def _markdown(part: Part) -> str:
    match part:
        case Heading():
            return f"{'#' * part.level} {text_markdown(part.text)}"
        case Text():
            return text_markdown(part.text)
        case Items():
            return "\n".join(f"- {_labelled(label, text)}" for label, text in part.items)
        case Table():
            rows = [part.header, ("---",) * len(part.header), *([text_markdown(cell) for cell in row] for row in part.rows)]
            return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _labelled(label: str, text: str) -> str:
    return " ".join(filter(None, (f"**{text_markdown(label)}**" if label else "", text_markdown(text))))


def _html(part: Part) -> str:
    match part:
        case Heading():
            return f"<h{part.level}>{text_html(part.text)}</h{part.level}>\n"
        case Text():
            return f"<p>{text_html(part.text)}</p>\n"
        case Items():
            return f"<ul>\n{''.join(map(_item, part.items))}</ul>\n"
        case Table():
            rows = "".join(_row(row, "td") for row in part.rows)
            return f"<table>\n<thead>\n{_row(part.header, 'th')}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _item(item: tuple[str, str]) -> str:
    label, text = map(text_html, item)
    return f"<li>{f'<strong>{label}</strong> ' if label else ''}{text}</li>\n"


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{text_html(cell)}</{tag}>' for cell in cells)}</tr>\n"
