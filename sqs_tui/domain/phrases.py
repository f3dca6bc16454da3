"""The phrase bank: what an inspector's own earlier notes offer while the next one is typed.

It is made of notes whose words the inspector wrote, and of nobody else's. Which records may feed it is for `store.phrases` to
say: none in the trash, none given in confidence, and no second scoring.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping

import msgspec

from sqs_tui.domain.history import Cause, in_order
from sqs_tui.domain.records import Change, Content

_ENDS = re.compile(r"(?<=[\w)\]”\"'’]{2}[.!?])\s+|\n+")
"""What stands between two sentences of a note; behind "e.g." none ends."""
_WORD = re.compile(r"\s*\S+")
_LAST_WORD = re.compile(r"(?<![\w'’-])[\w'’-]+$")
_LEAST = 2
"""Characters that an offer has at least: a single one costs as many keys typed as taken."""
_SHARED = 2
"""In how many records a phrase of other inspections was used at least, so that it says nothing about one of them alone."""


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What one note of the inspector's own gives."""

    record: str
    """The id of its record."""
    question: str
    reasons: frozenset[str]
    at: str
    """When it was written, in UTC."""
    phrases: tuple[str, ...]
    """The note as a whole, then each of its sentences where it has several; only words that nobody else put there."""


class Bank(msgspec.Struct, frozen=True, kw_only=True):
    """The phrases that one inspector may be offered in one record."""

    record: str = ""
    """The id of the record that is reviewed: the notes in it offer themselves nothing."""
    notes: tuple[Noted, ...] = ()
    """Of this inspection."""
    wider: tuple[Noted, ...] = ()
    """Of other inspections; see `shared`."""
    forgotten: frozenset[str] = frozenset()
    """The keys (`phrase_key`) of those that are never to be offered again."""

    @property
    def last(self) -> str:
        """The note of this inspection that was given last; empty where none was."""
        newest = max((noted for noted in self.notes if noted.phrases), key=lambda noted: noted.at, default=None)
        return newest.phrases[0] if newest else ""

    def forget(self, phrase: str) -> "Bank":
        """The bank without a phrase."""
        return msgspec.structs.replace(self, forgotten=self.forgotten | {phrase_key(phrase)})


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What may be put in at the caret."""

    text: str
    phrase: str = ""
    """The whole phrase that `text` is the rest of; empty for the long form of an abbreviation."""
    erases: int = 0
    """How many characters before the caret it takes the place of: those of the abbreviation."""

    @property
    def word(self) -> "Offer":
        """The next word of it alone; a long form comes as a whole."""
        found = None if self.erases else _WORD.match(self.text)
        return msgspec.structs.replace(self, text=found[0]) if found else self


def phrase_key(phrase: str) -> str:
    """What a phrase is known by that is to be forgotten: its words themselves need not be kept for that."""
    return hashlib.blake2b(_same(phrase).encode("utf-8", "replace"), digest_size=12).hexdigest()


def own_note(record: str, question: str, stands: Content, changes: Iterable[Change], by: str) -> Noted | None:
    """What the note of an answer that stands gives to the inspector `by`, from the history of the answer.

    None where there is no note, where somebody else changed it last, or where the inspector never typed it.
    """
    lines = sorted(changes, key=in_order) if stands.note else []
    writing = [line for line in lines if line.new.note == stands.note != line.old.note]
    if not writing or writing[-1].by != by or not any(line.by == by and line.cause is Cause.ANSWER for line in writing):
        return None
    theirs = [line.new.note for line in lines if line.by != by]
    own = tuple(phrase for phrase in _phrases_of(stands.note) if not any(phrase in note for note in theirs))
    return Noted(record=record, question=question, reasons=frozenset(stands.reasons), at=writing[-1].at, phrases=own)


def _phrases_of(note: str) -> tuple[str, ...]:
    sentences = [sentence.strip() for sentence in _ENDS.split(note)]
    return tuple(dict.fromkeys(filter(None, (note.strip(), *sentences))))


def shared(notes: Iterable[Noted], is_doubtful: Callable[[str], bool]) -> tuple[Noted, ...]:
    """Notes with those of their phrases alone that two records or more have and that identify nobody."""
    notes = tuple(notes)
    records: dict[str, set[str]] = {}
    for noted in notes:
        for phrase in noted.phrases:
            records.setdefault(_same(phrase), set()).add(noted.record)
    doubts: dict[str, bool] = {}

    def may_go_on(phrase: str) -> bool:
        if len(records[_same(phrase)]) < _SHARED:
            return False
        if phrase not in doubts:
            doubts[phrase] = is_doubtful(phrase)
        return not doubts[phrase]

    kept = (msgspec.structs.replace(noted, phrases=tuple(filter(may_go_on, noted.phrases))) for noted in notes)
    return tuple(noted for noted in kept if noted.phrases)


def phrases_for(bank: Bank, question: str, reasons: Iterable[str]) -> tuple[str, ...]:
    """The phrases for a note on a question, best first.

    Those given for the same reasons come first, then those that share one, then the others on the question; those of other
    inspections behind all of them. Among equals come first those that were used in most notes, then the newest, and a whole
    note before its sentences.
    """
    wanted = frozenset(reasons)
    found: dict[str, tuple[int, int, str, str]] = {}
    """By what makes two phrases the same: how far it lies, in how many notes it is, when last, and as it was written then."""
    for far, notes in ((0, bank.notes), (3, bank.wider)):
        for noted in notes:
            if noted.question != question or noted.record == bank.record:
                continue
            away = far + _distance(wanted, noted.reasons)
            for phrase in noted.phrases:
                near, used, at, written = found.get(_same(phrase), (away, 0, "", phrase))
                written = phrase if noted.at >= at else written
                found[_same(phrase)] = (min(near, away), used + 1, max(at, noted.at), written)
    if bank.forgotten:
        found = {same: told for same, told in found.items() if phrase_key(same) not in bank.forgotten}
    newest_first = sorted(found.values(), key=lambda told: told[2], reverse=True)
    return tuple(written for *_, written in sorted(newest_first, key=lambda told: (told[0], -told[1])))


def _distance(wanted: frozenset[str], given: frozenset[str]) -> int:
    if wanted == given:
        return 0
    return 1 if wanted & given else 2


def offers(phrases: Iterable[str], abbreviations: Mapping[str, str], typed: str, *, asked: bool = False) -> tuple[Offer, ...]:
    """What may be put in behind what is typed, best first; where no sentence has begun, nothing unless it is `asked` for.

    The long form of an abbreviation that has just been typed comes first. A phrase goes on from where the note begins, or where
    its last sentence does; capitals make no difference to what is typed, and none is changed by it.
    """
    found: list[Offer] = []
    word = _LAST_WORD.search(typed)
    long = abbreviations.get(word[0].casefold(), "") if word else ""
    if word and long:
        is_name = word[0][0].isupper() and not word[0].isupper()
        found.append(Offer(text=long[0].upper() + long[1:] if is_name else long, erases=len(word[0])))
    note = typed.lstrip()
    begun = [beginning for beginning in dict.fromkeys((note, _ENDS.split(note)[-1])) if beginning or asked]
    for phrase in phrases:
        rest = next((rest for beginning in begun if (rest := _rest(phrase, beginning))), "")
        if len(rest.strip()) >= _LEAST and not (rest == phrase and _same(phrase) in _same(note)):
            found.append(Offer(text=rest, phrase=phrase))
    return tuple(found)


def _rest(phrase: str, beginning: str) -> str:
    begins = phrase[: len(beginning)].casefold() == beginning.casefold()
    return phrase[len(beginning) :] if begins else ""


def _same(phrase: str) -> str:
    """What two phrases have in common that differ in capitals and blanks only."""
    return " ".join(phrase.casefold().split())
