"""Letter: what people do to its paragraphs, each act on disk when it is done, and taken back by one key."""

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.keys import DEFAULT_KEYS
from sqs_tui.screens.letter import LetterScreen
from tests.ui.hand import LARGE, SMALL, Hand, Stage
from tests.ui.letters import DRAFTED, FIRST, SECOND, about, checked, desk, entries, marked, open_letter, words, write

LAST = "print-note"


async def retype(hand: Hand, text: str) -> None:
    """Put other words into the open editor."""
    await hand.press("f7")
    await hand.burst(text)


async def test_what_is_typed_is_shown_as_it_will_be_read_and_saved_when_it_ends(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e")
        await retype(hand, "We saw a plan in {{1.4 bare}}.")
        assert hand.lines[0].endswith("editing")
        assert marked(hand) == "We saw a plan in 12 of the 14."
        assert "{{1.4 bare}}" in hand.text
        assert words(demo, DRAFTED) is None
        await hand.press("escape")
        assert words(demo, DRAFTED) == "We saw a plan in {{1.4 bare}}."
        assert hand.lines[0].endswith("saved")
        assert "{{" not in hand.text


async def test_words_that_are_not_changed_still_follow_the_answers(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "x", "backspace", "ctrl+s")
        assert about(hand) == "As drafted: it follows the answers until somebody edits it."
    assert words(demo, DRAFTED) is None


async def test_every_key_types_in_the_editor_and_tab_goes_nowhere(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7", *"jkpqxduUrJK?:+-]", "tab", "shift+tab", "enter", "[", "ctrl+j", '"', "escape")
    assert words(demo, DRAFTED) == 'jkpqxduUrJK?:+-]\n[\n"'


async def test_thirty_keys_at_once_are_all_typed_and_none_is_taken_as_a_command(demo: Stage) -> None:
    keys = "-pxuUdrJK+q?:jk -pxuUdrJK+q?:jk"
    async with demo.open("") as hand:
        hand.app.session(demo.folder).read_last = DRAFTED
        await hand.burst("l", "e", f" {keys}", "escape")
        await hand.until(lambda: words(demo, DRAFTED) is not None)
        assert hand.screen == "LetterScreen"
    assert str(words(demo, DRAFTED)).endswith(f" {keys}")
    assert len(entries(demo).paragraphs) == 18  # the demonstration's own and this one: no key took one out or added one


async def test_an_act_typed_ahead_of_the_screen_comes_behind_the_one_before(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.burst("e", "f7", "Once.", "escape", "j", "j", "e", "f7", "Twice.", "escape", "u")
        await hand.until(lambda: words(demo, DRAFTED) == "Once." and "Took back" in about(hand))
    assert words(demo, "summary-text") is None


async def test_a_paste_is_text_whatever_it_holds(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.paste("a\x1b[31mb\x9b \u202e[bold]c[/] {{ d\r\n{{1.1 }} e\x00")
        assert not set("\x1b\x9b\u202e\x00") & set(hand.text)
        assert marked(hand) == "a[31mb [bold]c[/] {{ d 10 of the 14 cases e"
        await hand.press("escape")
    assert words(demo, DRAFTED) == "a[31mb [bold]c[/] {{ d\n{{1.1 }} e"


async def test_braces_that_stand_alone_are_a_problem(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e")
        await retype(hand, "Planned in {{1.4 and so on.")
        await hand.until("1 problem")
        assert about(hand).startswith("Braces stand alone in “Planned in {{1.4 and so on.”")


async def test_a_long_paragraph_shows_the_words_that_are_typed_last(demo: Stage) -> None:
    async with demo.open("", size=SMALL) as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.paste("lorem ipsum " * 420)
        await hand.burst("the end")
        await hand.until(lambda: marked(hand).endswith("lorem ipsum the end"))
        await hand.press("escape")
    assert len(str(words(demo, DRAFTED))) == 12 * 420 + 7


async def test_a_paragraph_is_added_below_and_numbered(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("+")
        await hand.burst("Planning was sound.")
        assert marked(hand) == "1.2. Planning was sound."
        await hand.press("escape")
        assert marked(hand) == "1.2. Planning was sound."
        assert "1.3. A pre-sentence report" in hand.text
        assert about(hand) == "Added by hand."


@pytest.mark.parametrize(("typed", "shown"), [("## On plans", "On plans"), ("- a point", "• a point")])
async def test_an_added_paragraph_is_a_heading_or_an_item_where_it_begins_like_one(demo: Stage, typed: str, shown: str) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("+")
        await hand.burst(typed)
        await hand.press("escape")
        assert marked(hand) == shown
        assert "1.2. A pre-sentence report" in hand.text


async def test_a_dialog_over_an_added_paragraph_leaves_it_the_current_one(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("+")
        await hand.burst("Planned in")
        await hand.press("ctrl+n", "escape")
        await hand.until(lambda: marked(hand) == "1.2. Planned in")
        await hand.press("escape")
        assert marked(hand) == "1.2. Planned in"


async def test_an_added_paragraph_without_words_is_none(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("+", " ", "escape")
        assert marked(hand).startswith("1.")
    assert len(entries(demo).paragraphs) == 17


async def test_words_that_are_all_taken_away_leave_the_paragraph_as_it_was(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        before = words(demo, FIRST)
        await hand.press("e", "f7", "backspace", "escape")
        assert about(hand) == "A paragraph without words is left as it was; - takes it out."
        assert marked(hand).startswith("1.1. The first assessment")
    assert words(demo, FIRST) == before


async def test_a_paragraph_is_taken_out_and_brought_back(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("r")
        assert about(hand) == "Nothing was taken out of the letter."
        await hand.press("-")
        assert about(hand) == "Taken out of the letter; u or r brings it back."
        assert marked(hand).startswith("1.1. A pre-sentence report")
        await hand.press("r")
        assert "The first assessment of the likelihood" in hand.text
        await hand.press("enter")
        await hand.until(lambda: marked(hand).startswith("1.1. The first assessment"))


async def test_undo_and_redo_go_to_what_they_change(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("-", *["j"] * 3, "u")
        await hand.until(lambda: marked(hand).startswith("1.1. The first assessment"))
        assert about(hand).startswith("Took back: the removal of a paragraph “The first assessment")
        await hand.press("U")
        assert about(hand).startswith("Brought back: ")
        assert entries(demo).paragraphs[FIRST].removed
        await hand.press("u")
        assert about(hand).startswith("Took back: ")
    assert not entries(demo).paragraphs[FIRST].removed


async def test_paragraphs_move_and_are_numbered_anew(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("J")
        assert marked(hand).startswith("1.2. The first assessment")
        await hand.press("K")
        assert marked(hand).startswith("1.1. The first assessment")
        await hand.press("u")
        assert marked(hand).startswith("1.2. The first assessment")


async def test_the_last_paragraph_moves_no_further(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, LAST)
        await hand.press("J")
        assert about(hand) == "It is the last already."
        await hand.press("-")
        assert marked(hand).startswith("Manager of the Youth Offending Service")


async def test_the_draft_comes_back_and_the_words_again(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, FIRST)
        own = words(demo, FIRST)
        await hand.press("d")
        assert about(hand) == "Drafted again; u brings your words back."
        assert words(demo, FIRST) is None
        await hand.press("d")
        assert about(hand) == "No words stand here in place of a draft."
        await hand.press("u")
        assert words(demo, FIRST) == own
        assert marked(hand).startswith("1.1. The first assessment")


async def test_words_with_a_figure_that_has_changed_are_looked_at(demo: Stage) -> None:
    other = demo.other("inspector-2")
    other.put(other.record("BU01").id, "1.1", Content(value="no", reasons=("late",)), act=other.new_act())
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo, FIRST)
        assert about(hand).startswith("{{1.1}} printed “10 of the 14 cases” when last looked at, and “9 of the 14 cases” now")
        assert "≠  1.1." in hand.text
        assert hand.text.count("≠") == 1
        await hand.press("a")
        assert about(hand) == "These words are taken as right with the figures as they are now."
        await checked(hand)
        assert "no problems" in hand.lines[0]
        assert "≠" not in hand.text
        await hand.press("a")
        assert about(hand) == "No figure has changed here."


async def test_an_item_of_the_two_lists_is_reworded_and_left_out_with_a_reason(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, "improvements-list:oversight")
        await hand.press("K")
        assert marked(hand).startswith("i. More effective oversight")
        await hand.press("e")
        await retype(hand, "managers who look")
        await hand.press("escape")
        assert entries(demo).decisions["oversight"].text == "managers who look"
        await hand.press("-", "enter")
        assert "An area is left out with a reason." in hand.flowed
        await hand.fill("mended [since]", "enter")
        assert about(hand) == "Left out; u brings it back."
        assert entries(demo).decisions["oversight"].reason == "mended [since]"
        await hand.press("u")
        assert marked(hand) == "i. Managers who look"


async def test_capital_e_takes_the_paragraph_to_the_external_editor(
    demo: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nprintf 'from the [b]editor {{1.4 n}}' > \"$1\"\n")
    script.chmod(0o700)
    monkeypatch.setenv("EDITOR", str(script))
    async with demo.open("") as hand:

        def suspended() -> AbstractContextManager[None]:
            return nullcontext()

        monkeypatch.setattr(hand.app, "suspend", suspended)
        await open_letter(hand, demo, DRAFTED)
        await hand.press("E")
        assert marked(hand) == "from the [b]editor 12"
        monkeypatch.setenv("EDITOR", "false")
        await hand.press("E")
        assert about(hand) == "“false” ended with code 1: the text is as it was."
    assert words(demo, DRAFTED) == "from the [b]editor {{1.4 n}}"


async def test_the_palette_offers_what_applies_first_and_inserts_at_the_caret(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        commands = DEFAULT_KEYS.for_screen("Letter")
        screen = hand.app.screen
        assert isinstance(screen, LetterScreen)
        assert {command.label for command in commands if screen.why_not(command)} == {"number", "quote", "done"}
        await hand.press("e", "f7")
        await hand.burst("In ")
        assert {command.label for command in commands if screen.why_not(command)} > {"remove", "undo", "export"}
        await hand.press("ctrl+p")
        await hand.fill("quote")
        await hand.until("insert a quote from the notes marked quotable")
        await hand.press("enter")
        await hand.until(lambda: hand.screen == "Quotes")
        await hand.press("enter")
        await hand.until(lambda: marked(hand).startswith("In “The plan for managing harm"))


async def test_another_size_in_the_middle_of_a_word_loses_nothing(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e", "f7")
        await hand.burst("half a ")
        for size in ((60, 20), SMALL, LARGE):
            await hand.pilot.resize_terminal(*size)
            await hand.burst("word")
        await hand.until(lambda: marked(hand) == "half a wordwordword")
        await hand.press("escape")
    assert words(demo, DRAFTED) == "half a wordwordword"


async def test_what_another_inspector_does_to_the_same_paragraph_is_told_and_neither_text_is_lost(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, DRAFTED)
        await hand.press("e")
        await retype(hand, "Mine.")
        write(demo.other("inspector-2"), DRAFTED, "Theirs.")
        desk(hand).look_around()
        assert about(hand).startswith("Somebody else has just changed this paragraph")
        assert marked(hand) == "Mine."
        await hand.press("escape")
        assert words(demo, DRAFTED) == "Mine."
        await hand.press("u")
        assert words(demo, DRAFTED) == "Theirs."


async def test_what_another_inspector_takes_out_while_it_is_edited_comes_back_with_the_words(demo: Stage) -> None:
    async with demo.open("") as hand:
        await open_letter(hand, demo, SECOND)
        await hand.press("e")
        await retype(hand, "Mine.")
        letter = demo.other("inspector-2").letter
        entry = letter.entries.paragraphs[SECOND]
        letter.put({f"paragraph:{SECOND}": type(entry)(text=entry.text, removed=True)})
        desk(hand).look_around()
        assert about(hand).startswith("Somebody else has just taken this paragraph out")
        await hand.press("escape")
        assert marked(hand) == "1.2. Mine."
    assert not entries(demo).paragraphs[SECOND].removed


async def test_what_another_inspector_does_elsewhere_is_seen_and_the_typing_goes_on(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await open_letter(hand, demo, FIRST)
        await hand.press("e", "f7")
        await hand.burst("Mi")
        write(demo.other("inspector-2"), SECOND, "Theirs.")
        desk(hand).look_around()
        await hand.burst("ne.")
        assert marked(hand) == "1.1. Mine."
        assert "1.2. Theirs." in hand.text
        assert "Somebody" not in hand.text


async def test_no_key_overtakes_the_one_in_front_however_long_that_takes(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sqs_tui.terminal.type_ahead._PATIENCE", 0.0001)  # as if the machine were thousands of times slower
    async with demo.open("") as hand:
        hand.app.session(demo.folder).read_last = DRAFTED
        await hand.burst("l", "e", " -pxu", "escape", "s", "escape", "j", "k", "e", " +?", "escape")
        await hand.until(lambda: str(words(demo, DRAFTED)).endswith(" -pxu +?"))
        assert hand.screen == "LetterScreen"
    assert len(entries(demo).paragraphs) == 18
