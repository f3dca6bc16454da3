"""Tallies and answers for other programs (JSON) and for the command line (plain text of 80 columns).

What was said in confidence keeps its words and its counts here, but no list of records and no reasons: nobody can tell from it
who said what. Plain text prints such views in words only, as the letter does.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqs_tui.domain.instrument import Instrument, Kind, Question
from sqs_tui.domain.letter.entries import NO_ENTRIES, Decision, Entries
from sqs_tui.domain.records import Answer, Inspection, Record, contents
from sqs_tui.domain.routing import AnswerState, Place, route
from sqs_tui.domain.tally import AreaTally, Pooled, Reviewed, Sign, Tallies, sign
from sqs_tui.domain.waivers import Waiver
from sqs_tui.domain.wording import number
from sqs_tui.export.shares import in_confidence, share_percent, share_words
from sqs_tui.text import clean_text

_WIDTH = 80
_MARKS = {Sign.STRENGTH: "^", Sign.IMPROVEMENT: "v", None: " "}
_LEFT_OUT = "x"


def summary_json(
    instrument: Instrument,
    inspection: Inspection,
    tallies: Tallies,
    records: Iterable[Reviewed],
    entries: Entries = NO_ENTRIES,
) -> dict[str, Any]:
    """An inspection's tallies: `questions`, `facts`, `sections`, `areas` and `matrix` by id, records by their references.

    `percent`, signs and `words` that compare are null under the instrument's least number of answers; words of a count ("all")
    stay. The `decision` on an area is "strength", "improvement" or "left out", and null where there is none.
    """
    references = {record.id: record.reference for record in records}
    printed = [question for question in instrument.questions.values() if question.printed]
    cells: dict[str, dict[str, Any]] = {}
    for (theme, process), pooled in tallies.matrix.items():
        cells.setdefault(theme, {})[process] = _pooled_json(instrument, pooled)
    return {
        "inspection": inspection_json(instrument, inspection),
        "records": dict(tallies.records),
        "questions": {question.id: _question_json(instrument, inspection, tallies, question, references) for question in printed},
        "facts": {
            question.id: _value_counts(instrument, tallies, question)
            for question in printed
            if instrument.kind_of(question.id) is Kind.FACT and not in_confidence(instrument, question.id)
        },
        "sections": {section: _pooled_json(instrument, pooled) for section, pooled in tallies.sections.items()},
        "areas": {area.area: _area_json(area, entries.decisions.get(area.area)) for area in tallies.areas.values()},
        "matrix": cells,
    }


def inspection_json(instrument: Instrument, inspection: Inspection) -> dict[str, Any]:
    """Which inspection it is, and by which instrument."""
    return {
        "id": inspection.id,
        "name": inspection.name,
        "area": inspection.area,
        "service": inspection.service,
        "fieldwork": [inspection.fieldwork_from, inspection.fieldwork_to],
        "instrument": {"id": instrument.id, "version": instrument.version},
    }


def record_json(
    instrument: Instrument, record: Record, answers: Mapping[str, Answer], waived: Iterable[Waiver] = ()
) -> dict[str, Any]:
    """One record with every question of its unit; `value`, `by` and `at` are null where nothing was answered.

    `waived` are the problems that a person lets stand.
    """
    return {
        "id": record.id,
        "reference": record.reference,
        "unit": record.unit,
        "case_manager": record.case_manager,
        "inspector": record.inspector,
        "state": record.state.value,
        "answers": {
            place.question: answer_json(place, answers.get(place.question))
            for place in route(instrument, record.unit, contents(answers)).places.values()
        },
        "waived": [
            {
                "question": waiver.problem.question,
                "says": waiver.problem.says,
                "reason": waiver.reason,
                "by": waiver.by,
                "at": waiver.at,
            }
            for waiver in waived
        ],
    }


def answer_json(place: Place, answer: Answer | None) -> dict[str, Any]:
    """One question of a record; `answer` tells who answered it and when."""
    given = answer if place.content else None
    return {
        "value": place.content.value or None,
        "reasons": list(place.content.reasons),
        "note": place.content.note,
        "quote": place.content.quote,
        "state": place.state.value,
        "why": place.why,
        "by": given.by if given else None,
        "at": given.at if given else None,
    }


def summary_text(instrument: Instrument, inspection: Inspection, tallies: Tallies, entries: Entries = NO_ENTRIES) -> str:
    """An inspection's tallies as a table: sections with their questions, then areas with what is proposed and decided on them."""
    counts = [_counted(tallies.records.get(unit.id, 0), unit.name.one, unit.name.many, instrument) for unit in instrument.units]
    lines = [*_wrapped(f"{inspection.name}: {', '.join(counts)}"), ""]
    for section in instrument.sections:
        questions = [question for question in section.questions if question.printed]
        if not questions:
            continue
        pooled = Pooled(0, 0) if instrument.unit(section.unit).confidential else tallies.sections.get(section.id, Pooled(0, 0))
        lines.append(
            _row(f"{section.id} {section.title}", pooled.met, pooled.of, sign(instrument.thresholds, pooled.met, pooled.of), "")
        )
        for question in questions:
            lines += _question_lines(instrument, inspection, tallies, question)
        lines.append("")
    if instrument.areas:
        lines.append("Areas (^ strength, v improvement; in front: as the letter lists it, x left out)")
        for area in instrument.areas:
            tallied, decided = tallies.areas[area.id], entries.decisions.get(area.id)
            listed = _LEFT_OUT if decided and not decided.sign else _MARKS[decided.sign if decided else None]
            lines.append(_row(f"{listed} {area.title}", tallied.met, tallied.of, tallied.proposal, _margin(tallied)))
        lines.append("")
    return "\n".join(line.rstrip() for line in lines).rstrip()


