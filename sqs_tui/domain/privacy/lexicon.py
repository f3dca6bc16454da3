"""The words that the privacy check knows, and what it is told of the inspection at hand."""

import unicodedata

import msgspec

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "æ": "ae", "œ": "oe", "’": "'"})
"""Letters that do not come apart into one without its mark."""


class Lexicon(msgspec.Struct, frozen=True, kw_only=True):
    """Words and phrases, all folded (see `folded`). A word may stand in several of the sets: it is then judged by its context."""

    given_names: frozenset[str]
    """Given names of the people who live in Britain, those that are also words or places among them."""
    idioms: frozenset[str]
    """Given names that are words in lower case only: "jack of all trades", "to rob"."""
    surnames: frozenset[str]
    words: frozenset[str]
    """Words of English, in every form that they take."""
    places: frozenset[str]
    """Towns, counties and countries; a name of several words is one entry with blanks."""
    allowed: frozenset[str]
    """What this field writes in capitals: months, agencies, acronyms, faiths, languages; phrases too."""
    things: frozenset[str]
    """Given names that are also things, feelings, seasons or ranks, so that they may begin a sentence as an ordinary subject."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the inspection itself knows: what must be found in a text, and what may stand in it."""

    references: frozenset[str] = frozenset()
    """The references of its records, to be found."""
    accounts: frozenset[str] = frozenset()
    """The account names of its inspectors, to be found."""
    own_words: frozenset[str] = frozenset()
    """The words of its own details (area, service, sender, addressee, copies, contact), to be left alone."""


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of a text that may identify somebody."""

    kind: str
    start: int
    end: int


def folded(text: str) -> str:
    """A text as it is looked up: without capitals and accents, with straight apostrophes."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in apart if not unicodedata.combining(character))
