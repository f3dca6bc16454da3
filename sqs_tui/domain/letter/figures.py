"""Figures: what stands in double braces in the letter, and what each of them printed; `printing.Figures` prints them.

`{{1.1}}` prints "10 of the 14 cases". After the source stand forms, in any order: `bare` (no noun), `words` (the proportion as a
word), `percent`, `n`, `d` (lone numbers), `of-these` ("seven of these"), `reasons` (the commonest reasons), `not` (the failing
share, with any form that counts), and last `if` with a condition. Sources are questions, questions joined by "+", `area:ID`,
details of the inspection, the units counted (`cases`), what was concluded on areas (`strengths`, `improvements`), and
`quote:ID`.
"""

import re

import msgspec

from sqs_tui.text import clean_text

FORMS = ("words", "percent", "n", "d", "of-these", "reasons")
"""The forms that exclude each other."""


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


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind a printed number: a question's answers, or those pooled in an area."""

    source: str
    """The question's id, or `area:` and the area's."""
    condition: str = ""
    met: int
    of: int
    met_records: tuple[str, ...] = ()
    """Ids."""
    not_met_records: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The share in few words: "1.1: 10 of 14"."""
        condition = f" if {self.condition}" if self.condition else ""
        return f"{self.source}{condition}: {self.met} of {self.of}"


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """A figure as the letter shows it."""

    text: str
    """Never empty; a figure that cannot be printed is a mark in square brackets."""
    problem: str = ""
    """One sentence on why it cannot be printed."""
    questions: tuple[str, ...] = ()
    """The questions it speaks of."""
    shares: tuple[Basis, ...] = ()
    """What stands behind it; none for details, and for what was said in confidence."""
    quote: str = ""
    """The id of the quote that it printed."""

    @property
    def basis(self) -> str:
        """All that stands behind it, in few words."""
        return "; ".join(share.says for share in self.shares)


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
    unknown = next((word for word in rest if word not in (*FORMS, "bare", "not")), None)
    if unknown:
        return Figure(text=whole, source=source, fault=f'there is no form "{unknown}"')
    forms = [form for form in FORMS if form in rest]
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
