"""Reading the pages of the documentation: their keys, command lines, links and blocks, each with the section it stands in.

Keys are printed bold. Which screen they belong to is said by a comment before them, `<!-- screen: Review -->`, with commas where
they do the same on several; it holds to the next such comment or the next heading of the second level.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_SCREEN = re.compile(r"<!-- screen: ([^>]+?) -->")
_EXIT = re.compile(r"# exit (\d)")


class BoldKey(NamedTuple):
    """A key as a page shows it."""

    section: str
    screens: tuple[str, ...]
    key: str


class Line(NamedTuple):
    """A command line of a page."""

    arguments: tuple[str, ...]
    """What stands behind `sqs-tui`."""
    runs: bool
    """It stands in a block that is to be run on the demonstration."""
    code: int
    """The exit code that the page tells, else 0."""


class Link(NamedTuple):
    """Where a link or a picture leads."""

    target: str
    picture: bool


def tokens(page: Path) -> Iterator[Token]:
    """The tokens of a page in order, those within lines in the place of the line."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        if token.type == "inline":
            yield from token.children or ()
        else:
            yield token


def bold_keys(page: Path) -> Iterator[BoldKey]:
    """Every key that a page prints bold."""
    section, screens, heading, bold = "", (), "", False
    for token in tokens(page):
        match token.type:
            case "heading_open":
                heading = token.tag
                section, screens = ("", ()) if heading == "h2" else (section, screens)
            case "heading_close":
                heading = ""
            case "strong_open" | "strong_close":
                bold = token.type == "strong_open"
            case "html_block" | "html_inline":
                for named in _SCREEN.findall(token.content):
                    screens = tuple(named.split(", "))
            case "text" | "text_special" if heading == "h2":
                section += token.content
            case "text" | "text_special" if bold:
                yield BoldKey(section, screens, token.content)


def command_lines(page: Path) -> Iterator[Line]:
    """Every command line of the program on a page, in blocks and in sentences; "…" in one stands for what is left out.

    The table of commands that is made from the parser shows what each takes, and no lines.
    """
    made = False
    for token in tokens(page):
        if token.type == "html_block" and "commands -->" in token.content:
            made = "/commands" not in token.content
        if made:
            continue
        if token.type == "code_inline":
            yield from _line(token.content, runs=False)
        elif token.type == "fence":
            for line in token.content.replace("\\\n", " ").splitlines():
                yield from _line(line, runs=token.info == "sh run")


def _line(text: str, *, runs: bool) -> Iterator[Line]:
    told = _EXIT.search(text)
    words = shlex.split(text.partition(" # ")[0].partition(" > ")[0]) if "sqs-tui" in text else []
    while words and "=" in words[0]:
        del words[0]  # a variable for this one start
    if words and words[0].rpartition("/")[2] == "sqs-tui":
        yield Line(tuple(word for word in words[1:] if word != "…"), runs, int(told[1]) if told else 0)


def links(page: Path) -> Iterator[Link]:
    """Every link and every picture of a page."""
    for token in tokens(page):
        if token.type == "link_open":
            yield Link(str(token.attrs["href"]), picture=False)
        elif token.type == "image":
            yield Link(str(token.attrs["src"]), picture=True)


def anchors(page: Path) -> set[str]:
    """The names by which links lead to the headings of a page: small letters, without punctuation, with dashes for blanks."""
    named, heading = [], False
    for token in tokens(page):
        if token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
            named += [""] if heading else []
        elif heading and token.type in ("text", "code_inline"):
            named[-1] += token.content
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in named}


def blocks(page: Path, info: str) -> list[str]:
    """What stands in the fenced blocks of a kind."""
    return [token.content for token in tokens(page) if token.type == "fence" and token.info == info]


def rows(page: Path, name: str) -> list[list[str]]:
    """The cells of the table between `<!-- NAME -->` and `<!-- /NAME -->`, without its head; code without its backticks."""
    between = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
    lines = [line.strip().removeprefix("|").removesuffix("|").split(" | ") for line in between.strip().splitlines()]
    return [[re.sub(r"^`(.*)`$", r"\1", cell.strip()) for cell in line] for line in lines[2:]]
