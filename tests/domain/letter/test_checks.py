"""What stands between the letter and its export. What is typed in its prose is checked by modules of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import NO_ENTRIES, Decision, Entries, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.tally import Reviewed, Sign
from tests.builders import bury_records, content, criteria, default_instrument, instrument, reviewed
from tests.domain.letter.letters import bury_edited, bury_inspection, checker, letter

NOTE = "The plan was made with care and looked at again each month."


def case(number: int, **answers: Any) -> Reviewed:
    return reviewed(f"C{number}", {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": "yes", **answers})


CASES = [case(number) for number in range(6)]
STAFF = [reviewed(f"P{number}", {"s1": "yes"}, unit="staff") for number in range(2)]
RECORDS = [*CASES, *STAFF]
DECIDED = {area: Decision(sign=Sign.STRENGTH) for area in ("plans", "assessments")}


def entries(
    text: str = "",
    *,
    decisions: Mapping[str, Decision] = DECIDED,
    quotes: Mapping[str, Quote] | None = None,
    waivers: Mapping[str, Waiver] | None = None,
    seen: tuple[tuple[str, str], ...] | None = None,
    records: Sequence[Reviewed] = RECORDS,
) -> Entries:
    """Everything decided, and one paragraph in a person's words, who has seen it unless told otherwise."""
    made = Entries(decisions=decisions, quotes=quotes or {}, waivers=waivers or {})
    if not text:
        return made
    own = {"own": ParagraphEntry(text=text, place="5/4")}
    shown = letter(instrument(), records, entries=msgspec.structs.replace(made, paragraphs=own))
    paragraph = shown.paragraph("own")
    assert paragraph is not None
    own["own"] = msgspec.structs.replace(own["own"], seen=shown.seen(paragraph) if seen is None else seen)
    return msgspec.structs.replace(made, paragraphs=own)


def found(
    made: Entries = NO_ENTRIES, records: Sequence[Reviewed] = RECORDS, asked: Instrument | None = None
) -> tuple[Finding, ...]:
    return checker().findings(letter(asked or instrument(), records, entries=made))


def says(findings: Sequence[Finding], kind: str) -> list[str]:
    return [finding.says for finding in findings if finding.kind == kind]


def test_a_letter_that_is_right_has_no_findings() -> None:
    assert found(entries("Ours, in {{1.1}}.")) == ()


def test_what_is_found_beside_one_fault_of_a_paragraph_does_not_hide_another() -> None:
    made = found(entries("It was planned in {{1.4 at Elmwood High School."))
    assert [finding.kind for finding in made] == ["figure", "private"]
    assert made[0].says.startswith("Braces stand alone in “")
    assert "Elmwood High School" in made[1].says


def test_the_demonstration_has_no_findings() -> None:
    made = letter(default_instrument(), bury_records(), bury_inspection(), bury_edited())
    assert checker().findings(made) == ()


# Figures


def test_a_figure_that_cannot_be_printed_is_found_where_it_stands() -> None:
    made = entries("Ours: {{1.1}}, {{9.9}}.")
    (finding,) = found(made)
    assert (finding.kind, finding.paragraph) == ("figure", "own")
    assert finding.says == "The figure {{9.9}} cannot be printed: no such question."
    shown = letter(instrument(), RECORDS, entries=made)
    own = shown.paragraph("own")
    assert own is not None
    assert reading(shown.tokens_of(own))[0][finding.start : finding.end] == "[9.9: no such question]"


def test_a_figure_without_answers_is_found() -> None:
    assert says(found(entries("Of these {{1.1 if 1.1 = no}}.")), "figure") == [
        "The figure {{1.1 if 1.1 = no}} cannot be printed: no answers for this condition."
    ]


# Stale words


