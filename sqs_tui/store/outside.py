"""A text that is out in the user's own editor: a file in the library, for that account alone, with what is known of it beside it.

It lies there from before the editor starts until what was written is on disk elsewhere. So a program that is killed meanwhile
leaves it behind, and the next start makes it what is being typed. The lock is held by the program, and by the editor, which
inherits it: what either of them still has is left alone.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from sqs_tui.domain.records import Draft
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.store.files import make_folder, random_name, saving, shown
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.places import content_of
from sqs_tui.store.storage import FORMAT
from sqs_tui.text import clean_text

FOLDER = ".editing"
"""Where in a library such files lie."""
_ABOUT = "about.json"
_LOCK = "lock"
_NOTE, _PARAGRAPH = "note.txt", "paragraph.md"
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What begins a file of editors that write no UTF-8."""


class About(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is out in an editor: the note on an answer, or a paragraph of the letter."""

    format: int = FORMAT
    by: str
    inspection: str
    """Its id."""
    called: str
    """What is edited, in words: "2.2 of BU07"."""
    text: str
    """The text as it was handed over."""
    record: str = ""
    """The id of the record that the note is on; empty for a paragraph."""
    note: Draft | None = None
    """What the text becomes where its editing was broken off: a note that is typed."""
    paragraph: LetterDraft | None = None
    """The same for a paragraph."""


class Outside:
    """One such text. The caller holds its lock as long as this lives, or until it is let go of."""

    def __init__(self, folder: Path, about: About, lock: int) -> None:
        self._folder = folder
        self.about = about
        self.lock = lock
        """The descriptor of the lock, for the editor to inherit."""
        self.path = folder / (_PARAGRAPH if about.paragraph else _NOTE)
        """The file to edit."""

    def read(self) -> str:
        """What was written, cleaned; as it was where nothing but its last line's end has changed. Raises LibraryError."""
        try:
            content = content_of(self.path)
        except OSError as fault:
            raise LibraryError(f"{shown(self.path)} cannot be read: {(fault.strerror or str(fault)).lower()}.") from fault
        if content is None:
            raise LibraryError(f"{shown(self.path)} is no longer there: the text is as it was.")
        text = clean_text(_decoded(content)).strip()
        return self.about.text if text == self.about.text.strip() else text

    @property
    def has_changed(self) -> bool:
        """Whether something else is in it than was handed over."""
        try:
            return self.read() != self.about.text
        except LibraryError:
            return False

    def remove(self) -> None:
        """Remove it, but not what an editor that was killed keeps beside it for the words that it had not saved."""
        if self.swap is None:
            shutil.rmtree(self._folder, ignore_errors=True)
        else:
            for path in (self.path, self._folder / _ABOUT, self._folder / _LOCK):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        self.let_go()

    def leave(self) -> None:
        """The program ends: remove it where nobody has written in it, unless an editor goes on by itself and still may."""
        untouched = not self.has_changed
        self.let_go()
        if untouched:
            with suppress(OSError):
                os.close(_locked(self._folder))
                self.remove()

    def let_go(self) -> None:
        """Hold it no more, and leave it where it is."""
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1

    @property
    def swap(self) -> Path | None:
        """What an editor keeps beside a file while it has it, and leaves there when it is killed: `.note.txt.swp`."""
        with suppress(OSError):
            names = sorted(path.name for path in self._folder.iterdir())
            return next(
                (self._folder / name for name in names if name.startswith((".", "#")) and not name.startswith(".#")), None
            )
        return None


def _decoded(content: bytes) -> str:
    """A file's text: UTF-8, else what its mark says, else the Western encoding of old editors."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def put_outside(library: Path, about: About) -> Outside:
    """Write a text for an editor, in a folder (0700) and a file (0600) of the account alone. Raises NotSavedError."""
    every = library / FOLDER
    folder = every / random_name(8)
    with saving(every):
        if not every.is_dir():
            with suppress(FileExistsError):  # another program has made it at this moment
                make_folder(every)
        folder.mkdir(mode=0o700)
        try:
            folder.chmod(0o700)  # in a shared library, too
            outside = Outside(folder, about, _locked(folder))
            for path, content in (
                (folder / _ABOUT, msgspec.json.encode(about)),
                (outside.path, about.text.encode("utf-8", "replace")),
            ):
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
                    handle.write(content)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return outside


def _locked(folder: Path) -> int:
    """The descriptor of a folder's lock, held. Raises OSError, BlockingIOError where another program, or its editor, has it."""
    descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def left_behind(library: Path, by: str, inspection: str) -> Iterator[Outside]:
    """What an account's programs on an inspection have left behind, each held now; what is still edited is none of it."""
    with suppress(OSError):
        for folder in sorted((library / FOLDER).iterdir()):
            with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                about = msgspec.json.decode((folder / _ABOUT).read_bytes(), type=About)
                if about.by == by and about.inspection == inspection and about.format <= FORMAT:
                    yield Outside(folder, about, _locked(folder))


def texts_of(library: Path, inspection: str) -> tuple[list[Path], list[Path]]:
    """The folders in which a text of an inspection lies, by its id, whosever it is; and those that may not be looked into."""
    found: list[Path] = []
    hidden: list[Path] = []
    for folder in sorted((library / FOLDER).glob("*")):
        try:
            about = msgspec.json.decode((folder / _ABOUT).read_bytes(), type=About)
        except PermissionError:
            hidden.append(folder)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        else:
            if about.inspection == inspection:
                found.append(folder)
    return found, hidden


def is_edited(folder: Path) -> bool:
    """Whether a program, or its editor, still has the text in a folder."""
    try:
        os.close(_locked(folder))
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def remove_text(folder: Path) -> None:
    """Remove a text, and last what tells whose it is. Raises OSError."""
    for path in folder.iterdir():
        if path.name != _ABOUT:
            path.unlink()
    shutil.rmtree(folder)


def taken_back(library: Path, opened: OpenInspection) -> list[str]:
    """Make what was left behind in an inspection what its account is typing there; gives a sentence on each text.

    What was saved is removed. What cannot be taken, since something else is typed there or the record takes nothing more, stays
    where it is, and the sentence names that place.
    """
    told = []
    for outside in list(left_behind(library, opened.by, opened.details.id)):
        try:
            swap = f" What the editor had not saved lies in {shown(outside.swap)}." if outside.swap else ""
            if become_draft(opened, outside):
                told.append(
                    f"What you wrote in your editor on {outside.about.called} is kept as what you are typing there.{swap}"
                )
            elif swap:
                told.append(f"{outside.about.called}:{swap}")
        except SqsError as refused:
            outside.let_go()
            where = shown(outside.path)
            told.append(f"What you wrote in your editor on {outside.about.called} lies at {where} and was not taken: {refused}")
    return told


def become_draft(opened: OpenInspection, outside: Outside) -> bool:
    """Make a text what its account is typing, and remove its file; gives whether there was anything that is saved nowhere.

    Raises LibraryError, and leaves the file as it is, where something else is typed there or nothing is taken.
    """
    text, about = outside.read(), outside.about
    lost = text not in ("", about.text) and text not in _saved(opened, about)
    if lost and about.note:
        _require_free(opened.draft(about.record), text)
        opened.save_draft(about.record, msgspec.structs.replace(about.note, note=text, caret=len(text)))
    elif lost and about.paragraph:
        _require_free(opened.letter.draft, text)
        rows = text.split("\n")
        draft = msgspec.structs.replace(about.paragraph, text=text, caret=(len(rows) - 1, len(rows[-1])))
        opened.letter.save_draft(draft)
    outside.remove()
    return lost


def _require_free(draft: Draft | LetterDraft | None, text: str) -> None:
    typed = (draft.note if isinstance(draft, Draft) else draft.text) if draft else ""
    if typed.strip() not in ("", text):
        raise LibraryError("Something else is typed there: end that first.")


def _saved(opened: OpenInspection, about: About) -> set[str]:
    """Every text that was ever saved there."""
    if about.note:
        return {line.new.note for line in opened.history(about.record, about.note.question) if line.new}
    paragraph = about.paragraph.paragraph if about.paragraph else ""
    lines = (line.new for line in opened.letter.changes if line.key == f"paragraph:{paragraph}")
    return {str(text) for entry in lines if (text := getattr(entry, "text", None))}
