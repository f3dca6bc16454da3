"""Waivers: problems of a record that a person lets stand, for a reason, as long as they say what they said then."""

from collections.abc import Iterable, Mapping

import msgspec

from sqs_tui.domain.history import Stand
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import FieldChange

_PREFIX = "waiver:"


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that stands, and why."""

    problem: Problem
    reason: str
    by: str
    at: str


def waiver_field(problem: Problem) -> str:
    """The field of the lines that waive a problem: `waiver:<kind>:<question>`."""
    return f"{_PREFIX}{problem.kind}:{problem.question}"


def is_waiver(field: str) -> bool:
    """Whether a field's lines are those of a waiver."""
    return field.startswith(_PREFIX)


def waived_question(field: str) -> str:
    """The question whose problem a waiver's field speaks of."""
    return field.rpartition(":")[2]


def waiver_value(problem: Problem, reason: str) -> tuple[str, str]:
    """What the line of a waiver holds: the reason, and the sentence that was waived."""
    return reason, problem.says


def waivers(problems: Iterable[Problem], stands: Mapping[str, Stand[FieldChange]]) -> tuple[Waiver, ...]:
    """Those of a record's problems that are waived; a waiver lapses when the problem says something else."""
    found = []
    for problem in problems:
        stand = stands.get(waiver_field(problem))
        if stand and isinstance(stand.line.new, tuple) and stand.line.new[1:] == (problem.says,):
            found.append(Waiver(problem=problem, reason=stand.line.new[0], by=stand.line.by, at=stand.line.at))
    return tuple(found)


def unwaived(problems: Iterable[Problem], waived: Iterable[Waiver]) -> tuple[Problem, ...]:
    """The problems that are still to be mended or waived."""
    let_stand = {waiver.problem for waiver in waived}
    return tuple(problem for problem in problems if problem not in let_stand)
