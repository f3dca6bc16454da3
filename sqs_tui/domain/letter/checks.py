"""What stands between the letter and its export, each with its place: to be mended, or waived with a reason."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from markdown_it.token import Token
from msgspec.structs import replace

from sqs_tui.domain.claims.doubting import claim_doubts
from sqs_tui.domain.conditions import ConditionError, parse
from sqs_tui.domain.conflicts import says_of
from sqs_tui.domain.doubts import Bound, Doubt
from sqs_tui.domain.instrument import Instrument, Kind
from sqs_tui.domain.letter.conclusions import contradicted, undecided
from sqs_tui.domain.letter.entries import Entries, LetterChange
from sqs_tui.domain.letter.figures import Basis, Printed
from sqs_tui.domain.letter.findings import Finding
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.quotes import altered, overlap
from sqs_tui.domain.letter.tokens import figure_tokens, reading
from sqs_tui.domain.privacy.doubting import privacy_doubts
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, folded
from sqs_tui.domain.problems import OPEN, Problem, problems
from sqs_tui.domain.routing import route
from sqs_tui.domain.tally import Reviewed, Tallies
from sqs_tui.domain.wording import number

_FIXED = frozenset({ParagraphKind.HEADING, ParagraphKind.LINES})
"""Kinds in which nobody claims anything."""
_BRACES = re.compile(r".{0,20}(?:\{\{|\}\}).{0,20}")
"""A pair of braces with a little of the text around it."""
_KEPT = 2000
"""For how many texts it is kept what was found in them."""
_NAMED = 6
"""How many records a sentence names."""


_Open = tuple[tuple[Reviewed, ...], Mapping[str, Collection[Problem]], dict[str, list[Reviewed]], tuple[Finding, ...]]
"""Records, what may stand in them, and what is found in them: the questions that are open, and what else is to be mended."""


class Checker:
    """Checks one letter again and again while it changes; what has not changed is not looked at twice."""

    def __init__(self, lexicon: Callable[[], Lexicon]) -> None:
        self._lexicon = lexicon
        """Reads the words that the privacy check knows, when they are first needed."""
        self._tallies: Tallies | None = None
        self._claims: dict[tuple[str, tuple[Bound, ...], str], tuple[Doubt, ...]] = {}
        self._known = Known()
        self._private: dict[str, tuple[Doubt, ...]] = {}
        self._open: _Open = ((), {}, {}, ())

    def findings(self, letter: Letter) -> tuple[Finding, ...]:
        """Every problem of the letter, paragraph by paragraph, then of quotes, areas and answers, waived ones among them."""
        if letter.tallies is not self._tallies:
            self._tallies = letter.tallies
            self._claims.clear()
        known = _known(letter)
        if known != self._known:
            self._known = known
            self._private.clear()
        every = (
            *(finding for paragraph in letter.paragraphs for finding in self._of_paragraph(letter, paragraph)),
            *_of_quotes(letter),
            *_of_areas(letter),
            *self._of_records(letter),
            *self._of_notes(letter),
        )
        return tuple(_with_waiver(finding, letter.entries) for finding in every)

    def _of_paragraph(self, letter: Letter, paragraph: Paragraph) -> Iterator[Finding]:
        tokens = letter.tokens_of(paragraph)
        text, bound = reading(tokens)
        for token, stretch in zip(figure_tokens(tokens), bound, strict=True):
            printed: Printed = token.meta["printed"]
            place = Finding(kind="figure", says=printed.problem, paragraph=paragraph.id, start=stretch.start, end=stretch.end)
            if printed.problem:
                yield place
            for share in printed.shares:
                if _tells_of_few(letter.instrument, share):
                    yield replace(place, kind="small-group", says=_few(letter.instrument, share))
        for alone in _alone(tokens):
            says = f"Braces stand alone in “{alone}”: a figure stands between two and two, such as {{{{1.1}}}}."
            yield Finding(kind="figure", says=says, paragraph=paragraph.id)
        for change in letter.changed(paragraph):
            figure, old, new = f"{{{{{change.figure}}}}}", change.old or "nothing", change.new or "nothing"
            says = f"{figure} printed “{old}” when last looked at, and “{new}” now: mend the words, or press a if they are right."
            yield Finding(kind="stale", says=says, paragraph=paragraph.id)
        if paragraph.kind not in _FIXED:
            for doubt in (*self._claim_doubts(letter, paragraph, text, bound), *_beside(self._private_doubts(text), bound)):
                yield _doubted(doubt, Finding(kind="", says="", paragraph=paragraph.id))

    def _claim_doubts(self, letter: Letter, paragraph: Paragraph, text: str, bound: tuple[Bound, ...]) -> tuple[Doubt, ...]:
        section = paragraph.number.partition(".")[0] if paragraph.kind is ParagraphKind.PARAGRAPH else ""
        key = (text, bound, section)
        if key not in self._claims:
            _make_room(self._claims)
            profiles = {profile.id: profile for profile in letter.instrument.word_profiles}
            profile = profiles.get(letter.inspection.word_profile)
            self._claims[key] = claim_doubts(text, bound, letter.instrument, letter.tallies, section=section, profile=profile)
        return self._claims[key]

    def _private_doubts(self, text: str) -> tuple[Doubt, ...]:
        if text not in self._private:
            _make_room(self._private)
            self._private[text] = privacy_doubts(text, self._lexicon(), self._known)
        return self._private[text]

    def _of_notes(self, letter: Letter) -> Iterator[Finding]:
        """What may identify somebody in a quote that stands in the letter, and in the notes of the records."""
        for identity, paragraphs in letter.quotes_placed().items():
            for doubt in self._private_doubts(letter.entries.quotes[identity].text):
                yield _doubted(doubt, Finding(kind="", says="", paragraph=paragraphs[0].id, quote=identity), "In a quote, ")
        for record in letter.records:
            if not letter.instrument.unit(record.unit).confidential:
                for question, content in record.answers.items():
                    for doubt in self._private_doubts(content.note) if content.note else ():
                        place = Finding(kind="", says="", record=record.id, question=question)
                        yield _doubted(doubt, place, f"In the note on {record.reference} {question}, ")

    def _of_records(self, letter: Letter) -> Iterator[Finding]:
        """What is open in the answers that the letter's figures are made of."""
        instrument, standing = letter.instrument, letter.standing
        if self._open[:2] != (letter.records, standing.waived):
            self._open = letter.records, standing.waived, *_open_of(letter)
        tokens = [token for paragraph in letter.paragraphs for token in figure_tokens(letter.tokens_of(paragraph))]
        printed = {question for token in tokens for question in token.meta["printed"].questions}
        conditions = {question for token in tokens for question in _named(token.meta["figure"].condition, instrument)}
        behind = _with_gates(printed | conditions, instrument)
        _, _, unanswered, to_mend = self._open
        for question, open_ in unanswered.items():
            if question in behind:
                label, some = instrument.questions[question].label, _some(instrument, open_)
                why = "is printed" if question in printed else "decides what is printed"
                says = f"{label} {why}, but is not answered for {some}: answer it."
                yield Finding(kind="unanswered", says=says, question=question, record=open_[0].id)
        for unit in instrument.units:
            waiting = [record for record in letter.records if record.unit == unit.id and not record.answers]
            if waiting:
                some = _some(instrument, waiting)
                says = f"Nothing is answered yet for {some}: score what is missing, or the letter speaks of fewer than there are."
                yield Finding(kind="unanswered", says=says, record=waiting[0].id)
        yield from (finding for finding in to_mend if finding.question in behind)
        yield from _in_conflict(letter, behind)


