"""The routing language: conditions over the answers of one record.

    psr = yes      2.4 != na      2.4 has no-plan      (sentence = 4 or sentence = 5) and not custody = yes

A comparison with a question that is not asked is false, whichever way it compares: there is nothing to compare with. One with
a question that is asked and unanswered is neither true nor false yet.
"""

import re
from collections.abc import Callable
from enum import Enum
from functools import cached_property, lru_cache

import msgspec

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.records import Content


class ConditionError(ValueError):
    """A condition that cannot be read; says what was expected where."""


class Missing(Enum):
    """Why there is no answer to compare with."""

    NOT_ASKED = "not asked"
    UNANSWERED = "unanswered"


LookUp = Callable[[str], Content | Missing]


class _Node(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """A part of a condition."""


class Comparison(_Node, frozen=True, kw_only=True):
    """A question compared with a value ("=", "!=") or a reason ("has")."""

    question: str
    operator: str
    value: str

    def holds(self, look_up: LookUp) -> bool | None:
        """True, false, or None while the question waits for its answer."""
        content = look_up(self.question)
        if content is Missing.NOT_ASKED:
            return False
        if isinstance(content, Missing):
            return None
        match self.operator:
            case "=":
                return content.value == self.value
            case "!=":
                return content.value != self.value
            case _:
                return self.value in content.reasons

    def describe(self, instrument: Instrument) -> str:
        """The comparison as a person says it: "Custody is Yes"."""
        asked = instrument.questions[self.question]
        if self.operator == "has":
            reason = next((reason for reason in instrument.reasons_of(self.question) if reason.id == self.value), None)
            return f"{asked.label} has the reason “{reason.label if reason else self.value}”"
        choice = instrument.choice(self.question, self.value)
        return f"{asked.label} is {'' if self.operator == '=' else 'not '}{choice.label if choice else self.value}"

    @property
    def parts(self) -> "tuple[Comparison, ...]":
        """The comparisons in it: itself."""
        return (self,)


class Not(_Node, frozen=True, kw_only=True):
    """The opposite of a condition."""

    inner: "Comparison | Not | Junction"

    def holds(self, look_up: LookUp) -> bool | None:
        """True, false, or None while it depends on an answer that is not there yet."""
        held = self.inner.holds(look_up)
        return None if held is None else not held

    def describe(self, instrument: Instrument) -> str:
        """The condition as a person says it."""
        return f"it is not so that {self.inner.describe(instrument)}"

    @property
    def parts(self) -> tuple[Comparison, ...]:
        """The comparisons in it, in order."""
        return self.inner.parts


class Junction(_Node, frozen=True, kw_only=True):
    """Conditions joined by "and" or by "or"."""

    word: str
    members: "tuple[Comparison | Not | Junction, ...]"

    def holds(self, look_up: LookUp) -> bool | None:
        """True, false, or None while it depends on an answer that is not there yet."""
        decides = self.word == "or"
        held = [member.holds(look_up) for member in self.members]
        return decides if decides in held else None if None in held else not decides

    def describe(self, instrument: Instrument) -> str:
        """The condition as a person says it."""
        return f" {self.word} ".join(member.describe(instrument) for member in self.members)

    @property
    def parts(self) -> tuple[Comparison, ...]:
        """The comparisons in it, in order."""
        return tuple(part for member in self.members for part in member.parts)


class Condition(_Node, frozen=True, kw_only=True):
    """A condition that has been read."""

    root: Comparison | Not | Junction

    def holds(self, look_up: LookUp) -> bool | None:
        """Whether it holds for a record; None while it depends on a question that is asked and unanswered."""
        return self.root.holds(look_up)

    def describe(self, instrument: Instrument) -> str:
        """The condition as a person says it; its questions must be the instrument's."""
        return self.root.describe(instrument)

    @cached_property
    def parts(self) -> tuple[Comparison, ...]:
        """The comparisons in it, in order."""
        return self.root.parts

    @cached_property
    def questions(self) -> frozenset[str]:
        """The questions it depends on."""
        return frozenset(part.question for part in self.parts)


_TOKEN = re.compile(r"\s*(?P<word>[()]|!=|=|[^\s()=!]+)")
_OPERATORS = ("=", "!=", "has")
_WORDS = frozenset({"and", "or", "not", "has", "(", ")", "=", "!="})


@lru_cache(maxsize=512)
def parse(text: str) -> Condition:
    """Read a condition; raises ConditionError."""
    reader = _Reader(text)
    root = reader.junction("or")
    if reader.here:
        raise ConditionError(f'expected "and" or "or" before "{reader.here}"')
    return Condition(root=root)


class _Reader:
    """Reads a condition from left to right: "or" binds loosest, then "and", then "not"."""

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        at = 0
        text = text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise ConditionError(f'"{text[at:].strip()[:1]}" has no meaning in a condition')
            self._tokens.append(found["word"])
            at = found.end()
        self._tokens.reverse()

    @property
    def here(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _take(self) -> str:
        return self._tokens.pop() if self._tokens else ""

    def junction(self, word: str) -> Comparison | Not | Junction:
        read = self._single if word == "and" else lambda: self.junction("and")
        members = [read()]
        while self.here == word:
            self._take()
            members.append(read())
        return members[0] if len(members) == 1 else Junction(word=word, members=tuple(members))

    def _single(self) -> Comparison | Not | Junction:
        if self.here == "not":
            self._take()
            return Not(inner=self._single())
        if self.here == "(":
            self._take()
            inner = self.junction("or")
            if self._take() != ")":
                raise ConditionError('a "(" is not closed')
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        question, operator = self._name("a question"), self._take()
        if operator not in _OPERATORS:
            expected = f'"{question}" needs "=", "!=" or "has" behind it'
            raise ConditionError(f'{expected}, not "{operator}"' if operator else expected)
        return Comparison(question=question, operator=operator, value=self._name(f'a value behind "{operator}"'))

    def _name(self, what: str) -> str:
        word = self._take()
        if not word or word in _WORDS:
            raise ConditionError(f'expected {what}, not "{word}"' if word else f"expected {what} at its end")
        return word
