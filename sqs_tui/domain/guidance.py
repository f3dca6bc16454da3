"""Finding words in all that an instrument says of its questions: titles, texts, guidance, reasons, what not applicable means."""

from collections.abc import Iterator

import msgspec

from sqs_tui.domain.instrument import Instrument, Question


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A question that holds what was looked for."""

    question: str
    says: str
    """That of its texts which holds most of the words; its own text where no word was given."""


def find(instrument: Instrument, typed: str) -> tuple[Found, ...]:
    """The questions that hold every word of `typed`, in the order of the instrument; all of them where there is none."""
    words = typed.casefold().split()
    found = ((question, list(_texts(instrument, question))) for question in instrument.questions.values())
    return tuple(
        Found(question=question.id, says=max(texts, key=lambda text: sum(word in text.casefold() for word in words)))
        for question, texts in found
        if all(word in " ".join(texts).casefold() for word in words)
    )


def _texts(instrument: Instrument, question: Question) -> Iterator[str]:
    """All that is said of a question, its own text first."""
    yield question.text
    yield question.label
    yield question.guidance
    yield from (f"Reason: {reason.label}" for reason in instrument.reasons_of(question.id))
    if question.out_means:
        yield f"Not applicable: {question.out_means}"


def excerpt(text: str, typed: str, width: int, ellipsis: str) -> str:
    """As much of a text as `width` characters hold, with the first word of `typed` that it holds in sight."""
    places = [at for word in typed.casefold().split() if (at := text.casefold().find(word)) >= 0]
    start = max(0, min((places or [0])[0] - width // 3, len(text) - width))
    return f"{ellipsis}{text[start + len(ellipsis) :]}" if start else text
