"""The letter of the demonstration, as its lead inspector left it, states what the published one states."""

import re
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.records import Content
from sqs_tui.domain.wording import capitalised
from sqs_tui.export.markdown import letter_markdown
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from tests.builders import BURY, bury_expected, bury_records, default_instrument
from tests.bury_rows import OPERATIONAL, rows_missing
from tests.domain.letter.letters import bury_edited, bury_inspection, checker, letter


@pytest.fixture
def opened(demo_library: Path) -> OpenInspection:
    library = Library(demo_library)
    return library.open(library.find("bury"), by="somebody", now=lambda: pytest.fail("reading asks for no time"))


def edited(changed: dict[tuple[str, str], str]) -> Letter:
    """The edited letter with other values as answers to some questions of some records."""
    records = bury_records()
    for (record_id, question), value in changed.items():
        records = [
            msgspec.structs.replace(record, answers={**record.answers, question: Content(value=value)})
            if record.id == record_id
            else record
            for record in records
        ]
    return letter(default_instrument(), records, bury_inspection(), bury_edited())


def texts_of(made: Letter) -> dict[str, str]:
    """The exported Markdown as another program reads it, by the numbers of its paragraphs."""
    tokens = MarkdownIt("commonmark").parse(letter_markdown(made.tokens()))
    found: dict[str, str] = {}
    heading = ""
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        text = "".join(" " if child.type.endswith("break") else child.content for child in token.children or ())
        if before.type == "heading_open":
            heading = text.casefold()
        elif numbered := re.match(r"(\d+\.\d+)\. ", text):
            found[numbered[1]] = text[numbered.end() :]
        elif heading == OPERATIONAL:
            found[heading] = f"{found.get(heading, '')} {text}"
    return found


def test_it_has_no_open_problem_at_all(opened: OpenInspection) -> None:
    assert checker().findings(opened.written()) == ()


def test_every_paragraph_that_was_edited_is_in_it_as_a_persons_words(opened: OpenInspection) -> None:
    made = msgspec.json.decode(BURY.read_bytes())["letter"]["paragraphs"]
    assert {paragraph.id: paragraph.text for paragraph in opened.written().paragraphs if paragraph.own} == made


def test_the_tests_edited_letter_is_the_demonstrations(opened: OpenInspection) -> None:
    one, other = opened.written(), edited({})
    assert letter_markdown(one.tokens()) == letter_markdown(other.tokens())


def test_its_two_lists_are_those_of_the_published_letter(opened: OpenInspection) -> None:
    areas = {area.id: area for area in default_instrument().areas}
    source = letter_markdown(opened.written().tokens())
    expected = bury_expected()
    assert re.findall(r"^- (.*)$", source, re.MULTILINE) == [capitalised(areas[area].strength) for area in expected["strengths"]]
    assert re.findall(r"^(i+\.) (.*)$", source, re.MULTILINE) == [
        (number, capitalised(areas[area].improvement))
        for number, area in zip(("i.", "ii."), expected["improvements"], strict=True)
    ]


def test_every_row_of_the_published_letter_stands_under_its_paragraph_in_its_form(opened: OpenInspection) -> None:
    assert rows_missing(texts_of(opened.written())) == []


# Whether a row that is missing would be missed


def some_record(question: str, value: str) -> str:
    return next(record.id for record in bury_records() if record.answers.get(question, Content()).value == value)


@pytest.mark.parametrize(
    "row", [row for row in bury_expected()["judgements"] if "paragraph" in row], ids=lambda row: row["question"]
)
def test_a_row_is_missed_where_its_paragraph_is_gone(row: dict[str, str]) -> None:
    texts = texts_of(edited({}))
    del texts[row["paragraph"]]
    assert any(missing.startswith(f"{row['question']} in {row['paragraph']}: ") for missing in rows_missing(texts))


@pytest.mark.parametrize(
    "question", ["psr", "1.1", "1.2", "1.4", "1.5", "1.6", "1.7", "2.1", "2.4", "2.5", "3.2", "3.4", "4.2", "4.5", "4.6", "s9"]
)
def test_a_row_is_missed_where_one_answer_is_another(question: str) -> None:
    texts = texts_of(edited({(some_record(question, "yes"), question): "no"}))
    assert any(missing.startswith(f"{question} in ") for missing in rows_missing(texts))


def test_a_percentage_more_is_missed() -> None:
    texts = texts_of(edited({}))
    assert rows_missing({**texts, "4.2": f"{texts['4.2']} That is 100%."})[0].startswith("57% once")
