"""Where the inspector is, kept on disk while the program runs: after a dropped line the next start leads back there."""

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from sqs_tui.errors import NotSavedError
from sqs_tui.store.place import Place, read_place, save_place


class Whereabouts:
    """The place of an account in a library. `look` gives the present one."""

    def __init__(self, library: Path, by: str, look: Callable[[], Place]) -> None:
        self._library = library
        self._by = by
        self._look = look
        self.found = read_place(library, by)
        """Where the account was when the program ended last; nowhere in particular where it was left as it should be."""
        self._kept = self.found
        self._fault = ""

    def keep(self) -> None:
        """Keep the present place if it is another; a question of the same record is none, since a draft has its own."""
        now = self._look()
        if replace(now, question="") != replace(self._kept, question=""):
            self._put(now)

    def keep_exactly(self) -> None:
        """Keep the present place with its question: the program is about to end without having been left."""
        self._put(self._look())

    def leave(self, *, unended: bool) -> None:
        """The program is left; only what is `unended` (a note, a paragraph) and what is typed in forms lead back."""
        now = self._look()
        self._put(now if unended else Place(typed=now.typed))

    def _put(self, place: Place) -> None:
        if place == self._kept and not self._fault:
            return
        try:
            save_place(self._library, self._by, place)
        except NotSavedError as fault:
            self._fault = str(fault)
        else:
            self._kept, self._fault = place, ""

    @property
    def unsaved(self) -> str:
        """That what is typed in a form is on no disk, and why; the place itself is no loss."""
        return f"What was typed in a form is not on disk. {self._fault}" if self._fault and self._look().typed else ""
