"""The phrase bank of an open inspection: what feeds it, what it forgets, and what other inspections may give."""

from pathlib import Path

import pytest

from sqs_tui.domain.history import Cause
from sqs_tui.domain.phrases import Bank, Noted, phrase_key, phrases_for
from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.errors import NotSavedError
from sqs_tui.lexicon.load import lexicon
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library
from sqs_tui.store.phrases import Phrases
from sqs_tui.store.places import places_in
from sqs_tui.store.strays import stray_findings
from sqs_tui.store.wider_phrases import wider_notes
from tests import builders
from tests.store.helpers import INSTRUMENT, Clock, answer, opened, waive_all


def no(note: str) -> Content:
    return Content(value="no", reasons=("late",), note=note)


def case(inspection: OpenInspection, reference: str, note: str = "", *, question: str = "1.1") -> str:
    record = inspection.add_record("case", reference, inspector=inspection.by).id
    if note:
        answer(inspection, record, question, no(note))
    return record


def offered(bank: Bank, question: str = "1.1") -> tuple[str, ...]:
    return phrases_for(bank, question, ("late",))


@pytest.fixture
def ann(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


# What feeds the bank


def test_own_notes_of_the_inspection_feed_the_bank_as_they_are_given(ann: OpenInspection) -> None:
    phrases = Phrases(ann)
    first, second = case(ann, "BU01", "Too late."), case(ann, "BU02")
    assert offered(phrases.bank(ann.record(second))) == ("Too late.",)
    answer(ann, first, "1.1", no("Far too late."))
    assert offered(phrases.bank(ann.record(second))) == ("Far too late.",)
    ann.undo()
    assert offered(phrases.bank(ann.record(second))) == ("Too late.",)


def test_another_inspector_s_notes_never_do(ann: OpenInspection, tmp_path: Path) -> None:
    record = case(ann, "BU01", "Too late.")
    bob = opened(tmp_path, by="bob")
    answer(bob, record, "1.2", no("His note."))
    theirs = Phrases(bob).bank(bob.record(case(bob, "BU02")))
    assert offered(theirs) == ()
    assert offered(theirs, "1.2") == ("His note.",)
    ann.refresh()
    assert offered(Phrases(ann).bank(ann.record(record)), "1.2") == ()


def test_a_case_in_the_trash_gives_nothing_until_it_is_back(ann: OpenInspection) -> None:
    phrases = Phrases(ann)
    first, second = case(ann, "BU01", "Too late."), case(ann, "BU02")
    ann.trash_record(first)
    assert offered(phrases.bank(ann.record(second))) == ()
    ann.bring_back(first)
    assert offered(phrases.bank(ann.record(second))) == ("Too late.",)


def test_what_is_said_in_confidence_goes_nowhere_and_nothing_comes_in(ann: OpenInspection) -> None:
    case(ann, "BU01", "Too late.")
    person, other = ann.add_record("staff", "CM1").id, ann.add_record("staff", "CM2").id
    answer(ann, person, "s1", Content(value="no", note="She is worn out."))
    phrases = Phrases(ann)
    assert phrases.bank(ann.record(other)) == Bank()
    assert offered(phrases.bank(ann.record(case(ann, "BU02"))), "s1") == ()


def test_a_second_scoring_neither_gives_nor_takes(ann: OpenInspection, tmp_path: Path) -> None:
    first, own = case(ann, "BU01", "Too late."), case(ann, "BU02")
    waive_all(ann, first)
    ann.set_state(first, RecordState.COMPLETE)
    bob = opened(tmp_path, by="bob")
    case(bob, "BU03", "His note.")
    again = bob.begin_second(first, "bob").id
    answer(bob, again, "1.1", no("Seen otherwise."))
    assert Phrases(bob).bank(bob.record(again)) == Bank()
    assert offered(Phrases(bob).bank(bob.record(own))) == ("His note.",)


def test_what_the_inspector_let_in_from_a_file_is_nobody_s_phrase(ann: OpenInspection) -> None:
    first, second = case(ann, "BU01"), case(ann, "BU02")
    ann.put(first, "1.1", no("From a file."), act=ann.new_act(), cause=Cause.IMPORT)
    assert offered(Phrases(ann).bank(ann.record(second))) == ()


# Forgetting


def test_a_forgotten_phrase_stays_forgotten_for_this_account_alone(ann: OpenInspection, tmp_path: Path) -> None:
    case(ann, "BU01", "Too late.")
    second = case(ann, "BU02")
    Phrases(ann).forget(phrase_key("Too late."))
    Phrases(ann).forget(phrase_key("Another."))
    again = opened(tmp_path)
    assert offered(Phrases(again).bank(again.record(second))) == ()
    bob = opened(tmp_path, by="bob")
    case(bob, "BU03", "Too late.")
    assert offered(Phrases(bob).bank(bob.record(second))) == ("Too late.",)


def test_what_is_forgotten_is_kept_without_its_words(ann: OpenInspection) -> None:
    Phrases(ann).forget(phrase_key("Kofi was late."))
    kept = (ann.folder / ".phrases" / "forgotten.json").read_text(encoding="utf-8")
    assert phrase_key("Kofi was late.") in kept
    assert "Kofi" not in kept


def test_verify_and_snapshots_take_no_notice_of_what_is_forgotten(ann: OpenInspection) -> None:
    Phrases(ann).forget(phrase_key("Too late."))
    assert list(stray_findings(ann.folder, ["cases", "staff", "second"])) == []
    assert not [place for place in places_in(ann.folder) if "phrases" in place]


def test_where_nothing_can_be_saved_a_phrase_is_forgotten_until_the_program_ends(ann: OpenInspection, tmp_path: Path) -> None:
    case(ann, "BU01", "Too late.")
    second = case(ann, "BU02")
    (ann.folder / ".phrases").mkdir(mode=0o500)
    phrases = Phrases(ann)
    with pytest.raises(NotSavedError):
        phrases.forget(phrase_key("Too late."))
    assert offered(phrases.bank(ann.record(second))) == ()
    assert offered(Phrases(opened(tmp_path)).bank(ann.record(second))) == ("Too late.",)
    (ann.folder / ".phrases").chmod(0o700)
    phrases.forget(phrase_key("Another."))
    assert offered(Phrases(opened(tmp_path)).bank(ann.record(second))) == ()


def test_a_list_of_what_is_forgotten_that_cannot_be_read_forgets_nothing(ann: OpenInspection) -> None:
    case(ann, "BU01", "Too late.")
    (ann.folder / ".phrases").mkdir()
    (ann.folder / ".phrases" / "forgotten.json").write_text('{"meta": ')
    assert offered(Phrases(ann).bank(ann.record(case(ann, "BU02")))) == ("Too late.",)


# Other inspections


@pytest.fixture
def elsewhere(ann: OpenInspection) -> OpenInspection:
    """Another inspection of the same library, by the same inspector."""
    return begun(ann, "Leeds")


def begun(ann: OpenInspection, area: str, *, instrument: bytes = INSTRUMENT) -> OpenInspection:
    library = Library(ann.folder.parent)
    folder = library.create(instrument, Inspection(id="", area=area, lead="Jo Oxbow"), by="ann", now=Clock())
    return library.open(folder, by="ann", now=Clock())


def wider(ann: OpenInspection) -> tuple[Noted, ...]:
    found = wider_notes(Library(ann.folder.parent), ann, lexicon, lambda: True)
    assert found is not None
    return found


def test_nothing_is_read_on_when_nobody_waits_for_it(ann: OpenInspection, elsewhere: OpenInspection) -> None:
    asked: list[bool] = []
    assert wider_notes(Library(ann.folder.parent), ann, lexicon, lambda: bool(asked.append(True))) is None
    assert len(asked) == 1


def test_a_phrase_of_another_inspection_is_not_offered_unless_it_is_asked_for(
    ann: OpenInspection, elsewhere: OpenInspection
) -> None:
    for reference in ("LE01", "LE02"):
        case(elsewhere, reference, "The plan came too late.")
    record = ann.record(case(ann, "BU01"))
    phrases = Phrases(ann)
    assert offered(phrases.bank(record)) == offered(phrases.bank(record, wider=True)) == ()
    phrases.wider = wider(ann)
    assert offered(phrases.bank(record)) == ()
    assert offered(phrases.bank(record, wider=True)) == ("The plan came too late.",)


def test_of_other_inspections_only_what_two_cases_have_is_offered(ann: OpenInspection, elsewhere: OpenInspection) -> None:
    case(elsewhere, "LE01", "Once only. The plan came too late.")
    case(elsewhere, "LE02", "The plan came too late. Nobody saw to it.")
    assert {phrase for noted in wider(ann) for phrase in noted.phrases} == {"The plan came too late."}


@pytest.mark.parametrize(
    "note",
    [
        "Kofi was not asked about it.",
        "As in LE01, the plan came too late.",
        "Ask pmarsh about the plan.",
        "The Leeds plan came too late.",
        "oxbow has the plan.",
        "His number is 07700 900123.",
    ],
)
def test_what_may_identify_somebody_is_not_offered_elsewhere_though_it_was_used_twice(
    ann: OpenInspection, elsewhere: OpenInspection, note: str
) -> None:
    for reference in ("LE01", "LE02"):
        elsewhere.change_record(case(elsewhere, reference, f"{note} The plan came too late."), case_manager="pmarsh")
    assert {phrase for noted in wider(ann) for phrase in noted.phrases} == {"The plan came too late."}


def test_another_inspector_s_notes_are_not_read_elsewhere_either(ann: OpenInspection, tmp_path: Path) -> None:
    there = begun(ann, "Leeds")
    bob = Library(ann.folder.parent).open(there.folder.name, by="bob", now=Clock())
    for reference in ("LE01", "LE02"):
        case(bob, reference, "The plan came too late.")
    assert wider(ann) == ()


def test_questions_in_other_words_and_damaged_inspections_give_nothing(ann: OpenInspection, elsewhere: OpenInspection) -> None:
    asked = builders.criteria()
    asked["sections"][1]["questions"][0]["text"] = "Was it something else?"
    other = begun(ann, "York", instrument=builders.msgspec.json.encode(asked))
    for there in (elsewhere, other):
        for reference in ("X01", "X02"):
            case(there, reference, "The plan came too late.")
    assert {noted.record for noted in wider(ann)} == {record.id for record in elsewhere.records()}
    (elsewhere.folder / "inspection.json").write_text("{")
    assert wider(ann) == ()
