"""The house keeps its shape: imports run one way, plain commands stay light, files stay short, the README says what is so."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sqs_tui.keys import DEFAULT_KEYS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sqs_tui"
LONGEST = 400


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


def loaded_by(code: str) -> set[str]:
    """The top packages that are loaded after a piece of code has run."""
    told = "import sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    return set(run_python(f"{code}\n{told}").split())


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=50)
    assert done.returncode == 0, done.stdout


def test_the_domain_knows_neither_screens_nor_files() -> None:
    everything = (
        "import importlib, pkgutil, sqs_tui.domain as domain\n"
        "for found in pkgutil.walk_packages(domain.__path__, 'sqs_tui.domain.'): importlib.import_module(found.name)"
    )
    loaded = loaded_by(everything)
    assert "sqs_tui" in loaded
    assert not loaded & {"textual", "rich", "tinydb", "platformdirs", "fcntl"}


@pytest.mark.parametrize("name", ["screens", "widgets", "criteria.json"])
def test_what_people_come_to_change_stands_at_the_top(name: str) -> None:
    link = ROOT / name
    assert link.is_symlink()
    assert str(link.readlink()) == f"sqs_tui/{name}"
    assert link.exists()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_the_readme_shows_the_keys_as_they_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("<!-- keys -->")[2].partition("<!-- /keys -->")[0]
    assert shown.strip() == DEFAULT_KEYS.markdown_table().strip()


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_locked_version_has_its_hashes_and_no_place_of_its_own(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith(" ")]
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert all(line.strip().startswith("--hash=sha256:") for line in lines if line not in pinned)
    assert any(line.startswith("textual==8.2.8 ") for line in pinned)


def test_the_program_runs_on_what_the_developers_run() -> None:
    pinned = {
        name: {
            line.split(" ")[0] for line in (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines() if "==" in line
        }
        for name in ("run.txt", "dev.txt")
    }
    assert pinned["run.txt"] <= pinned["dev.txt"]


_NAMES_A_KEY = re.compile(
    r"(?<![\w“'’`.(+-])(?:[b-zB-HJ-Z!@\"?/.+-]|ctrl\+[a-y]|F\d+) "
    r"(?:adds?|begins?|brings?|chooses?|closes?|copies|ends?|gives?|goes|hides?|inserts?|leaves?|lets?|lists?|moves?|opens?|puts?"
    r"|rewords?|shows?|starts?|switch(?:es)?|takes?|undoes|waives?|writes?)\b"
)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_names_a_key_that_can_be_moved(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings are for those who read the code
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told)
    assert [text for text in texts if isinstance(text, str) and _NAMES_A_KEY.search(text)] == []
