"""The promise of the flow: a case of 30 questions, 4 of them No with a reason and a note, in 39 keys sent without looking."""

import pytest

from sqs_tui.domain.records import Content, RecordState
from tests.e2e.conftest import Desk, Start

NO = {
    "2.1": ("4", "behaviour", "An assault in 2011 is in the police print-out and not in the report."),
    "3.2": ("1", "past-behaviour", "Two episodes of self-harm [see contact log] were not taken up; 3 calls unanswered."),
    "3.3": ("2", "vague", "Nothing says who does what by when - “monitor” is all there is."),
    "4.3": ("2", "views", "her own words stand in the self-assessment but nowhere in the plan"),
}
FACTS = [
    ("interviewed", "y"),
    ("sentence", "2"),
    ("weeks", "2"),
    ("looked-after", "n"),
    ("psr", "y"),
    ("custody", "n"),
    ("victim", "n"),
]
FILE_ORDER = (
    *("concern", "1.2", "2.1", "3.1", "4.1", "1.1", "2.2", "3.2", "4.2", "1.4", "2.4", "3.3"),
    *("4.3", "4.4", "4.5", "1.6", "1.7", "2.3", "2.5", "3.4", "2.7", "3.5", "4.6"),
)
VALUES = {"y": "yes", "n": "no", "2": "2"}


def burst() -> tuple[list[str], dict[str, Content]]:
    """What is sent, key by key with each note's text as one, and the answers it must leave."""
    sent: list[str] = []
    left: dict[str, Content] = {}
    for question, key in [*FACTS, *((question, "y" if question != "concern" else "n") for question in FILE_ORDER)]:
        if question in NO:
            digit, reason, note = NO[question]
            sent += ["n", digit, note, "\r"]
            left[question] = Content(value="no", reasons=(reason,), note=note)
        else:
            sent.append(key)
            left[question] = Content(value=VALUES[key])
    return [*sent, "\r"], left


@pytest.mark.parametrize(("columns", "lines"), [(80, 24), (120, 40)])
def test_a_case_takes_thirty_nine_keys_besides_its_notes(start: Start, desk: Desk, columns: int, lines: int) -> None:
    sent, expected = burst()
    keys = sum(1 for key in sent if len(key) == 1)
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01", columns=columns, lines=lines)
    terminal.wait("answered")
    terminal.send("".join(sent))
    terminal.wait("T01 is complete; this is T02")
    print(f"\nkeys besides the notes' text: {keys}, for {len(expected)} questions")  # noqa: T201 - the count is asked for
    opened = desk.opened()
    assert opened.contents(opened.record("T01").id) == expected
    assert opened.record("T01").state is RecordState.COMPLETE
    assert (len(expected), keys) == (30, 39)
    assert not opened.contents(opened.record("T02").id)


def test_keys_typed_before_the_program_is_ready_land_right(start: Start, desk: Desk) -> None:
    sent, expected = burst()
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    terminal.send("".join(sent))
    terminal.wait("T01 is complete; this is T02")
    opened = desk.opened()
    assert opened.contents(opened.record("T01").id) == expected
