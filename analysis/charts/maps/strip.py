"""A road as a strip: where each claim places what it counts, and on which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, labels, marks, rows, strokes, style
from analysis.charts.kit.calendar import Calendar
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import few
from analysis.charts.kit.style import share, width
from analysis.charts.kit.wrapping import breadth, height, wrapped
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity
from analysis.errors import many
from analysis.words.names_and_days import day_words, in_words, who

EDGE = 0.4
"""Places: the air at both ends of the road."""
HEAD, TYPE = 8.0, 7.0
"""Points: names of the places of the road, and other words."""
LOW, APART = 0.3, 0.15
"""Inches over the rows: the lower names, and the distances."""
ROW, DAYS, GAP, OUTER, NAMES = 0.3, 1.25, 0.14, 0.08, 0.29
"""Inches: the least height of a row, the panel of days, what is before it, the edges; and the part
of the width that the words at the left take at the most."""
UNDER = 0.32
"""Rows from stripes down to the name of their area."""
TINT = 0.22
"""The opacity between stripes."""
ENDS = {"left": -0.3, "center": 0.0, "right": 0.3}
"""In places: how far the first and the last name are moved outwards."""
NAMED = 3
"""Claims that the alt text gives, the last in time."""
THICK, STRIPES = 7.5, (0, (0.14, 0.42))
"""Points, and dashes of that width: the stripes over all that an area can mean."""
AIR = 0.14
"""How far stripes reach beyond their ends, in places: those at one place are not a dot."""
BOXES = "Boxes: straight lines in km, measured by us; a road is at least as long."
OFF_ROAD = "no claim with a place on the road and a period"
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
    counted below.

    route: a road of the case, by default the first; raises Invalid for an unknown one.

    The table has a row per claim: `x` (the position on the road, its first place 0, or both ends of
    the stripes), `y` (the row, from 0 at the top), `covers` (the days it is about), `place`. It
    ends with a row per distance, whose `figure` is in km. Empty where the case has no road, or no
    claim is about a place on it, and of more claims than anybody can read.
    """
    road = places.road(timeline, route)
    placed, off, rest, denied = _sorted(timeline, road)
    claims = few(rows.some([p.claim for p in placed], "strip", timeline, OFF_ROAD), "strip")
    title = rows.subject(title, claims)
    names = labels.column([_label(timeline, put.claim) for put in placed], NAMES * style.width())
    days_ = style.scaled(DAYS)
    right = days_ + GAP + OUTER
    room: dict[str, Any] = {"left": names.inches + OUTER, "right": right, "bottom": 0.06}
    each = (style.width() - sum(room.values()) + 0.06) / (len(road.places) - 1 + 2 * EDGE)
    heads = _heads(road, each)
    axis = days.calendar([day for c in claims for day in (c.covers, c.said_on)])
    room["top"] = heads.inches + axis.below
    notes = (*_notes(off, rest, denied), axis.note("days on which nothing is said, begins or ends"))
    keys = (*_key(timeline, placed), *axis.key("days left out"))
    frame = rows.framed(timeline, claims, title, *notes, key=keys, **room)
    with style.styled():
        figure, axes = frame.canvas((row := max(names.row, ROW)) * len(claims))
        _head(axes, road, len(placed), heads, row)
        calendar = figure.add_axes(_right_of(axes, days_))
        _days(calendar, claims, axis)
        _draw(timeline, placed, axes, calendar)
        names.write(axes)
    records = [_record(timeline, put, y) for y, put in enumerate(placed)]
    alt = rows.alternative(title, *_in_words(timeline, placed))
    return Chart(figure, rows.table([*records, *_distances(road, heads, row)]), alt)


def _draw(timeline: Timeline, placed: Sequence[Placed], axes: Axes, calendar: Axes) -> None:
    """Each claim along the road, and at the right its days."""
    colour, shape = style.colours(timeline), style.shapes(timeline)
    for y, put in enumerate(placed):
        group = put.claim.group
        _mark(axes, y, put, colour=colour[group], shape=shape[group])
        _when(calendar, y, put.claim, colour[group])


def _notes(off: Sequence[Claim], rest: Sequence[Claim], denied: Sequence[Claim]) -> tuple[str, ...]:
    """Which claims are not drawn, and why."""
    nowhere, without = rows.parted(rest, lambda c: bool(c.place_id and c.covers))
    return (
        BOXES,
        rows.note(off, "about a place off this road"),
        rows.note(nowhere, "about a direction, or without a position,"),
        rows.note(without, "without a place or a day"),
        rows.note(denied, "denied, expected, suspected or intended"),
    )


