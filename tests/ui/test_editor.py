"""Notes and paragraphs in the user's own editor: whatever becomes of it, nothing that was written is lost."""

import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from sqs_tui.domain.records import Content, RecordState
from sqs_tui.domain.scoring import Mode
from sqs_tui.screens.editor import EditorError, command_of
from tests.store.helpers import lead_to
from tests.ui.hand import LARGE, SMALL, Disk, Hand, Stage

NOTE = "1.1"
"""A question of the demonstration's BU07 that has a note."""
Editor = Callable[[str], None]
Meanwhile = Callable[[str, Callable[[], object]], None]
Edited = Callable[..., AbstractAsyncContextManager[Hand]]


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Set the editor: a shell script whose $1 is the file."""

    def chosen(script: str) -> None:
        path = tmp_path / "editor"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o700)
        monkeypatch.setenv("EDITOR", str(path))

    return chosen


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Set an editor that writes a text, while something else is done, too."""

    def chosen(text: str, also: Callable[[], object]) -> None:
        def run(command: list[str], **_: object) -> SimpleNamespace:
            also()
            Path(command[-1]).write_text(text)
            return SimpleNamespace(returncode=0)

        monkeypatch.setattr(subprocess, "run", run)

    return chosen


@pytest.fixture
def edited(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> Edited:
    """BU07 of the demonstration, in which the editor has been given a note and has come back."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = SMALL) -> AsyncIterator[Hand]:
        async with demo.open("BU07", size=size) as hand:
            in_terminal(hand, monkeypatch)
            await hand.goto(NOTE)
            await hand.press("E")
            await hand.heard()
            yield hand

    return opened


def in_terminal(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the program give its terminal to an editor; without one it cannot."""

    def suspended() -> AbstractContextManager[None]:
        return nullcontext()

    monkeypatch.setattr(hand.app, "suspend", suspended)


def files(stage: Stage) -> list[Path]:
    return [path for path in (stage.path / ".editing").rglob("*.*") if path.suffix in (".txt", ".md")]


def written(stage: Stage) -> list[str]:
    """What the files say that an editor was given."""
    return [path.read_text() for path in files(stage)]


def paragraphs(stage: Stage) -> list[str]:
    return [getattr(entry, "text", "") or "" for entry in stage.other().letter.entries.paragraphs.values()]


def status(hand: Hand) -> str:
    return hand.lines[0]


async def test_what_was_written_is_the_note_and_its_file_is_gone(demo: Stage, editor: Editor, edited: Edited) -> None:
    editor('stat -c \'%a\' "$1" "$(dirname "$1")" > "$1.modes"; cat "$1.modes" > "$1"; rm "$1.modes"')
    async with edited() as hand:
        assert hand.review.state.mode is Mode.ANSWER
        assert demo.answers("BU07")[NOTE].note == "600\n700"
        assert files(demo) == []
        await hand.press("u")
    assert demo.answers("BU07")[NOTE].note != "600\n700"


@pytest.mark.parametrize(
    ("script", "says"),
    [("exit 3", "ended with code 3"), ("kill -9 $$", "was ended by SIGKILL")],
)
async def test_an_editor_that_fails_leaves_what_it_had_written_as_what_is_typed(
    demo: Stage, editor: Editor, script: str, says: str, edited: Edited
) -> None:
    editor(f"printf 'half a thought' > \"$1\"\n{script}")
    before = demo.answers("BU07")
    async with edited(LARGE) as hand:
        assert says in status(hand)
        assert (hand.review.state.mode, hand.review.state.note.text) == (Mode.NOTE, "half a thought")
        assert demo.answers("BU07") == before
        opened = demo.other()
        draft = opened.draft(opened.record("BU07").id)
        assert draft
        assert draft.note == "half a thought"
        assert files(demo) == []
        await hand.burst(", ended", "enter")
    assert demo.answers("BU07")[NOTE].note == "half a thought, ended"


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ("false", "ended with code 1: the text is as it was."),
        ("/nowhere/editor", "could not be started (No such file or directory): set `editor`"),
        ("vi '", "is no command, since a quote in it is not closed"),
    ],
)
async def test_an_editor_that_cannot_be_used_changes_nothing_and_leaves_no_file(
    demo: Stage, chosen: str, says: str, monkeypatch: pytest.MonkeyPatch, edited: Edited
) -> None:
    monkeypatch.setenv("EDITOR", chosen)
    before = demo.answers("BU07")
    async with edited(LARGE) as hand:
        assert says in status(hand)
        assert (hand.review.state.mode, demo.answers("BU07"), files(demo)) == (Mode.ANSWER, before, [])


def test_what_is_set_comes_before_visual_and_that_before_editor_and_vi_last() -> None:
    assert command_of("micro", {"VISUAL": "code --wait", "EDITOR": "nano"}) == ["micro"]
    assert command_of("", {"VISUAL": "code --wait", "EDITOR": "nano"}) == ["code", "--wait"]
    assert command_of(" ", {"VISUAL": " ", "EDITOR": "nano"}) == ["nano"]
    assert command_of("", {}) == ["vi"]
    with pytest.raises(EditorError, match="quote"):
        command_of("", {"EDITOR": '"'})


