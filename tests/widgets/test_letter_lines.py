"""The letter's tokens as lines of a terminal: nothing is lost, nothing is too wide, every figure stands where it is told."""

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import figure_tokens, letter_tokens, reading
from sqs_tui.widgets.glyphs import ASCII, UNICODE
from sqs_tui.widgets.letter_lines import Drawn, Piece, drawn, wrapped
from tests.domain.letter.letters import bury_figures, bury_letter


def text_of(row: Iterable[Piece]) -> str:
    return "".join(text for text, _, _ in row)


def squeezed(text: str) -> str:
    return "".join(text.split(" ")).replace("\n", "").replace("\t", "")


def draw(text: str, width: int = 40, kind: ParagraphKind = ParagraphKind.PARAGRAPH, number: str = "", level: int = 2) -> Drawn:
    made = Paragraph(id="p", kind=kind, text=text, number=number, level=level if kind is ParagraphKind.HEADING else 0)
    bare = Paragraph(id="p", kind=kind, text=text, level=made.level)
    return drawn(made, letter_tokens([bare], bury_figures()), width, UNICODE)


def shown(made: Drawn) -> list[str]:
    return [text_of(row) for row in made.rows]


# Wrapping

_texts = st.text(
    st.sampled_from("ab é日🙂e\u0301- \n\t\u00a0") | st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf"))
)
_pieces = st.lists(st.tuples(_texts, st.sampled_from(["", "figure"]), st.integers(-1, 3)), max_size=8)


@given(pieces=_pieces, width=st.integers(2, 30))
def test_wrapping_keeps_every_character_but_blanks_and_no_row_is_too_wide(pieces: list[Piece], width: int) -> None:
    rows = list(wrapped(pieces, width))
    assert squeezed("".join(map(text_of, rows))) == squeezed(text_of(pieces))
    assert all(cell_len(text_of(row)) <= width for row in rows)


@given(pieces=_pieces, width=st.integers(2, 30))
def test_wrapping_leaves_every_character_its_role_and_its_figure(pieces: list[Piece], width: int) -> None:
    def marked(found: Iterable[Piece]) -> list[Piece]:
        return [(character, role, figure) for text, role, figure in found for character in squeezed(text)]

    assert marked(piece for row in wrapped(pieces, width) for piece in row) == marked(pieces)


@given(words=st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=20), width=st.integers(9, 30))
def test_words_are_broken_at_blanks_and_each_row_takes_as_many_as_it_can(words: list[str], width: int) -> None:
    rows = [text_of(row) for row in wrapped([(" ".join(words), "", -1)], width)]
    assert " ".join(rows).split() == words
    for row, below in pairwise(rows):
        assert len(row) + 1 + len(below.split()[0]) > width


def test_a_newline_always_breaks_a_row_and_blanks_at_its_ends_are_dropped() -> None:
    assert [text_of(row) for row in wrapped([("  a  b \n c\n", "", -1), ("d  ", "", -1)], 20)] == ["a b", "c", "d"]


def test_a_word_of_several_pieces_is_kept_together() -> None:
    rows = [text_of(row) for row in wrapped([("aaa (", "", -1), ("bbb", "figure", 0), (").", "", -1)], 8)]
    assert rows == ["aaa", "(bbb)."]


def test_a_word_that_is_longer_than_a_row_is_cut() -> None:
    assert [text_of(row) for row in wrapped([("a" * 25, "", -1)], 10)] == ["a" * 10, "a" * 10, "a" * 5]
    assert [text_of(row) for row in wrapped([("日" * 5, "", -1)], 5)] == ["日日", "日日", "日"]


def test_nothing_is_one_empty_row() -> None:
    assert list(wrapped([], 10)) == [()]


# Paragraphs


def test_a_numbered_paragraph_hangs_behind_its_number_and_ends_with_a_blank_line() -> None:
    made = draw("One two three four five.", 20, number="1.1.")
    assert shown(made) == ["1.1. One two three", "     four five.", ""]
    assert made.rows[0][0] == ("1.1. ", "dim", -1)


@pytest.mark.parametrize(
    ("kind", "level", "role"),
    [(ParagraphKind.HEADING, 1, "title"), (ParagraphKind.HEADING, 2, "head"), (ParagraphKind.PARAGRAPH, 0, "")],
)
def test_headings_have_roles_of_their_own(kind: ParagraphKind, level: int, role: str) -> None:
    assert draw("Words", kind=kind, level=level).rows[0] == (("Words", role, -1),)


