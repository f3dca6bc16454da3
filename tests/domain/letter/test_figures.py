import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.conclusions import listed
from sqs_tui.domain.letter.entries import Decision, Entries
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.domain.letter.printing import Figures
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Reviewed, Sign
from sqs_tui.domain.wording import failing, proportion
from tests.builders import bury_expected, bury_records, content, default_instrument, instrument, question, reviewed
from tests.domain.letter.letters import BLANK, bury, bury_figures, bury_inspection, figures, printed


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("psr", "10 of the 14 cases"),
        ("psr bare", "10 of the 14"),
        ("1.1", "10 of the 14 cases"),
        ("1.1 words", "over two-thirds of the cases"),
        ("1.1 words bare", "over two-thirds"),
        ("1.1 bare words", "over two-thirds"),
        ("1.1 n", "ten"),
        ("1.2 of-these", "seven of these"),
        ("1.4", "12 of the 14 cases"),
        ("1.5", "all four cases with a custodial element"),
        ("1.5 bare", "all four"),
        ("1.6", "7 of the 11 relevant cases"),
        ("1.7 words bare", "almost all"),
        ("1.7 words", "almost all relevant cases"),
        ("2.1", "eight of the ten cases with a pre-sentence report"),
        ("2.4 not bare", "three of the ten"),
        ("2.4 bare not", "three of the ten"),
        ("2.4 not", "three of the ten relevant cases"),
        ("2.4 not percent", "30%"),
        ("2.5 words", "all but one of the relevant cases"),
        ("2.7 words", "over two-thirds of the relevant cases"),
        ("3.1 n", "six"),
        ("3.2 n", "eight"),
        ("3.2 percent", "57%"),
        ("3.3 words", "just over half of the relevant cases"),
        ("3.4 d", "12"),
        ("3.4 n", "eight"),
        ("3.5 words", "less than half of the relevant cases"),
        ("4.5", "all 14 cases"),
        ("4.5 words", "all cases"),
        ("4.7", "the one relevant case"),
        ("4.7 of-these", "that one"),
        ("s1+s2+s3+s4 words", "most members of staff"),
        ("s5 words", "most members of staff"),
        ("s6 + s7 words", "the majority of members of staff"),
        ("s8 not words", "some members of staff"),
        ("s9 not words", "a small number of members of staff"),
        ("s9 not words bare", "a small number"),
        ("1.1 reasons", "vulnerability had been left out of account and available information had not been used"),
        ("2.4 reasons", "plans had not been produced and the safety of victims had not been planned for"),
        ("1.4 if custody = yes", "all four cases"),
        ("1.4 bare if custody", "all four"),
        ("1.4 if psr = yes and not custody = yes", "four of the six cases"),
        ("area:vulnerability", "29 of the 49 judgements"),
        ("area:vulnerability percent", "59%"),
        ("area:vulnerability words bare", "more than half"),
        ("cases", "14 cases"),
        ("case", "14 cases"),
        ("cases bare", "14"),
        ("cases if custody", "four cases"),
        ("staff", "eight members of staff"),
        ("area", "Bury"),
        ("service", "Youth Offending Service"),
        ("fieldwork", "18 to 20 March 2013"),
        ("published", "8 May 2013"),
        ("addressee", "the Chair of the Management Board"),
        ("sender", "the Assistant Chief Inspector"),
        ("lead", "the lead inspector"),
        ("contact", "through the inspectorate's office"),
        (
            "improvements",
            (
                "better assessment, planning and review of vulnerability and safeguarding, and more effective oversight and "
                "quality assurance by managers of work on vulnerability and risk of harm"
            ),
        ),
    ],
)
def test_every_form_prints_the_bury_figures(figure: str, text: str) -> None:
    assert bury(figure) == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("1.1", "Ten of the 14 cases"),
        ("4.6 n", "Thirteen"),
        ("4.6 bare", "Thirteen of the 14"),
        ("1.7 words bare", "Almost all"),
        ("3.2 percent", "Fifty-seven per cent"),
        ("1.2 of-these", "Seven of these"),
        ("cases", "Fourteen cases"),
        ("lead", "The lead inspector"),
        ("s5", "Most members of staff"),
    ],
)
def test_a_figure_that_starts_a_sentence_is_a_word(figure: str, text: str) -> None:
    assert bury(figure, first=True) == text


def test_every_word_of_the_published_letter_is_printed() -> None:
    rows = bury_expected()["judgements"]
    words = [(row["question"], row["words"]) for row in rows if "words" in row and row["d"] > 1]
    failing_words = [(row["question"], row["failing_words"]) for row in rows if "failing_words" in row]
    assert len(words) >= 10
    assert [(asked, bury(f"{asked} words bare")) for asked, _ in words] == words
    assert [(asked, bury(f"{asked} not words bare")) for asked, _ in failing_words] == failing_words


