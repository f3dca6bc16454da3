"""Claims typed into the letter's prose, compared with the answers: what is untrue, and what would be true.

A claim is compared with the question that its clause speaks of, in the direction in which the clause counts. Where several
questions may be meant, one that makes it true is enough; nothing is doubted that cannot be told.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from sqs_tui.domain.claims.claims import before_of, find_claims
from sqs_tui.domain.claims.clauses import MARK, Clause, clauses, head_of
from sqs_tui.domain.claims.direction import falls_short, judges, main_part
from sqs_tui.domain.claims.quantities import Amount
from sqs_tui.domain.claims.stems import stemmed, stems
from sqs_tui.domain.claims.subjects import Context, Subject, Subjects, subjects_of
from sqs_tui.domain.doubts import Bound, Doubt
from sqs_tui.domain.instrument import Instrument, Kind, WordProfile
from sqs_tui.domain.tally import Tallies, Tally
from sqs_tui.domain.wording import counted, failing_of, proportion_of
from sqs_tui.text import clean_text

_NEEDED = re.compile(
    r"\b(?:had to be|required|needed|due|called for|necessary|relevant|applicable|appropriate|expected|wanted)\b", re.IGNORECASE
)
"""What is said of a number of cases in which something was to be done, not of how it was done."""
_OUGHT = re.compile(r"\b(?:should|ought to) have (?:been|had)\b", re.IGNORECASE)
"""The same, where the clause does not go on to say that it was not done."""
_THIS_CASE = re.compile(r"\b(?:in|of) (?:this|that|the same|his|her) case\b", re.IGNORECASE)
"""Where several things are counted that stand in one record."""
_BACK = re.compile(
    r"\b(?:these|those|them|this|it|they|such|so|rest|others?|remaining|remainder|which|whom|ones?)\b", re.IGNORECASE
)
"""Words by which a clause speaks of what was said before it."""
_READ = re.compile(
    r"\b(?:(?:we|inspectors|our team) (?:\w+ )?(?:read|reviewed|looked at|examined|inspected|sampled|screened|selected|assessed)"
    r"(?: (?:a total of|a sample of|the|all))*|sample of(?: the)?) $",
    re.IGNORECASE,
)
"""What stands before the number of all cases."""
_WHOLE = re.compile(r"\b(?:of|the|all|all the|our|these|with|to|from|a total of) $", re.IGNORECASE)
"""What may stand before it where it is right; elsewhere the same number may count what was met."""
_WISHED = re.compile(
    rf"\b(?:ensur\w+|mak(?:e|es|ing) sure|made sure)\b[^{MARK}]*{MARK}"
    r"|\b(?:should(?! have (?:been|done|had|given|\w+ed)\b)|must|ought(?! to have)|will|recommend\w*)\b",
    re.IGNORECASE,
)
"""What is asked for is no claim on how things are."""
_ELLIPSIS = re.compile(
    rf"{MARK}\s+(?:\w+ ){{0,3}}(?:did|had|was|were|has|have)(?:(?P<not> not)(?: so)?| so)?(?: it| them| one)?\W*$", re.IGNORECASE
)
"""A clause that only takes up what was said: "… while six were not"."""
_FRONT = re.compile(rf"[^{MARK}]*(?:[;,:]|\band\b|\bbut\b|\bwhile\b)(?=[^{MARK};,:]*{MARK})", re.IGNORECASE)
"""What stands in an elliptical clause before it takes that up."""
_BEFORE, _AFTER, _PREVIOUS = 0.6, 0.5, 0.4
"""How much a word of the same sentence before a clause, after it, and of the sentence before tells beside one in the clause."""


def claim_doubts(
    text: str,
    bound: Sequence[Bound],
    instrument: Instrument,
    tallies: Tallies,
    *,
    section: str = "",
    profile: WordProfile | None = None,
) -> tuple[Doubt, ...]:
    """The typed claims of one paragraph that the answers do not bear out, in the order of the text.

    `text` is the paragraph as it is read, `bound` the stretches that figures printed: those are never doubted, but tell what
    their sentence speaks of. `section` is the numbered part that it stands under, empty outside of them. `profile` gives the
    words for proportions, the instrument's first by default.
    """
    checker = _Checker(instrument, tallies, section, profile or instrument.word_profiles[0])
    return tuple(checker.doubts(text, bound))


class _Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One way to understand a claim: of which question, and counting what."""

    subject: Subject
    short: bool
    """Whether it counts what fell short."""


