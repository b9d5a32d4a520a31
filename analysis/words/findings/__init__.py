"""The sentences of the notebooks: each computes its numbers from a timeline and names its claims.

A timeline that holds nothing of the kind gives a sentence that says so.
"""

from analysis.words.findings.coverage import (
    begins_before,
    busiest,
    disputed,
    families,
    holdings,
    lost_hedges,
    side_by_side,
    verbs,
)
from analysis.words.findings.places import distances, elsewhere, placings
from analysis.words.findings.runs import grown
from analysis.words.findings.tellings import agreement, course, last_told, spread, told
from analysis.words.findings.totals import added_up, carried, failing, remaining

__all__ = [
    "added_up",
    "agreement",
    "begins_before",
    "busiest",
    "carried",
    "course",
    "disputed",
    "distances",
    "elsewhere",
    "failing",
    "families",
    "grown",
    "holdings",
    "last_told",
    "lost_hedges",
    "placings",
    "remaining",
    "side_by_side",
    "spread",
    "told",
    "verbs",
]
