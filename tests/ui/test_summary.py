"""Summary: every number, by question, by theme and process, and by area; each opens the records behind it."""

import re

from sqs_tui.domain.records import Content
from tests.ui.hand import LARGE, Hand, Stage


def row(hand: Hand, beginning: str) -> str:
    """The row that begins so."""
    return next(line for line in hand.lines if line.strip().startswith(beginning))


async def test_it_shows_each_question_with_its_numbers(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s")
        assert re.search(r"1\.1 Initial assessment +10/14 +█+░+ +over two-thirds +Vuln", hand.text)
        assert re.search(r"1\.4 Planning +12/14 +█+░+ ▲ most", hand.text)
        assert re.search(r"1\.6 Assessment reviewed +7/11 +█+░+ ▼ ", hand.text)
        assert re.search(r"Reducing the likelihood.* 54/68", hand.text)


async def test_staff_stand_in_words_without_a_number(demo: Stage) -> None:
    async with demo.open("", size=(120, 60)) as hand:
        await hand.press("s")
        rows = [line for line in hand.lines if re.match(r" +s\d ", line)]
        assert len(rows) == 9
        assert not any(re.search(r"\d", line.replace(line.split()[0], "", 1)) for line in rows)
        assert "most" in row(hand, "s3")


async def test_tab_shows_themes_by_process_and_then_areas(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s", "]")
        assert re.search(r"Report +11/14 +8/10 ▲ +6/10 ▼ +9/10 ▲", hand.text)
        await hand.press("]")
        assert re.search(r"Vulnerability and safeguarding +29/49 .*▼", hand.text)
        await hand.press("]")
        assert "1.1 Initial assessment" in hand.text


async def test_enter_lists_the_records_behind_a_number_and_opens_one(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s", *["down"] * 9, "enter")
        assert hand.screen == "Behind"
        assert "1.1 Initial assessment: Was the initial assessment" in hand.flowed
        assert "NOT MET 4" in hand.text
        assert "MET 10" in hand.text
        await hand.press("enter")
        assert hand.screen == "Review"
        assert hand.review.state.current == "1.1"
        assert hand.review.state.content.value == "no"
        await hand.press("escape")
        assert hand.screen == "SummaryScreen"


async def test_behind_a_fact_stands_what_was_said_of_each_record(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "down", "down", "enter")
        assert re.search(r" BU\d\d +Weeks since sentence +\d +Six to thirteen", hand.text)


async def test_a_theme_by_process_and_an_area_list_their_records(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", "]", "enter")
        assert "Reoffending: report" in hand.lines[0]
        assert "NOT MET 3" in hand.text
        await hand.press("escape", "right", "enter")
        assert "Risk of harm: report" in hand.lines[0]
        assert "NOT MET 2" in hand.text
        await hand.press("escape", *["down"] * 4, "left", "enter")
        assert hand.screen == "SummaryScreen"  # nobody is asked how delivery bears on reoffending
        await hand.press("]", "enter")
        assert "Planning to address offending" in hand.lines[0]
        assert "NOT MET 3" in hand.text


async def test_who_said_what_in_confidence_is_not_listed(demo: Stage) -> None:
    async with demo.open("", size=LARGE) as hand:
        await hand.press("s", *["down"] * 60, "enter")
        assert "given in confidence: who said what is listed nowhere" in hand.flowed
        assert "CM" not in hand.text
        await hand.press("enter")
        assert hand.screen == "Behind"


async def test_a_heading_without_a_number_is_passed_over(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", *["up"] * 5)
        assert "Case details" in hand.text
        await hand.press("enter")
        assert hand.screen == "Behind"
        assert "alongside the file?" in hand.text


async def test_no_answers_make_no_signs(fresh: Stage, size: tuple[int, int]) -> None:
    async with fresh.open("", size=size) as hand:
        await hand.press("s")
        assert not re.search(r"[▲▼]|\d+/\d*[1-9]", hand.text)
        await hand.press("]", "]")
        assert "too few records" in hand.text
        await hand.press("enter")
        assert hand.screen == "Behind"
        await hand.press("enter", "escape")
        assert hand.screen == "SummaryScreen"


async def test_few_answers_have_no_word_that_compares(fresh: Stage, size: tuple[int, int]) -> None:
    answer(fresh, "1.1", "yes", "yes", "no")
    answer(fresh, "1.2", "yes", "yes", "yes")
    answer(fresh, "psr", "yes", "yes", "yes")
    async with fresh.open("", size=size) as hand:
        await hand.press("s")
        assert re.search(r"1\.1 Initial assessment +2/3 +█+░+ +too few answers", hand.text)
        assert re.search(r"1\.2 Pre-sentence report +3/3 +█+ +all", hand.text)
        questions = [line for line in hand.lines if re.match(r"  \S", line)]
        assert not [line for line in questions if re.search(r"most|half|thirds|majority|%|[▲▼]", line)]


def answer(stage: Stage, question: str, *values: str) -> None:
    """Answer a question in one case after another."""
    other = stage.other()
    for record, value in zip(other.records("case"), values, strict=False):
        other.put(record.id, question, Content(value=value), act=other.new_act())


async def test_w_shows_ranges_instead_of_words_and_words_again(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("s", "w")
        assert "95% range" in hand.lines[1]
        assert "in words" not in hand.lines[1]
        assert re.search(r"1\.1 Initial assessment +10/14 +█+░+ +45 to 88%", hand.text)
        assert re.search(r"1\.3 Other inf.* 4/4 +█+ +too few answers", hand.text)
        await hand.press("]", "w", "w")
        assert hand.notices[-1] == "Ranges stand in Questions and in Areas: on."
        await hand.press("]")
        assert "95% range" in hand.lines[1]
        assert re.search(r"Vulnerability and safeguarding +29/49 +█+░+ ▼ 45 to 72%", hand.text)
        await hand.press("w")
        assert "by" in row(hand, "i.") or "turn it" in row(hand, "i.")
        await hand.press("]")
        assert re.search(r"1\.1 Initial assessment +10/14 +█+░+ +over two-thirds", hand.text)


async def test_what_was_said_in_confidence_has_no_range(demo: Stage) -> None:
    async with demo.open("", size=(120, 60)) as hand:
        await hand.press("s", "w")
        rows = [line for line in hand.lines if re.match(r" +s\d ", line)]
        assert len(rows) == 9
        assert not any(re.search(r"\d", line.replace(line.split()[0], "", 1)) for line in rows)
        assert "most" in row(hand, "s3")


async def test_what_another_inspector_answers_shows_at_once(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s")
        other = demo.other("another")
        record = next(record for record in other.records("case") if other.contents(record.id)["1.1"].value == "no")
        other.put(record.id, "1.1", Content(value="yes"), act=other.new_act())
        await hand.until(lambda: re.search(r"1\.1 Initial assessment +11/14", hand.text) is not None)


async def test_it_follows_the_answers(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", *["down"] * 9, "enter", "enter", "y", "escape")
        assert re.search(r"1\.1 Initial assessment +11/14", hand.text)


async def test_l_shows_the_letter_and_escape_comes_back(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("s", "l")
        assert hand.screen == "LetterScreen"
        await hand.press("escape")
        assert hand.screen == "SummaryScreen"


async def test_reasons_and_notes_stand_beside_the_record(fresh: Stage) -> None:
    other = fresh.other()
    reason = other.instrument.reasons_of("1.1")[0]
    for reference, note in (("T01", ""), ("T02", "in [b]full[/b]")):
        given = Content(value="no", reasons=(reason.id,), note=note)
        other.put(other.record(reference).id, "1.1", given, act=other.new_act())
    async with fresh.open("", size=LARGE) as hand:
        await hand.press("s", *["down"] * 9, "enter")
        assert row(hand, "T01").endswith(reason.label)
        assert row(hand, "T02").endswith(f"{reason.label} / in [b]full[/b]")