def _label(timeline: Timeline, claim: Claim) -> labels.Cell:
    """The words of a claim, and after them who said so."""
    text = f"{in_words(claim)} {who(timeline, claim)}"
    return labels.Cell(text, "", marks.ink(claim), "normal", size=TYPE)


def _key(timeline: Timeline, placed: Sequence[Placed]) -> tuple[Entry, ...]:
    claims = [put.claim for put in placed]
    point = replace(key.DOT, words="at a place of the road")
    area = Entry("somewhere in this area", _stripes, 22)
    exact = [put.place.exact for put in placed]
    kinds = (*[point] * any(exact), *[area] * (not all(exact)))
    about = Entry("days that it is about", key.period, 20)
    ends = key.inferred(claim.covers for claim in claims)
    return (*key.sides(timeline, claims), *kinds, *key.said(claims), about, *ends)


def _stripes(axes: Axes, x: float, y: float) -> None:
    look: dict[str, Any] = {"lw": 6, "color": key.NEUTRAL, "dash_capstyle": "butt"}
    strokes.line(axes, [x - 10, x + 10], [y, y], ls=STRIPES, **look)


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


@dataclass(frozen=True)
class Heads:
    """The names of the places over a strip, in lines, and heights over the rows in inches."""

    names: tuple[str, ...]
    heights: tuple[float, ...]
    inches: float
    distances: tuple[float, ...]


def _heads(road: Route, each: float) -> Heads:
    """The names of the places, every second one higher; each: inches from place to place."""
    room = 2 * each - 0.08
    names = tuple(wrapped(p.name, room, HEAD, weight="bold") for p in road.places)
    tall = [height(name.count("\n") + 1, HEAD) for name in names]
    low = max(tall[::2])
    high = max(tall[1::2], default=0.0)
    widest = max(breadth(_short(places.apart(a, b)), TYPE) for a, b in road.legs)
    second = APART if widest + 0.12 > each else 0.0
    base = LOW + second
    heights = tuple(base + (low if n % 2 else 0.0) for n in range(len(names)))
    distances = tuple(APART + second * (n % 2) for n in range(len(road.legs)))
    return Heads(names, heights, base + low + high + 0.04, distances)


def _head(axes: Axes, road: Route, count: int, heads: Heads, row: float) -> None:
    """The places with their names in two heights, and the straight lines between them."""
    style.rows_axis(axes, count)
    axes.set_xlim(-EDGE, len(road.places) - 1 + EDGE)
    axes.set_xticks(range(len(road.places)), [""] * len(road.places))
    style.grid(axes, "x")
    for n, (name, inches) in enumerate(zip(heads.names, heads.heights, strict=True)):
        y = -0.5 - inches / row
        line: dict[str, Any] = {"color": style.PALE, "lw": 0.7, "clip_on": False, "zorder": 0}
        strokes.line(axes, [n, n], [y, -0.5], **line)
        look: dict[str, Any] = {"weight": "bold", "va": "bottom", "linespacing": 1.15}
        side = "left" if n == 0 else "right" if n == len(heads.names) - 1 else "center"
        marks.words(axes, n + ENDS[side], y, name, ha=side, size=HEAD, **look)
    marks.words(
        axes,
        -EDGE,
        -0.5 - APART / row,
        "straight line, km  ",
        ha="right",
        size=TYPE,
        color=style.SOFT,
    )
    box = {"facecolor": style.PAPER, "edgecolor": style.SOFT, "lw": 0.6, "pad": 1.3}
    text: dict[str, Any] = {"ha": "center", "size": TYPE, "color": style.SOFT, "bbox": box}
    for n, (a, b) in enumerate(road.legs):
        y = -0.5 - heads.distances[n] / row
        marks.words(axes, n + 0.5, y, _short(places.apart(a, b)), gid=_gid(a, b), **text)


def _short(distance: Quantity) -> str:
    """`142–155`, so that it fits between two places; `about 150` where no bound is known."""
    if distance.hedge is Hedge.BETWEEN:
        return f"{distance.low}–{distance.high}"
    return str(distance)


def _gid(a: Place, b: Place) -> str:
    """The id of the mark of the straight line between two places."""
    return f"derived-{a.place_id}-{b.place_id}"


