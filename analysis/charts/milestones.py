"""The head of a road strip: the places along it, and how far apart they are at least."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from analysis import look, marks, places, strokes
from analysis.places import Route

EDGE = 0.4
"""Places: the air at both ends of the road."""
NAMES, SECOND, APART = -1.95, -2.67, -0.98
"""Rows, counted down from the first claim: names of places in two heights, and distances."""


def head(axes: Axes, way: Route, rows: int) -> None:
    """The places with their names in two heights, and the straight lines between them."""
    look.rows_axis(axes, rows)
    axes.set_xlim(-EDGE, len(way.places) - 1 + EDGE)
    axes.set_xticks(range(len(way.places)), [""] * len(way.places))
    axes.grid(axis="x", color=look.PALE, linewidth=0.7, zorder=0)
    for n, place in enumerate(way.places):
        high = SECOND if n % 2 else NAMES
        strokes.line(
            axes, [n, n], [high + 0.4, -0.5], color=look.PALE, lw=0.7, clip_on=False, zorder=0
        )
        marks.words(axes, n, high, place.name, ha="center", size=8.3, weight="bold")
    marks.words(axes, -EDGE, APART, "straight line, km  ", ha="right", size=7.6, color=look.SOFT)
    box = {"facecolor": look.PAPER, "edgecolor": look.SOFT, "lw": 0.6, "pad": 1.3}
    style: dict[str, Any] = {"ha": "center", "size": 7, "color": look.SOFT, "bbox": box}
    for row in distances(way):
        marks.words(axes, row["x"], row["y"], _short(row["figure"]), gid=row["claim_id"], **style)


def _short(figure: str) -> str:
    """`142–155`, so that it fits between two places."""
    return figure.removeprefix("between ").removesuffix(" km").replace(" and ", "–")


def distances(way: Route) -> list[dict[str, Any]]:
    """The rows of the straight lines, under the ids of their marks."""
    empty = dict.fromkeys(("claimant", "said_on", "covers", "place"), "")
    return [
        {
            "claim_id": f"derived-{a.place_id}-{b.place_id}",
            "x": n + 0.5,
            "y": APART,
            "figure": f"{places.apart(a, b)} km",
            "phrase": f"straight line from {a.name} to {b.name}",
            "mark": "hollow",
            **empty,
        }
        for n, (a, b) in enumerate(way.legs)
    ]
