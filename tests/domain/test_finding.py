"""Finding: what is typed, what matches it, and the words around a hit."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.domain.finding import (
    Document,
    Kind,
    Known,
    Query,
    QueryError,
    Source,
    completed,
    excerpt,
    folded,
    matches,
    parse,
    scan,
)

SOURCE = Source("bury-2013-03", "Bury 2013", "Bury", "2013-03-18")
KNOWN = Known(
    questions={"2.1": "Harm in the report", "2.4": "Harm planning", "psr": "Pre-sentence report"},
    answers={"yes": "Yes", "no": "No", "out": "Not applicable"},
    reasons={"no-plan": "No plan produced", "late": "Too late", "no-visit": "No home visit"},
    areas={"Bury": "Bury", "Neath Port Talbot": "Neath Port Talbot"},
    people={"ann": "ann", "ben": "ben"},
    records={"BU07": "BU07", "BU10": "BU10"},
    inspections={"bury-2013-03": "Bury 2013", "leeds-2014-01": "Leeds 2014"},
)
ANSWER = Document(
    kind=Kind.ANSWER,
    place="BU07 2.4",
    title="Harm planning",
    says="No: No plan produced",
    note="The plan came too late: Zoë’s café visit was never followed up.",
    record="7",
    reference="BU07",
    question="2.4",
    value="no",
    reasons=("no-plan",),
    by="ann",
)


def found(typed: str, document: Document = ANSWER) -> bool:
    return matches(parse(typed, KNOWN), SOURCE, document)


@pytest.mark.parametrize(
    "typed",
    [
        "plan",
        "PLAN",
        "zoe",
        "ZOË",
        "Zoe\N{COMBINING DIAERESIS}",
        "cafe vis",
        "bu07",
        "BU07 2.4",
        "2.4",
        '"came too late"',
        '"came too la',
        "late plan",
        "question:2.4",
        "question:2",
        "question:harm",
        'question:"harm pl"',
        "answer:no",
        "Answer:NO",
        "reason:no-plan late",
        'reason:"no plan produced"',
        "note:late",
        'note:"too late"',
        "by:an",
        "record:bu07",
        "record:BU",
        "area:bury",
        "inspection:bury",
        "inspection:bury-2013",
        "question:2.1 question:2.4",
        "question: plan",
        'answer:no question:2.4 "no plan" note:visit',
    ],
)
def test_what_is_typed_finds_the_answer(typed: str) -> None:
    assert found(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "lan",
        "plan leeds",
        '"late too"',
        '"no plan too"',
        "question:2.1",
        "question:psr plan",
        "answer:yes",
        "reason:late",
        "note:produced",
        "by:ben",
        "record:BU10",
        "area:neath",
        "inspection:leeds",
    ],
)
def test_what_is_typed_does_not_find_the_answer(typed: str) -> None:
    assert not found(typed)


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "question:", "note:", 'question:"', "…", "— –"])
def test_nothing_is_looked_for_yet(typed: str) -> None:
    query = parse(typed, KNOWN)
    assert not query
    assert list(scan(query, SOURCE, [ANSWER])) == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("questio:2.4", "There is no filter “questio:”; the nearest is “question:”."),
        ("nope:2.4", "There is no filter “nope:”; the nearest is “note:”."),
        ("question:2.9", "There is no question “2.9”; the nearest is “2.4”."),
        ("reason:visits", "There is no reason “visits”; the nearest is “no-visit”."),
        ("answer:yep", "There is no answer “yep”; the nearest is “yes”."),
        ("area:Bery", "There is no area “Bery”; the nearest is “Bury”."),
        ("record:BU77", "There is no record “BU77”; the nearest is “BU07”."),
        ("by:bem plan", "There is no inspector “bem”; the nearest is “ben”."),
    ],
)
def test_what_is_not_known_is_told_with_the_nearest_that_is(typed: str, says: str) -> None:
    with pytest.raises(QueryError) as refused:
        parse(typed, KNOWN)
    assert str(refused.value) == says


def test_a_filter_of_which_nothing_is_known_is_told() -> None:
    with pytest.raises(QueryError, match="bears the name of an inspector: leave “by:” out"):
        parse("by:ann", Known())


def test_a_time_is_no_filter() -> None:
    assert parse("10:42", Known()).words == ("10 42",)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("ques", "question:"),
        ("plan rea", "plan reason:"),
        ("question:2", "question:2.1 "),
        ("question:harm", "question:2.1 "),
        ("reason:too", "reason:late "),
        ("answer:no", "answer:no "),
        ("area:ne", 'area:"Neath Port Talbot" '),
        ('area:"nea', 'area:"Neath Port Talbot" '),
        ("plan xyz", "plan xyz"),
        ("question:9", "question:9"),
        ("note:la", "note:la"),
        ("", ""),
        ("plan ", "plan "),
    ],
)
def test_tab_makes_a_filter_whole(typed: str, whole: str) -> None:
    assert completed(typed, KNOWN) == whole


def test_an_excerpt_shows_the_hit_with_the_words_around_it_and_marks_it() -> None:
    pieces = excerpt(ANSWER, parse("visit", KNOWN), 40, "…")
    assert [piece.text for piece in pieces if piece.hit] == ["visit"]
    text = "".join(piece.text for piece in pieces)
    assert text.startswith("…")
    assert "café visit was" in text
    assert len(text) <= 40 + 2


def test_the_whole_word_is_marked_also_where_its_letters_bear_accents() -> None:
    document = Document(kind=Kind.LETTER, place="letter", says="Ein Cafe\N{COMBINING ACUTE ACCENT}haus, ŁÓDŹ and straße")
    for typed, marked in (("cafe", "Cafe\N{COMBINING ACUTE ACCENT}haus"), ("lodz", ""), ("łodz", "ŁÓDŹ"), ("strass", "straße")):
        pieces = excerpt(document, parse(typed, KNOWN), 80, "…")
        assert "".join(piece.text for piece in pieces if piece.hit) == marked


def test_words_in_quotes_are_marked_as_one() -> None:
    pieces = excerpt(ANSWER, parse('"too late"', KNOWN), 200, "…")
    assert [piece.text for piece in pieces if piece.hit] == ["too late"]


TEXTS = st.text(st.sampled_from("aAbéÉß .,:-2ΣσςİiﬁŁ\N{COMBINING ACUTE ACCENT}\N{ZERO WIDTH JOINER}漢"), max_size=40)


@given(TEXTS, TEXTS, st.integers(1, 60))
def test_an_excerpt_is_part_of_the_text_and_marks_all_that_is_in_it_and_was_looked_for(says: str, typed: str, width: int) -> None:
    document = Document(kind=Kind.LETTER, place="letter", says=says)
    query = Query(words=tuple(filter(None, [folded(typed).strip()])))
    pieces = excerpt(document, query, width, "")
    assert "".join(piece.text for piece in pieces) in document.body
    if query and matches(query, SOURCE, document) and not matches(query, SOURCE, Document(kind=Kind.LETTER, place="letter")):
        assert any(piece.hit for piece in pieces)


@given(TEXTS)
def test_accents_and_case_are_ignored_wherever_they_are(text: str) -> None:
    assert folded(text) == folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    assert folded(text.upper()) == folded(text.upper().lower())
    assert folded(folded(text)) == folded(text)
