"""The sample of an open inspection: drawn, completed, replaced, checked."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.case_list import CaseList, ListedCase
from sqs_tui.domain.interests import said_of_cases
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.domain.sample import Wanted
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.sample_file import SAMPLE
from tests.store.helpers import Clock, answer, lead_to, opened

WANTED = Wanted(size=4, seed="a", by=("Team",), reserve=4)


def with_list(path: Path, count: int = 12, by: str = "ann") -> OpenInspection:
    """An inspection with a case list: two teams, the fact of the criteria, and an inspector for every other case."""
    inspection = opened(path, by=by)
    cases = tuple(
        ListedCase(
            reference=f"BU{number:02}",
            case_manager=f"CM{number % 4}",
            inspector="ben" if number % 2 else "",
            facts={"fact": "yes", "Team": "East" if number < 8 else "West"},
        )
        for number in range(1, count + 1)
    )
    listed = CaseList(id="1a", at="2013-03-01T09:00:00.000Z", by="ann", source="cases.csv", unit="case", cases=cases)
    inspection.sample.add(lists={"1a": listed})
    return inspection


def references(inspection: OpenInspection) -> set[str]:
    return {record.reference for record in inspection.records()}


def test_nothing_is_drawn_without_a_list(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="has no case list to draw from yet"):
        opened(tmp_path).sampling.draw(WANTED)


def test_what_is_drawn_becomes_records_with_what_the_list_says(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    made = ann.sampling.draw(WANTED)
    there = opened(tmp_path, by="lead")
    now = there.sampling.require_now()
    assert references(there) == set(now.cases) == {record.reference for record in made.added}
    for record in there.records():
        number = int(record.reference[2:])
        assert (record.case_manager, record.inspector) == (f"CM{number % 4}", "ben" if number % 2 else "")
        assert record.state is RecordState.NOT_STARTED
        given = there.answers(record.id)["fact"]
        assert (given.content.value, given.imported) == ("yes", True)
        assert [line.cause for line in there.history(record.id, "fact")] == ["import"]
    assert not there.damaged


def test_what_came_with_the_list_is_nobody_s_act_and_nobody_s_scoring(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    record = ann.sampling.draw(WANTED).added[0]
    assert ann.undo().says == "There is nothing to undo."
    ann.change_record(record.id, inspector="ben")
    lead_to(ann, record.id, RecordState.COMPLETE)
    assert ann.require_second(record.id, "ann") == "ann"


def test_the_same_draw_again_adds_what_is_missing_and_no_doubles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = with_list(tmp_path)
    add, left = ann.add_record, [2]

    def until_the_disk_is_full(*args: object, **named: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise NotSavedError("The disk is full.")
        return add(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(ann, "add_record", until_the_disk_is_full)
    with pytest.raises(NotSavedError, match=r"2 of the 4 records are there, and then: The disk is full\. Draw the same again"):
        ann.sampling.draw(WANTED)
    monkeypatch.undo()
    again = opened(tmp_path, by="ben")
    assert len(again.sampling.draw(WANTED).added) == 2
    assert again.sampling.draw(WANTED).added == ()
    assert sorted(record.reference for record in again.records()) == sorted(again.sampling.require_now().cases)
    assert len(again.sampling.draws) == 1


def test_a_record_that_is_there_already_is_taken_for_the_case(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    drawn = ann.sampling.preview(WANTED).cases
    ann.add_record("case", drawn[0].lower())
    assert len(ann.sampling.draw(WANTED).added) == 3


def test_another_draw_needs_a_reason_and_puts_the_first_into_the_trash(tmp_path: Path) -> None:
    ann, other = with_list(tmp_path), msgspec.structs.replace(WANTED, seed="b")
    ann.sampling.draw(WANTED)
    first = set(ann.sampling.require_now().cases)
    with pytest.raises(LibraryError, match="drawn by the seed a already: say why"):
        ann.sampling.draw(other)
    made = ann.sampling.draw(other, "the list was wrong")
    now = ann.sampling.require_now()
    assert references(ann) == set(now.cases) == set(ann.sampling.preview(other).cases)
    assert {record.reference for record in made.trashed} == first - set(now.cases)
    assert [one.why for one in ann.sampling.draws] == ["", "the list was wrong"]
    ann.sampling.draw(WANTED, "that one was right")
    assert references(ann) == first, "its records come back from the trash"


def test_another_draw_is_refused_where_somebody_has_begun(tmp_path: Path) -> None:
    ann, other = with_list(tmp_path), msgspec.structs.replace(WANTED, seed="b")
    ann.sampling.draw(WANTED)
    leaving = next(case for case in ann.sampling.require_now().cases if case not in ann.sampling.preview(other).cases)
    answer(ann, ann.record(leaving).id, "fact", Content(value="no"))
    with pytest.raises(LibraryError, match=f"{leaving} is in progress"):
        ann.sampling.draw(other, "the list was wrong")
    assert len(ann.sampling.draws) == 1


def test_a_clock_that_is_put_back_does_not_make_the_later_draw_the_earlier(tmp_path: Path) -> None:
    with_list(tmp_path)
    clock = Clock()
    ann = opened(tmp_path, now=clock)
    ann.sampling.draw(WANTED)
    clock.now = clock.now.replace(year=2012)
    later = opened(tmp_path, by="ben", now=clock)
    later.sampling.draw(msgspec.structs.replace(WANTED, seed="b"), "the list was wrong")
    assert later.sampling.require_now().draw.wanted.seed == "b"


def test_a_draw_comes_out_again_and_one_that_was_tampered_with_does_not(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    ann.sampling.draw(WANTED)
    assert ann.sampling.check() == ()
    drawn = ann.sampling.require_now().draw
    chosen = msgspec.structs.replace(drawn, id="chosen", at="2014-01-01T00:00:00.000Z", cases=drawn.cases[::-1])
    ann.sample.add(draws={"chosen": chosen})
    assert ann.sampling.check() == ("The cases drawn are not those that the seed gives.",)


def test_a_reserve_stands_in_and_the_record_goes_to_the_trash_with_the_reason(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    ann.sampling.draw(WANTED)
    case = ann.sampling.require_now().cases[0]
    record = ann.record(case)
    replaced = ann.sampling.replace(case.lower(), "moved to another area")
    assert replaced.replacement.replaced == case
    assert case not in references(ann)
    assert replaced.replacement.reserve in references(ann)
    (line,) = [stand.line for stand in ann.fields(record.id) if stand.line.field == "trashed"]
    assert line.why == "moved to another area"
    assert ann.undo_on_records().says == "There is nothing to undo."
    assert ann.sampling.require_now().cases[0] == replaced.replacement.reserve
    with pytest.raises(LibraryError, match="was replaced already"):
        ann.sampling.replace(case, "again")


def test_replacing_needs_a_reason_and_leaves_what_is_begun(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    ann.sampling.draw(WANTED)
    case = ann.sampling.require_now().cases[0]
    with pytest.raises(LibraryError, match="replaced for a reason"):
        ann.sampling.replace(case, " ")
    answer(ann, ann.record(case).id, "fact", Content(value="no"))
    with pytest.raises(LibraryError, match="is in progress"):
        ann.sampling.replace(case, "wrong file")
    assert ann.sampling.replace(case, "wrong file", begun=True).made.trashed[0].reference == case


def test_a_replacement_that_was_cut_short_is_completed_by_doing_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = with_list(tmp_path)
    ann.sampling.draw(WANTED)
    case = ann.sampling.require_now().cases[0]

    def fails(*_: object, **__: object) -> object:
        raise NotSavedError("The disk is full.")

    monkeypatch.setattr(ann, "trash_record", fails)
    with pytest.raises(NotSavedError):
        ann.sampling.replace(case, "wrong file")
    monkeypatch.undo()
    ann.sampling.replace(case, "wrong file")
    assert case not in references(ann)
    assert len(references(ann)) == 4
    assert len(ann.sampling.require_now().replaced) == 1


def test_nobody_is_given_what_they_are_kept_out_of(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    ann.interests.declare("Ben", "team", "East")
    unread = ann.sampling.draw(WANTED).unread
    east = {record.id: record for record in ann.records() if int(record.reference[2:]) < 8}
    assert all(record.inspector == "" for record in east.values())
    assert set(unread) == {record.reference for record in east.values() if int(record.reference[2:]) % 2}
    for record_id, record in east.items():
        with pytest.raises(LibraryError, match=rf"ben does not read {record.reference}, because of a conflict .*Team East"):
            ann.allocate({record_id: "ben"})
        ann.allocate({record_id: "cleo"})


def test_nobody_is_given_anything_where_the_conflicts_cannot_be_read(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    record = ann.sampling.draw(WANTED).added[0]
    ann.interests.declare("ben", "reference", record.reference)
    (ann.folder / SAMPLE).write_bytes(b"[]")
    there = opened(tmp_path)
    for name in ("ben", "cleo"):
        with pytest.raises(LibraryError, match=r"sample\.json is damaged"):
            there.allocate({record.id: name})
    there.allocate({record.id: ""})
    assert there.record(record.id).inspector == ""
    assert there.interest_in(record.id) == "", "what cannot be read says nothing of anybody"


def test_an_interest_is_declared_by_label_and_withdrawn(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    declared = ann.interests.declare("ben", "fact", "Yes")
    assert (declared.field, declared.value) == ("fact", "yes")
    assert ann.interests.declare("BEN", "FACT", "yes") == declared
    assert ann.interests.withdraw("ben", "fact", "yes") == declared
    assert opened(tmp_path).interests.present == ()
    with pytest.raises(LibraryError, match="has declared no interest"):
        ann.interests.withdraw("ben", "fact", "yes")


def test_several_interests_are_declared_at_once_or_none_of_them(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    with pytest.raises(LibraryError, match=r"No case has Team Eastt: there are East, West\."):
        ann.interests.declare_all("ben", (("Team", "West"), ("Team", "Eastt")))
    assert ann.interests.present == ()
    said = said_of_cases("Team=East, case-manager=CM3,Reference = bu07")
    declared = ann.interests.declare_all("ben", said)
    assert [(one.field, one.value) for one in declared] == [("Team", "East"), ("case_manager", "CM3"), ("reference", "BU07")]
    assert set(opened(tmp_path).interests.present) == {*declared}
    ann.interests.withdraw_all("ben", said)
    assert opened(tmp_path).interests.present == ()


def test_a_comma_within_a_value_does_not_end_it() -> None:
    assert said_of_cases("Team=East, North, reference=BU07") == (("Team", "East, North"), ("reference", "BU07"))


@pytest.mark.parametrize(("field", "value"), [("case manager", "CM99"), ("reference", "ZZ")])
def test_an_interest_in_no_case_of_the_list_is_refused(tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(
        LibraryError, match=f"No case has {field} {value}: there are .* and|No case has {field} {value}: there are CM0, "
    ):
        with_list(tmp_path).interests.declare("ben", field, value)


def test_a_record_that_somebody_has_is_told_when_they_are_kept_out_of_it(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    record = next(record for record in ann.sampling.draw(WANTED).added if record.inspector == "ben")
    declared = ann.interests.declare("Ben", "reference", record.reference)
    assert ann.interests.has_already(declared) == f"ben has {record.reference} already: give it to somebody else"
    account = ann.sampling.account()
    assert [one.reference for one in account.to_give_on] == [record.reference]
    assert account.inspector(record.reference, nobody="", missing="") == "ben, kept out"
    ann.allocate({record.id: "cleo"})
    assert ann.interests.has_already(declared) == ""
    assert ann.sampling.account().to_give_on == ()


@pytest.mark.parametrize(("field", "value"), [("shoe", "9"), ("team", ""), ("fact", "perhaps")])
def test_an_interest_that_tells_no_cases_is_refused(tmp_path: Path, field: str, value: str) -> None:
    with pytest.raises(LibraryError, match=r"tells no cases|is no answer to The fact"):
        with_list(tmp_path).interests.declare("ben", field, value)


def test_a_record_s_own_case_manager_goes_before_the_list_s(tmp_path: Path) -> None:
    ann = with_list(tmp_path)
    record = ann.sampling.draw(WANTED).added[0]
    ann.change_record(record.id, inspector="", case_manager="CM9")
    ann.interests.declare("ben", "case manager", "cm9")
    with pytest.raises(LibraryError, match="case manager CM9"):
        ann.change_record(record.id, inspector="ben")


ROOT = Path(__file__).parents[2]
DRAW = """
import sys
from pathlib import Path
from sqs_tui.errors import LibraryError
from tests.store.test_sampling import WANTED, msgspec, opened
there = opened(Path(sys.argv[1]), by=sys.argv[2])
there.records(), there.sampling.listed, there.sampling.now
print("ready", flush=True)
sys.stdin.readline()
try:
    if sys.argv[3] == "replace":
        print(there.sampling.replace(sys.argv[4], "moved away").replacement.reserve)
    else:
        there.sampling.draw(msgspec.structs.replace(WANTED, seed=sys.argv[4]))
        print("drawn")
