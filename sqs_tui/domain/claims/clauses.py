"""Cuts a paragraph into sentences, and a sentence into the clauses of its claims, so that each claim has a subject of its own."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import msgspec

from sqs_tui.domain.claims.claims import Claim
from sqs_tui.domain.doubts import Bound

_SENTENCE_END = re.compile(r"[.!?][\"”’)\]]*\s+(?=[\"“‘(]?[A-Z0-9])")
_NUMBER_BEFORE = re.compile(r"^[0-9]+(?:\.[0-9]+)*$|\b(?:e\.g|i\.e|Mr|Mrs|Ms|Dr|St|No)$", re.IGNORECASE)
_BREAKS = (
    re.compile(
        r";|:| – | — |, (?:but|while|whereas|although|though|compared|against|yet|and|with)\b"
        r"|\b(?:whereas|while|but|compared with)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\band (?:in|for|of|with|by|all|none|almost|most|only|just)\b|,(?! and\b)|\bor in\b",
        re.IGNORECASE,
    ),
    re.compile(r"\band\b", re.IGNORECASE),
)
"""Where one claim's clause may end and the next begin, the surest signs first."""
_QUALIFIER = re.compile(
    r"\s*(?:(?!\w+ed\b)\w+\s+){0,3}?(?:with|that had|that have|which had|where|in which|who had|whose|involving)\b[^,;.]*",
    re.IGNORECASE,
)
_READ = "reviewed|read|saw|looked at|inspected|assessed|examined|considered|sampled"
_OURS = re.compile(
    rf"\b(?:that |which )?(?:we|our inspectors|inspectors) (?:had )?(?:{_READ})\b"
    r"|\b(?:reviewed|sampled|inspected|examined) (?:cases|sample|files)\b"
    r"|\b(?:cases|files|records) (?:reviewed|sampled|inspected|examined|assessed)\b"
    r"|\b(?:we|inspectors) (?:judged|found)(?: that)?\b",
    re.IGNORECASE,
)
"""What inspectors did, which is no work of the service: "the cases we reviewed" speaks of no review."""
_GOES_ON = re.compile(r",? (?:and|but|so) (?:the|this|that|these|those|it|they|its|their|he|she|we)\b|;", re.IGNORECASE)
"""Where a clause goes on with a subject of its own."""
MARK = "¤"
"""Stands for a claim in its clause."""
_IN_FRONT = re.compile(rf"\W*(?:and |but )?(?:in|for|with)\s+{MARK}", re.IGNORECASE)


class Clause(msgspec.Struct, frozen=True, kw_only=True):
    """The words around one claim."""

    claim: Claim
    text: str
    """Its own clause; its claim is `MARK`, and other claims and figures in it are left out."""
    qualifier: str
    """What narrows the cases behind the claim: "with a custodial element"."""
    before: str
    """What the sentence says before it, without claims."""
    after: str
    """What the sentence says after it, without claims and what qualifies them."""
    previous: str
    """The sentence before, in the same paragraph."""
    bound: tuple[str, ...]
    """Questions of the figures printed in its own clause."""
    bound_near: tuple[str, ...]
    """Questions of the figures printed elsewhere in its sentence, or in the sentence before."""
    first: bool
    """Whether no claim and no figure stands before it in its sentence."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends."""
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        if _NUMBER_BEFORE.search(text[max(begin, match.start() - 12) : match.start()]):
            continue
        yield begin, match.end()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def clauses(
    text: str, claims: Sequence[Claim], bound: Sequence[Bound], spelled_out: Callable[[str], str] = str
) -> Iterator[Clause]:
    """The clause of each claim, in order; its words are `spelled_out`."""
    previous = ""
    previous_bound: tuple[str, ...] = ()
    for begin, end in sentences(text):
        mine = [claim for claim in claims if begin <= claim.start < end]
        figures = [figure for figure in bound if begin <= figure.start < end]
        if mine:
            for clause in _of_sentence(text, begin, end, mine, figures, previous, previous_bound):
                yield msgspec.structs.replace(
                    clause, text=spelled_out(clause.text), before=spelled_out(clause.before), after=spelled_out(clause.after)
                )
        if end - begin > 3:
            without = _blanked(text, begin, end, [(claim.start, claim.end, claim.kept) for claim in mine])
            previous = spelled_out(_OURS.sub(" ", without))
            previous_bound = tuple(question for figure in figures for question in figure.questions)


