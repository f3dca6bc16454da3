"""Conflicts of interest: whose cases an inspector does not read, such as those of a team that was their own."""

import re
from collections.abc import Iterable, Mapping

import msgspec

from sqs_tui.domain.case_list import ListedCase
from sqs_tui.domain.sample import value_of

REFERENCE = "reference"


_NEXT = re.compile(r",\s*(?=[^,=]+=)")
"""Where the next begins of several; a comma within a value does not end it."""


def said_of_cases(text: str) -> tuple[tuple[str, str], ...]:
    """The facts and values that a text names, as they are typed: "Team=East", or several with commas between them.

    Raises ValueError with one sentence where it names none.
    """
    parts = [part.partition("=") for part in _NEXT.split(text.strip().rstrip(","))]
    if not all(field.strip() and sign and value.strip() for field, sign, value in parts):
        raise ValueError("Say of which cases, as FACT=VALUE: Team=East, case_manager=CM3 or reference=BU07.")
    return tuple((field.strip(), value.strip()) for field, _, value in parts)


class Interest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An inspector who reads no case of which the list or the record says so and so; or that this no longer holds."""

    id: str
    at: str
    by: str
    inspector: str
    field: str
    """`reference`, `case_manager`, or a fact as the list has it."""
    value: str
    withdraws: str = ""
    """The id of the interest that no longer holds; the rest says again what it was."""


def present_interests(interests: Iterable[Interest]) -> tuple[Interest, ...]:
    """Those that hold, in the order in which they were declared."""
    every = sorted(interests, key=lambda one: (one.at, one.id))
    withdrawn = {one.withdraws for one in every}
    return tuple(one for one in every if not one.withdraws and one.id not in withdrawn)


def concerns(interest: Interest, case: ListedCase) -> bool:
    """Whether an interest is one in a case; capitals make no difference."""
    value = case.reference if interest.field == REFERENCE else value_of(case, interest.field)
    return bool(value) and value.casefold() == interest.value.casefold()


def kept_out(interests: Iterable[Interest], case: ListedCase) -> dict[str, Interest]:
    """Who does not read a case, by their names in small letters, each with the first interest that says so."""
    found: dict[str, Interest] = {}
    for interest in interests:
        if concerns(interest, case):
            found.setdefault(interest.inspector.casefold(), interest)
    return found


def interest_text(interest: Interest, labels: Mapping[str, str]) -> str:
    """What an interest is in: "case manager K Dunne"; `labels` has what a field or a value is called, by its id."""
    field = labels.get(interest.field, interest.field.replace("_", " "))
    return f"{field} {labels.get(f'{interest.field}={interest.value}', interest.value)}"
