"""The areas on Summary, where the lead inspector decides what the letter's two lists hold."""

import errno
import os
import re
from typing import NoReturn

import pytest

from sqs_tui.domain.letter.conclusions import Group
from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.letter.paragraphs import ParagraphKind
from sqs_tui.domain.tally import Sign
from sqs_tui.screens.form import Line
from sqs_tui.widgets.areas import TITLES
from sqs_tui.widgets.table import Table
from tests.ui.hand import LARGE, Hand, Stage

STRENGTHS, IMPROVEMENTS, PROPOSED, LEFT_OUT, REST = (TITLES[group] for group in Group)
PLANNING, ENGAGEMENT = "Planning to address offending", "Engaging children and their parents or carers"
DIVERSITY, COMPLIANCE = "Diversity and barriers to engagement", "Compliance and enforcement"
VULNERABILITY, OVERSIGHT = "Vulnerability and safeguarding", "Management oversight"
HARM, ASSESSMENT = "Risk of harm to others", "Assessing the likelihood of reoffending"
TO_AREAS = ("s", "]", "]")


def rows(hand: Hand) -> list[str]:
    """The headings and areas of the table, from the top."""
    table = hand.app.screen.query_one(Table)
    cells = (table.get_row_at(at)[0].plain for at in range(table.row_count))
    return [re.sub(r"^(•|\+|[ivx]+\.)? +", "", cell).partition("  ")[0] for cell in cells]


def cursor(hand: Hand) -> str:
    """The area or the heading under the cursor."""
    return rows(hand)[hand.app.screen.query_one(Table).cursor_row]


async def goto(hand: Hand, title: str) -> None:
    """Go to an area or a heading."""
    await hand.press("home")
    await hand.burst(*["down"] * rows(hand).index(title))
    await hand.until(lambda: cursor(hand) == title)


def groups(hand: Hand) -> dict[str, list[str]]:
    """The areas under each heading as they stand on the screen, with their marks."""
    found: dict[str, list[str]] = {}
    for line in hand.lines[2:-7]:
        name = re.split(r" +\d+/\d+ ", line)[0].strip()
        if name in TITLES.values():
            found[name] = []
        elif name:
            found[list(found)[-1]].append(re.sub(" +", " ", name))
    return found


def about(hand: Hand) -> str:
    """What stands below the table, without line breaks."""
    return " ".join(" ".join(hand.lines[-7:-1]).split())


def listed(stage: Stage, kind: ParagraphKind) -> list[str]:
    """The items of one of the letter's lists, as another process writes the letter."""
    return [
        f"{item.number} {item.text}".strip() for item in stage.other().written().paragraphs if item.areas and item.kind is kind
    ]


def decided(stage: Stage, area: str) -> Decision | None:
    """The decision on an area as it lies on disk."""
    return stage.other().letter.entries.decisions.get(area)


@pytest.fixture
def undecided(demo: Stage) -> Stage:
    """The demonstration, before anything was decided on its areas."""
    other = demo.other("somebody")
    other.letter.put({f"area:{area.id}": None for area in other.instrument.areas})
    return demo


# What is shown


