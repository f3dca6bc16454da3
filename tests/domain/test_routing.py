"""Which questions are asked of a record, and what happens to answers whose question is not."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.conditions import Missing
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, route
from sqs_tui.domain.tally import Reviewed, tally
from tests.builders import answers, content, default_instrument, instrument, question, reviewed

S = AnswerState


def states(given_answers: Mapping[str, Content | str], asked: Instrument | None = None) -> dict[str, AnswerState]:
    way = route(asked or default_instrument(), "case", answers(given_answers))
    return {place.question: place.state for place in way.places.values()}


def why(given_answers: Mapping[str, Content | str], of: str) -> str:
    return route(default_instrument(), "case", answers(given_answers)).places[of].why


def test_every_question_of_the_unit_has_a_place_in_theme_order() -> None:
    way = route(default_instrument(), "staff", {})
    assert list(way.places) == [f"s{n}" for n in range(1, 10)]
    assert way.asked == way.open == tuple(way.places)
    assert way.answered_of() == (0, 9)
    with pytest.raises(KeyError):
        route(default_instrument(), "gardens", {})


def test_a_new_case_waits_for_its_facts() -> None:
    found = states({})
    assert {asked for asked, state in found.items() if state is S.WAITING} == {
        *("1.2", "1.3", "1.5", "2.1", "2.5", "2.6", "3.1", "3.4", "4.1", "4.7"),
    }
    assert set(found.values()) == {S.WAITING, S.UNANSWERED}


@pytest.mark.parametrize(
    ("fact", "when_yes", "when_no"),
    [
        ("psr", {"1.2", "2.1", "3.1", "4.1"}, {"1.3"}),
        ("custody", {"1.5"}, set()),
        ("victim", {"2.6"}, set()),
        ("4.6", set(), {"4.7"}),
    ],
)
def test_a_fact_opens_its_questions(fact: str, when_yes: set[str], when_no: set[str]) -> None:
    yes, no = states({fact: "yes"}), states({fact: "no"})
    assert {asked for asked in yes if yes[asked] is S.UNANSWERED and no[asked] is S.NOT_ASKED} == when_yes
    assert {asked for asked in no if no[asked] is S.UNANSWERED and yes[asked] is S.NOT_ASKED} == when_no


def test_why_says_what_opens_or_closes_a_question() -> None:
    assert why({}, "1.1") == "always asked"
    assert why({}, "1.5") == "waits for the answer to Custodial element"
    assert why({"custody": "no"}, "1.5") == "no custodial element"
    assert why({"custody": "yes"}, "1.5") == "asked because Custodial element is Yes"
    assert why({}, "2.5") == "waits for the answer to 2.4 Harm planning"
    assert why({"2.4": "na"}, "2.5") == "no plan was needed"


def test_a_rule_without_words_of_its_own_is_spelt_out() -> None:
    asked = instrument(question("a", scale="fact"), question("b", scale="fact", asked_when="a = yes"))
    assert route(asked, "case", answers({"a": "no"})).places["b"].why == "only asked when Title of a is Yes"


def test_answers_are_answered_or_not_applicable_and_counted() -> None:
    way = route(default_instrument(), "case", answers({"psr": "yes", "sentence": "1", "1.1": "no", "1.6": "na", "1.5": "yes"}))
    found = {asked: place.state for asked, place in way.places.items() if place.content}
    assert found == {"psr": S.ANSWERED, "sentence": S.ANSWERED, "1.1": S.ANSWERED, "1.6": S.NOT_APPLICABLE, "1.5": S.PARKED}
    assert set(way.counted) == {"psr", "sentence", "1.1", "1.6"}
    assert way.answered_of() == (4, len(way.open) + 4)


def test_a_note_alone_is_no_answer_and_a_value_that_is_no_choice_neither() -> None:
    found = states({"1.1": content(note="think"), "2.4": "perhaps"})
    assert (found["1.1"], found["2.4"], found["2.5"]) == (S.UNANSWERED, S.UNANSWERED, S.WAITING)


def test_a_note_on_a_question_that_is_not_asked_is_parked() -> None:
    assert states({"psr": "no", "1.2": content(note="where is it?")})["1.2"] is S.PARKED


def test_a_parked_answer_counts_as_absent_in_rules() -> None:
    chain = instrument(
        question("a", scale="fact"),
        question("b", scale="fact", asked_when="a = yes"),
        question("c", scale="fact", asked_when="b = yes"),
        question("d", scale="fact", asked_when="b != yes"),
    )
    parked = states({"a": "no", "b": "yes", "c": "yes", "d": "yes"}, chain)
    assert parked == {"a": S.ANSWERED, "b": S.PARKED, "c": S.PARKED, "d": S.PARKED}
    assert states({"b": "yes"}, chain) == {"a": S.UNANSWERED, "b": S.PARKED, "c": S.WAITING, "d": S.WAITING}
    assert states({"a": "yes", "b": "yes"}, chain)["c"] is S.UNANSWERED


def test_what_a_condition_finds_at_a_question() -> None:
    way = route(instrument(), "case", answers({"fact": "no", "1.1": "na", "1.2": "yes"}))
    assert way.look_up("1.1") == content("na")
    assert way.look_up("1.2") is way.look_up("s1") is way.look_up("nowhere") is Missing.NOT_ASKED
    waiting = route(instrument(), "case", {})
    assert waiting.look_up("fact") is waiting.look_up("1.2") is Missing.UNANSWERED


# Whatever is answered, in whatever order


@st.composite
def small_instruments(draw: st.DrawFn) -> Instrument:
    """Up to eight questions, each asked always or by a rule over questions before it."""
    asked = []
    for place in range(draw(st.integers(2, 8))):
        rule = ""
        if place and draw(st.booleans()):
            parts = draw(
                st.lists(
                    st.tuples(
                        st.sampled_from(["", "not "]),
                        st.integers(0, place - 1),
                        st.sampled_from(["= yes", "= no", "!= na", "has late"]),
                    ),
                    min_size=1,
                    max_size=3,
                )
            )
            rule = draw(st.sampled_from([" and ", " or "])).join(f"{no}q{of} {compared}" for no, of, compared in parts)
        asked.append(question(f"q{place}", asked_when=rule, not_asked="no reason to"))
    return instrument(*asked)


History = tuple[Instrument, list[tuple[str, Content | None]]]
INSTRUMENTS = st.one_of(small_instruments(), st.builds(default_instrument))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """An instrument, and answers given (or cleared) one after the other, whether or not their question is asked."""
    asked = draw(INSTRUMENTS)
    known = [found.id for found in asked.of_unit("case")]
    steps = []
    for of in draw(st.lists(st.sampled_from(known), max_size=40)):
        value = draw(st.sampled_from([*(choice.value for choice in asked.choices_of(of)), None]))
        reasons = [reason.id for reason in asked.reasons_of(of)] if value == "no" else []
        chosen = draw(st.sets(st.sampled_from(reasons), max_size=2)) if reasons else set()
        steps.append((of, None if value is None else content(value, *sorted(chosen))))
    return asked, steps


def applied(held: Mapping[str, Content], of: str, given_content: Content | None) -> dict[str, Content]:
    rest = {asked: kept for asked, kept in held.items() if asked != of}
    return rest if given_content is None else {**rest, of: given_content}


def all_applied(steps: list[tuple[str, Content | None]]) -> dict[str, Content]:
    held: dict[str, Content] = {}
    for of, given_content in steps:
        held = applied(held, of, given_content)
    return held


@given(histories())
def test_no_parked_answer_is_in_any_tally_at_any_time(history: History) -> None:
    asked, steps = history
    held: dict[str, Content] = {}
    for of, given_content in steps:
        held = applied(held, of, given_content)
        way = route(asked, "case", held)
        counts = tally(asked, [Reviewed(id="r", reference="R", unit="case", answers=held)]).questions
        for found, place in way.places.items():
            behind = (*counts[found].met_records, *counts[found].not_met_records, *counts[found].out_records)
            assert bool(behind) == (place.state in {S.ANSWERED, S.NOT_APPLICABLE})
            assert place.asked or not (counts[found].of or counts[found].reasons or counts[found].values)
            assert place.state is not S.PARKED or place.content == held[found]


@given(histories(), st.data())
def test_an_answer_turned_off_and_on_again_brings_every_parked_answer_back(history: History, data: st.DataObject) -> None:
    asked, steps = history
    held = all_applied(steps)
    before = route(asked, "case", held)
    of = data.draw(st.sampled_from(sorted(before.places)))
    for choice in asked.choices_of(of):
        turned = route(asked, "case", {**held, of: content(choice.value)})
        kept = {found: place.content for found, place in turned.places.items() if found != of}
        assert kept == {found: place.content for found, place in before.places.items() if found != of}
    assert route(asked, "case", applied({**held, of: content("no")}, of, held.get(of))) == before


@given(histories())
def test_what_is_asked_is_open_or_counted_and_nothing_else_is(
    history: History,
) -> None:
    asked, steps = history
    held = all_applied(steps)
    way = route(asked, "case", held)
    assert sorted((*way.open, *way.counted)) == sorted(way.asked)
    assert all(place.asked == (place.question in way.asked) for place in way.places.values())
    assert all(place.why for place in way.places.values())
    waiting = [place for place in way.places.values() if place.state is S.WAITING]
    assert not waiting or way.open


def test_turning_a_fact_off_and_on_in_a_whole_case_changes_the_tallies_there_and_back() -> None:
    asked = default_instrument()
    held = answers({"psr": "yes", "1.2": content("no", "analysis", note="thin"), "2.1": "yes", "3.1": "yes", "4.1": "no"})
    before = tally(asked, [reviewed("A", held)])
    off = tally(asked, [reviewed("A", {**held, "psr": "no"})])
    assert [off.questions[parked].of for parked in ("1.2", "2.1", "3.1", "4.1")] == [0, 0, 0, 0]
    assert not off.questions["1.2"].reasons
    assert tally(asked, [reviewed("A", {**held, "psr": "yes"})]) == before
