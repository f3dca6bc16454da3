"""The letter's tokens as lines of a terminal: wrapped, with the place of every figure, so that each can be stepped to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec
from markdown_it.token import Token
from rich.cells import cell_len, chop_cells, set_cell_size

from sqs_tui.domain.letter.figures import Printed
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import FIGURE
from sqs_tui.text import clean_text
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line

_GAP = re.compile(r"([ \n]+)")

Piece = tuple[str, str, int]
"""Text, its role, and which figure of the paragraph printed it; -1 for none."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A paragraph as lines."""

    paragraph: str
    """Its id."""
    rows: tuple[tuple[Piece, ...], ...]
    figures: tuple[Printed, ...]

    @cached_property
    def plain(self) -> tuple[Line, ...]:
        """The rows with no figure picked out: of all but one paragraph these are shown, with every key again."""
        return tuple(tuple((text, role) for text, role, _ in row) for row in self.rows)

    def lines(self, picked: int = -1) -> tuple[Line, ...]:
        """The rows with one figure picked out, or none."""
        if picked < 0:
            return self.plain
        return tuple(tuple((text, "pick" if figure == picked else role) for text, role, figure in row) for row in self.rows)

    def row_of(self, figure: int) -> int:
        """The first row that a figure stands in."""
        return next((at for at, row in enumerate(self.rows) if any(piece[2] == figure for piece in row)), 0)


def drawn(paragraph: Paragraph, tokens: Sequence[Token], width: int, glyphs: Glyphs) -> Drawn:
    """Draw one paragraph (its tokens without its number) in lines of at most so many cells, with a blank line below."""
    pen = _Pen(max(width, 12), glyphs)
    pen.draw(paragraph, tokens)
    return Drawn(paragraph=paragraph.id, rows=(*pen.rows, ()), figures=tuple(pen.figures))


class _Pen:
    """Draws blocks one below the other."""

    def __init__(self, width: int, glyphs: Glyphs) -> None:
        self.rows: list[tuple[Piece, ...]] = []
        self.figures: list[Printed] = []
        self._width = width
        self._glyphs = glyphs
        self._first: list[str] = []
        """What stands before the first line of the next block, from the outermost list in."""
        self._rest: list[str] = []
        """What stands before its other lines."""

    def draw(self, paragraph: Paragraph, tokens: Sequence[Token]) -> None:
        if paragraph.number:
            self._enter(f"{paragraph.number} ")
        role = ""
        for token in tokens:
            match token.type:
                case "heading_open":
                    role = "head"
                case "heading_close":
                    role = ""
                case "list_item_open":
                    self._enter(f"{token.info}{token.markup} " if token.info else f"{self._glyphs.bullet} ")
                case "blockquote_open":
                    self._enter(f"{self._glyphs.divider} ", again=True)
                case "list_item_close" | "blockquote_close":
                    self._leave()
                case "paragraph_open" if self.rows and self.rows[-1] and not token.hidden:
                    self.rows.append(())
                case "inline":
                    upper = role == "head" and paragraph.kind is ParagraphKind.HEADING and paragraph.level == 1
                    self._inline(token.children or [], "title" if upper else role)

    def _enter(self, mark: str, *, again: bool = False) -> None:
        self._first.append(mark)
        self._rest.append(mark if again else " " * cell_len(mark))

    def _leave(self) -> None:
        self._first.pop()
        self._rest.pop()

    def _inline(self, children: Iterable[Token], role: str) -> None:
        pieces: list[Piece] = []
        roles = [role]
        for child in children:
            if child.type in ("strong_open", "em_open"):
                roles.append("strong" if child.type == "strong_open" else "em")
            elif child.type in ("strong_close", "em_close"):
                roles.pop()
            elif child.type == FIGURE:
                pieces.append(self._figure(child, role))
            elif child.type in ("softbreak", "hardbreak"):
                pieces.append(("\n" if child.type == "hardbreak" else " ", roles[-1], -1))
            else:
                pieces.append((clean_text(child.content), roles[-1], -1))
        # However deep lists lie in one another, half of the width is left for what they say.
        room = min(cell_len("".join(self._first)), self._width // 2)
        for row in wrapped(pieces, self._width - room):
            self.rows.append(((set_cell_size("".join(self._first), room), "dim", -1), *row) if room else row)
            self._first = [*self._rest]

    def _figure(self, token: Token, heading: str) -> Piece:
        printed: Printed = token.meta["printed"]
        self.figures.append(printed)
        role = "warn" if printed.problem else heading or ("quote" if printed.quote else "figure")
        return clean_text(token.content), role, len(self.figures) - 1


def wrapped(pieces: Iterable[Piece], width: int) -> Iterator[tuple[Piece, ...]]:
    """Pieces in rows of at most so many cells, broken at blanks where there are any, and at newlines always."""
    width = max(width, 2)
    row: list[Piece] = []
    used = 0
    for gap, word in _words(pieces):
        size = sum(cell_len(text) for text, _, _ in word)
        if gap[0] == "\n" or (row and used + 1 + size > width):
            yield tuple(row)
            row, used = [], 0
        elif row:
            row.append(gap)
            used += 1
        for piece in word:
            for part in _chopped(piece, width):
                if used and used + cell_len(part[0]) > width:
                    yield tuple(row)
                    row, used = [], 0
                row.append(part)
                used += cell_len(part[0])
    yield tuple(row)


def _words(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, list[Piece]]]:
    """Each word with the gap before it, a blank or a newline; figures and emphasis may part a word into pieces."""
    gap: Piece = (" ", "", -1)
    word: list[Piece] = []
    for text, role, figure in pieces:
        for at, part in enumerate(_GAP.split(text.replace("\t", " "))):
            if at % 2:
                if word or gap[0] == "\n":
                    yield gap, word
                    gap, word = (part[-1] if "\n" not in part else "\n", role, figure), []
                elif "\n" in part:
                    gap = ("\n", role, figure)
            elif part:
                word.append((part, role, figure))
    if word:
        yield gap, word


def _chopped(piece: Piece, width: int) -> Iterator[Piece]:
    """A piece cut where it is longer than a line."""
    text, role, figure = piece
    parts = [text] if cell_len(text) <= width else chop_cells(text, width)
    yield from ((part, role, figure) for part in parts)