def record_text(instrument: Instrument, record: Record, answers: Mapping[str, Answer], waived: Iterable[Waiver] = ()) -> str:
    """One record in the order of its file, with answers, reasons, notes, why a question is not asked, and what may stand."""
    found = route(instrument, record.unit, contents(answers))
    answered, asked = found.answered_of()
    people = [
        f"case manager {record.case_manager}" if record.case_manager else "",
        f"inspector {record.inspector}" if record.inspector else "",
    ]
    about = [instrument.unit(record.unit).name.one, record.state.value, f"{answered} of {asked} answered", *filter(None, people)]
    lines = _wrapped(f"{record.reference}: {', '.join(about)}")
    for group in instrument.groups(record.unit):
        lines += ["", *_wrapped(group.title)]
        for question in group.questions:
            lines += _answer_lines(instrument, found.places[question])
    let_stand = list(waived)
    if let_stand:
        lines += ["", "Problems that may stand"]
    for waiver in let_stand:
        lines += _wrapped(f"{waiver.problem.says} {waiver.by}: {waiver.reason}", indent="  ")
    return "\n".join(line.rstrip() for line in lines)


# JSON


def _question_json(
    instrument: Instrument, inspection: Inspection, tallies: Tallies, question: Question, references: Mapping[str, str]
) -> dict[str, Any]:
    tally = tallies.questions[question.id]
    confidential = in_confidence(instrument, question.id)
    return {
        "met": tally.met,
        "of": tally.of,
        "words": share_words(instrument, inspection, tally.met, tally.of) or None,
        "percent": None if confidential else share_percent(instrument, tally.met, tally.of),
        "reasons": [] if confidential else [{"id": reason.reason, "count": reason.count} for reason in tally.reasons],
        "records": {
            "met": [] if confidential else [references[record] for record in tally.met_records],
            "not_met": [] if confidential else [references[record] for record in tally.not_met_records],
        },
    }


def _value_counts(instrument: Instrument, tallies: Tallies, question: Question) -> dict[str, int]:
    given = tallies.questions[question.id].values
    return {choice.value: given.get(choice.value, 0) for choice in instrument.choices_of(question.id)}


def _pooled_json(instrument: Instrument, pooled: Pooled) -> dict[str, Any]:
    mark = sign(instrument.thresholds, pooled.met, pooled.of)
    return {
        "met": pooled.met,
        "of": pooled.of,
        "percent": share_percent(instrument, pooled.met, pooled.of),
        "sign": mark and mark.value,
    }


