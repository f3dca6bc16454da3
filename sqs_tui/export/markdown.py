"""The letter as Markdown, its figures printed, written so that another Markdown program interprets no text of it."""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from sqs_tui.domain.letter.tokens import FIGURE
from sqs_tui.text import clean_text

_ALWAYS = re.compile(r"[\\`*_{}\[\]<>&#|~$^=@]|:(?=\S)|/(?=/)|(?i:(?<=\bwww)\.)|(?<=\w)\.(?=[^\W\d_])")
"""What some Markdown program reads as markup, an entity, mathematics or an address anywhere in a line."""
_LINE_START = re.compile(r"^([-+:]|[0-9]+(?=[.)](?:\s|$)))")
"""What begins a list, a rule or a definition; the number of a list is told by the mark behind it."""
_RULE = re.compile(r"^([-*])(?: *\1){2,} *$")
_BREAK = "\\\n"


def letter_markdown(tokens: Sequence[Token], *, foot: str = "", draft: str = "") -> str:
    """Write a letter's tokens (`tokens.letter_tokens`) as Markdown.

    `foot` stands in a line below it; `draft` says at its top that it is none to be sent.
    """
    mark, footer = f"**{text_markdown(draft)}**" if draft else "", f"*{text_markdown(foot)}*" if foot else ""
    parts = (mark, _blocks(SyntaxTreeNode(tokens).children), footer)
    return "\n\n".join(filter(None, parts)) + "\n"


def text_markdown(text: str) -> str:
    """Text as one line that every Markdown program shows as it is, in a paragraph, a list or a cell of a table."""
    return _LINE_START.sub(_escaped_start, _escaped(clean_text(text, one_line=True)))


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> str:
    return "\n\n".join(map(_block, nodes))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return f"{'#' * int(node.tag[1:])} {' '.join(_inline(node.children).replace(_BREAK, ' ').split())}".rstrip()
        case "paragraph":
            lines = (line.strip() for line in _inline(node.children).split("\n"))
            return "\n".join(_LINE_START.sub(_escaped_start, line) for line in lines)
        case "blockquote":
            return _indented(_blocks(node.children), "> ", "> ")
        case "bullet_list" | "ordered_list":
            return "\n".join(map(_item, node.children))
        case unknown:
            raise ValueError(f"a letter holds no {unknown}")


def _item(node: SyntaxTreeNode) -> str:
    marker = f"{node.info}{node.markup} "
    text = _indented(_blocks(node.children), marker, " " * len(marker))
    # Empty items in items would read as a rule across the page.
    return f"+{text[1:]}" if _RULE.match(text.partition("\n")[0]) else text


def _indented(text: str, first: str, rest: str) -> str:
    lines = [f"{rest if number else first}{line}".rstrip() for number, line in enumerate(text.split("\n"))]
    return "\n".join(lines)


def _inline(nodes: Sequence[SyntaxTreeNode]) -> str:
    written = ""
    for node in nodes:
        match node.type:
            case "inline" | "em" | "strong":
                written += f"{node.markup}{_inline(node.children)}{node.markup}"
            case "softbreak":
                written += "\n"
            case "hardbreak":
                written += _BREAK
            case name if name == FIGURE:
                written += _BREAK.join(map(_escaped, clean_text(node.content).split("\n")))
            case _:
                written += _escaped(node.content)
    return written


def _escaped(text: str) -> str:
    return _ALWAYS.sub(r"\\\g<0>", text)


def _escaped_start(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
