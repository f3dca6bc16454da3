"""The details of an inspection as the letter prints them: days, several lines, the template's own where nothing is set."""

from collections.abc import Sequence
from datetime import date

from sqs_tui.domain.records import Inspection
from sqs_tui.domain.template import LetterFrame
from sqs_tui.text import clean_text

DETAILS = frozenset(
    {"area", "service", "lead", "contact", "addressee", "sender", "letterhead", "copies", "fieldwork", "published"}
)
"""What a figure may print of the details."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class DetailError(Exception):
    """Why a detail cannot be printed, as the words of its mark."""


def detail(name: str, inspection: Inspection, template: LetterFrame) -> str:
    """A detail's text; lines are kept apart by newlines. Raises DetailError where it is not set, or is no date."""
    match name:
        case "fieldwork":
            first, last = inspection.fieldwork_from, inspection.fieldwork_to
            return days(first or last, last or first)
        case "published":
            return days(inspection.published, inspection.published)
        case "letterhead":
            return _lines((inspection.letterhead or template.letterhead).split("\n"))
        case "copies":
            return _lines(inspection.copies or template.copies)
        case _:
            return _lines([" ".join(str(getattr(inspection, name)).split())])


def days(first: str, last: str) -> str:
    """One day, or a range of days that says month and year once where both share them: "18 to 20 March 2013".

    Days come as ISO 8601. Raises DetailError.
    """
    if not first:
        raise DetailError("not set")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise DetailError("not a date") from None
    if begin > end:
        raise DetailError("it ends before it begins")
    closing = f"{end.day} {_MONTHS[end.month - 1]} {end.year}"
    if begin == end:
        return closing
    opening = str(begin.day)
    if (begin.year, begin.month) != (end.year, end.month):
        opening += f" {_MONTHS[begin.month - 1]}"
    if begin.year != end.year:
        opening += f" {begin.year}"
    return f"{opening} to {closing}"


def _lines(lines: Sequence[str]) -> str:
    """Typed text, cleaned and without blank lines."""
    kept = [line.strip() for text in lines for line in clean_text(text).split("\n")]
    if not any(kept):
        raise DetailError("not set")
    return "\n".join(line for line in kept if line)
