"""What a figure may be made of, and how each of its forms would read now: for whoever picks one."""

from collections.abc import Iterator

import msgspec

from sqs_tui.domain.instrument import Counts
from sqs_tui.domain.letter.details import DETAILS
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.domain.letter.letter import Letter

_FORMS = (
    "", "bare", "words", "words bare", "n", "d", "of-these", "percent", "not", "not bare", "not words", "not words bare", "not n",
    "not of-these", "not percent", "reasons",
)  # fmt: skip
_IN_WORDS = ("words", "words bare", "not words", "not words bare")
_POOLED = tuple(form for form in _FORMS if form not in ("of-these", "not of-these", "reasons"))


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Something that figures speak of."""

    id: str
    """As it stands in the braces."""
    label: str
    forms: tuple[str, ...]
    group: str


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One figure, and how it reads now."""

    figure: str
    text: str
    problem: str = ""
    """Why it cannot be printed now."""


def sources(letter: Letter) -> tuple[Source, ...]:
    """All that figures of this letter may speak of: questions in the order of the letter, areas, counts, details."""
    return tuple(_sources(letter))


def _sources(letter: Letter) -> Iterator[Source]:
    instrument = letter.instrument
    for question in instrument.questions.values():
        counted = any(choice.counts is not Counts.OUT for choice in instrument.choices_of(question.id))
        if question.printed and counted:
            section = instrument.section_of(question.id)
            forms = _IN_WORDS if instrument.unit(section.unit).confidential else _FORMS
            label = question.label if question.numbered else f"{question.id} {question.title}"
            yield Source(id=question.id, label=label, forms=forms, group=section.title)
    for area in instrument.areas:
        yield Source(id=f"area:{area.id}", label=area.title, forms=_POOLED, group="Areas")
    yield Source(id="strengths", label="The strengths, in a sentence", forms=("",), group="Areas")
    yield Source(id="improvements", label="The improvements, in a sentence", forms=("",), group="Areas")
    for unit in instrument.units:
        yield Source(id=unit.folder, label=f"How many {unit.name.many}", forms=("", "bare"), group="Counts")
    for detail in sorted(DETAILS):
        yield Source(id=detail, label=detail.capitalize(), forms=("",), group="Details")


def offer(letter: Letter, source: Source, form: str, condition: str = "") -> Offer:
    """One form of a source, of the records alone for which a condition holds, if one is given."""
    parts = (source.id, form, f"if {condition.strip()}" if condition.strip() else "")
    figure = parse_figure(" ".join(filter(None, parts)))
    printed = letter.figures.print(figure, first=False)
    return Offer(figure=figure.text, text=" / ".join(printed.text.split("\n")), problem=printed.problem)
