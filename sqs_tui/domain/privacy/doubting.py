"""What may give a child, a parent or a member of staff away: found in letters, quotes and notes, to be mended or waived.

A check finds what may identify, it does not decide: each doubt is put to a person. What the field itself writes (months,
agencies, roles, acronyms) and the words of the inspection's own details are left alone, and so are towns and counties.
"""

from collections.abc import Iterator

from sqs_tui.domain.doubts import Doubt
from sqs_tui.domain.privacy.identifiers import find_identifiers
from sqs_tui.domain.privacy.initials import find_dotted
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch, folded
from sqs_tui.domain.privacy.lodgings import find_lodgings
from sqs_tui.domain.privacy.names import find_names
from sqs_tui.domain.privacy.whereabouts import find_whereabouts
from sqs_tui.domain.privacy.words import split_words

__all__ = ["Known", "Lexicon", "privacy_doubts"]

_SAYS = {
    "name": "may be a name: write the role instead, or waive this if it is none.",
    "initials": "may be somebody's initials: write the role instead, or waive this if they are none.",
    "school": "may name a school or another place: write “school” or its kind alone, or waive this if it identifies nobody.",
    "street": "may be part of an address: leave it out, or waive this if nobody lives there.",
    "birth": "may be a date of birth: give the age instead, or waive this if it is another date.",
    "postcode": "may be a postcode: leave it out, or waive this if it is none.",
    "phone": "may be a telephone number: leave it out, or waive this if it may be published.",
    "email": "is an e-mail address: leave it out, or waive this if it may be published.",
    "nhs": "may be an NHS number: leave it out, or waive this if it is none.",
    "upn": "may be a pupil number: leave it out, or waive this if it is none.",
    "ni": "may be a national insurance number: leave it out, or waive this if it is none.",
    "police": "may be a number of the police, a court, a file or a vehicle: leave it out, or waive this if it is none.",
    "account": "may be the name of an account: leave it out, or waive this if it is none.",
    "reference": "may be the reference of a case: leave it out, or waive this if it is none.",
    "address": "is an address on the net: leave it out, or waive this if it identifies nobody.",
}


def privacy_doubts(text: str, lexicon: Lexicon, known: Known) -> tuple[Doubt, ...]:
    """What in a text may identify somebody, in the order of the text; no two doubts overlap."""
    taken: list[Stretch] = []
    covered = bytearray(len(text))
    for whole in _findings(text, lexicon, known):
        found = _uncovered(whole, text, covered)
        if any(covered[found.start : found.end]) or found.start == found.end or _is_own(text[found.start : found.end], known):
            continue
        covered[found.start : found.end] = b"\1" * (found.end - found.start)
        taken.append(found)
    return tuple(_doubt(text, found) for found in sorted(taken, key=lambda found: found.start))


def _uncovered(found: Stretch, text: str, covered: bytearray) -> Stretch:
    """What is left of a name of several words of which the first or the last ones are told already."""
    start, end = found.start, found.end
    if found.kind != "name" or not any(covered[start:end]):
        return found
    while start < end and (covered[start] or text[start].isspace()):
        start += 1
    while start < end and (covered[end - 1] or text[end - 1].isspace()):
        end -= 1
    return Stretch(found.kind, start, end)


def _findings(text: str, lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """All that is found, the surest first: of two that overlap the first counts."""
    yield from find_identifiers(text, lexicon, known)
    words = split_words(text)
    yield from find_whereabouts(text, words, lexicon, known)
    yield from find_dotted(text, lexicon, known)
    yield from find_lodgings(words, lexicon, known)
    yield from find_names(text, words, lexicon, known)


def _is_own(found: str, known: Known) -> bool:
    """Whether all words of a finding stand in the inspection's own details."""
    words = [word.strip(".,;:()[]“”\"'’") for word in folded(found).split()]
    return bool(words) and all(word in known.own_words for word in words)


def _doubt(text: str, found: Stretch) -> Doubt:
    shown = " ".join(text[found.start : found.end].split())
    return Doubt(kind=found.kind, start=found.start, end=found.end, says=f"“{shown}” {_SAYS[found.kind]}")
