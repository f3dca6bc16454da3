"""The letter as a Word document, which has every look in its styles and none in its text.

python-docx makes the parts of the file and checks how they hang together; what it brings along of its own (styles, a picture of
a page, the name of who made it) is put aside. `word_styles.xml` is the look: change that, and the letter looks otherwise.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

import docx
import msgspec
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph as WordParagraph
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from sqs_tui.domain.letter.tokens import FIGURE
from sqs_tui.export.roles import Block, Role, blocks, printed_of
from sqs_tui.export.stamp import Stamp
from sqs_tui.export.word_package import packed, put_aside
from sqs_tui.text import clean_text

_LOOK = Path(__file__).with_name("word_styles.xml")
_STYLES = {
    Role.LETTERHEAD: "Letterhead",
    Role.ADDRESS: "Letter Details",
    Role.LINES: "Letter Lines",
    Role.COPIES: "Copy List",
    Role.NUMBERED: "Numbered Paragraph",
    Role.CONTINUED: "Numbered Continued",
    Role.ITEM: "Lettered Item",
    Role.LEAD: "List Lead",
    Role.QUOTE: "Quote",
    Role.BODY: "Body Text",
}
_SECOND_LINE = "Letterhead Line"
_DEEPEST_LIST = 3
_DEEPEST_HEADING = 5
_LONGEST_PROPERTY = 255


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the document says of itself."""

    title: str
    subject: str
    author: str


def letter_docx(tokens: Sequence[Token], *, about: About, stamp: Stamp, draft: str = "") -> bytes:
    """Write a letter's tokens (`tokens.letter_tokens`) as a document; the same tokens and stamp always give the same bytes.

    `draft` says at its top, and at the head of every page, that it is none to be sent.
    """
    document = docx.Document()
    put_aside(document)
    _dress(document)
    _lay_out(document, stamp.says, draft)
    _describe(document, about, stamp)
    writer = _Writer(document)
    if draft:
        writer.line("Draft Mark", draft)
    for block in blocks(tokens):
        writer.block(block)
    return packed(document, stamp.at)


# The frame


def _dress(document: Document) -> None:
    """Replace the styles, the lists and the settings by those of this house."""
    look = parse_xml(_LOOK.read_bytes())
    parts = {
        "styles": document.styles.element,
        "numbering": document.part.numbering_part.element,
        "settings": document.settings.element,
    }
    for name, element in parts.items():
        for child in list(element):
            element.remove(child)
        for child in list(look.find(qn(f"w:{name}"))):
            element.append(child)


