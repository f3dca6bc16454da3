"""The command line: what is printed where, and how it ends."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import sqs_tui
from sqs_tui import cli
from sqs_tui.commands import COMMANDS
from sqs_tui.domain.letter.entries import Waiver
from sqs_tui.export import PIECES, Piece
from sqs_tui.machine import DEFAULT_CRITERIA, LIBRARY_VARIABLE, account_name, habits_path, library_path, settings_path
from sqs_tui.store.library import Library

ROOT = Path(__file__).parent.parent
BURY = "bury-2013-03"
NASTY = "[red]x[/red] \x1b[31m\x9b31m\u202e<script>alert(1)</script> **b** {{1.1}} 'q' \"d\""


class Ran:
    """What one run of the command line left behind."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        try:
            code = cli.main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def sqs_tui_process(
    *arguments: str, stdout: int = subprocess.PIPE, env: Mapping[str, str] = os.environ
) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    command = [sys.executable, "-m", "sqs_tui", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=50, env=env)


def assert_one_line(ran: Ran, *, code: int, says: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("sqs-tui: ")
    assert ran.err.count("\n") == 1
    assert says in ran.err
    assert "Traceback" not in ran.err


# Help, version, wrong use


def test_help_names_every_command(run: Run) -> None:
    ran = run("--help")
    assert ran.code == 0
    for command in (
        "open",
        "list",
        "new",
        "show",
        "allocate",
        "summary",
        "letter",
        "check",
        "export",
        "review",
        "second",
        "agreement",
        "criteria",
        "backup",
        "restore",
        "verify",
        "where",
        "completion",
        "man",
    ):
        assert f"\n    {command} " in ran.out


def test_the_version_is_the_package_s(run: Run) -> None:
    assert run("--version").out == f"sqs-tui {sqs_tui.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["lst"], "invalid choice"),
        (["\x1b[31m"], "invalid choice"),
        (["list", "--jso"], "unrecognized arguments: --jso"),
        (["list", "--library", "x"], "--library and --demo go before the command"),
        (["--lib=x", "list"], "unrecognized arguments"),
        (["--library", "", "list"], "--library needs the name of a folder"),
        (["--library", "x", "--demo", "list"], "leave --library out"),
        (["show"], "INSPECTION"),
        (["new"], "--area"),
        (["new", "--area", " \x1b "], "--area needs the name of the area"),
        (["new", "--area", "A", "--from", "18/03/2013"], "is no day"),
        (["new", "--area", "A", "--from", "2013-03-20", "--to", "2013-03-18"], "would end before it begins"),
        (["new", "--area", "A", "--cases", "BU14..BU01"], "runs backwards"),
        (["export", "x", "--format", "pdf"], "invalid choice"),
        (["export", "x", "poem"], "invalid choice"),
        (["criteria"], "COMMAND"),
        (["review", "x"], "RECORD"),
        (["completion"], "SHELL"),
        (["completion", "csh"], "invalid choice"),
    ],
)
def test_wrong_use_is_told_in_one_line(run: Run, arguments: list[str], says: str) -> None:
    assert_one_line(run(*arguments), code=2, says=says)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_printed_for_a_shell(run: Run, shell: str) -> None:
    ran = run("completion", shell)
    assert ran.code == 0
    assert "summary" in ran.out


# The program itself


def test_without_a_terminal_the_plain_commands_are_named(run: Run, tmp_path: Path) -> None:
    ran = run("--library", tmp_path)
    assert_one_line(ran, code=2, says="need a terminal, and this is none")
    assert "`sqs-tui review INSPECTION CASE --plain` scores a case line by line" in ran.err
    assert all(f"{name}, " in ran.err for name in ("list", "show", "state", "export", "verify", "trash", "delete"))


@pytest.mark.parametrize("terminal", ["", "dumb", "unknown"])
def test_a_terminal_that_cannot_show_the_screens_is_refused(terminal: str) -> None:
    assert f"TERM={terminal}" in cli.terminal_problem({"TERM": terminal}, at_terminal=True)


def test_a_terminal_that_can_show_the_screens_is_taken() -> None:
    assert cli.terminal_problem({"TERM": "xterm-256color"}, at_terminal=True) == ""


