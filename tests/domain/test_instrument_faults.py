"""Faults of a criteria file that its shape does not show."""

import json
from typing import Any

import msgspec
import pytest

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.instrument_faults import check_instrument, faults
from sqs_tui.errors import InstrumentError
from sqs_tui.keys import reserved_keys
from sqs_tui.machine import DEFAULT_CRITERIA
from tests.builders import criteria, instrument, question

GOOD: dict[str, Any] = msgspec.json.decode(DEFAULT_CRITERIA.read_bytes())


def found(data: dict[str, Any]) -> tuple[str, ...]:
    return faults(msgspec.convert(data, Instrument), reserved_keys())


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """The small criteria with one value replaced."""
    data = criteria()
    held: Any = data
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = to
    return data


def test_good_criteria_have_no_faults() -> None:
    assert found(criteria()) == found(GOOD) == ()


Q = ("sections", 1, "questions")
LETTER = ("letter", "blocks")


@pytest.mark.parametrize(
    ("path", "to", "fault"),
    [
        # the format
        (("format",), 0, "format: 0 is no format; it must be 1"),
        (("format",), 2, "format: it is newer than this program, which knows format 1"),
        # ids
        ((*Q, 1, "id"), "1.1", 'sections[1].questions[1].id: id "1.1" is taken already by sections[1].questions[0].id'),
        ((*Q, 0, "id"), "s1", 'sections[2].questions[0].id: id "s1" is taken already by sections[1].questions[0].id'),
        (("sections", 1, "id"), "0", 'sections[1].id: id "0" is taken already by sections[0].id'),
        (("units", 1, "id"), "case", 'units[1].id: id "case" is taken already by units[0].id'),
        (("scales", 1, "id"), "fact", 'scales[1].id: id "fact" is taken already by scales[0].id'),
        (
            ("reason_lists", 0, "reasons", 1, "id"),
            "no-plan",
            'reason_lists[0].reasons[1].id: id "no-plan" is taken already by reason_lists[0].reasons[0].id',
        ),
        (("areas", 1, "id"), "plans", 'areas[1].id: id "plans" is taken already by areas[0].id'),
        (("processes", 1, "id"), "assessment", 'processes[1].id: id "assessment" is taken already by processes[0].id'),
        ((*LETTER, 1, "id"), "title", 'letter.blocks[1].id: id "title" is taken already by letter.blocks[0].id'),
        (("sections", 2, "questions", 0, "id"), "and", 'sections[2].questions[0].id: "and" is a word of conditions'),
        (
            ("sections", 2, "questions", 0, "id"),
            "s 1",
            'sections[2].questions[0].id: "s 1" is no id: letters, digits, ".", "-" and "_", the first a letter or a digit',
        ),
        (("themes", 0, "id"), "", "themes[0].id: it is empty"),
        # texts
        (("title",), " ", "title: it is empty"),
        ((*Q, 0, "title"), "", "sections[1].questions[0].title: it is empty"),
        (("sections", 1, "short"), "", "sections[1].short: it is empty"),
        (("units", 0, "name", "many"), "", "units[0].name.many: it is empty"),
        (("reason_lists", 0, "reasons", 0, "printed"), "", "reason_lists[0].reasons[0].printed: it is empty"),
        (("checks", 0, "when"), "", "checks[0].when: it is empty"),
        ((*Q, 0, "terms"), ["a", ""], "sections[1].questions[0].terms[1]: it is empty"),
        (("source",), "a\x1b[31m", "source: it holds a control character"),
        ((*Q, 0, "guidance"), "a\u202eb", "sections[1].questions[0].guidance: it holds a control character"),
        ((*Q, 0, "title"), "two\nlines", "sections[1].questions[0].title: it must be a single line"),
        # units
        (("units", 0, "folder"), "staff", 'units[1].folder: folder "staff" is taken already by units[0].folder'),
        (("units", 0, "folder"), "../cases", 'units[0].folder: "../cases" may hold only small letters, digits and "-"'),
        # scales and keys
        (
            ("scales", 0, "choices", 1, "key"),
            "y",
            'scales[0].choices[1].key: key "y" is taken already by scales[0].choices[0].key',
        ),
        (
            ("scales", 0, "choices", 1, "value"),
            "yes",
            'scales[0].choices[1].value: value "yes" is taken already by scales[0].choices[0].value',
        ),
        (("scales", 0, "choices", 0, "key"), "yes", 'scales[0].choices[0].key: "yes" is not one printable character'),
        (("scales", 0, "choices", 0, "key"), " ", 'scales[0].choices[0].key: " " is not one printable character'),
        (("scales", 0, "choices", 0, "key"), "\t", 'scales[0].choices[0].key: "\t" is not one printable character'),
        (("scales", 0, "choices", 0, "key"), "u", 'scales[0].choices[0].key: "u" is a key that the program needs for itself'),
        (("scales", 0, "choices", 0, "value"), "or", 'scales[0].choices[0].value: "or" is a word of conditions'),
        (
            ("scales", 1, "choices", 0, "counts"),
            "out",
            'scales[1].choices: a judgement needs a choice that counts as "met"',
        ),
        # reasons
        (("reason_lists", 0, "reasons", 1, "key"), "x", 'reason_lists[0].reasons[1].key: "x" is not a digit'),
        (
            ("reason_lists", 0, "reasons", 1, "key"),
            "1",
            'reason_lists[0].reasons[1].key: key "1" is taken already by reason_lists[0].reasons[0].key',
        ),
        (("reason_lists", 0, "reasons"), [], "reason_lists[0].reasons: there is none"),
        (
            (*Q, 0, "reasons"),
            "",
            'sections[1].questions[0].reasons: its scale "quality-na" requires a reason, and it has no list of them',
        ),
        # what questions refer to
        ((*Q, 0, "scale"), "scale", 'sections[1].questions[0].scale: unknown scale "scale"'),
        ((*Q, 0, "reasons"), "how", 'sections[1].questions[0].reasons: unknown list of reasons "how"'),
        ((*Q, 0, "theme"), "play", 'sections[1].questions[0].theme: unknown theme "play"'),
        ((*Q, 0, "process"), "play", 'sections[1].questions[0].process: unknown process "play"'),
        (("sections", 1, "unit"), "home", 'sections[1].unit: unknown unit "home"'),
        (("sections", 2, "unit"), "case", 'units[1]: no question is asked of "staff"'),
        (("sections", 2, "questions"), [], "sections[2].questions: there is none"),
        # choices
        (("scales", 2, "choices"), [], "sections[2].questions[0].choices: there is none, and none in its scale"),
        (
            (*Q, 0, "choices"),
            [{"key": "1", "value": "1", "label": "One"}],
            'sections[1].questions[0].choices: its scale "quality-na" has choices already',
        ),
        # conditions
        ((*Q, 1, "asked_when"), "prs = yes", 'sections[1].questions[1].asked_when: unknown question "prs"'),
        (
            (*Q, 1, "asked_when"),
            "s1 = yes",
            'sections[1].questions[1].asked_when: question "s1" is asked of "staff", not of "case"',
        ),
        ((*Q, 1, "asked_when"), "fact = maybe", 'sections[1].questions[1].asked_when: unknown answer to "fact": "maybe"'),
        ((*Q, 1, "asked_when"), "1.1 has luck", 'sections[1].questions[1].asked_when: unknown reason of "1.1": "luck"'),
        ((*Q, 1, "asked_when"), "fact has late", 'sections[1].questions[1].asked_when: unknown reason of "fact": "late"'),
        (
            (*Q, 1, "asked_when"),
            "fact yes",
            'sections[1].questions[1].asked_when: "fact" needs "=", "!=" or "has" behind it, not "yes"',
        ),
        ((*Q, 1, "asked_when"), "(" * 5000, "sections[1].questions[1].asked_when: it is nested too deeply"),
        (("checks", 0, "when"), "9.9 = yes", 'checks[0].when: unknown question "9.9"'),
        (("checks", 0, "unit"), "home", 'checks[0].unit: unknown unit "home"'),
        (("checks", 0, "unit"), "staff", 'checks[0].when: question "1.3" is asked of "case", not of "staff"'),
        # circles
        ((*Q, 0, "asked_when"), "1.1 = yes", "sections[1].questions[0].asked_when: it goes round in a circle: 1.1 -> 1.1"),
        ((*Q, 1, "asked_when"), "1.3 = yes", "sections[1].questions[1].asked_when: it goes round in a circle: 1.2 -> 1.3 -> 1.2"),
        # the order of the file
        (("file_order", 0, "questions"), ["prs"], 'file_order[0].questions[0]: unknown question "prs"'),
        (("file_order", 0, "questions"), ["1.1"], "file_order: it leaves out fact"),
        (
            ("file_order", 0, "questions"),
            ["fact", "1.1"],
            'file_order[2].questions[0]: question "1.1" is taken already by file_order[0].questions[1]',
        ),
        (("file_order", 0, "questions"), ["fact", "s1"], "file_order[0].questions: they are asked of several units: case, staff"),
        (("file_order", 0, "questions"), [], "file_order[0].questions: there is none"),
        # areas
        (("areas", 0, "questions"), [], "areas[0].questions: an area needs a question"),
        (("areas", 0, "questions"), ["9.9"], 'areas[0].questions[0]: unknown question "9.9"'),
        (("areas", 0, "questions"), ["fact"], 'areas[0].questions[0]: "fact" is not a judgement'),
        (
            ("areas", 0, "questions"),
            ["1.2", "1.2"],
            'areas[0].questions[1]: question "1.2" is taken already by areas[0].questions[0]',
        ),
        # thresholds
        (("thresholds", "improvement_under"), 85, "thresholds.improvement_under: 85 is above strength_from, which is 80"),
        (("thresholds", "strength_each_from"), 85, "thresholds.strength_each_from: 85 is above strength_from, which is 80"),
        (("thresholds", "strength_from"), 101, "thresholds.strength_from: 101 is no percentage from 0 to 100"),
        (("thresholds", "improvement_under"), -1, "thresholds.improvement_under: -1 is no percentage from 0 to 100"),
        (("thresholds", "least_answers"), -1, "thresholds.least_answers: it may not be negative"),
        (("thresholds", "level"), 0, "thresholds.level: 0.0 is no level between 0 and 1, such as 0.05"),
        (("thresholds", "level"), 1.5, "thresholds.level: 1.5 is no level between 0 and 1, such as 0.05"),
        # words and numbers
        (("word_profiles",), [], "word_profiles: there is none"),
        (("word_profiles", 0, "bands", 2, "over"), 60, "word_profiles[0]: no word for 3 of 5"),
        (("numbers",), {"words_up_to": -1}, "numbers.words_up_to: it may not be negative"),
        (("numbers",), {"joiners": []}, "numbers.joiners: there is none"),
        # the letter
        ((*LETTER, 0, "kind"), "poem", None),
        ((*LETTER, 0, "level"), 7, "letter.blocks[0].level: 7 is no level from 1 to 6"),
        ((*LETTER, 0, "text"), "", "letter.blocks[0].text: it is empty"),
        ((*LETTER, 0, "text"), "{{sevrice}}", 'letter.blocks[0].text: {{sevrice}}: there is no "sevrice"'),
        ((*LETTER, 0, "text"), "{{1.1+9.9 words}}", 'letter.blocks[0].text: {{1.1+9.9 words}}: there is no "9.9"'),
        ((*LETTER, 0, "text"), "{{area:play}}", 'letter.blocks[0].text: {{area:play}}: there is no "area:play"'),
        ((*LETTER, 0, "text"), "{{1.1 loud}}", 'letter.blocks[0].text: {{1.1 loud}}: there is no form "loud"'),
        ((*LETTER, 0, "text"), "{{1.1 if fact =}}", None),
        ((*LETTER, 0, "text"), "{{1.1 if 9.9 = yes}}", 'letter.blocks[0].text: {{1.1 if 9.9 = yes}}: there is no "9.9"'),
        ((*LETTER, 3, "none_text"), "{{}}", "letter.blocks[3].none_text: {{}}: nothing stands between the braces"),
        ((*LETTER, 0, "section"), "9", 'letter.blocks[0].section: unknown section "9"'),
        (
            (*LETTER, 1, "section"),
            "1",
            "letter.blocks[1].section: only a heading has one: the paragraphs under it are numbered by it",
        ),
        ((*LETTER, 1, "paragraphs"), [], "letter.blocks[1].paragraphs: there is none"),
        ((*LETTER, 1, "paragraphs"), [["9.9"]], 'letter.blocks[1].paragraphs[0][0]: unknown question "9.9"'),
        (
            (*LETTER, 2, "paragraphs"),
            [["1.1"]],
            'letter.blocks[2].paragraphs[0][0]: "1.1" stands already at letter.blocks[1].paragraphs[0][0]',
        ),
        ((*Q, 0, "finding"), None, 'letter.blocks[1].paragraphs[0][0]: "1.1" has no finding to draft from'),
        ((*Q, 0, "printed"), False, 'letter.blocks[1].paragraphs[0][0]: "1.1" is never printed'),
        (
            (*Q, 0, "finding"),
            {"clause": "it was", "shortfall": "{{1,1 reasons}}"},
            'sections[1].questions[0].finding.shortfall: {{1,1 reasons}}: there is no "1,1"',
        ),
        (("letter", "frames"), [], "letter.frames: there is none"),
        (("letter", "frames"), ["{Clause}."], "letter.frames[0]: it needs {figure}"),
        (("letter", "frame_in_words"), ["{figure}."], "letter.frame_in_words[0]: it needs {clause} or {Clause}"),
        (
            ("letter", "frames"),
            ["{Clause} in {figure} {where}."],
            "letter.frames[0]: unknown {where}; it may hold {figure}, {clause} and {Clause}",
        ),
    ],
)
def test_each_fault_is_named_with_its_place(path: tuple[str | int, ...], to: Any, fault: str | None) -> None:
    faulty = found(changed(*path, to=to))
    if fault is None:  # its wording belongs to another module: the place is ours
        place = "letter.blocks[0].kind: " if to == "poem" else "letter.blocks[0].text: {{1.1 if fact =}}: "
        assert any(told.startswith(place) for told in faulty)
    else:
        assert fault in faulty


