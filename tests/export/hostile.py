"""A small inspection in which one text stands in every place where a user types one."""

from functools import cache
from typing import Any

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.entries import Decision, Entries, ParagraphEntry, Quote, Waiver
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.records import Answer, Inspection
from sqs_tui.domain.tally import Reviewed, Sign
from sqs_tui.export.pieces import made
from tests.builders import SMALL, content, criteria
from tests.domain.letter.letters import checker, letter
from tests.export.conftest import AT

_LINES = ("letterhead", "copies")
_BLOCKS: list[dict[str, Any]] = [
    *({"id": name, "kind": "lines", "text": f"{{{{{name}}}}}"} for name in _LINES),
    {"id": "to", "kind": "paragraph", "text": "**To:** {{addressee}} {{sender}}"},
    *SMALL["letter"]["blocks"],
    {"id": "end", "kind": "heading", "text": "{{area}} {{service}}", "level": 2},
    {"id": "contact", "kind": "paragraph", "text": "{{lead}} *{{contact}}* {{fieldwork}} {{1.9}} {{strengths}} {{improvements}}"},
]


@cache
def small() -> Instrument:
    """The small instrument with a letter that prints every detail, and gets a paragraph of each kind."""
    return msgspec.convert(criteria(letter={**SMALL["letter"], "blocks": _BLOCKS}), Instrument)


def _records(text: str) -> list[Reviewed]:
    cases = [
        Reviewed(
            id=f"c{number}",
            reference=text or "C",
            unit="case",
            case_manager=text,
            inspector=text,
            answers={
                "fact": content("yes", note=text),
                "1.1": content("no", "late", note=text, quote=True),
                "1.2": content("yes" if number else "no", *(() if number else ("no-plan",)), note=text),
                "1.3": content(text, note=text) if number == 1 else content("yes", note=text),
            },
        )
        for number in range(5)
    ]
    return [*cases, Reviewed(id="p1", reference=text or "P", unit="staff", answers={"s1": content("yes", note=text)})]


def hostile(text: str) -> tuple[Letter, tuple[Finding, ...]]:
    """The letter and what is found in it: half of it waived, with the text as the reason."""
    details = dict.fromkeys(("area", "service", "lead", "contact", "addressee", "sender", "letterhead"), text)
    inspection = Inspection(id="i1", copies=(text, "second", text), fieldwork_from=text, word_profile=text, joiner="", **details)
    entries = Entries(
        paragraphs={
            "findings-1:1.1": ParagraphEntry(text=f"{text} {{{{1.1}}}} {{{{quote:q}}}} {text}", seen=((text, text),)),
            "own": ParagraphEntry(text=text, place="1/2"),
            "heading": ParagraphEntry(text=f"## {text}", place="1/3"),
            "bullet": ParagraphEntry(text=f"- {text}", place="1/4"),
            "alone": ParagraphEntry(text="{{quote:q}}", place="1/5"),
        },
        decisions={
            "plans": Decision(sign=Sign.STRENGTH, text=text),
            "assessments": Decision(sign=None, reason=text),
        },
        quotes={"q": Quote(record="c1", question="1.1", original=text, text=text or "words")},
    )
    bare = letter(small(), _records(text), inspection, entries)
    waivers = {finding.id: Waiver(says=finding.says, reason=text or "it may") for finding in checker().findings(bare)[::2]}
    written = letter(small(), _records(text), inspection, msgspec.structs.replace(entries, waivers=waivers))
    return written, checker().findings(written)


def exported(piece: str, form: str, text: str) -> bytes:
    """A piece of that inspection, as a draft."""
    written, findings = hostile(text)
    records = {record.id: record for record in written.records}

    def answers(record: str) -> dict[str, Answer]:
        given = records[record].answers
        return {asked: Answer(content=found, by=text, at=text, heads=("c",)) for asked, found in given.items()}

    return made(piece, form, written, findings, answers=answers, at=AT, draft=True)
