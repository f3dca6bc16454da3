"""Typed claims are compared with the question that their sentence speaks of."""

from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sqs_tui.domain.claims.doubting import claim_doubts
from sqs_tui.domain.doubts import Bound, Doubt
from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.domain.letter.printing import Figures
from sqs_tui.domain.tally import Tallies, Tally, tally
from sqs_tui.domain.wording import capitalised
from tests.builders import bury_records, default_instrument, instrument, question, reviewed
from tests.domain.letter.letters import BLANK, bury_figures, bury_letter, shown

KITCHEN = Path(__file__).parents[2] / "foreign" / "kitchen.json"
CRITERIA = default_instrument()
NUMBERED = {"1", "2", "3", "4"}
"""The sections that stand in the letter under their number."""


@cache
def bury_tallies() -> Tallies:
    return tally(CRITERIA, bury_records())


def doubts(text: str, section: str = "", bound: tuple[Bound, ...] = ()) -> tuple[Doubt, ...]:
    return claim_doubts(text, bound, CRITERIA, bury_tallies(), section=section)


def doubted(text: str, section: str = "") -> list[str]:
    """The stretches of a text that are doubted."""
    return [text[doubt.start : doubt.end] for doubt in doubts(text, section)]


def said(text: str, section: str = "") -> str:
    (doubt,) = doubts(text, section)
    assert doubt.kind == "claim"
    return doubt.says


# What is said


@pytest.mark.parametrize(
    ("section", "text", "says"),
    [
        (
            "2",
            "The assessment of risk of harm was reviewed well in seven of the ten relevant cases.",
            (
                "“seven of the ten” does not agree with the answers to 2.3 Harm assessment reviewed: "
                "it was met in 10 of the 11 relevant cases."
            ),
        ),
        (
            "2",
            "In three of the ten relevant cases planning paid enough attention to risk of harm.",
            (
                "“three of the ten” is the share that fell short in the answers to 2.4 Harm planning: "
                "it was met in seven of the ten relevant cases."
            ),
        ),
        (
            "1",
            "Planning was insufficient in 12 of the 14 cases.",
            (
                "“12 of the 14” is the share that met the standard in the answers to 1.4 Planning: "
                "it fell short in 2 of the 14 cases."
            ),
        ),
        (
            "",
            "A pre-sentence report was provided to the court in nine cases.",
            "“nine” does not agree with the answers to Pre-sentence report provided: it is so in 10 of the 14 cases.",
        ),
        (
            "4",
            "All children had complied with their sentence.",
            "“All” does not agree with the answers to 4.6 Compliance: it was met in 13 of the 14 cases.",
        ),
        (
            "",
            "Fewer than half of the staff felt actively supported by their managers.",
            (
                "“Fewer than half” is the share that is not so in the answers to s6 Supported by manager: "
                "it is so for the majority of members of staff."
            ),
        ),
        (
            "",
            "Six of the eight members of staff had the right training.",
            (
                "“Six of the eight” gives a number for s5 Right training, which was said in confidence and is printed in words "
                "only: it is so for most members of staff."
            ),
        ),
        (
            "1",
            "Planning for the custodial phase was sufficient in most cases with a custodial element.",
            "“most” needs at least 5 answers, and 1.5 Planning in custody has 4: give the count instead.",
        ),
        ("", "We read 15 cases in three days.", "“15” is not the number of cases with answers, which is 14."),
        (
            "3",
            "The work was good enough in nine of the 11 cases.",
            (
                "“nine of the 11” belongs to no question that was found: "
                "put a figure in its place, which is true by what it is made of."
            ),
        ),
    ],
)
def test_a_doubt_says_in_one_sentence_what_would_be_true(section: str, text: str, says: str) -> None:
    assert said(text, section) == says


# What a sentence speaks of


