"""Charts by form. Each takes a timeline, knows no case, and returns a Chart.

`growth` alone takes the results of a batch.
"""

from analysis.charts.climb import climb
from analysis.charts.cumulative import cumulative
from analysis.charts.days import days
from analysis.charts.drift import drift
from analysis.charts.growth import growth
from analysis.charts.ladder import ladder
from analysis.charts.lanes import lanes
from analysis.charts.lineage import lineage
from analysis.charts.locator import locator
from analysis.charts.pairs import pairs
from analysis.charts.parts import parts
from analysis.charts.road import road
from analysis.charts.spans import spans
from analysis.charts.squares import squares
from analysis.charts.tally import tally

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