async def test_control_characters_do_not_come_in(demo: Stage, editor: Editor, edited: Edited) -> None:
    editor("printf 'a\\000b\\033]52;c;eA==\\007c \\351' > \"$1\"")
    async with edited():
        pass
    assert demo.answers("BU07")[NOTE].note == "ab]52;c;eA==c é"


async def test_an_editor_that_goes_on_by_itself_is_listened_to(demo: Stage, editor: Editor, edited: Edited) -> None:
    editor("true")
    async with edited() as hand:
        assert "left the text as it was" in status(hand)
        (path,) = files(demo)
        path.write_text("saved at last")
        await hand.until(lambda: hand.review.state.mode is Mode.NOTE)
        assert hand.review.state.note.text == "saved at last"
        assert files(demo) == []
        await hand.press("enter")
    assert demo.answers("BU07")[NOTE].note == "saved at last"


async def test_what_is_saved_elsewhere_waits_until_the_note_that_is_typed_has_ended(
    demo: Stage, editor: Editor, edited: Edited
) -> None:
    editor("true")
    async with edited() as hand:
        await hand.goto("1.2")
        await hand.burst("e", "mine")
        files(demo)[0].write_text("saved at last")
        hand.review.look_around()
        assert hand.review.state.note.text.endswith("mine")
        await hand.press("escape")
        hand.review.look_around()
        assert (hand.review.state.current, hand.review.state.note.text) == (NOTE, "saved at last")


async def test_a_file_that_nobody_has_written_in_goes_with_the_program(demo: Stage, editor: Editor, edited: Edited) -> None:
    editor("true")
    async with edited():
        assert len(files(demo)) == 1
    assert files(demo) == []


async def test_a_note_that_somebody_else_changed_meanwhile_is_in_conflict_and_both_are_kept(
    demo: Stage, meanwhile: Meanwhile, edited: Edited
) -> None:
    other = demo.other("somebody-else")
    theirs = Content(value="yes", note="theirs")
    meanwhile("mine", lambda: other.put(other.record("BU07").id, NOTE, theirs, act=other.new_act()))
    async with edited():
        pass
    (conflict,) = demo.other().conflicts()
    assert sorted(line.new.note for line in conflict.lines) == ["mine", "theirs"]


async def test_what_was_written_on_a_record_that_is_signed_off_meanwhile_stays_on_the_screen_and_in_its_file(
    demo: Stage, meanwhile: Meanwhile, edited: Edited
) -> None:
    other = demo.other("somebody-else")
    meanwhile("mine", lambda: lead_to(other, other.record("BU07").id, RecordState.SIGNED_OFF))
    async with edited(LARGE) as hand:
        assert "signed off" in status(hand)
        assert hand.review.state.note.text == "mine"
        assert written(demo) == ["mine"]
    async with demo.open("BU01", size=LARGE) as hand:
        await hand.until(lambda: "was not taken" in hand.flowed)
        assert written(demo) == ["mine"]


async def test_on_a_full_disk_what_was_written_waits_and_is_in_its_file(
    demo: Stage, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch, edited: Edited
) -> None:
    disk = Disk(monkeypatch)
    meanwhile("mine", disk.fill)
    async with edited() as hand:
        assert "NOT SAVED" in status(hand)
        assert written(demo) == ["mine"]
        disk.clear()
        await hand.until(lambda: demo.answers("BU07")[NOTE].note == "mine")
    async with demo.open("BU07"):
        assert files(demo) == []


# Paragraphs of the letter


async def at_letter(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    in_terminal(hand, monkeypatch)
    await hand.press("l", "down", "down", "down", "down", "down", "down")


async def test_a_paragraph_whose_editor_fails_is_edited_on_in_the_program(
    demo: Stage, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor("printf 'half a sentence' > \"$1\"\nexit 7")
    async with demo.open("") as hand:
        await at_letter(hand, monkeypatch)
        await hand.press("E")
        assert "ended with code 7" in hand.flowed
        draft = demo.other().letter.draft
        assert draft
        assert draft.text == "half a sentence"
        await hand.burst(" and its end", "escape")
        assert demo.other().letter.draft is None
    assert any("half a sentence" in text and "and its end" in text for text in paragraphs(demo))
    assert files(demo) == []


async def test_a_paragraph_that_cannot_be_saved_is_kept_on_the_screen_and_in_its_file(
    demo: Stage, meanwhile: Meanwhile, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    meanwhile("a sentence of mine", disk.fill)
    async with demo.open("") as hand:
        await at_letter(hand, monkeypatch)
        await hand.press("E")
        assert "disk is full" in hand.flowed
        assert written(demo) == ["a sentence of mine"]
        disk.clear()
        await hand.press("escape")
        assert "disk is full" not in hand.flowed
    assert "a sentence of mine" in paragraphs(demo)
    async with demo.open(""):
        assert files(demo) == []
