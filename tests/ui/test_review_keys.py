"""Every command of Review does by its key what its help says."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from sqs_tui.commands import ScreenName
from sqs_tui.domain.scoring import FINISH_LINE, Mode
from sqs_tui.keys import DEFAULT_KEYS, textual_key
from tests.ui.hand import LARGE, Stage

NO = "4.3"
"""The one question of BU07 that is answered No: with a reason, and a note about sleeping."""


async def test_an_answer_key_saves_and_goes_to_the_next_open_question(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        assert "0 of 24 answered" in hand.lines[0]
        assert hand.review.state.current == "interviewed"
        await hand.press("y")
        assert hand.review.state.current == "sentence"
        assert "1 of 24 answered" in hand.lines[0]
        assert fresh.answers("T01")["interviewed"].value == "yes"


async def test_a_no_opens_its_reasons_and_its_note(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("1.1")
        await hand.press("n")
        assert "0-9 reasons" in hand.lines[-1]
        await hand.press("1", "x", "y")
        assert hand.review.state.mode is Mode.NOTE
        assert "xy" in hand.lines[-3]
        await hand.press("enter")
        given = fresh.answers("T01")["1.1"]
        assert (given.value, len(given.reasons), given.note) == ("no", 1, "xy")


async def test_enter_goes_on_to_the_next_open_question(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("enter")
        assert hand.review.state.current == "sentence"
        await hand.burst("ctrl+j")  # Enter, as it arrives when it was typed before the program was ready
        assert hand.review.state.current == "weeks"
    assert not fresh.answers("T01")


async def test_e_writes_a_note(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto(NO)
        await hand.burst("e", " More.", "enter")
    assert demo.answers("BU07")[NO].note.endswith("not in the contract. More.")


async def test_capital_e_writes_the_note_in_the_external_editor(
    demo: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nsleep 0\nprintf 'from the editor\\n[b]and more' > \"$1\"\n")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    async with demo.open("BU07") as hand:

        def suspended() -> AbstractContextManager[None]:
            return nullcontext()

        monkeypatch.setattr(hand.app, "suspend", suspended)
        await hand.goto(NO)
        await hand.press("E")
        assert "from the editor¶[b]and more" in hand.text
    assert demo.answers("BU07")[NO].note == "from the editor\n[b]and more"


async def test_an_editor_that_cannot_be_used_changes_nothing(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto(NO)
        before = demo.answers("BU07")
        await hand.press("E")
        assert "“false”" in hand.lines[0]
        assert demo.answers("BU07") == before


async def test_a_quotation_mark_marks_the_note_and_takes_the_mark_away(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto(NO)
        await hand.press('"')
        assert "❝ She said plainly" in hand.text
        assert demo.answers("BU07")[NO].quote
        await hand.press('"')
        assert not demo.answers("BU07")[NO].quote
        await hand.press("up", '"')
        assert "has no note to quote" in hand.lines[0]


async def test_backspace_clears_the_answer_with_its_reasons_and_its_note(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto(NO)
        await hand.press("backspace")
        assert NO not in demo.answers("BU07")
        assert "26 of 27 answered" in hand.lines[0]


async def test_u_and_capital_u_take_back_and_bring_again(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("y", "u")
        assert "Took back T01 Case manager interviewed: Yes." in hand.lines[0]
        assert not fresh.answers("T01")
        await hand.press("U")
        assert "Brought back T01 Case manager interviewed: Yes." in hand.lines[0]
        assert fresh.answers("T01")["interviewed"].value == "yes"


@pytest.mark.parametrize(("down", "up"), [("down", "up"), ("j", "k")])
async def test_arrows_and_j_and_k_move_without_answering(demo: Stage, down: str, up: str) -> None:
    before = demo.answers("BU07")
    async with demo.open("BU07") as hand:
        assert hand.review.state.current == "interviewed"
        await hand.burst(*[down] * 5)
        assert hand.review.state.current == "custody"
        await hand.burst(up)
        assert hand.review.state.current == "psr"
        await hand.burst(*[down] * 40)
        assert hand.review.state.current == FINISH_LINE
        assert "FINISH LINE" in hand.text
    assert demo.answers("BU07") == before


async def test_tab_goes_to_the_next_gap_or_problem_and_names_it(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("tab")
        assert hand.screen == "Review"
        assert "Nothing is left, in your records or in the letter." in hand.lines[0]
        await hand.goto("2.3")
        await hand.press("backspace", "up", "up", "up", "tab")
        assert hand.review.state.current == "2.3"
        assert "2.3 Harm assessment reviewed is not answered." in hand.lines[0]


async def test_g_goes_to_a_question_by_its_number(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.burst("g", "2.2")
        assert "Go to question: 2.2" in hand.text
        await hand.press("enter")
        assert hand.review.state.current == "2.2"
        await hand.burst("g", "9.9", "enter")
        assert "There is no question '9.9' here." in hand.lines[0]
        await hand.heard()
        await hand.burst("g", "1.1", "escape")
        assert hand.review.state.current == "2.2"


async def test_a_stroke_finds_words_in_questions_and_notes(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.burst("/", "SLEEPING", "enter")
        assert hand.review.state.current == NO
        await hand.burst("escape", "/", "vulnerability", "enter")
        first = hand.review.state.current
        await hand.press("enter")
        assert hand.review.state.current != first
        await hand.burst("escape", "/", "zebra", "enter")
        assert "Nothing here holds 'zebra'." in hand.lines[0]


async def test_braces_go_from_section_to_section(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("}")
        assert hand.review.state.current == "1.2"
        await hand.press("}", "}")
        assert hand.review.state.current == "1.4"
        await hand.press("{")
        assert hand.review.state.current == "1.1"


async def test_brackets_go_from_record_to_record_and_stop_at_the_ends(demo: Stage) -> None:
    async with demo.open("BU02") as hand:
        await hand.press("]")
        assert "Bury 2013 > BU03   CM2" in hand.lines[0]
        await hand.press("[", "[")
        assert "Bury 2013 > BU01   CM1" in hand.lines[0]
        await hand.press("[")
        assert "BU01 is the first one." in hand.lines[0]


async def test_o_switches_the_order_and_the_next_record_keeps_it(demo: Stage) -> None:
    async with demo.open("BU07", size=LARGE) as hand:
        assert " PRE-SENTENCE REPORT" in hand.text
        await hand.press("o", "}")
        assert hand.review.state.current == "1.1"
        assert " PRE-SENTENCE REPORT" not in hand.text
        await hand.press("]", "}")
        assert hand.review.state.current == "1.1"
        await hand.press("o")
        assert " PRE-SENTENCE REPORT" in hand.text


@pytest.mark.parametrize("key", ["h", "f1"])
async def test_h_and_f1_show_the_guidance_and_scoring_goes_on_below_it(fresh: Stage, size: tuple[int, int], key: str) -> None:
    async with fresh.open("T01", size=size) as hand:
        await hand.press(key)
        assert hand.lines[1].startswith(" GUIDANCE   h closes")
        assert " Case manager interviewed" in hand.text
        assert "SUMMARY" not in hand.text
        await hand.press("y")
        assert hand.lines[2].strip() == "Sentence"
        await hand.press(key)
        assert "GUIDANCE" not in hand.lines[1]
        assert "SUMMARY" in hand.text
        await hand.press(key, "escape")
        assert "SUMMARY" in hand.text


async def test_w_says_why_a_question_is_or_is_not_asked(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.goto("1.2")
        await hand.press("w")
        assert "Not asked (no pre-sentence report): Pre-sentence report provided is No." in hand.lines[-7]
        await hand.goto("1.1")
        await hand.press("w")
        assert "Always asked." in hand.text
        assert "[y] Yes" not in hand.text
        await hand.press("escape")
        assert "[y] Yes" in hand.text
        assert hand.screen == "Review"


async def test_escape_goes_back_level_by_level(demo: Stage) -> None:
    async with demo.open() as hand:
        await hand.until("▲4 ▼2")
        await hand.press("enter", "enter")
        assert hand.screen == "Review"
        for level in ("InspectionScreen", "Inspections", "Inspections"):
            await hand.press("escape")
            assert hand.screen == level


async def test_a_question_mark_shows_every_key_of_review(demo: Stage) -> None:
    async with demo.open("BU07", size=(120, 60)) as hand:
        await hand.goto(NO)
        await hand.press("?")
        assert hand.screen == "Help"
        assert "Answer No, and go on to the next question." in hand.flowed


@pytest.mark.parametrize("key", ["ctrl+p", ":"])
async def test_the_palette_carries_out_a_command_by_its_name(demo: Stage, key: str) -> None:
    async with demo.open("BU07") as hand:
        await hand.press(key)
        assert hand.screen == "CommandPalette"
        await hand.burst("next record")
        await hand.until("Go to the next record.")
        await hand.press("enter")
        await hand.until("BU08")
        assert hand.screen == "Review"


async def test_ctrl_l_paints_again_and_ctrl_z_changes_nothing_where_nothing_can_be_suspended(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        before = hand.text
        await hand.press("ctrl+l", "ctrl+z")
        assert hand.text == before


async def test_ctrl_q_leaves(demo: Stage) -> None:
    async with demo.open("BU07") as hand:
        await hand.press("ctrl+q")
        assert hand.app.return_code == 0


def test_every_command_of_review_is_pressed_here() -> None:
    pressed = Path(__file__).read_text()
    keys = [key for command in DEFAULT_KEYS.for_screen(ScreenName.REVIEW) for key in command.keys]
    elsewhere = {*"dvH!Wpc", "ctrl+g"}  # test_review_pane, _changes, _conflicts, _review_flow, _queue, _copying, _tour
    pressed += Path(__file__).with_name("test_phrases.py").read_text()
    assert [key for key in keys if key not in elsewhere and f'"{key}"' not in pressed and f"'{key}'" not in pressed] == []
    assert textual_key("?") == "question_mark"
