"""Copying: to the terminal's clipboard, which may never arrive, or to a file; never what was said in confidence."""

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from sqs_tui.commands import DialogName
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.records import BLANK
from sqs_tui.domain.tally import Sign, Tally
from sqs_tui.domain.wording import proportion
from sqs_tui.errors import LibraryError
from sqs_tui.export.letter import draft_mark, letter_bytes
from sqs_tui.export.places import open_findings
from sqs_tui.export.stamp import stamp
from sqs_tui.screens.base import SqsScreen, bindings_for
from sqs_tui.screens.dialog import Dialog
from sqs_tui.screens.form import Fault, Field, Form
from sqs_tui.screens.session import Session
from sqs_tui.store.place import Values
from sqs_tui.text import clean_text

LARGEST = 74_994
"""Bytes: the most that a sequence of 100,000 characters brings to a clipboard, which is as long as many terminals let one be."""
IN_CONFIDENCE = "What was said in confidence is never copied."
_AS = {Sign.STRENGTH: "as a strength", Sign.IMPROVEMENT: "for improvement"}
_SEEN = 8
"""Lines of the text that are shown."""


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be copied."""

    what: str
    """What it is, in words: "paragraph 1.2"."""
    text: str
    name: str
    """The name of a file that holds it, unless another is given."""


def offer(screen: Screen[Any], copied: Copied) -> None:
    """Show what would be copied, and ask where to."""
    screen.app.push_screen(Copy(msgspec.structs.replace(copied, text=clean_text(copied.text).strip())))


def copy_note(screen: SqsScreen, session: Session, record: str, question: str) -> None:
    """Offer the note on an answer."""
    try:
        reviewed = session.inspection.record(record)
    except LibraryError as fault:
        screen.refuse(str(fault))
        return
    note = session.saver.contents(record).get(question, BLANK).note
    if session.instrument.unit(reviewed.unit).confidential:
        screen.refuse(IN_CONFIDENCE)
    elif not note:
        screen.refuse("There is no note to copy here.")
    else:
        label = session.instrument.questions[question].label
        offer(screen, Copied(what=f"the note on {label} of {reviewed.reference}", text=note, name=f"note-{question}.txt"))


def printed_paragraph(letter: Letter, paragraph: Paragraph, findings: Sequence[Finding]) -> Copied:
    """A paragraph as it is printed; with the mark of a draft above it where something in it is neither mended nor waived."""
    open_ = sum(not finding.waived for finding in findings if finding.paragraph == paragraph.id)
    mark = f"{draft_mark(open_)}\n" if open_ else ""
    number = f"{paragraph.number} " if paragraph.number else ""
    what = f"paragraph {paragraph.number.rstrip('.')}" if paragraph.number else "the paragraph"
    text = f"{mark}{number}{reading(letter.tokens_of(paragraph))[0]}"
    return Copied(what=what, text=text, name=f"paragraph-{paragraph.number.rstrip('.') or 'of-the-letter'}.txt")


def printed_letter(letter: Letter, findings: Sequence[Finding], at: datetime) -> Copied:
    """The letter as it would be exported as Markdown, as a draft where problems are open."""
    open_ = len(open_findings(findings))
    data = letter_bytes("md", letter, stamp(letter.instrument, at), draft=draft_mark(open_) if open_ else "")
    return Copied(what="the letter", text=data.decode(), name="letter.md")


def summary_row(session: Session, kind: str, identity: str) -> Copied | None:
    """A row of the summary as a sentence: what it is about, its numbers, the words for them; None for what is no row.

    `kind` is `section`, `question`, `cell` (its id: a theme's and a process's, with a blank between) or `area`. Of what was said
    in confidence the words alone are told.
    """
    instrument, tallies = session.instrument, session.inspection.tallies()
    match kind:
        case "section" if identity in tallies.sections:
            title = next(section.title for section in instrument.sections if section.id == identity)
            pooled = tallies.sections[identity]
            says = f"{title}: {pooled.met} of {pooled.of}"
        case "question":
            says = _question_row(session, tallies.questions[identity])
        case "cell":
            theme, process = identity.split(" ")
            cell = tallies.matrix[theme, process]
            titles = {named.id: named.title for named in (*instrument.themes, *instrument.processes)}
            says = f"{titles[theme]}, {titles[process].lower()}: {cell.met} of {cell.of}"
        case "area":
            tallied = tallies.areas[identity]
            title = next(area.title for area in instrument.areas if area.id == identity)
            proposed = f", proposed {_AS[tallied.proposal]}" if tallied.proposal else ""
            says = f"{title}: {tallied.met} of {tallied.of}{proposed}"
        case _:
            return None
    return Copied(what="the row", text=says, name="row.txt")


def _question_row(session: Session, tally: Tally) -> str:
    instrument = session.instrument
    question = instrument.questions[tally.question]
    confidential = instrument.unit(instrument.section_of(question.id).unit).confidential
    words = proportion(session.profile, tally.met, tally.of, least=instrument.thresholds.least_answers) if tally.of else ""
    told = [words]
    if not confidential:
        labels = {reason.id: reason.label for reason in instrument.reasons_of(question.id)}
        choices = [choice for choice in instrument.choices_of(question.id) if not tally.of and choice.value in tally.values]
        numbers = f"{tally.met} of {tally.of}" if tally.of else ""
        reasons = ", ".join(f"{labels[given.reason]} ({given.count})" for given in tally.reasons)
        values = ", ".join(f"{choice.label} {tally.values[choice.value]}" for choice in choices)
        told = [numbers, words, f"reasons: {reasons}" if reasons else "", values]
    return f"{question.label}: {'; '.join(filter(None, told)) or 'no answers yet'}"


class Copy(Dialog[None]):
    """Shows what would be copied; Enter sends it to the clipboard, `f` writes it to a file."""

    NAME = DialogName.COPY
    BINDINGS = bindings_for(DialogName.COPY)
    OPENED_BY = ("review.copy", "summary.copy", "letter.copy", "letter.copy-all", "behind.copy", "breakdown.copy")

    def __init__(self, copied: Copied) -> None:
        super().__init__()
        self._copied = copied
        self._why_not = why_no_clipboard(os.environ, len(copied.text.encode("utf-8", "replace")))

    def compose(self) -> ComposeResult:
        """Show the beginning of the text, and what each key does."""
        lines = self._copied.text.split("\n")
        more = [f"… {len(lines) - _SEEN} more lines"] if len(lines) > _SEEN else []
        keys = self.sqs.keys
        sends = self._why_not or "send it to your terminal's clipboard"
        with Vertical(classes="dialog"):
            yield Static(Content(f"Copy {self._copied.what}: {len(self._copied.text):,} characters"), classes="title")
            yield Static(Content("\n".join((*lines[:_SEEN], *more))), id="text", classes="rows" if len(lines) > 1 else "")
            yield Static(
                Content(keys.says(f"{{copy.send}}  {sends}\n{{copy.write}}  write it to a file\nEsc  back")), classes="keys"
            )

    def action_send(self) -> None:
        """Send it to the terminal's clipboard."""
        if self._why_not:
            return
        self.app.copy_to_clipboard(self._copied.text)
        through = " tmux passes it on where set-clipboard is on." if os.environ.get("TMUX") else ""
        self._tell(f"Sent to your terminal's clipboard; where it does not arrive, write it to a file.{through}")
        self.dismiss(None)

    def action_write(self) -> None:
        """Ask for a file, and write it there."""
        from sqs_tui.export.files import write_new  # noqa: PLC0415 - seldom needed

        def write(values: Values) -> None:
            write_new(Path(values["path"]), f"{self._copied.text}\n".encode("utf-8", "replace"), overwrite=False)

        def written(values: Values | None) -> None:
            if values:
                self._tell(f"Written to {values['path']}")
                self.dismiss(None)

        field = Field(id="path", label="File", value=str(Path.cwd() / self._copied.name), long=True)
        title = f"Write {self._copied.what} to a file"
        self.app.push_screen(Form(title, (field,), _path_fault, self.sqs.typed, save=write), written)

    def _tell(self, sentence: str) -> None:
        self.app.notify(sentence, markup=False, timeout=6)


def why_no_clipboard(environment: Mapping[str, str], size: int) -> str:
    """Why a terminal's clipboard takes no text of this many bytes, in a few words; empty where it may."""
    term = environment.get("TERM", "")
    if size > LARGEST:
        return f"not sent: {size:,} bytes are more than many terminals take"
    if term.startswith(("linux", "vt")):
        return "not sent: this terminal has no clipboard"
    if term.startswith("screen") and "TMUX" not in environment:
        return "not sent: GNU screen passes no clipboard on"
    return ""


def _path_fault(values: Values) -> Fault | None:
    return None if values["path"] else Fault("path", "Name the file.")
