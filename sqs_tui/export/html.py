"""The letter, and sheets, as one HTML file that refers to nothing outside itself and prints on A4."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from sqs_tui.domain.letter.tokens import FIGURE
from sqs_tui.export.roles import Block, Role, blocks, printed_of
from sqs_tui.text import clean_text

_STYLE = """\
@page { size: A4; margin: 24mm 26mm 22mm; @bottom-right { content: counter(page); font: 8.5pt Arial, sans-serif; color: #444; } }
body { max-width: 42rem; margin: 2.5rem auto; padding: 0 1.25rem; color: #111; }
body { font: 1rem/1.5 Arial, "Liberation Sans", sans-serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 0.45em; break-after: avoid; color: #14304f; }
h1 { font-size: 1.55rem; margin-bottom: 0.6em; } h2 { font-size: 1.2rem; } h3 { font-size: 1.05rem; }
h4, h5, h6 { font-size: 1rem; }
p { margin: 0 0 0.75em; orphans: 3; widows: 3; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 0.75em; padding-left: 1.6em; } li { margin-bottom: 0.35em; break-inside: avoid; }
blockquote { margin: 0 2em 0.75em; font-style: italic; }
.draft { border: 2px solid #92400e; padding: 0.4em 0.7em; font-weight: bold; color: #92400e; }
.letterhead { border-bottom: 2px solid #14304f; padding-bottom: 0.7em; margin-bottom: 1.5em; color: #14304f; }
.letterhead::first-line { font-size: 1.5em; font-weight: bold; }
.address { margin-bottom: 0.2em; }
.lead { break-after: avoid; }
.numbered { padding-left: 3rem; text-indent: -3rem; }
.number { display: inline-block; min-width: 3rem; text-indent: 0; }
.continued { margin-left: 3rem; }
ol.items { list-style: none; padding-left: 0; } ol.items .numbered { margin-bottom: 0; }
.copies { break-inside: avoid; line-height: 1.45; }
q { quotes: none; font-style: italic; }
.problem { background: #fde68a; outline: 1px solid #92400e; }
footer { margin-top: 2.5em; border-top: 1px solid #999; padding-top: 0.5em; font-size: 0.8rem; color: #444; }
@media print { html { font-size: 10.5pt; } body { max-width: none; margin: 0; padding: 0; line-height: 1.36; } }
"""


def letter_html(tokens: Sequence[Token], *, title: str, foot: str = "", draft: str = "") -> str:
    """Write a letter's tokens (`tokens.letter_tokens`) as a page: what is printed, and of what stands behind it nothing.

    `foot` stands in a line below it; `draft` says at its top that it is none to be sent.
    """
    mark = f'<p class="draft">{text_html(draft)}</p>\n' if draft else ""
    return page(f"{mark}{_body(blocks(tokens))}", title=title, style=_STYLE, foot=foot)


def page(body: str, *, title: str, style: str, foot: str = "") -> str:
    """A whole HTML file around a body, which nothing from outside can be loaded into."""
    footer = f"<footer><p>{text_html(foot)}</p></footer>\n" if foot else ""
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text_html(clean_text(title, one_line=True))}</title>\n<style>\n{style}</style>\n"
        f"</head>\n<body>\n<main>\n{body}</main>\n{footer}</body>\n</html>\n"
    )


def text_html(text: str) -> str:
    """Text as HTML shows it; its lines stay apart."""
    return escape(clean_text(text)).replace("\n", "<br>\n")


def _body(found: Sequence[Block]) -> str:
    written = ""
    for items, group in groupby(found, lambda block: block.role is Role.ITEM):
        if items:
            inner = "".join(f"<li>\n{_numbered(block)}</li>\n" for block in group)
            written += f'<ol class="items">\n{inner}</ol>\n'
        else:
            written += "".join(map(_top, group))
    return written


def _top(block: Block) -> str:
    match block.role:
        case Role.NUMBERED:
            return _numbered(block)
        case Role.QUOTE:
            return f"<blockquote>\n{_block(block.node)}</blockquote>\n"
        case Role.CONTINUED:
            return f'<div class="continued">\n{_block(block.node)}</div>\n'
        case Role.BODY:
            return _block(block.node)
        case role:
            return f'<p class="{role.value}">{_inline(block.node.children)}</p>\n'


def _numbered(block: Block) -> str:
    """A paragraph whose number hangs out to the left of its text."""
    number = f"{escape(block.number)} "  # the blank belongs to the number: behind it, it would push the first line in
    text = _inline(block.node.children).removeprefix(number)
    return f'<p class="numbered"><span class="number">{number}</span>{text}</p>\n'


def _block(node: SyntaxTreeNode) -> str:
    inner = node.children
    match node.type:
        case "paragraph":
            return f"{_inline(inner)}\n" if node.hidden else f"<p>{_inline(inner)}</p>\n"
        case "heading":
            return f"<{node.tag}>{_inline(inner)}</{node.tag}>\n"
        case "ordered_list" if start := node.attrs.get("start"):
            return f'<ol start="{int(start)}">\n{_blocks(inner)}</ol>\n'
        case "blockquote" | "bullet_list" | "ordered_list" | "list_item":
            return f"<{node.tag}>\n{_blocks(inner)}</{node.tag}>\n"
        case unknown:
            raise ValueError(f"a letter holds no {unknown}")


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> str:
    return "".join(map(_block, nodes))


def _inline(nodes: Sequence[SyntaxTreeNode]) -> str:
    return "".join(_inlines(nodes))


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> Iterator[str]:
    for node in nodes:
        match node.type:
            case "inline":
                yield _inline(node.children)
            case "em" | "strong":
                yield f"<{node.type}>{_inline(node.children)}</{node.type}>"
            case "softbreak":
                yield "\n"
            case "hardbreak":
                yield "<br>\n"
            case name if name == FIGURE:
                yield _figure(node)
            case _:
                yield text_html(node.content)


def _figure(node: SyntaxTreeNode) -> str:
    printed, text = printed_of(node), text_html(node.content)
    if printed.problem:
        return f'<span class="problem" title="{escape(clean_text(printed.problem, one_line=True))}">{text}</span>'
    return f'<q class="quote">{text}</q>' if printed.quote else text
