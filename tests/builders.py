"""Small instruments and records for tests, and those that come with the program, read once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

import sqs_tui
from sqs_tui.domain.instrument import Instrument, read_instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.tally import Reviewed
from sqs_tui.machine import DEFAULT_CRITERIA

BURY = Path(sqs_tui.__file__).parent / "demo" / "bury.json"
"""The demonstration, as it comes with the program."""
DATA = Path(__file__).parent / "data"

SMALL: dict[str, Any] = {
    "format": 1,
    "id": "small",
    "version": "1",
    "title": "A small instrument",
    "source": "Made up for tests",
    "units": [
        {"id": "case", "name": {"one": "case", "many": "cases"}, "reference": "C01", "folder": "cases"},
        {"id": "staff", "name": {"one": "person", "many": "people"}, "reference": "P1", "folder": "staff", "confidential": True},
    ],
    "scales": [
        {
            "id": "fact",
            "kind": "fact",
            "choices": [
                {"key": "y", "value": "yes", "label": "Yes", "counts": "met"},
                {"key": "n", "value": "no", "label": "No", "counts": "not-met"},
            ],
        },
        {
            "id": "quality-na",
            "kind": "judgement",
            "choices": [
                {"key": "y", "value": "yes", "label": "Yes", "counts": "met"},
                {"key": "n", "value": "no", "label": "No", "counts": "not-met", "reasons": "required"},
                {"key": "a", "value": "na", "label": "Not applicable"},
            ],
        },
        {
            "id": "view",
            "kind": "view",
            "choices": [
                {"key": "y", "value": "yes", "label": "Yes", "counts": "met"},
                {"key": "n", "value": "no", "label": "No", "counts": "not-met"},
            ],
        },
    ],
    "reason_lists": [
        {
            "id": "why",
            "reasons": [
                {"id": "no-plan", "key": "1", "label": "No plan", "printed": "there was no plan"},
                {"id": "late", "key": "2", "label": "Too late", "printed": "it came too late"},
                {"id": "other", "key": "0", "label": "Other", "printed": "there were other shortcomings", "wants_note": True},
            ],
        }
    ],
    "sections": [
        {
            "id": "0",
            "title": "Details",
            "short": "Details",
            "unit": "case",
            "questions": [
                {"id": "fact", "text": "Is it so?", "title": "The fact", "scale": "fact", "finding": {"clause": "it was so"}},
            ],
        },
        {
            "id": "1",
            "title": "Work",
            "short": "Work",
            "unit": "case",
            "questions": [
                {
                    "id": "1.1",
                    "text": "Was it assessed?",
                    "title": "Assessed",
                    "scale": "quality-na",
                    "reasons": "why",
                    "theme": "work",
                    "process": "assessment",
                    "finding": {"clause": "it was assessed", "shortfall": "Where not, this was because {{1.1 reasons}}."},
                },
                {
                    "id": "1.2",
                    "text": "Was it planned?",
                    "title": "Planned",
                    "scale": "quality-na",
                    "reasons": "why",
                    "asked_when": "fact = yes",
                    "not_asked": "it is not so",
                    "theme": "work",
                    "process": "planning",
                    "finding": {"clause": "it was planned"},
                },
                {
                    "id": "1.3",
                    "text": "Was the plan reviewed?",
                    "title": "Reviewed",
                    "scale": "quality-na",
                    "reasons": "why",
                    "asked_when": "1.2 != na",
                    "not_asked": "no plan was needed",
                    "theme": "work",
                    "process": "planning",
                    "finding": {"clause": "the plan was reviewed"},
                },
            ],
        },
        {
            "id": "2",
            "title": "People",
            "short": "People",
            "unit": "staff",
            "questions": [
                {"id": "s1", "text": "Do they like it?", "title": "Likes it", "scale": "view", "finding": {"clause": "liked it"}},
            ],
        },
    ],
    "file_order": [
        {"title": "First", "questions": ["fact"]},
        {"title": "Plans", "questions": ["1.2", "1.3"]},
        {"title": "Rest", "questions": ["1.1"]},
    ],
    "themes": [{"id": "work", "title": "Work"}],
    "processes": [{"id": "assessment", "title": "Assessment"}, {"id": "planning", "title": "Planning"}],
    "areas": [
        {
            "id": "plans",
            "title": "Plans",
            "short": "plans",
            "questions": ["1.2", "1.3"],
            "strength": "plans are good",
            "improvement": "better plans",
        },
        {
            "id": "assessments",
            "title": "Assessments",
            "short": "assess",
            "questions": ["1.1"],
            "strength": "assessments are good",
            "improvement": "better assessments",
        },
    ],
    "checks": [
        {
            "id": "unplanned",
            "unit": "case",
            "when": "1.3 = yes and 1.2 has no-plan",
            "says": "1.3 says reviewed, 1.2 says no plan.",
        },
    ],
    "thresholds": {
        "improvement_under": 65,
        "strength_from": 80,
        "strength_each_from": 75,
        "least_answers": 5,
        "least_records": 5,
    },
    "word_profiles": [
        {
            "id": "plain",
            "title": "Plain words",
            "bands": [
                {"words": "all", "all": True, "at_two": "both", "at_one": "the one"},
                {"words": "none", "none": True},
                {"words": "most", "over": 50},
                {"words": "half", "exactly": 50},
                {"words": "some", "under": 50},
            ],
        }
    ],
    "letter": {
        "blocks": [
            {"id": "title", "kind": "heading", "text": "A letter", "level": 1, "section": "1"},
            {"id": "findings-1", "kind": "findings", "paragraphs": [["1.1"], ["fact", "1.2", "1.3"]]},
            {"id": "findings-2", "kind": "findings", "paragraphs": [["s1"]]},
            {"id": "strengths", "kind": "strengths", "text": "Good:", "none_text": "Nothing stood out."},
            {"id": "improvements", "kind": "improvements", "text": "To do:", "none_text": "Nothing is to be done."},
        ],
        "frames": ["{Clause} in {figure}."],
        "frame_in_words": ["We found that {figure} {clause}."],
    },
}
"""A criteria file in small: a fact; judgements 1.1, 1.2 (asked when the fact holds) and 1.3 (unless 1.2 is n/a); a view."""


def question(identity: str, **fields: Any) -> dict[str, Any]:
    """A question of the criteria file's shape, a judgement with reasons unless told otherwise."""
    judged = {"scale": "quality-na", "reasons": "why"} if "scale" not in fields else {}
    return {"id": identity, "text": f"Is {identity} good?", "title": f"Title of {identity}", **judged, **fields}


