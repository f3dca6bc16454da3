"""The word lists: what the privacy check needs of them, and that they are as their README says."""

from pathlib import Path

import pytest

from sqs_tui.domain.privacy.lexicon import folded
from sqs_tui.lexicon import load
from sqs_tui.lexicon.load import lexicon

FOLDER = Path(load.__file__).parent
LISTS = ("field", "given_names", "idioms", "places", "surnames", "things", "words")
MOST_BYTES = 1_200_000


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_and_folded_and_holds_each_entry_once(name: str) -> None:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert all(line and line == folded(line).strip() for line in lines)


def test_the_lists_are_small_and_every_one_is_read() -> None:
    files = sorted(FOLDER.glob("*.txt"))
    assert [file.stem for file in files] == sorted(LISTS)
    assert sum(file.stat().st_size for file in files) < MOST_BYTES


def test_the_lexicon_is_read_once() -> None:
    assert lexicon() is lexicon()


def test_things_and_idioms_are_given_names() -> None:
    known = lexicon()
    assert known.things <= known.given_names
    assert known.idioms <= known.given_names


def test_an_idiom_is_no_word_so_that_its_capital_is_enough() -> None:
    assert not lexicon().idioms & (lexicon().words | lexicon().allowed)


@pytest.mark.parametrize(
    "name",
    [
        "kayleigh", "callum", "siobhan", "caoimhe", "rhys", "angharad", "mhairi", "mohammed", "ayesha", "gurpreet", "oluwaseun",
        "kwame", "shanice", "katarzyna", "ionut", "mehmet", "abdirahman", "nguyen", "grace", "will", "jack",
    ],
)  # fmt: skip
def test_given_names_of_many_origins_are_known(name: str) -> None:
    assert name in lexicon().given_names


@pytest.mark.parametrize(
    "word", ["programme", "behaviour", "licence", "organised", "safeguarding", "reoffending", "will", "grace"]
)
def test_words_have_their_british_spelling(word: str) -> None:
    assert word in lexicon().words


@pytest.mark.parametrize("word", ["march", "ofsted", "camhs", "yot", "barnardo", "polish", "urdu", "muslim", "duke of edinburgh"])
def test_the_words_of_the_field_are_allowed(word: str) -> None:
    assert word in lexicon().allowed


@pytest.mark.parametrize("town", ["rochdale", "manchester", "bury st edmunds", "lancashire", "poland"])
def test_towns_counties_and_countries_are_places(town: str) -> None:
    assert town in lexicon().places
