"""What is asked of a draw, as it is typed: on the command line or in a form."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.sample import Wanted, spelling, strata_fields
from sqs_tui.domain.sample_account import field_text
from sqs_tui.domain.sampling import size_of
from sqs_tui.text import clean_text

_NUMBER = re.compile(r"[0-9]{1,6}")
_MOST_STRATA = 2


class FieldError(ValueError):
    """What is wrong in a field other than the size."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        """`by`, `cap` or `reserve`."""


def wanted_from(
    *,
    size: str,
    seed: str,
    by: str,
    cap: str,
    one_a_person: bool,
    reserve: str,
    cases: Sequence[ListedCase],
    labels: Mapping[str, str],
    there: Wanted | None,
    new_seed: Callable[[], str],
) -> Wanted:
    """What is asked of a draw from these cases. Raises ValueError with one sentence.

    `size` may be a share; `by` names one fact or two with a comma between them, by ids, `labels` or headings; no `reserve` is
    half the size. Without a seed it is that of the draw that is `there`, where all else is the same, so that the same is meant.
    """
    count = size_of(size, len(cases), "cases")
    names = [name for name in by.split(",") if name.strip()]
    if len(names) > _MOST_STRATA:
        raise FieldError("by", "Strata go by one fact, or by two with a comma between them.")
    fields = tuple(_field(name, cases, labels) for name in names)
    if len(set(fields)) < len(fields):
        raise FieldError(
            "by", f"{field_text(fields[0], labels)} is named twice: strata go by one fact, or by two different ones."
        )
    asked = Wanted(
        size=count,
        seed=clean_text(seed, one_line=True),
        by=fields,
        cap=_cap(cap) if cap.strip() else 0,
        one_a_person=one_a_person,
        reserve=_number("reserve", reserve, "The number of reserves") if reserve else -(-count // 2),
    )
    if asked.seed:
        return asked
    same = there is not None and _without_seed(there) == _without_seed(asked)
    return msgspec.structs.replace(asked, seed=there.seed if there is not None and same else new_seed())


def _field(name: str, cases: Sequence[ListedCase], labels: Mapping[str, str]) -> str:
    """What strata go by as the list has it, given that, the label of a fact or the heading of a column."""
    text, fields = clean_text(name, one_line=True), strata_fields(cases)
    known = {spelling(label): fact for fact, label in labels.items() if "=" not in fact and fact in fields}
    known |= {spelling(field): field for field in fields}
    if spelling(text) not in known:
        titles = ", ".join(field_text(field, labels) for field in fields)
        choose = f"choose from {titles}" if titles else "it has no facts to lay strata by"
        raise FieldError("by", f'The list has no "{text}": {choose}.')
    return known[spelling(text)]


def _cap(text: str) -> int:
    cap = _number("cap", text, "The most cases of one case manager")
    if not cap:
        raise FieldError(
            "cap", "With no case of any case manager nothing can be drawn: give 1 or more, or nothing for any number."
        )
    return cap


def _number(field: str, text: str, what: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise FieldError(field, f'{what} is a whole number, and "{text.strip()}" is none.')
    return int(text)


def _without_seed(wanted: Wanted) -> Wanted:
    return msgspec.structs.replace(wanted, seed="")
