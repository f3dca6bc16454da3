"""What a person does to the letter, as the entries that it makes: each gives them by key, to be saved as one act."""

from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.letter.conclusions import Conclusion, concluded, conclusions, listed, own_words
from sqs_tui.domain.letter.entries import Decision, Entry, ParagraphEntry, Quote, Waiver, place_of, placed_between
from sqs_tui.domain.letter.letter import Letter, retold
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.tally import Sign
from sqs_tui.domain.wording import capitalised
from sqs_tui.text import clean_text

Made = Mapping[str, Entry | None]


# Paragraphs


def written(letter: Letter, paragraph: Paragraph, text: str) -> Made:
    """A person's words for a paragraph; those that stand there, unchanged, leave a draft to follow the answers.

    Other words for one that somebody has taken out meanwhile bring it back. An item of the two lists is reworded where it was
    decided on, and without words is in those of the instrument. No other paragraph is left without words: it is taken out
    (`removed`).
    """
    text = clean_text(text).strip()
    if text == typed(letter, paragraph).strip():
        return {}
    if paragraph.areas:
        return reworded(letter.instrument, letter.entries.decisions, paragraph.areas[0], text)
    if not text:
        return {}
    entry = replace(_entry(letter, paragraph), text=text, seen=letter.seen(retold(paragraph, text)), removed=False)
    return _kept(paragraph, entry)


def typed(letter: Letter, paragraph: Paragraph) -> str:
    """A paragraph's words as one types them: with the marks that make an added one a heading or an item.

    Those of an item of the two lists are as they stand in a sentence: `{{strengths}}` prints them too.
    """
    if paragraph.areas:
        return next(item.text for item in concluded(letter.instrument, letter.entries.decisions) if item.areas == paragraph.areas)
    own = _entry(letter, paragraph).text
    return paragraph.text if own is None else own


def added(letter: Letter, identity: str, place: str, text: str) -> Made:
    """A new paragraph at a place (`place_behind`); one without words is none."""
    text = clean_text(text).strip()
    if not text:
        return {}
    paragraph = new_paragraph(identity, place)
    return _kept(paragraph, ParagraphEntry(text=text, place=place, seen=letter.seen(retold(paragraph, text))))


def new_paragraph(identity: str, place: str) -> Paragraph:
    """A paragraph that is being added, still without words."""
    return Paragraph(id=identity, kind=ParagraphKind.PARAGRAPH, text="", place=place_of(place, Fraction(0)), own=True)


def place_behind(letter: Letter, identity: str) -> str:
    """The place of a new paragraph behind another one; at the top where the letter has no such one."""
    paragraph, places = letter.paragraph(identity), _places(letter)
    return _next_to(places, paragraph.place, 1) if paragraph else placed_between(None, min(places, default=None))


def removed(letter: Letter, paragraph: Paragraph) -> Made:
    """A paragraph taken out of the letter; it can be restored. An item of the two lists is left out instead (`left_out`)."""
    return {} if paragraph.areas else _kept(paragraph, replace(_entry(letter, paragraph), removed=True))


def restored(letter: Letter, paragraph: Paragraph) -> Made:
    """A paragraph that was taken out, back in its place."""
    return _kept(paragraph, replace(_entry(letter, paragraph), removed=False))


def moved(letter: Letter, paragraph: Paragraph, step: int) -> Made:
    """A paragraph one place up (-1) or down (1); nothing at the end. An item of the two lists moves in its list."""
    if paragraph.areas:
        return moved_item(letter.instrument, letter.entries.decisions, paragraph.areas[0], step)
    at = next(at for at, other in enumerate(letter.paragraphs) if other.id == paragraph.id)
    place = _stepped([other.place for other in letter.paragraphs], at, step, _places(letter))
    return _kept(paragraph, replace(_entry(letter, paragraph), place=place)) if place else {}


def drafted_again(letter: Letter, paragraph: Paragraph) -> Made:
    """The draft instead of a person's words; nothing where the paragraph has none."""
    if paragraph.areas:
        return reworded(letter.instrument, letter.entries.decisions, paragraph.areas[0], "")
    if paragraph.draft is None or not paragraph.own:
        return {}
    return _kept(paragraph, replace(_entry(letter, paragraph), text=None, seen=()))


def looked_at(letter: Letter, paragraph: Paragraph) -> Made:
    """A stale paragraph whose words are right with the figures as they are now."""
    if not letter.changed(paragraph):
        return {}
    return _kept(paragraph, replace(_entry(letter, paragraph), seen=letter.seen(paragraph)))


def quoted(identity: str, quote: Quote) -> Made:
    """The words chosen from a note."""
    return {f"quote:{identity}": quote}


def waived(finding_id: str, says: str, reason: str) -> Made:
    """A problem that may stand."""
    return {f"waiver:{finding_id}": Waiver(says=says, reason=reason)}


def unwaived(finding_id: str) -> Made:
    """A problem that may stand no longer."""
    return {f"waiver:{finding_id}": None}


def _entry(letter: Letter, paragraph: Paragraph) -> ParagraphEntry:
    return letter.entries.paragraphs.get(paragraph.id, ParagraphEntry())


def _kept(paragraph: Paragraph, entry: ParagraphEntry) -> Made:
    """An entry under its key; one that says nothing is none."""
    return {f"paragraph:{paragraph.id}": None if entry == ParagraphEntry() else entry}


