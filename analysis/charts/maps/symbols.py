"""The symbols of a map: dots, circles of uncertainty, roads and rivers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Ellipse

from analysis.case import places
from analysis.case.places import Place, Route
from analysis.charts.kit import strokes, style
from analysis.charts.maps.base import View
from analysis.claims.claim import Claim

WATER, EDGE = "#7ba3bf", "#8c969e"
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


def mark(axes: Axes, named: Named, view: View) -> None:
    """A dot in its circle, or the dashed circle of an area, under the id of the place."""
    place = named.place
    at = (place.longitude, place.latitude)
    across, up = (2 * view.radius(named.km) / inch for inch in view.inch)
    look: dict[str, Any] = {"ec": EDGE, "lw": 0.8, "zorder": 3}
    if place.exact:
        if named.km:
            axes.add_patch(
                Ellipse(at, across, up, fc=(0.36, 0.4, 0.44, 0.14), **look | {"lw": 0.5})
            )
        size, colour = (2, style.INK) if named.count else (1.4, style.GREY)
        look = {"ms": size * DOT * 72, "mew": 0, "color": colour, "zorder": 5}
        strokes.dots(axes, [at[0]], [at[1]], "o", gid=place.place_id, **look)
        return
    look |= {"ls": (0, (4, 2.5)), "fc": (0.36, 0.4, 0.44, 0.05)}
    axes.add_patch(Ellipse(at, across, up, gid=place.place_id, **look))


def lines(axes: Axes, routes: Sequence[Route]) -> None:
    """Roads dotted, rivers in a water colour: straight through their places."""
    for route in routes:
        x, y = ([getattr(p, n) for p in route.places] for n in ("longitude", "latitude"))
        river = route.kind == places.RIVER
        look: dict[str, Any] = {"color": WATER, "lw": 1.6} if river else {"color": style.SOFT}
        shape: Any = "-" if river else (0, (1, 1.6))
        strokes.line(axes, x, y, ls=shape, zorder=2 if river else 2.5, **{"lw": 1.3} | look)
