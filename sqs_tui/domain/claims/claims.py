"""The claims that a text makes on how many: where each stands, what amount it gives, and what it counts.

A claim is found by its form and kept by its noun: "ten of the 14 cases" and "ten had" are claims, "two managers", "three weeks"
and "18 March" are none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from sqs_tui.domain.claims.direction import judges
from sqs_tui.domain.claims.nouns import Counted, Nouns
from sqs_tui.domain.claims.proportions import proportion_words
from sqs_tui.domain.claims.quantities import HEDGE, NUMBER, PART, Amount, count, fraction, number_of, percentage, simply_put
from sqs_tui.domain.claims.stems import listed
from sqs_tui.domain.instrument import WordProfile

_BEGIN = r"\b(?<![£$€./:#–-])(?<![0-9],)"
_END = r"(?![\w%/:–-]|[.,][0-9])"
"""A number stands by itself: no part of a date, a time, an amount of money, a decimal or a reference."""
_THE = r"(?:the|these|those|our|all|all the|their)"
_ASIDE = r"\([0-9.]+ ?(?:%|per ?cent)\)"
_OF = re.compile(
    rf"{_BEGIN}(?P<n>{NUMBER})(?:"
    rf"(?: \((?P<p>[0-9.]+) ?(?:%|per ?cent)\))? (?P<joiner>of|out of|from|from among|in|among)"
    rf"(?P<every> every)?(?: all)?(?: of)?(?P<the> {_THE}| a)?(?: possible| total(?: of)?)?"
    rf"|(?P<noun> [\w-]+ (?:[\w-]+ )?)(?P<parted>(?:out )?of|in)(?P<the_noun> {_THE})?"
    rf") (?P<d>{NUMBER}){_END}",
    re.IGNORECASE,
)
_STROKE = re.compile(r"(?<![\w£$€./:#–-])(?P<n>[0-9]{1,3}) ?/ ?(?P<d>[0-9]{1,3})(?![\w/%–-]|[.,][0-9])")
_FRONT = re.compile(
    rf"{_BEGIN}(?:out of|of|among)(?: all)?(?: (?:the|these|those|our))? (?P<d>{NUMBER})(?P<noun> [^.,;:()]{{1,90}}?)?,?"
    rf" (?:{HEDGE} )?(?P<n>{NUMBER}|none|all|both|half|neither){_END}",
    re.IGNORECASE,
)
_ALL_BUT = re.compile(
    rf"{_BEGIN}(?P<all>all|everyone|everybody|every|each)(?: [\w'’-]+){{0,4}}?"
    rf" (?:but|bar|except for|except|save|apart from) (?:for )?(?P<k>{NUMBER}){_END}(?: of {_THE}\b(?: (?P<d>{NUMBER}){_END})?)?",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    rf"{_BEGIN}(?P<all>all|every|each)(?: (?:of )?(?:the|these|those))?(?: (?P<d>{NUMBER}))?(?: [\w'’-]+){{1,4}},? with "
    rf"(?:only |just )?(?P<k>{NUMBER}) exceptions?{_END}",
    re.IGNORECASE,
)
_EXCEPT_FIRST = re.compile(
    rf"{_BEGIN}(?:bar|except for|apart from|with the exception of|save for|other than)(?: a single| just| only)?"
    rf"(?: (?P<k>{NUMBER}))?"
    rf"(?: (?!(?:all|every|each)\b)[\w'’-]+){{0,3}},(?: (?!(?:all|every|each)\b)[\w'’-]+){{0,3}} (?P<all>all|every|each)"
    rf"(?: (?:of )?{_THE})?(?: (?P<d>{NUMBER}){_END})?",
    re.IGNORECASE,
)
_ALL_OF = re.compile(
    rf"{_BEGIN}(?P<word>all|both|neither|none|not one|each|every one|not all)(?: of)?(?: {_THE})? (?P<d>{NUMBER}){_END}",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"{_BEGIN}(?:(?P<p>[0-9]{{1,3}}(?:\.[0-9]{{1,2}})?) ?(?:%|per ?cent\b)|(?P<words>{NUMBER}) per ?cent\b)", re.IGNORECASE
)
_FRACTION = re.compile(
    rf"{_BEGIN}(?:(?P<top>an?|{NUMBER})[- ](?P<part>{PART})|(?P<half>half)){_END}(?! an? | past | day| hour)", re.IGNORECASE
)
_BARE_PART = re.compile(rf"(?:(?:an?|{NUMBER})[- ])?{PART}", re.IGNORECASE)
_LONE = re.compile(rf"{_BEGIN}(?P<n>{NUMBER}){_END}", re.IGNORECASE)
_HEDGED = re.compile(rf"(?<![\w-]){HEDGE} $", re.IGNORECASE)

_LABELS = listed(
    "section sections paragraph paragraphs para part level stage page pages chapter article tier step phase appendix annex table "
    "figure box question criterion rule band grade group act schedule aged age number no week day year month version item point "
    "key unit wave round room floor regulation clause"
)
"""A number behind one of these is a name, not a count."""
_RANGE_BEFORE = re.compile(
    rf"(?:[0-9]|between (?:the )?{NUMBER} and|from {NUMBER} to|\b{NUMBER} (?:to|or)|\b[0-9]+[.,:/–-])\s*$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(
    rf"\s*(?:(?:to|or|and a half|–|-)\s*{NUMBER}\b|or (?:so|more|fewer)\b|[0-9]|in which\b|at which\b)", re.IGNORECASE
)
_LAST_WORD = re.compile(r"([\w'’]+)\W*$")
_VERB_NEXT = re.compile(
    rf"\s*(?:{_ASIDE}\s*)?(?:had|has|have|was|were|did|do|is|are|showed|met|received|remained|fell|felt|said|understood"
    r"|came|got|gave|took|made|kept|went|led|held|saw|told|wrote|left|lost|stood|knew|thought|set|paid|could"
    r"|[a-z]{3,}ed|[a-z]+ly|not|also|still)\b",
    re.IGNORECASE,
)
_VERDICT_NEXT = re.compile(r" ([a-z]+)(?: enough)?(?= *(?:$|[.,;:!?)]|and\b|but\b))", re.IGNORECASE)
_YES_OR_NO = listed("yes no not")
_CLOSES = re.compile(rf"\s*(?:{_ASIDE}\s*)?(?:$|[.;!?)]|,\s|and\b|but\b|while\b|whereas\b|overall\b|only\b|\()", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:^|[.!?;:,(–—]|\b(?:and|but|only|just|while|whereas|although|which|whom|these|other|remaining|that))\s*[\"“‘(]?$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"(?:^|[.!?;:–—])\s*[\"“‘(]?$")
"""Where "nobody" is no aside of what was said before."""
_OTHERS = listed("other remaining further")
_REMAINDER = listed("leaving")
"""What stands before the number of the others."""
_BEFORE_LAST = listed("in for only just with")
"""What stands before an amount that ends its clause: "… in nine."."""
_PIECE = listed("first second last latter other better that this one")
"""Before "half" these make it a piece of one thing."""
_NEEDS_NOUN = listed("no each every few")
"""Words that mean other things without a noun."""
_OF_RECORDS = listed("both no each neither")
"""Words that before a piece of work or a person speak of one record."""
_OF_ONE = (
    listed("every each no neither")
    | {"not one", "not a single", "every single", "almost every", "nearly every", "virtually every"}
    | {"not every", "not each", "almost no"}
)
"""Words that stand before one record and speak of all."""
_PERSONS = listed("everyone everybody nobody") | {"no one"}
_ONE_OF = listed("every each not any another")
"""Before "one of the ten" these make it another amount."""
_PAPERS = listed("report record file order sample")
_LISTS = listed("both neither")
_SMALL = 10
"""A number of all under this, put with "in", names a share: "one child in seven"."""
_SEVERAL = 5
"""So many plans or reviews are no longer those of one record."""
_LISTING = re.compile(r" (?:[\w'’-]+ ){1,4}(?:and|nor)\b", re.IGNORECASE)
"""What follows "both" and "neither" where they only list: "both the child and the parents"."""
_PLURAL = re.compile(r"(?:[^s\W]s|\bchildren|\bpeople|\bstaff|\bsample|\bwork)(?:['’]s)?\W*$", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_LONG_QUOTE = 5
"""A quote of so many words is what somebody said of one case; a shorter one only sets words apart."""
_OF_ALL = re.compile(rf" of (?:all )?(?:{_THE} )?(?P<d>{NUMBER}){_END}", re.IGNORECASE)
_IN_ALL = re.compile(rf"\b{NUMBER} in $", re.IGNORECASE)
_OF_THE_TIME = re.compile(r" of the time\b| of (?:the )?occasions\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?;]")
_BLANK = re.compile(r"\s")
_PLAIN = str.maketrans("‐‑ſKıİ", "--skiI")
"""Signs that a pattern without regard to case takes for letters, and hyphens, as what they stand for."""
_WINDOW = 60
"""How many characters before a place tell how it is meant."""


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a stretch of a text says of how many."""

    start: int
    end: int
    amount: Amount
    counted: Counted
    """What it counts, as far as the words behind it tell."""
    kept: str = ""
    """Words inside it that say what it speaks of: "court reports" in "of the ten court reports, seven"."""