def _places(letter: Letter) -> list[Fraction]:
    """Where something stands, or stood before it was taken out and may stand again."""
    return [paragraph.place for paragraph in (*letter.paragraphs, *letter.removed)]


def _stepped(places: list[Fraction], at: int, step: int, taken: Iterable[Fraction] = ()) -> str:
    """The place one step away among these, where nothing stands of what is taken besides; empty at the end."""
    target = at + step
    return _next_to((*places, *taken), places[target], step) if 0 <= target < len(places) else ""


def _next_to(places: Iterable[Fraction], place: Fraction, step: int) -> str:
    """The place directly above (-1) or below (1) another one; where several stand in one place, above or below them all."""
    if step > 0:
        return placed_between(place, min((other for other in places if other > place), default=None))
    return placed_between(max((other for other in places if other < place), default=None), place)


# Areas


def included(instrument: Instrument, decisions: Mapping[str, Decision], area: str, sign: Sign) -> Made:
    """An area in one of the two lists, where the instrument's order has it; nothing where it stands there already.

    What shared its item in the other list stands alone again.
    """
    before = decisions.get(area)
    if before and before.sign is sign:
        return {}
    return {**parted(instrument, decisions, area), f"area:{area}": Decision(sign=sign)}


def left_out(instrument: Instrument, decisions: Mapping[str, Decision], area: str, reason: str) -> Made:
    """An area in neither list, and why; what shared its item stands alone again."""
    return {**parted(instrument, decisions, area), f"area:{area}": Decision(sign=None, reason=reason)}


def undecided_again(instrument: Instrument, decisions: Mapping[str, Decision], area: str) -> Made:
    """An area without a decision, as before the first one."""
    return {**parted(instrument, decisions, area), f"area:{area}": None}


def reworded(instrument: Instrument, decisions: Mapping[str, Decision], area: str, text: str) -> Made:
    """The item of an area in other words; empty, or as the instrument has them, for those of the instrument."""
    item = _item(instrument, decisions, area)
    if item is None:
        return {}
    text = text.strip()
    if capitalised(text) == capitalised(own_words(instrument, item)):
        text = ""
    return {f"area:{item.areas[0]}": replace(decisions[item.areas[0]], text=text)} if text != item.text else {}


def moved_item(instrument: Instrument, decisions: Mapping[str, Decision], area: str, step: int) -> Made:
    """An item one place up (-1) or down (1) in its list; nothing at the end."""
    item = _item(instrument, decisions, area)
    if item is None:
        return {}
    siblings = _list_of(instrument, decisions, item.sign)
    at = siblings.index(item)
    if not 0 <= at + step < len(siblings):
        return {}
    siblings.insert(at + step, siblings.pop(at))
    places = _placed({other.areas[0]: other.place for other in siblings}, new={item.areas[0]})
    return {f"area:{head}": replace(decisions[head], place=place) for head, place in places.items()}


def joined(instrument: Instrument, decisions: Mapping[str, Decision], area: str) -> Made:
    """An item joined with the one above it; nothing for the first."""
    item = _item(instrument, decisions, area)
    if item is None:
        return {}
    siblings = _list_of(instrument, decisions, item.sign)
    at = siblings.index(item)
    if at == 0:
        return {}
    above = siblings[at - 1]
    head = above.areas[0]
    made: dict[str, Entry | None] = {f"area:{member}": replace(decisions[member], joined=head, text="") for member in item.areas}
    text = ""
    if above.text or item.text:
        text = listed(other.text or own_words(instrument, other) for other in (above, item))
    # The head may name an area of the other list, which it shared an item with: then nothing could be joined to it.
    return {**made, f"area:{head}": replace(decisions[head], joined="", text=text)}


def parted(instrument: Instrument, decisions: Mapping[str, Decision], area: str) -> Made:
    """The areas that share an item as items of their own again, one behind the other, in the instrument's words."""
    item = _item(instrument, decisions, area)
    if item is None or len(item.areas) == 1:
        return {}
    siblings = _list_of(instrument, decisions, item.sign)
    parts = {head: other.place for other in siblings for head in (item.areas if other == item else other.areas[:1])}
    places = _placed(parts, new=set(item.areas[1:]))
    made = {member: replace(decisions[member], joined="", text="") for member in item.areas}
    made |= {head: replace(made.get(head, decisions[head]), place=place) for head, place in places.items()}
    return {f"area:{head}": decision for head, decision in made.items()}


def _placed(places: Mapping[str, Fraction], *, new: Collection[str]) -> dict[str, str]:
    """The places with which items stand in the order given, as decisions state them: those of the `new` ones, between the others.

    Where others share a place there is none between them, and every item has a new one.
    """
    order = list(places)
    if any(above >= below for above, below in pairwise(places[head] for head in order if head not in new)):
        return {head: str(at) for at, head in enumerate(order)}
    found: dict[str, str] = {}
    above: Fraction | None = None
    for at, head in enumerate(order):
        if head in new:
            found[head] = placed_between(above, next((places[below] for below in order[at:] if below not in new), None))
        above = Fraction(found[head]) if head in found else places[head]
    return found


def _item(instrument: Instrument, decisions: Mapping[str, Decision], area: str) -> Conclusion | None:
    items = conclusions((known.id for known in instrument.areas), decisions)
    return next((item for item in items if area in item.areas), None)


def _list_of(instrument: Instrument, decisions: Mapping[str, Decision], sign: Sign) -> list[Conclusion]:
    return [item for item in conclusions((known.id for known in instrument.areas), decisions) if item.sign is sign]
