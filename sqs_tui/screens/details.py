"""The details of an inspection as a form."""

from datetime import date

import msgspec

from sqs_tui.domain.records import Inspection
from sqs_tui.screens.form import Field, Form, Values

_DAYS = ("fieldwork_from", "fieldwork_to", "published")
_LABELS = {
    "area": "Area",
    "service": "Service",
    "fieldwork_from": "Fieldwork from",
    "fieldwork_to": "Fieldwork to",
    "published": "Letter published on",
    "lead": "Lead inspector",
    "contact": "Contact",
    "addressee": "To",
    "sender": "From",
    "letterhead": "Letterhead, lines by ;",
    "copies": "Copies to, parted by ;",
}
_HINTS = {"area": "Bury", "service": "Youth Offending Service", **dict.fromkeys(_DAYS, "a day as 2013-03-18")}


def details_form(title: str, details: Inspection, typed: dict[str, Values]) -> Form:
    """A form with the details as they are."""
    fields = tuple(
        Field(id=name, label=label, value=_shown(name, details), hint=_HINTS.get(name, "")) for name, label in _LABELS.items()
    )
    return Form(title, fields, _fault, typed)


def inspection_from(values: Values, before: Inspection) -> Inspection:
    """The details with a form's values in them."""
    copies = tuple(copy.strip() for copy in values["copies"].split(";") if copy.strip())
    lines = "\n".join(line.strip() for line in values["letterhead"].split(";"))
    plain = {name: value for name, value in values.items() if name not in ("copies", "letterhead")}
    return msgspec.structs.replace(before, **plain, copies=copies, letterhead=lines)


def _shown(name: str, details: Inspection) -> str:
    value = getattr(details, name)
    return "; ".join(value) if isinstance(value, tuple) else str(value).replace("\n", "; ")


def _fault(values: Values) -> str:
    if not values["area"]:
        return "An inspection needs an area."
    for name in _DAYS:
        try:
            if values[name]:
                date.fromisoformat(values[name])
        except ValueError:
            return f"{_LABELS[name]}: “{values[name]}” is no day; write it as 2013-03-18."
    if values["fieldwork_from"] and values["fieldwork_to"] and values["fieldwork_to"] < values["fieldwork_from"]:
        return "The fieldwork cannot end before it begins."
    return ""
