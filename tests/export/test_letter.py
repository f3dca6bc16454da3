"""The letter as Markdown and as HTML: the same words, and nothing in them is interpreted."""

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import letter_tokens
from sqs_tui.domain.records import Inspection
from sqs_tui.export.html import letter_html
from sqs_tui.export.markdown import letter_markdown
from sqs_tui.text import clean_text
from tests.builders import bury_records, default_instrument
from tests.domain.letter.letters import bury_figures, bury_inspection, bury_letter, drafted, figures, paragraph, shown

HOSTILE = "<script>alert(1)</script> [x](http://a.b) ![i](j) # *b* _c_ `d` \\ &amp; {{1.1}} www.a.b c@d.e ~~f~~ |g| $h$ \x1b[31m"


class _Page(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += "\n" if tag in {"p", "li", "br"} or tag[0] == "h" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


def _page(paragraphs: tuple[Paragraph, ...], inspection: Inspection) -> _Page:
    page = _Page()
    tokens = letter_tokens(paragraphs, figures(default_instrument(), bury_records(), inspection))
    page.feed(letter_html(tokens, title=inspection.name))
    return page


def _as_another_reads_it(source: str) -> tuple[str, set[str]]:
    """The text of Markdown, a line for each block, and the types of what is in it, as a generous program finds them."""
    text, found = "", set()
    for token in MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(source):
        found.add(token.type)
        for child in token.children or ():
            found.add(child.type)
            text += "\n" if child.type in {"softbreak", "hardbreak"} else child.content
        text += "\n" if token.type == "inline" else ""
    return text, found


def _hostile() -> Inspection:
    names = ("area", "service", "lead", "contact", "addressee", "sender", "letterhead")
    return msgspec.structs.replace(
        bury_inspection(), copies=(HOSTILE, "# heading", "1. list", "- item"), **dict.fromkeys(names, HOSTILE)
    )


def test_markdown_of_the_bury_letter_reads_as_the_letter_does() -> None:
    source = letter_markdown(letter_tokens(bury_letter(), bury_figures()))
    text, _ = _as_another_reads_it(source)
    assert text.split() == shown(bury_letter(), bury_figures()).split()
    assert (
        "\n1.1. The first assessment of the likelihood of reoffending was timely and sufficient in 10 of the 14 cases" in source
    )
    assert "\n- Work to address offending is well planned and reviewed\n- Children and young people" in source
    assert "\ni. Better assessment, planning and review" in source
    assert "# Short Quality Screening of youth offending work: Bury\n" in source
    assert "\\" not in source.replace("\\\n", "")


def test_markdown_holds_nothing_that_another_program_interprets() -> None:
    inspection = _hostile()
    letter = drafted(default_instrument(), bury_records(), inspection)
    tokens = letter_tokens(letter, figures(default_instrument(), bury_records(), inspection))
    text, found = _as_another_reads_it(letter_markdown(tokens))
    assert text.count(clean_text(HOSTILE)) == 9
    assert "\n# heading\n1. list\n- item\n" in text
    assert not {kind for kind in found if re.match("html|link|image|code|fence|em_|s_|table|hr|ordered", kind)}


def test_html_holds_nothing_that_a_browser_interprets() -> None:
    inspection = _hostile()
    page = _page(drafted(default_instrument(), bury_records(), inspection), inspection)
    assert page.text.count(clean_text(HOSTILE)) == 10  # the title tells the area too
    assert {tag for tag, _ in page.tags} == {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "strong", "br", "span",
    }  # fmt: skip
    assert not [attributes for _, attributes in page.tags if attributes.keys() & {"src", "href", "onclick", "style"}]


def test_html_is_a_page_of_its_own_with_headings_lists_and_figures() -> None:
    html = letter_html(letter_tokens(bury_letter(), bury_figures()), title="Bury 2013")
    assert html.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Bury 2013</title>" in html
    assert "@page { size: A4;" in html
    assert "http:" not in html
    assert "https:" not in html
    assert " timely and sufficient in 10 of the 14 cases." in html
    assert '<ol class="items">\n<li>' in html
    assert html.count("<li>") == 6
    assert html.count("</ol>") == 1
    assert html.count("<h1>") == 1


def test_html_says_no_number_of_what_was_said_in_confidence() -> None:
    html = letter_html(letter_tokens(bury_letter(), bury_figures()), title="Bury 2013")
    assert not re.search(r'title="s\d', html)


def test_a_figure_that_cannot_be_printed_is_seen_in_both() -> None:
    tokens = letter_tokens([paragraph("In {{1.9}}.")], bury_figures())
    assert letter_markdown(tokens) == "In \\[1.9: no such question\\].\n"
    html = letter_html(tokens, title="")
    assert (
        '<span class="problem" title="The figure {{1.9}} cannot be printed: no such question.">[1.9: no such question]</span>'
        in html
    )


@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        "**Bold** and *thin* and ***both***.",
        "- one\n- two\n  - inner\n\n  more",
        "3. three\n4. four",
        "> quoted\n> twice\n\nafter",
        "a  \nb\\\nc\nd",
        "## Heading #5 \\#",
        "14\\. is no list, \\- nor this\n\\+ nor that",
        "-\n- x",
    ],
)
def test_what_an_editor_may_write_comes_out_as_it_went_in(text: str) -> None:
    source = letter_markdown(letter_tokens([paragraph(text)], bury_figures()))
    plain = MarkdownIt("commonmark", {"html": False})
    tight = re.compile(r"</?p>|\s+")  # blank lines in a list add paragraphs to it, and no words
    assert tight.sub("", plain.render(source)) == tight.sub("", plain.render(text))


_MARKS = st.sampled_from(
    [*"\\`*_{}[]()<>#+-.!|~&$^:@=\"'/ \n\t1a0", "http://a.b", "www.a.b", "<!--", "&lt;", "a@b.cd", "{{1.1}}", "1. "]
)
_TEXTS = st.lists(_MARKS).map("".join) | st.text()


@given(
    text=_TEXTS, kind=st.sampled_from([ParagraphKind.PARAGRAPH, ParagraphKind.HEADING, ParagraphKind.BULLET, ParagraphKind.LINES])
)
def test_no_text_of_a_user_is_interpreted_by_another_program(text: str, kind: ParagraphKind) -> None:
    inspection = msgspec.structs.replace(bury_inspection(), addressee=text, letterhead=text)
    prints = figures(default_instrument(), [], inspection)
    for name in ("addressee", "letterhead"):
        tokens = letter_tokens([paragraph(f"{{{{{name}}}}}", kind)], prints)
        read, found = _as_another_reads_it(letter_markdown(tokens))
        assert read.split() == shown([paragraph(f"{{{{{name}}}}}", kind)], prints).split()
        assert found <= {
            "paragraph_open", "paragraph_close", "heading_open", "heading_close", "bullet_list_open", "bullet_list_close",
            "list_item_open", "list_item_close", "inline", "text", "softbreak", "hardbreak",
        }  # fmt: skip
        page = _Page()
        page.feed(letter_html(tokens, title=text))
        assert {tag for tag, _ in page.tags} <= {
            "html", "head", "meta", "title", "style", "body", "main", "p", "br", "span", "h2", "ul", "li",
        }  # fmt: skip
