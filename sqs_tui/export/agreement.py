"""How far inspectors agree, in words and for other programs: the three figures never apart, and never without their pairs."""

from collections.abc import Sequence
from typing import Any

import msgspec

from sqs_tui.domain.agreement import Figures, agreement
from sqs_tui.domain.compare import Compared, Outcome
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.second import Comparison, Decision

NOT_DEFINED = "not defined"
_APART = (Outcome.FIRST_ONLY, Outcome.SECOND_ONLY, Outcome.OPEN)


class FiguresRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table of figures, as text."""

    title: str
    """A question, two inspectors, or everything."""
    pairs: str
    disagreed: str
    raw: str
    ac1: str
    kappa: str
    few: bool
    """There are fewer pairs than the instrument lets anything be said of: figures of small numbers."""
    apart: int
    """What was not answered by both, be it that one was not asked: it is in none of the figures."""
    note: str
    """Both in words."""


def figure_text(figure: float | None) -> str:
    """A figure to two places, never one that rounds to what it is not: 0.996 is no full agreement."""
    if figure is None:
        return NOT_DEFINED
    text = f"{figure:.2f}"
    if text == "1.00" and figure < 1:
        return "0.99"
    return "0.00" if text == "-0.00" else text


def figures_rows(instrument: Instrument, comparisons: Sequence[Comparison]) -> dict[str, list[FiguresRow]]:
    """The figures by heading: overall, by pair of inspectors, by question; what disagrees most stands first in each."""
    found = agreement(instrument, (one.scored for one in comparisons))
    least = instrument.thresholds.least_answers
    parts: dict[str, list[tuple[str, Figures]]] = {
        "Overall": [("all questions", found.overall)],
        "By pair of inspectors": [(" and ".join(pair), figures) for pair, figures in found.raters.items()],
        "By question": [(instrument.questions[question].label, figures) for question, figures in found.questions.items()],
    }
    return {heading: [_row(title, figures, least) for title, figures in rows] for heading, rows in parts.items()}


def _row(title: str, figures: Figures, least: int) -> FiguresRow:
    notes = (
        "small numbers" if figures.pairs < least else "",
        f"{figures.one_only} asked of one only" if figures.one_only else "",
        f"{figures.open} not answered by both" if figures.open else "",
    )
    return FiguresRow(
        title=title,
        pairs=str(figures.pairs),
        disagreed=str(figures.disagreements),
        raw=figure_text(figures.raw),
        ac1=figure_text(figures.ac1),
        kappa=figure_text(figures.kappa),
        few=figures.pairs < least,
        apart=figures.one_only + figures.open,
        note=", ".join(filter(None, notes)),
    )


def disagreements(comparisons: Sequence[Comparison]) -> list[tuple[Comparison, Compared]]:
    """Every question of every record on which two inspectors gave different answers."""
    return [(one, compared) for one in comparisons for compared in one.disagreements]


def apart(comparisons: Sequence[Comparison]) -> list[tuple[Comparison, Compared]]:
    """Every question that was asked of one of them only, or not answered by both: in no figure, but told."""
    return [(one, compared) for one in comparisons for compared in one.compared if compared.outcome in _APART]


def answer_text(instrument: Instrument, question: str, content: Content) -> str:
    """An answer with its reasons: "No (Too late)"; a dash where there is none."""
    choice = instrument.choice(question, content.value)
    labels = [reason.label for reason in instrument.reasons_of(question) if reason.id in content.reasons]
    said = choice.label if choice else content.value or "-"
    return f"{said} ({', '.join(labels)})" if labels else said


def answers_text(instrument: Instrument, compared: Compared) -> tuple[str, str]:
    """What the first and the second answered, or that one of them was not asked."""
    first, second = (answer_text(instrument, compared.question, content) for content in (compared.first, compared.second))
    return (
        "not asked" if compared.outcome is Outcome.SECOND_ONLY else first,
        "not asked" if compared.outcome is Outcome.FIRST_ONLY else second,
    )


def decision_text(instrument: Instrument, question: str, decision: Decision | None) -> str:
    """What was decided, by whom and why; empty where nothing was."""
    if decision is None:
        return ""
    choice = instrument.choice(question, decision.value)
    said = choice.label if choice else decision.value or "-"
    return f"{said}{', as it is' if decision.kept else ''}, by {decision.by}: {decision.why}"


def agreement_json(instrument: Instrument, comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """`disagreements` and `apart` as lists; `overall`, `questions.<id>` and `raters` with the figures, null where not defined.

    `small` is true under the instrument's least number of answers. No figure is rounded.
    """
    found = agreement(instrument, (one.scored for one in comparisons))
    least = instrument.thresholds.least_answers
    return {
        "disagreements": [_compared_json(one, compared) for one, compared in disagreements(comparisons)],
        "apart": [_compared_json(one, compared) for one, compared in apart(comparisons)],
        "overall": _figures_json(found.overall, least),
        "raters": [{"inspectors": list(pair), **_figures_json(figures, least)} for pair, figures in found.raters.items()],
        "questions": {question: _figures_json(figures, least) for question, figures in found.questions.items()},
    }


def _figures_json(figures: Figures, least: int) -> dict[str, Any]:
    return {**msgspec.structs.asdict(figures), "small": figures.pairs < least}


def _compared_json(one: Comparison, compared: Compared) -> dict[str, Any]:
    first, second = one.raters
    decision = one.decisions.get(compared.question)
    return {
        "record": one.first.reference,
        "question": compared.question,
        "outcome": compared.outcome.value,
        "first": {"inspector": first, **_content_json(compared.first)},
        "second": {"inspector": second, **_content_json(compared.second)},
        "decision": msgspec.structs.asdict(decision) if decision else None,
    }


def _content_json(content: Content) -> dict[str, Any]:
    return {"value": content.value or None, "reasons": list(content.reasons), "note": content.note}
