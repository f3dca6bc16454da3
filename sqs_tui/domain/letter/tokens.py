"""The letter's Markdown as one token stream, with its figures printed in place.

Preview, Markdown, HTML and DOCX are all made of these tokens, so that they cannot differ. A figure becomes a token of the type
`figure`: `content` is its printed text, `meta` holds the `Figure` and the `Printed` it came from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from sqs_tui.domain.doubts import Bound
from sqs_tui.domain.letter.figures import Figure, Printed, parse_figure
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind, paragraph_source
from sqs_tui.text import clean_text

FIGURE = "figure"
"""The type of a figure's token."""

# Without these, links, images, HTML, entities and code show as they were typed: a letter refers to nothing outside itself.
_DISABLED = (
    *("code", "fence", "html_block", "reference", "lheading", "hr"),
    *("backticks", "link", "image", "autolink", "html_inline", "entity"),
)
_FIGURE = re.compile(r"\{\{([^{}]*)\}\}")
_ABBREVIATION = re.compile(r"(?:\W*[^\W\d]\.){2,}\Z")
_OPENING = " \t\n\"'“‘(["
_CLOSING = "\"'”’)]"


class Printer(Protocol):
    """Whoever can print a figure: `printing.Figures`."""

    def print(self, figure: Figure, *, first: bool) -> Printed:
        """The figure's text; `first` where it starts a sentence."""


def figure_rule(md: MarkdownIt) -> None:
    """Teach a parser to read `{{1.1 words}}` as a figure (a markdown-it-py plugin, for `md.use`)."""
    md.inline.ruler.before("escape", FIGURE, _read_figure)


def _read_figure(state: StateInline, silent: bool) -> bool:
    found = _FIGURE.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        token = state.push(FIGURE, "", 0)
        token.content = found[0]
        token.meta = {"figure": parse_figure(found[1])}
    state.pos = found.end()
    return True


def starts_sentence(before: str) -> bool:
    """Whether what follows this text of the same block starts a sentence."""
    if not before.strip(_OPENING):
        return True
    text = before.rstrip(_OPENING + _CLOSING)
    if not text.endswith((".", "!", "?")) or not any(mark.isspace() for mark in before[len(text) :]):
        return False
    return _ABBREVIATION.match(text.split()[-1]) is None


@cache
def markdown() -> MarkdownIt:
    """The parser of the letter: CommonMark with figures, which keep their source, without links, images, code and HTML."""
    return MarkdownIt("commonmark", {"html": False}).disable(_DISABLED).use(figure_rule)


def _print_block(children: Iterable[Token], printer: Printer) -> None:
    before = ""
    for token in children:
        if token.type == FIGURE:
            printed = printer.print(token.meta["figure"], first=starts_sentence(before))
            token.content = printed.text
            token.meta["printed"] = printed
        before += "\n" if token.type in ("softbreak", "hardbreak") else token.content


def as_text(token: Token) -> list[Token]:
    """A figure's token as text tokens; its lines become hard breaks."""
    parts: list[Token] = []
    for line in clean_text(token.content).split("\n"):
        if parts:
            parts.append(Token("hardbreak", "br", 0))
        parts.append(Token("text", "", 0, content=line))
    return parts


def figure_tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    """Every figure's token, in the order of the text."""
    for token in tokens:
        yield from (child for child in token.children or () if child.type == FIGURE)


def reading(tokens: Iterable[Token]) -> tuple[str, tuple[Bound, ...]]:
    """The text of tokens as a reader reads it, one line a block, and the stretches of it that figures printed."""
    text, bound = "", []
    for block in tokens:
        if text and block.children:
            text += "\n"
        for child in block.children or ():
            written = "\n" if child.type in ("softbreak", "hardbreak") else clean_text(child.content)
            if child.type == FIGURE:
                bound.append(Bound(len(text), len(text) + len(written), child.meta["printed"].questions))
            text += written
    return text, tuple(bound)


def letter_tokens(paragraphs: Sequence[Paragraph], printer: Printer) -> list[Token]:
    """The whole letter as block tokens with figures printed.

    The first token of each paragraph holds the `Paragraph` in `meta["paragraph"]`; bullets that follow one another are one list.
    """
    letter: list[Token] = []
    for paragraph in paragraphs:
        tokens = markdown().parse(paragraph_source(paragraph))
        if not tokens:
            continue
        for token in tokens:
            _print_block(token.children or [], printer)
        if paragraph.kind is ParagraphKind.BULLET and letter and _continues(letter[-1], tokens[0]):
            letter.pop()
            del tokens[0]
        tokens[0].meta = {**tokens[0].meta, "paragraph": paragraph}
        letter += tokens
    return letter


def _continues(last: Token, first: Token) -> bool:
    return (last.type, first.type) == ("bullet_list_close", "bullet_list_open") and last.markup == first.markup
