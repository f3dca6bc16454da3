"""Whatever is drawn on any screen or dialog can be read in every theme, in ASCII, and without any colour."""

from collections.abc import Iterable

import msgspec
import pytest
from rich.color import Color
from rich.segment import Segment
from textual.widgets import Input, OptionList, TextArea

from sqs_tui.commands import ScreenName
from sqs_tui.terminal.application import look_here
from sqs_tui.terminal.cursor import place_of_cursor
from sqs_tui.widgets.glyphs import UNICODE
from sqs_tui.widgets.lines import Line, Lines
from sqs_tui.widgets.long_table import LongTable
from sqs_tui.widgets.table import Table
from tests.terminal.colours import contrast
from tests.terminal.test_themes import LEAST
from tests.ui.gallery import in_front, on_screen, shown_by_commands
from tests.ui.hand import Hand, Stage

pytestmark = pytest.mark.timeout(180)
DARK, _ = LEAST["dark"]
NAMES = {colour: name for name, colour in reversed(msgspec.structs.asdict(DARK).items())}
"""What the colours of the dark palette are for."""


def _hex(colour: Color | None) -> str:
    return colour.triplet.hex if colour is not None and colour.triplet else str(colour)


def colours_of(segment: Segment) -> tuple[str, str]:
    """The colours of a text and of its ground, as they are seen."""
    style = segment.style
    assert style is not None, segment
    pair = _hex(style.color), _hex(style.bgcolor)
    return pair[::-1] if style.reverse else pair


def seen(hand: Hand) -> Iterable[Segment]:
    return (segment for strip in in_front(hand) for segment in strip if segment.text.strip())


@pytest.mark.parametrize("screen", list(ScreenName))
async def test_every_text_has_the_contrast_of_its_theme(demo: Stage, screen: ScreenName) -> None:
    found: dict[tuple[str, str], str] = {}
    async with on_screen(demo, screen, (120, 40)) as hand:
        async for command in shown_by_commands(hand, screen):
            for segment in seen(hand):
                found.setdefault(colours_of(segment), f"{segment.text.strip()!r} at {command or screen}")
    frames = {pair for pair in found if pair[0] == DARK.edge}
    named = {(NAMES.get(text, text), NAMES.get(ground, ground)): where for (text, ground), where in found.items()}
    for name, (palette, least) in LEAST.items():
        colours = msgspec.structs.asdict(palette)
        for (text, ground), where in named.items():
            ratio = contrast(colours.get(text, text), colours.get(ground, ground))
            assert ratio >= (3 if text == "edge" else least), (name, text, ground, where, round(ratio, 2))
    assert len(found) > len(frames) + 2
    assert {text for text, _ in named} <= {*NAMES.values()}, named
    assert {ground for _, ground in named} <= {*NAMES.values()}, named


def marked(hand: Hand) -> bool:
    """Whether what the next key goes to is marked where the terminal's cursor stands: underlined, or in a reversed row."""
    for listed in hand.app.screen.query(OptionList):
        if listed.highlighted is not None and not any(
            part.style and part.style.underline for row in in_front(hand) for part in row
        ):
            return False
    focused = hand.app.screen.focused
    x, y = place_of_cursor(hand.app.screen)
    if isinstance(focused, Input | TextArea):
        return any(segment.style and segment.style.underline for segment in hand.strips[y].crop(x, x + 1))
    if isinstance(focused, Table | LongTable) and focused.cursor_place:
        return any(segment.style and segment.style.reverse for segment in hand.strips[y].crop(x, x + 30))
    return True


@pytest.mark.parametrize("screen", list(ScreenName))
async def test_nothing_is_coloured_and_nothing_beyond_ascii_where_there_is_neither(
    demo: Stage, screen: ScreenName, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("LC_ALL", "C")
    opened = demo.other()
    opened.add_record("case", "Zoë 漢字", inspector=demo.by)
    async with on_screen(demo, screen, (80, 24)) as hand:
        hand.app.notify("“Quoted” – and cut…", markup=False)
        await hand.settle()
        async for command in shown_by_commands(hand, screen):
            styled = [segment for strip in hand.strips for segment in strip if segment.style]
            assert not [
                segment
                for segment in styled
                if segment.style
                and not all(colour is None or colour.is_default for colour in (segment.style.color, segment.style.bgcolor))
            ], command
            assert not [text for segment in styled if not (text := segment.text).isascii()], command
            assert marked(hand), command
    assert look_here().colours == "none"


SIGNS = {"strength": UNICODE.strength, "improvement": UNICODE.improvement}
STATES = {*SIGNS, "met", "not-met", "warn"}
_BARS = str.maketrans("", "", UNICODE.bar_full + UNICODE.bar_empty)


def untold(line: Line) -> list[str]:
    """The roles of a line that its colours alone would tell."""
    text = "".join(said for said, _ in line)
    roles = {role for said, role in line if role in STATES and said.strip()}
    signless = {role for role in roles & SIGNS.keys() if SIGNS[role] not in text}
    wordless = {
        role for said, role in line if role in STATES - SIGNS.keys() and said.strip() and not said.translate(_BARS).strip()
    }
    return sorted(signless | wordless)


def coloured_rows(table: Table) -> Iterable[Line]:
    """The rows of a table, their cells as spans with the role of the colour that each has."""
    roles = {DARK.good: "strength", DARK.warn: "improvement"}
    for y in range(table.row_count):
        yield tuple((cell.plain, roles.get(str(cell.style).split(" ")[0], "")) for cell in table.get_row_at(y))


@pytest.mark.parametrize("screen", list(ScreenName))
async def test_no_state_is_told_by_its_colour_alone(demo: Stage, screen: ScreenName, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: set[Line] = set()
    show = Lines.show

    def kept(widget: Lines, shown: Iterable[Line]) -> None:
        shown = tuple(shown)
        lines.update(shown)
        show(widget, shown)

    monkeypatch.setattr(Lines, "show", kept)
    async with on_screen(demo, screen, (120, 40)) as hand:
        async for _ in shown_by_commands(hand, screen):
            for table in hand.app.screen.query(Table):
                lines.update(coloured_rows(table))
    assert not {line: roles for line in lines if (roles := untold(line))}
    coloured = {role for line in lines for _, role in line} & STATES
    assert coloured or screen in {
        ScreenName.INSPECTIONS,
        ScreenName.SECONDS,
        ScreenName.COMPARISON,
        ScreenName.AGREEMENT,
        ScreenName.SAMPLE,
    }
