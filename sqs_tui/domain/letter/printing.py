"""Printing figures from one inspection's details, tallies, conclusions and quotes, in house style."""

from collections.abc import Sequence

import msgspec

from sqs_tui.domain.conditions import ConditionError, parse
from sqs_tui.domain.instrument import Counts, Instrument, Noun, NumberStyle, Unit
from sqs_tui.domain.letter.conclusions import concluded, listed, undecided
from sqs_tui.domain.letter.details import DETAILS, DetailError, detail
from sqs_tui.domain.letter.entries import NO_ENTRIES, Entries
from sqs_tui.domain.letter.figures import Basis, Figure, Printed
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import ReasonCount, Reviewed, Sign, Tallies, Tally, filtered, tally
from sqs_tui.domain.wording import capitalised, counted, failing, failing_of, number, percent, proportion, proportion_of
from sqs_tui.text import clean_text

_JUDGEMENTS = Noun(one="judgement", many="judgements")
"""What an area's n and d count."""
_NAMED_REASONS = 2
"""How many reasons a sentence names, and how many records must share one that is named."""
_IN_CONFIDENCE = "what was said in confidence is not broken down"
_LISTS = {"strengths": Sign.STRENGTH, "improvements": Sign.IMPROVEMENT}
_SEVERAL_LINES = frozenset({"letterhead", "copies"})
_INNER_MARKS = str.maketrans("“”", "‘’")
"""A quotation within a quotation."""


class _UnprintableError(Exception):
    """Why a figure cannot be printed: the words of its mark."""


def named_reasons(instrument: Instrument, question: str, reasons: Sequence[ReasonCount]) -> tuple[str, ...]:
    """The printed forms of the commonest reasons, at most two, each shared by two records or more.

    A reason that wants a note says too little alone, and is not named.
    """
    known = {reason.id: reason for reason in instrument.reasons_of(question) if not reason.wants_note}
    shared = [known[reason.reason] for reason in reasons if reason.count >= _NAMED_REASONS and reason.reason in known]
    return tuple(reason.printed for reason in shared[:_NAMED_REASONS])


class _Share(msgspec.Struct, frozen=True, kw_only=True):
    """A share that is to be printed."""

    met: int
    of: int
    noun: Noun
    confidential: bool
    reasons: tuple[str, ...] = ()


