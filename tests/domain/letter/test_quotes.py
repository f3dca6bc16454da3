"""Quotes are held against the note that they are from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import Quote
from sqs_tui.domain.letter.quotes import altered, kept_parts, overlap

NOTE = (
    "The plan was looked at again before each meeting, and each time something in it changed. "
    "By the time of release, everyone knew who'd do what."
)


def quote(text: str, *, original: str = NOTE, record: str = "r", question: str = "1.1") -> Quote:
    return Quote(record=record, question=question, original=original, text=text)


@pytest.mark.parametrize(
    "text",
    [
        NOTE,
        NOTE.upper(),
        "the plan, was looked at again",
        "[T]he plan was looked at again",
        "plan[s] [were] looked at again before each meeting",
        "was looked at again before [pre-]meeting[s], and each time some[one]'s in it changed",
        "The plan was looked at again […] By the time of release, everyone knew",
        "The plan was looked at again ... everyone knew",
        "The plan … changed",
        "The plan was looked at again before each meeting [of those involved], and each time something in it changed",
        "everyone knew who’d do what",
        "[only ours]",
        "",
    ],
)
def test_words_of_the_note_with_changes_in_brackets_are_not_altered(text: str) -> None:
    assert altered(quote(text)) == ""


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("The plan was never looked at again", "never looked at"),
        ("The plans were looked at", "plans were looked"),
        ("The plan looked at", "looked at"),
        ("By the time of release […] The plan was looked at again", "the plan was"),
        ("everyone knew who would do what", "who would do"),
        ("the time of release, everyone knew who'd do what. And more", "and more"),
        ("nothing of the kind", "nothing of the"),
        ("each time […] each meeting", "each meeting"),
    ],
)
def test_words_that_are_not_the_notes_in_its_order_are_named(text: str, strange: str) -> None:
    assert altered(quote(text)) == strange


def test_a_stretch_is_found_where_it_stands_whole_and_not_where_it_only_begins() -> None:
    assert altered(quote("good and kind", original="It was good and bad, good and kind.")) == ""


@given(st.text(alphabet="ab. ’'-[]…\n", max_size=60))
def test_a_note_quoted_whole_is_never_altered(note: str) -> None:
    assert altered(quote(note, original=note)) == ""


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=8), st.lists(st.sampled_from(["a", "b", "c", "…"]), max_size=8))
def test_what_passes_stands_in_the_note_word_by_word_in_its_order(note: list[str], words: list[str]) -> None:
    """What a plain search over all ways to place the stretches finds."""

    def placed(parts: list[list[str]], at: int) -> bool:
        if not parts:
            return True
        first, *rest = parts
        ends = [end for end in range(at + len(first), len(note) + 1) if note[end - len(first) : end] == first]
        return any(placed(rest, end) for end in ends)

    text = " ".join(words)
    assert (altered(quote(text, original=" ".join(note))) == "") is placed(kept_parts(text), 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NOTE, NOTE),
        (NOTE, "By the time of release, everyone knew"),
        ("everyone knew", NOTE),
        ("The plan was looked at again before", "[It] was looked at again before each meeting"),
        ("changed", "something in it changed"),
    ],
)
def test_quotes_that_print_the_same_words_of_a_note_overlap(one: str, other: str) -> None:
    assert overlap(quote(one), quote(other))
    assert overlap(quote(other), quote(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The plan was looked at again before each meeting", "By the time of release, everyone knew who'd do what"),
        ("before each meeting, and […] changed", "each time something in it changed"),
        ("[ours]", NOTE),
        ("", ""),
    ],
)
def test_quotes_of_other_words_do_not_overlap(one: str, other: str) -> None:
    assert not overlap(quote(one), quote(other))
    assert not overlap(quote(other), quote(one))


def test_the_same_words_of_two_notes_do_not_overlap() -> None:
    assert not overlap(quote(NOTE), quote(NOTE, record="s"))
    assert not overlap(quote(NOTE), quote(NOTE, question="1.2"))


def test_a_long_quote_is_held_against_a_long_note_at_every_key() -> None:
    note = "word and word or " * 500
    assert altered(quote(note + "never", original=note)) == "never"
    for words in ("a" * 100_000 + "[" * 100_000, "a-" * 50_000 + "[a" * 50_000):
        assert altered(quote(words, original=note)).startswith("a")
