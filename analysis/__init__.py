"""Numbers that are claimed, not counted: load a case, narrow it, compare, chart, say and cite.

The public names are loaded when they are first used, so that the command line starts at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import charts as charts
    from analysis import findings as findings
    from analysis.chart import Chart as Chart
    from analysis.claim import Claim as Claim
    from analysis.compare import Verdict as Verdict
    from analysis.compare import Word as Word
    from analysis.compare import verdict as verdict
    from analysis.drawing import draw as draw
    from analysis.errors import Problem as Problem
    from analysis.errors import Refused as Refused
    from analysis.gathered import results as results
    from analysis.listing import Listing as Listing
    from analysis.loading import load as load
    from analysis.quantity import Hedge as Hedge
    from analysis.quantity import Quantity as Quantity
    from analysis.recording import record as record
    from analysis.scope import Scope as Scope
    from analysis.sentences import Sentence as Sentence
    from analysis.sentences import cite as cite
    from analysis.sentences import say as say
    from analysis.sums import Derived as Derived
    from analysis.sums import addable as addable
    from analysis.sums import difference as difference
    from analysis.sums import total as total
    from analysis.timeline import Timeline as Timeline
    from analysis.when import When as When

HOMES = {
    "Chart": "chart",
    "Claim": "claim",
    "Derived": "sums",
    "Hedge": "quantity",
    "Listing": "listing",
    "Problem": "errors",
    "Quantity": "quantity",
    "Refused": "errors",
    "Scope": "scope",
    "Sentence": "sentences",
    "Timeline": "timeline",
    "Verdict": "compare",
    "When": "when",
    "Word": "compare",
    "addable": "sums",
    "charts": "",
    "cite": "sentences",
    "difference": "sums",
    "draw": "drawing",
    "findings": "",
    "load": "loading",
    "record": "recording",
    "results": "gathered",
    "say": "sentences",
    "total": "sums",
    "verdict": "compare",
}
__all__ = sorted(HOMES)


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    if not HOMES[name]:
        return importlib.import_module(f"analysis.{name}")
    return getattr(importlib.import_module(f"analysis.{HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})
