"""Reads the word lists, once and only when somebody asks for them."""

from functools import cache
from pathlib import Path

from sqs_tui.domain.privacy.lexicon import Lexicon

_FOLDER = Path(__file__).parent


@cache
def lexicon() -> Lexicon:
    """The lexicon that the program ships. The first call reads about a megabyte."""
    return Lexicon(
        given_names=_lines("given_names"),
        idioms=_lines("idioms"),
        surnames=_lines("surnames"),
        words=_lines("words"),
        places=_lines("places"),
        allowed=_lines("field"),
        things=_lines("things"),
    )


def _lines(name: str) -> frozenset[str]:
    """The lines of a list, each an entry."""
    return frozenset(_FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines())
