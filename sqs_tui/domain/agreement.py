"""How far two inspectors agree who scored the same records: raw agreement, Gwet's AC1 and Cohen's kappa, always together.

Categories are a question's choices, without any order; reasons and notes are not rated. With p the share of ratings in a
category, q the number of categories and the first's and the second's own shares a and b:

- raw agreement is the share of pairs that agree;
- kappa is (raw - c) / (1 - c) with c the sum of a times b over the categories (Cohen 1960, Educational and Psychological
  Measurement 20, 37-46);
- AC1 is (raw - c) / (1 - c) with c the sum of p times (1 - p) over the categories, divided by q - 1, p being the mean of a and b
  (Gwet 2008, British Journal of Mathematical and Statistical Psychology 61, 29-48).

Where nearly all answers fall into one category, kappa is near nothing even though nearly all pairs agree (Feinstein and Cicchetti
1990, Journal of Clinical Epidemiology 43, 543-549); AC1 is not. No one of the three is enough alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

import msgspec

from sqs_tui.domain.compare import Compared, Outcome
from sqs_tui.domain.instrument import Instrument

Ratings = Counter[tuple[str, str]]
"""How many pairs of ratings there are of each kind: (the first's category, the second's)."""
Raters = tuple[str, str]
"""Two inspectors, in the order of their names."""


class Scored(msgspec.Struct, frozen=True, kw_only=True):
    """One record that was scored twice."""

    record: str
    reference: str
    first: str
    """Who scored it first."""
    second: str
    compared: tuple[Compared, ...]


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How far two raters agree. None stands for "not defined"; no figure is rounded."""

    pairs: int
    """Pairs of ratings, both given."""
    disagreements: int
    raw: float | None
    """From 0 to 1; not defined where there are no pairs."""
    ac1: float | None
    """Up to 1. Not defined where there are no pairs, or where all categories that could be given are one: then nobody could
    have disagreed. With two categories or more its chance agreement is at most 1/2, so that it is defined for any pair."""
    kappa: float | None
    """From -1 to 1. Not defined where there are no pairs, or where chance agreement is certain: both raters gave the same one
    category throughout."""
    one_only: int = 0
    """Questions of records that were asked of one rater and, by the other's answers, not of the other; in no other figure."""
    open: int = 0
    """Questions that were asked of both and not answered by both; in no other figure."""


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Everything on how far inspectors agree. Whatever disagrees most stands first."""

    overall: Figures
    questions: dict[str, Figures]
    """By question; only those asked of a record that was scored twice."""
    raters: dict[Raters, Figures]
    """By pair of inspectors."""


def figures(tables: Iterable[tuple[Ratings, int]], *, one_only: int = 0, open_: int = 0) -> Figures:
    """The figures over tables of ratings, each with the number of categories that could be given.

    Of several tables, each with categories of its own, agreement and chance agreement are averaged, weighted by their pairs,
    before the coefficient is made of them (De Vries, Elliott, Kanouse and Teleki 2008, Field Methods 20, 272-282): a mean of the
    tables' own coefficients would not be defined where one of them is not.
    """
    pairs, agreed, by_margins, by_means = 0, 0, Fraction(), Fraction()
    for ratings, categories in tables:
        of_table = ratings.total()
        if of_table:
            pairs += of_table
            agreed += sum(count for (first, second), count in ratings.items() if first == second)
            by_margins += of_table * _chance_by_margins(ratings, of_table)
            by_means += of_table * _chance_by_means(ratings, of_table, categories)
    return Figures(
        pairs=pairs,
        disagreements=pairs - agreed,
        raw=agreed / pairs if pairs else None,
        ac1=_beyond_chance(pairs, agreed, by_means),
        kappa=_beyond_chance(pairs, agreed, by_margins),
        one_only=one_only,
        open=open_,
    )


def _chance_by_margins(ratings: Ratings, pairs: int) -> Fraction:
    """Cohen's chance agreement: each rater keeps to their own shares."""
    first, second = _margins(ratings)
    return Fraction(sum(first[category] * second[category] for category in first), pairs**2)


def _chance_by_means(ratings: Ratings, pairs: int, categories: int) -> Fraction:
    """Gwet's chance agreement; certain where there is but one category."""
    if categories < 2:
        return Fraction(1)
    first, second = _margins(ratings)
    shares = [Fraction(count, 2 * pairs) for count in (first + second).values()]
    return sum((share * (1 - share) for share in shares), Fraction()) / (categories - 1)


def _margins(ratings: Ratings) -> tuple[Counter[str], Counter[str]]:
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in ratings.items():
        first[one] += count
        second[other] += count
    return first, second


def _beyond_chance(pairs: int, agreed: int, chance: Fraction) -> float | None:
    """The share of what chance left open that was agreed on; agreement and chance are both given times the pairs."""
    return float((agreed - chance) / (pairs - chance)) if pairs > chance else None


def agreement(instrument: Instrument, scored: Iterable[Scored]) -> Agreement:
    """The figures over records that were scored twice: by question, by pair of inspectors, and overall.

    By question the first raters' ratings stand against the second raters', whoever they were. By pair of inspectors each stands
    for themselves, whether first or second. There, and overall, the ratings of all questions that share their choices make one
    table: a question of which there are few pairs has no chance agreement of its own to speak of. Figures over several questions
    therefore tell how inspectors agree on the whole, and are no mean of the questions' own.
    """
    every = [(record, compared) for record in scored for compared in record.compared]
    questions: dict[str, list[tuple[Compared, bool]]] = {}
    raters: dict[Raters, list[tuple[Compared, bool]]] = {}
    for record, compared in every:
        swapped = record.second < record.first
        pair = (record.second, record.first) if swapped else (record.first, record.second)
        questions.setdefault(compared.question, []).append((compared, False))
        raters.setdefault(pair, []).append((compared, swapped))
    return Agreement(
        overall=_figures_of(instrument, [(compared, False) for _, compared in every]),
        questions=_worst_first({question: _figures_of(instrument, of) for question, of in questions.items()}, instrument),
        raters=dict(
            sorted(
                ((pair, _figures_of(instrument, of)) for pair, of in raters.items()),
                key=lambda item: (-item[1].disagreements, item[0]),
            )
        ),
    )


def _figures_of(instrument: Instrument, compared: Iterable[tuple[Compared, bool]]) -> Figures:
    tables: dict[tuple[str, ...], Ratings] = {}
    outcomes: Counter[Outcome] = Counter()
    for one, swapped in compared:
        outcomes[one.outcome] += 1
        if one.outcome in (Outcome.AGREED, Outcome.DISAGREED):
            categories = tuple(choice.value for choice in instrument.choices_of(one.question))
            pair = (one.second.value, one.first.value) if swapped else (one.first.value, one.second.value)
            tables.setdefault(categories, Counter())[pair] += 1
    return figures(
        ((ratings, len(categories)) for categories, ratings in tables.items()),
        one_only=outcomes[Outcome.FIRST_ONLY] + outcomes[Outcome.SECOND_ONLY],
        open_=outcomes[Outcome.OPEN],
    )


def _worst_first(by_question: Mapping[str, Figures], instrument: Instrument) -> dict[str, Figures]:
    order = list(instrument.questions)
    return dict(sorted(by_question.items(), key=lambda item: (-item[1].disagreements, order.index(item[0]))))
