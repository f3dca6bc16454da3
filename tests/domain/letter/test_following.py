"""A changed answer redraws, or makes stale, exactly the paragraphs whose figures hang on it.

What a figure hangs on is worked out here from the criteria file alone, by other means than the letter's own.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sqs_tui.domain.letter.entries import NO_ENTRIES, Entries, ParagraphEntry
from sqs_tui.domain.letter.letter import Letter
from sqs_tui.domain.letter.paragraphs import Paragraph
from sqs_tui.domain.letter.tokens import figure_tokens, reading
from sqs_tui.domain.records import Content
from sqs_tui.domain.tally import Reviewed
from tests.builders import bury_records, content, default_instrument, reviewed
from tests.domain.letter.letters import bury_edited, bury_entries, bury_inspection, letter

UNTOUCHED = [reviewed("BU15", {}), reviewed("CM9", {}, unit="staff")]
FULL = [*bury_records(), *UNTOUCHED]
SPARSE = [record for record in bury_records() if record.id in {"BU01", "BU02", "CM1"}] + UNTOUCHED
FIGURES = (
    *("area:oversight", "area:harm if psr", "area:vulnerability percent", "1.4 if custody", "2.4 reasons", "3.2 percent"),
    *("1.6 bare if victim = yes and not 1.1 = yes", "4.7", "4.6 not", "cases", "cases if custody", "staff", "s1 words", "1.2 d"),
    *("3.3 of-these", "3.3 not words bare", "1.4+2.2 bare", "1.5+4.5 n", "area", "strengths", "psr if looked-after = no"),
)


def _with_every_kind_of_figure() -> Entries:
    """The demonstration's letter with a paragraph more for each kind of figure, as somebody has seen it."""
    made = {f"own-{at}": ParagraphEntry(text=f"In {{{{{figure}}}}}.", place="3") for at, figure in enumerate(FIGURES)}
    entries = msgspec.structs.replace(bury_edited(), paragraphs={**bury_edited().paragraphs, **made})
    written = letter(default_instrument(), FULL, bury_inspection(), entries)
    seen = {
        paragraph.id: msgspec.structs.replace(made[paragraph.id], seen=written.seen(paragraph))
        for paragraph in written.paragraphs
        if paragraph.id in made
    }
    return msgspec.structs.replace(entries, paragraphs={**entries.paragraphs, **seen})


LETTERS: dict[str, tuple[Sequence[Reviewed], Entries]] = {
    "as it is drafted": (FULL, NO_ENTRIES),
    "with its two lists": (FULL, bury_entries()),
    "as its lead inspector edited it": (FULL, bury_edited()),
    "with every kind of figure": (FULL, _with_every_kind_of_figure()),
    "of a few records": (SPARSE, NO_ENTRIES),
}


class Put(msgspec.Struct, frozen=True):
    """One answer put in the place of another."""

    record: str
    question: str
    content: Content


def _puts(records: Sequence[Reviewed]) -> st.SearchStrategy[Put]:
    """Any record, any question, any value, any reasons, and clearing."""

    def of_question(place: tuple[Reviewed, str]) -> st.SearchStrategy[Put]:
        record, question = place
        values = [choice.value for choice in default_instrument().choices_of(question)]
        reasons = [reason.id for reason in default_instrument().reasons_of(question)]
        given_reasons = st.lists(st.sampled_from(reasons), unique=True, max_size=3).map(tuple) if reasons else st.just(())
        contents = st.builds(Content, value=st.sampled_from([*values, "", "never heard of"]), reasons=given_reasons)
        return contents.map(lambda made: Put(record.id, question, made))

    places = [(record, asked.id) for record in records for asked in default_instrument().of_unit(record.unit)]
    return st.sampled_from(places).flatmap(of_question)


def put_into(records: Sequence[Reviewed], put: Put) -> list[Reviewed]:
    return [
        msgspec.structs.replace(record, answers={**record.answers, put.question: put.content})
        if record.id == put.record
        else record
        for record in records
    ]


@cache
def before(name: str) -> Letter:
    records, entries = LETTERS[name]
    return letter(default_instrument(), records, bury_inspection(), entries)


def after(name: str, put: Put) -> Letter:
    records, entries = LETTERS[name]
    return letter(default_instrument(), put_into(records, put), bury_inspection(), entries)


# What is seen of a paragraph


def read(made: Letter, identity: str) -> str:
    """A paragraph as one reads it, without its number; nothing where the letter has none."""
    paragraph = made.paragraph(identity)
    return reading(made.tokens_of(paragraph))[0] if paragraph else ""


def prints(made: Letter, identity: str) -> list[tuple[str, str]]:
    """Each figure of a paragraph with what it prints; a drafted sentence is there when its figure is."""
    paragraph = made.paragraph(identity)
    tokens = figure_tokens(made.tokens_of(paragraph)) if paragraph else ()
    return [(token.meta["figure"].text, token.content) for token in tokens]


# What a paragraph hangs on


def with_gates(questions: Iterable[str]) -> set[str]:
    """Questions, and those that their rules speak of."""
    known = default_instrument().questions
    found = set(questions)
    for question in [*found]:
        found |= with_gates({word for word in re.findall(r"[\w.-]+", known[question].asked_when) if word in known} - found)
    return found


def of_areas() -> set[str]:
    return {question for area in default_instrument().areas for question in area.questions}