def test_words_with_a_figure_that_has_changed_are_stale_with_both_side_by_side() -> None:
    (finding,) = found(entries("In {{1.1 bare}}, {{1.2 bare}}.", seen=(("1.1 bare", "five of the six"), ("1.2 bare", "all six"))))
    assert (finding.kind, finding.paragraph) == ("stale", "own")
    assert finding.says == (
        "{{1.1 bare}} printed “five of the six” when last looked at, and “all six” now: mend the words, or press a if they are "
        "right."
    )


def test_a_figure_that_stands_twice_is_stale_once() -> None:
    twice = (("1.1 n", "five"), ("1.1 n", "five"))
    findings = found(entries("In {{1.1 n}} and {{1.1 n}}.", seen=twice))
    assert len(says(findings, "stale")) == 1


# Quotes


def quoting(**fields: Any) -> Quote:
    return Quote(**{"record": "C0", "question": "1.1", "original": NOTE, "text": NOTE, **fields})


def noted(note: str = NOTE, *, marked: bool = True) -> list[Reviewed]:
    """The records, the first of them with a note."""
    return [case(0, **{"1.1": content("yes", note=note, quote=marked)}), *RECORDS[1:]]


def with_quotes(text: str, quotes: Mapping[str, Quote], records: Sequence[Reviewed]) -> list[Finding]:
    return [finding for finding in found(entries(text, quotes=quotes, records=records), records) if finding.kind == "quote"]


def test_a_quote_with_the_notes_words_is_right() -> None:
    assert with_quotes("Once: {{quote:q}}", {"q": quoting()}, noted()) == []


def test_a_quote_that_nobody_placed_is_no_matter() -> None:
    assert with_quotes("Ours.", {"q": quoting(text="all made up")}, noted()) == []


def test_a_quote_that_stands_twice_is_found_at_its_second_place() -> None:
    (finding,) = with_quotes("{{quote:q}} {{quote:q}}", {"q": quoting()}, noted())
    assert (finding.says, finding.paragraph) == ("The quote from C0 1.1 stands 2 times in the letter: keep one.", "own")


def test_a_quote_from_a_note_that_is_not_marked_leads_to_its_answer() -> None:
    (finding,) = with_quotes("{{quote:q}}", {"q": quoting()}, noted(marked=False))
    assert finding.says == "The quote from C0 1.1 is from a note that is not marked quotable: mark it, or take it out."
    assert (finding.record, finding.question) == ("C0", "1.1")


@pytest.mark.parametrize("lost", [{"record": "gone"}, {"question": "1.2"}, {"question": "9.9"}])
def test_a_quote_from_a_note_that_is_gone_is_found(lost: dict[str, str]) -> None:
    (finding,) = with_quotes("{{quote:q}}", {"q": quoting(**lost)}, noted())
    assert finding.says.endswith("is from a note that is not marked quotable: mark it, or take it out.")


def test_a_quote_from_a_note_that_has_changed_leads_to_its_words() -> None:
    (finding,) = with_quotes("{{quote:q}}", {"q": quoting()}, noted("Another note."))
    assert finding.says == "The quote from C0 1.1 is from a note that was changed since: choose its words again."
    assert (finding.quote, finding.record) == ("q", "")


def test_a_quote_with_other_words_than_its_note_leads_to_its_words() -> None:
    (finding,) = with_quotes("{{quote:q}}", {"q": quoting(text="The plan was made without care")}, noted())
    assert finding.says == (
        "The quote from C0 1.1 has words that are not the note's, from “without care” on: put what you changed into square "
        "brackets."
    )
    assert finding.quote == "q"


def test_two_quotes_of_the_same_words_are_found_at_the_second() -> None:
    quotes = {"a": quoting(text="The plan was made with care"), "b": quoting(text="plan was made with care and […] again")}
    (finding,) = with_quotes("{{quote:a}} {{quote:b}}", quotes, noted())
    assert finding.says == "Two quotes in the letter print the same words of the same note: keep one."
    assert with_quotes("{{quote:a}}", quotes, noted()) == []