def _area_json(area: AreaTally, decided: Decision | None) -> dict[str, Any]:
    return {
        "met": area.met,
        "of": area.of,
        "proposal": area.proposal and area.proposal.value,
        "margin": area.margin,
        "borderline": area.borderline,
        "records": area.records,
        "decision": decided and (decided.sign.value if decided.sign else "left out"),
    }


# Plain text


def _question_lines(instrument: Instrument, inspection: Inspection, tallies: Tallies, question: Question) -> Iterator[str]:
    tally = tallies.questions[question.id]
    words = share_words(instrument, inspection, tally.met, tally.of)
    if in_confidence(instrument, question.id):
        yield _row(f"  {question.label}", 0, 0, None, words or "-")
    elif tally.of or instrument.kind_of(question.id) is not Kind.FACT:
        mark = sign(instrument.thresholds, tally.met, tally.of) if instrument.kind_of(question.id) is Kind.JUDGEMENT else None
        yield _row(f"  {question.label}", tally.met, tally.of, mark, words or "-")
    else:
        given = _value_counts(instrument, tallies, question)
        labels = {choice.value: choice.label for choice in instrument.choices_of(question.id)}
        shown = ", ".join(f"{count} {labels[value]}" for value, count in given.items() if count)
        yield from _wrapped(f"{question.label}: {shown or '-'}", indent="  ")


def _row(label: str, met: int, of: int, mark: Sign | None, rest: str) -> str:
    count = f"{met} of {of}" if of else ""
    return f"{_fitted(label, 47)} {count:>10} {_MARKS[mark]} {_fitted(rest, _WIDTH - 61)}"


def _margin(area: AreaTally) -> str:
    if area.margin is None:
        return "too few records"
    return "borderline, by 1" if area.borderline else f"by {area.margin}"


def _counted(n: int, one: str, many: str, instrument: Instrument) -> str:
    return f"{number(n, instrument.numbers) if n else 'no'} {one if n == 1 else many}"


def _answer_lines(instrument: Instrument, place: Place) -> Iterator[str]:
    question = instrument.questions[place.question]
    choice = instrument.choice(place.question, place.content.value)
    said = choice.label if choice else place.content.value
    labels = {reason.id: reason.label for reason in instrument.reasons_of(place.question)}
    match place.state:
        case AnswerState.ANSWERED:
            given = said
        case AnswerState.NOT_APPLICABLE:
            given = f"{said}: {question.out_means}" if question.out_means else said
        case AnswerState.UNANSWERED:
            given = "-"
        case AnswerState.PARKED:
            given = f"({said}) not asked: {place.why}"
        case AnswerState.WAITING:
            given = place.why
        case _:
            given = f"{place.state.value}: {place.why}"
    given = "; ".join([given, *(labels.get(reason, reason) for reason in place.content.reasons)])
    first, *more = _wrapped(given, width=_WIDTH - 36) or [""]
    yield f"  {_fitted(question.label, 33)} {first}"
    yield from (f"{'':36}{line}" for line in more)
    if place.content.note_removed and not place.content.note:
        yield f"{'':6}(its note was removed)"
    for line in place.content.note.split("\n") if place.content.note else ():
        yield from _wrapped(line, indent=" " * 6)


def _wrapped(text: str, *, indent: str = "", width: int = _WIDTH) -> list[str]:
    """Text in lines of at most so many cells; characters of two cells are counted so."""
    lines: list[str] = []
    line = indent
    for word in clean_text(text).split():
        for piece in _pieces(word, width - len(indent)):
            if line != indent and _cells(f"{line} {piece}") > width:
                lines.append(line)
                line = indent
            line += piece if line == indent else f" {piece}"
    return [*lines, line] if line != indent else lines


def _pieces(word: str, width: int) -> Iterator[str]:
    """A word cut where it is longer than a line."""
    piece = ""
    for character in word:
        if _cells(piece + character) > width:
            yield piece
            piece = ""
        piece += character
    yield piece


def _fitted(text: str, width: int) -> str:
    """One line of exactly so many cells, cut where it is longer."""
    text = clean_text(text).replace("\n", " ").replace("\t", " ")
    if _cells(text) > width:
        text = next(_pieces(text, width - 2)) + ".."
    return text + " " * (width - _cells(text))


def _cells(text: str) -> int:
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
