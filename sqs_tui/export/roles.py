"""What each block of the letter is on the page, worked out once for every form that has a layout.

It is told from the paragraphs and the figures in them, never from the ids of one template: another template gets the same layout.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import zip_longest

import msgspec
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from sqs_tui.domain.letter.figures import Figure, Printed
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import FIGURE

_LISTS = frozenset({"bullet_list", "ordered_list"})
_LETTERHEAD = "letterhead"
_COPIES = "copies"


class Role(StrEnum):
    """What a block is on the page; its value names it in a style sheet."""

    LETTERHEAD = "letterhead"
    """Lines with the sender's name and address."""
    ADDRESS = "address"
    """A paragraph above the first heading: to whom, from whom, when."""
    LINES = "lines"
    """Other lines that are kept apart."""
    COPIES = "copies"
    """Who gets a copy, line by line."""
    NUMBERED = "numbered"
    """A paragraph with its number."""
    CONTINUED = "continued"
    """A further block of a paragraph that has a number."""
    ITEM = "item"
    """An item of a list with its number in words of the list."""
    LEAD = "lead"
    """A paragraph that leads into a list."""
    QUOTE = "quote"
    """A quote that is a paragraph of its own."""
    BODY = "body"
    """Anything else."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One block at the top of the letter: a node of its tree, with what it is."""

    node: SyntaxTreeNode
    role: Role
    number: str = ""
    """The number that its text begins with; a blank follows."""


def blocks(tokens: Sequence[Token]) -> list[Block]:
    """The letter's tokens (`tokens.letter_tokens`) as blocks; a list is one block."""
    placed = list(_placed(SyntaxTreeNode(tokens).children))
    return [_leading(block, after) for block, after in zip_longest(placed, placed[1:])]


def figures_in(node: SyntaxTreeNode) -> list[Figure]:
    """The figures in a block's text."""
    return [child.meta["figure"] for child in node.walk() if child.type == FIGURE]


def _placed(nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
    above_headings, paragraph = True, None
    for node in nodes:
        begins: Paragraph | None = node.meta.get("paragraph")
        paragraph = begins or paragraph
        above_headings = above_headings and node.type != "heading"
        role, number = Role.BODY, ""
        if paragraph is not None and not begins and paragraph.number:
            role = Role.CONTINUED
        elif node.type == "paragraph" and begins:
            number = _number(node, begins)
            role = _role(node, begins, number, above_headings=above_headings)
        yield Block(node=node, role=role, number=number)


def _number(node: SyntaxTreeNode, paragraph: Paragraph) -> str:
    """The paragraph's number where its text begins with it."""
    first = node.children[0].children[:1]
    return paragraph.number if paragraph.number and first and first[0].content.startswith(f"{paragraph.number} ") else ""


def _role(node: SyntaxTreeNode, paragraph: Paragraph, number: str, *, above_headings: bool) -> Role:
    if paragraph.kind is ParagraphKind.LINES:
        sources = {figure.source for figure in figures_in(node)}
        return Role.LETTERHEAD if _LETTERHEAD in sources else Role.COPIES if _COPIES in sources else Role.LINES
    if number:
        return Role.ITEM if paragraph.kind is ParagraphKind.ITEM else Role.NUMBERED
    if _is_quote(node):
        return Role.QUOTE
    return Role.ADDRESS if above_headings else Role.BODY


def _is_quote(node: SyntaxTreeNode) -> bool:
    inline = node.children[0].children
    return len(inline) == 1 and inline[0].type == FIGURE and bool(printed_of(inline[0]).quote)


def printed_of(node: SyntaxTreeNode) -> Printed:
    """What a figure's node printed."""
    printed: Printed = node.meta["printed"]
    return printed


def _leading(block: Block, after: Block | None) -> Block:
    leads = block.role is Role.BODY and block.node.type == "paragraph" and after is not None
    if leads and after and (after.role is Role.ITEM or after.node.type in _LISTS):
        return msgspec.structs.replace(block, role=Role.LEAD)
    return block
