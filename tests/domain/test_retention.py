"""What is left of histories when notes go: what stands, and nothing that anybody wrote."""

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.compare import contents_at
from sqs_tui.domain.consistency import history_faults
from sqs_tui.domain.history import Cause, undoable_acts
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, Entry, LetterChange, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.problems import problems
from sqs_tui.domain.records import BLANK, Change, Content, FieldChange, FieldValue, Record, RecordState, present_answers
from sqs_tui.domain.retention import Going, answers_left, details_left, fields_left, going_of_answers, letter_left
from sqs_tui.domain.seals import SEAL, STATE, is_broken, seal_of
from sqs_tui.domain.second import COMPARED
from sqs_tui.domain.tally import Sign
from tests.builders import answers, instrument

RECORD = Record(id="r", unit="case", reference="BU07", state=RecordState.SIGNED_OFF)
MARK = "zzmark"


def change(number: int, new: Content, *base: str, question: str = "1.1", cause: Cause = Cause.ANSWER) -> Change:
    return Change(
        id=f"c-{number:02}",
        at=f"2013-03-18T09:00:{number:02}.000Z",
        by="ann",
        question=question,
        old=Content(value="no", note=f"{MARK} old") if base else BLANK,
        new=new,
        base=base,
        act=f"a-{number}",
        cause=cause,
        why=f"{MARK} why",
    )


def by_id(lines: Sequence[Change]) -> dict[str, Change]:
    return {line.id: line for line in lines}


contents = st.builds(
    Content, value=st.sampled_from(("", "yes", "no")), note=st.sampled_from(("", MARK, f"{MARK} more")), quote=st.booleans()
)


@st.composite
def written(draw: st.DrawFn) -> dict[str, Change]:
    """Histories of two questions in which each line replaces some of those before it."""
    lines: list[Change] = []
    for number in range(draw(st.integers(0, 7))):
        question = draw(st.sampled_from(("1.1", "2.2")))
        before = [line.id for line in lines if line.question == question]
        base = draw(st.lists(st.sampled_from(before), unique=True)) if before else []
        cause = draw(st.sampled_from((Cause.ANSWER, Cause.CLEAR, Cause.RESOLVE, Cause.MODERATION)))
        lines.append(change(number, draw(contents), *base, question=question, cause=cause))
    return by_id(lines)


def plain(stands: dict[str, Content]) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {question: (content.value, content.reasons) for question, content in stands.items() if content.value}


@given(written(), st.data())
def test_what_stands_stays_and_no_text_does(lines: dict[str, Change], data: st.DataObject) -> None:
    settled = present_answers(lines.values())
    heads = sorted(head for answer in settled.values() for head in answer.heads)
    compared = [tuple(heads)] if data.draw(st.booleans()) else []
    left = answers_left(lines, compared)
    assert MARK not in repr(left)
    assert not list(history_faults(left))
    there = {question: answer.content for question, answer in settled.items()}
    after = {question: answer.content for question, answer in present_answers(left.values()).items()}
    assert plain(after) == plain(there)
    assert all(after[question].note_removed is bool(content.note) for question, content in there.items() if content.value)
    assert [(line.by, line.at) for line in left.values()] == [(lines[id_].by, lines[id_].at) for id_ in left]
    assert answers_left(left, compared) == left
    assert not going_of_answers(left, answers_left(left, compared))
    for one in compared:
        assert plain(contents_at(left.values(), one)) == plain(contents_at(lines.values(), one))


@given(written(), written())
def test_what_second_scorings_are_compared_by_stays_when_a_moderator_has_decided_since(
    lines: dict[str, Change], since: dict[str, Change]
) -> None:
    heads = tuple(head for answer in present_answers(lines.values()).values() for head in answer.heads)
    moderated = [
        change(50 + at, line.new, *heads_of_question(lines, line.question), question=line.question, cause=Cause.MODERATION)
        for at, line in enumerate(list(since.values())[:1])
    ]
    every = lines | by_id(moderated)
    left = answers_left(every, [heads])
    assert plain(contents_at(left.values(), heads)) == plain(contents_at(every.values(), heads))
    there, after = (
        {question: answer.content for question, answer in present_answers(of.values()).items()} for of in (every, left)
    )
    assert plain(after) == plain(there)
    assert not list(history_faults(left))


def heads_of_question(lines: dict[str, Change], question: str) -> tuple[str, ...]:
    answer = present_answers(lines.values()).get(question)
    return answer.heads if answer else ()


def test_nobody_takes_back_what_is_left() -> None:
    lines = by_id([change(1, Content(value="yes", note=MARK))])
    assert undoable_acts({"r": lines.values()}, "ann")[0]
    assert not undoable_acts({"r": answers_left(lines).values()}, "ann")[0]


def test_an_answer_whose_note_was_removed_has_no_new_problem() -> None:
    scored: Instrument = instrument()
    wanting = next(
        (question.id, reason.id)
        for question in scored.of_unit("case")
        for reason in scored.reasons_of(question.id)
        if reason.wants_note
    )
    given = answers({"fact": "yes", wanting[0]: "no"})
    with_note = given | {wanting[0]: Content(value="no", reasons=(wanting[1],), note="It is told here.")}
    without = given | {wanting[0]: Content(value="no", reasons=(wanting[1],))}
    removed = given | {wanting[0]: Content(value="no", reasons=(wanting[1],), note_removed=True)}
    assert problems(scored, "case", removed) == problems(scored, "case", with_note) != problems(scored, "case", without)


