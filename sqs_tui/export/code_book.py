"""The code book: what every column, value and word of the answers and the tallies means."""

from collections.abc import Iterator
from typing import Any

from sqs_tui.domain.conditions import parse
from sqs_tui.domain.instrument import Band, Choice, Instrument, Kind, Question, Thresholds, WordProfile
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.export.shares import in_confidence
from sqs_tui.export.sheet import Heading, Items, Part, Table, Text, sheet_markdown
from sqs_tui.export.stamp import Stamp

_COUNTS = {"met": "counts as met", "not-met": "counts as not met", "out": "counts in no number"}
_FACT_COUNTS = {"met": "it holds", "not-met": "it does not hold", "out": "counted by itself"}
COLUMNS = {
    "reference": "how the inspectors call the record",
    "unit": "what the record is",
    "section": "the section of the instrument that the question stands in",
    "question": "the question's id",
    "text": "the question as it is asked",
    "value": "what was answered, as it is kept; the questions below list the values",
    "label": "what was answered, as it is shown",
    "state": "answered; not applicable; unanswered; not asked (another answer rules the question out); parked (ruled out, but "
    "with an earlier answer, which counts nowhere); waiting (it hangs on a question that is unanswered)",
    "reasons": "the ids of the reasons given, parted by blanks",
    "note": "the inspector's note",
    "by": "the account that gave the answer",
    "at": "when it was given: UTC, ISO 8601",
    "kind": "of a row of tallies: question, section or area",
    "met": "how many records met it, or how many judgements of a section or an area were met",
    "of": "of how many that were met or not met",
    "words": "the share in the words of the profile below",
    "percent": "the share in whole per cent, with answers enough",
    "sign": "strength or improvement, by the thresholds below; a prompt, never a finding",
    "margin": "of an area: how many answers would have to differ for another sign",
    "values": "how often each value was given",
    "instrument": "the instrument's id and version",
    "written_at": "when the file was written: UTC, ISO 8601",
}
"""The columns of answers.csv and tallies.csv."""
NOTES = (
    "Records of units in confidence are in no table of answers, and tallies tell what was said in confidence in words alone.",
    "Questions marked as never printed are in no export.",
    "In CSV files a text that a spreadsheet would run as a formula begins with an apostrophe, which is not part of it.",
)
"""What is left out or changed, and why a reader may miss it."""


def code_book(letter: Letter) -> dict[str, Any]:
    """The code book as data, as it stands in the JSON of answers and tallies under `code_book`."""
    instrument = letter.instrument
    return {
        "notes": list(NOTES),
        "columns": COLUMNS,
        "units": {
            unit.id: {"one": unit.name.one, "many": unit.name.many, "in_confidence": unit.confidential}
            for unit in instrument.units
        },
        "sections": {section.id: section.title for section in instrument.sections},
        "questions": {question.id: _question_json(instrument, question) for question in _told(instrument)},
        "areas": {area.id: {"title": area.title, "questions": list(area.questions)} for area in instrument.areas},
        "thresholds": {name: getattr(instrument.thresholds, name) for name in Thresholds.__struct_fields__},
        "word_profile": _profile_json(_profile(letter)),
    }


def code_book_markdown(letter: Letter, stamp: Stamp) -> str:
    """The code book to be read."""
    instrument = letter.instrument
    parts: list[Part] = [
        Heading(f"Code book: {instrument.title}", 1),
        Text(instrument.source),
        Items(tuple(("", note) for note in NOTES)),
        Heading("Columns"),
        Table(("Column", "What it holds"), tuple(COLUMNS.items())),
        Heading("Questions"),
        *(part for section in instrument.sections for part in _section(instrument, section.id, section.title)),
        Heading("Areas"),
        Table(
            ("Area", "Title", "Questions"), tuple((area.id, area.title, ", ".join(area.questions)) for area in instrument.areas)
        ),
        Heading("Thresholds"),
        Items(tuple(_thresholds(instrument.thresholds))),
        Heading(f"Words for shares: {_profile(letter).title}"),
        Text("Read from the top: the first that holds gives the word."),
        Table(("Word", "When"), tuple((band.words, when(band)) for band in _profile(letter).bands)),
    ]
    if _profile(letter).failing:
        parts += [
            Heading("Words for shares that are not met"),
            Table(("Word", "When"), tuple((band.words, when(band)) for band in _profile(letter).failing)),
        ]
    return sheet_markdown(parts, foot=stamp.says)


def _told(instrument: Instrument) -> list[Question]:
    return [question for question in instrument.questions.values() if question.printed]