class Figures:
    """Prints figures from one inspection's details and tallies."""

    def __init__(
        self,
        instrument: Instrument,
        inspection: Inspection,
        records: Sequence[Reviewed],
        tallies: Tallies,
        entries: Entries = NO_ENTRIES,
    ) -> None:
        self._instrument = instrument
        self._inspection = inspection
        self._records = records
        self._tallies = tallies
        self._entries = entries
        self._printed: dict[tuple[Figure, bool], Printed] = {}
        self._by_condition: dict[str, Tallies] = {"": tallies}
        self._joiner = inspection.joiner or instrument.numbers.joiners[0]
        profiles = {profile.id: profile for profile in instrument.word_profiles}
        self._profile = profiles.get(inspection.word_profile, instrument.word_profiles[0])

    def print(self, figure: Figure, *, first: bool) -> Printed:
        """The figure's text; `first` where it starts a sentence. What cannot be printed is marked, and never raises."""
        known = self._printed.get((figure, first))
        if known is None:
            known = self._printed[figure, first] = self._print(figure, first=first)
        return known

    def _print(self, figure: Figure, *, first: bool) -> Printed:
        try:
            return self._of_source(figure, first=first)
        except _UnprintableError as fault:
            return Printed(
                text=f"[{figure.text or 'figure'}: {fault}]",
                problem=f"The figure {{{{{figure.text}}}}} cannot be printed: {fault}.",
                questions=tuple(source for source in figure.source.split("+") if source in self._instrument.questions),
            )

    def _of_source(self, figure: Figure, *, first: bool) -> Printed:
        if figure.fault:
            raise _UnprintableError(figure.fault)
        source = figure.source
        if source in DETAILS:
            return self._detail(figure, first=first)
        if source in _LISTS:
            return self._conclusions(figure, first=first)
        if source.startswith("quote:"):
            return self._quote(figure)
        if source.startswith("area:"):
            return self._of_area(figure, first=first)
        unit = next((unit for unit in self._instrument.units if source in {unit.id, unit.folder}), None)
        if unit:
            return Printed(text=self._count(unit, figure, first=first))
        return self._of_questions(figure, first=first)

    # Details, conclusions, quotes, counts of records

    def _detail(self, figure: Figure, *, first: bool) -> Printed:
        if figure.text != figure.source:
            raise _UnprintableError(f"{figure.source} takes no form")
        try:
            text = detail(figure.source, self._inspection, self._instrument.letter)
        except DetailError as fault:
            raise _UnprintableError(str(fault)) from None
        capital = first and figure.source not in _SEVERAL_LINES
        return Printed(text=capitalised(text) if capital else text)

    def _conclusions(self, figure: Figure, *, first: bool) -> Printed:
        if figure.text != figure.source:
            raise _UnprintableError(f"{figure.source} takes no form")
        sign = _LISTS[figure.source]
        items = [item for item in concluded(self._instrument, self._entries.decisions) if item.sign is sign]
        if items:
            text = listed([item.text for item in items])
        elif undecided(self._instrument, self._tallies, self._entries.decisions):
            raise _UnprintableError("areas are proposed and wait for a decision")
        elif not any(area.of for area in self._tallies.areas.values()):
            raise _UnprintableError("no answers yet")
        else:
            text = next((block.none_text for block in self._instrument.letter.blocks if block.kind == figure.source), "")
            text = text.rstrip(". ")
            # "No area …" reads on in a sentence as "no area …"; an abbreviation keeps its letters.
            text = text if text[1:2].isupper() else text[:1].lower() + text[1:]
        if not text.strip():
            raise _UnprintableError("there are none")
        return Printed(text=capitalised(text) if first else text)

    def _quote(self, figure: Figure) -> Printed:
        if figure.text != figure.source:
            raise _UnprintableError("a quote takes no form")
        identity = figure.source.removeprefix("quote:")
        quote = self._entries.quotes.get(identity)
        if quote is None:
            raise _UnprintableError("no such quote")
        if quote.question in self._instrument.questions and self._confidential(quote.question):
            raise _UnprintableError("what was said in confidence is not quoted")
        words = clean_text(quote.text, one_line=True).translate(_INNER_MARKS)
        if not words:
            raise _UnprintableError("the quote has no words")
        return Printed(text=f"“{words}”", quote=identity)

    def _count(self, unit: Unit, figure: Figure, *, first: bool) -> str:
        if figure.form not in {"", "n"} or figure.failing:
            raise _UnprintableError(f"{figure.source} are counted, and take no form but bare and n")
        n = self._filtered(figure, confidential=unit.confidential).records.get(unit.id, 0)
        text = number(n, self._instrument.numbers, first=first)
        if figure.bare or figure.form:
            return text
        if n == 0:
            text = "No" if first else "no"
        return f"{text} {unit.name.one if n == 1 else unit.name.many}"

    # Shares

    def _filtered(self, figure: Figure, *, confidential: bool) -> Tallies:
        """The tallies of the records for which the figure's condition holds: of all where it has none."""
        condition = figure.condition
        if condition and confidential:
            raise _UnprintableError(_IN_CONFIDENCE)
        if condition not in self._by_condition:
            spelt_out = self._spelt_out(condition)
            try:
                for question in sorted(parse(spelt_out).questions):
                    self._require_printed(question, figure)
                    if self._confidential(question):
                        raise _UnprintableError(_IN_CONFIDENCE)
                chosen = filtered(self._instrument, self._records, spelt_out)
            except ConditionError as fault:
                raise _UnprintableError(str(fault)) from None
            except RecursionError:
                raise _UnprintableError("the condition is nested too deeply") from None
            self._by_condition[condition] = tally(self._instrument, chosen)
        return self._by_condition[condition]

    def _spelt_out(self, condition: str) -> str:
        """A question's id alone as a condition means that it is met: `{{1.4 if custody}}`."""
        if condition not in self._instrument.questions:
            return condition
        met = [choice.value for choice in self._instrument.choices_of(condition) if choice.counts is Counts.MET]
        return " or ".join(f"{condition} = {value}" for value in met) or condition

    def _of_area(self, figure: Figure, *, first: bool) -> Printed:
        name = figure.source.removeprefix("area:")
        area = next((area for area in self._instrument.areas if area.id == name), None)
        if area is None:
            raise _UnprintableError("no such area")
        if figure.form == "reasons":
            raise _UnprintableError("an area has no reasons")
        confidential = any(self._confidential(question) for question in area.questions)
        tallies = self._filtered(figure, confidential=confidential)
        pooled = tallies.areas[area.id]
        share = _Share(met=pooled.met, of=pooled.of, noun=_JUDGEMENTS, confidential=confidential)
        whole = Basis(source=figure.source, condition=figure.condition, met=pooled.met, of=pooled.of)
        return Printed(
            text=self._text(share, figure, first=first),
            questions=area.questions,
            shares=() if confidential else (whole, *(_basis(figure, tallies.questions[name]) for name in area.questions)),
        )

    def _of_questions(self, figure: Figure, *, first: bool) -> Printed:
        questions = tuple(figure.source.split("+"))
        shares = [self._share(question, figure) for question in questions]
        texts = [self._text(share, figure, first=first) for share in shares]
        if len(set(texts)) > 1:
            raise _UnprintableError(f"they do not say the same ({', '.join(dict.fromkeys(texts))})")
        open_ = [question for question, share in zip(questions, shares, strict=True) if not share.confidential]
        return Printed(
            text=texts[0],
            questions=questions,
            shares=tuple(_basis(figure, self._filtered(figure, confidential=False).questions[question]) for question in open_),
        )

    def _share(self, question: str, figure: Figure) -> _Share:
        self._require_printed(question, figure)
        if all(choice.counts is Counts.OUT for choice in self._instrument.choices_of(question)):
            raise _UnprintableError("its answers are neither met nor not met")
        confidential = self._confidential(question)
        found = self._filtered(figure, confidential=confidential).questions[question]
        return _Share(
            met=found.met,
            of=found.of,
            noun=self._instrument.noun_of(question),
            confidential=confidential,
            reasons=named_reasons(self._instrument, question, found.reasons),
        )

    def _require_printed(self, question: str, figure: Figure) -> None:
        if question not in self._instrument.questions:
            raise _UnprintableError("no such question" if question == figure.source else f'no such question as "{question}"')
        if not self._instrument.questions[question].printed:
            raise _UnprintableError("this stands in no letter")

    def _confidential(self, question: str) -> bool:
        return self._instrument.unit(self._instrument.section_of(question).unit).confidential

    def _text(self, share: _Share, figure: Figure, *, first: bool) -> str:
        if not share.of:
            raise _UnprintableError("no answers for this condition" if figure.condition else "no answers yet")
        n = share.of - share.met if figure.failing else share.met
        style = self._instrument.numbers
        match "words" if share.confidential else figure.form:
            case "words":
                return self._words(share, n, figure, first=first)
            case "percent":
                if share.of < self._instrument.thresholds.least_answers:
                    raise _UnprintableError("too few answers for a percentage")
                text = _percent_in_words(n, share.of, style) if first else percent(n, share.of)
            case "n":
                return number(n, style, first=first)
            case "d":
                return number(share.of, style, first=first)
            case "of-these":
                text = _of_these(n, share.of, number(n, style))
            case "reasons":
                if not share.reasons:
                    raise _UnprintableError("no reason is shared by two")
                text = " and ".join(share.reasons)
            case _:
                noun = None if figure.bare else share.noun
                return counted(n, share.of, style, noun=noun, joiner=self._joiner, first=first)
        return capitalised(text) if first else text

    def _words(self, share: _Share, n: int, figure: Figure, *, first: bool) -> str:
        profile, least = self._profile, self._instrument.thresholds.least_answers
        if figure.bare:
            text = (failing if figure.failing else proportion)(profile, n, share.of, least=least)
            text = capitalised(text) if text and first else text
        else:
            text = (failing_of if figure.failing else proportion_of)(profile, n, share.of, share.noun, first=first, least=least)
        if not text:
            raise _UnprintableError("too few answers for a word" if share.of < least else "the word profile has no word for it")
        return text


def _basis(figure: Figure, found: Tally) -> Basis:
    return Basis(
        source=found.question,
        condition=figure.condition,
        met=found.met,
        of=found.of,
        met_records=found.met_records,
        not_met_records=found.not_met_records,
    )


def _percent_in_words(n: int, of: int, style: NumberStyle) -> str:
    whole = int(percent(n, of).rstrip("%"))
    return f"{number(whole, style, first=True) if whole else 'nought'} per cent"


def _of_these(n: int, of: int, lone: str) -> str:
    if n == of:
        return {1: "that one", 2: "both of these"}.get(of, "all of these")
    return "neither of these" if n == 0 and of == 2 else f"{lone} of these"
