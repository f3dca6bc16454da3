"""What lies over the draft is replayed from its history, and places always leave room for one more."""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause
from sqs_tui.domain.letter.entries import (
    Decision,
    Entries,
    Entry,
    LetterChange,
    ParagraphEntry,
    Quote,
    Waiver,
    entries_from,
    letter_stands,
    place_of,
    placed_between,
    present_entries,
)
from sqs_tui.domain.tally import Sign

WORDS = ParagraphEntry(text="Ours.")
OTHERS = ParagraphEntry(text="Theirs.")
DECISION = Decision(sign=Sign.STRENGTH)
QUOTE = Quote(record="r", question="1.1", original="a note", text="a note")
WAIVER = Waiver(says="It is wrong.", reason="It is right.")


def change(
    number: int,
    entry: Entry | None,
    *,
    key: str = "paragraph:p",
    by: str = "ann",
    base: tuple[int, ...] = (),
    cause: Cause = Cause.ANSWER,
) -> LetterChange:
    return LetterChange(
        id=f"w-{number:06d}",
        at=f"2013-03-18T09:00:{number:02d}.000Z",
        by=by,
        key=key,
        new=entry,
        base=tuple(f"w-{replaced:06d}" for replaced in base),
        act=f"act {number}",
        cause=cause,
    )


def test_the_last_line_of_each_key_stands() -> None:
    lines = [
        change(1, WORDS),
        change(2, OTHERS, base=(1,)),
        change(3, DECISION, key="area:plans"),
        change(4, QUOTE, key="quote:q"),
        change(5, None, key="quote:q", base=(4,), cause=Cause.CLEAR),
    ]
    assert present_entries(letter_stands(lines)) == {"paragraph:p": OTHERS, "area:plans": DECISION}


@given(st.permutations([change(1, WORDS), change(2, OTHERS, base=(1,)), change(3, WORDS, base=(2,)), change(4, None, base=(3,))]))
def test_the_order_in_which_lines_lie_changes_nothing(lines: list[LetterChange]) -> None:
    assert present_entries(letter_stands(lines)) == {}
    assert present_entries(letter_stands(line for line in lines if line.new)) == {"paragraph:p": WORDS}


@pytest.mark.parametrize("cause", [Cause.CLEAR, Cause.UNDO])
def test_a_clearing_or_an_undo_never_beats_what_another_person_made(cause: Cause) -> None:
    lines = [change(1, WORDS), change(2, OTHERS, by="bob", base=(1,)), change(3, None, base=(1,), cause=cause)]
    assert present_entries(letter_stands(lines)) == {"paragraph:p": OTHERS}


def test_of_two_persons_words_the_later_stand() -> None:
    assert present_entries(letter_stands([change(2, WORDS), change(1, OTHERS, by="bob")])) == {"paragraph:p": WORDS}


def test_entries_lie_by_kind_and_id_whatever_their_id_holds() -> None:
    present: dict[str, Entry] = {
        "paragraph:findings-1:1.1": WORDS,
        "area:plans": DECISION,
        "quote:q": QUOTE,
        "waiver:": WAIVER,
    }
    assert entries_from(present) == Entries(
        paragraphs={"findings-1:1.1": WORDS}, decisions={"plans": DECISION}, quotes={"q": QUOTE}, waivers={"": WAIVER}
    )


@pytest.mark.parametrize("key", ["area:p", "paragraphs:p", "p", "", ":p", "Paragraph:p"])
def test_an_entry_under_a_key_of_another_kind_is_passed_over(key: str) -> None:
    assert entries_from({key: WORDS}) == Entries()


def test_entries_are_written_without_what_they_do_not_say() -> None:
    assert msgspec.json.encode(ParagraphEntry()) == b'{"type":"paragraph"}'
    encoded = msgspec.json.encode(change(1, DECISION, key="area:plans"))
    assert msgspec.json.decode(encoded, type=LetterChange) == change(1, DECISION, key="area:plans")


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ("", 7),
        ("3", 3),
        ("-1", -1),
        ("5/2", Fraction(5, 2)),
        ("1/0", 7),
        ("soon", 7),
        ("1/-2", 7),
        ("1e999999999", 7),
        ("1/1e999999999", 7),
        ("9" * 5000, 7),
        (" 3", 7),
        ("nan", 7),
    ],
)
def test_a_place_that_cannot_be_read_is_the_one_without(stated: str, place: Fraction | int) -> None:
    assert place_of(stated, Fraction(7)) == place


_places = st.fractions(min_value=-50, max_value=50, max_denominator=50)


@given(_places, _places)
def test_there_is_always_a_place_between_two_others(one: Fraction, other: Fraction) -> None:
    above, below = min(one, other), max(one, other)
    between = place_of(placed_between(above, below), Fraction(99))
    assert above < between < below or above == between == below
    assert place_of(placed_between(None, above), Fraction(99)) < above
    assert place_of(placed_between(below, None), Fraction(-99)) > below


def test_a_place_may_be_halved_a_thousand_times() -> None:
    above, below = Fraction(0), Fraction(1)
    for _ in range(1000):
        below = place_of(placed_between(above, below), Fraction(99))
    assert 0 < below < Fraction(1, 10**300)
