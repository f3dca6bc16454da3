"""What a command is, and the screens and dialogs that commands belong to."""

from enum import StrEnum

import msgspec


class ScreenName(StrEnum):
    """The screens that commands belong to; the value is how help calls them."""

    INSPECTIONS = "Inspections"
    INSPECTION = "Inspection"
    REVIEW = "Review"
    SUMMARY = "Summary"
    LETTER = "Letter"
    SECONDS = "Second scorings"
    COMPARISON = "Comparison"
    AGREEMENT = "Agreement"
    SAMPLE = "Sample"
    COMPARE = "Comparison over inspections"


class DialogName(StrEnum):
    """The lists and forms over a screen that have commands of their own; the value is how help calls them."""

    BEHIND = "Records behind a number"
    BREAKDOWN = "Breakdown"
    HISTORY = "History of an answer"
    CHANGES = "Changes"
    CONFLICTS = "Conflicts"
    PROBLEMS = "Problems"
    QUOTES = "Quotes"
    TRASH = "Trash"
    RETENTION = "Notes that go"
    REMOVED = "Taken out"
    PIECES = "Export"
    COPY = "Copy"
    CASES = "Case list"
    OTHERS = "Inspections to compare with"
    FORM = "Form"


Place = ScreenName | DialogName


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something the user can do by a key and by name."""

    id: str
    keys: tuple[str, ...]
    """The printable character where a key types one, else Textual's name of it; `textual_key` gives that name for both."""
    label: str
    """A word or two, for the footer and the palette."""
    help: str
    """One sentence that says what it does."""
    group: str
    """What it stands under in the help."""
    screens: tuple[Place, ...]
    show: bool = False
    """It stands in the footer."""
    action: str
    """The Textual action that carries it out."""
    typing: bool = False
    """It applies while text is typed, so that no key of it may type anything."""
    on_row: bool = False
    """It acts on what is under the cursor of a list, as its sentence says."""


EVERYWHERE: tuple[Place, ...] = (*ScreenName, *(dialog for dialog in DialogName if dialog is not DialogName.FORM))
"""Wherever a letter is a command and not text."""
SHARED = frozenset({"review.take-phrase", "screen.find"})
"""Two commands that may have the same key: the first takes it while a note is typed, and the second does not apply then."""

_SCREENS_OF: dict[str, tuple[Place, ...]] = {
    "home": (ScreenName.INSPECTIONS,),
    **{place.name.lower(): (place,) for place in (*ScreenName, *DialogName)},
    "screen": tuple(ScreenName),
    "app": EVERYWHERE,
}


def row(
    identity: str,
    keys: str,
    label: str,
    sentence: str,
    *,
    show: bool = False,
    group: str = "",
    action: str = "",
    typing: bool = False,
) -> Command:
    """One row of the table: what stands before the dot of its id gives its screens, what stands behind it its action."""
    place, _, name = identity.partition(".")
    screens = _SCREENS_OF[place]
    default = {"review": f"run('{identity}')", "app": f"app.{name}"}.get(place, name.replace("-", "_"))
    return Command(
        id=identity,
        keys=tuple(keys.split()),
        label=label,
        help=sentence,
        group=group or {"app": "Everywhere", "screen": "Every screen"}.get(place, screens[0].value),
        screens=screens,
        show=show,
        action=action or default,
        typing=typing,
        on_row="under the cursor" in sentence,
    )
