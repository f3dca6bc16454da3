"""The letter's template: its frame, order, headings and fixed sentences, as the criteria file holds them."""

import msgspec


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A value read from the criteria file."""


class LetterBlock(_Data, frozen=True, kw_only=True):
    """One piece of the letter's frame, in order. `kind` says what it becomes.

    `heading` (text; with a section, the paragraphs under it are numbered), `paragraph` (text, may hold figures), `lines` (text,
    line breaks kept), `findings` (drafted paragraphs, one for each tuple of `paragraphs`), `strengths` and `improvements` (text
    introduces the list).
    """

    id: str
    kind: str
    text: str = ""
    level: int = 2
    section: str = ""
    paragraphs: tuple[tuple[str, ...], ...] = ()
    none_text: str = ""
    """What stands instead of an empty list of strengths or improvements."""


class LetterFrame(_Data, frozen=True, kw_only=True):
    """The letter as the instrument prescribes it."""

    blocks: tuple[LetterBlock, ...]
    frames: tuple[str, ...]
    """How a finding's clause becomes a sentence: `{clause}`, `{Clause}` (capitalised) and `{figure}` are replaced."""
    frame_in_words: tuple[str, ...]
    """The same for figures printed in words only."""
    letterhead: str = ""
    """What `{{letterhead}}` prints where an inspection has none of its own."""
    copies: tuple[str, ...] = ()
    """What `{{copies}}` prints where an inspection has no list of its own: who gets a copy, by role."""
