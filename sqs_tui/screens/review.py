"""Review: a record is scored here, by keyboard, as fast as one can type.

Every key goes to the state machine (`domain.scoring`) in the order it came; its effects are carried out at once, and the screen
is painted from the state. Nothing on this screen takes focus, so nothing can come between two keys.
"""

from collections.abc import Callable
from contextlib import suppress

from textual import events
from textual.app import ComposeResult

from sqs_tui.commands import COMMANDS, Command, ScreenName
from sqs_tui.domain.queue import Item
from sqs_tui.domain.records import Record
from sqs_tui.domain.scoring import FINISH_LINE, Effect, Finished, Forget, Key, Run, Save, Say, State, Stop
from sqs_tui.errors import LibraryError
from sqs_tui.keys import textual_key
from sqs_tui.screens.asides import Asides
from sqs_tui.screens.company import beside
from sqs_tui.screens.finishing import finish
from sqs_tui.screens.hearing import Hearing
from sqs_tui.screens.news import News
from sqs_tui.screens.pane import PaneCursor
from sqs_tui.screens.refused import ask_before_leaving, ask_to_let_go, held, refused_note
from sqs_tui.screens.review_note import NotedReview
from sqs_tui.screens.session import Session
from sqs_tui.screens.waiving import waive
from sqs_tui.screens.watching import ConflictWatch
from sqs_tui.store.following import Changed
from sqs_tui.text import clean_text
from sqs_tui.widgets.review_face import Face, ReviewFace

_ACTIONS = {command.id: command.action for command in COMMANDS}


