"""Every text of every theme can be read on what it lies on, and good and bad can be told apart by everybody."""

import itertools
from typing import get_args

import msgspec
import pytest

from sqs_tui.settings import Theme
from sqs_tui.terminal.themes import COLOUR_SAFE, CONTRAST, DARK, LIGHT, Palette, themes
from tests.terminal.colours import BLINDNESS, contrast, difference, lab, linear, seen_with

LEAST = {"dark": (DARK, 4.5), "light": (LIGHT, 4.5), "colour-safe": (COLOUR_SAFE, 4.5), "contrast": (CONTRAST, 7.0)}
"""The palettes with the least contrast of each: WCAG 2.1, AA and AAA."""
GROUNDS = ("ground", "raised", "bar", "field")
TEXTS = ("text", "quiet", "head", "good", "bad", "warn", "quote")
XTERM = ("#000000", "#cd0000", "#00cd00", "#cdcd00", "#0000ee", "#cd00cd", "#00cdcd", "#e5e5e5")
"""The first eight colours of xterm."""
CONSOLE = ("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa")
"""Those of the Linux console."""
SEEN = 2.5
"""A contrast below which a word vanishes; where the terminal gives the colours, the program can promise no more."""


def test_there_is_a_theme_for_each_word_of_the_setting() -> None:
    assert {theme.name for theme in themes()} == set(get_args(Theme)) - {"auto"}


@pytest.mark.parametrize("name", LEAST)
def test_every_text_can_be_read_on_every_ground(name: str) -> None:
    palette, least = LEAST[name]
    pairs = [*itertools.product(TEXTS, GROUNDS), ("on_edge", "edge")]
    ratios = {(text, ground): contrast(getattr(palette, text), getattr(palette, ground)) for text, ground in pairs}
    assert not {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}
    assert {*TEXTS, *GROUNDS, "edge", "on_edge"} == set(Palette.__struct_fields__)


@pytest.mark.parametrize("name", LEAST)
def test_a_frame_is_seen_on_the_grounds_that_it_parts(name: str) -> None:
    palette, _ = LEAST[name]
    assert contrast(palette.edge, palette.ground) >= 3  # WCAG 2.1, 1.4.11
    assert contrast(palette.edge, palette.raised) >= 3


@pytest.mark.parametrize("blindness", ["", *BLINDNESS])
@pytest.mark.parametrize("bad", ["bad", "warn"])
def test_good_and_bad_are_told_apart_whatever_the_colour_vision(blindness: str, bad: str) -> None:
    good, other = (seen_with(blindness, getattr(COLOUR_SAFE, role)) for role in ("good", bad))
    assert difference(good, other) >= 40
    assert abs(lab(good)[0] - lab(other)[0]) >= 10


def test_red_and_green_are_not_told_apart_by_this_measure_where_people_do_not() -> None:
    red, green = (seen_with("deuteranopia", colour) for colour in ("#b05030", "#7a7a20"))
    assert difference(red, green) < 15 < difference(linear("#b05030"), linear("#7a7a20"))


@pytest.mark.parametrize("colours", [XTERM, CONSOLE])
@pytest.mark.parametrize("ground", ["#000000", "#ffffff"])
def test_no_colour_of_the_terminals_own_vanishes_on_black_or_white(colours: tuple[str, ...], ground: str) -> None:
    names = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
    (ansi,) = (theme for theme in themes() if theme.name == "ansi")
    said = (ansi.primary, ansi.secondary, ansi.warning, ansi.error, ansi.success, ansi.accent, ansi.foreground)
    used = {str(colour) for colour in (*said, *ansi.variables.values()) if str(colour).startswith("ansi_")} - {"ansi_default"}
    assert used == {"ansi_red", "ansi_magenta"}
    for colour in used:
        assert contrast(colours[names.index(colour.removeprefix("ansi_"))], ground) >= SEEN
    vanish = {name for name, colour in zip(names, colours, strict=True) if contrast(colour, ground) < SEEN}
    assert vanish  # so there was something to choose


def test_the_colours_of_a_palette_are_told_apart_by_the_tests_of_what_is_drawn() -> None:
    for palette, _ in LEAST.values():
        values = msgspec.structs.asdict(palette)
        assert len({values[name] for name in TEXTS}) >= 6
