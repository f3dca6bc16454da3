"""Where somebody is in the program, kept beside the library's inspections, so that the next start leads back there."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from sqs_tui.store.files import make_folder, require_writable, safe_name, saving, write_file
from sqs_tui.store.locks import locked
from sqs_tui.store.storage import FORMAT

FOLDER = ".places"

Values = dict[str, str]
"""What is typed in a form, by field."""
Forms = Mapping[str, Mapping[str, Mapping[str, str]]]
"""What is typed in forms: values by field, by the form's title, by the inspection's folder (empty for the library's own)."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place in the program, and what is typed there outside of records and letters."""

    inspection: str = ""
    """Its folder; empty where the list of all is shown."""
    record: str = ""
    """The id of the record that is reviewed."""
    question: str = ""
    letter: bool = False
    private: bool = False
    """In the private view."""
    typed: Forms = {}


class _Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the file holds."""

    format: int
    by: str
    place: Place


def read_place(library: Path, by: str) -> Place:
    """Where an account was; nowhere in particular where that is not known. Never raises: to be led back is a comfort."""
    try:
        kept = msgspec.json.decode(_path(library, by).read_bytes(), type=_Kept)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Place()
    return kept.place if kept.by == by and kept.format <= FORMAT else Place()


def save_place(library: Path, by: str, place: Place) -> None:
    """Keep where an account is. Raises NotSavedError."""
    path = _path(library, by)
    with saving(path):
        if place == Place():
            path.unlink(missing_ok=True)
            return
        library.parent.mkdir(parents=True, exist_ok=True)
        for folder in (library, path.parent):
            if not folder.is_dir():
                make_folder(folder)
        require_writable(path)
        kept = _Kept(format=FORMAT, by=by, place=place)
        with locked(path):
            write_file(path, msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")


def typed_in(library: Path, inspection: str) -> dict[Path, int]:
    """How many forms of an inspection, by its folder, somebody has left with something typed in them, by the file that has it."""
    found: dict[Path, int] = {}
    for path in sorted((library / FOLDER).glob("*.json")):
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            continue
        if inspection in kept.place.typed:
            found[path] = len(kept.place.typed[inspection])
    return found


def forget_typed(path: Path, inspection: str) -> None:
    """Remove from a file what is typed in the forms of an inspection. Raises NotSavedError."""
    with saving(path):
        require_writable(path)
        with locked(path):
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
            typed = {folder: forms for folder, forms in kept.place.typed.items() if folder != inspection}
            left = msgspec.structs.replace(kept, place=msgspec.structs.replace(kept.place, typed=typed))
            write_file(path, msgspec.json.format(msgspec.json.encode(left), indent=2) + b"\n")


def _path(library: Path, by: str) -> Path:
    return library / FOLDER / f"{safe_name(by, otherwise='somebody')}.json"
