"""Initials: "J.S.", "JS said", "K's mother", but no acronym, no class of drug and no letter that stands for a name on purpose."""

import re
from collections.abc import Iterator

from sqs_tui.domain.privacy import forms, people
from sqs_tui.domain.privacy.grammar import Grammar
from sqs_tui.domain.privacy.lexicon import Known, Lexicon, Stretch

_DOTTED = re.compile(
    r"(?<![\w.])[A-Z]\.(?:[ -]?[A-Z]\.)*[ -]?[A-Z](?!\w|['’](?!s\b))\.?|(?<![\w.])[A-Z]\.[ -]?[A-Z]\.|(?<![\w.])[a-z]\.[a-z]\."
)
_SHORTENED = people.word_set("eg ie am pm nb pa ca cf ps pp vs uk us eu pe re it tv ok ad bc rc ce")
"""What is written with points although it is nobody's initials; a longer one may be any acronym that is known."""
_MEASURING = frozenset({"wing", "grade", "level", "class", "category", "team", "block", "unit", "drugs", "drug", "road", "roads"})
"""Nouns before which a capital alone tells which one."""


def find_dotted(text: str, lexicon: Lexicon, known: Known) -> Iterator[Stretch]:
    """Initials with points, "J.S." or "J. S.", but not the shortened names of countries and subjects."""
    for match in _DOTTED.finditer(text):
        letters = "".join(filter(str.isalpha, match[0])).lower()
        if letters in _SHORTENED or letters in known.own_words or (len(letters) > 2 and letters in lexicon.allowed):
            continue
        if not forms.BIRTH.match(text, match.start()):
            yield Stretch("initials", match.start(), match.end())


def is_bracketed(grammar: Grammar, place: int) -> bool:
    """Whether two capitals are put in brackets behind the noun for somebody, so that no acronym is meant: "mum (JP)"."""
    before = grammar.before(place)
    if before is None or before.key not in people.KIN | people.NAMED:
        return False
    return grammar.gap(place).strip() == "(" and grammar.gap(place + 1).startswith(")")


def _is_choice(grammar: Grammar, place: int) -> bool:
    """Whether a stroke puts a letter beside another thing: "Y / N", but not "w/ R"."""
    return grammar.gap(place) in {"/", " / "} or "/" in grammar.gap(place + 1)


def _is_quoted(grammar: Grammar, place: int) -> bool:
    """Whether a capital stands in quotation marks and acts: "“J” was 13"."""
    opening, closing, behind = grammar.gap(place)[-1:], grammar.gap(place + 1)[:1], grammar.next(place)
    return opening in {"'", '"', "‘", "“"} and closing in {"'", '"', "’", "”"} and behind is not None and behind.key in people.BE


def is_pair(grammar: Grammar, place: int) -> bool:
    """Whether two capitals that are no known acronym stand where a person does."""
    return not (grammar.is_determined(place) or grammar.in_run(place))


def is_lower(grammar: Grammar, place: int, known: bool) -> bool:
    """Whether one or two letters without capitals stand for a person: "k's mother", "js said"; `known`: they are a word."""
    word = grammar.words[place]
    if not word.lettered or len(word.key) > 2 or word.key in {"a", "i", "s", "t", "w"} or (known and len(word.key) == 2):
        return False
    if grammar.owns(place, people.KIN):
        return True
    if not word.joined and not word.opens:
        return False
    spoken = grammar.tied(place)
    return not grammar.is_determined(place) and (
        grammar.is_addressed(place) or (len(word.key) == 2 and spoken is not None and spoken.key in people.SAYING)
    )


def is_letter(grammar: Grammar, place: int) -> bool:
    """Whether a capital alone stands for a person: "K's mother", "spoke to K about it", "A. was late"."""
    word, before, behind = grammar.words[place], grammar.before(place), grammar.tied(place)
    if word.key == "i" or _is_choice(grammar, place) or (before and word.joined == "-") or (behind and behind.joined == "-"):
        return False
    if before and before.pointed and len(before.key) == 1:
        return False  # the second of two with points, which are looked at together
    if grammar.is_determined(place) or (before and not word.opens and before.key in people.LABELLED):
        return False
    if grammar.is_called(place) or _is_quoted(grammar, place):
        return True
    if before and word.joined and (before.key in people.LABELLED_PEOPLE or before.key in people.NAMED):
        return word.key not in people.LABELS
    if word.pointed and behind:
        return not behind.capital
    if word.owns:
        return grammar.owns(place) and word.key != "a"
    if word.key == "a":
        return bool(before and word.joined and before.key == "that" and grammar.acts(place, certain=False))
    chosen = word.key in people.LABELS and not word.opens and before is not None and before.key not in people.BEFORE_PERSON
    if not chosen and (grammar.acts(place, certain=False) or grammar.is_apposed(place) or grammar.is_addressed(place)):
        return True
    if before is None or not word.joined or before.key not in people.BEFORE_PERSON:
        return False
    return behind is None or (not behind.capital and behind.key not in _MEASURING)
