"""The record of a sample: one page from which it can be checked and drawn again. It names cases by their references alone."""

from collections.abc import Iterator
from typing import Any

import msgspec

from sqs_tui.domain.allocation import shares_text
from sqs_tui.domain.interests import Interest, interest_text
from sqs_tui.domain.letter.details import days
from sqs_tui.domain.sample import CASE_MANAGER, Draw, Standing
from sqs_tui.domain.sample_account import METHOD, SampleAccount, exact_share
from sqs_tui.export.sheet import Heading, Items, Part, Table, Text, sheet_html, sheet_markdown
from sqs_tui.export.stamp import Stamp

_STYLE = """\
@page { size: A4; margin: 14mm 16mm; }
body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
body { font: 0.85rem/1.35 Arial, "Liberation Sans", sans-serif; }
h1, h2 { color: #14304f; line-height: 1.2; break-after: avoid; } h1 { font-size: 1.35rem; margin: 0 0 0.3em; }
h2 { font-size: 1rem; margin: 1em 0 0.3em; }
p { margin: 0 0 0.4em; overflow-wrap: anywhere; } ul { margin: 0; padding-left: 1.1em; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; color: #14304f; border-bottom: 1.5px solid #14304f; }
th, td { padding: 0.12em 0.8em 0.12em 0; vertical-align: top; } td { border-bottom: 1px solid #ccc; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
footer { margin-top: 1em; font-size: 0.75rem; color: #444; }
@media print { html { font-size: 10.5pt; } body { max-width: none; margin: 0; padding: 0; } }
"""
_REPLACED = ("Case", "By", "On", "Who replaced it", "Why")


def sample_bytes(form: str, name: str, account: SampleAccount, stamp: Stamp) -> bytes:
    """The record of a sample as a file's bytes, as "md" or "html"; `name` is the inspection's."""
    parts, title = list(_sheet(name, account)), _title(name)
    if form == "html":
        return sheet_html(parts, title=title, style=_STYLE, foot=stamp.says).encode()
    return sheet_markdown(parts, foot=stamp.says).encode()


def _title(name: str) -> str:
    return f"Record of the sample: {name}"


def _sheet(name: str, account: SampleAccount) -> Iterator[Part]:
    draw, listed = account.now.draw, account.listed
    yield Heading(_title(name), 1)
    yield Text(
        f"{len(draw.cases)} of the {len(listed.cases)} cases of a list, drawn by {draw.by} on {_day(draw.at)}. "
        f"The list was imported from {listed.source} by {listed.by} on {_day(listed.at)}."
    )
    yield Items(tuple(asked(account, draw)))
    yield Text(" ".join(account.faults) or "Drawn again from the list and the seed, all of it comes out the same.")
    if draw.wanted.by:
        yield Heading("Strata")
        yield Table(("Stratum", "In the list", "Exact share", "Drawn"), tuple(strata_rows(account)))
    yield Heading("The sample")
    yield Table(("", "Case", "Stratum", "Stands in for", "Inspector"), tuple(_cases(account)))
    yield Text(f"Allocated: {_allocated(account)}.")
    yield Heading("Reserves")
    yield Text(", ".join(account.now.reserves) or "None is left.")
    if account.now.replaced:
        yield Heading("Replaced")
        yield Table(_REPLACED, tuple(_replaced(account.now)))
    if account.interests:
        yield Heading("Conflicts of interest")
        yield Items(tuple((one.inspector, f"reads no case of {_interest(account, one)}") for one in account.interests))
    for one, following in zip(account.before, (*account.before[1:], account.now), strict=False):
        yield from _earlier(account, one, following.draw)
    yield Heading("How it is drawn")
    yield Text(METHOD)


def _day(at: str) -> str:
    return days(at[:10], at[:10])


def asked(account: SampleAccount, draw: Draw) -> Iterator[tuple[str, str]]:
    """What was asked of a draw, as label and text."""
    wanted, there = draw.wanted, len(draw.reserves)
    yield "Size:", str(wanted.size)
    yield "Seed:", wanted.seed
    yield "Strata:", " and ".join(map(account.field_text, wanted.by)) or "none"
    yield "Of one case manager:", f"{wanted.cap} cases at most" if wanted.cap else "any number of cases"
    yield "Of one person:", "one case at most" if wanted.one_a_person else "any number of cases"
    yield "Reserves:", f"{there}" if there >= wanted.reserve else f"{there}, for no more than that are left to stand in"


