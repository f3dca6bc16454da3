"""Records, and answers as what their history replays to."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause, undoable_acts
from sqs_tui.domain.records import BLANK, Answer, Change, Content, Inspection, Record, contents, present_answers
from tests.builders import content

ME, OTHER = "me", "other"


def change(number: int, new: Content, *, by: str = ME, question: str = "1.1", **fields: Any) -> Change:
    """A change whose id and time are its number; `base` defaults to the change before."""
    base = (f"c{number - 1:03}",) if number > 1 else ()
    return Change(
        **{"old": BLANK, "base": base, "act": f"a{number}"} | fields,
        id=f"c{number:03}",
        at=f"2013-03-18T09:00:{number % 60:02}.000Z",
        by=by,
        question=question,
        new=new,
    )


def standing(*changes: Change) -> dict[str, Content]:
    return contents(present_answers(changes))


# Content


def test_content_is_something_when_there_is_a_value_a_reason_or_a_note() -> None:
    assert not BLANK
    assert not content(quote=True)
    assert all((content("yes"), content("", "late"), content(note="why")))


def test_values_are_read_strictly_and_written_without_what_is_default() -> None:
    assert msgspec.json.encode(content("yes")) == b'{"value":"yes"}'
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"value":"yes","score":3}', type=Content)


def test_an_inspection_is_called_by_its_area_and_year() -> None:
    assert Inspection(id="i", area="Bury", fieldwork_from="2013-03-18").name == "Bury 2013"
    assert Inspection(id="i", area="Bury").name == "Bury"


def test_a_new_record_is_not_started() -> None:
    assert Record(id="r", unit="case", reference="C01").state == "not started"


# Replaying


def test_the_change_that_nothing_replaced_is_the_answer() -> None:
    first, second = change(1, content("yes")), change(2, content("no", "late"))
    assert present_answers([second, first]) == {
        "1.1": Answer(content=content("no", "late"), by=ME, at="2013-03-18T09:00:02.000Z", heads=("c002",)),
    }


def test_a_cleared_answer_is_gone() -> None:
    assert present_answers([change(1, content("yes")), change(2, BLANK, cause=Cause.CLEAR)]) == {}


def test_questions_are_replayed_apart() -> None:
    assert standing(change(1, content("yes")), change(2, content("no"), question="1.2", base=())) == {
        "1.1": content("yes"),
        "1.2": content("no"),
    }


def test_of_two_changes_with_no_common_successor_the_later_stands_and_both_are_heads() -> None:
    first = change(1, content("yes"))
    mine, theirs = change(2, content("no")), change(3, content("na"), by=OTHER, base=("c001",))
    answer = present_answers([first, mine, theirs])["1.1"]
    assert (answer.content, answer.heads) == (content("na"), ("c002", "c003"))
    settled = change(4, content("no"), base=("c002", "c003"), cause=Cause.RESOLVE)
    assert present_answers([first, mine, theirs, settled])["1.1"].heads == ("c004",)


@pytest.mark.parametrize("cause", [Cause.CLEAR, Cause.UNDO])
def test_a_clearing_or_an_undo_never_beats_another_person_s_answer(cause: Cause) -> None:
    first, theirs = change(1, content("yes")), change(2, content("no"), by=OTHER)
    mine = change(3, BLANK, base=("c001",), cause=cause)
    answer = present_answers([first, theirs, mine])["1.1"]
    assert (answer.content, answer.by, answer.heads) == (content("no"), OTHER, ("c002", "c003"))


def test_it_does_beat_my_own() -> None:
    first, second = change(1, content("yes")), change(2, content("no"))
    mine = change(3, BLANK, base=("c001",), cause=Cause.CLEAR)
    answer = present_answers([first, second, mine])["1.1"]
    assert (answer.content, answer.heads) == (BLANK, ("c002", "c003"))
    assert standing(first, second, mine) == {}


_CHANGES = st.lists(
    st.tuples(
        st.sampled_from([content("yes"), content("no", "late"), BLANK]),
        st.sampled_from([ME, OTHER]),
        st.sampled_from(["1.1", "1.2"]),
        st.sets(st.integers(1, 8), max_size=2),
        st.sampled_from(list(Cause)),
    ),
    max_size=8,
)


@given(_CHANGES, st.randoms(use_true_random=False))
def test_the_order_in_which_a_history_comes_does_not_matter(rows: list[Any], random: Any) -> None:
    history = [
        change(n, new, by=by, question=of, cause=cause, base=tuple(f"c{base:03}" for base in sorted(bases) if base < n))
        for n, (new, by, of, bases, cause) in enumerate(rows, 1)
    ]
    shuffled = list(history)
    random.shuffle(shuffled)
    assert present_answers(shuffled) == present_answers(history)


@given(st.lists(st.sampled_from([content("yes"), content("no", "late"), BLANK]), min_size=1, max_size=12))
def test_a_history_of_one_line_replays_to_its_last_change(news: list[Content]) -> None:
    history = [change(n, new) for n, new in enumerate(news, 1)]
    assert standing(*history) == ({"1.1": news[-1]} if news[-1] else {})


# Acts


def acts(*changes: Change, by: str = ME, **more: list[Change]) -> tuple[list[str], list[str]]:
    done, undone = undoable_acts({"r1": changes, **more}, by)
    return [act.id for act in done], [act.id for act in undone]


def test_what_was_done_as_one_is_one_act() -> None:
    no, reason = change(1, content("no"), act="a"), change(2, content("no", "late"), act="a")
    done, undone = undoable_acts({"r1": [reason, no]}, ME)
    assert [(act.id, act.by, act.changes) for act in done] == [("a", ME, (("r1", no), ("r1", reason)))]
    assert not undone


def test_my_last_act_is_next_in_whatever_record() -> None:
    assert acts(change(1, content("yes")), change(3, content("no")), r2=[change(2, content("yes"))])[0] == ["a1", "a2", "a3"]


def test_what_others_did_is_not_mine_to_undo() -> None:
    assert acts(change(1, content("yes"), by=OTHER)) == ([], [])


def test_an_undo_takes_the_act_away_and_a_redo_brings_it_again() -> None:
    first, second = change(1, content("yes")), change(2, content("no"))
    undo = change(3, content("yes"), cause=Cause.UNDO, undoes="a2")
    redo = change(4, content("no"), cause=Cause.REDO, undoes="a2")
    assert acts(first, second, undo) == (["a1"], ["a2"])
    assert acts(first, second, undo, redo) == (["a1", "a2"], [])
    twice = change(4, BLANK, cause=Cause.UNDO, undoes="a1")
    assert acts(first, second, undo, twice) == ([], ["a2", "a1"])


def test_a_new_answer_leaves_nothing_to_redo() -> None:
    undo = change(2, BLANK, cause=Cause.UNDO, undoes="a1")
    assert acts(change(1, content("yes")), undo, change(3, content("no"))) == (["a3"], [])


@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_undo_and_redo_keep_two_stacks(steps: list[str]) -> None:
    history: list[Change] = []
    done: list[str] = []
    undone: list[str] = []
    for step in steps:
        number = len(history) + 1
        if step == "do":
            history.append(change(number, content("yes", note=str(number))))
            done, undone = [*done, f"a{number}"], []
        elif step == "undo" and done:
            undone.append(done.pop())
            history.append(change(number, BLANK, cause=Cause.UNDO, undoes=undone[-1]))
        elif step == "redo" and undone:
            done.append(undone.pop())
            history.append(change(number, BLANK, cause=Cause.REDO, undoes=done[-1]))
        assert acts(*history) == (done, undone)
