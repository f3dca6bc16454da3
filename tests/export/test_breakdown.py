"""Breakdowns as text, CSV and JSON: all hide the same, and none says more."""

import csv
import io
from datetime import UTC, datetime

import pytest

from sqs_tui.domain.breakdown import INSPECTOR, Breakdown, Way, breakdown
from sqs_tui.export.breakdown import breakdown_csv, breakdown_json, breakdown_text, legend
from sqs_tui.export.stamp import stamp
from tests.builders import instrument, reviewed

AT = datetime(2013, 5, 8, 14, 30, 5, tzinfo=UTC)
LEGEND = "– is not shown: a group with fewer than five answers, or one that would give such a group away."


@pytest.fixture
def found() -> Breakdown:
    """Three inspectors with three, six and eight answers to 1.1; one answers 1.2."""
    records = [
        reviewed(f"{name}{at}", {"fact": "yes", "1.1": "yes" if at % 3 else "no"}, inspector=name)
        for name, count in (("=ann", 3), ("ben", 6), ("cleo\x1b[31m", 8))
        for at in range(count)
    ]
    extra = reviewed("X", {"fact": "yes", "1.2": "yes"}, inspector="ben")
    return breakdown(instrument(), [*records, extra], Way(INSPECTOR, "Inspector"))


def test_text_has_a_row_for_each_group_that_is_shown_or_hidden_beside_others(found: Breakdown) -> None:
    lines = breakdown_text(instrument(), found).splitlines()
    assert lines[0].split() == ["BY", "INSPECTOR", "MET", "NOT", "MET", "OF"]
    at = lines.index("1.1 Assessed")
    assert [line.split() for line in lines[at + 1 : at + 5]] == [
        ["=ann", "–", "–", "3"],
        ["ben", "–", "–", "6"],
        ["cleo[31m", "5", "3", "8"],
        ["all", "11", "6", "17"],
    ]
    at = lines.index("1.2 Planned (not broken down: all alike)")
    assert lines[at + 1].split() == ["all", "1", "0", "1"]
    assert lines[-1] == LEGEND


def test_where_nothing_is_hidden_beside_what_is_shown_there_is_no_legend() -> None:
    nothing = breakdown(instrument(), [], Way(INSPECTOR, "Inspector"))
    assert legend(instrument(), nothing) == ""
    assert breakdown_text(instrument(), nothing).split()[-4:] == ["all", "0", "0", "0"]


def test_csv_leaves_hidden_cells_empty_and_is_safe_in_a_spreadsheet(found: Breakdown) -> None:
    rows = list(csv.DictReader(io.StringIO(breakdown_csv(found, stamp(instrument(), AT)).decode("utf-8-sig"))))
    assessed = [row for row in rows if row["id"] == "1.1"]
    assert [(row["row"], row["group"], row["met"], row["not_met"], row["of"], row["suppressed"]) for row in assessed] == [
        ("group", "'=ann", "", "", "3", "yes"),
        ("group", "ben", "", "", "6", "yes"),
        ("group", "cleo[31m", "5", "3", "8", ""),
        ("total", "all", "11", "6", "17", ""),
    ]
    assert {row["not_broken_down"] for row in rows if row["id"] == "1.2"} == {"all alike"}
    assert {row["by"] for row in rows} == {"inspector"}


def test_json_has_null_for_what_is_hidden_and_how_many_answers_that_is_of(found: Breakdown) -> None:
    told = breakdown_json(instrument(), found)
    assert told["legend"] == LEGEND
    assert (told["by"], told["least_answers"]) == ({"id": "inspector", "title": "Inspector"}, 5)
    assessed = next(measure for measure in told["measures"] if measure["id"] == "1.1")
    hidden = {"met": None, "not_met": None, "of": 3, "suppressed": True}
    assert assessed["groups"][0] == {"group": "=ann", **hidden}
    assert assessed["groups"][2] == {"group": "cleo\x1b[31m", "met": 5, "not_met": 3, "of": 8, "suppressed": False}
    assert assessed["total"] == {"met": 11, "not_met": 6, "of": 17, "suppressed": False}
    assert assessed["not_broken_down"] is None


def test_every_form_hides_the_same_and_names_no_record(found: Breakdown) -> None:
    told = breakdown_json(instrument(), found)
    in_json = [share["suppressed"] for measure in told["measures"] for share in measure["groups"]]
    rows = csv.DictReader(io.StringIO(breakdown_csv(found, stamp(instrument(), AT)).decode("utf-8-sig")))
    in_csv = [row["suppressed"] == "yes" for row in rows if row["row"] == "group"]
    assert in_json == in_csv == [share is None for measure in found.measures for share in measure.shares]
    assert True in in_json
    assert "ben3" not in f"{told}{breakdown_text(instrument(), found)}"
