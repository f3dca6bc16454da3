"""The look follows the settings, and where they leave it open the environment."""

from typing import get_args

import pytest

from sqs_tui.settings import Theme
from sqs_tui.terminal.look import encoding_of, look_for

UTF8 = {"LANG": "en_GB.UTF-8"}
HERE = {**UTF8, "TERM": "xterm-256color"}
SSH = {**HERE, "SSH_CONNECTION": "198.51.100.7 50022 198.51.100.8 22"}


@pytest.mark.parametrize(
    ("environment", "chosen", "colours", "theme"),
    [
        (HERE, "auto", "auto", "dark"),
        ({**UTF8, "TERM": "xterm", "COLORTERM": "truecolor"}, "auto", "auto", "dark"),
        ({**UTF8, "TERM": "xterm"}, "auto", "ansi", "ansi"),
        ({**UTF8, "TERM": "linux"}, "auto", "ansi", "ansi"),
        (SSH, "auto", "ansi", "ansi"),
        (SSH, "256", "256", "dark"),
        (SSH, "truecolor", "truecolor", "dark"),
        (HERE, "ansi", "ansi", "ansi"),
        (HERE, "none", "none", "ansi"),
        ({**HERE, "NO_COLOR": "1"}, "auto", "none", "ansi"),
        ({**HERE, "NO_COLOR": "1"}, "truecolor", "none", "ansi"),
        ({**HERE, "NO_COLOR": ""}, "auto", "auto", "dark"),
    ],
)
def test_the_colours_are_those_that_the_terminal_has_and_over_ssh_its_own(
    environment: dict[str, str], chosen: str, colours: str, theme: str
) -> None:
    assert look_for(environment, colours=chosen)[:2] == (theme, colours)


def test_a_terminal_without_colours_is_given_none() -> None:
    assert look_for({**UTF8, "TERM": "vt100"}, has=0).colours == "none"
    assert look_for({**UTF8, "TERM": "vt100"}, has=0, colours="ansi").colours == "ansi"


@pytest.mark.parametrize("theme", get_args(Theme)[1:])
def test_a_theme_is_worn_where_there_are_colours_for_it(theme: str) -> None:
    assert look_for(HERE, theme=theme).theme == theme
    assert look_for(HERE, theme=theme, colours="256").theme == theme
    assert look_for(HERE, theme=theme, colours="ansi").theme == ("contrast" if theme == "contrast" else "ansi")
    assert look_for(HERE, theme=theme, colours="none").theme == "ansi"


@pytest.mark.parametrize(
    ("environment", "signs", "ascii_only"),
    [
        (HERE, "auto", False),
        ({**UTF8, "TERM": "linux"}, "auto", True),
        ({**UTF8, "TERM": "vt100"}, "auto", True),
        ({"LANG": "C", "TERM": "xterm"}, "auto", True),
        ({"TERM": "xterm"}, "auto", True),
        ({"LANG": "en_GB", "TERM": "xterm"}, "auto", True),
        ({"LANG": "C", "TERM": "xterm"}, "unicode", False),
        (HERE, "ascii", True),
    ],
)
def test_the_signs_are_ascii_where_others_would_not_be_seen(environment: dict[str, str], signs: str, ascii_only: bool) -> None:
    assert look_for(environment, signs=signs).ascii is ascii_only


@pytest.mark.parametrize(
    ("environment", "c_locale", "encoding"),
    [
        ({"LANG": "en_GB.UTF-8"}, False, "utf-8"),
        ({"LANG": "en_GB.utf8"}, False, "utf-8"),
        ({"LC_CTYPE": "UTF-8"}, False, "utf-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False, "utf-8"),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True, "ascii"),
        ({"LC_CTYPE": "C.UTF-8"}, True, "ascii"),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, False, "ascii"),
        ({"LC_ALL": "", "LC_CTYPE": "de_DE.UTF-8", "LANG": "C"}, False, "utf-8"),
        ({"LANG": "en_GB"}, False, "iso8859-1"),
        ({"LANG": "en_GB.ISO-8859-15@euro"}, False, "iso8859-15"),
        ({"LANG": "nobody.knows-it"}, False, "ascii"),
        ({}, False, "ascii"),
    ],
)
def test_the_encoding_is_the_locales(environment: dict[str, str], c_locale: bool, encoding: str) -> None:
    assert encoding_of(environment, c_locale=c_locale) == encoding
