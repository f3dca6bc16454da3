"""Whether a clause speaks of work that met the standard or of work that fell short of it.

The words of the subject itself ("non-compliance", "reoffending") are taken out first; then every word of denial turns the clause,
unless two of them stand together ("had not been insufficient").
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sqs_tui.domain.claims.stems import listed, stem, stemmed

_NEGATORS = listed("not no never without neither nor none nothing nobody hardly barely scarcely")
_SHORTFALL = frozenset(
    stem(word)
    for word in listed(
        "insufficient insufficiently inadequate inadequately poor poorly weak weakness weaker lack lacked lacking fail "
        "failed failure failing missing missed absent absence omitted omission overlooked neglected shortfall shortcoming "
        "shortcomings deficient deficiency deficit ineffective ineffectively unsatisfactory unacceptable unclear "
        "incomplete inappropriate inaccurate inconsistent superficial untimely unmet unaddressed unassessed unreviewed "
        "unmanaged unplanned undone unhelpful unsupported untrained unsure unaware uncertain unrealistic unsafe uninvolved "
        "disengaged ignored breached breach disregarded underestimated wanting unhappy inexperienced substandard "
        "deficiencies unresolved limited minimal scant worse disappointing unable unexplored "
        "unidentified unconsidered unchecked unprotected unrecognised "
        "late delayed vague thin copied outdated "
        "cursory rushed sketchy muddled patchy sporadic disregard undervalued"
    )
)
_DEEDS = frozenset({stem("breach"), stem("breached")})
"""What is a shortfall of the child, and of the work only where the subject is no answer to it."""
_TOO = "too"
_PHRASES = tuple(
    stemmed(phrase)
    for phrase in (
        "fell short", "fall short", "falling short", "left out", "below standard", "below an acceptable standard",
        "below the standard", "below what", "room for improvement", "needed improvement", "something to be desired",
        "much to be desired", "needed improving",
        "in need of improvement", "required improvement", "could have been better", "should have been better",
        "needed more", "more attention was needed", "less than satisfactory", "less than adequate", "little attention",
        "little evidence", "more work was needed", "more should have been", "would have liked",
        "would have expected", "could have done more",
        "passed over", "glossed over", "skated over", "went without", "go without", "fell down", "let down",
        "left a lot to", "under assessed", "more needed", "out of date", "gaps in",
    )
)  # fmt: skip
_IDIOMS = tuple(
    stemmed(phrase)
    for phrase in (
        "not only", "no doubt", "no matter", "too many", "whether or not", "if not", "not least",
    )
)  # fmt: skip
_REACH = 3
"""Within so many words a negator takes a word of shortfall back: "was not found to be lacking"."""
_ASIDE = re.compile(
    r"\b(?:because|since|due to|owing to|despite|although|though|where|when|whenever|if|unless|rather than|even after|after"
    r"|before|until|instead of|so that|as a result of)\b[^,;]*|\b(?:who|whose|that|which)\b[^,;]*,",
    re.IGNORECASE,
)
"""Reasons, conditions and other asides, whose denials are not the clause's own."""
_TURNS = re.compile(
    r"[;:]|,? \b(?:but|yet|whereas|while|mostly|mainly|chiefly|so|usually|often)\b|, (?:and|with|leaving|those of) "
    r"|,? \b(?:rest|remainder)\b|,? \bthe (?:others?|remaining \w+|other \w+)\b",
    re.IGNORECASE,
)
"""Where a sentence goes on to other cases, or to why."""


def main_part(clause: str, mark: str, subject: Iterable[str]) -> str:
    """The part of a clause that says how its claim's cases stood: no reason, no condition, nothing on the other cases.

    `mark` stands where the claim does. The part that holds it is taken with those before it until it names the subject or judges.
    """
    pieces = _TURNS.split(clause)
    here = next((place for place, piece in enumerate(pieces) if mark in piece), len(pieces) - 1)
    for first in range(here, -1, -1):
        part = _without_asides(" ".join(pieces[first : here + 1]))
        line = stemmed(part)
        if judges(part) or any(name in line for name in subject):
            return part
    whole = _without_asides(clause)
    return whole if judges(whole) or any(name in stemmed(whole) for name in subject) else clause


def _without_asides(clause: str) -> str:
    """A clause without its reasons, conditions and other asides, whose denials are not its own."""
    return _ASIDE.sub(" ", clause)


def falls_short(clause: str, subject: Iterable[str]) -> bool:
    """Whether a clause counts what fell short. `subject` are the parts of the term that names its question, as stems."""
    line = stemmed(clause)
    own = [part for part in subject if not only_judges(part) or part.strip() in _DEEDS]
    for part in sorted(own, key=len, reverse=True):
        line = line.replace(part, " _ ")
    line = line.replace(" non _ ", " not ").replace("  ", " ")
    for idiom in _IDIOMS:
        line = line.replace(idiom, " ")
    turned = False
    for phrase in _PHRASES:
        if phrase in line:
            before = line[: line.index(phrase)].split()[-_REACH:]
            line = line.replace(phrase, " ")
            if any(word in _NEGATORS for word in before):
                line = _without_last(line, before)
            else:
                turned = True
    pending: int | None = None
    for place, word in enumerate(line.split()):
        if word in _NEGATORS:
            turned = turned or pending is not None
            pending = place
        elif word in _SHORTFALL or word == _TOO:
            if pending is not None and place - pending <= _REACH:
                pending = None
            else:
                turned = True
    return turned or pending is not None


def _without_last(line: str, before: list[str]) -> str:
    negator = next(word for word in reversed(before) if word in _NEGATORS)
    head, _, tail = line.rpartition(f" {negator} ")
    return f"{head} {tail}"


_VALUES = frozenset(
    stem(word)
    for word in listed(
        "sufficient sufficiently adequate adequately good acceptable effective effectively enough appropriate "
        "appropriately thorough thoroughly timely clear clearly satisfactory well quality standard robust strong proper "
        "properly comprehensive comprehensively sound high excellent better improve proportionate suitable suitably "
        "reasonable fine rightly happened provided produced undertaken completed addressed requested shortfall routinely "
        "attention"
    )
)


@lru_cache(maxsize=2048)
def judges(clause: str) -> bool:
    """Whether a clause says how good something was, or that it was or wasn't done."""
    line = stemmed(clause)
    return any(word in _VALUES or word in _SHORTFALL for word in line.split()) or any(phrase in line for phrase in _PHRASES)


def only_judges(part: str) -> bool:
    """Whether a part of a term, as stems, says no more than how good something was."""
    return all(word in _VALUES or word in _SHORTFALL for word in part.split())
