"""Why a question is asked, or is not, in every state that it can be in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, route
from sqs_tui.domain.why import rule_of, why_asked
from tests.builders import answers, default_instrument

INSTRUMENT = default_instrument()
PARKED = "It holds the answer Yes, which counts nowhere until it is asked again."


def why(question: str, **given_answers: str) -> str:
    told = {
        name.replace("q", "", 1).replace("_", ".") if name.startswith("q") else name: value
        for name, value in given_answers.items()
    }
    return why_asked(INSTRUMENT, route(INSTRUMENT, "case", answers(told)), question)


@pytest.mark.parametrize(
    ("question", "given_answers", "says"),
    [
        ("1.1", {}, "Always asked."),
        ("1.5", {"custody": "yes"}, "Asked because Custodial element is Yes."),
        ("1.5", {"custody": "no"}, "Not asked (no custodial element): Custodial element is No."),
        ("1.5", {}, "Asked only when Custodial element is Yes: Custodial element is not answered yet."),
        (
            "1.5",
            {"custody": "no", "q1_5": "yes"},
            f"Not asked (no custodial element): Custodial element is No. {PARKED}",
        ),
        (
            "1.5",
            {"q1_5": "yes"},
            f"Asked only when Custodial element is Yes: Custodial element is not answered yet. {PARKED}",
        ),
        ("2.5", {"q2_4": "yes"}, "Asked because 2.4 Harm planning is not Not applicable: 2.4 Harm planning is Yes."),
        ("2.5", {"q2_4": "na"}, "Not asked (no plan was needed): 2.4 Harm planning is Not applicable."),
    ],
)
def test_it_names_the_questions_that_decide_and_their_answers(question: str, given_answers: dict[str, str], says: str) -> None:
    assert why(question, **given_answers) == says


def test_a_note_alone_is_parked_too() -> None:
    way = route(INSTRUMENT, "case", {"custody": Content(value="no"), "1.5": Content(note="x")})
    assert why_asked(INSTRUMENT, way, "1.5").endswith("It holds a note, which counts nowhere until it is asked again.")


def test_without_a_record_it_tells_the_rule() -> None:
    assert rule_of(INSTRUMENT, "1.1") == "Always asked."
    assert rule_of(INSTRUMENT, "1.5") == "Asked only when Custodial element is Yes."


@given(
    st.dictionaries(
        st.sampled_from(sorted(q.id for q in INSTRUMENT.of_unit("case"))), st.sampled_from(("yes", "no", "na")), max_size=30
    )
)
def test_whatever_is_answered_every_question_says_why_in_whole_sentences(given_answers: dict[str, str]) -> None:
    way = route(INSTRUMENT, "case", answers(given_answers))
    for question, place in way.places.items():
        says = why_asked(INSTRUMENT, way, question)
        assert says[0].isupper()
        assert says.endswith(".")
        assert ("It holds" in says) == (place.state is AnswerState.PARKED)
        assert (says.startswith(("Always", "Asked because"))) == place.asked
        for fact in {part for part in INSTRUMENT.questions if f"{part} =" in INSTRUMENT.questions[question].asked_when}:
            assert INSTRUMENT.questions[fact].label in says
