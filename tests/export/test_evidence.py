"""The evidence pack: every figure with what stands behind it, and nothing of what was said in confidence."""

import re

import msgspec
import pytest

from sqs_tui.domain.letter.entries import Decision, Entries, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.letter.figures import FORMS
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter, write_letter
from sqs_tui.domain.letter.tokens import figure_tokens
from sqs_tui.domain.tally import Reviewed, tally
from sqs_tui.export.evidence import evidence_csv, evidence_markdown
from sqs_tui.export.places import Places
from sqs_tui.export.stamp import stamp
from tests.builders import content, instrument, reviewed
from tests.domain.letter.letters import checker, letter
from tests.export.conftest import AT
from tests.export.reading import markdown_blocks, rows


def _markdown(of: Letter, findings: tuple[Finding, ...] = ()) -> str:
    return evidence_markdown(of, findings, stamp(of.instrument, AT))


def _rows(of: Letter) -> list[dict[str, str]]:
    return rows(evidence_csv(of, stamp(of.instrument, AT)))


def _edited(of: Letter, **entries: object) -> Letter:
    changed = msgspec.structs.replace(of.entries, **entries)
    return write_letter(of.instrument, of.inspection, of.records, of.tallies, changed)


def _below(blocks: list[str], heading: str) -> str:
    return blocks[blocks.index(heading) + 1]


def test_every_figure_of_the_letter_is_in_the_pack(bury_written: Letter) -> None:
    shown = [
        (token.meta["figure"].text, token.content)
        for paragraph in bury_written.paragraphs
        for token in figure_tokens(bury_written.tokens_of(paragraph))
        if not token.meta["printed"].quote
    ]
    blocks = markdown_blocks(_markdown(bury_written))
    assert len(shown) > 50
    for figure, text in shown:
        assert figure in blocks
        assert " ".join(text.split()) in blocks
    table = _rows(bury_written)
    assert {(row["figure"], row["printed"]) for row in table} == set(shown)


def test_a_figure_s_row_tells_its_share_its_word_and_its_cases(bury_written: Letter) -> None:
    source = _markdown(bury_written)
    assert "### 2.2. In three of the ten relevant cases, planning …" in source
    assert re.search(
        r"^\| 2\.4 not \| three of the ten relevant cases \| 2\.4 \| 7 \| 10 \| over two-thirds \|[^|]*\| BU05, BU13, BU14 \|$",
        source,
        re.MULTILINE,
    )
    found = {row["group"]: row for row in _rows(bury_written) if row["figure"] == "2.4 not"}
    assert found["not met"]["references"] == "BU05 BU13 BU14"
    assert (found["not met"]["count"], found["met"]["count"]) == ("3", "7")
    about = ("paragraph", "under", "begins", "source", "met", "of", "words")
    told = (
        "2.2",
        "2. Protecting the public",
        "In three of the ten relevant cases, planning …",
        "2.4",
        "7",
        "10",
        "over two-thirds",
    )
    assert tuple(found["met"][column] for column in about) == told


def test_reasons_are_told_with_the_cases_that_they_were_given_in(bury_written: Letter) -> None:
    assert "- **1.1 reasons:** Vulnerability left out, 3 (BU09, BU11, BU13)\n" in _markdown(bury_written)
    found = {row["group"]: row["references"] for row in _rows(bury_written) if row["figure"] == "1.1 reasons"}
    assert found["reason: Vulnerability left out"] == "BU09 BU11 BU13"


def test_reasons_under_a_condition_are_those_of_its_cases_alone() -> None:
    asked = instrument()
    records = [reviewed(f"C{at}", {"fact": "yes" if at % 2 else "no", "1.1": content("no", "late")}) for at in range(6)]
    own = {"findings-1:1.1": ParagraphEntry(text="{{1.1 reasons if fact}}")}
    made = letter(asked, records, entries=Entries(paragraphs=own))
    found = {row["group"]: row["references"] for row in _rows(made) if row["figure"] == "1.1 reasons if fact"}
    assert found == {"met": "", "not met": "C1 C3 C5", "reason: Too late": "C1 C3 C5"}
    assert "| 1.1 if fact |" in _markdown(made)


def test_conclusions_tell_what_was_decided_and_why(bury_written: Letter) -> None:
    left_out = {"harm": Decision(sign=None, reason="It was *close*.")}
    source = _markdown(_edited(bury_written, decisions={**bury_written.entries.decisions, **left_out}))
    assert "- better assessment, planning and review of vulnerability and safeguarding (Vulnerability and" in source
    assert "| Vulnerability and safeguarding | 29 | 49 | improvement | 3 | improvement |  |" in source
    assert "| Risk of harm to others | 54 | 64 | neither | 1 | left out | It was \\*close\\*. |" in source
    undecided = _edited(bury_written, decisions={})
    assert "| Management oversight | 15 | 27 | improvement | 3 | to be decided |  |" in _markdown(undecided)


