"""The one command table: bindings, footer, palette, help, the README's key table and `sqs-tui keys` are all made from it."""

from enum import StrEnum

import msgspec


class ScreenName(StrEnum):
    """The screens that commands belong to; the value is how help calls them."""

    INSPECTIONS = "Inspections"
    INSPECTION = "Inspection"
    REVIEW = "Review"
    SUMMARY = "Summary"
    LETTER = "Letter"
    SECONDS = "Second scorings"
    COMPARISON = "Comparison"
    AGREEMENT = "Agreement"


class DialogName(StrEnum):
    """The lists and forms over a screen that have commands of their own; the value is how help calls them."""

    BEHIND = "Records behind a number"
    HISTORY = "History of an answer"
    CHANGES = "Changes"
    CONFLICTS = "Conflicts"
    PROBLEMS = "Problems"
    QUOTES = "Quotes"
    TRASH = "Trash"
    REMOVED = "Taken out"
    PIECES = "Export"
    FORM = "Form"


Place = ScreenName | DialogName


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """Something the user can do by a key and by name."""

    id: str
    keys: tuple[str, ...]
    """The printable character where a key types one, else Textual's name of it; `textual_key` gives that name for both."""
    label: str
    """A word or two, for the footer and the palette."""
    help: str
    """One sentence that says what it does."""
    group: str
    """What it stands under in the help."""
    screens: tuple[Place, ...]
    show: bool = False
    """It stands in the footer."""
    action: str
    """The Textual action that carries it out."""
    typing: bool = False
    """It applies while text is typed, so that no key of it may type anything."""


EVERYWHERE: tuple[Place, ...] = (*ScreenName, *(dialog for dialog in DialogName if dialog is not DialogName.FORM))
"""Wherever a letter is a command and not text."""

_SCREENS_OF: dict[str, tuple[Place, ...]] = {
    "home": (ScreenName.INSPECTIONS,),
    "inspection": (ScreenName.INSPECTION,),
    "review": (ScreenName.REVIEW,),
    "summary": (ScreenName.SUMMARY,),
    "letter": (ScreenName.LETTER,),
    "seconds": (ScreenName.SECONDS,),
    "comparison": (ScreenName.COMPARISON,),
    "agreement": (ScreenName.AGREEMENT,),
    "behind": (DialogName.BEHIND,),
    "history": (DialogName.HISTORY,),
    "changes": (DialogName.CHANGES,),
    "conflicts": (DialogName.CONFLICTS,),
    "problems": (DialogName.PROBLEMS,),
    "quotes": (DialogName.QUOTES,),
    "trash": (DialogName.TRASH,),
    "removed": (DialogName.REMOVED,),
    "pieces": (DialogName.PIECES,),
    "form": (DialogName.FORM,),
    "app": EVERYWHERE,
}


def _command(
    identity: str,
    keys: str,
    label: str,
    sentence: str,
    *,
    show: bool = False,
    group: str = "",
    action: str = "",
    typing: bool = False,
) -> Command:
    """One row of the table: what stands before the dot of its id gives its screens, what stands behind it its action."""
    place, _, name = identity.partition(".")
    screens = _SCREENS_OF[place]
    default = {"review": f"run('{identity}')", "app": f"app.{name}"}.get(place, name.replace("-", "_"))
    return Command(
        id=identity,
        keys=tuple(keys.split()),
        label=label,
        help=sentence,
        group=group or ("Everywhere" if place == "app" else screens[0].value),
        screens=screens,
        show=show,
        action=action or default,
        typing=typing,
    )


_PROBLEMS = "List what is to be mended or decided on, in the records and in the letter: mend or waive each."
_NEXT_PROBLEM = "Go to the next problem, in the next record of yours that has one or in the letter."

