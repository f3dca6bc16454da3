"""The documentation is held to the program: every command line, key, setting, link and example in it is tried."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import astuple
from syrupy.assertion import SnapshotAssertion

from docs.picture import SCENES
from docs.tables import TABLES, commands, renewed
from sqs_tui import cli
from sqs_tui.command_line import parser
from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument_faults import check_instrument
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.errors import InstrumentError
from sqs_tui.keys import ANSWER_KEYS, DEFAULT_KEYS, key_name, reserved_keys
from sqs_tui.settings import DEFAULTS, read_settings
from sqs_tui.store.library import Library
from sqs_tui.widgets.glyphs import ASCII, UNICODE
from tests.docs.reading import PAGES, ROOT, Line, anchors, blocks, bold_keys, command_lines, links, rows, tokens

README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "user-guide.md"
AUTHORS = ROOT / "docs" / "instrument-authors.md"
LINES = [(page.name, line) for page in PAGES for line in command_lines(page)]
EVERYWHERE_KEYS = {"Enter", "Esc", "Up", "Down", "Left", "Right", "Space"}
"""Keys that lists, forms and the flow of answers take for themselves."""


def of_page(page: Path) -> str:
    return page.name


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{page}: {' '.join(line.arguments)[:60]}" for page, line in LINES])
def test_the_program_takes_every_command_line(page: str, line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(line.arguments) == 0, f"{page}: {capsys.readouterr().err}"


def parsed(arguments: Sequence[str]) -> int:
    """What the parser ends with: 0 for a line that it takes, as for `--help`."""
    try:
        parser(cli.open_program).parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


@pytest.mark.parametrize("line", [line for _, line in LINES if line.runs], ids=lambda line: " ".join(line.arguments)[:60])
def test_what_is_to_be_run_on_the_demonstration_ends_as_the_page_tells(
    line: Line, demo_library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code = cli.main(["--library", str(demo_library), *line.arguments])
    assert code == line.code, capsys.readouterr().err


def test_every_command_is_told_of() -> None:
    told = {" ".join(line.arguments) for _, line in LINES}
    untold = [name for name, *_ in commands() if not any(one == name or one.startswith(f"{name} ") for one in told)]
    assert untold == []


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_nothing_that_is_to_be_read_is_lost_behind_a_comment(page: Path) -> None:
    """In Markdown a line that begins with a comment is shown as it stands, its bold and its links included."""
    raw = [re.sub(r"<!--.*?-->", "", token.content).strip() for token in tokens(page) if token.type == "html_block"]
    assert [text for text in raw if text] == []


def resolved() -> Iterator[tuple[str, str, str, str]]:
    """Every key that is printed bold: its section, its screen, the key, the command it runs there, or "itself" without one."""
    everywhere = DEFAULT_KEYS.by_place()["Everywhere"]
    for section, screens, key in (*bold_keys(README), *bold_keys(GUIDE)):
        for screen in screens or ("no screen",):
            applying = everywhere if screen == "Everywhere" else DEFAULT_KEYS.for_screen(screen)
            runs = next((command.id for command in applying if key in map(key_name, command.keys)), "")
            free = key in EVERYWHERE_KEYS or (key in ANSWER_KEYS and screen == ScreenName.REVIEW)
            yield section, screen, key, runs or ("itself" if free and screens else "nothing")


def test_every_key_that_is_told_runs_a_command_of_the_screen_that_is_named() -> None:
    assert [found for found in resolved() if found[3] == "nothing"] == []


def test_the_keys_that_are_told_mean_what_they_meant_when_that_was_written(snapshot: SnapshotAssertion) -> None:
    """Where this fails, read the sections that it names again before `--snapshot-update`."""
    assert sorted({f"{section}: {key} on {screen} is {runs}" for section, screen, key, runs in resolved()}) == snapshot


def test_every_command_of_the_screens_is_in_the_guide() -> None:
    told = {runs for *_, runs in resolved()}
    assert [command.id for command in COMMANDS if command.id not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_tables_that_are_made_from_the_program_are_as_it_is(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert renewed(text) == text, "run `make tables`"


def test_every_such_table_stands_in_a_page() -> None:
    texts = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in TABLES if f"<!-- /{name} -->" not in texts] == []


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_link_leads_somewhere(page: Path) -> None:
    wrong = []
    for link in links(page):
        place, _, anchor = link.target.partition("#")
        file = page.parent / place if place else page
        if "://" not in link.target and not (file.exists() and (not anchor or anchor in anchors(file))):
            wrong.append(link.target)
    assert wrong == []


def test_every_picture_that_is_drawn_is_shown_and_every_one_that_is_shown_is_there() -> None:
    shown = {
        (page.parent / link.target).resolve() for page in PAGES for link in links(page) if link.target.endswith((".svg", ".png"))
    }
    assert [str(path) for path in shown if not path.exists()] == []
    assert {path.stem for path in shown if path.suffix == ".svg"} == SCENES.keys()


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_no_page_tells_of_the_machine_it_was_written_on(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"/(?:root|work|tmp|home|Users)/\S*", text) == []
    assert str(ROOT) not in text


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_file_of_the_program_that_a_page_names_is_there(page: Path) -> None:
    named = [token.content for token in tokens(page) if token.type == "code_inline"]
    paths = [name for name in named if re.fullmatch(r"(sqs_tui|tests|docs|benchmarks)/[\w./-]*", name)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_figures_print_what_the_guide_says(demo_library: Path) -> None:
    written = Library(demo_library).open("bury-2013-03", by="reader", now=lambda: datetime(2013, 3, 20, tzinfo=UTC)).written()
    told = {cell[0]: cell[1] for cell in rows(GUIDE, "figures")}
    assert told
    assert {text: written.figures.print(parse_figure(text.strip("{}")), first=False).text for text in told} == told


def test_the_signs_of_the_guide_are_those_of_the_screens() -> None:
    known = set(zip(astuple(UNICODE), astuple(ASCII), strict=True))
    told = [(sign, plain) for sign, plain, _ in rows(GUIDE, "signs")]
    assert told
    assert [pair for pair in told if pair not in known] == []


def test_the_settings_of_the_guide_are_sound(tmp_path: Path) -> None:
    [shown] = blocks(GUIDE, "toml")
    (tmp_path / "settings.toml").write_text(shown, encoding="utf-8")
    settings, faults = read_settings(tmp_path / "settings.toml", {})
    assert faults == []
    assert settings != DEFAULTS


# The guide for those who write criteria


def assembled() -> dict[str, object]:
    """The criteria file that the parts shown on the page make together."""
    return {name: part for block in blocks(AUTHORS, "json") for name, part in json.loads(block).items()}


def test_the_parts_of_the_authors_guide_make_a_criteria_file() -> None:
    instrument = check_instrument(json.dumps(assembled()), where="page", reserved=reserved_keys())
    assert instrument.letter.blocks


def test_the_faults_of_the_authors_guide_are_told_as_it_says() -> None:
    listed = rows(AUTHORS, "faults")
    assert len(listed) > 8
    sound = json.dumps(assembled(), ensure_ascii=False)
    for was, becomes, says in listed:
        assert was in sound, was
        with pytest.raises(InstrumentError) as told:
            check_instrument(sound.replace(was, becomes, 1), where="kennels.json", reserved=reserved_keys())
        assert str(told.value).removeprefix("kennels.json: ").partition(" (and ")[0].rstrip(".") == says.rstrip(".")


def test_conditions_and_figures_of_the_authors_guide_can_be_read() -> None:
    conditions, figures = rows(AUTHORS, "conditions"), rows(AUTHORS, "figure-forms")
    assert conditions
    assert figures
    for condition, _ in conditions:
        parse(condition)
    assert [text for text, _ in figures if parse_figure(text.strip("{}")).fault] == []
