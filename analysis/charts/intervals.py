"""Claims of one subject under each other, each with its bounds, on one axis of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.claims.sums import Derived
from analysis.errors import Invalid, Problem, nearest
from analysis.words.names_and_days import in_words, short_day

ROW = 0.25
HEADINGS = ("", "covers", "event_id", "measure")
HOW = 24
"""Letters of a computation that fit at the left edge."""


@form
def intervals(
    timeline: Timeline, title: str = "", *, by: str = "", derived: Sequence[Derived] = ()
) -> Chart:
    """An interval plot (dot-and-range): a row per claim, in order said, on one axis of numbers.

    Use it to compare figures of one subject with what their words leave open: a bar between stated
    bounds, a fading arrow for an open end, a halo for "about"; a claim without a number shows its
    words.

    by: sets headings between the claims: `covers` (the days they are about), `event_id`, or
    `measure` (what is counted, with its category). derived: quantities of our own, drawn hollow
    below.

    The table has a row per mark: `x` (the number, or both ends of a range), `y` (the row, from 0 at
    the top), `low` and `high` (the bounds as drawn; missing where open). Empty without a claim.
    Raises Invalid for another `by`.
    """
    _checked(by)
    claims = rows.some(sorted(timeline.claims, key=lambda c: _order(c, by)), "intervals")
    title = rows.subject(title, claims)
    entries = _entries(claims, by)
    count = len(entries) + len(derived)
    frame = rows.framed(timeline, claims, title, left=2.6, right=2.0, bottom=0.46)
    with style.styled():
        figure, axes = style.rows_canvas(frame, count, ROW)
        style.number_axis(axes, _highest(claims, derived))
        colour = style.colours(timeline)
        for y, entry in enumerate(entries):
            if isinstance(entry, str):
                _heading(axes, y, entry)
            else:
                _row(timeline, axes, y, entry, colour)
        for y, total in enumerate(derived, len(entries)):
            _derived(axes, y, total)
    records = [_record(timeline, c, y) for y, c in enumerate(entries) if isinstance(c, Claim)]
    records += [_computed(total, y) for y, total in enumerate(derived, len(entries))]
    texts = [rows.briefly(timeline, claim) for claim in claims]
    texts += [f"derived, {total.how}: {total.quantity} {total.label}" for total in derived]
    return Chart(figure, rows.table(records), rows.alternative(title, len(claims), "claim", texts))


def _checked(by: str) -> None:
    if by not in HEADINGS:
        allowed = "covers, event_id, measure, or nothing"
        raise Invalid([Problem("by", repr(by), allowed, nearest(by, filter(None, HEADINGS)))])


def _record(timeline: Timeline, claim: Claim, y: int) -> dict[str, Any]:
    quantity = claim.drawn
    mark = rows.mark(claim, numbers=True)
    x = marks.spot(quantity)
    return rows.record(timeline, claim, x, y, mark=mark, low=quantity.low, high=quantity.high)


def _computed(derived: Derived, y: int) -> dict[str, Any]:
    quantity = derived.quantity
    mark = "words" if marks.wordless(quantity) else "hollow"
    return rows.computed(
        derived, marks.spot(quantity), y, mark, low=quantity.low, high=quantity.high
    )


def _entries(claims: Sequence[Claim], by: str) -> list[Claim | str]:
    """The claims, with a heading before each section where `by` asks for sections."""
    if not by:
        return list(claims)
    entries: list[Claim | str] = []
    for _, group in groupby(claims, key=lambda claim: _section(claim, by)):
        members = list(group)
        entries += [_title(members, by), *members]
    return entries


def _title(members: Sequence[Claim], by: str) -> str:
    """A heading; its day has a tilde where every claim below infers it."""
    claim = members[0]
    if by == "covers":
        days = {short_day(member.covers) for member in members}
        inferred = "~" if all(day.startswith("~") for day in days) else ""
        text = f"for {inferred}{short_day(claim.covers).lstrip('~')}"
        return text if claim.covers else "time not given"
    if by == "measure":
        return claim.label
    return _section(claim, by) or "not given"


def _section(claim: Claim, by: str) -> str:
    if by == "covers":
        return f"{claim.covers.first}/{claim.covers.last}" if claim.covers else ""
    if by == "measure":
        return f"{claim.measure}/{claim.categories[0]}"
    return str(getattr(claim, by))


def _order(claim: Claim, by: str) -> tuple[str, date, str]:
    return _section(claim, by) if by else "", *rows.said_order(claim)


def _row(timeline: Timeline, axes: Axes, y: int, claim: Claim, colour: dict[str, str]) -> None:
    tint = colour[claim.group]
    marks.quantity(
        axes,
        claim.drawn,
        y,
        tint,
        gid=claim.claim_id,
        faint=claim.retelling,
        hollow=claim.undecided,
        text=in_words(claim),
    )
    ink = marks.ink(claim)
    left, right = axes.get_xlim()
    marks.words(axes, left, y, rows.label(timeline, claim) + "  ", ha="right", color=ink)
    if marks.wordless(claim.drawn):
        return
    width, tag = (24, "  · hedge lost") if claim.hedge_lost else (36, "")
    marks.words(axes, right, y, "  " + rows.quoted(claim, width) + tag, color=ink, size=8)


def _heading(axes: Axes, y: int, text: str) -> None:
    left, _ = axes.get_xlim()
    marks.words(axes, left, y + 0.1, text + "  ", ha="right", weight="bold", size=9)
    strokes.across(axes, y - 0.45, color=style.PALE, lw=0.8, zorder=0)


def _derived(axes: Axes, y: int, derived: Derived) -> None:
    gid = rows.gid(derived)
    marks.quantity(axes, derived.quantity, y, style.INK, gid=gid, hollow=True, text=derived.how)
    left, right = axes.get_xlim()
    how = derived.how if len(derived.how) <= HOW else "our own sum"
    marks.words(axes, left, y, f"{how}  ", ha="right", style="italic")
    marks.words(axes, right, y, f"  {derived.quantity} {derived.label}", style="italic", size=8)


def _highest(claims: Sequence[Claim], derived: Sequence[Derived]) -> float:
    quantities = [c.drawn for c in claims] + [total.quantity for total in derived]
    ends = [end for q in quantities for end in (q.stated, q.low, q.high) if end is not None]
    return max([*ends, 4])
