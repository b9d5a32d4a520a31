"""A road as a strip: where each claim places what it counts, and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from textwrap import shorten
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.case.timeline import Timeline
from analysis.charts.kit import days, marks, rows, strokes
from analysis.charts.kit import style as kit_style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.style import letters, share, width
from analysis.claims.claim import Claim
from analysis.words.names_and_days import short_day, who

EDGE = 0.4
"""Places: the air at both ends of the road."""
NAMES, SECOND, APART = -1.95, -2.67, -0.98
"""Rows, counted down from the first claim: names of places in two heights, and distances."""


def head(axes: Axes, way: Route, rows: int) -> None:
    """The places with their names in two heights, and the straight lines between them."""
    kit_style.rows_axis(axes, rows)
    axes.set_xlim(-EDGE, len(way.places) - 1 + EDGE)
    axes.set_xticks(range(len(way.places)), [""] * len(way.places))
    axes.grid(axis="x", color=kit_style.PALE, linewidth=0.7, zorder=0)
    for n, place in enumerate(way.places):
        high = SECOND if n % 2 else NAMES
        strokes.line(
            axes, [n, n], [high + 0.4, -0.5], color=kit_style.PALE, lw=0.7, clip_on=False, zorder=0
        )
        marks.words(axes, n, high, place.name, ha="center", size=8.3, weight="bold")
    marks.words(
        axes, -EDGE, APART, "straight line, km  ", ha="right", size=7.6, color=kit_style.SOFT
    )
    box = {"facecolor": kit_style.PAPER, "edgecolor": kit_style.SOFT, "lw": 0.6, "pad": 1.3}
    style: dict[str, Any] = {"ha": "center", "size": 7, "color": kit_style.SOFT, "bbox": box}
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


ROW, LEFT, DAYS, GAP, RIGHT = 0.245, 2.62, 1.5, 0.16, 0.14
"""Inches: height of a row; words at the left, the panel of days, what is between and beyond."""
THICK, STRIPES = 7.5, (0, (0.14, 0.42))
"""Points, and dashes of that width: the stripes over all that an area can mean."""
AIR = 0.14
"""How far stripes reach beyond their ends, in places: those at one place are not a dot."""
LETTER = 0.049
"""Inches that a letter of a place's name takes, on average, at 7 points."""
DAYS_NAMED = 5


@dataclass(frozen=True)
class Put:
    """A claim, the place it names, and the first and last position that this can mean."""

    claim: Claim
    place: Place
    ends: tuple[float, float]

    @property
    def x(self) -> float | list[float]:
        """Where it is drawn: at its place, or over all that an area can mean."""
        first, last = self.ends
        return first if self.place.exact else [round(first - AIR, 2), round(last + AIR, 2)]


def strip(timeline: Timeline, title: str = "", route: str = "") -> Chart:
    """One row per claim: a dot at a place on the road, stripes over all that an area can mean.

    route: a road of the case, by default the first. Beside it a bar over the days that the claim
    is about and a dot on the day it was said. Between the places stand the straight lines in km,
    our own. Claims without a place or a period, or about places off the road, are named below.
    """
    way = places.road(timeline, route)
    placeds, off, without, not_so = _sorted(timeline, way)
    claims = rows.some([put.claim for put in placeds], "strip")
    title = rows.subject(title, claims)
    notes = (
        "stripes: an area or a line, somewhere in it",
        "boxes: straight lines in km, our own; a road is at least as long",
        rows.note(off, "off this road"),
        rows.note(without, "without a place or a day"),
        rows.note(not_so, "denied, expected or intended"),
    )
    frame = rows.framed(timeline, claims, title, *notes, left=LEFT, **_room())
    with kit_style.styled():
        figure, axes = kit_style.canvas(frame, ROW * len(claims))
        head(axes, way, len(placeds))
        nearby = figure.add_axes(_beside(axes))
        _days(nearby, claims)
        colour = kit_style.colours(timeline)
        for y, put in enumerate(placeds):
            shade = colour[put.claim.group]
            _words(timeline, axes, y, put.claim)
            _mark(axes, y, put, shade)
            _when(nearby, y, put.claim, shade)
    records = [_record(timeline, put, y) for y, put in enumerate(placeds)]
    words = [_in_words(timeline, put) for put in placeds]
    alt = rows.alternative(title, len(claims), "claim", words)
    return Chart(figure, rows.table([*records, *distances(way)]), alt)


def _sorted(
    timeline: Timeline, way: Route
) -> tuple[list[Put], list[Claim], list[Claim], list[Claim]]:
    """What can be put on the road, in order of days; then what is off it, lacks place or day, or
    is not said to be so.
    """
    known = places.located(timeline)
    so, not_so = rows.parted(timeline.claims, places.asserted)
    dated, without = rows.parted(so, lambda c: bool(c.place_id in known and c.covers))
    reach = {place_id: way.reach(known[place_id]) for place_id in {c.place_id for c in dated}}
    off = [c for c in dated if reach[c.place_id] is None]
    placeds = [Put(c, known[c.place_id], ends) for c in dated if (ends := reach[c.place_id])]
    return sorted(placeds, key=lambda put: _order(put.claim)), off, without, not_so


