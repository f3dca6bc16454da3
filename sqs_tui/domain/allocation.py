"""Who reviews which record: names, and shares that are as even as can be."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqs_tui.domain.records import Record, RecordState
from sqs_tui.text import clean_text


def names_in(text: str) -> tuple[str, ...]:
    """The inspectors that a text names, with commas between them, each once. Raises ValueError where it names none."""
    names = tuple(dict.fromkeys(filter(None, (clean_text(part, one_line=True) for part in text.split(",")))))
    if not names:
        raise ValueError("Name at least one inspector, or several with commas between them.")
    return names


def known_inspectors(records: Iterable[Record], *also: str) -> tuple[str, ...]:
    """Whoever has records, and others that are named, those first; each once, in the order of the alphabet behind them."""
    allocated = sorted({record.inspector for record in records} - {""}, key=str.casefold)
    return tuple(dict.fromkeys((*filter(None, also), *allocated)))


def unallocated(records: Iterable[Record]) -> list[Record]:
    """The records that nobody has; one that is signed off needs nobody."""
    return [record for record in records if not record.inspector and record.state is not RecordState.SIGNED_OFF]


def in_turn(records: Sequence[Record], among: Sequence[str], of: Iterable[Record]) -> dict[str, str]:
    """An inspector for each of these records, by its id, so that all come to have as many as can be evenly shared.

    What each has already among the records `of` the inspection counts, and of those with as few the one named first is next.
    """
    given = {record.id for record in records}
    held = Counter(record.inspector for record in of if record.id not in given)
    shares: dict[str, str] = {}
    for record in records:
        name = min(among, key=lambda name: held[name])
        held[name] += 1
        shares[record.id] = name
    return shares


def shares_text(names: Iterable[str]) -> str:
    """How many each has been given: "ann 3, ben 2"."""
    return ", ".join(f"{name or 'nobody'} {count}" for name, count in Counter(names).items())