def test_quotes_stand_with_their_note_and_where_it_lies(bury_written: Letter) -> None:
    blocks = markdown_blocks(_markdown(bury_written))
    assert len([block for block in blocks if block.startswith("The note as it was:")]) == 4
    quote = next(quote for quote in bury_written.entries.quotes.values() if quote.question == "2.5")
    reference = next(record.reference for record in bury_written.records if record.id == quote.record)
    place = blocks.index(f"Printed: {quote.text}")
    assert blocks[place - 1] == "In paragraph 2.2"
    assert blocks[place + 1] == f"The note as it was: {' '.join(quote.original.split())}"
    assert blocks[place + 2] == f"From: {reference}, 2.5 Harm plans reviewed"


def test_problems_are_listed_apart_from_those_that_were_waived(bury_written: Letter) -> None:
    broken = _edited(bury_written, decisions={}, paragraphs={"thanks": ParagraphEntry(text="{{9.9}}")})
    findings = checker().findings(broken)
    figure = next(finding for finding in findings if finding.kind == "figure" and finding.paragraph == "thanks")
    waived = _edited(broken, waivers={figure.id: Waiver(says=figure.says, reason="It is known.")})
    blocks = markdown_blocks(_markdown(waived, checker().findings(waived)))
    assert _below(blocks, "Waived problems") == (
        "“What to focus on”: The figure {{9.9}} cannot be printed: no such question. Waived because: It is known."
    )
    areas = [block for block in blocks if "neither included nor left out" in block]
    assert len(areas) == 6
    assert _below(_blocks_of(bury_written), "Waived problems") == "None."


def _blocks_of(of: Letter) -> list[str]:
    return markdown_blocks(_markdown(of))


def test_unanswered_questions_are_listed_case_by_case() -> None:
    records = [
        reviewed("C1", {"fact": "yes", "1.2": "yes"}),
        reviewed("C2", {}),
        reviewed("P1", {}, unit="staff"),
    ]
    blocks = _blocks_of(letter(instrument(), records))
    assert blocks[blocks.index("Unanswered questions") + 1 : -1] == ["C1 1.1 Assessed, 1.3 Reviewed", "C2 not begun"]


def _in_confidence() -> Letter:
    """A letter that quotes and counts what was said in confidence, with a problem about the quote."""
    spoken = {"s1": content("no", note="ZZZ the whole note of it", quote=True)}
    records: list[Reviewed] = [reviewed(f"PQX{at}", spoken if at else {"s1": "yes"}, unit="staff") for at in range(6)]
    texts = {"findings-2:s1": ParagraphEntry(text="{{s1 words}} {{s1 not words}} {{quote:q}} {{quote:q}} {{s1 if fact}}")}
    quotes = {"q": Quote(record="PQX1", question="s1", original="ZZZ the whole note of it", text="the note")}
    return letter(instrument(), records, entries=Entries(paragraphs=texts, quotes=quotes))


def test_of_what_was_said_in_confidence_only_the_printed_words_are_told() -> None:
    made = _in_confidence()
    source, table = _markdown(made, checker().findings(made)), _rows(made)
    assert "| s1 words | Some people |" in source
    assert "what was said in confidence is not quoted" in source
    for text in (source, str(table)):
        assert "PQX" not in text
        assert "ZZZ" not in text
    (words,) = [row for row in table if row["figure"] == "s1 words"]
    assert {words[column] for column in ("source", "met", "of", "words", "group", "count", "references")} == {""}


def test_a_problem_in_an_interview_is_told_without_its_reference() -> None:
    made = letter(instrument(), [reviewed("PQX1", {}, unit="staff")])
    found = checker().findings(made)
    (told,) = [Places(made).told(finding) for finding in found if finding.record == "PQX1"]
    assert (told.record, told.place) == ("", "the letter")
    case = letter(instrument(), [reviewed("C1", {})])
    assert Places(case).told(checker().findings(case)[-1]).record == "C1"
    assert "PQX1" not in _markdown(made, found)


@pytest.mark.parametrize("form", FORMS)
def test_a_figure_that_cannot_be_printed_is_in_the_pack_with_its_reason(form: str) -> None:
    own = {"findings-1:1.1": ParagraphEntry(text=f"{{{{9.9 {form}}}}}")}
    (row,) = [row for row in _rows(letter(instrument(), [], entries=Entries(paragraphs=own))) if row["figure"].startswith("9.9")]
    assert row["problem"].endswith("cannot be printed: no such question.")


def test_a_condition_stands_beside_its_source() -> None:
    records = [reviewed(f"C{at}", {"fact": "yes" if at else "no", "1.1": "yes"}) for at in range(6)]
    own = {"findings-1:1.1": ParagraphEntry(text="{{1.1 if fact}}")}
    made = letter(instrument(), records, entries=Entries(paragraphs=own))
    assert made.tallies == tally(made.instrument, records)
    found = {row["group"]: row for row in _rows(made) if row["figure"] == "1.1 if fact"}
    assert (found["met"]["source"], found["met"]["condition"], found["met"]["references"]) == ("1.1", "fact", "C1 C2 C3 C4 C5")