def _distances(road: Route, heads: Heads, row: float) -> list[dict[str, Any]]:
    """The rows of the straight lines, under the ids of their marks."""
    empty = dict.fromkeys(("claimant", "said_on", "covers", "place"), "")
    return [
        {
            "claim_id": _gid(a, b),
            "x": n + 0.5,
            "y": -0.5 - heads.distances[n] / row,
            "figure": f"{places.apart(a, b)} km",
            "phrase": f"straight line from {a.name} to {b.name}",
            "mark": "hollow",
            **empty,
        }
        for n, (a, b) in enumerate(road.legs)
    ]


def _right_of(axes: Axes, inches: float) -> tuple[float, float, float, float]:
    """The panel of days, at the right of the strip and as high."""
    box = axes.get_position()
    return box.x1 + GAP / width(), box.y0, inches / width(), box.height


def _days(axes: Axes, claims: Sequence[Claim], axis: Calendar) -> None:
    axes.spines[:].set_visible(False)
    style.rows_axis(axes, len(claims))
    axis.draw(axes, most=max(2, round(DAYS_NAMED * share())))
    axes.tick_params(length=0, labelsize=TYPE, labeltop=True, labelbottom=False, pad=3)


def _mark(axes: Axes, y: int, put: Placed, *, colour: str, shape: str) -> None:
    """A dot at a point of the road; else stripes, paler where it is a retelling."""
    claim, x = put.claim, put.x
    alpha = marks.alpha(claim)
    if not isinstance(x, list):
        look: dict[str, Any] = {"alpha": alpha, "hollow": claim.undecided, "shape": shape}
        marks.dot(axes, x, y, colour, gid=claim.claim_id, **look)
        return
    if not claim.undecided:
        fill: dict[str, Any] = {"lw": THICK, "alpha": TINT * alpha, "solid_capstyle": "butt"}
        strokes.line(axes, x, [y, y], color=colour, zorder=2, **fill)
    look = {"lw": THICK, "alpha": marks.rim(alpha), "color": colour, "zorder": 3}
    look |= {"mfc": style.PAPER if claim.undecided else to_rgba(colour, alpha)}
    strokes.line(axes, x, [y, y], gid=claim.claim_id, ls=STRIPES, dash_capstyle="butt", **look)
    _name(axes, y, put.place.name, (x[0], x[1]))


def _name(axes: Axes, y: int, name: str, ends: tuple[float, float]) -> None:
    """The area's name, under its stripes and inside the axes."""
    low, high = axes.get_xlim()
    wide = breadth(name, TYPE) * (high - low) / _inches(axes)
    middle = min(max((ends[0] + ends[1]) / 2, low + wide / 2), high - wide / 2)
    marks.words(axes, middle, y + UNDER, name, ha="center", size=TYPE, color=style.SOFT, zorder=5)


def _inches(axes: Axes) -> float:
    return float(axes.get_position().width) * width()


def _when(axes: Axes, y: int, claim: Claim, colour: str) -> None:
    alpha = marks.alpha(claim)
    days.period(axes, y, claim.covers, colour, alpha, width=5)
    if claim.said_on and claim.said_on.last:
        said = style.day_number(claim.said_on.last)
        days.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        marks.dot(axes, said, y, colour, gid="", alpha=alpha, size=3.6)


def _record(timeline: Timeline, put: Placed, y: int) -> dict[str, Any]:
    mark = rows.mark(put.claim, *([] if put.place.exact else ["stripes"]))
    more = {"mark": mark, "covers": str(put.claim.covers), "place": put.place.name}
    return rows.record(timeline, put.claim, put.x, y, **more)


def _in_words(timeline: Timeline, placed: Sequence[Placed]) -> list[str]:
    """How many give a point and how many an area, then the last few in time."""
    exact = sum(put.place.exact for put in placed)
    kinds = f"{many(len(placed), 'claim')}: {exact} of a place on the road, {len(placed) - exact}"
    latest = "; ".join(
        f"{_day(put.claim)}, {who(timeline, put.claim)}: {put.claim.drawn} {put.claim.label}, "
        f"{put.place.name}"
        for put in placed[-NAMED:]
    )
    return [f"{kinds} of an area or a line.", f"The last in time: {latest}."]


def _day(claim: Claim) -> str:
    return day_words(claim.covers) if claim.covers else "a day not given"
