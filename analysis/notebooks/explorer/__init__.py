"""Exploring a case: what is shown, as a table, a chart, a sentence, code, or with controls."""

from analysis.notebooks.explorer.forms import drawn
from analysis.notebooks.explorer.rows import containing
from analysis.notebooks.explorer.rows import table
from analysis.notebooks.explorer.widget import explorer
from analysis.notebooks.explorer.view import View

__all__ = ["View", "containing", "drawn", "explorer", "table"]
