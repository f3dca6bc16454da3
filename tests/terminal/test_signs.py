"""What is drawn where a terminal has few signs: ASCII, as wide as before, and users' own letters as they are where they can."""

import msgspec
import pytest
from rich.cells import cell_len
from textual._border import BORDER_CHARS

from sqs_tui.terminal.signs import IN_ASCII, shown
from sqs_tui.widgets.glyphs import UNICODE


def test_each_sign_has_one_of_ascii_and_of_one_cell() -> None:
    for sign, other in IN_ASCII.items():
        assert cell_len(chr(sign)) == 1, chr(sign)
        assert isinstance(other, int) or (len(other) == 1 and other.isascii() and other.isprintable())


def test_every_sign_of_the_program_and_every_border_of_textual_is_known() -> None:
    drawn = {*"".join(msgspec.structs.asdict(UNICODE).values())}
    drawn |= {sign for rows in BORDER_CHARS.values() for row in rows for sign in row}
    assert {sign for sign in drawn if not sign.isascii()} <= set(map(chr, IN_ASCII))


@pytest.mark.parametrize(
    ("text", "encoding", "seen"),
    [
        ("“Zoë” – it’s 5 × 3…", "utf-8", '"Zoë" - it\'s 5 x 3~'),
        ("“Zoë” – it’s 5 × 3…", "iso8859-1", '"Zoë" - it\'s 5 x 3~'),
        ("“Zoë” – it’s 5 × 3…", "ascii", '"Zo?" - it\'s 5 x 3~'),
        ("┌──┐ 漢字", "ascii", "+--+ ????"),
        ("e\u0301 and 👩‍👩‍👧 go", "ascii", "? and ?? go"),
    ],
)
def test_what_a_terminal_shows_of_a_text(text: str, encoding: str, seen: str) -> None:
    assert shown(text, encoding) == seen
    assert cell_len(seen) == cell_len(text)
