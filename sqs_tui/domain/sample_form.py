"""What is asked of a draw, as it is typed: on the command line or in a form."""

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.sample import CASE_MANAGER, Wanted, strata_fields
from sqs_tui.domain.sampling import size_of
from sqs_tui.text import clean_text

_NUMBER = re.compile(r"[0-9]{1,6}")
_MOST_STRATA = 2


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
    count = size_of(size, len(cases))
    fields = tuple(dict.fromkeys(filter(None, (_field(name, cases, labels) for name in by.split(",")))))
    if len(fields) > _MOST_STRATA:
        raise ValueError("Strata go by one fact, or by two with a comma between them.")
    asked = Wanted(
        size=count,
        seed=clean_text(seed, one_line=True),
        by=fields,
        cap=_number(cap, "The most cases of one case manager") if cap else 0,
        one_a_person=one_a_person,
        reserve=_number(reserve, "The number of reserves") if reserve else -(-count // 2),
    )
    if asked.seed:
        return asked
    same = there is not None and _without_seed(there) == _without_seed(asked)
    return msgspec.structs.replace(asked, seed=there.seed if there is not None and same else new_seed())


def _field(name: str, cases: Sequence[ListedCase], labels: Mapping[str, str]) -> str:
    """What strata go by as the list has it, given that, the label of a fact or the heading of a column."""
    text = clean_text(name, one_line=True)
    known = {label.casefold(): fact for fact, label in labels.items() if "=" not in fact}
    known |= {field.casefold(): field for field in strata_fields(cases)} | {CASE_MANAGER.replace("_", " "): CASE_MANAGER}
    return known.get(text.casefold(), text)


def _number(text: str, what: str) -> int:
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError(f'{what} is a whole number, and "{text.strip()}" is none.')
    return int(text)


def _without_seed(wanted: Wanted) -> Wanted:
    return msgspec.structs.replace(wanted, seed="")
