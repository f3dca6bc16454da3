"""Exporting from the Letter screen: what, as what, to which file; nothing is written over, no problem passed over, unasked."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from tests.ui.hand import LARGE, Hand, Stage
from tests.ui.letters import open_letter

_ROWS = {"md": 0, "html": 1, "docx": 2, "evidence": 3, "answers": 5, "feedback": 11}
"""Where each stands in the list."""


async def choose(hand: Hand, what: str) -> None:
    """Choose what is exported."""
    await hand.press("x", *["down"] * _ROWS[what], "enter")


async def export_to(hand: Hand, what: str, path: Path) -> None:
    """Choose what is exported, and give its file."""
    await choose(hand, what)
    await hand.press("ctrl+u")
    await hand.paste(str(path))
    await hand.press("enter")


async def test_the_list_shows_every_piece_in_every_form(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo)
        await hand.press("x")
        assert hand.screen == "Pieces"
        for shown in ("Markdown (.md)", "HTML (.html)", "Word (.docx)", "CSV (.csv)", "JSON (.json)"):
            assert shown in hand.text
        for title in ("The letter", "The evidence pack", "Every answer", "Every tally", "The code book", "verbal feedback"):
            assert title in hand.text
        await hand.press("escape")
        assert hand.screen == "LetterScreen"


async def test_the_letter_is_written_as_a_word_document(demo: Stage, tmp_path: Path) -> None:
    path = tmp_path / "the letter.docx"
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await export_to(hand, "docx", path)
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
        assert hand.screen == "LetterScreen"
    texts = [paragraph.text for paragraph in Document(BytesIO(path.read_bytes())).paragraphs]
    assert any("in 10 of the 14 cases" in text for text in texts)
    assert not any("DRAFT" in text for text in texts)


@pytest.mark.parametrize(
    ("what", "holds"), [("md", "# Short Quality"), ("html", "<!DOCTYPE html>"), ("evidence", "# Evidence pack")]
)
async def test_other_pieces_are_written_the_same_way(demo: Stage, tmp_path: Path, what: str, holds: str) -> None:
    path = tmp_path / f"piece.{'html' if what == 'html' else 'md'}"
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await export_to(hand, what, path)
        await hand.until(lambda: bool(hand.notices))
    assert holds in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600


async def test_the_file_that_is_offered_is_named_after_the_inspection(
    demo: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await choose(hand, "answers")
        await hand.press("enter")
        await hand.until(lambda: bool(hand.notices))
    assert (tmp_path / "bury-2013-03-answers.csv").exists()


async def test_a_letter_with_open_problems_is_written_only_as_a_draft_and_only_when_agreed(fresh: Stage, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    async with fresh.open("", size=LARGE) as hand:
        await open_letter(hand, fresh, "title")
        await choose(hand, "md")
        assert hand.screen == "Ask"
        assert "neither mended nor waived" in hand.flowed
        await hand.press("escape")
        assert hand.screen == "LetterScreen"
        await choose(hand, "md")
        await hand.press("y", "ctrl+u")
        await hand.paste(str(path))
        await hand.press("enter")
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
    assert "DRAFT" in path.read_text(encoding="utf-8").split("\n")[0]


async def test_what_is_no_letter_is_written_whatever_is_open(fresh: Stage, tmp_path: Path) -> None:
    path = tmp_path / "sheet.md"
    async with fresh.open("") as hand:
        await open_letter(hand, fresh, "title")
        await export_to(hand, "feedback", path)
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
    assert path.exists()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("letter.pdf", "Give a file that ends in .md."),
        ("letter", "Give a file that ends in .md."),
        ("nowhere/letter.md", "There is no folder "),
    ],
)
async def test_a_file_that_cannot_be_is_told_in_the_form(demo: Stage, tmp_path: Path, name: str, fault: str) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await export_to(hand, "md", tmp_path / name)
        assert hand.screen == "Form"
        assert fault in hand.flowed
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("path", ["~nosuchuser/x.md", f"{'x' * 300}.md"])
async def test_a_path_that_no_file_can_have_is_told(demo: Stage, path: str) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await export_to(hand, "md", Path(path))
        await hand.until(lambda: "No file can have this name" in hand.flowed or "There is no folder" in hand.flowed)
        assert hand.screen == "Form"


async def test_a_file_that_is_there_is_written_over_only_when_agreed(demo: Stage, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("another letter")
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        for key in ("n", "escape"):
            await export_to(hand, "md", path)
            await hand.until("is there already.")
            await hand.press(key)
            assert path.read_text() == "another letter"
        await export_to(hand, "md", path)
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
    assert "Bury" in path.read_text()


async def test_a_folder_is_not_written_over(demo: Stage, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    async with demo.open("") as hand:
        await open_letter(hand, demo)
        await export_to(hand, "md", tmp_path / "folder.md")
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until(lambda: bool(hand.notices))
        assert "is a folder: name a file in it." in hand.notices[0]
