"""Another instrument, with other sections, keys, scales, words and thresholds, runs unchanged: a round of kitchens."""

import json
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.instrument_faults import check_instrument
from sqs_tui.domain.letter.entries import Decision, Entries
from sqs_tui.domain.letter.letter import write_letter
from sqs_tui.domain.records import Content, Inspection
from sqs_tui.domain.routing import AnswerState
from sqs_tui.domain.scoring import Finished, Flow, Key, Mode, Save, State, Stop
from sqs_tui.domain.tally import Reviewed, Sign, tally
from sqs_tui.export.html import letter_html
from sqs_tui.export.markdown import letter_markdown
from sqs_tui.export.summary import summary_json, summary_text
from sqs_tui.keys import DEFAULT_KEYS, reserved_keys

KITCHEN = Path(__file__).parent / "foreign" / "kitchen.json"
INSPECTION = Inspection(id="i1", area="Harbour", lead="L. Ladle", fieldwork_from="2024-05-06")

# What is typed for each kitchen: fact, meals, then four grades ("x" not seen), each 1 or 2 with a reason and Enter.
KITCHENS = {
    "K1": "+2" + "44" + "34",
    "K2": "+1" + "4" + "13\r" + "3" + "4",
    "K3": "-1" + "3" + "4" + "x",
    "K4": "+2" + "21\r" + "132the tray was open\r" + "12\r" + "4" + "\r",
}


@pytest.fixture(scope="module")
def kitchen() -> Instrument:
    return check_instrument(KITCHEN.read_bytes(), where=KITCHEN.name, reserved=reserved_keys())


def typed(instrument: Instrument, keys: str) -> tuple[State, list[object]]:
    """What the flow makes of keys typed in one burst, from an empty record on."""
    flow = Flow(instrument, DEFAULT_KEYS.map(ScreenName.REVIEW))
    state = flow.start("kitchen", {})
    effects: list[object] = []
    for key in keys:
        state, more = flow.press(state, Key("enter") if key == "\r" else Key(key, key))
        effects += more
    return state, effects


@pytest.fixture(scope="module")
def reviewed(kitchen: Instrument) -> list[Reviewed]:
    return [
        Reviewed(id=f"id-{reference}", reference=reference, unit="kitchen", answers=typed(kitchen, keys)[0].answers)
        for reference, keys in KITCHENS.items()
    ]


def test_its_keys_score_a_kitchen(kitchen: Instrument) -> None:
    state, effects = typed(kitchen, KITCHENS["K2"])
    assert {question: content.value for question, content in state.answers.items()} == {
        "meat": "so",
        "meals": "few",
        "B1": "good",
        "B2": "bad",
        "C1": "fair",
        "C2": "good",
    }
    assert state.answers["B2"].reasons == ("together",)
    assert [effect.question for effect in effects if isinstance(effect, Save)] == ["meat", "meals", "B1", "B2", "B2", "C1", "C2"]
    assert Flow(kitchen, {}).press(state, Key("enter"))[1] == (Finished(),)


def test_a_digit_answers_a_grade_and_then_switches_a_reason(kitchen: Instrument) -> None:
    state, _ = typed(kitchen, "+1" + "1")
    assert state.mode is Mode.REASONS
    state, _ = typed(kitchen, "+1" + "11" + "cold room door open\r")
    assert state.answers["B1"] == Content(value="bad", reasons=("warm",), note="cold room door open")
    assert state.current == "B2"


def test_the_keys_of_the_program_s_own_scales_mean_nothing_here(kitchen: Instrument) -> None:
    state, effects = typed(kitchen, "y")
    assert state.answers == {}
    assert isinstance(effects[0], Stop)
    assert "+ So" in effects[0].text


def test_a_question_that_does_not_apply_is_not_asked(kitchen: Instrument) -> None:
    state, _ = typed(kitchen, KITCHENS["K3"])
    place = Flow(kitchen, {}).route(state).places["B2"]
    assert (place.state, place.why) == (AnswerState.NOT_ASKED, "no raw meat")


