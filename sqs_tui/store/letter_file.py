"""letter.json: what people have made of the letter, with its history, and what is being typed in it."""

from pathlib import Path

import msgspec

from sqs_tui.domain.history import Cause, Stand, stand_of
from sqs_tui.domain.letter.entries import (
    Decision,
    Entry,
    LetterChange,
    ParagraphEntry,
    Quote,
    Waiver,
    letter_stands,
    present_entries,
)
from sqs_tui.errors import LibraryError
from sqs_tui.store.history import Writer
from sqs_tui.store.storage import Readable, damaged
from sqs_tui.store.table_file import TableFile, Writing, create_file
from sqs_tui.text import clean_text

LETTER = "letter.json"


class LetterDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What was being typed in a paragraph when it was last saved."""

    paragraph: str
    text: str
    caret: tuple[int, int]
    """Row and column."""
    place: str = ""
    """Where a paragraph that is being added will stand."""
    seen: dict[str, tuple[str, ...]] = {}
    """The lines on which what is edited stood when editing began, by key."""
    untouched: str = ""
    """The words with which editing began."""


class LetterData(msgspec.Struct, frozen=True, kw_only=True):
    """What letter.json holds. The entries are replayed from the changes, whatever the file's own list says."""

    changes: dict[str, LetterChange]
    entries: dict[str, Entry]
    stands: dict[str, Stand[LetterChange]]
    """Where the history of each part of the letter has led, by its key."""
    drafts: dict[str, LetterDraft]
    """By account."""

    @property
    def conflicts(self) -> list[Stand[LetterChange]]:
        """What two have made of the same part of the letter without seeing each other's."""
        return [stand for stand in self.stands.values() if stand.others]


NOTHING = LetterData(changes={}, entries={}, stands={}, drafts={})

LetterFile = TableFile[LetterData]
"""letter.json while the inspection is open."""


class _Tables(msgspec.Struct, frozen=True, kw_only=True):
    """The tables of letter.json that are read."""

    changes: dict[str, LetterChange] = {}
    draft: dict[str, LetterDraft] = {}


def open_letter(path: Path) -> LetterFile:
    """Open the letter's file. Raises DamagedFileError, or LibraryError where it cannot be read or is too new."""
    return LetterFile(path, decode_letter)


def create_letter(path: Path) -> None:
    """Write the file of a letter that nobody has touched yet. Raises FileExistsError or NotSavedError."""
    create_file(path, {"entries": {}, "changes": {}, "draft": {}})


def decode_letter(storage: Readable) -> LetterData:
    """What the letter's file holds. Raises as `open_letter` does."""
    tables = storage.read_as(_Tables)
    wrong = next((key for key, change in tables.changes.items() if change.id != key), None)
    if wrong is not None:
        raise damaged(storage.path, f"what it keeps under {wrong} bears another id")
    stands = letter_stands(tables.changes.values())
    return LetterData(changes=tables.changes, entries=present_entries(stands), stands=stands, drafts=tables.draft)


def change_entry(
    writing: Writing[LetterData],
    writer: Writer,
    key: str,
    entry: Entry | None,
    *,
    act: str,
    cause: Cause = Cause.ANSWER,
    base: tuple[str, ...] | None = None,
    undoes: str = "",
    why: str = "",
) -> None:
    """Put an entry over what this program knew under its key, None to have nothing there, with its line of history.

    What came since the program knew it is in conflict with the entry; `base` names what is replaced instead. What a person
    makes anew and is there already leaves no line.
    """
    data = writing.state
    old = data.entries.get(key)
    if cause is Cause.ANSWER:
        if entry == old:
            return
        cause = Cause.ANSWER if entry else Cause.CLEAR
    seen = writing.before.stands.get(key)
    replaces = base if base is not None else seen.base if seen else ()
    change = LetterChange(
        id=writer.change_id(),
        # After every other line: what undo and redo find goes by the order in which things were done.
        at=writer.at(known.at for known in data.changes.values()),
        by=writer.by,
        key=key,
        old=old,
        new=entry,
        base=tuple(replaced for replaced in replaces if replaced in data.changes),  # a restore may have taken it away
        act=act,
        cause=cause,
        undoes=undoes,
        why=why,
    )
    changes = {**data.changes, change.id: change}
    stands = dict(data.stands)
    stands[key] = stand = stand_of(line for line in changes.values() if line.key == key) or stands[key]
    entries = {known: held for known, held in data.entries.items() if known != key}
    if stand.line.new:
        entries[key] = stand.line.new
    writing.put("changes", change.id, change)
    writing.put("entries", key, entries.get(key))
    writing.state = msgspec.structs.replace(data, changes=changes, entries=entries, stands=stands)


def set_letter_draft(writing: Writing[LetterData], by: str, draft: LetterDraft | None) -> None:
    """Keep what an account is typing, or forget it."""
    drafts = {account: kept for account, kept in writing.state.drafts.items() if account != by}
    if draft:
        drafts[by] = draft
    writing.put("draft", by, draft)
    writing.state = msgspec.structs.replace(writing.state, drafts=drafts)


def cleaned(entry: Entry) -> Entry:
    """An entry with its text cleaned. Raises LibraryError for one that lacks what it is for."""
    match entry:
        case ParagraphEntry(text=str(text)):
            return msgspec.structs.replace(entry, text=clean_text(text).strip())
        case Decision():
            reason, text = clean_text(entry.reason, one_line=True), clean_text(entry.text, one_line=True)
            if entry.sign is None and not reason:
                raise LibraryError("An area is left out with a reason: say why.")
            return msgspec.structs.replace(entry, reason=reason, text=text)
        case Quote():
            return msgspec.structs.replace(entry, original=clean_text(entry.original), text=clean_text(entry.text, one_line=True))
        case Waiver():
            reason = clean_text(entry.reason, one_line=True)
            if not reason:
                raise LibraryError("A problem is waived with a reason: say why it may stand.")
            return msgspec.structs.replace(entry, says=clean_text(entry.says, one_line=True), reason=reason)
        case _:
            return entry
