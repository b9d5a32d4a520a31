"""Exploring a case: what is shown, as a table, a chart, a sentence, code, or with controls."""

from analysis.notebooks.explorer.forms import drawn
from analysis.notebooks.explorer.rows import containing, table
from analysis.notebooks.explorer.view import View
from analysis.notebooks.explorer.widget import explorer

__all__ = ["View", "containing", "drawn", "explorer", "table"]