def _lay_out(document: Document, foot: str, draft: str) -> None:
    """A4, with the criteria and the number of the page in the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin, section.bottom_margin = Mm(24), Mm(24)
    section.header_distance = section.footer_distance = Mm(11)
    footer = section.footer.paragraphs[0]
    footer.style = "Footer"
    footer.add_run(f"{clean_text(foot, one_line=True)}\tPage ")
    _add_field(footer, "PAGE")
    footer.add_run(" of ")
    _add_field(footer, "NUMPAGES")
    if draft:
        section.header.paragraphs[0].style = "Header"
        section.header.paragraphs[0].add_run(clean_text(draft, one_line=True))


def _add_field(paragraph: WordParagraph, instruction: str) -> None:
    """A field that Word works out; until then it shows 1."""
    field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _describe(document: Document, about: About, stamp: Stamp) -> None:
    properties = document.core_properties
    properties.title = _property(about.title)
    properties.subject = _property(about.subject)
    properties.author = _property(about.author)
    properties.comments = _property(stamp.says)
    properties.last_modified_by = ""
    properties.language = "en-GB"
    properties.created = properties.modified = stamp.at.astimezone(UTC)  # it writes the hours as they are
    properties.revision = 1


def _property(text: str) -> str:
    return clean_text(text, one_line=True)[:_LONGEST_PROPERTY]


# The text


class _Writer:
    """Adds blocks at the end of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._titled = False

    def line(self, style: str, text: str) -> None:
        """A paragraph of plain text."""
        self._document.add_paragraph(style=style).add_run(clean_text(text, one_line=True))

    def block(self, block: Block) -> None:
        """One block of the letter."""
        style = _STYLES[block.role]
        if block.role in (Role.LETTERHEAD, Role.COPIES):
            self._line_by_line(block.node, style, _SECOND_LINE if block.role is Role.LETTERHEAD else style)
        elif block.number:
            paragraph = self._document.add_paragraph(style=style)
            self._runs(paragraph, block.node.children, skip=f"{block.number} ", lead=f"{block.number}\t")
        else:
            self._node(block.node, style)

    def _node(self, node: SyntaxTreeNode, style: str, depth: int = 0) -> None:
        match node.type:
            case "heading":
                self._runs(self._document.add_paragraph(style=self._heading(int(node.tag[1:]))), node.children)
            case "paragraph":
                self._runs(self._document.add_paragraph(style=style), node.children)
            case "blockquote":
                self._nodes(node.children, "Quote", depth)
            case "bullet_list" | "ordered_list":
                for item in node.children:
                    self._item(item, depth + 1)
            case unknown:
                raise ValueError(f"a letter holds no {unknown}")

    def _nodes(self, nodes: Sequence[SyntaxTreeNode], style: str, depth: int) -> None:
        for node in nodes:
            self._node(node, style, depth)

    def _item(self, item: SyntaxTreeNode, depth: int) -> None:
        level = f" {min(depth, _DEEPEST_LIST)}" if depth > 1 else ""
        blocks = item.children
        begins = blocks[0].children if blocks and blocks[0].type == "paragraph" else []
        # A number that somebody typed stays as it was typed.
        style, lead = (_STYLES[Role.ITEM], f"{item.info}{item.markup}\t") if item.info else (f"List Bullet{level}", "")
        self._runs(self._document.add_paragraph(style=style), begins, lead=lead)
        self._nodes(blocks[1:] if begins else blocks, f"List Continue{level}", depth)

    def _heading(self, level: int) -> str:
        """The first heading of the first level is the title; those below it begin at one."""
        if level == 1 and not self._titled:
            self._titled = True
            return "Title"
        return f"Heading {min(max(level - 1, 1), _DEEPEST_HEADING)}"

    def _line_by_line(self, node: SyntaxTreeNode, style: str, further: str) -> None:
        paragraph = self._document.add_paragraph(style=style)
        for text, character in _pieces(node.children):
            for at, line in enumerate(text.split("\n")):
                if at:
                    paragraph = self._document.add_paragraph(style=further)
                _add(paragraph, line, character)

    def _runs(self, paragraph: WordParagraph, nodes: Sequence[SyntaxTreeNode], *, skip: str = "", lead: str = "") -> None:
        """Text as runs; `lead` is put before it in place of `skip`."""
        if lead:
            _add(paragraph, lead, "")
        for text, character in _pieces(nodes):
            _add(paragraph, text.removeprefix(skip), character)
            skip = ""


def _add(paragraph: WordParagraph, text: str, style: str) -> None:
    """A run of text; a newline becomes a line break in it."""
    if text:
        paragraph.add_run(text, style=style or None)


def _pieces(nodes: Sequence[SyntaxTreeNode], style: str = "") -> Iterator[tuple[str, str]]:
    """The text of nodes with its character style, piece by piece; lines are parted by a newline."""
    for node in nodes:
        match node.type:
            case "inline":
                yield from _pieces(node.children, style)
            case "em":
                yield from _pieces(node.children, "Strong Emphasis" if style else "Emphasis")
            case "strong":
                yield from _pieces(node.children, "Strong Emphasis" if style else "Strong")
            case "softbreak":
                yield " ", style
            case "hardbreak":
                yield "\n", style
            case name if name == FIGURE:
                yield clean_text(node.content), _of_figure(node, style)
            case _:
                yield clean_text(node.content), style


def _of_figure(node: SyntaxTreeNode, style: str) -> str:
    printed = printed_of(node)
    return "Problem" if printed.problem else "Quote Char" if printed.quote else style
