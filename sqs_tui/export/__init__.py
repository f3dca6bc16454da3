"""What leaves the program, as data for whoever offers it: which pieces there are, and what each can be written as.

Importing this costs nothing; `pieces.made` makes a piece.
"""

from typing import NamedTuple


class Piece(NamedTuple):
    """One thing that can be exported."""

    id: str
    title: str
    """How a list offers it."""
    forms: tuple[str, ...]
    """What it can be written as, by the ending of its file; the first unless another is asked for."""


PIECES = {
    piece.id: piece
    for piece in (
        Piece("letter", "The letter", ("md", "html", "docx")),
        Piece("evidence", "The evidence pack: what stands behind the letter", ("md", "csv")),
        Piece("answers", "Every answer, record by record", ("csv", "json")),
        Piece("tallies", "Every tally", ("csv", "json")),
        Piece("code-book", "The code book of the answers and the tallies", ("md", "json")),
        Piece("feedback", "A sheet for the verbal feedback", ("md", "html")),
    )
}
"""Every piece by its id."""

WHOLE = Piece("inspection", "The whole inspection, to be carried to another machine of the team", ("json",))
"""What the store writes, since it is no piece of the letter: all files of an inspection in one."""

SAMPLE = Piece("sample", "The record of the sample that was drawn", ("md", "html"))
"""What is told of the case list and the draw, which are no part of the letter."""

FORMS = {
    "md": "Markdown",
    "html": "HTML",
    "docx": "Word",
    "csv": "CSV",
    "json": "JSON",
}
"""Every form by the ending of its file, with what people call it."""
