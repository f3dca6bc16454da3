"""Who else is here, in the words of the status lines; the same account in another window is "you"."""

from collections.abc import Sequence

from sqs_tui.domain.records import Record
from sqs_tui.store.presence import Present

_MYSELF = "you in another window"
_NAMED = 2
"""How many are named beside a record."""


def beside(others: Sequence[Present], record: str, me: str) -> str:
    """Who else is at a record: "ben is here too"; empty where nobody is."""
    names = _names([one for one in others if one.record == record], me)
    if names == [_MYSELF]:
        return "you are here too, in another window"
    if not names:
        return ""
    shown = names if len(names) <= _NAMED else [names[0], f"{len(names) - 1} more"]
    return f"{' and '.join(shown)} {'is' if len(names) == 1 else 'are'} here too"


def around(others: Sequence[Present], records: Sequence[Record], me: str) -> str:
    """Who else has the inspection open, and where: "also here: ben (BU03), you (BU05)"; empty where nobody has."""
    references = {record.id: record.reference for record in records}
    places: dict[str, list[str]] = {}
    for one in others:
        place = places.setdefault("you" if one.account == me else one.account, [])
        if one.record in references and references[one.record] not in place:
            place.append(references[one.record])
    told = [f"{name} ({', '.join(place)})" if place else name for name, place in places.items()]
    return f"also here: {', '.join(told)}" if told else ""


def _names(present: Sequence[Present], me: str) -> list[str]:
    """The names, each once, in the order given."""
    return list(dict.fromkeys(_MYSELF if one.account == me else one.account for one in present))