def hangs_on(made: Letter, paragraph: Paragraph, *, alone: bool) -> set[str]:
    """The questions that a paragraph hangs on; where an answer stands `alone` in its record, also those that make it begun."""
    asked = default_instrument()
    questions: set[str] = set()
    lists = {"strengths": "strength", "improvements": "improvement"}
    signs = {str(decision.sign) for decision in made.entries.decisions.values()}
    for figure, _ in prints(made, paragraph.id):
        source, *rest = figure.split()
        questions |= {word for word in re.findall(r"[\w.-]+", " ".join(rest)) if word in asked.questions}
        questions |= {part for part in source.split("+") if part in asked.questions}
        questions |= {q for area in asked.areas if source == f"area:{area.id}" for q in area.questions}
        questions |= of_areas() if source in lists and lists[source] not in signs else set()
        for unit in asked.units:
            if source in (unit.id, unit.folder) and alone:
                questions |= {question.id for question in asked.of_unit(unit.id)}
    for block in asked.letter.blocks:
        if block.kind in lists and block.id == paragraph.id and lists[block.kind] not in signs:
            questions |= of_areas()
        for spoken in block.paragraphs:
            if paragraph.id == f"{block.id}:{spoken[0]}" and not paragraph.own:
                questions |= set(spoken)
    return with_gates(questions)


def check(name: str, put: Put) -> set[str]:
    """Hold one change against what is promised; gives the paragraphs that it concerned."""
    old, new = before(name), after(name, put)
    every = {paragraph.id: paragraph for made in (old, new) for paragraph in made.paragraphs}
    reads_otherwise = {identity for identity in every if read(old, identity) != read(new, identity)}
    redrawn = {identity for identity in reads_otherwise if not every[identity].own}
    stale = {paragraph.id for paragraph in new.paragraphs if new.changed(paragraph)}
    concerned = {identity for identity in every if prints(old, identity) != prints(new, identity)}
    assert redrawn | stale == concerned

    others = next(record.answers for record in LETTERS[name][0] if record.id == put.record).keys() - {put.question}
    hanging = {
        paragraph.id
        for made in (old, new)
        for paragraph in made.paragraphs
        if put.question in hangs_on(made, paragraph, alone=not others)
    }
    assert concerned <= hanging
    for identity in every.keys() - hanging:
        one, other = old.paragraph(identity), new.paragraph(identity)
        assert one is not None
        assert other is not None
        moved = [paragraph.id for paragraph in old.paragraphs] != [paragraph.id for paragraph in new.paragraphs]
        assert other == (msgspec.structs.replace(one, number=other.number) if moved else one)
        assert identity not in reads_otherwise
    return concerned


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "of a few records"])
@settings(max_examples=40)
@given(put=_puts(FULL))
@example(put=Put("BU15", "psr", content("yes")))
@example(put=Put("CM9", "s1", content("no")))
@example(put=Put("BU01", "psr", content()))
def test_a_changed_answer_concerns_exactly_the_paragraphs_that_hang_on_it(name: str, put: Put) -> None:
    check(name, put)


@settings(max_examples=40)
@given(put=_puts(SPARSE))
@example(put=Put("BU15", "2.7", content("yes")))
def test_where_sentences_come_and_go_others_stay_as_they_are(put: Put) -> None:
    check("of a few records", put)


def flipped(record: str, question: str) -> Put:
    """A No for a Yes, and a Yes for a No."""
    given_value = next(known for known in FULL if known.id == record).answers[question].value
    return Put(record, question, content("yes" if given_value == "no" else "no"))


def some_record(question: str, value: str) -> str:
    return next(record.id for record in FULL if question in record.answers and record.answers[question].value == value)


@pytest.mark.parametrize("name", [name for name in LETTERS if name != "of a few records"])
@pytest.mark.parametrize(
    ("question", "paragraphs"),
    [
        ("1.1", {"findings-1:1.1"}),
        ("1.7", {"findings-1:1.6"}),
        ("2.4", {"findings-2:2.4"}),
        ("3.2", {"findings-3:3.1"}),
        ("4.5", {"findings-4:4.5"}),
        ("s1", {"findings-5:s1"}),
    ],
)
def test_a_yes_that_becomes_a_no_concerns_the_one_paragraph_that_prints_it(
    name: str, question: str, paragraphs: Mapping[str, str]
) -> None:
    concerned = check(name, flipped(some_record(question, "yes"), question))
    besides = {"summary-text", "strengths-list", "improvements-list"}
    assert {identity for identity in concerned - besides if not identity.startswith("own-")} == paragraphs
    if name == "as its lead inspector edited it":
        assert concerned == paragraphs


def test_each_kind_of_figure_is_concerned_by_what_it_hangs_on() -> None:
    given = {(asked, content.value): record.id for record in FULL for asked, content in record.answers.items()}
    changes = [flipped(record, asked) for (asked, value), record in given.items() if value in {"yes", "no"}]
    concerned = set[str]().union(*(check("with every kind of figure", change) for change in changes))
    concerned |= check("with every kind of figure", Put("BU15", "psr", content("yes")))
    concerned |= check("with every kind of figure", Put("CM9", "s1", content("yes")))
    quiet = {f"own-{FIGURES.index(figure)}" for figure in ("area", "strengths")}
    assert {f"own-{at}" for at in range(len(FIGURES))} - concerned == quiet


def test_a_fact_concerns_all_that_it_decides() -> None:
    put = flipped(some_record("psr", "yes"), "psr")
    assert check("as its lead inspector edited it", put) == {
        "findings-1:psr",
        "findings-2:2.1",
        "findings-3:3.1",
        "findings-4:4.1",
    }
