"""Why a question of a record is asked, or is not: in words that name the questions it depends on, and their answers."""

from sqs_tui.domain.conditions import Condition, parse
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.routing import AnswerState, Place, Route


def why_asked(instrument: Instrument, way: Route, question: str) -> str:
    """Why a question stands where it does on the way through a record, in a sentence or two.

    Raises KeyError for a question that the record's unit does not have.
    """
    place, asked = way.places[question], instrument.questions[question]
    if not asked.asked_when:
        return "Always asked."
    rule = parse(asked.asked_when)
    words, facts = rule.describe(instrument), _facts(instrument, way, rule)
    if place.asked:
        return f"Asked because {words}." if words == facts else f"Asked because {words}: {facts}."
    known = asked.not_asked and rule.holds(way.look_up) is False
    says = f"Not asked ({asked.not_asked}): {facts}." if known else f"Asked only when {words}: {facts}."
    return f"{says} {_parked(instrument, place)}" if place.state is AnswerState.PARKED else says


def rule_of(instrument: Instrument, question: str) -> str:
    """When a question is asked, of whatever record, in a sentence."""
    asked_when = instrument.questions[question].asked_when
    return f"Asked only when {parse(asked_when).describe(instrument)}." if asked_when else "Always asked."


def _facts(instrument: Instrument, way: Route, rule: Condition) -> str:
    """How the questions that a rule depends on are answered."""
    return " and ".join(_fact(instrument, way, question) for question in dict.fromkeys(part.question for part in rule.parts))


def _fact(instrument: Instrument, way: Route, question: str) -> str:
    label, place = instrument.questions[question].label, way.places.get(question)
    if place is None or not place.asked:
        waits = place is not None and place.state is AnswerState.WAITING
        return f"{label} {'waits itself' if waits else 'is not asked itself'}"
    choice = instrument.choice(question, place.content.value)
    return f"{label} is {choice.label}" if choice else f"{label} is not answered yet"


def _parked(instrument: Instrument, place: Place) -> str:
    """What becomes of an answer whose question is not asked."""
    choice = instrument.choice(place.question, place.content.value)
    held = f"the answer {choice.label}" if choice else "a note"
    return f"It holds {held}, which counts nowhere until it is asked again."
