"""The dialogue of `review --plain`: what is said, and what is made of a line that is typed.

It goes through the same state machine as the Review screen (`domain.scoring`) and is saved by the same saver, so the file is the
same. Each thing that is said is a line of its own, without colour or place, and an answer is said to be saved when it is on disk.
"""

import sys
from collections.abc import Iterator

from sqs_tui.commands import COMMANDS, ScreenName
from sqs_tui.domain.instrument import Choice
from sqs_tui.domain.records import Record
from sqs_tui.domain.scoring import FINISH_LINE, Flow, Key, Mode
from sqs_tui.domain.spoken import asks_reasons, choices, question_lines, reason_lines, reasons_and_note, sentence
from sqs_tui.plain import DONE, PROBLEMS, WrongUseError, now
from sqs_tui.plain_scoring import Scoring
from sqs_tui.plain_typing import Lines, say_last
from sqs_tui.plain_words import Words
from sqs_tui.settings import Settings
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.presence import Presence
from sqs_tui.text import clean_text

_ENTER, _ESCAPE, _TAB = Key("enter"), Key("escape"), Key("tab")
_STAYS = frozenset({"app.help", "review.why", "review.guidance"})
"""Commands that leave reasons and notes open where they are typed."""


class Dialogue:
    """The review of one record, line by line, until it is finished or left."""

    def __init__(self, opened: OpenInspection, record: Record, lines: Lines, settings: Settings) -> None:
        self._lines = lines
        self._words = Words(settings.made_keys.map(ScreenName.REVIEW))
        commands = {command.id: command.id for command in COMMANDS}  # the flow is handed commands, and not their keys
        flow = Flow(opened.instrument, commands, auto_advance=settings.auto_advance)
        self._scoring = Scoring(opened, record, flow, self._say, self._stop)
        self._presence = Presence(opened.folder, by=opened.by, now=now)
        self._presence.enter(record.id)
        self._goes_on = False
        """The note that is typed has more lines."""
        self._asked: tuple[str, Mode] | None = None
        """What was asked last."""
        self._part = ""
        self._warned = False
        self._code: int | None = None

    def run(self) -> int:
        """Ask and be answered until the record is finished or left; gives the exit code. Raises EndedError, SqsError."""
        self._begin()
        while self._code is None:
            self._scoring.look()
            self._ask()
            line = self._lines.read()
            if line is None:
                return self._end()
            self._take(clean_text(line).strip())
            for told in self._scoring.told():
                self._say(told)
        return self._code

    def close(self) -> None:
        """Let others see that nobody is here any more."""
        self._presence.leave()

    def keep(self, line: str) -> str:
        """Keep the note in a line that was never ended; says so, in a sentence, where there was one."""
        return self._scoring.keep(self._note_in(clean_text(line).strip()))

    # What is said

    def _begin(self) -> None:
        scoring, record = self._scoring, self._scoring.record
        answered, asked = scoring.flow.route(scoring.state).answered_of()
        self._say(f"{scoring.opened.details.name}, {record.reference}: {answered} of {asked} answered.")
        self._say(f"Type the letter or the digit of an answer, and Enter. {self._asks_help} and Enter says how everything works.")
        self._presence.look()
        for other in dict.fromkeys(one.account for one in self._presence.others if one.record == record.id):
            self._say(f"{other} is at this record, too.")
        if scoring.state.sealed:
            self._say(scoring.state.sealed)
        if scoring.resume():
            self._say(f"You were typing a note on {scoring.name} when the program ended.")

    def _ask(self) -> None:
        """Ask what is asked now, unless it was asked last, and show where the answer goes."""
        scoring = self._scoring
        here = (scoring.state.current, scoring.state.mode)
        if here != self._asked:
            self._asked = here
            for line in self._asking():
                self._say(line)
        if self._lines.at_terminal:
            of = {Mode.REASONS: " reasons", Mode.NOTE: " note"}.get(scoring.state.mode, "")
            sys.stdout.write(f"{clean_text(scoring.name, one_line=True)}{of}: ")
        sys.stdout.flush()

    def _asking(self) -> Iterator[str]:
        scoring, state = self._scoring, self._scoring.state
        if state.mode is Mode.REASONS:
            yield "Reasons, by their digits, then the note if you like; Enter alone changes none."
            yield from reason_lines(scoring.instrument, state.current, state.content)
        elif state.mode is Mode.NOTE:
            yield f"Note so far: {state.note.text}" if state.note.text else "The note, or Enter alone for none."
            if self._goes_on:
                yield "Its next line, or Enter alone to end it."
            elif state.note.text:
                yield "Enter alone keeps it; a text takes its place; + and a text goes behind it; - alone takes it away."
        elif state.current == FINISH_LINE:
            yield from self._finish_line()
        else:
            groups = scoring.instrument.groups(state.unit, by_theme=state.by_theme)
            part = next(group.title for group in groups if state.current in group.questions)
            if part != self._part:
                self._part = part
                yield f"Part: {sentence(part)}"
            yield from question_lines(scoring.instrument, scoring.flow.route(state).places[state.current])
            if scoring.in_conflict(state.current):
                yield f"Two have answered this differently: `sqs-tui conflicts {scoring.opened.folder.name}` lists who said what."

    def _finish_line(self) -> Iterator[str]:
        scoring, state = self._scoring, self._scoring.state
        found = scoring.flow.problems(state)
        yield "Finish line: {} of {} answered.".format(*scoring.flow.route(state).answered_of())
        yield from (problem.says for problem in found)
        yield from (f"May stand ({one.reason}): {one.problem.says}" for one in scoring.opened.waived(scoring.record.id))
        if state.sealed:
            yield state.sealed
        elif found:
            goes, stands = self._words.typed_for("review.goto"), self._words.typed_for("review.waive")
            yield f"{goes} and a number goes to a question; {stands} and a reason lets the first problem stand."
        else:
            yield f"{self._words.typed_for('finish')} completes the record."

    def _say(self, text: str) -> None:
        sys.stdout.write(f"{clean_text(text, one_line=True)}\n")

    def _stop(self, text: str) -> None:
        """Say what is wrong with a line. What was typed ahead is thrown away; a pipe or a file is not read on (WrongUseError)."""
        if not self._lines.at_terminal:
            raise WrongUseError(f"Line {self._lines.count} of the input: {text}")
        self._lines.throw_away()
        self._say(text)

    # What is typed

    def _take(self, line: str) -> None:
        mode = self._scoring.state.mode
        if not line:
            self._nothing()
        elif mode is Mode.ANSWER:
            self._answer_or_command(line)
        elif len(line) == 1 and line not in "+-" and not (mode is Mode.REASONS and line.isdigit()):
            self._break_off(line)
        elif mode is Mode.REASONS:
            self._reasons(line)
        else:
            self._note(line)

    def _nothing(self) -> None:
        if self._scoring.state.mode is Mode.ANSWER:
            self._asked = None
        else:
            self._scoring.press(_ENTER)
            self._goes_on = False

    def _break_off(self, character: str) -> None:
        """Take a line of one character where reasons or a note are asked for: a command, or an answer after all."""
        if character.isdigit():
            self._stop("A note of one character says nothing: type more, or Enter alone for none.")
            return
        if self._words.command(character) not in _STAYS:
            self._goes_on = False
            self._scoring.press(_ESCAPE)
        self._answer_or_command(character)

    def _answer_or_command(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        choice, behind = self._choice(line, word, rest.strip())
        command = self._words.command(word)
        known = self._words.known(command)
        if choice:
            self._answer(choice, behind)
        elif known is None:
            self._stop(self._refusal(word, command))
        elif rest and not known.text:
            self._stop(f"{word} stands alone on its line: nothing of this one was done.")
        else:
            self._command(command, rest.strip())

    def _choice(self, line: str, word: str, rest: str) -> tuple[Choice | None, str]:
        """The choice that a line names by its key or its word, and what stands behind that."""
        current = self._scoring.state.current
        known = () if current == FINISH_LINE else self._scoring.instrument.choices_of(current)
        for choice in known:
            if line.casefold() in (choice.label.casefold(), choice.value.casefold()):
                return choice, ""
        for choice in known:
            large = word.casefold() == choice.key and not self._words.is_key(word)
            if word == choice.key or large or word.casefold() in (choice.label.casefold(), choice.value.casefold()):
                return choice, rest
        return None, ""

    def _refusal(self, word: str, command: str) -> str:
        scoring, row = self._scoring, self._words.row(command)
        if row:
            where = f"`sqs-tui open {scoring.opened.folder.name} {scoring.record.reference}`"
            return f"{word} ({row.label}) needs the screens: {where}."
        if scoring.state.current == FINISH_LINE:
            return f"{word} is no command: {self._asks_help} lists them."
        taken = choices(scoring.instrument, scoring.state.current)
        return f"{scoring.name} does not take {word}: {taken} {self._asks_help} lists the commands."

    @property
    def _asks_help(self) -> str:
        """What is typed for the list of commands."""
        return self._words.typed_for("app.help")

    def _answer(self, choice: Choice, behind: str) -> None:
        scoring = self._scoring
        if behind and not asks_reasons(scoring.instrument, scoring.state.current, choice):
            note = self._words.typed_for("review.note")
            self._stop(f"{scoring.name} takes nothing behind {choice.label}: give it alone, and {note} and the text for a note.")
        elif not behind or self._known(behind):
            scoring.press(Key(choice.key, choice.key))
            if behind and scoring.state.mode is Mode.REASONS:
                self._reasons(behind)

    def _known(self, line: str) -> bool:
        """Whether a line names only reasons that there are; else that is told, and of the line the note alone is taken."""
        scoring = self._scoring
        digits, note = reasons_and_note(line)
        known = {reason.key for reason in scoring.instrument.reasons_of(scoring.state.current)}
        unknown = next((digit for digit in digits if digit not in known), "")
        if unknown:
            taken = "only the note of this line is taken" if note else "nothing of this line was done"
            self._stop(f"{scoring.name} has no reason {unknown}: {taken}.")
            if note:
                scoring.type_on(note)
        return not unknown

    def _reasons(self, line: str) -> None:
        if not self._known(line):
            return
        scoring = self._scoring
        digits, text = reasons_and_note(line)
        given = scoring.state.content.reasons
        for reason in scoring.instrument.reasons_of(scoring.state.current):
            if digits and (reason.key in digits) is not (reason.id in given):
                scoring.press(Key(reason.key, reason.key))
        scoring.press(_TAB)
        if text:
            self._note(text)

    def _note(self, line: str) -> None:
        if line == "+":
            self._stop("A plus sign alone adds nothing: put it before the text that is to stand behind the note.")
            return
        self._scoring.write(self._note_in(line))
        self._goes_on = self._scoring.state.mode is Mode.NOTE
        if self._goes_on:
            self._asked = None
            self._scoring.keep(self._scoring.state.note.text)

    def _note_in(self, line: str) -> str:
        """The note as it is with a line, also with one that was broken off, or of which nothing else counts yet."""
        state = self._scoring.state
        if state.mode is Mode.NOTE:
            before = state.note.text
            if self._goes_on:
                return before + line
            if line.startswith("+"):
                return f"{before} {line[1:].strip()}".strip()
            return "" if line == "-" else line or before
        if state.mode is Mode.REASONS:
            return reasons_and_note(line)[1]
        word, _, rest = line.partition(" ")
        choice, behind = self._choice(line, word, rest.strip())
        if choice:
            return reasons_and_note(behind)[1] if asks_reasons(self._scoring.instrument, state.current, choice) else ""
        return rest.strip() if self._words.command(word) == "review.note" else ""

    # Commands

    def _command(self, command: str, text: str) -> None:
        scoring = self._scoring
        match command:
            case "app.help":
                self._help()
            case "review.why" | "review.guidance" | "tally":
                self._look_up(command)
            case "review.goto" | "review.find":
                self._search(command, text)
            case "review.note":
                scoring.press(Key(command))
                if text and scoring.state.mode is Mode.NOTE:
                    self._note(text)
            case "review.undo" | "review.redo":
                scoring.take_back(undo=command == "review.undo")
            case "review.waive":
                scoring.waive(text)
            case "review.problems" | "finish" | "leave":
                self._end_with(command)
            case _:
                scoring.press(Key(command))
                self._asked = None if command in {"review.up", "review.down"} else self._asked
                if command == "review.order":
                    self._say(f"The order is that of the {'letter' if scoring.state.by_theme else 'file'}.")

    def _help(self) -> None:
        scoring, current = self._scoring, self._scoring.state.current
        if current != FINISH_LINE:
            self._say(f"Answers to {scoring.name}: {choices(scoring.instrument, current)}")
        for line in self._words.help():
            self._say(line)

    def _end_with(self, command: str) -> None:
        """What one does at the end: look for problems, finish, leave."""
        scoring = self._scoring
        if command == "review.problems":
            for line in [problem.says for problem in scoring.flow.problems(scoring.state)] or ["There are no problems."]:
                self._say(line)
        elif command == "finish":
            self._code = DONE if scoring.finish() else None
            self._asked = None
        elif scoring.saver.waiting and not self._warned:
            self._warned = True
            self._stop(f"{scoring.saver.says} {self._words.typed_for('leave')} once more leaves without them.")
        else:
            self._code = DONE if scoring.finished else PROBLEMS

    def _look_up(self, command: str) -> None:
        scoring, current = self._scoring, self._scoring.state.current
        if current == FINISH_LINE:
            self._stop("This is the finish line: go to a question first.")
        elif command == "review.why":
            self._say(sentence(scoring.flow.route(scoring.state).places[current].why))
        elif command == "review.guidance":
            self._say(scoring.instrument.questions[current].guidance or f"There is no guidance on {scoring.name}.")
        else:
            self._say(scoring.tally())

    def _search(self, command: str, text: str) -> None:
        scoring, known = self._scoring, self._words.known(command)
        if not text and known:
            self._stop(f"{self._words.typed_for(command)} goes before {known.text}.")
            return
        if command == "review.goto":
            titles = {scoring.instrument.questions[one].title.casefold(): one for one in scoring.flow.order(scoring.state)}
            text = titles.get(text.casefold(), text)
        scoring.press(Key(command))
        scoring.step(scoring.flow.paste(scoring.state, text))
        scoring.press(_ENTER)
        if scoring.state.mode is not Mode.ANSWER:
            scoring.press(_ESCAPE)
        self._asked = None

    def _end(self) -> int:
        """There is nothing more to read."""
        kept = self.keep(self._lines.unended() if self._lines.at_terminal else "")
        say_last(kept, self._scoring.saver.says)
        return DONE if self._scoring.finished and not self._scoring.saver.waiting else PROBLEMS
