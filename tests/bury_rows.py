"""Whether a letter states what the published one of Bury does, row by row, whatever it was exported to."""

import re
from collections.abc import Mapping
from typing import Any

from tests.builders import bury_expected, default_instrument

OPERATIONAL = "operational management"
"""The key under which the unnumbered paragraphs of that name come."""
_WORDS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen",
)  # fmt: skip
_TYPED = {"1.3": "in other forms"}
"""What the letter says in prose of its own of a question for which it prints neither number nor word."""
_POLICIES = ("risk of harm", "vulnerability", "engagement", "compliance")


def rows_missing(text_by_paragraph_number: Mapping[str, str]) -> list[str]:
    """The rows of the expected figures that a letter does not state, each with its paragraph and what was looked for there.

    Takes plain text, by the letter's own numbers ("3.1"), and what stands under "Operational management" by `OPERATIONAL`.
    """
    expected = bury_expected()
    texts = {number: " ".join(text.split()) for number, text in text_by_paragraph_number.items()}
    rows = [row for row in (*expected["facts"], *expected["judgements"]) if "paragraph" in row]
    paragraphs = {row["question"]: row["paragraph"] for row in rows}
    wanted = [
        *((row["question"], _pattern(row)) for row in rows),
        *((row["question"], _reasons(row)) for row in expected["top_reasons"]),
        *((row["question"], r"“(\S+ ){10,}\S+”") for row in expected["quotes"]),
    ]
    missing = [
        f"{question} in {paragraphs[question]}: {pattern}"
        for question, pattern in wanted
        if not re.search(pattern, texts.get(paragraphs[question], ""))
    ]
    percentages = [found for text in texts.values() for found in re.findall(r"\d+%|per cent", text)]
    return missing if percentages == ["57%"] else [*missing, f"57% once, and no other percentage: {percentages}"]


def _pattern(row: dict[str, Any]) -> str:
    """What a row's form asks for, as a regular expression that must be found in its paragraph; within one sentence."""
    form = row.get("form", "words").split(",")[0].split(" with ")[0]
    return _pattern_of_words(form, row) or _pattern_of_numbers(form, row)


def _pattern_of_words(form: str, row: dict[str, Any]) -> str:
    match form:
        case "words" | "joined s6+s7":
            # "almost all" and "all but one" are no "all".
            return rf"(?i)(?<!almost )\b{row['words']}\b" + (r"(?! but)" if row["words"] == "all" else "")
        case "joined s1+s2+s3+s4":
            return rf"(?i)\b{row['words']} members of staff\b[^.]*{'[^.]*'.join(_POLICIES)}"
        case "failing share" if "failing_words" in row:
            return rf"\b{row['failing_words']} (of )?members of staff\b"
        case "typed prose":
            return _TYPED[row["question"]]
    return ""


def _pattern_of_numbers(form: str, row: dict[str, Any]) -> str:
    n, d = row.get("n", row.get("yes")), row.get("d", row.get("of"))
    match form:
        case "n of d":
            return rf"\b{_share(n, d)}\b"
        case "failing share":
            return rf"\b{_share(d - n, d)}\b[^.]*\bnot\b"
        case "joined":
            return rf"\b{row['letter_says']}\b[^.]*\b{_share(n, d)}\b"
        case "n of these":
            return rf"\b{_WORDS[n].capitalize()} of these\b"
        case "all d":
            return rf"\ball {_WORDS[d]} {_noun(row['question'])}"
        case "n and percent":
            return rf"\b{_lone(n)}\b[^.]*\b{row['percent']}%"
        case "d":
            return rf"\b{_lone(d)} cases\b[^.]*\b{_lone(n)}\b"
        case "n at the start of a sentence":
            return rf"(^|[.] ){_WORDS[n].capitalize()} of the "
    raise ValueError(f"no form is called {form}")


def _share(n: int, d: int) -> str:
    """Both numbers in words where both are at most ten, both in numerals otherwise."""
    return f"{_WORDS[n]} of the {_WORDS[d]}" if d <= 10 else f"{n} of the {d}"


def _lone(n: int) -> str:
    return _WORDS[n] if n <= 10 else str(n)


def _noun(question: str) -> str:
    denominator = default_instrument().questions[question].denominator
    assert denominator is not None
    return denominator.many


def _reasons(row: dict[str, Any]) -> str:
    """The commonest reasons in their order, in the words of the criteria file."""
    printed = {reason.id: re.escape(reason.printed) for reason in default_instrument().reasons_of(row["question"])}
    return ".*".join(printed[reason] for reason in row.get("first_two", [row.get("first")]))
