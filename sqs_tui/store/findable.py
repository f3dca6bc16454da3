"""What can be found in an inspection, as documents: of the one that is open everything, of the others what they came to.

Nothing of a single staff interview is ever among them, since those are given in confidence, no second scoring, and nothing that
lies in the trash.
"""

from collections.abc import Iterable, Iterator

from sqs_tui.domain.finding import Document, Kind, Known, Source
from sqs_tui.domain.instrument import Instrument
from sqs_tui.domain.instrument import Kind as QuestionKind
from sqs_tui.domain.letter.paragraphs import Paragraph, ParagraphKind
from sqs_tui.domain.letter.tokens import reading
from sqs_tui.domain.records import Record
from sqs_tui.domain.second import finished
from sqs_tui.domain.tally import Tally
from sqs_tui.domain.wording import proportion
from sqs_tui.store.inspection import OpenInspection

_HEAD = "head of the letter"


def source_of(opened: OpenInspection, fault: str = "") -> Source:
    """An inspection as the source of documents; of others than the open one the `fault` is told."""
    details = opened.details
    return Source(opened.folder.name, details.name, details.area, details.fieldwork_from, fault)


def documents_here(opened: OpenInspection, front: str | None = None) -> list[Document]:
    """Everything of the open inspection that its inspector may see; with `front`, in the private view, of this record alone."""
    records = [record for record in _records(opened) if front in (None, record.id) and not opened.blind_to(record.id)]
    found = [
        Document(kind=Kind.RECORD, place=record.reference, says=_people(record), record=record.id, reference=record.reference)
        for record in records
    ]
    found += _questions(opened.instrument)
    for record in records:
        found += _answers(opened, record)
    if front is None:
        found += _quotes(opened, frozenset(record.id for record in records))
        found += _letter(opened)
    return found


def documents_elsewhere(opened: OpenInspection, *, notes: bool) -> list[Document]:
    """What another inspection came to: its letter, its figures with the reasons counted, and where `notes` says so, its notes.

    A record that somebody is still to score again gives no note: whoever that is must not come upon one.
    """
    found = [*_letter(opened), *_figures(opened)]
    if notes:
        for record in _records(opened):
            if all(finished(second) for second in opened.seconds(record.id)):
                found += [document for document in _answers(opened, record) if document.note]
    return found


def known_here(opened: OpenInspection, front: str | None = None) -> Known:
    """What filters may name in the open inspection."""
    records = [record for record in _records(opened) if front in (None, record.id) and not opened.blind_to(record.id)]
    people = {answer.by: answer.by for record in records for answer in opened.answers(record.id).values()}
    source = source_of(opened)
    return known_of(opened.instrument) | Known(
        areas={source.area: source.area},
        people=people,
        records={record.reference: record.reference for record in records},
        inspections={source.folder: source.name},
    )


def known_of(instrument: Instrument) -> Known:
    """What filters may name by an instrument: its questions, answers and reasons."""
    questions = [question for question in instrument.questions.values() if not _in_confidence(instrument, question.id)]
    return Known(
        questions={question.id: question.title for question in questions},
        answers={choice.value: choice.label for question in questions for choice in instrument.choices_of(question.id)},
        reasons={reason.id: reason.label for question in questions for reason in instrument.reasons_of(question.id)},
    )


def _in_confidence(instrument: Instrument, question: str) -> bool:
    return instrument.unit(instrument.section_of(question).unit).confidential


def _records(opened: OpenInspection) -> list[Record]:
    """The records of which each may be named."""
    return [record for record in opened.records() if not opened.instrument.unit(record.unit).confidential]


def _people(record: Record) -> str:
    told = (("case manager", record.case_manager), ("inspector", record.inspector))
    return ", ".join(f"{what} {who}" for what, who in told if who)


def _questions(instrument: Instrument) -> Iterator[Document]:
    for question in instrument.questions.values():
        place = question.id if question.numbered else "question"
        yield Document(kind=Kind.QUESTION, place=place, title=question.title, says=question.text, question=question.id)


