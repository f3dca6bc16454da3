"""Decisions on areas as they lie on disk: each is saved at once, and undo takes back whole acts, to the first."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sqs_tui.machine import DEFAULT_CRITERIA
from tests.domain.letter.deciding import STEP, made_by
from tests.store.helpers import make, opened


@settings(max_examples=30)
@given(steps=st.lists(STEP, max_size=15))
def test_undo_takes_any_sequence_of_decisions_back_to_the_start_and_redo_brings_it_again(
    tmp_path_factory: pytest.TempPathFactory, steps: Sequence[tuple[str, str]]
) -> None:
    place = tmp_path_factory.mktemp("areas")
    make(place, instrument=DEFAULT_CRITERIA.read_bytes())
    letter = opened(place).letter
    stood = [letter.entries]
    for what, area in steps:
        letter.put(made_by(letter.entries.decisions, what, area))
        if letter.entries != stood[-1]:
            stood.append(letter.entries)
    assert opened(place).letter.entries == letter.entries
    for before in reversed(stood[:-1]):
        assert letter.undo().startswith("Took back: ")
        assert letter.entries == before
    assert letter.undo() == "There is nothing to undo in the letter."
    for again in stood[1:]:
        letter.redo()
        assert letter.entries == again