@pytest.mark.parametrize(
    ("section", "text", "doubted_stretches"),
    [
        ("1", "Plans were good enough in 12 of the 14 cases and in all four with a custodial element.", []),
        ("1", "Plans were good enough in 12 of the 14 cases and in all three with a custodial element.", ["all three"]),
        ("1", "In 11 of the 14 cases and in all four with a custodial element, planning was sufficient.", ["11 of the 14"]),
        ("1", "The court was given a pre-sentence report in 10 of the 14 cases. Seven of these were good enough.", []),
        ("1", "The court was given a pre-sentence report in 10 of the 14 cases. Eight of these were good enough.", ["Eight"]),
        ("1", "The court was given a pre-sentence report in 10 of the 14 cases, of which six were of good quality.", ["six"]),
        ("3", "Work on vulnerability had to be reviewed in 12 cases; only eight of these reviews were adequate.", []),
        (
            "3",
            "Work on vulnerability had to be reviewed in 13 cases; only eight of these reviews were adequate.",
            ["13"],
        ),
        (
            "3",
            "A review of vulnerability was due in 12 cases; only four came up to the standard.",
            ["only four"],
        ),
        ("3", "Safeguarding needs were well assessed in eight of the 14 cases; in the other six they were not.", []),
        ("3", "Safeguarding needs were well assessed in eight of the 14 cases; in the other five they were not.", ["five"]),
        (
            "3",
            "Vulnerability was well assessed in eight of the 14 cases, but planning was sufficient in all of the cases.",
            ["all"],
        ),
        ("", "Planning was sufficient in nine of the 11 cases.", ["nine of the 11"]),
        ("", "Planning was sufficient in seven of the ten relevant cases.", []),
        ("2", "Planning for vulnerability was sufficient in seven of the 13 relevant cases.", []),
        ("2", "Planning for vulnerability was sufficient in seven of the ten relevant cases.", ["seven of the ten"]),
        ("3", "Eight (57%) had assessed safeguarding and vulnerability needs well.", []),
        ("3", "Eight (62%) had assessed safeguarding and vulnerability needs well.", ["62%"]),
        ("3", "Ten (71%) of the 14 cases had planning for risk of harm that was good enough.", ["Ten (71%) of the 14"]),
        (
            "4",
            "Children were involved in 13 of the 14 cases and their parents or carers in 11 of the 13 relevant cases.",
            ["11 of the 13"],
        ),
        ("2", "In three of the four cases with a custodial element, assessments of risk of harm were well reviewed.", []),
        ("2", "In all four cases with a custodial element, assessments of risk of harm were well reviewed.", ["all four"]),
        ("2", "In two of the cases plans for risk of harm had not been produced.", []),
    ],
)
def test_each_claim_has_a_subject_of_its_own(section: str, text: str, doubted_stretches: list[str]) -> None:
    assert doubted(text, section) == doubted_stretches


@pytest.mark.parametrize(
    "text",
    [
        "In one case we noted that the assessment was poor.",
        "In three cases the plan had been shared with the school.",
        "Three of the four children with a custodial element had been visited in the first week.",
        "Managers must ensure that all cases have a sufficient plan.",
        "Every child should have a good plan, and all cases must be reviewed.",
        "Two of the cases had been transferred, and three children moved home.",
        "Six of the children were on referral orders.",
        "An immediate concern was raised in two of the 14 cases.",
        "We read 14 cases and spoke with eight members of staff.",
        "Over the whole sample, vulnerability was assessed in eight cases.",
        "The local authority placed 60% of its children out of the area.",
    ],
)
def test_what_the_answers_cannot_tell_is_not_doubted(text: str) -> None:
    assert doubts(text, "3") == ()


def test_the_answers_behind_a_question_without_any_cannot_bear_a_claim_out() -> None:
    empty = tally(CRITERIA, [])
    (doubt,) = claim_doubts("Planning was sufficient in two of the three cases.", (), CRITERIA, empty, section="1")
    assert doubt.says == "“two of the three” cannot be compared, for 1.4 Planning has no answers yet."


def test_what_a_figure_printed_is_never_doubted_but_tells_what_its_sentence_speaks_of() -> None:
    text = "The first reviews were good enough in three of the 11 cases (64%)."
    begin, end = text.index("three"), text.index(" cases")
    assert [text[doubt.start : doubt.end] for doubt in doubts(text, "1")] == ["three of the 11"]
    assert doubts(text, "1", (Bound(begin, end, ("1.6",)),)) == ()
    (doubt,) = doubts(text, "1", (Bound(begin, end, ("1.1",)),))
    assert text[doubt.start : doubt.end] == "64%"
    assert "1.1 Initial assessment" in doubt.says


def test_a_sentence_may_lean_on_a_figure_before_it() -> None:
    text = "This was done in 10 of the 14 cases. Four of them fell short."
    figure = Bound(text.index("10"), text.index(" cases"), ("1.1",))
    assert doubts(text, "1", (figure,)) == ()
    assert [doubt.start for doubt in doubts(text.replace("Four", "Five"), "1", (figure,))] == [text.index("Four")]


def test_words_are_those_of_the_profile_that_the_letter_uses() -> None:
    text = "Oversight of risk of harm was effective in the majority of relevant cases, and in most of them."
    education = CRITERIA.word_profiles[1]
    assert [doubt.start for doubt in claim_doubts(text, (), CRITERIA, bury_tallies(), section="2", profile=education)] == [
        text.index("most")
    ]


