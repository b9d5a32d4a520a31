"""The legend: each mark with its meaning, and the colours of the groups of a case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, style
from analysis.charts.kit.chart import Chart
from analysis.claims.quantity import Hedge, Quantity, entailed

Drawing = Callable[[Axes, int, int], None]
ROW = 0.28
SPAN, MIDDLE, WORDS = 100, 9, 20
"""Along a column: its width, where its marks and where its words stand."""
COLOUR = style.PALETTE[0]


def legend(timeline: Timeline) -> Chart:
    """The legend to every chart of a case: its marks, and its groups by colour."""
    import pandas as pd

    entries: list[tuple[str, Drawing]] = [*MEANINGS]
    entries += [(names, partial(_dot, colour=colour)) for names, colour in _groups(timeline)]
    half = -(-len(entries) // 2)  # rounded up
    with style.styled():
        figure, columns = _columns(half)
        for n, (words, draw) in enumerate(entries):
            axes, y = columns[n // half], n % half
            draw(axes, MIDDLE, y)
            marks.words(axes, WORDS, y, words, size=9)
    texts = [words for words, _ in entries]
    alt = f"How to read the marks. {'; '.join(texts)}."
    return Chart(figure, pd.DataFrame({"meaning": texts}), alt)


def _columns(count: int) -> tuple[Figure, list[Axes]]:
    """Axes of two columns; count: the rows of each."""
    half = style.WIDTH / 2
    frame = style.Frame("", "", "", left=0, right=half, top=0.05, bottom=0.05)
    figure, first = style.canvas(frame, ROW * count)
    box = first.get_position()
    second = figure.add_axes((0.5, box.y0, 0.5, box.height), frameon=False)
    for axes in (first, second):
        style.rows_axis(axes, count)
        axes.set_xlim(0, SPAN)
        axes.set_xticks([])
    return figure, [first, second]


def _groups(timeline: Timeline) -> list[tuple[str, str]]:
    """The groups that speak, each with its colour, outlets last."""
    speaking = {group for claim in timeline for group in claim.groups}
    colour = style.colours(timeline)
    ordered = sorted(
        speaking, key=lambda group: (colour[group] == style.GREY, list(colour).index(group))
    )
    return [(style.group_name(timeline, group), colour[group]) for group in ordered]


def _dot(axes: Axes, x: int, y: int, colour: str = COLOUR) -> None:
    marks.dot(axes, x, y, colour, gid=f"key-{x}-{y}")


def _quantity(axes: Axes, x: int, y: int, *, hedge: Hedge, reach: int = 0, **more: Any) -> None:
    """A quantity with that hedge; reach: half of a range, or how far left an arrow begins."""
    quantity: Quantity = entailed(hedge, x - reach, x - reach, x + reach)
    marks.quantity(axes, quantity, y, COLOUR, gid=f"key-{x}-{y}", **more)


def _ring(axes: Axes, x: int, y: int) -> None:
    marks.dot(axes, x, y, COLOUR, gid=f"key-{x}-{y}", hollow=True)


def _said(axes: Axes, x: int, y: int, text: str = "“several”", style: str = "italic") -> None:
    look = {"color": COLOUR, "style": style, "size": 8, "ha": "center"}
    marks.words(axes, x, y, text, **look)


def _dashed(axes: Axes, x: int, y: int) -> None:
    look: dict[str, Any] = {"color": COLOUR, "lw": 6, "alpha": 0.4}
    axes.plot([x - 1, x + 6], [y, y], solid_capstyle="butt", **look)
    axes.plot([x - 6, x - 1], [y, y], ls=(0, (0.5, 0.35)), dash_capstyle="butt", **look)


def _hatched(axes: Axes, x: int, y: int) -> None:
    axes.barh(y, 12, 0.6, x - 6, facecolor="#f3f4f5", edgecolor="#b4bcc3", hatch="////", lw=0)


MEANINGS: tuple[tuple[str, Drawing], ...] = (
    ("a number as printed, by somebody who reports it", _dot),
    ("bar: between two stated bounds", partial(_quantity, hedge=Hedge.BETWEEN, reach=6)),
    ("fading arrow: an end that is left open", partial(_quantity, hedge=Hedge.MORE_THAN, reach=5)),
    ("halo: “about”, with no bound stated", partial(_quantity, hedge=Hedge.ABOUT)),
    ("words alone: no number was given", _said),
    (
        "in brackets: our English for words in another language",
        partial(_said, text="[about 20]", style="normal"),
    ),
    ("hollow, or hatched in colour: ours, or undecided", _ring),
    ("faint: a retelling, not a second witness", partial(_quantity, hedge=Hedge.BARE, faint=True)),
    ("dashed: a day that the coder inferred", _dashed),
    ("hatched in grey: looked for, not found", _hatched),
)
