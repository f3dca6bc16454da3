"""Reading a criteria file, and what an instrument answers about itself."""

import msgspec
import pytest

from sqs_tui.domain.instrument import Asks, Counts, Instrument, Kind, Noun, read_instrument
from sqs_tui.errors import InstrumentError
from tests.builders import criteria, default_instrument, instrument, question


def read(data: object) -> Instrument:
    return read_instrument(msgspec.json.encode(data), where="mine.json")


def refusal(data: bytes | str) -> str:
    with pytest.raises(InstrumentError) as refused:
        read_instrument(data, where="mine.json")
    return str(refused.value)


# Reading


def test_a_file_is_read_and_written_again_as_it_was() -> None:
    asked = read(criteria())
    assert msgspec.json.decode(msgspec.json.encode(asked), type=Instrument) == asked == instrument()


def test_what_is_left_out_has_its_default() -> None:
    data = criteria(question("a"))
    asked = read({name: part for name, part in data.items() if name not in {"areas", "checks", "file_order", "numbers"}})
    assert (asked.areas, asked.checks, asked.file_order, asked.numbers.words_up_to) == ((), (), (), 10)
    assert asked.questions["a"].printed
    assert asked.choice("a", "na") is not None
    assert asked.scales[1].choices[2].counts is Counts.OUT
    assert asked.scales[1].choices[2].reasons is Asks.NOTHING


def test_a_fault_in_its_shape_is_one_sentence_with_the_place() -> None:
    data = criteria()
    data["sections"][1]["questions"][2]["asked_when"] = 7
    assert refusal(msgspec.json.encode(data)) == "mine.json: sections[1].questions[2].asked_when: expected `str`, got `int`."


def test_a_field_that_nobody_knows_is_a_fault() -> None:
    data = criteria()
    data["sections"][0]["questions"][0]["titel"] = "The fact"
    assert refusal(msgspec.json.encode(data)) == ("mine.json: sections[0].questions[0]: object contains unknown field `titel`.")


def test_a_field_that_is_missing_is_a_fault_at_the_top() -> None:
    data = criteria()
    del data["thresholds"]
    assert refusal(msgspec.json.encode(data)) == "mine.json: the top: object missing required field `thresholds`."


@pytest.mark.parametrize("data", [b"", b"{", "{]", b"\xff\xfe\x00", b'{"format": 1'])
def test_what_is_no_json_is_no_criteria_file(data: bytes | str) -> None:
    assert refusal(data).startswith("mine.json is not a criteria file: ")


@pytest.mark.parametrize("data", [b"null", b"[]", b"3", b'"text"'])
def test_json_of_another_shape_is_refused_at_the_top(data: bytes) -> None:
    assert refusal(data).startswith("mine.json: the top: expected `object`, got ")


# Asking it


def test_questions_stand_in_theme_order_with_their_section_unit_and_kind() -> None:
    asked = instrument()
    assert list(asked.questions) == ["fact", "1.1", "1.2", "1.3", "s1"]
    assert asked.section_of("1.2").id == "1"
    assert [found.id for found in asked.of_unit("staff")] == ["s1"]
    assert asked.unit("staff").confidential
    assert [asked.kind_of(of) for of in ("fact", "1.1", "s1")] == [Kind.FACT, Kind.JUDGEMENT, Kind.VIEW]


def test_a_question_s_own_choices_stand_where_its_scale_has_none() -> None:
    own = {"key": "1", "value": "one", "label": "One"}
    asked = instrument(question("a", scale="choice", choices=[own]), scales=[{"id": "choice", "kind": "fact"}])
    assert [choice.value for choice in asked.choices_of("a")] == ["one"]
    assert asked.choice("a", "two") is None


def test_reasons_are_those_of_its_list() -> None:
    assert [reason.id for reason in instrument().reasons_of("1.1")] == ["no-plan", "late", "other"]
    assert instrument().reasons_of("fact") == ()


@pytest.mark.parametrize("ask", ["unit", "section_of", "kind_of", "choices_of", "reasons_of", "of_unit"])
def test_what_it_does_not_have_is_a_key_error(ask: str) -> None:
    with pytest.raises(KeyError):
        getattr(instrument(), ask)("nowhere")


def test_groups_follow_the_file_or_the_themes() -> None:
    asked = instrument()
    assert [(group.title, group.questions) for group in asked.groups("case")] == [
        ("First", ("fact",)),
        ("Plans", ("1.2", "1.3")),
        ("Rest", ("1.1",)),
    ]
    assert [(group.title, group.questions) for group in asked.groups("case", by_theme=True)] == [
        ("Details", ("fact",)),
        ("Work", ("1.1", "1.2", "1.3")),
    ]
    assert asked.groups("staff") == asked.groups("staff", by_theme=True)
    assert [group.title for group in asked.groups("staff")] == ["People"]


def test_numbered_questions_are_called_by_number_and_title_others_by_title() -> None:
    questions = default_instrument().questions
    assert [questions[of].label for of in ("2.4", "psr", "s1")] == [
        "2.4 Harm planning",
        "Pre-sentence report provided",
        "s1 Policy on risk of harm",
    ]


def test_what_n_and_d_count_has_a_name() -> None:
    asked = default_instrument()
    assert asked.noun_of("1.1") == Noun(one="case", many="cases")
    assert asked.noun_of("1.5").many == "cases with a custodial element"
    assert asked.noun_of("s1").many == "members of staff"
