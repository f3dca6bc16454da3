"""What a figure may be made of, and how it would read: every offer can be placed as it is."""

import re

import pytest

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.offers import Source, offer, sources
from tests.builders import bury_records, default_instrument, instrument, question, reviewed
from tests.domain.letter.letters import BLANK, bury_entries, bury_inspection, letter, printed


@pytest.fixture(scope="module")
def bury() -> Letter:
    return letter(default_instrument(), bury_records(), bury_inspection(), bury_entries())


def the(made: Letter, identity: str) -> Source:
    return next(source for source in sources(made) if source.id == identity)


def test_questions_come_first_in_their_order_then_areas_counts_and_details(bury: Letter) -> None:
    groups = list(dict.fromkeys(source.group for source in sources(bury)))
    assert groups[-3:] == ["Areas", "Counts", "Details"]
    assert groups[:-3] == [section.title for section in default_instrument().sections]
    asked = [source.id for source in sources(bury) if source.id in default_instrument().questions]
    assert asked == sorted(asked, key=list(default_instrument().questions).index)


def test_no_two_sources_are_one(bury: Letter) -> None:
    ids = [source.id for source in sources(bury)]
    assert len(ids) == len(set(ids)) > 50


def test_what_stands_in_no_letter_or_counts_nothing_is_not_on_offer(bury: Letter) -> None:
    assert {"concern", "sentence", "weeks"} & {source.id for source in sources(bury)} == set()
    assert the(bury, "psr").label == "psr " + default_instrument().questions["psr"].title
    assert the(bury, "1.1").label == default_instrument().questions["1.1"].label


def test_what_was_said_in_confidence_is_offered_in_words_alone(bury: Letter) -> None:
    views = [source for source in sources(bury) if re.fullmatch(r"s\d", source.id)]
    assert len(views) == 9
    for view in views:
        assert all("words" in form.split() for form in view.forms)
        for form in view.forms:
            assert not re.search(r"\d", offer(bury, view, form).text)


def test_every_form_on_offer_is_one_that_figures_know(bury: Letter) -> None:
    """Whatever cannot be printed now cannot be for want of answers, and never because of its form."""
    want = re.compile(r"(too few answers for a (word|percentage)|no reason is shared by two|not set)\.$")
    for source in sources(bury):
        for form in source.forms:
            made = offer(bury, source, form)
            assert made.problem == "" or want.search(made.problem), made


def test_an_offer_reads_as_its_figure_prints(bury: Letter) -> None:
    for identity, form, text in [
        ("1.1", "", "10 of the 14 cases"),
        ("1.1", "bare", "10 of the 14"),
        ("1.2", "of-these", "seven of these"),
        ("2.4", "not bare", "three of the ten"),
        ("3.2", "percent", "57%"),
        ("s9", "not words bare", "a small number"),
        ("area:vulnerability", "", "29 of the 49 judgements"),
        ("cases", "", "14 cases"),
        ("published", "", "8 May 2013"),
    ]:
        made = offer(bury, the(bury, identity), form)
        assert made.text == text
        assert printed(bury.figures, made.figure).text == text


def test_several_lines_are_shown_in_one(bury: Letter) -> None:
    made = offer(bury, the(bury, "copies"), "")
    assert "\n" not in made.text
    assert made.text.split(" / ") == printed(bury.figures, "copies").text.split("\n")


def test_a_condition_goes_last_and_counts_the_records_for_which_it_holds(bury: Letter) -> None:
    made = offer(bury, the(bury, "1.4"), "bare", "  custody = yes ")
    assert (made.figure, made.text, made.problem) == ("1.4 bare if custody = yes", "all four", "")
    assert offer(bury, the(bury, "1.4"), "", "  ").figure == "1.4"


@pytest.mark.parametrize("condition", ["custody =", "prs = yes", "s1 = yes", "custody = yes and", "( " * 4000])
def test_a_condition_that_cannot_be_is_told_with_the_offer(bury: Letter, condition: str) -> None:
    made = offer(bury, the(bury, "1.4"), "", condition)
    assert made.problem.startswith("The figure {{1.4 if ")


def test_another_instrument_offers_what_it_has() -> None:
    made = letter(instrument(question("k1")), [reviewed("C1", {"k1": "yes"})], BLANK)
    asked = [(source.id, source.group) for source in sources(made) if source.group not in {"Details", "Areas"}]
    assert asked == [("k1", "Work"), ("cases", "Counts")]
    assert offer(made, the(made, "k1"), "").text == "the one case"
