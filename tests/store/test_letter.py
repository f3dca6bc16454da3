"""What people make of the letter is on disk when it is done, is announced, and is taken back act by act."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.domain.history import Cause
from sqs_tui.domain.letter.entries import Decision, Entries, Entry, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.tally import Sign
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.following import Changed
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from tests.store.helpers import Clock, opened, snapshot

WORDS = ParagraphEntry(text="Ours.", place="3/2", seen=(("1.1", "all six"),))
OTHERS = ParagraphEntry(text="Theirs.")
STRENGTH = Decision(sign=Sign.STRENGTH)
QUOTE = Quote(record="r", question="1.1", original="a note", text="a note")
WAIVER = Waiver(says="It is wrong.", reason="It is known.")
EVERY: dict[str, Entry] = {"paragraph:p": WORDS, "area:plans": STRENGTH, "quote:q": QUOTE, "waiver:w": WAIVER}
DRAFT = LetterDraft(paragraph="p", text="half a sen", caret=(0, 10), place="1")


@pytest.fixture
def inspection(tmp_path: Path) -> OpenInspection:
    return opened(tmp_path)


@pytest.fixture
def path(inspection: OpenInspection) -> Path:
    return inspection.folder / "letter.json"


def tables(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    read: dict[str, dict[str, dict[str, Any]]] = msgspec.json.decode(path.read_bytes())
    return read


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")


# Saving


def test_what_is_put_is_on_disk_and_another_process_reads_it(tmp_path: Path, inspection: OpenInspection) -> None:
    inspection.letter.put(EVERY)
    assert inspection.letter.entries == Entries(
        paragraphs={"p": WORDS}, decisions={"plans": STRENGTH}, quotes={"q": QUOTE}, waivers={"w": WAIVER}
    )
    assert opened(tmp_path, by="bob").letter.entries == inspection.letter.entries


def test_an_entry_and_its_line_of_history_are_one_write(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    inspection.letter.put({"paragraph:p": OTHERS})
    inspection.letter.put({"paragraph:p": None})
    held = tables(path)
    first, second, third = held["changes"].values()
    assert held["entries"] == {}
    assert ("old" in first, first["new"]["text"], first["by"]) == (False, "Ours.", "ann")
    assert (second["old"], second["base"]) == (first["new"], [first["id"]])
    assert (third["base"], third["cause"], "new" in third) == ([second["id"]], Cause.CLEAR, False)
    assert first["at"] < second["at"] < third["at"]
    assert len({line["act"] for line in held["changes"].values()}) == 3


def test_what_is_put_together_is_one_act(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put(EVERY)
    assert len({line["act"] for line in tables(path)["changes"].values()}) == 1
    assert set(tables(path)["entries"]) == set(EVERY)


def test_the_same_again_leaves_no_line(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put(EVERY)
    before = path.read_bytes()
    inspection.letter.put(EVERY)
    inspection.letter.put({"paragraph:ghost": None})
    assert path.read_bytes() == before


def test_no_file_begins_before_somebody_does_something(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({})
    inspection.letter.put({"paragraph:p": None})
    inspection.letter.save_draft(None)
    assert inspection.letter.undo() == "There is nothing to undo in the letter."
    assert inspection.letter.redo() == "There is nothing to redo in the letter."
    inspection.refresh()
    inspection.written()
    for refused in (Decision(sign=None, reason=" "), Waiver(says="x", reason="\x1b")):
        with pytest.raises(LibraryError):
            inspection.letter.put({"area:plans": refused})
    assert not path.exists()
    assert inspection.letter.entries == Entries()


def test_an_area_is_left_out_and_a_problem_waived_with_a_reason_or_nothing_is_saved(
    inspection: OpenInspection, path: Path
) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="left out with a reason"):
        inspection.letter.put({"paragraph:p": OTHERS, "area:plans": Decision(sign=None, reason="\x1b ")})
    with pytest.raises(LibraryError, match="waived with a reason"):
        inspection.letter.put({"paragraph:p": OTHERS, "waiver:w": Waiver(says="x", reason="")})
    assert path.read_bytes() == before
    assert inspection.letter.entries.paragraphs == {"p": WORDS}


HOSTILE = "a\x1b[31m\ud800b\u202ec\x00"


def test_text_is_cleaned_and_kept_as_data(tmp_path: Path, inspection: OpenInspection) -> None:
    inspection.letter.put(
        {
            "paragraph:p": ParagraphEntry(text=f" {HOSTILE}\r\n[b]{{{{1.1}}}} "),
            "area:plans": Decision(sign=None, reason=f"{HOSTILE}\nd", text=HOSTILE),
            "quote:q": Quote(record="r", question="1.1", original=f"{HOSTILE}\n", text=f"{HOSTILE}\nd"),
            "waiver:w": Waiver(says=HOSTILE, reason=HOSTILE),
        }
    )
    clean = "a[31mbc"
    entries = opened(tmp_path).letter.entries
    assert entries.paragraphs["p"].text == f"{clean}\n[b]{{{{1.1}}}}"
    assert entries.decisions["plans"] == Decision(sign=None, reason=f"{clean} d", text=clean)
    assert entries.quotes["q"] == Quote(record="r", question="1.1", original=f"{clean}\n", text=f"{clean} d")
    assert entries.waivers["w"] == Waiver(says=clean, reason=clean)
    assert entries == inspection.letter.entries


def test_text_in_a_file_written_by_hand_is_cleaned(tmp_path: Path, inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    path.write_bytes(path.read_bytes().replace(b"Ours.", rb"Ou\u001brs."))
    assert opened(tmp_path).letter.entries.paragraphs["p"].text == "Ours."


def test_an_entry_under_a_key_of_another_kind_is_passed_over(tmp_path: Path, inspection: OpenInspection) -> None:
    inspection.letter.put({"area:p": WORDS, "ghost:q": QUOTE, "": STRENGTH, "paragraph:p": WORDS})
    assert opened(tmp_path).letter.entries == Entries(paragraphs={"p": WORDS})


def test_entries_are_what_the_history_says_whatever_lies_beside_it(
    tmp_path: Path, inspection: OpenInspection, path: Path
) -> None:
    inspection.letter.put(EVERY)
    path.write_bytes(msgspec.json.encode({**tables(path), "entries": {"paragraph:x": {"type": "nonsense"}}}))
    assert opened(tmp_path).letter.entries == inspection.letter.entries


def test_a_time_that_is_none_stops_nobody(tmp_path: Path, inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    at = next(iter(tables(path)["changes"].values()))["at"].encode()
    good = path.read_bytes()
    for wrong in (b"soon", b"", b"9999-12-31T23:59:59.999Z"):
        path.write_bytes(good.replace(at, wrong))
        again = opened(tmp_path)
        again.letter.put({"paragraph:p": OTHERS})
        assert opened(tmp_path).letter.entries.paragraphs == {"p": OTHERS}


# Announcing


def test_what_is_done_here_and_elsewhere_is_announced_once_each(tmp_path: Path, inspection: OpenInspection) -> None:
    own, others = Changed(record="", questions=(), own=True), Changed(record="", questions=(), own=False)
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    inspection.letter.put({"paragraph:p": WORDS})
    inspection.letter.put({"paragraph:p": WORDS})
    inspection.letter.save_draft(DRAFT)
    assert heard == [own]
    bob = opened(tmp_path, by="bob")
    bob.letter.put({"paragraph:q": OTHERS})
    bob.letter.save_draft(DRAFT)
    assert inspection.refresh()
    assert not inspection.refresh()
    assert heard == [own, others]
    bob.letter.put({"paragraph:r": OTHERS})
    inspection.letter.put({"paragraph:p": OTHERS})
    assert heard == [own, others, others, own]
    assert set(inspection.letter.entries.paragraphs) == {"p", "q", "r"}


def test_what_another_wrote_is_announced_though_ones_own_save_fails(
    tmp_path: Path, inspection: OpenInspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    opened(tmp_path, by="bob").letter.put({"paragraph:q": OTHERS})
    heard: list[Changed] = []
    inspection.subscribe(heard.append)
    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", full)
        with pytest.raises(NotSavedError):
            inspection.letter.put({"paragraph:p": OTHERS})
    assert heard == [Changed(record="", questions=(), own=False)]
    assert inspection.letter.entries.paragraphs == {"p": WORDS, "q": OTHERS}


# Undo and redo


def test_acts_are_taken_back_one_by_one_across_restarts(tmp_path: Path, inspection: OpenInspection) -> None:
    inspection.letter.put(EVERY)
    first = inspection.letter.entries
    inspection.letter.put({"paragraph:p": OTHERS, "area:plans": None})
    second = inspection.letter.entries
    assert opened(tmp_path).letter.undo() == "Took back: what was done to the paragraph “Theirs.”."
    assert opened(tmp_path).letter.entries == first
    opened(tmp_path).letter.undo()
    again = opened(tmp_path)
    assert again.letter.entries == Entries()
    assert again.letter.undo() == "There is nothing to undo in the letter."
    assert again.letter.redo() == "Brought back: what was done to the paragraph “Ours.”."
    assert again.letter.entries == first
    again.letter.redo()
    assert opened(tmp_path).letter.entries == second
    assert again.letter.redo() == "There is nothing to redo in the letter."


@pytest.mark.parametrize(
    ("key", "entry", "what"),
    [
        ("paragraph:p", ParagraphEntry(text="a " * 60), f"what was done to the paragraph “{('a ' * 20)}…”"),
        ("paragraph:p", ParagraphEntry(place="3"), "what was done to the paragraph"),
        ("paragraph:p", ParagraphEntry(text="Ours.", removed=True), "the removal of a paragraph “Ours.”"),
        ("area:plans", STRENGTH, "the decision on “Plans”"),
        ("area:ghost", STRENGTH, "the decision on “ghost”"),
        ("quote:q", QUOTE, "a quote"),
        ("waiver:w", WAIVER, "a waiver"),
    ],
)
def test_undo_and_redo_tell_what_they_did(inspection: OpenInspection, key: str, entry: Entry, what: str) -> None:
    inspection.letter.put({key: entry})
    assert inspection.letter.undo() == f"Took back: {what}."
    assert inspection.letter.redo() == f"Brought back: {what}."


def test_undo_is_mine_alone(tmp_path: Path, inspection: OpenInspection) -> None:
    bob = opened(tmp_path, by="bob")
    inspection.letter.put({"paragraph:p": WORDS})
    bob.letter.put({"paragraph:q": OTHERS})
    assert inspection.letter.undo().startswith("Took back")
    assert inspection.letter.entries.paragraphs == {"q": OTHERS}
    assert inspection.letter.undo() == "There is nothing to undo in the letter."


def test_undo_and_redo_are_refused_where_somebody_has_changed_it_since(tmp_path: Path, inspection: OpenInspection) -> None:
    bob = opened(tmp_path, by="bob")
    inspection.letter.put({"paragraph:p": WORDS, "area:plans": STRENGTH})
    bob.letter.put({"paragraph:p": OTHERS})
    before = snapshot(inspection.folder)
    assert inspection.letter.undo() == "bob has changed this since, and it stays as it is."
    assert snapshot(inspection.folder) == before
    bob.letter.undo()
    bob.letter.put({"paragraph:z": WORDS})
    inspection.letter.put({"paragraph:r": WORDS})
    inspection.letter.undo()
    bob.refresh()
    bob.letter.put({"paragraph:r": OTHERS})
    assert inspection.letter.redo() == "bob has changed this since, and it stays as it is."
    assert inspection.letter.entries.paragraphs["r"] == OTHERS


def test_an_undo_is_a_line_of_its_own_that_says_what_it_took_back(inspection: OpenInspection, path: Path) -> None:
    inspection.letter.put({"paragraph:p": WORDS})
    inspection.letter.undo()
    first, undo = tables(path)["changes"].values()
    assert (undo["cause"], undo["undoes"], undo["base"]) == (Cause.UNDO, first["act"], [first["id"]])


_values: dict[str, list[Entry | None]] = {
    "paragraph:p": [None, WORDS, OTHERS, ParagraphEntry(removed=True)],
    "paragraph:q": [None, WORDS],
    "area:plans": [None, STRENGTH, Decision(sign=None, reason="Too soon.")],
    "quote:q": [None, QUOTE],
    "waiver:w": [None, WAIVER],
}
_acts = st.lists(
    st.fixed_dictionaries({}, optional={key: st.sampled_from(values) for key, values in _values.items()})
    | st.sampled_from(["undo", "redo", "restart"]),
    max_size=15,
)


def present(inspection: OpenInspection) -> dict[str, Entry]:
    """The entries by their keys."""
    held = inspection.letter.entries
    kinds = {"paragraph": held.paragraphs, "area": held.decisions, "quote": held.quotes, "waiver": held.waivers}
    return {f"{kind}:{identity}": entry for kind, entries in kinds.items() for identity, entry in entries.items()}


@settings(max_examples=30)
@given(acts=_acts, clock_step=st.sampled_from([1, 0, -3600]))
def test_whatever_was_done_can_all_be_undone_and_all_be_redone(
    tmp_path_factory: pytest.TempPathFactory, acts: list[dict[str, Entry | None] | str], clock_step: int
) -> None:
    place, clock = tmp_path_factory.mktemp("letter"), Clock(step=clock_step)
    inspection = opened(place, now=clock)
    now: dict[str, Entry] = {}
    past: list[dict[str, Entry]] = []
    future: list[dict[str, Entry]] = []

    def step(back: list[dict[str, Entry]], forth: list[dict[str, Entry]], act: Callable[[], str]) -> None:
        nonlocal now
        assert act().startswith("There is nothing") is not bool(back)
        if back:
            forth.append(now)
            now = back.pop()
        assert present(inspection) == now

    for act in acts:
        if act == "restart":
            inspection = opened(place, now=clock)
        elif act == "undo":
            step(past, future, inspection.letter.undo)
        elif act == "redo":
            step(future, past, inspection.letter.redo)
        elif isinstance(act, dict):
            inspection.letter.put(act)
            after = {key: entry for key, entry in {**now, **act}.items() if entry}
            if after != now:
                past.append(now)
                now = after
                future.clear()
        assert present(inspection) == now
    end = future[0] if future else now
    while past:
        step(past, future, inspection.letter.undo)
    assert inspection.letter.entries == Entries()
    while future:
        step(future, past, inspection.letter.redo)
    assert present(opened(place)) == end


# What is being typed


def test_what_is_typed_is_kept_for_each_account_and_forgotten(tmp_path: Path, inspection: OpenInspection, path: Path) -> None:
    inspection.letter.save_draft(msgspec.structs.replace(DRAFT, text=f"half{HOSTILE}"))
    bob = opened(tmp_path, by="bob")
    assert bob.letter.draft is None
    bob.letter.save_draft(msgspec.structs.replace(DRAFT, paragraph="q"))
    again = opened(tmp_path)
    assert again.letter.draft == msgspec.structs.replace(DRAFT, text="halfa[31mbc")
    assert again.letter.entries == Entries()
    assert tables(path)["changes"] == {}
    again.letter.save_draft(None)
    assert opened(tmp_path).letter.draft is None
    assert opened(tmp_path, by="bob").letter.draft == msgspec.structs.replace(DRAFT, paragraph="q")


def test_the_same_draft_again_writes_nothing(inspection: OpenInspection, path: Path) -> None:
    hostile = msgspec.structs.replace(DRAFT, text=HOSTILE)
    inspection.letter.save_draft(hostile)
    before = path.stat()
    inspection.letter.save_draft(hostile)
    assert path.stat().st_ino == before.st_ino
