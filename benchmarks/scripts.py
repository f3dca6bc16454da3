"""What is typed: scripts of keys, each with the kind of thing that it does."""

from typing import NamedTuple

from benchmarks.libraries import ALREADY, ANSWERS

ANSWER, NOTE = "answer", "note character"


class Key(NamedTuple):
    """A key, and what it does."""

    kind: str
    keys: str


_UP, _DOWN = "\x1b[A", "\x1b[B"
_REASONS = {"2.1": "4", "3.2": "1", "3.3": "2", "4.3": "2"}
"""Questions that are answered with No here, with the digit of the reason."""
_NOTES = {"2.1": "An assault in 2011 is missing.", "3.2": "Two episodes [of 3] left out.", "3.3": "Who does what?", "4.3": "no"}


def review() -> list[Key]:
    """Keys on Review: one case reviewed to its end, moves and a look around, and the next case begun; more than 200 in all."""
    return [*_case(ALREADY), *_looking(), *_case(0), *_looking()]


def answers(count: int) -> list[Key]:
    """As many answers that each change a tally and show the next question, begun in the first case."""
    keys = [Key(ANSWER, key) for _, key in ANSWERS[ALREADY:]]
    rest = [Key("", "\r"), *(Key("", key) for _, key in ANSWERS[:8]), *(Key(ANSWER, "y") for _ in ANSWERS[8:])]
    while sum(key.kind == ANSWER for key in keys) < count:
        keys += rest
    return keys


def _case(first: int) -> list[Key]:
    """A case from one of its questions to the finish line, and over it."""
    typed: list[Key] = []
    for question, key in ANSWERS[first:]:
        if question in _REASONS:
            typed += [Key("answer No", "n"), Key("reason", _REASONS[question])]
            note = _NOTES[question]
            typed += [Key("begin of a note", note[0]), *(Key(NOTE, character) for character in note[1:])]
            typed.append(Key("end of a note", "\r"))
        else:
            judged = question[0].isdigit()
            typed.append(Key(ANSWER if judged else "fact", key))
    return [*typed, Key("next case", "\r")]


def _looking() -> list[Key]:
    """Moves by a question, pages of them, sections, the cases before and after, the guidance and the reason why."""
    moves = [Key("move", _DOWN)] * 20 + [Key("move", _UP)] * 6 + [Key("scroll", key) for key in "}}}}{{{{{{"]
    return [*moves, Key("next case", "["), Key("next case", "]"), *(Key("look", key) for key in "hhww"), Key("next gap", "\t")]


ELSEWHERE = {
    "Inspection": (("open", "{folder}"), "", [Key("move", _DOWN)] * 12 + [Key("move", _UP)] * 4 + [Key("switch", "\t")] * 2),
    "Summary": (("open", "{folder}"), "s", [Key("move", _DOWN)] * 20 + [Key("next part", "\t")] * 3 + [Key("ranges", "w")] * 2),
    "home": ((), "", [Key("move", _DOWN)] * 12 + [Key("move", _UP)] * 12),
}
"""Other screens: the command line, the keys that lead there, and the keys that are measured."""
