"""Letter: its outline beside its preview, and its export to a file."""

from pathlib import Path

import pytest

from tests.ui.hand import LARGE, SMALL, Hand, Stage


async def open_letter(hand: Hand) -> None:
    """Open the letter, and wait until its preview is there."""
    await hand.press("l")
    await hand.until("Short Quality Screening of youth offending work: ")
    await hand.pilot.pause()


async def export_to(hand: Hand, path: str) -> None:
    """Fill in the form that asks where the letter goes."""
    await hand.pilot.pause()
    await hand.press("x", "ctrl+u")
    await hand.paste(path)
    await hand.press("enter")


def preview(hand: Hand) -> str:
    """The first rows of the preview beside the outline."""
    return "\n".join(line[37:] for line in hand.lines[1:8])


async def test_the_preview_prints_every_figure(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand)
        assert "Bury 2013 > Letter   every figure can be printed" in hand.lines[0]
        assert "Short Quality Screening of youth offending work: Bury" in hand.text
        assert "Youth Offending Service (fieldwork: 18 to 20 March 2013)" in hand.flowed
        assert "{{" not in hand.text
        assert ("│" in hand.lines[3]) is (size == LARGE)


async def test_the_outline_moves_the_preview(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand)
        await hand.press(*["j"] * 5, "down", "up", *["down"] * 9)
        await hand.until(lambda: "1. Reducing the likelihood of reoffending" in preview(hand))
        await hand.press(*["k"] * 3)
        await hand.until(lambda: "On strengths, our conclusion" in preview(hand))


async def test_on_a_small_screen_tab_puts_the_outline_in_the_place_of_the_preview(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand)
        assert "Context" in hand.text
        await hand.press("tab")
        assert "  To: the Chair of the Management Board" in hand.lines[2]
        assert "1. Reducing the likelihood of reoffending" in hand.text
        await hand.press(*["down"] * 13, "tab")
        await hand.until(lambda: "1. Reducing the likelihood of reoffending" in "\n".join(hand.lines[:6]))


async def test_on_a_large_screen_tab_goes_between_the_two(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand)
        places = []
        for _ in range(3):
            places.append(hand.app.focused.id if hand.app.focused else "")
            await hand.press("tab")
        assert places == ["outline", "preview", "outline"]


@pytest.mark.parametrize("ending", ["html", "md"])
async def test_x_writes_the_letter_to_a_file(demo: Stage, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"the letter.{ending}"
    async with demo.open("") as hand:
        await open_letter(hand)
        await export_to(hand, str(path))
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
        assert hand.screen == "LetterScreen"
    written = path.read_text()
    assert "10 of the 14 cases" in written
    assert ("<html" in written) is (ending == "html")


async def test_the_file_that_is_offered_is_named_after_the_inspection(
    demo: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with demo.open("") as hand:
        await open_letter(hand)
        await hand.press("x", "enter")
        await hand.until(lambda: bool(hand.notices))
        assert hand.notices[0].endswith("bury-2013-03-letter.html")
    assert (tmp_path / "bury-2013-03-letter.html").exists()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("letter.pdf", "Give a file that ends in .md or .html."),
        ("letter", "Give a file that ends in .md or .html."),
        ("nowhere/letter.md", "There is no folder "),
    ],
)
async def test_a_file_that_cannot_be_is_told_in_the_form(fresh: Stage, tmp_path: Path, name: str, fault: str) -> None:
    async with fresh.open("") as hand:
        await open_letter(hand)
        await export_to(hand, str(tmp_path / name))
        assert hand.screen == "Form"
        assert fault in hand.flowed
    assert not (tmp_path / name).exists()


async def test_a_file_that_is_there_is_written_over_only_when_agreed(fresh: Stage, tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("another letter")
    async with fresh.open("") as hand:
        await open_letter(hand)
        for key in ("n", "escape"):
            await export_to(hand, str(path))
            await hand.until("is there already.")
            await hand.press(key)
            assert path.read_text() == "another letter"
        await export_to(hand, str(path))
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until(lambda: hand.notices == [f"Written to {path}"])
    assert "Testborough" in path.read_text()


async def test_a_folder_is_not_written_over(fresh: Stage, tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    async with fresh.open("") as hand:
        await open_letter(hand)
        await export_to(hand, str(tmp_path / "folder.md"))
        await hand.until(lambda: hand.screen == "Ask")
        await hand.press("y")
        await hand.until(lambda: bool(hand.notices))
        assert "is a folder: name a file in it." in hand.notices[0]


async def test_figures_without_answers_are_counted(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        await open_letter(hand)
        assert "cannot be printed yet" in hand.lines[0]


async def test_the_letter_follows_the_answers(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand)
        await hand.press(*["down"] * 15)
        await hand.until("In 10 of the 14 cases, the first assessment of the likelihood")
        await hand.press("escape", "enter")
        await hand.goto("1.1")
        await hand.press("n", "enter", "escape", "l")
        await hand.until("Context")
        await hand.press(*["down"] * 15)
        await hand.until("In 9 of the 14 cases, the first assessment of the likelihood")


async def test_enter_on_a_paragraph_lists_the_records_behind_its_first_number(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("l")
        await hand.until("Context")
        await hand.pilot.pause()
        await hand.press(*["down"] * 15, "enter")
        await hand.until("NOT MET 4")
        await hand.press("enter")
        assert hand.review.state.current == "1.1"


async def test_a_dialog_leaves_the_letter_where_one_was_reading(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await hand.press("l")
        await hand.until("Context")
        await hand.pilot.pause()
        await hand.press("pagedown", "pagedown")
        await hand.pilot.pause()
        before = hand.text
        assert "Context" not in before
        await hand.press("?", "escape")
        await hand.pilot.pause()
        assert hand.text == before


@pytest.mark.parametrize("path", ["~nosuchuser/x.html", f"/tmp/{'x' * 300}.html", f"/tmp/{'x' * 300}/x.html"])  # noqa: S108
async def test_a_path_that_no_file_can_have_is_told(fresh: Stage, path: str) -> None:
    async with fresh.open("") as hand:
        await hand.press("l")
        await hand.until("Short Quality Screening of youth offending work: ")
        await hand.pilot.pause()
        await hand.press("x", "ctrl+u")
        await hand.paste(path)
        await hand.press("enter")
        assert hand.app.is_running
        assert hand.screen in {"Form", "LetterScreen"}
