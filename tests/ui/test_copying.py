"""Copying to the terminal's clipboard or to a file: what goes, what never goes, and what is said where it cannot."""

from pathlib import Path

import pytest

from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.records import Content
from sqs_tui.export.markdown import letter_markdown
from sqs_tui.screens import copying
from sqs_tui.screens.copying import LARGEST, why_no_clipboard
from sqs_tui.screens.letter import LetterScreen
from sqs_tui.widgets.table import Table
from tests.ui.hand import Hand, Stage

NOTE = "4.3"


def clipboard(hand: Hand) -> str:
    return hand.app.clipboard


def to_row(hand: Hand, key: str) -> None:
    table = hand.app.screen.query_one(Table)
    table.move_cursor(row=table.get_row_index(key), animate=False)


async def test_the_note_is_copied_after_it_was_shown(demo: Stage, size: tuple[int, int]) -> None:
    note = demo.answers("BU07")[NOTE].note
    assert note
    async with demo.open("BU07", size=size) as hand:
        await hand.goto(NOTE)
        await hand.press("c")
        assert hand.screen == "Copy"
        assert note[:30] in hand.flowed
        await hand.press("escape", "c")
        assert clipboard(hand) == ""
        await hand.press("enter")
        assert hand.screen == "Review"
        assert clipboard(hand) == note
        assert "Sent to your terminal's clipboard" in hand.notices[-1]


