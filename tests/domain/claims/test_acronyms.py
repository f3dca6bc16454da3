"""Tests of the short names that stand for what an instrument names in full."""

from sqs_tui.domain.claims.acronyms import Acronyms
from tests.builders import default_instrument


def test_a_term_of_three_words_has_its_initials_for_a_short_name() -> None:
    full = Acronyms(default_instrument()).full
    assert full["psr"] == "pre-sentence report"
    assert full["vmp"] == "vulnerability management plan"


def test_a_joining_word_gives_no_letter() -> None:
    assert Acronyms(default_instrument()).full["cyp"] in {"children and young people", "child or young person"}


def test_short_names_are_spelled_out_in_either_case_and_number() -> None:
    spelled_out = Acronyms(default_instrument()).spelled_out
    assert spelled_out("PSRs and one psr") == "pre-sentence reports and one pre-sentence report"
    assert spelled_out("A psrx is none.") == "A psrx is none."


def test_a_text_without_short_names_stays_as_it_is() -> None:
    speller = Acronyms(default_instrument()).speller("Seven plans were good.")
    assert speller("Seven plans were good.") == "Seven plans were good."