async def test_the_areas_stand_by_what_was_decided_and_proposed(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        assert groups(hand) == {
            STRENGTHS: [f"• {title}" for title in (PLANNING, ENGAGEMENT, DIVERSITY, COMPLIANCE)],
            IMPROVEMENTS: [f"i. {VULNERABILITY}", f"ii. {OVERSIGHT}"],
            REST: [ASSESSMENT, HARM],
        }
        assert cursor(hand) == PLANNING
        assert "every proposal decided" in hand.lines[0]


async def test_each_area_has_its_numbers_its_sign_and_its_margin(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        assert re.search(rf"i\.  {VULNERABILITY} +29/49 +█+░+ ▼ by 3 answers$", hand.text, re.MULTILINE)
        assert re.search(rf"{ENGAGEMENT} 25/27 +█+░+ ▲ by 3 answers$", hand.text, re.MULTILINE)
        assert re.search(rf"{HARM} +54/64 +█+░+   borderline$", hand.text, re.MULTILINE)


async def test_a_wide_screen_says_the_proposal_in_words(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press(*TO_AREAS)
        assert re.search(rf"{VULNERABILITY} +29/49 .* ▼ improvement, 3 answers would turn it$", hand.text, re.MULTILINE)
        assert re.search(rf"{HARM} +54/64 .*   neither, borderline: one answer$", hand.text, re.MULTILINE)


async def test_before_any_decision_what_is_proposed_waits(undecided: Stage, size: tuple[int, int]) -> None:
    async with undecided.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        assert groups(hand) == {
            PROPOSED: [PLANNING, VULNERABILITY, OVERSIGHT, ENGAGEMENT, DIVERSITY, COMPLIANCE],
            REST: [ASSESSMENT, HARM],
        }
        assert "6 not decided" in hand.lines[0]
        assert "The letter would print: work to address offending is well planned and reviewed" in about(hand)


async def test_below_the_table_stand_the_words_the_questions_and_what_is_proposed(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, VULNERABILITY)
        assert "In the letter: Better assessment, planning and review of vulnerability and safeguarding" in about(hand)
        assert "3.1 6/10 ▼ 3.2 8/14 ▼ 3.3 7/13 ▼ 3.4 8/12" in about(hand)
        assert "Proposed for improvement; 3 answers would have to differ to change that." in about(hand)
        await goto(hand, HARM)
        assert "As a strength: risk of harm to others is well assessed" in about(hand)
        assert "For improvement: better assessment, planning and review of risk of harm" in about(hand)
        assert "Borderline: proposed for neither list, and one answer would change that." in about(hand)
        await goto(hand, REST)
        assert "What the answers propose neither as a strength nor for improvement" in about(hand)


async def test_figures_in_the_words_of_an_item_are_shown_as_printed(demo: Stage) -> None:
    demo.other().letter.put({"area:vulnerability": Decision(sign=Sign.IMPROVEMENT, text="better than {{3.2 bare}}")})
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, VULNERABILITY)
        assert "In the letter: Better than 8 of the 14" in about(hand)


async def test_an_area_that_is_listed_against_the_answers_is_told(demo: Stage, size: tuple[int, int]) -> None:
    demo.other().letter.put({"area:vulnerability": Decision(sign=Sign.STRENGTH)})
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        assert "1 contrary" in hand.lines[0]
        await goto(hand, VULNERABILITY)
        assert "Listed as a strength, but now proposed for improvement: decide on it again." in about(hand)


async def test_no_answers_propose_nothing(fresh: Stage) -> None:
    async with fresh.open("") as hand:
        await hand.press(*TO_AREAS)
        assert list(groups(hand)) == [REST]
        assert "too few records" in hand.text
        assert "Fewer than 5 records stand behind it, so that nothing is proposed." in about(hand)


# Deciding


async def test_plus_lists_an_area_as_it_is_proposed_and_the_cursor_stays_on_it(undecided: Stage, size: tuple[int, int]) -> None:
    async with undecided.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        for title in (OVERSIGHT, COMPLIANCE, VULNERABILITY):
            await goto(hand, title)
            await hand.press("+")
            assert hand.screen == "SummaryScreen"
            assert cursor(hand) == title
        assert groups(hand)[STRENGTHS] == [f"• {COMPLIANCE}"]
        assert groups(hand)[IMPROVEMENTS] == [f"i. {VULNERABILITY}", f"ii. {OVERSIGHT}"]
        assert "3 not decided" in hand.lines[0]
    assert listed(undecided, ParagraphKind.BULLET) == ["Compliance is good and, where needed, enforced"]
    assert len(listed(undecided, ParagraphKind.ITEM)) == 2


@pytest.mark.parametrize(("key", "sign"), [("s", Sign.STRENGTH), ("i", Sign.IMPROVEMENT)])
async def test_where_nothing_is_proposed_plus_asks_for_the_list(demo: Stage, key: str, sign: Sign) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, HARM)
        await hand.press("+")
        assert f"“{HARM}” is proposed for neither list. Where shall the letter list it?" in hand.flowed
        await hand.press("x", "escape")
        assert decided(demo, "harm") is None
        await hand.press("+", key)
        assert cursor(hand) == HARM
    assert decided(demo, "harm") == Decision(sign=sign)


async def test_plus_on_a_listed_area_offers_the_other_list(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, COMPLIANCE)
        await hand.press("+")
        assert f"“{COMPLIANCE}” stands among the strengths." in hand.flowed
        assert "s  among the strengths" not in hand.text
        await hand.press("s", "i")
        assert groups(hand)[IMPROVEMENTS][-1] == f"iii. {COMPLIANCE}"
        assert "Listed for improvement, but now proposed as a strength: decide on it again." in about(hand)


async def test_minus_leaves_out_with_a_reason_and_again_takes_the_decision_back(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, OVERSIGHT)
        await hand.press("-", "enter")
        assert "An area is left out with a reason: say why." in hand.text
        await hand.fill("Two cases [b]only[/b]", "enter")
        assert cursor(hand) == OVERSIGHT
        assert groups(hand)[LEFT_OUT][0].startswith(f"{OVERSIGHT} Two cases")
        assert "Left out because: Two cases [b]only[/b]" in about(hand)
        assert decided(demo, "oversight") == Decision(sign=None, reason="Two cases [b]only[/b]")
        await hand.press("-")
        assert groups(hand)[PROPOSED] == [OVERSIGHT]
        assert cursor(hand) == OVERSIGHT
        assert decided(demo, "oversight") is None
        await hand.press("+")
        assert groups(hand)[IMPROVEMENTS] == [f"i. {VULNERABILITY}", f"ii. {OVERSIGHT}"]


async def test_escape_keeps_the_reason_that_was_typed_for_that_area(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, OVERSIGHT)
        await hand.press("-")
        await hand.fill("half a rea", "escape")
        assert decided(demo, "oversight") == Decision(sign=Sign.IMPROVEMENT)
        await goto(hand, HARM)
        await hand.press("-")
        assert "half a rea" not in hand.text
        await hand.press("escape")
        await goto(hand, OVERSIGHT)
        await hand.press("-")
        await hand.fill("son", "enter")
    assert decided(demo, "oversight") == Decision(sign=None, reason="half a reason")


async def test_r_gives_an_item_other_words_and_emptied_those_of_the_criteria(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, COMPLIANCE)
        await hand.press("r")
        assert hand.app.screen.query_one(Line).value == "compliance is good and, where needed, enforced"
        await hand.fill("ctrl+u", "young people comply", "enter")
        assert "In the letter: Young people comply" in about(hand)
        assert listed(demo, ParagraphKind.BULLET)[-1] == "Young people comply"
        await hand.press("r")
        await hand.fill("ctrl+u", "enter")
        assert "In the letter: Compliance is good and, where needed, enforced" in about(hand)
    assert decided(demo, "compliance") == Decision(sign=Sign.STRENGTH)


async def test_r_on_an_area_that_is_left_out_gives_another_reason(demo: Stage) -> None:
    demo.other().letter.put({"area:harm": Decision(sign=None, reason="one answer")})
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, HARM)
        await hand.press("r")
        await hand.fill(" decides", "enter")
        assert "Left out because: one answer decides" in about(hand)
        await goto(hand, ASSESSMENT)
        await hand.press("r")
        assert f"“{ASSESSMENT}” stands in neither list: + lists it." in hand.notices


