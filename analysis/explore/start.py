"""The door to the explorer, which needs a library that the rest of the suite does not."""

from __future__ import annotations

import gc
from importlib.util import find_spec
from typing import TYPE_CHECKING

from analysis.errors import Problem, Refused
from analysis.explore.view import View
from analysis.timeline import Timeline

if TYPE_CHECKING:
    from analysis.explore.window import Explorer


def explorer(timeline: Timeline, view: View | None = None) -> Explorer:
    """Controls over a whole case, with what they show; they begin as the view is.

    Raises Refused where the view asks for what the case does not have, or ipywidgets is missing.
    """
    if find_spec("ipywidgets") is None:
        do = "run `pip install ipywidgets` and restart the kernel"
        raise Refused([Problem("ipywidgets", "not installed", "the library of the controls", do)])
    from analysis.explore.window import Explorer

    made = Explorer(timeline, view or View())
    gc.collect()
    gc.freeze()  # else the collector walks all of matplotlib's modules between two charts
    return made
