"""Exploring a case: what is shown, as a table, a chart, a sentence, code, or with controls."""

from analysis.explore.forms import drawn
from analysis.explore.rows import containing, table
from analysis.explore.start import explorer
from analysis.explore.view import View

__all__ = ["View", "containing", "drawn", "explorer", "table"]
