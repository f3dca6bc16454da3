"""A line of history is told in words: who, when, from what to what, how and why."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.letter.entries import Decision, Entry, LetterChange, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.records import BLANK, Change, Content, FieldChange, FieldValue, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.domain.telling import AnyLine, deeds, how, moment, place, told, told_deed
from tests.builders import instrument

SMALL = instrument()
NOW = datetime(2013, 3, 20, 9, 0, tzinfo=UTC)
YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))


def change(
    number: int, new: Content, *, old: Content = BLANK, by: str = "ann", act: str = "", cause: Cause = Cause.ANSWER, why: str = ""
) -> Change:
    at = f"2013-03-18T09:00:{number:02}.000Z"
    return Change(
        id=f"w-{number}", at=at, by=by, question="1.1", old=old, new=new, act=act or f"act-{number}", cause=cause, why=why
    )


def field(name: str, old: FieldValue, new: FieldValue, *, number: int = 1, act: str = "", why: str = "") -> FieldChange:
    at = f"2013-03-18T09:01:{number:02}.000Z"
    return FieldChange(id=f"f-{number}", at=at, by="ann", field=name, old=old, new=new, act=act, why=why)


def letter(key: str, old: Entry | None, new: Entry | None) -> LetterChange:
    return LetterChange(id="l-1", at="2013-03-18T09:02:00.000Z", by="ann", key=key, old=old, new=new, act="letter")


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2013-03-20T08:42:10.000Z", "08:42"),
        ("2013-03-18T10:42:00.000Z", "18 Mar 10:42"),
        ("2012-12-31T23:59:59.999Z", "31 Dec 2012 23:59"),
        ("2099-01-01T00:00:00.000Z", "1 Jan 2099 00:00"),
        ("some time\nor other", "some time or other"),
        ("", ""),
    ],
)
def test_a_moment_is_told_as_short_as_it_can_be(at: str, says: str) -> None:
    assert moment(at, NOW, UTC) == says


def test_a_moment_is_told_in_the_zone_of_whoever_reads_it() -> None:
    assert moment("2013-03-18T23:30:00.000Z", NOW, timezone(timedelta(hours=1))) == "19 Mar 00:30"
    before_all_time = "0001-01-01T00:00:00.000Z"
    assert moment(before_all_time, NOW, timezone(timedelta(hours=-1))) == before_all_time


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (change(1, YES), "answered"),
        (change(1, BLANK, cause=Cause.CLEAR), "cleared"),
        (change(1, YES, cause=Cause.UNDO), "took back"),
        (change(1, YES, cause=Cause.REDO), "brought back"),
        (change(1, YES, cause=Cause.MODERATION), "moderated"),
        (change(1, YES, cause=Cause.RESOLVE), "settled"),
        (change(1, YES, cause=Cause.MERGE), "merged"),
        (change(1, YES, cause=Cause.IMPORT), "imported"),
        (field("inspector", "", "bob"), "changed"),
        (letter("paragraph:p", None, None), "changed"),
    ],
)
def test_every_cause_has_its_words(line: AnyLine, says: str) -> None:
    assert how(line) == says


def test_every_cause_is_told() -> None:
    assert len({how(change(1, YES, cause=cause)) for cause in Cause}) == len(Cause)


def test_an_answer_is_told_with_its_reasons_and_its_note() -> None:
    noted = Content(value="no", reasons=("late",), note="Line one.\nLine [two].", quote=True)
    line = told(SMALL, change(1, noted, old=YES, why="so it is"), "BU07")
    assert (line.place, line.by, line.how, line.why) == ("BU07 1.1", "ann", "answered", "so it is")
    assert line.new == "No (late) “Line one.\nLine [two].” (quotable)"
    assert line.change == "Yes -> No (late) “Line one. Line [two].” (quotable)"
    assert line.cause == "answered: so it is"


def test_from_nothing_is_not_told() -> None:
    assert told(SMALL, change(1, YES), "BU07").change == "Yes"
    assert told(SMALL, change(1, BLANK, old=YES, cause=Cause.CLEAR), "BU07").change == "Yes -> nothing"


def test_a_question_without_a_number_is_called_by_its_title() -> None:
    fact = msgspec.structs.replace(change(1, YES), question="fact")
    assert place(SMALL, fact, "BU07") == "BU07 The fact"
    gone = msgspec.structs.replace(fact, question="no longer there")
    assert told(SMALL, gone, "BU07").place == "BU07 no longer there"


@pytest.mark.parametrize(
    ("line", "reference", "where", "says"),
    [
        (field("inspector", "ann", "bob"), "BU07", "BU07 inspector", "ann -> bob"),
        (field("case_manager", "", "CM1"), "BU07", "BU07 case manager", "CM1"),
        (field("state", RecordState.COMPLETE, RecordState.IN_PROGRESS), "BU07", "BU07 state", "complete -> in progress"),
        (field("trashed", "", "2013-03-18T09:00:00Z"), "BU07", "BU07 trash", "not in the trash -> in the trash"),
        (field("created", "", "2013-03-18T09:00:00Z"), "BU07", "BU07", "added"),
        (field("created", "", "2013-03-18T09:00:00Z"), "", "the inspection", "added"),
        (field("seal", "", "0f3c…"), "BU07", "BU07 seal", "no seal -> sealed"),
        (field("copies", (), ("one", "two")), "", "details: who gets a copy", "one; two"),
        (field("lead", "ann", ""), "", "details: lead inspector", "ann -> nothing"),
        (field("never_heard_of", "", "x"), "", "details: never heard of", "x"),
    ],
)
def test_a_field_is_told_by_its_name_and_its_value(line: FieldChange, reference: str, where: str, says: str) -> None:
    line_told = told(SMALL, line, reference)
    assert (line_told.place, line_told.change) == (where, says)


@pytest.mark.parametrize(
    ("key", "old", "new", "where", "says"),
    [
        ("paragraph:p", None, ParagraphEntry(text="Mine."), "letter: paragraph", "as drafted -> Mine."),
        ("paragraph:p", ParagraphEntry(text="Mine."), ParagraphEntry(text="Mine.", removed=True), "letter: paragraph",
         "Mine. -> Mine. (taken out)"),
        ("paragraph:p", ParagraphEntry(text="Mine."), ParagraphEntry(text="Mine.", place="1/2"), "letter: paragraph",
         "Mine. -> moved"),
        ("paragraph:p", ParagraphEntry(text="Mine."), None, "letter: paragraph", "Mine. -> as drafted"),
        ("area:gone", None, Decision(sign=Sign.STRENGTH, text="us"), "letter: area “gone”", "not decided -> a strength: “us”"),
        ("area:gone", None, Decision(sign=None, reason="too few"), "letter: area “gone”", "not decided -> left out: too few"),
        ("quote:q", None, Quote(record="r", question="1.1", original="a b c", text="b"), "letter: quote", "“b”"),
        ("waiver:w", None, Waiver(says="It is so.", reason="known"), "letter: waived problem", "waived: It is so. (known)"),
    ],
)  # fmt: skip
def test_what_is_done_to_the_letter_is_told_by_its_kind(
    key: str, old: Entry | None, new: Entry | None, where: str, says: str
) -> None:
    line = told(SMALL, letter(key, old, new))
    assert (line.place, line.change) == (where, says)


def test_a_no_with_its_reasons_and_its_note_is_one_deed() -> None:
    noted = msgspec.structs.replace(NO, note="why")
    lines = [change(1, YES), change(2, Content(value="no"), old=YES, act="a"), change(3, NO, old=Content(value="no"), act="a"),
             change(4, noted, old=NO, act="a")]  # fmt: skip
    latest, first = deeds([("r", line) for line in reversed(lines)])
    assert told_deed(SMALL, latest, "BU07").change == "Yes -> No (late) “why”"
    assert told_deed(SMALL, first, "BU07").change == "Yes"
    assert latest.ids == {"w-2", "w-3", "w-4"}


def test_a_list_does_not_tell_what_was_said_in_confidence() -> None:
    said = msgspec.structs.replace(change(2, msgspec.structs.replace(NO, note="the manager"), old=YES), question="s1")
    (deed,) = deeds([("r", said)])
    shown = told_deed(SMALL, deed, "P1")
    assert (shown.place, shown.change) == ("P1 s1", "in confidence")
    assert told(SMALL, said, "P1").change == "Yes -> No (late) “the manager”"


def test_the_newest_deed_comes_first_whatever_the_order_of_the_lines() -> None:
    lines = [("r", change(number, YES)) for number in (3, 1, 2)]
    assert [deed.last[1].id for deed in deeds(lines)] == ["w-3", "w-2", "w-1"]


def test_an_act_on_several_records_is_one_deed_that_says_how_many() -> None:
    lines = [(record, field("inspector", "", "bob", number=number, act="a")) for number, record in enumerate("abc", start=1)]
    (deed,) = deeds(lines)
    assert (deed.things, told_deed(SMALL, deed, "BU07").place) == (3, "BU07 inspector and 2 more")


def test_acts_of_two_accounts_stay_two_whatever_their_ids() -> None:
    assert len(deeds([("r", change(1, YES, act="a")), ("r", change(2, NO, by="bob", act="a"))])) == 2


def test_that_a_record_is_begun_by_an_answer_is_no_deed_of_its_own() -> None:
    begun = field("state", RecordState.NOT_STARTED, RecordState.IN_PROGRESS)
    opened_again = field("state", RecordState.COMPLETE, RecordState.IN_PROGRESS, number=2)
    assert [deed.last[1].id for deed in deeds([("r", begun), ("r", opened_again)])] == ["f-2"]


def test_words_are_found_in_every_part() -> None:
    line = told(SMALL, change(1, NO, old=YES, by="bob", cause=Cause.RESOLVE, why="Read again."), "BU07")
    for words in ("bob", "bu07", "1.1", "yes", "LATE", "settled", "again", "bob late"):
        assert line.holds(words), words
    assert not line.holds("bob early")
