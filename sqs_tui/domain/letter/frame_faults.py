"""What is wrong with the letter's frame in a criteria file, and with what its sentences are drafted from."""

import re
from collections.abc import Iterator

from sqs_tui.domain.conditions import ConditionError, parse
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.details import DETAILS
from sqs_tui.domain.letter.figures import parse_figure
from sqs_tui.domain.template import LetterBlock

BLOCK_KINDS = ("heading", "paragraph", "lines", "findings", "strengths", "improvements")
"""What a block of the letter may be."""

_OTHER = DETAILS | {"strengths", "improvements"}
"""What a figure may speak of besides questions, areas and units."""
_FIGURE = re.compile(r"\{\{([^{}]*)\}\}")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")


def frame_faults(instrument: Instrument) -> Iterator[str]:
    """The faults of the letter's blocks and frames, each as its place in the file and one sentence."""
    stands: dict[str, str] = {}
    for index, block in enumerate(instrument.letter.blocks):
        place = f"letter.blocks[{index}]"
        yield from _block_faults(place, block, instrument)
        yield from _figure_faults(f"{place}.text", block.text, instrument)
        yield from _figure_faults(f"{place}.none_text", block.none_text, instrument)
        for p, paragraph in enumerate(block.paragraphs):
            for q, question in enumerate(paragraph):
                here = f"{place}.paragraphs[{p}][{q}]"
                if question in stands:
                    yield f'{here}: "{question}" stands already at {stands[question]}'
                stands.setdefault(question, here)
    for s, section in enumerate(instrument.sections):
        for q, asked in enumerate(section.questions):
            if asked.finding:
                yield from _figure_faults(f"sections[{s}].questions[{q}].finding.shortfall", asked.finding.shortfall, instrument)
    for name in ("frames", "frame_in_words"):
        frames: tuple[str, ...] = getattr(instrument.letter, name)
        if not frames:
            yield f"letter.{name}: there is none"
        for index, frame in enumerate(frames):
            yield from _frame_faults(f"letter.{name}[{index}]", frame)


def _block_faults(place: str, block: LetterBlock, instrument: Instrument) -> Iterator[str]:
    if block.kind not in BLOCK_KINDS:
        yield f'{place}.kind: unknown kind "{block.kind}"; it may be {", ".join(BLOCK_KINDS)}'
    if block.kind == "heading" and not 1 <= block.level <= 6:
        yield f"{place}.level: {block.level} is no level from 1 to 6"
    if block.kind in ("heading", "paragraph", "lines") and not block.text.strip():
        yield f"{place}.text: it is empty"
    if block.section and block.kind != "heading":
        yield f"{place}.section: only a heading has one: the paragraphs under it are numbered by it"
    if block.section and block.section not in {section.id for section in instrument.sections}:
        yield f'{place}.section: unknown section "{block.section}"'
    if block.kind == "findings" and not any(block.paragraphs):
        yield f"{place}.paragraphs: there is none"
    for p, paragraph in enumerate(block.paragraphs):
        for q, identity in enumerate(paragraph):
            question = instrument.questions.get(identity)
            if question is None:
                yield f'{place}.paragraphs[{p}][{q}]: unknown question "{identity}"'
            elif question.finding is None:
                yield f'{place}.paragraphs[{p}][{q}]: "{identity}" has no finding to draft from'
            elif not question.printed:
                yield f'{place}.paragraphs[{p}][{q}]: "{identity}" is never printed'


def _frame_faults(place: str, frame: str) -> Iterator[str]:
    held = set(_PLACEHOLDER.findall(frame))
    if "figure" not in held:
        yield f"{place}: it needs {{figure}}"
    if not held & {"clause", "Clause"}:
        yield f"{place}: it needs {{clause}} or {{Clause}}"
    for name in sorted(held - {"figure", "clause", "Clause"}):
        yield f"{place}: unknown {{{name}}}; it may hold {{figure}}, {{clause}} and {{Clause}}"


def _figure_faults(place: str, text: str, instrument: Instrument) -> Iterator[str]:
    """Figures that could never be printed, whatever is answered."""
    for braced in _FIGURE.findall(text):
        figure = parse_figure(braced)
        if figure.fault:
            yield f"{place}: {{{{{figure.text}}}}}: {figure.fault}"
            continue
        sources = [figure.source] if _known_source(figure.source, instrument) else figure.source.split("+")
        asked = instrument.questions.keys()
        wanting = [source for source in sources if source not in asked and not _known_source(source, instrument)]
        try:
            held = parse(figure.condition).questions if figure.condition and figure.condition not in asked else frozenset()
        except (ConditionError, RecursionError) as fault:
            yield f"{place}: {{{{{figure.text}}}}}: {fault}"
            continue
        for source in (*wanting, *sorted(held - asked)):
            yield f'{place}: {{{{{figure.text}}}}}: there is no "{source}"'


def _known_source(source: str, instrument: Instrument) -> bool:
    if source.startswith("area:"):
        return source.removeprefix("area:") in {area.id for area in instrument.areas}
    return source in _OTHER or any(source in {unit.id, unit.folder} for unit in instrument.units)
