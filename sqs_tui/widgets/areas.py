"""The areas as the lead inspector decides on them: a table by where each stands, and what lies behind one of them."""

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec
from rich.text import Text

from sqs_tui.domain.instrument import Area, Instrument
from sqs_tui.domain.letter.conclusions import LISTED, Group, contradicted, grouped, words_for
from sqs_tui.domain.letter.entries import Decision
from sqs_tui.domain.letter.paragraphs import roman
from sqs_tui.domain.ranges import range_text
from sqs_tui.domain.tally import AreaTally, Sign, Tallies, sign
from sqs_tui.domain.wording import TOO_FEW
from sqs_tui.keys import Keys
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, Span, fit, width_of, wrap
from sqs_tui.widgets.table import Row

TITLES = {
    Group.STRENGTHS: "Strengths, as the letter lists them",
    Group.IMPROVEMENTS: "Improvements, as the letter lists them",
    Group.PROPOSED: "Proposed, not decided",
    Group.LEFT_OUT: "Left out",
    Group.REST: "Neither proposed nor listed",
}
_ABOUT = {
    Group.STRENGTHS: "What the lead inspector found to be a strength; the letter prints these in this order, as bullets.",
    Group.IMPROVEMENTS: "What the lead inspector asks to be improved; the letter prints these in this order, numbered.",
    Group.PROPOSED: "What the answers propose. Nothing of it stands in the letter until it is included; each is decided on.",
    Group.LEFT_OUT: "What the letter is silent on by decision, each with its reason.",
    Group.REST: "What the answers propose neither as a strength nor for improvement. It may be included nevertheless.",
}
_AS = {Sign.STRENGTH: "as a strength", Sign.IMPROVEMENT: "for improvement"}
_MOST_WORDS, _MOST_QUESTIONS = 3, 2
"""How many lines the words of an item and its questions may take."""


