"""The marks of a claim.

Dot: the number as printed. Bar: between stated bounds. Fading arrow: open end. Halo: "about".
Words alone: no number. Solid: reported. Hollow or hatched: derived or undecided. Faint: a
retelling. Dashed: inferred by the coder.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import offset_copy

from analysis.charts.kit import strokes
from analysis.charts.kit.scales import places
from analysis.charts.kit.style import EMPTY, FAINT, HATCH, INK, PALE, PAPER, SOFT
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity

Spot = tuple[float, float]
BLANK = 0.27
"""Width of a blank, as a share of the size of its text."""
RIM = 0.75
"""The least opacity of an outline or a line, with which it has 3:1 of contrast to paper."""
BAR = 0.75
"""The opacity of bars."""
HALO, DASHES = 15, 14
"""Of a halo: its width in points, and how many dashes go round it."""
TINT = 0.16
"""The opacity inside a halo."""
HATCHED = {"facecolor": EMPTY, "edgecolor": HATCH, "hatch": "////"}
"""The look of what was not found, or was not said."""


def alpha(claim: Claim) -> float:
    """The opacity of a claim's mark: faint where it repeats another."""
    return FAINT if claim.retells else 1.0


def rim(alpha: float) -> float:
    """The opacity of lines and outlines of a mark whose face has this one: never too faint."""
    return max(alpha, RIM)


def ink(claim: Claim) -> str:
    """The colour of the words beside a claim's mark: softer where it repeats another."""
    return SOFT if claim.retells else INK


def rule(axes: Axes, y: float) -> None:
    """Draw a pale horizontal line between rows."""
    strokes.across(axes, y, color=PALE, lw=0.7, zorder=0)


def words(axes: Axes, x: float, y: float, text: str, **style: Any) -> Any:
    """Draw a text as it stands, without formulas: a dollar sign is a dollar sign.

    x, y: in data coordinates. style: of matplotlib's `Text`. Blanks at the ends of the text become
    distance from that point, because an SVG in a page drops them.
    """
    look: dict[str, Any] = {"va": "center", "size": 8.5} | style
    before, after = (len(text) - len(bare) for bare in (text.lstrip(), text.rstrip()))
    points = BLANK * look["size"] * (before - after)
    away = offset_copy(axes.transData, axes.get_figure(root=True), points, units="points")
    return strokes.text(axes, x, y, text.strip(), transform=away, **look)


def quantity(
    axes: Axes,
    drawn: Quantity,
    y: float,
    colour: str,
    *,
    gid: str,
    faint: bool = False,
    hollow: bool = False,
    text: str = "",
    shape: str = "o",
    length: float = 0,
) -> None:
    """A quantity on a horizontal number axis, at row y: dot, bar, arrows, halo, or words.

    text: the words to draw where there is no number; they begin where the axis does. shape: of the
    dot. length: of arrows, as numbers; by default a ninth of the axis.
    """
    alpha = FAINT if faint else 1.0
    if wordless(drawn):
        style: dict[str, Any] = {"style": "italic", "size": 8}
        ink = SOFT if faint else colour
        words(axes, 0, y, f" {text}", color=ink, gid=gid, **style)
        return
    _bounds(axes, drawn, y, colour, alpha, length)
    if drawn.stated is not None:
        look: dict[str, Any] = {"alpha": alpha, "hollow": hollow or drawn.stated == 0}
        dot(axes, drawn.stated, y, colour, gid=gid, shape=shape, **look)
    else:
        ends(axes, drawn, y, colour, gid, alpha)


def wordless(drawn: Quantity) -> bool:
    """Whether there is no number to draw, so that only the words are drawn."""
    return drawn.hedge is Hedge.UNQUANTIFIED or not drawn.known


def spot(drawn: Quantity) -> float | list[float]:
    """Where `quantity` draws along the numbers: the number, two stated ends; at 0 for words.

    >>> spot(Quantity(Hedge.MORE_THAN, 20, 21)), spot(Quantity(Hedge.BETWEEN, None, 30, 40))
    (20, [30, 40])
    """
    if drawn.stated is None and not wordless(drawn):
        return [end for end in (drawn.low, drawn.high) if end is not None]
    return drawn.stated or 0


def _bounds(
    axes: Axes, drawn: Quantity, y: float, colour: str, alpha: float, length: float = 0
) -> None:
    """Draw what the words say beyond the printed number: bar, halo or arrow."""
    if drawn.low is not None and drawn.high is not None:
        look: dict[str, Any] = {"solid_capstyle": "butt", "zorder": 2, "alpha": BAR}
        wide = 4 if alpha == 1 else 2
        strokes.line(axes, [drawn.low, drawn.high], [y, y], color=colour, lw=wide, **look)
    elif drawn.hedge is Hedge.ABOUT and drawn.stated is not None:
        halo(axes, drawn.stated, y, colour, alpha)
    elif drawn.high is not None:
        fading(axes, drawn.high, y, -1, colour, alpha, length)
    elif drawn.low is not None:
        fading(axes, drawn.low, y, 1, colour, alpha, length)


def halo(axes: Axes, x: float, y: float, colour: str, alpha: float = 1.0) -> None:
    """Draw a dashed ring around a number that is "about", a tint inside it."""
    face: dict[str, Any] = {"ms": HALO, "mfc": colour, "mec": colour, "mew": 0}
    strokes.dots(axes, [x], [y], "o", alpha=TINT * alpha, zorder=2, clip_on=False, **face)
    ring: dict[str, Any] = {"ms": HALO, "mfc": "none", "mec": colour, "mew": 1.0}
    strokes.dots(axes, [x], [y], _ring(), alpha=rim(alpha), zorder=2.5, clip_on=False, **ring)


