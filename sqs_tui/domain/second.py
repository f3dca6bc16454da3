"""Second scorings: a record that another inspector scores again, blind; then compared, and moderated.

What a comparison is made of is settled when the second scoring is finished: a line of its history names what both had answered
then. Neither moderation nor any later change of an answer alters it. A moderator's decision is another such line.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import msgspec

from sqs_tui.domain.agreement import Scored
from sqs_tui.domain.compare import Compared, Outcome, compare, contents_at
from sqs_tui.domain.history import Stand
from sqs_tui.domain.instrument import Asks, Instrument
from sqs_tui.domain.records import Answer, Change, Content, FieldChange, FieldValue, Record, RecordState

COMPARED = "compared"
"""The field that names the lines of both histories which stood when the second scoring was finished; empty before that."""
RATERS = "raters"
"""The field that names who had scored it first and second then."""
DECISION = "decision "
"""What the fields begin with that hold a moderator's decision on a question; its id follows."""
_KEPT, _CHANGED = "kept", "changed"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a moderator decided on one question."""

    kept: bool
    """The first answer stays as it is."""
    value: str
    """The value of the choice that was decided on."""
    why: str
    by: str
    at: str


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """A second scoring that is finished, beside the first."""

    second: Record
    first: Record
    raters: tuple[str, str]
    """Who had scored it first and second."""
    line: str
    """The id of the line that settled what is compared."""
    compared: tuple[Compared, ...]
    """Disagreements first."""
    decisions: dict[str, Decision]
    """By question."""

    @property
    def disagreements(self) -> tuple[Compared, ...]:
        """The questions on which the two gave different answers."""
        return tuple(one for one in self.compared if one.outcome is Outcome.DISAGREED)

    @property
    def moderated(self) -> int:
        """On how many of the disagreements somebody has decided."""
        return sum(one.question in self.decisions for one in self.disagreements)

    @property
    def scored(self) -> Scored:
        """As the figures of agreement take it."""
        first, second = self.raters
        return Scored(record=self.first.id, reference=self.first.reference, first=first, second=second, compared=self.compared)


def finished(record: Record) -> bool:
    """Whether a record has been scored to its end."""
    return record.state not in (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)


def people_of(record: Record, answers: Mapping[str, Answer]) -> frozenset[str]:
    """Everyone who has scored a record, in small letters: its inspector, and whoever gave one of its answers."""
    names = (record.inspector, *(answer.by for answer in answers.values() if not answer.imported))
    return frozenset(name.casefold() for name in names if name)


def rater_of(record: Record, answers: Mapping[str, Answer], *, but: str = "") -> str:
    """Who is said to have scored a record: its inspector, or whoever gave most of its answers; empty where nobody is known.

    Never `but`, who may have been given the record since, and has scored it again.
    """
    if record.inspector and record.inspector.casefold() != but.casefold():
        return record.inspector
    scored = (answer.by for answer in answers.values() if not answer.imported)
    authors = Counter(author for author in scored if author.casefold() != but.casefold())
    return min(authors, key=lambda name: (-authors[name], name), default="")


def settled(first: Mapping[str, Answer], second: Mapping[str, Answer], raters: tuple[str, str]) -> dict[str, FieldValue]:
    """The fields that say what is compared, when a second scoring is finished, given both records' answers by question."""
    heads = (head for answers in (first, second) for answer in answers.values() for head in answer.heads)
    return {COMPARED: tuple(sorted(heads)), RATERS: raters}


def second_faults(
    second: Record,
    first: Mapping[str, Change] | None,
    changes: Mapping[str, Change],
    stands: Mapping[str, Stand[FieldChange]],
) -> Iterator[str]:
    """What does not fit together in a second scoring, as clauses; `first` are the lines of the record it scores again."""
    if first is None:
        yield f"it scores the record {second.of} again, which is not there"
        return
    compared = stands[COMPARED].line.new if COMPARED in stands else ()
    yield from (
        f"it was compared with the change {head}, which is not there"
        for head in compared
        if head not in first and head not in changes
    )


def decision_on(question: str) -> str:
    """The field that holds a moderator's decision on a question."""
    return f"{DECISION}{question}"


def decided(line: str, value: str, *, kept: bool) -> FieldValue:
    """A decision as its field holds it; `line` is the id of the line that settled what is compared."""
    return (line, _KEPT if kept else _CHANGED, value)


def comparison(
    instrument: Instrument,
    second: Record,
    first: Record,
    changes: tuple[Mapping[str, Change], Mapping[str, Change]],
    stands: Mapping[str, Stand[FieldChange]],
) -> Comparison | None:
    """A second scoring beside the first; None while it is not finished.

    `changes` are the lines of the first's and of the second's answers by id, `stands` the fields of the second scoring.
    """
    stand = stands.get(COMPARED)
    if stand is None or not stand.line.new or not finished(second):
        return None
    heads, line = stand.line.new, stand.line.id
    answers = [contents_at(lines.values(), heads) for lines in changes]
    raters = stands[RATERS].line.new if RATERS in stands else ()
    return Comparison(
        second=second,
        first=first,
        raters=(raters[0], raters[1]) if len(raters) == 2 else (first.inspector, second.inspector),
        line=line,
        compared=compare(instrument, second.unit, *answers),
        decisions=_decisions(stands, line),
    )


def _decisions(stands: Mapping[str, Stand[FieldChange]], line: str) -> dict[str, Decision]:
    """The decisions on this comparison; those on an earlier one, before the second scoring was opened again, count no more."""
    found: dict[str, Decision] = {}
    for field, stand in stands.items():
        change = stand.line
        if field.startswith(DECISION) and len(change.new) == 3 and change.new[0] == line:
            question = field.removeprefix(DECISION)
            found[question] = Decision(
                kept=change.new[1] == _KEPT, value=change.new[2], why=change.why, by=change.by, at=change.at
            )
    return found


def content_decided(
    instrument: Instrument, one: Compared, now: Content, value: str, reasons: tuple[str, ...] = ()
) -> Content | None:
    """What the record's answer `now` becomes by a moderator's decision on a question; None where it stays as it is.

    An empty `value` leaves the value as it is; without `reasons` (their ids) those that were given with that value stand. The
    record's own note stays on it. Raises ValueError, with a sentence, where the choice asks for reasons and has none.
    """
    chosen = value or now.value
    given = next((known.reasons for known in (now, one.second, one.first) if known.value == chosen), ())
    content = msgspec.structs.replace(now, value=chosen, reasons=reasons or given)
    choice = instrument.choice(one.question, chosen)
    if content != now and choice and choice.reasons is Asks.REQUIRED and not content.reasons:
        raise ValueError(f"{choice.label} has no reason yet: name its reasons.")
    return None if content == now else content