class _Checker:
    """Checks the claims of one paragraph."""

    def __init__(self, instrument: Instrument, tallies: Tallies, section: str, profile: WordProfile) -> None:
        self._instrument = instrument
        self._tallies = tallies
        self._section = section
        self._profile = profile
        self._subjects: Subjects = subjects_of(instrument)

    def doubts(self, text: str, bound: Sequence[Bound]) -> Iterator[Doubt]:
        claims = [
            claim
            for claim in find_claims(text, self._subjects.nouns, self._profile)
            if not any(claim.start < figure.end and figure.start < claim.end for figure in bound)
        ]
        for clause in clauses(text, claims, bound, self._subjects.acronyms.speller(text)):
            says = self._doubt(clause, text)
            if says:
                yield Doubt(kind="claim", start=clause.claim.start, end=clause.claim.end, says=says)

    def _doubt(self, clause: Clause, text: str) -> str:
        claim = clause.claim
        typed = f"“{clean_text(text[claim.start : claim.end], one_line=True)}”"
        if _is_example(clause, text) or _THIS_CASE.search(clause.text) or _WISHED.search(clause.text):
            return ""
        whole = self._of_all(clause, text, typed)
        if whole is not None:
            return whole
        subjects, said = self._subjects_of(clause)
        if not subjects:
            return self._of_none(clause, typed)
        subjects = [subject for subject in subjects if self._speaks_of(subject, clause, said)]
        if not subjects:
            return ""
        readings = _readings(subjects, clause, said)
        if claim.amount.exact and all(self._confidential(reading) for reading in readings):
            return (
                f"{typed} gives a number for {_called(readings[0])}, which was said in confidence and is printed in words only: "
                f"{self._truth(readings[0])}"
            )
        if any(self._holds(reading, clause) for reading in readings):
            return self._too_few(typed, readings, claim.amount)
        return self._untrue(typed, readings[0], claim.amount)

    # What the claim speaks of

    def _subjects_of(self, clause: Clause) -> tuple[list[Subject], str]:
        """The questions that a claim's clause may speak of, and the words that say how its cases stood.

        The clause itself comes first. What the sentence says before it fills in what it leaves out ("… and in all four with a
        custodial element"), then what follows, then the sentence before.
        """
        unit, section = clause.claim.counted.unit, self._section
        qualifier = stemmed(clause.qualifier)

        def find(words: str, context: Sequence[Context], *, points_back: bool = False) -> list[Subject]:
            return [
                subject
                for subject in self._subjects.of(words, context, section=section, unit=unit, points_back=points_back)
                if not self._narrows(subject, qualifier)
            ]

        own = stemmed(clause.text)
        around = [
            Context(stemmed(clause.before), _BEFORE),
            Context(stemmed(clause.after), _AFTER),
            Context(stemmed(clause.previous), _PREVIOUS),
        ]
        said = clause.text if judges(clause.text) or not clause.before.strip() else f"{clause.before} {clause.text}"
        if clause.bound:
            return self._of_figures(clause.bound), said
        if clause.claim.counted.kind != "pronoun":
            head = head_of(clause.text)
            if head != clause.text and (found := find(stemmed(head), ())) and self._speaks_of(found[0], clause, head):
                return found, head
            found = find(own, ())
            heading, colon, _ = clause.before.partition(":")
            headed = [[Context(stemmed(heading), _BEFORE)]] if colon else []
            contexts = (*headed, around[:1], around[:2] if clause.first else around[:1], around)
            # "… and plans in six" names little by itself: what stands before may make it "reviews of plans".
            little = all(len(subject.parts) == 1 for subject in found) and not judges(clause.text) and clause.before.strip()
            for context in contexts if len(found) != 1 or little else ():
                more = find(own, context)
                if more:
                    return more, said
            if len(found) == 1 and clause.claim.counted.kind == "nothing" and clause.before.strip():
                # "The reports were mixed: eight assessed harm clearly" speaks of harm in the reports.
                closer = find(own, around[:1])
                if closer and set(closer[0].parts) > set(found[0].parts):
                    return closer, said
            if found:
                return found, said
            if clause.before.strip():
                found = find(own, around[:1], points_back=True)
            elif clause.after.strip() and clause.first:
                said = f"{clause.text} {clause.after}"
                found = find(own, around[1:2], points_back=True)
            if found or not (_BACK.search(clause.text) or judges(clause.text)):
                return found or self._of_figures(clause.bound_near), said
        found = find(own, around) or find(own, around, points_back=True)
        return found or self._of_figures(clause.bound_near), said

    def _of_figures(self, questions: Sequence[str]) -> list[Subject]:
        """The questions of figures that stand by the claim."""
        known = self._instrument.questions
        return [Subject(question=known[question], mark=1, parts=()) for question in questions if question in known]

    def _speaks_of(self, subject: Subject, clause: Clause, said: str) -> bool:
        """Whether the clause says enough of the question to be held to its answers.

        One word of the subject is not enough where nothing is judged: "in three cases the plan had been shared with the school".
        """
        question = subject.question
        if not (question.printed and self._subjects.counted[question.id]):
            return False
        claim = clause.claim
        if claim.counted.kind == "persons" or (claim.counted.kind == "weak" and claim.amount.lone):
            told = judges(said) or (question.finding and not judges(question.finding.clause))
            return bool(told or (claim.amount.lone and _NEEDED.search(clause.text)))
        if len(subject.parts) != 1 or judges(said) or (question.finding and not judges(question.finding.clause)):
            return True
        return not clause.claim.amount.lone and _falls_short(said, subject)

    def _narrows(self, subject: Subject, qualifier: str) -> bool:
        """Whether a fact only narrows the cases: "with a custodial element" does not say how many there were."""
        return self._instrument.kind_of(subject.question.id) is Kind.FACT and all(part in qualifier for part in subject.parts)

    def _confidential(self, reading: _Reading) -> bool:
        return self._subjects.confidential[reading.subject.question.id]

    # Whether it is true

    def _holds(self, reading: _Reading, clause: Clause) -> bool:
        amount = clause.claim.amount
        found = self._tallies.questions[reading.subject.question.id]
        if not found.of:
            return False
        ought = not reading.short and _OUGHT.search(clause.text)
        if amount.lone and (ought or _NEEDED.search(clause.text)) and not judges(clause.text):
            # "Reviews were due in 12 cases" gives d, "in two a review was not yet due" those outside of it.
            unit = self._instrument.section_of(found.question).unit
            left_out = {len(found.out_records), self._tallies.records.get(unit, 0) - found.of} if reading.short else {found.of}
            return any(amount.holds(n, n) for n in left_out if n)
        pairs = [(found.met, found.of), *self._narrowed(found, clause)]
        if any(amount.holds(of - met if reading.short else met, of) for met, of in pairs if of):
            return True
        failing = found.of - found.met
        sizes = [*([found.of] if reading.short else []), *([failing] if failing and amount.of == failing else [])]
        return any(amount.holds(given, of) for given in self._of_reasons(found, clause) for of in sizes)

    def _of_reasons(self, found: Tally, clause: Clause) -> Iterator[int]:
        """How often the reasons were given that the clause names: "in two of the cases plans had not been produced"."""
        counts = {given.reason: given.count for given in found.reasons}
        words = frozenset(stems(clause.text)) - self._subjects.own_words(found.question)
        for reason in self._instrument.reasons_of(found.question) if counts else ():
            if reason.id in counts and words.intersection(stems(f"{reason.label} {reason.printed}")):
                yield counts[reason.id]

    def _narrowed(self, found: Tally, clause: Clause) -> Iterator[tuple[int, int]]:
        """The tally among those records for which a fact holds that the claim's qualifier names."""
        line = stemmed(clause.qualifier)
        for fact in self._subjects.of(line, (), section="") if line.strip() else ():
            if self._instrument.kind_of(fact.question.id) is Kind.FACT:
                among = set(self._tallies.questions[fact.question.id].met_records)
                met = len(among.intersection(found.met_records))
                yield met, met + len(among.intersection(found.not_met_records))

    # What is said of it

    def _of_all(self, clause: Clause, text: str, typed: str) -> str | None:
        """What is wrong with a count of all records; None where it counts something else."""
        claim = clause.claim
        total = self._tallies.records.get(claim.counted.unit, 0)
        if not claim.amount.lone or not total:
            return None
        before = before_of(text, claim.start)
        if claim.amount.holds(total, total):
            names_all = _READ.search(before) or _WHOLE.search(before) or not judges(clause.text)
            return "" if names_all else None
        if not _READ.search(before) or judges(clause.text):
            return None
        name = self._instrument.unit(claim.counted.unit).name
        return f"{typed} is not the number of {name.many} with answers, which is {total}."

    def _of_none(self, clause: Clause, typed: str) -> str:
        """A claim on cases and how they stood whose question cannot be told: doubted if no question makes it true."""
        claim = clause.claim
        amount = claim.amount
        if (
            amount.lone
            or amount.least == amount.most == 1
            or not (amount.exact or amount.compares)
            or claim.counted.kind != "cases"
            or not judges(clause.text)
        ):
            return ""
        plausible = self._subjects.under(self._section, claim.counted.unit)
        if not plausible:
            return ""
        for question in plausible:
            found = self._tallies.questions[question.id]
            if found.of and (amount.holds(found.met, found.of) or amount.holds(found.of - found.met, found.of)):
                return ""
        return f"{typed} belongs to no question that was found: put a figure in its place, which is true by what it is made of."

    def _too_few(self, typed: str, readings: Sequence[_Reading], amount: Amount) -> str:
        least = self._instrument.thresholds.least_answers
        of = max(self._tallies.questions[reading.subject.question.id].of for reading in readings)
        if not amount.compares or of >= least:
            return ""
        return f"{typed} needs at least {least} answers, and {_called(readings[0])} has {of}: give the count instead."

    def _untrue(self, typed: str, reading: _Reading, amount: Amount) -> str:
        question = reading.subject.question
        found = self._tallies.questions[question.id]
        if not found.of:
            return f"{typed} cannot be compared, for {_called(reading)} has no answers yet."
        if amount.holds(found.met if reading.short else found.of - found.met, found.of):
            judged = self._instrument.kind_of(question.id) is Kind.JUDGEMENT
            share = ("met the standard" if judged else "is so") if reading.short else ("fell short" if judged else "is not so")
            return f"{typed} is the share that {share} in the answers to {_called(reading)}: {self._truth(reading)}"
        return f"{typed} does not agree with the answers to {_called(reading)}: {self._truth(reading)}"

    def _truth(self, reading: _Reading) -> str:
        """What the answers say, as a figure would print it."""
        question = reading.subject.question
        found = self._tallies.questions[question.id]
        noun = self._instrument.noun_of(question.id)
        n = found.of - found.met if reading.short else found.met
        if self._confidential(reading):
            words = (failing_of if reading.short else proportion_of)(self._profile, n, found.of, noun)
            return f"it {'is not so' if reading.short else 'is so'} for {words or 'nobody'}."
        judged = self._instrument.kind_of(question.id) is Kind.JUDGEMENT
        stands = ("fell short" if judged else "is not so") if reading.short else ("was met" if judged else "is so")
        style = self._instrument.numbers
        return f"it {stands} in {counted(n, found.of, style, noun=noun, joiner=style.joiners[0])}."


