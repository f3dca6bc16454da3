"""The letter's two lists: what the lead inspector concluded about the areas, and what still waits for a decision."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, place_of
from sqs_tui.domain.tally import AreaTally, Sign, Tallies


class Conclusion(msgspec.Struct, frozen=True, kw_only=True):
    """One item of the letter's two lists: one area, or several that share it."""

    sign: Sign
    areas: tuple[str, ...]
    """The first gives the item its place and its words."""
    text: str
    """In the lead inspector's words; empty: in those of the instrument."""
    place: Fraction


def conclusions(order: Iterable[str], decisions: Mapping[str, Decision]) -> tuple[Conclusion, ...]:
    """The items of both lists, each list in its order, from the instrument's order of areas and what was decided on them.

    An area joined to one that does not stand in the same list, or is joined itself, stands alone.
    """
    known = list(order)
    listed = {area: decisions[area] for area in known if area in decisions and decisions[area].sign is not None}
    heads = {area for area, decision in listed.items() if not _shares(decision, listed)}
    found = []
    for at, area in enumerate(known):
        if area in heads and (sign := listed[area].sign) is not None:
            sharing = [other for other in known if other in listed and other not in heads and listed[other].joined == area]
            place = place_of(listed[area].place, Fraction(at))
            found.append(Conclusion(sign=sign, areas=(area, *sharing), text=listed[area].text, place=place))
    return tuple(sorted(found, key=lambda item: (item.sign is Sign.IMPROVEMENT, item.place)))


def _shares(decision: Decision, listed: Mapping[str, Decision]) -> bool:
    head = listed.get(decision.joined)
    return head is not None and head.sign is decision.sign and not (head.joined and head.joined in listed)


def concluded(instrument: Instrument, decisions: Mapping[str, Decision]) -> tuple[Conclusion, ...]:
    """The items of both lists, with the words that the letter prints."""
    items = conclusions((area.id for area in instrument.areas), decisions)
    return tuple(msgspec.structs.replace(item, text=item.text or own_words(instrument, item)) for item in items)


def own_words(instrument: Instrument, item: Conclusion) -> str:
    """An item in the words of the instrument, whatever the lead inspector made of it."""
    return listed(words_for(instrument, area, item.sign) for area in item.areas)


def words_for(instrument: Instrument, area: str, sign: Sign) -> str:
    """What the instrument says of an area in one of the two lists."""
    known = next(known for known in instrument.areas if known.id == area)
    return known.strength if sign is Sign.STRENGTH else known.improvement


def contradicted(tallied: AreaTally, decided: Decision | None) -> Sign | None:
    """The list that an area stands in while the answers propose it for the other one; None where nothing speaks against it."""
    stands = decided.sign if decided else None
    return stands if stands and tallied.proposal and stands is not tallied.proposal else None


class Group(StrEnum):
    """Where an area stands with the lead inspector."""

    STRENGTHS = "strengths"
    IMPROVEMENTS = "improvements"
    PROPOSED = "proposed"
    """By the answers, and nothing was decided on it."""
    LEFT_OUT = "left out"
    REST = "rest"
    """Neither proposed nor listed."""


LISTED = {Group.STRENGTHS: Sign.STRENGTH, Group.IMPROVEMENTS: Sign.IMPROVEMENT}


def grouped(
    instrument: Instrument, tallies: Tallies, decisions: Mapping[str, Decision]
) -> dict[Group, tuple[tuple[str, ...], ...]]:
    """Every area in exactly one group: the two lists in their order, the others in the instrument's.

    Areas that share an item stand together.
    """
    items = conclusions((area.id for area in instrument.areas), decisions)
    open_ = undecided(instrument, tallies, decisions)
    left = [area.id for area in instrument.areas if not any(area.id in item.areas for item in items)]
    return {
        **{group: tuple(item.areas for item in items if item.sign is sign) for group, sign in LISTED.items()},
        Group.PROPOSED: tuple((area,) for area in left if area in open_),
        Group.LEFT_OUT: tuple((area,) for area in left if area in decisions),
        Group.REST: tuple((area,) for area in left if area not in open_ and area not in decisions),
    }


def undecided(instrument: Instrument, tallies: Tallies, decisions: Mapping[str, Decision]) -> tuple[str, ...]:
    """The areas that are proposed as a strength or for improvement, and neither included nor left out."""
    proposed = (area.id for area in instrument.areas if area.id in tallies.areas and tallies.areas[area.id].proposal)
    return tuple(area for area in proposed if area not in decisions)


def listed(items: Iterable[str]) -> str:
    """Items as a sentence lists them: "a, b and c"; items that hold commas or "and" are kept apart by more than that."""
    *before, last = items
    if not before:
        return last
    if not any("," in item or " and " in item for item in (*before, last)):
        return f"{', '.join(before)} and {last}"
    return f"{before[0]}, and {last}" if len(before) == 1 else f"{'; '.join(before)}; and {last}"
