"""The letter of an open inspection: what people have made of it, saved as they make it, taken back act by act."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.history import Cause, OvertakenError, Stand, reversals, undoable_acts
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, Entries, Entry, LetterChange, ParagraphEntry, entries_from
from sqs_tui.errors import LibraryError, NotSavedError
from sqs_tui.store.conflicts import Decided, require_open
from sqs_tui.store.files import status_of
from sqs_tui.store.history import Writer
from sqs_tui.store.letter_file import (
    LETTER,
    NOTHING,
    LetterData,
    LetterDraft,
    LetterFile,
    change_entry,
    cleaned,
    create_letter,
    open_letter,
    set_letter_draft,
)
from sqs_tui.store.table_file import Writing
from sqs_tui.text import clean_text

_SHOWN = 40
"""How many characters of a paragraph tell which it is."""


class OpenLetter:
    """The letter in an inspection's folder. Its file begins with the first thing that a person does to it.

    `announce` is told of every change: whether this program made it. Whatever changes something is on disk when it returns; it
    raises NotSavedError where it could not be, and then nothing has changed in memory either.
    """

    def __init__(self, folder: Path, instrument: Instrument, writer: Writer, announce: Callable[[bool], None]) -> None:
        self._path = folder / LETTER
        self._instrument = instrument
        self._writer = writer
        self._announce = announce
        self._file: LetterFile | None = None
        self.fault = ""
        """Why the file cannot be used, where it cannot."""
        self._unusable: tuple[int, ...] = ()
        """By what to see that it is still the file that could not be opened, without reading it again."""
        self._read: tuple[LetterData, Entries] = (NOTHING, Entries())
        self._open()

    @property
    def entries(self) -> Entries:
        """What people have made of the letter, as of now."""
        if self._read[0] is not self._state:
            self._read = (self._state, entries_from(self._state.entries))
        return self._read[1]

    @property
    def draft(self) -> LetterDraft | None:
        """What this account was typing when it was last saved."""
        return self._state.drafts.get(self._writer.by)

    @property
    def _state(self) -> LetterData:
        return self._file.state if self._file else NOTHING

    def refresh(self) -> bool:
        """Pick up what other processes wrote, announce it, and give whether there was anything."""
        before = self._state
        if self._file is None:
            self._open()
        else:
            try:
                self._file.refresh()
            except LibraryError as fault:
                self.fault = str(fault)
                return False
            self.fault = ""
        return self._tell(before, self._state, own=False)

    def put(self, entries: Mapping[str, Entry | None], seen: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Save entries by their keys as one act; None leaves nothing under a key.

        Each replaces what this program knew under its key, or what `seen` has for it; what another put there meanwhile is in
        conflict with it. Raises LibraryError for an entry that lacks its reason, and then saves none.
        """
        made = {key: cleaned(entry) if entry else None for key, entry in entries.items()}
        if self._file is None and not any(made.values()):
            return  # no file begins with nothing
        act = self._writer.act_id()
        with self._writing() as writing:
            for key, entry in made.items():
                change_entry(writing, self._writer, key, entry, act=act, base=(seen or {}).get(key))

    @property
    def changes(self) -> Iterable[LetterChange]:
        """Its whole history."""
        return self._state.changes.values()

    @property
    def conflicts(self) -> list[Stand[LetterChange]]:
        """What two have made of the same part of the letter without seeing each other's."""
        return self._state.conflicts

    def settle(self, conflict: Conflict, chosen: LetterChange, decision: Decided) -> None:
        """Let what one line of a conflict says stand, over all of them; raises LibraryError where it is no longer one."""
        with self._writing() as writing:
            require_open(conflict, writing.state.stands.get(chosen.key))
            change_entry(writing, self._writer, chosen.key, chosen.new, act=self._writer.act_id(), **decision)

    def seen(self, key: str) -> tuple[str, ...]:
        """The lines on which a part of the letter stands now: what `put` is told where the part is edited for a while."""
        stand = self._state.stands.get(key)
        return stand.base if stand else ()

    def save_draft(self, draft: LetterDraft | None) -> None:
        """Keep what this account is typing, or forget it; it is no part of the history."""
        if draft:
            draft = msgspec.structs.replace(draft, text=clean_text(draft.text))
        if draft != self.draft:
            with self._writing() as writing:
                set_letter_draft(writing, self._writer.by, draft)

    def undo(self) -> str:
        """Take back this account's last act on the letter; says what, or why not."""
        return self._reverse(again=False)

    def redo(self) -> str:
        """Bring again what the last undo took back; says what, or why not."""
        return self._reverse(again=True)

    def _reverse(self, *, again: bool) -> str:
        self.refresh()
        acts = undoable_acts({"": self._state.changes.values()}, self._writer.by)[1 if again else 0]
        if not acts:
            return f"There is nothing to {'redo' if again else 'undo'} in the letter."
        last = acts[-1]
        cause = Cause.REDO if again else Cause.UNDO
        try:
            with self._writing() as writing:
                lines = [change for _, change in last.changes]
                own = self._writer.act_id()
                for found in reversals(lines, writing.state.changes, self._writer.by, again=again):
                    change_entry(
                        writing, self._writer, found.subject, found.to, act=own, cause=cause, base=found.base, undoes=last.id
                    )
        except OvertakenError as overtaken:
            return f"{overtaken.by} has changed this since, and it stays as it is."
        return f"{'Brought back' if again else 'Took back'}: {self._what(lines[0])}."

    def _what(self, change: LetterChange) -> str:
        kind, _, identity = change.key.partition(":")
        made = change.new or change.old
        match made:
            case ParagraphEntry():
                removed = isinstance(change.new, ParagraphEntry) and change.new.removed
                text = " ".join((made.text or "").split())
                shown = f" “{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else ""
                return f"the removal of a paragraph{shown}" if removed else f"what was done to the paragraph{shown}"
            case Decision():
                title = next((area.title for area in self._instrument.areas if area.id == identity), identity)
                return f"the decision on “{title}”"
            case _:
                return f"a {kind}"

    def _open(self) -> None:
        status = status_of(self._path)
        if self.fault and status == self._unusable:
            return
        self.fault = ""
        if not status:
            return
        try:
            self._file = open_letter(self._path)
        except LibraryError as fault:
            self.fault, self._unusable = str(fault), status

    def _tell(self, before: LetterData, after: LetterData, *, own: bool) -> bool:
        changed = before.changes != after.changes
        if changed:
            self._announce(own)
        return changed

    @contextmanager
    def _writing(self) -> Iterator[Writing[LetterData]]:
        """One save, announced when it is on disk; so is what another process is seen to have written."""
        before = self._state
        file = self._begun()
        started: Writing[LetterData] | None = None
        try:
            with file.writing() as started:
                yield started
        finally:
            if started:
                self._tell(before, started.found, own=False)
        self._tell(started.found, started.state, own=True)

    def _begun(self) -> LetterFile:
        """The letter's file, which begins now where there is none. Raises NotSavedError."""
        if self._file is None:
            self._open()
        if self._file is None and not self.fault:
            with suppress(FileExistsError):  # another process has begun it at this moment
                create_letter(self._path)
            self._open()
        if self._file is None:
            raise NotSavedError(f"Not saved, because {self.fault}")
        return self._file