def find_claims(text: str, nouns: Nouns, profile: WordProfile) -> list[Claim]:
    """The claims of a text in order; none lies in another, and none in a quote."""
    text = _BLANK.sub(" ", text).translate(_PLAIN)
    amounts: list[Claim] = []
    taken = [match.span() for match in _QUOTED.finditer(text) if match[0].count(" ") >= _LONG_QUOTE - 1]
    for claim in _Finder(text, nouns, profile, taken).readings():
        if not any(claim.start < end and start < claim.end for start, end in taken):
            taken.append((claim.start, claim.end))
            amounts.append(claim)
    found: list[Claim] = []
    last: Claim | None = None
    for claim in sorted(amounts, key=lambda claim: claim.start):
        # "12 days late, ten of them lost": what counts something else is what "them" and "neither" stand for.
        of_others = last is not None and last.counted.kind == "other" and not _STOP.search(text, last.end, claim.start)
        if of_others and (claim.counted.kind == "pronoun" or text[claim.start : claim.end].lower() in _LISTS):
            continue
        if claim.counted.kind != "other":
            found.append(claim)
        last = claim
    return found


def before_of(text: str, place: int) -> str:
    """The words just before a place: a pattern that must end there is not tried from the beginning of the text."""
    return text[max(0, place - _WINDOW) : place]