COMMANDS: tuple[Command, ...] = (
    _command("home.open", "enter", "open", "Open the inspection under the cursor.", show=True),
    _command("home.new", "+", "new", "Begin a new inspection.", show=True),
    _command("home.filter", "/", "filter", "Show only the inspections that hold what you type.", show=True),
    _command(
        "home.trash",
        "t",
        "to the trash",
        "Put the inspection under the cursor into the trash, from where it can be brought back.",
        show=True,
    ),
    _command("home.restore", "u", "bring back", "Bring back the inspection that was put into the trash last."),
    _command(
        "home.mend", "M", "mend", "Put the newest good copy in the place of a damaged file of the inspection under the cursor."
    ),
    _command("home.import", "i", "import", "Take in an inspection that came as a file from another machine of the team."),
    _command("home.look-into-trash", "T", "trash", "List the inspections in the trash, to bring one back."),
    _command("home.private", "v", "private view", "Hide what the inspections come to, and all records but one, or show it."),
    _command("home.leave", "q", "leave", "Leave the program.", show=True, action="app.quit"),
    _command("inspection.open", "enter", "review", "Review the record under the cursor.", show=True),
    _command("inspection.add", "+", "add", "Add one record, or a run of them such as BU01..BU14.", show=True),
    _command(
        "inspection.switch",
        "]",
        "switch",
        "Switch between the kinds of record, such as cases and staff interviews.",
        show=True,
    ),
    _command(
        "inspection.edit", "r", "record", "Edit the reference, the case manager and the inspector of the record under the cursor."
    ),
    _command("inspection.mend", "M", "mend", "Put the newest good copy in the place of a damaged file; the damaged one is kept."),
    _command(
        "inspection.allocate",
        "@",
        "allocate",
        "Say who reviews the record under the cursor, or share out several, such as all that nobody has.",
    ),
    _command(
        "inspection.claim",
        "c",
        "claim, release",
        "Claim the record under the cursor as yours to review, or let go of it where it is.",
    ),
    _command("inspection.mine", "m", "mine only", "Show only the records that are yours to review, or all again."),
    _command(
        "inspection.undo",
        "u",
        "undo",
        "Take back what you did last to the records: who reviews them, their references, their case managers.",
    ),
    _command("inspection.redo", "U", "redo", "Bring again what you took back last."),
    _command("inspection.state", ".", "state", "Lead the record under the cursor to another state, to its sign-off or back."),
    _command("inspection.trash", "t", "to the trash", "Put the record under the cursor into the trash; u brings it back."),
    _command("inspection.look-into-trash", "T", "trash", "List the records in the trash, to bring one back."),
    _command("inspection.summary", "s", "summary", "Show the summary of the inspection.", show=True),
    _command("inspection.letter", "l", "letter", "Show the letter as it stands now.", show=True),
    _command("inspection.changes", "h", "changes", "Show what others have changed since you last looked."),
    _command("inspection.problems", "p", "problems", _PROBLEMS),
    _command("inspection.next-problem", "tab", "next problem", _NEXT_PROBLEM, show=True),
    _command(
        "inspection.private", "v", "private view", "Hide all records but the one under the cursor, and all tallies, or show them."
    ),
    _command("inspection.conflicts", "!", "conflicts", "List what two have said differently, to let one of each stand."),
    _command(
        "inspection.details", "e", "details", "Edit the details of the inspection: area, service, dates and who signs.", show=True
    ),
    _command(
        "inspection.seconds", "2", "second scorings", "Show the second scorings: what is scored again, compared, moderated."
    ),
    _command(
        "review.go-on",
        "enter",
        "go on",
        "Go on to the next question; at the finish line, finish and open the next record that is yours.",
        group="Answer",
        show=True,
    ),
    _command("review.note", "e", "note", "Write a note on the answer.", group="Answer", show=True),
    _command("review.editor", "E", "editor", "Write the note in your external editor.", group="Answer"),
    _command(
        "review.quote", '"', "quotable", "Mark the note as one that the letter may quote, or take the mark away.", group="Answer"
    ),
    _command("review.clear", "backspace", "clear", "Clear the answer with its reasons and its note.", group="Answer"),
    _command(
        "review.waive",
        "W",
        "waive",
        "Let a problem stand for a reason: the question's or, at the finish line, the first; on one that stands, take that back.",
        group="Answer",
    ),
    _command("review.undo", "u", "undo", "Take back what you did last in this inspection.", group="Answer", show=True),
    _command("review.redo", "U", "redo", "Bring again what you took back last.", group="Answer"),
    _command("review.down", "down j", "down", "Move to the next question without answering.", group="Move"),
    _command("review.up", "up k", "up", "Move to the question before without answering.", group="Move"),
    _command(
        "review.next-gap",
        "tab",
        "next gap",
        "Go to the next question that is open or has a problem; past the last, to your next record with one, and the letter.",
        group="Move",
        show=True,
    ),
    _command("review.goto", "g", "go to", "Go to a question by its number.", group="Move"),
    _command("review.find", "/", "find", "Find words in the questions and notes of this record.", group="Move"),
    _command("review.next-section", "}", "next section", "Go to the start of the next section.", group="Move"),
    _command("review.previous-section", "{", "section before", "Go to the start of the section before.", group="Move"),
    _command("review.next-record", "]", "next record", "Go to the next record.", group="Move", show=True),
    _command("review.previous-record", "[", "record before", "Go to the record before.", group="Move"),
    _command("review.order", "o", "order", "Switch between the order of the file and the order of the letter.", group="Move"),
    _command("review.guidance", "h f1", "guidance", "Show the guidance on the question.", group="Look", show=True),
    _command("review.why", "w", "why asked", "Say why the question is or is not asked.", group="Look"),
    _command("review.history", "H", "history", "Show who changed the answer, when, from what to what and why.", group="Look"),
    _command(
        "review.problems",
        "p",
        "problems",
        _PROBLEMS,
        group="Look",
    ),
    _command(
        "review.conflicts", "!", "conflicts", "List what two have answered differently, to let one of each stand.", group="Look"
    ),
    _command(
        "review.summary", "d", "summary pane", "Go into the summary pane, to list the records behind a number.", group="Look"
    ),
    _command("review.private", "v", "private view", "Hide other records and all tallies until pressed again.", group="Look"),
    _command("summary.open", "enter", "records", "List the records behind the number under the cursor.", show=True),
    _command("summary.next-part", "]", "next part", "Go to the next part of the summary.", show=True),
    _command("summary.previous-part", "[", "part before", "Go to the part of the summary before."),
    _command("summary.problems", "p", "problems", _PROBLEMS),
    _command("summary.next-problem", "tab", "next problem", _NEXT_PROBLEM),
    _command("summary.letter", "l", "letter", "Show the letter as it stands now.", show=True),
    _command(
        "summary.ranges",
        "w",
        "ranges",
        "Show how far each share may be off (the 95 % range of Wilson) instead of words and margins, or those again.",
        show=True,
    ),
    _command(
        "summary.include",
        "+",
        "include",
        "List the area under the cursor as it is proposed; where it is not proposed, or is listed already, choose the list.",
        group="Areas",
    ),
    _command(
        "summary.remove",
        "-",
        "leave out",
        "Leave the area under the cursor out of the letter, with a reason; on one that is left out, take that decision back.",
        group="Areas",
    ),
    _command("summary.lower", "J", "move down", "Move the item under the cursor down in its list.", group="Areas"),
    _command("summary.higher", "K", "move up", "Move the item under the cursor up in its list.", group="Areas"),
    _command(
        "summary.reword",
        "r",
        "reword",
        "Give the item under the cursor other words, or an area that is left out another reason.",
        group="Areas",
    ),
    _command(
        "summary.join",
        "m",
        "join, take apart",
        "Join the item under the cursor with the one above it, or take one apart that holds several areas.",
        group="Areas",
    ),
    _command("summary.undo", "u", "undo", "Take back what you did last to the letter or its lists.", group="Areas"),
    _command("summary.redo", "U", "redo", "Bring again what you took back last.", group="Areas"),
    _command(
        "letter.open",
        "enter",
        "records",
        "List the records behind the number picked out, or behind the paragraph's first.",
        show=True,
    ),
    _command("letter.edit", "e", "edit", "Edit the paragraph under the cursor; Esc ends it, and nothing is lost.", show=True),
    _command("letter.editor", "E", "editor", "Edit the paragraph in your external editor."),
    _command("letter.add", "+", "add", "Add a paragraph below; begin it with ## for a heading, with - for a bullet.", show=True),
    _command("letter.remove", "-", "remove", "Take the paragraph out of the letter, from where r brings it back."),
    _command("letter.restore", "r", "restore", "Bring back a paragraph that was taken out."),
    _command("letter.move-down", "J", "move down", "Move the paragraph, or the item in its list, one place down."),
    _command("letter.move-up", "K", "move up", "Move the paragraph, or the item in its list, one place up."),
    _command(
        "letter.draft-again", "d", "draft again", "Put the program's draft in the place of your words; u brings those back."
    ),
    _command("letter.look-at", "a", "still right", "Say that your words are right with the figures that have changed in them."),
    _command("letter.quotes", '"', "quotes", "Show the notes marked quotable: choose words, place them, see where they stand."),
    _command(
        "letter.problems",
        "p",
        "problems",
        _PROBLEMS,
        show=True,
    ),
    _command("letter.next-problem", "tab", "next problem", _NEXT_PROBLEM),
    _command("letter.undo", "u", "undo", "Take back what you did to the letter last.", show=True),
    _command("letter.redo", "U", "redo", "Bring again what you took back last."),
    _command("letter.next-figure", "right ]", "next number", "Pick out the next number of the letter."),
    _command("letter.previous-figure", "left [", "number before", "Pick out the number before."),
    _command("letter.down", "down j", "down", "Move to the next paragraph, in the outline or in the preview."),
    _command("letter.up", "up k", "up", "Move to the paragraph before, in the outline or in the preview."),
    _command("letter.switch", "o", "outline/preview", "Switch between the outline and the preview."),
    _command("letter.summary", "s", "summary", "Show the summary, where areas are included or left out."),
    _command("letter.export", "x", "export", "Write the letter, the evidence or the answers to a file.", show=True),
    _command(
        "letter.insert-figure",
        "ctrl+n",
        "number",
        "While editing: insert a number that is bound to its answers.",
        show=True,
        typing=True,
    ),
    _command(
        "letter.insert-quote",
        "ctrl+o",
        "quote",
        "While editing: insert a quote from the notes marked quotable.",
        show=True,
        typing=True,
    ),
    _command("letter.done", "ctrl+s", "done", "While editing: end it, as Esc does.", typing=True),
    _command(
        "seconds.open", "enter", "score, compare", "Score the record again, or where that is done compare the two.", show=True
    ),
    _command(
        "seconds.add", "+", "add", "Have records scored again by another inspector: those you name, or a seeded share.", show=True
    ),
    _command("seconds.remove", "-", "withdraw", "Take the second scoring off the list, from where u brings it back.", show=True),
    _command("seconds.undo", "u", "undo", "Take back what you last did to what is said of records."),
    _command("seconds.reopen", "o", "open again", "Open a finished second scoring again, for a reason.", show=True),
    _command("seconds.agreement", "a", "agreement", "Show how far inspectors agree: raw, AC1 and kappa together.", show=True),
    _command("comparison.decide", "enter", "decide", "Record an answer on the question under the cursor, and why.", show=True),
    _command("comparison.agreement", "a", "agreement", "Show how far inspectors agree: raw, AC1 and kappa together.", show=True),
    _command("agreement.open", "enter", "compare", "Compare the two scorings at the question under the cursor.", show=True),
    _command("agreement.next-part", "]", "next part", "Switch between the disagreements and the figures.", show=True),
    _command("behind.open", "enter", "open", "Open the answer under the cursor.", show=True),
    _command("behind.history", "H", "history", "Show who changed the answer under the cursor, when and why.", show=True),
    _command("history.show", "enter", "whole line", "Show all of the line under the cursor.", show=True),
    _command("changes.go-there", "enter", "go there", "Go to what the change under the cursor changed.", show=True),
    _command("changes.switch-mine", "m", "mine too", "List your own changes too, or those of others only.", show=True),
    _command("changes.switch-all", "a", "all ever", "List also what you have looked at before, or only what is new.", show=True),
    _command("changes.filter", "/", "words", "List only the changes that hold the words you type.", show=True),
    _command("conflicts.go-there", "enter", "go there", "Go to the answer that the conflict is about.", show=True),
    _command("conflicts.show", "space", "whole", "Show all of what each has said.", show=True),
    _command("problems.go-there", "enter", "go there", "Go to the place of the problem, to mend it.", show=True),
    _command("problems.waive", "w", "waive, or not", "Let the problem stand for a reason, or take that back.", show=True),
    _command("problems.switch-mine", "m", "mine", "List only what is yours to see to, or all.", show=True),
    _command("problems.filter", "/", "words", "List only the problems that hold the words you type.", show=True),
    _command("quotes.place", "enter", "place", "Place the quote under the cursor in the letter.", show=True),
    _command("quotes.words", "e", "words", "Choose the words of the quote under the cursor.", show=True),
    _command("quotes.another", "+", "another", "Make another quote from the same note.", show=True),
    _command("quotes.go-there", "g", "go there", "Go to the paragraph in which the quote stands.", show=True),
    _command("trash.choose", "enter", "bring back", "Bring back what is under the cursor.", show=True),
    _command("removed.choose", "enter", "bring back", "Bring back the paragraph under the cursor.", show=True),
    _command("pieces.choose", "enter", "go on", "Go on to the name of the file.", show=True),
    _command("form.submit", "ctrl+s", "done", "Be done with the form, from whatever field.", show=True, typing=True),
    _command("app.back", "escape", "back", "Go back one level; nothing is ever lost by it.", show=True, action="app.go_back"),
    _command("app.help", "?", "keys", "Show all keys of this screen.", show=True),
    _command("app.palette", "ctrl+p :", "commands", "Find any command by its name.", action="app.command_palette"),
    _command("app.repaint", "ctrl+l", "repaint", "Paint the whole screen again."),
    _command(
        "app.suspend",
        "ctrl+z",
        "suspend",
        "Suspend the program and return to the shell; `fg` brings it back.",
        action="app.suspend_process",
    ),
    _command("app.quit", "ctrl+q", "quit", "Leave the program from anywhere; every answer is on disk already."),
)
