"""The symbols of a map: dots, circles of uncertainty, roads and rivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.patches import Ellipse

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.charts.kit import strokes, style
from analysis.charts.maps.base import View
from analysis.charts.maps.placement import Box
from analysis.claims.claim import Claim

EDGE = style.GREY
DOT = 0.045
"""Radius of a dot, in inches."""


@dataclass(frozen=True)
class Named:
    """A place to draw, with the claims that name it: none where it only stands on a road."""

    place: Place
    claims: tuple[Claim, ...]
    on_road: bool

    @property
    def name(self) -> str:
        """As it is to be printed."""
        return self.place.name

    @property
    def count(self) -> int:
        """How many claims name it."""
        return len(self.claims)

    @property
    def km(self) -> float:
        """The radius to draw; nothing is drawn where nobody gives one."""
        return self.place.uncertainty or 0.0

    @property
    def kind(self) -> str:
        """How its name is written."""
        if not self.place.exact:
            return "area"
        return "road" if self.on_road else "point" if self.count else "context"

    @property
    def texts(self) -> list[str]:
        """Its name and number of claims, with the local name under it and without."""
        plain = f"{self.name} · {self.count}" if self.count else self.name
        return [f"{plain}\n{self.place.local}", plain] if self.place.local else [plain]


def draw(axes: Axes, routes: Sequence[Route], drawn: Sequence[Named], view: View) -> None:
    """Roads and rivers, and the places over them."""
    lines(axes, routes)
    for named in drawn:
        mark(axes, named, view)


def mark(axes: Axes, named: Named, view: View) -> None:
    """A dot in its circle, or the dashed circle of an area, under the id of the place."""
    place = named.place
    at = (place.longitude, place.latitude)
    across, up = (2 * view.radius(named.km) / inch for inch in view.inch)
    if place.exact:
        if named.km:
            axes.add_patch(Ellipse(at, across, up, **circle(dashed=False)))
        size, colour = (2, style.INK) if named.count else (1.4, style.GREY)
        look: dict[str, Any] = {"ms": size * DOT * 72, "mew": 0, "color": colour, "zorder": 5}
        strokes.dots(axes, [at[0]], [at[1]], "o", gid=place.place_id, **look)
        return
    axes.add_patch(Ellipse(at, across, up, gid=place.place_id, **circle(dashed=True)))


def edges(named: Named, view: View) -> list[tuple[float, float]]:
    """The leftmost, rightmost, lowest and highest point of its circle, in degrees."""
    x, y = named.place.longitude, named.place.latitude
    across, up = (view.radius(named.km) / inch for inch in view.inch)
    return [(x - across, y), (x + across, y), (x, y - up), (x, y + up)]


def box(named: Named, view: View) -> Box:
    """The rectangle around its dot or its circle, in inches."""
    (x, y), reach = view.at(named.place.longitude, named.place.latitude), view.radius(named.km)
    reach = max(reach, DOT)
    return Box(x - reach, y - reach, x + reach, y + reach)


def circle(*, dashed: bool) -> dict[str, Any]:
    """The look of a circle: that in which a place lies, or dashed, that of an area."""
    face = to_rgba(EDGE, 0.06 if dashed else 0.16)
    return {"ec": EDGE, "lw": 0.9, "zorder": 3, "fc": face, "ls": (0, (4, 2.5)) if dashed else "-"}


def lines(axes: Axes, routes: Sequence[Route]) -> None:
    """Roads dotted, rivers in a water colour: straight through their places."""
    for route in routes:
        x, y = ([getattr(p, n) for p in route.places] for n in ("longitude", "latitude"))
        river = route.kind == places.RIVER
        look: dict[str, Any] = {"color": style.WATER, "lw": 1.6} if river else {"color": style.SOFT}
        shape: Any = "-" if river else (0, (1, 1.6))
        strokes.line(axes, x, y, ls=shape, zorder=2 if river else 2.5, **{"lw": 1.3} | look)