async def test_items_move_in_their_list_and_the_letter_follows(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, DIVERSITY)
        await hand.press("K", "K")
        assert groups(hand)[STRENGTHS] == [f"• {title}" for title in (DIVERSITY, PLANNING, ENGAGEMENT, COMPLIANCE)]
        assert cursor(hand) == DIVERSITY
        await hand.press("K")
        assert f"“{DIVERSITY}” stands first in its list already." in hand.notices
        await goto(hand, VULNERABILITY)
        await hand.press("J", "J")
        assert hand.notices == [f"“{VULNERABILITY}” stands last in its list already."]
        await goto(hand, HARM)
        await hand.press("J")
        assert hand.notices == [f"“{HARM}” stands in neither list: + lists it."]
    assert [text[:14] for text in listed(demo, ParagraphKind.BULLET)][:2] == ["Diversity and ", "Work to addres"]
    assert [text[:9] for text in listed(demo, ParagraphKind.ITEM)] == ["i. More e", "ii. Bette"]


async def test_m_joins_with_the_item_above_and_takes_apart(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, VULNERABILITY)
        await hand.press("m")
        assert hand.notices == [f"“{VULNERABILITY}” stands first in its list: there is nothing above to join it with."]
        await goto(hand, OVERSIGHT)
        await hand.press("m")
        assert groups(hand)[IMPROVEMENTS] == [f"i. {VULNERABILITY}", f"+ {OVERSIGHT}"]
        assert cursor(hand) == OVERSIGHT
        assert "safeguarding, and more effective oversight and quality assurance by managers of work on vul" in about(hand)
        assert "3.4 8/12 2.7 9/13 3.5 6/14 ▼" in about(hand)
        assert len(listed(demo, ParagraphKind.ITEM)) == 1
        await hand.press("m")
        assert groups(hand)[IMPROVEMENTS] == [f"i. {VULNERABILITY}", f"ii. {OVERSIGHT}"]
        await goto(hand, HARM)
        await hand.press("m")
        assert hand.notices == [f"“{HARM}” stands in neither list: + lists it."]


