"""What was pressed, from what a terminal sends and when it came; Textual's own parser is left to name the keys.

Fed directly, that parser takes Escape and a key that arrive together for another key, loses Escape where that key is a bracket,
looks only every 0.1 seconds whether Escape was all, stops for good at some sequences, and makes keys of a paste.
"""

from collections.abc import Iterator

from textual import events
from textual._xterm_parser import _MAX_SEQUENCE_SEARCH_THRESHOLD, XTermParser
from textual.message import Message

from sqs_tui.terminal.bursts import Bursts
from sqs_tui.terminal.sequences import Cutter, Kind, Piece


class KeyReader:
    """Text that comes goes in with the time at which it came, messages for the application come out.

    `patience` is the time in seconds within which the next part of a sequence arrives; `rxvt` tells that the terminal is that.
    """

    def __init__(self, patience: float, *, rxvt: bool = False) -> None:
        self._cutter = Cutter(patience, rxvt=rxvt)
        self._bursts = Bursts()
        self._names = _Names()

    def read(self, text: str, at: float) -> list[Message]:
        """Take what has come."""
        return self._messages(self._bursts.take(self._cutter.cut(text, at), at))

    def look(self, at: float) -> list[Message]:
        """Nothing more has come by now: give what silence has made clear."""
        pieces = self._bursts.take(self._cutter.look(at), at)
        return self._messages([*pieces, *self._bursts.look(at)])

    def wait(self, at: float) -> float | None:
        """Seconds until silence will make something clear; None where nothing is open."""
        dues = [due for due in (self._cutter.due, self._bursts.due) if due is not None]
        return max(0.0, min(dues) - at) if dues else None

    def _messages(self, pieces: list[Piece]) -> list[Message]:
        return [message for piece in pieces for message in self._names.of(piece)]


class _Names(XTermParser):
    """Textual's parser, which is handed whole pieces only."""

    def of(self, piece: Piece) -> Iterator[Message]:
        """What a piece is to the application; nothing, where Textual knows no such sequence."""
        match piece.kind:
            case Kind.ESCAPE:
                yield events.Key("escape", piece.text)
            case Kind.PASTE:
                yield events.Paste(piece.text.replace("\0", ""))
            case Kind.KEYS:
                yield from self.feed(piece.text)
            case Kind.SEQUENCE:
                yield from self._named(piece.text)

    def _named(self, sequence: str) -> list[Message]:
        said: list[Message] = []
        try:
            long = len(sequence) > _MAX_SEQUENCE_SEARCH_THRESHOLD  # then it would take each character for a key
            said += self._sequence_to_key_events(sequence) if long else self.feed(sequence)
        except (ValueError, OverflowError):  # a number that it takes for none, or for a character: it stands still from then on
            self._gen = self.parse(self._tokens.append)
            self._awaiting = next(self._gen)
            self._timeout_time = None
        if self._timeout_time is not None:  # it waits for more: let it give up, and drop the keys it makes of that
            self._timeout_time = 0.0
            list(self.tick())
        return said
