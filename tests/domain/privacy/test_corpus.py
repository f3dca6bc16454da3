"""How much of the corpus the privacy check finds, and how often it raises a false alarm."""

import json
from pathlib import Path
from typing import NamedTuple

import pytest

from sqs_tui.domain.privacy.doubting import privacy_doubts
from sqs_tui.lexicon.load import lexicon
from tests.domain.privacy.demonstration import bury_known

CORPUS = Path(__file__).parents[1] / "corpus"


class Score(NamedTuple):
    """How a half of the corpus came out."""

    seeded: int
    found: int
    innocent: int
    alarms: int


def _score(half: str) -> Score:
    entries = json.loads((CORPUS / f"privacy_{half}.json").read_text(encoding="utf-8"))
    seeded = hits = innocent = alarms = 0
    for entry in entries:
        doubts = privacy_doubts(entry["text"], lexicon(), bury_known())
        innocent += not entry["holds"]
        alarms += bool(doubts) and not entry["holds"]
        for _, identifier in entry["holds"]:
            start = entry["text"].index(identifier)
            seeded += 1
            hits += any(doubt.start < start + len(identifier) and doubt.end > start for doubt in doubts)
    return Score(seeded, hits, innocent, alarms)


@pytest.mark.parametrize("half", ["dev", "blind", "examples", "heldout", "last"])
def test_the_corpus_is_met(half: str) -> None:
    score = _score(half)
    print(  # noqa: T201 - the figures are what the test is for: pytest -s shows them
        f"\nprivacy, {half}: recall {score.found}/{score.seeded} = {score.found / score.seeded:.3f}, "
        f"false alarms {score.alarms}/{score.innocent} = {score.alarms / score.innocent:.3f}"
    )
    assert score.seeded >= 50
    assert score.innocent >= 40
    assert score.found / score.seeded >= 0.95
    assert score.alarms / score.innocent <= 0.1
