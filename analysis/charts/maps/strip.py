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
from analysis.charts.kit import days, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.style import letters, share, width
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity
from analysis.words.names_and_days import short_day, who

EDGE = 0.4
"""Places: the air at both ends of the road."""
NAMES, SECOND, APART = -1.95, -2.67, -0.98
"""Rows, counted down from the first claim: names of places in two heights, and distances."""
ROW, LEFT, DAYS, GAP, RIGHT = 0.245, 2.62, 1.5, 0.16, 0.14
"""Inches: height of a row; words at the left, the panel of days, what is between and beyond."""
THICK, STRIPES = 7.5, (0, (0.14, 0.42))
"""Points, and dashes of that width: the stripes over all that an area can mean."""
AIR = 0.14
"""How far stripes reach beyond their ends, in places: those at one place are not a dot."""
GAP_OF_NAME = 0.07
"""Places: the air between stripes and a name beside them."""
LETTER = 0.049
"""Inches that a letter of a place's name takes, on average, at 7 points."""
MARKS = (
    "stripes: an area or a line, somewhere in it",
    "boxes: straight lines in km, our own; a road is at least as long",
)
DAYS_NAMED = 5
"""Labels along the days, in the whole width."""


@dataclass(frozen=True)
class Placed:
    """A claim, the place it names, and the first and last position that this can mean."""

    claim: Claim
    place: Place
    ends: tuple[float, float]

    @property
    def x(self) -> float | list[float]:
        """Where it is drawn: at its place, or over all that an area can mean."""
        first, last = self.ends
        return first if self.place.exact else [round(first - AIR, 2), round(last + AIR, 2)]


@form
def strip(timeline: Timeline, title: str = "", *, route: str = "") -> Chart:
    """A strip map: a row per claim, a dot at a place on the road, stripes over all of an area.

    Use it for something that moves along a road. Beside it stands a bar over the days that the
    claim is about and a dot on the day it was said; between the places the straight lines in km,
    our own. Claims without a place or a period, of a direction, or about places off the road, are
    named below.

    route: a road of the case, by default the first; raises Invalid for an unknown one.

    The table has a row per claim: `x` (the position on the road, its first place 0, or both ends of
    the stripes), `y` (the row, from 0 at the top), `covers` (the days it is about), `place`. It
    ends with a row per distance, whose `figure` is in km. Empty where the case has no road, or no
    claim is about a place on it.
    """
    road = places.road(timeline, route)
    placed, off, rest, denied = _sorted(timeline, road)
    nowhere, without = rows.parted(rest, lambda c: bool(c.place_id and c.covers))
    claims = rows.some([put.claim for put in placed], "strip")
    title = rows.subject(title, claims)
    notes = (
        *MARKS,
        rows.note(off, "off this road"),
        rows.note(nowhere, "a direction, or no position"),
        rows.note(without, "without a place or a day"),
        rows.note(denied, "denied, expected or intended"),
    )
    frame = rows.framed(timeline, claims, title, *notes, left=LEFT, **_room())
    with style.styled():
        figure, axes = style.canvas(frame, ROW * len(claims))
        _head(axes, road, len(placed))
        calendar = figure.add_axes(_right_of(axes))
        _days(calendar, claims)
        colour = style.colours(timeline)
        for y, put in enumerate(placed):
            shade = colour[put.claim.group]
            _words(timeline, axes, y, put.claim)
            _mark(axes, y, put, shade)
            _when(calendar, y, put.claim, shade)
    records = [_record(timeline, put, y) for y, put in enumerate(placed)]
    texts = [_in_words(timeline, put) for put in placed]
    alt = rows.alternative(title, len(claims), "claim", texts)
    return Chart(figure, rows.table([*records, *_distances(road)]), alt)


