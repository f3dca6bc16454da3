import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind, paragraph_source
from sqs_tui.domain.letter.tokens import figure_tokens, letter_tokens, markdown, reading, starts_sentence
from tests.domain.letter.letters import bury_figures, paragraph, shown


@pytest.mark.parametrize(
    ("before", "starts"),
    [
        ("", True),
        ("  “", True),
        ("It was late. ", True),
        ("He said “no.” ", True),
        ("(It was late.) ", True),
        ("Was it? (", True),
        ("1.1. ", True),
        ("In ", False),
        ("**To:** ", False),
        ("It was late.", False),
        ("some, e.g. ", False),
        ("in all, i.e. ", False),
    ],
)
def test_a_sentence_starts_after_the_end_of_another(before: str, starts: bool) -> None:
    assert starts_sentence(before) is starts


def test_a_very_long_word_is_no_burden() -> None:
    assert starts_sentence("." * 200_000 + " ")


def test_figures_are_printed_where_they_stand() -> None:
    text = "{{1.1 bare}} were good. {{1.2 of-these}}, or {{1.2 n}}, too.\n{{4.6 n}} complied; *{{area}}* {{nothing}}."
    assert shown([paragraph(text)], bury_figures()) == (
        "Ten of the 14 were good. Seven of these, or seven, too.\nThirteen complied; Bury [nothing: no such question]."
    )


def test_links_images_html_and_code_show_as_typed() -> None:
    text = "[x](y) ![x](y) <b>b</b> <http://x.y> `c` &amp; \\*"
    assert shown([paragraph(text)], bury_figures()) == "[x](y) ![x](y) <b>b</b> <http://x.y> `c` &amp; *"


def test_bullets_that_follow_one_another_are_one_list() -> None:
    tokens = letter_tokens(
        [paragraph("a", ParagraphKind.BULLET), paragraph("b", ParagraphKind.BULLET), paragraph("c")], bury_figures()
    )
    assert [token.type for token in tokens].count("bullet_list_open") == 1
    assert [token.type for token in tokens].count("list_item_open") == 2
    assert sum("paragraph" in token.meta for token in tokens) == 3


@pytest.mark.parametrize(
    ("made", "source"),
    [
        (Paragraph(id="a", kind=ParagraphKind.HEADING, text="A\nB", level=9), "###### A B"),
        (Paragraph(id="a", kind=ParagraphKind.ITEM, text="a\nb", number="ii."), "ii. a b"),
        (Paragraph(id="a", kind=ParagraphKind.LINES, text="a\n\n b "), "a\\\nb"),
        (Paragraph(id="a", kind=ParagraphKind.PARAGRAPH, text="a", number="1.1."), "1.1. a"),
        (Paragraph(id="a", kind=ParagraphKind.PARAGRAPH, text="\x1b \n", number="1.1."), ""),
    ],
)
def test_a_paragraph_is_markdown(made: Paragraph, source: str) -> None:
    assert paragraph_source(made) == source


def test_a_paragraph_is_read_with_the_stretches_that_figures_printed() -> None:
    text, bound = reading(letter_tokens([paragraph("In {{1.1 bare}}, *really*,\n{{1.2 n}}; {{area}}.")], bury_figures()))
    assert text == "In 10 of the 14, really,\nseven; Bury."
    assert [(text[one.start : one.end], one.questions) for one in bound] == [
        ("10 of the 14", ("1.1",)),
        ("seven", ("1.2",)),
        ("Bury", ()),
    ]


def test_parsed_alone_figures_keep_their_source() -> None:
    tokens = markdown().parse("In {{1.1 words}}.")
    assert [token.content for token in figure_tokens(tokens)] == ["{{1.1 words}}"]


@given(st.text(), st.sampled_from(ParagraphKind))
def test_any_text_makes_a_letter_of_the_tokens_that_exports_know(text: str, kind: ParagraphKind) -> None:
    for token in letter_tokens([paragraph(text, kind)], bury_figures()):
        assert token.type.removesuffix("_open").removesuffix("_close") in {
            "paragraph", "heading", "inline", "bullet_list", "ordered_list", "list_item", "blockquote",
        }  # fmt: skip
        assert not {child.type for child in token.children or ()} - {
            "text", "figure", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close",
        }  # fmt: skip
