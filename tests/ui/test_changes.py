"""Who changed what since one last looked, and the history of one answer."""

import pytest

from sqs_tui.domain.records import Content
from sqs_tui.store.inspection import OpenInspection
from tests.ui.hand import LARGE, Hand, Stage
from tests.ui.letters import DRAFTED, write

YES = Content(value="yes")
LATE = Content(value="no", reasons=("late",), note="[b]it[/b] came\nlate")
NASTY = "[red]x[/red] \x1b[31m\x9b31m\u202e [/] {{1.1}}"


def give(inspection: OpenInspection, reference: str, question: str, *contents: Content) -> None:
    """Give answers as one act."""
    act, record = inspection.new_act(), inspection.record(reference).id
    for content in contents:
        inspection.put(record, question, content, act=act)


@pytest.fixture
def bob(fresh: Stage) -> OpenInspection:
    """Another inspector at work in the same inspection."""
    opened = fresh.other("bob")
    give(opened, "T01", "2.2", Content(value="no"), LATE)
    give(opened, "T02", "1.1", YES)
    return opened


def listed(hand: Hand) -> list[str]:
    """The rows of the list."""
    heads = next(at for at, line in enumerate(hand.lines) if line.strip().startswith("when"))
    return [line.strip() for line in hand.lines[heads + 1 : -5] if line.strip()]


