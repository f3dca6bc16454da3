"""Answers, tallies and the code book: for analysts, complete but for what is in confidence."""

import json
from typing import Any

import pytest

from sqs_tui.domain.instrument import Band
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.records import Answer
from sqs_tui.export.answers import answers_csv, answers_json
from sqs_tui.export.code_book import COLUMNS, code_book, code_book_markdown, when
from sqs_tui.export.stamp import stamp
from sqs_tui.export.tallies import tallies_csv, tallies_json
from sqs_tui.store.inspection import OpenInspection
from tests.builders import bury_expected, content, criteria, instrument, reviewed
from tests.domain.letter.letters import letter
from tests.export.conftest import AT
from tests.export.reading import rows


def _stamp(of: Letter) -> Any:
    return stamp(of.instrument, AT)


def _answers(bury: OpenInspection) -> list[dict[str, str]]:
    return rows(answers_csv(bury.written(), bury.answers, _stamp(bury.written())))


def test_there_is_a_row_for_each_case_and_question(bury: OpenInspection) -> None:
    found = _answers(bury)
    printed = [question.id for question in bury.instrument.of_unit("case") if question.printed]
    assert len(found) == 14 * len(printed)
    assert [row["question"] for row in found[: len(printed)]] == printed
    assert "concern" not in printed
    by_place = {(row["reference"], row["question"]): row for row in found}
    row = by_place["BU02", "4.2"]
    assert (row["unit"], row["section"], row["value"], row["label"], row["state"]) == ("case", "4", "no", "No", "answered")
    assert row["reasons"] == "speech"
    assert row["note"].startswith("Mother said")
    assert (row["by"], row["at"][:11]) == ("inspector-1", "2013-03-18T")
    assert by_place["BU02", "1.2"]["state"] == "not asked"
    assert {by_place["BU02", "1.2"][column] for column in ("value", "label", "by", "at")} == {""}
    assert by_place["BU01", "1.7"]["label"] == "Not applicable"


def test_answers_as_json_have_the_shape_of_show_and_the_code_book(bury: OpenInspection) -> None:
    read = json.loads(answers_json(bury.written(), bury.answers, _stamp(bury.written())))
    assert [record["reference"] for record in read["records"]] == [f"BU{at:02}" for at in range(1, 15)]
    answer = read["records"][1]["answers"]["4.2"]
    assert set(answer) >= {"value", "reasons", "note", "state", "by", "at"}
    assert (answer["value"], answer["reasons"], answer["by"]) == ("no", ["speech"], "inspector-1")
    assert read["code_book"] == json.loads(json.dumps(code_book(bury.written())))


def test_an_answer_that_is_not_asked_any_more_is_parked() -> None:
    made = letter(instrument(), [reviewed("C1", {"fact": "no", "1.2": content("no", "late", "no-plan", note="=1+1")})])
    given = {"1.2": Answer(content=made.records[0].answers["1.2"], by="me", at="2013", heads=())}
    (row,) = [row for row in rows(answers_csv(made, lambda _: given, _stamp(made))) if row["question"] == "1.2"]
    assert (row["state"], row["reasons"], row["note"], row["by"]) == ("parked", "late no-plan", "'=1+1", "me")


def test_no_answer_of_a_unit_in_confidence_is_exported() -> None:
    made = letter(instrument(), [reviewed("P1", {"s1": content("yes", note="said so")}, unit="staff")])
    assert rows(answers_csv(made, lambda _: {}, _stamp(made))) == []
    assert json.loads(answers_json(made, lambda _: {}, _stamp(made)))["records"] == []


def test_tallies_have_a_row_for_each_question_section_and_area(bury: OpenInspection) -> None:
    found = {(row["kind"], row["id"]): row for row in rows(tallies_csv(bury.written(), _stamp(bury.written())))}
    for expected in bury_expected()["judgements"]:
        row = found["question", expected["question"]]
        if expected["question"].startswith("s"):
            assert {row[column] for column in ("met", "of", "percent", "sign", "reasons", "values")} == {""}
            assert row["words"] == expected["words"] if "words" in expected else row["words"]
        else:
            assert (row["met"], row["of"]) == (str(expected["n"]), str(expected["d"]))
    assert found["question", "3.2"]["percent"] == "57"
    assert found["question", "3.2"]["reasons"] == "past-behaviour: 3; information: 2; undrawn: 1"
    assert found["question", "sentence"]["values"] == "1: 4; 2: 6; 4: 4"
    assert found["question", "psr"]["sign"] == ""
    assert found["question", "1.5"]["percent"] == ""
    section, area = found["section", "3"], found["area", "oversight"]
    assert (section["met"], section["of"], section["sign"]) == ("35", "63", "improvement")
    assert (area["met"], area["of"], area["sign"], area["margin"]) == ("15", "27", "improvement", "3")
    assert ("section", "5") not in found