def test_what_was_said_in_confidence_is_not_quoted_and_nobody_is_named() -> None:
    staff = [*CASES, reviewed("P0", {"s1": content("no", note=NOTE, quote=True)}, unit="staff")]
    quotes = {"q": quoting(record="P0", question="s1")}
    findings = found(entries("{{quote:q}}", quotes=quotes, records=staff), staff)
    assert says(findings, "figure") == ["The figure {{quote:q}} cannot be printed: what was said in confidence is not quoted."]
    assert not [finding for finding in findings if "P0" in finding.says]


# Areas


def test_an_area_that_is_proposed_and_not_decided_on_is_found() -> None:
    findings = found(entries(decisions={"assessments": DECIDED["assessments"]}))
    (finding,) = [finding for finding in findings if finding.kind == "area"]
    assert finding.says == "“Plans” is proposed (strength), and neither included nor left out: decide on it on the Summary."
    assert finding.area == "plans"


def test_an_area_that_is_left_out_is_decided_on() -> None:
    left = {**DECIDED, "plans": Decision(sign=None, reason="Too soon.")}
    assert says(found(entries(decisions=left)), "area") == []


def test_an_area_that_stands_in_the_other_list_is_found() -> None:
    wrong = {**DECIDED, "plans": Decision(sign=Sign.IMPROVEMENT)}
    assert says(found(entries(decisions=wrong)), "area") == [
        "“Plans” stands in the letter as improvement, and the answers now propose it as strength: decide on it again."
    ]


def test_an_area_that_shares_an_item_is_held_against_its_own_answers() -> None:
    poor = [case(number, **{"1.1": content("no", "late")}) for number in range(6)]
    shared = {"plans": DECIDED["plans"], "assessments": Decision(sign=Sign.STRENGTH, joined="plans")}
    (finding,) = [finding for finding in found(entries(decisions=shared), [*poor, *STAFF]) if finding.kind == "area"]
    assert (finding.area, finding.says.split(" stands")[0]) == ("assessments", "“Assessments”")


# What is not answered


def unanswered(records: Sequence[Reviewed], text: str = "") -> list[Finding]:
    return [finding for finding in found(entries(text, records=records), records) if finding.kind == "unanswered"]


def test_a_question_that_is_printed_and_not_answered_leads_to_its_first_record() -> None:
    gaps = [reviewed(f"G{number}", {"fact": "no"}) for number in range(2)]
    (finding,) = unanswered([*RECORDS, *gaps])
    assert finding.says == "1.1 Assessed is printed, but is not answered for G0 and G1: answer it."
    assert (finding.record, finding.question) == ("G0", "1.1")


def test_many_records_are_counted_once_some_are_named() -> None:
    gaps = [reviewed(f"G{number}", {"fact": "no"}) for number in range(8)]
    (finding,) = unanswered([*RECORDS, *gaps])
    assert "G0, G1, G2, G3, G4, G5 and 2 more: answer it" in finding.says


def test_a_question_that_is_not_printed_may_be_open() -> None:
    gap = reviewed("G0", {"fact": "no", "1.1": "yes"})
    gap = msgspec.structs.replace(gap, answers={"1.1": content("yes")})
    out = {identity: ParagraphEntry(removed=True) for identity in ("findings-1:fact",)}
    made = msgspec.structs.replace(entries(), paragraphs=out)
    assert says(found(made, [*RECORDS, gap]), "unanswered") == []


def test_an_open_question_that_decides_whether_a_printed_one_is_asked_is_found() -> None:
    gap = reviewed("G0", {"1.1": "yes"})
    out = {identity: ParagraphEntry(removed=True) for identity in ("findings-1:fact",)}
    own = ParagraphEntry(text="The plan was reviewed in {{1.3}}.", place="5/4", seen=(("1.3", "all six cases"),))
    made = msgspec.structs.replace(entries(), paragraphs={**out, "own": own})
    (finding,) = found(made, [*RECORDS, gap])
    assert finding.says == "The fact decides what is printed, but is not answered for G0: answer it."
    assert (finding.record, finding.question) == ("G0", "fact")


