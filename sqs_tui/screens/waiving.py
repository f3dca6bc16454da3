"""Letting a problem of a record stand, from Review: for a reason, which is kept with the record."""

from collections.abc import Callable

from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.scoring import FINISH_LINE, State
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import SqsScreen
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values


def waive(screen: SqsScreen, session: Session, record: str, state: State, done: Callable[[str], None]) -> None:
    """Ask why a problem may stand, and save that: the current question's or, at the finish line, the first; `done` is told what.

    Where the current question's may stand already, that is taken back.
    """
    found = problems(session.instrument, state.unit, state.answers)
    here = [problem for problem in found if state.current in (FINISH_LINE, problem.question)]
    open_ = [problem for problem in here if problem not in state.waived]
    if state.sealed:
        done(state.sealed)
    elif session.saver.waiting:
        done(f"Answers wait to be saved first: {session.saver.why}")
    elif open_:
        _ask(screen, session, record, open_[0], done)
    elif here and state.current != FINISH_LINE:
        try:
            done(_put(session, record, here[0], ""))
        except SqsError as fault:
            done(str(fault))
    else:
        done("There is no problem here that could be let stand.")


def _ask(screen: SqsScreen, session: Session, record: str, problem: Problem, done: Callable[[str], None]) -> None:
    from sqs_tui.screens.form import Fault, Field, Form

    def fault(values: Values) -> Fault | None:
        return None if values["reason"] else Fault("reason", "A problem is let stand for a reason: say why.")

    field = Field(id="reason", label="Why it may stand", hint="kept with the record", long=True)
    title = f"Let it stand: {problem.says}"

    def save(values: Values) -> None:
        done(_put(session, record, problem, values["reason"]))

    screen.app.push_screen(Form(title, (field,), fault, session.typed, save))


def _put(session: Session, record: str, problem: Problem, reason: str) -> str:
    """Save a waiver, or with no reason take one back, and say so. Raises SqsError."""
    session.inspection.waive(record, problem, reason)
    return f"It may stand: {problem.says}" if reason else f"It may no longer stand: {problem.says}"
