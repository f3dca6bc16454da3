"""How many false claims the check finds, and how many sentences it doubts wrongly, on sentences written apart from it."""

from pathlib import Path

import msgspec
import pytest

from sqs_tui.domain.claims.doubting import claim_doubts
from sqs_tui.domain.tally import tally
from tests.builders import bury_records, default_instrument

CORPUS = Path(__file__).parents[1] / "corpus"
LEAST_RECALL = 0.9
MOST_ALARMS = 0.1


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of the corpus."""

    text: str
    section: str
    kind: str
    false_by: str
    question: str


class Example(msgspec.Struct, frozen=True):
    """A sentence that the check was made with."""

    text: str
    section: str
    false: bool


EXAMPLES = msgspec.json.decode((CORPUS / "claims_examples.json").read_bytes(), type=list[Example])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text[:40])
def test_an_example_is_doubted_if_it_is_false(example: Example) -> None:
    tallies = tally(default_instrument(), bury_records())
    doubts = claim_doubts(example.text, (), default_instrument(), tallies, section=example.section)
    assert bool(doubts) == example.false


@pytest.mark.parametrize("half", ["dev", "heldout", "blind", "last"])
def test_false_claims_are_found_and_others_left_alone(half: str) -> None:
    tallies = tally(default_instrument(), bury_records())
    sentences = msgspec.json.decode((CORPUS / f"claims_{half}.json").read_bytes(), type=list[Sentence])
    doubts = {
        sentence: claim_doubts(sentence.text, (), default_instrument(), tallies, section=sentence.section)
        for sentence in sentences
    }
    false = [sentence for sentence in sentences if sentence.kind == "false"]
    others = [sentence for sentence in sentences if sentence.kind != "false"]
    found = [sentence for sentence in false if doubts[sentence]]
    alarms = [sentence for sentence in others if doubts[sentence]]
    # A number of what was said in confidence is doubted whether true or not; counted here all the same.
    confidential = [sentence for sentence in alarms if all("in confidence" in doubt.says for doubt in doubts[sentence])]
    print(  # noqa: T201 - the figures are what the test is for: pytest -rP shows them
        f"{half}: found {len(found)} of {len(false)} false claims ({len(found) / len(false):.0%}); false alarms in "
        f"{len(alarms)} of {len(others)} other sentences ({len(alarms) / len(others):.0%}), of which {len(confidential)} "
        "on numbers said in confidence"
    )
    assert len(false) >= 40
    assert len(others) >= 60
    assert len(found) >= LEAST_RECALL * len(false)
    assert len(alarms) <= MOST_ALARMS * len(others)
