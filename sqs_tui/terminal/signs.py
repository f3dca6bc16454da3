"""What a terminal cannot show, replaced in all that is drawn: signs by those of ASCII, colours by nothing, dim by a colour.

They stand behind everything that Textual draws, so that no widget, border, notice or dialog can forget them. Text that users
wrote keeps its letters as far as the terminal's encoding has them.
"""

from functools import lru_cache

from rich.cells import split_graphemes
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "❝": '"', "‘": "'", "’": "'", "‚": "'"}
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")
_MARKS = {
    "…": "~",
    "•": "-",
    "·": ".",
    "×": "x",
    "≠": "#",
    "▶": ">",
    "✓": "x",
    "¶": "|",
    "▲": "^",
    "▼": "v",
    "●": "*",
    "◌": "o",
    "○": "o",
    "◉": "@",
}
_MARKS |= {"✎": "e", "⇄": "%", "→": ">", "←": "<", "↑": "^", "↓": "v", "\u00a0": " "}
_LINES = dict.fromkeys("─━╌╍┄┅┈┉═▔▁", "-") | dict.fromkeys("│┃╎╏┆┇┊┋║▏▕▎▊▌▐", "|")
_CORNERS = dict.fromkeys("┌┐└┘┏┓┗┛╭╮╰╯╔╗╚╝├┤┬┴┼┣┫┳┻╋╠╣╦╩╬▛▜▙▟▗▖▝▘", "+")
_BLOCKS = dict.fromkeys("█▀▄▆▇▅▃▂■▓", "#") | dict.fromkeys("░▒", ".")
IN_ASCII = str.maketrans(_QUOTES | _DASHES | _MARKS | _LINES | _CORNERS | _BLOCKS)
"""One character of ASCII for each sign that the program or Textual draws, or that is typeset; each is one cell wide."""


@lru_cache(maxsize=4096)
def shown(text: str, encoding: str) -> str:
    """A text as a terminal of this encoding shows it without signs beyond ASCII, in just as many cells."""
    text = text.translate(IN_ASCII)
    if text.isascii() or encoding == "utf-8":
        return text
    graphemes = (text[start:end] for start, end, _ in split_graphemes(text)[0])
    widths = (width for _, _, width in split_graphemes(text)[0])
    return "".join(
        grapheme if _has(encoding, grapheme) else "?" * width for grapheme, width in zip(graphemes, widths, strict=True)
    )


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


class InAscii(LineFilter):
    """Shows the signs in ASCII, and question marks for letters that an encoding does not have."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self._encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as Textual calls it
        """The segments of a row with other text, as wide as before."""
        return [
            segment if segment.text.isascii() else Segment(shown(segment.text, self._encoding), segment.style, segment.control)
            for segment in segments
        ]


class Quiet(LineFilter):
    """Gives what is dim a colour of its own, which can be read on every ground; a blend with the ground cannot on each.

    `quiet` is that colour, `edge` the ground on which `on_edge` is taken instead.
    """

    def __init__(self, quiet: str, edge: str, on_edge: str) -> None:
        super().__init__()
        self._edge = RichColor.parse(edge)
        self._quiet, self._on_edge = (Style(color=colour, dim=False) for colour in (quiet, on_edge))

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as Textual calls it
        """The segments of a row, none of them dim."""
        if not any(style.dim for _, style, _ in segments if style):
            return segments
        return [Segment(text, self._legible(style), control) for text, style, control in segments]

    def _legible(self, style: Style | None) -> Style | None:
        if style is None or not style.dim:
            return style
        return style + (self._on_edge if style.bgcolor == self._edge else self._quiet)


_PLAIN = Style(color="default", bgcolor="default")


class WithoutColours(LineFilter):
    """Takes away every colour; bold, dim, underlined and reversed stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as Textual calls it
        """The segments of a row in the terminal's own colours."""
        return [Segment(text, style and style + _PLAIN, control) for text, style, control in segments]