def test_each_circle_is_named_once_as_a_chain() -> None:
    rules = {"a": "c = yes", "b": "a = yes", "c": "b = yes", "d": "c = yes", "e": "f = no", "f": "e = no"}
    asked = [question(identity, scale="fact", asked_when=rule) for identity, rule in rules.items()]
    circles = [fault for fault in faults(instrument(*asked)) if "circle" in fault]
    assert circles == [
        "sections[0].questions[0].asked_when: it goes round in a circle: a -> c -> b -> a",
        "sections[0].questions[4].asked_when: it goes round in a circle: e -> f -> e",
    ]


def test_a_long_chain_of_rules_is_no_circle() -> None:
    chain = [question("q0", scale="fact")]
    chain += [question(f"q{n}", scale="fact", asked_when=f"q{n - 1} = yes and q{n // 2} = no") for n in range(1, 60)]
    assert faults(instrument(*chain)) == ()


def test_eleven_reasons_are_more_than_there_are_digits() -> None:
    reasons = [{"id": f"r{n}", "key": str(n % 10), "label": "L", "printed": "p"} for n in range(11)]
    told = found(changed("reason_lists", 0, "reasons", to=reasons))
    assert "reason_lists[0].reasons: 11 reasons are more than the ten that digits can switch; make two lists" in told