def _alone(tokens: Iterable[Token]) -> Iterator[str]:
    """The text around each pair of braces that opens or closes no figure."""
    for block in tokens:
        for child in block.children or ():
            for found in _BRACES.finditer(child.content if child.type == "text" else ""):
                yield found[0].strip()


def _make_room(kept: dict[Any, Any]) -> None:
    """Forget what was found in texts long ago, when too many are kept: every key in the editor makes another text."""
    if len(kept) >= _KEPT:
        kept.clear()


def _with_waiver(finding: Finding, entries: Entries) -> Finding:
    waiver = entries.waivers.get(finding.id)
    return replace(finding, waived=waiver.reason) if waiver else finding


def _doubted(doubt: Doubt, place: Finding, before: str = "") -> Finding:
    kind = "claim" if doubt.kind == "claim" else "private"
    inside = {} if place.record or place.quote else {"start": doubt.start, "end": doubt.end}
    return replace(place, kind=kind, says=f"{before}{doubt.says}", **inside)


def _beside(doubts: Iterable[Doubt], bound: Iterable[Bound]) -> Iterator[Doubt]:
    """The doubts that no figure printed: details are printed on purpose, and quotes are looked at by themselves."""
    stretches = list(bound)
    for doubt in doubts:
        if not any(doubt.start < stretch.end and stretch.start < doubt.end for stretch in stretches):
            yield doubt


