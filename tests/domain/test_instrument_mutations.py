"""Criteria files changed at random: each is refused in words, or everything can be done with it."""

import json
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.instrument_faults import check_instrument, faults
from sqs_tui.domain.letter.letter import write_letter
from sqs_tui.domain.problems import problems
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.scoring import Flow, Key
from sqs_tui.domain.tally import Reviewed, tally
from sqs_tui.domain.wording import failing, proportion
from sqs_tui.errors import InstrumentError
from sqs_tui.keys import DEFAULT_KEYS, reserved_keys
from sqs_tui.machine import DEFAULT_CRITERIA
from tests.builders import content, criteria

GOOD: dict[str, Any] = msgspec.json.decode(DEFAULT_CRITERIA.read_bytes())


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of everything in the data, leaves and what holds them."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for step, held in inside for place in ((*path, step), *leaves(held, (*path, step)))]


PATHS = {"large": leaves(GOOD), "small": leaves(criteria())}
_STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        "",
        " ",
        "yes",
        "no",
        "1.1",
        "2.4",
        "fact",
        "psr = yes",
        "2.4 != na",
        "{{1.1}}",
        "\x00",
        0,
        1,
        -1,
        101,
        10**30,
        0.5,
        [],
        {},
        True,
    ]
)


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A good file in which a few random places were deleted, doubled, swapped or given something else."""
    size = draw(st.sampled_from(["large", "small"]))
    data: dict[str, Any] = json.loads(json.dumps(GOOD if size == "large" else criteria()))
    for path in draw(st.lists(st.sampled_from(PATHS[size]), min_size=1, max_size=3)):
        held: Any = data
        try:
            for step in path[:-1]:
                held = held[step]
            before = held[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
        match draw(st.sampled_from(["delete", "alter", "alter", "borrow", "double"])):
            case "delete":
                del held[path[-1]]
            case "alter":
                held[path[-1]] = draw(_STRANGE)
            case "borrow":
                held[path[-1]] = draw(st.sampled_from(["case", "staff", "no-plan", "late", "quality", before]))
            case _ if isinstance(held, list):
                held.append(before)
    return data


def use(asked: Instrument) -> None:
    """Score, count and write with an instrument, as the program would."""
    records = []
    for unit in asked.units:
        flow = Flow(asked, DEFAULT_KEYS.map(ScreenName.REVIEW))
        state = flow.start(unit.id, {})
        for character in "yn1ny22a" * 12:
            state, _ = flow.press(state, Key(character, character))
            state, _ = flow.press(state, Key("enter"))
        for name in ("}", "{", "o", "j", "k"):
            state, _ = flow.press(flow.with_answers(state, state.answers, at=state.current), Key(name, name))
        no_answers = {question.id: content(asked.choices_of(question.id)[-1].value) for question in asked.of_unit(unit.id)}
        problems(asked, unit.id, state.answers)
        records += [
            Reviewed(id=f"{unit.id}{n}", reference=f"R{n}", unit=unit.id, answers=given)
            for n, given in enumerate([state.answers, no_answers] * 3)
        ]
    tallies = tally(asked, records)
    details = Inspection(id="i", area="Bury")
    assert write_letter(asked, details, records, tallies).paragraphs
    for profile in asked.word_profiles:
        assert all(proportion(profile, n, 9) and failing(profile, n, 9) for n in range(10))


def test_the_criteria_of_the_program_can_be_used() -> None:
    use(check_instrument(json.dumps(GOOD), where="criteria.json"))


@given(mutated())
def test_a_file_changed_at_random_is_refused_or_can_be_used(data: dict[str, Any]) -> None:
    try:
        asked = check_instrument(json.dumps(data), where="mine.json", reserved=reserved_keys())
    except InstrumentError as refused:
        told = str(refused)
        assert told.startswith("mine.json")
        assert told.endswith(".")
        assert "\n" not in told
        return
    use(asked)


@given(mutated())
def test_every_fault_is_a_place_and_a_sentence(data: dict[str, Any]) -> None:
    try:
        asked = msgspec.convert(data, Instrument)
    except msgspec.ValidationError:
        return
    for fault in faults(asked, reserved_keys()):
        place, _, says = fault.partition(": ")
        assert place
        assert says
        assert not says.endswith(".")