def test_tallies_as_json_are_the_summary_without_what_was_said_in_confidence(bury: OpenInspection) -> None:
    read = json.loads(tallies_json(bury.written(), _stamp(bury.written())))
    assert (read["questions"]["3.2"]["met"], read["questions"]["3.2"]["words"]) == (8, "more than half")
    assert read["questions"]["2.4"]["records"]["not_met"] == ["BU05", "BU13", "BU14"]
    for row in bury_expected()["judgements"]:
        if row["question"].startswith("s"):
            told = read["questions"][row["question"]]
            assert (told["met"], told["of"], told["percent"]) == (None, None, None)
            assert told["words"]
    assert "code_book" in read


@pytest.fixture
def confiding() -> Letter:
    """A letter of an instrument in which an area, a section and a cell pool judgements that were given in confidence."""
    data = criteria()
    data["sections"][2]["questions"][0] |= {"scale": "quality-na", "theme": "work", "process": "planning"}
    data["areas"][0]["questions"] = ["1.2", "s1"]
    staff = [reviewed(f"P{at}", {"s1": "yes" if at else "no"}, unit="staff") for at in range(7)]
    cases = [reviewed(f"C{at}", {"fact": "yes", "1.2": "yes"}) for at in range(6)]
    made: Letter = letter(instrument(**{name: data[name] for name in ("sections", "areas")}), [*cases, *staff])
    return made


def test_no_pooled_number_tells_what_was_said_in_confidence(confiding: Letter) -> None:
    found = {(row["kind"], row["id"]): row for row in rows(tallies_csv(confiding, _stamp(confiding)))}
    read = json.loads(tallies_json(confiding, _stamp(confiding)))
    for place in (("section", "2"), ("area", "plans")):
        assert {found[place][column] for column in ("met", "of", "percent", "margin")} == {""}
    for told in (read["sections"]["2"], read["areas"]["plans"], read["matrix"]["work"]["planning"]):
        assert (told["met"], told["of"]) == (None, None)
    assert read["matrix"]["work"]["assessment"]["met"] == 0
    assert found["section", "1"]["met"] == "6"


def test_the_code_book_explains_every_column_and_question(bury: OpenInspection) -> None:
    made, by = bury.written(), _stamp(bury.written())
    tables = (answers_csv(made, bury.answers, by), tallies_csv(made, by))
    assert {column for table in tables for column in rows(table)[0]} <= set(COLUMNS) | {"id", "title"}
    book = code_book(made)
    assert set(book["questions"]) == {question.id for question in made.instrument.questions.values() if question.printed}
    asked = book["questions"]["1.2"]
    assert asked["asked_when"] == "psr = yes"
    assert asked["denominator"]["many"] == "cases with a pre-sentence report"
    assert [choice["counts"] for choice in asked["choices"]] == ["met", "not-met"]
    assert asked["reasons"]["analysis"]
    assert book["questions"]["s1"]["in_confidence"]
    assert book["thresholds"]["improvement_under"] == 65
    assert book["word_profile"]["bands"][2] == {"words": "all but one", "when": "all but 1, of 5 to 10"}


def test_the_code_book_can_be_read(bury: OpenInspection) -> None:
    source = code_book_markdown(bury.written(), _stamp(bury.written()))
    assert "#### 1.6 Assessment reviewed\n" in source
    assert "Not applicable: a review is not yet due; counts in no number)" in source
    assert "- **Counted in:** cases with a pre-sentence report\n" in source
    assert "| most | at least 75 per cent |" in source
    assert "- **Asked:** only when " in source
    assert "begins with an apostrophe" in source


@pytest.mark.parametrize(
    ("band", "says"),
    [
        (Band(words="w", all=True), "all"),
        (Band(words="w", none=True, least=3), "none, of 3 or more"),
        (Band(words="w", met=1, most=4), "exactly 1, of 4 or fewer"),
        (Band(words="w", missing=2, least=5, most=9), "all but 2, of 5 to 9"),
        (Band(words="w", over="66 2/3", at_most=75), "over 66 2/3 per cent and at most 75 per cent"),
    ],
)
def test_a_word_tells_when_it_holds(band: Band, says: str) -> None:
    assert when(band) == says