def _known(letter: Letter) -> Known:
    """What the privacy check is told of the inspection."""
    details = letter.inspection
    people = (details.lead, details.contact, details.addressee, details.sender, details.letterhead, *details.copies)
    template = letter.instrument.letter
    told = " ".join((details.area, details.service, *people, template.letterhead, *template.copies))
    return Known(
        references=frozenset(record.reference for record in letter.records),
        accounts=frozenset(record.inspector for record in letter.records if record.inspector),
        own_words=frozenset(filter(None, (word.strip(".,;:()'’\"“”") for word in folded(told).split()))),
    )


def _of_quotes(letter: Letter) -> Iterator[Finding]:
    stands = letter.quotes_placed()
    records = {record.id: record for record in letter.records}
    for identity, paragraphs in stands.items():
        quote, record = letter.entries.quotes[identity], records.get(letter.entries.quotes[identity].record)
        place = Finding(kind="quote", says="", paragraph=paragraphs[-1].id)
        words = replace(place, quote=identity)
        name = f"The quote from {record.reference if record else 'a record'} {quote.question}"
        note = record.answers.get(quote.question) if record else None
        strange = altered(quote)
        if len(paragraphs) > 1:
            yield replace(place, says=f"{name} stands {len(paragraphs)} times in the letter: keep one.")
        if note is None or not note.quote:
            marked = replace(place, record=record.id, question=quote.question) if record else place
            yield replace(marked, says=f"{name} is from a note that is not marked quotable: mark it, or take it out.")
        elif note.note.strip() != quote.original.strip() and not note.note_removed:
            yield replace(words, says=f"{name} is from a note that was changed since: choose its words again.")
        if strange:
            says = f"{name} has words that are not the note's, from “{strange}” on: put what you changed into square brackets."
            yield replace(words, says=says)
    for one, other in combinations(stands, 2):
        if overlap(letter.entries.quotes[one], letter.entries.quotes[other]):
            says = "Two quotes in the letter print the same words of the same note: keep one."
            yield Finding(kind="quote", says=says, paragraph=stands[other][0].id)


def _of_areas(letter: Letter) -> Iterator[Finding]:
    titles = {area.id: area.title for area in letter.instrument.areas}
    decisions, tallies = letter.entries.decisions, letter.tallies.areas
    for area in undecided(letter.instrument, letter.tallies, decisions):
        sign = tallies[area].proposal
        listed = sign.value if sign else ""
        says = f"“{titles[area]}” is proposed ({listed}), and neither included nor left out: decide on it on the Summary."
        yield Finding(kind="area", says=says, area=area)
    for area, title in titles.items():
        stands, proposal = contradicted(tallies[area], decisions.get(area)), tallies[area].proposal
        if stands and proposal:
            says = f"“{title}” stands in the letter as {stands.value}, and the answers now propose it as {proposal.value}"
            yield Finding(kind="area", says=f"{says}: decide on it again.", area=area)


def _tells_of_few(instrument: Instrument, share: Basis) -> bool:
    """Whether a number speaks of fewer people than may be told apart, of a group made by a fact, and tells of a failing."""
    asked = instrument.questions.get(share.source)
    if asked and instrument.kind_of(asked.id) is Kind.FACT:
        return False  # whether it is so or not, nobody has failed
    few = 0 < share.of < instrument.thresholds.least_answers and share.met < share.of
    gates = _with_gates(_named(share.condition, instrument) | _named(asked.asked_when if asked else "", instrument), instrument)
    return few and any(instrument.kind_of(question) is Kind.FACT for question in gates)


