"""The panel at the foot of Review: the question, its choices or reasons, the note. Its height never changes."""

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells

from sqs_tui.domain.instrument import Asks, Counts, Instrument, Reason
from sqs_tui.domain.note import Note
from sqs_tui.domain.problems import Problem
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, Place, Route
from sqs_tui.domain.scoring import FINISH_LINE, Mode, State
from sqs_tui.domain.waivers import Waiver
from sqs_tui.keys import Keys
from sqs_tui.widgets.glyphs import Glyphs
from sqs_tui.widgets.lines import Line, fit, width_of, wrap

QUESTION_ROWS, CHOICE_ROWS, NOTE_ROWS = 2, 4, 2
HEIGHT = QUESTION_ROWS + CHOICE_ROWS + NOTE_ROWS


def panel_lines(
    instrument: Instrument,
    state: State,
    route: Route,
    problems: Sequence[Problem],
    waived: Sequence[Waiver],
    glyphs: Glyphs,
    keys: Keys,
    width: int,
    *,
    aside: str = "",
    offer: str = "",
    removed: str = "",
) -> list[Line]:
    """The panel's rows, always HEIGHT of them, drawn from the state of the flow alone.

    `aside` stands in place of the choices (why a question is asked); `offer` is what the note that is typed is offered;
    `removed` is the day on which notes were removed.
    """
    if state.mode in _PROMPTS:
        asks, does = _PROMPTS[state.mode]
        return _filled([((asks, "head"), (state.typed, ""), (" ", "caret")), (), ((does, "dim"),)], HEIGHT)
    if state.current == FINISH_LINE:
        return _finish_lines(state, route, problems, waived, glyphs, keys, width)
    place = route.places[state.current]
    question = instrument.questions[state.current]
    asked = wrap(f"{question.id} {question.text}" if question.numbered else question.text, width)
    if len(asked) > QUESTION_ROWS:
        asked = [*asked[: QUESTION_ROWS - 1], fit(" ".join(asked[QUESTION_ROWS - 1 :]), width, glyphs.ellipsis)]
    lines = _filled([((text, "key"),) for text in asked], QUESTION_ROWS)
    if aside:
        middle: list[Line] = [((text, ""),) for text in wrap(aside, width)[:CHOICE_ROWS]]
    elif state.mode in (Mode.REASONS, Mode.NOTE) and _takes_reasons(instrument, place):
        middle = reason_lines(instrument.reasons_of(state.current), place.content, glyphs, width)
    else:
        middle = _choice_lines(instrument, place, state.marked, width, glyphs)
    note = _typed_note(state, offer, glyphs, width) if state.mode is Mode.NOTE else _kept_note(state, glyphs, width, removed)
    room = CHOICE_ROWS + NOTE_ROWS - len(middle)
    if len(note) > room:
        note = [
            *note[: room - 1],
            ((fit(" ".join(text for line in note[room - 1 :] for text, _ in line), width, glyphs.ellipsis), ""),),
        ]
    blank: list[Line] = [()] * min(CHOICE_ROWS - len(middle), max(0, room - len(note)))
    return _filled([*lines, *middle, *blank, *note], HEIGHT)


_PROMPTS = {
    Mode.GOTO: ("Go to question: ", "A number such as 2.4, or a name such as those at the foot.  Enter goes there, Esc leaves."),
    Mode.FIND: ("Find: ", "In the questions and notes of this record.  Enter goes to the next one, round and round, Esc leaves."),
}


def _filled(lines: list[Line], height: int) -> list[Line]:
    return [*lines, *[()] * (height - len(lines))][:height]


def _takes_reasons(instrument: Instrument, place: Place) -> bool:
    choice = instrument.choice(place.question, place.content.value)
    return choice is not None and choice.reasons is not Asks.NOTHING and bool(instrument.reasons_of(place.question))


def _finish_lines(
    state: State,
    route: Route,
    problems: Sequence[Problem],
    waived: Sequence[Waiver],
    glyphs: Glyphs,
    keys: Keys,
    width: int,
) -> list[Line]:
    answered, asked = route.answered_of()
    lines: list[Line] = [(("Finish line", "key"), (f"   {answered} of {asked} answered", "dim"))]
    listed: list[Line] = [
        *(((f"{glyphs.mend} ", "warn"), (fit(problem.says, width - 2, glyphs.ellipsis), "")) for problem in problems),
        *(((f"{glyphs.chosen} ", "dim"), (fit(_stands(waiver), width - 2, glyphs.ellipsis), "dim")) for waiver in waived),
    ]
    if state.sealed:
        way_out = [((text, "head"),) for text in wrap(state.sealed, width)]
    elif problems:
        says = keys.says("{review.next-gap} goes to each; {review.waive} lets the first stand for a reason.")
        way_out = [((says, "head"),)]
    else:
        way_out = [(("Enter finishes this record and opens the next.", "head" if listed else ""),)]
    room = HEIGHT - 1 - len(way_out)
    if len(listed) > room:
        listed = [*listed[: room - 1], ((f"  and {len(listed) - room + 1} more", "dim"),)]
    gap: list[Line] = [] if listed else [()]
    return _filled([*lines, *gap, *listed, *way_out], HEIGHT)


def _stands(waiver: Waiver) -> str:
    return f"may stand ({waiver.reason}): {waiver.problem.says}"