def criteria(*questions: Mapping[str, Any], **overrides: Any) -> dict[str, Any]:
    """A criteria file as data: the small one, with parts replaced; questions that are given become its only section.

    Every call gives data of its own, to be changed at will.
    """
    data: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(SMALL))
    if questions:
        data["sections"] = [{"id": "1", "title": "Work", "short": "Work", "unit": "case", "questions": list(questions)}]
        data["units"] = data["units"][:1]
        data["letter"]["blocks"] = data["letter"]["blocks"][:1]
        data |= {"file_order": [], "areas": [], "checks": []}
    return data | overrides


def instrument(*questions: Mapping[str, Any], **overrides: Any) -> Instrument:
    """`criteria` as an instrument."""
    return msgspec.convert(criteria(*questions, **overrides), Instrument)


def content(value: str = "", *reasons: str, note: str = "", quote: bool = False) -> Content:
    """An answer's content: `content("no", "late")`."""
    return Content(value=value, reasons=reasons, note=note, quote=quote)


def answers(given: Mapping[str, Content | str]) -> dict[str, Content]:
    """Answers by question; a plain string is an answer's value."""
    return {asked: content(answer) if isinstance(answer, str) else answer for asked, answer in given.items()}


def reviewed(
    identity: str, given: Mapping[str, Content | str], *, unit: str = "case", case_manager: str = "", inspector: str = ""
) -> Reviewed:
    """A record with its answers, its reference as its id."""
    return Reviewed(
        id=identity, reference=identity, unit=unit, case_manager=case_manager, inspector=inspector, answers=answers(given)
    )


@cache
def default_instrument() -> Instrument:
    """The instrument that comes with the program."""
    return read_instrument(DEFAULT_CRITERIA.read_bytes(), where=DEFAULT_CRITERIA.name)


class DemoRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as the demonstration's file holds it."""

    reference: str
    answers: dict[str, Content]
    case_manager: str = ""
    inspector: str = ""
    day: str = ""


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """The records of the demonstration's file."""

    cases: list[DemoRecord]
    staff: list[DemoRecord]


@cache
def _demo() -> Demo:
    return msgspec.json.decode(BURY.read_bytes(), type=Demo)


def bury_records() -> list[Reviewed]:
    """The cases and staff interviews of the demonstration, their references as ids."""
    units = (("case", _demo().cases), ("staff", _demo().staff))
    return [
        reviewed(record.reference, record.answers, unit=unit, case_manager=record.case_manager, inspector=record.inspector)
        for unit, records in units
        for record in records
    ]


def bury_expected() -> Any:
    """What the published letter states, and the demonstration must give."""
    return msgspec.json.decode((DATA / "bury_expected.json").read_bytes())
