"""When the notes and histories of a closed inspection go. Every start may ask, so that nothing else is imported here."""

from datetime import date, timedelta


def due_on(published: str, months: int) -> date | None:
    """The day so many months after publication (an ISO 8601 day, or empty): the last of its month where that is shorter.

    None where no day is known, or nothing ever goes (0 months).
    """
    try:
        day = date.fromisoformat(published)
        if not months:
            return None
        years, month = divmod(day.month - 1 + months, 12)
        first = date(day.year + years, month + 1, 1)
        following = (first + timedelta(days=31)).replace(day=1)
        return first.replace(day=min(day.day, (following - timedelta(days=1)).day))
    except (ValueError, OverflowError):
        return None


def is_due(published: str, months: int, today: date) -> bool:
    """Whether that day has come."""
    due = due_on(published, months)
    return due is not None and due <= today