@cache
def _ring() -> Any:
    """A dashed circle as a marker; matplotlib's own markers have no dashes."""
    step = 2 * np.pi / DASHES
    arcs = [np.linspace(n * step, (n + 0.6) * step, 5) for n in range(DASHES)]
    dashes = [Path(np.column_stack([np.cos(arc), np.sin(arc)])) for arc in arcs]
    return Path.make_compound_path(*dashes)


def dot(
    axes: Axes,
    x: float,
    y: float,
    colour: str,
    *,
    gid: str,
    alpha: float = 1.0,
    hollow: bool = False,
    size: float = 7,
    shape: str = "o",
) -> None:
    """Draw a number.

    gid: the claim that it draws; empty in a key. alpha: the opacity of its face; its outline is
    never too faint. hollow: it is derived, undecided, or 0. size: in points. shape: its marker.
    """
    face: Any = PAPER if hollow else to_rgba(colour, alpha)
    look: dict[str, Any] = {"mfc": face, "mec": to_rgba(colour, rim(alpha)), "mew": 1.2}
    look |= {"ms": size, "gid": gid or None, "zorder": 4, "clip_on": False}
    strokes.dots(axes, [x], [y], shape, **look)


def ends(axes: Axes, drawn: Quantity, y: float, colour: str, gid: str, alpha: float) -> None:
    """Draw the stated ends of a range without a printed number."""
    both = [end for end in (drawn.low, drawn.high) if end is not None]
    style: dict[str, Any] = {"color": colour, "alpha": rim(alpha), "gid": gid or None, "zorder": 4}
    strokes.dots(axes, both, [y] * len(both), "|", ms=10, mew=1.8, **style)


def stretch(
    axes: Axes, start: Spot, end: Spot, colour: str, alpha: float, *, dashed: bool = False
) -> None:
    """Draw a thin line over all the days that an uncertain day can be; dashed where inferred."""
    style: dict[str, Any] = {"ls": (0, (3, 2)) if dashed else "-", "color": colour, "lw": 1}
    strokes.line(axes, *zip(start, end, strict=True), alpha=rim(alpha), zorder=2, **style)


def fading(
    axes: Axes, x: float, y: float, towards: int, colour: str, alpha: float, length: float = 0
) -> None:
    """Draw an open end as an arrow that fades, because nothing says where it stops.

    towards: 1 to the right, -1 to the left. length: as numbers; by default a ninth of the axis. It
    ends inside the axes, so that its head is never cut.
    """
    place, number = places(axes.xaxis)
    low, high = sorted(map(place, axes.get_xlim()))
    start = place(x)
    room = 0.97 * (high - start if towards > 0 else start - low)
    reach, parts = min(length or 0.11 * (high - low), room), 7
    step = towards * reach / parts
    ends = [(n * step, (n + 0.8) * step) for n in range(parts)]
    # the first begins just at the number, which a way there and back would round
    lines = [[(number(start + n) if n else x, y), (number(start + m), y)] for n, m in ends]
    shades = [to_rgba(colour, rim(alpha) * (1 - 0.8 * n / parts)) for n in range(parts)]
    strokes.stretches(axes, lines, shades, linewidths=2.2, zorder=3)
    tip, shape = number(start + towards * reach), ">" if towards > 0 else "<"
    look: dict[str, Any] = {"ms": 5, "mew": 0, "color": colour, "clip_on": False}
    strokes.dots(axes, [tip], [y], shape, alpha=rim(alpha) * 0.45, zorder=3, **look)


def hatched(axes: Axes, left: float, right: float, label: str, top: float | None = None) -> None:
    """Draw a stretch of days for which a search found no document, which is never zero.

    label: along it. top: the upper end of the label, by default near that of the axes.
    """
    over = axes.get_xaxis_transform(which="grid")
    strokes.box(axes, left, 0, right - left, 1, transform=over, lw=0, zorder=0.5, **HATCHED)
    if label:
        low, high = axes.get_ylim()
        at = top if top is not None else low + 0.97 * (high - low)
        words(
            axes,
            (left + right) / 2,
            at,
            label,
            ha="center",
            va="top",
            rotation=90,
            size=7.5,
            color=SOFT,
            bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.2, "alpha": 0.85},
        )


def upright(axes: Axes, drawn: Quantity, x: float, colour: str, alpha: float) -> None:
    """Draw what the words say beyond the printed number, on a vertical number axis."""
    low, high = map(places(axes.yaxis)[0], axes.get_ylim())
    reach = 0.08 * (high - low)
    if drawn.low is not None and drawn.high is not None and drawn.low < drawn.high:
        look: dict[str, Any] = {"solid_capstyle": "butt", "zorder": 2, "alpha": BAR}
        strokes.line(axes, [x, x], [drawn.low, drawn.high], color=colour, lw=4, **look)
    elif drawn.hedge is Hedge.ABOUT and drawn.stated is not None:
        halo(axes, x, drawn.stated, colour, alpha)
    elif drawn.low is not None and drawn.high is None:
        _fade_up(axes, x, drawn.low, reach, colour, alpha)
    elif drawn.high is not None and drawn.low is None:
        _fade_up(axes, x, drawn.high, -reach, colour, alpha)


def _fade_up(axes: Axes, x: float, y: float, reach: float, colour: str, alpha: float) -> None:
    place, number = places(axes.yaxis)
    start, parts = place(y), 5
    step = reach / parts
    ends = [(n * step, (n + 0.8) * step) for n in range(parts)]
    lines = [[(x, number(start + n) if n else y), (x, number(start + m))] for n, m in ends]
    shades = [to_rgba(colour, rim(alpha) * (1 - 0.8 * n / parts)) for n in range(parts)]
    strokes.stretches(axes, lines, shades, linewidths=2)
