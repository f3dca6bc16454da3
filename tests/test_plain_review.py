"""`review --plain`: a case is scored by lines, as it is by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sqs_tui import cli
from sqs_tui.domain.records import Content, Draft, RecordState
from sqs_tui.errors import NotSavedError, SealedError
from sqs_tui.store.inspection import OpenInspection
from tests.e2e.conftest import Desk
from tests.store.helpers import lead_to, waive_all

ME = "tester"
FACTS = ("y", "2", "2", "n", "n", "n", "n", "n")
"""The answers to the facts of a case; what is asked behind them takes y."""


class Ran:
    """What one run left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        self.lines = out.splitlines()


Run = Callable[..., Ran]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "library")
    opened = made.opened()
    for reference in ("T01", "T02"):
        opened.add_record("case", reference, inspector=ME)
    opened.add_record("staff", "CM1", inspector=ME)
    return made


@pytest.fixture
def run(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Score a record, T01 where no other is named, by the lines given, as from a pipe."""
    monkeypatch.setattr("sqs_tui.plain.account_name", lambda: ME)

    def scored(*lines: str, record: str = "T01") -> Ran:
        typed = tmp_path / "typed"
        typed.write_text("".join(f"{line}\n" for line in lines))
        capsys.readouterr()
        with typed.open() as stdin:
            monkeypatch.setattr("sys.stdin", stdin)
            code = cli.main(["--library", str(desk.path), "review", desk.folder, record, "--plain"])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return scored


def given(desk: Desk, record: str = "T01") -> dict[str, Content]:
    opened = desk.opened()
    return opened.contents(opened.record(record).id)


def put(desk: Desk, *, by: str = ME, **answers: Content) -> OpenInspection:
    """Answer questions of T01 in another program."""
    opened = desk.opened(by)
    for question, content in answers.items():
        opened.put(opened.record("T01").id, question.replace("_", "."), content, act=opened.new_act())
    return opened


# Answers


def test_a_question_is_a_short_block_of_lines_and_an_answer_is_confirmed_in_words(run: Run, desk: Desk) -> None:
    ran = run("y")
    assert ran.lines[2:7] == [
        "Part: Case details.",
        "Case manager interviewed.",
        "Was the case manager interviewed alongside the file?",
        "y Yes, n No.",
        "Case manager interviewed: Yes. Saved.",
    ]
    assert ran.lines[7] == "Sentence."
    assert given(desk) == {"interviewed": Content(value="yes")}


@pytest.mark.parametrize("line", ["n", "N", "no", "No"])
def test_an_answer_is_its_key_or_its_word(run: Run, desk: Desk, line: str) -> None:
    run(line)
    assert given(desk) == {"interviewed": Content(value="no")}


@pytest.mark.parametrize(
    "lines",
    [
        ("n 1 3 the note's text",),
        ("n", "1 3 the note's text"),
        ("n", "1 3", "the note's text"),
        ("n", "13", "the note's text"),
        ("n", "1,3 the note's text"),
        ("n 1 3", "the note's text"),
        ("n", "1 2", "the note's text", "b", "n", "1 3", ""),
    ],
)
def test_a_no_takes_its_reasons_and_its_note_in_one_line_or_in_several(run: Run, desk: Desk, lines: tuple[str, ...]) -> None:
    run("g 2.2", *lines)
    assert given(desk)["2.2"] == Content(value="no", reasons=("full", "high"), note="the note's text")


def test_reasons_and_note_belong_to_the_act_of_their_answer(run: Run, desk: Desk) -> None:
    ran = run("g 2.2", "n", "1", "a note", "u")
    assert "2.2" not in given(desk)
    assert "2.2: No, because Full analysis not done when due. With a note. Saved." in ran.lines


def test_the_reasons_are_listed_with_their_digits_and_those_given_are_said(run: Run) -> None:
    ran = run("g 2.2", "n 2", "", "b", "n")
    assert "1 Full analysis not done when due" in ran.lines
    assert ran.lines.count("2 Level too low, given") == 1


def test_enter_alone_gives_no_reason_and_the_problem_stands_at_the_finish_line(run: Run, desk: Desk) -> None:
    ran = run("g 2.2", "n", "", "p")
    assert given(desk)["2.2"] == Content(value="no")
    assert any(line.startswith("2.2 Harm assessment: No has no reason") for line in ran.lines)


@pytest.mark.parametrize("line", ["y", "u", "b", "q", "?"])
def test_a_line_of_one_letter_is_never_a_note(run: Run, desk: Desk, line: str) -> None:
    run("g 2.2", "n", "1", line)
    run("g 2.2", "e", line)
    assert not any(content.note for content in given(desk).values())


def test_an_answer_behind_a_half_given_one_takes_its_place(run: Run, desk: Desk) -> None:
    run("g 2.2", "n", "y")
    assert given(desk)["2.2"] == Content(value="yes")


def test_a_digit_alone_is_no_note(run: Run, desk: Desk) -> None:
    ran = run("g 2.2", "n", "1", "3")
    assert ran.code == 2
    assert "A note of one character says nothing" in ran.err
    assert given(desk)["2.2"] == Content(value="no", reasons=("full",))


def test_what_another_rule_asks_is_asked_with_the_answer_that_brings_it(run: Run) -> None:
    ran = run("g custody", "y", "g 1.5", "w", "g custody", "n", "g 1.5")
    assert "Asked because Custodial element is Yes." in ran.lines
    assert "Not asked: No custodial element." in ran.lines


# Notes


def test_a_text_takes_the_place_of_a_note_and_a_plus_goes_behind_it(run: Run, desk: Desk) -> None:
    run("e The plan")
    assert given(desk)["interviewed"].note == "The plan"
    run("e", "+ was thin")
    assert given(desk)["interviewed"].note == "The plan was thin"
    run("e", "")
    assert given(desk)["interviewed"].note == "The plan was thin"
    run("e Another", '"')
    assert given(desk)["interviewed"] == Content(note="Another", quote=True)
    run("e", "-")
    assert not given(desk)


def test_a_backslash_at_the_end_of_a_line_goes_on_in_a_next_one(run: Run, desk: Desk) -> None:
    ran = run("e The plan\\", "was thin\\", "in parts", "y")
    assert given(desk)["interviewed"] == Content(value="yes", note="The plan\nwas thin\nin parts")
    assert "Its next line, or Enter alone to end it." in ran.lines


def test_the_lines_of_a_note_that_was_not_ended_are_kept_and_gone_on_with(run: Run, desk: Desk) -> None:
    run("e The plan\\")
    opened = desk.opened()
    draft = opened.draft(opened.record("T01").id)
    assert draft
    assert draft.note.strip() == "The plan"
    assert not given(desk)
    ran = run("+ was thin", "y")
    assert "You were typing a note on Case manager interviewed when the program ended." in ran.lines
    assert given(desk)["interviewed"] == Content(value="yes", note="The plan\n was thin")
    opened = desk.opened()
    assert opened.draft(opened.record("T01").id) is None


def test_a_draft_of_the_screen_is_gone_on_with_and_another_text_takes_its_place(run: Run, desk: Desk) -> None:
    opened = desk.opened()
    opened.save_draft(opened.record("T01").id, Draft(question="2.2", note="The pl", caret=6, act="", by=ME))
    ran = run("A whole note")
    assert "Note so far: The pl" in ran.lines
    assert given(desk)["2.2"].note == "A whole note"
    opened = desk.opened()
    assert opened.draft(opened.record("T01").id) is None


# Commands


def test_commands_are_the_letters_of_the_screen_or_words(run: Run) -> None:
    ran = run("h", "w", "s", "guidance", "why", "tally")
    for said in ("Always asked.", "Case manager interviewed so far: no answers yet."):
        assert ran.lines.count(said) == 2


def test_moving_answers_nothing(run: Run, desk: Desk) -> None:
    run("j", "k", "b", "next", "back", "gap", "g 2.4", "go Custodial element", "/ plan", "find plan", "o", "o")
    assert not given(desk)


def test_going_to_a_question_takes_its_number_or_its_name(run: Run) -> None:
    ran = run("g 2.4", "g custodial ELEMENT")
    assert "2.4 Harm planning." in ran.lines
    assert "Custodial element." in ran.lines


def test_undo_and_redo_say_what_they_did(run: Run, desk: Desk) -> None:
    ran = run("y", "u", "U")
    assert given(desk)["interviewed"] == Content(value="yes")
    assert [line for line in ran.lines if "T01" in line][1:] != []


def test_clear_takes_the_answer_away_and_says_so(run: Run, desk: Desk) -> None:
    ran = run("y", "b", "clear")
    assert "Case manager interviewed is cleared. Saved." in ran.lines
    assert not given(desk)


def test_a_problem_is_let_stand_for_a_reason_and_that_is_taken_back_without_one(run: Run, desk: Desk) -> None:
    ran = run("g 2.2", "n", "", "g 2.2", "W the file is lost", "p")
    assert any(line.startswith("It may stand: 2.2 Harm assessment: No has no reason") for line in ran.lines)
    assert not any(line.startswith("2.2 Harm assessment: No has") for line in ran.lines)
    ran = run("g 2.2", "W")
    assert any(line.startswith("It may no longer stand: 2.2") for line in ran.lines)


def test_help_says_how_it_works_and_names_every_command(run: Run) -> None:
    ran = run("?")
    assert "g or go and its number or its name: Go to a question by its number." in ran.lines
    assert "finish: Finish the record, where nothing stands against that, and leave." in ran.lines


def test_a_command_that_needs_the_screens_says_where_it_is(run: Run) -> None:
    ran = run("]")
    assert ran.code == 2
    assert "needs the screens: `sqs-tui open testborough T01`" in ran.err


# Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "settings.toml"
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(file))
    return file


def test_keys_that_were_moved_are_moved_here_too(run: Run, desk: Desk, settings: Path) -> None:
    settings.write_text('[keys]\n"review.note" = "z"\n"review.goto" = ["G"]\n')
    ran = run("z A note", "?", "e Another")
    assert given(desk)["interviewed"].note == "A note"
    assert "G or go and its number or its name: Go to a question by its number." in ran.lines
    assert "does not take e" in ran.err


def test_without_auto_advance_an_answer_stays_where_it_was_given(run: Run, desk: Desk, settings: Path) -> None:
    settings.write_text("auto_advance = false\n")
    run("y", "n")
    assert given(desk) == {"interviewed": Content(value="no")}


# Wrong lines


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("maybe", "Case manager interviewed does not take maybe: y Yes, n No. ? lists the commands."),
        ("y but late", "Case manager interviewed takes nothing behind Yes"),
        ("u know it was late", "u stands alone on its line: nothing of this one was done."),
        ("g", "g goes before its number or its name."),
        ("g 9.9", "There is no question '9.9' here."),
        ("/ zebra", "Nothing here holds 'zebra'."),
        ('"', "has no note to quote"),
        ("W", "A problem is let stand for a reason"),
    ],
)
def test_a_wrong_line_is_one_sentence_and_a_pipe_is_read_no_further(run: Run, desk: Desk, line: str, says: str) -> None:
    ran = run(line, "y")
    assert ran.code == 2
    assert ran.err.startswith("sqs-tui: Line 1 of the input: ")
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert not given(desk)


@pytest.mark.parametrize("line", ["n 9 text", "n 1 9"])
def test_of_a_line_with_an_unknown_reason_nothing_is_done(run: Run, desk: Desk, line: str) -> None:
    ran = run("g 2.2", line)
    assert "Line 2 of the input: 2.2 has no reason 9" in ran.err
    assert not given(desk)


# The end


def test_a_finished_record_ends_the_program_with_nought_and_names_the_next(run: Run, desk: Desk) -> None:
    ran = run(*FACTS, *["y"] * 30)
    assert ran.code == 2  # one y too many, at the finish line
    assert "y is no command" in ran.err
    ran = run("finish", "y")
    assert ran.code == 0
    assert ran.lines[-1] == "T01 is complete. Next: sqs-tui review testborough T02 --plain"
    assert desk.opened().record("T01").state is RecordState.COMPLETE
    assert run().code == 0


def test_problems_are_listed_one_a_line_and_end_the_program_with_one(run: Run, desk: Desk) -> None:
    ran = run("finish")
    assert ran.code == 1
    at = ran.lines.index("Finish line: 0 of 24 answered.")
    assert ran.lines[at + 1] == "Case manager interviewed is not answered."
    assert sum(line.endswith("is not answered.") for line in ran.lines) == 24
    assert desk.opened().record("T01").state is not RecordState.COMPLETE


@pytest.mark.parametrize(("lines", "answers"), [((), 0), (("q",), 0), (("y",), 1), (("y", "quit", "2"), 1)])
def test_leaving_before_the_end_is_one_and_what_was_answered_is_saved(
    run: Run, desk: Desk, lines: tuple[str, ...], answers: int
) -> None:
    assert run(*lines).code == 1
    assert len(given(desk)) == answers


def test_a_record_in_conflict_is_not_finished(run: Run, desk: Desk) -> None:
    run(*FACTS, *["y"] * 30)
    mine, other = desk.opened(), desk.opened("ben")
    record = mine.record("T01").id
    seen = other.seen(record, "1.1")
    mine.put(record, "1.1", Content(value="yes", note="It is thin."), act=mine.new_act())
    other.put(record, "1.1", Content(value="yes", note="It was there."), act=other.new_act(), seen=seen)
    ran = run("g 1.1", "finish")
    assert "Two have answered this differently: `sqs-tui conflicts testborough` lists who said what." in ran.lines
    assert ran.code == 2
    assert "Not finished: T01 1.1 is in conflict" in ran.err


# Who may see what


def test_a_signed_off_record_is_read_and_not_changed(run: Run, desk: Desk) -> None:
    put(desk, interviewed=Content(value="yes"))
    opened = desk.opened()
    waive_all(opened, opened.record("T01").id)
    lead_to(opened, opened.record("T01").id, RecordState.SIGNED_OFF)
    before = (desk.path / desk.folder / "cases" / "T01.json").read_bytes()
    ran = run("g interviewed", "n")
    assert ran.code == 2
    assert "signed off" in ran.err
    assert any("signed off" in line for line in ran.lines[:3])
    assert "Answer so far: Yes." in ran.lines
    assert (desk.path / desk.folder / "cases" / "T01.json").read_bytes() == before


def test_a_second_scoring_is_blind(run: Run, desk: Desk) -> None:
    opened = put(desk, by="ben", interviewed=Content(value="yes"))
    opened.change_record(opened.record("T01").id, inspector="ben")
    waive_all(opened, opened.record("T01").id)
    opened.set_state(opened.record("T01").id, RecordState.COMPLETE)
    second = opened.begin_second(opened.record("T01").id, ME).id
    assert run(record="T01").code == 2
    ran = run("s", "n", record=second)
    assert "A second scoring is blind: it shows no tallies." in ran.lines
    assert "Answer so far" not in ran.out
    opened = desk.opened()
    assert opened.contents(second)["interviewed"].value == "no"
    assert given(desk)["interviewed"].value == "yes"


def test_a_staff_interview_is_scored_here_and_its_tally_is_in_words_alone(run: Run, desk: Desk) -> None:
    ran = run("y", "b", "s", record="CM1")
    (said,) = [line for line in ran.lines if line.startswith("s1 so far: ")]
    assert not any(character.isdigit() for character in said.removeprefix("s1"))
    assert given(desk, "CM1")["s1"].value == "yes"


# What goes wrong


def test_an_answer_that_cannot_be_written_is_not_called_saved_and_is_tried_again(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_, failures = OpenInspection.put, iter([True, True])

    def failing(self: OpenInspection, *arguments: object, **options: object) -> object:
        if next(failures, False):
            raise NotSavedError("T01.json was not saved: the disk is full.")
        return put_(self, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(OpenInspection, "put", failing)
    ran = run("y", "w")
    said = [line for line in ran.lines if "saved" in line.casefold()]
    assert said[:2] == [
        "Case manager interviewed: Yes. NOT SAVED: 1 answer is not on disk. T01.json was not saved: the disk is full.",
        "All answers are saved now.",
    ]
    assert given(desk) == {"interviewed": Content(value="yes")}


def test_leaving_with_answers_that_are_not_on_disk_is_said_and_is_no_end_that_is_done(
    run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise NotSavedError("T01.json was not saved: the disk is full.")

    monkeypatch.setattr(OpenInspection, "put", failing)
    ran = run("y")
    assert ran.code == 1
    assert "1 answer is not on disk" in ran.err
    assert "q once more leaves without them" in run("y", "q").err


def test_a_note_that_a_record_takes_no_more_is_said_again_in_full(run: Run, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise SealedError("T01 is signed off.")

    monkeypatch.setattr(OpenInspection, "put", refused)
    ran = run("e a long thought")
    assert ran.code == 2
    assert "T01 is signed off. The note was: a long thought" in ran.err


def test_nothing_that_is_said_holds_a_control_sequence(run: Run, desk: Desk) -> None:
    put(desk, by="ben", interviewed=Content(value="yes", note="\x1b[31mred\x07\n\x9b2Jgone"))
    ran = run("k", "\x1b[A", "", "e \x1b[31mred\x1b[D\x07 text")
    assert "\x1b" not in ran.out
    assert not any(ord(character) < 32 and character != "\n" for character in ran.out)
    assert given(desk)["interviewed"].note == "red text"
