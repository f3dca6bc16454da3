"""The promise of the phrase bank: 30 questions, 4 of them No with a reason and a note, in 90 keys with the notes' text."""

import pytest

from sqs_tui.domain.records import Content, RecordState
from tests.e2e.conftest import Desk, Start
from tests.e2e.test_thirty_nine_keys import FACTS, FILE_ORDER, VALUES

RIGHT, OTHER = "\x1b[C", "\x0e"
"""Right takes a phrase, ctrl+n goes to the first or another."""

EARLIER = {
    "2.1": ("behaviour", "An assault in 2011 is in the police print-out but was left out of the report to the court."),
    "3.2": (
        "past-behaviour",
        "Two earlier episodes of self-harm stand in the contact log. Neither was taken up in the assessment.",
    ),
    "3.3": ("vague", "The plan does not say who does what by when, and “monitor” is all that there is for six months."),
    "4.3": ("views", "The child's own words stand in the self-assessment but nowhere in the plan that was made from it."),
}
"""The notes of an earlier case of the same inspection, by the same inspector."""
LATER: dict[str, tuple[str, str, list[str], str]] = {
    "2.1": ("4", "behaviour", [*"An", RIGHT], EARLIER["2.1"][1]),
    "3.2": (
        "1",
        "past-behaviour",
        [*"nei", RIGHT, *" Nobody had asked why."],
        "neither was taken up in the assessment. Nobody had asked why.",
    ),
    "3.3": ("2", "vague", [OTHER, RIGHT, *" Nor who checks."], f"{EARLIER['3.3'][1]} Nor who checks."),
    "4.3": ("2", "views", [OTHER, RIGHT], EARLIER["4.3"][1]),
}
"""For each No of the case that follows: its reason, the keys of its note, and the note that they leave."""


def case() -> tuple[list[str], dict[str, Content]]:
    """Every key that is pressed, one by one, and the answers that they must leave."""
    pressed: list[str] = []
    left: dict[str, Content] = {}
    for question, key in [*FACTS, *((question, "y" if question != "concern" else "n") for question in FILE_ORDER)]:
        if question in LATER:
            digit, reason, keys, note = LATER[question]
            pressed += ["n", digit, *keys, "\r"]
            left[question] = Content(value="no", reasons=(reason,), note=note)
        else:
            pressed.append(key)
            left[question] = Content(value=VALUES[key])
    return [*pressed, "\r"], left


@pytest.fixture
def warm(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """T02 has been scored by the same inspector; T01 is to follow."""
    monkeypatch.setenv("LOGNAME", "tester")
    opened = desk.opened()
    record = opened.record("T02").id
    for question, (reason, note) in EARLIER.items():
        opened.put(record, question, Content(value="no", reasons=(reason,), note=note), act=opened.new_act())
    return desk


@pytest.mark.parametrize("columns", [80, 120])
def test_a_case_with_a_warm_bank_takes_at_most_ninety_keys_with_all_its_notes(start: Start, warm: Desk, columns: int) -> None:
    pressed, expected = case()
    terminal = start("--library", str(warm.path), "open", warm.folder, "T01", columns=columns)
    terminal.wait("answered")
    terminal.send("".join(pressed))  # without looking: what is offered is known from the keys alone
    terminal.wait("T01 is complete; this is T02")
    typed = sum(len(content.note) for content in expected.values())
    print(f"\nkeys in all: {len(pressed)}, for {len(expected)} questions and {typed} characters of notes")  # noqa: T201
    opened = warm.opened()
    assert opened.contents(opened.record("T01").id) == expected
    assert opened.record("T01").state is RecordState.COMPLETE
    assert all(60 <= len(content.note) <= 120 for question, content in expected.items() if question in LATER)
    assert len(expected) == 30
    assert len(pressed) <= 90
