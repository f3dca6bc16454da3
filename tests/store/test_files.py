"""Names are safe whatever they are made from, and modes follow the folder."""

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.store.files import free_name, make_folder, safe_name, shown, write_file, write_refusal


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BU01", "BU01"),
        ("BU 01", "BU-01"),
        ("..", "otherwise"),
        ("../../etc/passwd", "etc-passwd"),
        ("/", "otherwise"),
        ("", "otherwise"),
        ("[brackets]", "brackets"),
        (".hidden", "hidden"),
        ("a\x1b[31mb", "a-31mb"),
        ("a\ud800b", "a-b"),
        ("Łódź 7", "Łódź-7"),
        ("e\u0301", "é"),
        ("🙂", "otherwise"),
        ("-rf", "rf"),
    ],
)
def test_a_name_is_made_safe(text: str, name: str) -> None:
    assert safe_name(text, otherwise="otherwise") == name


@given(st.text(st.characters(), max_size=300))
def test_any_text_makes_a_name_that_can_be_a_file(text: str) -> None:
    name = safe_name(text, otherwise="otherwise")
    assert name
    assert not name.startswith((".", "-"))
    assert "/" not in name
    assert name.isprintable()
    assert len(name.encode()) <= 60


def test_a_name_is_free_whatever_the_case_of_its_letters() -> None:
    assert free_name("BU01", ["bu01", "Bu01-2"]) == "BU01-3"
    assert free_name("STRASSE", ["straße"]) == "STRASSE-2"
    assert free_name("é", ["e\u0301"]) == "é-2"
    assert free_name("BU02", ["BU01"]) == "BU02"


def test_folders_and_files_are_private(tmp_path: Path) -> None:
    folder = tmp_path / "private"
    make_folder(folder)
    write_file(folder / "a.json", b"{}")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "a.json").stat().st_mode) == 0o600


def test_in_a_setgid_folder_they_are_shared_whatever_the_umask(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    before = os.umask(0o077)
    try:
        make_folder(tmp_path / "shared")
        write_file(tmp_path / "shared" / "a.json", b"{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o2770
    assert stat.S_IMODE((tmp_path / "shared" / "a.json").stat().st_mode) == 0o660


def test_a_refusal_to_write_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    assert write_refusal(path) == ""
    path.write_bytes(b"")
    assert write_refusal(path) == ""
    path.chmod(0o400)
    assert "marked read-only" in write_refusal(path)
    path.chmod(0o600)
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "you may not write" in write_refusal(path)


def test_a_path_is_shown_without_what_a_terminal_would_obey() -> None:
    assert shown(Path("/a\x1b[31m\nb")) == "/a[31m b"
