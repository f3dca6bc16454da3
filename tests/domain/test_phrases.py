"""The phrase bank: which of an inspector's earlier words are offered, in what order, and which never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause
from sqs_tui.domain.phrases import Bank, Noted, Offer, offers, own_note, phrase_key, phrases_for, shared
from sqs_tui.domain.records import BLANK, Change, Content

PLAN = "No plan was written. The custody plan was not carried over."


def noted(text: str, *reasons: str, record: str = "r1", question: str = "1.1", at: str = "01") -> Noted:
    change = Change(
        id=at, at=at, by="ann", question=question, old=BLANK, new=Content(value="no", reasons=reasons, note=text), act="a"
    )
    found = own_note(record, question, change.new, [change], "ann")
    assert found
    return found


def history(*notes: tuple[str, str] | tuple[str, str, Cause]) -> list[Change]:
    """The history of one answer: who wrote which note, in order."""
    lines: list[Change] = []
    for at, (by, note, *cause) in enumerate(notes):
        old = lines[-1].new if lines else BLANK
        given = cause[0] if cause else Cause.ANSWER
        lines.append(
            Change(id=str(at), at=str(at), by=by, question="1.1", old=old, new=Content(note=note), act=str(at), cause=given)
        )
    return lines


def given_by(by: str, lines: list[Change]) -> tuple[str, ...]:
    found = own_note("r1", "1.1", lines[-1].new, lines, by)
    return found.phrases if found else ()


def rests(phrases: tuple[str, ...], typed: str, *, asked: bool = False) -> list[str]:
    return [found.text for found in offers(phrases, {}, typed, asked=asked)]


# Whose words


def test_a_note_gives_itself_and_its_sentences() -> None:
    assert given_by("ann", history(("ann", PLAN))) == (PLAN, "No plan was written.", "The custody plan was not carried over.")


@pytest.mark.parametrize(
    ("note", "sentences"),
    [
        ("Checks, e.g. with the school, are missing", ()),
        ("Why not?  Nobody asked!", ("Why not?", "Nobody asked!")),
        ("One line\nAnother", ("One line", "Another")),
        ("Late (see log). Then nothing.", ("Late (see log).", "Then nothing.")),
        ("It took 2.5 weeks", ()),
    ],
)
def test_a_note_is_parted_where_sentences_end(note: str, sentences: tuple[str, ...]) -> None:
    assert given_by("ann", history(("ann", note))) == (note, *sentences)


def test_words_of_another_inspector_are_nobody_elses() -> None:
    assert given_by("ann", history(("bob", PLAN))) == ()
    assert given_by("ann", history(("ann", "Mine."), ("bob", "His."))) == ()
    assert given_by("bob", history(("ann", "Mine."), ("bob", "His."))) == ("His.",)


def test_of_a_note_that_was_taken_over_only_the_new_sentences_are_ones_own() -> None:
    lines = history(("bob", "No plan was written."), ("ann", PLAN))
    assert given_by("ann", lines) == (PLAN, "The custody plan was not carried over.")


def test_a_note_that_an_undo_brought_back_is_still_its_writers() -> None:
    lines = history(("bob", "His."), ("ann", "Mine."), ("ann", "His.", Cause.UNDO))
    assert given_by("ann", lines) == given_by("bob", lines) == ()
    assert given_by("ann", history(("ann", "Mine."), ("ann", "", Cause.UNDO), ("ann", "Mine.", Cause.REDO))) == ("Mine.",)


@pytest.mark.parametrize("cause", [Cause.IMPORT, Cause.MERGE, Cause.MODERATION, Cause.RESOLVE])
def test_what_one_only_let_in_is_not_ones_own(cause: Cause) -> None:
    assert given_by("ann", history(("ann", "From a file.", cause))) == ()


def test_another_change_of_the_answer_does_not_make_the_note_another_s() -> None:
    lines = history(("ann", "Mine."), ("bob", "Mine."))
    assert given_by("ann", lines) == ()
    quoted = [lines[0], Change(id="1", at="1", by="bob", question="1.1", old=lines[0].new, new=Content(note="x"), act="b")]
    kept = own_note("r1", "1.1", lines[0].new, quoted, "ann")
    assert kept
    assert kept.phrases == ("Mine.",)


# Which come first


def test_phrases_for_the_same_reasons_come_first_then_those_that_share_one() -> None:
    bank = Bank(
        notes=(
            noted("Other reason.", "late", record="a", at="09"),
            noted("Same reason.", "no-plan", record="b", at="01"),
            noted("Shares one.", "no-plan", "late", record="c", at="05"),
            noted("Other question.", "no-plan", record="d", question="1.2"),
        )
    )
    assert phrases_for(bank, "1.1", ("no-plan",)) == ("Same reason.", "Shares one.", "Other reason.")


def test_of_phrases_for_the_same_reasons_the_most_used_comes_first_then_the_newest() -> None:
    bank = Bank(
        notes=(
            noted("Old.", record="a", at="01"),
            noted("New.", record="b", at="05"),
            noted("Often.", record="c", at="02"),
            noted("often.", record="d", at="03"),
        )
    )
    assert phrases_for(bank, "1.1", ()) == ("often.", "New.", "Old.")


def test_a_whole_note_comes_before_its_sentences_until_one_of_them_is_used_again() -> None:
    bank = Bank(notes=(noted(PLAN),))
    assert phrases_for(bank, "1.1", ())[0] == PLAN
    again = Bank(notes=(*bank.notes, noted("No plan was written.", record="r2")))
    assert phrases_for(again, "1.1", ()) == ("No plan was written.", PLAN, "The custody plan was not carried over.")


def test_a_note_that_is_edited_offers_itself_nothing() -> None:
    bank = Bank(record="a", notes=(noted("Mine.", record="a"), noted("Theirs.", record="b")))
    assert phrases_for(bank, "1.1", ()) == ("Theirs.",)


def test_a_forgotten_phrase_is_not_offered_however_it_is_written() -> None:
    bank = Bank(notes=(noted("No  Plan."), noted("Late.", record="r2"))).forget("no plan.")
    assert phrases_for(bank, "1.1", ()) == ("Late.",)
    assert not any("plan" in key for key in bank.forgotten)
    assert phrase_key("No plan.") == phrase_key(" no PLAN. ")


def test_phrases_of_other_inspections_come_behind_all_of_this_one() -> None:
    bank = Bank(notes=(noted("Here.", "late"),), wider=(noted("There.", record="x", at="99"), noted("There.", record="y")))
    assert phrases_for(bank, "1.1", ()) == ("Here.", "There.")


def test_the_last_note_is_the_newest_of_all_questions() -> None:
    assert Bank().last == ""
    assert Bank(notes=(noted("Newer.", at="05"), noted("Older.", question="1.2", at="01"))).last == "Newer."


# What is taken from elsewhere


def test_only_phrases_that_two_cases_have_and_that_name_nobody_go_on() -> None:
    notes = (
        noted("Late. Kofi was not seen. Once only.", record="a"),
        noted("late.", record="b"),
        noted("Kofi was not seen.", record="b", question="1.2"),
        noted("Twice in one case.", record="c"),
        noted("Twice in one case.", record="c", question="1.2"),
    )
    asked: list[str] = []

    def names_somebody(phrase: str) -> bool:
        asked.append(phrase)
        return "Kofi" in phrase

    assert [kept.phrases for kept in shared(notes, names_somebody)] == [("Late.",), ("late.",)]
    assert sorted(asked) == ["Kofi was not seen.", "Late.", "late."]


# What is offered


def test_the_rest_of_a_phrase_is_offered_whatever_capitals_were_typed() -> None:
    assert rests(("No plan was written.",), "no PL") == ["an was written."]
    assert rests(("No plan was written.",), "no plans") == []


def test_nothing_is_offered_where_nothing_is_typed_unless_it_is_asked_for() -> None:
    phrases = ("First.", "Second.")
    assert rests(phrases, "") == rests(phrases, "Something else. ") == []
    assert rests(phrases, "", asked=True) == rests(phrases, "Something else. ", asked=True) == ["First.", "Second."]
    assert rests(phrases, "First. ", asked=True) == ["Second."]


def test_a_phrase_goes_on_from_the_beginning_of_the_last_sentence() -> None:
    phrases = (PLAN, "No plan was written.", "The custody plan was not carried over.")
    assert rests(phrases, "Something else. the cust") == ["ody plan was not carried over."]
    assert rests(phrases, "No plan was written.") == [" The custody plan was not carried over."]
    assert rests(phrases, "One line\nno") == [" plan was written. The custody plan was not carried over.", " plan was written."]


def test_a_single_missing_character_is_not_worth_an_offer() -> None:
    assert rests(("Late.",), "Lat") == ["e."]
    assert rests(("Late.",), "Late") == []


SHORT = {"iro": "independent reviewing officer", "yp": "young person"}


@pytest.mark.parametrize(
    ("typed", "long", "erases"),
    [
        ("the iro", "independent reviewing officer", 3),
        ("IRO", "independent reviewing officer", 3),
        ("Yp", "Young person", 2),
        ("(yp", "young person", 2),
    ],
)
def test_the_long_form_of_an_abbreviation_is_offered_in_its_place(typed: str, long: str, erases: int) -> None:
    assert offers((), SHORT, typed) == (Offer(text=long, erases=erases),)


@pytest.mark.parametrize("typed", ["", "the iro ", "gyro", "yp's", "e-yp", "iro.", "iron"])
def test_what_is_no_whole_word_is_no_abbreviation(typed: str) -> None:
    assert offers((), SHORT, typed) == ()


def test_a_phrase_is_taken_word_by_word_and_a_long_form_as_a_whole() -> None:
    (rest,) = offers(("No plan was written.",), {}, "No pl")
    assert (rest.word.text, rest.word.phrase) == ("an", "No plan was written.")
    (after,) = offers(("No plan was written.",), {}, "No plan")
    assert after.word.text == " was"
    (long,) = offers((), SHORT, "iro")
    assert long.word == long


@given(st.lists(st.text(max_size=12), max_size=5), st.text(max_size=12), st.booleans())
def test_what_is_offered_makes_the_phrase_with_what_is_typed(phrases: list[str], typed: str, asked: bool) -> None:
    for found in offers(tuple(phrases), {}, typed, asked=asked):
        kept = len(found.phrase) - len(found.text)
        assert found.phrase in phrases
        assert found.phrase[kept:] == found.text
        assert typed[len(typed) - kept :].casefold() == found.phrase[:kept].casefold()
        assert found.text.startswith(found.word.text)
        assert found.word.text.strip()
