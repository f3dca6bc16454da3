"""The letter on the screen: written, shown, walked through and edited; `letter.LetterScreen` adds the commands."""

from collections.abc import Mapping

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.timer import Timer

from sqs_tui.domain.letter import editing
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter, retold
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.errors import SqsError
from sqs_tui.screens.following import FollowingScreen
from sqs_tui.screens.keeping import Keeper
from sqs_tui.screens.session import Session
from sqs_tui.store.following import Changed
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.place import Place
from sqs_tui.store.queue import seen_findings
from sqs_tui.widgets.key_line import KeyLine
from sqs_tui.widgets.letter_face import LetterFace, LetterView, PreviewScroll
from sqs_tui.widgets.preview import figures_of
from sqs_tui.widgets.table import Table

IN_CONFLICT = (
    "Somebody else wrote here meanwhile: your words stand; {inspection.conflicts} on Inspection lists both, to be decided."
)
LEFT_AS_IT_WAS = "A paragraph without words is left as it was; {letter.remove} takes it out."
_UNANSWERED = (
    "Nothing is answered yet: the letter drafts itself from the answers, which {inspection.open} on the inspection begins."
)
CHECK_DELAY = 0.15
"""Seconds after the last change until the letter is checked: nobody types so fast that it must be sooner."""


