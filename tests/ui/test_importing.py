"""Taking in an inspection that came as a file, from the first screen."""

from datetime import UTC, datetime
from pathlib import Path

from sqs_tui.store.carried import carried_in
from sqs_tui.store.exchange import exported
from sqs_tui.store.library import Library
from tests.store.helpers import snapshot
from tests.ui.hand import Hand, Stage


def carried(demo: Stage, path: Path) -> Path:
    """The demonstration as a file."""
    (folder,) = Library(demo.path).folders()
    path.write_bytes(exported(carried_in(demo.path / folder), datetime.now(UTC)))
    return path


async def ask(hand: Hand, path: Path | str) -> None:
    """Ask for a file to be taken in."""
    await hand.press("i")
    assert hand.screen == "Form"
    await hand.fill(str(path), "enter")


async def test_an_inspection_that_came_as_a_file_is_taken_in_after_a_yes(
    demo: Stage, empty: Stage, tmp_path: Path, size: tuple[int, int]
) -> None:
    path = carried(demo, tmp_path / "b.json")
    async with empty.open(size=size) as hand:
        await ask(hand, path)
        assert hand.screen == "Ask"
        assert "new here, with 22 records" in " ".join(hand.text.split())
        await hand.press("escape")
        assert Library(empty.path).folders() == []
        await ask(hand, path)
        await hand.press("y")
        await hand.until("22/22")
        assert "new here, with 22 records" in hand.notices[-1]
    (folder,) = Library(empty.path).folders()
    assert snapshot(empty.path / folder) == snapshot(demo.path / folder)


async def test_what_is_here_already_is_merged(demo: Stage, tmp_path: Path) -> None:
    path = carried(demo, tmp_path / "b.json")
    async with demo.open() as hand:
        await ask(hand, path)
        await hand.press("y")
        assert hand.notices[-1].endswith(": nothing that is not here already.")


async def test_a_case_list_is_no_inspection_and_you_are_told_where_it_goes(empty: Stage, tmp_path: Path) -> None:
    (tmp_path / "cases.CSV").write_text("Reference\nA1\n")
    async with empty.open() as hand:
        await ask(hand, tmp_path / "cases.CSV")
        assert "open the inspection that it is for, and press i there" in hand.flowed


async def test_a_file_that_is_none_is_named_in_the_form(empty: Stage, tmp_path: Path) -> None:
    bad = tmp_path / "[b].json"
    bad.write_text("[]")
    async with empty.open() as hand:
        for path, says in (("", "Name the file."), (bad, "was not taken in"), (tmp_path / "no", "there is no such file")):
            await ask(hand, path)
            assert hand.screen == "Form"
            assert says in " ".join(hand.text.split())
            await hand.burst("ctrl+u")
            await hand.press("escape")
    assert Library(empty.path).folders() == []