def test_a_question_with_choices_of_its_own_has_them_checked() -> None:
    twice = [{"key": "1", "value": "a", "label": "A"}, {"key": "1", "value": "b", "label": "B"}]
    asked = instrument(question("q", scale="choice", choices=twice), scales=[{"id": "choice", "kind": "fact"}])
    assert faults(asked) == (
        'sections[0].questions[0].choices[1].key: key "1" is taken already by sections[0].questions[0].choices[0].key',
    )


def test_optional_reasons_need_no_list() -> None:
    scale = {
        "id": "outcome",
        "kind": "judgement",
        "choices": [
            {"key": "y", "value": "yes", "label": "Yes", "counts": "met"},
            {"key": "n", "value": "no", "label": "No", "counts": "not-met", "reasons": "optional"},
        ],
    }
    assert faults(instrument(question("q", scale="outcome"), scales=[scale])) == ()


def test_the_letter_s_texts_and_guidance_may_hold_lines() -> None:
    asked = changed(*Q, 0, "guidance", to="one\ntwo")
    asked["letter"]["blocks"][0] |= {"kind": "lines", "text": "one\ntwo", "section": ""}
    assert found(asked) == ()


# Checking a file


def refusal(data: Any) -> str:
    with pytest.raises(InstrumentError) as refused:
        check_instrument(data if isinstance(data, bytes | str) else msgspec.json.encode(data), where="mine.json")
    return str(refused.value)


