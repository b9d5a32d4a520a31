"""Charts by form. Each takes a timeline, knows no case, and returns a Chart."""

from analysis.charts.days import days
from analysis.charts.ladder import ladder
from analysis.charts.lanes import lanes
from analysis.charts.spans import spans

__all__ = ["days", "ladder", "lanes", "spans"]