except LibraryError as fault:
    print(fault)
"""


def at_once(path: Path, *commands: tuple[str, str, str]) -> list[str]:
    """What each of several processes says that have all looked at the sample before any of them changes it."""
    every = [
        subprocess.Popen(
            [sys.executable, "-c", DRAW, str(path), *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for command in commands
    ]
    for one in every:
        assert one.stdout
        assert one.stdout.readline() == "ready\n"
    for one in every:
        assert one.stdin
        one.stdin.write("\n")
        one.stdin.flush()
    return [one.communicate(timeout=120)[0].strip() for one in every]


def test_of_two_who_draw_without_seeing_each_other_s_the_second_is_told(tmp_path: Path) -> None:
    with_list(tmp_path)
    ann, ben = opened(tmp_path), opened(tmp_path, by="ben")
    other = msgspec.structs.replace(WANTED, seed="b")
    assert ben.sampling.now is ann.sampling.now is None
    ann.sampling.draw(WANTED)
    with pytest.raises(LibraryError, match="drawn by the seed a already: say why"):
        ben.sampling.draw(other, "this reason is of no other draw")
    assert references(ben) == set(ann.sampling.require_now().cases)
    ben.sampling.draw(other, "the list was wrong")
    assert references(ben) == set(ben.sampling.require_now().cases), "what the other drew went to the trash"


def test_of_two_who_draw_the_same_the_second_adds_no_doubles(tmp_path: Path) -> None:
    with_list(tmp_path)
    ann, ben = opened(tmp_path), opened(tmp_path, by="ben")
    assert ben.sampling.now is ann.sampling.now is None
    ann.sampling.draw(WANTED)
    assert ben.sampling.draw(WANTED).added == ()
    assert len(opened(tmp_path).records()) == 4
    assert len(ben.sampling.draws) == 1


def test_one_who_is_overtaken_while_adding_records_adds_no_strays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_list(tmp_path)
    ann, ben = opened(tmp_path), opened(tmp_path, by="ben")
    other, written = msgspec.structs.replace(WANTED, seed="b"), ann.sample.add

    def overtaken(*args: object, **named: object) -> None:
        written(*args, **named)  # type: ignore[arg-type]
        ben.refresh()
        ben.sampling.draw(other, "the list was wrong")

    assert ben.sampling.now is None
    monkeypatch.setattr(ann.sample, "add", overtaken)
    ann.sampling.draw(WANTED)
    there = opened(tmp_path)
    assert references(there) == set(there.sampling.require_now().cases) == set(there.sampling.preview(other).cases)
    assert len(there.records()) == 4


def test_of_two_who_replace_without_seeing_each_other_s_each_has_a_reserve_of_their_own(tmp_path: Path) -> None:
    with_list(tmp_path).sampling.draw(WANTED)
    ann, ben = opened(tmp_path), opened(tmp_path, by="ben")
    first, second = ben.sampling.require_now().cases[:2]
    assert ann.sampling.require_now().cases[:2] == (first, second)
    one, other = ann.sampling.replace(first, "one").replacement, ben.sampling.replace(second, "two").replacement
    assert one.reserve != other.reserve
    there = opened(tmp_path)
    now = there.sampling.require_now()
    assert [done.why for done in now.replaced] == ["one", "two"]
    assert references(there) == set(now.cases)
    with pytest.raises(LibraryError, match="was replaced already"):
        ann.sampling.replace(second, "three")


def test_of_processes_that_draw_at_the_same_moment_one_alone_draws(tmp_path: Path) -> None:
    with_list(tmp_path)
    said = at_once(tmp_path, ("ann", "draw", "a"), ("ben", "draw", "b"))
    there = opened(tmp_path)
    assert len(there.sampling.draws) == 1
    assert len(there.records()) == 4
    assert references(there) == set(there.sampling.require_now().cases)
    seed = there.sampling.require_now().draw.wanted.seed
    assert sorted(said) == [f"A sample was drawn by the seed {seed} already: say why another is drawn.", "drawn"]


def test_of_processes_that_replace_at_the_same_moment_each_has_a_reserve_of_its_own(tmp_path: Path) -> None:
    with_list(tmp_path).sampling.draw(WANTED)
    first, second = opened(tmp_path).sampling.require_now().cases[:2]
    said = at_once(tmp_path, ("ann", "replace", first), ("ben", "replace", second))
    there = opened(tmp_path)
    now = there.sampling.require_now()
    assert len(now.replaced) == len({*said}) == 2
    assert references(there) == set(now.cases) >= {*said}
    assert len(there.records()) == 4
