"""The published letter's figures, row by row, in the exported Markdown, HTML and Word letters, each in its paragraph."""

import re
from functools import cache

import pytest

from sqs_tui.export.pieces import made
from sqs_tui.store.inspection import OpenInspection
from tests.builders import bury_expected
from tests.bury_rows import OPERATIONAL, rows_missing
from tests.export.conftest import AT
from tests.export.reading import Page, markdown_blocks, word_blocks

_NUMBER = re.compile(r"^(\d\.\d)\.\s+(.*)", re.DOTALL)


@cache
def _paragraphs(form: str, bury: OpenInspection) -> dict[str, str]:
    """The letter's paragraphs by their numbers; those below the heading on staff together."""
    data = made("letter", form, bury.written(), (), answers=bury.answers, at=AT)
    if form == "docx":
        blocks = [text for _, text in word_blocks(data)]
    else:
        blocks = markdown_blocks(data.decode()) if form == "md" else [text for _, _, text in Page(data).blocks]
    found = {match[1]: match[2] for text in blocks if (match := _NUMBER.match(text.strip()))}
    start, end = blocks.index("Operational management"), blocks.index("Outstanding strengths")
    return {**found, OPERATIONAL: "\n".join(blocks[start:end])}


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_every_row_of_the_published_letter_stands_in_its_paragraph_in_its_form(bury: OpenInspection, form: str) -> None:
    assert rows_missing(_paragraphs(form, bury)) == []


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_both_lists_are_those_of_the_published_letter(bury: OpenInspection, form: str) -> None:
    data = made("letter", form, bury.written(), (), answers=bury.answers, at=AT)
    areas = {area.id: area for area in bury.instrument.areas}
    wanted = [
        *(areas[area].strength for area in bury_expected()["strengths"]),
        *(areas[area].improvement for area in bury_expected()["improvements"]),
    ]
    if form == "docx":
        blocks = word_blocks(data)
        listed = [text for style, text in blocks if style in {"List Bullet", "Lettered Item"}]
    elif form == "html":
        page = Page(data)
        start, end = (page.text.index(heading) for heading in ("Outstanding strengths", "What to focus on"))
        listed = [line for line in page.text[start:end].split("\n") if line.strip()]
        listed = [line for line in listed if not line.endswith((":", "strengths", "improvement"))]
    else:
        listed = re.findall(r"^(?:- |[iv]+\. )(.*)", data.decode(), re.MULTILINE)
    bare = [re.sub(r"^[iv]+\.\s+", "", text.strip()) for text in listed]
    assert [text.casefold() for text in bare] == [text.casefold() for text in wanted]