# What the program itself prints


def test_the_drafted_letter_of_the_demonstration_is_not_doubted_when_all_its_figures_are_typed() -> None:
    section = ""
    for line in shown(bury_letter(), bury_figures()).split("\n"):
        head = line.partition(". ")[0]
        section = head if head in NUMBERED else "" if line == "Operational management" else section
        assert doubts(line, section) == ()


def with_tally(asked: str, met: int, of: int) -> Tallies:
    """The demonstration's tallies, in which one question stands otherwise."""
    changed = {**bury_tallies().questions, asked: Tally(question=asked, met=met, of=of)}
    return msgspec.structs.replace(bury_tallies(), questions=changed)


PRINTED = [asked.id for asked in CRITERIA.questions.values() if asked.finding and asked.printed]


@given(
    st.sampled_from(PRINTED),
    st.integers(5, 60).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    st.sampled_from(["", "bare", "words", "words bare", "percent", "n", "of-these"]),
    st.integers(0, 4),
)
def test_a_printed_figure_that_is_typed_is_true_and_one_more_or_less_is_not(
    identity: str, share: tuple[int, int], form: str, frame: int
) -> None:
    asked = CRITERIA.questions[identity]
    section = CRITERIA.section_of(asked.id)
    confidential = CRITERIA.unit(section.unit).confidential
    met, of = share
    frames = CRITERIA.letter.frame_in_words if confidential else CRITERIA.letter.frames
    frame_text = frames[frame % len(frames)]
    form = "words" if confidential else form
    tallies = with_tally(asked.id, met, of)
    figure = parse_figure(f"{asked.id} {form}")
    printed = Figures(CRITERIA, BLANK, bury_records(), tallies).print(figure, first=frame_text.startswith("{figure}"))
    assume(not printed.problem)
    assert asked.finding is not None
    clause = asked.finding.clause
    text = frame_text.format(Clause=capitalised(clause), clause=clause, figure=printed.text)
    standing = section.id if section.id in NUMBERED else ""

    assert claim_doubts(text, (), CRITERIA, tallies, section=standing) == ()
    # A word covers a range, and a lone "one" introduces an example.
    if confidential or "words" in form or (form in {"n", "of-these"} and met == 1):
        return
    for other in (met - 1, met + 1):
        if 0 <= other <= of:
            assert claim_doubts(text, (), CRITERIA, with_tally(asked.id, other, of), section=standing) != ()


# Other instruments, and any text


def test_another_instrument_is_checked_by_its_own_nouns_terms_and_words() -> None:
    kitchen = read_instrument(KITCHEN.read_bytes())
    asked = next(asked for asked in kitchen.questions.values() if "cold" in asked.terms)
    unit = kitchen.section_of(asked.id).unit
    good, bad = (
        next(choice.value for choice in kitchen.choices_of(asked.id) if choice.counts == counts) for counts in ("met", "not-met")
    )
    records = [reviewed(f"K{n}", {asked.id: good if n < 4 else bad}, unit=unit) for n in range(5)]
    tallies = tally(kitchen, records)
    assert tallies.questions[asked.id].of == 5
    assert claim_doubts("The temperature was right in four of the five kitchens.", (), kitchen, tallies) == ()
    (doubt,) = claim_doubts("The temperature was right in three of the five kitchens.", (), kitchen, tallies)
    assert asked.label in doubt.says
    (doubt,) = claim_doubts("The temperature was not right in more than not of the kitchens.", (), kitchen, tallies)
    assert "is the share that met the standard" in doubt.says


def test_an_instrument_without_terms_is_left_alone_where_something_could_be_true() -> None:
    small: Instrument = instrument(question("1.1"), question("1.2"))
    records = [reviewed(f"C{n}", {"1.1": "yes" if n else "no", "1.2": "no"}) for n in range(3)]
    tallies = tally(small, records)
    assert claim_doubts("It was good in two of the three cases.", (), small, tallies) == ()
    assert claim_doubts("It was good in two of the four cases.", (), small, tallies) != ()


places = st.integers(0, 80)


@given(
    st.text(), st.sampled_from(["", "1", "2", "3", "4", "9"]), st.lists(st.builds(Bound, places, places, st.just(("1.1", "x"))))
)
def test_any_text_can_be_checked(text: str, section: str, bound: list[Bound]) -> None:
    for wrapped in (text, f"{text} in ten of the 14 cases {text}", f"Planning was poor in ten of the 14 cases {text}"):
        for doubt in claim_doubts(wrapped, bound, CRITERIA, bury_tallies(), section=section):
            assert 0 <= doubt.start < doubt.end <= len(wrapped)
            assert doubt.says
