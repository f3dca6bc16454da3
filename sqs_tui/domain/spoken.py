"""A review in words for the ear: short lines without colour or place, of which each says one thing."""

from collections.abc import Iterator

from sqs_tui.domain.instrument import Asks, Choice, Counts, Instrument
from sqs_tui.domain.records import Content
from sqs_tui.domain.routing import AnswerState, Place


def name_of(instrument: Instrument, question: str) -> str:
    """How sentences call a question: by its number, or by its title where it has none."""
    known = instrument.questions[question]
    return question if known.numbered else known.title


def question_lines(instrument: Instrument, place: Place) -> Iterator[str]:
    """A question: what it is called, what it asks, how it is answered, and the present answer if there is any."""
    question = instrument.questions[place.question]
    yield sentence(question.label)
    yield question.text
    if place.asked:
        yield choices(instrument, place.question)
    else:
        kept = " Its answer is kept." if place.state is AnswerState.PARKED else ""
        yield f"Not asked: {sentence(place.why)}{kept}"
    if place.content:
        yield f"Answer so far: {answer(instrument, place.question, place.content)} {note(place.content)}".rstrip()


def choices(instrument: Instrument, question: str) -> str:
    """The keys of the choices, each with what it stands for: "y Yes, n No."."""
    out_means = instrument.questions[question].out_means
    said = (
        f"{one.key} {one.label}{f' ({out_means})' if one.counts is Counts.OUT and out_means else ''}"
        for one in instrument.choices_of(question)
    )
    return f"{', '.join(said)}."


def reason_lines(instrument: Instrument, question: str, content: Content) -> Iterator[str]:
    """The reasons with their digits, one a line; those given are said to be."""
    for reason in instrument.reasons_of(question):
        yield f"{reason.key} {reason.label}{', given' if reason.id in content.reasons else ''}"


def answer(instrument: Instrument, question: str, content: Content) -> str:
    """An answer with its reasons and without its note, as a sentence: "No, because vague; late."."""
    choice = instrument.choice(question, content.value)
    given = [reason.label for reason in instrument.reasons_of(question) if reason.id in content.reasons]
    said = choice.label if choice else content.value or ("no answer, only a note" if content.note else "no answer")
    return sentence(f"{said}, because {'; '.join(given)}" if given else said)


def note(content: Content) -> str:
    """The note, and whether it may be quoted; empty where there is none."""
    if content.note_removed and not content.note:
        return "Its note was removed."
    return f"Note{', quotable' if content.quote else ''}: {content.note}" if content.note else ""


def asks_reasons(instrument: Instrument, question: str, choice: Choice) -> bool:
    """Whether an answer is followed by its reasons."""
    return choice.reasons is not Asks.NOTHING and bool(instrument.reasons_of(question))


def reasons_and_note(line: str) -> tuple[frozenset[str], str]:
    """The digits at the beginning of a line, such as "1 3", "1,3" or "13", and the text behind them."""
    digits: set[str] = set()
    while True:
        word, _, rest = line.lstrip().partition(" ")
        named = word.replace(",", "")
        if not (named.isascii() and named.isdigit()):
            return frozenset(digits), line.strip()
        digits |= set(named)
        line = rest


def sentence(text: str) -> str:
    """The text as a sentence: its first letter large, and an end."""
    text = f"{text[:1].upper()}{text[1:]}".rstrip()
    return text if text.endswith((".", "?", "!")) else f"{text}."
