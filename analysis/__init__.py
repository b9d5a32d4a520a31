"""Numbers that are claimed, not counted: load a case, narrow it, compare, chart, say and cite.

The public names are loaded when they are first used, so that the command line starts at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import charts as charts
    from analysis.case.load import load as load
    from analysis.case.scope import Scope as Scope
    from analysis.case.timeline import Timeline as Timeline
    from analysis.charts.kit.chart import Chart as Chart
    from analysis.charts.kit.draw import draw as draw
    from analysis.claims.claim import Claim as Claim
    from analysis.claims.compare import Verdict as Verdict
    from analysis.claims.compare import Word as Word
    from analysis.claims.compare import verdict as verdict
    from analysis.claims.dates import When as When
    from analysis.claims.quantity import Hedge as Hedge
    from analysis.claims.quantity import Quantity as Quantity
    from analysis.claims.sums import Derived as Derived
    from analysis.claims.sums import addable as addable
    from analysis.claims.sums import difference as difference
    from analysis.claims.sums import total as total
    from analysis.errors import Invalid as Invalid
    from analysis.errors import Problem as Problem
    from analysis.notebooks.results import record as record
    from analysis.notebooks.results import results as results
    from analysis.words import findings as findings
    from analysis.words.listing import Listing as Listing
    from analysis.words.sentences import Sentence as Sentence
    from analysis.words.sentences import cite as cite
    from analysis.words.sentences import say as say

HOMES = {
    "Chart": "charts.kit.chart",
    "Claim": "claims.claim",
    "Derived": "claims.sums",
    "Hedge": "claims.quantity",
    "Listing": "words.listing",
    "Problem": "errors",
    "Quantity": "claims.quantity",
    "Invalid": "errors",
    "Scope": "case.scope",
    "Sentence": "words.sentences",
    "Timeline": "case.timeline",
    "Verdict": "claims.compare",
    "When": "claims.dates",
    "Word": "claims.compare",
    "addable": "claims.sums",
    "charts": "charts",
    "cite": "words.sentences",
    "difference": "claims.sums",
    "draw": "charts.kit.draw",
    "findings": "words.findings",
    "load": "case.load",
    "record": "notebooks.results",
    "results": "notebooks.results",
    "say": "words.sentences",
    "total": "claims.sums",
    "verdict": "claims.compare",
}
__all__ = sorted(HOMES)


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    home = importlib.import_module(f"analysis.{HOMES[name]}")
    return home if HOMES[name].endswith(name) else getattr(home, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})
