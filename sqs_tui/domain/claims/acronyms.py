"""Short names that hurried writers use for what an instrument names in full: "PSR" for "pre-sentence report"."""

import re
from collections.abc import Callable

from sqs_tui.domain.instrument import Instrument

_WORD = re.compile(r"[^\W\d_]+")
_JOINS = frozenset({"and", "or"})
"""Words whose letter a short name leaves out."""
_LEAST = 3
"""A name of fewer words has no short name that is no word itself."""


class Acronyms:
    """The short names of one instrument: the initials of every part of a term that has three words or more."""

    def __init__(self, instrument: Instrument) -> None:
        self.full: dict[str, str] = {}
        """The full name by the short one, both in lower case; a short name of two is the first one's."""
        for question in instrument.questions.values():
            for part in (part for term in question.terms for part in term.lower().split("+")):
                words = [word for word in _WORD.findall(part) if word not in _JOINS]
                if len(words) >= _LEAST:
                    self.full.setdefault("".join(word[0] for word in words), part.strip())
        either = "|".join(map(re.escape, self.full))
        self._pattern = re.compile(rf"\b(?P<short>{either})(?P<many>s?)\b", re.IGNORECASE) if either else None

    def speller(self, text: str) -> Callable[[str], str]:
        """What spells out the parts of a text: nothing is looked for again where the whole has no short name."""
        return self.spelled_out if self._pattern and self._pattern.search(text) else str

    def spelled_out(self, text: str) -> str:
        """A text with the full names in place of the short ones."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: f"{self.full[match['short'].lower()]}{match['many']}", text)
