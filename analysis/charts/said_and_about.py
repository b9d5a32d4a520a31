"""When it was said against what it is about: a bar over the days covered, a dot on the day said."""

from __future__ import annotations

from textwrap import shorten

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import days, marks, rows, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.style import letters
from analysis.claims.claim import Claim
from analysis.words.names_and_days import short_day, who

ROW = 0.27


@form
def said_and_about(timeline: Timeline, title: str = "") -> Chart:
    """A range chart (as a Gantt chart): one row per claim, a bar over its period, a dot on its day.

    Use it to see how long after the fact something was said, and how long the periods are that it
    is about. An inferred end of a period is dashed; a claim whose day said is an interval has a
    thin line over all of its days. Claims without a day or without a period are named in the
    footer.

    The table has a row per claim: `x` (the last day on which it can have been said), `y` (the row,
    from 0 at the top), `covers` (the days it is about, as the case writes them). Empty where no
    claim has both.
    """
    known, undated = rows.dated(timeline.claims)
    about, without = rows.parted(known, lambda c: c.covers is not None)
    claims = rows.some(sorted(about, key=rows.said_order), "said_and_about")
    title = rows.subject(title, claims)
    notes = rows.note(undated, "undated"), rows.note(without, "without a period")
    frame = rows.framed(timeline, claims, title, *notes, left=3.35, right=0.35, bottom=0.62)
    first, last = days.ends([day for c in claims for day in (c.covers, c.said_on)])
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(claims), ROW)
        style.day_axis(axes, first, last)
        colour = style.colours(timeline)
        for y, claim in enumerate(claims):
            _row(timeline, axes, y, claim, colour[claim.group])
    records = [
        rows.record(timeline, c, str(c.said_on.last), y, covers=str(c.covers))
        for y, c in enumerate(claims)
        if c.said_on
    ]
    texts = [
        f"{who(timeline, c)} on {short_day(c.said_on)}, covering {short_day(c.covers)}"
        for c in claims
    ]
    return Chart(figure, rows.table(records), rows.alternative(title, len(claims), "claim", texts))


def _row(timeline: Timeline, axes: Axes, y: int, claim: Claim, colour: str) -> None:
    left, _ = axes.get_xlim()
    alpha = marks.alpha(claim)
    days.period(axes, y, claim.covers, colour, alpha)
    if claim.said_on and claim.said_on.last:
        said = style.day_number(claim.said_on.last)
        days.uncertain(axes, claim.said_on, (said, y), colour, alpha)
        marks.dot(axes, said, y, colour, gid=claim.claim_id, alpha=alpha, hollow=claim.undecided)
    words = shorten(who(timeline, claim), letters(30), placeholder="…")
    text = f"{rows.quoted(claim, 28)} {words}  "
    marks.words(axes, left, y, text, ha="right", size=8.3, color=marks.ink(claim))
