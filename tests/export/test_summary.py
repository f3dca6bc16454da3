import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import Decision, Entries
from sqs_tui.domain.records import Answer, Content, Record
from sqs_tui.domain.tally import tally
from sqs_tui.export.summary import record_json, record_text, summary_json, summary_text
from tests.builders import bury_expected, bury_records, content, default_instrument, instrument, question, reviewed
from tests.domain.letter.letters import BLANK, bury_entries, bury_inspection


def _bury() -> Any:
    records = bury_records()
    made = summary_json(default_instrument(), bury_inspection(), tally(default_instrument(), records), records)
    assert json.loads(json.dumps(made)) == json.loads(msgspec.json.encode(made))
    return made


def _answers(given_answers: dict[str, Content]) -> dict[str, Answer]:
    return {
        asked: Answer(content=answer, by="someone", at="2013-03-18T10:00:00.000Z", heads=("c",))
        for asked, answer in given_answers.items()
    }


def _record(unit: str = "case", **fields: Any) -> Record:
    return Record(id="r1", unit=unit, reference="BU01", **fields)


def test_the_summary_has_every_row_of_the_published_letter() -> None:
    made, expected = _bury(), bury_expected()
    for row in expected["judgements"]:
        found = made["questions"][row["question"]]
        assert (found["met"], found["of"]) == (row["n"], row["d"])
        if "words" in row and (row["d"] >= 5 or row["n"] in (0, row["d"])) and row["d"] > 1:
            assert found["words"] == row["words"]
        if "percent" in row:
            assert found["percent"] == row["percent"]
    for row in expected["facts"]:
        assert made["facts"][row["question"]]["yes"] == row["yes"]
        assert sum(made["facts"][row["question"]].values()) == row["of"]
    for row in expected["top_reasons"]:
        first = row.get("first_two", [row.get("first")])
        assert [reason["id"] for reason in made["questions"][row["question"]]["reasons"]][: len(first)] == first


def test_the_summary_proposes_the_published_areas() -> None:
    made, expected = _bury(), bury_expected()
    proposals = {area: found["proposal"] for area, found in made["areas"].items()}
    assert proposals == {
        **dict.fromkeys(expected["strengths"], "strength"),
        **dict.fromkeys(expected["improvements"], "improvement"),
        **dict.fromkeys(expected["neither"]),
    }
    assert [area for area, found in made["areas"].items() if found["borderline"]] == ["harm"]
    assert made["areas"]["harm"].keys() == {"met", "of", "proposal", "margin", "borderline", "records", "decision"}


def test_the_summary_tells_what_was_decided_on_an_area() -> None:
    decisions = {**bury_entries().decisions, "harm": Decision(sign=None, reason="one answer decides")}
    tallies = tally(default_instrument(), bury_records())
    made = summary_json(default_instrument(), bury_inspection(), tallies, bury_records(), Entries(decisions=decisions))
    expected = bury_expected()
    assert {area: found["decision"] for area, found in made["areas"].items()} == {
        **dict.fromkeys(expected["strengths"], "strength"),
        **dict.fromkeys(expected["improvements"], "improvement"),
        **dict.fromkeys(expected["neither"]),
        "harm": "left out",
    }
    assert {found["decision"] for found in _bury()["areas"].values()} == {None}


def test_the_summary_names_the_records_behind_a_number_by_reference() -> None:
    found = _bury()["questions"]["2.4"]
    assert found["records"]["not_met"] == ["BU05", "BU13", "BU14"]
    assert len(found["records"]["met"]) == found["met"]


def test_the_summary_pools_sections_and_themes() -> None:
    made = _bury()
    assert made["sections"]["3"] == {"met": 35, "of": 63, "percent": 56, "sign": "improvement"}
    assert made["matrix"]["child"]["oversight"] == {"met": 6, "of": 14, "percent": 43, "sign": "improvement"}
    assert made["records"] == {"case": 14, "staff": 8}


def test_the_summary_tells_nothing_of_who_said_what_in_confidence() -> None:
    made = _bury()
    for view in ("s1", "s9"):
        assert made["questions"][view]["records"] == {"met": [], "not_met": []}
        assert made["questions"][view]["percent"] is None
    assert not {record.reference for record in bury_records() if record.unit == "staff"} & set(json.dumps(made).split('"'))


def _few(*values: str) -> Any:
    """The summary of one question that was answered so few times."""
    records = [reviewed(f"K{at}", {"k1": value}) for at, value in enumerate(values)]
    asked = instrument(question("k1"), areas=[])
    return summary_json(asked, BLANK, tally(asked, records), records)["questions"]["k1"]


@pytest.mark.parametrize("values", [("yes", "yes", "no"), ("yes", "no"), ("yes", "no", "no", "no")])
def test_few_answers_have_no_percentage_and_no_word_that_compares(values: tuple[str, ...]) -> None:
    made = _few(*values)
    assert (made["percent"], made["words"]) == (None, None)
    assert (made["met"], made["of"]) == (values.count("yes"), len(values))


def test_few_answers_keep_the_words_of_a_count() -> None:
    assert [_few(*["yes"] * 4)["words"], _few(*["no"] * 3)["words"]] == ["all", "none"]


def test_enough_answers_have_a_percentage_and_a_word() -> None:
    made = _few("yes", "yes", "yes", "no", "no")
    assert (made["percent"], made["words"]) == (60, "most")


def test_no_answers_have_no_word_and_propose_nothing() -> None:
    empty = summary_json(default_instrument(), BLANK, tally(default_instrument(), []), [])
    assert empty["questions"]["1.1"]["words"] is None
    assert empty["areas"]["harm"]["proposal"] is None


