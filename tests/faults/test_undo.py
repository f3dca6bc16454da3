"""Undo of everything that was done returns to the start, and redo of it all to the end, whatever lay between."""

import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Decision, Entry, ParagraphEntry
from sqs_tui.domain.records import BLANK, Content
from sqs_tui.domain.tally import Sign
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.record_file import TOLD
from tests.faults.conftest import Counted, HowOften
from tests.store.helpers import START, Clock, answer, opened

QUESTIONS = ("fact", "1.1", "1.2", "1.3")
RECORDS = 5
KINDS = ("answers", "records", "letter")
NOTES = ("", "a note", "[a] note\nof two lines", "“quoted”, with {{1.1}}")
Act = Callable[["Desk"], None]


class Desk:
    """An inspection that is opened again every now and then, on machines whose clocks do not agree."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self.random = random.Random(seed)
        self.restarts = 0
        self.inspection = self.open()

    def open(self) -> OpenInspection:
        clock = Clock(self.random.choice((0, 0.001, 1, 60)))
        clock.now = START + timedelta(seconds=self.random.uniform(-100_000, 100_000))
        return opened(self.path, now=clock)

    def maybe_restart(self) -> None:
        if self.random.random() < 0.05:
            self.inspection = self.open()
            self.restarts += 1

    def state(self, kind: str) -> bytes:
        """All of one kind that stands, as canonical JSON."""
        records = self.inspection.records()
        held: object
        if kind == "answers":
            held = {record.id: self.inspection.contents(record.id) for record in records}
        elif kind == "records":
            held = {record.id: {field: getattr(record, field) for field in TOLD} for record in records}
        else:
            held = self.inspection.letter.entries
        return msgspec.json.encode(held, order="sorted")

    def lines(self, kind: str) -> int:
        """How many lines of history there are of one kind."""
        kinds = {"answers": "Change", "records": "FieldChange", "letter": "LetterChange"}
        return sum(type(line).__name__ == kinds[kind] for _, line in self.inspection.lines())

    # What is done

    def some_records(self, most: int) -> list[str]:
        return self.random.sample([record.id for record in self.inspection.records()], self.random.randint(1, most))

    def give(self) -> None:
        """An answer, a note on it, or a clearing; as a No with its reasons and its note is given, in several lines of one act."""
        act, (record,) = self.inspection.new_act(), self.some_records(1)
        question = self.random.choice(QUESTIONS)
        for _ in range(self.random.choice((1, 1, 1, 3))):
            value = self.random.choice(("yes", "no", "na", ""))
            reasons = ("late",) if value == "no" and self.random.random() < 0.7 else ()
            content = Content(value=value, reasons=reasons, note=self.random.choice(NOTES), quote=self.random.random() < 0.2)
            self.inspection.put(record, question, content if self.random.random() < 0.8 else BLANK, act=act)

    def tell(self) -> None:
        """Another reference, case manager or inspector, of one record or of several at once."""
        act, field = self.inspection.new_act(), self.random.choice(TOLD)
        for record in self.some_records(3):
            self.inspection.change_record(record, **{field: f"{field} {self.random.randint(0, 9)}"}, act=act)

    def write(self) -> None:
        """Paragraphs and decisions, one or several at once; some are taken away again."""
        made: dict[str, Entry | None] = {}
        for _ in range(self.random.choice((1, 1, 3))):
            words = f"Words {self.random.randint(0, 9)}."
            paragraph = ParagraphEntry(text=words, removed=self.random.random() < 0.2)
            made[f"paragraph:p{self.random.randint(1, 4)}"] = paragraph if self.random.random() < 0.8 else None
            made[f"area:a{self.random.randint(1, 3)}"] = Decision(sign=self.random.choice(list(Sign)), text=words)
        self.inspection.letter.put(made)

    def undo(self, kind: str, *, again: bool) -> str:
        inspection = self.inspection
        match kind:
            case "answers":
                return (inspection.redo() if again else inspection.undo()).says
            case "records":
                return (inspection.redo_on_records() if again else inspection.undo_on_records()).says
            case _:
                return inspection.letter.redo() if again else inspection.letter.undo()


@pytest.mark.parametrize("seed", range(3))
def test_all_that_was_done_is_taken_back_to_the_start_and_brought_again_to_the_end(
    tmp_path: Path, seed: int, counted: Counted, how_often: HowOften
) -> None:
    actions = how_often(1000, quick=25)
    desk = Desk(tmp_path, seed)
    begun = opened(tmp_path, by="bob")
    for number in range(RECORDS):
        answer(begun, begun.add_record("case", f"BU0{number}").id, "1.1", Content(value="yes", note="of another"))
    begun.letter.put({"paragraph:p1": ParagraphEntry(text="Of another.")})
    desk.inspection = desk.open()
    states = {kind: [desk.state(kind)] for kind in KINDS}
    for _ in range(actions):
        kind, do = desk.random.choice(
            (("answers", desk.give), ("answers", desk.give), ("records", desk.tell), ("letter", desk.write))
        )
        before = desk.lines(kind)
        do()
        if desk.lines(kind) > before:
            states[kind].append(desk.state(kind))
        desk.maybe_restart()
    wrong = 0
    for again in (False, True):
        left = [kind for kind in KINDS for _ in states[kind][1:]]
        desk.random.shuffle(left)  # the three are taken back each by a key of its own, in any order
        at = dict.fromkeys(KINDS, 0) if again else {kind: len(states[kind]) - 1 for kind in KINDS}
        for kind in left:
            at[kind] += 1 if again else -1
            says = desk.undo(kind, again=again)
            wrong += not says.startswith("Brought back" if again else "Took back") or desk.state(kind) != states[kind][at[kind]]
            desk.maybe_restart()
        for kind in KINDS:
            assert desk.undo(kind, again=again).startswith("There is nothing to")
            assert desk.state(kind) == states[kind][-1 if again else 0]
    acts = sum(len(of_kind) - 1 for of_kind in states.values())
    counted("actions undone and done again, each state compared", acts, wrong=wrong, restarts=desk.restarts)
    assert wrong == 0
    assert opened(tmp_path).conflicts() == []