def _of_sentence(
    text: str,
    begin: int,
    end: int,
    claims: Sequence[Claim],
    figures: Sequence[Bound],
    previous: str,
    previous_bound: tuple[str, ...],
) -> Iterator[Clause]:
    spans = sorted([(claim.start, claim.end) for claim in claims] + [(figure.start, figure.end) for figure in figures])
    cuts = [begin, *(_cut(text, left[1], right[0]) for left, right in pairwise(spans)), end]
    # Amounts with nothing between them ("eight (57%)") share a clause: a cut that could not be made repeats its forerunner.
    stretches: list[tuple[int, int]] = []
    for index in range(len(spans)):
        low = next(cut for cut in reversed(cuts[: index + 1]) if cut is not None)
        high = next(cut for cut in cuts[index + 1 :] if cut is not None)
        stretches.append((low, high))
    kept = {(claim.start, claim.end): claim.kept for claim in claims}
    for claim in claims:
        gaps = [(*span, kept.get(span, "")) for span in spans if span != (claim.start, claim.end)]
        whole = [*gaps, (claim.start, claim.end, claim.kept)]
        low, high = stretches[spans.index((claim.start, claim.end))]
        qualifier = _QUALIFIER.match(text, claim.end, high)
        others = [span for span in spans if not low <= span[0] < high]
        narrowed = [(match.start(), match.end(), "") for span in others if (match := _QUALIFIER.match(text, span[1], end))]
        yield Clause(
            claim=claim,
            text=_OURS.sub(" ", _blanked(text, low, high, [*gaps, (claim.start, claim.end, f"{MARK} {claim.kept}")])),
            qualifier=qualifier[0] if qualifier else "",
            before=_OURS.sub(" ", _blanked(text, begin, low, [*whole, *narrowed])),
            after=_OURS.sub(" ", _blanked(text, high, end, [*whole, *narrowed])),
            previous=previous,
            bound=tuple(question for figure in figures if low <= figure.start < high for question in figure.questions),
            bound_near=(
                *(question for figure in figures if not low <= figure.start < high for question in figure.questions),
                *previous_bound,
            ),
            first=spans[0] == (claim.start, claim.end),
        )


def _cut(text: str, left: int, right: int) -> int | None:
    """Where to part two claims; None where nothing parts them."""
    for sign in _BREAKS:
        found = list(sign.finditer(text, left, right + 4))
        found = [match for match in found if match.start() < right]
        if found:
            return found[-1].start()
    # "Ten of the 14 cases (71%)" is one statement.
    gap = text[left:right].rstrip()
    return None if gap.endswith("(") or not gap else right


def _blanked(text: str, begin: int, end: int, spans: Sequence[tuple[int, int, str]]) -> str:
    """A stretch of the text in which other words stand for these spans."""
    pieces, place = [], begin
    for start, stop, instead in sorted(spans):
        if stop <= begin or start >= end:
            continue
        pieces += [text[place : max(start, place)], instead]
        place = max(place, stop)
    pieces.append(text[place:end])
    return " ".join(pieces)


def head_of(clause: str) -> str:
    """A clause up to where it goes on, behind its claim, with a subject of its own; a claim in front of all speaks of all."""
    if _IN_FRONT.match(clause):
        return clause
    end = _GOES_ON.search(clause, clause.find(MARK) + 1)
    return clause[: end.start()] if end else clause
