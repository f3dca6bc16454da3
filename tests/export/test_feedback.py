"""The sheet for the verbal feedback: areas, counts and reasons on a page, without a record."""

import re

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.export.feedback import feedback_html, feedback_markdown
from sqs_tui.export.stamp import stamp
from tests.builders import content, instrument, reviewed
from tests.domain.letter.letters import letter
from tests.export.conftest import AT
from tests.export.reading import Page


def _markdown(of: Letter) -> str:
    return feedback_markdown(of, stamp(of.instrument, AT))


def test_areas_stand_with_their_proposals_margins_and_decisions(bury_written: Letter) -> None:
    source = _markdown(bury_written)
    assert "| Vulnerability and safeguarding | 29 of 49 | improvement | by 3 | improvement |" in source
    assert "| Risk of harm to others | 54 of 64 | neither | by 1, borderline |  |" in source


def test_sections_name_the_questions_that_stand_out(bury_written: Letter) -> None:
    (line,) = [line for line in _markdown(bury_written).splitlines() if line.startswith("| 1 Reducing")]
    assert line == (
        "| 1 Reducing the likelihood of reoffending | 54 of 68 | 1.4 Planning 12 of 14; 1.7 Plans reviewed 10 of 11 "
        "| 1.6 Assessment reviewed 7 of 11 |"
    )


def test_the_commonest_reasons_come_first(bury_written: Letter) -> None:
    source = _markdown(bury_written)
    reasons = re.findall(r"^- \*\*\d.*, (\d) of \d$", source, re.MULTILINE)
    assert "- **3.5 Oversight of vulnerability:** Inadequate work countersigned, 5 of 8\n" in source
    assert reasons == sorted(reasons, reverse=True)
    assert len(reasons) == 8


def test_no_record_is_named_and_staff_are_told_in_words(bury_written: Letter) -> None:
    for text in (_markdown(bury_written), feedback_html(bury_written, stamp(bury_written.instrument, AT))):
        assert not re.search(r"\b(BU\d\d|CM\d)\b", text)
    assert "- **s6 Supported by manager:** the majority\n" in _markdown(bury_written)


def test_both_forms_say_the_same(bury_written: Letter) -> None:
    page = Page(feedback_html(bury_written, stamp(bury_written.instrument, AT)).encode())
    html = [text.strip() for tag, _, text in page.blocks if tag in {"h2", "td", "li"} and text.strip()]
    source = _markdown(bury_written).replace("\\", "").replace("**", "")
    assert len(html) > 70
    assert [text for text in html if text not in source] == []


def test_an_inspection_without_answers_has_a_sheet_too() -> None:
    source = _markdown(letter(instrument(), []))
    assert "from no cases and no people" in source
    assert "| Plans |  | neither | too few records |  |" in source
    assert "None yet." in source


def test_an_area_with_views_in_confidence_tells_no_numbers() -> None:
    area = {"id": "a", "title": "A", "short": "a", "questions": ["1.1", "s1"], "strength": "s", "improvement": "i"}
    data = instrument(areas=[area])
    records = [
        *(reviewed(f"C{at}", {"fact": "yes", "1.1": content("no", "late")}) for at in range(6)),
        *(reviewed(f"P{at}", {"s1": "yes"}, unit="staff") for at in range(6)),
    ]
    (line,) = [line for line in _markdown(letter(data, records)).splitlines() if line.startswith("| A |")]
    assert line == "| A |  | improvement |  | to be decided |"