def test_an_open_question_in_a_figures_condition_is_found() -> None:
    gap = reviewed("G0", {"1.1": "yes"})
    out = {identity: ParagraphEntry(removed=True) for identity in ("findings-1:fact",)}
    own = ParagraphEntry(text="Ours, in {{1.1 if fact}}.", place="5/4", seen=(("1.1 if fact", "all six cases"),))
    made = msgspec.structs.replace(entries(), paragraphs={**out, "own": own})
    assert [finding.question for finding in found(made, [*RECORDS, gap])] == ["fact"]


def test_what_was_said_in_confidence_is_counted_and_nobody_is_named() -> None:
    asked = criteria()
    view = {**asked["sections"][2]["questions"][0], "id": "s2"}
    asked["sections"][2]["questions"].append(view)
    views = [*STAFF[:1], *(reviewed(f"P{number}", {"s2": "yes"}, unit="staff") for number in range(5, 7))]
    made = entries(records=[*CASES, *views])
    findings = found(made, [*CASES, *views], msgspec.convert(asked, Instrument))
    assert says(findings, "unanswered") == ["s1 Likes it is printed, but is not answered for two people: answer it."]


def test_records_that_are_not_begun_are_named_unit_by_unit() -> None:
    untouched = [reviewed("C8", {}), reviewed("C9", {}), reviewed("P9", {}, unit="staff")]
    findings = unanswered([*RECORDS, *untouched])
    assert [finding.says for finding in findings] == [
        f"Nothing is answered yet for {some}: score what is missing, or the letter speaks of fewer than there are."
        for some in ("C8 and C9", "one person")
    ]
    assert [finding.record for finding in findings] == ["C8", "P9"]
    assert not [finding for finding in findings if "P9" in finding.says]


# Small groups


FEW = [
    *(case(number) for number in range(3)),
    reviewed("C3", {"fact": "yes", "1.1": "yes", "1.2": content("no", "late"), "1.3": "yes"}),
    *(reviewed(f"C{number}", {"fact": "no", "1.1": "yes"}) for number in range(4, 8)),
    reviewed("C8", {"fact": "no", "1.1": content("no", "late")}),
    *STAFF,
]


def small_groups(text: str, records: Sequence[Reviewed] = FEW) -> list[Finding]:
    made = entries(text, records=records)
    return [finding for finding in found(made, records) if finding.kind == "small-group" and finding.paragraph == "own"]


def test_a_shortfall_in_a_small_group_made_by_a_fact_is_found_where_it_stands() -> None:
    (finding,) = small_groups("In {{1.2}}.")
    assert finding.says == (
        "1.2: 3 of 4 speaks of fewer than five, of a group made by a fact, and of a shortfall in it: a reader may know who it "
        "is, so say it in other words or take it out."
    )
    assert (finding.start, finding.end) == (3, 3 + len("three of the four cases"))


@pytest.mark.parametrize(
    "text",
    [
        "In {{1.1}}.",  # nine cases
        "In {{1.1 if fact}}.",  # no shortfall
        "In {{1.1 if fact = no}}.",  # five
        "In {{fact if 1.2 = yes or 1.2 = no}}.",  # a fact, and no group made by one
        "In {{fact if 1.1 = yes}}.",
        "So said {{s1 words}}.",
        "We read {{cases if fact}}.",
    ],
)
def test_no_other_number_tells_of_a_small_group(text: str) -> None:
    assert small_groups(text) == []


def test_a_fact_itself_is_no_shortfall() -> None:
    few = [*FEW[:4], reviewed("C4", {"fact": "no", "1.1": "yes"}), *STAFF]
    assert small_groups("In {{fact if fact = no}}.", few) == []


