"""When it was said against what it is about: a bar over the days covered, a dot on the day said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, key, labels, marks, rows, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import few
from analysis.claims.claim import Claim
from analysis.claims.dates import When
from analysis.errors import many
from analysis.words.names_and_days import day_words, in_words, short_day, who

AXIS = "day that the figure is about"
KEY = "days left out"
LEFT_OUT = "days on which nothing is said, begins or ends"
DAYLESS = "no claim with both a day and a period"
NAMES, EDGE = 0.42, 0.08
"""The labels: the part of the width that they take at the most; and inches before them."""


@form
def said_and_about(timeline: Timeline, title: str = "") -> Chart:
    """A range chart (as a Gantt chart): one row per claim, a bar over its period, a dot on its day.

    Use it to see how long after the fact something was said, and how long the periods are that it
    is about. An inferred end of a period is dashed; a claim whose day said is an interval has a
    thin line over all of its days. Claims without a day or without a period are named in the
    footer.

    The table has a row per claim: `x` (the last day on which it can have been said), `y` (the row,
    from 0 at the top), `covers` (the days it is about, as the case writes them). Empty where no
    claim has both, and of more than anybody can read.
    """
    known, undated = rows.dated(timeline.claims)
    about, without = rows.parted(known, lambda c: c.covers is not None)
    ordered = sorted(about, key=rows.said_order)
    claims = few(rows.some(ordered, "said_and_about", timeline, DAYLESS), "said_and_about")
    title = rows.subject(title, claims)
    notes = rows.note(undated, "without a day"), rows.note(without, "without a period")
    names = labels.column([_label(timeline, c) for c in claims], NAMES * style.width())
    axis = days.calendar([day for c in claims for day in (c.covers, c.said_on)])
    room: dict[str, Any] = {"left": names.inches + EDGE, "right": 0.2, "bottom": 0.58 + axis.below}
    keys = (*_key(timeline, claims), *axis.key(KEY))
    frame = rows.framed(timeline, claims, title, *notes, axis.note(LEFT_OUT), key=keys, **room)
    with style.styled():
        figure, axes = frame.rows(len(claims), names.row)
        axis.draw(axes)
        below = len(claims) - 0.5 + (0.47 + axis.below) / names.row
        look: dict[str, Any] = {"size": labels.UNDER, "color": style.SOFT}
        marks.words(axes, axes.get_xlim()[0], below, AXIS, **look)
        colour, shape = style.colours(timeline), style.shapes(timeline)
        for y, claim in enumerate(claims):
            _row(axes, y, claim, colour[claim.group], shape[claim.group])
        names.write(axes)
    records = [
        rows.record(timeline, c, str(c.said_on.last), y, covers=str(c.covers))
        for y, c in enumerate(claims)
        if c.said_on
    ]
    alt = rows.alternative(title, *_in_words(timeline, claims))
    return Chart(figure, rows.table(records), alt)


def _label(timeline: Timeline, claim: Claim) -> labels.Cell:
    """The words, and below them whose they are and when they were said."""
    under = f"{who(timeline, claim)}, {short_day(claim.said_on)}"
    weight = "normal" if claim.retells else "bold"
    return labels.Cell(in_words(claim), under, marks.ink(claim), weight)


def _key(timeline: Timeline, claims: Sequence[Claim]) -> tuple[Entry, ...]:
    lines = key.uncertain(c.said_on for c in claims)
    spans = key.inferred(c.covers for c in claims)
    said = replace(key.DOT, words="day on which it was said")
    about = replace(key.BAR, words="days that it is about", draw=key.period)
    return (*key.sides(timeline, claims), said, about, *spans, *lines, *key.said(claims))


def _in_words(timeline: Timeline, claims: Sequence[Claim]) -> list[str]:
    """The longest period, and the claim that was made last."""
    longest = max(claims, key=lambda c: days.length(c.covers))
    sentences = [f"{many(len(claims), 'figure')} with the days that they are about."]
    about = f"{who(timeline, longest)} on {_days(longest.covers)}"
    return [*sentences, f"The longest period is that of {in_words(longest)}, by {about}."]


def _days(day: When | None) -> str:
    return day_words(day) if day else "a day not given"


def _row(axes: Axes, y: int, claim: Claim, colour: str, shape: str) -> None:
    alpha = marks.alpha(claim)
    days.period(axes, y, claim.covers, colour, alpha)
    if claim.said_on and claim.said_on.last:
        said = style.day_number(claim.said_on.last)
        days.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        look: dict[str, Any] = {"alpha": alpha, "hollow": claim.undecided, "shape": shape}
        marks.dot(axes, said, y, colour, gid=claim.claim_id, **look)
