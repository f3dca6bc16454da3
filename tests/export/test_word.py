"""The letter as a Word document, opened again with python-docx: styles, no direct formatting, nothing from a template."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import ParagraphKind
from sqs_tui.domain.letter.tokens import letter_tokens
from sqs_tui.export.pieces import made
from sqs_tui.export.stamp import stamp
from sqs_tui.export.word import About, letter_docx
from sqs_tui.store.inspection import OpenInspection
from tests.builders import default_instrument
from tests.domain.letter.letters import bury_figures, paragraph
from tests.export.conftest import AT
from tests.export.reading import WORD, direct_formatting, word, word_blocks, word_parts


@pytest.fixture(scope="session")
def document(bury: OpenInspection) -> bytes:
    return made("letter", "docx", bury.written(), (), answers=bury.answers, at=AT)


def _of(*texts: str, kind: ParagraphKind = ParagraphKind.PARAGRAPH) -> bytes:
    tokens = letter_tokens([paragraph(text, kind) for text in texts], bury_figures())
    return letter_docx(tokens, about=About(title="T", subject="S", author="A"), stamp=stamp(default_instrument(), AT))


def test_the_letter_s_parts_have_styles_of_their_own(document: bytes) -> None:
    blocks = word_blocks(document)
    styles = [style for style, _ in blocks]
    assert blocks[:3] == [
        ("Letterhead", "HM Inspectorate of Probation"),
        ("Letterhead Line", "Demonstration: every case and interview is invented"),
        ("Letter Details", "To: the Chair of the Management Board"),
    ]
    assert ("Title", "Short Quality Screening of youth offending work: Bury") in blocks
    assert ("Heading 1", "Summary") in blocks
    assert ("Heading 2", "2. Protecting the public") in blocks
    assert styles.count("Numbered Paragraph") == 14
    assert styles.count("List Lead") == 2
    assert styles.count("List Bullet") == 4
    assert ("Lettered Item", "i.\tBetter assessment, planning and review of vulnerability and safeguarding") in blocks
    assert [text for style, text in blocks if style == "Copy List"][-1] == "Police and Crime Commissioner"
    assert styles.count("Copy List") == 6


def test_printed_numbers_are_kept_as_text_behind_which_the_text_hangs(document: bytes) -> None:
    numbers = [text.partition("\t")[0] for style, text in word_blocks(document) if style == "Numbered Paragraph"]
    assert numbers == [
        *("1.1.", "1.2.", "1.3.", "1.4.", "2.1.", "2.2.", "2.3.", "2.4.", "3.1.", "3.2.", "3.3.", "4.1.", "4.2.", "4.3."),
    ]
    style = word(document).styles["Numbered Paragraph"].paragraph_format
    assert style.first_line_indent == -style.left_indent
    assert style.left_indent > 0


def test_nothing_is_formatted_but_by_styles(document: bytes) -> None:
    assert direct_formatting(document) == set()
    rich = _of("**Bold** *thin* ***both*** {{1.9}} {{area}}", "> quoted\n\n- one\n  - two\n\n3. three")
    assert direct_formatting(rich) == set()


def test_every_style_that_is_used_is_there(document: bytes) -> None:
    known = {style.style_id for style in word(document).styles}
    for part in word_parts(document).values():
        for tag in ("pStyle", "rStyle", "basedOn", "next", "link"):
            assert {used.get(f"{WORD}val") for used in part.iter(f"{WORD}{tag}")} <= known


def test_emphasis_becomes_character_styles() -> None:
    (first,) = word(_of("Plain **bold** and *thin* and ***both***, {{1.9}}.")).paragraphs
    styled = {run.text: run.style.name for run in first.runs if run.style and run.style.name != "Default Paragraph Font"}
    assert styled == {
        "bold": "Strong",
        "thin": "Emphasis",
        "both": "Strong Emphasis",
        "[1.9: no such question]": "Problem",
    }


def test_quotes_have_a_style_in_a_line_and_as_a_paragraph(document: bytes, bury_written: Letter) -> None:
    quoted = [run.text for one in word(document).paragraphs for run in one.runs if run.style and run.style.name == "Quote Char"]
    assert len(quoted) == 4
    assert all(text.startswith("“") and text.endswith("”") for text in quoted)
    (identity, *_) = bury_written.entries.quotes
    alone = msgspec.structs.replace(paragraph(f"{{{{quote:{identity}}}}}"), id="alone")
    tokens = letter_tokens([paragraph("A heading", ParagraphKind.HEADING), alone], bury_written.figures)
    made_again = letter_docx(tokens, about=About(title="", subject="", author=""), stamp=stamp(default_instrument(), AT))
    assert word_blocks(made_again)[-1][0] == "Quote"


def test_blocks_that_an_editor_may_write_keep_what_they_are() -> None:
    blocks = word_blocks(_of("First.", "- one\n  - two\n\n    more\n- three", "> quoted", "7. seven\n8. eight", "a\\\nb\nc"))
    assert blocks == [
        ("Letter Details", "First."),
        ("List Bullet", "one"),
        ("List Bullet 2", "two"),
        ("List Continue 2", "more"),
        ("List Bullet", "three"),
        ("Quote", "quoted"),
        ("Lettered Item", "7.\tseven"),
        ("Lettered Item", "8.\teight"),
        ("Letter Details", "a\nb c"),
    ]


def test_headings_below_a_second_title_begin_at_one() -> None:
    tokens = letter_tokens(
        [msgspec.structs.replace(paragraph(f"H{level}", ParagraphKind.HEADING), level=level) for level in (1, 2, 1, 3, 6)],
        bury_figures(),
    )
    data = letter_docx(tokens, about=About(title="", subject="", author=""), stamp=stamp(default_instrument(), AT))
    assert [style for style, _ in word_blocks(data)] == ["Title", "Heading 1", "Heading 1", "Heading 2", "Heading 5"]


def test_the_page_is_a4_with_its_number_as_a_field(document: bytes) -> None:
    section = word(document).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    (footer,) = [part for name, part in word_parts(document).items() if name.startswith("word/footer")]
    assert [field.get(f"{WORD}instr") for field in footer.iter(f"{WORD}fldSimple")] == ["PAGE", "NUMPAGES"]
    assert section.footer.paragraphs[0].style.name == "Footer"


def test_its_properties_are_those_of_the_letter(document: bytes) -> None:
    properties = word(document).core_properties
    assert properties.title == "Short Quality Screening of youth offending work: Bury 2013"
    assert properties.subject == "Bury Youth Offending Service"
    assert properties.author == "the Assistant Chief Inspector"
    assert properties.comments.startswith("Short Quality Screening of youth offending work (sqs 1.0). Written on 8 May 2013")
    assert (properties.created, properties.modified) == (AT, AT)
    assert properties.last_modified_by == ""
    assert properties.language == "en-GB"
    assert "python" not in re.sub(r"\s", "", str(word_parts(document)["docProps/core.xml"].itertext()))


def test_its_language_is_british_english(document: bytes) -> None:
    languages = {one.get(f"{WORD}val") for part in word_parts(document).values() for one in part.iter(f"{WORD}lang")}
    assert languages == {"en-GB"}


def test_nothing_of_a_template_is_left_and_nothing_lies_outside(document: bytes) -> None:
    parts = word_parts(document)
    assert set(parts) == {
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    }
    relations = [relation for name, part in parts.items() if name.endswith(".rels") for relation in part]
    assert len(relations) == 6
    assert not [relation for relation in relations if relation.get("TargetMode")]
    assert not [part for part in parts.values() if list(part.iter(f"{WORD}hyperlink")) or list(part.iter(f"{WORD}instrText"))]
    assert b"python-docx" not in document


def test_a_draft_says_so_at_the_head_of_every_page(bury: OpenInspection) -> None:
    data = made("letter", "docx", bury.written(), (), answers=bury.answers, at=AT, draft=True)
    assert word_blocks(data)[0] == ("Draft Mark", "DRAFT")
    assert word(data).sections[0].header.paragraphs[0].text == "DRAFT"
    assert direct_formatting(data) == set()


def test_long_details_fit_into_the_properties() -> None:
    about = About(title="T" * 300, subject="\x1b[31mS\n", author="")
    data = letter_docx([], about=about, stamp=stamp(default_instrument(), AT))
    assert word(data).core_properties.title == "T" * 255
    assert word(data).core_properties.subject == "[31mS"
    assert word_blocks(data) == []


@cache
def _loads(*arguments: str) -> set[str]:
    code = (
        f"import sys\nfrom sqs_tui import cli\ncli.main({list(arguments)!r})\n"
        "print()\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True, timeout=50)
    return set(done.stdout.splitlines()[-1].split())


def test_only_the_word_letter_loads_what_makes_it(tmp_path: Path) -> None:
    heavy = {"docx", "lxml"}
    assert not _loads("--demo", "letter", "bury", "--html") & heavy
    assert not _loads("--demo", "export", "bury", "evidence", "--output", str(tmp_path / "evidence.md")) & heavy
    assert heavy <= _loads("--demo", "export", "bury", "--output", str(tmp_path / "letter.docx"))