@pytest.mark.parametrize("figure", ["1.2", "1.2 n", "1.2 not", "1.2 d", "1.2 of-these", "1.2 if fact", "1.2 if fact = yes"])
def test_every_way_to_say_it_is_found(figure: str) -> None:
    assert len(small_groups(f"In {{{{{figure}}}}}.")) == 1


def test_a_group_that_a_fact_makes_by_way_of_another_question_is_found() -> None:
    poor = [
        *FEW[:3],
        reviewed("C3", {"fact": "yes", "1.1": "yes", "1.2": "yes", "1.3": content("no", "late")}),
        *FEW[4:],
    ]
    (finding,) = small_groups("In {{1.3}}.", poor)
    assert finding.says.startswith("1.3: 3 of 4 ")


def test_an_areas_questions_are_looked_at_one_by_one() -> None:
    assert [finding.says.split(" speaks")[0] for finding in small_groups("In {{area:plans}}.")] == ["1.2: 3 of 4"]


# Waivers


def waived(findings: Sequence[Finding], reason: str = "It is known.") -> dict[str, Waiver]:
    return {finding.id: Waiver(says=finding.says, reason=reason) for finding in findings}


def test_a_waiver_holds_for_its_problem_alone() -> None:
    text = "In {{1.2}}, {{9.9}}."
    every = found(entries(text, records=FEW), FEW)
    few = [finding for finding in every if finding.kind == "small-group"]
    again = found(entries(text, records=FEW, waivers=waived(few)), FEW)
    assert [finding.id for finding in again] == [finding.id for finding in every]
    assert {finding.kind: finding.waived for finding in again} == {"small-group": "It is known.", "figure": ""}


def test_a_problem_is_the_same_wherever_in_its_paragraph_it_stands() -> None:
    one, other = (found(entries(f"{before} {{{{9.9}}}}."))[0] for before in ("In", "Elsewhere, in"))
    assert one.id == other.id
    assert one.start != other.start


def test_a_waiver_no_longer_holds_once_the_truth_is_another() -> None:
    text = "In {{1.2}}."
    waivers = waived(found(entries(text, records=FEW), FEW))
    worse = [reviewed("C0", {"fact": "yes", "1.1": "yes", "1.2": content("no", "late"), "1.3": "yes"}), *FEW[1:]]
    findings = found(entries(text, records=worse, waivers=waivers), worse)
    assert [finding.says.split(" speaks")[0] for finding in findings if not finding.waived] == ["1.2: 2 of 4"] * 2


def test_a_waiver_of_stale_words_ends_with_the_next_change() -> None:
    text, seen = "In {{1.1 n}}.", (("1.1 n", "five"),)
    waivers = waived(found(entries(text, seen=seen)))
    assert [bool(finding.waived) for finding in found(entries(text, seen=seen, waivers=waivers))] == [True]
    more = [*RECORDS, case(8)]
    assert [bool(finding.waived) for finding in found(entries(text, seen=seen, waivers=waivers), more)] == [False]


@pytest.mark.parametrize("part", ["kind", "says", "paragraph", "quote", "area", "record", "question"])
def test_problems_that_differ_in_anything_but_their_place_have_ids_of_their_own(part: str) -> None:
    one = Finding(kind="figure", says="It is wrong.")
    assert one.id != msgspec.structs.replace(one, **{part: "other"}).id
    assert one.id == msgspec.structs.replace(one, start=3, end=5, waived="so").id


# A checker that is used again and again


def test_a_checker_that_has_seen_a_letter_finds_in_another_what_a_new_one_finds() -> None:
    seasoned = checker()
    gap = reviewed("G0", {"fact": "no"})
    letters = [
        letter(instrument(), RECORDS, entries=entries()),
        letter(instrument(), [*RECORDS, gap], entries=entries("{{9.9}}")),
        letter(instrument(), FEW, entries=entries("In {{1.2}}.", records=FEW)),
        letter(instrument(), RECORDS, entries=NO_ENTRIES),
    ]
    for made in [*letters, *reversed(letters)]:
        assert seasoned.findings(made) == checker().findings(made)
