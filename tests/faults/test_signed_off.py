"""Signed-off data: no path changes it. Every plain command, and every command of every screen, is tried on a sealed record.

A command that is added fails here until it has an invocation of its own, or is named among those without any.
"""

import argparse
import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.screen import ModalScreen, Screen
from textual.widgets import Input

from sqs_tui import cli
from sqs_tui.command_line import parser
from sqs_tui.commands import COMMANDS, Command, DialogName, ScreenName
from sqs_tui.domain.records import Content, RecordState
from sqs_tui.domain.sample import Wanted
from sqs_tui.screens.ask import Ask, Pick
from sqs_tui.screens.form import Form
from sqs_tui.screens.review import Review
from sqs_tui.store.carried import carried_in
from sqs_tui.store.exchange import exported
from sqs_tui.store.library import Library
from tests.store.helpers import case_list, lead_to, waive_all
from tests.ui.hand import CASES_FILE, Hand, Stage, key_event

FOLDER, RECORD = "bury-2013-03", "BU01"
"""The record is the first of its list, so that the cursor stands on it where a screen opens."""
INVOCATIONS: dict[str, tuple[str, ...]] = {
    "open": ("bury BU01",),
    "review": ("bury BU01", "bury BU01 --plain"),
    "keys": ("", "--markdown", "--json"),
    "settings": ("", "--json"),
    "list": ("", "--json"),
    "new": ("--area Bury --from 2013-03-18 --cases BU01",),
    "show": ("bury", "bury BU01", "bury BU01 --json"),
    "allocate": (
        "bury BU01 --to somebody",
        "bury BU01 --release",
        "bury BU01..BU14 --to somebody",
        "bury --among one,two",
    ),
    "state": (
        "bury BU01 in-progress",
        "bury BU01 complete",
        "bury BU01 checked",
        "bury BU01 signed-off",
        "bury --all complete",
        "bury --all in-progress",
    ),
    "summary": ("bury", "bury --by custody", "bury --by inspector --area oversight --csv"),
    "letter": ("bury", "bury --html"),
    "check": ("bury",),
    "problems": ("bury", "bury BU01", "bury --json"),
    "waive": ("bury BU01 1.1 --reason x", "bury BU01 1.1 --take-back"),
    "export": (
        "bury --draft --output {out}/l.md",
        "bury answers --output {out}/a.csv",
        "bury evidence --output {out}/e.md",
        "bury sample --output {out}/s.html",
    ),
    "sample": (
        "bury --size 2 --seed a --dry-run",
        "bury --size 2 --seed a",
        *(f"bury --size 1 --seed {seed} --reason x" for seed in "bcde"),
        "bury --check",
        "bury",
    ),
    "replace": ("bury BU01 --reason x", "bury BU01 --reason x --begun"),
    "interest": ("bury somebody reference=BU01", "bury", "bury somebody reference=BU01 --withdraw"),
    "second": ("bury BU01 --to somebody", "bury --share 50% --seed 1 --to somebody", "bury"),
    "agreement": ("bury",),
    "compare": ("bury --over-time", "bury --over-time --csv", "bury --over-time --json", "bury --all"),
    "moderate": ("bury BU01 1.1 --answer yes --why x", "bury BU01 1.1 --as-it-is --why x"),
    "changes": ("bury",),
    "find": ("bury plan", "plan --json", "bury nothing-of-the-kind"),
    "history": ("bury BU01 1.1",),
    "conflicts": ("bury", "bury --settle none --reason x"),
    "criteria check": ("{out}/criteria.json",),
    "criteria show": ("",),
    "criteria letter": ("",),
    "backup": ("", "bury", "bury --output {out}/b.zip"),
    "restore": ("bury", "bury {snapshot} --yes", "bury {snapshot} --file cases/BU01.json --yes"),
    "verify": ("", "bury --repair"),
    "retain": ("", "bury", "--json", "--remove --yes", "bury --remove --yes"),
    "merge": ("{out}/elsewhere --dry-run", "{out}/elsewhere", "{out}/elsewhere bury --json"),
    "import": (
        "{out}/carried.json --dry-run",
        "{out}/carried.json",
        "{out}/cases.csv --into bury --dry-run",
        "{out}/cases.csv --into bury --records",
    ),
    "cases": ("bury", "bury --json", "bury --csv"),
    "trash": ("bury BU01", "bury BU02", "--list", "--list bury", "bury"),
    "untrash": ("bury BU01", "bury"),
    "delete": ("bury BU01 --name BU01", "bury BU01 --snapshots --name BU01", "bury --name bury-2013-03"),
    "where": ("",),
    "completion": ("bash", "inspections", "records -- show bury"),
    "man": ("",),
}
"""What is tried of each plain command; nothing of it may change the record's file, be it refused or not.

`{snapshot}` was taken before the sign-off, `{out}` is a folder outside the library, with another library and a file in it
in which somebody has answered in the record without knowing that it is signed off.
"""
LEAVING = {"app.quit", "app.tour", "home.demo", "home.leave"}
"""Commands of screens that end the program: each is tried in a program of its own."""


