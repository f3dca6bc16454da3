"""What every screen has in common: its bindings from the command table, and what it may ask of the application."""

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar, cast

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.screen import Screen

from sqs_tui.commands import Command, ScreenName
from sqs_tui.commands import Place as PlaceName
from sqs_tui.domain.records import Inspection, Record
from sqs_tui.keys import DEFAULT_KEYS, Keys, key_name, textual_keys
from sqs_tui.screens.hints import ANSWER
from sqs_tui.screens.learner import Learner
from sqs_tui.screens.private import PrivateView
from sqs_tui.screens.session import Session
from sqs_tui.settings import Settings
from sqs_tui.store.library import Library
from sqs_tui.store.place import Place, Values
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line

_WIDTHS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
_HEIGHTS = [(0, "-short"), (24, "-tall")]


def bindings_for(screen: PlaceName) -> list[BindingType]:
    """Textual's bindings for the commands of a screen; `SqsScreen.action_run` carries each out."""
    return [_binding(command) for command in DEFAULT_KEYS.for_screen(screen)]


def _binding(command: Command) -> Binding:
    return Binding(
        key=",".join(map(textual_keys, command.keys)),
        action=f"screen.run('{command.id}')",
        description=command.label,
        show=command.show,
        key_display=key_name(command.keys[0]),
        tooltip=command.help,
        id=command.id,
    )


class House(Protocol):
    """The application, as its screens know it."""

    library: Library
    glyphs: Glyphs
    settings: Settings
    keys: Keys
    """The command table with the keys as they are set."""
    demo: bool
    learner: Learner
    by: str
    """The account that the history names for what is done here."""
    view: PrivateView
    typed: dict[str, Values]
    """What was typed in forms that were left, by their titles."""
    working: Callable[[Callable[[], None]], None] | None
    """Cancels the work that runs beside the screen (see `working`) and does something when it has ended; None where none runs."""

    def session(self, folder: str) -> Session:
        """The session of an inspection, opened when it is first asked for; raises LibraryError."""

    def retry(self) -> str:
        """Try again to save what waits, in every inspection; says what still does."""

    def create_inspection(self, details: Inspection) -> str:
        """Begin an inspection and give its folder; raises LibraryError."""

    def leave_inspections(self) -> None:
        """Let others see that no inspection is in front here."""

    def open_inspection(self, folder: str) -> None:
        """Show an inspection."""

    def open_record(self, session: Session, record: Record, question: str | None = None) -> None:
        """Show a record under review."""

    def open_summary(self, session: Session, *, areas: bool = False, question: str = "") -> None:
        """Show the summary of an inspection, or with `areas` its part on them."""

    def open_letter(self, session: Session) -> None:
        """Show the letter of an inspection."""

    def open_seconds(self, session: Session, reference: str = "") -> None:
        """Show the second scorings of an inspection; `reference` is the record that one comes from."""

    def open_comparison(self, session: Session, second: str, question: str = "") -> None:
        """Show a finished second scoring beside the first."""

    def open_agreement(self, session: Session) -> None:
        """Show how far inspectors agree."""

    async def action_quit(self, leads_to: str = "") -> None:
        """Leave the program; `leads_to` is "demo" or "tour" where the demonstration is to be opened next."""

    def forget(self, folder: str) -> None:
        """Close the session of an inspection that is no longer there."""

    def goes_elsewhere(self, screen: Screen[None]) -> None:
        """A key has led from a screen, which was handed all that was typed ahead, to another; what it gives back comes next."""

    def give_back(self, event: Key | Paste) -> None:
        """Take back what was typed for the screen that comes in front."""


Given = TypeVar("Given")
"""What a screen gives when it is left."""


