"""A record that is scored without a screen: the state machine of Review, what is saved of it, and what can be said of that."""

from collections.abc import Callable

import msgspec

from sqs_tui.domain.conflicts import Conflict
from sqs_tui.domain.note import Note
from sqs_tui.domain.problems import Problem, problems
from sqs_tui.domain.records import BLANK, Change, Draft, Record, RecordState
from sqs_tui.domain.scoring import FINISH_LINE, Flow, Key, Mode, Run, Save, Say, State, Step, Stop
from sqs_tui.domain.spoken import answer, name_of
from sqs_tui.domain.telling import place
from sqs_tui.domain.wording import so_far
from sqs_tui.errors import LibraryError, SqsError
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.saver import Saver

_TO_DO = (RecordState.NOT_STARTED, RecordState.IN_PROGRESS)


class Scoring:
    """One record under review. `says` tells whoever scores it something, `stops` that something was not done and why."""

    def __init__(
        self, opened: OpenInspection, record: Record, flow: Flow, says: Callable[[str], None], stops: Callable[[str], None]
    ) -> None:
        self.opened, self.record, self.flow = opened, record, flow
        self.instrument = opened.instrument
        self.saver = Saver(opened)
        self._says, self._stops = says, stops
        self._act = ""
        self._saved: list[str] = []
        """The questions whose answers have been saved since that was last told."""
        self._drafted = False
        self.state = self._standing(flow.start(record.unit, opened.contents(record.id)))

    @property
    def name(self) -> str:
        """How the place of the cursor is called."""
        return "Finish line" if self.state.current == FINISH_LINE else name_of(self.instrument, self.state.current)

    @property
    def finished(self) -> bool:
        """Whether the review of the record is complete."""
        return self.opened.record(self.record.id).state not in _TO_DO

    # Keys

    def press(self, key: Key) -> None:
        """Hand a key to the flow, and carry out what it makes of it."""
        self.step(self.flow.press(self.state, key))

    def step(self, step: Step) -> None:
        """Take the flow's new state, and carry out its effects."""
        self.state, effects = step
        for effect in effects:
            match effect:
                case Save():
                    self._save(effect)
                case Say(text):
                    self._says(text)
                case Stop(text):
                    self._stops(text)
                case Run("review.next-gap"):  # behind the last problem: here one stays in the record, and begins at its top
                    self.state = self.flow.with_answers(self.state, self.state.answers, at=FINISH_LINE)
                    if self.flow.problems(self.state):
                        self.press(Key("review.next-gap"))
                    else:
                        self._says("No gaps and no problems.")

    def write(self, text: str) -> None:
        """Put a text in the place of the note that is typed, and end it; a text that ends in a backslash goes on."""
        self.step(self.flow.paste(msgspec.structs.replace(self.state, note=Note()), text))
        self.press(Key("enter"))

    def _save(self, save: Save) -> None:
        if save.begins or not self._act:
            self._act = self.opened.new_act()
        try:
            self.saver.save(self.record.id, save.question, save.content, act=self._act, cause=save.cause)
        except LibraryError as refused:
            lost = save.content.note
            self.reload()
            there = self.state.answers.get(save.question, BLANK).note
            self._stops(f"{refused} The note was: {lost}" if lost and lost != there else str(refused))
            return
        self._saved.append(save.question)

    def told(self) -> list[str]:
        """What has been saved since this was asked last, in words, and what is not on disk."""
        questions, self._saved = dict.fromkeys(self._saved), []
        if not questions:
            return []
        ends = f"NOT SAVED: {self.saver.says}" if self.saver.waiting else "Saved."
        return [f"{self._given(question)} {ends}" for question in questions]

    def _given(self, question: str) -> str:
        content, name = self.state.answers.get(question, BLANK), name_of(self.instrument, question)
        if not content:
            return f"{name} is cleared."
        note = " Its note may be quoted." if content.quote else " With a note." if content.note else ""
        return f"{name}: {answer(self.instrument, question, content)}{note}"

    # What changes from outside, and what is kept of a note

    def look(self) -> None:
        """Try again to save what waits, and pick up what others did."""
        waited = self.saver.waiting
        try:
            self.saver.flush()
            if self._drafted and self.state.mode is not Mode.NOTE and not self.saver.waiting:
                self._put_draft(None)  # its answer is on disk
            self.opened.refresh()
        except SqsError as fault:
            self._says(str(fault))
        if waited and not self.saver.waiting:
            self._says("All answers are saved now.")
        if self.saver.contents(self.record.id) != self.state.answers:
            self.reload()

    def reload(self, *, at: str | None = None) -> None:
        """Take over what the record holds now."""
        self.state = self._standing(self.flow.with_answers(self.state, self.saver.contents(self.record.id), at=at))

    def _standing(self, state: State) -> State:
        waived = frozenset(self.opened.waivers(self.record.id))
        return msgspec.structs.replace(state, waived=waived, sealed=self.opened.sealed(self.record.id))

    def resume(self) -> bool:
        """Go on with the note that was being typed when the program ended, where there is one."""
        draft = self.opened.draft(self.record.id)
        if draft is None or self.state.sealed or draft.question not in self.flow.order(self.state):
            return False
        self.state = self.flow.resume_note(self.state, draft.question, draft.note, draft.caret)
        self._act, self._drafted = draft.act, True
        return True

    def type_on(self, note: str) -> None:
        """Open the note with this text in it, which no answer holds yet."""
        opened = self.flow.resume_note(self.state, self.state.current, note, len(note))
        self.state = msgspec.structs.replace(opened, act_open=False)

    def keep(self, note: str) -> str:
        """Keep a note that is being typed as the draft, and say so; says nothing where the answer holds it already."""
        state = self.state
        if not note or note == state.content.note or state.current == FINISH_LINE or state.sealed:
            return ""
        act = self._act if state.act_open else ""
        try:
            self._put_draft(Draft(question=state.current, note=note, caret=len(note), act=act, by=self.opened.by))
        except SqsError as fault:
            return f"The note on {self.name} is not kept: {fault}"
        return f"The note on {self.name} is kept as it was typed."

    def _put_draft(self, draft: Draft | None) -> None:
        self.opened.save_draft(self.record.id, draft)
        self._drafted = draft is not None

    # Commands that are not the flow's own

    def take_back(self, *, undo: bool) -> None:
        """Undo the account's last act on answers, or do again what was undone, in whatever record, and say which."""
        if self._waits():
            return
        try:
            done = self.opened.undo() if undo else self.opened.redo()
        except LibraryError as refused:
            self._stops(str(refused))
            return
        self.reload(at=done.question if done.record == self.record.id else None)
        self._says(done.says)

    def waive(self, reason: str) -> None:
        """Let the question's problem stand, at the finish line the first; without a reason one that stands no longer may."""
        current = self.state.current
        found = problems(self.instrument, self.state.unit, self.state.answers)
        here = [problem for problem in found if current in (FINISH_LINE, problem.question)]
        open_ = [problem for problem in here if problem not in self.state.waived]
        if self.state.sealed:
            self._stops(self.state.sealed)
        elif self._waits():
            pass
        elif reason and open_:
            self._put_waiver(open_[0], reason)
        elif not reason and here and not open_ and current != FINISH_LINE:
            self._put_waiver(here[0], "")
        else:
            why = (
                "A problem is let stand for a reason: type that, too." if open_ else "There is no problem here that could stand."
            )
            self._stops(why)

    def _put_waiver(self, problem: Problem, reason: str) -> None:
        try:
            self.opened.waive(self.record.id, problem, reason)
        except SqsError as refused:
            self._stops(str(refused))
            return
        self.reload()
        self._says(f"It may {'stand' if reason else 'no longer stand'}: {problem.says} Saved.")

    def finish(self) -> bool:
        """Lead the record to its completion, and say so; False where problems remain, which are not told here."""
        if self.state.sealed:
            self._stops(self.state.sealed)
            return False
        self.state = self.flow.with_answers(self.state, self.state.answers, at=FINISH_LINE)
        if self.flow.problems(self.state) or self._waits():
            return False
        conflicts = self.conflicts()
        if conflicts:
            where = place(self.instrument, conflicts[0].stands, self.record.reference)
            self._stops(
                f"Not finished: {where} is in conflict; `sqs-tui conflicts {self.opened.folder.name}` lists who said what."
            )
            return False
        try:
            self.opened.set_state(self.record.id, RecordState.COMPLETE)
        except LibraryError as refused:
            self._stops(f"Not finished: {refused}")
            return False
        self._says(f"{self.record.reference} is complete.{self._next()}")
        return True

    def _next(self) -> str:
        """What the same inspector has still to score, as a sentence behind another; empty where that is nothing."""
        if self.record.of:
            return ""
        same = (one for one in self.opened.records(self.record.unit) if one.inspector == self.record.inspector)
        other = next((one for one in same if one.state in _TO_DO and one.id != self.record.id), None)
        return f" Next: sqs-tui review {self.opened.folder.name} {other.reference} --plain" if other else ""

    def _waits(self) -> bool:
        if self.saver.waiting:
            self._stops(f"Answers wait to be saved first: {self.saver.why}")
        return bool(self.saver.waiting)

    def conflicts(self) -> list[Conflict]:
        """What two have said of the record differently, and nobody has decided on."""
        return [conflict for conflict in self.opened.visible_conflicts() if conflict.record == self.record.id]

    def in_conflict(self, question: str) -> bool:
        """Whether two have answered a question differently."""
        return any(isinstance(one.stands, Change) and one.subject == question for one in self.conflicts())

    def tally(self) -> str:
        """How the question stands over all records so far, in words; a second scoring is blind to that."""
        if self.record.of:
            return "A second scoring is blind: it shows no tallies."
        instrument, current = self.instrument, self.state.current
        tally = self.opened.tallies().questions.get(current)
        if tally is None or not tally.of:
            return f"{self.name} so far: no answers yet."
        profiles, wanted = instrument.word_profiles, self.opened.details.word_profile
        profile = next((profile for profile in profiles if profile.id == wanted), profiles[0])
        confidential, least = instrument.unit(self.record.unit).confidential, instrument.thresholds.least_answers
        said = so_far(tally.met, tally.of, instrument.numbers, profile, least=least, confidential=confidential)
        return f"{self.name} so far: {said[0]}."