async def test_an_answer_without_a_note_has_nothing_to_copy(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("c")
        assert hand.screen == "Review"
        assert hand.notices == ["There is no note to copy here."]


async def test_what_was_said_in_confidence_is_never_copied(demo: Stage) -> None:
    opened = demo.other()
    said = opened.records("staff")[0]
    question = next(iter(opened.contents(said.id)))
    async with demo.open(said.reference) as hand:
        await hand.goto(question)
        await hand.press("c")
        assert hand.screen == "Review"
        assert "never copied" in hand.notices[-1]
        assert clipboard(hand) == ""


async def test_a_file_is_written_for_the_user_alone_and_never_over_another(demo: Stage, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    async with demo.open("BU07") as hand:
        await hand.goto(NOTE)
        await hand.press("c", "f")
        await hand.fill("ctrl+u", str(path), "enter")
        assert hand.notices[-1] == f"Written to {path}"
        assert hand.screen == "Review"
        assert path.read_text() == f"{demo.answers('BU07')[NOTE].note}\n"
        assert path.stat().st_mode & 0o777 == 0o600
        path.write_text("another")
        await hand.press("c", "f")
        await hand.fill("ctrl+u", str(path), "enter")
        assert "exists already" in hand.flowed
        assert path.read_text() == "another"


async def test_hostile_text_reaches_the_clipboard_without_control_characters(fresh: Stage) -> None:
    opened = fresh.other()
    record = opened.record("T01").id
    opened.put(record, NOTE, Content(value="yes", note="[b]a\x1b]52;c;eA==\x07\u202ez[/b]\n`rm`"), act=opened.new_act())
    async with fresh.open("T01") as hand:
        await hand.goto(NOTE)
        await hand.press("c", "enter")
        assert clipboard(hand) == "[b]a]52;c;eA==z[/b]\n`rm`"


async def test_what_is_too_large_for_terminals_is_offered_as_a_file_alone(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "LARGEST", 10)
    async with demo.open("BU07") as hand:
        await hand.goto(NOTE)
        await hand.press("c")
        assert "not sent: " in hand.flowed
        await hand.press("enter")
        assert hand.screen == "Copy"
        assert clipboard(hand) == ""


def test_terminals_without_a_clipboard_are_known() -> None:
    assert why_no_clipboard({"TERM": "xterm-256color"}, LARGEST) == ""
    assert why_no_clipboard({"TERM": "screen-256color", "TMUX": "x"}, 1) == ""
    assert "74,995 bytes" in why_no_clipboard({"TERM": "xterm"}, LARGEST + 1)
    assert "no clipboard" in why_no_clipboard({"TERM": "linux"}, 1)
    assert "no clipboard" in why_no_clipboard({"TERM": "vt100"}, 1)
    assert "GNU screen" in why_no_clipboard({"TERM": "screen"}, 1)


async def test_in_tmux_it_is_said_what_tmux_needs(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "x")
    async with demo.open("BU07") as hand:
        await hand.goto(NOTE)
        await hand.press("c", "enter")
        assert "set-clipboard" in hand.notices[-1]


@pytest.mark.parametrize(
    ("keys", "row", "text"),
    [
        ((), "question 1.1", "1.1 Initial assessment: 10 of 14; over two-thirds; reasons: Vulnerability left out (3), "),
        ((), "section 1", "Reducing the likelihood of reoffending: 54 of 68"),
        (("]", "]"), "area oversight", ": 15 of 27, proposed for improvement"),
    ],
)
async def test_a_row_of_the_summary_is_copied_as_a_sentence(demo: Stage, keys: tuple[str, ...], row: str, text: str) -> None:
    async with demo.open("") as hand:
        await hand.press("s", *keys)
        to_row(hand, row)
        await hand.press("c", "enter")
        assert text in clipboard(hand)


async def test_a_cell_of_the_matrix_is_copied_with_its_numbers(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "]", "c", "enter")
        title, _, numbers = clipboard(hand).partition(": ")
    opened = demo.other()
    theme, process = opened.instrument.themes[0], opened.instrument.processes[0]
    cell = opened.tallies().matrix[theme.id, process.id]
    assert (title, numbers) == (f"{theme.title}, {process.title.lower()}", f"{cell.met} of {cell.of}")


async def test_of_a_question_of_confidence_the_words_alone_are_copied(demo: Stage) -> None:
    opened = demo.other()
    unit = next(unit for unit in opened.instrument.units if unit.confidential)
    tallies = opened.tallies().questions
    question = next(asked.id for asked in opened.instrument.of_unit(unit.id) if tallies[asked.id].of)
    async with demo.open("") as hand:
        await hand.press("s")
        to_row(hand, f"question {question}")
        await hand.press("c", "enter")
        assert clipboard(hand)
        assert not any(character.isdigit() for character in clipboard(hand).partition(": ")[2])


async def test_the_references_behind_a_number_are_copied(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s")
        to_row(hand, "question 1.1")
        await hand.press("enter", "c", "enter")
        assert hand.screen == "Behind"
        _, not_met, met = clipboard(hand).split("\n")
    tally = demo.other().tallies().questions["1.1"]
    assert not_met.startswith("not met: BU")
    assert (not_met.count("BU"), met.count("BU")) == (tally.of - tally.met, tally.met)


async def test_who_said_what_in_confidence_is_copied_nowhere(demo: Stage) -> None:
    opened = demo.other()
    unit = next(unit for unit in opened.instrument.units if unit.confidential)
    async with demo.open("") as hand:
        await hand.press("s")
        to_row(hand, f"question {next(iter(opened.instrument.of_unit(unit.id))).id}")
        await hand.press("enter", "c")
        assert hand.screen == "Behind"
        assert "never copied" in hand.notices[-1]


async def test_a_paragraph_is_copied_as_it_is_printed(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("l", *["down"] * 12)
        assert isinstance(hand.app.screen, LetterScreen)
        letter, current = hand.app.screen._letter, hand.app.screen._current
        await hand.press("c", "enter")
        sent = clipboard(hand)
    paragraph = letter.paragraph(current)
    assert paragraph
    assert "{{" in paragraph.text
    assert sent == f"{paragraph.number} {reading(letter.tokens_of(paragraph))[0]}".strip()


async def test_the_whole_letter_is_copied_as_markdown_with_the_mark_of_a_draft_where_problems_are_open(
    demo: Stage, fresh: Stage
) -> None:
    async with demo.open("") as hand:
        await hand.press("l", "C", "enter")
        sent = clipboard(hand)
    assert sent.rpartition("\n\n")[0] == letter_markdown(demo.other().written().tokens()).strip()
    async with fresh.open("") as hand:
        await hand.press("l", "C", "enter")
        assert clipboard(hand).startswith("**DRAFT: ")