def _choice_lines(instrument: Instrument, place: Place, marked: str, width: int, glyphs: Glyphs) -> list[Line]:
    if place.state in (AnswerState.NOT_ASKED, AnswerState.PARKED, AnswerState.WAITING):
        kept = " Its answer is kept." if place.state is AnswerState.PARKED else ""
        why = place.why[:1].upper() + place.why[1:]
        return [((text, "dim"),) for text in wrap(f"{why}.{kept}", width)]
    question = instrument.questions[place.question]
    choices: list[Line] = []
    for choice in instrument.choices_of(place.question):
        meaning = f": {question.out_means}" if choice.counts is Counts.OUT and question.out_means else ""
        given = choice.value == place.content.value
        mark = glyphs.chosen if given else " "
        choices.append(((mark, "met"), (f"[{choice.key}]", "key"), (f" {choice.label}{meaning}", "given" if given else "")))
    flowed = _flowed(choices, width, rows=CHOICE_ROWS - 1)
    waiting = instrument.choice(place.question, marked) if marked else None
    if waiting:
        return [*flowed, ((f"{waiting.key} {waiting.label}?", "pick"), (" Enter answers, Esc lets go.", ""))]
    given_reasons = [reason.label for reason in instrument.reasons_of(place.question) if reason.id in place.content.reasons]
    if given_reasons:
        flowed.append((("because ", "dim"), (fit("; ".join(given_reasons), width - 8, glyphs.ellipsis), "")))
    return flowed


def reason_lines(reasons: tuple[Reason, ...], content: Content, glyphs: Glyphs, width: int) -> list[Line]:
    """The reasons with their digits, read down the columns; those given are marked."""
    cells: list[Line] = []
    for reason in reasons:
        given = reason.id in content.reasons
        mark = glyphs.chosen if given else " "
        cells.append(((mark, "met"), (reason.key, "key"), (f" {reason.label}", "given" if given else "")))
    columns = [cells[at : at + CHOICE_ROWS] for at in range(0, len(cells), CHOICE_ROWS)]
    widths = _shrunk([max(width_of(cell) for cell in column) + 1 for column in columns], width)
    return [
        tuple(
            span
            for column, room in zip(columns, widths, strict=True)
            if row < len(column)
            for span in _cut(column[row], room, glyphs.ellipsis)
        )
        for row in range(min(CHOICE_ROWS, len(cells)))
    ]


def _shrunk(widths: list[int], width: int) -> list[int]:
    """Column widths that fit: the widest gives way first."""
    while sum(widths) > width:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _cut(cell: Line, room: int, ellipsis: str) -> Line:
    *head, (label, role) = cell
    rest = room - width_of(tuple(head)) - 1
    text = fit(label, rest, ellipsis)
    return (*head, (text.rstrip(), role), (" " * (len(text) - len(text.rstrip()) + 1), ""))


def _flowed(cells: list[Line], width: int, *, rows: int) -> list[Line]:
    """Cells one after another, in as many rows as they need."""
    lines: list[Line] = [()]
    for cell in cells:
        spaced = (*cell, ("   ", ""))
        if lines[-1] and width_of(lines[-1]) + width_of(cell) > width and len(lines) < rows:
            lines.append(())
        lines[-1] = (*lines[-1], *spaced)
    return lines


def _typed_note(state: State, offer: str, glyphs: Glyphs, width: int) -> list[Line]:
    rows, (x, y) = _note_window(state.note, glyphs, width)
    lines: list[Line] = [((row, ""),) for row in rows]
    lines[y] = ((rows[y][:x], ""), (rows[y][x : x + 1] or " ", "caret"), (rows[y][x + 1 :], ""))
    if offer:
        first, *more = _offer_rows(offer, glyphs, width - width_of(lines[y]), width, rows=NOTE_ROWS - y)
        lines[y] = (*lines[y], (first, "offer"))
        lines += [((row, "offer"),) for row in more]
    return _filled(lines, NOTE_ROWS)


def _offer_rows(offer: str, glyphs: Glyphs, room: int, width: int, *, rows: int) -> list[str]:
    """An offer in brackets, which tell it from what is typed also without colour, in the room behind the caret and a row below.

    What is still offered stays in its place while it is typed, so that only the caret and the bracket are painted again.
    """
    whole = f"[{offer.replace(chr(10), glyphs.newline).replace(chr(9), ' ')}]"
    if rows == 1 or cell_len(whole) <= room:
        return [fit(whole, room, glyphs.ellipsis).rstrip()]
    first = chop_cells(whole, room)[0] if room > 1 else ""
    return [first, fit(whole[len(first) :], width, glyphs.ellipsis).rstrip()]


def _kept_note(state: State, glyphs: Glyphs, width: int, removed: str) -> list[Line]:
    note = state.content.note.replace("\n", glyphs.newline).replace("\t", " ")
    if not note:
        gone = f"note removed on {removed}" if state.content.note_removed else "note"
        return [((gone if state.content.value else "", "dim"),), ()]
    mark = f"{glyphs.quote} " if state.content.quote else ""
    return _filled([((row, ""),) for row in wrap(mark + note, width)], max(NOTE_ROWS, len(wrap(mark + note, width))))


def _note_window(note: Note, glyphs: Glyphs, width: int) -> tuple[list[str], tuple[int, int]]:
    """The rows of a note around its caret, NOTE_ROWS at most, with the caret's character and row in them.

    Rows are cut by cells, not words: what never flows again repaints least while it is typed.
    """
    rows = chop_cells(note.text.replace("\n", glyphs.newline).replace("\t", " "), max(width - 1, 2)) or [""]
    row, before = 0, 0
    while row + 1 < len(rows) and note.caret >= before + len(rows[row]):
        before += len(rows[row])
        row += 1
    top = max(0, row - NOTE_ROWS + 1)
    return rows[top : top + NOTE_ROWS], (note.caret - before, row - top)
