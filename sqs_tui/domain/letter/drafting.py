"""The first draft of the letter: the instrument's frame, with one honest sentence for each finding that has answers.

Sentences hold figures, not numbers, so that a draft stays true while answers change. What one sentence says hangs on the answers
to its own questions alone: a changed answer redraws the paragraph that speaks of it, and no other.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from sqs_tui.domain.instrument import Instrument, Question
from sqs_tui.domain.letter.conclusions import concluded, listed, undecided
from sqs_tui.domain.letter.entries import NO_ENTRIES, Entries
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.printing import Figures
from sqs_tui.domain.tally import Sign, Tallies
from sqs_tui.domain.template import LetterBlock
from sqs_tui.domain.wording import capitalised

_KINDS = {
    "heading": ParagraphKind.HEADING,
    "paragraph": ParagraphKind.PARAGRAPH,
    "lines": ParagraphKind.LINES,
}


def draft(instrument: Instrument, figures: Figures, tallies: Tallies, entries: Entries = NO_ENTRIES) -> tuple[Paragraph, ...]:
    """Every paragraph that the instrument's frame has a place for; one that nothing can be said in yet has no text."""
    return tuple(_Drafter(instrument, figures, tallies, entries).paragraphs())


class _Drafter:
    """Writes one letter from its first block to its last."""

    def __init__(self, instrument: Instrument, figures: Figures, tallies: Tallies, entries: Entries) -> None:
        self._instrument = instrument
        self._figures = figures
        self._tallies = tallies
        self._decisions = entries.decisions
        written = (question for block in instrument.letter.blocks for paragraph in block.paragraphs for question in paragraph)
        self._place = {question: place for place, question in enumerate(written)}
        """Where each question stands among all that the letter speaks of, answered or not: it chooses the sentence's frame."""

    def paragraphs(self) -> Iterator[Paragraph]:
        for at, block in enumerate(self._instrument.letter.blocks):
            match block.kind:
                case "findings":
                    yield from self._findings(block, at)
                case "strengths":
                    yield from self._areas(block, at, Sign.STRENGTH)
                case "improvements":
                    yield from self._areas(block, at, Sign.IMPROVEMENT)
                case kind:
                    heading = kind == "heading"
                    level, section = (block.level, block.section) if heading else (0, None)
                    yield self._paragraph(block.id, at, block.text, _KINDS[kind], level=level, section=section)

    def _paragraph(
        self,
        identity: str,
        place: Fraction | int,
        text: str,
        kind: ParagraphKind = ParagraphKind.PARAGRAPH,
        *,
        level: int = 0,
        section: str | None = None,
        areas: tuple[str, ...] = (),
    ) -> Paragraph:
        return Paragraph(
            id=identity,
            kind=kind,
            text=text,
            draft=text,
            place=Fraction(place),
            level=level,
            section=section,
            areas=areas,
        )

    # Findings

    def _findings(self, block: LetterBlock, at: int) -> Iterator[Paragraph]:
        for index, questions in enumerate(block.paragraphs):
            if not questions:
                continue
            text = " ".join(self._sentences([self._instrument.questions[question] for question in questions]))
            yield self._paragraph(f"{block.id}:{questions[0]}", at + Fraction(index, len(block.paragraphs)), text)

    def _sentences(self, questions: Sequence[Question]) -> Iterator[str]:
        for _, group in groupby(questions, self._sentence_of):
            members = tuple(group)
            in_words = self._confidential(members[0])
            source = "+".join(question.id for question in members)
            if self._prints(f"{source} words" if in_words else source):
                yield self._sentence(members, source, in_words=in_words)
                yield from filter(None, map(self._shortfall, members))

    def _sentence_of(self, question: Question) -> str:
        """What neighbours share that stand in one sentence: views given in confidence for which the same words are printed."""
        if not self._confidential(question):
            return question.id
        return self._figures.print(parse_figure(f"{question.id} words"), first=False).text

    def _confidential(self, question: Question) -> bool:
        return self._instrument.unit(self._instrument.section_of(question.id).unit).confidential

    def _sentence(self, members: Sequence[Question], source: str, *, in_words: bool) -> str:
        clause = _joined_clauses([question.finding.clause for question in members if question.finding])
        none_met = not any(self._tallies.questions[question.id].met for question in members)
        letter = self._instrument.letter
        frames = letter.frame_in_words if in_words else letter.frames
        frame = _frame(frames, self._place[members[-1].id], after=none_met and not in_words)
        figure = f"{{{{{source} words}}}}" if in_words else f"{{{{{source}}}}}"
        return frame.replace("{Clause}", capitalised(clause)).replace("{clause}", clause).replace("{figure}", figure)

    def _shortfall(self, question: Question) -> str:
        """The sentence on reasons, where any may be named."""
        return question.finding.shortfall if question.finding and self._prints(f"{question.id} reasons") else ""

    def _prints(self, figure: str) -> bool:
        return not self._figures.print(parse_figure(figure), first=False).problem

    # Areas

    def _areas(self, block: LetterBlock, at: int, sign: Sign) -> Iterator[Paragraph]:
        items = [item for item in concluded(self._instrument, self._decisions) if item.sign is sign]
        if items:
            text = block.text
        elif undecided(self._instrument, self._tallies, self._decisions):
            text = f"{{{{{block.kind}}}}}"  # prints in its place that areas wait for a decision
        else:
            text = block.none_text if any(area.of for area in self._tallies.areas.values()) else ""
        yield self._paragraph(block.id, at, text, section="")
        kind = ParagraphKind.BULLET if sign is Sign.STRENGTH else ParagraphKind.ITEM
        for index, item in enumerate(items, 1):
            place = at + Fraction(index, len(items) + 1)
            yield self._paragraph(f"{block.id}:{item.areas[0]}", place, capitalised(item.text), kind, areas=item.areas)


def _frame(frames: Sequence[str], place: int, *, after: bool) -> str:
    """The frame for this place in the letter; its neighbours' are others.

    With `after`, one in which the figure stands after the clause: "In none of the 14 cases, planning was" is wrong. It is another
    than those that the neighbours usually have, where there is one.
    """
    usual = frames[place % len(frames)]
    if not after or _figure_after(usual):
        return usual
    fitting = [frame for frame in frames if _figure_after(frame)] or list(frames)
    beside = {frames[(place - 1) % len(frames)], frames[(place + 1) % len(frames)]}
    return next((frame for frame in fitting if frame not in beside), fitting[0])


def _figure_after(frame: str) -> bool:
    return frame.index("{figure}") > frame.lower().index("{clause}")


def _joined_clauses(clauses: Sequence[str]) -> str:
    """Clauses with one subject as one clause; the words that all begin with are said once.

    "understood the policy on harm" and "understood the policy on health" are "understood the policy on harm and health".
    """
    split = [clause.split() for clause in clauses]
    shared = 0
    while all(len(words) > shared + 1 and words[shared] == split[0][shared] for words in split):
        shared += 1
    if len(clauses) == 1:
        return clauses[0]
    return " ".join([*split[0][:shared], listed([" ".join(words[shared:]) for words in split])])
