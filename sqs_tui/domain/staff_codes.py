"""Case managers as breakdowns call them: by the code that stands in the records, never by a name."""

import re
from collections.abc import Iterable

_LONGEST = 12
_WORD = re.compile(r"[^\W\d_]{4}")
"""So many letters in a row make a word, which may be a name; "CM", "YOS" and "YOT" are none."""


def is_staff_code(text: str) -> bool:
    """Whether a text can only be a code such as CM1 or YOT/014: it is short, has a digit and holds no word."""
    return len(text) <= _LONGEST and any(character.isdigit() for character in text) and not _WORD.search(text)


def staff_codes(names: Iterable[str]) -> dict[str, str]:
    """What to call the case managers of records, by what stands there: a code as it is, anything else by one that is made.

    Made codes are CM-A, CM-B, … in the order in which they come first, which tells nothing of the alphabet; what differs in
    capitals or in blanks alone is one case manager. A code that is made holds no digit, so that it is nobody's own.
    """
    codes: dict[str, str] = {}
    made: dict[str, str] = {}
    for name in names:
        key = " ".join(name.split()).casefold()
        if not key:
            continue
        if is_staff_code(key):
            codes[name] = made.setdefault(key, " ".join(name.split()))
        else:
            codes[name] = made.setdefault(key, f"CM-{_letters(sum(code.startswith('CM-') for code in made.values()))}")
    return codes


def _letters(number: int) -> str:
    """A, B, …, Z, AA, AB, … from 0 on."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