class _Finder:
    """Reads one text for amounts, form by form."""

    def __init__(self, text: str, nouns: Nouns, profile: WordProfile, taken: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self._taken = taken
        """What stronger forms have read already, as it grows."""
        self._nouns = nouns
        self._pattern, self._words = _word_pattern(profile)

    def readings(self) -> Iterator[Claim]:
        """Every stretch as it may be read, the more telling forms first; one that counts something else bars weaker ones."""
        yield from self._all_but()
        yield from self._out_of()
        yield from self._all_first()
        yield from self._all_of()
        yield from self._percentages()
        yield from self._proportions()
        yield from self._fractions()
        yield from self._lone()

    def _out_of(self) -> Iterator[Claim]:
        """Of a number: "ten of the 14", "seven out of ten", "nine cases out of 13", "8/14"."""
        for match in (*_OF.finditer(self._text), *_STROKE.finditer(self._text)):
            n, d = number_of(match["n"]), number_of(match["d"])
            if n > d or d < 2 or self._word_before(match.start()) in _ONE_OF:
                continue
            groups = match.groupdict()
            counted = self._nouns.behind(self._text, match.end(), known_of=True)
            if groups.get("noun") and counted.kind == "nothing":
                counted = self._nouns.behind(self._text, match.start("noun"))
                if counted.kind == "nothing":
                    continue
            hedge, start = self._hedge(match)
            joiner = (groups.get("joiner") or groups.get("parted") or "of").lower()
            every = bool(groups.get("every"))
            exactly = groups.get("the") or groups.get("the_noun") or (joiner == "of" and not every)
            share_only = every or (joiner == "in" and d < _SMALL)
            amount = count(n, of=d, hedge=hedge) if exactly else simply_put(n, d, hedge=hedge, share_only=share_only)
            if groups.get("p"):
                stated = percentage(groups["p"])
                amount = msgspec.structs.replace(amount, low=stated.low, high=stated.high)
            yield self._claim(start, match.end(), amount, counted, groups.get("noun"))

    def _all_first(self) -> Iterator[Claim]:
        """The number of all comes first: "of the 14 cases, ten had …"."""
        for match in _FRONT.finditer(self._text):
            counted = self._nouns.behind(self._text, match.end("d"))
            behind = self._nouns.behind(self._text, match.end())
            if counted.kind not in {"cases", "weak"} or behind.kind == "other" or _is_amount(self._word_before(match.start())):
                continue
            d, word = number_of(match["d"]), match["n"].lower()
            if word == "half":
                amount = msgspec.structs.replace(fraction("", word), of=d)
            else:
                n = {"none": 0, "neither": 0, "all": d, "both": d}.get(word)
                amount = count(number_of(word) if n is None else n, of=d, hedge=self._hedge(match, "n")[0])
            yield self._claim(match.start(), match.end(), amount, counted, match["noun"])

    def _all_but(self) -> Iterator[Claim]:
        """What is lacking: "all but one of the cases", "every case except two"."""
        for match in (
            *_ALL_BUT.finditer(self._text),
            *_EXCEPTION.finditer(self._text),
            *_EXCEPT_FIRST.finditer(self._text),
        ):
            of = number_of(match["d"]) if match["d"] else None
            amount = Amount(missing=number_of(match["k"] or "one"), of=of, exact=of is not None)
            inside = self._nouns.behind(self._text, match.end("all"))
            counted = inside if inside.kind == "cases" else self._nouns.behind(self._text, match.end())
            if match["all"].lower() in _PERSONS and counted.kind != "cases":
                counted = Counted("persons")
            yield self._claim(match.start(), match.end(), amount, counted)

    def _all_of(self) -> Iterator[Claim]:
        """Both n and d in one: "all four", "none of the ten"."""
        for match in _ALL_OF.finditer(self._text):
            word, d = match["word"].lower(), number_of(match["d"])
            met = 0 if word in {"neither", "none", "not one"} else d
            amount = Amount(most=d - 1, of=d) if word == "not all" else count(met, of=d)
            yield self._claim(match.start(), match.end(), amount, self._nouns.behind(self._text, match.end()))

    def _percentages(self) -> Iterator[Claim]:
        for match in _PERCENT.finditer(self._text):
            hedge, start = self._hedge(match)
            amount = percentage(match["p"] or str(number_of(match["words"])), hedge=hedge)
            yield self._share(start, match.end(), amount, self._of_several(match.end()))

    def _proportions(self) -> Iterator[Claim]:
        """Words of the profile and their like: "almost all", "a minority"."""
        for match in self._pattern.finditer(self._text):
            word = " ".join(match["word"].lower().split())
            if _BARE_PART.fullmatch(word):
                # Read as a fraction, so that what stands before it counts: "fewer than half".
                continue
            one = word in _OF_ONE or word.endswith(" one")
            counted = self._nouns.behind(self._text, match.end(), share=True) if one else self._of_several(match.end())
            if word in _PERSONS:
                person = _VERB_NEXT.match(self._text, match.end()) and _BEGINS.search(before_of(self._text, match.start()))
                counted = Counted("persons" if person else "other")
            if counted.kind == "nothing" and (word in _NEEDS_NOUN or not self._stands_alone(match)):
                counted = Counted("other")
            if word == "all" and _IN_ALL.search(before_of(self._text, match.start())):
                counted = Counted("other")
            listing = word in _LISTS and _LISTING.match(self._text, match.end())
            if listing or (word in _OF_RECORDS and (counted.kind == "weak" or self._word_at(counted.end) in _PAPERS)):
                # "Both parents" are two persons in one case, "no plan" is what one case lacked.
                counted = Counted("other")
            yield self._claim(match.start(), match.end(), self._words[word], counted)

    def _fractions(self) -> Iterator[Claim]:
        for match in _FRACTION.finditer(self._text):
            top, part = (match["top"] or "").lower(), (match["part"] or match["half"]).lower()
            if self._word_before(match.start()) in _PIECE or (part in {"half", "halves"} and top not in {"", "a", "one"}):
                continue
            counted = self._of_several(match.end())
            # Without a noun, "a third" may be one more, and "a quarter" three months.
            if counted.kind == "nothing" and not self._stands_alone(match, closing=top not in {"a", "one"} or part == "half"):
                counted = Counted("other")
            hedge, start = self._hedge(match)
            yield self._share(start, match.end(), fraction(top, part, hedge=hedge), counted)

    def _lone(self) -> Iterator[Claim]:
        """A number alone: "thirteen of the children", "only eight had", "… in nine."."""
        for match in _LONE.finditer(self._text):
            if any(match.start() < end and start < match.end() for start, end in self._taken):
                continue
            before = before_of(self._text, match.start())
            if self._word_before(match.start()) in _LABELS and before.endswith(" "):
                continue
            ranged = _RANGE_AFTER.match(self._text, match.end()) and self._word_before(match.start()) not in _REMAINDER
            if ranged or _RANGE_BEFORE.search(before):
                continue
            counted = self._nouns.behind(self._text, match.end())
            hedge, start = self._hedge(match)
            n = number_of(match["n"])
            if counted.kind == "nothing" and not self._stands_alone(match):
                continue
            if counted.kind == "weak" and (n < _SEVERAL or not _OPENS.search(before_of(self._text, start))):
                counted = Counted("other")
            yield self._claim(start, match.end(), count(n, hedge=hedge), counted)

    def _of_several(self, place: int) -> Counted:
        """What a share counts: not one thing, as in "half of the report"."""
        if _OF_THE_TIME.match(self._text, place):
            return Counted("occasions", end=place)
        counted = self._nouns.behind(self._text, place, share=True)
        if counted.kind in {"cases", "weak"} and not _PLURAL.search(before_of(self._text, counted.end)):
            return Counted("other")
        return counted

    def _share(self, start: int, end: int, amount: Amount, counted: Counted) -> Claim:
        """A share, with the number of all where it stands behind: "67% of the 14 cases"."""
        of = _OF_ALL.match(self._text, end)
        if of and number_of(of["d"]) > 1:
            amount = msgspec.structs.replace(amount, of=number_of(of["d"]))
            end = of.end()
        return self._claim(start, end, amount, counted)

    def _claim(self, start: int, end: int, amount: Amount, counted: Counted, kept: str | None = "") -> Claim:
        relative = counted.kind == "pronoun" and self._text[: counted.end].endswith(("which", "whom"))
        if relative and not self._nouns.names(self._word_before(start)):
            # "Three objectives, none of which …" counts objectives.
            counted = Counted("other")
        return Claim(start=start, end=end, amount=amount, counted=counted, kept=kept or "")

    def _hedge(self, match: re.Match[str], group: str | int = 0) -> tuple[str, int]:
        """The hedge just before an amount, and where the two begin."""
        place = match.start(group)
        found = _HEDGED.search(before_of(self._text, place))
        return (found[0].rstrip(), place - len(found[0])) if found else ("", place)

    def _word_before(self, place: int) -> str:
        found = _LAST_WORD.search(before_of(self._text, place))
        return found[1].lower() if found else ""

    def _word_at(self, end: int) -> str:
        """The word that ends at this place."""
        return self._word_before(end)

    def _stands_alone(self, match: re.Match[str], *, closing: bool = True) -> bool:
        """Whether an amount without a noun is the subject of its clause ("Most were") or, if `closing`, ends it."""
        start = self._hedge(match)[1]
        before, last = before_of(self._text, start), self._word_before(start)
        subject = last == "with" or last in _REMAINDER or last in _OTHERS or _OPENS.search(before)
        if last in _OTHERS | _REMAINDER or (subject and _VERB_NEXT.match(self._text, match.end())):
            return True
        if subject and self._text.startswith(" in all", match.end()):
            return True
        # A note's "seven good, three poor".
        verdict = _VERDICT_NEXT.match(self._text, match.end()) if subject else None
        if verdict and (verdict[1].lower() in _YES_OR_NO or judges(verdict[1])):
            return True
        hedged = start < match.start() and last in _BEFORE_LAST
        return closing and bool(_CLOSES.match(self._text, match.end())) and (last in _BEFORE_LAST or hedged)


def _is_amount(word: str) -> bool:
    return bool(re.fullmatch(rf"{NUMBER}|none|all|most|half|both|neither|any|each|majority|{PART}", word, re.IGNORECASE))


@lru_cache(maxsize=32)
def _word_pattern(profile: WordProfile) -> tuple[re.Pattern[str], dict[str, Amount]]:
    words = proportion_words(profile)
    either = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?<!too )(?P<word>{either})(?![\w-])(?!(?<=no) (?:more|fewer|less)\b)", re.IGNORECASE), words
