"""Waivers: problems of a record that a person lets stand, for a reason, as long as they say what they said then."""

from collections.abc import Mapping

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


def waivers(stands: Mapping[str, Stand[FieldChange]]) -> dict[Problem, Waiver]:
    """The problems that may stand, also those that a record does not have now, given where its fields have led.

    A problem that says something else than when it was waived is another one.
    """
    found = {}
    for field, stand in stands.items():
        line = stand.line
        if is_waiver(field) and isinstance(line.new, tuple) and len(line.new) == 2:
            kind, _, question = field.removeprefix(_PREFIX).rpartition(":")
            problem = Problem(question=question, kind=kind, says=line.new[1])
            found[problem] = Waiver(problem=problem, reason=line.new[0], by=line.by, at=line.at)
    return found
