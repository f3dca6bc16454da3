"""The details of an inspection as a form."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Inspection
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.store.place import Values

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
_WORDING = {"word_profile": "Words for proportions", "joiner": "Between two numbers"}
_HINTS = {
    "area": "for example Bury",
    "service": "for example Youth Offending Service",
    **dict.fromkeys(_DAYS, "a day as 2013-03-18"),
}


def details_form(
    title: str,
    details: Inspection,
    typed: dict[str, Values],
    save: Callable[[Values], None],
    instrument: Instrument | None = None,
) -> Form:
    """A form with the details as they are; with an instrument also how the letter words its numbers."""
    fields = tuple(
        Field(id=name, label=label, value=_shown(name, details), hint=_HINTS.get(name, "")) for name, label in _LABELS.items()
    )
    choices = _choices(instrument) if instrument else {}
    for name, known in choices.items():
        value = getattr(details, name) or known[0]
        fields += (Field(id=name, label=_WORDING[name], value=value, hint=" or ".join(known)),)
    return Form(title, fields, lambda values: _fault(values) or _wording_fault(values, choices), typed, save)


def inspection_from(values: Values, before: Inspection) -> Inspection:
    """The details with a form's values in them; the values are those of a form that found no fault."""
    copies = tuple(copy.strip() for copy in values["copies"].split(";") if copy.strip())
    lines = "\n".join(line.strip() for line in values["letterhead"].split(";"))
    days = {name: date.fromisoformat(values[name]).isoformat() if values[name] else "" for name in _DAYS}
    return msgspec.structs.replace(before, **{**values, **days, "letterhead": lines, "copies": copies})


def _choices(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """What each of _WORDING may be; the first is what goes without saying."""
    return {
        "word_profile": tuple(profile.id for profile in instrument.word_profiles),
        "joiner": instrument.numbers.joiners,
    }


def _wording_fault(values: Values, choices: Mapping[str, tuple[str, ...]]) -> Fault | None:
    wrong = next((name for name, known in choices.items() if values[name] not in ("", *known)), None)
    return Fault(wrong, f"{_WORDING[wrong]}: it may be {' or '.join(choices[wrong])}.") if wrong else None


def _shown(name: str, details: Inspection) -> str:
    value = getattr(details, name)
    return "; ".join(value) if isinstance(value, tuple) else str(value).replace("\n", "; ")


def _fault(values: Values) -> Fault | None:
    if not values["area"]:
        return Fault("area", "An inspection needs an area.")
    days: dict[str, date] = {}
    for name in _DAYS:
        try:
            if values[name]:
                days[name] = date.fromisoformat(values[name])
        except ValueError:
            return Fault(name, f"{_LABELS[name]}: “{values[name]}” is no day; write it as 2013-03-18.")
    if days.get("fieldwork_to", date.max) < days.get("fieldwork_from", date.min):
        return Fault("fieldwork_to", "The fieldwork cannot end before it begins.")
    return None
