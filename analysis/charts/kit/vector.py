"""A figure as SVG: by matplotlib's own renderer, with what a chart has most of drawn faster.

What comes out has the same bytes: a test draws every form in both ways. Where a shortcut does not
hold, it says so with False, and matplotlib's own way is taken. Private names of matplotlib are used
in this file, `letters` and `strokes`; the locked version has them, and the test shows at once when
another one does not.
"""

from __future__ import annotations

import io
from typing import Any

from matplotlib.backends import backend_svg
from matplotlib.colors import rgb2hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.transforms import Affine2D

from analysis.charts.kit import letters
from analysis.charts.kit.letters import POINTS

RendererSVG: Any = backend_svg.RendererSVG  # untyped in matplotlib, and so are its methods
Point = tuple[float, float]
"""A point on the page, in points from its upper left corner."""


class Renderer(RendererSVG):  # type: ignore[misc]
    """matplotlib's, which asks `letters` what texts measure, and draws dots and short lines itself.

    matplotlib converts each dot to a path, works out its style, and cuts off what lies outside, one
    by one (`RendererSVG.draw_markers`); of a chart's hundred dots most are alike.
    """

    def __init__(self, wide: float, high: float, out: io.StringIO, **more: Any) -> None:
        super().__init__(wide, high, out, **more)
        # by the id of the object that they are worked out from, which is held with the answer: once
        # an object is gone, its id may be another's
        self._clips: dict[int, tuple[Any, dict[str, str]]] = {}
        self._looks: dict[Any, tuple[str, str]] = {}
        self._flips: dict[int, tuple[Any, tuple[float, ...]]] = {}

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """Width, height and depth of a line, in points."""
        if ismath:  # formulas are matplotlib's own affair; no chart of the suite has one
            other: tuple[float, float, float] = super().get_text_width_height_descent(
                s, prop, ismath
            )
            return other
        return letters.measured(s, prop)

    # Not public: `Text._get_layout` calls it for the distance of lines (matplotlib 3.11).
    def _get_font_height_metrics(self, prop: FontProperties) -> tuple[Any, Any, Any]:
        """Ascent, descent and gap of lines: asked for by `Text._get_layout`."""
        return letters.spacing(prop)

    def draw_dots(self, line: Any, look: tuple[Any, ...]) -> bool:
        """Draw a `Line2D` that is nothing but dots; False where matplotlib has to.

        look: equal for two lines whose dots are alike.
        """
        transform = line.get_transform()
        if not (line.get_visible() and transform.is_affine) or line.get_path_effects():
            return False
        if look not in self._looks:
            self._looks[look] = self._dot(line)
        path, style = self._looks[look]
        # the same elements in the same order as `Line2D.draw` and `RendererSVG.draw_markers` write
        self.open_group("line2d", line.get_gid())
        name = self._defined(path, style)
        self.writer.start("g", **self._clip(line))
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
            self._use(name, style, self._placed(transform, float(x), float(y)))
        self.writer.end("g")
        self.close_group("line2d")
        return True

    def draw_stretches(self, lines: Any) -> bool:
        """Draw a `LineCollection` of short lines in many colours; False where matplotlib has to."""
        transform = lines.get_transform()
        ends = [
            [self._placed(transform, float(x), float(y)) for x, y in path.vertices]
            for path in lines.get_paths()
        ]
        # matplotlib cuts off what lies outside the page; these are drawn whole, or not here
        inside = all(0 < x < self.width and 0 < y < self.height for pair in ends for x, y in pair)
        if not (lines.get_visible() and transform.is_affine and inside):
            return False
        [width] = lines.get_linewidths()
        cut = self._clip(lines)
        self.open_group("LineCollection", lines.get_gid())
        for pair, shade in zip(ends, lines.get_edgecolor(), strict=True):
            path = "L ".join(f"{_short(x)} {_short(y)} \n" for x, y in pair)
            style = _stroke(shade, float(width))
            self.writer.element("path", attrib={"d": f"M {path}", **cut, "style": style})
        self.close_group("LineCollection")
        return True

    def _dot(self, line: Any) -> tuple[str, str]:
        """The outline and the style of a dot."""
        gc: Any = self.new_gc()
        alpha, marker = line.get_alpha(), line._marker
        gc.set_linewidth(line.get_markeredgewidth())
        gc.set_foreground(to_rgba(line.get_markeredgecolor(), alpha), isRGBA=True)
        gc.set_joinstyle(marker.get_joinstyle())
        gc.set_capstyle(marker.get_capstyle())
        size = self.points_to_pixels(line.get_markersize())
        shape = marker.get_transform().scale(size) + Affine2D().scale(1.0, -1.0)
        path: str = self._convert_path(marker.get_path(), shape, simplify=False)
        return path, self._get_style(gc, to_rgba(line.get_markerfacecolor(), alpha))

    def _defined(self, path: str, style: str) -> str:
        """The name of a dot, which is defined where it is first used."""
        key = path, style  # as matplotlib keeps them, so that dots it draws itself are shared
        if key not in self._markers:
            self._markers[key] = self._make_id("m", key)
            edge = "; ".join(part for part in style.split("; ") if part.startswith("stroke"))
            self.writer.start("defs")
            self.writer.element("path", id=self._markers[key], d=path, style=edge)
            self.writer.end("defs")
        name: str = self._markers[key]
        return name

    def _use(self, name: str, style: str, at: Point) -> None:
        """A dot at its place, unless that is off the page."""
        x, y = at
        if 0 <= x <= self.width * POINTS and 0 <= y <= self.height * POINTS:
            attributes = {"xlink:href": f"#{name}", "x": _short(x), "y": _short(y), "style": style}
            self.writer.element("use", attrib=attributes)

    def _placed(self, transform: Any, x: float, y: float) -> Point:
        """A point on the page, counted from its top."""
        if id(transform) not in self._flips:  # in plain numbers: numpy is slow at single points
            affine = self._make_flip_transform(transform.get_affine().frozen())
            (a, c, e), (b, d, f), _ = affine.get_matrix().tolist()
            self._flips[id(transform)] = transform, (a, b, c, d, e, f)
        a, b, c, d, e, f = self._flips[id(transform)][1]
        return x * a + y * c + e, x * b + y * d + f

    def _clip(self, artist: Any) -> dict[str, str]:
        """Where an artist is cut off: most are at the edge of their axes, which is one box."""
        box = artist.clipbox
        if not artist.get_clip_on() or box is None:
            return {}
        if id(box) not in self._clips:
            gc: Any = self.new_gc()
            gc.set_clip_rectangle(box)
            self._clips[id(box)] = box, self._get_clip_attrs(gc)
        return self._clips[id(box)][1]


def svg(figure: Figure) -> str:
    """The figure as SVG, as `Figure.savefig` would write it."""
    out = io.StringIO()
    dpi = figure.dpi  # an SVG is drawn at 72 dots an inch, whatever the figure says
    wide, high = figure.get_size_inches()
    undated = {"Date": None, "Creator": None}
    try:
        figure.dpi = POINTS
        drawer = Renderer(wide * POINTS, high * POINTS, out, image_dpi=dpi, metadata=undated)
        figure.draw(drawer)
        drawer.finalize()
    finally:
        figure.dpi = dpi
    return out.getvalue()


def _short(number: float) -> str:
    """A number as matplotlib writes it (`backend_svg._short_float_fmt`)."""
    return f"{number:f}".rstrip("0").rstrip(".")


def _stroke(shade: Any, width: float) -> str:
    """The style of a line of a colour with opacity."""
    style = {"fill": "none", "stroke": rgb2hex(shade)}
    if float(shade[3]) != 1.0:
        style["stroke-opacity"] = _short(float(shade[3]))
    if width != 1.0:
        style["stroke-width"] = _short(width)
    return "; ".join(f"{name}: {value}" for name, value in style.items())
