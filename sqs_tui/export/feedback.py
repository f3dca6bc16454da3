"""The sheet for the verbal feedback on the last afternoon: one page of A4, to speak from.

It names no record, and tells what was said in confidence in words alone.
"""

from collections.abc import Iterator

from sqs_tui.domain.instrument import Instrument, Kind, Question, Section
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.tally import ReasonCount, Sign, sign
from sqs_tui.domain.wording import number
from sqs_tui.export.shares import area_in_confidence, in_confidence, share_words
from sqs_tui.export.sheet import Heading, Items, Part, Table, Text, sheet_html, sheet_markdown
from sqs_tui.export.stamp import Stamp

_COMMONEST = 8
"""How many reasons there is room for."""
_SHARED = 2
"""How many records must share a reason that is named, as in the letter."""
_STYLE = """\
@page { size: A4; margin: 14mm 16mm; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
body { font: 0.9rem/1.35 Arial, "Liberation Sans", sans-serif; }
h1, h2 { color: #14304f; line-height: 1.2; break-after: avoid; } h1 { font-size: 1.4rem; margin: 0 0 0.3em; }
h2 { font-size: 1.05rem; margin: 1.1em 0 0.3em; }
p { margin: 0 0 0.4em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: #14304f; border-bottom: 1.5px solid #14304f; }
td:nth-child(2) { white-space: nowrap; }
th, td { padding: 0.2em 0.8em 0.2em 0; vertical-align: top; } td { border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
ul { margin: 0; padding-left: 1.1em; columns: 2; column-gap: 2em; } li { break-inside: avoid; margin-bottom: 0.15em; }
footer { margin-top: 1em; font-size: 0.75rem; color: #444; }
@media print { html { font-size: 10.5pt; } body { max-width: none; margin: 0; padding: 0; } }
"""


def feedback_markdown(letter: Letter, stamp: Stamp) -> str:
    """The sheet as Markdown."""
    return sheet_markdown(_sheet(letter), foot=stamp.says)


def feedback_html(letter: Letter, stamp: Stamp) -> str:
    """The sheet as a page that prints on A4."""
    return sheet_html(_sheet(letter), title=_title(letter), style=_STYLE, foot=stamp.says)


def _title(letter: Letter) -> str:
    return f"Verbal feedback: {letter.inspection.name}"


def _sheet(letter: Letter) -> list[Part]:
    return [
        Heading(_title(letter), 1),
        Text(f"To speak from; counts as they stand, from {_reviewed(letter)}. What is proposed is a prompt, not a finding."),
        Heading("Areas"),
        Table(("Area", "Met", "Proposed", "Margin", "Decided"), tuple(_areas(letter))),
        Heading("Sections, and the questions that stand out"),
        Table(("Section", "Met", "Strong", "Falling short"), tuple(_sections(letter))),
        Heading("The commonest reasons for a No"),
        _listed(_reasons(letter)),
        *_confidential(letter),
    ]


def _reviewed(letter: Letter) -> str:
    units = ((unit, letter.tallies.records.get(unit.id, 0)) for unit in letter.instrument.units)
    counted = (
        f"{number(n, letter.instrument.numbers) if n else 'no'} {unit.name.one if n == 1 else unit.name.many}"
        for unit, n in units
    )
    return " and ".join(counted)


def _listed(items: list[tuple[str, str]]) -> Part:
    return Items(tuple(items)) if items else Text("None yet.")


def _areas(letter: Letter) -> Iterator[tuple[str, ...]]:
    for area in letter.instrument.areas:
        tallied, decision = letter.tallies.areas[area.id], letter.entries.decisions.get(area.id)
        hidden = area_in_confidence(letter.instrument, area)
        margin = (
            "too few records" if tallied.margin is None else f"by {tallied.margin}{', borderline' if tallied.borderline else ''}"
        )
        waits = "to be decided" if tallied.proposal else ""
        decided = (decision.sign.value if decision.sign else "left out") if decision else waits
        yield (
            area.title,
            "" if hidden or not tallied.of else f"{tallied.met} of {tallied.of}",
            tallied.proposal.value if tallied.proposal else "neither",
            "" if hidden else margin,
            decided,
        )


def _sections(letter: Letter) -> Iterator[tuple[str, ...]]:
    instrument = letter.instrument
    for section in instrument.sections:
        pooled = letter.tallies.sections.get(section.id)
        if pooled and not instrument.unit(section.unit).confidential:
            yield (
                f"{section.id} {section.title}",
                f"{pooled.met} of {pooled.of}" if pooled.of else "",
                _standing_out(letter, section, Sign.STRENGTH),
                _standing_out(letter, section, Sign.IMPROVEMENT),
            )


def _standing_out(letter: Letter, section: Section, wanted: Sign) -> str:
    found = []
    for question in _judgements(letter.instrument, section):
        tally = letter.tallies.questions[question.id]
        if sign(letter.instrument.thresholds, tally.met, tally.of) is wanted:
            found.append(f"{question.label} {tally.met} of {tally.of}")
    return "; ".join(found)


def _judgements(instrument: Instrument, section: Section) -> list[Question]:
    return [question for question in section.questions if question.printed and instrument.kind_of(question.id) is Kind.JUDGEMENT]


def _reasons(letter: Letter) -> list[tuple[str, str]]:
    found: list[tuple[Question, ReasonCount]] = []
    for section in letter.instrument.sections:
        if not letter.instrument.unit(section.unit).confidential:
            for question in _judgements(letter.instrument, section):
                shared = letter.tallies.questions[question.id].reasons
                found += [(question, reason) for reason in shared if reason.count >= _SHARED]
    commonest = sorted(found, key=lambda pair: -pair[1].count)[:_COMMONEST]
    return [(f"{question.label}:", _reason(letter, question, reason)) for question, reason in commonest]


def _reason(letter: Letter, question: Question, reason: ReasonCount) -> str:
    labels = {known.id: known.label for known in letter.instrument.reasons_of(question.id)}
    tally = letter.tallies.questions[question.id]
    return f"{labels.get(reason.reason, reason.reason)}, {reason.count} of {tally.of - tally.met}"


def _confidential(letter: Letter) -> Iterator[Part]:
    instrument = letter.instrument
    told = []
    for question in instrument.questions.values():
        tally = letter.tallies.questions[question.id]
        if question.printed and in_confidence(instrument, question.id):
            words = share_words(instrument, letter.inspection, tally.met, tally.of)
            if words:
                told.append((f"{question.label}:", words))
    if told:
        yield Heading("Said in confidence: how many said yes, in words")
        yield Items(tuple(told))
