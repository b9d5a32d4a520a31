"""What is counted: a measure, its categories, and which sums they license."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.claims.quantity import Scale

STATEMENT = "statement"
EVENT_DATE = "event_date"


@dataclass(frozen=True)
class Measure:
    """One category of one measure.

    whole, frame: the category it is a part of, and the way that whole is divided; only parts of
    one frame may be added up or subtracted. subset_of: a wider `measure/category`.
    """

    measure: str
    category: str
    label: str
    unit: str
    scale: Scale
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


def measures_of(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], Measure]:
    """The rows of measures.csv by (measure, category), in display order."""
    return {(row["measure"], row["category"]): _measure(row) for row in rows}


def rest_of(part: Measure, measures: Measures) -> Measure | None:
    """The other part, where the frame divides its whole in two; else None."""
    others = [
        other
        for other in measures.values()
        if (other.measure, other.whole, other.frame) == (part.measure, part.whole, part.frame)
        and other != part
    ]
    return others[0] if len(others) == 1 else None


def divided(measure: Measure, two: Measure) -> bool:
    """Are they different parts of one frame, so that they have no member in common?"""
    frames = {(part.measure, part.whole, part.frame) for part in (measure, two)}
    return bool(measure.whole) and len(frames) == 1 and measure.category != two.category


def _measure(row: Mapping[str, str]) -> Measure:
    return Measure(
        measure=row["measure"],
        category=row["category"],
        label=row["label"],
        unit=row["unit"],
        scale=Scale(row["scale"]),
        definition=row["definition"],
        definition_url=row["definition_url"],
        counts=tuple(row["counts"].split("|")),
        whole=row["whole"],
        frame=row["frame"],
        subset_of=row["subset_of"],
    )
