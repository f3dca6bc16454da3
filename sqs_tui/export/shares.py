"""Shares as exports tell them, and what they may not tell because it was said in confidence."""

from collections.abc import Iterable

from sqs_tui.domain.instrument import Area, Instrument
from sqs_tui.domain.records import Inspection
from sqs_tui.domain.wording import percent, proportion


def in_confidence(instrument: Instrument, question: str) -> bool:
    """Whether the answers to a question are told in words only; raises KeyError."""
    return instrument.unit(instrument.section_of(question).unit).confidential


def any_in_confidence(instrument: Instrument, questions: Iterable[str]) -> bool:
    """Whether a number pooled from these questions would tell what was said in confidence."""
    return any(in_confidence(instrument, question) for question in questions)


def area_in_confidence(instrument: Instrument, area: Area) -> bool:
    """Whether an area's numbers would tell what was said in confidence."""
    return any_in_confidence(instrument, area.questions)


def share_words(instrument: Instrument, inspection: Inspection, met: int, of: int) -> str:
    """The word of the inspection's profile for a share of met answers; empty where there is none or too few answers for one."""
    profiles = {profile.id: profile for profile in instrument.word_profiles}
    profile = profiles.get(inspection.word_profile, instrument.word_profiles[0])
    return proportion(profile, met, of, least=instrument.thresholds.least_answers) or ""


def share_percent(instrument: Instrument, met: int, of: int) -> int | None:
    """A whole percentage, as the letter has it; None under the instrument's least number of answers."""
    return int(percent(met, of).rstrip("%")) if of >= max(instrument.thresholds.least_answers, 1) else None