def test_textual_finds_what_it_needs_in_the_environment() -> None:
    environment = {"TERM": "xterm"}
    cli.prepare_textual(environment)
    assert environment == {"TERM": "xterm", "ESCDELAY": "100", "TEXTUAL_ANIMATIONS": "none"}


@pytest.mark.parametrize("terminal", ["linux", "vt100"])
def test_a_console_is_not_asked_for_what_it_would_write_out(terminal: str) -> None:
    environment = {"TERM": terminal}
    cli.prepare_textual(environment)
    assert environment["TEXTUAL_DISABLE_KITTY_KEY"] == "1"


@pytest.mark.parametrize(
    ("environment", "delay"),
    [({"SSH_CONNECTION": "a line"}, "300"), ({"SSH_CONNECTION": "a line", "TMUX": "which sends keys whole"}, "100")],
)
def test_a_key_may_come_in_parts_over_a_line(environment: dict[str, str], delay: str) -> None:
    cli.prepare_textual(environment)
    assert environment["ESCDELAY"] == delay


def test_what_the_user_has_set_for_textual_stays() -> None:
    environment = {"ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "full"}
    cli.prepare_textual(environment)
    assert environment == {"ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "full"}


def test_textual_knows_the_names_that_are_set() -> None:
    code = "from textual import constants as c; print(c.ESCAPE_DELAY, c.TEXTUAL_ANIMATIONS)"
    environment = {**os.environ, "NO_COLOR": "1"}
    cli.prepare_textual(environment)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0.1", "none"]


# Where things lie


def test_where_prints_the_library_the_settings_and_the_criteria(run: Run, tmp_path: Path) -> None:
    ran = run("--library", tmp_path / "library", "where", "--json")
    assert json.loads(ran.out) == {
        "library": str(tmp_path / "library"),
        "settings": str(settings_path(os.environ)),
        "habits": str(habits_path(os.environ)),
        "criteria": str(DEFAULT_CRITERIA),
    }
    assert f"library   {tmp_path / 'library'}\n" in run("--library", tmp_path / "library", "where").out


def test_keys_lists_every_command_with_its_keys_as_set(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[keys]\n"review.note" = ["z", "f2"]\n"review.undo" = "y"\n', encoding="utf-8")
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(path))
    ran = run("keys")
    assert all(command.id in ran.out and command.help in ran.out for command in COMMANDS)
    assert re.search(r"^  z, F2 +review.note ", ran.out, re.MULTILINE)
    assert "y is a key for answers" in ran.err
    assert "| Review | `z` `F2` | Write a note on the answer. |" in run("keys", "--markdown").out
    assert json.loads(run("keys", "--json").out)["review.note"]["keys"] == ["z", "f2"]


def test_a_new_inspection_has_the_lead_and_the_words_that_are_set(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQS_TUI_DESIGNATION", "HM Inspector")
    monkeypatch.setenv("SQS_TUI_WORD_PROFILE", "florid")
    ran = run("--library", tmp_path / "library", "new", "--area", "Bury")
    assert "the criteria know" in ran.err
    details = Library(tmp_path / "library").open(ran.out.strip(), by="x", now=lambda: datetime.now(UTC)).details
    assert (details.lead, details.word_profile) == ("HM Inspector", "")


def test_settings_prints_a_file_that_says_what_holds_now(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    monkeypatch.delenv("SQS_TUI_HINTS")
    path.write_text('hints = 7\n[keys]\n"review.note" = "z"\n', encoding="utf-8")
    monkeypatch.setenv("SQS_TUI_SETTINGS", str(path))
    ran = run("settings")
    assert f"# {path}, which is read again when it changes." in ran.out
    assert "# Default: 3\nhints = 7\n" in ran.out
    assert tomllib.loads(ran.out)["keys"] == {"review.note": ["z"]}
    path.write_text(ran.out, encoding="utf-8")
    assert run("settings").out == ran.out
    path.write_text("hints = 777\n", encoding="utf-8")
    wrong = run("settings", "--json")
    assert wrong.code == 1
    assert "hints = 777 is no whole number from 0 to 99" in json.loads(wrong.out)["faults"][0]


def test_the_library_is_the_one_named_then_the_environment_s_then_the_account_s(tmp_path: Path) -> None:
    environment = {LIBRARY_VARIABLE: str(tmp_path / "b")}
    assert library_path(str(tmp_path / "a"), environment) == tmp_path / "a"
    assert library_path(None, environment) == tmp_path / "b"
    assert library_path(None, {}).name == "sqs-tui"
    assert library_path("~/sqs", {}) == tmp_path / "home" / "sqs"
    assert library_path("~nobody-of-that-name/sqs", {}) == Path.cwd() / "~nobody-of-that-name" / "sqs"


def test_the_account_has_a_clean_name_whatever_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "in\x1b[1mspector\n")
    assert account_name() == "in[1mspector"

    def nobody() -> str:
        raise OSError("no such account")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert account_name() == "unknown"


# The library


def test_an_empty_library_says_how_to_begin(run: Run, tmp_path: Path) -> None:
    ran = run("--library", tmp_path / "library", "list")
    assert (ran.code, ran.out) == (0, "")
    assert "sqs-tui new" in ran.err
    assert json.loads(run("--library", tmp_path / "library", "list", "--json").out) == []


def test_list_shows_each_inspection(run: Run, demo_library: Path) -> None:
    ran = run("--library", demo_library, "list")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[1].startswith(
        f"{BURY}  Bury 2013   Youth Offending Service  2013-03-18 to 2013-03-20  22 of 22  "
    )
    (entry,) = json.loads(run("--library", demo_library, "list", "--json").out)
    assert entry["folder"] == BURY
    assert entry["details"]["area"] == "Bury"
    assert entry["records"] == {"case": 14, "staff": 8}


def test_new_prints_the_folder_that_other_commands_take(run: Run, tmp_path: Path) -> None:
    library = tmp_path / "library"
    details = [
        "--service",
        "Youth Team",
        "--from",
        "2014-02-03",
        "--to",
        "2014-02-05",
        "--lead",
        "the lead",
        "--copy",
        "A",
        "--copy",
        "B",
    ]
    ran = run("--library", library, "new", "--area", "Leeds", *details, "--cases", "LE01..LE03, LE09")
    assert ran.code == 0
    folder = ran.out.strip()
    assert (library / folder).is_dir()
    shown = json.loads(run("--library", library, "show", folder[:3], "--json").out)
    assert shown["folder"] == folder
    assert shown["inspection"]["copies"] == ["A", "B"]
    assert [(record["reference"], record["unit"]) for record in shown["records"]] == [
        ("LE01", "case"),
        ("LE02", "case"),
        ("LE03", "case"),
        ("LE09", "case"),
    ]


def test_an_inspection_is_found_by_any_beginning_that_no_other_has(run: Run, tmp_path: Path) -> None:
    library = tmp_path / "library"
    for area in ("Bury", "Burnley"):
        assert run("--library", library, "new", "--area", area).code == 0
    assert run("--library", library, "show", "bury").code == 0
    ambiguous = run("--library", library, "show", "bur")
    assert_one_line(ambiguous, code=2, says="bury")
    assert "burnley" in ambiguous.err
    assert_one_line(run("--library", library, "show", "leeds"), code=2, says="leeds")


@pytest.mark.parametrize("command", ["show", "summary", "letter", "check", "export"])
def test_an_unknown_inspection_is_told(run: Run, demo_library: Path, tmp_path: Path, command: str) -> None:
    assert_one_line(
        run("--library", demo_library, command, "\x1b[31mleeds"), code=2, says='No inspection begins with "[31mleeds"'
    )
    assert_one_line(run("--library", tmp_path / "none", command, "leeds"), code=2, says="There is no inspection")


def test_an_unknown_record_is_told(run: Run, demo_library: Path) -> None:
    assert_one_line(run("--library", demo_library, "show", BURY, "BU99"), code=2, says="BU99")


def test_a_library_that_is_a_file_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "library").write_text("no folder")
    for arguments in (["list"], ["new", "--area", "Leeds"], ["show", "x"]):
        ran = run("--library", tmp_path / "library", *arguments)
        assert ran.code == 2
        assert "Traceback" not in ran.err
        assert ran.err.count("\n") == 1


# One inspection


def test_show_prints_the_records_of_an_inspection(run: Run, demo_library: Path) -> None:
    ran = run("--library", demo_library, "show", "bury")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Bury 2013  Youth Offending Service\nFieldwork: 2013-03-18 to 2013-03-20\n")
    assert sum(line.startswith("BU") for line in ran.out.splitlines()) == 14


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_what_staff_said_is_shown_by_no_command(run: Run, demo_library: Path, more: tuple[str, ...]) -> None:
    ran = run("--library", demo_library, "show", BURY, "CM1", *more)
    assert_one_line(ran, code=2, says="in confidence")


def test_show_prints_the_answers_of_a_record(run: Run, demo_library: Path) -> None:
    answers = json.loads(run("--library", demo_library, "show", "bury", "BU02", "--json").out)["answers"]
    assert answers["4.2"]["value"] == "no"
    assert answers["4.2"]["reasons"] == ["speech"]
    assert answers["4.2"]["note"].startswith("Mother said")
    assert answers["4.2"]["by"] == "inspector-1"
    assert answers["4.2"]["at"].startswith("2013-03-18T")
    assert answers["1.2"]["state"] == "not asked"
    assert "Mother said" in run("--library", demo_library, "show", "bury", "BU02").out


def test_summary_has_the_shape_that_others_rely_on(run: Run, demo_library: Path) -> None:
    summary = json.loads(run("--library", demo_library, "summary", "bury", "--json").out)
    assert summary["questions"]["3.2"]["met"] == 8
    assert summary["questions"]["3.2"]["of"] == 14
    assert summary["questions"]["3.2"]["percent"] == 57
    assert [reason["id"] for reason in summary["questions"]["3.2"]["reasons"][:2]] == ["past-behaviour", "information"]
    assert len(summary["questions"]["3.2"]["records"]["not_met"]) == 6
    assert summary["facts"]["psr"] == {"yes": 10, "no": 4}
    assert summary["areas"]["oversight"]["proposal"] == "improvement"
    assert summary["areas"]["harm"]["proposal"] is None
    assert "oversight" in run("--library", demo_library, "summary", "bury").out.lower()


def test_letter_prints_markdown_or_html(run: Run, demo_library: Path) -> None:
    assert "## Outstanding strengths" in run("--library", demo_library, "letter", "bury").out
    assert run("--library", demo_library, "letter", "bury", "--html").out.startswith("<!DOCTYPE html>")


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass: what is written twice is the same."""
    moment = datetime(2013, 5, 8, 14, 30, tzinfo=UTC)
    monkeypatch.setattr("sqs_tui.plain.now", lambda: moment)


def undecide(library: Path) -> None:
    """Leave two areas of the demonstration without a decision, which are two problems."""
    found = Library(library)
    opened = found.open(found.find("bury"), by="lead", now=lambda: datetime(2013, 5, 1, tzinfo=UTC))
    opened.letter.put({"area:engagement": None, "area:oversight": None})


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("form", ["md", "html"])
def test_export_writes_what_letter_prints_and_names_the_file(
    run: Run, demo_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("--library", demo_library, "export", "bury", "--format", form)
    assert (ran.code, ran.out, ran.err) == (0, f"{BURY}-letter.{form}\n", "")
    printed = run("--library", demo_library, "letter", "bury", *(["--html"] if form == "html" else [])).out
    assert (tmp_path / f"{BURY}-letter.{form}").read_text(encoding="utf-8") == printed
    assert (tmp_path / f"{BURY}-letter.{form}").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("piece", PIECES.values(), ids=list(PIECES))
def test_every_piece_can_be_written_in_every_form(
    run: Run, demo_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: Piece
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("--library", demo_library, "export", "bury", piece.id)
    assert (ran.code, ran.out, ran.err) == (0, f"{BURY}-{piece.id}.{piece.forms[0]}\n", "")
    for form in piece.forms:
        ran = run("--library", demo_library, "export", "bury", piece.id, "--output", f"mine.{form.upper()}")
        assert (ran.code, ran.out, ran.err) == (0, f"mine.{form.upper()}\n", "")
        ran = run("--library", demo_library, "export", "bury", piece.id, "--format", form, "--output", f"{form}.txt")
        assert ran.code == 0
        assert Path(f"{form}.txt").read_bytes()[:4] == Path(f"mine.{form.upper()}").read_bytes()[:4]


def test_a_form_that_a_piece_is_not_written_in_is_told(run: Run, demo_library: Path, tmp_path: Path) -> None:
    wrong = run("--library", demo_library, "export", "bury", "answers", "--output", tmp_path / "answers.docx")
    assert_one_line(wrong, code=2, says="“answers” is not written as .docx: choose CSV (.csv) or JSON (.json).")
    wrong = run("--library", demo_library, "export", "bury", "--output", tmp_path / "letter.pdf")
    assert_one_line(wrong, code=2, says="“letter” is not written as .pdf")
    assert list(tmp_path.glob("*.*")) == []
    assert run("--library", demo_library, "export", "bury", "--output", tmp_path / "letter").code == 0
    assert (tmp_path / "letter").read_text(encoding="utf-8").startswith("HM Inspectorate")


def test_a_letter_with_open_problems_is_only_written_as_a_draft(run: Run, demo_library: Path, tmp_path: Path) -> None:
    undecide(demo_library)
    target = tmp_path / "letter.md"
    refused = run("--library", demo_library, "export", "bury", "--output", target)
    says = "The letter has 2 open problems: mend or waive each, or write a draft (`sqs-tui check bury-2013-03` lists them, and"
    assert_one_line(refused, code=1, says=says)
    assert not target.exists()
    assert run("--library", demo_library, "export", "bury", "--output", target, "--draft").code == 0
    assert target.read_text(encoding="utf-8").startswith("**DRAFT: 2 problems are open**\n")
    assert run("--library", demo_library, "letter", "bury").out.startswith("**DRAFT: 2 problems are open**\n")
    assert run("--library", demo_library, "export", "bury", "evidence", "--output", tmp_path / "evidence.md").code == 0


def test_check_lists_every_open_problem_with_its_place(run: Run, demo_library: Path) -> None:
    ran = run("--library", demo_library, "check", "bury")
    assert (ran.code, ran.out, ran.err) == (0, "0 problems are open, 0 waived.\n", "")
    undecide(demo_library)
    ran = run("--library", demo_library, "check", "bury")
    assert (ran.code, ran.err) == (1, "")
    *listed, last = ran.out.splitlines()
    assert last == "2 problems are open, 0 waived."
    assert len(listed) == 2
    assert listed[0].startswith("Management oversight: “Management oversight” is proposed (improvement), and neither included")
    assert run("--library", demo_library, "letter", "bury").code == 0


def test_check_as_json_has_what_is_open_and_what_is_waived(run: Run, demo_library: Path) -> None:
    undecide(demo_library)
    read = json.loads(run("--library", demo_library, "check", "bury", "--json").out)
    (first, *_), waived = read["open"], read["waived"]
    assert (len(read["open"]), waived) == (2, [])
    found = Library(demo_library)
    opened = found.open(found.find("bury"), by="lead", now=lambda: datetime(2013, 5, 1, tzinfo=UTC))
    opened.letter.put({f"waiver:{first['id']}": Waiver(says=first["says"], reason="It is known.")})
    ran = run("--library", demo_library, "check", "bury", "--json")
    read = json.loads(ran.out)
    assert ran.code == 1
    assert [one["reason"] for one in (*read["open"], *read["waived"])] == ["", "It is known."]
    assert read["waived"][0]["place"] == first["place"]
    assert first.keys() >= {"id", "kind", "says", "paragraph", "heading", "record", "question", "area", "start", "end"}


def test_export_never_writes_over_a_file_without_being_told_to(run: Run, demo_library: Path, tmp_path: Path) -> None:
    target = tmp_path / "letter.md"
    target.write_text("mine")
    assert_one_line(run("--library", demo_library, "export", "bury", "--output", target), code=2, says="--force")
    assert target.read_text() == "mine"
    assert run("--library", demo_library, "export", "bury", "--output", target, "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith("HM Inspectorate")


def test_export_to_a_place_that_is_not_there_is_told(run: Run, demo_library: Path, tmp_path: Path) -> None:
    assert_one_line(run("--library", demo_library, "export", "bury", "--output", tmp_path / "no" / "l.md"), code=2, says="l.md")


# Criteria


def test_the_criteria_of_the_program_have_no_faults(run: Run) -> None:
    ran = run("criteria", "check", DEFAULT_CRITERIA)
    assert ran.code == 0
    assert ran.out.endswith("criteria.json: no faults; 43 questions in 6 sections.\n")


def test_every_fault_of_a_criteria_file_is_named_with_its_place(run: Run, tmp_path: Path) -> None:
    data = json.loads(DEFAULT_CRITERIA.read_text(encoding="utf-8"))
    data["sections"][2]["questions"][0]["asked_when"] = "prs = yes"
    data["areas"][0]["questions"] = []
    broken = tmp_path / "broken.json"
    broken.write_text(json.dumps(data))
    ran = run("criteria", "check", broken)
    assert ran.code == 1
    assert f'{broken}: sections[2].questions[0].asked_when: unknown question "prs".\n' in ran.out
    assert f"{broken}: areas[0].questions: an area needs a question.\n" in ran.out
    refused = run("--library", tmp_path / "library", "new", "--area", "Leeds", "--criteria", broken)
    assert_one_line(refused, code=1, says='sections[2].questions[0].asked_when: unknown question "prs"')
    assert run("--library", tmp_path / "library", "list", "--json").out == "[]\n"


@pytest.mark.parametrize(
    "content", [b"", b"null", b"{", b"\xff\xfe", b'{"format": 99}', b'{"format": 1}', b"[" * 100_000, b'"\x1b[31m"']
)
def test_a_damaged_criteria_file_is_told_in_one_line(run: Run, tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(content)
    ran = run("criteria", "check", broken)
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.count("\n") == 1
    assert "broken.json" in ran.out
    assert_one_line(run("criteria", "show", "--criteria", broken), code=1, says="broken.json")


@pytest.mark.parametrize("name", ["no/such/file.json", "."])
def test_a_criteria_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path, name: str) -> None:
    assert_one_line(run("criteria", "check", tmp_path / name), code=2, says=str(tmp_path))


def test_criteria_show_prints_the_questions(run: Run) -> None:
    ran = run("criteria", "show")
    assert ran.out.startswith("Short Quality Screening of youth offending work (sqs 1.0)\n")
    assert "asked when psr = yes" in ran.out
    assert json.loads(run("criteria", "show", "--json").out)["id"] == "sqs"


def test_an_inspection_may_have_another_letter_than_its_criteria(run: Run, tmp_path: Path) -> None:
    template = json.loads(run("criteria", "letter").out)
    template["blocks"] = [
        {"id": "title", "kind": "heading", "text": "A short report on {{area}}", "level": 1, "section": "1"},
        {"id": "found", "kind": "findings", "paragraphs": [["4.5"]]},
        {"id": "whom", "kind": "lines", "text": "{{copies}}"},
    ]
    template["copies"] = ["The Board", "The Mayor"]
    mine = tmp_path / "letter.json"
    mine.write_text(json.dumps(template))
    library = tmp_path / "library"
    folder = run("--library", library, "new", "--area", "Leeds", "--letter", mine).out.strip()
    assert run("--library", library, "letter", folder).out.startswith("# A short report on Leeds\n\nThe Board\\\nThe Mayor\n")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[", "letter.json cannot be used: "),
        (b'{"blocks": []}', "letter.json: letter: object missing required field `frames`."),
        (
            b'{"blocks": [{"id": "a", "kind": "poem"}], "frames": ["{Clause} {figure}"], "frame_in_words": ["{figure}"]}',
            "poem",
        ),
    ],
)
def test_a_letter_s_template_that_cannot_be_used_is_told(run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "letter.json").write_bytes(content)
    refused = run("--library", tmp_path / "library", "new", "--area", "Leeds", "--letter", tmp_path / "letter.json")
    assert_one_line(refused, code=1, says=says)
    assert not (tmp_path / "library").exists()


# What goes wrong on disk


def test_a_damaged_record_is_named_and_the_rest_is_printed(run: Run, demo_library: Path) -> None:
    (demo_library / BURY / "cases" / "BU07.json").write_text('{"record": ')
    for command in ("show", "summary", "letter"):
        ran = run("--library", demo_library, command, "bury")
        assert ran.code == 1
        assert ran.err.startswith("sqs-tui: ")
        assert "BU07.json" in ran.err
        assert ran.err.count("\n") == 1
        assert len(ran.out) > 500
    assert (demo_library / BURY / "cases" / "BU07.json").read_text() == '{"record": '
    summary = json.loads(run("--library", demo_library, "summary", "bury", "--json").out)
    assert summary["questions"]["1.1"]["of"] == 13


def test_a_damaged_inspection_is_named_and_the_others_are_listed(run: Run, demo_library: Path) -> None:
    assert run("--library", demo_library, "new", "--area", "Leeds").code == 0
    (demo_library / BURY / "inspection.json").write_text("null")
    ran = run("--library", demo_library, "list")
    assert ran.code == 1
    assert BURY in ran.err
    assert "Leeds" in ran.out
    ran = run("--library", demo_library, "show", "bury")
    assert ran.code == 1
    assert "Traceback" not in ran.err


@pytest.fixture
def read_only(demo_library: Path) -> Iterator[Path]:
    modes = {path: path.stat().st_mode for path in [demo_library, *demo_library.rglob("*")]}
    for path, mode in modes.items():
        path.chmod(mode & ~0o222)
    yield demo_library
    for path, mode in modes.items():
        path.chmod(mode)


def test_a_read_only_library_is_read_and_not_written(run: Run, read_only: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in read_only.rglob("*")}
    for command in (["list"], ["show", "bury"], ["show", "bury", "BU01"], ["summary", "bury"], ["letter", "bury"]):
        ran = run("--library", read_only, *command)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out
    assert_one_line(run("--library", read_only, "new", "--area", "Leeds"), code=2, says=str(read_only))
    assert {path: path.stat().st_mtime_ns for path in read_only.rglob("*")} == before


def test_text_of_any_kind_is_text_in_every_field(run: Run, tmp_path: Path) -> None:
    library, target = tmp_path / "library", tmp_path / "letter.html"
    fields = [
        f
        for name in ("area", "service", "lead", "contact", "addressee", "sender", "letterhead", "copy")
        for f in (f"--{name}", NASTY)
    ]
    ran = run("--library", library, "new", *fields, "--cases", f"{NASTY.replace(',', '')}, BU02")
    assert ran.code == 0
    folder = ran.out.strip()
    assert folder == Path(folder).name
    assert folder.isprintable()
    for command in (
        ["list"],
        ["list", "--json"],
        ["show", folder],
        ["show", folder, "BU02"],
        ["summary", folder],
        ["letter", folder],
        ["letter", folder, "--html"],
    ):
        shown = run("--library", library, *command)
        assert (shown.code, shown.err) == (0, "")
        assert all(line.isprintable() for line in shown.out.splitlines())
    assert "[red]x[/red]" in run("--library", library, "show", folder).out
    assert run("--library", library, "export", folder, "--format", "html", "--output", target, "--draft").code == 0
    page = target.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


# As a process of its own


def test_a_reader_that_has_seen_enough_is_no_fault() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = sqs_tui_process("criteria", "show", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_behind_stdout_is_told_in_one_line() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with full.open("w") as stdout:
        done = sqs_tui_process("criteria", "show", stdout=stdout.fileno())
    assert (done.returncode, done.stderr) == (2, b"sqs-tui: No space left on device.\n")


def test_data_is_utf_8_whatever_the_locale() -> None:
    done = sqs_tui_process("--demo", "letter", "bury", env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"})
    assert (done.returncode, done.stderr.count(b"\n")) == (0, 1)
    assert b"thrown away" in done.stderr
    assert done.stdout.decode("utf-8").count("Bury") > 1


def test_an_interrupt_ends_with_130() -> None:
    code = """
import signal, sys
from sqs_tui import cli, plain
plain.library_path = lambda *_: signal.raise_signal(signal.SIGINT)
sys.exit(cli.main(["where"]))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "sqs-tui: interrupted.\n")
