"""References typed in one go."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.references import MOST, expand_references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BU01", ("BU01",)),
        ("BU01, BU02", ("BU01", "BU02")),
        ("BU01\nBU02,", ("BU01", "BU02")),
        ("BU01..BU03", ("BU01", "BU02", "BU03")),
        ("BU01 .. BU03", ("BU01", "BU02", "BU03")),
        ("BU01...03", ("BU01", "BU02", "BU03")),
        ("BU01 to BU03", ("BU01", "BU02", "BU03")),
        ("BU08..BU11", ("BU08", "BU09", "BU10", "BU11")),
        ("BU8..BU11", ("BU8", "BU9", "BU10", "BU11")),
        ("BU098..BU101", ("BU098", "BU099", "BU100", "BU101")),
        ("7..9", ("7", "8", "9")),
        ("CM1, BU01..BU02, CM2", ("CM1", "BU01", "BU02", "CM2")),
        ("BU01, BU01..BU02", ("BU01", "BU02")),
        ("BU01..BU01", ("BU01",)),
        ("  Unit   two, ward 3 ", ("Unit two", "ward 3")),
        ("Letter to mother", ("Letter to mother",)),
        ("ward 3 1 to ward 3 2", ("ward 3 1", "ward 3 2")),
        ("[red]BU01\x1b[31m", ("[red]BU01[31m",)),
    ],
)
def test_a_text_stands_for_references(text: str, expected: tuple[str, ...]) -> None:
    assert expand_references(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Name at least one reference"),
        (" , \n\x1b", "Name at least one reference"),
        ("BU01..", "is no run"),
        ("..BU02", "is no run"),
        ("BU01..CM02", "is no run"),
        ("BU01..BU02..BU03", "is no run"),
        ("A..B", "is no run"),
        ("BU01 to BUX", "is no run"),
        ("BU14..BU01", "runs backwards"),
        ("BU1..BU014", "pads its two numbers differently"),
        ("BU1..BU999999999", "That would be 999999999 references"),
        ("BU1..BU150, CM1..CM60", "That would be 210 references"),
    ],
)
def test_a_text_that_cannot_be_meant_is_refused_in_one_sentence(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        expand_references(text)
    assert "\n" not in str(refused.value)


@given(start=st.integers(0, 500), count=st.integers(1, MOST), width=st.integers(1, 4))
def test_a_run_holds_every_number_from_its_first_to_its_last(start: int, count: int, width: int) -> None:
    run = [f"BU{number:0{width}}" for number in range(start, start + count)]
    assert expand_references(f"{run[0]}..{run[-1]}") == tuple(run)


@given(st.text())
def test_any_text_gives_a_few_names_or_is_refused(text: str) -> None:
    references: tuple[str, ...] = ()
    with contextlib.suppress(ValueError):
        references = expand_references(text)
    assert len(references) <= MOST
    assert all(reference == reference.strip() != "" for reference in references)
