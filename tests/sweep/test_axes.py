"""The values of a parameter: lists, ranges of days, and ids from the tables of a case."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.case.timeline import Timeline
from analysis.case.yaml_text import Entry
from analysis.sweep import axes
from sweep.conftest import Folder


def used(timeline: Timeline, column: str) -> list[str]:
    table, key = {"claimant": ("actors", "actor_id"), "source_id": ("sources", "source_id")}[column]
    values = {
        value
        for claim in timeline
        for value in (claim.claimants if column == "claimant" else (claim.source_id,))
    }
    return [row[key] for row in timeline.rows[table] if row[key] in values]


def test_every_claimant_and_source_of_the_case_that_has_a_claim(
    folder: Folder, ferry: Timeline
) -> None:
    assert [
        run["claimants"] for run in folder.parameters("grid: {claimants: {each: claimants}}")
    ] == used(ferry, "claimant")
    assert [
        run["sources"] for run in folder.parameters("grid: {sources: {each: sources}}")
    ] == used(ferry, "source_id")
    lead = folder.parameters(
        "grid: {lead_source: {each: sources, where: {publisher: North Wire, tier: [A, A]}}}"
    )
    rows = {row["source_id"]: row for row in ferry.rows["sources"]}
    assert lead
    assert {rows[str(run["lead_source"])]["tier"] for run in lead} == {"A"}


def test_those_with_a_claim_of_some_kind(folder: Folder, ferry: Timeline) -> None:
    query = "grid: {claimants: {each: claimants, having: {hedge: [about, nearly]}}}"
    timeline = ferry.where(hedge=["about", "nearly"])
    assert [run["claimants"] for run in folder.parameters(query)] == used(timeline, "claimant")
    assert len(used(timeline, "claimant")) < len(used(ferry, "claimant"))


def test_a_filter_as_a_value_is_all_ids_with_commas(folder: Folder, ferry: Timeline) -> None:
    tiers = {row["source_id"]: row["tier"] for row in ferry.rows["sources"]}
    wanted = ",".join(i for i in used(ferry, "source_id") if tiers[i] == "A")
    for text in (
        "sets: [{sources: {where: {tier: A}}}]",
        "parameters: {sources: {where: {tier: A}}}",
        "grid: {sources: [{where: {tier: A}}]}",
    ):
        assert [run["sources"] for run in folder.parameters(text)] == [wanted]


# what stands below `notebooks: one.ipynb`, and how each problem begins
WRONG: list[tuple[str, list[str]]] = [
    ("grid: {start: {range: 5}}", ["2:grid.start: {'range': 5}; a list, "]),
    (
        "grid: {as_of: 2031-03-05}",
        ["2:grid.as_of: '2031-03-05'; a list, {days: first/last} or {each: claimants}"],
    ),
    ("grid: {as_of: {}}", ["2:grid.as_of: {}; a list"]),
    ("grid: {as_of: []}", ["2:grid.as_of: no values; at least one"]),
    (
        "grid: {as_of: {days: 2031-03-05/..}}",
        ["2:grid.as_of.days: '2031-03-05/..'; days with both ends known"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05/2031-03-04}}",
        ["2:grid.as_of.days: '2031-03-05/2031-03-04'; an interval whose first"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05, step: 0, stop: 1}}",
        ["2:grid.as_of.stop: no such key; only days, step; did you mean step?"],
    ),
    (
        "grid: {as_of: {days: 2031-03-05, step: 0}}",
        ["2:grid.as_of.step: 0; a whole number of days"],
    ),
    (
        "grid: {claimants: {each: claimnats}}",
        ["2:grid.claimants.each: 'claimnats'; claimants or sources; did you mean claimants?"],
    ),
    (
        "grid: {sources: {each: sources, where: {tire: A, tier: D}}}",
        [
            "2:grid.sources.where.tire: no such column; a column of sources.csv; did you "
            "mean tier?",
            "2:grid.sources.where.tier: 'D'; one that the case has",
        ],
    ),
    (
        "grid: {sources: {each: sources, having: {hedge: abuot}}}",
        ["2:grid.sources.having: hedge 'abuot'; one that the case has"],
    ),
    (
        "grid: {sources: {each: sources, where: A}}",
        ["2:grid.sources.where: 'A'; columns with values"],
    ),
    (
        "sets: [{sources: {were: {tier: A}}}]",
        ["2:sets[1].sources.were: no such key; only where, having; did you mean where?"],
    ),
    ("grid: {sources: {each: {a: b}}}", ["2:grid.sources.each: {'a': 'b'}; claimants or sources"]),
]


@pytest.mark.parametrize(("text", "problems"), WRONG, ids=[text[:48] for text, _ in WRONG])
def test_values_that_are_not_there_are_reported_at_their_line(
    folder: Folder, text: str, problems: list[str]
) -> None:
    folder.check(text, problems)


def test_days_are_counted_without_being_listed() -> None:
    days = Entry("x.yaml", 2, "grid.as_of.days", "0001-01-01/9999-12-31")
    entry = Entry("x.yaml", 2, "grid.as_of", {"days": days})
    axis = axes.axis("as_of", entry, lambda: pytest.fail("no case is needed"))
    assert len(axis) == (date.max - date.min).days + 1
    first = next(iter(axis))
    assert (first.value, str(first.place)) == ("0001-01-01", "x.yaml:2:grid.as_of")


@pytest.mark.parametrize(
    ("step", "days"),
    [
        (1, ["2031-02-27", "2031-02-28", "2031-03-01"]),
        (2, ["2031-02-27", "2031-03-01"]),
        (9, ["2031-02-27"]),
    ],
)
def test_days_are_those_of_the_period_in_steps(folder: Folder, step: int, days: list[str]) -> None:
    text = f"grid: {{start: {{days: 2031-02-27/2031-03-01, step: {step}}}}}"
    assert [run["start"] for run in folder.parameters(text)] == days
