"""Pens: how a cell looks, and the shortest sequence that makes a terminal write so from now on.

A blank shows its background alone, so its pen says nothing of a foreground, and is taken up by changing the background.
The codes are those of ECMA-48, 8.3.117 (SGR), with the extended colours of ISO 8613-6; links are OSC 8.
"""

from functools import cache
from typing import NamedTuple

_ON = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53")
"""The codes of the attributes that this program's styles can have."""
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_OFF |= {"51": "54", "52": "54", "53": "55"}
_SHOWN_ON_BLANKS = frozenset({"4", "7", "9", "21", "51", "52", "53"})
"""Attributes that are seen where no character is: lines, frames, and the exchange of the colours."""


class Pen(NamedTuple):
    """How a cell looks: colours as SGR parameters ("" is the terminal's own), attributes by their codes, a link as in OSC 8."""

    foreground: str = ""
    background: str = ""
    attributes: frozenset[str] = frozenset()
    link: str = ""

    @property
    def for_blanks(self) -> "Pen":
        """The pen of a blank that is written with this one: without what is not seen on it."""
        if self.link or self.attributes & _SHOWN_ON_BLANKS:
            return self
        return Pen(background=self.background)

    @property
    def erases(self) -> bool:
        """Whether a blank of this pen is what erasing leaves, where the terminal erases with the background."""
        return not (self.foreground or self.attributes or self.link)


PLAIN = Pen()


@cache
def pen_of(codes: str, link: str) -> Pen:
    """The pen of SGR parameters that follow a reset, such as "1;38;5;208", and of a link, such as "id=1;https://…"."""
    foreground = background = ""
    attributes = set()
    parameters = iter(codes.split(";") if codes else ())
    for code in parameters:
        if code in _OFF:
            attributes.add(code)
        elif code in ("38", "48"):
            kind = next(parameters)
            colour = ";".join([code, kind, *(next(parameters) for _ in range(3 if kind == "2" else 1))])
            foreground, background = (colour, background) if code == "38" else (foreground, colour)
        elif code.startswith(("3", "9")):
            foreground = "" if code == "39" else code
        else:
            background = "" if code == "49" else code
    pen = Pen(foreground, background, frozenset(attributes), link)
    return PLAIN if pen == PLAIN else pen  # one object, as pens are told apart: what is written never hangs on which came first


@cache
def change(held: Pen | None, wanted: Pen, *, blank: bool) -> tuple[str, Pen]:
    """The sequence that makes a terminal write with another pen, and the pen that it then holds.

    `held` is None where nobody knows what the terminal holds. For a blank whatever is not seen on it may stay.
    """
    if held is None:
        return _sgr(["0", *_codes(wanted)]) + _link("", wanted.link), wanted
    target = wanted
    if blank and wanted.erases and not (held.attributes & _SHOWN_ON_BLANKS or held.link):
        target = held._replace(background=wanted.background)
    switched = _sgr(_switched(held, target))
    anew = _sgr(["", *_codes(wanted)])
    codes, pen = (switched, target) if len(switched) <= len(anew) else (anew, wanted)
    return codes + _link(held.link, pen.link), pen


def _switched(held: Pen, wanted: Pen) -> list[str]:
    """The parameters that change what differs."""
    gone = {_OFF[code] for code in held.attributes - wanted.attributes}
    come = {code for code in wanted.attributes if code not in held.attributes or _OFF[code] in gone}
    codes = [*sorted(gone), *sorted(come)]
    if held.foreground != wanted.foreground:
        codes.append(wanted.foreground or "39")
    if held.background != wanted.background:
        codes.append(wanted.background or "49")
    return codes


def _codes(pen: Pen) -> list[str]:
    return [*sorted(pen.attributes), *filter(None, (pen.foreground, pen.background))]


def _sgr(codes: list[str]) -> str:
    return f"\x1b[{';'.join(codes)}m" if codes else ""


def _link(held: str, wanted: str) -> str:
    return "" if held == wanted else f"\x1b]8;{wanted or ';'}\x1b\\"
