"""Keys typed ahead come to the same as keys that are pressed when the one before has been shown, on whatever screen they land."""

import shutil
from pathlib import Path

import pytest

from sqs_tui.terminal.reading import KeyReader
from tests.ui.hand import Hand, Stage
from tests.ui.strokes import ENTER, ESC, Improviser, outcome

TOGETHER = 9
"""Keys that arrive in one read, at 30 keys a second over a line of 300 ms."""


async def send(hand: Hand, text: str, together: int = TOGETHER) -> None:
    """Send what a terminal would, in parts that come without a pause."""
    reader, at = KeyReader(0.3), 0.0
    for place in range(0, len(text), together):
        at += 0.3
        for message in reader.read(text[place : place + together], at):
            hand.app.post_message(message)
    for message in reader.look(at + 1):
        hand.app.post_message(message)
    ahead = hand.app._type_ahead
    await hand.until(lambda: not ahead._waiting and not ahead._returned and ahead._looking is None)
    await hand.settle()


@pytest.mark.parametrize("seed", range(6))
async def test_typing_ahead_comes_to_the_same_as_typing_slowly(fresh: Stage, tmp_path: Path, seed: int) -> None:
    other = Stage(shutil.copytree(fresh.path, tmp_path / "other"), fresh.folder)
    async with fresh.open("T02") as hand:
        sent = await Improviser(hand, seed).play(60)
        expected = outcome(hand)
    async with other.open("T02") as hand:
        await send(hand, sent)
        assert outcome(hand) == expected, repr(sent)


async def test_keys_behind_escape_go_to_the_screen_that_it_leads_to(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await send(hand, f"y{ESC}j{ENTER}n")
        assert hand.review.record.reference == "T02"
    assert fresh.answers("T01")["interviewed"].value == "yes"
    assert fresh.answers("T02")["interviewed"].value == "no"


@pytest.mark.parametrize("key", ["?", "H"])
async def test_keys_behind_a_key_that_opens_a_dialog_go_to_the_dialog(fresh: Stage, key: str) -> None:
    async with fresh.open("T01") as hand:
        await send(hand, f"y{key}{ESC}2")
        assert hand.screen == "Review"
    assert {question: given.value for question, given in fresh.answers("T01").items()} == {"interviewed": "yes", "sentence": "2"}


@pytest.mark.parametrize("last", ["\x11", "\x10"])
async def test_no_key_of_the_whole_program_overtakes_those_before_it(fresh: Stage, last: str) -> None:
    async with fresh.open("T01") as hand:
        await send(hand, f"y?{ESC}{ESC}j{ENTER}n{last}")
        assert hand.screen == "CommandPalette" or hand.app.return_code == 0
    assert fresh.answers("T01")["interviewed"].value == "yes"
    assert fresh.answers("T02")["interviewed"].value == "no"


async def test_the_guidance_opened_and_closed_at_once_comes_to_rest(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        before = hand.text
        await send(hand, "hh")
        assert hand.text == before
        await send(hand, "hhh")
        assert hand.text != before


async def test_what_is_typed_ahead_of_a_refused_key_is_thrown_away_on_this_screen_and_the_next(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await send(hand, f"yxyyy{ESC}{ENTER}y", together=20)
        await hand.heard()
        assert hand.lines[0].startswith("6 keys thrown away. Sentence does not take 'x'")
    assert list(fresh.answers("T01")) == ["interviewed"]
