"""What the screens of one open inspection share."""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from sqs_tui.commands import ScreenName
from sqs_tui.domain.instrument import Instrument, WordProfile
from sqs_tui.domain.phrases import Bank
from sqs_tui.domain.records import Record, RecordState
from sqs_tui.domain.scoring import FINISH_LINE, Flow, State
from sqs_tui.domain.telling import AnyLine, Told, told
from sqs_tui.domain.waivers import Waiver
from sqs_tui.errors import LibraryError
from sqs_tui.keys import Keys
from sqs_tui.screens.private import PrivateView
from sqs_tui.settings import Settings
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.looked import Unseen
from sqs_tui.store.phrases import Phrases
from sqs_tui.store.place import Values
from sqs_tui.store.presence import Presence
from sqs_tui.store.saver import Saver
from sqs_tui.store.undoing import Undone
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line

if TYPE_CHECKING:
    from sqs_tui.domain.letter.checks import Checker
    from sqs_tui.store.outside import Outside

OUTSIDE = ".editing"
"""Where in a library texts lie that an editor has (`store.outside`)."""


class Session:
    """One inspector's work on one inspection, with the answers that wait to be saved."""

    def __init__(
        self,
        inspection: OpenInspection,
        *,
        by: str,
        glyphs: Glyphs,
        typed: dict[str, Values],
        settings: Settings,
        keys: Keys,
        view: PrivateView,
    ) -> None:
        self.inspection = inspection
        self.by = by
        self.glyphs = glyphs
        self.saver = Saver(inspection)
        self.unseen = Unseen(inspection)
        self.phrases = Phrases(inspection)
        self.presence = Presence(inspection.folder, by=by, now=lambda: datetime.now(UTC))
        self.set_up(settings, keys)
        self.typed = typed
        """What was typed in this inspection's forms that were left, by their titles."""
        self.read_last = ""
        """The paragraph of the letter that was current when the letter was left; empty before."""
        self.broken_down_by = ""
        """The id of what the summary was broken down by last; empty before."""
        self.mine_only = False
        """Inspection and Review pass over the records that are not this inspector's."""
        self.walked = ""
        """The item of the problems queue that the inspector was led to last, by its key."""
        self.front = ""
        """The id of the record that was under review last; the private view shows no other."""
        self._view = view
        view.hides.append(self.is_about_others)
        self.outside: list[Outside] = []
        """Texts that an editor may still have: it came back at once, and has changed nothing yet."""
        self.taken_back = self._take_back()
        """What is to be told of the texts that an editor had when the program ended last."""

    def set_up(self, settings: Settings, keys: Keys) -> None:
        """Take the settings as they are now; what is being typed stays."""
        self.settings = settings
        self.keys = keys
        """The command table with the keys as they are set."""
        self.flow = Flow(
            self.inspection.instrument,
            keys.map(ScreenName.REVIEW),
            auto_advance=settings.auto_advance,
            single_key_answers=settings.single_key_answers,
            abbreviations=settings.abbreviations,
            note_keys=keys.map(ScreenName.REVIEW, typing=True),
        )

    @property
    def private(self) -> bool:
        """Other records and tallies are hidden from whoever sits beside the inspector."""
        return self._view.on

    def is_about_others(self, text: str) -> bool:
        """Whether a text names a record that the private view hides, or its case manager."""
        inspection, words = self.inspection, ({""}, {""})
        for record in (*inspection.records(), *inspection.seconds(), *inspection.trashed()):
            shown = bool(self.front) and self.front in (record.id, record.of)
            words[shown].update((record.reference.casefold(), record.case_manager.casefold()))
        others, known = words
        return any(word in text.casefold() for word in others - known)

    def discreet(self, text: str) -> str:
        """A text to be told; in the private view one that names other records is kept until that is left."""
        return self._view.discreet(text)

    def _take_back(self) -> list[str]:
        library = self.inspection.folder.parent
        if not (library / OUTSIDE).exists():
            return []
        from sqs_tui.store.outside import taken_back  # noqa: PLC0415 - seldom needed

        return taken_back(library, self.inspection)

    def close(self) -> None:
        """Be here no more, and leave no text behind that nobody has written in."""
        self.presence.leave()
        for outside in self.outside:
            outside.leave()

    @cached_property
    def checker(self) -> "Checker":
        """What checks the letter, and remembers what it has checked."""
        from sqs_tui.domain.letter.checks import Checker  # noqa: PLC0415 - not needed by the first screen
        from sqs_tui.lexicon.load import lexicon  # noqa: PLC0415 - as above

        return Checker(lexicon)

    @property
    def instrument(self) -> Instrument:
        """The instrument as it was on the day the inspection began."""
        return self.inspection.instrument

    @property
    def profile(self) -> WordProfile:
        """The words for proportions that this inspection uses."""
        profiles = self.instrument.word_profiles
        return next((profile for profile in profiles if profile.id == self.inspection.details.word_profile), profiles[0])

    @property
    def answered(self) -> bool:
        """Whether anything that counts has been answered in the inspection."""
        return any(tally.of or tally.values for tally in self.inspection.tallies().questions.values())

    def told(self, record: str, lines: Iterable[AnyLine]) -> list[Told]:
        """Lines on the same record, or on none, in words."""
        reference = self.inspection.record(record).reference if record else ""
        return [told(self.instrument, line, reference) for line in lines]

    def start(self, record: Record, question: str | None = None, *, by_theme: bool = False) -> State:
        """Where the review of a record begins: at a question, else at the first open one, or at the top where none is open."""
        answers = self.saver.contents(record.id)
        started = self.flow.start(record.unit, answers, at=question, by_theme=by_theme)
        if question is None and started.current == FINISH_LINE and record.state is not RecordState.IN_PROGRESS:
            started = self.flow.start(record.unit, answers, at=self.flow.order(started)[0], by_theme=by_theme)
        return self.with_standing(record.id, started)

    def with_standing(self, record: str, state: State) -> State:
        """A state of the flow that knows what may be offered, may stand, is in conflict and seals the record."""
        inspection = self.inspection
        wider = self.settings.phrases == "library"
        return msgspec.structs.replace(
            state,
            waived=frozenset(inspection.waivers(record)),
            contended=frozenset(question for question, answer in inspection.answers(record).items() if answer.others),
            bank=Bank() if self.private else self.phrases.bank(inspection.record(record), wider=wider),
            sealed=inspection.sealed(record),
        )

    def take_back(self, *, undo: bool) -> Undone:
        """Take back this inspector's last act on answers, or bring it again; raises LibraryError where that is not possible."""
        if self.saver.waiting:
            raise LibraryError(f"Answers wait to be saved first: {self.saver.why}")
        return self.inspection.undo() if undo else self.inspection.redo()

    def forget(self, phrase: str) -> str:
        """Never offer a phrase again, by its key; says in a sentence what went wrong, if anything did."""
        try:
            self.phrases.forget(phrase)
        except LibraryError as refused:
            return f"It is forgotten until the program ends only. {refused}"
        return ""

    def waived(self, record: str) -> tuple[Waiver, ...]:
        """The waivers of the problems that a record has now; none where it is no longer there."""
        try:
            return self.inspection.waived(record)
        except LibraryError:
            return ()

    @property
    def removed(self) -> str:
        """The day on which notes and histories were removed; empty where they are there."""
        line = self.inspection.retention
        if line is None:
            return ""
        from sqs_tui.domain.telling import day_of  # noqa: PLC0415 - few inspections have lost theirs

        return day_of(line)

    def saved(self, record: Record, *, typed: bool) -> Line:
        """Whether what was given, and what is being typed (`typed`), is on disk, and since when a record's last answer is."""
        if self.saver.waiting or not typed:
            waiting = [str(self.saver.waiting)] if self.saver.waiting else []
            return ((f"NOT SAVED: {' and '.join(waiting if typed else [*waiting, 'the note'])}", "warn"),)
        try:
            last = max((answer.at for answer in self.inspection.answers(record.id).values()), default="")
        except LibraryError:
            return (("no longer there: nothing is saved", "warn"),)
        return ((f"saved {clock_time(last)}" if last else "nothing saved yet", "dim"),)

    def shown(self, unit: str) -> list[Record]:
        """The records of a unit, only this inspector's where that is asked for."""
        records = self.inspection.records(unit)
        return [record for record in records if record.inspector == self.by] if self.mine_only else records

    def neighbour(self, record: Record, step: int) -> Record | None:
        """The record before or after one of those of its kind that are shown, or None at the end."""
        shown = {record.id, *(other.id for other in self.shown(record.unit))}
        beside = self._beside(record)
        records = beside if record.of else [other for other in beside if other.id in shown]
        at = next((index for index, other in enumerate(records) if other.id == record.id), -1) + step
        return records[at] if 0 <= at < len(records) else None

    def next_of_mine(self, record: Record) -> Record | None:
        """The next record that the same inspector has still to review, from this one on and then from the top."""
        records = self._beside(record)
        at = next((index for index, other in enumerate(records) if other.id == record.id), -1)
        to_do = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)
        around = (*records[at + 1 :], *records[:at])
        return next((other for other in around if other.inspector == record.inspector and other.state in to_do), None)

    def _beside(self, record: Record) -> list[Record]:
        """The records one goes through from this one: its unit's, or its inspector's second scorings; none that is hidden."""
        inspection = self.inspection
        listed = inspection.seconds() if record.of else inspection.records(record.unit)
        return [
            other
            for other in listed
            if other.id == record.id or not (inspection.blind_to(other.id) or (record.of and other.inspector != record.inspector))
        ]


def clock_time(at: str) -> str:
    """The local time of a moment in UTC as files have it: "10:42" today, "18 Mar 2013" on another day."""
    local = datetime.fromisoformat(at).astimezone()
    return local.strftime("%H:%M" if local.date() == datetime.now(local.tzinfo).date() else "%-d %b %Y")