def test_a_file_without_faults_is_an_instrument() -> None:
    assert check_instrument(json.dumps(criteria()), where="mine.json", reserved=reserved_keys()) == instrument()


def test_the_first_fault_is_told_with_the_file_and_how_many_more_there_are() -> None:
    data = changed(*Q, 1, "asked_when", to="prs = yes")
    assert refusal(data) == 'mine.json: sections[1].questions[1].asked_when: unknown question "prs".'
    data["thresholds"]["least_answers"] = -1
    assert refusal(data).endswith('unknown question "prs" (and 1 more fault).')
    data["thresholds"]["least_records"] = -1
    assert refusal(data).endswith('unknown question "prs" (and 2 more faults).')


def test_a_newer_format_is_told_before_anything_it_has_that_we_do_not_know() -> None:
    assert refusal({"format": 2, "novelty": True}) == "mine.json: format: it is newer than this program, which knows format 1."


@pytest.mark.parametrize("data", [b"", b"\xff", b"[" * 100_000, b'{"a":' * 100_000, b"null", b'{"format": "one"}'])
def test_what_is_no_criteria_file_is_told(data: bytes) -> None:
    assert refusal(data).startswith("mine.json")


def test_keys_that_nobody_reserved_are_free() -> None:
    data = changed("scales", 0, "choices", 0, "key", to="u")
    assert check_instrument(msgspec.json.encode(data), where="mine.json").choices_of("fact")[0].key == "u"
