"""How far an account has looked at what others changed: by the lines it has seen, and in no history."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.records import Change, Content, RecordState
from sqs_tui.errors import NotSavedError
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.looked import Look, Unseen, packed, unpacked
from sqs_tui.store.places import places_in
from sqs_tui.store.strays import stray_findings
from tests.store.helpers import START, Clock, answer, opened, snapshot, waive_all

LOOKS = Path(".looked") / "looks.json"
YES, NO = Content(value="yes"), Content(value="no", reasons=("late",))


@pytest.fixture
def ann(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def record(ann: OpenInspection) -> str:
    return ann.add_record("case", "BU07").id


@pytest.fixture
def bob(tmp_path: Path, ann: OpenInspection, record: str) -> OpenInspection:
    return opened(tmp_path, by="bob")


def answers_among(news: Unseen) -> list[str]:
    return [line.question for _, line in news.lines() if isinstance(line, Change)]


def look(news: Unseen) -> None:
    news.look(line.id for _, line in news.lines())


def test_what_others_changed_is_news_until_it_is_looked_at(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    news = Unseen(ann)
    answer(ann, record, "fact", YES)
    answer(bob, record, "1.1", YES)
    ann.refresh()
    assert answers_among(news) == ["1.1"]
    assert news.looked == ""
    look(news)
    assert news.lines() == []
    assert news.looked
    answer(bob, record, "1.2", NO)
    ann.refresh()
    assert answers_among(news) == ["1.2"]


def test_a_look_outlives_a_restart_and_is_each_accounts_own(
    ann: OpenInspection, bob: OpenInspection, record: str, tmp_path: Path
) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    look(Unseen(ann))
    assert Unseen(opened(tmp_path)).lines() == []
    assert answers_among(Unseen(opened(tmp_path, by="carol"))) == ["1.1"]


def test_a_look_of_the_same_account_elsewhere_counts(
    ann: OpenInspection, bob: OpenInspection, record: str, tmp_path: Path
) -> None:
    here, elsewhere = Unseen(ann), Unseen(opened(tmp_path))
    answer(bob, record, "1.1", YES)
    ann.refresh()
    assert answers_among(here) == ["1.1"]
    assert elsewhere.looked == ""
    look(here)
    assert (elsewhere.looked, elsewhere.lines()) == (here.looked, [])


def test_what_was_written_before_and_comes_later_is_news_whatever_its_time(
    ann: OpenInspection, tmp_path: Path, record: str
) -> None:
    late, other = Clock(), ann.add_record("case", "BU08").id
    late.now = START - timedelta(days=30)
    laptop = opened(tmp_path, by="laptop", now=late)
    carol = opened(tmp_path, by="carol")
    answer(carol, record, "1.1", YES)
    ann.refresh()
    news = Unseen(ann)
    look(news)
    answer(laptop, other, "1.2", YES)
    ann.refresh()
    assert answers_among(news) == ["1.2"]


def test_looking_changes_no_other_file_and_nothing_that_others_follow(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    before = snapshot(ann.folder)
    told: list[Changed] = []
    bob.subscribe(told.append)
    look(Unseen(ann))
    after = snapshot(ann.folder)
    assert {name: data for name, data in after.items() if name != str(LOOKS)} == before
    assert (bob.refresh(), told) == (False, [])


def test_what_an_inspector_may_not_see_yet_is_no_news_until_they_may(
    ann: OpenInspection, bob: OpenInspection, record: str, tmp_path: Path
) -> None:
    carol = opened(tmp_path, by="carol")
    answer(bob, record, "1.1", YES)
    answer(carol, record, "1.1", NO)  # not having seen it
    bob.refresh()
    waive_all(bob, record)
    bob.set_state(record, RecordState.COMPLETE)
    ann.refresh()
    second = ann.begin_second(record, "ann")
    news = Unseen(ann)
    assert [at for at, _ in news.lines() if at == record] == []
    assert (len(ann.conflicts()), ann.visible_conflicts()) == (1, [])
    for question in ("fact", "1.1"):
        answer(ann, second.id, question, YES)
    waive_all(ann, second.id)
    ann.set_state(second.id, RecordState.COMPLETE)
    assert answers_among(news) == ["1.1", "1.1"]
    assert len(ann.visible_conflicts()) == 1


def test_where_nothing_can_be_saved_looking_is_refused_and_all_stays_news(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    (ann.folder / LOOKS).parent.mkdir(mode=0o500)
    news = Unseen(ann)
    with pytest.raises(NotSavedError):
        look(news)
    assert answers_among(news) == ["1.1"]


def test_verify_and_snapshots_take_no_notice_of_it(ann: OpenInspection, bob: OpenInspection, record: str, tmp_path: Path) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    look(Unseen(ann))
    assert list(stray_findings(ann.folder, ["cases", "staff", "second"])) == []
    assert not [place for place in places_in(ann.folder) if "look" in place]


def test_looking_twice_at_the_same_writes_once(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    news = Unseen(ann)
    look(news)
    before = (ann.folder / LOOKS).read_bytes()
    look(news)
    assert (ann.folder / LOOKS).read_bytes() == before


def test_a_mark_that_cannot_be_read_is_none_and_is_not_written_over(
    ann: OpenInspection, bob: OpenInspection, record: str
) -> None:
    answer(bob, record, "1.1", YES)
    ann.refresh()
    (ann.folder / LOOKS).parent.mkdir()
    (ann.folder / LOOKS).write_text('{"meta": ')
    news = Unseen(ann)
    assert answers_among(news) == ["1.1"]
    with pytest.raises(NotSavedError, match="move it away"):
        look(news)
    assert (ann.folder / LOOKS).read_text() == '{"meta": '


def test_a_mark_is_small(ann: OpenInspection, bob: OpenInspection, record: str) -> None:
    for _ in range(20):
        answer(bob, record, "1.1", YES)
        answer(bob, record, "1.1", NO)
    ann.refresh()
    news = Unseen(ann)
    look(news)
    kept = msgspec.json.decode((ann.folder / LOOKS).read_bytes())["looks"]["ann"]["lines"]
    assert "1-41" in kept.values()  # forty answers and the state of the record, in one run


IDS = st.one_of(
    st.builds("{}-{:06d}".format, st.sampled_from(["3f9a0c12", "a", "b-c"]), st.integers(0, 40)),
    st.text(max_size=8),
    st.sampled_from(["3f9a0c12", "a", "b-c"]),
    st.sampled_from(["x-000001", "x-1", "x-0000001", "-000001", "x-²²²²²²"]),
)


@given(st.sets(IDS))
def test_ids_come_back_as_they_were(ids: set[str]) -> None:
    assert set(unpacked(packed(ids, ""))) == ids


@given(st.dictionaries(st.text(max_size=3), st.text(alphabet="0123456789-, x", max_size=7)))
def test_whatever_stands_in_the_file_is_read_without_a_fault(lines: dict[str, str]) -> None:
    assert all(isinstance(id_, str) for id_ in unpacked(Look(at="", lines=lines)))
