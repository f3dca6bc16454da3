"""What a terminal sends, cut into what was pressed: characters, Escape alone, the sequence of one key or report, a paste.

A terminal sends Escape as the byte with which the sequences of all other keys begin, and a line hands over what was typed in
pieces of its own. So the sequences that terminals do send are known here, and everything else behind an Escape is Escape and
what was pressed after it: no command of this program is bound to alt. Only silence tells Escape alone from the beginning of
such a sequence. The sequences are those of xterm's "Control Sequences", of the Kitty keyboard protocol, of the Linux console
and of rxvt. Two of rxvt's look like Escape, a bracket and a letter, which is why it has to be named.
"""

import re
from enum import StrEnum

import msgspec

ESCAPE = "\x1b"
PASTE_LASTS = 5.0
"""Seconds of silence after which a paste whose end was lost is over, else no key would be heard any more."""
_PASTE_BEGINS, _PASTE_ENDS = "\x1b[200~", "\x1b[201~"

_WHOLE = r"""\x1b(?:
    \[(?:
        [A-IOPQSZ~]                     # arrows, Home, End, shift+Tab, focus gained and lost, F1 to F4 of Kitty
      | \[[A-E]                         # F1 to F5 of the Linux console
      | M[^\x1b]{3}                     # the mouse as it was first reported
      | \d+[~^$@]                       # keys by number
      | (?:9|\d\d+)u                    # keys by the character's number
      | 5[A-D]                          # tmux: ctrl and an arrow
      | \d[\d:]*;[\d;:]*[ -/]?[@-~]     # anything with modifiers, where the cursor is, how large the window is
      | [<=>?]\d[\d;:-]*[ -/]?[@-~]     # the mouse, and answers about modes
    )
  | O[A-DFHMP-S]                        # arrows, Home, End, Enter, F1 to F4
)"""
_OF_RXVT = r"|\x1b(?:\[[a-d]|O[a-dj-y])"
_BEGUN = re.compile(r"\x1b(?:\[(?:[<=>?]?(?:\d[\d;:-]*[ -/]?)?|\[|M[^\x1b]{0,2})|O)?")


class Kind(StrEnum):
    """What a piece is."""

    KEYS = "keys"
    """Each character is a key."""
    ESCAPE = "escape"
    SEQUENCE = "sequence"
    PASTE = "paste"
    """Text, which no key is."""


class Piece(msgspec.Struct, frozen=True):
    """Something that was pressed, pasted or reported, as the terminal sent it; of a paste, its text."""

    kind: Kind
    text: str


class Cutter:
    """Cuts text into pieces, wherever the line has split it.

    `patience` is the time in seconds within which the next part of a sequence arrives. Times are those of a clock that never
    goes back.
    """

    def __init__(self, patience: float, *, rxvt: bool = False) -> None:
        self._patience = patience
        self._whole = re.compile(_WHOLE + (_OF_RXVT if rxvt else ""), re.VERBOSE)
        self._open = ""
        """What may be the beginning of a sequence; while something is pasted, what has come of it."""
        self._pasting = False
        self._at = 0.0
        """When the last of it came."""

    @property
    def due(self) -> float | None:
        """When silence will have made clear what the last characters were."""
        if self._pasting:
            return self._at + PASTE_LASTS
        return self._at + self._patience if self._open else None

    def cut(self, text: str, at: float) -> list[Piece]:
        """Take what has come, and give the pieces that are whole."""
        seen = max(0, len(self._open) - len(_PASTE_ENDS)) if self._pasting else 0
        text, self._open, self._at = self._open + text, "", at
        pieces: list[Piece] = []
        place = 0
        while place < len(text):
            if self._pasting:
                end = text.find(_PASTE_ENDS, place + seen)
                seen = 0
                if end < 0:
                    self._open = text[place:]
                    break
                pieces.append(Piece(Kind.PASTE, text[place:end]))
                self._pasting = False
                place = end + len(_PASTE_ENDS)
            elif text[place] != ESCAPE:
                end = text.find(ESCAPE, place)
                end = len(text) if end < 0 else end
                pieces.append(Piece(Kind.KEYS, text[place:end]))
                place = end
            elif found := self._whole.match(text, place):
                place = found.end()
                self._pasting = found[0] == _PASTE_BEGINS
                if found[0] not in (_PASTE_BEGINS, _PASTE_ENDS):
                    pieces.append(Piece(Kind.SEQUENCE, found[0]))
            elif _BEGUN.fullmatch(text, place):
                self._open = text[place:]
                break
            else:
                pieces.append(Piece(Kind.ESCAPE, ESCAPE))
                place += 1
        return pieces

    def look(self, at: float) -> list[Piece]:
        """Nothing more has come: give what is due."""
        if self.due is None or at < self.due:
            return []
        left, self._open = self._open, ""
        if self._pasting:
            self._pasting = False
            return [Piece(Kind.PASTE, left)]
        rest = [Piece(Kind.KEYS, left[1:])] if left[1:] else []
        return [Piece(Kind.ESCAPE, ESCAPE), *rest]