def test_the_two_commonest_reasons_of_the_published_letter_are_named_in_its_order() -> None:
    asked = default_instrument()
    for row in bury_expected()["top_reasons"]:
        forms = {reason.id: reason.printed for reason in asked.reasons_of(row["question"])}
        expected = " and ".join(forms[reason] for reason in row.get("first_two", [row.get("first")]))
        assert bury(f"{row['question']} reasons").startswith(expected)


def test_addresses_and_copy_lists_print_a_line_each() -> None:
    inspection = msgspec.structs.replace(BLANK, letterhead=" Office \n\n1 High Street ", copies=("Manager", "", "Board"))
    prints = figures(instrument(), [], inspection)
    assert printed(prints, "letterhead").text == "Office\n1 High Street"
    assert printed(prints, "copies", first=True).text == "Manager\nBoard"


@pytest.mark.parametrize(
    ("begin", "end", "text"),
    [
        ("2013-03-18", "2013-03-20", "18 to 20 March 2013"),
        ("2013-03-18", "2013-03-18", "18 March 2013"),
        ("2013-03-18", "", "18 March 2013"),
        ("", "2013-03-18", "18 March 2013"),
        ("2013-02-28", "2013-03-02", "28 February to 2 March 2013"),
        ("2012-12-30", "2013-01-02", "30 December 2012 to 2 January 2013"),
        ("2012-03-18", "2013-03-20", "18 March 2012 to 20 March 2013"),
        ("2013-03-20", "2013-03-18", "[fieldwork: it ends before it begins]"),
        ("soon", "2013-03-18", "[fieldwork: not a date]"),
        ("", "", "[fieldwork: not set]"),
    ],
)
def test_days_of_fieldwork_say_month_and_year_once_where_they_can(begin: str, end: str, text: str) -> None:
    inspection = msgspec.structs.replace(BLANK, fieldwork_from=begin, fieldwork_to=end)
    assert printed(figures(instrument(), [], inspection), "fieldwork").text == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        ("1.9", "[1.9: no such question]"),
        ("1.9 words", "[1.9 words: no such question]"),
        ("1.1+1.9", '[1.1+1.9: no such question as "1.9"]'),
        ("1.1 wrods", '[1.1 wrods: there is no form "wrods"]'),
        ("1.1 n d", '[1.1 n d: "n" and "d" exclude each other]'),
        ("1.1 if", '[1.1 if: no condition stands after "if"]'),
        ("1.1 if prs = yes", '[1.1 if prs = yes: no such question as "prs"]'),
        ("1.1 if psr yes", '[1.1 if psr yes: "psr" needs "=", "!=" or "has" behind it, not "yes"]'),
        ("4.7 if custody = yes", "[4.7 if custody = yes: no answers for this condition]"),
        ("", "[figure: nothing stands between the braces]"),
        ("concern", "[concern: this stands in no letter]"),
        ("1.1 if concern = yes", "[1.1 if concern = yes: this stands in no letter]"),
        ("sentence", "[sentence: its answers are neither met nor not met]"),
        ("4.7 percent", "[4.7 percent: too few answers for a percentage]"),
        ("4.5 reasons", "[4.5 reasons: no reason is shared by two]"),
        ("area:nowhere", "[area:nowhere: no such area]"),
        ("area:harm reasons", "[area:harm reasons: an area has no reasons]"),
        ("published words", "[published words: published takes no form]"),
        ("4.1+4.2 words bare", "[4.1+4.2 words bare: they do not say the same (all but one, almost all)]"),
        ("s1 if s2 = yes", "[s1 if s2 = yes: what was said in confidence is not broken down]"),
        ("staff if s2 = yes", "[staff if s2 = yes: what was said in confidence is not broken down]"),
        ("1.1 if s2 = yes", "[1.1 if s2 = yes: what was said in confidence is not broken down]"),
        ("cases percent", "[cases percent: cases are counted, and take no form but bare and n]"),
        ("1.1 if " + "not " * 5000 + "psr = yes", None),
        ("1.1 if " + "( " * 5000, None),
    ],
)
def test_a_figure_that_cannot_be_printed_is_a_mark_with_a_sentence(figure: str, text: str | None) -> None:
    shown = printed(bury_figures(), figure)
    assert shown.text == text or (text is None and shown.text.endswith(": the condition is nested too deeply]"))
    assert shown.problem.startswith(f"The figure {{{{{figure.strip()}}}}} cannot be printed: ")


def test_what_is_not_answered_or_not_set_is_marked() -> None:
    prints = figures(default_instrument(), [])
    for source, says in {
        "1.2": "no answers yet",
        "published": "not set",
        "strengths": "no answers yet",
        "s1": "no answers yet",
    }.items():
        assert printed(prints, source).text == f"[{source}: {says}]"
    assert printed(prints, "cases").text == "no cases"
    assert printed(prints, "cases", first=True).text == "No cases"


@pytest.mark.parametrize("form", ["", "n", "d", "percent", "of-these", "reasons", "words"])
def test_views_given_in_confidence_print_in_words_whatever_is_asked(form: str) -> None:
    shown = printed(bury_figures(), f"s5 {form}")
    assert shown.text == "most members of staff"
    assert shown.basis == ""
    assert printed(bury_figures(), f"s9 {form} bare not").text == "a small number"