def test_what_is_never_printed_is_in_no_summary() -> None:
    records = bury_records()
    assert "concern" not in _bury()["questions"]
    assert "concern" not in _bury()["facts"]
    assert "Immediate" not in summary_text(default_instrument(), bury_inspection(), tally(default_instrument(), records))


def test_a_record_tells_each_answer_with_its_state() -> None:
    given_answers = {
        "psr": content("no"),
        "1.1": content("no", "late", note="Late.", quote=True),
        "1.2": content("yes"),
        "1.6": content("na"),
    }
    made = record_json(default_instrument(), _record(case_manager="CM1"), _answers(given_answers))
    assert json.loads(json.dumps(made)) == made
    answers = made["answers"]
    assert {asked: answers[asked]["state"] for asked in ("1.1", "1.2", "1.3", "1.5", "1.6", "4.7")} == {
        "1.1": "answered",
        "1.2": "parked",
        "1.3": "unanswered",
        "1.5": "waiting",
        "1.6": "not applicable",
        "4.7": "waiting",
    }
    assert answers["1.1"] == {
        "value": "no",
        "reasons": ["late"],
        "note": "Late.",
        "quote": True,
        "state": "answered",
        "why": "always asked",
        "by": "someone",
        "at": "2013-03-18T10:00:00.000Z",
    }
    assert answers["1.3"]["value"] is None
    assert answers["1.3"]["by"] is None


def test_an_interview_can_be_shown_to_the_inspector() -> None:
    answers = _answers({"s1": content("no")})
    assert record_json(default_instrument(), _record("staff"), answers)["answers"]["s1"]["value"] == "no"
    assert "s1 Policy on risk of harm" in record_text(default_instrument(), _record("staff"), answers)


def test_the_summary_as_text_is_a_table() -> None:
    text = summary_text(default_instrument(), bury_inspection(), tally(default_instrument(), bury_records()))
    assert text.startswith("Bury 2013: 14 cases, eight members of staff\n\n0 Case details\n")
    assert "\n  1.1 Initial assessment                          10 of 14   over two-thirds\n" in text
    assert "\n  s1 Policy on risk of harm                                  most\n" in text
    assert "\n  Risk of harm to others                          54 of 64   borderline, by 1\n" in text
    assert "\n  Vulnerability and safeguarding                  29 of 49 v by 3\n" in text


def test_the_summary_as_text_marks_what_the_letter_lists_and_leaves_out() -> None:
    decisions = {**bury_entries().decisions, "harm": Decision(sign=None, reason="one answer decides")}
    tallies = tally(default_instrument(), bury_records())
    text = summary_text(default_instrument(), bury_inspection(), tallies, Entries(decisions=decisions))
    assert "in front: as the letter lists it, x left out" in text
    assert "\n  Assessing the likelihood of reoffending         28 of 39   by 3\n" in text
    assert "\n^ Engaging children and their parents or carers   25 of 27 ^ by 3\n" in text
    assert "\nx Risk of harm to others                          54 of 64   borderline, by 1\n" in text
    assert "\nv Vulnerability and safeguarding                  29 of 49 v by 3\n" in text


def test_the_record_as_text_says_why_a_question_is_not_asked() -> None:
    given_answers = {
        "psr": content("no"),
        "1.2": content("yes"),
        "1.1": content("no", "late", "voice", note="First line.\nSecond [line]."),
        "1.6": content("na"),
        "custody": content("no"),
    }
    text = record_text(default_instrument(), _record(inspector="inspector-1"), _answers(given_answers))
    assert text.startswith("BU01: case, not started, ")
    assert "1.5 Planning in custody           not asked: no custodial element" in text
    assert "1.2 Pre-sentence report           (Yes) not asked: " in text
    assert "1.1 Initial assessment            No; Assessment too late; Child/parent" in text
    assert "\n      First line.\n      Second [line].\n" in text
    assert "1.6 Assessment reviewed           Not applicable: a review is not yet due" in text


def test_a_small_foreign_instrument_has_a_summary_too() -> None:
    asked = instrument(question("k1"), areas=[])
    records = [reviewed("K1", {"k1": "yes"})]
    tallies = tally(asked, records)
    assert summary_json(asked, BLANK, tallies, records)["questions"]["k1"]["met"] == 1
    assert "k1 Title of k1" in summary_text(asked, BLANK, tallies)
    assert "Areas" not in summary_text(asked, BLANK, tallies)


def _cells(line: str) -> int:
    return sum(2 if "\u3000" <= character <= "\uffdc" else 1 for character in line)


@pytest.mark.parametrize("letter", ["x", "好", "é"])
def test_long_words_are_cut_at_80_columns(letter: str) -> None:
    note = letter * 500
    inspection = msgspec.structs.replace(BLANK, area=note)
    record = msgspec.structs.replace(_record(), reference=note, case_manager=note)
    text = record_text(default_instrument(), record, _answers({"1.1": content("yes", note=note)}))
    text += "\n" + summary_text(default_instrument(), inspection, tally(default_instrument(), []))
    assert max(map(_cells, text.split("\n"))) <= 80
    assert text.count(letter) >= 2000


@given(note=st.text())
def test_no_note_reaches_the_terminal_as_a_command(note: str) -> None:
    text = record_text(default_instrument(), _record(), _answers({"1.1": Content(value="yes", note=note)}))
    assert not set(text) & {"\x1b", "\x9b", "\r", "\t", "\u202e"}
