"""Delta painting: what an emulator shows is what was wanted, and little is written for it."""

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sqs_tui.terminal.cells import Span
from sqs_tui.terminal.delta import Image
from sqs_tui.terminal.moves import Abilities, Place, move
from sqs_tui.terminal.pens import PLAIN, Pen, change, pen_of
from tests.emulator import PLAIN as SHOWN_PLAIN
from tests.emulator import Emulator

COLUMNS, ROWS = 24, 4
ABLE = Abilities(*[True] * 5)
CODES = ("", "1", "2;31", "4", "7;32;44", "1;3;38;5;208;48;5;17", "9;38;2;1;2;3", "41", "5;21;90;107", "44", "48;2;1;2;3")
PENS = tuple(pen_of(codes, "") for codes in CODES)
PIECES = (
    "a",
    "word",
    "two words",
    " ",
    "        ",
    "─────────",
    "▶",
    "宽字",
    "e\u0301",
    "👩‍👧",
    "x👍🏽y",
    "❤\ufe0f",
    "\u0301alone",
    "ش",
)

Draw = tuple[int, int, list[Span], int, int]

pens = st.sampled_from(PENS)
spans = st.lists(st.tuples(st.sampled_from(PIECES), pens), max_size=6)
draws = st.tuples(st.integers(-2, COLUMNS), st.integers(0, ROWS - 1), spans, st.integers(0, COLUMNS), st.integers(0, COLUMNS))
places = st.tuples(st.integers(0, COLUMNS - 1), st.integers(0, ROWS - 1))
abilities = st.builds(Abilities, *[st.booleans()] * 4)


def image(able: Abilities = ABLE) -> Image:
    made = Image(able)
    made.resize(COLUMNS, ROWS)
    return made


def put(target: Image, row: int, *parts: Span, column: int = 0) -> str:
    """Draw a piece of a row, and give what is written for it."""
    target.draw(column, row, parts, 0, COLUMNS)
    return target.changes((0, 0))