def test_what_follows_a_heading_within_a_paragraph_is_no_heading() -> None:
    made = draw("Before\n\n## Head\n\nafter")
    assert [row[0][1] for row in made.rows if row] == ["", "head", ""]


def test_emphasis_is_a_role_and_ends() -> None:
    assert draw("a **b *c* d** e").rows[0] == (
        *(("a", "", -1), (" ", "", -1), ("b", "strong", -1), (" ", "strong", -1), ("c", "em", -1), (" ", "strong", -1)),
        *(("d", "strong", -1), (" ", "", -1), ("e", "", -1)),
    )


def test_lists_and_quotations_are_set_in() -> None:
    assert shown(draw("- one\n- two\n  - in two\n\n3. three\n\n> four\n> five\n\nsix", 60)) == [
        "• one", "• two", "  • in two", "3. three", "", "│ four five", "", "six", "",
    ]  # fmt: skip


def test_signs_are_those_that_the_terminal_can_show() -> None:
    made = Paragraph(id="p", kind=ParagraphKind.BULLET, text="one")
    assert text_of(drawn(made, letter_tokens([made], bury_figures()), 40, ASCII).rows[0]) == "- one"


@pytest.mark.parametrize("mark", [">", "- ", "1. "])
def test_however_deep_it_lies_half_the_width_is_left_for_what_is_said(mark: str) -> None:
    made = draw(mark * 8 + "one two three four five six seven eight nine ten", 30)
    assert all(cell_len(line) <= 30 for line in shown(made))
    assert max(len(line.strip(" │•1.")) for line in shown(made)) >= 10


# Figures


def test_a_figure_is_found_in_its_row_and_can_be_picked_out() -> None:
    made = draw("There is a long beginning here, and then {{1.1}} and {{9.9}}.", 30)
    assert [made.row_of(figure) for figure in (0, 1, 7)] == [1, 2, 0]
    assert [printed.problem != "" for printed in made.figures] == [False, True]
    picked = [" ".join(text for text, role in line if role == "pick").split() for line in made.lines(0)]
    assert picked == [[], ["10", "of", "the", "14"], ["cases"], [], []]
    assert not [role for line in made.lines() for _, role in line if role == "pick"]


def test_an_address_has_a_row_for_each_line() -> None:
    made = draw("{{copies}}", 60, ParagraphKind.LINES)
    assert shown(made)[:2] == ["Manager of the Youth Offending Service", "Chief Executive of the council"]
    assert {figure for row in made.rows for _, _, figure in row} == {0}


@pytest.mark.parametrize("width", [12, 40, 76, 120])
def test_every_figure_of_the_letter_stands_in_the_row_that_is_told(width: int) -> None:
    for paragraph in bury_letter():
        bare = Paragraph(id=paragraph.id, kind=paragraph.kind, text=paragraph.text, level=paragraph.level)
        tokens = letter_tokens([bare], bury_figures())
        made = drawn(paragraph, tokens, width, UNICODE)
        figures = list(figure_tokens(tokens))
        assert [printed.text for printed in made.figures] == [token.content for token in figures]
        for number, token in enumerate(figures):
            stands = [at for at, row in enumerate(made.rows) if any(piece[2] == number for piece in row)]
            assert made.row_of(number) == stands[0]
            words = "".join(text for row in made.rows for text, _, figure in row if figure == number)
            assert squeezed(words) == squeezed(token.content)


_MARKS = st.sampled_from([*"*_>-+#0123456789.() \n\tab日🙂", "{{1.1}}", "{{copies}}", "{{x}}", "1. ", "> ", "- ", "\n\n", "[c]"])


@given(
    text=st.lists(_MARKS, max_size=40).map("".join) | st.text(max_size=60),
    kind=st.sampled_from(ParagraphKind),
    width=st.integers(12, 60),
    number=st.sampled_from(["", "1.1.", "xiii."]),
)
def test_any_paragraph_is_drawn_whole_and_within_its_width(text: str, kind: ParagraphKind, width: int, number: str) -> None:
    bare = Paragraph(id="p", kind=kind, text=text, level=3)
    tokens = letter_tokens([bare], bury_figures())
    made = draw(text, width, kind, number, level=3)
    assert all(cell_len(line) <= width for line in shown(made))
    said = "".join(text for row in made.rows for text, role, _ in row if role != "dim")
    assert squeezed(said) == squeezed(reading(tokens)[0])
    assert made.rows[-1] == ()
