"""Figures: what stands in double braces in the letter, and how each is printed from the tallies and the details.

`{{1.1}}` prints "10 of the 14 cases". After the source stand forms, in any order: `bare` (no noun), `words` (the proportion as a
word), `percent`, `n`, `d` (lone numbers), `of-these` ("seven of these"), `reasons` (the commonest reasons), `not` (the failing
share, with any form that counts), and last `if` with a condition. Sources are questions, questions joined by "+", `area:ID`,
details of the inspection, the units counted (`cases`), and the areas proposed (`strengths`, `improvements`).
"""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from sqs_tui.domain.conditions import ConditionError, parse
from sqs_tui.domain.instrument import Area, Counts, Instrument, Noun, NumberStyle, Unit
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.tally import ReasonCount, Reviewed, Sign, Tallies, filtered, tally
from sqs_tui.domain.wording import capitalised, counted, failing, failing_of, number, percent, proportion, proportion_of
from sqs_tui.text import clean_text

_FORMS = ("words", "percent", "n", "d", "of-these", "reasons")
_JUDGEMENTS = Noun(one="judgement", many="judgements")
"""What an area's n and d count."""
_NAMED_REASONS = 2
"""How many reasons a sentence names, and how many records must share one that is named."""
_DETAILS = frozenset(
    {"area", "service", "lead", "contact", "addressee", "sender", "letterhead", "copies", "fieldwork", "published"}
)
_IN_CONFIDENCE = "what was said in confidence is not broken down"
_PROPOSALS = {"strengths": Sign.STRENGTH, "improvements": Sign.IMPROVEMENT}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """What one pair of double braces asks for."""

    text: str
    """As it was typed, with single blanks."""
    source: str
    form: str = ""
    """One of the forms that exclude each other; empty: n of d with its noun."""
    bare: bool = False
    failing: bool = False
    """The share that is not met (`not`)."""
    condition: str = ""
    fault: str = ""
    """Why it cannot be read, if it cannot."""


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as the letter shows it."""

    text: str
    """Never empty; a figure that cannot be printed is a mark in square brackets."""
    problem: str = ""
    """One sentence on why it cannot be printed."""
    questions: tuple[str, ...] = ()
    """The questions it speaks of."""
    basis: str = ""
    """What stands behind it: "1.1: 10 of 14"; empty for details, and for what was said in confidence."""


class _UnprintableError(Exception):
    """Why a figure cannot be printed: the words of its mark."""


def parse_figure(text: str) -> Figure:
    """Read what stands between the braces; what cannot be read is a figure with a fault."""
    words = re.sub(r"\s*\+\s*", "+", clean_text(text, one_line=True)).split()
    whole = " ".join(words)
    if not words:
        return Figure(text="", source="", fault="nothing stands between the braces")
    source, *rest = words
    condition = ""
    if "if" in rest:
        place = rest.index("if")
        rest, condition = rest[:place], " ".join(rest[place + 1 :])
        if not condition:
            return Figure(text=whole, source=source, fault='no condition stands after "if"')
    unknown = next((word for word in rest if word not in (*_FORMS, "bare", "not")), None)
    if unknown:
        return Figure(text=whole, source=source, fault=f'there is no form "{unknown}"')
    forms = [form for form in _FORMS if form in rest]
    if len(forms) > 1:
        return Figure(text=whole, source=source, fault=f'"{forms[0]}" and "{forms[1]}" exclude each other')
    return Figure(
        text=whole,
        source=source,
        form=forms[0] if forms else "",
        bare="bare" in rest,
        failing="not" in rest,
        condition=condition,
    )


def named_reasons(instrument: Instrument, question: str, reasons: Sequence[ReasonCount]) -> tuple[str, ...]:
    """The printed forms of the commonest reasons, at most two, each shared by two records or more.

    A reason that wants a note says too little alone, and is not named.
    """
    known = {reason.id: reason for reason in instrument.reasons_of(question) if not reason.wants_note}
    shared = [known[reason.reason] for reason in reasons if reason.count >= _NAMED_REASONS and reason.reason in known]
    return tuple(reason.printed for reason in shared[:_NAMED_REASONS])


def proposed(instrument: Instrument, tallies: Tallies, sign: Sign) -> tuple[Area, ...]:
    """The areas proposed with this sign, in the instrument's order."""
    return tuple(area for area in instrument.areas if area.id in tallies.areas and tallies.areas[area.id].proposal is sign)


def listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "a, b and c"; items that hold commas or "and" are kept apart by more than that."""
    if len(items) < 2:
        return "".join(items)
    long = any("," in item or " and " in item for item in items)
    if not long:
        return f"{', '.join(items[:-1])} and {items[-1]}"
    return f"{items[0]}, and {items[1]}" if len(items) == 2 else f"{'; '.join(items[:-1])}; and {items[-1]}"


class _Share(msgspec.Struct, frozen=True, kw_only=True):
    """A share that is to be printed."""

    met: int
    of: int
    noun: Noun
    confidential: bool
    reasons: tuple[str, ...] = ()


class Figures:
    """Prints figures from one inspection's details and tallies."""

    def __init__(self, instrument: Instrument, inspection: Inspection, records: Sequence[Reviewed], tallies: Tallies) -> None:
        self._instrument = instrument
        self._inspection = inspection
        self._records = records
        self._tallies = tallies
        self._by_condition: dict[str, Tallies] = {"": tallies}
        self._joiner = inspection.joiner or instrument.numbers.joiners[0]
        profiles = {profile.id: profile for profile in instrument.word_profiles}
        self._profile = profiles.get(inspection.word_profile, instrument.word_profiles[0])

    def print(self, figure: Figure, *, first: bool) -> Printed:
        """The figure's text; `first` where it starts a sentence. What cannot be printed is marked, and never raises."""
        try:
            return self._printed(figure, first=first)
        except _UnprintableError as fault:
            return Printed(
                text=f"[{figure.text or 'figure'}: {fault}]",
                problem=f"The figure {{{{{figure.text}}}}} cannot be printed: {fault}.",
                questions=tuple(source for source in figure.source.split("+") if source in self._instrument.questions),
            )

    def _printed(self, figure: Figure, *, first: bool) -> Printed:
        if figure.fault:
            raise _UnprintableError(figure.fault)
        source = figure.source
        unit = next((unit for unit in self._instrument.units if source in {unit.id, unit.folder}), None)
        if source in _DETAILS or source in _PROPOSALS:
            return Printed(text=self._detail(figure, first=first))
        if unit:
            return Printed(text=self._count(unit, figure, first=first))
        if source.startswith("area:"):
            return self._of_area(figure, first=first)
        return self._of_questions(figure, first=first)

    # Details, counts of records, areas in a sentence

    def _detail(self, figure: Figure, *, first: bool) -> str:
        if figure.text != figure.source:
            raise _UnprintableError(f"{figure.source} takes no form")
        if figure.source in _PROPOSALS:
            return self._proposals(figure.source, first=first)
        details = self._inspection
        match figure.source:
            case "fieldwork":
                text = _days(details.fieldwork_from or details.fieldwork_to, details.fieldwork_to or details.fieldwork_from)
            case "published":
                text = _days(details.published, details.published)
            case "letterhead":
                return _lines(details.letterhead.split("\n"))
            case "copies":
                return _lines(details.copies)
            case name:
                text = _lines([" ".join(str(getattr(details, name)).split())])
        return capitalised(text) if first else text

    def _proposals(self, source: str, *, first: bool) -> str:
        if not any(area.of for area in self._tallies.areas.values()):
            raise _UnprintableError("no answers yet")
        sign = _PROPOSALS[source]
        areas = proposed(self._instrument, self._tallies, sign)
        text = listed([area.strength if sign is Sign.STRENGTH else area.improvement for area in areas])
        if not areas:
            text = next((block.none_text for block in self._instrument.letter.blocks if block.kind == source), "").rstrip(". ")
            # "No area …" reads on in a sentence as "no area …"; an abbreviation keeps its letters.
            text = text if text[1:2].isupper() else text[:1].lower() + text[1:]
        if not text.strip():
            raise _UnprintableError("there are none")
        return capitalised(text) if first else text

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
        pooled = self._filtered(figure, confidential=confidential).areas[area.id]
        share = _Share(met=pooled.met, of=pooled.of, noun=_JUDGEMENTS, confidential=confidential)
        return Printed(text=self._text(share, figure, first=first), questions=area.questions, basis=_basis(figure, name, share))

    def _of_questions(self, figure: Figure, *, first: bool) -> Printed:
        questions = tuple(figure.source.split("+"))
        shares = [self._share(question, figure) for question in questions]
        texts = [self._text(share, figure, first=first) for share in shares]
        if len(set(texts)) > 1:
            raise _UnprintableError(f"they do not say the same ({', '.join(dict.fromkeys(texts))})")
        basis = "; ".join(filter(None, map(_basis, [figure] * len(shares), questions, shares)))
        return Printed(text=texts[0], questions=questions, basis=basis)

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
        profile = self._profile
        if figure.bare:
            text = (failing if figure.failing else proportion)(profile, n, share.of)
            text = capitalised(text) if text and first else text
        else:
            text = (failing_of if figure.failing else proportion_of)(profile, n, share.of, share.noun, first=first)
        if not text:
            raise _UnprintableError("the word profile has no word for it")
        return text


def _basis(figure: Figure, name: str, share: _Share) -> str:
    if share.confidential:
        return ""
    condition = f" if {figure.condition}" if figure.condition else ""
    return f"{name}{condition}: {share.met} of {share.of}"


def _percent_in_words(n: int, of: int, style: NumberStyle) -> str:
    whole = int(percent(n, of).rstrip("%"))
    return f"{number(whole, style, first=True) if whole else 'nought'} per cent"


def _of_these(n: int, of: int, lone: str) -> str:
    if n == of:
        return {1: "that one", 2: "both of these"}.get(of, "all of these")
    return "neither of these" if n == 0 and of == 2 else f"{lone} of these"


def _lines(lines: Sequence[str]) -> str:
    """Typed text, cleaned and without blank lines."""
    kept = [line.strip() for text in lines for line in clean_text(text).split("\n")]
    if not any(kept):
        raise _UnprintableError("not set")
    return "\n".join(line for line in kept if line)


def _days(first: str, last: str) -> str:
    """One day, or a range of days that says month and year once where both share them: "18 to 20 March 2013"."""
    if not first:
        raise _UnprintableError("not set")
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise _UnprintableError("not a date") from None
    if begin > end:
        raise _UnprintableError("it ends before it begins")
    closing = f"{end.day} {_MONTHS[end.month - 1]} {end.year}"
    if begin == end:
        return closing
    opening = str(begin.day)
    if (begin.year, begin.month) != (end.year, end.month):
        opening += f" {_MONTHS[begin.month - 1]}"
    if begin.year != end.year:
        opening += f" {begin.year}"
    return f"{opening} to {closing}"
