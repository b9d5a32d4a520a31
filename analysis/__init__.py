"""Numbers that are claimed, not counted: load a case, narrow it, compare, chart, say and cite.

The public names are loaded when they are first used, so that the command line starts at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis import charts, findings
    from analysis.chart import Chart
    from analysis.claim import Claim
    from analysis.compare import Verdict, Word, verdict
    from analysis.drawing import draw
    from analysis.errors import Problem, Refused
    from analysis.listing import Listing
    from analysis.loading import load
    from analysis.quantity import Hedge, Quantity
    from analysis.scope import Scope
    from analysis.sentences import Sentence, cite, say
    from analysis.sums import Derived, addable, difference, total
    from analysis.timeline import Timeline
    from analysis.when import When

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
    "draw": "drawing",
    "findings": "",
    "cite": "sentences",
    "difference": "sums",
    "load": "loading",
    "say": "sentences",
    "total": "sums",
    "verdict": "compare",
}
__all__ = [
    "Chart",
    "Claim",
    "Derived",
    "Hedge",
    "Listing",
    "Problem",
    "Quantity",
    "Refused",
    "Scope",
    "Sentence",
    "Timeline",
    "Verdict",
    "When",
    "Word",
    "addable",
    "charts",
    "cite",
    "difference",
    "draw",
    "findings",
    "load",
    "say",
    "total",
    "verdict",
]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    if not HOMES[name]:
        return importlib.import_module(f"analysis.{name}")
    return getattr(importlib.import_module(f"analysis.{HOMES[name]}"), name)
