"""The letter's Markdown as one token stream, with its figures printed in place.

Preview, Markdown, HTML and DOCX are all made of these tokens, so that they cannot differ. A figure becomes a token of the type
`figure`: `content` is its printed text, `meta` holds the `Figure` and the `Printed` it came from.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

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
    """Whoever can print a figure: `figures.Figures`."""

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


def markdown(printer: Printer | None = None) -> MarkdownIt:
    """The parser of the letter: CommonMark with figures, without links, images, code and HTML.

    With a printer, figures are printed in their tokens; without one they keep their source.
    """
    md = MarkdownIt("commonmark", {"html": False}).disable(_DISABLED).use(figure_rule)
    if printer is not None:

        def print_figures(state: StateCore) -> None:
            for block in state.tokens:
                if block.type == "inline":
                    _print_block(block.children or [], printer)

        md.core.ruler.push("print_figures", print_figures)
    return md


def _print_block(children: Iterable[Token], printer: Printer) -> None:
    before = ""
    for token in children:
        if token.type == FIGURE:
            printed = printer.print(token.meta["figure"], first=starts_sentence(before))
            token.content = printed.text
            token.meta["printed"] = printed
        before += "\n" if token.type in ("softbreak", "hardbreak") else token.content


def preview_parser(printer: Printer) -> MarkdownIt:
    """A parser for Textual's Markdown widget, which knows no figure tokens: each becomes a link to `figure:<number>`.

    Figures are numbered from 0 through the text that is parsed, in the order of `figure_tokens` of the same text.
    """
    md = markdown(printer)

    def link_figures(state: StateCore) -> None:
        number = 0
        for block in state.tokens:
            if block.type != "inline":
                continue
            shown: list[Token] = []
            for token in block.children or []:
                if token.type == FIGURE:
                    shown += [
                        Token("link_open", "a", 1, attrs={"href": f"figure:{number}"}),
                        *as_text(token),
                        Token("link_close", "a", -1),
                    ]
                    number += 1
                else:
                    token.content = clean_text(token.content)
                    shown.append(token)
            block.children = shown

    md.core.ruler.push("link_figures", link_figures)
    return md


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


def letter_tokens(paragraphs: Sequence[Paragraph], printer: Printer) -> list[Token]:
    """The whole letter as block tokens with figures printed.

    The first token of each paragraph holds the `Paragraph` in `meta["paragraph"]`; bullets that follow one another are one list.
    """
    md = markdown(printer)
    letter: list[Token] = []
    for paragraph in paragraphs:
        tokens = md.parse(paragraph_source(paragraph))
        if not tokens:
            continue
        if paragraph.kind is ParagraphKind.BULLET and letter and _continues(letter[-1], tokens[0]):
            letter.pop()
            del tokens[0]
        tokens[0].meta = {**tokens[0].meta, "paragraph": paragraph}
        letter += tokens
    return letter


def _continues(last: Token, first: Token) -> bool:
    return (last.type, first.type) == ("bullet_list_close", "bullet_list_open") and last.markup == first.markup