def test_a_figure_tells_its_questions_and_what_stands_behind_it() -> None:
    prints = bury_figures()
    assert printed(prints, "2.4 not").basis == "2.4: 7 of 10"
    assert printed(prints, "1.4 if custody").basis == "1.4 if custody: 4 of 4"
    assert printed(prints, "area:oversight").questions == ("2.7", "3.5")
    assert printed(prints, "4.3+4.6").basis == "4.3: 13 of 14; 4.6: 13 of 14"
    assert printed(prints, "area").basis == ""
    assert printed(prints, "1.1+1.9").questions == ("1.1",)


def test_a_reason_is_named_only_where_two_share_it_and_never_by_a_bare_other() -> None:
    asked = instrument()
    given = [
        reviewed(f"C{number}", {"1.1": content("no", *reasons)})
        for number, reasons in enumerate([("other", "late"), ("other", "late"), ("other", "no-plan")])
    ]
    assert printed(figures(asked, given), "1.1 reasons").text == "it came too late"


def test_profile_and_joiner_are_the_inspections() -> None:
    inspection = msgspec.structs.replace(bury_inspection(), word_profile="education", joiner="out of the")
    prints = figures(default_instrument(), bury_records(), inspection)
    assert printed(prints, "2.7 words bare").text == "the majority"
    assert printed(prints, "1.1").text == "10 out of the 14 cases"


def test_areas_left_out_of_a_list_leave_the_instruments_words_for_none() -> None:
    asked = default_instrument()
    met = {"1.1": "yes", "2.2": "yes", "3.2": "yes", "4.2": "yes", "4.3": "yes", "4.5": "yes", "4.6": "yes", "1.4": "yes"}
    records = [reviewed(f"C{number}", met) for number in range(5)]
    undecided = printed(figures(asked, records), "improvements")
    assert undecided.text == "[improvements: areas are proposed and wait for a decision]"
    decided = Entries(decisions={area.id: Decision(sign=Sign.STRENGTH) for area in asked.areas})
    prints = figures(asked, records, entries=decided)
    assert printed(prints, "improvements").text.startswith("no area of the work fell far enough")
    assert printed(prints, "improvements", first=True).text.startswith("No area")


def test_details_are_data_and_never_read_as_figures() -> None:
    inspection = msgspec.structs.replace(bury_inspection(), area="{{1.1}} \x1b[31m<b>[x](y)")
    shown = printed(figures(default_instrument(), bury_records(), inspection), "area")
    assert shown.text == "{{1.1}} [31m<b>[x](y)"
    assert shown.problem == ""


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a, b and c", "d"], "a, b and c, and d"),
        (["a and b", "c", "d"], "a and b; c; and d"),
    ],
)
def test_lists_in_a_sentence_keep_their_items_apart(items: list[str], text: str) -> None:
    assert listed(items) == text


_FRAGMENTS = st.sampled_from(
    [
        *(
            "1.1",
            "4.7",
            "s1",
            "psr",
            "concern",
            "sentence",
            "+",
            "area:harm",
            "area:",
            "cases",
            "staff",
            "fieldwork",
            "strengths",
        ),
        *("words", "percent", "n", "d", "of-these", "reasons", "not", "bare", "if", "psr=yes", "(", "and", "has", "=", "["),
    ]
)
_ANY = st.text() | st.lists(_FRAGMENTS).map(" ".join) | st.lists(_FRAGMENTS).map("".join)


def _none_answered() -> Figures:
    return figures(default_instrument(), [])


@given(text=_ANY, first=st.booleans())
def test_no_text_makes_a_figure_raise_or_print_nothing(text: str, first: bool) -> None:
    for prints in (bury_figures(), _none_answered()):
        shown = prints.print(parse_figure(text), first=first)
        assert shown.text.strip()
        assert bool(shown.problem) == (shown.text.startswith("[") and shown.text.endswith("]"))


def _counting(met: int, of: int) -> tuple[Instrument, list[Reviewed]]:
    asked = instrument(question("1.1"))
    return asked, [reviewed(f"C{number:03}", {"1.1": "yes" if number < met else "no"}) for number in range(of)]


@given(st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_words_are_those_of_the_profile_for_every_share(share: tuple[int, int]) -> None:
    met, of = share
    asked, records = _counting(met, of)
    prints = figures(asked, records)
    profile = asked.word_profiles[0]
    least = asked.thresholds.least_answers
    for figure, word in (
        ("1.1 words bare", proportion(profile, met, of, least=least)),
        ("1.1 not words bare", failing(profile, of - met, of, least=least)),
    ):
        assert printed(prints, figure).text == (word or f"[{figure}: too few answers for a word]")


@given(area=st.text(min_size=1))
def test_any_name_of_an_area_prints_as_itself_or_as_not_set(area: str) -> None:
    shown = printed(figures(instrument(), [], Inspection(id="i", area=area)), "area")
    assert shown.text.strip()
    assert "\x1b" not in shown.text
