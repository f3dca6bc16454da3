import re
from itertools import pairwise
from typing import Any

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.tally import Reviewed
from sqs_tui.domain.wording import capitalised
from tests.builders import bury_expected, bury_records, content, criteria, default_instrument, instrument, question, reviewed
from tests.domain.letter.letters import bury_figures, bury_letter, drafted, figures, shown


def _of_block(letter: tuple[Paragraph, ...], block: str) -> list[Paragraph]:
    return [paragraph for paragraph in letter if paragraph.id == block or paragraph.id.startswith(f"{block}:")]


def _sentences(letter: tuple[Paragraph, ...]) -> list[str]:
    return [sentence for paragraph in letter if ":" in paragraph.id for sentence in re.split(r"(?<=\.) ", paragraph.text)]


def test_the_bury_letter_prints_every_figure_without_a_problem() -> None:
    text = shown(bury_letter(), bury_figures())
    assert not re.search(r"\{\{|\}\}|\[", text)
    for figure in ("10 of the 14 cases", "all four cases with a custodial element", "eight of the ten cases", "all 14 cases"):
        assert figure in text


def test_the_bury_letter_has_the_published_frame_in_its_order() -> None:
    headings = [paragraph.text for paragraph in bury_letter() if paragraph.kind is ParagraphKind.HEADING]
    assert headings == [
        "Short Quality Screening of youth offending work: {{area}}", "Context", "Summary", "Commentary",
        "1. Reducing the likelihood of reoffending", "2. Protecting the public", "3. Protecting the child or young person",
        "4. Ensuring that the sentence is served", "Operational management", "Outstanding strengths",
        "Areas requiring improvement", "What to focus on", "Copies to",
    ]  # fmt: skip


def test_paragraphs_are_numbered_within_their_section() -> None:
    numbers = [paragraph.number for paragraph in bury_letter() if paragraph.id.startswith("findings-")]
    places = {"1": 4, "2": 4, "3": 3, "4": 3}
    numbered = [f"{section}.{place}." for section, places_of in places.items() for place in range(1, places_of + 1)]
    assert numbers == [*numbered, "", "", ""]


def test_the_two_lists_are_those_of_the_published_letter() -> None:
    areas = {area.id: area for area in default_instrument().areas}
    strengths = _of_block(bury_letter(), "strengths-list")[1:]
    improvements = _of_block(bury_letter(), "improvements-list")[1:]
    expected = bury_expected()
    assert [paragraph.text for paragraph in strengths] == [capitalised(areas[area].strength) for area in expected["strengths"]]
    assert {paragraph.kind for paragraph in strengths} == {ParagraphKind.BULLET}
    assert [(paragraph.number, paragraph.text) for paragraph in improvements] == [
        (number, capitalised(areas[area].improvement))
        for number, area in zip(("i.", "ii."), expected["improvements"], strict=True)
    ]


def test_no_two_findings_that_follow_one_another_are_framed_alike() -> None:
    asked = default_instrument()
    clauses = [asked.questions[identity].finding for identity in asked.questions]
    found = [finding.clause for finding in clauses if finding]
    frames = []
    for sentence in _sentences(bury_letter()):
        if "reasons}}" in sentence:
            continue
        for clause in found:
            sentence = sentence.replace(clause, "C").replace(capitalised(clause), "C")  # noqa: PLW2901 - one sentence, made bare
        frames.append(re.sub(r"\{\{.*?\}\}", "F", sentence))
    cases = [frame for frame in frames if "C" in frame]
    assert len(cases) >= 25
    assert all(one != other for one, other in pairwise(cases))


def test_views_that_print_the_same_words_are_one_sentence() -> None:
    texts = [paragraph.text for paragraph in _of_block(bury_letter(), "findings-5")]
    assert "{{s1+s2+s3+s4 words}}" in texts[0]
    assert "policies on risk of harm to others, vulnerability, engagement and compliance" in texts[0]
    assert "{{s6+s7 words}}" in texts[2]
    views = next(paragraph.text for paragraph in bury_letter() if paragraph.id == "findings-3:s8")
    assert "{{s8 words}}" in views
    assert "{{s9 words}}" in views


def test_views_stand_in_the_letter_without_a_number() -> None:
    operational = shown(_of_block(bury_letter(), "findings-5"), bury_figures())
    assert not re.search(r"\d|\b(six|five|eight)\b", operational)


def test_an_inspection_without_answers_drafts_its_frame_and_no_claim() -> None:
    letter = drafted(default_instrument(), [])
    assert not [paragraph for paragraph in letter if ":" in paragraph.id]
    assert not _of_block(letter, "strengths-list")
    assert "[strengths: no answers yet]" in shown(letter, figures(default_instrument(), []))


