"""The first draft of the letter: the instrument's frame, with one honest sentence for each finding that has answers.

Sentences hold figures, not numbers, so that a draft stays true while answers change.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from sqs_tui.domain.instrument import Instrument, LetterBlock, Question
from sqs_tui.domain.letter.figures import Figures, listed, parse_figure, proposed
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import Reviewed, Sign, Tallies
from sqs_tui.domain.wording import capitalised

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_KINDS = {
    "heading": ParagraphKind.HEADING,
    "paragraph": ParagraphKind.PARAGRAPH,
    "lines": ParagraphKind.LINES,
}


def draft(instrument: Instrument, inspection: Inspection, records: Sequence[Reviewed], tallies: Tallies) -> tuple[Paragraph, ...]:
    """The letter as the instrument frames it; what has no answers yet is left out."""
    return tuple(_Drafter(instrument, Figures(instrument, inspection, records, tallies), tallies).paragraphs())


class _Drafter:
    """Writes one letter from its first block to its last."""

    def __init__(self, instrument: Instrument, figures: Figures, tallies: Tallies) -> None:
        self._instrument = instrument
        self._figures = figures
        self._tallies = tallies
        self._numbered: Counter[str] = Counter()
        """How many numbered paragraphs each section has so far."""
        self._place = 0
        """How many findings there were so far, with or without answers."""
        self._last_frame = ""

    def paragraphs(self) -> Iterator[Paragraph]:
        for block in self._instrument.letter.blocks:
            match block.kind:
                case "findings":
                    yield from self._findings(block)
                case "strengths":
                    yield from self._areas(block, Sign.STRENGTH)
                case "improvements":
                    yield from self._areas(block, Sign.IMPROVEMENT)
                case kind:
                    yield Paragraph(
                        id=block.id, kind=_KINDS[kind], text=block.text, level=block.level if kind == "heading" else 0
                    )

    # Findings

    def _findings(self, block: LetterBlock) -> Iterator[Paragraph]:
        for questions in block.paragraphs:
            text = " ".join(self._sentences([self._instrument.questions[question] for question in questions]))
            if not text:
                continue
            self._numbered[block.section] += 1
            number = f"{block.section}.{self._numbered[block.section]}." if block.section else ""
            yield Paragraph(id=f"{block.id}:{questions[0]}", kind=ParagraphKind.PARAGRAPH, text=text, number=number)

    def _sentences(self, questions: Sequence[Question]) -> Iterator[str]:
        for _, group in groupby(questions, self._sentence_of):
            members = tuple(group)
            in_words = self._confidential(members[0])
            source = "+".join(question.id for question in members)
            self._place += len(members)
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
        frame = self._frame(letter.frame_in_words if in_words else letter.frames, after=none_met and not in_words)
        figure = f"{{{{{source} words}}}}" if in_words else f"{{{{{source}}}}}"
        return frame.replace("{Clause}", capitalised(clause)).replace("{clause}", clause).replace("{figure}", figure)

    def _frame(self, frames: Sequence[str], *, after: bool) -> str:
        """The frame for this place in the letter, never the one just used while there is another.

        With `after`, only those in which the figure stands after the clause: "In none of the 14 cases, planning was" is wrong.
        """
        fitting = [frame for frame in frames if not after or frame.index("{figure}") > frame.lower().index("{clause}")]
        fitting = [frame for frame in fitting if frame != self._last_frame] or fitting or list(frames)
        preferred = frames[self._place % len(frames)]
        self._last_frame = preferred if preferred in fitting else fitting[self._place % len(fitting)]
        return self._last_frame

    def _shortfall(self, question: Question) -> str:
        """The sentence on reasons, where any may be named."""
        return question.finding.shortfall if question.finding and self._prints(f"{question.id} reasons") else ""

    def _prints(self, figure: str) -> bool:
        return not self._figures.print(parse_figure(figure), first=False).problem

    # Areas

    def _areas(self, block: LetterBlock, sign: Sign) -> Iterator[Paragraph]:
        if not any(area.of for area in self._tallies.areas.values()):
            return
        areas = proposed(self._instrument, self._tallies, sign)
        text = block.text if areas else block.none_text
        if text:
            yield Paragraph(id=block.id, kind=ParagraphKind.PARAGRAPH, text=text)
        for place, area in enumerate(areas, 1):
            if sign is Sign.STRENGTH:
                yield Paragraph(id=f"{block.id}:{area.id}", kind=ParagraphKind.BULLET, text=capitalised(area.strength))
            else:
                item = capitalised(area.improvement)
                yield Paragraph(id=f"{block.id}:{area.id}", kind=ParagraphKind.ITEM, text=item, number=f"{_roman(place)}.")


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


def _roman(n: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while n >= value:
            text, n = text + letters, n - value
    return text
