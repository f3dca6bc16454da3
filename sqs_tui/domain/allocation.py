"""Who reviews which record: names, and shares that are as even as can be."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from sqs_tui.domain.records import Record, RecordState
from sqs_tui.text import clean_text


def _nobody(_: Record) -> Collection[str]:
    return ()


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


def in_turn(
    records: Sequence[Record], among: Sequence[str], of: Iterable[Record], kept_out: Callable[[Record], Collection[str]] = _nobody
) -> dict[str, str]:
    """An inspector for each of these records, by its id, so that all come to have as many as can be evenly shared.

    What each has already among the records `of` the inspection counts, and of those with as few the one named first is next.
    Nobody is given a record that they are `kept_out` of (names in small letters); one that no one may read is left out. Shares
    are then as even as that allows: no record could be moved, also by way of others, from somebody to one who has two fewer.
    (Each record goes to whoever has least among those that it reaches by having others give records on: an optimal
    semi-matching, Harvey, Ladner, Lovasz and Tamir, 2006.)
    """
    given = {record.id for record in records}
    held = Counter(record.inspector for record in of if record.id not in given)
    may = {record.id: [name for name in among if name.casefold() not in kept_out(record)] for record in records}
    shares: dict[str, str] = {}
    for record in records:
        came = _reached(record.id, may, shares)
        if came:
            name = min((name for name in among if name in came), key=lambda name: held[name])
            held[name] += 1
            _pass_on(record.id, name, came, shares)
    return shares


def _reached(first: str, may: Mapping[str, Sequence[str]], shares: Mapping[str, str]) -> dict[str, str]:
    """Whom a record can go to, be it that they give records on: by name, the record that would come to them."""
    came: dict[str, str] = {}
    waiting = deque([first])
    while waiting:
        record = waiting.popleft()
        new = [name for name in may[record] if name not in came]
        came |= dict.fromkeys(new, record)
        waiting += [other for other, holder in shares.items() if holder in new]
    return came


def _pass_on(first: str, name: str, came: Mapping[str, str], shares: dict[str, str]) -> None:
    """Give an inspector the record that comes to them, whoever had it the one that comes to them, up to the first record."""
    while True:
        record = came[name]
        before = shares.get(record, "")
        shares[record] = name
        if record == first:
            return
        name = before


def unread_text(records: Iterable[Record], shares: Mapping[str, str]) -> str:
    """Which of these records were given to nobody, in a sentence; empty where all were given to somebody."""
    left = [record.reference for record in records if record.id not in shares]
    if not left:
        return ""
    named, nobody = ", ".join(left), "stays as it is" if len(left) == 1 else "stay as they are"
    return f"{named} {nobody}: each of these inspectors is kept out by a conflict of interest."


def shares_text(names: Iterable[str]) -> str:
    """How many each has been given: "ann 3, ben 2"."""
    return ", ".join(f"{name or 'nobody'} {count}" for name, count in Counter(names).items())
