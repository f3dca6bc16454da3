"""What two inspectors said on one question, side by side, with what was decided on it."""

from collections.abc import Sequence
from itertools import zip_longest

from sqs_tui.domain.compare import Compared, Outcome
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.second import Comparison
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, fit, wrap


def comparison_lines(
    instrument: Instrument, glyphs: Glyphs, comparison: Comparison, one: Compared, now: Content, size: tuple[int, int]
) -> list[Line]:
    """The question, both answers with their reasons and notes in two columns, and the decision; `now` is the present answer."""
    width, height = size
    each = (width - 3) // 2
    question = instrument.questions[one.question]
    asked = f"{question.id} {question.text}" if question.numbered else question.text
    first, second = comparison.raters
    sides = [
        _side(instrument, one.question, name, content, each, asked=one.outcome is not missing)
        for name, content, missing in (
            (first, one.first, Outcome.SECOND_ONLY),
            (second, one.second, Outcome.FIRST_ONLY),
        )
    ]
    below = _decided(instrument, comparison, one, now, width - 1)
    room = max(2, height - 1 - len(below))
    left, right = (_cut(side, room, glyphs.ellipsis, each) for side in sides)
    blank: Line = ((" " * each, ""),)
    beside = [
        ((" ", ""), *(one_side or blank), (f"{glyphs.divider} ", "quiet"), *(other or ()))
        for one_side, other in zip_longest(left, right)
    ]
    return [((f" {fit(asked, width - 2, glyphs.ellipsis)}", "strong"),), *beside, *below]


def _side(instrument: Instrument, question: str, name: str, content: Content, width: int, *, asked: bool) -> list[Line]:
    choice = instrument.choice(question, content.value)
    labels = [reason.label for reason in instrument.reasons_of(question) if reason.id in content.reasons]
    said = (choice.label if choice else content.value or "not answered") if asked else "not asked"
    told = "; ".join((said, *labels))
    lines: list[Line] = [((fit(line, width, ""), "given"),) for line in wrap(f"{name}: {told}", width - 1)]
    if content.note:
        lines += [((fit(line, width, ""), ""),) for line in wrap(content.note, width - 1)]
    return lines


def _decided(instrument: Instrument, comparison: Comparison, one: Compared, now: Content, width: int) -> list[Line]:
    """What was decided and what stands now, where that is more than the two answers tell."""
    decision = comparison.decisions.get(one.question)
    if decision is None:
        return [((" Enter decides on it." if one.outcome is not Outcome.AGREED else "", "dim"),)]
    choice, stands = (instrument.choice(one.question, value) for value in (decision.value, now.value))
    said = choice.label if choice else decision.value or "no answer"
    how = f"Decided by {decision.by}: {said}{', as it was' if decision.kept else ''}. {decision.why}"
    if now.value != decision.value:
        how = f"{how} Since then it has become {stands.label if stands else now.value or 'unanswered'}."
    return [((f" {line}", "head"),) for line in wrap(how, width)[:3]]


def _cut(lines: Sequence[Line], height: int, ellipsis: str, width: int) -> list[Line]:
    """As many lines as there is room for; the last says where there are more."""
    if len(lines) <= height:
        return list(lines)
    return [*lines[: height - 1], ((fit(ellipsis, width, ""), "dim"),)]