def strata_rows(account: SampleAccount) -> Iterator[tuple[str, str, str, str]]:
    """Each stratum with its cases in the list, its exact share and its number in the sample."""
    draw = account.now.draw
    for share in draw.shares:
        exact = exact_share(share, draw.wanted.size, len(account.listed.cases))
        yield account.stratum_text(share.stratum), str(share.listed), exact, str(share.drawn)


def _cases(account: SampleAccount) -> Iterator[tuple[str, ...]]:
    for place, reference in enumerate(account.now.cases, 1):
        inspector = account.inspector(reference, nobody="nobody yet", missing="no record yet")
        stratum = account.stratum_of(reference) if account.now.draw.wanted.by else ""
        yield str(place), reference, stratum, account.stands_in_for(reference), inspector


def _allocated(account: SampleAccount) -> str:
    records = (account.record(reference) for reference in account.now.cases)
    return shares_text(record.inspector for record in records if record) or "no case has a record yet"


def _replaced(now: Standing) -> Iterator[tuple[str, ...]]:
    for one in now.replaced:
        yield one.replaced, one.reserve, _day(one.at), one.by, one.why


def _interest(account: SampleAccount, interest: Interest) -> str:
    return "one case manager" if interest.field == CASE_MANAGER else interest_text(interest, account.labels)


def _earlier(account: SampleAccount, now: Standing, following: Draw) -> Iterator[Part]:
    """A sample that another took the place of, as it was then."""
    draw, listed = now.draw, account.lists.get(now.draw.list)
    yield Heading(f"Drawn before, on {_day(draw.at)}")
    source = (
        f"the {len(listed.cases)} cases of {listed.source}, imported on {_day(listed.at)}" if listed else "a list that is gone"
    )
    yield Text(f"{len(draw.cases)} of {source}, drawn by {draw.by}.")
    yield Items(
        (
            *asked(account, draw),
            ("Drawn:", ", ".join(draw.cases)),
            ("In reserve:", ", ".join(draw.reserves) or "none"),
            (
                "Another was drawn:",
                f"by {following.by} on {_day(following.at)}, because: {following.why or 'no reason was given'}",
            ),
        )
    )
    if now.replaced:
        yield Table(_REPLACED, tuple(_replaced(now)))


def sample_json(account: SampleAccount) -> dict[str, Any]:
    """A sample for other programs: `list`, `drawn`, `strata`, `cases`, `reserves`, `replaced`, `before`, `interests`, `repeats`.

    `before` is what was drawn before; `repeats` is whether the draw comes out again from its list and its seed.
    """
    draw, listed = account.now.draw, account.listed
    return {
        "list": {"id": listed.id, "source": listed.source, "at": listed.at, "by": listed.by, "cases": len(listed.cases)},
        "drawn": _drawn_json(draw),
        "strata": [msgspec.structs.asdict(share) for share in draw.shares],
        "cases": [_case_json(account, reference) for reference in account.now.cases],
        "reserves": list(account.now.reserves),
        "replaced": _replaced_json(account.now),
        "before": [
            {
                "list": one.draw.list,
                "drawn": _drawn_json(one.draw),
                "cases": list(one.draw.cases),
                "reserves": list(one.draw.reserves),
                "replaced": _replaced_json(one),
            }
            for one in account.before
        ],
        "interests": [
            {"inspector": one.inspector, "field": one.field, "value": one.value, "by": one.by, "at": one.at}
            for one in account.interests
        ],
        "repeats": not account.faults,
    }


def _drawn_json(draw: Draw) -> dict[str, Any]:
    return {"at": draw.at, "by": draw.by, "why": draw.why, **msgspec.structs.asdict(draw.wanted)}


def _replaced_json(now: Standing) -> list[dict[str, str]]:
    return [
        {"reference": one.replaced, "reserve": one.reserve, "at": one.at, "by": one.by, "why": one.why} for one in now.replaced
    ]


def _case_json(account: SampleAccount, reference: str) -> dict[str, Any]:
    record = account.record(reference)
    return {
        "reference": reference,
        "stands_in_for": account.stands_in_for(reference),
        "inspector": record.inspector if record else None,
        "state": record.state.value if record else None,
        "kept_out": bool(record and record.id in account.held),
    }
