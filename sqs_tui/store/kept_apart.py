"""What is not merged: an inspection whose notes and histories were removed on one side, and are there on the other."""

from pathlib import Path

from sqs_tui.errors import LibraryError
from sqs_tui.store.carried import Carried
from sqs_tui.store.files import shown


def require_same_retention(here: Carried, came: Carried) -> None:
    """Raise LibraryError where notes and histories were removed on one side alone: no merge brings them back, or takes them."""
    name, ours, theirs = shown(Path(here.path.name)), here.details.retention, came.details.retention
    if (ours and not here.details.is_cleared) or (theirs and not came.details.is_cleared):
        raise LibraryError(
            f"{name} was not merged: the removal of its notes and histories was broken off {'here' if ours else 'there'}; "
            "`sqs-tui retain --remove` there completes it."
        )
    if ours and not theirs:
        raise LibraryError(
            f"{name} was not merged: its notes and histories were removed here on {ours.at[:10]} by {ours.by}, and "
            f"{_unknown(here, came):,} lines of history that the other has from before then stay there."
        )
    if theirs and not ours:
        raise LibraryError(
            f"{name} was not merged: its notes and histories were removed there on {theirs.at[:10]} by {theirs.by}; "
            f"`sqs-tui retain {name} --remove` removes them here, and then the two can be merged."
        )


def _unknown(here: Carried, came: Carried) -> int:
    """How many lines there are there and not here."""
    return len(_ids(came) - _ids(here))


def _ids(inspection: Carried) -> set[str]:
    records = (record.data for record in inspection.records.values())
    lines = (line for data in records for line in (*data.changes, *data.field_changes))
    return {*lines, *inspection.details.changes, *inspection.letter.changes}
