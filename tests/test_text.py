"""Text from outside."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.text import clean_text

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Plain text, [brackets] and <script> are text", "Plain text, [brackets] and <script> are text"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b31mred\x07\x00\x7f", "31mred"),
        ("a\u202eb\u2066c\ufeffd\u200fe", "abcde"),
        ("a\ud800b\ue000c", "abc"),
        ("one\r\ntwo\rthree\u2028four\u2029five", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb", "a\tb"),
        (
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467, café, שלום",
            "family \U0001f468\u200d\U0001f469\u200d\U0001f467, café, שלום",
        ),
    ],
)
def test_what_a_terminal_could_take_for_a_command_is_dropped(text: str, clean: str) -> None:
    assert clean_text(text) == clean


def test_one_line_has_no_ends_and_no_runs_of_white_space() -> None:
    assert clean_text("  a \n\n b\t\u00a0c\x0b ", one_line=True) == "a b c"


@given(ANY_TEXT, st.booleans())
def test_clean_text_is_clean(text: str, one_line: bool) -> None:
    clean = clean_text(text, one_line=one_line)
    assert clean_text(clean, one_line=one_line) == clean
    assert clean.encode().decode() == clean
    assert all(character in "\n\t" or unicodedata.category(character) not in ("Cc", "Cs", "Co", "Cn") for character in clean)
    assert not one_line or "\n" not in clean


@given(st.text(st.characters(categories=("L", "N", "P", "S"))))
def test_letters_digits_and_signs_stay(text: str) -> None:
    assert clean_text(text) == text
