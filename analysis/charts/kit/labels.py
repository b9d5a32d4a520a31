"""Labels of rows at both sides of a chart: in lines that fit, the gutter as wide as the longest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, offset_copy

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, strokes, style
from analysis.charts.kit.wrapping import breadth, height, wrapped
from analysis.claims.claim import Claim
from analysis.words.names_and_days import short_day, who

TEXT, UNDER = 8.0, 7.0
"""Points: the type of a label, and of what stands below it."""
WIDER = (1, 1.12, 1.25)
"""By which factors a gutter may be wider, so that its labels take fewer lines."""
PAD = 0.1
"""Inches between a label and the axes."""
AIR = 0.075
"""Inches between two rows."""


@dataclass(frozen=True)
class Cell:
    """A label: its text, what stands below it in softer type, and its look."""

    text: str
    under: str = ""
    colour: str = style.INK
    weight: str = "bold"
    slant: str = "normal"
    size: float = TEXT

    def fitted(self, inches: float) -> Cell:
        """The same in lines of at most that width."""
        text = wrapped(self.text, inches, self.size, weight=self.weight, style=self.slant)
        return replace(self, text=text, under=wrapped(self.under, inches, UNDER))

    @property
    def inches(self) -> float:
        """Its width."""
        text = breadth(self.text, self.size, weight=self.weight, style=self.slant)
        return max(text, breadth(self.under, UNDER))

    @property
    def tall(self) -> float:
        """Its height, in inches."""
        under = height(_lines(self.under), UNDER) if self.under else 0
        return (height(_lines(self.text), self.size) if self.text else 0) + under

    def write(self, axes: Axes, y: float, transform: Any) -> None:
        """Draw it at a row. transform: with x in parts of the axes, and y as rows."""
        figure = axes.get_figure(root=True)
        top = self.tall * 36  # half of it, in points
        look: dict[str, Any] = {"va": "top", "linespacing": 1.3, "gid": None}
        for text, size, more in (
            (
                self.text,
                self.size,
                {"color": self.colour, "weight": self.weight, "style": self.slant},
            ),
            (self.under, UNDER, {"color": style.SOFT}),
        ):
            if text:
                at = offset_copy(transform, figure, 0, top, units="points")
                strokes.text(axes, 0, y, text, transform=at, size=size, **look | more)
                top -= height(_lines(text), size) * 72


@dataclass(frozen=True)
class Column:
    """The labels of the rows of a chart at one side.

    cells: one a row, None where it has none. inches: the gutter they need.
    """

    cells: tuple[Cell | None, ...]
    inches: float

    @property
    def row(self) -> float:
        """Inches that a row needs: as many as the highest label, and air."""
        return max((cell.tall for cell in self.cells if cell), default=0.1) + AIR

    def write(self, axes: Axes, *, right: bool = False) -> None:
        """Draw the labels left of the axes, from the left edge of their gutter, or right of it."""
        edge = Affine2D().translate(float(right), 0) + axes.get_yaxis_transform(which="grid")
        points = PAD * 72 if right else -self.inches * 72
        at = offset_copy(edge, axes.get_figure(root=True), points, 0, units="points")
        for y, cell in enumerate(self.cells):
            if cell:
                cell.write(axes, y, at)


def column(cells: Iterable[Cell | None], most: float) -> Column:
    """Labels in a gutter as narrow as they allow.

    most: inches that a line may have; a longer label takes more lines. The gutter is a little wider
    where that makes the rows lower.
    """
    every = tuple(cells)
    columns = [_column(every, most * factor) for factor in WIDER]
    return min(columns, key=lambda column: (round(column.row, 3), column.inches))


def _column(cells: Sequence[Cell | None], most: float) -> Column:
    fitted = tuple(cell.fitted(most) if cell else None for cell in cells)
    widest = max((cell.inches for cell in fitted if cell), default=0.0)
    return Column(fitted, widest + PAD)


def of_claim(timeline: Timeline, claim: Claim) -> Cell:
    """Who printed a claim, and below it whose figure it is and the day on which it was said."""
    name, publisher = who(timeline, claim), publisher_of(timeline, claim)
    day = short_day(claim.said_on)
    own = publisher in name or name in publisher
    head, under = (name, day) if own else (publisher, f"citing {name}, {day}")
    weight = "normal" if claim.retells else "bold"
    return Cell(head, under, marks.ink(claim), weight)


def publisher_of(timeline: Timeline, claim: Claim) -> str:
    """The publisher of a claim's document."""
    return timeline.row("sources", claim.source_id)["publisher"]


def _lines(text: str) -> int:
    return text.count("\n") + 1
