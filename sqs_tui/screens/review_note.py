"""A record under review whose note is kept on disk while it is typed; `review.Review` adds the keys and the painting."""

from sqs_tui.domain.records import Draft, Record
from sqs_tui.domain.scoring import FINISH_LINE, Mode, State
from sqs_tui.screens.following import FollowingScreen
from sqs_tui.screens.keeping import Keeper
from sqs_tui.screens.session import Session


class NotedReview(FollowingScreen):
    """Where the inspector is in a record, and the note that is being typed there."""

    def __init__(self, session: Session, record: Record, state: State) -> None:
        super().__init__(session)
        self.record = record
        self.state = state
        self._act = ""
        """The act to which what is saved next belongs."""
        self._message = ""
        self._forget_draft()

    @property
    def reviewed(self) -> str:
        """The record that others see this program at."""
        return self.record.id

    @property
    def asked(self) -> str:
        """The question that is asked."""
        return "" if self.state.current == FINISH_LINE else self.state.current

    def _forget_draft(self) -> None:
        """Keep what is typed from now on, and nothing of what was typed before."""
        self._note = Keeper(self, self._save_note, self._paint)
        self._drafted = False

    def _resume(self) -> None:
        draft = self.session.inspection.draft(self.record.id)
        if draft and not self.state.sealed and draft.question in self.session.flow.order(self.state):
            self.state = self.session.flow.resume_note(self.state, draft.question, draft.note, draft.caret)
            self._act, self._drafted = draft.act, True
            self._message = "You were typing this note when the program ended."
        self._message = self.session.inspection.interest_in(self.record.id) or self._message

    def _keep_draft(self) -> None:
        if self.state.mode is Mode.NOTE:
            self._note.typed()
        elif self._drafted and not self.session.saver.waiting:  # until its answer is on disk, the draft is all there is
            self._note.save()
        else:
            self._note.rest()

    def save_draft(self) -> None:
        """Put what is being typed on disk; called before the program ends."""
        if self.unended:
            self._note.save()

    @property
    def unended(self) -> bool:
        """Whether a note is being typed."""
        return self.state.mode is Mode.NOTE

    @property
    def unsaved(self) -> str:
        """That the note that is being typed is on no disk, and why."""
        return f"The note that is being typed is not on disk. {self._note.fault}" if self.unended and self._note.fault else ""

    def _save_note(self) -> None:
        draft = None
        if self.state.mode is Mode.NOTE:
            note, act = self.state.note, self._act if self.state.act_open else ""
            draft = Draft(question=self.state.current, note=note.text, caret=note.caret, act=act, by=self.session.by)
        self.session.inspection.save_draft(self.record.id, draft)
        self._drafted = draft is not None

    def _flushed(self) -> None:
        self._keep_draft()
