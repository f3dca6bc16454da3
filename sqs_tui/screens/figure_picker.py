"""Picking a figure: first what it speaks of, then its form, each as it would read now."""

from rich.text import Text
from textual.content import Content
from textual.widgets import Static

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.offers import Offer, Source, offer, sources
from sqs_tui.screens.typed_list import TypedList
from sqs_tui.widgets.table import Row

_ONLY_IF = "only for some records, such as custody, or 2.4 = no; may stay empty"


class FigurePicker(TypedList[str | None]):
    """Gives what is to stand between the braces, or None."""

    PLACEHOLDER = "part of a number or a name, such as 2.4 or plan"
    KEYS_TEXT = "Up and Down choose   Enter takes it   Esc goes back"

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self._letter = letter
        self._sources = {source.id: source for source in sources(letter)}
        self._chosen: Source | None = None
        self._found = ""
        """What had been typed to find the source."""
        self._offers: dict[str, Offer] = {}
        """What the rows of the list stand for, by their keys."""

    def take(self, chosen: str) -> None:
        """Go on to the forms of a source, or take a form."""
        if self._chosen or len(self._sources[chosen].forms) == 1:
            self.dismiss(self._offers[chosen].figure)
        else:
            self._chosen, self._found = self._sources[chosen], self.line.value
            self.line.value, self.line.placeholder = "", _ONLY_IF
            self.list_anew()

    def action_leave(self) -> None:
        """Go back to the sources, or leave without any."""
        if self._chosen is None:
            self.dismiss(None)
        else:
            self._chosen = None
            self.line.value, self.line.placeholder = self._found, self.PLACEHOLDER
            self.line.action_end()
            self.list_anew()

    def fill(self, typed: str) -> None:
        """List the sources that hold what is typed, or the forms of the one that was chosen for the records that are."""
        title = f"How shall it read?   {self._chosen.label}" if self._chosen else "Which number?"
        self.query_one("#title", Static).update(Content(title))
        width = self.table.size.width
        if self._chosen:
            source = self._chosen
            self._offers = {f"form {at}": offer(self._letter, source, form, typed) for at, form in enumerate(source.forms)}
            rows: list[Row] = [(key, (f"{{{{{made.figure}}}}}", _shown(made))) for key, made in self._offers.items()]
            name = min(34, width // 2)
        else:
            rows = self._source_rows(typed)
            name = min(46, width // 2)
        self.table.fill((("figure" if self._chosen else "", name), ("reads now", max(10, width - name))), rows)

    def _source_rows(self, typed: str) -> list[Row]:
        self._offers = {}
        rows: list[Row] = []
        group = ""
        for source in self._sources.values():
            if not all(word in f"{source.id} {source.label} {source.group}".casefold() for word in typed.casefold().split()):
                continue
            if source.group != group:
                group = source.group
                rows.append(("", (Text(group, style="bold"), "")))
            made = self._offers[source.id] = offer(self._letter, source, source.forms[0])
            rows.append((source.id, (f" {source.label}", _shown(made))))
        return rows or [("", (f"Nothing holds “{typed}”", ""))]

    def tell(self) -> None:
        """Show how it reads, or why it cannot be printed, in full: the columns of a small screen cut it."""
        made = self._offers.get(self.table.chosen)
        self.say(*(("", "") if made is None else (made.problem, "warn") if made.problem else (made.text, "figure")))


def _shown(made: Offer) -> Text:
    """How a figure reads, or that it cannot be printed now: why stands below the list."""
    return Text("cannot be printed now", style="dim") if made.problem else Text(made.text)
