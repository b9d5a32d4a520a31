"""The names on a map: places, rivers, countries, and what its lines do not mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

from matplotlib.axes import Axes

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.charts.kit import marks, strokes
from analysis.charts.kit import style as kit_style
from analysis.charts.maps import base
from analysis.charts.maps.base import LAND, View
from analysis.charts.maps.placement import Box, Size, Spot, beside, centred, measure, rim, settled
from analysis.charts.maps.symbols import DOT, Named

COUNTRY, RIVER = "#7d7462", "#4d7d9c"
SIZE, SMALL = 8.0, 7.2
"""Points: names on the road and of points; all others."""
STYLES: Mapping[str, Mapping[str, Any]] = {
    "road": {"size": SIZE, "weight": "bold", "color": kit_style.INK},
    "point": {"size": SIZE, "color": kit_style.INK},
    "context": {"size": SMALL, "color": kit_style.SOFT},
    "area": {"size": SMALL, "color": kit_style.SOFT, "style": "italic"},
    "river": {"size": SMALL, "color": RIVER, "style": "italic"},
    "country": {"size": SIZE, "color": COUNTRY},
    "note": {"size": SMALL, "color": kit_style.SOFT},
}
LOCAL: Mapping[str, Any] = {"size": 7.4, "weight": "normal", "color": kit_style.SOFT}
"""The local name, under the other."""
BACK: Mapping[str, Any] = {"facecolor": LAND, "edgecolor": "none", "pad": 0.2, "alpha": 0.75}


@dataclass(frozen=True)
class Letter:
    """A text that found room: how it is written, and in inches the mark that it belongs to."""

    spot: Spot
    kind: str
    anchor: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0


def lettered(matches: Sequence[Named], routes: Sequence[Route], view: View) -> dict[str, Letter]:
    """The names that find room: points in the order given, rivers, areas, then countries."""
    with kit_style.styled():
        size = {kind: measure(style) for kind, style in STYLES.items()}
    countries = base.seen(view)
    rivers = {_river(r): _along(r, view, size["river"]) for r in routes if r.kind == places.RIVER}
    points = {n.name: _spots(n, view, size[n.kind]) for n in matches if n.place.exact}
    areas = {n.name: _spots(n, view, size[n.kind]) for n in matches if not n.place.exact}
    over = base.names(countries, view, size["country"])
    wanted = points | rivers | areas | over
    dots = [centred(_at(view, n.place), (2 * DOT, 2 * DOT)) for n in matches if n.place.exact]
    note = _note(size["note"])
    fixed = [base.scale_box(view), *([note.box] if countries else [])]
    spots = settled(list(wanted.values()), [*dots, *fixed], view.page)
    kinds = dict.fromkeys(rivers, "river") | dict.fromkeys(over, "country")
    marked = {n.name: _letter(n, view) for n in matches}
    data = {
        name: marked[name](spot) if name in marked else Letter(spot, kinds[name])
        for name, spot in zip(wanted, spots, strict=True)
        if spot
    }
    return data | ({note.text: Letter(note, "note")} if countries else {})


def _letter(named: Named, view: View) -> Callable[[Spot], Letter]:
    radius = DOT if named.place.exact else view.radius(named.km)
    return lambda spot: Letter(spot, named.kind, _at(view, named.place), radius)


def letters(axes: Axes, data: Mapping[str, Letter], view: View) -> None:
    """Write the names, with a line to the mark where a name had to move away from it."""
    for letter in data.values():
        if letter.spot.led:
            _lead(axes, letter, view)
        lines = letter.spot.text.split("\n")
        x, y = letter.spot.box.middle
        height = (letter.spot.box.top - letter.spot.box.bottom) / len(lines)
        for n, text in enumerate(lines):
            style: dict[str, Any] = {**STYLES[letter.kind], **(LOCAL if n else {})}
            style |= {} if letter.kind == "country" else {"bbox": dict(BACK)}
            left, up = view.degrees(x, y + height * ((len(lines) - 1) / 2 - n))
            marks.words(axes, left, up, text, ha="center", zorder=6, **style)


def _lead(axes: Axes, letter: Letter, view: View) -> None:
    """From the edge of the mark to the nearest point of the name."""
    (x, y), box = letter.anchor, letter.spot.box
    end = min(max(x, box.left), box.right), min(max(y, box.bottom), box.top)
    part = letter.radius / max(letter.radius, hypot(end[0] - x, end[1] - y))
    start = x + part * (end[0] - x), y + part * (end[1] - y)
    xs, ys = zip(view.degrees(*start), view.degrees(*end), strict=True)
    strokes.line(axes, xs, ys, color=kit_style.SOFT, lw=0.6, zorder=4)


def _at(view: View, place: Place) -> tuple[float, float]:
    return view.at(place.longitude, place.latitude)


def _spots(named: Named, view: View, size: Size) -> list[Spot]:
    at = _at(view, named.place)
    if named.place.exact:
        return beside(at, DOT, {text: size(text) for text in named.texts})
    return rim(at, view.radius(named.km), named.texts[-1], size(named.texts[-1]))


def _river(route: Route) -> str:
    return f"{route.route_id.replace('_', ' ').capitalize()}, schematic"


def _along(route: Route, view: View, size: Size) -> list[Spot]:
    """Beside the middle of each leg, the longest first, on the two sides where it does not run."""
    text = _river(route)
    width, height = size(text)
    ends = [(_at(view, a), _at(view, b)) for a, b in route.legs]
    ends.sort(key=lambda leg: -abs(leg[1][0] - leg[0][0]))
    data = []
    for (ax, ay), (bx, by) in ends:
        fall = -1 if (by - ay) * (bx - ax) > 0 else 1
        for side in (1, -1):
            x = (ax + bx) / 2 + side * (width / 2 + 0.06)
            y = (ay + by) / 2 + side * fall * height / 2
            data.append(Spot(text, centred((x, y), (width, height))))
    return data


def _note(size: Size) -> Spot:
    """What the lines do not mean, in the lower left corner."""
    width, height = size(base.NO_POSITION)
    return Spot(base.NO_POSITION, Box(0.06, 0.05, 0.06 + width, 0.05 + height))
