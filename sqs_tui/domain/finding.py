"""Finding words in what an inspection holds: what is typed as a query, whether a document matches it, and the words around a hit.

All words must match, each the beginning of a word, whatever its case and accents; words in quotes stand one behind another. What
matches here is what is found: an index only spares looking at the rest.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

import msgspec

from sqs_tui.errors import SqsError

_TOKEN = re.compile(r"[^\W_]+")
_PART = re.compile(r'(?P<bare>[^\W\d_]+):(?=\s|$)|(?:(?P<filter>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_BETWEEN = " | "
"""Stands between two texts of a document, so that no words in quotes reach from one into the next."""


class Kind(StrEnum):
    """What a document is."""

    RECORD = "record"
    QUESTION = "question"
    ANSWER = "answer"
    QUOTE = "quote"
    LETTER = "letter"
    FIGURE = "figure"
    REASON = "reason"


class Document(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, dict=True):
    """One place that can be found."""

    kind: Kind
    place: str
    """How lists call it: "BU07 2.4", "letter 3.2"."""
    title: str = ""
    """What it is about: a question's title, a paragraph's heading."""
    says: str = ""
    """What stands there: the answer with its reasons, the paragraph as it is printed."""
    note: str = ""
    record: str = ""
    """The record's id."""
    reference: str = ""
    question: str = ""
    figures: tuple[str, ...] = ()
    """The questions that the figures of a paragraph count."""
    paragraph: str = ""
    """The id of the letter's paragraph."""
    value: str = ""
    reasons: tuple[str, ...] = ()
    """By their ids."""
    by: str = ""

    @cached_property
    def folded(self) -> str:
        """All its words as they are compared."""
        return _BETWEEN.join(map(folded, (self.place, self.title, self.says, self.note)))

    @property
    def body(self) -> str:
        """What is shown of it."""
        return " ".join(" – ".join(filter(None, (self.says or self.title, self.note))).split())


class Source(msgspec.Struct, frozen=True):
    """The inspection that documents are from."""

    folder: str
    name: str
    area: str
    fieldwork: str = ""
    """Its first day, ISO 8601."""
    fault: str = ""
    """Why it could not be read, or not whole, in a sentence."""


class Hit(msgspec.Struct, frozen=True):
    """A document that was found."""

    source: Source
    document: Document


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What filters may name: by the id of each thing what it is called."""

    questions: Mapping[str, str] = {}
    answers: Mapping[str, str] = {}
    reasons: Mapping[str, str] = {}
    areas: Mapping[str, str] = {}
    people: Mapping[str, str] = {}
    records: Mapping[str, str] = {}
    inspections: Mapping[str, str] = {}

    def __or__(self, other: "Known") -> "Known":
        """What either knows."""
        return Known(**{name: {**getattr(self, name), **getattr(other, name)} for name in self.__struct_fields__})


class QueryError(SqsError):
    """What is typed names a filter or a value that there is not; the message is one sentence."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for; of each filter that is given one value must hold."""

    words: tuple[str, ...] = ()
    """As they are compared; of several behind one another those in quotes, with a blank between."""
    notes: tuple[str, ...] = ()
    """The same, looked for in the note alone."""
    filters: Mapping[str, frozenset[str]] = {}
    """By the name of each filter the ids that it lets through."""

    def __bool__(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.words or self.notes or self.filters)


FILTERS: Mapping[str, tuple[str, str]] = {
    "question": ("questions", "question"),
    "answer": ("answers", "answer"),
    "reason": ("reasons", "reason"),
    "area": ("areas", "area"),
    "by": ("people", "inspector"),
    "record": ("records", "record"),
    "inspection": ("inspections", "inspection"),
}
"""The filters that name things, each with where `Known` has those, and what one of them is called."""
NOTE = "note"
"""The filter that looks for words in notes alone."""


# Words as they are compared


def folded(text: str) -> str:
    """The words of a text as they are compared, each behind a blank."""
    return "".join(f" {token}" for token in _TOKEN.findall(_plain(text)))


def _plain(text: str) -> str:
    """A text without its case and its accents."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(_UNMARKED)


class _Unmarked(dict[int, int | None]):
    """What each character becomes where marks on letters are left out, worked out once."""

    def __missing__(self, character: int) -> int | None:
        made = self[character] = None if unicodedata.category(chr(character))[0] == "M" else character
        return made


_UNMARKED = _Unmarked()


def _tokens_at(text: str) -> list[tuple[str, int, int]]:
    """The words of a text as they are compared, each with where it begins and ends in the text."""
    plain, at = "", []
    for place, character in enumerate(text):
        made = _plain(character)
        plain += made
        at += [place] * len(made)
    return [(found[0], at[found.start()], at[found.end() - 1] + 1) for found in _TOKEN.finditer(plain)]


# What is typed


def parse(typed: str, known: Known) -> Query:
    """What is looked for. A filter without a value is none yet. Raises QueryError, with the nearest that is known."""
    words: list[str] = []
    notes: list[str] = []
    filters: dict[str, frozenset[str]] = {}
    for name, value in _parts(typed):
        text = folded(value).strip()
        if not name or name == NOTE:
            (notes if name else words).extend([text] if text else [])
        elif name not in FILTERS:
            raise QueryError(f"There is no filter “{name}:”; {_nearest(name, (*FILTERS, NOTE), ':')}.")
        elif text:
            filters[name] = filters.get(name, frozenset()) | _named(name, value, known)
    return Query(words=tuple(words), notes=tuple(notes), filters=filters)


def _parts(typed: str) -> Iterator[tuple[str, str]]:
    """The words and the filters that are typed, each with the filter's name, which words have not."""
    for found in _PART.finditer(typed):
        name = folded(found["filter"] or found["bare"] or "").strip()
        yield name, found["word"] or found["phrase"] or ""


