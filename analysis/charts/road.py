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

from analysis import look, marks, places, strokes
from analysis.chart import Chart
from analysis.charts import drawn, milestones, spells
from analysis.charts.milestones import EDGE, NAMES
from analysis.claim import Claim
from analysis.places import Place, Route
from analysis.timeline import Timeline
from analysis.widths import letters, share, width
from analysis.wording import short_day, who

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


def road(timeline: Timeline, title: str = "", route: str = "") -> Chart:
    """One row per claim: a dot at a place on the road, stripes over all that an area can mean.

    route: a road of the case, by default the first. Beside it a bar over the days that the claim
    is about and a dot on the day it was said. Between the places stand the straight lines in km,
    our own. Claims without a place or a period, or about places off the road, are named below.
    """
    way = places.road(timeline, route)
    told, off, without, not_so = _sorted(timeline, way)
    claims = drawn.some([put.claim for put in told], "road")
    title = drawn.subject(title, claims)
    notes = (
        "stripes: an area or a line, somewhere in it",
        "boxes: straight lines in km, our own; a road is at least as long",
        drawn.note(off, "off this road"),
        drawn.note(without, "without a place or a day"),
        drawn.note(not_so, "denied, expected or intended"),
    )
    frame = drawn.framed(timeline, claims, title, *notes, left=LEFT, **_room())
    with look.styled():
        figure, axes = look.canvas(frame, ROW * len(claims))
        milestones.head(axes, way, len(told))
        beside = figure.add_axes(_beside(axes))
        _days(beside, claims)
        colour = look.colours(timeline)
        for y, put in enumerate(told):
            shade = colour[put.claim.group]
            _words(timeline, axes, y, put.claim)
            _mark(axes, y, put, shade)
            _when(beside, y, put.claim, shade)
    records = [_record(timeline, put, y) for y, put in enumerate(told)]
    words = [_in_words(timeline, put) for put in told]
    alt = drawn.alternative(title, len(claims), "claim", words)
    return Chart(figure, drawn.table([*records, *milestones.distances(way)]), alt)


def _sorted(
    timeline: Timeline, way: Route
) -> tuple[list[Put], list[Claim], list[Claim], list[Claim]]:
    """What can be put on the road, in order of days; then what is off it, lacks place or day, or
    is not said to be so.
    """
    known = places.located(timeline)
    so, not_so = drawn.parted(timeline.told(), places.asserted)
    dated, without = drawn.parted(so, lambda c: bool(c.place_id in known and c.covers))
    reach = {place_id: way.reach(known[place_id]) for place_id in {c.place_id for c in dated}}
    off = [c for c in dated if reach[c.place_id] is None]
    told = [Put(c, known[c.place_id], ends) for c in dated if (ends := reach[c.place_id])]
    return sorted(told, key=lambda put: _order(put.claim)), off, without, not_so


def _order(claim: Claim) -> tuple[date, date, tuple[date, str]]:
    """By the last day it is about, then the first, then as said."""
    first, last = (claim.covers.first, claim.covers.last) if claim.covers else (None, None)
    return last or date.max, first or date.min, drawn.said_order(claim)


def _room() -> dict[str, float]:
    return {"right": DAYS + GAP + RIGHT, "top": 1.36, "bottom": 0.16}


def _beside(axes: Axes) -> tuple[float, float, float, float]:
    """The panel of days, at the right of the strip and as high."""
    box = axes.get_position()
    return box.x1 + GAP / look.WIDTH, box.y0, DAYS / look.WIDTH, box.height


def _days(axes: Axes, claims: Sequence[Claim]) -> None:
    axes.spines[:].set_visible(False)
    look.rows_axis(axes, len(claims))
    first, last = spells.ends([day for c in claims for day in (c.covers, c.said_on)])
    look.day_axis(axes, first, last)
    step = ceil(((last - first).days + 1) / max(2, round(DAYS_NAMED * share())))
    shown = [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
    names = [name.replace("\n", " ") for name in look.day_labels(shown)]
    axes.set_xticks([look.day_number(day) for day in shown], names)
    axes.tick_params(length=0, labelsize=7.6, labeltop=True, labelbottom=False, pad=3)
    low, high = axes.get_xlim()
    text = "bar: about; dot: said"
    marks.words(axes, (low + high) / 2, NAMES, text, ha="center", size=7.6, color=look.SOFT)


def _words(timeline: Timeline, axes: Axes, y: int, claim: Claim) -> None:
    ink = look.SOFT if claim.retelling else look.INK
    text = (
        f"{drawn.quoted(claim, 26)} {shorten(who(timeline, claim), letters(20), placeholder='…')}  "
    )
    marks.words(axes, -EDGE, y, text, ha="right", size=8, color=ink)


def _mark(axes: Axes, y: int, put: Put, colour: str) -> None:
    """A dot at a point of the road; else stripes, paler where it is a retelling."""
    claim, x = put.claim, put.x
    alpha = look.FAINT if claim.retelling else 1.0
    if not isinstance(x, list):
        marks.dot(axes, x, y, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided)
        return
    style: dict[str, Any] = {"lw": THICK, "alpha": alpha}
    if not claim.undecided:
        pale = [1 - 0.22 * (1 - part) for part in to_rgb(colour)]
        strokes.line(axes, x, [y, y], color=pale, solid_capstyle="butt", zorder=2, **style)
    style |= {"color": colour, "mfc": look.PAPER if claim.undecided else colour}
    style |= {"ls": STRIPES, "dash_capstyle": "butt", "zorder": 3}
    strokes.line(axes, x, [y, y], gid=claim.claim_id, **style)
    _name(axes, y, put.place.name, (x[0], x[1]))


def _name(axes: Axes, y: int, name: str, ends: tuple[float, float]) -> None:
    """The area's name: on its stripes where they are long enough, else beside them."""
    low, high = axes.get_xlim()
    wide = LETTER * len(name) * (high - low) / _inches(axes)
    left, right = ends
    style: dict[str, Any] = {"size": 7, "color": look.SOFT, "zorder": 5}
    if wide + 2 * AIR <= right - left:
        box = {"facecolor": look.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.9}
        marks.words(axes, (left + right) / 2, y, name, ha="center", bbox=box, **style)
    elif right + wide <= high:
        marks.words(axes, right, y, f"  {name}", **style)
    else:
        marks.words(axes, left, y, f"{name}  ", ha="right", **style)


def _inches(axes: Axes) -> float:
    return float(axes.get_position().width) * width()


def _when(axes: Axes, y: int, claim: Claim, colour: str) -> None:
    alpha = look.FAINT if claim.retelling else 1.0
    spells.period(axes, y, claim.covers, colour, alpha, width=5)
    if claim.said_on and claim.said_on.last:
        said = look.day_number(claim.said_on.last)
        spells.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        strokes.dots(axes, [said], [y], "o", ms=3.6, mew=0, color=colour, alpha=alpha, zorder=4)


def _record(timeline: Timeline, put: Put, y: int) -> dict[str, Any]:
    row = drawn.record(timeline, put.claim, put.x, y)
    told = [word for word in row["mark"].split(", ") if word != "solid"]
    mark = row["mark"] if put.place.exact else ", ".join([*told, "stripes"])
    return {**row, "mark": mark, "covers": str(put.claim.covers), "place": put.place.name}


def _in_words(timeline: Timeline, put: Put) -> str:
    told = f"{who(timeline, put.claim)}: {put.claim.drawn}, {put.place.name}"
    return f"for {short_day(put.claim.covers)} {told}"