@pytest.fixture
def sealed(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The demonstration with its first case scored again, with one answer that differs, and then signed off.

    The case was drawn from a list.
    """
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(demo_library))
    stage = Stage(demo_library, FOLDER, by="inspector-2")
    opened = stage.other("somebody-else")
    record = opened.record(RECORD).id
    second = opened.begin_second(record, "somebody-else").id
    for question, given in {**opened.contents(record), "1.1": Content(value="no", note="Not so.")}.items():
        opened.put(second, question, given, act=opened.new_act())
    opened.sample.add(lists={"1a": case_list("1a", RECORD, "BU02")})
    opened.sampling.draw(Wanted(size=2, seed="a"))
    waive_all(opened, second)
    opened.set_state(second, RecordState.COMPLETE)
    lead_to(opened, record, RecordState.SIGNED_OFF)
    assert not opened.damaged
    assert opened.comparisons()
    return stage


@pytest.fixture
def elsewhere(_demonstration: Path, tmp_path: Path) -> Path:
    """What somebody did in a copy of the demonstration, as a library and as a file."""
    stage = Stage(shutil.copytree(_demonstration, tmp_path / "elsewhere"), FOLDER, by="inspector-2")
    opened = stage.other("somebody-elsewhere")
    opened.put(opened.record(RECORD).id, "1.1", Content(value="no", note="Not so."), act=opened.new_act())
    (tmp_path / "carried.json").write_bytes(exported(carried_in(stage.path / FOLDER), datetime.now(UTC)))
    (tmp_path / "cases.csv").write_text(f"Reference,Custody,Inspector\n{RECORD},yes,somebody\nBU99,no,somebody\n")
    return tmp_path


def content(stage: Stage) -> bytes:
    """The record's file, wherever in the library it lies now, but for copies and for another of the same name."""
    folders = (folder for folder in stage.path.iterdir() if folder.name != ".backup")  # in which a snapshot may be being taken
    places = (path for folder in folders for path in folder.glob(f"**/cases/{RECORD}.json"))
    (found,) = (content for path in places if b"signed off" in (content := path.read_bytes()))
    return found


# The command line


def _commands(parser: argparse.ArgumentParser, before: tuple[str, ...] = ()) -> Iterator[str]:
    """The names of all plain commands: those that have commands of their own with each of these."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not nested:
        yield " ".join(before)
    for action in nested:
        for name, parser_of in action.choices.items():
            yield from _commands(parser_of, (*before, name))


def test_every_plain_command_is_tried() -> None:
    assert set(INVOCATIONS) == set(_commands(parser(cli.open_program)))


@pytest.mark.parametrize("name", sorted(INVOCATIONS))
def test_no_plain_command_changes_a_signed_off_record(name: str, sealed: Stage, elsewhere: Path) -> None:
    library = Library(sealed.path)
    before = content(sealed)
    snapshot = library.snapshot(FOLDER, why="test").name if name == "restore" else ""
    for given in INVOCATIONS[name]:
        arguments = f"{name} {given}".format(out=elsewhere, snapshot=snapshot).split()
        try:
            code = cli.main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
        assert code in (0, 1, 2)
        assert content(sealed) == before, given


def test_what_a_merge_brought_waits_and_comes_in_when_the_record_is_opened_again(sealed: Stage, elsewhere: Path) -> None:
    cli.main(["merge", str(elsewhere / "elsewhere")])
    assert {conflict.subject for conflict in sealed.other().conflicts() if conflict.held} >= {"1.1"}
    assert cli.main(["state", "bury", RECORD, "in-progress", "--reason", "a laptop was offline"]) == 0
    opened = sealed.other()
    assert opened.contents(opened.record(RECORD).id)["1.1"].note == "Not so."
    assert not any(conflict.held for conflict in opened.conflicts())
    assert not opened.damaged


def test_a_snapshot_from_before_the_sign_off_does_not_take_its_place(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQS_TUI_LIBRARY", str(demo_library))
    stage = Stage(demo_library, FOLDER, by="lead")
    snapshot = Library(demo_library).snapshot(FOLDER, why="test").name
    opened = stage.other()
    lead_to(opened, opened.record(RECORD).id, RecordState.SIGNED_OFF)
    before = content(stage)
    cli.main(["restore", "bury", snapshot, "--yes"])
    assert content(stage) == before


def test_what_comes_for_a_signed_off_record_is_held(sealed: Stage, elsewhere: Path) -> None:
    before = content(sealed)
    assert cli.main(["merge", str(elsewhere / "elsewhere")]) == 0
    assert [conflict.subject for conflict in sealed.other().conflicts() if conflict.held] == ["1.1", "state"]
    assert content(sealed) == before


# The screens


OPENING: dict[ScreenName, tuple[str | None, tuple[str, ...]]] = {
    ScreenName.INSPECTIONS: (None, ()),
    ScreenName.INSPECTION: ("", ()),
    ScreenName.REVIEW: (RECORD, ()),
    ScreenName.SUMMARY: ("", ("s",)),
    ScreenName.LETTER: ("", ("l",)),
    ScreenName.SECONDS: ("", ("2",)),
    ScreenName.COMPARISON: ("", ("2", "enter")),
    ScreenName.AGREEMENT: ("", ("2", "a")),
    ScreenName.SAMPLE: ("", ("D",)),
    ScreenName.COMPARE: ("", ("s", "=")),
}
"""The record that the program is opened at, and the keys from there to the screen."""


OVER_INSPECTION: dict[DialogName, tuple[str, ...]] = {
    DialogName.BEHIND: ("s", "enter"),
    DialogName.HISTORY: ("s", "enter", "H"),
    DialogName.CHANGES: ("h",),
    DialogName.CONFLICTS: ("!",),
    DialogName.QUOTES: ("l", '"'),
    DialogName.PROBLEMS: ("p",),
    DialogName.TRASH: ("T",),
    DialogName.REMOVED: ("l", "r"),
    DialogName.PIECES: ("l", "x"),
    DialogName.COPY: ("s", "c"),
    DialogName.CASES: ("i", str(CASES_FILE), "ctrl+s"),
    DialogName.BREAKDOWN: ("s", "b"),
    DialogName.OTHERS: ("s", "=", "o"),
    DialogName.FORM: ("e",),
    DialogName.RETENTION: ("R",),
}
"""The keys that lead to each dialog, from the inspection or, to the last, from the list of all; to some nothing leads while there
is nothing to list."""


def test_every_screen_is_opened() -> None:
    assert set(OPENING) == set(ScreenName)
    assert set(OVER_INSPECTION) == set(DialogName)


def key_of(command: Command) -> str:
    return {"space": " "}.get(command.keys[0], command.keys[0])


async def agree(hand: Hand) -> None:
    """Answer whatever dialog a command has opened, agreeing to everything."""
    match hand.app.screen:
        case Ask():
            await hand.press("y")
        case Form() as form:
            for line in form.query(Input):
                line.value = line.value or "1"
            await hand.press("ctrl+s")
        case CommandPalette():  # what it lists is tried by its keys
            await hand.press("escape")
        case _:
            await hand.press("enter")


async def back_to(hand: Hand, base: Screen[None]) -> None:
    """Close what a command has opened."""
    while hand.app.screen is not base:
        await hand.app.pop_screen()
    if isinstance(base, Review):
        base.hearing.again()
        base._show(base.session.inspection.record(RECORD))
    await hand.settle()


@pytest.mark.parametrize("dialog", list(OVER_INSPECTION))
async def test_no_command_of_a_dialog_changes_a_signed_off_record(dialog: DialogName, sealed: Stage) -> None:
    before = content(sealed)
    commands = [command for command in COMMANDS if dialog in command.screens and command.id not in LEAVING]
    async with sealed.open(None if dialog is DialogName.RETENTION else "") as hand:
        base = hand.app.screen
        for command in commands:
            await hand.press(*OVER_INSPECTION[dialog])
            await hand.press(key_of(command))
            for _ in range(2):
                if isinstance(hand.app.screen, ModalScreen):
                    await agree(hand)
            assert content(sealed) == before, command.id
            await back_to(hand, base)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("screen", list(OPENING))
async def test_no_command_of_a_screen_changes_a_signed_off_record(screen: ScreenName, sealed: Stage) -> None:
    before = content(sealed)
    record, way = OPENING[screen]
    commands = [command for command in COMMANDS if screen in command.screens and command.id not in (*LEAVING, "app.back")]
    async with sealed.open(record) as hand:
        await hand.press(*way)
        base = hand.app.screen
        assert base.NAME is screen  # type: ignore[attr-defined]  # every screen of the program has one
        for command in commands:
            for turn in itertools.count():  # of a choice each is tried
                await hand.press(key_of(command))
                chosen = list(hand.app.screen._choices)[turn : turn + 2] if isinstance(hand.app.screen, Pick) else []
                await hand.press(*chosen[:1])
                for _ in range(2):
                    if hand.app.screen is not base:
                        await agree(hand)
                assert content(sealed) == before, command.id
                await back_to(hand, base)
                if len(chosen) < 2:
                    break
        await hand.press("escape")
    assert content(sealed) == before


@pytest.mark.parametrize("leaving", sorted(LEAVING))
async def test_leaving_in_the_middle_of_a_signed_off_record_changes_nothing(leaving: str, sealed: Stage) -> None:
    before = content(sealed)
    (command,) = (command for command in COMMANDS if command.id == leaving)
    async with sealed.open(RECORD if ScreenName.REVIEW in command.screens else None) as hand:
        await hand.burst("n", "e", "a note")
        hand.app.post_message(key_event(key_of(command)))
        await hand.settle()
    assert content(sealed) == before


async def test_answering_typing_pasting_and_the_editor_change_nothing(
    sealed: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho changed > "$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(editor))
    before = content(sealed)
    async with sealed.open(RECORD) as hand:
        base = hand.review
        for key in map(chr, range(32, 127)):
            await hand.goto("1.1")
            await hand.burst(key, "words", "enter")
            if base not in hand.app.screen_stack:  # the palette has found a command that leaves it
                session = base.session
                hand.app.open_record(session, session.inspection.record(RECORD))
                await hand.settle()
                base = hand.review
            await back_to(hand, base)
        await hand.paste("a paste\nof two lines")
        base.save_draft()
        assert content(sealed) == before
    assert content(sealed) == before


def test_a_program_that_had_the_record_open_before_cannot_change_it(demo_library: Path) -> None:
    stage = Stage(demo_library, FOLDER, by="inspector-1")
    opened = stage.other()
    record = opened.record(RECORD).id
    opened.put(record, "1.1", Content(value="yes", note="mine"), act=opened.new_act())
    lead_to(stage.other("lead"), record, RecordState.SIGNED_OFF)
    before = content(stage)
    for change in (opened.undo, opened.redo, opened.undo_on_records, opened.redo_on_records):
        change()
    assert content(stage) == before
