"""Phrases on Review: how they are offered and taken, what is never offered, and what is forgotten."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui import app
from sqs_tui.domain.note import Note
from sqs_tui.domain.records import Content
from sqs_tui.domain.scoring import Flow, Mode, State
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.machine import SETTINGS_VARIABLE
from sqs_tui.widgets.glyphs import ASCII, UNICODE
from sqs_tui.widgets.lines import Line, width_of
from sqs_tui.widgets.panel import HEIGHT, NOTE_ROWS, panel_lines
from tests.builders import instrument
from tests.ui.hand import Disk, Hand, Stage
from tests.ui.test_painting import Painted, body

LATE = "The plan came too late to be of use to anybody."
LONG = f"{LATE} It was never gone back to, neither by the case manager nor by anybody who had asked for it."


def note(stage: Stage, reference: str, text: str, *, by: str = "", folder: str = "") -> None:
    """Give a note on 1.1, as a program elsewhere would."""
    there = Stage(stage.path, folder or stage.folder, by=by or stage.by)
    opened = there.other()
    given_note = Content(value="no", reasons=("late",), note=text)
    opened.put(opened.record(reference).id, "1.1", given_note, act=opened.new_act())


async def typing(hand: Hand, *keys: str) -> str:
    """Begin a note on 1.1 for the same reason; gives what stands in the rows of the note."""
    await hand.goto("1.1")
    await hand.burst("n", "2", *keys)
    return "\n".join(hand.lines[-3:-1])


def offers_drawn(hand: Hand) -> list[str]:
    """What is drawn as an offer."""
    return [text for line in hand.review.query_one("#body")._lines for text, role in line if role == "offer"]


async def test_the_rest_of_an_earlier_note_stands_in_brackets_behind_the_caret(fresh: Stage, size: tuple[int, int]) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01", size=size) as hand:
        assert await typing(hand, "the plan c") == "the plan c [ame too late to be of use to anybody.]\n"
        assert offers_drawn(hand) == ["[ame too late to be of use to anybody.]"]
        await hand.burst("right")
        assert hand.lines[-3] == f"t{LATE[1:]}"
        await hand.burst("enter")
    assert fresh.answers("T01")["1.1"].note == f"t{LATE[1:]}"


@pytest.mark.parametrize("key", ["end", "ctrl+e", "ctrl+f"])
async def test_other_keys_that_go_to_the_end_take_it_too(fresh: Stage, key: str) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The", key) == f"{LATE}\n"


async def test_a_word_is_taken_and_another_phrase_asked_for_by_a_key(fresh: Stage) -> None:
    note(fresh, "T02", "The plan lay in a drawer.")
    note(fresh, "T03", LATE)
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The", "ctrl+n", "ctrl+t", "ctrl+t") == "The plan lay [ in a drawer.]\n"


async def test_a_long_offer_goes_on_in_the_row_below_and_is_cut_there(fresh: Stage) -> None:
    note(fresh, "T02", LONG)
    async with fresh.open("T01") as hand:
        first, second = (await typing(hand, "The")).split("\n")
        assert len(first) == 80
        assert first + second == f"The [{LONG[3:]}]"
    note(fresh, "T02", f"{LONG[:-1]}; {LONG}")
    async with fresh.open("T03") as hand:
        first, second = (await typing(hand, "The")).split("\n")
        assert (len(second), second[-1]) == (80, "…")
        await hand.burst(*LONG[3:90])
        assert hand.lines[-2][-1] == "…"
        assert hand.lines[-2].startswith(LONG[79:90])


async def test_typing_along_an_offer_paints_one_row_and_few_cells_of_it_differ(fresh: Stage, painted: Painted) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await typing(hand, "The pl")
        before = hand.lines[-3]
        await painted.by(hand, "a")
        assert painted.rows_in(body(hand)) == [body(hand).size.height - 3]
        assert not painted.layouts
        assert sum(old != new for old, new in zip(before, hand.lines[-3], strict=True)) <= 3


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> Painted:
    return Painted(monkeypatch)


async def test_keys_typed_ahead_take_what_they_take_one_by_one(fresh: Stage) -> None:
    keys = [
        "n",
        "2",
        *"the",
        "ctrl+n",
        "ctrl+t",
        "right",
        "enter",
        "n",
        "ctrl+r",
        "ctrl+x",
        "enter",
        "n",
        "1",
        "T",
        "right",
        "enter",
    ]
    left = []
    for slowly in (False, True):
        stage = Stage(fresh.path, fresh.begin(f"Burst {slowly}", "T01", "T02", "T03"))
        note(stage, "T02", LATE)
        note(stage, "T03", "The plan lay in a drawer. Nobody knew.")
        async with stage.open("T01") as hand:
            await hand.goto("1.1")
            await (hand.press if slowly else hand.burst)(*keys)
        left.append(stage.answers("T01"))
    assert left[0] == left[1]
    assert left[0]["1.1"].note == "the plan lay in a drawer."


async def test_nothing_of_another_inspector_is_offered(fresh: Stage) -> None:
    note(fresh, "T02", LATE, by="somebody-else")
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The plan c") == "The plan c\n"


async def test_nothing_of_another_inspection_is_offered(fresh: Stage) -> None:
    elsewhere = fresh.begin("Elsewhere", "E01", "E02")
    for reference in ("E01", "E02"):
        note(fresh, reference, LATE, folder=elsewhere)
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The plan c") == "The plan c\n"


async def test_a_note_given_in_one_case_is_offered_in_the_next(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await typing(hand, LATE, "enter")
        await hand.burst("]")
        assert await typing(hand, "The") == f"The [{LATE[3:]}]\n"
        await hand.burst("escape", "u", "u", "u", "[", "u", "]")
        assert await typing(hand, "The") == "The\n"


async def test_a_forgotten_phrase_stays_forgotten_when_the_program_starts_again(fresh: Stage) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await typing(hand, "The")
        await hand.burst("ctrl+x")
        assert "never offered" in hand.lines[0]
        assert hand.lines[-3] == "The"
    async with fresh.open("T03") as hand:
        assert await typing(hand, "The") == "The\n"


async def test_where_forgetting_cannot_be_saved_that_is_said_and_holds_until_the_end(
    fresh: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(fresh, "T02", LATE)
    disk = Disk(monkeypatch)
    async with fresh.open("T01") as hand:
        await typing(hand, "The")
        disk.fill()
        await hand.burst("ctrl+x")
        assert "It is forgotten until the program ends only." in hand.text
        disk.clear()
        await hand.burst("escape", "]", "]")
        assert await typing(hand, "The") == "The\n"


async def test_the_last_note_of_another_case_comes_back_by_a_key(fresh: Stage) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await hand.goto("1.2")
        await hand.burst("e", "ctrl+r", "enter")
    assert fresh.answers("T01")["1.2"].note == LATE


async def test_in_the_private_view_no_note_of_another_case_is_offered_or_comes_back(fresh: Stage) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await hand.burst("v")
        assert await typing(hand, "ctrl+n", "ctrl+r", "The") == "The\n"
        await hand.burst("escape", "]", "[")
        await hand.goto("1.1")
        await hand.burst("e")
        assert "[" not in hand.lines[-3]
        await hand.burst("escape", "v", "e")
        assert hand.lines[-3] == f"The [{LATE[3:]}]"


async def test_a_note_that_was_being_typed_is_offered_phrases_again_after_a_restart(fresh: Stage) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await typing(hand, "The plan")
        hand.review.save_draft()
    async with fresh.open("T01") as hand:
        assert hand.review.state.mode is Mode.NOTE
        await hand.burst("right", "enter")
    assert fresh.answers("T01")["1.1"].note == LATE


# How an offer is drawn


SMALL = instrument()
FLOW = Flow(SMALL, {})
STARTED = FLOW.start("case", {})
TEXTS = st.text(alphabet=st.sampled_from("ab 漢é\n\t[]"), max_size=120)


@given(TEXTS, TEXTS.filter(bool), st.integers(20, 90), st.booleans())
def test_whatever_is_offered_the_note_keeps_to_its_rows(text: str, offer: str, width: int, ascii_only: bool) -> None:
    signs = ASCII if ascii_only else UNICODE
    state = State(unit="case", answers={}, current=STARTED.current, mode=Mode.NOTE, note=Note(text=text, caret=len(text)))
    lines: list[Line] = panel_lines(SMALL, state, FLOW.route(state), (), (), signs, DEFAULT_KEYS, width, offer=offer)
    assert len(lines) == HEIGHT
    assert all(width_of(line) <= width for line in lines[-NOTE_ROWS:])
    assert all(role != "offer" for line in lines[:-NOTE_ROWS] for _, role in line)


# What the settings say


@pytest.fixture
def set_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Write the file of settings, which a program that runs reads within a moment."""
    monkeypatch.setattr(app, "LOOK_AROUND", 0.05)
    path = tmp_path / "settings.toml"
    monkeypatch.setenv(SETTINGS_VARIABLE, str(path))

    def write(text: str) -> None:
        path.write_text(text, encoding="utf-8")

    return write


