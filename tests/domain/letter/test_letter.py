"""The letter: the draft under what people have made of it, and which of their words have gone stale."""

from collections.abc import Sequence
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import NO_ENTRIES, Decision, Entries, ParagraphEntry, Quote
from sqs_tui.domain.letter.letter import Changed, Letter, retold
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.tally import Reviewed, Sign
from tests.builders import content, instrument, reviewed
from tests.domain.letter.letters import letter

RECORDS = [
    *(reviewed(f"C{number}", {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes"}) for number in range(5)),
    reviewed("C5", {"fact": "no", "1.1": content("no", "late")}),
    reviewed("P1", {"s1": "yes"}, unit="staff"),
]
MORE = [*RECORDS, reviewed("C6", {"fact": "yes", "1.1": "yes"})]


def small(entries: Entries = NO_ENTRIES, records: Sequence[Reviewed] = RECORDS) -> Letter:
    return letter(instrument(), records, entries=entries)


def edited(**paragraphs: ParagraphEntry) -> Entries:
    """Entries on paragraphs; `first` and `second` are the drafted findings."""
    names = {"first": "findings-1:1.1", "second": "findings-1:fact"}
    return Entries(paragraphs={names.get(name, name): entry for name, entry in paragraphs.items()})


def ids(made: Letter) -> list[str]:
    return [paragraph.id for paragraph in made.paragraphs]


def the(made: Letter, identity: str) -> Paragraph:
    found = made.paragraph(identity)
    assert found is not None
    return found


def read(made: Letter, identity: str) -> str:
    return reading(made.tokens_of(the(made, identity)))[0]


DRAFTED = ["title", "findings-1:1.1", "findings-1:fact", "findings-2:s1", "strengths", "improvements"]


def test_without_entries_the_letter_is_its_draft() -> None:
    made = small()
    assert ids(made) == DRAFTED
    assert made.removed == ()
    assert all(paragraph.text == paragraph.draft and not paragraph.own for paragraph in made.paragraphs)
    assert [the(made, identity).number for identity in ids(made)] == ["", "1.1.", "1.2.", "1.3.", "", ""]


def test_a_persons_words_stand_in_the_drafts_place_and_keep_the_draft_at_hand() -> None:
    made = small(edited(first=ParagraphEntry(text="Ours, {{1.1 n}}.")))
    first = the(made, "findings-1:1.1")
    assert ids(made) == DRAFTED
    assert (first.text, first.own, first.number) == ("Ours, {{1.1 n}}.", True, "1.1.")
    assert first.draft == the(small(), "findings-1:1.1").text
    assert not the(made, "findings-1:fact").own


def test_a_persons_words_stay_where_the_draft_has_nothing_to_say() -> None:
    made = letter(instrument(), [], entries=edited(first=ParagraphEntry(text="Nobody was asked.")))
    assert [paragraph.id for paragraph in made.paragraphs if paragraph.own] == ["findings-1:1.1"]
    assert the(made, "findings-1:1.1").draft == ""


def test_an_entry_that_only_moves_leaves_the_draft_to_follow_the_answers() -> None:
    made = small(edited(second=ParagraphEntry(place="1/2")))
    assert ids(made)[:3] == ["title", "findings-1:fact", "findings-1:1.1"]
    assert not the(made, "findings-1:fact").own
    assert [the(made, identity).number for identity in ids(made)[1:3]] == ["1.1.", "1.2."]


def test_what_is_taken_out_is_kept_in_its_place_and_not_counted() -> None:
    made = small(edited(first=ParagraphEntry(removed=True), own=ParagraphEntry(text="Gone.", place="9", removed=True)))
    assert ids(made) == [identity for identity in DRAFTED if identity != "findings-1:1.1"]
    assert [paragraph.id for paragraph in made.removed] == ["findings-1:1.1", "own"]
    assert the(made, "findings-1:fact").number == "1.1."


def test_nothing_without_words_is_in_the_letter() -> None:
    made = small(edited(own=ParagraphEntry(text=" \n"), other=ParagraphEntry(place="3")))
    assert ids(made) == DRAFTED


@pytest.mark.parametrize(
    ("text", "kind", "level", "words"),
    [
        ("Plain.", ParagraphKind.PARAGRAPH, 0, "Plain."),
        ("## A heading", ParagraphKind.HEADING, 2, "A heading"),
        ("######\tDeep", ParagraphKind.HEADING, 6, "Deep"),
        ("####### Too deep", ParagraphKind.PARAGRAPH, 0, "####### Too deep"),
        ("#hash", ParagraphKind.PARAGRAPH, 0, "#hash"),
        ("- an item", ParagraphKind.BULLET, 0, "an item"),
        ("* an item\n", ParagraphKind.BULLET, 0, "an item\n"),
        ("- one\n- two", ParagraphKind.PARAGRAPH, 0, "- one\n- two"),
        ("## A heading\nand more", ParagraphKind.PARAGRAPH, 0, "## A heading\nand more"),
    ],
)
def test_an_added_paragraph_is_what_its_one_line_begins_like(text: str, kind: ParagraphKind, level: int, words: str) -> None:
    added = the(small(edited(own=ParagraphEntry(text=text, place="3/2"))), "own")
    assert (added.kind, added.level, added.text, added.draft, added.own) == (kind, level, words, None, True)


def test_a_drafted_heading_stays_one_in_a_persons_words() -> None:
    title = the(small(edited(title=ParagraphEntry(text="- Ours"))), "title")
    assert (title.kind, title.level, title.text) == (ParagraphKind.HEADING, 1, "- Ours")


def test_an_added_heading_ends_no_numbers() -> None:
    made = small(edited(own=ParagraphEntry(text="## Ours", place="1")))
    assert [the(made, identity).number for identity in ("findings-1:1.1", "own", "findings-1:fact")] == ["1.1.", "", "1.2."]


def test_an_item_of_a_list_takes_no_entry_of_its_own() -> None:
    decided = {"assessments": Decision(sign=Sign.STRENGTH)}
    identity = "strengths:assessments"
    entry = ParagraphEntry(text="Ours.", place="-9", removed=True, seen=(("1.1", "gone"),))
    made = small(Entries(decisions=decided, paragraphs={identity: entry}))
    assert the(made, identity) == the(small(Entries(decisions=decided)), identity)
    assert made.removed == ()
    assert made.changed(the(made, identity)) == ()


def test_what_stands_in_one_place_has_the_drafts_order_first() -> None:
    made = small(edited(own=ParagraphEntry(text="Ours.", place="1"), first=ParagraphEntry(place="1")))
    assert ids(made)[:3] == ["title", "findings-1:1.1", "own"]


_places = st.sampled_from(["", "-1", "0", "1", "3/2", "2", "9", "x"])
_entries = st.dictionaries(
    st.sampled_from([*DRAFTED, "own-1", "own-2"]),
    st.builds(
        ParagraphEntry,
        text=st.none() | st.sampled_from(["Ours, {{1.1}}.", "## Heading", "", "- x"]),
        place=_places,
        removed=st.booleans(),
    ),
)


@given(_entries)
def test_whatever_is_made_of_it_no_paragraph_is_lost_or_stands_twice(entries: dict[str, ParagraphEntry]) -> None:
    made = small(Entries(paragraphs=entries))
    every = [paragraph.id for paragraph in (*made.paragraphs, *made.removed)]
    with_words = {identity for identity in DRAFTED if entries.get(identity, ParagraphEntry()).text is None}
    with_words |= {identity for identity, entry in entries.items() if entry.text}
    assert sorted(every) == sorted(with_words)
    assert {paragraph.id for paragraph in made.removed} == {
        identity for identity in with_words if entries.get(identity, ParagraphEntry()).removed
    }
    places = [paragraph.place for paragraph in made.paragraphs]
    assert places == sorted(places)
    assert [paragraph.number for paragraph in made.paragraphs if paragraph.number] == [
        f"1.{number}." for number in range(1, sum(bool(paragraph.number) for paragraph in made.paragraphs) + 1)
    ]


# Stale


def with_words(text: str) -> Letter:
    """The letter with a paragraph in a person's words, who saw its figures as they are now."""
    made = retold(the(small(), "findings-1:1.1"), text)
    return small(edited(first=ParagraphEntry(text=text, seen=small().seen(made))))


def after(before: Letter) -> Letter:
    """The same letter once there is another case."""
    return small(before.entries, MORE)


def test_each_figure_is_seen_with_what_it_prints_in_its_place() -> None:
    made = with_words("{{1.1 n}} of them, {{1.1 bare}}; {{1.1 n}} again, in {{area}}.")
    assert made.seen(the(made, "findings-1:1.1")) == (
        ("1.1 n", "Five"),
        ("1.1 bare", "five of the six"),
        ("1.1 n", "five"),
        ("area", "Anywhere"),
    )


def test_words_are_stale_once_a_figure_in_them_prints_something_else() -> None:
    before = with_words("{{1.1 n}} of them, {{1.1 d}}, {{1.1 words bare}}.")
    assert before.changed(the(before, "findings-1:1.1")) == ()
    later = after(before)
    assert later.changed(the(later, "findings-1:1.1")) == (Changed("1.1 n", "Five", "Six"), Changed("1.1 d", "six", "seven"))


def test_a_draft_is_never_stale() -> None:
    assert not [paragraph for paragraph in after(small()).paragraphs if after(small()).changed(paragraph)]


def test_a_figure_that_stands_twice_changes_once_for_each_way_it_reads() -> None:
    before = with_words("{{1.1 n}}, {{1.1 n}} and {{1.1 n}}.")
    later = after(before)
    assert later.changed(the(later, "findings-1:1.1")) == (Changed("1.1 n", "Five", "Six"), Changed("1.1 n", "five", "six"))


def test_a_figure_that_nobody_has_seen_yet_is_a_change_and_so_is_one_that_is_gone() -> None:
    made = small(edited(first=ParagraphEntry(text="{{1.1 n}}, {{1.1 n}}.", seen=(("1.1 n", "Five"), ("1.1 d", "six")))))
    assert made.changed(the(made, "findings-1:1.1")) == (Changed("1.1 d", "six", ""), Changed("1.1 n", "", "five"))


def test_quotes_make_no_words_stale_whether_they_can_be_printed_or_not() -> None:
    quotes = {"q": Quote(record="C1", question="1.1", original="well done", text="well done")}
    entry = ParagraphEntry(text="We read: {{quote:q}} {{1.1 n}}", seen=(("1.1 n", "five"),))
    for held in (quotes, {}, {"q": msgspec.structs.replace(quotes["q"], text="done")}):
        made = small(Entries(quotes=held, paragraphs={"findings-1:1.1": entry}))
        assert made.changed(the(made, "findings-1:1.1")) == ()


# With a paragraph that is being typed


def test_what_is_being_typed_stands_in_the_letter_and_leaves_it_as_it_was() -> None:
    made = small()
    typed = retold(the(made, "findings-1:fact"), "Typed.")
    shown = made.with_paragraph(typed)
    assert ids(shown) == ids(made)
    assert read(shown, "findings-1:fact") == "Typed."
    assert the(shown, "findings-1:fact").number == "1.2."
    assert not the(made, "findings-1:fact").own


def test_while_one_paragraph_is_typed_the_others_are_not_read_again() -> None:
    made = small()
    tokens = made.tokens_of(the(made, "findings-1:1.1"))
    shown = made.with_paragraph(retold(the(made, "findings-1:fact"), "Typed."))
    assert shown.tokens_of(the(shown, "findings-1:1.1")) is tokens


def test_a_paragraph_that_is_being_added_moves_the_numbers_behind_it() -> None:
    made = small()
    new = Paragraph(id="own", kind=ParagraphKind.PARAGRAPH, text="New.", place=Fraction(1, 2), own=True)
    shown = made.with_paragraph(new)
    assert ids(shown)[1:3] == ["own", "findings-1:1.1"]
    assert [the(shown, identity).number for identity in ("own", "findings-1:1.1")] == ["1.1.", "1.2."]
