"""Charts by form. Each takes a timeline, knows no case, and returns a Chart.

`growth` alone takes the results of a batch.
"""

from analysis.charts.claims_and_origins import tally
from analysis.charts.comparison_table import parts
from analysis.charts.cumulative import cumulative
from analysis.charts.dumbbell import pairs
from analysis.charts.evidence_by_day import days
from analysis.charts.hedge_matrix import drift
from analysis.charts.intervals import ladder
from analysis.charts.maps.locator import locator
from analysis.charts.maps.strip import road
from analysis.charts.run_panels import growth
from analysis.charts.said_and_about import spans
from analysis.charts.steps import climb
from analysis.charts.swimlanes import lanes
from analysis.charts.tree import lineage
from analysis.charts.waffle import squares

__all__ = [
    "climb",
    "cumulative",
    "days",
    "drift",
    "growth",
    "ladder",
    "lanes",
    "lineage",
    "locator",
    "pairs",
    "parts",
    "road",
    "spans",
    "squares",
    "tally",
]
