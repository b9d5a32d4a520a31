"""The one visual language of charts: widths, colours, type, the frame of words, and axes.

Every form uses it; the marks themselves are drawn by `marks`. A chart is laid out for some width,
by default that of a report's column, and all that depends on it asks for it here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

import font_source_sans_pro
import matplotlib as mpl
from matplotlib import dates as mdates
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.case.timeline import Timeline
from analysis.claims.cells import spaced
from analysis.errors import Invalid, Place

INK, SOFT, PALE, PAPER = "#1d2329", "#5b6670", "#d9dee2", "#ffffff"
WRONG = "#b03a2e"
"""A figure that fails or differs; also the words that say so."""
GREY = "#66707a"
"""The colour of outlets, and of claims whose group is open."""
PALETTE = ("#0673b3", "#9e6100", "#840c0f", "#006b53", "#5a2e6e", "#054609")
"""A colour for each group; with 5:1 of contrast to paper, and apart for the colour-blind."""
SHAPES = ("o", "s", "D", "^", "v", "p")
"""The shape of a group's marks, which tells sides apart without colours; outlets have a plus."""
PLUS = "P"
HATCH = "#646f79"
"""Stripes over what was looked for and not found, or was not said."""
OUTLET = "outlet"
"""The kind of actor that only passes on."""
WIDTH = 6.5
"""Inches: a report's column on paper. Charts are drawn at the size at which they are printed there,
where they fill 166 mm, so that a point of type is a point on paper."""
_WIDTH = ContextVar("width", default=WIDTH)
"""A context variable, so that a width holds for what is drawn inside `laid_out`, and in no other
thread."""
LAND, SEA, COAST, WATER = "#fbfaf7", "#e9eef2", "#b9b2a6", "#5f8cab"
COUNTRY, RIVER = "#756c5a", "#43718f"
"""The colours of maps: land, sea, coasts, rivers; the names of countries and rivers."""
SAME, EMPTY = "#eef1f3", "#f3f4f5"
"""Shades behind marks: of what stays the same, and of what was not found."""
FAINT = 0.35
"""The opacity of a retelling."""
FAMILY = ("Source Sans Pro", "DejaVu Sans")
STYLE: dict[str, Any] = {
    "font.family": list(FAMILY),
    "font.size": 9.5,
    "text.color": INK,
    "text.hinting": "none",
    "text.parse_math": False,
    "axes.edgecolor": PALE,
    "axes.labelcolor": SOFT,
    "axes.unicode_minus": False,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "none",
    "figure.facecolor": PAPER,
    "path.simplify": False,
}


@contextmanager
def laid_out(inches: float) -> Iterator[None]:
    """A context in which charts are laid out that many inches wide, at most a report's column."""
    token = _WIDTH.set(min(inches, WIDTH))
    try:
        yield
    finally:
        _WIDTH.reset(token)


def width() -> float:
    """The width for which charts are laid out now, in inches."""
    return _WIDTH.get()


def share() -> float:
    """The width now as a share of the full width `WIDTH`, at most 1."""
    return width() / WIDTH


def scaled(inches: float) -> float:
    """So many inches of the full width, in the width now."""
    return inches * share()


@contextmanager
def styled() -> Iterator[None]:
    """The suite's style, for as long as a figure is built or drawn.

    Nothing lasting changes: a notebook's own figures look as its author wants them.
    """
    fonts()
    with mpl.rc_context(cast(Any, STYLE)):
        yield


