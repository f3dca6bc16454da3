"""Words for proportions, and numbers in the house's style."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from sqs_tui.domain.instrument import Noun, NumberStyle, WordProfile
from sqs_tui.domain.wording import (
    capitalised,
    counted,
    failing,
    failing_of,
    number,
    percent,
    proportion,
    proportion_of,
    share,
)
from tests.builders import bury_expected, default_instrument

HOUSE, EDUCATION = default_instrument().word_profiles
STYLE = NumberStyle()
CASES = Noun(one="case", many="cases")
LARGEST = 200

TRUE: dict[str, Callable[[int, int], bool]] = {
    "all": lambda n, d: n == d,
    "both": lambda n, d: n == d == 2,
    "the one": lambda n, d: n == d == 1,
    "none": lambda n, _: n == 0,
    "all but one": lambda n, d: n == d - 1,
    "one": lambda n, _: n == 1,
    "almost all": lambda n, d: n < d and Fraction(n, d) > Fraction(9, 10),
    "most": lambda n, d: Fraction(75, 100) <= Fraction(n, d) <= Fraction(9, 10),
    "over two-thirds": lambda n, d: Fraction(2, 3) < Fraction(n, d) < Fraction(3, 4),
    "two-thirds": lambda n, d: Fraction(n, d) == Fraction(2, 3),
    "the majority": lambda n, d: Fraction(1, 2) < Fraction(n, d) < Fraction(3, 4),
    "more than half": lambda n, d: Fraction(55, 100) < Fraction(n, d) < Fraction(60, 100),
    "just over half": lambda n, d: Fraction(50, 100) < Fraction(n, d) <= Fraction(55, 100),
    "half": lambda n, d: 2 * n == d,
    "just under half": lambda n, d: Fraction(45, 100) <= Fraction(n, d) < Fraction(50, 100),
    "less than half": lambda n, d: Fraction(15, 100) < Fraction(n, d) < Fraction(50, 100),
    "few": lambda n, d: 0 < Fraction(n, d) <= Fraction(15, 100),
    "some": lambda n, d: 0 < Fraction(n, d) < Fraction(50, 100),
    "a small number": lambda n, d: 0 < Fraction(n, d) <= Fraction(25, 100),
}
"""What each word claims, on its own: written from the catalogue, not from the profiles."""

BY_COUNT = {"all but one", "one"}
"""Words that say a number, not a share: they are as strong as the share they stand for."""

SOFTENED: list[dict[str, Any]] = [row for row in bury_expected()["judgements"] if "failing_words" in row]
SHARES = [(n, d) for d in range(1, LARGEST + 1) for n in range(d + 1)]
profiles = pytest.mark.parametrize("profile", [HOUSE, EDUCATION], ids=lambda profile: profile.id)


@profiles
def test_every_share_has_one_word_and_it_is_true(profile: WordProfile) -> None:
    untrue = [(n, d, word) for n, d in SHARES if not TRUE[word := proportion(profile, n, d) or ""](n, d)]
    assert untrue == []


@profiles
def test_every_failing_share_has_one_word_and_it_is_true(profile: WordProfile) -> None:
    untrue = [(n, d, word) for n, d in SHARES if not TRUE[word := failing(profile, n, d) or ""](n, d)]
    assert untrue == []


@profiles
@pytest.mark.parametrize("word_of", [proportion, failing])
def test_a_better_share_never_gets_a_weaker_word(
    profile: WordProfile, word_of: Callable[[WordProfile, int, int], str | None]
) -> None:
    ranked = sorted(SHARES, key=lambda pair: Fraction(*pair))
    by_share = [(Fraction(n, d), str(word_of(profile, n, d))) for n, d in ranked]
    by_share = [(part, "all" if word in {"both", "the one"} else word) for part, word in by_share if word not in BY_COUNT]
    order = list(dict.fromkeys(word for _, word in by_share))
    places = [order.index(word) for _, word in by_share]
    assert places == sorted(places)  # no word comes back once a stronger one has been used


@profiles
def test_there_is_no_word_without_answers(profile: WordProfile) -> None:
    assert proportion(profile, 0, 0) is failing(profile, 0, 0) is proportion_of(profile, 0, 0, CASES) is None


@pytest.mark.parametrize(("n", "d"), [(-1, 5), (6, 5), (1, -1)])
def test_a_share_that_cannot_be_is_refused(n: int, d: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        proportion(HOUSE, n, d)
    with pytest.raises(ValueError, match="is no share"):
        failing(HOUSE, n, d)


@pytest.mark.parametrize(("n", "d"), [(-1, 5), (6, 5), (0, 0), (1, -1)])
def test_numbers_of_a_share_that_cannot_be_are_refused(n: int, d: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        percent(n, d)
    with pytest.raises(ValueError, match="is no share"):
        counted(n, d, STYLE, noun=None, joiner="of the")


@pytest.mark.parametrize(
    ("n", "d", "word"),
    [
        (14, 14, "all"),
        (2, 2, "both"),
        (0, 9, "none"),
        (4, 5, "all but one"),
        (9, 10, "all but one"),
        (10, 11, "almost all"),
        (3, 4, "most"),
        (1, 4, "one"),
        (1, 200, "one"),
        (9, 13, "over two-thirds"),
        (8, 12, "two-thirds"),
        (9, 15, "the majority"),
        (8, 14, "more than half"),
        (7, 13, "just over half"),
        (7, 14, "half"),
        (6, 13, "just under half"),
        (6, 14, "less than half"),
        (2, 14, "few"),
    ],
)
def test_the_house_words_stand_where_the_catalogue_puts_them(n: int, d: int, word: str) -> None:
    assert proportion(HOUSE, n, d) == word


@pytest.mark.parametrize(
    ("n", "word"), [(91, "almost all"), (90, "most"), (51, "the majority"), (16, "less than half"), (15, "few")]
)
def test_the_second_profile_has_words_of_its_own(n: int, word: str) -> None:
    assert proportion(EDUCATION, n, 100) == word


def test_the_failing_share_has_softer_words_and_none_where_all_is_met() -> None:
    words = {n: failing(HOUSE, n, 8) for n in (0, 1, 2, 3, 4, 8)}
    assert words == {0: "none", 1: "a small number", 2: "a small number", 3: "some", 4: "half", 8: "all"}


@pytest.mark.parametrize("row", SOFTENED, ids=[row["question"] for row in SOFTENED])
def test_the_letter_s_failing_words_come_out(row: dict[str, Any]) -> None:
    assert failing(HOUSE, row["d"] - row["n"], row["d"]) == row["failing_words"]


# With a noun


@pytest.mark.parametrize(
    ("n", "d", "phrase"),
    [
        (10, 11, "almost all cases"),
        (2, 2, "both cases"),
        (1, 1, "the one case"),
        (0, 1, "no case"),
        (14, 14, "all cases"),
    ],
)
def test_a_word_meets_its_noun(n: int, d: int, phrase: str) -> None:
    assert proportion_of(HOUSE, n, d, CASES) == phrase
    assert proportion_of(HOUSE, n, d, CASES, first=True) == capitalised(phrase)


@profiles
def test_every_phrase_holds_its_noun_and_starts_a_sentence_when_asked(profile: WordProfile) -> None:
    for n, d in SHARES[:800]:
        for phrase_of in (proportion_of, failing_of):
            phrase = str(phrase_of(profile, n, d, CASES))
            assert phrase.endswith("case" if d == 1 else "cases")
            assert phrase_of(profile, n, d, CASES, first=True) == phrase[0].upper() + phrase[1:]


# Numbers


@pytest.mark.parametrize(
    ("n", "text", "first"),
    [
        (0, "none", "None"),
        (1, "one", "One"),
        (10, "ten", "Ten"),
        (11, "11", "Eleven"),
        (14, "14", "Fourteen"),
        (42, "42", "Forty-two"),
        (100, "100", "One hundred"),
        (342, "342", "Three hundred and forty-two"),
        (1000, "1000", "1000"),
    ],
)
def test_a_lone_number_is_a_word_up_to_ten_and_where_it_starts_a_sentence(n: int, text: str, first: str) -> None:
    assert number(n, STYLE) == text
    assert number(n, STYLE, first=True) == first


@pytest.mark.parametrize(
    ("n", "d", "text", "first"),
    [
        (8, 10, "eight of the ten cases", "Eight of the ten cases"),
        (12, 14, "12 of the 14 cases", "Twelve of the 14 cases"),
        (10, 14, "10 of the 14 cases", "Ten of the 14 cases"),
        (3, 14, "3 of the 14 cases", "Three of the 14 cases"),
        (4, 4, "all four cases", "All four cases"),
        (14, 14, "all 14 cases", "All 14 cases"),
        (2, 2, "both cases", "Both cases"),
        (1, 2, "one of the two cases", "One of the two cases"),
        (0, 2, "neither of the two cases", "Neither of the two cases"),
        (0, 14, "none of the 14 cases", "None of the 14 cases"),
        (0, 4, "none of the four cases", "None of the four cases"),
        (1, 1, "the one case", "The one case"),
        (0, 1, "no case", "No case"),
    ],
)
def test_n_of_d_is_printed_in_house_style(n: int, d: int, text: str, first: str) -> None:
    assert counted(n, d, STYLE, noun=CASES, joiner="of the") == text
    assert counted(n, d, STYLE, noun=CASES, joiner="of the", first=True) == first


@pytest.mark.parametrize(
    ("n", "d", "text"),
    [
        (8, 10, "eight of the ten"),
        (4, 4, "all four"),
        (2, 2, "both"),
        (0, 3, "none of the three"),
        (1, 1, "the one"),
        (0, 1, "none"),
    ],
)
def test_without_a_noun_it_stands_bare(n: int, d: int, text: str) -> None:
    assert counted(n, d, STYLE, noun=None, joiner="of the") == text


def test_the_joiner_is_a_choice_of_the_letter() -> None:
    assert counted(3, 10, STYLE, noun=None, joiner="out of the") == "three out of the ten"


def test_both_numbers_are_words_or_both_are_numerals_and_never_n_of_n() -> None:
    for n, d in SHARES:
        words = counted(n, d, STYLE, noun=None, joiner="of the").split()
        numerals = [word for word in words if word.isdigit()]
        assert bool(numerals) == (d > 10)
        assert n not in (0, d) or "of the" not in " ".join(words) or n == 0
        assert not counted(n, d, STYLE, noun=None, joiner="of the", first=True)[0].isdigit()


@pytest.mark.parametrize(("n", "d", "text"), [(8, 14, "57%"), (1, 8, "13%"), (0, 5, "0%"), (5, 5, "100%"), (2, 3, "67%")])
def test_a_percentage_is_whole_and_has_no_space(n: int, d: int, text: str) -> None:
    assert percent(n, d) == text


@pytest.mark.parametrize(
    ("stated", "part"), [(75, Fraction(3, 4)), ("66 2/3", Fraction(2, 3)), ("0", Fraction(0)), (100, Fraction(1))]
)
def test_a_stated_share_is_exact(stated: int | str, part: Fraction) -> None:
    assert share(stated) == part


@pytest.mark.parametrize("stated", ["", "two thirds", -1, 101, "1/0", "50%"])
def test_a_stated_share_that_is_none_is_refused(stated: int | str) -> None:
    with pytest.raises(ValueError, match="is no percentage from 0 to 100"):
        share(stated)
