"""The axis of days: long stretches without a claim are folded, and their length stands instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import offset_copy

from analysis.charts.kit import strokes, style
from analysis.charts.kit.key import NEUTRAL, Entry
from analysis.charts.kit.wrapping import breadth
from analysis.words.names_and_days import listed, with_year

LONG, PART = 7, 0.1
"""A stretch is folded that has more days than this, and more than this part of what is left."""
FOLDED, MOST = 0.5, 0.45
"""Inches that a folded stretch takes; the part of the axis that all of them take at the most."""
TYPE = 8.0
"""Points: the labels of days."""
YEAR = 0.15
"""Inches below an axis for its years."""
DAILY, MONTHLY = 150, 1200
"""Days up to which single days are labelled, and up to which months are; above it years."""
FAR = 1e5
"""Days before and after an axis on which its scale goes on."""
ROOM = 0.6
"""Days left free at both ends."""
AIR = 0.04
"""Inches between two labels."""


class Fold(NamedTuple):
    """Days that an axis leaves out: the first and the last of them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Label:
    """A label of the axis. day: where it stands. of: a fold, whose length it gives, or `month`,
    `year` or `day`."""

    day: float
    of: Fold | str
    at: date


@dataclass(frozen=True)
class Calendar:
    """The days of an axis. first, last: of it. folds: the stretches that it leaves out."""

    first: date
    last: date
    folds: tuple[Fold, ...] = ()

    @property
    def below(self) -> float:
        """Inches that its labels need below the room for a day and a month."""
        return YEAR * with_year()

    @cached_property
    def length(self) -> int:
        """How many days are drawn to scale."""
        return (self.last - self.first).days + 1 - sum(fold.days for fold in self.folds)

    def key(self, words: str = "days without a claim, left out") -> tuple[Entry, ...]:
        """What the mark of a folded stretch means, where there is one."""
        return (Entry(words, _mark, 14),) if self.folds else ()

    def note(self, words: str = "days without a claim") -> str:
        """How long the stretches are that are left out, as a sentence; empty for none."""
        lengths = [f"{fold.days:,}" for fold in self.folds]
        return f"Left out: {listed(lengths)} {words}." if lengths else ""

    def draw(self, axes: Axes, most: int = 0) -> None:
        """Make the x of axes these days; most: labels of days, by default as many as fit."""
        inches = _inches(axes)
        if self.folds:
            axes.set_xscale("function", functions=self._scales(inches))
        axes.set_xlim(style.day_number(self.first) - ROOM, style.day_number(self.last) + ROOM)
        labels = list(self._placed(axes, inches, most or round(12 * style.share())))
        axes.set_xticks([label.day for label, _ in labels], [text for _, text in labels])
        style.grid(axes, "x")
        for fold in self.folds:
            _band(axes, *_ends(fold))

    def _scales(self, inches: float) -> tuple[Callable[[Any], Any], ...]:
        """From a day to its place, and back: every day is 1 wide, but those of a fold together."""
        wide = min(FOLDED, MOST * inches / len(self.folds))
        left = inches - wide * len(self.folds)
        fold_width = wide / left * (self.length + 2 * ROOM)
        days = [style.day_number(self.first) - FAR]
        places = [days[0]]
        for fold in self.folds:
            start, end = _ends(fold)
            places += [places[-1] + start - days[-1], places[-1] + start - days[-1] + fold_width]
            days += [start, end]
        places.append(places[-1] + FAR)
        days.append(days[-1] + FAR)
        return (
            lambda x: np.interp(x, days, places),
            lambda x: np.interp(x, places, days),
        )

    def _placed(self, axes: Axes, inches: float, number: int) -> Iterator[tuple[Label, str]]:
        """The labels that have room, in order, each with its text."""
        scale = axes.xaxis.get_transform()
        low, high = scale.transform(np.array(axes.get_xlim()))
        before, end = None, -1.0
        for label in sorted(self._labels(number), key=lambda label: label.day):
            text = _text(label, before)
            wide = max(breadth(line, TYPE) for line in text.split("\n")) / 2
            at = (float(scale.transform(np.array([label.day]))[0]) - low) / (high - low) * inches
            if at - wide < end:
                continue
            yield label, text
            end = at + wide + AIR
            before = before if isinstance(label.of, Fold) else label.at

    def _labels(self, number: int) -> Iterator[Label]:
        """Folds, the day after each, and days, months or years as the length allows."""
        hidden = [_ends(fold) for fold in self.folds]
        for fold, (start, end) in zip(self.folds, hidden, strict=True):
            yield Label((start + end) / 2, fold, fold.first)
        after = {fold.last + timedelta(1) for fold in self.folds}
        for day, of in {**dict.fromkeys(after, "day"), **self._regular(number)}.items():
            x = style.day_number(day)
            if not any(start < x < end for start, end in hidden):
                yield Label(x, of, day)

    def _regular(self, number: int) -> dict[date, str]:
        """Days at even distances, else the first days of months or of years."""
        if self.length <= DAILY:
            step = max(1, round(self.length / number))
            starts = [self.first, *(fold.last + timedelta(1) for fold in self.folds)]
            ends = [*(fold.first for fold in self.folds), self.last + timedelta(1)]
            return {
                start + timedelta(n): "day"
                for start, end in zip(starts, ends, strict=True)
                for n in range(0, (end - start).days, step)
            }
        months = list(_months(self.first, self.last))
        if self.length <= MONTHLY:
            step = next(n for n in (1, 2, 3, 6, 12) if len(months) / n <= number or n == 12)
            return {day: "month" for day in months if (day.month - 1) % step == 0}
        years = [day for day in months if day.month == 1]
        step = next(n for n in (1, 2, 5, 10, 50, 100) if len(years) / n <= number or n == 100)
        return {day: "year" for day in years if day.year % step == 0}


