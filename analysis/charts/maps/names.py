"""The names on a map: places, rivers, countries, and the note that its lines imply no border."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from matplotlib.axes import Axes

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.charts.kit import marks, strokes, style
from analysis.charts.maps import base
from analysis.charts.maps.base import View
from analysis.charts.maps.placement import (
    Box,
    Size,
    Spot,
    centred,
    measure,
    near_point,
    on_circle,
    settled,
)
from analysis.charts.maps.symbols import DOT, Named

SIZE, SMALL = 8.0, 7.2
"""Points: names on the road and of points; all others."""
STYLES: Mapping[str, Mapping[str, Any]] = {
    "road": {"size": SIZE, "weight": "bold", "color": style.INK},
    "point": {"size": SIZE, "color": style.INK},
    "context": {"size": SMALL, "color": style.SOFT},
    "area": {"size": SMALL, "color": style.SOFT, "style": "italic"},
    "river": {"size": SMALL, "color": style.RIVER, "style": "italic"},
    "country": {"size": SIZE, "color": style.COUNTRY},
    "note": {"size": SMALL, "color": style.SOFT},
}
LOCAL: Mapping[str, Any] = {"size": 7.4, "weight": "normal", "color": style.SOFT}
"""The look of the local name, under the other."""
BACK: Mapping[str, Any] = {"facecolor": style.LAND, "edgecolor": "none", "pad": 0.2, "alpha": 0.75}


@dataclass(frozen=True)
class Label:
    """A placed text: how it is written, and, in inches, the mark that it belongs to."""

    spot: Spot
    kind: str
    anchor: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0


def placed(
    drawn: Sequence[Named], routes: Sequence[Route], view: View, bar: Box
) -> dict[str, Label]:
    """The names with room for them: points in the order of `drawn`, rivers, areas, countries.

    bar: the corner of the bar of kilometres, which they keep off. Of places that share a name, the
    first has it.
    """
    first: dict[str, Named] = {}
    for place in drawn:
        first.setdefault(place.name, place)
    with style.styled():
        size = {kind: measure(look) for kind, look in STYLES.items()}
    countries = base.seen(view)
    rivers = {_river(r): _along(r, view, size["river"]) for r in routes if r.kind == places.RIVER}
    points = {n.name: _spots(n, view, size[n.kind]) for n in first.values() if n.place.exact}
    areas = {n.name: _spots(n, view, size[n.kind]) for n in first.values() if not n.place.exact}
    over = base.names(countries, view, size["country"])
    wanted = points | rivers | areas | over
    dots = [centred(_at(view, n.place), (2 * DOT, 2 * DOT)) for n in drawn if n.place.exact]
    note = _note(size["note"])
    fixed = [bar, *([note.box] if countries else [])]
    spots = settled(list(wanted.values()), [*dots, *fixed], view.page)
    kinds = dict.fromkeys(rivers, "river") | dict.fromkeys(over, "country")
    marked = {name: _label(n, view) for name, n in first.items()}
    labels = {
        name: marked[name](spot) if name in marked else Label(spot, kinds[name])
        for name, spot in zip(wanted, spots, strict=True)
        if spot
    }
    return labels | ({note.text: Label(note, "note")} if countries else {})


def _label(named: Named, view: View) -> Callable[[Spot], Label]:
    radius = DOT if named.place.exact else view.radius(named.km)
    return lambda spot: Label(spot, named.kind, _at(view, named.place), radius)


def write(axes: Axes, labels: Mapping[str, Label], view: View) -> None:
    """Write the names, with a line to the mark where a name had to move away from it."""
    for label in labels.values():
        if label.spot.led:
            _lead(axes, label, view)
        lines = label.spot.text.split("\n")
        x, y = label.spot.box.middle
        height = (label.spot.box.top - label.spot.box.bottom) / len(lines)
        for n, text in enumerate(lines):
            look: dict[str, Any] = {**STYLES[label.kind], **(LOCAL if n else {})}
            look |= {} if label.kind == "country" else {"bbox": dict(BACK)}
            left, up = view.degrees(x, y + height * ((len(lines) - 1) / 2 - n))
            marks.words(axes, left, up, text, ha="center", zorder=6, **look)


def _lead(axes: Axes, label: Label, view: View) -> None:
    """From the edge of the mark to the nearest point of the name."""
    (x, y), box = label.anchor, label.spot.box
    end = min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
    part = label.radius / max(label.radius, hypot(end[0] - x, end[1] - y))
    start = x + part * (end[0] - x), y + part * (end[1] - y)
    xs, ys = zip(view.degrees(*start), view.degrees(*end), strict=True)
    strokes.line(axes, xs, ys, color=style.SOFT, lw=0.6, zorder=4)


def _at(view: View, place: Place) -> tuple[float, float]:
    return view.at(place.longitude, place.latitude)


def _spots(named: Named, view: View, size: Size) -> list[Spot]:
    at = _at(view, named.place)
    if named.place.exact:
        return near_point(at, DOT, {text: size(text) for text in named.texts})
    return on_circle(at, view.radius(named.km), named.texts[-1], size(named.texts[-1]))


def _river(route: Route) -> str:
    return f"{route.route_id.replace('_', ' ').capitalize()}, schematic"


def _along(route: Route, view: View, size: Size) -> list[Spot]:
    """Beside the middle of each leg, the longest first, on the two sides where it does not run."""
    text = _river(route)
    width, height = size(text)
    ends = [(_at(view, a), _at(view, b)) for a, b in route.legs]
    ends.sort(key=lambda leg: -abs(leg[1][0] - leg[0][0]))
    spots = []
    for (ax, ay), (bx, by) in ends:
        fall = -1 if (by - ay) * (bx - ax) > 0 else 1
        for side in (1, -1):
            x = (ax + bx) / 2 + side * (width / 2 + 0.06)
            y = (ay + by) / 2 + side * fall * height / 2
            spots.append(Spot(text, centred((x, y), (width, height))))
    return spots


def _note(size: Size) -> Spot:
    """The note that the lines imply no position on borders, in the lower left corner."""
    width, height = size(base.NO_POSITION)
    return Spot(base.NO_POSITION, Box(0.06, 0.05, 0.06 + width, 0.05 + height))
