"""Whatever a user types or a file holds is shown as it reads, and nothing of it reaches the terminal as a command."""

import shutil
import unicodedata
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.records import Content, Inspection, RecordState
from sqs_tui.domain.tally import Sign
from sqs_tui.store.library import Library
from sqs_tui.text import clean_text
from tests import builders
from tests.store.helpers import waive_all
from tests.ui.hand import LARGE, Hand, Stage, now

TEXTS = {
    "markup": "[red]x[/red]",
    "closing": "[/]",
    "open": "[bold",
    "link": "[@click=app.quit]x[/]",
    "escape": "a\x1b[31mb",
    "c1": "a\x9b31mb",
    "bidi": "a\u202eb",
    "bell": "a\x07\x00\x7fb",
    "html": "<script>alert(1)</script>",
    "figure": "{{1.1}}",
    "template": "$name %s {x}",
    "markdown": "**b** _c_ `d` # e",
    "long": "x" * 5000,
    "combining": "e\u0301" * 7 + "\u0301" * 40,
    "wide": "漢字かな交じり文" * 3,
    "emoji": "👩‍👩‍👧‍👦 🇬🇧 ❤️",
}
"""What no program should stumble over."""


@pytest.fixture(params=list(TEXTS.values()), ids=list(TEXTS))
def text(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


@pytest.fixture
def small(tmp_path: Path) -> Stage:
    """An inspection with the small instrument, its letter made of what users type; small, since there are many texts."""
    criteria = builders.criteria()
    told = {"title": "{{area}}", "to": "To: {{addressee}}", "from": "{{sender}}", "head": "{{letterhead}}", "list": "{{copies}}"}
    blocks = [{"id": name, "kind": "lines" if name == "list" else "paragraph", "text": text} for name, text in told.items()]
    lists = [block for block in criteria["letter"]["blocks"] if block["kind"] in {"strengths", "improvements"}]
    criteria["letter"]["blocks"] = [{"id": "a", "kind": "heading", "text": "On {{service}}", "level": 1}, *blocks, *lists]
    library = Library(tmp_path / "library")
    folder = library.create(msgspec.json.encode(criteria), Inspection(id="", area="Area"), by="tester", now=now)
    return Stage(library.path, folder)


def furnish(stage: Stage, text: str) -> None:
    """Put a text into every field that a user can fill."""
    opened = stage.other(text)
    names = ("area", "service", "lead", "contact", "addressee", "sender", "letterhead")
    fields: dict[str, str | tuple[str, ...]] = dict.fromkeys(names, text)
    opened.change_details(**fields, copies=(text, text))
    for unit in ("case", "case", "staff"):
        opened.add_record(unit, text, case_manager=text, inspector=text)
    record = opened.records("case")[0]
    given = {"fact": Content(value="yes", note=text), "1.1": Content(value="no", reasons=("late",), note=text, quote=True)}
    for question, content in given.items():
        opened.put(record.id, question, content, act=opened.new_act())
    decisions = {"plans": Decision(sign=Sign.STRENGTH, text=text), "assessments": Decision(sign=None, reason=text)}
    opened.letter.put({f"area:{area}": decision for area, decision in decisions.items()})


def require_clean(hand: Hand) -> None:
    """Nothing that a terminal could take for a command is on the screen, and every row has the screen's width."""
    for strip in hand.strips:
        drawn = "".join(segment.text for segment in strip)
        bad = [character for character in drawn if clean_text(character) != character or character in "\n\t"]
        assert not [f"{ord(character):x} {unicodedata.category(character)}" for character in bad], drawn
        assert strip.cell_length == hand.app.size.width
    assert "\x1b" not in hand.app.export_screenshot()


def literal(text: str) -> str:
    """What is looked for on the screen: the text as it is kept, as far as a narrow field shows it."""
    return clean_text(text, one_line=True)[:8]


async def test_every_screen_shows_it_as_it_reads(small: Stage, text: str) -> None:
    furnish(small, text)
    shown = literal(text)
    async with small.open() as hand:
        await hand.until(lambda: shown in hand.text)
        require_clean(hand)

        async def opens(*keys: str, screen: str, shows: bool = True) -> None:
            await hand.press(*keys)
            await hand.until(lambda: hand.screen == screen and (shown in hand.text or not shows))
            require_clean(hand)

        await opens("enter", screen="InspectionScreen")
        await opens("e", screen="Form")
        await opens("escape", "+", screen="Form", shows=False)
        await opens("escape", "enter", screen="Review")
        await opens("g", "1", ".", "1", "enter", screen="Review")
        await opens("e", screen="Review")
        await opens("escape", "d", *["down"] * 4, "enter", screen="Behind")
        await opens("escape", "escape", "escape", "s", screen="SummaryScreen")
        await opens("]", "]", "down", "down", screen="SummaryScreen")
        assert "Left out because:" in hand.text
        await opens("r", screen="Form")
        await opens("escape", "up", "up", screen="SummaryScreen")
        assert "In the letter:" in hand.text
        await opens("r", screen="Form")
        await opens("escape", screen="SummaryScreen")
        await opens("escape", screen="InspectionScreen")
        await hand.pilot.resize_terminal(*LARGE)
        await opens("]", screen="InspectionScreen")
        await opens("]", "enter", screen="Review")


async def test_the_letter_shows_it_as_it_reads(small: Stage, text: str) -> None:
    furnish(small, text)
    async with small.open("", size=LARGE) as hand:
        await hand.press("l")
        await hand.until("To: ")
        await hand.pilot.pause()
        preview = "\n".join(line[37:] for line in hand.lines)
        assert preview.count(literal(text)) >= 5
        require_clean(hand)


@pytest.mark.parametrize("name", ["open", "escape", "bidi", "figure", "long", "wide"])  # one of a kind: each takes seconds
async def test_every_field_of_the_letter_takes_it_and_shows_it_as_it_reads(small: Stage, name: str) -> None:
    text = TEXTS[name]
    furnish(small, text)
    shown, kept = literal(text), clean_text(text).strip()
    async with small.open("") as hand:

        async def clean(*keys: str, screen: str) -> None:
            await hand.press(*keys)
            await hand.until(lambda: hand.screen == screen)
            require_clean(hand)

        await clean("l", screen="LetterScreen")
        await hand.until("▎")
        await clean("+", screen="LetterScreen")
        await hand.paste(text)
        await hand.until(lambda: shown in hand.text or "{{" in text)
        await clean("escape", screen="LetterScreen")
        (added,) = small.other().letter.entries.paragraphs.values()
        assert added.text == kept
        await clean("e", screen="LetterScreen")
        await clean("ctrl+n", screen="FigurePicker")
        await hand.paste(text[:60])
        require_clean(hand)
        await hand.press("ctrl+u")
        await hand.fill("1.1")
        await clean("enter", screen="FigurePicker")
        await hand.paste(text[:60])
        require_clean(hand)
        await clean("escape", "escape", "ctrl+o", screen="Quotes")
        await hand.until(lambda: shown in hand.text)
        await clean("e", screen="QuoteWords")
        await clean("escape", screen="Quotes")
        await clean("enter", "escape", screen="LetterScreen")
        await clean("o", screen="LetterScreen")
        await clean("p", screen="Problems")
        await clean("w", screen="Form")
        await hand.paste(text[:60])
        require_clean(hand)
        await clean("enter", screen="Problems")
        assert {waiver.reason for waiver in small.other().letter.entries.waivers.values()} == {
            clean_text(text[:60], one_line=True)
        }
        await clean("escape", "-", screen="LetterScreen")
        await clean("r", screen="Removed")
        await clean("enter", "u", screen="LetterScreen")


async def test_notices_show_it_as_it_reads(fresh: Stage, text: str) -> None:
    async with fresh.open("T01") as hand:
        hand.review.notice(clean_text(text, one_line=True)[:60])
        await hand.until(lambda: literal(text) in hand.text)
        require_clean(hand)


async def test_it_can_be_pasted_into_a_note_and_into_a_prompt(small: Stage, text: str) -> None:
    record = small.other().add_record("case", "T01")
    async with small.open(record.id) as hand:
        await hand.press("e")
        await hand.paste(text)
        require_clean(hand)
        await hand.press("enter")
        require_clean(hand)
        assert small.answers("T01")["fact"].note == clean_text(text).strip()
        for prompt in "g/":
            await hand.press(prompt)
            await hand.paste(text[:60])
            require_clean(hand)
            await hand.press("enter")
            await hand.heard()
            require_clean(hand)
            if "Esc leaves" in hand.text:
                await hand.press("escape")


async def test_new_lines_in_a_note_break_no_screen(fresh: Stage) -> None:
    note = "one\ntwo\n\nthree"
    other = fresh.other()
    other.put(other.record("T01").id, "1.1", Content(value="no", note=note), act=other.new_act())
    async with fresh.open("T01", size=LARGE) as hand:
        await hand.goto("1.1")
        assert "one¶two¶¶three" in hand.text
        require_clean(hand)
        await hand.press("e")
        assert "one¶two¶¶three" in hand.text
        await hand.press("escape", "d", *["down"] * 12, "enter")
        assert hand.screen == "Behind"
        require_clean(hand)


async def test_nothing_pasted_into_a_field_reaches_the_terminal_as_a_command(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press("+")
        await hand.paste("a\x1b[31mb\x9bc\u202ed")
        assert not set("\x1b\x9b\u202e") & set(hand.text)


async def test_a_tab_in_a_note_moves_no_terminal(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.press("e")
        await hand.paste("a\tb")
        assert "\t" not in hand.text
        await hand.press("enter")
        assert "\t" not in hand.text


async def test_a_folder_with_a_hostile_name_is_shown_clean(fresh: Stage) -> None:
    (fresh.path / "bad\x1b[31m\u202ename").mkdir()
    async with fresh.open(size=LARGE) as hand:
        await hand.until("0/3")
        assert not set("\x1b\u202e") & set(hand.text)


async def test_a_library_with_a_hostile_name_is_shown_clean(fresh: Stage) -> None:
    path = shutil.copytree(fresh.path, fresh.path.parent / "li\x1b[31mb\u202e")
    async with Stage(path, fresh.folder).open() as hand:
        await hand.until("0/3")
        assert not set("\x1b\u202e") & set(hand.text)


async def test_second_scorings_show_it_as_it_reads(small: Stage, text: str) -> None:
    first = small.other("first")
    record = first.add_record("case", text, inspector="first")
    second = None
    for scorer, value in (("first", "yes"), (text, "na")):
        opened = small.other(scorer)
        scored = record.id if second is None else second.id
        opened.put(scored, "1.1", Content(value=value, note=text), act=opened.new_act())
        waive_all(opened, scored)
        opened.set_state(scored, RecordState.COMPLETE)
        second = second or opened.begin_second(record.id, text, drawn=text)
    assert second
    small.other("lead").moderate(second.id, "1.1", None, text)
    shown = literal(text)[:5]  # of wide characters a column has no room for more
    async with small.open("") as hand:
        for keys, screen in (
            (("2",), "Seconds"),
            (("enter",), "ComparisonScreen"),
            (("enter",), "Form"),
            (("escape", "a"), "AgreementScreen"),
            (("]",), "AgreementScreen"),
        ):
            await hand.press(*keys)
            await hand.until(lambda screen=screen: hand.screen == screen and shown in hand.text)
            require_clean(hand)
