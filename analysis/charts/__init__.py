"""Charts by form. Each takes a timeline, knows no case, and returns a Chart.

`growth` alone takes the results of a batch.
"""

from analysis.charts.claims_and_origins import claims_and_origins
from analysis.charts.comparison_table import comparison_table
from analysis.charts.cumulative import cumulative
from analysis.charts.dumbbell import dumbbell
from analysis.charts.evidence_by_day import evidence_by_day
from analysis.charts.hedge_matrix import hedge_matrix
from analysis.charts.intervals import intervals
from analysis.charts.maps.locator import locator
from analysis.charts.maps.strip import strip
from analysis.charts.run_panels import run_panels
from analysis.charts.said_and_about import said_and_about
from analysis.charts.steps import steps
from analysis.charts.swimlanes import swimlanes
from analysis.charts.tree import tree
from analysis.charts.waffle import waffle

__all__ = [
    "claims_and_origins",
    "comparison_table",
    "cumulative",
    "dumbbell",
    "evidence_by_day",
    "hedge_matrix",
    "intervals",
    "locator",
    "run_panels",
    "said_and_about",
    "steps",
    "strip",
    "swimlanes",
    "tree",
    "waffle",
]
