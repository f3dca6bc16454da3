"""Which questions of two instruments ask the same, and in what the others differ."""

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from sqs_tui.domain.instrument import Counts, Instrument, Question

_INSIDE_WORDS = re.compile(r"['’‘‐‑-]")
_WORD = re.compile(r"\w+")
CONFIDENTIAL = "what was said in confidence is compared nowhere"


class Unlike(msgspec.Struct, frozen=True, kw_only=True):
    """A question, or a section in confidence, that is not compared."""

    label: str
    why: str
    """In what it differs, the present instrument's "here" and the other's "there"."""
    inspections: int = 1
    """In how many inspections it does so."""


def matched(one: Instrument, other: Instrument) -> tuple[tuple[str, ...], tuple[Unlike, ...]]:
    """The questions that both instruments ask alike, by id in the order of the first, and all others.

    Alike are questions with the same id, the same words (whatever their case, spaces and punctuation), the same rule of when they
    are asked, and the same choices that count the same. Questions that no letter prints are passed over, and of sections in
    confidence only their titles are told.
    """
    alike: list[str] = []
    unlike: dict[Unlike, None] = {}
    for identity in dict.fromkeys((*one.questions, *other.questions)):
        here, there = one.questions.get(identity), other.questions.get(identity)
        asked = here or there
        if asked is None or not all(question.printed for question in (here, there) if question):
            continue
        holders = [held for held, question in ((one, here), (other, there)) if question]
        sections = [held.section_of(identity) for held in holders]
        if any(held.unit(section.unit).confidential for held, section in zip(holders, sections, strict=True)):
            unlike[Unlike(label=sections[0].title, why=CONFIDENTIAL)] = None
            continue
        why = next(_differences(one, other, here, there), "")
        if why:
            unlike[Unlike(label=asked.label, why=why)] = None
        else:
            alike.append(identity)
    return tuple(alike), tuple(unlike)


def plain(text: str) -> str:
    """A text as it is compared: its words in small letters, without punctuation; "Re-offending?" is "reoffending"."""
    return " ".join(_WORD.findall(_INSIDE_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())))


def _differences(one: Instrument, other: Instrument, here: Question | None, there: Question | None) -> Iterator[str]:
    if here is None or there is None:
        yield "asked only here" if here else "asked only there"
        return
    if plain(here.text) != plain(there.text):
        yield f"worded otherwise: “{here.text}” here, “{there.text}” there"
    scales = [_scale(held, here.id) for held in (one, other)]
    if scales[0] != scales[1] or one.kind_of(here.id) is not other.kind_of(here.id):
        yield f"answered otherwise: {_told(one, here.id)} here, {_told(other, here.id)} there"
    if here.asked_when.split() != there.asked_when.split():
        yield f"asked of others: {_when(here)} here, {_when(there)} there"
    if not {Counts.MET, Counts.NOT_MET} <= set(scales[0].values()):
        yield "its answers are counted one by one, and make no share"


def _scale(instrument: Instrument, question: str) -> dict[str, Counts]:
    return {choice.value: choice.counts for choice in instrument.choices_of(question)}


def _told(instrument: Instrument, question: str) -> str:
    choices = "; ".join(f"{choice.label} ({choice.counts.value})" for choice in instrument.choices_of(question))
    return f"{instrument.kind_of(question).value}, {choices}"


def _when(question: Question) -> str:
    return f"when {question.asked_when}" if question.asked_when else "always"
