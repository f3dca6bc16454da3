"""Letter: the commands on the letter, each saved at once and taken back by one key."""

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from sqs_tui.commands import Command, ScreenName
from sqs_tui.domain.letter import editing
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.queue import THE_LETTER, Item
from sqs_tui.domain.queue import Place as QueuePlace
from sqs_tui.errors import SqsError
from sqs_tui.screens.base import bindings_for
from sqs_tui.screens.copying import offer, printed_letter, printed_paragraph
from sqs_tui.screens.editor import edited_paragraph
from sqs_tui.screens.exporting import Exporter
from sqs_tui.screens.figure_picker import FigurePicker
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.letter_desk import LEFT_AS_IT_WAS, LetterDesk
from sqs_tui.screens.quotes import Placing, Quotes, QuoteWords
from sqs_tui.screens.removed import Removed
from sqs_tui.store.letter_file import LetterDraft
from sqs_tui.store.place import Values


class LetterScreen(LetterDesk):
    """Plain keys work on the outline and the preview; in the editor only ctrl keys do anything but type."""

    NAME = ScreenName.LETTER
    BINDINGS = bindings_for(ScreenName.LETTER)

    def why_not(self, command: Command) -> str:
        """While a paragraph is edited only what inserts and ends applies, and not otherwise."""
        if command.on_row and not self._current:  # the outline need not be in sight for a paragraph to be current
            return self.sqs.keys.says(self.NOTHING)
        if command.id == "screen.find" and self._editing:
            return "A paragraph is being edited: Esc ends that."
        if command.screens != (self.NAME,) or command.typing == (self._editing is not None):
            return ""
        return "A paragraph is being edited: Esc ends that." if self._editing else "No paragraph is being edited."

    def action_down(self) -> None:
        """Move to the next paragraph."""
        self._step(1)

    def action_up(self) -> None:
        """Move to the paragraph before."""
        self._step(-1)

    def action_next_figure(self) -> None:
        """Pick out the next number."""
        self._step_figure(1)

    def action_previous_figure(self) -> None:
        """Pick out the number before."""
        self._step_figure(-1)

    def action_switch(self) -> None:
        """Go from the outline to the preview and back."""
        outline = self.face.outline
        self._show_preview(preview=self.focused is outline and outline.display)

    def show_paragraph(self, identity: str) -> None:
        """Go to a paragraph, where the letter has it."""
        if self._letter.paragraph(identity):
            self._message = ""
            self._go_to(identity)

    def action_open(self) -> None:
        """List the records behind the figure picked out, or behind the paragraph's first."""
        if not self.face.shows_preview:
            self.action_switch()
            return
        figures = self.face.figures_of(self._current)
        printed = next(iter(figures[max(0, self._picked) :]), None)
        if printed and printed.quote:
            self._show_quotes(printed.quote)
            return
        if printed is None or not printed.questions:
            self._say("There are no records behind this: right and left pick out the numbers.")
            return
        only = {record for share in printed.shares if share.condition for record in (*share.met_records, *share.not_met_records)}
        self.list_behind("figure", "+".join(printed.questions), only=frozenset(only))

    def _with_current(self, do: Callable[[Paragraph], object]) -> None:
        paragraph = self._letter.paragraph(self._current)
        if paragraph:
            do(paragraph)

    def action_edit(self) -> None:
        """Edit the paragraph under the cursor."""
        self._with_current(lambda paragraph: self._begin(paragraph, editing.typed(self._letter, paragraph)))

    def action_editor(self) -> None:
        """Edit the paragraph in the user's own editor."""

        def edit(paragraph: Paragraph) -> None:
            text = editing.typed(self._letter, paragraph)
            keys = (f"paragraph:{paragraph.id}", *(f"area:{area}" for area in paragraph.areas))
            seen = {key: self._session.inspection.letter.seen(key) for key in keys}
            draft = LetterDraft(paragraph=paragraph.id, text=text, caret=(0, 0), seen=seen, untouched=text)
            came = edited_paragraph(self.app, self._session, draft, paragraph.number.rstrip("."))
            if came.text is None:
                self._say(came.says)
                return
            made = editing.written(self._letter, paragraph, came.text) if came.ended and came.text else {}
            saved = came.ended and self._make(made, came.says or ("" if came.text else LEFT_AS_IT_WAS), seen)
            if not saved:  # the words are on no disk but in the editor's file: they are typed on
                says = came.says or self._message
                self._begin(paragraph, came.text)
                self._seen = seen
                self._words.save()
                self._message = says
            came.done(on_disk=saved or not self._words.fault)

        self._with_current(edit)

    def action_add(self) -> None:
        """Add a paragraph below the current one."""
        place = editing.place_behind(self._letter, self._current)
        self._begin(editing.new_paragraph(f"own-{secrets.token_hex(4)}", place), "", place=place)

    def action_remove(self) -> None:
        """Take the paragraph out; an item of the two lists is left out with a reason."""

        def remove(paragraph: Paragraph) -> None:
            if paragraph.areas:
                self._ask_why(paragraph)
            else:
                self._make(
                    editing.removed(self._letter, paragraph),
                    "Taken out of the letter; {letter.undo} or {letter.restore} brings it back.",
                )

        self._with_current(remove)

    def _ask_why(self, paragraph: Paragraph) -> None:
        def leave_out(values: Values | None) -> None:
            if values:
                made = [
                    editing.left_out(self._letter.instrument, self._letter.entries.decisions, area, values["reason"])
                    for area in paragraph.areas
                ]
                if not self._make(
                    {key: entry for one in made for key, entry in one.items()},
                    "Left out; {letter.undo} brings it back.",
                ):
                    self._session.typed[title] = values

        title = f"Leave out: {paragraph.text}"
        field = Field(id="reason", label="Why it is left out")
        self.app.push_screen(Form(title, (field,), _why_fault, self._session.typed), leave_out)

    def action_restore(self) -> None:
        """Choose what was taken out, and bring it back."""
        removed = {paragraph.id: paragraph for paragraph in self._letter.removed}

        def restore(identity: str | None) -> None:
            if identity:
                self._current = identity
                self._make(editing.restored(self._letter, removed[identity]), "Brought back.")

        if removed:
            texts = {identity: reading(self._letter.tokens_of(paragraph))[0] for identity, paragraph in removed.items()}
            self.app.push_screen(Removed(texts), restore)
        else:
            self._say("Nothing was taken out of the letter.")

    def action_move_down(self) -> None:
        """Move the paragraph down."""
        self._with_current(lambda paragraph: self._move(paragraph, 1))

    def action_move_up(self) -> None:
        """Move the paragraph up."""
        self._with_current(lambda paragraph: self._move(paragraph, -1))

    def _move(self, paragraph: Paragraph, step: int) -> None:
        made = editing.moved(self._letter, paragraph, step)
        self._make(made, "" if made else f"It is the {'last' if step > 0 else 'first'} already.")

    def action_draft_again(self) -> None:
        """Put the draft in the place of a person's words."""

        def draft_again(paragraph: Paragraph) -> None:
            made = editing.drafted_again(self._letter, paragraph)
            says = "Drafted again; {letter.undo} brings your words back." if made else "No words stand here in place of a draft."
            self._make(made, says)

        self._with_current(draft_again)

    def action_look_at(self) -> None:
        """Say that the words are right with the figures as they are now."""

        def look_at(paragraph: Paragraph) -> None:
            made = editing.looked_at(self._letter, paragraph)
            says = "These words are taken as right with the figures as they are now." if made else "No figure has changed here."
            self._make(made, says)

        self._with_current(look_at)

    def action_undo(self) -> None:
        """Take back what was done last."""
        self._take_back(self._session.inspection.letter.undo)

    def action_redo(self) -> None:
        """Bring again what was taken back last."""
        self._take_back(self._session.inspection.letter.redo)

    def _take_back(self, act: Callable[[], str]) -> None:
        before = {paragraph.id: replace(paragraph, number="") for paragraph in self._letter.paragraphs}
        try:
            says = act()
        except SqsError as fault:
            says = str(fault)
        self._write()
        after = {paragraph.id: replace(paragraph, number="") for paragraph in self._letter.paragraphs}
        there_again = [identity for identity in after if identity not in before]
        changed = [identity for identity in after if after[identity] != before.get(identity)]
        self._go_to(next(iter(there_again or [self._current] * (self._current in changed) or changed), self._current))
        self._say(says)

    def action_quotes(self) -> None:
        """Show the notes on offer."""
        self._show_quotes()

    def _show_quotes(self, chosen: str = "") -> None:
        self.app.push_screen(Quotes(self._session, where="at the end of this paragraph", chosen=chosen), self._placed)

    def action_problems(self) -> None:
        """List the problems, the letter's own first, and those of the current paragraph first under the cursor."""
        here = next((finding for finding in self._findings if finding.paragraph == self._current and not finding.waived), None)
        self.list_problems(letter_first=True, chosen=f"finding {here.id}" if here else "")

    def place_in(self, items: Sequence[Item]) -> QueuePlace | None:
        """Behind what was led to last while that is in the current paragraph, else before this paragraph."""
        walked = next((item for item in items if item.key == self._session.walked and item.of_letter), None)
        if walked and walked.paragraph in ("", self._current):
            return walked.place
        before = {paragraph.id for paragraph in self._before(self._current)}
        places = [item.place for item in items if item.of_letter and item.paragraph in before]
        return max(places, default=THE_LETTER)

    def _before(self, identity: str) -> tuple[Paragraph, ...]:
        ids = [paragraph.id for paragraph in self._letter.paragraphs]
        return self._letter.paragraphs[: ids.index(identity) if identity in ids else 0]

    def show_item(self, item: Item) -> None:
        """Go to the paragraph or the quote that an item of the queue is about."""
        self._write()
        if item.quote:
            self.app.push_screen(QuoteWords(self._session, item.quote), lambda _: self._write())
        elif self._letter.paragraph(item.paragraph):
            self._go_to(item.paragraph, self._figure_at(item.source) if isinstance(item.source, Finding) else -1)
        else:
            self._say(item.told)

    def _figure_at(self, finding: Finding) -> int:
        paragraph = self._letter.paragraph(finding.paragraph)
        bound = reading(self._letter.tokens_of(paragraph))[1] if paragraph else ()
        return next((at for at, one in enumerate(bound) if (one.start, one.end) == (finding.start, finding.end)), -1)

    def action_export(self) -> None:
        """Ask what is to be exported and where to, and write it."""
        Exporter(self, self._session).begin()

    def action_copy(self) -> None:
        """Copy the paragraph as it is printed; one with open problems bears the mark of a draft."""
        self._with_current(lambda paragraph: offer(self, printed_paragraph(self._letter, paragraph, self._findings)))

    def action_copy_all(self) -> None:
        """Copy the whole letter as Markdown, as it would be exported."""
        letter = self._session.inspection.written()
        offer(self, printed_letter(letter, self._session.checker.findings(letter), datetime.now(UTC)))

    def action_guidance(self) -> None:
        """Show the guidance on what the number picked out counts; of the question that is chosen there, its records."""
        from sqs_tui.screens.asides import find_guidance  # noqa: PLC0415 - few ever open it

        figures = self.face.figures_of(self._current)
        printed = next(iter(figures[max(0, self._picked) :]), None)
        at = printed.questions[0] if printed and printed.questions else ""
        find_guidance(self, at, None, "lists its records", lambda question: self.list_behind("question", question))

    def action_summary(self) -> None:
        """Show the summary."""
        self.sqs.open_summary(self._session)

    # Inserting

    def action_insert_figure(self) -> None:
        """Pick a figure for the caret."""
        self.app.push_screen(FigurePicker(self._letter), self._insert_figure)

    def _insert_figure(self, figure: str | None) -> None:
        if figure:
            self.face.editor.insert_word(f"{{{{{figure}}}}}")

    def action_insert_quote(self) -> None:
        """Choose a quote for the caret."""
        self.app.push_screen(Quotes(self._session, where="at the caret"), self._placed)

    def _placed(self, placing: Placing | None) -> None:
        self._letter = self._session.inspection.written()
        if placing is None:
            return
        if placing.quote and self._editing:
            self.face.editor.insert_word(f"{{{{quote:{placing.quote}}}}}")
        elif placing.quote and (paragraph := self._letter.paragraph(self._current)):
            text = f"{editing.typed(self._letter, paragraph)} {{{{quote:{placing.quote}}}}}"
            self._make(editing.written(self._letter, paragraph, text), "The quote stands at the end of this paragraph.")
        elif placing.paragraph and not self._editing:
            self._go_to(placing.paragraph)


def _why_fault(values: Values) -> Fault | None:
    return None if values["reason"] else Fault("reason", "An area is left out with a reason.")