async def test_the_status_line_says_how_much_others_have_changed(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("", size=LARGE) as hand:
        assert "2 changes since you last looked: h" in hand.lines[0]
    async with fresh.open("") as hand:
        assert "2 changes: h" in hand.lines[0]
    async with Stage(fresh.path, fresh.folder, by="bob").open("") as hand:
        assert "4 changes: h" in hand.lines[0]  # the tester began the inspection and added three cases


async def test_h_lists_what_others_changed_the_newest_first_an_act_a_row(
    fresh: Stage, bob: OpenInspection, size: tuple[int, int]
) -> None:
    async with fresh.open("", size=size) as hand:
        await hand.press("h")
        assert "2 changes by others since you last looked" in hand.text
        newest, older = listed(hand)
        assert ("T02 1.1" in newest, "T01 2.2" in older) == (True, True)
        assert newest.split()[1:5] == ["bob", "T02", "1.1", "Yes"]
        assert older.split()[1:6] == ["bob", "T01", "2.2", "No", "(late)"]


async def test_the_whole_of_the_row_under_the_cursor_stands_below(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("") as hand:
        await hand.press("h", "down")
        assert "T01 2.2, answered: No (late) “[b]it[/b] came late”" in hand.flowed


async def test_leaving_the_list_ends_the_news_and_what_comes_later_is_news_again(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("") as hand:
        await hand.press("h", "escape")
        assert hand.screen == "InspectionScreen"
        await hand.until(lambda: "change" not in hand.lines[0])
        await hand.press("h")
        assert "nothing new" in hand.text
        give(bob, "T03", "1.1", YES)
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.until("1 change by others since you last looked")
        assert [row.split()[2] for row in listed(hand)] == ["T03"]
        await hand.press("escape")
    async with fresh.open("") as hand:
        assert "change" not in hand.lines[0]


async def test_a_program_that_ends_over_the_list_has_not_looked(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("") as hand:
        await hand.press("h")
    async with fresh.open("") as hand:
        assert "2 changes: h" in hand.lines[0]


async def test_a_and_m_list_all_there_ever_was_by_everybody(fresh: Stage, bob: OpenInspection) -> None:
    give(fresh.other(), "T03", "1.1", YES)
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("h", "m")
        assert "by all since you last looked" in hand.text
        assert any("T03 1.1" in row for row in listed(hand))
        await hand.press("m", "escape", "h", "m")
        assert "nothing new" in hand.text
        await hand.press("a")
        assert "7 changes by all" in hand.text
        await hand.press("m")
        assert "2 changes by others" in hand.text
        await hand.press("a")
        assert "nothing new" in hand.text


async def test_a_slash_lists_only_what_holds_the_words(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("") as hand:
        await hand.press("h", "/")
        await hand.fill("CAME", "enter")
        assert "1 change by others since you last looked, with “CAME”" in hand.text
        (row,) = listed(hand)[:1]
        assert "T01 2.2" in row
        await hand.press("/")
        await hand.fill(" [nowhere]")
        assert "nothing such" in hand.text
        await hand.press("escape")
        assert "2 changes by others since you last looked" in hand.text
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"


async def test_enter_goes_to_the_answer_and_escape_back_to_the_list(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("") as hand:
        await hand.press("h", "down", "enter")
        assert hand.review.record.reference == "T01"
        assert hand.review.state.current == "2.2"
        await hand.press("escape")
        assert hand.screen == "Changes"
        assert "2 changes by others" in hand.text


async def test_enter_goes_to_the_paragraph_and_says_where_details_are_edited(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("h", "escape")
        other = demo.other("inspector-2")
        other.change_details(lead="Somebody else")
        write(other, DRAFTED, "Theirs.")
        hand.app.session(demo.folder).inspection.refresh()
        await hand.press("h")
        assert "letter: paragraph" in listed(hand)[0]
        await hand.press("down", "enter")
        assert hand.screen == "Changes"
        assert hand.notices == ["This is one of the details of the inspection: e on Inspection shows them."]
        await hand.press("up", "enter")
        await hand.until(lambda: hand.screen == "LetterScreen" and "Theirs." in hand.text)


async def test_an_allocation_a_state_and_the_trash_are_told(fresh: Stage) -> None:
    bob = fresh.other("bob")
    bob.change_record(bob.record("T01").id, inspector="[carol]")
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("h")
        (row,) = listed(hand)
        assert row.split()[1:] == ["bob", "T01", "inspector", "tester", "->", "[carol]", "changed"]


async def test_nothing_that_others_wrote_reaches_the_terminal_as_a_command(fresh: Stage) -> None:
    nasty = fresh.other(f"{NASTY} eve")
    give(nasty, "T01", "2.2", Content(value="no", note=NASTY))
    nasty.change_record(nasty.record("T02").id, inspector=NASTY)
    nasty.change_details(lead=NASTY)
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("h")
        for keys in (("down",), ("down",), ("/",), ("[",)):
            await hand.press(*keys)
            assert not set("\x1b\x9b\u202e") & set(hand.text)
        assert "[red]x[/red]" in hand.text
        await hand.press("escape", "up", "down", "enter")


# The history of one answer


async def test_h_in_capitals_shows_who_changed_the_answer_from_what_to_what(
    fresh: Stage, bob: OpenInspection, size: tuple[int, int]
) -> None:
    bob.undo()
    give(bob, "T01", "2.2", LATE)
    give(bob, "T01", "2.2", YES)
    bob.undo()
    async with fresh.open("T01", size=size) as hand:
        await hand.goto("2.2")
        await hand.press("H")
        assert "History of T01 2.2" in hand.text
        rows = listed(hand)
        assert [row.split()[1] for row in rows[:4]] == ["bob"] * 4
        assert "took back" in rows[0]
        assert "Yes -> No (late)" in rows[0]
        assert "What bob put there stands." in hand.flowed
        await hand.press("enter")
        assert hand.screen == "Whole"
        assert "[b]it[/b] came\n late" in hand.text
        await hand.press("escape", "escape")
        assert hand.screen == "Review"


async def test_an_answer_nobody_has_given_has_no_history(fresh: Stage) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("2.2")
        await hand.press("H")
        assert "Nobody has answered this yet." in hand.text
        await hand.press("enter", "H")
        assert hand.screen == "Review"


async def test_the_history_stands_behind_a_row_of_the_records_behind_a_number(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "enter", "H")
        assert hand.screen == "AnswerHistory"
        await hand.press("escape")
        assert hand.screen == "Behind"


async def test_the_history_follows_what_another_process_writes(fresh: Stage, bob: OpenInspection) -> None:
    async with fresh.open("T01") as hand:
        await hand.goto("2.2")
        await hand.press("H")
        give(bob, "T01", "2.2", YES)
        hand.app.session(fresh.folder).inspection.refresh()
        await hand.until("No (late)")
        assert "Yes" in listed(hand)[0]


async def test_of_very_many_changes_the_newest_are_listed_and_words_find_the_others(
    fresh: Stage, bob: OpenInspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqs_tui.screens.changes.MOST", 1)
    async with fresh.open("") as hand:
        await hand.press("h")
        assert "2 changes by others since you last looked, the newest 1 of them listed" in hand.flowed
        assert [row.split()[2] for row in listed(hand)] == ["T02"]
        await hand.press("/")
        await hand.fill("T01")
        assert any("T01 2.2" in row for row in listed(hand))