def _answers(opened: OpenInspection, record: Record) -> Iterator[Document]:
    instrument, answers = opened.instrument, opened.answers(record.id)
    for question in instrument.of_unit(record.unit):
        answer = answers.get(question.id)
        if answer is None or not answer.content:
            continue
        content = answer.content
        choice = instrument.choice(question.id, content.value)
        reasons = [reason for reason in instrument.reasons_of(question.id) if reason.id in content.reasons]
        labels = [choice.label if choice else content.value, ", ".join(reason.label for reason in reasons)]
        yield Document(
            kind=Kind.ANSWER,
            place=f"{record.reference} {question.id if question.numbered else question.title}",
            title=question.title if question.numbered else "",
            says=": ".join(filter(None, labels)),
            note=content.note,
            record=record.id,
            reference=record.reference,
            question=question.id,
            value=content.value,
            reasons=tuple(reason.id for reason in reasons),
            by=answer.by,
        )


def _quotes(opened: OpenInspection, shown: frozenset[str]) -> Iterator[Document]:
    """The words chosen from notes for the letter, of records that are shown."""
    for quote in opened.letter.entries.quotes.values():
        if quote.record in shown and quote.question in opened.instrument.questions:
            record, question = opened.record(quote.record), opened.instrument.questions[quote.question]
            yield Document(
                kind=Kind.QUOTE,
                place=f"{record.reference} {question.id if question.numbered else question.title}",
                title=question.title if question.numbered else "",
                says=f"“{quote.text}”",
                record=record.id,
                reference=record.reference,
                question=question.id,
            )


def _letter(opened: OpenInspection) -> Iterator[Document]:
    """The paragraphs of the letter as they are printed now."""
    letter = opened.written()
    heading = ""
    for paragraph in letter.paragraphs:
        text, bound = reading(letter.tokens_of(paragraph))
        says = " ".join(text.split())
        if paragraph.kind is ParagraphKind.HEADING:
            heading = says
        if says:
            yield Document(
                kind=Kind.LETTER,
                place=_place_in_letter(paragraph),
                title="" if paragraph.kind is ParagraphKind.HEADING else heading or _HEAD,
                says=says,
                figures=tuple(dict.fromkeys(question for one in bound for question in one.questions)),
                paragraph=paragraph.id,
            )


def _place_in_letter(paragraph: Paragraph) -> str:
    number = paragraph.number.rstrip(".") if paragraph.kind is ParagraphKind.PARAGRAPH else ""
    return f"letter {number}".rstrip()


def _figures(opened: OpenInspection) -> Iterator[Document]:
    """Each judgement that anybody was asked for, met of all, and how often each reason was given."""
    instrument, tallies = opened.instrument, opened.tallies().questions
    for question in instrument.questions.values():
        tally = tallies[question.id]
        if (
            not tally.of
            or instrument.kind_of(question.id) is not QuestionKind.JUDGEMENT
            or _in_confidence(instrument, question.id)
        ):
            continue
        labels = {reason.id: reason.label for reason in instrument.reasons_of(question.id)}
        yield Document(
            kind=Kind.FIGURE, place=question.id, title=question.title, says=_counted(opened, tally), question=question.id
        )
        for given in tally.reasons:
            yield Document(
                kind=Kind.REASON,
                place=question.id,
                title=question.title,
                says=f"{labels.get(given.reason, given.reason)}: {given.count} of the {tally.of - tally.met} not met",
                question=question.id,
                reasons=(given.reason,),
            )


def _counted(opened: OpenInspection, tally: Tally) -> str:
    """A share in figures and in the words of its inspection: "met in 7 of the 10, a majority"."""
    instrument, details = opened.instrument, opened.details
    profiles = instrument.word_profiles
    profile = next((profile for profile in profiles if profile.id == details.word_profile), profiles[0])
    words = proportion(profile, tally.met, tally.of, least=instrument.thresholds.least_answers)
    return ", ".join(filter(None, (f"met in {tally.met} of the {tally.of}", words)))


def people_and_records(documents: Iterable[Document]) -> Known:
    """What documents have for the filters that name people and records."""
    listed = [document for document in documents if document.kind is Kind.ANSWER]
    return Known(
        people={document.by: document.by for document in listed},
        records={document.reference: document.reference for document in listed},
    )