def _readings(subjects: Sequence[Subject], clause: Clause, said: str) -> list[_Reading]:
    """Each question that a claim may speak of, with what it counts of it."""
    ellipsis = _ELLIPSIS.search(clause.text)
    if not ellipsis:
        return [_Reading(subject=subject, short=_falls_short(said, subject)) for subject in subjects]
    front = _FRONT.match(clause.text)
    start = front.end() if front else 0
    own, before = clause.text[start:], f"{clause.before} {clause.text[:start]}"
    # "Four came late; ten did not": what is denied is that they fell short.
    return [
        _Reading(subject=subject, short=_falls_short(own, subject) != bool(ellipsis["not"] and _falls_short(before, subject)))
        for subject in subjects
    ]


def _falls_short(said: str, subject: Subject) -> bool:
    return falls_short(main_part(said, MARK, subject.parts), subject.parts)


def _is_example(clause: Clause, text: str) -> bool:
    """Whether it tells of one record, and counts none: "in one case we noted …"."""
    amount = clause.claim.amount
    if not amount.lone or amount.most != 1 or amount.least != 1:
        return False
    return not re.match(r"(?:only|just)\b", text[clause.claim.start :], re.IGNORECASE)


def _called(reading: _Reading) -> str:
    return reading.subject.question.label
