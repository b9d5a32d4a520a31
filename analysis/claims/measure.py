"""Measures and their categories, from measures.csv, and which of them may be added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.claims.cells import members
from analysis.claims.quantity import Scale, amount

STATEMENT = "statement"
"""The measure of a claim without a figure."""
EVENT_DATE = "event_date"
"""The measure of a claim about the day of an event; that day is in `covers`."""


@dataclass(frozen=True)
class Measure:
    """One category of one measure: a row of measures.csv.

    label: what is counted, in words; unit: in which units, for an axis. scale: the kind of number;
    step: from one number to the next, 1 for whole things; None where there is no next number.
    definition, definition_url: what exactly is counted, and the page that says so. counts: the
    kinds of counts it can have, such as `running_total`. whole, frame: the category it is a part
    of, and the way that whole is divided; only parts of one frame may be added up or subtracted.
    subset_of: a wider `measure/category`.
    """

    measure: str
    category: str
    label: str
    unit: str
    scale: Scale
    step: float | None
    definition: str
    definition_url: str
    counts: tuple[str, ...]
    whole: str
    frame: str
    subset_of: str

    @property
    def name(self) -> str:
        """`measure/category`."""
        return f"{self.measure}/{self.category}"


Measures = Mapping[tuple[str, str], Measure]
"""The measures of a case, by (measure, category)."""


def measures_of(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], Measure]:
    """The rows of measures.csv by (measure, category), in display order."""
    return {(row["measure"], row["category"]): _measure(row) for row in rows}


def rest_of(part: Measure, measures: Measures) -> Measure | None:
    """The other part of the same whole, where the frame divides it in two; else None.

    part: one of the two. measures: all those of the case.
    """
    others = [
        other
        for other in measures.values()
        if (other.measure, other.whole, other.frame) == (part.measure, part.whole, part.frame)
        and other != part
    ]
    return others[0] if len(others) == 1 else None


def divided(measure: Measure, other: Measure) -> bool:
    """Whether the two are different parts of one frame, and so have no member in common."""
    frames = {(part.measure, part.whole, part.frame) for part in (measure, other)}
    return bool(measure.whole) and len(frames) == 1 and measure.category != other.category


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        measure=row["measure"],
        category=row["category"],
        label=row["label"],
        unit=row["unit"],
        scale=Scale(row["scale"]),
        step=amount(row["step"]) if row["step"] else None,
        definition=row["definition"],
        definition_url=row["definition_url"],
        counts=members(row["counts"]),
        whole=row["whole"],
        frame=row["frame"],
        subset_of=row["subset_of"],
    )
