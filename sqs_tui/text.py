"""Text from outside, made safe to keep, show and print."""

import re
import unicodedata

_KEPT = frozenset("\n\t")
_DROPPED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_PLAIN = b"\n" + bytes(range(ord(" "), ord("~") + 1))
_ODD_ESCAPE = re.compile(rb"\\[bfru]")
_STARTS_FORMULA = frozenset("=+-@＝＋－＠﹦﹢﹣﹫")
"""What a spreadsheet takes for the start of a formula; some fold wide and small forms into the plain ones."""
_INVISIBLE = frozenset({"Zs", "Cf", "Mn"})


def clean_text(text: str, *, one_line: bool = False) -> str:
    """Drop what a terminal, a document or a file could take for a command.

    Newline and tab stay; other control characters, lone surrogates, private-use and unassigned characters and bidirectional
    overrides go. CR LF and CR become a newline. With `one_line`, every run of white space becomes one blank and the ends are
    stripped, as a reference or a title needs.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = text
    if not text.replace("\n", "").isprintable():  # nearly every text is, and that is quick to see
        kept = "".join(
            character
            for character in text
            if character in _KEPT or (character not in _BIDI and unicodedata.category(character) not in _DROPPED_CATEGORIES)
        )
    return " ".join(kept.split()) if one_line else kept


def is_odd(content: bytes) -> bool:
    """Whether a file may hold characters that must not reach a terminal; nearly none does, and that is cheap to see."""
    if b"\\" in content and _ODD_ESCAPE.search(content):
        return True
    return not content.translate(None, _PLAIN).decode("utf-8", "replace").isprintable()


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula: what starts one counts also after blanks and invisible marks."""
    if text[:1].isalnum():  # as nearly every text begins
        return False
    first = next((character for character in text if not _passed_over(character)), "")
    return first in _STARTS_FORMULA


def _passed_over(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _INVISIBLE