def test_its_checks_stop_at_the_finish_line(kitchen: Instrument) -> None:
    _, effects = typed(kitchen, KITCHENS["K4"])
    assert isinstance(effects[-1], Stop)
    assert effects[-1].text.startswith("C2 calls the plan good, C1 calls the surfaces bad")


def test_its_grades_are_counted_by_what_they_count_as(kitchen: Instrument, reviewed: list[Reviewed]) -> None:
    tallies = tally(kitchen, reviewed)
    assert {question: (tallied.met, tallied.of) for question, tallied in tallies.questions.items() if tallied.of} == {
        "meat": (3, 4),
        "B1": (3, 4),
        "B2": (1, 3),
        "C1": (3, 4),
        "C2": (3, 3),
    }
    assert tallies.questions["C1"].values == {"fair": 2, "good": 1, "bad": 1}
    assert tallies.areas["food"].proposal is None
    assert tallies.areas["place"].proposal is Sign.STRENGTH
    assert tallies.areas["place"].margin == 1
    assert {section: (pooled.met, pooled.of) for section, pooled in tallies.sections.items()} == {"B": (4, 7), "C": (6, 7)}


def test_its_summary_has_its_words_and_its_thresholds(kitchen: Instrument, reviewed: list[Reviewed]) -> None:
    tallies = tally(kitchen, reviewed)
    summary = json.loads(json.dumps(summary_json(kitchen, INSPECTION, tallies, reviewed)))
    assert summary["questions"]["B2"] == {
        "met": 1,
        "of": 3,
        "words": "fewer than not",
        "percent": 33,
        "reasons": [{"id": "together", "count": 2}, {"id": "undated", "count": 1}],
        "records": {"met": ["K1"], "not_met": ["K2", "K4"]},
    }
    assert summary["facts"]["meals"] == {"few": 2, "many": 2}
    assert summary["areas"]["place"]["proposal"] == "strength"
    assert "Cleaning" in summary_text(kitchen, INSPECTION, tallies)


def test_its_letter_is_drafted_in_its_own_frame(kitchen: Instrument, reviewed: list[Reviewed]) -> None:
    decided = Entries(decisions={"place": Decision(sign=Sign.STRENGTH)})
    tokens = write_letter(kitchen, INSPECTION, reviewed, tally(kitchen, reviewed), decided).tokens()
    markdown = letter_markdown(tokens)
    assert markdown.split("\n\n") == [
        "# Hygiene in Harbour",
        "## Keeping food",
        "B.1. Food was kept cold in 3 out of 4 kitchens.",
        (
            "B.2. Raw meat is handled in 3 out of 4 kitchens. Raw meat was kept apart in one out of three kitchens with raw "
            "meat. Elsewhere raw food stood beside cooked."
        ),
        "## Cleaning",
        "C.1. Surfaces were clean in 3 out of 4 kitchens. Cleaning was planned in all three kitchens.",
        "Go on like this:",
        "- Kitchens are clean",
        "Nothing was wrong.",
        "L. Ladle\n",
    ]
    assert "<h1>Hygiene in Harbour</h1>" in letter_html(tokens, title="Kitchens")


def test_it_goes_through_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = ["--library", str(tmp_path / "library")]
    assert cli.main(["criteria", "check", str(KITCHEN)]) == 0
    assert cli.main(["criteria", "show", "--criteria", str(KITCHEN)]) == 0
    assert "1 Bad, 2 Poor, 3 Fair, 4 Good, x Not seen" in capsys.readouterr().out
    new = ["new", "--area", "Harbour", "--from", "2024-05-06", "--cases", "K1..K4", "--criteria", str(KITCHEN)]
    assert cli.main([*library, *new]) == 0
    folder = capsys.readouterr().out.strip()
    assert sorted(path.name for path in (tmp_path / "library" / folder / "kitchens").glob("*.json")) == [
        "K1.json",
        "K2.json",
        "K3.json",
        "K4.json",
    ]
    assert cli.main([*library, "show", folder, "K3", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"].keys() == {"meat", "meals", "B1", "B2", "C1", "C2"}
    assert cli.main([*library, "summary", folder]) == 0
    assert cli.main([*library, "letter", folder]) == 0
    assert "# Hygiene in Harbour" in capsys.readouterr().out
