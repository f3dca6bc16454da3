"""Finding words in all that the instrument says."""

from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.guidance import excerpt, find
from tests.builders import default_instrument

INSTRUMENT = default_instrument()


def found(typed: str) -> dict[str, str]:
    return {one.question: one.says for one in find(INSTRUMENT, typed)}


def test_without_words_every_question_is_found_with_its_text() -> None:
    assert found("  ") == {question.id: question.text for question in INSTRUMENT.questions.values()}


def test_words_are_found_in_texts_titles_guidance_reasons_and_what_not_applicable_means() -> None:
    assert found("custodial phase SUFFICIENT")["1.5"] == "Was planning for the custodial phase sufficient?"
    assert "corridor" in found("corridor")["interviewed"]
    assert found("child/parent not asked")["1.1"] == "Reason: Child/parent not asked"
    out = next(question for question in INSTRUMENT.questions.values() if question.out_means)
    assert found(out.out_means)[out.id] == f"Not applicable: {out.out_means}"


def test_every_word_must_be_found_and_what_nothing_holds_is_not() -> None:
    assert set(found("custody plan")) < set(found("custody"))
    assert not found("corridor custodial")


@given(st.text("ab ", max_size=300), st.text("cde", min_size=1, max_size=6), st.integers(10, 80))
def test_an_excerpt_begins_so_that_the_word_is_in_sight(text: str, word: str, width: int) -> None:
    shown = excerpt(f"{text}{word}", word, width, "…")
    assert word in shown[:width]


def test_an_excerpt_shows_the_word_in_a_long_text() -> None:
    assert "needle" in excerpt("hay " * 50 + "needle" + " hay" * 50, "needle", 30, "…")[:30]
    assert excerpt("needle in hay", "needle", 30, "…") == "needle in hay"