# Taking back, saving


async def test_undo_brings_back_every_step_and_says_which(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        before = groups(hand)
        await goto(hand, OVERSIGHT)
        await hand.press("m", "J", "+", "s", "K", "-")
        await hand.fill("why", "enter")
        await hand.press("-", "-")
        await hand.fill("because", "enter")
        await hand.press("r")
        await hand.fill(" of that", "enter")
        after = groups(hand)
        assert after[LEFT_OUT][0].startswith(OVERSIGHT)
        for _ in range(7):
            await hand.press("u")
            assert re.fullmatch(f"Took back: the decision on “({OVERSIGHT}|{VULNERABILITY})”.", hand.notices[-1])
        assert groups(hand) == before
        assert cursor(hand) == OVERSIGHT
        for _ in range(7):
            await hand.press("U")
            assert hand.notices[-1].startswith("Brought back: the decision on “")
        assert groups(hand) == after
        await hand.press("U")
        assert hand.notices == ["There is nothing to redo in the letter."]


async def test_what_another_inspector_decided_meanwhile_stands(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, OVERSIGHT)
        demo.other("another").letter.put({"area:oversight": Decision(sign=None, reason="theirs")})
        await hand.press("J")
        assert hand.notices == [f"“{OVERSIGHT}” stands in neither list: + lists it."]
        assert groups(hand)[LEFT_OUT] == [f"{OVERSIGHT} theirs"]


async def test_what_cannot_be_saved_is_told_and_nothing_typed_is_lost(demo: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        before = groups(hand)
        await goto(hand, OVERSIGHT)
        with monkeypatch.context() as disk:
            disk.setattr(os, "replace", full)
            await hand.press("-")
            await hand.fill("a long reason", "enter")
            await hand.until(lambda: "was not saved: the disk is full" in " ".join(hand.notices))
            for key in ("m", "K", "u"):
                await hand.press(key)
                assert "the disk is full" in hand.notices[-1]
            assert groups(hand) == before
        await hand.press("-")
        assert hand.app.screen.query_one(Line).value == "a long reason"
        await hand.press("enter")
    assert decided(demo, "oversight") == Decision(sign=None, reason="a long reason")


# Elsewhere


@pytest.mark.parametrize("key", ["+", "-", "J", "K", "r", "m", "u", "U"])
async def test_on_another_part_the_keys_of_the_areas_say_where_to_go(demo: Stage, key: str) -> None:
    async with demo.open("") as hand:
        await hand.press("s", key)
        assert hand.screen == "SummaryScreen"
        assert hand.notices == ["] goes to the areas."]
        await hand.press("]", key)
        assert hand.notices == ["] goes to the areas."]


async def test_a_heading_cannot_be_decided_on(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, STRENGTHS)
        await hand.press("+")
        assert hand.notices == ["This is a heading: go to the area that you mean."]
        await hand.press("enter")
        assert hand.screen == "SummaryScreen"


async def test_enter_lists_the_records_behind_an_area_wherever_it_stands(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, HARM)
        await hand.press("enter")
        assert HARM in hand.lines[0]
        assert "NOT MET 10" in hand.text


async def test_an_answer_that_turns_an_area_shows_at_once(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press(*TO_AREAS)
        await goto(hand, HARM)
        await hand.press("enter")
        behind = hand.app.screen.query_one(Table)
        while not behind.chosen.endswith(" 2.4"):
            await hand.press("down")
        await hand.press("enter", "y", "escape")
        assert groups(hand)[PROPOSED] == [HARM]
        assert cursor(hand) == HARM
