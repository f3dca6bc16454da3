"""A note while it is typed: the text, the caret, and what a key makes of it."""

import msgspec

_REMEMBERED = 100


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """The text with its caret, counted in characters from 0 to its length; `past` is what editing can take back."""

    text: str = ""
    caret: int = 0
    past: tuple[tuple[str, int], ...] = ()

    def insert(self, typed: str) -> "Note":
        """The note with text put in at the caret."""
        return self.put(typed)

    def put(self, text: str, *, erasing: int = 0) -> "Note":
        """The note with text in the place of so many characters before the caret, as one edit."""
        start = max(0, self.caret - erasing)
        return self._edited(self.text[:start] + text + self.text[self.caret :], start + len(text))

    def erase(self) -> "Note":
        """The note without the character before the caret."""
        return self.put("", erasing=1)

    def press(self, key: str) -> "Note | None":
        """What an editing key makes of the note, or None where the key is none."""
        text, caret = self.text, self.caret
        match key:
            case "left" | "ctrl+b":
                return self._moved(max(0, caret - 1))
            case "right" | "ctrl+f":
                return self._moved(min(len(text), caret + 1))
            case "home" | "ctrl+a":
                return self._moved(0)
            case "end" | "ctrl+e":
                return self._moved(len(text))
            case "backspace" | "ctrl+h":
                return self.erase()
            case "delete" | "ctrl+d":
                return self._edited(text[:caret] + text[caret + 1 :], caret)
            case "ctrl+w":
                words = text[:caret].rstrip()
                kept = words[: len(words) - len(words.split()[-1])] if words else ""
                return self._edited(kept + text[caret:], len(kept))
            case "ctrl+u":
                return self._edited(text[caret:], 0)
            case "ctrl+k":
                return self._edited(text[:caret], caret)
            case "ctrl+z":
                return self._taken_back()
        return None

    def _moved(self, caret: int) -> "Note":
        return Note(text=self.text, caret=caret, past=self.past)

    def _edited(self, text: str, caret: int) -> "Note":
        past = (*self.past, (self.text, self.caret))[-_REMEMBERED:]
        return Note(text=text, caret=caret, past=past) if text != self.text else self._moved(caret)

    def _taken_back(self) -> "Note":
        if not self.past:
            return self
        text, caret = self.past[-1]
        return Note(text=text, caret=caret, past=self.past[:-1])
