"""Second scorings on the screens: begun, scored blind, compared, moderated, and how far inspectors agree."""

import pytest

from sqs_tui.domain.records import Content, Purpose, Record, RecordState
from tests.store.helpers import lead_to, waive_all
from tests.ui.hand import Hand, Stage


def give(demo: Stage, reference: str, to: str, *, purpose: Purpose = Purpose.SECOND) -> Record:
    lead = demo.other("lead")
    return lead.begin_second(lead.record(reference).id, to, purpose)


def finish(demo: Stage, second: Record, given: dict[str, Content]) -> None:
    """Score a record again as it was scored first, but for these answers."""
    other = demo.other(second.inspector)
    for question, said in {**other.contents(second.of), **given}.items():
        other.put(second.id, question, said, act=other.new_act())
    waive_all(other, second.id)
    other.set_state(second.id, RecordState.COMPLETE)


DISAGREED = {
    "1.1": Content(value="no", reasons=("late",), note="Came after the plan."),
    "4.3": Content(value="yes", note="He wrote it himself."),
}


def differing(demo: Stage, reference: str = "BU02") -> tuple[Record, int]:
    """A finished second scoring that says no to 1.1 and 1.4, whatever the first said; and how many of the two it differs on."""
    second = give(demo, reference, "cat")
    first = demo.other().contents(second.of)
    given = {
        question: Content(
            value="no" if first[question].value == "yes" else "yes", reasons=(), note=f"Another view on {question}."
        )
        for question in ("1.1", "1.4")
    }
    finish(demo, second, given)
    return second, len(given)


def row(hand: Hand, beginning: str) -> str:
    return next(line for line in hand.lines if line.strip().startswith(beginning))


# The list


async def test_two_lists_the_second_scorings_and_what_came_of_them(demo: Stage, size: tuple[int, int]) -> None:
    differing(demo)
    give(demo, "BU03", "dan", purpose=Purpose.DIP)
    async with demo.open("", size=size) as hand:
        await hand.press("2")
        assert "1 of 2 second scorings finished" in hand.lines[0]
        assert hand.lines[0].endswith("0 of 2 disagreements decided")
        assert "second scoring inspector-1   cat" in row(hand, "BU02")
        assert row(hand, "BU02").endswith("2 disagreed, 0 decided")
        assert "QA dip sample  inspector-1   dan" in row(hand, "BU03")
        assert row(hand, "BU03").endswith("to do")
        for key in ("score, compare", "add", "withdraw", "open again", "agreement", "back", "keys"):
            assert key in hand.lines[-1]
        await hand.press("escape")
        assert hand.screen == "InspectionScreen"


