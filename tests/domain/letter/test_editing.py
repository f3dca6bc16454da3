"""What a person does to a paragraph, as the entries that it makes. Areas have tests of their own."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.domain.letter import editing
from sqs_tui.domain.letter.editing import Made
from sqs_tui.domain.letter.entries import NO_ENTRIES, Decision, Entries, Entry, ParagraphEntry, Quote, Waiver, entries_from
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.tally import Reviewed, Sign
from tests.builders import content, instrument, reviewed
from tests.domain.letter.letters import letter

RECORDS = [
    *(reviewed(f"C{number}", {"fact": "yes", "1.1": "yes", "1.2": "yes"}) for number in range(5)),
    reviewed("C5", {"fact": "no", "1.1": content("no", "late")}),
]
DRAFTED = ["title", "findings-1:1.1", "findings-1:fact", "strengths", "improvements"]
FIRST, SECOND = "findings-1:1.1", "findings-1:fact"


def small(entries: Entries = NO_ENTRIES, records: Sequence[Reviewed] = RECORDS) -> Letter:
    return letter(instrument(), records, entries=entries)


def the(made: Letter, identity: str) -> Paragraph:
    found = made.paragraph(identity)
    assert found is not None
    return found


def ids(made: Letter) -> list[str]:
    return [paragraph.id for paragraph in made.paragraphs]


def keyed(entries: Entries) -> dict[str, Entry]:
    return {
        **{f"paragraph:{identity}": entry for identity, entry in entries.paragraphs.items()},
        **{f"area:{identity}": entry for identity, entry in entries.decisions.items()},
    }


def after(before: Letter, made: Made, records: Sequence[Reviewed] = RECORDS) -> Letter:
    """The letter once what was made is saved."""
    present = {**keyed(before.entries), **made}
    return small(entries_from({key: entry for key, entry in present.items() if entry}), records)


def edited(**paragraphs: ParagraphEntry) -> Letter:
    names = {"first": FIRST, "second": SECOND}
    return small(Entries(paragraphs={names.get(name, name): entry for name, entry in paragraphs.items()}))


# Words


def test_a_persons_words_are_kept_with_what_their_figures_print() -> None:
    made = editing.written(small(), the(small(), FIRST), "  Ours, in {{1.1 bare}}.\n")
    seen = (("1.1 bare", "five of the six"),)
    assert made == {f"paragraph:{FIRST}": ParagraphEntry(text="Ours, in {{1.1 bare}}.", seen=seen)}
    later = after(small(), made)
    assert not later.changed(the(later, FIRST))


def test_words_keep_the_place_that_their_paragraph_was_given() -> None:
    before = edited(first=ParagraphEntry(place="7"))
    assert editing.written(before, the(before, FIRST), "Ours.") == {f"paragraph:{FIRST}": ParagraphEntry(text="Ours.", place="7")}


def test_words_that_stand_there_already_are_nothing() -> None:
    made = small()
    assert editing.written(made, the(made, FIRST), f"\n{the(made, FIRST).text} ") == {}
    own = edited(first=ParagraphEntry(text="Ours."), own=ParagraphEntry(text="## Ours", place="9"))
    assert editing.written(own, the(own, FIRST), "Ours. ") == {}
    assert editing.written(own, the(own, "own"), "## Ours") == {}


@pytest.mark.parametrize("text", ["", " \n\t", "\x1b\x07", "\u202e\ud800"])
def test_nothing_to_read_is_no_text(text: str) -> None:
    made = edited(first=ParagraphEntry(text="Ours."))
    assert editing.written(made, the(made, FIRST), text) == {}
    assert editing.written(made, the(made, SECOND), text) == {}
    assert editing.added(made, "own", "5", text) == {}


def test_what_is_typed_holds_no_command_for_a_terminal() -> None:
    made = editing.written(small(), the(small(), FIRST), "Ours\x1b[31m\ud800, {{1.1\x07 n}}.")
    assert made == {f"paragraph:{FIRST}": ParagraphEntry(text="Ours[31m, {{1.1 n}}.", seen=(("1.1 n", "five"),))}


def test_an_added_heading_is_typed_with_its_mark() -> None:
    own = edited(own=ParagraphEntry(text="## Ours", place="9"), first=ParagraphEntry(text="Mine."))
    assert [editing.typed(own, the(own, identity)) for identity in ("own", FIRST, SECOND)] == [
        "## Ours",
        "Mine.",
        the(small(), SECOND).text,
    ]


def decided(text: str = "") -> Letter:
    return small(Entries(decisions={"assessments": Decision(sign=Sign.STRENGTH, text=text)}))


def test_an_item_of_a_list_is_typed_as_it_stands_in_a_sentence_too() -> None:
    made = decided()
    item = the(made, "strengths:assessments")
    assert item.text == "Assessments are good"
    assert editing.typed(made, item) == "assessments are good"
    assert editing.written(made, item, "assessments are good ") == {}


def test_an_item_of_a_list_is_reworded_where_it_was_decided_on() -> None:
    made = decided()
    reworded = editing.written(made, the(made, "strengths:assessments"), "assessments are very good")
    assert reworded == {"area:assessments": Decision(sign=Sign.STRENGTH, text="assessments are very good")}
    later = after(made, reworded)
    item = the(later, "strengths:assessments")
    assert (item.text, editing.typed(later, item)) == ("Assessments are very good", "assessments are very good")
    for instruments in (editing.written(later, item, ""), editing.drafted_again(later, item)):
        assert after(later, instruments).paragraphs == made.paragraphs


def test_an_item_of_a_list_is_not_taken_out_without_a_reason() -> None:
    made = decided()
    assert editing.removed(made, the(made, "strengths:assessments")) == {}


# Out, back, and drafted again


def test_what_is_taken_out_comes_back_as_it_was() -> None:
    for before in (small(), edited(first=ParagraphEntry(text="Ours.", place="7"))):
        out = after(before, editing.removed(before, the(before, FIRST)))
        assert FIRST not in ids(out)
        assert [paragraph.id for paragraph in out.removed] == [FIRST]
        back = editing.restored(out, out.removed[0])
        assert after(out, back).paragraphs == before.paragraphs
    assert editing.restored(out, out.removed[0]) == {f"paragraph:{FIRST}": ParagraphEntry(text="Ours.", place="7")}


def test_a_draft_that_comes_back_leaves_no_entry() -> None:
    out = after(small(), editing.removed(small(), the(small(), FIRST)))
    assert editing.restored(out, out.removed[0]) == {f"paragraph:{FIRST}": None}


def test_the_draft_comes_back_in_the_place_that_the_words_had() -> None:
    made = edited(first=ParagraphEntry(text="Ours."), second=ParagraphEntry(text="Ours.", place="7", seen=(("1.1", "x"),)))
    assert editing.drafted_again(made, the(made, FIRST)) == {f"paragraph:{FIRST}": None}
    assert editing.drafted_again(made, the(made, SECOND)) == {f"paragraph:{SECOND}": ParagraphEntry(place="7")}


def test_what_has_no_draft_or_is_one_is_not_drafted_again() -> None:
    made = edited(own=ParagraphEntry(text="Ours.", place="7"), first=ParagraphEntry(place="9"))
    assert editing.drafted_again(made, the(made, "own")) == {}
    assert editing.drafted_again(made, the(made, FIRST)) == {}


def test_words_that_were_looked_at_are_no_longer_stale() -> None:
    made = edited(first=ParagraphEntry(text="{{1.1 n}}.", place="7", seen=(("1.1 n", "Nine"),)))
    assert made.changed(the(made, FIRST))
    looked = editing.looked_at(made, the(made, FIRST))
    assert looked == {f"paragraph:{FIRST}": ParagraphEntry(text="{{1.1 n}}.", place="7", seen=(("1.1 n", "Five"),))}
    later = after(made, looked)
    assert editing.looked_at(later, the(later, FIRST)) == {}
    assert editing.looked_at(later, the(later, SECOND)) == {}


# Places


@pytest.mark.parametrize("identity", DRAFTED)
def test_a_new_paragraph_stands_directly_behind_another(identity: str) -> None:
    made = small()
    added = editing.added(made, "own", editing.place_behind(made, identity), "Ours, {{1.1 n}}.")
    later = after(made, added)
    assert ids(later) == [one for known in DRAFTED for one in ((known, "own") if known == identity else (known,))]
    assert added == {
        "paragraph:own": ParagraphEntry(text="Ours, {{1.1 n}}.", place=str(the(later, "own").place), seen=(("1.1 n", "five"),))
    }


def test_a_new_paragraph_behind_none_that_the_letter_has_stands_at_the_top() -> None:
    made = small()
    assert ids(after(made, editing.added(made, "own", editing.place_behind(made, "ghost"), "Ours.")))[0] == "own"
    out = made
    for identity in DRAFTED:
        out = after(out, editing.removed(out, the(out, identity)))
    assert ids(out) == []
    assert ids(after(out, editing.added(out, "own", editing.place_behind(out, ""), "Ours."))) == ["own"]


def test_a_new_paragraph_takes_no_place_of_what_was_taken_out() -> None:
    made = small()
    out = after(made, editing.removed(made, the(made, SECOND)))
    later = after(out, editing.added(out, "own", editing.place_behind(out, FIRST), "Ours."))
    back = after(later, editing.restored(later, later.removed[0]))
    assert ids(back) == ["title", FIRST, "own", SECOND, "strengths", "improvements"]
    down = after(back, editing.moved(back, the(back, FIRST), 1))
    assert ids(down) == ["title", "own", FIRST, SECOND, "strengths", "improvements"]


@pytest.mark.parametrize("identity", DRAFTED)
@pytest.mark.parametrize("step", [-1, 1])
def test_a_paragraph_moves_by_one_and_back(identity: str, step: int) -> None:
    made = small()
    at = DRAFTED.index(identity)
    moved = editing.moved(made, the(made, identity), step)
    if not 0 <= at + step < len(DRAFTED):
        assert moved == {}
        return
    expected = list(DRAFTED)
    expected.insert(at + step, expected.pop(at))
    later = after(made, moved)
    assert ids(later) == expected
    assert not the(later, identity).own
    assert ids(after(later, editing.moved(later, the(later, identity), -step))) == DRAFTED


def test_a_moved_paragraph_keeps_a_persons_words() -> None:
    made = edited(first=ParagraphEntry(text="Ours.", seen=(("1.1", "x"),)))
    (entry,) = editing.moved(made, the(made, FIRST), 1).values()
    assert isinstance(entry, ParagraphEntry)
    assert (entry.text, entry.seen) == ("Ours.", (("1.1", "x"),))


def test_what_two_people_put_into_one_place_can_be_passed_in_both_directions() -> None:
    made = edited(one=ParagraphEntry(text="Ann's.", place="5/4"), other=ParagraphEntry(text="Bob's.", place="5/4"))
    assert ids(made)[1:5] == [FIRST, "one", "other", SECOND]
    down = after(made, editing.moved(made, the(made, FIRST), 1))
    assert ids(down)[1:5] == ["one", "other", FIRST, SECOND]
    up = after(down, editing.moved(down, the(down, FIRST), -1))
    assert ids(up)[1:5] == [FIRST, "one", "other", SECOND]


def test_an_item_moves_in_its_list_by_its_decision() -> None:
    decisions = {area: Decision(sign=Sign.STRENGTH) for area in ("plans", "assessments")}
    made = small(Entries(decisions=decisions))
    moved = editing.moved(made, the(made, "strengths:assessments"), -1)
    assert list(moved) == ["area:assessments"]
    assert ids(after(made, moved))[-3:] == ["strengths:assessments", "strengths:plans", "improvements"]


_steps = st.lists(
    st.tuples(st.sampled_from(["up", "down", "out", "back", "add", "write", "draft"]), st.integers(0, 7)), max_size=12
)


@settings(max_examples=40)
@given(_steps)
def test_any_sequence_of_acts_gives_the_order_that_a_plain_list_gives(steps: list[tuple[str, int]]) -> None:
    made, order, out = small(), list(DRAFTED), list[str]()
    for count, (act, number) in enumerate(steps):
        if act == "back":
            if made.removed:
                back = made.removed[number % len(made.removed)]
                made = after(made, editing.restored(made, back))
                out.remove(back.id)
                order.insert(ids(made).index(back.id), back.id)
        elif order:
            at = number % len(order)
            chosen = the(made, order[at])
            if act in ("up", "down"):
                step = 1 if act == "down" else -1
                made = after(made, editing.moved(made, chosen, step))
                if 0 <= at + step < len(order):
                    order.insert(at + step, order.pop(at))
            elif act == "out":
                made = after(made, editing.removed(made, chosen))
                out.append(order.pop(at))
            elif act == "add":
                new = f"own-{count}"
                made = after(made, editing.added(made, new, editing.place_behind(made, chosen.id), "New."))
                order.insert(at + 1, new)
            elif act == "write":
                made = after(made, editing.written(made, chosen, f"Words {count}."))
            else:
                made = after(made, editing.drafted_again(made, chosen))
        assert ids(made) == order
        assert sorted(paragraph.id for paragraph in made.removed) == sorted(out)
        assert len({paragraph.place for paragraph in (*made.paragraphs, *made.removed)}) == len(order) + len(out)


# The rest


def test_a_quote_and_a_waiver_lie_under_their_ids() -> None:
    quote = Quote(record="C1", question="1.1", original="a", text="a")
    assert editing.quoted("q", quote) == {"quote:q": quote}
    assert editing.waived("ab12", "It is wrong.", "It is right.") == {
        "waiver:ab12": Waiver(says="It is wrong.", reason="It is right.")
    }
    assert editing.unwaived("ab12") == {"waiver:ab12": None}


def test_a_paragraph_that_is_being_added_is_nobody_elses_draft() -> None:
    new = editing.new_paragraph("own", "3/2")
    assert (new.id, new.place, new.text, new.draft, new.own) == ("own", Fraction(3, 2), "", None, True)