class LetterDesk(FollowingScreen):
    """What a person does to the letter is saved when it is done; the letter is written anew from it and the answers."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._letter = session.inspection.written()
        self._findings: tuple[Finding, ...] = ()
        self._current = session.read_last or (self._letter.paragraphs[0].id if self._letter.paragraphs else "")
        self._picked = -1
        self._came_from = self._current
        """The paragraph that was current before the one that is edited."""
        self._editing: Paragraph | None = None
        self._place = ""
        """Where the paragraph that is being added will stand; empty where one is edited that is there."""
        self._words = Keeper(self, self._save_words, self._tell_fault)
        self._checking: Timer | None = None
        self._message = "" if session.answered else session.keys.says(_UNANSWERED)
        self._began = ""
        """The words that stand there, as the editor was last told of them."""
        self._untouched = ""
        """The words with which the present editing began."""
        self._seen: dict[str, tuple[str, ...]] = {}
        """The lines on which what is edited stood when editing began, by key."""
        self._typed_last = ""
        """The words as they were last shown. They tell what was typed from what was put there: `prevent` would do so too, but
        it is handed on from message to message, and the keys typed ahead would change nothing that anybody is told of."""

    def placed(self, beneath: Place) -> Place:
        """At the letter."""
        return replace(super().placed(beneath), letter=True)

    def compose(self) -> ComposeResult:
        """One part, which holds all others, and the keys."""
        yield LetterFace()
        yield KeyLine()

    @property
    def picks_number(self) -> bool:
        """Whether a number of the letter is picked out."""
        return self._picked >= 0

    @property
    def face(self) -> LetterFace:
        """What is seen."""
        return self.query_one(LetterFace)

    def on_mount(self) -> None:
        """Go on with what was being typed when the program ended."""
        self.call_after_refresh(self._resume)

    def on_unmount(self) -> None:
        """The letter is opened again where it was left."""
        self._session.read_last = self._current

    def on_table_fitted(self) -> None:
        """Fit the outline to the new width."""
        self._paint()

    def on_preview_scroll_fitted(self) -> None:
        """Draw the letter for the new width, and keep the current paragraph in sight."""
        self._paint()
        self.call_after_refresh(self._show_current)  # how far there is to scroll is known only then

    def on_preview_scroll_turned(self, event: PreviewScroll.Turned) -> None:
        """Let what has come into sight be the current paragraph: a key that edits must not edit what nobody sees."""
        self._message, self._current, self._picked = "", self.face.paragraph_at(event.row), -1
        self._paint()

    def on_screen_resume(self) -> None:
        """Write the letter again: answers may have changed while another screen was in front."""
        self._write()

    # The letter

    def _write(self) -> None:
        """Write the letter anew and show it; what is being typed stays."""
        before, self._letter = self._letter, self._session.inspection.written()
        shown = self._shown()
        if shown.paragraph(self._current) is None and shown.paragraphs:
            at = next((at for at, paragraph in enumerate(before.paragraphs) if paragraph.id == self._current), 0)
            self._current = shown.paragraphs[min(at, len(shown.paragraphs) - 1)].id
        self._paint()
        self._check_soon()

    def _shown(self) -> Letter:
        """The letter, with the words that are being typed in it."""
        return self._letter if self._editing is None else self._letter.with_paragraph(self._typed(self._editing))

    def _typed(self, paragraph: Paragraph) -> Paragraph:
        text = self.face.editor.text
        if not text.strip():
            return paragraph
        made = retold(paragraph, text)
        return replace(made, seen=self._letter.seen(made))

    def _make(self, made: editing.Made, says: str = "", seen: Mapping[str, tuple[str, ...]] | None = None) -> bool:
        """Save what a person did, who had `seen` these lines, else what is shown now; gives whether it is on disk."""
        letter = self._session.inspection.letter
        try:
            if made:
                letter.put(made, seen)
        except SqsError as fault:
            self._say(str(fault))
            return False
        in_conflict = any(stand.line.key in made for stand in letter.conflicts)
        self._message = self._session.keys.says(IN_CONFLICT if in_conflict else says)
        self._write()
        self._show_current()
        return True

    def _say(self, text: str) -> None:
        """Say something once, in the place of what is said about the current paragraph."""
        self._message = text
        self.face.show_lines(self._view)

    def _changed(self, changed: Changed) -> None:
        if changed.own:
            return
        self._write()
        paragraph = self._editing and self._letter.paragraph(self._editing.id)
        if paragraph and editing.typed(self._letter, paragraph) != self._began:
            self._began = editing.typed(self._letter, paragraph)
            self._say(
                "Somebody else has just changed this paragraph: what you save stands over it, and both are listed as a conflict."
            )
        elif self._editing and not paragraph and not self._place:
            self._say(
                "Somebody else has just taken this paragraph out: what you save brings it back, and is listed as a conflict."
            )

    def _tell(self, sentence: str) -> None:
        self._say(sentence)

    def _check_soon(self) -> None:
        if self._checking:
            self._checking.stop()
        self._checking = self.set_timer(CHECK_DELAY, self._check)

    def _check(self) -> None:
        self._checking = None
        self._findings = seen_findings(self._session.inspection, self._session.checker.findings(self._shown()))
        self.face.show_lines(self._view)

    # Painting

    @property
    def _view(self) -> LetterView:
        return LetterView(
            keys=self._session.keys,
            name=self._session.inspection.details.name,
            letter=self._shown(),
            findings=self._findings,
            current=self._current,
            picked=self._picked,
            message=self._message,
            unsaved=self._words.fault,
            hint=self.sqs.learner.hint(self),
            editing=self._editing is not None,
            caret=self.face.editor.caret_share,
            glyphs=self._session.glyphs,
        )

    def _paint(self) -> None:
        if not self.is_mounted:
            return
        self.face.show(self._view)
        if self.focused is None or not self.focused.display:
            self.face.focus_somewhere(editing=self._editing is not None)

    def _show_current(self) -> None:
        self.face.show_current(self._view)

    # Moving

    def on_data_table_row_highlighted(self, event: Table.RowHighlighted) -> None:
        """Show the paragraph under the outline's cursor."""
        if event.row_key.value == self.face.outline.chosen != self._current:  # else it tells of a row that was passed over
            self._message = ""
            self._go_to(event.row_key.value)

    def _go_to(self, paragraph: str, figure: int = -1) -> None:
        self._current, self._picked = paragraph, figure
        self._paint()
        self._show_current()

    def _step(self, step: int) -> None:
        self._message = ""
        if self.focused is self.face.scroll and self.face.turn_within(self._current, step):
            return
        ids = [paragraph.id for paragraph in self._letter.paragraphs]
        at = ids.index(self._current) + step if self._current in ids else 0
        if 0 <= at < len(ids):
            self._go_to(ids[at])

    def _step_figure(self, step: int) -> None:
        ids = {paragraph.id: at for at, paragraph in enumerate(self._letter.paragraphs)}
        here = (ids.get(self._current, 0), self._picked)
        figures = figures_of(self.face.drawn)
        places = [(ids[paragraph], number) for paragraph, number, _ in figures]
        if self._picked < 0 and step < 0:
            here = (here[0], 0)
        beyond = [place for place in places if (place > here if step > 0 else place < here)]
        if not beyond:
            self._say(f"This is the {'last' if step > 0 else 'first'} number of the letter.")
            return
        at, number = beyond[0] if step > 0 else beyond[-1]
        self._message = ""
        self._go_to(self._letter.paragraphs[at].id, number)
        if not self.face.shows_preview:
            self._show_preview(preview=True)

    def _show_preview(self, *, preview: bool) -> None:
        """Go to the preview, or to the outline."""
        self.set_class(not preview, "-outline")

        def come_into_view() -> None:
            self._paint()
            (self.face.scroll if preview else self.face.outline).focus()
            self._show_current()

        self.call_after_refresh(come_into_view)  # on a narrow screen one takes the other's place, and has no size before

    # Editing

    def _begin(self, paragraph: Paragraph, text: str, *, caret: tuple[int, int] | None = None, place: str = "") -> None:
        self._editing, self._place, self._picked, self._message = paragraph, place, -1, ""
        self._began = self._untouched = editing.typed(self._letter, paragraph)
        keys = (f"paragraph:{paragraph.id}", *(f"area:{area}" for area in paragraph.areas))
        self._seen = {key: self._session.inspection.letter.seen(key) for key in keys}
        self._came_from, self._current = self._current, paragraph.id
        editor, self._typed_last = self.face.editor, text
        editor.begin(text, caret)
        self.add_class("-editing")
        self.refresh_bindings()
        editor.focus()
        self.call_after_refresh(self._paint)
        self.call_after_refresh(self._show_current)

    def on_text_area_changed(self) -> None:
        """Show what is typed as it will be read, and keep it."""
        if self._editing is None or self.face.editor.text == self._typed_last:
            return
        self._typed_last, self._message = self.face.editor.text, ""
        self._paint()
        self.call_after_refresh(self._show_current)
        self._check_soon()
        self._words.typed()

    def save_draft(self) -> None:
        """Put what is being typed on disk; called before the program ends."""
        if self._editing:
            self._words.save()

    def _save_words(self) -> None:
        draft = None
        if self._editing:
            editor = self.face.editor
            draft = LetterDraft(
                paragraph=self._editing.id,
                text=editor.text,
                caret=editor.cursor_location,
                place=self._place,
                seen=self._seen,
                untouched=self._untouched,
            )
        self._session.inspection.letter.save_draft(draft)

    def _tell_fault(self) -> None:
        self.face.show_lines(self._view)

    @property
    def unended(self) -> bool:
        """Whether a paragraph is being edited."""
        return self._editing is not None

    @property
    def unsaved(self) -> str:
        """That the words in the editor are on no disk, and why."""
        fault = self._words.fault
        return f"The paragraph that is being edited is not on disk. {fault}" if self._editing and fault else ""

    def _resume(self) -> None:
        draft = self._session.inspection.letter.draft
        if draft is None or self._editing:
            return
        paragraph = self._letter.paragraph(draft.paragraph)
        if paragraph:
            self._begin(paragraph, draft.text, caret=draft.caret)
        else:
            last = self._letter.paragraphs[-1].id if self._letter.paragraphs else ""
            place = draft.place or editing.place_behind(self._letter, last)
            self._begin(editing.new_paragraph(draft.paragraph, place), draft.text, caret=draft.caret, place=place)
        self._seen, self._untouched = draft.seen, draft.untouched
        self._message = "You were typing this when the program ended; go on, or end it with Esc."

    def action_done(self) -> None:
        """Save the paragraph and close the editor; where it cannot be saved, it stays open."""
        paragraph, text = self._editing, self.face.editor.text
        if paragraph is None:
            return
        if self._place:
            made = editing.added(self._letter, paragraph.id, self._place, text)
        elif text.strip() != self._untouched.strip() and text.strip():
            made = editing.written(self._letter, paragraph, text)
        else:
            made = {}
        if self._place and not made:
            self._current = self._came_from
        says = "" if text.strip() or self._place else self.sqs.keys.says(LEFT_AS_IT_WAS)
        self._editing = None
        if not self._make(made, says, self._seen):
            self._editing = paragraph
            self._words.failed(self._message)
            self._paint()
            return
        self._words.save()
        self._tell_fault()
        self._place = ""
        self.remove_class("-editing")
        self.refresh_bindings()
        self.call_after_refresh(self._paint)
        self.call_after_refresh(self.face.focus_somewhere, editing=False)