def _with_gates(questions: Iterable[str], instrument: Instrument) -> frozenset[str]:
    """Questions, and those that decide whether they are asked."""
    found: set[str] = set()
    open_ = set(questions)
    while open_:
        found |= open_
        open_ = {gate for question in open_ for gate in _named(instrument.questions[question].asked_when, instrument)} - found
    return frozenset(found)


def _named(condition: str, instrument: Instrument) -> frozenset[str]:
    """The instrument's questions in a condition; a question's id alone is one too."""
    if condition in instrument.questions:
        return frozenset({condition})
    try:
        return parse(condition).questions & instrument.questions.keys() if condition else frozenset()
    except (ConditionError, RecursionError):
        return frozenset()


def _few(instrument: Instrument, share: Basis) -> str:
    least = number(instrument.thresholds.least_answers, instrument.numbers)
    return (
        f"{share.says} speaks of fewer than {least}, of a group made by a fact, and of a shortfall in it: a reader may know who "
        "it is, so say it in other words or take it out."
    )


def _open_of(letter: Letter) -> tuple[dict[str, list[Reviewed]], tuple[Finding, ...]]:
    """The questions that are asked and open, with their records, and whatever else nobody has mended or let stand.

    Records without any answer are not among them. A gap that may stand in its record still counts for the letter: the number
    that it prints leaves that record out.
    """
    instrument, found, to_mend = letter.instrument, dict[str, list[Reviewed]](), list[Finding]()
    for record in letter.records:
        if record.answers:
            for question in route(instrument, record.unit, record.answers).open:
                found.setdefault(question, []).append(record)
            waived = letter.standing.waived.get(record.id, ())
            to_mend += [
                Finding(kind="record", says=_to_mend(instrument, record, problem), record=record.id, question=problem.question)
                for problem in problems(instrument, record.unit, record.answers)
                if problem.kind not in OPEN and problem not in waived
            ]
    return {question: found[question] for question in instrument.questions if question in found}, tuple(to_mend)


def _to_mend(instrument: Instrument, record: Reviewed, problem: Problem) -> str:
    """A problem of a record as one of the letter; of what was said in confidence, only that there is one."""
    unit = instrument.unit(record.unit)
    if unit.confidential:
        label = instrument.questions[problem.question].label
        return f"{label} has something to mend in a {unit.name.one}: mend it there, or let it stand there for a reason."
    return f"In {record.reference}, {problem.says.removesuffix('.')}: mend it there, or let it stand there for a reason."


def _in_conflict(letter: Letter, behind: Collection[str]) -> Iterator[Finding]:
    """What two have said differently, of the letter, of the visit, and of answers that the letter's figures are made of."""
    records = {record.id: record for record in letter.records}
    for conflict in letter.standing.conflicts:
        record, place = records.get(conflict.record), Finding(kind="conflict", says="", lines=conflict.ids)
        if conflict.record:
            if record is None or conflict.subject not in behind:
                continue
            place = replace(place, record=record.id, question=conflict.subject)
        elif isinstance(conflict.stands, LetterChange):
            kind, _, identity = conflict.subject.partition(":")
            place = replace(place, **{kind: identity}) if kind in ("paragraph", "quote", "area") else place
        called = "" if record is None else _some(letter.instrument, [record])
        yield replace(place, says=says_of(letter.instrument, conflict, called))


def _some(instrument: Instrument, records: list[Reviewed]) -> str:
    """Which records of one unit; how many, where who said what is in confidence."""
    unit = instrument.unit(records[0].unit)
    if unit.confidential:
        return f"{number(len(records), instrument.numbers)} {unit.name.one if len(records) == 1 else unit.name.many}"
    references = [record.reference for record in records]
    if len(references) > _NAMED:
        return f"{', '.join(references[:_NAMED])} and {len(references) - _NAMED} more"
    return " and ".join(filter(None, (", ".join(references[:-1]), references[-1])))