def test_a_half_done_inspection_leaves_out_what_has_no_answers() -> None:
    records = [reviewed("C1", {"1.4": "yes", "concern": "yes"}), reviewed("C2", {"1.4": content("no", "late")})]
    letter = drafted(default_instrument(), records)
    findings = [paragraph for paragraph in letter if paragraph.id.startswith("findings")]
    assert [(paragraph.id, paragraph.number) for paragraph in findings] == [("findings-1:1.4", "1.1.")]
    assert "{{1.4}}" in findings[0].text
    assert "reasons" not in findings[0].text


def test_a_shortfall_is_explained_once_two_share_a_reason() -> None:
    records = [reviewed(f"C{number}", {"1.4": content("no", "late")}) for number in range(2)]
    letter = drafted(default_instrument(), records)
    assert "{{1.4 reasons}}" in next(paragraph.text for paragraph in letter if paragraph.id == "findings-1:1.4")


def test_none_stands_behind_its_clause_in_every_frame() -> None:
    asked = default_instrument()
    nothing = {identity: content("no") for identity in asked.questions if identity[0].isdigit()}
    nothing |= {"psr": content("yes"), "custody": content("yes"), "victim": content("yes")}
    letter = drafted(asked, [reviewed(f"C{number}", nothing) for number in range(5)])
    assert any("{{1.4}}" in sentence for sentence in _sentences(letter))
    assert not [
        sentence
        for sentence in _sentences(letter)
        if sentence.startswith("In {{")
        and "{{psr}}" not in sentence
        and "{{custody}}" not in sentence
        and "{{victim}}" not in sentence
    ]


def test_ids_stay_while_answers_change() -> None:
    records = bury_records()
    fewer = {paragraph.id for paragraph in drafted(default_instrument(), records[:1]) if paragraph.id.startswith("findings")}
    assert fewer
    assert fewer < {paragraph.id for paragraph in bury_letter()}


def test_a_place_for_no_question_at_all_is_left_empty() -> None:
    data = criteria()
    data["letter"]["blocks"][1]["paragraphs"] = [[], ["1.1"]]
    made = drafted(msgspec.convert(data, Instrument), [reviewed("C1", {"fact": "no", "1.1": "yes"})])
    assert [paragraph.id for paragraph in made if paragraph.id.startswith("findings-1")] == ["findings-1:1.1"]


def test_no_sentence_of_the_letter_is_framed_by_code() -> None:
    """Another instrument's frames are used as they are."""
    asked = instrument()
    records = [reviewed("C1", {"fact": "yes", "1.1": "yes"}), reviewed("P1", {"s1": "yes"}, unit="staff")]
    text = shown(drafted(asked, records), figures(asked, records))
    assert "It was assessed in the one case." in text
    assert "It was so in the one case." in text
    assert "We found that the one person liked it." in text


def _kitchen() -> tuple[Instrument, list[Reviewed]]:
    data: dict[str, Any] = criteria(
        question("k1", scale="grade", finding={"clause": "the cold store was cold enough"}),
        question("k2", scale="grade", finding={"clause": "hands were washed"}),
    )
    data["units"] = [{"id": "kitchen", "name": {"one": "kitchen", "many": "kitchens"}, "reference": "K1", "folder": "kitchens"}]
    data["sections"][0] |= {"id": "hygiene", "unit": "kitchen"}
    data["scales"] = [
        {
            "id": "grade",
            "kind": "judgement",
            "choices": [
                {"key": str(grade), "value": str(grade), "label": f"Grade {grade}", "counts": "met" if grade > 2 else "not-met"}
                for grade in range(1, 5)
            ],
        }
    ]
    data["letter"]["blocks"] = [
        {"id": "title", "kind": "heading", "text": "{{kitchens}} in {{area}}", "level": 1},
        {"id": "found", "kind": "findings", "paragraphs": [["k1", "k2"]]},
    ]
    grades = ["1", "3", "4"]
    records = [reviewed(f"K{grade}", {"k1": grade, "k2": "4"}, unit="kitchen") for grade in grades]
    return msgspec.convert(data, Instrument), records


def test_a_foreign_instrument_without_areas_makes_a_letter() -> None:
    asked, records = _kitchen()
    text = shown(drafted(asked, records), figures(asked, records))
    assert text.split("\n") == [
        "Three kitchens in Anywhere",
        "The cold store was cold enough in two of the three kitchens. Hands were washed in all three kitchens.",
    ]
