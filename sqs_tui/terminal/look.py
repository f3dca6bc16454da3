"""How the program looks in a terminal: which theme, how many colours, which signs, in which encoding.

What the settings `theme`, `colours` and `signs` leave open ("auto") follows from the environment, and from what terminfo says of
the terminal there. Nothing here needs Textual.
"""

import codecs
import locale
from collections.abc import Mapping
from typing import NamedTuple

from sqs_tui.machine import is_remote

_PLAIN_TERMINALS = ("linux", "vt")
"""Terminals whose fonts lack the signs: a Linux console has a few hundred characters, a vt100 hardly more than letters."""


class Look(NamedTuple):
    """What the settings come to in a terminal."""

    theme: str
    """The name of one of `themes.THEMES`."""
    colours: str
    """How many there are: "none", "ansi" (16), "256", "truecolor", or "auto" for all that the terminal says it has."""
    ascii: bool
    """No sign of the program's own goes beyond ASCII."""
    encoding: str
    """The name that Python has for the encoding of the terminal."""


def look_for(
    environment: Mapping[str, str],
    *,
    theme: str = "auto",
    colours: str = "auto",
    signs: str = "auto",
    has: int | None = None,
    c_locale: bool = False,
) -> Look:
    """The look that these settings come to in an environment.

    `has` is the number of colours of the terminal as `moves.colours_of` gives it, `c_locale` as in `encoding_of`. NO_COLOR
    (no-color.org) goes before every setting.
    """
    depth = _colours(environment, colours, has)
    encoding = encoding_of(environment, c_locale=c_locale)
    plain = encoding != "utf-8" or environment.get("TERM", "").startswith(_PLAIN_TERMINALS)
    return Look(_theme(theme, depth), depth, signs == "ascii" or (signs == "auto" and plain), encoding)


def _colours(environment: Mapping[str, str], chosen: str, has: int | None) -> str:
    if environment.get("NO_COLOR"):
        return "none"
    if chosen != "auto":
        return chosen
    if has == 0:
        return "none"
    terminal = environment.get("TERM", "")
    many = environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or terminal.endswith(
        ("256color", "kitty", "direct")
    )
    return "ansi" if is_remote(environment) or not many else "auto"


def _theme(chosen: str, colours: str) -> str:
    """The theme, which with 16 colours or none is the terminal's own; the high-contrast one is made of such colours."""
    if colours == "none" or (colours == "ansi" and chosen != "contrast"):
        return "ansi"
    return "dark" if chosen == "auto" else chosen


def encoding_of(environment: Mapping[str, str], *, c_locale: bool = False) -> str:
    """The encoding that the locale names, as POSIX has it: LC_ALL goes before LC_CTYPE, that before LANG; ASCII where none does.

    `c_locale`: Python was started in the locale "C", and may itself have set LC_CTYPE since (PEP 538), which then says nothing.
    """
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        named = environment.get(name, "")
        if named and not (c_locale and name == "LC_CTYPE"):
            break
    else:
        return "ascii"
    # "UTF-8" alone is a name of macOS; a name without an encoding has one that everybody knows, such as Latin-1.
    written = named if "." in named or named.upper() == "UTF-8" else locale.normalize(named)
    try:
        return codecs.lookup(written.rpartition(".")[2].partition("@")[0]).name
    except LookupError:
        return "ascii"
