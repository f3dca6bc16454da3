"""Reads exports again, each with a reader that is not the program's own."""

import csv
import io
import re
import unicodedata
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import docx
from docx.document import Document
from markdown_it import MarkdownIt

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FORMULA = re.compile(r"^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]")


class Page(HTMLParser):
    """What a browser finds in a page: its tags, and the text of each paragraph, item, heading and cell."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, str, str]] = []
        """Tag, class and text."""
        self.feed(page.decode("utf-8"))

    @property
    def text(self) -> str:
        return "\n".join(text for _, _, text in self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"p", "li", "td", "th", "title", "style", "h1", "h2", "h3", "h4", "h5", "h6"}:
            self.blocks.append((tag, dict(attrs).get("class") or "", ""))

    def handle_data(self, data: str) -> None:
        if self.blocks and data.strip():
            tag, kind, text = self.blocks[-1]
            self.blocks[-1] = (tag, kind, text + data)


def markdown_types(source: str) -> set[str]:
    """What a generous Markdown program finds: the types of all its tokens."""
    found = set()
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(source):
        found |= {token.type, *(child.type for child in token.children or ())}
    return found


def markdown_blocks(source: str) -> list[str]:
    """The text of each block of Markdown, its lines as blanks."""
    return [
        " ".join("".join(child.content or " " for child in token.children or ()).split())
        for token in MarkdownIt("gfm-like").parse(source)
        if token.type == "inline"
    ]


def rows(table: bytes) -> list[dict[str, str]]:
    """A CSV file's rows by column; asserts its form, and that every row has every column."""
    assert table.startswith(b"\xef\xbb\xbf")
    text = table.decode("utf-8-sig")
    assert text.endswith("\r\n")
    header, *read = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert {len(row) for row in read} <= {len(header)}
    return [dict(zip(header, row, strict=True)) for row in read]


def formulas(table: bytes) -> list[str]:
    """The cells of a CSV file that some spreadsheet would run."""
    return [cell for row in rows(table) for cell in row.values() if _FORMULA.match(cell) or cell[:1] in {"\t", "\r", "\n"}]


def commands_in(text: str) -> set[str]:
    """The characters that a terminal or a program could take for a command."""
    kept = {"\n", "\r", "\t"}
    hidden = {"Cc", "Cs", "Co", "Cn"}
    bidi = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    return {one for one in text if one in bidi or (one not in kept and unicodedata.category(one) in hidden)}


def word(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def word_parts(data: bytes) -> dict[str, ET.Element]:
    """Every part of a Word document, parsed: each must be well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert parts.testzip() is None
        return {name: ET.fromstring(parts.read(name)) for name in parts.namelist()}  # noqa: S314 - made by the program


def word_blocks(data: bytes) -> list[tuple[str, str]]:
    """The style and the text of each paragraph."""
    return [(paragraph.style.name or "", paragraph.text) for paragraph in word(data).paragraphs if paragraph.style]


def direct_formatting(data: bytes) -> set[str]:
    """What is formatted in the text instead of in a style."""
    found = set()
    for name, part in word_parts(data).items():
        if re.match(r"word/(document|header|footer)", name):
            for holder, allowed in (("pPr", {"pStyle"}), ("rPr", {"rStyle"})):
                for properties in part.iter(f"{WORD}{holder}"):
                    found |= {child.tag.removeprefix(WORD) for child in properties} - allowed
    return found