async def test_plus_has_the_record_that_one_comes_from_scored_again(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("down", "2", "+")
        assert "BU02" in hand.text
        await hand.fill("enter", "enter", "enter", "inspector-1", "enter", "enter")
        assert "BU02 was scored first by inspector-1: have somebody else score it again." in hand.flowed
        await hand.fill("enter", "enter", "enter", "9", "ctrl+s")
        assert row(hand, "BU02").split()[-3:] == ["inspector-19", "to", "do"]
    assert [(second.reference, second.purpose) for second in demo.other().seconds()] == [("BU02", Purpose.SECOND)]


async def test_plus_draws_a_share_by_a_seed_that_is_shown(demo: Stage) -> None:
    async with demo.open("", size=(120, 40)) as hand:
        await hand.press("2", "+", *["backspace"] * 4)
        await hand.fill("enter", "30%", "enter", "7", "enter", "cat", "enter", "y", "enter")
        assert any("Drawn by the seed 7: BU" in notice for notice in hand.notices)
        assert sum("30%, seed 7" in line for line in hand.lines) == 5
    assert {second.purpose for second in demo.other().seconds()} == {Purpose.DIP}


async def test_records_and_a_share_together_are_refused_in_the_form(demo: Stage) -> None:
    async with demo.open("") as hand:
        await hand.press("2", "+")
        await hand.fill("enter", "20%", "enter", "enter", "cat", "ctrl+s")
        assert "Name records, or empty this line and give a share." in hand.flowed
        await hand.press("escape")
    assert demo.other().seconds() == []


async def test_minus_withdraws_one_and_u_brings_it_back(demo: Stage) -> None:
    give(demo, "BU03", "dan")
    async with demo.open("") as hand:
        await hand.press("2", "-")
        assert "Nothing is scored a second time" in hand.text
        await hand.press("u")
        assert "BU03" in hand.text


async def test_o_opens_a_finished_one_again_for_a_reason(demo: Stage) -> None:
    second, _ = differing(demo)
    async with demo.open("") as hand:
        await hand.press("2", "o")
        await hand.fill("enter")
        assert "It is opened again for a reason: say why." in hand.flowed
        await hand.fill("Wrong file.", "enter")
        assert "answered" in row(hand, "BU02")
        await hand.press("o")
        assert hand.notices == ["BU02 is not finished: Enter goes on with it."]
    assert demo.other().record(second.id).state is RecordState.IN_PROGRESS


async def test_what_another_process_finishes_is_seen(demo: Stage) -> None:
    second = give(demo, "BU03", "dan")
    async with demo.open("") as hand:
        await hand.press("2")
        finish(demo, second, {})
        session = hand.app.session(demo.folder)
        session.inspection.refresh()
        await hand.until("agreed throughout")


# Blind


async def test_a_second_scoring_shows_nothing_of_the_first_and_no_tallies(demo: Stage, size: tuple[int, int]) -> None:
    give(demo, "BU03", "cat")
    stage = Stage(demo.path, demo.folder, by="cat")
    first = {content.note for content in demo.answers("BU03").values() if content.note}
    assert first
    async with stage.open("", size=size) as hand:
        await hand.press("2", "enter")
        assert "BU03 (second scoring)" in hand.lines[0]
        assert "0 of" in hand.lines[0]
        assert "SECOND SCORING" in hand.text
        assert "Tallies are hidden." in hand.text
        assert not any(note[:20] in hand.flowed for note in first)
        assert "Reoffending" not in hand.text
        await hand.press("d")
        assert "A second scoring is blind: it shows no tallies." in hand.lines[0]
        await hand.heard()
        await hand.press("y")
        assert hand.lines[-1].startswith("BU03 interviewed y")
    assert stage.other().contents(stage.other().seconds()[0].id) == {"interviewed": Content(value="yes")}
    assert {content.note for content in demo.answers("BU03").values() if content.note} == first


async def test_whoever_scores_a_record_again_does_not_open_the_first(demo: Stage) -> None:
    give(demo, "BU02", "cat")
    async with Stage(demo.path, demo.folder, by="cat").open("", size=(120, 40)) as hand:
        await hand.press("down", "enter")
        assert hand.screen == "InspectionScreen"
        assert hand.notices == ["BU02 is yours to score again: its first answers stay hidden from you until you are done."]
        await hand.press("up", "enter", "]")
        assert "Bury 2013 > BU03" in hand.lines[0]
        await hand.press("[")
        assert "Bury 2013 > BU01" in hand.lines[0]
        await hand.press("escape", "s", "down", "enter")
        listed = [line.split()[0] for line in hand.lines if line.strip().startswith("BU")]
        assert sorted(listed) == [f"BU{number:02}" for number in range(1, 15) if number != 2]


async def test_who_scored_first_does_not_open_the_second(demo: Stage) -> None:
    give(demo, "BU02", "cat")
    async with demo.open("") as hand:
        await hand.press("2", "enter")
        assert hand.screen == "Seconds"
        assert hand.notices == ["BU02 was scored first by you: its second answers stay hidden from you until they are done."]


async def test_a_finished_second_scoring_leads_to_the_next_of_the_same_inspector(demo: Stage) -> None:
    for reference, to in (("BU02", "cat"), ("BU03", "dan"), ("BU04", "cat")):
        give(demo, reference, to)
    stage = Stage(demo.path, demo.folder, by="cat")
    other = stage.other()
    second = other.seconds()[0]
    for question, said in other.contents(second.of).items():
        other.put(second.id, question, said, act=other.new_act())
    async with stage.open("") as hand:
        await hand.press("2", "enter")
        assert "BU02 (second scoring)" in hand.lines[0]
        await hand.press("enter")
        assert "BU02 is complete; this is BU04." in hand.lines[0]
        await hand.press("down")
        assert "BU04 (second scoring)" in hand.lines[0]
        await hand.press("[")
        assert "BU02 (second scoring)" in hand.lines[0]
        await hand.press("[")
        assert "BU02 is the first one." in hand.lines[0]
        await hand.press("n")
        assert "BU02 has been scored again" in hand.flowed
    assert other.refresh()
    assert [record.state for record in other.seconds()] == [
        RecordState.COMPLETE,
        RecordState.NOT_STARTED,
        RecordState.NOT_STARTED,
    ]


# Comparing


async def test_two_scorings_stand_side_by_side_with_both_notes(demo: Stage, size: tuple[int, int]) -> None:
    differing(demo)
    first = demo.answers("BU02")
    async with demo.open("", size=size) as hand:
        await hand.press("2", "enter")
        assert "Bury 2013 > BU02 (second scoring)" in hand.lines[0]
        assert hand.lines[0].endswith("0 of 2 disagreements decided")
        assert hand.lines[2].startswith("DISAGREED 2")
        assert hand.lines[3].split()[:3] == ["1.1", "Initial", "assessment"]
        assert "Another view on 1.1." in hand.text
        await hand.press("down")
        assert "Another view on 1.4." in hand.text
        if first["1.4"].note:
            assert first["1.4"].note.split()[0] in hand.text
        assert "AGREED" in hand.text


async def test_a_decision_becomes_the_answer_and_both_originals_stay(demo: Stage) -> None:
    second, _ = differing(demo)
    before = demo.other().agreement()
    was = demo.answers("BU02")["1.1"]
    async with demo.open("") as hand:
        await hand.press("2", "enter", "enter")
        assert "BU02 1.1 Initial assessment" in hand.text
        await hand.fill("z", "enter", "enter", "enter")
        assert "One of the keys" in hand.flowed
        await hand.fill("backspace", "n" if was.value == "yes" else "y", "enter")
        await hand.fill("1" if was.value == "yes" else "", "enter", "ctrl+s")
        assert "A decision is made for a reason: say why." in hand.flowed
        await hand.fill("The file bears it out.", "enter")
        assert hand.lines[0].endswith("1 of 2 disagreements decided")
        assert "Decided by inspector-1" in hand.flowed
        assert "The file bears it out." in hand.flowed
    after = demo.other()
    decided = after.comparison(second.id)
    assert decided
    assert after.agreement() == before
    assert demo.answers("BU02")["1.1"].value == ("no" if was.value == "yes" else "yes")
    assert demo.answers("BU02")["1.1"].note == was.note
    assert next(one.first for one in decided.compared if one.question == "1.1") == was
    assert after.record("BU02").state is RecordState.COMPLETE


async def test_that_an_answer_stays_as_it_is_is_decided_too(demo: Stage) -> None:
    differing(demo)
    was = demo.answers("BU02")
    async with demo.open("") as hand:
        await hand.press("2", "enter", "enter")
        await hand.fill("enter", "enter", "The first is right.", "enter")
        assert hand.lines[0].endswith("1 of 2 disagreements decided")
        assert "as it was. The first is right." in hand.flowed
        await hand.press("escape")
        assert row(hand, "BU02").endswith("2 disagreed, 1 decided")
    assert demo.answers("BU02") == was


async def test_a_no_without_its_reason_is_asked_for_it(demo: Stage) -> None:
    second = give(demo, "BU02", "cat")
    asked = next(question for question, said in demo.answers("BU02").items() if question == "1.4" and said.value == "yes")
    finish(demo, second, {asked: Content(value="no")})
    async with demo.open("") as hand:
        await hand.press("2", "enter", "enter")
        await hand.fill("n", "enter", "enter", "Why.", "enter")
        assert "No has no reason yet: name its reasons." in hand.flowed
        await hand.fill("x", "ctrl+s")
        assert "The digits of reasons, such as 12, or nothing." in hand.flowed
        await hand.fill("backspace", "1", "ctrl+s")
        assert hand.lines[0].endswith("1 of 1 disagreement decided")
    assert len(demo.answers("BU02")["1.4"].reasons) == 1


async def test_there_is_nothing_to_decide_where_both_agree(demo: Stage) -> None:
    differing(demo)
    async with demo.open("") as hand:
        await hand.press("2", "enter", "down", "down", "enter")
        assert hand.notices == ["Both gave the same answer here: there is nothing to decide."]


@pytest.mark.parametrize("state", [RecordState.CHECKED, RecordState.SIGNED_OFF])
async def test_a_sealed_record_is_not_moderated(demo: Stage, state: RecordState) -> None:
    differing(demo)
    lead = demo.other("lead")
    lead_to(lead, lead.record("BU02").id, state)
    async with demo.open("") as hand:
        await hand.press("2", "enter", "enter")
        assert hand.notices == [f"BU02 is {state.value}, and nothing in it is moderated: open it again first."]


async def test_a_comparison_whose_second_scoring_is_opened_again_says_so(demo: Stage) -> None:
    second, _ = differing(demo)
    async with demo.open("") as hand:
        await hand.press("2", "enter")
        demo.other("lead").reopen_second(second.id, "Wrong file.")
        hand.app.session(demo.folder).inspection.refresh()
        await hand.until("no longer finished")
        await hand.press("enter", "escape")
        assert hand.screen == "Seconds"


# Agreement


async def test_disagreements_stand_first_and_tab_shows_the_figures(demo: Stage, size: tuple[int, int]) -> None:
    differing(demo)
    async with demo.open("", size=size) as hand:
        await hand.press("2", "a")
        assert hand.lines[0].endswith("1 record scored twice")
        assert hand.lines[2].startswith("DISAGREED 2")
        assert hand.lines[3].strip() == "BU02: inspector-1 and cat"
        assert "1.1 Initial assessment" in hand.lines[4]
        await hand.press("]")
        assert hand.lines[2].startswith("OVERALL")
        assert "cat and inspector-1" in hand.text
        assert row(hand, "1.1 Initial").split()[-6:] == ["1", "few", "1", "0.00", "-1.00", "0.00"]
        assert row(hand, "Victim").split()[1:] == ["1", "few", "0", "1.00", "1.00", "not", "defined"]


async def test_enter_on_a_disagreement_compares_the_two_there(demo: Stage) -> None:
    differing(demo)
    async with demo.open("") as hand:
        await hand.press("2", "a", "down", "enter")
        assert hand.screen == "ComparisonScreen"
        assert "Another view on 1.4." in hand.text
        await hand.press("escape", "]", "enter")
        assert hand.screen == "AgreementScreen"


async def test_without_a_finished_second_scoring_there_is_nothing_to_compare(demo: Stage, size: tuple[int, int]) -> None:
    async with demo.open("", size=size) as hand:
        await hand.press("2", "enter", "-", "o", "a")
        assert "No second scoring is finished yet." in hand.text
        await hand.press("]", "enter")
        assert row(hand, "all questions").split()[2:] == ["0", "few", "0"] + ["not", "defined"] * 3


async def test_full_agreement_is_told_in_a_sentence(demo: Stage) -> None:
    finish(demo, give(demo, "BU02", "cat"), {})
    async with demo.open("") as hand:
        await hand.press("2", "a")
        assert "Every finished second scoring gave the same answers." in hand.text


async def test_the_inspection_says_how_many_second_scorings_wait_for_me(demo: Stage, size: tuple[int, int]) -> None:
    other = demo.other("lead")
    async with demo.open("", size=size) as hand:
        assert "to score again" not in hand.lines[0]
        other.begin_seconds([other.record(name).id for name in ("BU10", "BU11")], demo.by)
        other.begin_seconds([other.record("BU10").id], "zoe")
        hand.app.session(demo.folder).inspection.refresh()
        hand.app.screen.on_table_fitted()  # type: ignore[attr-defined]
        await hand.until("2 to score again: 2")
