"""What is wrong with a criteria file that its shape does not show, each fault with its place in the file.

An instrument without faults can be routed, scored, counted and put into a letter without another look: the rest of the
program relies on what is made sure of here.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

import msgspec

from sqs_tui.domain.conditions import ConditionError, parse
from sqs_tui.domain.instrument import (
    Asks,
    Choice,
    Counts,
    Instrument,
    Kind,
    Question,
    Reason,
    Scale,
    read_instrument,
)
from sqs_tui.domain.letter.frame_faults import frame_faults
from sqs_tui.domain.wording import profile_faults
from sqs_tui.errors import InstrumentError
from sqs_tui.text import clean_text

FORMAT = 1
"""The newest format of criteria files that this program reads."""

_NEWER = f"it is newer than this program, which knows format {FORMAT}"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*")
_CONDITION_WORDS = frozenset({"and", "or", "not", "has"})
_DIGITS = frozenset("0123456789")
_OF_SEVERAL_LINES = ("guidance", "source", "text", "none_text", "letterhead")


class _Versioned(msgspec.Struct):
    """The one thing that every criteria file of any format says."""

    format: int = FORMAT


def check_instrument(data: bytes | str, *, where: str, reserved: Collection[str] = ()) -> Instrument:
    """Read a criteria file's text and make sure that it can be used.

    `where` names the file in messages; `reserved` holds the keys that the program needs for itself. Raises InstrumentError
    with the place of the first fault, and how many more there are.
    """
    try:
        newer = msgspec.json.decode(data, type=_Versioned).format > FORMAT
    except (msgspec.DecodeError, UnicodeDecodeError):
        newer = False  # the reader of the whole says what is wrong
    except RecursionError:
        raise InstrumentError(f"{where} is not a criteria file: it is nested too deeply.") from None
    if newer:
        raise InstrumentError(f"{where}: format: {_NEWER}.")
    instrument = read_instrument(data, where=where)
    found = faults(instrument, reserved)
    if found:
        more = len(found) - 1
        others = f" (and {more} more {'fault' if more == 1 else 'faults'})" if more else ""
        raise InstrumentError(f"{where}: {found[0]}{others}.")
    return instrument


def faults(instrument: Instrument, reserved: Collection[str] = ()) -> tuple[str, ...]:
    """Everything that is wrong with an instrument, each fault as its place in the file and one sentence.

    For example `sections[2].questions[4].asked_when: unknown question "prs"`. `reserved` holds the characters that no scale
    may take as an answer key.
    """
    known = _Known(instrument)
    return (
        *_format_faults(instrument),
        *_text_faults("", instrument),
        *_id_faults(instrument, known),
        *_unit_faults(instrument, known),
        *_scale_faults(instrument, frozenset(reserved)),
        *_reason_faults(instrument),
        *_section_faults(instrument, known),
        *_question_faults(instrument, known, frozenset(reserved)),
        *_cycle_faults(known),
        *_order_faults(instrument, known),
        *_area_faults(instrument, known),
        *_check_faults(instrument, known),
        *_threshold_faults(instrument),
        *_wording_faults(instrument),
        *frame_faults(instrument),
    )


class _Known:
    """Look-ups that stand faults: what an instrument's own take for granted is only being made sure of here."""

    def __init__(self, instrument: Instrument) -> None:
        self.questions = instrument.questions
        self.units = {unit.id for unit in instrument.units}
        self.scales = {scale.id: scale for scale in instrument.scales}
        self.reason_lists = {listed.id: listed.reasons for listed in instrument.reason_lists}
        self.located = [
            (f"sections[{s}].questions[{q}]", section, question)
            for s, section in enumerate(instrument.sections)
            for q, question in enumerate(section.questions)
        ]
        """Every question with its place and its section."""
        self.unit_of = {question.id: section.unit for _, section, question in self.located}

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The ways to answer a question, as far as they are known."""
        scale = self.scales.get(question.scale)
        return question.choices or (scale.choices if scale else ())

    def kind(self, question: str) -> Kind | None:
        """What an answer to the question says, as far as it is known."""
        scale = self.scales.get(self.questions[question].scale) if question in self.questions else None
        return scale.kind if scale else None

    def reasons(self, question: Question) -> tuple[Reason, ...]:
        """The reasons of a question, as far as they are known."""
        return self.reason_lists.get(question.reasons, ())


def _unknown(place: str, what: str, identity: str, known: Collection[str]) -> Iterator[str]:
    if identity not in known:
        yield f'{place}: unknown {what} "{identity}"'


def _repeated(located: Iterable[tuple[str, str]], what: str) -> Iterator[str]:
    """What stands at more than one place; each repetition is a fault at its own place."""
    first: dict[str, str] = {}
    for place, given in located:
        if given in first:
            yield f'{place}: {what} "{given}" is taken already by {first[given]}'
        else:
            first[given] = place


def _format_faults(instrument: Instrument) -> Iterator[str]:
    if instrument.format > FORMAT:
        yield f"format: {_NEWER}"
    elif instrument.format < FORMAT:
        yield f"format: {instrument.format} is no format; it must be {FORMAT}"


@cache
def _texts_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, bool], ...]:
    """The fields of a value, and whether the file must give them."""
    return tuple((field.name, field.required) for field in msgspec.structs.fields(kind))


def _text_faults(place: str, value: object, *, required: bool = False) -> Iterator[str]:
    """Texts that are empty where there must be one, and characters that no screen should be sent."""
    match value:
        case str():
            yield from _one_text_faults(place, value, required=required)
        case msgspec.Struct():
            for name, wanted in _texts_of(type(value)):
                yield from _text_faults(f"{place}.{name}" if place else name, getattr(value, name), required=wanted)
        case tuple():
            for index, item in enumerate(value):
                yield from _text_faults(f"{place}[{index}]", item, required=True)


def _one_text_faults(place: str, text: str, *, required: bool) -> Iterator[str]:
    if required and not text.strip():
        yield f"{place}: it is empty"
    if text.isprintable():  # nothing that `clean_text` would drop; nearly every text, and quick
        return
    if clean_text(text) != text:
        yield f"{place}: it holds a control character"
    elif ("\n" in text or "\t" in text) and not place.endswith(_OF_SEVERAL_LINES):
        yield f"{place}: it must be a single line"


def _id_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    lists: Mapping[str, Sequence[str]] = {
        "units": [unit.id for unit in instrument.units],
        "scales": [scale.id for scale in instrument.scales],
        "reason_lists": [listed.id for listed in instrument.reason_lists],
        **{f"reason_lists[{i}].reasons": [reason.id for reason in x.reasons] for i, x in enumerate(instrument.reason_lists)},
        "sections": [section.id for section in instrument.sections],
        "themes": [theme.id for theme in instrument.themes],
        "processes": [process.id for process in instrument.processes],
        "areas": [area.id for area in instrument.areas],
        "checks": [check.id for check in instrument.checks],
        "word_profiles": [profile.id for profile in instrument.word_profiles],
        "letter.blocks": [block.id for block in instrument.letter.blocks],
    }
    located = [[(f"{place}[{i}].id", identity) for i, identity in enumerate(ids)] for place, ids in lists.items()]
    located.append([(f"{place}.id", question.id) for place, _, question in known.located])
    for named in located:
        yield from _repeated(named, "id")
        for place, identity in named:
            yield from _name_faults(place, identity)


def _name_faults(place: str, name: str) -> Iterator[str]:
    """Names that a condition or a figure could not speak of."""
    if name in _CONDITION_WORDS:
        yield f'{place}: "{name}" is a word of conditions'
    elif name and not _ID.fullmatch(name):
        yield f'{place}: "{name}" is no id: letters, digits, ".", "-" and "_", the first a letter or a digit'


def _unit_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    if not instrument.units:
        yield "units: there is none"
    yield from _repeated([(f"units[{i}].folder", unit.folder) for i, unit in enumerate(instrument.units)], "folder")
    for index, unit in enumerate(instrument.units):
        if not _FOLDER.fullmatch(unit.folder):
            yield f'units[{index}].folder: "{unit.folder}" may hold only small letters, digits and "-"'
        if unit.id not in known.unit_of.values():
            yield f'units[{index}]: no question is asked of "{unit.id}"'


def _scale_faults(instrument: Instrument, reserved: frozenset[str]) -> Iterator[str]:
    for index, scale in enumerate(instrument.scales):
        yield from _choice_faults(f"scales[{index}].choices", scale, scale.choices, reserved)


def _choice_faults(place: str, scale: Scale | None, choices: tuple[Choice, ...], reserved: frozenset[str]) -> Iterator[str]:
    yield from _repeated([(f"{place}[{i}].key", choice.key) for i, choice in enumerate(choices)], "key")
    yield from _repeated([(f"{place}[{i}].value", choice.value) for i, choice in enumerate(choices)], "value")
    for index, choice in enumerate(choices):
        if len(choice.key) != 1 or not choice.key.isprintable() or choice.key.isspace():
            yield f'{place}[{index}].key: "{choice.key}" is not one printable character'
        elif choice.key in reserved:
            yield f'{place}[{index}].key: "{choice.key}" is a key that the program needs for itself'
        yield from _name_faults(f"{place}[{index}].value", choice.value)
    if choices and scale and scale.kind is Kind.JUDGEMENT:
        counted = {choice.counts for choice in choices}
        for counts in (Counts.MET, Counts.NOT_MET):
            if counts not in counted:
                yield f'{place}: a judgement needs a choice that counts as "{counts.value}"'


def _reason_faults(instrument: Instrument) -> Iterator[str]:
    for index, listed in enumerate(instrument.reason_lists):
        place = f"reason_lists[{index}].reasons"
        if not listed.reasons:
            yield f"{place}: there is none"
        if len(listed.reasons) > len(_DIGITS):
            yield f"{place}: {len(listed.reasons)} reasons are more than the ten that digits can switch; make two lists"
        yield from _repeated([(f"{place}[{i}].key", reason.key) for i, reason in enumerate(listed.reasons)], "key")
        for i, reason in enumerate(listed.reasons):
            if reason.key not in _DIGITS:
                yield f'{place}[{i}].key: "{reason.key}" is not a digit'


def _section_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    for index, section in enumerate(instrument.sections):
        yield from _unknown(f"sections[{index}].unit", "unit", section.unit, known.units)
        if not section.questions:
            yield f"sections[{index}].questions: there is none"


def _question_faults(instrument: Instrument, known: _Known, reserved: frozenset[str]) -> Iterator[str]:
    themes, processes = {theme.id for theme in instrument.themes}, {process.id for process in instrument.processes}
    for place, section, question in known.located:
        yield from _unknown(f"{place}.scale", "scale", question.scale, known.scales)
        yield from _unknown(f"{place}.theme", "theme", question.theme, {"", *themes})
        yield from _unknown(f"{place}.process", "process", question.process, {"", *processes})
        yield from _unknown(f"{place}.reasons", "list of reasons", question.reasons, {"", *known.reason_lists})
        yield from _answering_faults(place, question, known, reserved)
        yield from _condition_faults(f"{place}.asked_when", question.asked_when, section.unit, known)


def _answering_faults(place: str, question: Question, known: _Known, reserved: frozenset[str]) -> Iterator[str]:
    scale = known.scales.get(question.scale)
    if scale and scale.choices and question.choices:
        yield f'{place}.choices: its scale "{scale.id}" has choices already'
    elif question.choices:
        yield from _choice_faults(f"{place}.choices", scale, question.choices, reserved)
    elif scale and not scale.choices:
        yield f"{place}.choices: there is none, and none in its scale"
    if not question.reasons and any(choice.reasons is Asks.REQUIRED for choice in known.choices(question)):
        yield f'{place}.reasons: its scale "{question.scale}" requires a reason, and it has no list of them'


def _condition_faults(place: str, condition: str, unit: str, known: _Known) -> Iterator[str]:
    try:
        parts = parse(condition).parts if condition else ()
    except ConditionError as fault:
        yield f"{place}: {fault}"
        return
    except RecursionError:
        yield f"{place}: it is nested too deeply"
        return
    for part in parts:
        question = known.questions.get(part.question)
        if question is None:
            yield f'{place}: unknown question "{part.question}"'
        elif known.unit_of[part.question] != unit:
            yield f'{place}: question "{part.question}" is asked of "{known.unit_of[part.question]}", not of "{unit}"'
        elif part.operator == "has":
            reasons = {reason.id for reason in known.reasons(question)}
            yield from _unknown(place, f'reason of "{part.question}":', part.value, reasons)
        else:
            values = {choice.value for choice in known.choices(question)}
            yield from _unknown(place, f'answer to "{part.question}":', part.value, values)


def _hangs_on(question: Question) -> frozenset[str]:
    """The questions that a rule depends on; none where it cannot be read."""
    try:
        return parse(question.asked_when).questions if question.asked_when else frozenset()
    except (ConditionError, RecursionError):
        return frozenset()


def _cycle_faults(known: _Known) -> Iterator[str]:
    """Rules that go round in a circle, each circle once, at the question where it is met first."""
    places = {question.id: place for place, _, question in known.located}
    done: set[str] = set()
    for start in places:
        path: list[str] = []
        waiting = [(start, 0)]  # depth first without recursion: in a long file rules may hang on one another a long way
        while waiting:
            question, depth = waiting.pop()
            del path[depth:]
            if question in path:
                circle = [*path[path.index(question) :], question]
                yield f"{places[question]}.asked_when: it goes round in a circle: {' -> '.join(circle)}"
            elif question not in done:
                done.add(question)
                path.append(question)
                waiting += [
                    (other, depth + 1) for other in sorted(_hangs_on(known.questions[question]) & places.keys(), reverse=True)
                ]


def _order_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    located = [
        (f"file_order[{g}].questions[{q}]", question)
        for g, group in enumerate(instrument.file_order)
        for q, question in enumerate(group.questions)
    ]
    yield from _repeated(located, "question")
    for place, question in located:
        yield from _unknown(place, "question", question, known.questions)
    for index, group in enumerate(instrument.file_order):
        units = {known.unit_of[question] for question in group.questions if question in known.unit_of}
        if not group.questions:
            yield f"file_order[{index}].questions: there is none"
        elif len(units) > 1:
            yield f"file_order[{index}].questions: they are asked of several units: {', '.join(sorted(units))}"
    ordered = {question for _, question in located}
    for unit in sorted({known.unit_of[question] for question in ordered & known.unit_of.keys()}):
        missing = [question for question, its in known.unit_of.items() if its == unit and question not in ordered]
        if missing:
            yield f"file_order: it leaves out {', '.join(missing)}"


def _area_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    for index, area in enumerate(instrument.areas):
        place = f"areas[{index}].questions"
        if not area.questions:
            yield f"{place}: an area needs a question"
        yield from _repeated([(f"{place}[{i}]", question) for i, question in enumerate(area.questions)], "question")
        for i, question in enumerate(area.questions):
            yield from _unknown(f"{place}[{i}]", "question", question, known.questions)
            if known.kind(question) not in (Kind.JUDGEMENT, None):
                yield f'{place}[{i}]: "{question}" is not a judgement'


def _check_faults(instrument: Instrument, known: _Known) -> Iterator[str]:
    for index, check in enumerate(instrument.checks):
        yield from _unknown(f"checks[{index}].unit", "unit", check.unit, known.units)
        if check.unit in known.units:
            yield from _condition_faults(f"checks[{index}].when", check.when, check.unit, known)


def _threshold_faults(instrument: Instrument) -> Iterator[str]:
    limits = instrument.thresholds
    for name in ("improvement_under", "strength_from", "strength_each_from"):
        if not 0 <= getattr(limits, name) <= 100:
            yield f"thresholds.{name}: {getattr(limits, name)} is no percentage from 0 to 100"
    for name in ("improvement_under", "strength_each_from"):
        if getattr(limits, name) > limits.strength_from:
            yield f"thresholds.{name}: {getattr(limits, name)} is above strength_from, which is {limits.strength_from}"
    for name in ("least_answers", "least_records"):
        if getattr(limits, name) < 0:
            yield f"thresholds.{name}: it may not be negative"
    if not 0 < limits.level < 1:
        yield f"thresholds.level: {limits.level} is no level between 0 and 1, such as 0.05"


def _wording_faults(instrument: Instrument) -> Iterator[str]:
    if not instrument.word_profiles:
        yield "word_profiles: there is none"
    for index, profile in enumerate(instrument.word_profiles):
        yield from (f"word_profiles[{index}]: {fault}" for fault in profile_faults(profile))
    if instrument.numbers.words_up_to < 0:
        yield "numbers.words_up_to: it may not be negative"
    if not instrument.numbers.joiners:
        yield "numbers.joiners: there is none"