def _profile(letter: Letter) -> WordProfile:
    profiles = {profile.id: profile for profile in letter.instrument.word_profiles}
    return profiles.get(letter.inspection.word_profile, letter.instrument.word_profiles[0])


# Questions


def _question_json(instrument: Instrument, question: Question) -> dict[str, Any]:
    noun = instrument.noun_of(question.id)
    return {
        "text": question.text,
        "title": question.title,
        "section": instrument.section_of(question.id).id,
        "unit": instrument.section_of(question.id).unit,
        "in_confidence": in_confidence(instrument, question.id),
        "scale": question.scale,
        "kind": instrument.kind_of(question.id).value,
        "asked_when": question.asked_when,
        "not_asked": question.not_asked,
        "choices": [
            {"value": choice.value, "label": choice.label, "counts": choice.counts.value}
            for choice in instrument.choices_of(question.id)
        ],
        "not_applicable_means": question.out_means,
        "reasons": {reason.id: reason.label for reason in instrument.reasons_of(question.id)},
        "denominator": {"one": noun.one, "many": noun.many},
        "theme": question.theme,
        "process": question.process,
    }


def _section(instrument: Instrument, identity: str, title: str) -> Iterator[Part]:
    questions = [question for question in _told(instrument) if instrument.section_of(question.id).id == identity]
    if questions:
        yield Heading(f"{identity} {title}", 3)
    for question in questions:
        yield Heading(question.label if question.numbered else f"{question.id}: {question.title}", 4)
        yield Text(question.text)
        yield Items(tuple(_about(instrument, question)))


def _about(instrument: Instrument, question: Question) -> Iterator[tuple[str, str]]:
    fact = instrument.kind_of(question.id) is Kind.FACT
    yield "Scale:", f"{question.scale} ({instrument.kind_of(question.id).value})"
    choices = (_choice(choice, question, fact=fact) for choice in instrument.choices_of(question.id))
    yield "Values:", "; ".join(choices)
    asked = f"only when {parse(question.asked_when).describe(instrument)}" if question.asked_when else "always"
    yield "Asked:", f"{asked} ({question.asked_when})" if question.asked_when else asked
    yield "Counted in:", instrument.noun_of(question.id).many
    reasons = [f"{reason.id} ({reason.label})" for reason in instrument.reasons_of(question.id)]
    if reasons:
        yield "Reasons:", "; ".join(reasons)


def _choice(choice: Choice, question: Question, *, fact: bool) -> str:
    counts = (_FACT_COUNTS if fact else _COUNTS)[choice.counts.value]
    means = f": {question.out_means}" if choice.counts.value == "out" and question.out_means and not fact else ""
    return f"{choice.value} ({choice.label}{means}; {counts})"


# Thresholds and words


def _thresholds(thresholds: Thresholds) -> Iterator[tuple[str, str]]:
    yield "Improvement:", f"under {thresholds.improvement_under} per cent"
    yield (
        "Strength:",
        f"{thresholds.strength_from} per cent and over; of an area, no question under {thresholds.strength_each_from} per cent",
    )
    yield "Answers:", f"fewer than {thresholds.least_answers} carry no sign and no percentage"
    yield "Records:", f"an area with fewer than {thresholds.least_records} behind it is not proposed"
    yield (
        "Comparisons:",
        f"two shares are said to differ where Fisher's exact test, held over all questions, gives p <= {thresholds.level}",
    )


def _profile_json(profile: WordProfile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "title": profile.title,
        "bands": [{"words": band.words, "when": when(band)} for band in profile.bands],
        "failing": [{"words": band.words, "when": when(band)} for band in profile.failing],
    }


def when(band: Band) -> str:
    """When a word holds, in words: "over 60 per cent", "all but 1 of 5 to 10"."""
    if band.all:
        share = "all"
    elif band.none:
        share = "none"
    elif band.met is not None:
        share = f"exactly {band.met}"
    elif band.missing is not None:
        share = f"all but {band.missing}"
    else:
        limits = (
            ("exactly", band.exactly),
            ("over", band.over),
            ("at least", band.at_least),
            ("under", band.under),
            ("at most", band.at_most),
        )
        share = " and ".join(f"{name} {limit} per cent" for name, limit in limits if limit is not None)
    return f"{share}{_sizes(band)}"


def _sizes(band: Band) -> str:
    if band.least is not None and band.most is not None:
        return f", of {band.least} to {band.most}"
    if band.least is not None:
        return f", of {band.least} or more"
    return f", of {band.most} or fewer" if band.most is not None else ""
