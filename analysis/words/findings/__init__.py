"""The sentences of the notebooks: each computes its numbers from a timeline and names its claims.

A timeline that holds nothing of the kind gives a sentence that says so.
"""

from analysis.words.findings.counting import (
    counted_most,
    counts_by_place,
    title_of_list,
    title_of_total,
    title_of_two_counts,
)
from analysis.words.findings.coverage import (
    begins_before,
    busiest_day,
    coverage,
    disputed,
    lineages,
    lost_hedges,
    side_by_side,
    verbs,
)
from analysis.words.findings.events import events, rows_of_data_set
from analysis.words.findings.headlines import (
    title_of_beginnings,
    title_of_days,
    title_of_families,
    title_of_hedges,
    title_of_origins,
    title_of_places,
    title_of_publication,
    title_of_road,
)
from analysis.words.findings.parts import parts_of_whole
from analysis.words.findings.places import distances, places_on_road, places_that_exclude
from analysis.words.findings.printed_totals import (
    latest_totals,
    other_wordings,
    totals_by_claimant,
    totals_that_fall,
)
from analysis.words.findings.runs import changes_by_run
from analysis.words.findings.tellings import (
    agreement,
    as_stated,
    latest_by_claimant,
    range_by_period,
    running_total,
    starting_from,
)
from analysis.words.findings.titles import title_by_period
from analysis.words.findings.totals import remainder, sum_of, sum_under, totals_that_fail

__all__ = [
    "agreement",
    "as_stated",
    "begins_before",
    "busiest_day",
    "changes_by_run",
    "counted_most",
    "counts_by_place",
    "coverage",
    "disputed",
    "distances",
    "events",
    "latest_by_claimant",
    "latest_totals",
    "lineages",
    "lost_hedges",
    "other_wordings",
    "parts_of_whole",
    "places_on_road",
    "places_that_exclude",
    "range_by_period",
    "remainder",
    "rows_of_data_set",
    "running_total",
    "side_by_side",
    "starting_from",
    "sum_of",
    "sum_under",
    "title_by_period",
    "title_of_beginnings",
    "title_of_days",
    "title_of_families",
    "title_of_hedges",
    "title_of_list",
    "title_of_origins",
    "title_of_places",
    "title_of_publication",
    "title_of_road",
    "title_of_total",
    "title_of_two_counts",
    "totals_by_claimant",
    "totals_that_fail",
    "totals_that_fall",
    "verbs",
]
