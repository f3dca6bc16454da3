"""A paste that the terminal did not mark as one: more characters at once than hands can have typed.

Each would be taken as a command. Keys typed ahead come in bursts too, when a line has stalled: a whole case is some 40 keys and
the text of its notes. So only what is longer than anybody types without looking is a paste; and what might be the beginning
of one is held for a moment.
"""

from itertools import groupby

from sqs_tui.terminal.sequences import Kind, Piece

MOST = 512
"""More characters than this at once are a paste."""
HELD = 32
"""More than this wait until it is clear that no more follow."""
PER_SECOND = 100.0
"""Characters a second that are no burst: faster than any hand, or than a key that is held down."""
KEYS_REST, PASTE_RESTS = 0.1, 0.3
"""Seconds of silence after which held keys go on, and after which a paste is over: a slow line brings it in parts."""
_BY_HAND = (Kind.KEYS, Kind.ESCAPE)


class Bursts:
    """Hands pieces on, and makes a paste of what comes faster than hands."""

    def __init__(self) -> None:
        self._ahead = 0.0
        """How many characters have come that nobody can have typed since."""
        self._at = 0.0
        """When the last of them came."""
        self._held: list[Piece] = []
        self._pasting = False

    @property
    def due(self) -> float | None:
        """When what is held goes on, if nothing more comes."""
        if not self._held:
            return None
        return self._at + (PASTE_RESTS if self._pasting else KEYS_REST)

    def take(self, pieces: list[Piece], at: float) -> list[Piece]:
        """Take what has come, and give what is clear."""
        count = sum(len(piece.text) for piece in pieces if piece.kind in _BY_HAND)
        if count:
            self._ahead = max(0.0, self._ahead - PER_SECOND * (at - self._at)) + count
            self._at = at
        self._held += pieces
        self._pasting = self._pasting or self._ahead > MOST
        holding = self._ahead > HELD and (count > 1 or len(self._held) > len(pieces))
        return [] if self._pasting or holding else self._given()

    def look(self, at: float) -> list[Piece]:
        """Nothing more has come: give what is due."""
        return self._given() if self.due is not None and at >= self.due else []

    def _given(self) -> list[Piece]:
        held, self._held = self._held, []
        if not self._pasting:
            return held
        self._pasting, self._ahead = False, 0.0
        given: list[Piece] = []
        for by_hand, run in groupby(held, key=lambda piece: piece.kind in _BY_HAND):
            pieces = list(run)
            given += [Piece(Kind.PASTE, "".join(piece.text for piece in pieces))] if by_hand else pieces
        return given
