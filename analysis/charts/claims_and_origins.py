"""How much of the record is new: the claims of each measure, and how many origins they have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.claim import Claim
from analysis.errors import many

ROW = 0.245


@form
def claims_and_origins(timeline: Timeline, title: str = "", *, min_claims: int = 3) -> Chart:
    """A dumbbell plot of counts: per measure a ring for its claims, a dot for their origins.

    Use it to see where many documents rest on few utterances. Claims whose claimant or
    category the text leaves open are only counted, in the footer.

    min_claims: so are measures and categories with fewer claims.

    The table has a row per measure drawn, by its name: `y` (the row, from 0 at the top), `claims`
    and `origins` (how many; the mark stands at the origins), `of` (the ids of the claims, with
    blanks between). Empty where no claim is decided.
    """
    decided, undecided = rows.parted(timeline.claims, lambda c: not c.undecided)
    claims = rows.some(decided, "claims_and_origins")
    title = rows.subject(title, claims)
    every = _groups(timeline, claims)
    groups = [group for group in every if len(group[2]) >= min_claims] or every
    few = f"{many(len(every) - len(groups), 'measure')} of fewer than {min_claims} claims not drawn"
    uncounted = f"{many(len(undecided), 'undecided claim')} not counted"
    notes = [few] * (len(every) > len(groups)) + [uncounted] * bool(undecided)
    frame = rows.framed(timeline, claims, title, *notes, left=2.6, right=0.5, top=1.0, bottom=0.46)
    highest = max(len(members) for _, _, members in groups)
    with style.styled():
        figure, axes = style.rows_canvas(frame, len(groups), ROW)
        style.number_axis(axes, highest)
        for y, (name, label, members) in enumerate(groups):
            _row(axes, y, name, label, len(members), _origins(members))
        _key(axes, len(groups[0][2]), _origins(groups[0][2]))
    records = [_record(name, y, members) for y, (name, _, members) in enumerate(groups)]
    texts = [
        f"{label}: {many(len(members), 'claim')} from {many(_origins(members), 'origin')}"
        for _, label, members in groups
    ]
    alt = rows.alternative(title, len(groups), "measure", texts)
    return Chart(figure, rows.table(records).set_index("measure"), alt)


def _record(name: str, y: int, members: Sequence[Claim]) -> dict[str, Any]:
    ids = " ".join(sorted(claim.claim_id for claim in members))
    counts = {"claims": len(members), "origins": _origins(members)}
    return {"measure": name, "y": y, **counts, "of": ids}


def _groups(timeline: Timeline, claims: Sequence[Claim]) -> list[tuple[str, str, list[Claim]]]:
    """Name, label and claims of each measure that has any, the most claimed first."""
    groups = []
    for (measure, category), row in timeline.measures.items():
        members = [c for c in claims if c.measure == measure and category in c.categories]
        if members:
            groups.append((row.name, row.label, members))
    return sorted(groups, key=lambda group: -len(group[2]))


def _origins(claims: Sequence[Claim]) -> int:
    return len({claim.origin for claim in claims})


def _row(axes: Axes, y: int, name: str, label: str, claims: int, origins: int) -> None:
    left, _ = axes.get_xlim()
    marks.words(axes, left, y, label + "  ", ha="right")
    strokes.line(axes, [origins, claims], [y, y], color="#b4bcc3", lw=2, zorder=1)
    strokes.dots(axes, [claims], [y], "o", ms=7, mfc=style.PAPER, mec=style.SOFT, mew=1.5, zorder=2)
    strokes.dots(axes, [origins], [y], "o", ms=7, mfc=style.INK, mec=style.INK, gid=name, zorder=3)


def _key(axes: Axes, claims: int, origins: int) -> None:
    """Names over the first row, so that no legend is needed."""
    if claims == origins:
        marks.words(axes, claims, -0.9, "claims = origins", ha="center", size=8, color=style.SOFT)
        return
    marks.words(axes, origins, -0.9, "origins", ha="center", size=8, weight="bold")
    marks.words(axes, claims, -0.9, "claims", ha="center", size=8, color=style.SOFT)
