"""Axes below each other in the place of one: for measures that share no scale."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes


def split(axes: Axes, heights: Sequence[float], between: float) -> list[Axes]:
    """Axes of these heights below each other, from the upper edge of others, whose place they take.

    heights: inches. between: inches from one to the next. One height leaves the axes as they are.
    """
    if len(heights) == 1:
        return [axes]
    figure = axes.get_figure(root=True)
    if figure is None:
        raise LookupError("axes without a figure")
    full, box = figure.get_figheight(), axes.get_position()
    axes.remove()
    panels = []
    top = box.y1
    for height in heights:
        panel = figure.add_axes((box.x0, top - height / full, box.width, height / full))
        panel.spines[:].set_visible(False)
        panel.tick_params(length=0, labelsize=8)
        panels.append(panel)
        top -= (height + between) / full
    return panels


def over_rows(axes: Axes, start: int, end: int) -> Axes:
    """Axes over some of the rows of others, on which they have the same numbers.

    start, end: the first of the rows, and the one after the last.
    """
    figure = axes.get_figure(root=True)
    if figure is None:
        raise LookupError("axes without a figure")
    box, (bottom, top) = axes.get_position(), axes.get_ylim()
    row = box.height / (bottom - top)
    low = box.y1 - (end - 0.5 - top) * row
    panel = figure.add_axes((box.x0, low, box.width, (end - start) * row))
    panel.spines[:].set_visible(False)
    panel.tick_params(length=0, labelsize=8)
    panel.patch.set_visible(False)
    panel.set_ylim(end - 0.5, start - 0.5)
    panel.set_yticks([])
    return panel
