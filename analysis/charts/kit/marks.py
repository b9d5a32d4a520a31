"""The marks of a claim.

Dot: the number as printed. Bar: between stated bounds. Fading arrow: open end. Halo: "about".
Words alone: no number. Solid: reported. Hollow or hatched: derived or undecided. Faint: a
retelling. Dashed: inferred by the coder.
"""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.transforms import offset_copy

from analysis.charts.kit import strokes
from analysis.charts.kit.style import FAINT, INK, PALE, PAPER, SOFT
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity

Spot = tuple[float, float]
TURNING = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""Invisible letters that turn the direction of the text after them, and how they are printed."""
BLANK = 0.27
"""Width of a blank, as a share of the size of its text."""


def alpha(claim: Claim) -> float:
    """The opacity of a claim's mark: faint where it repeats another."""
    return FAINT if claim.retelling else 1.0


def ink(claim: Claim) -> str:
    """The colour of the words beside a claim's mark: softer where it repeats another."""
    return SOFT if claim.retelling else INK


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
    content = text.strip().translate(TURNING)
    return strokes.text(axes, x, y, content, transform=away, **look)


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
) -> None:
    """A quantity on a horizontal number axis, at row y: dot, bar, arrows, halo, or words.

    text: the words to draw where there is no number.
    """
    alpha = FAINT if faint else 1.0
    if wordless(drawn):
        style: dict[str, Any] = {"style": "italic", "size": 8, "alpha": alpha}
        words(axes, drawn.low or 0, y, text, color=colour, gid=gid, **style)
        return
    _bounds(axes, drawn, y, colour, alpha)
    if drawn.stated is not None:
        dot(axes, drawn.stated, y, colour, gid=gid, alpha=alpha, hollow=hollow or drawn.stated == 0)
    else:
        ends(axes, drawn, y, colour, gid, alpha)


def wordless(drawn: Quantity) -> bool:
    """Whether there is no number to draw, so that only the words are drawn."""
    return drawn.hedge is Hedge.UNQUANTIFIED or not drawn.known


def spot(drawn: Quantity) -> float | list[float]:
    """Where `quantity` draws along the numbers: the number, two stated ends, or the words' edge.

    >>> spot(Quantity(Hedge.MORE_THAN, 20, 21)), spot(Quantity(Hedge.BETWEEN, None, 30, 40))
    (20, [30, 40])
    """
    if drawn.stated is None and not wordless(drawn):
        return [end for end in (drawn.low, drawn.high) if end is not None]
    return drawn.stated if drawn.stated is not None else drawn.low or 0


def _bounds(axes: Axes, drawn: Quantity, y: float, colour: str, alpha: float) -> None:
    """Draw what the words say beyond the printed number: bar, halo or arrow."""
    if drawn.low is not None and drawn.high is not None:
        style: dict[str, Any] = {"solid_capstyle": "butt", "zorder": 2}
        strokes.line(
            axes, [drawn.low, drawn.high], [y, y], color=colour, lw=4, alpha=0.45 * alpha, **style
        )
    elif drawn.hedge is Hedge.ABOUT and drawn.stated is not None:
        strokes.dots(
            axes, [drawn.stated], [y], "o", ms=16, mew=0, color=colour, alpha=0.22 * alpha, zorder=2
        )
    elif drawn.high is not None:
        fading(axes, drawn.high, y, -1, colour, alpha)
    elif drawn.low is not None:
        fading(axes, drawn.low, y, 1, colour, alpha)


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
    """Draw a number. hollow: it is derived, undecided, or 0. size: in points. shape: its marker."""
    face = PAPER if hollow else colour
    strokes.dots(
        axes,
        [x],
        [y],
        shape,
        ms=size,
        mfc=face,
        mec=colour,
        mew=1.6,
        alpha=alpha,
        gid=gid,
        zorder=4,
        clip_on=False,
    )


def ends(axes: Axes, drawn: Quantity, y: float, colour: str, gid: str, alpha: float) -> None:
    """Draw the stated ends of a range without a printed number."""
    both = [end for end in (drawn.low, drawn.high) if end is not None]
    style: dict[str, Any] = {"color": colour, "alpha": alpha, "gid": gid, "zorder": 4}
    strokes.dots(axes, both, [y] * len(both), "|", ms=10, mew=1.8, **style)


def stretch(
    axes: Axes, start: Spot, end: Spot, colour: str, alpha: float, *, dashed: bool = False
) -> None:
    """Draw a thin line over all the days that an uncertain day can be; dashed where inferred."""
    style: dict[str, Any] = {"ls": (0, (3, 2)) if dashed else "-", "color": colour, "lw": 1}
    strokes.line(axes, *zip(start, end, strict=True), alpha=alpha, zorder=2, **style)


def fading(axes: Axes, x: float, y: float, towards: int, colour: str, alpha: float) -> None:
    """Draw an open end as an arrow that fades, because nothing says where it stops.

    towards: 1 to the right, -1 to the left.
    """
    low, high = axes.get_xlim()
    length, parts = 0.11 * (high - low), 7
    step = towards * length / parts
    lines = [[(x + n * step, y), (x + (n + 0.8) * step, y)] for n in range(parts)]
    shades = [to_rgba(colour, 0.8 * alpha * (1 - n / parts)) for n in range(parts)]
    strokes.stretches(axes, lines, shades, linewidths=2.2, zorder=3)
    tip = x + towards * length
    shape = ">" if towards > 0 else "<"
    strokes.dots(axes, [tip], [y], shape, ms=5, mew=0, color=colour, alpha=alpha * 0.35, zorder=3)


def hatched(axes: Axes, left: float, right: float, label: str, top: float | None = None) -> None:
    """Draw a stretch of days for which a search found no document, which is never zero.

    label: along it. top: the upper end of the label, by default near that of the axes.
    """
    style: dict[str, Any] = {"facecolor": "#f3f4f5", "edgecolor": "#b4bcc3", "hatch": "////"}
    over = axes.get_xaxis_transform(which="grid")
    strokes.box(axes, left, 0, right - left, 1, transform=over, lw=0, zorder=0.5, **style)
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


def box(axes: Axes, x: float, y: float, colour: str) -> None:
    """Draw a hatched square: a part of the whole that this utterance does not spell out."""
    style: dict[str, Any] = {"fc": PAPER, "ec": colour, "hatch": "////", "lw": 0.8}
    strokes.box(axes, x - 0.34, y - 0.34, 0.68, 0.68, **style)


def upright(axes: Axes, drawn: Quantity, x: float, colour: str, alpha: float) -> None:
    """Draw what the words say beyond the printed number, on a vertical number axis."""
    low, high = axes.get_ylim()
    reach = 0.08 * (high - low)
    if drawn.hedge is Hedge.ABOUT and drawn.stated is not None:
        strokes.dots(axes, [x], [drawn.stated], "o", ms=16, mew=0, color=colour, alpha=0.22 * alpha)
    elif drawn.low is not None and drawn.high is None:
        _fade_up(axes, x, drawn.low, reach, colour, alpha)
    elif drawn.high is not None and drawn.low is None:
        _fade_up(axes, x, drawn.high, -reach, colour, alpha)


def _fade_up(axes: Axes, x: float, y: float, reach: float, colour: str, alpha: float) -> None:
    parts = 5
    step = reach / parts
    lines = [[(x, y + n * step), (x, y + (n + 0.8) * step)] for n in range(parts)]
    shades = [to_rgba(colour, 0.7 * alpha * (1 - n / parts)) for n in range(parts)]
    strokes.stretches(axes, lines, shades, linewidths=2)