def _named(name: str, value: str, known: Known) -> frozenset[str]:
    """The ids that a value of a filter stands for: what is called so, else what begins so."""
    field, what = FILTERS[name]
    named: Mapping[str, str] = getattr(known, field)
    wanted = folded(value)
    called = {identity: (folded(identity), folded(label)) for identity, label in named.items()}
    same = frozenset(identity for identity, names in called.items() if wanted in names)
    found = same or frozenset(identity for identity, names in called.items() if any(one.startswith(wanted) for one in names))
    if found:
        return found
    if not named:
        raise QueryError(f"Nothing that can be found here bears the name of {_article(what)}: leave “{name}:” out.")
    near = _nearest(value, (*named, *named.values()))
    raise QueryError(f"There is no {what} “{value}”; {near}.")


def _article(what: str) -> str:
    return f"{'an' if what[0] in 'aeiou' else 'a'} {what}"


def _nearest(value: str, known: Iterable[str], behind: str = "") -> str:
    """The nearest of what is known, as the end of a sentence; all where there are few and none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only what is mistyped needs it

    by_name = {folded(name).strip(): name for name in reversed(tuple(known)) if name}
    close = get_close_matches(folded(value).strip(), by_name, n=1, cutoff=0.0)
    return f"the nearest is “{by_name[close[0]]}{behind}”" if close else "none is known"


def completed(typed: str, known: Known, first: Known | None = None, turn: int = 0) -> str:
    """What is typed with its last word made whole: the name of a filter, or a value of one that begins so.

    Of several the one whose `turn` it is, round and round; what is known `first` comes before the others.
    """
    found = re.search(r'(?:([^\W\d_]+):)?("?)([^\s":]*)$', typed)
    if not found:
        return typed
    name, beginning = folded(found[1] or "").strip(), folded(found[3])
    if not name:
        whole = [one for one in (*FILTERS, NOTE) if beginning and folded(one).startswith(beginning)]
        return f"{typed[: found.start()]}{whole[turn % len(whole)]}:" if whole else typed
    named: Mapping[str, str] = getattr((first or Known()) | known, FILTERS[name][0]) if name in FILTERS else {}
    by_id = [identity for identity in named if folded(identity).startswith(beginning)]
    fitting = by_id or [identity for identity, label in named.items() if folded(label).startswith(beginning)]
    if not fitting:
        return typed
    chosen = fitting[turn % len(fitting)]
    value = f'"{chosen}"' if " " in chosen else chosen
    return f"{typed[: found.start()]}{name}:{value} "


# What is found


def matches(query: Query, source: Source, document: Document) -> bool:
    """Whether a document of an inspection is what is looked for."""
    for name, wanted in query.filters.items():
        if not wanted.intersection(_held(name, source, document)):
            return False
    if not all(f" {word}" in document.folded for word in query.words):
        return False
    return not query.notes or all(f" {word}" in folded(document.note) for word in query.notes)


def source_matches(query: Query, source: Source) -> bool:
    """Whether anything of an inspection can be what is looked for."""
    return all(
        query.filters[name].intersection(_held(name, source, None)) for name in ("area", "inspection") if name in query.filters
    )


def _held(name: str, source: Source, document: Document | None) -> tuple[str, ...]:
    """What a document has for a filter."""
    match name:
        case "area":
            return (source.area,)
        case "inspection":
            return (source.folder,)
    if document is None:
        return ()
    match name:
        case "question":
            return (document.question, *document.figures)
        case "answer":
            return (document.value,)
        case "reason":
            return document.reasons
        case "by":
            return (document.by,)
        case _:
            return (document.reference,)


def scan(query: Query, source: Source, documents: Iterable[Document]) -> Iterator[Hit]:
    """The documents of an inspection that are what is looked for, in their order; none where nothing is."""
    if query and source_matches(query, source):
        yield from (Hit(source, document) for document in documents if matches(query, source, document))


class Piece(msgspec.Struct, frozen=True):
    """A stretch of an excerpt."""

    text: str
    hit: bool = False
    """It is what was looked for."""


def excerpt(document: Document, query: Query, width: int, ellipsis: str) -> tuple[Piece, ...]:
    """What a document says around the first words that were looked for, about `width` characters of it, with those marked."""
    text = document.body
    marks = _marks(text, (*query.words, *query.notes))
    first = marks[0][0] if marks else 0
    start = max(0, min(first - width // 3, len(text) - width))
    if start:
        start = text.find(" ", start - 1, first + 1) + 1 or start
    pieces = [Piece(ellipsis)] if start else []
    at, end = start, start + width
    for begins, ends in marks:
        if begins >= at and begins < end:
            pieces += [Piece(text[at:begins]), Piece(text[begins:ends], hit=True)]
            at = ends
    end = max(at, end)
    pieces += [Piece(text[at:end]), Piece(ellipsis if end < len(text) else "")]
    return tuple(piece for piece in pieces if piece.text)


def _marks(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where in a text words begin and end that were looked for, in order and apart from one another."""
    tokens = _tokens_at(text)
    found: set[tuple[int, int]] = set()
    for wanted in (word.split() for word in words):
        for at in range(len(tokens) - len(wanted) + 1):
            here = [token for token, _, _ in tokens[at : at + len(wanted)]]
            if here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1]):
                found.add((tokens[at][1], tokens[at + len(wanted) - 1][2]))
    apart: list[tuple[int, int]] = []
    for begins, ends in sorted(found):
        if not apart or begins >= apart[-1][1]:
            apart.append((begins, ends))
    return apart