def calendar(first: date, last: date, used: Iterable[date | None]) -> Calendar:
    """The axis of these days, folded where none is used for long.

    used: the days on which anything stands, begins or ends; None is skipped.
    """
    days = sorted({day for day in used if day and first <= day <= last} | {first, last})
    gaps = [
        Fold(day + timedelta(1), after - timedelta(1))
        for day, after in pairwise(days)
        if (after - day).days - 1 > LONG
    ]
    left, folds = (last - first).days + 1, list[Fold]()
    for gap in sorted(gaps, key=lambda gap: (-gap.days, gap.first)):
        if gap.days > PART * left:
            folds.append(gap)
            left -= gap.days
    return Calendar(first, last, tuple(sorted(folds)))


def _ends(fold: Fold) -> tuple[float, float]:
    return style.day_number(fold.first) - 0.5, style.day_number(fold.last) + 0.5


def _text(label: Label, before: date | None) -> str:
    """A label in lines: day, month and year, each of the last two where it is another."""
    if isinstance(label.of, Fold):
        return f"{label.of.days:,}\ndays"
    day = label.at
    year = f"\n{day.year}" if with_year() and (before is None or before.year != day.year) else ""
    if label.of == "year":
        return str(day.year)
    if label.of == "month":
        return f"{day:%b}{year}"
    same = before is not None and (before.year, before.month) == (day.year, day.month)
    return f"{day.day}" + ("" if same else f"\n{day:%b}{year}")


def _months(first: date, last: date) -> Iterator[date]:
    """The first day of each month between two days."""
    day = first if first.day == 1 else (first.replace(day=1) + timedelta(32)).replace(day=1)
    while day <= last:
        yield day
        day = (day + timedelta(32)).replace(day=1)


def _inches(axes: Axes) -> float:
    """The width of axes."""
    return float(axes.get_position().width * axes.get_figure(root=True).get_figwidth())  # type: ignore[union-attr]


def _band(axes: Axes, start: float, end: float) -> None:
    """A stretch that is left out: a pale band, and a break in the axis below it."""
    over = axes.get_xaxis_transform(which="grid")
    look: dict[str, Any] = {"fc": style.SAME, "lw": 0, "zorder": 0.3}
    strokes.box(axes, start, 0, end - start, 1, transform=over, **look)
    middle = (start + end) / 2
    at = offset_copy(over, axes.get_figure(root=True), 0, 5, units="points")
    strokes.dots(axes, [middle], [0], BREAK, transform=at, **BROKEN)


def broken(axes: Axes, x: float, y: float) -> None:
    """The sign of a break, at a point."""
    strokes.dots(axes, [x], [y], BREAK, **BROKEN)


def _mark(axes: Axes, x: float, y: float) -> None:
    """A break in an axis, in a key."""
    strokes.box(axes, x - 7, y - 5, 14, 10, fc=style.SAME, lw=0)
    broken(axes, x, y)


BREAK = Path([(-1, -1), (0, 1), (0, -1), (1, 1)], [1, 2, 1, 2])
BROKEN: dict[str, Any] = {
    "ms": 8,
    "mfc": "none",
    "mec": NEUTRAL,
    "mew": 1.1,
    "zorder": 3,
    "clip_on": False,
}
"""The sign of a break in an axis: two slanted strokes."""