class Commanded(Screen[Given]):
    """What has commands in the table; `NAME` says which apply on it."""

    NAME: PlaceName
    NOTHING: ClassVar[str] = "There is nothing under the cursor."
    """Why a command does not apply that acts on what is under the cursor; keys stand in it as {home.new}."""

    @property
    def sqs(self) -> House:
        """The application, as screens know it."""
        return cast("House", self.app)

    def key_help(self) -> tuple[tuple[str, str], ...]:
        """Keys that are not commands, with what they do: the answer keys of a review."""
        return ()

    def why_not(self, command: Command) -> str:
        """Why a command cannot be carried out as things are now, as a sentence; empty where it can."""
        lists = self.query("Table, LongTable")
        none = command.on_row and lists and not any(getattr(listed, "chosen", "") for listed in lists)
        return self.sqs.keys.says(self.NOTHING) if none else ""

    def rank(self, identity: str) -> int:
        """Where a command, by its id, stands among those of the screen."""
        return next((at for at, known in enumerate(self.sqs.keys.for_screen(self.NAME)) if known.id == identity), 0)

    def greyed(self, identity: str) -> bool:
        """Whether a command, by its id, does not apply now."""
        return bool(identity not in ("", ANSWER) and self.why_not(self.sqs.keys.command(identity)))

    async def action_run(self, identity: str) -> None:
        """Carry out a command, or say why it does not apply; every key and every name leads here."""
        command = self.sqs.keys.command(identity)
        why = self.why_not(command)
        if why:
            self.refuse(why)
        else:
            await self.run_action(command.action)
            self.sqs.learner.used(identity)

    async def action_tour(self) -> None:
        """Begin the tour, on the demonstration; where it is under way, end it."""
        if self.sqs.demo:
            self.sqs.learner.guide.switch()
        else:
            await self.sqs.action_quit("tour")

    async def run_command(self, command: Command) -> None:
        """Carry out a command that was chosen by its name."""
        await self.action_run(command.id)

    def refuse(self, why: str) -> None:
        """Say why a command does not apply, once however often its key is pressed."""
        self.app.clear_notifications()
        self.notice(why)

    def notice(self, text: str) -> None:
        """Tell the user something in passing; the text is data."""
        self.notify(text, markup=False, timeout=6)


class SqsScreen(Commanded[None]):
    """A screen of the program; `NAME` says which commands apply on it."""

    NAME: ScreenName
    TAKES_KEYS: ClassVar[bool] = False
    """It takes every key itself, in order and without moving the focus."""
    DISCREET: ClassVar[bool] = False
    """In the private view it shows nothing that may not be seen; else it is passed over then."""
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS

    def __init__(self) -> None:
        super().__init__()
        for limits, cells in ((_WIDTHS, self.app.size.width), (_HEIGHTS, self.app.size.height)):
            # Known from the first: Textual finds out when the screen has its parts, and would style and lay them all out again.
            self.add_class(max(limit for limit in limits if limit[0] <= cells)[1], update=False)

    def placed(self, beneath: Place) -> Place:
        """Where the inspector is, given the place of the screens beneath."""
        return beneath

    def show_all(self) -> None:
        """What Esc does where there is no level above."""

    def save_draft(self) -> None:
        """Put what is being typed on disk, where anything is: the program is about to end."""

    @property
    def unended(self) -> bool:
        """Whether something is being typed here that was not ended."""
        return False

    @property
    def unsaved(self) -> str:
        """What would be lost if the program ended now, in a sentence with its reason; empty where nothing would."""
        return ""

    def look_around(self) -> None:
        """Pick up what others did, and try again to save what waits; called about once a second while the screen is in front."""

    def hint(self, room: int) -> Line:
        """The hint that is due here, behind what else stands in a line, where it fits into so many cells."""
        says = self.sqs.learner.hint(self)
        return ((f"   {says}", "dim"),) if says and cell_len(says) + 4 <= room else ()

    def action_find(self) -> None:
        """Find words, in the inspection that is open and in the others."""
        from sqs_tui.screens.finding import find  # noqa: PLC0415 - it brings SQLite, which nothing else needs

        self.app.clear_notifications()  # they would cover what is found
        find(self)

    def private_changed(self) -> None:
        """Show what may be seen now: the private view was entered or left."""

    def action_private(self) -> None:
        """Go into the private view, or leave it."""
        self.sqs.view.switch(on=not self.sqs.view.on)

    def settings_changed(self) -> None:
        """Show what the settings have changed."""
        self.refresh()
