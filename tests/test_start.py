"""What a start pays for: each command, and the first screen, load what they need and nothing of the rest."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BURY = "bury-2013-03"

SCREENS = ("textual", "rich", "sqs_tui.app", "sqs_tui.screens", "sqs_tui.widgets", "sqs_tui.terminal")
LETTER = ("markdown_it", "docx", "sqs_tui.domain.claims", "sqs_tui.domain.privacy", "sqs_tui.lexicon", "sqs_tui.export.word")
SELDOM = (
    "shtab",
    "pygments",
    "secrets",
    "sqs_tui.demo",
    "sqs_tui.store.verify",
    "sqs_tui.store.merge",
    "sqs_tui.store.exchange",
    "sqs_tui.store.restoring",
    "sqs_tui.store.snapshots",
    "sqs_tui.store.beginning",
    "sqs_tui.store.find_index",
    "sqs_tui.domain.finding",
    "sqlite3",
)
OPENED = ("tinydb", "json", "hashlib", "sqs_tui.store.inspection", "sqs_tui.store.storage", "sqs_tui.domain.tally")
"""What it takes to open an inspection."""
COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("--help",): (*LETTER, *SELDOM, *OPENED, "msgspec", "platformdirs", "sqs_tui.store"),
    ("--version",): (*LETTER, *SELDOM, *OPENED, "msgspec", "platformdirs", "sqs_tui.store"),
    ("list", "--help"): (*LETTER, *SELDOM, *OPENED, "msgspec", "platformdirs", "sqs_tui.store"),
    ("where",): (*LETTER, *SELDOM, *OPENED, "msgspec", "sqs_tui.store"),
    ("list",): (*LETTER, *SELDOM),
    ("show", BURY): (*LETTER, *SELDOM),
    ("show", BURY, "BU07"): (*LETTER, *SELDOM),
    ("summary", BURY): (*LETTER, *SELDOM),
    ("changes", BURY): (*LETTER, *SELDOM),
    ("conflicts", BURY): (*LETTER, *SELDOM),
    ("agreement", BURY): (*LETTER, *SELDOM),
    ("compare", BURY, "--over-time"): (*LETTER, *SELDOM),
    ("state", BURY, "BU07", "complete"): (*LETTER, *SELDOM),
    ("letter", BURY): ("docx", "shtab", "pygments"),
    ("problems", BURY, "BU07"): (*LETTER, *SELDOM),
    ("waive", BURY, "BU07", "1.1", "--reason", "x"): (*LETTER, *SELDOM),
    ("problems", BURY): ("docx", "shtab", "pygments"),
    ("check", BURY): ("docx", "shtab", "pygments"),
    ("review", BURY, "BU07", "--plain"): (*LETTER, *SELDOM),
    ("man",): (*LETTER, *SELDOM, *OPENED, "platformdirs"),
    ("completion", "inspections"): (*LETTER, *SELDOM),
}
FIRST_SCREEN = (
    *LETTER,
    *SELDOM,
    "rich.markdown",
    "textual.widgets._markdown",
    "textual.widgets._text_area",
    "textual.widgets._footer",
    "sqs_tui.screens.ask",
    "sqs_tui.screens.form",
    "sqs_tui.screens.help",
    "sqs_tui.screens.letter",
    "sqs_tui.screens.summary",
    "sqs_tui.screens.conflicts",
    "sqs_tui.screens.changes",
    "sqs_tui.screens.inspections",
    "sqs_tui.store.backups",
)
TABLE = ("sqs_tui.screens.inspection", "sqs_tui.widgets.table", "textual.widgets._data_table")


def loaded_by(code: str, *arguments: str) -> set[str]:
    """The modules that are loaded after a piece of code has run in a process of its own."""
    told = f"{code}\nprint(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", f"import sys\n{told}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines())


def needless(loaded: set[str], denied: tuple[str, ...]) -> list[str]:
    return [name for name in denied if name in loaded or any(module.startswith(f"{name}.") for module in loaded)]


RUN = """
from sqs_tui import cli
try: cli.main(sys.argv[1:])
except SystemExit: pass
"""
LIST = f"import sqs_tui.store.index\nsqs_tui.store.index.SETTLED = 0\n{RUN}"
"""The files of a test are so new that the index would not trust their times yet."""
SHOW = """
import asyncio
from pathlib import Path
from sqs_tui.app import SqsApp
from sqs_tui.store.library import Library

app = SqsApp(Library(Path(sys.argv[1])), by="tester", inspection=sys.argv[2], record=sys.argv[3] if sys.argv[3:] else None)

async def show():
    async with app.run_test(size=(80, 24)) as pilot:
        while "Bury 2013" not in "".join(strip.text for strip in app.screen._compositor.render_strips()):
            await pilot.pause(0.01)

asyncio.run(show())
"""


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_plain_command_loads_only_what_it_needs(arguments: tuple[str, ...], demo_library: Path) -> None:
    loaded = loaded_by(RUN, "--library", str(demo_library), *arguments)
    assert "sqs_tui.cli" in loaded
    assert not needless(loaded, (*SCREENS, *COMMANDS[arguments]))


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json")], ids=" ".join)
def test_to_list_what_the_index_knows_loads_little(arguments: tuple[str, ...], demo_library: Path) -> None:
    loaded_by(LIST, "--library", str(demo_library), "list")
    loaded = loaded_by(LIST, "--library", str(demo_library), *arguments)
    assert "sqs_tui.store.index" in loaded
    assert not needless(loaded, (*SCREENS, *LETTER, *SELDOM, *OPENED, "typing_extensions", "inspect"))


def test_the_first_screen_of_an_inspection_loads_only_what_it_needs(demo_library: Path) -> None:
    loaded = loaded_by(SHOW, str(demo_library), BURY)
    assert set(TABLE) <= loaded
    assert not needless(loaded, (*FIRST_SCREEN, "sqs_tui.screens.review"))


def test_the_first_screen_of_a_record_loads_only_what_it_needs(demo_library: Path) -> None:
    loaded = loaded_by(SHOW, str(demo_library), BURY, "BU07")
    assert "sqs_tui.screens.review" in loaded
    assert not needless(loaded, (*FIRST_SCREEN, *TABLE))


def test_a_deny_list_tells_modules_and_packages_from_names_that_only_begin_alike() -> None:
    assert needless({"json", "rich.text", "sqs_tui.store.inspection_file"}, ("json", "rich", "sqs_tui.store.inspection")) == [
        "json",
        "rich",
    ]