def said(number: int, field: str, new: FieldValue, *base: str, old: FieldValue = "") -> FieldChange:
    at = f"2013-03-18T10:00:{number:02}.000Z"
    return FieldChange(id=f"f-{number}", at=at, by="lead", field=field, old=old, new=new, base=base, act="x", why=f"{MARK} why")


def test_a_record_that_was_signed_off_twice_is_sealed_as_it_is_left() -> None:
    lines = by_id([change(1, Content(value="no", note=MARK)), change(2, Content(value="yes", note=MARK), "c-01")])
    states = [
        said(1, STATE, RecordState.SIGNED_OFF, old="checked"),
        said(2, SEAL, ("0" * 64, "f-1", "c-01", "f-1")),
        said(3, STATE, RecordState.IN_PROGRESS, "f-1", old="signed off"),
        said(4, "waiver:no-reason:1.1", (MARK, "1.1: No has no reason")),
        said(5, "waiver:looks-like-answers:2.2", (MARK, f"2.2: its note “{MARK}” looks like answers.")),
        said(6, STATE, RecordState.SIGNED_OFF, "f-3", old="checked"),
    ]
    fields = {line.id: line for line in states}
    seal = said(7, SEAL, seal_of(RECORD, present_answers(lines.values()), (*lines.values(), *states), "hash"), "f-2")
    fields[seal.id] = seal
    assert not is_broken(RECORD, lines.values(), fields.values(), "hash")
    left = answers_left(lines)
    kept = fields_left(RECORD, lines, fields, left, "hash")
    assert MARK not in repr(kept)
    assert not is_broken(RECORD, left.values(), kept.values(), "hash")
    assert kept["f-4"].new == ("removed with the notes", "1.1: No has no reason")
    assert "f-5" in kept
    assert fields_left(RECORD, left, kept, left, "hash") == kept
    by_hand = {**left, "c-02": msgspec.structs.replace(left["c-02"], new=Content(value="no"))}
    assert is_broken(RECORD, by_hand.values(), kept.values(), "hash")


def test_a_seal_that_no_longer_counts_does_not_come_back() -> None:
    record = msgspec.structs.replace(RECORD, state=RecordState.IN_PROGRESS)
    states = [
        said(1, STATE, RecordState.SIGNED_OFF, old="checked"),
        said(2, SEAL, ("0" * 64, "f-1", "f-1")),
        said(3, STATE, RecordState.IN_PROGRESS, "f-1", old="signed off"),
    ]
    kept = fields_left(record, {}, {line.id: line for line in states}, {}, "hash")
    assert [line.field for line in kept.values()] == [STATE]
    assert not is_broken(record, (), kept.values(), "hash")


def test_what_was_taken_back_leaves_nothing_and_what_is_compared_stays() -> None:
    lines = [
        said(1, "waiver:no-reason:1.1", (MARK, "x")),
        said(2, "waiver:no-reason:1.1", "", "f-1"),
        said(3, COMPARED, ("c-1",)),
    ]
    kept = fields_left(RECORD, {}, {line.id: line for line in lines}, {}, "hash")
    assert list(kept) == ["f-3"]


def test_of_the_details_the_last_line_of_each_stays() -> None:
    lines = [said(1, "area", "Bury"), said(2, "area", "Bolton", "f-1", old="Bury"), said(3, "lead", "Ann")]
    kept = details_left({line.id: line for line in lines})
    assert {line.field: (line.new, line.base, line.why) for line in kept.values()} == {
        "area": ("Bolton", (), ""),
        "lead": ("Ann", (), ""),
    }


def put(number: int, key: str, new: Entry | None, *base: str) -> LetterChange:
    at = f"2013-03-18T11:00:{number:02}.000Z"
    return LetterChange(id=f"l-{number}", at=at, by="lead", key=key, new=new, base=base, act="x", why=MARK)


def test_of_the_letter_stays_what_it_prints_and_what_was_decided() -> None:
    quote = Quote(record="r", question="1.1", original=f"{MARK} said before.", text="said before")
    own, out = ParagraphEntry(text="Printed."), ParagraphEntry(text=MARK, removed=True)
    left_out = Decision(sign=None, reason="Too few.")
    lines = [
        put(1, "paragraph:p", ParagraphEntry(text=MARK)),
        put(2, "paragraph:p", own, "l-1"),
        put(3, "paragraph:out", out),
        put(4, "quote:placed", quote),
        put(5, "quote:loose", quote),
        put(6, "waiver:w", Waiver(says=MARK, reason=MARK)),
        put(7, "area:a", Decision(sign=Sign.STRENGTH)),
        put(8, "area:b", left_out),
        put(9, "quote:cleared", None),
    ]
    kept = letter_left({line.id: line for line in lines}, {"p"}, {"placed"})
    assert MARK not in repr(kept)
    assert {line.key: line.new for line in kept.values()} == {
        "paragraph:p": own,
        "paragraph:out": ParagraphEntry(removed=True),
        "quote:placed": msgspec.structs.replace(quote, original="said before"),
        "waiver:w": Waiver(says="removed with the notes", reason="removed with the notes"),
        "area:a": Decision(sign=Sign.STRENGTH),
        "area:b": left_out,
    }
    assert letter_left(kept, {"p"}, {"placed"}) == kept


def test_what_goes_is_told_in_words() -> None:
    going = Going(notes=1, lines=1204, size=7) + Going(snapshots=2)
    assert going.words == ("1 note", "1,204 lines of history", "2 snapshots")
    assert not Going(size=7)