class Review(NotedReview):
    """One record under review."""

    NAME = ScreenName.REVIEW
    DISCREET = True
    TAKES_KEYS = True
    AUTO_FOCUS = ""
    BLANK = True  # its one part covers it

    def __init__(self, session: Session, record: Record, question: str | None = None) -> None:
        super().__init__(session, record, session.start(record, question))
        self._news = News(session.inspection, record.id)
        self._asides = Asides(self)
        self.pane = PaneCursor(lambda number: self.list_behind(number.kind, number.id, leave=self.pane.leave), self._stop)
        self._watch = ConflictWatch(session)
        self.hearing = Hearing(self, self._say_what_was_lost)
        self._held = ""
        """The note that was refused last."""
        self._own: dict[str, Callable[[], None]] = {
            "review.undo": lambda: self._take_back(undo=True),
            "review.waive": lambda: waive(self, self.session, self.record.id, self.state, self._told),
            "review.redo": lambda: self._take_back(undo=False),
            "review.next-record": lambda: self._step(1),
            "review.previous-record": lambda: self._step(-1),
            "review.guidance": self._asides.toggle_guidance,
            "review.why": self._asides.say_why,
            "review.history": self._show_history,
            "review.conflicts": self.action_conflicts,
            "review.problems": self.action_problems,
            "review.next-gap": self._walk,
            "review.private": self.action_private,
            "review.summary": self._enter_pane,
            "review.editor": self._edit_outside,
            "app.back": lambda: ask_before_leaving(self.app, self.session, lambda: self.hearing.go(_ACTIONS["app.back"])),
        }

    def compose(self) -> ComposeResult:
        """One part, which holds all others."""
        yield ReviewFace()

    def on_mount(self) -> None:
        """Go on with what was being typed when the program ended."""
        self._come_in_front()
        self._resume()

    def on_resize(self) -> None:
        """Paint for the new size, once the parts have theirs."""
        self.call_after_refresh(self._paint)

    def on_screen_resume(self) -> None:
        """Paint what has changed while another screen was in front."""
        self.session.front = self.record.id
        self._reload()
        self.call_after_refresh(self._paint)

    def settings_changed(self) -> None:
        """Offer and show what the settings have changed."""
        self._told(self._message)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Take every key, in order, before anything else may."""
        event.stop()
        event.prevent_default()
        if not self.hearing.takes(event):
            return
        key = Key(event.key, event.character or "")
        self._news.pass_on()
        if self.pane.at is not None:
            self.pane.press(key, self.query_one(ReviewFace).numbers)
        elif not (key.name == "escape" and self._asides.close()):
            self._asides.text = ""
            self.sqs.learner.pressed(self.session, self.state, key)
            self._take(self.session.flow.press(self.state, key))
            self._asides.find_instead()
        self._paint()
        self.hearing.taken()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is for a note, and never answers."""
        event.stop()
        if self.hearing.takes(event):
            self._take(self.session.flow.paste(self.state, clean_text(event.text)))
            self._paint()

    def _take(self, step: tuple[State, tuple[Effect, ...]]) -> None:
        self.state, effects = step
        self._message = ""
        for effect in effects:
            self._carry_out(effect)
        self._keep_draft()

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Save():
                self._save(effect)
            case Say(text):
                self._message = text
            case Stop(text):
                self._stop(text)
            case Forget(phrase):
                self._message = self.session.forget(phrase) or self._message
            case Finished():
                self._finish()
            case Run(command):
                self._run(command)

    def _run(self, command: str) -> None:
        why_not = self.why_not(self.sqs.keys.command(command))
        if why_not:
            self._message = why_not
            return
        own = self._own.get(command)
        if own:
            own()
        else:
            self.hearing.go(_ACTIONS[command])

    def why_not(self, command: Command) -> str:
        """What the flow would refuse it with."""
        own = command.screens == (self.NAME,)
        return super().why_not(command) or (self.session.flow.why_not(self.state, command.id) if own else "")

    def key_help(self) -> tuple[tuple[str, str], ...]:
        """The answer keys of the current question, and what goes for all."""
        from sqs_tui.screens.help import answer_keys

        return answer_keys(self.session.instrument, self.state.current)

    async def run_command(self, command: Command) -> None:
        """Carry out a command as its key would where nothing is being typed, or in the note where it is for that."""
        flow, key = self.session.flow, command.keys[0]
        if not command.typing:
            self._take(flow.end_note(self.state))
            self.state = self.state if self.unended else flow.with_answers(self.state, self.state.answers, at=self.state.current)
        if command.typing or not self.unended:
            self._take(flow.press(self.state, Key(textual_key(key), key if len(key) == 1 else "")))
        self._paint()

    def _save(self, save: Save) -> None:
        inspection = self.session.inspection
        if save.begins or not self._act:
            self._act = inspection.new_act()
        try:
            self.session.saver.save(self.record.id, save.question, save.content, act=self._act, cause=save.cause)
        except LibraryError as refused:
            lost = refused_note(self.session, self.record.id, save)
            self._reload()
            self._stop(str(refused))
            if lost:
                self._hold(save.question, lost, str(refused))

    def _hold(self, question: str, note: str, why: str) -> None:
        """Keep a note that the record does not take where it was typed; when it is refused again, offer to let go of it."""
        again, self._held = note == self._held, note
        self.state = held(self.session.flow, self.state, question, note)
        if again:
            ask_to_let_go(self.app, why, self._let_go)

    def _let_go(self) -> None:
        self._forget_draft()
        self._held = self._message = ""
        self.state = self.session.flow.with_answers(self.state, self.state.answers, at=self.state.current)
        self._paint()

    def _stop(self, text: str) -> None:
        self._message = self.session.discreet(text)
        self.hearing.stop()

    def _say_what_was_lost(self, keys: int) -> None:
        self._message = f"{keys} key{'s' if keys > 1 else ''} thrown away. {self._message}"
        self._paint()

    # What the flow asks for

    def _finish(self) -> None:
        try:
            told, following = finish(self.session, self._watch, self.record)
        except LibraryError as refused:
            self._stop(str(refused))
            return
        if following:
            self._show(following)
            self._message = told
        else:
            self._stop(told)

    def _take_back(self, *, undo: bool) -> None:
        try:
            done = self.session.take_back(undo=undo)
        except LibraryError as refused:
            self._stop(str(refused))
            return
        if self.session.private and set(done.records) - {self.record.id}:
            self._message = _done_elsewhere(undo=undo, done=bool(done.record))
            return
        if done.record and done.record != self.record.id:
            self._show(self.session.inspection.record(done.record), done.question)
        elif done.record:
            self._reload(at=done.question)
        self._message = done.says

    def _told(self, message: str) -> None:
        self._reload()
        self._message = message
        self._paint()

    def _step(self, step: int) -> None:
        other = self.session.neighbour(self.record, step)
        if other:
            self._show(other)
        else:
            which = "of yours" if self.session.mine_only else "one"
            self._message = f"{self.record.reference} is the {'last' if step > 0 else 'first'} {which}."

    def go_to_question(self, question: str) -> None:
        """Go to a question, where the record has it."""
        if question and question not in self.session.flow.order(self.state):
            self._message = f"{self.session.instrument.questions[question].label} is not a question of this record."
        else:
            self.state = self.session.flow.with_answers(self.state, self.state.answers, at=question)
        self._paint()

    def _show_history(self) -> None:
        if self.state.current != FINISH_LINE:
            from sqs_tui.screens.answer_history import AnswerHistory

            self.app.push_screen(AnswerHistory(self.session, self.record, self.state.current))

    def private_changed(self) -> None:
        """Show what may be seen now; what was told before may not be among it."""
        self._message = self._news.text = ""
        self.pane.leave()
        self._reload()  # phrases come from other records
        super().private_changed()

    def _edit_outside(self) -> None:
        from sqs_tui.screens.editor import edited_note

        self.hearing.stop()  # what was typed ahead was meant for the editor
        came = edited_note(self.app, self.session, self.record, self.state.current, self.state.content.note)
        if came.text is not None:
            typed, self._act = self.session.flow.resume_note(self.state, self.state.current, came.text, len(came.text)), ""
            self._take(self.session.flow.end_note(typed) if came.ended else (typed, ()))
            self.save_draft()
            came.done(on_disk=not (self.session.saver.waiting or self.unsaved))
        self._message = came.says or self._message

    # The problems queue

    def _walk(self) -> None:
        """Go on to the next problem in another record at once; where it leads to another screen, the keys behind it follow."""
        from sqs_tui.screens.walking import next_item, screen_of

        item = next_item(self)
        if item and screen_of(item, walking=True) is self.NAME:
            self.show_item(item)
        else:
            self.hearing.go("next_problem")

    def show_item(self, item: Item) -> None:
        """Show a record's problem at its question."""
        self._show(self.session.inspection.record(item.record), item.question or None)
        self._message = item.told
        self._paint()

    # The summary pane

    def _enter_pane(self) -> None:
        blind = "A second scoring is blind: it shows no tallies." if self.record.of else ""
        self._message = blind or self.pane.enter(self.query_one(ReviewFace).numbers)

    # Records

    def _come_in_front(self) -> None:
        """Be the record that the private view shows; a setting enters that with each."""
        self.session.front = self.record.id
        if self.session.settings.private_view and not self.session.private:
            self.sqs.view.switch(on=True)

    def _reload(self, *, at: str | None = None) -> None:
        with suppress(LibraryError):  # the record's file was taken away, as the status line says; what is on the screen stays
            self.record = self.session.inspection.record(self.record.id)
            answers = self.session.saver.contents(self.record.id)
            self.state = self.session.with_standing(self.record.id, self.session.flow.with_answers(self.state, answers, at=at))

    def _show(self, record: Record, question: str | None = None) -> None:
        self.record, self._asides.text, self._message, self.pane.at = record, "", "", None
        self._come_in_front()
        self.state = self.session.start(record, question, by_theme=self.state.by_theme)
        self._news = News(self.session.inspection, record.id)
        self._resume()
        self.session.presence.enter(record.id)

    # What changes from outside

    def _changed(self, changed: Changed) -> None:
        if changed.record == self.record.id:
            self._news.hear(self.session.inspection, changed)
            if not changed.own:
                self._reload()
        elsewhere = self._watch.look(besides=self.record.id)
        self._news.tell("" if self.session.private else elsewhere)
        if not changed.own:
            self._paint()

    def _tell(self, sentence: str) -> None:
        self._message = self.session.discreet(sentence)
        self._paint()

    # Painting

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        session, state = self.session, self.state
        face = Face(
            instrument=session.instrument,
            tallies=session.inspection.tallies(),
            total=len(session.inspection.records(self.record.unit)),
            profile=session.profile,
            glyphs=session.glyphs,
            keys=session.keys,
            inspection=session.inspection.details.name,
            record=self.record,
            state=state,
            route=session.flow.route(state),
            problems=session.flow.problems(state),
            waived=session.waived(self.record.id),
            unsaved=session.saver.unsaved(self.record.id),
            saved=session.saved(self.record, typed=not self.unsaved),
            contended=self._watch.questions(self.record.id),
            conflicts=self._watch.told,
            here=beside(session.presence.others, self.record.id, session.by),
            news=self._news.text,
            hint=self.sqs.learner.hint(self),
            message=self._message or session.saver.why or self._note.why,
            aside=self._asides.text,
            offer=session.flow.offer(state),
            guided=self._asides.guided,
            why=self._asides.why if self._asides.guided else "",
            removed=session.removed,
            private=session.private,
            picked=self.pane.at,
        )
        self.query_one(ReviewFace).show(face)


def _done_elsewhere(*, undo: bool, done: bool) -> str:
    """What is told of an undo or a redo in another record while that is hidden."""
    what = "taken back" if undo else "brought again"
    return f"What you did last was {what}, in another record." if done else f"Nothing was {what}: that lies in another record."
