import errno
import os
import stat
from pathlib import Path

import pytest

from sqs_tui.errors import ExportError
from sqs_tui.export import files
from sqs_tui.export.files import write_new


def _raising(number: int) -> object:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def _alone(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written_whole(tmp_path: Path) -> None:
    write_new(tmp_path / "letter.md", "Größe\n".encode(), overwrite=False)
    assert (tmp_path / "letter.md").read_bytes() == "Größe\n".encode()
    assert _alone(tmp_path) == ["letter.md"]


@pytest.mark.parametrize("links", [True, False])
def test_a_new_file_is_its_owner_s_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", _raising(errno.EPERM))
    before = os.umask(0)
    try:
        write_new(tmp_path / "new.md", b"new", overwrite=False)
        write_new(tmp_path / "over.md", b"new", overwrite=True)
    finally:
        os.umask(before)
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600, 0o600]


def test_a_file_that_exists_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("mine")
    with pytest.raises(ExportError, match=r"letter.md exists already: choose another name, or say that it may be overwritten\.$"):
        write_new(path, b"other", overwrite=False)
    assert path.read_text() == "mine"
    assert _alone(tmp_path) == ["letter.md"]


def test_a_file_that_appears_at_the_last_moment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "letter.md"
    monkeypatch.setattr(files, "_require_place", lambda *_, **__: path.write_text("mine"))
    with pytest.raises(ExportError, match="exists already"):
        write_new(path, b"other", overwrite=False)
    assert path.read_text() == "mine"
    assert _alone(tmp_path) == ["letter.md"]


def test_overwriting_keeps_the_rights_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "letter.md"
    path.write_text("old")
    path.chmod(0o640)
    write_new(path, b"new", overwrite=True)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    write_new(tmp_path / "other.md", b"new", overwrite=True)
    assert _alone(tmp_path) == ["letter.md", "other.md"]


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_new(tmp_path / "link", b"new", overwrite=True)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_place_that_cannot_hold_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    os.mkfifo(tmp_path / "pipe")
    for path, says in {
        tmp_path: "is a folder: name a file in it",
        tmp_path / "none" / "letter.md": "There is no folder for",
        tmp_path / "file" / "letter.md": "There is no folder for",
        tmp_path / "pipe": "is no ordinary file",
        tmp_path / ("x" * 300): "cannot be written: file name too long",
        tmp_path / "a\0b": "is no name of a file",
        Path("~no-such-account-here/letter.md"): "is no name of a file",
    }.items():
        with pytest.raises(ExportError, match=says) as caught:
            write_new(path, b"text", overwrite=True)
        assert "\n" not in str(caught.value)
        assert "\0" not in str(caught.value)
    assert _alone(tmp_path) == ["file", "pipe"]


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "you may not write there"), (errno.EROFS, "you may not write there")],
)
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_failed_write_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str, overwrite: bool
) -> None:
    path = tmp_path / "letter.md"
    if overwrite:
        path.write_text("mine")
    before = _alone(tmp_path)
    monkeypatch.setattr(os, "fsync", _raising(number))
    with pytest.raises(ExportError, match=says):
        write_new(path, b"other", overwrite=overwrite)
    assert _alone(tmp_path) == before
    assert not overwrite or path.read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_no_right_to_write_is_said(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("mine")
    (tmp_path / "letter.md").chmod(0o400)
    with pytest.raises(ExportError, match="you may not write there"):
        write_new(tmp_path / "letter.md", b"other", overwrite=True)
    tmp_path.chmod(0o500)
    with pytest.raises(ExportError, match="you may not write there"):
        write_new(tmp_path / "new.md", b"other", overwrite=False)


def test_a_file_system_without_links_never_overwrites_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", _raising(errno.EPERM))
    path = tmp_path / "letter.md"
    write_new(path, b"mine", overwrite=False)
    assert path.read_text() == "mine"
    monkeypatch.setattr(files, "_require_place", lambda *_, **__: None)
    with pytest.raises(ExportError, match="exists already"):
        write_new(path, b"other", overwrite=False)
    assert path.read_text() == "mine"
    monkeypatch.setattr(Path, "replace", _raising(errno.EIO))
    with pytest.raises(ExportError, match="cannot be written: "):
        write_new(tmp_path / "new.md", b"other", overwrite=False)
    assert _alone(tmp_path) == ["letter.md"]
