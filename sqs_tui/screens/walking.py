"""Walking the problems queue: from what is open here to the next, wherever it lies, and to the place of what is chosen."""

from sqs_tui.commands import ScreenName
from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.queue import Damage, Item, following
from sqs_tui.screens.following import FollowingScreen
from sqs_tui.screens.session import Session
from sqs_tui.store.queue import record_items, whole_queue

NOTHING_LEFT = "Nothing is left, in your records or in the letter."
NOTHING_LEFT_HERE = "Nothing is left in this record."


def queue_of(session: Session) -> list[Item]:
    """The whole queue; in the private view that of the record in front alone."""
    from sqs_tui.export.places import Places  # noqa: PLC0415 - Markdown takes long to import, and few keys lead to the letter

    inspection = session.inspection
    if session.private:
        return list(record_items(inspection, session.front)) if session.front else []
    letter = inspection.written()
    places = Places(letter)
    return whole_queue(inspection, session.checker.findings(letter), lambda finding: places.told(finding).briefly)


def next_item(screen: FollowingScreen) -> Item | None:
    """The next open item behind where a screen is, among those that are this inspector's: the records', then the letter's."""
    session = screen.session
    if not session.private:  # the letter's part is worked out only where no record ahead has anything
        records = list(record_items(session.inspection))
        place = screen.place_in(records)
        ahead = [item for item in records if item.mine and not item.waived and (place is None or item.place > place)]
        if ahead:
            return min(ahead, key=lambda item: item.place)
    items = [item for item in queue_of(session) if item.mine]
    return following(items, screen.place_in(items))


def walk(screen: FollowingScreen) -> None:
    """Lead on to the next item, or say that nothing is left."""
    item = next_item(screen)
    if item:
        lead(screen, item, walking=True)
    else:
        screen.say(NOTHING_LEFT_HERE if screen.session.private else NOTHING_LEFT)


def lead(screen: FollowingScreen, item: Item, *, walking: bool = False) -> None:
    """Show what an item is about: on this screen, on one beneath, or on a new one.

    A conflict is decided in the list of conflicts; who is `walking` is led to its question where it has one.
    """
    session, wanted = screen.session, screen_of(item, walking=walking)
    session.walked = item.key
    if wanted is None:
        screen.list_conflicts(_lines(item))
        return
    there = next((one for one in _beneath(screen) if one.NAME is wanted), None)
    if there is None:
        _open(screen, item, wanted)
        return
    while screen.app.screen is not there:
        screen.app.pop_screen()
    there.show_item(item)


def _beneath(screen: FollowingScreen) -> list[FollowingScreen]:
    """The screen and those of the same inspection beneath it, the nearest first."""
    stack = [one for one in screen.app.screen_stack if isinstance(one, FollowingScreen) and one.session is screen.session]
    return stack[::-1]


def screen_of(item: Item, *, walking: bool) -> ScreenName | None:
    """The screen that shows an item; None stands for the list of conflicts."""
    if _lines(item) and not (walking and item.question):
        return None
    if isinstance(item.source, Damage):
        return ScreenName.INSPECTION
    if item.record:
        return ScreenName.REVIEW
    return ScreenName.SUMMARY if item.area else ScreenName.LETTER


def _lines(item: Item) -> tuple[str, ...]:
    """The lines that are in conflict, where an item is about one."""
    match item.source:
        case Conflict():
            return item.source.ids
        case Finding():
            return item.source.lines
    return ()


def _open(screen: FollowingScreen, item: Item, wanted: ScreenName) -> None:
    session, house = screen.session, screen.sqs
    match wanted:
        case ScreenName.REVIEW:
            house.open_record(session, session.inspection.record(item.record), item.question or None)
        case ScreenName.SUMMARY:
            house.open_summary(session, areas=True)
        case ScreenName.LETTER:
            session.read_last = item.paragraph or session.read_last
            house.open_letter(session)
            return  # it tells of what is wrong with the current paragraph by itself
    front = next(iter(_beneath(screen)), screen)
    if front is not screen or wanted is ScreenName.INSPECTION:
        front.say(item.told)
