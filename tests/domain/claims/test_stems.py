"""Words brought to one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.claims.stems import stem, stemmed, stems


@pytest.mark.parametrize(
    "alike",
    [
        "plan plans planned planning",
        "assess assesses assessed assessing assessment assessments",
        "review reviews reviewed reviewing",
        "involve involved involving involvement",
        "comply complies complied complying compliance compliant",
        "vulnerable vulnerability vulnerabilities",
        "oversee oversaw overseen oversight",
        "diverse diversity",
        "custody custodial",
        "child child's children children's",
        "engage engaged engagement",
        "sufficient sufficiently",
        "report reports reported",
    ],
)
def test_forms_of_one_word_have_one_stem(alike: str) -> None:
    assert len({stem(word) for word in alike.split()}) == 1


@pytest.mark.parametrize(
    "different", ["offend reoffend", "policy police", "adequate inadequate", "manager management", "harm harmony"]
)
def test_other_words_keep_stems_of_their_own(different: str) -> None:
    first, second = different.split()
    assert stem(first) != stem(second)


def test_denials_stay_and_little_words_go() -> None:
    assert stems("It hadn't been done, and they cannot.") == ["not", "do", "not"]
    assert stemmed("Parents/carers of non-compliant children") == " parent carer non comply child "


@given(st.text())
def test_any_text_has_stems(text: str) -> None:
    assert all(word and " " not in word for word in stems(text))
