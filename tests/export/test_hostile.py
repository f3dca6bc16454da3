"""No text that a user types, in any place, puts markup, a script, a reference, a formula or a command into an export."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sqs_tui.domain.letter.tokens import as_text
from sqs_tui.export import PIECES
from sqs_tui.text import clean_text
from tests.export.hostile import exported, hostile
from tests.export.reading import (
    WORD,
    Page,
    commands_in,
    direct_formatting,
    formulas,
    markdown_types,
    rows,
    word_blocks,
    word_parts,
)

_MARKS = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~&$^:@=\"'/ \n\t\r1a0",
        *("http://a.b", "www.a.b", "<!--", "&lt;", "a@b.cd", "{{1.1}}", "{{area}}", "1. ", "- ", "> ", "## ", "```", "<script>"),
        *("=1+1", "@SUM(A1)", "+1", "-1", "＝1", "\u200b=1", "\xa0=1", "=cmd|'/c calc'!A1"),
        *("\x1b[31m", "\x9b31m", "\x00", "\x07", "\u202e", "\ufeff", "\ufffe", "\ue000", "\U0001f600", "好"),
        *("javascript:alert(1)", "<img src=x onerror=y>", "</w:t>", "<![CDATA[", "]]>", "&#0;", "<?xml"),
    ]
)
_TEXTS = st.lists(_MARKS, max_size=12).map("".join) | st.text(max_size=40)
_FEW = settings(max_examples=25)

_NASTY = (
    "<script>alert(1)</script> [x](http://a.b) ![i](j) # *b* `d` \\ &amp; {{1.1}} www.a.b c@d.e |g| $h$ \x1b[31m\u202e\n\n"
    "# h\n\n- i\n\n<img src=x>\n\n```\ncode\n```\n\n=1+1"
)
_LETTER_TYPES = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak"),
    *("em_open", "em_close", "strong_open", "strong_close", "blockquote_open", "blockquote_close"),
    *("bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close", "list_item_open", "list_item_close"),
}
_TABLE_TYPES = {f"{part}_{end}" for part in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")}
_FRAME_TAGS = {"html", "head", "meta", "title", "style", "body", "main", "footer"}
_LETTER_TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "em", "strong", "span", "q", "ul", "ol", "li", "blockquote", "div"),
}
_SHEET_TAGS = {"h1", "h2", "p", "br", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "title", "start"}


@pytest.mark.parametrize("piece", ["letter", "evidence", "code-book", "feedback"])
@given(text=_TEXTS)
@_FEW
@example(text=_NASTY)
@example(text="- - ")
def test_markdown_holds_nothing_that_another_program_runs_or_loads(piece: str, text: str) -> None:
    source = exported(piece, "md", text).decode()
    assert markdown_types(source) <= (_LETTER_TYPES if piece == "letter" else _LETTER_TYPES | _TABLE_TYPES)
    assert not commands_in(source)


@pytest.mark.parametrize("piece", ["letter", "feedback"])
@given(text=_TEXTS)
@_FEW
@example(text=_NASTY)
def test_html_holds_only_the_tags_and_attributes_of_its_kind(piece: str, text: str) -> None:
    data = exported(piece, "html", text)
    page = Page(data)
    assert {tag for tag, _ in page.tags} - _FRAME_TAGS <= (_LETTER_TAGS if piece == "letter" else _SHEET_TAGS)
    assert {name for _, attributes in page.tags for name in attributes} <= _ATTRIBUTES
    assert [said["http-equiv"] for _, said in page.tags if "http-equiv" in said] == ["Content-Security-Policy"]
    assert sum(tag in _FRAME_TAGS for tag, _ in page.tags) == len(_FRAME_TAGS) + 2  # three of them are <meta>
    assert not commands_in(data.decode())


@pytest.mark.parametrize("piece", [piece.id for piece in PIECES.values() if "csv" in piece.forms])
@given(text=_TEXTS)
@_FEW
@example(text=_NASTY)
@example(text="=1+1")
def test_no_cell_of_a_table_starts_a_formula(piece: str, text: str) -> None:
    data = exported(piece, "csv", text)
    assert formulas(data) == []
    assert rows(data)
    assert not commands_in(data.decode("utf-8-sig"))


@pytest.mark.parametrize("piece", [piece.id for piece in PIECES.values() if "json" in piece.forms])
@given(text=_TEXTS)
@_FEW
@example(text=_NASTY)
def test_json_holds_text_as_text_and_no_command(piece: str, text: str) -> None:
    data = exported(piece, "json", text).decode()
    assert json.loads(data)["code_book"]["questions"]["1.1"]["text"] == "Was it assessed?"
    assert not commands_in(data)


def _read(text: str) -> str:
    """The letter's words as its tokens have them, with typed list numbers, without white space."""
    read = "DRAFT" + _draft_count(text)
    for token in hostile(text)[0].tokens():
        read += f"{token.info}{token.markup}" if token.type == "list_item_open" and token.info else ""
        for child in token.children or ():
            read += "".join(part.content for part in as_text(child)) if child.type == "figure" else clean_text(child.content)
    return "".join(read.split())


def _draft_count(text: str) -> str:
    open_ = sum(not finding.waived for finding in hostile(text)[1])
    return f": {open_} problem{' is' if open_ == 1 else 's are'} open"


@given(text=_TEXTS)
@_FEW
@example(text=_NASTY)
@example(text="1. ")
@example(text="1. - x\n2. # h")
def test_a_word_letter_holds_the_text_and_nothing_else(text: str) -> None:
    data = exported("letter", "docx", text)
    parts = word_parts(data)  # each part is well-formed
    assert "".join("".join(block for _, block in word_blocks(data)).split()) == _read(text)
    relations = [relation for name, part in parts.items() if name.endswith(".rels") for relation in part]
    assert len(relations) == 7  # document, properties, styles, lists, settings, head and foot
    assert not [relation for relation in relations if relation.get("TargetMode")]
    fields = [field.get(f"{WORD}instr") for part in parts.values() for field in part.iter(f"{WORD}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert direct_formatting(data) == set()
    assert not [name for part in parts.values() for name in part.itertext() if commands_in(name)]
