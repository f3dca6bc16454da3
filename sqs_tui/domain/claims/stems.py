"""Words brought to one form, so that "plans", "planned" and "planning" are one word when a sentence is compared with terms."""

import re
from functools import lru_cache


def listed(words: str) -> frozenset[str]:
    """Words as a set, written as one text."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[0-9]+")
_IRREGULAR = {
    "children": "child", "people": "person", "oversight": "overse", "oversaw": "overse", "overseen": "overse",
    "oversee": "overse", "custodial": "custod", "custody": "custod", "understood": "understand", "felt": "feel", "met": "meet",
    "given": "give", "gave": "give", "took": "take", "taken": "take", "kept": "keep", "fell": "fall", "fallen": "fall",
    "found": "find", "made": "make", "done": "do", "did": "do", "does": "do", "had": "have", "has": "have", "was": "be",
    "were": "be", "been": "be", "is": "be", "are": "be", "being": "being", "left": "leave", "others": "other",
    "parental": "parent", "healthy": "health", "safety": "safe", "safe": "safe", "safer": "safe", "safely": "safe",
    "assurance": "assur", "effective": "effect",
    "effectively": "effect", "effectiveness": "effect", "supportive": "support", "confident": "confid", "confidence": "confid",
    "policy": "policy", "policies": "policy", "nothing": "nothing", "none": "none",
    "anything": "anything", "something": "something",
    "cannot": "not", "sufficiency": "sufficient", "adequacy": "adequat",
}  # fmt: skip
_SUFFIXES = (
    ("abilities", "ab"), ("ability", "ab"), ("able", "ab"), ("iance", "y"), ("iant", "y"), ("ements", ""), ("ement", ""),
    ("ments", ""), ("ment", ""), ("ingly", ""), ("edly", ""), ("ings", ""), ("ing", ""), ("ately", "at"), ("ersity", "ers"),
    ("ily", "y"), ("ies", "y"), ("ied", "y"), ("ply", "ply"), ("ly", ""), ("ed", ""), ("sses", "ss"), ("es", ""),
    ("ss", "ss"), ("us", "us"), ("s", ""), ("e", ""),
)  # fmt: skip
"""Endings, the first that fits is taken off, and what is put in its place."""
_SHORTEST = 3
"""What is left of a word after its ending is taken off has at least so many letters."""
_LITTLE = listed(
    "a an the of to for in on at by with from and or their his her its our this that these those there which who be have "
    "also it they them we i as into had overall both such any"
)
"""Words that no term hangs on; negations are not among them."""


_SAME = {
    "participat": "involv", "participation": "involv", "consult": "involv", "consultation": "involv", "adher": "comply",
    "revisit": "review", "update": "review", "updat": "review",
    "refresh": "review", "analys": "assess", "analysi": "assess", "apprais": "assess", "appraisal": "assess", "evaluat": "assess",
    "evaluation": "assess", "explor": "assess", "exploration": "assess", "scrutiny": "overse", "scrutinis": "overse",
    "scrutiniz": "overse", "danger": "risk", "ok": "fine", "okay": "fine",
}  # fmt: skip
"""Stems of other words for what terms name, and the stem that stands for them."""
_SAYINGS = (
    ("involved", r"t(?:ak\w+|ook) (?:an? )?(?:\w+ )?part\b(?! of)|say(?= (?:in|over)\b)"),
    ("complied", r"(?:stuck|stick|keep|kept|keeping|sticking) to|abid\w+ by"),
    ("reviewed", r"look\w* at (?:again|afresh|anew)|re-(?:examin|visit)\w*"),
    ("failed", r"let (?:\w+ ){0,3}down"),
    ("poorly ", r"under-(?=(?:assess|estimat|plan)\w)"),
    ("fine", r"up to scratch"),
)
"""The same for words that say it together: the word that stands for them, and a pattern."""
_SAID = {f"g{place}": word for place, (word, _) in enumerate(_SAYINGS)}
_SAYING = re.compile(
    r"\b(?=[tskalru])(?:" + "|".join(rf"(?P<g{place}>{pattern})\b" for place, (_, pattern) in enumerate(_SAYINGS)) + ")"
)


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word in lower case without its ending; only lightly, so that "reoffending" and "offending" stay two words."""
    word = word.replace("’", "'")
    if word.endswith("n't"):
        return "not"
    word = word.removesuffix("'s").removesuffix("'")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, instead in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _SHORTEST:
            word = word.removesuffix(ending) + instead
            break
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    if len(word) > _SHORTEST and word.endswith("e"):
        word = word[:-1]
    return _SAME.get(word, word)


def stems(text: str) -> list[str]:
    """The stems of a text in order; hyphens and strokes part words, and words that no term hangs on are left out."""
    text = _SAYING.sub(lambda match: _SAID[match.lastgroup or ""], text.lower())
    found = (stem(word) for word in _WORD.findall(text))
    return [word for word in found if word not in _LITTLE]


@lru_cache(maxsize=2048)
def stemmed(text: str) -> str:
    """The stems of a text as one line with a blank before and behind each, to look for a phrase in."""
    return f" {' '.join(stems(text))} "
