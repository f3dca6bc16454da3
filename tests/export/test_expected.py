"""The published letter's figures, row by row, in the exported Markdown, HTML and Word letters, each in its paragraph."""

import re
from functools import cache
from typing import Any

import pytest

from sqs_tui.export.pieces import made
from sqs_tui.store.inspection import OpenInspection
from tests.builders import bury_expected
from tests.export.conftest import AT
from tests.export.reading import Page, markdown_blocks, word_blocks

_NUMBER = re.compile(r"^(\d\.\d)\.\s+(.*)", re.DOTALL)
_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OPERATIONAL = "operational management"
_ROWS = [row for row in (*bury_expected()["facts"], *bury_expected()["judgements"]) if "paragraph" in row]


def _share(n: int, d: int) -> str:
    return f"{n} of the {d}" if d > 10 else f"{_WORDS[n]} of the {_WORDS[d]}"


def _expected(row: dict[str, Any]) -> list[str]:
    """What a row must read as in the letter."""
    n, d = row.get("n", row.get("yes")), row.get("d", row.get("of"))
    match row.get("form", ""):
        case "n of d":
            return [_share(n, d)]
        case "n of these":
            return [f"{_WORDS[n]} of these"]
        case "all d, with the noun of its denominator":
            return [f"all {_WORDS[d]} cases with a custodial element"]
        case "failing share, n of d":
            return [_share(d - n, d)]
        case "n and percent":
            return [f"{_WORDS[n]} cases", f"({row['percent']}%)"]
        case "d, then n":
            return [f"{d} cases", f"{_WORDS[n]} of these"]
        case "n at the start of a sentence":
            return ["Thirteen of the children and young people"]
        case "typed prose":
            return [f"all {_WORDS[n]} relevant cases"]
        case form if form.startswith("failing share, "):
            return [f"{row['failing_words']} {'of ' if ' ' in row['failing_words'] else ''}members of staff"]
        case form if "joined with" in form:
            return [_share(n, d)]
        case _ if row["question"].startswith("s"):
            return [{"most": "most members of staff", "the majority": "the majority of members of staff"}[row["words"]]]
        case _:
            return ["all cases" if row["words"] == "all" else row["words"]]


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
    return {**found, _OPERATIONAL: "\n".join(blocks[start:end])}


@pytest.mark.parametrize("form", ["md", "html", "docx"])
@pytest.mark.parametrize("row", _ROWS, ids=lambda row: f"{row['question']}-{row['paragraph']}")
def test_a_figure_of_the_published_letter_stands_in_its_paragraph(bury: OpenInspection, form: str, row: dict[str, Any]) -> None:
    text = _paragraphs(form, bury)[row["paragraph"]]
    for wanted in _expected(row):
        assert wanted.casefold() in text.casefold(), f"{wanted!r} is not in {text!r}"


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_the_percentage_stands_once_and_both_lists_match(bury: OpenInspection, form: str) -> None:
    data = made("letter", form, bury.written(), (), answers=bury.answers, at=AT)
    areas = {area.id: area for area in bury.instrument.areas}
    wanted = [
        *(areas[area].strength for area in bury_expected()["strengths"]),
        *(areas[area].improvement for area in bury_expected()["improvements"]),
    ]
    if form == "docx":
        blocks = word_blocks(data)
        listed = [text for style, text in blocks if style in {"List Bullet", "Lettered Item"}]
        whole = "\n".join(text for _, text in blocks)
    elif form == "html":
        page = Page(data)
        start, end = (page.text.index(heading) for heading in ("Outstanding strengths", "What to focus on"))
        listed = [line for line in page.text[start:end].split("\n") if line.strip()]
        listed = [line for line in listed if not line.endswith((":", "strengths", "improvement"))]
        whole = page.text
    else:
        whole = "\n".join(markdown_blocks(data.decode()))
        listed = re.findall(r"^(?:- |[iv]+\. )(.*)", data.decode(), re.MULTILINE)
    bare = [re.sub(r"^[iv]+\.\s+", "", text.strip()) for text in listed]
    assert [text.casefold() for text in bare] == [text.casefold() for text in wanted]
    assert whole.count("57%") == 1
    assert whole.count("%") == 1
