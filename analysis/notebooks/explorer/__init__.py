"""The explorer: claims of a case as a table, a chart, a sentence and code, chosen by controls."""

from __future__ import annotations

import gc
from importlib.util import find_spec
from typing import TYPE_CHECKING

from analysis.errors import Invalid, Problem
from analysis.notebooks.explorer.forms import drawn
from analysis.notebooks.explorer.rows import containing, table
from analysis.notebooks.explorer.view import View

if TYPE_CHECKING:
    from analysis.case.timeline import Timeline
    from analysis.notebooks.explorer.widget import Explorer

__all__ = ["View", "containing", "drawn", "explore", "table"]


def explore(timeline: Timeline, view: View | None = None) -> Explorer:
    """Controls over a whole case, with what they show.

    timeline: the case. view: the first one; by default the whole case. Raises Invalid where
    the view asks for what the case does not have, or ipywidgets is missing.
    """
    # Tables, charts and copied code need no controls, so that only this needs their library.
    if find_spec("ipywidgets") is None:
        fix = "run `pip install ipywidgets` and restart the kernel"
        raise Invalid([Problem("ipywidgets", "not installed", "the library of the controls", fix)])
    from analysis.notebooks.explorer.widget import Explorer

    explorer = Explorer(timeline, view or View())
    # Between two charts the collector would walk all of matplotlib's objects, all of
    # which live as long as the kernel. Frozen, they are passed over; nothing else changes.
    gc.collect()
    gc.freeze()
    return explorer
