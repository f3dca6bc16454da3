"""Decisions on the areas of the instrument that comes with the program, step by step."""

from collections.abc import Mapping

from hypothesis import strategies as st

from sqs_tui.domain.letter.conclusions import conclusions
from sqs_tui.domain.letter.editing import Made, included, joined, left_out, moved_item, parted, reworded, undecided_again
from sqs_tui.domain.letter.entries import Decision, Entry
from sqs_tui.domain.tally import Sign
from tests.builders import default_instrument

INSTRUMENT = default_instrument()
AREAS = [area.id for area in INSTRUMENT.areas]
Decisions = Mapping[str, Decision]
Lists = list[tuple[str, ...]]


def after(decisions: Decisions, made: Made) -> dict[str, Decision]:
    """The decisions with what was made put over them."""
    entries: dict[str, Entry | None] = {f"area:{area}": decision for area, decision in decisions.items()} | dict(made)
    return {key.removeprefix("area:"): entry for key, entry in entries.items() if isinstance(entry, Decision)}


def lists(decisions: Decisions) -> dict[Sign, Lists]:
    """Each list's items by their areas."""
    found = conclusions(AREAS, decisions)
    return {sign: [item.areas for item in found if item.sign is sign] for sign in Sign}


ANY_DECISION = st.builds(
    Decision,
    sign=st.sampled_from([None, *Sign]),
    reason=st.just("r"),
    text=st.sampled_from(["", "own words"]),
    place=st.sampled_from(["", "0", "1", "3/2", "-1", "5", "1/0", "x"]),
    joined=st.sampled_from(["", "gone", *AREAS]),
)


STEP = st.tuples(
    st.sampled_from(["strength", "improvement", "leave out", "undecided", "up", "down", "join", "part", "reword"]),
    st.sampled_from(AREAS),
)


def made_by(decisions: Decisions, what: str, area: str) -> Made:
    match what:
        case "strength" | "improvement":
            return included(INSTRUMENT, decisions, area, Sign(what))
        case "leave out":
            return left_out(INSTRUMENT, decisions, area, "a reason")
        case "undecided":
            return undecided_again(INSTRUMENT, decisions, area)
        case "up" | "down":
            return moved_item(INSTRUMENT, decisions, area, 1 if what == "down" else -1)
        case "join":
            return joined(INSTRUMENT, decisions, area)
        case "part":
            return parted(INSTRUMENT, decisions, area)
        case _:
            return reworded(INSTRUMENT, decisions, area, "own words")