def _order(claim: Claim) -> tuple[date, date, tuple[date, str]]:
    """By the last day it is about, then the first, then as said."""
    first, last = (claim.covers.first, claim.covers.last) if claim.covers else (None, None)
    return last or date.max, first or date.min, rows.said_order(claim)


def _room() -> dict[str, float]:
    return {"right": DAYS + GAP + RIGHT, "top": 1.36, "bottom": 0.16}


def _beside(axes: Axes) -> tuple[float, float, float, float]:
    """The panel of days, at the right of the strip and as high."""
    box = axes.get_position()
    return box.x1 + GAP / kit_style.WIDTH, box.y0, DAYS / kit_style.WIDTH, box.height


def _days(axes: Axes, claims: Sequence[Claim]) -> None:
    axes.spines[:].set_visible(False)
    kit_style.rows_axis(axes, len(claims))
    first, last = days.ends([day for c in claims for day in (c.covers, c.said_on)])
    kit_style.day_axis(axes, first, last)
    step = ceil(((last - first).days + 1) / max(2, round(DAYS_NAMED * share())))
    visible = [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
    names = [name.replace("\n", " ") for name in kit_style.day_labels(visible)]
    axes.set_xticks([kit_style.day_number(day) for day in visible], names)
    axes.tick_params(length=0, labelsize=7.6, labeltop=True, labelbottom=False, pad=3)
    low, high = axes.get_xlim()
    text = "bar: about; dot: said"
    marks.words(axes, (low + high) / 2, NAMES, text, ha="center", size=7.6, color=kit_style.SOFT)


def _words(timeline: Timeline, axes: Axes, y: int, claim: Claim) -> None:
    ink = kit_style.SOFT if claim.retelling else kit_style.INK
    text = (
        f"{rows.quoted(claim, 26)} {shorten(who(timeline, claim), letters(20), placeholder='…')}  "
    )
    marks.words(axes, -EDGE, y, text, ha="right", size=8, color=ink)


def _mark(axes: Axes, y: int, put: Put, colour: str) -> None:
    """A dot at a point of the road; else stripes, paler where it is a retelling."""
    claim, x = put.claim, put.x
    alpha = kit_style.FAINT if claim.retelling else 1.0
    if not isinstance(x, list):
        marks.dot(axes, x, y, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided)
        return
    style: dict[str, Any] = {"lw": THICK, "alpha": alpha}
    if not claim.undecided:
        pale = [1 - 0.22 * (1 - part) for part in to_rgb(colour)]
        strokes.line(axes, x, [y, y], color=pale, solid_capstyle="butt", zorder=2, **style)
    style |= {"color": colour, "mfc": kit_style.PAPER if claim.undecided else colour}
    style |= {"ls": STRIPES, "dash_capstyle": "butt", "zorder": 3}
    strokes.line(axes, x, [y, y], gid=claim.claim_id, **style)
    _name(axes, y, put.place.name, (x[0], x[1]))


def _name(axes: Axes, y: int, name: str, ends: tuple[float, float]) -> None:
    """The area's name: on its stripes where they are long enough, else beside them."""
    low, high = axes.get_xlim()
    wide = LETTER * len(name) * (high - low) / _inches(axes)
    left, right = ends
    style: dict[str, Any] = {"size": 7, "color": kit_style.SOFT, "zorder": 5}
    if wide + 2 * AIR <= right - left:
        box = {"facecolor": kit_style.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.9}
        marks.words(axes, (left + right) / 2, y, name, ha="center", bbox=box, **style)
    elif right + wide <= high:
        marks.words(axes, right, y, f"  {name}", **style)
    else:
        marks.words(axes, left, y, f"{name}  ", ha="right", **style)


def _inches(axes: Axes) -> float:
    return float(axes.get_position().width) * width()


def _when(axes: Axes, y: int, claim: Claim, colour: str) -> None:
    alpha = kit_style.FAINT if claim.retelling else 1.0
    days.period(axes, y, claim.covers, colour, alpha, width=5)
    if claim.said_on and claim.said_on.last:
        said = kit_style.day_number(claim.said_on.last)
        days.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        strokes.dots(axes, [said], [y], "o", ms=3.6, mew=0, color=colour, alpha=alpha, zorder=4)


def _record(timeline: Timeline, put: Put, y: int) -> dict[str, Any]:
    row = rows.record(timeline, put.claim, put.x, y)
    datas = [word for word in row["mark"].split(", ") if word != "solid"]
    mark = row["mark"] if put.place.exact else ", ".join([*datas, "stripes"])
    return {**row, "mark": mark, "covers": str(put.claim.covers), "place": put.place.name}


def _in_words(timeline: Timeline, put: Put) -> str:
    text = f"{who(timeline, put.claim)}: {put.claim.drawn}, {put.place.name}"
    return f"for {short_day(put.claim.covers)} {text}"