def colours(timeline: Timeline) -> dict[str, str]:
    """A colour for each group of actors, in the order that the case gives; outlets are grey.

    The empty name, for figures whose claimant is open between groups, is grey too. Raises Invalid
    where a case has more groups than can be told apart.
    """
    rows = timeline.rows["actors"]
    grey = {row["group"] for row in rows if row["kind"] == OUTLET}
    named = dict.fromkeys([*timeline.package.groups, *(row["group"] for row in rows)])
    groups = [group for group in named if group not in grey]
    if len(groups) > len(PALETTE):
        allowed = f"at most {len(PALETTE)} groups besides outlets"
        fix = "put actors of one side into one group"
        place = Place("group", "actors.csv", 1)
        raise Invalid([place.problem(f"{len(groups)} groups", allowed, fix)])
    return dict(zip(groups, PALETTE, strict=False)) | dict.fromkeys([*sorted(grey), ""], GREY)


def shapes(timeline: Timeline) -> dict[str, str]:
    """A marker of matplotlib's for each group of actors: what `colours` says, without colours."""
    return {
        group: PLUS if colour == GREY else SHAPES[PALETTE.index(colour)]
        for group, colour in colours(timeline).items()
    }


def group_name(timeline: Timeline, group: str) -> str:
    """A group's name for print."""
    return timeline.package.groups.get(group, spaced(group).capitalize()) or "Undecided"


def rows_axis(axes: Axes, count: int) -> None:
    """Rows counted downwards from 0, with half a row of air at both ends."""
    axes.set_ylim(count - 0.5, -0.5)
    axes.set_yticks([])


def whole_numbers(room: float = math.inf) -> MaxNLocator:
    """Some six ticks, at whole numbers; fewer in a narrow column. room: how many have room."""
    most = int(min(max(2, round(6 * share())), max(1, room)))
    return MaxNLocator(most, integer=True, steps=[1, 2, 5, 10])


def large_number(number: float, _position: Any = None) -> str:
    """A number for an axis: `6,500`, `1.5 million`, `2 billion`.

    >>> large_number(6500), large_number(1_500_000), large_number(2e9)
    ('6,500', '1.5 million', '2 billion')
    """
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if abs(number) >= size:
            return f"{number / size:,g} {name}"
    return f"{number:,.0f}"


def number_axis(axes: Axes, highest: float) -> None:
    """Numbers from nothing, with room for an arrow beyond the highest."""
    axes.set_xlim(-0.02 * highest, 1.12 * highest)
    inches = axes.get_position().width * width()
    axes.xaxis.set_major_locator(whole_numbers(inches / tick_width(highest)))
    axes.xaxis.set_major_formatter(FuncFormatter(large_number))
    grid(axes, "x")


def upright_number_axis(axes: Axes, highest: float) -> None:
    """Whole numbers upwards from nothing to the highest, which holds what stands above the last."""
    axes.set_ylim(0, highest)
    axes.yaxis.set_major_locator(whole_numbers())
    axes.yaxis.set_major_formatter(FuncFormatter(large_number))
    grid(axes, "y")


def tick_width(highest: float) -> float:
    """Inches that a number of an axis takes, with air: a letter is about half as wide as high."""
    return 0.5 * 8 / 72 * (len(large_number(highest)) + 3)


def grid(axes: Axes, axis: Literal["x", "y", "both"]) -> None:
    """Pale lines at the ticks, behind all marks."""
    axes.grid(axis=axis, color=PALE, linewidth=0.7, zorder=0)


def day_labels(days: Sequence[date]) -> list[str]:
    """`28 Aug`, then the days alone until the month changes; with the year where there are two."""
    name = "%b" if len({day.year for day in days}) < 2 else "%b %Y"
    months = ["", *(f"{day:%Y-%m}" for day in days)]
    return [
        str(day.day) if f"{day:%Y-%m}" == before else f"{day.day}\n{day:{name}}"
        for day, before in zip(days, months, strict=False)
    ]


def day_number(day: date) -> float:
    """A day as matplotlib counts it: days since 1970."""
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


@cache
def fonts() -> None:
    """Make the typeface known to matplotlib, once."""
    folder = Path(font_source_sans_pro.font_directory)
    for name in ("Regular", "It", "Semibold", "Bold"):
        font_manager.fontManager.addfont(folder / f"SourceSansPro-{name}.ttf")