def _sorted(
    timeline: Timeline, road: Route
) -> tuple[list[Placed], list[Claim], list[Claim], list[Claim]]:
    """The claims that can be put on the road, in order of days; then those off the road, those that
    lack a place or a day, and those that are denied, expected or intended.
    """
    known = places.located(timeline)
    asserted, denied = rows.parted(timeline.claims, places.asserted)
    dated, without = rows.parted(asserted, lambda c: bool(c.place_id in known and c.covers))
    reach = {place_id: road.reach(known[place_id]) for place_id in {c.place_id for c in dated}}
    off = [c for c in dated if reach[c.place_id] is None]
    placed = [Placed(c, known[c.place_id], ends) for c in dated if (ends := reach[c.place_id])]
    return sorted(placed, key=lambda put: _order(put.claim)), off, without, denied


def _order(claim: Claim) -> tuple[date, date, tuple[date, str]]:
    """By the last day it is about, then the first, then as said."""
    first, last = (claim.covers.first, claim.covers.last) if claim.covers else (None, None)
    return last or date.max, first or date.min, rows.said_order(claim)


def _head(axes: Axes, road: Route, count: int) -> None:
    """The places with their names in two heights, and the straight lines between them."""
    style.rows_axis(axes, count)
    axes.set_xlim(-EDGE, len(road.places) - 1 + EDGE)
    axes.set_xticks(range(len(road.places)), [""] * len(road.places))
    style.grid(axes, "x")
    for n, place in enumerate(road.places):
        high = SECOND if n % 2 else NAMES
        strokes.line(
            axes, [n, n], [high + 0.4, -0.5], color=style.PALE, lw=0.7, clip_on=False, zorder=0
        )
        marks.words(axes, n, high, place.name, ha="center", size=8.3, weight="bold")
    marks.words(axes, -EDGE, APART, "straight line, km  ", ha="right", size=7.6, color=style.SOFT)
    box = {"facecolor": style.PAPER, "edgecolor": style.SOFT, "lw": 0.6, "pad": 1.3}
    look: dict[str, Any] = {"ha": "center", "size": 7, "color": style.SOFT, "bbox": box}
    for n, (a, b) in enumerate(road.legs):
        text = _short(places.apart(a, b))
        marks.words(axes, n + 0.5, APART, text, gid=_gid(a, b), **look)


def _short(distance: Quantity) -> str:
    """`142–155`, so that it fits between two places; `about 150` where no bound is known."""
    if distance.hedge is Hedge.BETWEEN:
        return f"{distance.low}–{distance.high}"
    return str(distance)


def _gid(a: Place, b: Place) -> str:
    """The id of the mark of the straight line between two places."""
    return f"derived-{a.place_id}-{b.place_id}"


def _distances(road: Route) -> list[dict[str, Any]]:
    """The rows of the straight lines, under the ids of their marks."""
    empty = dict.fromkeys(("claimant", "said_on", "covers", "place"), "")
    return [
        {
            "claim_id": _gid(a, b),
            "x": n + 0.5,
            "y": APART,
            "figure": f"{places.apart(a, b)} km",
            "phrase": f"straight line from {a.name} to {b.name}",
            "mark": "hollow",
            **empty,
        }
        for n, (a, b) in enumerate(road.legs)
    ]


def _room() -> dict[str, float]:
    return {"right": DAYS + GAP + RIGHT, "top": 1.36, "bottom": 0.16}


def _right_of(axes: Axes) -> tuple[float, float, float, float]:
    """The panel of days, at the right of the strip and as high."""
    box = axes.get_position()
    return box.x1 + GAP / style.WIDTH, box.y0, DAYS / style.WIDTH, box.height