class Terminal:
    """What a terminal shows that is given what the program writes."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.screen.reset_mode(pyte.modes.DECAWM)
        self._stream = pyte.Stream(self.screen)

    def feed(self, written: str) -> None:
        self._stream.feed(written)

    @property
    def shows(self) -> list[list[tuple[object, ...]]]:
        """Each cell, its text and what is seen of its style."""
        return [[_seen(self.screen.buffer[row][column]) for column in range(COLUMNS)] for row in range(ROWS)]

    @property
    def cursor(self) -> Place:
        return self.screen.cursor.x, self.screen.cursor.y


def _seen(char: pyte.screens.Char) -> tuple[object, ...]:
    shown = (char.underscore, char.strikethrough, char.reverse)
    if char.data.strip() or any(shown):
        return (char.data, char.fg, char.bg, char.bold, char.italics, char.blink, *shown)
    return char.data, char.bg, *shown


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("last", ["x\u0323", "\U0001f44d\U0001f3fd"])
def test_what_is_in_the_last_column_stays_there_whatever_a_terminal_takes_for_a_character(last: str, whole: bool) -> None:
    painted, terminal = image(), Emulator(COLUMNS, ROWS, whole=whole)
    terminal.feed(put(painted, 0, ("." * COLUMNS, PLAIN)))
    terminal.feed(put(painted, 0, ("." * (COLUMNS - cell_len(last)) + last, PLAIN)))
    assert "".join(text for text, _ in terminal.cells[0]).startswith("." * (COLUMNS - cell_len(last)) + last[0])


@pytest.mark.parametrize("codes", CODES)
@pytest.mark.parametrize("plain", [PLAIN, pen_of("39;49", "")])
def test_a_character_behind_a_blank_has_its_own_pen_and_not_that_before_the_blank(codes: str, plain: Pen) -> None:
    painted, terminal = image(), Emulator(COLUMNS, ROWS)
    terminal.feed(put(painted, 0, ("##### ####", PLAIN)))
    for parts in ([("no", pen_of(codes, "")), (" ", PLAIN), ("ends", plain)], [("no", pen_of(codes, "")), ("x y ends", plain)]):
        terminal.feed(put(painted, 0, *parts))
        start = terminal.text.index("ends")
        assert {pen for _, pen in terminal.cells[0][start : start + 4]} == {SHOWN_PLAIN}


def test_half_of_a_wide_character_is_blank_at_the_edge_of_the_screen() -> None:
    painted, terminal = image(), Emulator(COLUMNS, ROWS)
    painted.draw(-1, 0, [("宽字", PLAIN)], 0, COLUMNS)
    terminal.feed(painted.changes((0, 0)))
    assert terminal.text.split("\n")[0] == " 字"


class TestAnyScreen:
    @given(st.lists(st.tuples(draws, places), max_size=8), abilities)
    def test_is_shown_as_if_it_were_written_whole(self, steps: list[tuple[Draw, Place]], able: Abilities) -> None:
        painted, terminal = image(able), Terminal()
        for number, (draw, cursor) in enumerate(steps, 1):
            painted.draw(*draw)
            terminal.feed(painted.changes(cursor))
            whole, anew = image(able), Terminal()
            for earlier, _ in steps[:number]:
                whole.draw(*earlier)
            anew.feed(whole.changes(cursor))
            assert terminal.shows == anew.shows
            assert terminal.cursor == cursor

    @given(st.lists(spans, min_size=ROWS, max_size=9), st.lists(st.integers(-3, 3), max_size=6), abilities)
    def test_is_shown_wherever_its_rows_have_been_moved(self, lines: list[list[Span]], moves: list[int], able: Abilities) -> None:
        painted, terminal, top = image(able), Terminal(), 0
        for moved in [0, *moves]:
            top = max(0, min(top + moved, len(lines) - ROWS))
            whole, anew = image(able), Terminal()
            for row, parts in enumerate(lines[top : top + ROWS]):
                for target in (painted, whole):
                    target.draw(0, row, [*parts, (" " * COLUMNS, PENS[-2])], 0, COLUMNS)
            terminal.feed(painted.changes((0, 0)))
            anew.feed(whole.changes((0, 0)))
            assert terminal.shows == anew.shows

    @given(st.lists(draws, max_size=8))
    def test_that_is_shown_already_costs_nothing(self, steps: list[Draw]) -> None:
        painted = image()
        for draw in steps:
            painted.draw(*draw)
        painted.changes((0, 0))
        for draw in steps:
            painted.draw(*draw)
        assert painted.changes((0, 0)) == ""

    @given(st.lists(draws, max_size=5), st.lists(draws, max_size=3))
    def test_is_written_whole_again_when_something_else_may_have_been_written(
        self, before: list[Draw], after: list[Draw]
    ) -> None:
        painted, terminal = image(), Terminal()
        for draw in before:
            painted.draw(*draw)
        terminal.feed(painted.changes((0, 0)))
        sound = terminal.shows
        terminal.feed("\x1b[2;3H\x1b[1;31mfrom somebody else\n\n\n\n\x1b[44m")
        painted.forget()
        terminal.feed(painted.changes((0, 0)))
        assert terminal.shows == sound
        for draw in after:
            painted.draw(*draw)
        terminal.feed(painted.changes((0, 0)))
        assert painted.changes((0, 0)) == ""

    @given(st.lists(draws, max_size=5))
    def test_is_blank_outside_of_what_was_drawn_after_another_size(self, steps: list[Draw]) -> None:
        painted = image()
        for draw in steps:
            painted.draw(*draw)
        painted.resize(COLUMNS + 1, ROWS)
        assert painted.size == (COLUMNS + 1, ROWS)
        assert painted.changes((0, 0)) == "\x1b[m\x1b[H\x1b[J"


class TestWhatIsWritten:
    def test_is_one_character_for_one_character_behind_the_cursor(self) -> None:
        painted = image()
        put(painted, 0, ("note", PLAIN))
        painted.changes((4, 0))
        painted.draw(4, 0, [("d", PLAIN)], 0, COLUMNS)
        assert painted.changes((5, 0)) == "d"

    def test_goes_over_a_short_equal_stretch_by_writing_it(self) -> None:
        painted = image()
        put(painted, 0, ("14 of 14", PLAIN))
        assert put(painted, 0, ("24 oF 14", PLAIN)) == "24 oF\r"

    def test_goes_over_a_long_equal_stretch_by_a_move(self) -> None:
        painted = image()
        put(painted, 0, ("1 of the 14 cases, most", PLAIN))
        assert put(painted, 0, ("2 of the 14 cases, mosT", PLAIN)) == "2\x1b[21CT\r"

    def test_erases_to_the_end_where_that_is_shorter(self) -> None:
        painted = image()
        put(painted, 0, ("a long line of text", PLAIN))
        assert put(painted, 0, ("a", PLAIN), (" " * (COLUMNS - 1), PLAIN)) == "a \x1b[K\r"

    def test_erases_with_a_background_only_where_the_terminal_does(self) -> None:
        bar = (" " * COLUMNS, pen_of("44", ""))
        assert put(image(), 0, bar) == "\x1b[m\x1b[H\x1b[J\x1b[44m\x1b[K"
        assert put(image(Abilities()), 0, bar).count(" ") == COLUMNS

    def test_erases_characters_only_where_the_terminal_does(self) -> None:
        def between(able: Abilities) -> str:
            painted = image(able)
            put(painted, 0, ("a" * COLUMNS, PLAIN))
            return put(painted, 0, ("a", PLAIN), (" " * (COLUMNS - 2), PLAIN), ("a", PLAIN))

        assert between(ABLE) == "a\x1b[22X\b"
        assert between(ABLE._replace(erases_characters=False)) == f"a{' ' * 22}\r"

    def test_has_the_terminal_move_rows_that_stand_higher(self) -> None:
        painted, terminal = image(), Terminal()
        lines = ["the first row of a note", "the second one of it", "and a third, in the end", "what stands below it"]
        for row, line in enumerate(lines):
            terminal.feed(put(painted, row, (line, pen_of("44", ""))))
        for row, line in enumerate([*lines[1:3], "more"]):
            painted.draw(0, row, [(line.ljust(COLUMNS), pen_of("44", ""))], 0, COLUMNS)
        written = painted.changes((0, 0))
        terminal.feed(written)
        assert written.startswith("\x1b[m\x1b[1;3r\x1b[1H\x1b[1M\x1b[r")
        assert not any(line in written for line in lines)
        assert ["".join(str(cell[0]) for cell in row).rstrip() for row in terminal.shows] == [*lines[1:3], "more", lines[3]]

    def test_takes_no_colour_up_for_a_blank(self) -> None:
        painted = image()
        put(painted, 0, ("red", pen_of("31", "")))
        painted.draw(3, 0, [(" ", PLAIN), ("rot", pen_of("31", ""))], 0, COLUMNS)
        assert painted.changes((0, 0)) == "\x1b[4Crot\r"

    def test_leaves_no_link_open(self) -> None:
        linked = pen_of("", "id=1;https://example.org")
        assert put(image(), 0, ("here", linked)).endswith("\x1b]8;id=1;https://example.org\x1b\\here\x1b]8;;\x1b\\\r")

    def test_goes_by_absolute_moves_behind_a_wide_character(self) -> None:
        painted = image(Abilities())
        put(painted, 1, ("宽 x", PLAIN))
        assert put(painted, 1, ("字 y", PLAIN)) == "\x1b[B字\x1b[2;4Hy\x1b[H"

    def test_leaves_a_blank_of_a_wide_character_that_is_cut_in_two(self) -> None:
        painted, terminal = image(), Terminal()
        terminal.feed(put(painted, 0, ("宽字", PLAIN)))
        terminal.feed(put(painted, 0, ("x", PLAIN), column=1))
        assert "".join(str(cell[0]) for cell in terminal.shows[0]).rstrip() == " x字"


class TestAPen:
    @given(pens, pens)
    def test_is_taken_up_whatever_was_held(self, held: Pen, wanted: Pen) -> None:
        terminal = Terminal()
        terminal.feed(change(None, held, blank=False)[0] + change(held, wanted, blank=False)[0] + "x")
        other = Terminal()
        other.feed(change(None, wanted, blank=False)[0] + "x")
        assert terminal.shows == other.shows

    def test_is_reset_where_that_is_shorter(self) -> None:
        assert change(pen_of("1;4;31;44", ""), PLAIN, blank=False)[0] == "\x1b[m"
        assert change(pen_of("1", ""), pen_of("1;4", ""), blank=False)[0] == "\x1b[4m"

    def test_of_bold_is_not_lost_where_dim_ends(self) -> None:
        assert change(pen_of("1;2;38;5;208", ""), pen_of("1;38;5;208", ""), blank=False)[0] == "\x1b[22;1m"


class TestAMove:
    @given(places, places, abilities)
    def test_leads_where_it_should(self, start: Place, end: Place, able: Abilities) -> None:
        terminal = Terminal()
        terminal.feed(move(None, start, able) + move(start, end, able))
        assert terminal.cursor == end

    @pytest.mark.parametrize(
        ("start", "end", "written"),
        [
            ((3, 1), (3, 1), ""),
            ((3, 1), (2, 1), "\b"),
            ((9, 1), (0, 1), "\r"),
            ((9, 1), (10, 1), "\x1b[C"),
            ((9, 1), (9, 2), "\x1b[B"),
            ((9, 1), (0, 0), "\x1b[H"),
        ],
    )
    def test_is_the_shortest(self, start: Place, end: Place, written: str) -> None:
        assert move(start, end, ABLE) == written