async def test_phrases_of_other_inspections_come_and_go_with_the_setting(fresh: Stage, set_to: Callable[[str], None]) -> None:
    elsewhere = fresh.begin("Elsewhere", "E01", "E02", "E03")
    for reference, text in (("E01", f"Kofi said so. {LATE}"), ("E02", f"Kofi said so. {LATE}"), ("E03", "The once.")):
        note(fresh, reference, text, folder=elsewhere)
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The") == "The\n"
        await hand.burst("ctrl+u")
        set_to('phrases = "library"')
        await hand.until(lambda: bool(hand.review.state.bank.wider))
        await hand.burst("escape")
        assert await typing(hand, "The") == f"The [{LATE[3:]}]\n"
        await hand.burst("ctrl+u", "Kofi")
        assert hand.lines[-3] == "Kofi"
        await hand.burst("ctrl+u", "escape")
        set_to('phrases = "inspection"')
        await hand.until(lambda: not hand.review.state.bank.wider)
        assert await typing(hand, "The") == "The\n"


async def test_the_long_form_of_an_abbreviation_of_the_settings_is_offered(fresh: Stage, set_to: Callable[[str], None]) -> None:
    set_to('[abbreviations]\niro = "independent reviewing officer [the IRO]"')
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The iro") == "The iro [independent reviewing officer [the IRO]]\n"
        await hand.burst("right", " knew", "enter")
    assert fresh.answers("T01")["1.1"].note == "The independent reviewing officer [the IRO] knew"