class Areas(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that is seen of the areas."""

    instrument: Instrument
    tallies: Tallies
    decisions: Mapping[str, Decision]
    printed: Mapping[str, str]
    """What the letter prints for each item of its lists, by the item's first area."""
    glyphs: Glyphs
    keys: Keys
    ranges: bool
    """Ranges stand in place of the margins."""

    @cached_property
    def groups(self) -> dict[Group, tuple[tuple[str, ...], ...]]:
        """Where each area stands."""
        return grouped(self.instrument, self.tallies, self.decisions)

    def item(self, area: str) -> tuple[Group, tuple[str, ...]]:
        """Where an area stands, and all that share its item."""
        return next((group, item) for group, items in self.groups.items() for item in items if area in item)

    @property
    def waiting(self) -> str:
        """What is still to be decided, in a few words; empty where nothing is."""
        open_ = len(self.groups[Group.PROPOSED])
        contrary = sum(bool(contradicted(tallied, self.decisions.get(area))) for area, tallied in self.tallies.areas.items())
        counts = ((open_, "not decided"), (contrary, "contrary"))
        return ", ".join(f"{count} {says}" for count, says in counts if count)

    def _area(self, area: str) -> Area:
        return next(known for known in self.instrument.areas if known.id == area)

    # The table

    def columns(self, width: int) -> tuple[tuple[str, int], ...]:
        """The table's columns for a width in cells."""
        says = "95% range" if self.ranges else "proposed, and by how many answers" if _wide(width) else "proposed"
        met, bar, proposed = (8, 15, 39) if _wide(width) else (7, 5, 18)
        return (("area", max(12, width - met - bar - proposed)), ("met", met), ("", bar), (says, proposed))

    def rows(self, width: int, colours: Mapping[Sign, str]) -> Iterator[Row]:
        """A row for each area under the heading of where it stands; a heading's key is `group` and its name."""
        for group, items in self.groups.items():
            if items:
                yield f"group {group}", (Text(TITLES[group], style="bold"), "", "", "")
            for at, item in enumerate(items, 1):
                marks = [self._mark(group, at), *("+" for _ in item[1:])]
                for mark, area in zip(marks, item, strict=True):
                    yield f"area {area}", self._cells(area, mark, width, colours)

    def _mark(self, group: Group, at: int) -> str:
        if group is Group.IMPROVEMENTS:
            return f"{roman(at)}."
        return self.glyphs.bullet if group is Group.STRENGTHS else ""

    def _cells(self, area: str, mark: str, width: int, colours: Mapping[Sign, str]) -> tuple[str | Text, ...]:
        tallied, decided = self.tallies.areas[area], self.decisions.get(area)
        colour = colours[tallied.proposal] if tallied.proposal else ""
        bar = 14 if _wide(width) else 4
        weight = "bold" if contradicted(tallied, decided) else ""
        name = Text.assemble(f"{mark:<3} ", (self._area(area).title, weight))
        if decided and not decided.sign:
            name.append(f"  {decided.reason}", "dim")
        return (
            name,
            f"{tallied.met}/{tallied.of}",
            Text(self.glyphs.bar(tallied.met, tallied.of, bar), style=colour),
            Text(f"{self.glyphs.sign(tallied.proposal)} {self._says(tallied, width)}", style=f"{colour} {weight}"),
        )

    def _says(self, tallied: AreaTally, width: int) -> str:
        if self.ranges:
            return range_text(tallied.met, tallied.of, least=self.instrument.thresholds.least_answers) or TOO_FEW
        if tallied.margin is None:
            return "too few records"
        if not _wide(width):
            return "borderline" if tallied.borderline else f"by {tallied.margin} answers"
        proposed = tallied.proposal.value if tallied.proposal else "neither"
        return f"{proposed}, " + ("borderline: one answer" if tallied.borderline else f"{tallied.margin} answers would turn it")

    # What lies behind a row

    def lines(self, chosen: str, width: int, height: int) -> list[Line]:
        """What lies behind a row of the table: its words, its questions, what the answers propose, and its keys.

        The keys always stand in the last line; what has no room above them is cut.
        """
        kind, _, identity = chosen.partition(" ")
        if kind == "group":
            about: list[Line] = [((f" {text}", "dim"),) for text in wrap(_ABOUT[Group(identity)], width - 2)]
            return about[:height]
        if kind != "area":
            return []
        group, item = self.item(identity)
        questions = self._questions(item, width)
        says, role = self._remark(identity)
        remark: list[Line] = [((f" {piece}", role),) for piece in wrap(says, width - 2)]
        room = max(1, min(_MOST_WORDS, height - 1 - len(questions) - len(remark)))
        lines = [*self._words(group, item, width, room), *questions, *remark]
        return [*lines[: height - 1], *(() for _ in range(height - 1 - len(lines))), self._keys(group, item, width)]

    def _words(self, group: Group, item: tuple[str, ...], width: int, room: int) -> list[Line]:
        """The words that the letter prints, or would print, or why it prints none."""
        decided, tallied = self.decisions.get(item[0]), self.tallies.areas[item[0]]
        if group in LISTED:
            said = [("In the letter: ", self.printed.get(item[0], "nothing, because the letter has no place for it"))]
        elif decided:
            said = [("Left out because: ", decided.reason)]
        elif tallied.proposal:
            said = [("The letter would print: ", words_for(self.instrument, item[0], tallied.proposal))]
        else:
            said = [(f"{_AS[sign].capitalize()}: ", words_for(self.instrument, item[0], sign)) for sign in Sign]
        lines: list[Line] = []
        for at, (label, text) in enumerate(said):
            lines += self._wrapped(label, text, width, room - len(lines) if at == len(said) - 1 else 1)
        return lines

    def _wrapped(self, label: str, text: str, width: int, room: int) -> list[Line]:
        """Text behind its label, in so many lines; an ellipsis where there is more."""
        pieces = wrap(f"{label}{text}", width - 2)
        if len(pieces) > room:
            pieces = [*pieces[: room - 1], fit(" ".join(pieces[room - 1 :]), width - 2, self.glyphs.ellipsis)]
        first, *more = pieces
        return [((f" {label}", "dim"), (first[len(label) :], "")), *(((f" {piece}", ""),) for piece in more)]

    def _questions(self, item: tuple[str, ...], width: int) -> list[Line]:
        """The questions that make up an item, each with its numbers and sign."""
        lines: list[list[Span]] = [[(" ", "")]]
        for question in (question for area in item for question in self._area(area).questions):
            tally = self.tallies.questions[question]
            mark = sign(self.instrument.thresholds, tally.met, tally.of)
            says = f"{tally.met}/{tally.of}" if tally.of else "-"
            spans: tuple[Span, ...] = (
                (question, "dim"),
                (f" {says} {self.glyphs.sign(mark)}".ljust(9) + " ", mark.value if mark else ""),
            )
            if width_of((*lines[-1], *spans)) > width:
                lines.append([(" ", "")])
            lines[-1] += spans
        return [tuple(line) for line in lines[:_MOST_QUESTIONS]]

    def _remark(self, area: str) -> Span:
        """What the answers propose for an area, and how firmly; whether that contradicts the letter."""
        tallied = self.tallies.areas[area]
        against = contradicted(tallied, self.decisions.get(area))
        if against:
            other = Sign.STRENGTH if against is Sign.IMPROVEMENT else Sign.IMPROVEMENT
            return f"Listed {_AS[against]}, but now proposed {_AS[other]}: decide on it again.", "warn"
        if tallied.margin is None:
            least = self.instrument.thresholds.least_records
            return f"Fewer than {least} records stand behind it, so that nothing is proposed.", "dim"
        proposed = f"proposed {_AS[tallied.proposal]}" if tallied.proposal else "proposed for neither list"
        if tallied.borderline:
            return f"Borderline: {proposed}, and one answer would change that.", "warn"
        return f"{proposed.capitalize()}; {tallied.margin} answers would have to differ to change that.", "dim"

    def _keys(self, group: Group, item: tuple[str, ...], width: int) -> Line:
        """What the keys do to the area, in as many words as there is room for."""
        listed = group in LISTED
        does: list[tuple[tuple[str, ...], str]] = [
            (("summary.include",), "other list" if listed else "list it"),
            (("summary.remove",), "decide later" if group is Group.LEFT_OUT else "leave out"),
        ]
        if listed:
            does.append((("summary.lower", "summary.higher"), "move"))
            if len(item) > 1:
                does.append((("summary.join",), "take apart"))
            elif item != self.groups[group][0]:
                does.append((("summary.join",), "join to the one above"))
        if listed or group is Group.LEFT_OUT:
            does.append((("summary.reword",), "reword" if listed else "other reason"))
        does.append((("summary.undo",), "undo"))
        spans: list[Span] = []
        for commands, says in does:
            more: tuple[Span, ...] = ((f" {' '.join(map(self.keys.first, commands))}", "key"), (f" {says} ", "dim"))
            if width_of((*spans, *more)) <= width:
                spans += more
        return tuple(spans)


def _wide(width: int) -> bool:
    return width >= 100