def _days(axes: Axes, claims: Sequence[Claim]) -> None:
    axes.spines[:].set_visible(False)
    style.rows_axis(axes, len(claims))
    first, last = days.ends([day for c in claims for day in (c.covers, c.said_on)])
    style.day_axis(axes, first, last)
    step = ceil(((last - first).days + 1) / max(2, round(DAYS_NAMED * share())))
    visible = [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
    names = [name.replace("\n", " ") for name in style.day_labels(visible)]
    axes.set_xticks([style.day_number(day) for day in visible], names)
    axes.tick_params(length=0, labelsize=7.6, labeltop=True, labelbottom=False, pad=3)
    low, high = axes.get_xlim()
    text = "bar: about; dot: said"
    marks.words(axes, (low + high) / 2, NAMES, text, ha="center", size=7.6, color=style.SOFT)


def _words(timeline: Timeline, axes: Axes, y: int, claim: Claim) -> None:
    ink = marks.ink(claim)
    text = (
        f"{rows.quoted(claim, 26)} {shorten(who(timeline, claim), letters(20), placeholder='…')}  "
    )
    marks.words(axes, -EDGE, y, text, ha="right", size=8, color=ink)


def _mark(axes: Axes, y: int, put: Placed, colour: str) -> None:
    """A dot at a point of the road; else stripes, paler where it is a retelling."""
    claim, x = put.claim, put.x
    alpha = marks.alpha(claim)
    if not isinstance(x, list):
        marks.dot(axes, x, y, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided)
        return
    look: dict[str, Any] = {"lw": THICK, "alpha": alpha}
    if not claim.undecided:
        pale = [1 - 0.22 * (1 - part) for part in to_rgb(colour)]
        strokes.line(axes, x, [y, y], color=pale, solid_capstyle="butt", zorder=2, **look)
    look |= {"color": colour, "mfc": style.PAPER if claim.undecided else colour}
    look |= {"ls": STRIPES, "dash_capstyle": "butt", "zorder": 3}
    strokes.line(axes, x, [y, y], gid=claim.claim_id, **look)
    _name(axes, y, put.place.name, (x[0], x[1]))


def _name(axes: Axes, y: int, name: str, ends: tuple[float, float]) -> None:
    """The area's name: on its stripes where they are long enough, else beside them.

    Where neither side has room for it, it stands in two lines on the side that has more.
    """
    low, high = axes.get_xlim()
    wide = LETTER * len(name) * (high - low) / _inches(axes)
    left, right = ends
    look: dict[str, Any] = {"size": 7, "color": style.SOFT, "zorder": 5, "linespacing": 1}
    if wide > max(right - left - 2 * AIR, high - right, left - low):
        name = _halved(name)
        wide *= max(map(len, name.split("\n"))) / len(name)
    if wide + 2 * AIR <= right - left:
        box = {"facecolor": style.PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.9}
        marks.words(axes, (left + right) / 2, y, name, ha="center", bbox=box, **look)
    elif right + wide <= high:
        marks.words(axes, right + GAP_OF_NAME, y, name, **look)
    else:
        marks.words(axes, left - GAP_OF_NAME, y, name, ha="right", **look)


def _halved(name: str) -> str:
    """A name in two lines, about as long as each other.

    >>> _halved("Between the reef and the strait").splitlines()
    ['Between the reef', 'and the strait']
    """
    breaks = [at for at, letter in enumerate(name) if letter == " "]
    middle = min(breaks, key=lambda at: abs(2 * at - len(name)), default=len(name))
    return f"{name[:middle]}\n{name[middle + 1 :]}".strip()


def _inches(axes: Axes) -> float:
    return float(axes.get_position().width) * width()


def _when(axes: Axes, y: int, claim: Claim, colour: str) -> None:
    alpha = marks.alpha(claim)
    days.period(axes, y, claim.covers, colour, alpha, width=5)
    if claim.said_on and claim.said_on.last:
        said = style.day_number(claim.said_on.last)
        days.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        strokes.dots(axes, [said], [y], "o", ms=3.6, mew=0, color=colour, alpha=alpha, zorder=4)


def _record(timeline: Timeline, put: Placed, y: int) -> dict[str, Any]:
    mark = rows.mark(put.claim, *([] if put.place.exact else ["stripes"]))
    more = {"mark": mark, "covers": str(put.claim.covers), "place": put.place.name}
    return rows.record(timeline, put.claim, put.x, y, **more)


def _in_words(timeline: Timeline, put: Placed) -> str:
    text = f"{who(timeline, put.claim)}: {put.claim.drawn}, {put.place.name}"
    return f"for {short_day(put.claim.covers)} {text}"