async def test_a_key_that_was_moved_takes_a_phrase_and_stands_at_the_foot(fresh: Stage, set_to: Callable[[str], None]) -> None:
    set_to('[keys]\n"review.take-phrase" = ["ctrl+y"]')
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        assert await typing(hand, "The", "right") == f"The [{LATE[3:]}]\n"
        assert "ctrl+y takes  ctrl+t a word  ctrl+n another  Enter goes on" in hand.lines[-1]
        await hand.burst("ctrl+y")
        assert hand.lines[-3] == LATE


async def test_answers_take_enter_as_soon_as_the_settings_say_so(fresh: Stage, set_to: Callable[[str], None]) -> None:
    async with fresh.open("T01") as hand:
        await hand.burst("y")
        set_to("single_key_answers = false")
        await hand.until(lambda: not hand.review.session.settings.single_key_answers)
        await hand.burst("2")
        assert "? Enter answers, Esc lets go." in hand.text
        await hand.burst("escape")
        assert "Enter answers" not in hand.text
        await hand.burst("2", "enter", "2")
        set_to("auto_advance = false")
        await hand.until(lambda: not hand.review.session.settings.auto_advance)
        await hand.burst("escape", "1")
        assert hand.review.state.current == "weeks"
    assert {question: answer.value for question, answer in fresh.answers("T01").items()} == {
        "interviewed": "yes",
        "sentence": "2",
        "weeks": "1",
    }


async def test_a_command_on_phrases_that_is_chosen_by_its_name_works_in_the_note(fresh: Stage) -> None:
    note(fresh, "T02", LATE)
    async with fresh.open("T01") as hand:
        await typing(hand, "The")
        await hand.review.run_command(hand.app.keys.command("review.take-phrase"))
        await hand.settle()
        assert hand.lines[-3] == LATE
