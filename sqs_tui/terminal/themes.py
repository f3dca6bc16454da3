"""The themes: dark, light, high contrast, safe for colour blindness, and the terminal's own colours.

Every text has a ratio of contrast of at least 4.5 to what it lies on, in the high-contrast theme of at least 7: the levels AA
and AAA of WCAG 2.1, 1.4.3 and 1.4.6. `tests/terminal/test_themes.py` measures it.
"""

from collections.abc import Iterable

import msgspec
from textual.theme import Theme


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """The colours of a theme: four grounds, and the texts that lie on each of them."""

    ground: str
    raised: str
    """The ground of dialogs."""
    bar: str
    """The ground of the lines at the top and the foot, and of headings."""
    field: str
    """The ground of what is typed in."""
    text: str
    quiet: str
    head: str
    good: str
    bad: str
    warn: str
    quote: str
    edge: str
    """Frames, and the thumb of a scrollbar; the ground of the row under the cursor."""
    on_edge: str
    """Text on that."""


DARK = Palette(
    ground="#121212", raised="#1c1e22", bar="#242a33", field="#2a2d33",
    text="#e6e6e6", quiet="#ababab", head="#8cc4ff", good="#7fd69a", bad="#ff9a9a", warn="#ffc566", quote="#d0b3ff",
    edge="#2f6db5", on_edge="#ffffff",
)  # fmt: skip
LIGHT = Palette(
    ground="#ffffff", raised="#f5f6f8", bar="#e3e8ef", field="#e9edf3",
    text="#16181b", quiet="#4d535c", head="#0a4a94", good="#0b5f2a", bad="#a3161a", warn="#824600", quote="#642c9c",
    edge="#1d5fae", on_edge="#ffffff",
)  # fmt: skip
CONTRAST = Palette(
    ground="#000000", raised="#000000", bar="#000000", field="#000000",
    text="#ffffff", quiet="#d7d7d7", head="#ffff00", good="#00ff00", bad="#ff9090", warn="#ffd700", quote="#00ffff",
    edge="#ffffff", on_edge="#000000",
)  # fmt: skip
COLOUR_SAFE = Palette(  # good is Okabe and Ito's sky blue, bad and warn their yellow: far apart in hue and in lightness
    ground="#121212", raised="#1a1a1a", bar="#262626", field="#2c2c2c",
    text="#ececec", quiet="#b0b0b0", head="#ffffff", good="#56b4e9", bad="#f0e442", warn="#f0e442", quote="#dda0c4",
    edge="#0072b2", on_edge="#ffffff",
)  # fmt: skip
"""The colours of M. Okabe and K. Ito, Color Universal Design (2008), which people with any colour vision tell apart."""


PALETTES = {"dark": DARK, "light": LIGHT, "contrast": CONTRAST, "colour-safe": COLOUR_SAFE}
"""Those of the themes that have colours of their own, by the words of the setting."""


def _theme(name: str, of: Palette, *, dark: bool) -> Theme:
    texts = {"muted": of.quiet, "disabled": of.quiet, "primary": of.head, "secondary": of.quote, "accent": of.head}
    texts |= {"success": of.good, "error": of.bad, "warning": of.warn}
    variables = {f"text-{name}": colour for name, colour in texts.items()}
    variables |= {"text": of.text, "border": of.edge, "border-blurred": of.edge, "foreground-muted": of.quiet}
    for ground in ("block-cursor-background", "block-cursor-blurred-background", "input-selection-background", "scrollbar"):
        variables[ground] = of.edge
    for text in ("block-cursor-foreground", "block-cursor-blurred-foreground", "input-selection-foreground"):
        variables[text] = of.on_edge
    variables |= {"scrollbar-hover": of.edge, "scrollbar-active": of.edge, "scrollbar-corner-color": of.ground}
    variables |= dict.fromkeys(("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active"), of.bar)
    variables |= {"panel-lighten-1": of.bar, "panel-darken-1": of.raised}  # of notices and of the palette
    variables |= _caret(of.text, of.field)
    return Theme(
        name=name, dark=dark, variables=variables, primary=of.edge, secondary=of.quote, accent=of.head,
        success=of.good, error=of.bad, warning=of.warn, foreground=of.text,
        background=of.ground, surface=of.raised, panel=of.bar, boost=of.field,
    )  # fmt: skip


def _caret(text: str, ground: str) -> dict[str, str]:
    """How the place is marked where typing goes on: underlined, since the terminal's cursor stands on it.

    Many terminals draw their cursor by reversing the cell, so that it would not be seen on one that is reversed already.
    """
    return {"input-cursor-foreground": text, "input-cursor-background": ground, "input-cursor-text-style": "underline"}


def _ansi() -> Theme:
    """The terminal's own colours, on a ground that may be black or white.

    Of the sixteen only red and magenta can be read on both, as xterm and the Linux console draw them; green, yellow and cyan
    vanish on white, blue on black. All else is told by bold, dim, underlined and reversed.
    """
    own, bad, warn = "ansi_default", "ansi_red", "ansi_magenta"
    variables = dict.fromkeys(("text-muted", "text-disabled", "foreground-muted", "border", "border-blurred"), own)
    for part in ("block-cursor", "block-cursor-blurred", "input-selection"):
        variables |= {f"{part}-foreground": own, f"{part}-background": own, f"{part}-text-style": "reverse"}
    variables |= dict.fromkeys(("scrollbar", "scrollbar-hover", "scrollbar-active", "scrollbar-corner-color"), own)
    variables |= dict.fromkeys(("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active"), own)
    variables |= {"ansi-background": own, "ansi-foreground": own, "block-hover-background": own} | _caret(own, own)
    return Theme(
        name="ansi", ansi=True, variables=variables, primary=own, secondary=own, accent=own, success=own, error=bad, warning=warn,
        foreground=own, background=own, surface=own, panel=own, boost=own,
    )  # fmt: skip


def themes() -> Iterable[Theme]:
    """All themes, by the words of the setting."""
    yield from (_theme(name, palette, dark=palette is not LIGHT) for name, palette in PALETTES.items())
    yield _ansi()
