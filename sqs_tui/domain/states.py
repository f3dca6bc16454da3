"""The states of a record: which may follow which, what each needs, and why not, in one sentence."""

from collections.abc import Mapping

import msgspec

from sqs_tui.domain.records import Answer, Record, RecordState

SEALED = (RecordState.CHECKED, RecordState.SIGNED_OFF)
"""States in which answers are no longer changed."""
_FOLLOWS = {RecordState.CHECKED: RecordState.COMPLETE, RecordState.SIGNED_OFF: RecordState.CHECKED}
"""The one state that each of these comes after."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What decides into which state a record may be put, and by whom."""

    record: Record
    problems: tuple[str, ...] = ()
    """What is neither mended nor waived, a sentence each."""
    conflicts: int = 0
    """How many of its answers or details two have said differently, and nobody has decided on."""
    own: bool = False
    """Whoever wants to change the state has scored the record."""
    lead: bool = False
    """Whoever wants to change the state leads the inspection."""
    fault: str = ""
    """The sentence that tells of a broken seal."""
    blind: bool = False
    """What is in the record stays hidden from whoever wants to change the state until a second scoring is done."""

    @property
    def sealed(self) -> bool:
        """Whether only opening it again, with a reason, lets it be changed."""
        return self.record.state in SEALED or bool(self.fault)


def is_own(record: Record, answers: Mapping[str, Answer], account: str) -> bool:
    """Whether an account has scored a record: as its inspector or, where it has none, as the only one who answered."""
    scored = {record.inspector} if record.inspector else {answer.by for answer in answers.values() if not answer.imported}
    return {name.casefold() for name in scored} == {account.casefold()}


def refusal(standing: Standing, to: RecordState, reason: str = "") -> str:
    """Why a record may not be put into a state; empty where it may be, or is in it already.

    Somebody else than who scored a record checks it, or the lead inspector; what is checked or signed off goes back into progress
    only, and only for a reason.
    """
    record = standing.record
    name, state = record.reference, record.state
    if record.trashed:
        return f"{name} is in the trash: bring it back first."
    if to is RecordState.IN_PROGRESS and standing.sealed:
        return "" if reason.strip() else f"{name} is {state.value}: give a reason for opening it again."
    if standing.fault:
        return standing.fault
    if to is state:
        return ""
    if to is RecordState.NOT_STARTED:
        return f"{name} is {state.value}: a record is not started only before its first answer."
    if to is RecordState.IN_PROGRESS:
        return "" if state is RecordState.COMPLETE else f"{name} is {state.value}: its first answer puts it in progress."
    if state in SEALED and to is not RecordState.SIGNED_OFF:
        return f"{name} is {state.value}: open it again first (in progress), with a reason."
    before = _FOLLOWS.get(to, state)
    if state is not before:
        return f"{name} is {state.value}: it must be {before.value} before it is {to.value}."
    return _lacks(standing, to)


def _lacks(standing: Standing, to: RecordState) -> str:
    """What a record still lacks for a state that may follow its own; empty where nothing."""
    name = standing.record.reference
    if standing.blind and (standing.problems or (standing.conflicts and to in SEALED)):
        return hidden_problems(name)
    if standing.problems:
        count = len(standing.problems)
        these = "a problem that is" if count == 1 else f"{count} problems that are"
        first = "" if count == 1 else ", the first of them"
        return f"{name} has {these} neither mended nor waived{first}: {standing.problems[0]}"
    if standing.conflicts and to in SEALED:
        count = standing.conflicts
        return f"{name} has {count} open conflict{'s' if count > 1 else ''}: decide on {'them' if count > 1 else 'it'} first."
    if to is RecordState.CHECKED and standing.own and not standing.lead:
        return f"{name} was scored by you: somebody else checks it, or the lead inspector."
    return ""


def hidden_problems(reference: str) -> str:
    """What is told of a record's problems, as a sentence, to whom they are hidden."""
    return f"{reference} has problems that are hidden from you until the second scoring is done."


def transitions(standing: Standing) -> dict[RecordState, str]:
    """The states that a record can be led to by hand, its own left out, each with why not now; empty where it can be.

    What needs a reason counts as possible.
    """
    wanted = (RecordState.IN_PROGRESS, RecordState.COMPLETE, RecordState.CHECKED, RecordState.SIGNED_OFF)
    reason = "to be asked for"
    return {to: refusal(standing, to, reason) for to in wanted if to is not standing.record.state or standing.fault}
