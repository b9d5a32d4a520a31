"""How much of the record is new: the claims of each measure, and how many origins they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.errors import many
from analysis.words.wording import verb

NAMES, EDGE, NAMED = 0.4, 0.08, 3
"""The part of the width that names take at the most; inches before them; those in the alt text."""
Group = tuple[str, str, list[Claim]]
"""A measure: its name, its label, and its claims."""


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
    drawn_ids = {claim.claim_id for _, _, members in groups for claim in members}
    drawn = [claim for claim in claims if claim.claim_id in drawn_ids]
    names = labels.column([_name(label) for _, label, _ in groups], NAMES * style.width())
    room: dict[str, Any] = {"left": names.inches + EDGE, "right": style.scaled(1.0), "bottom": 0.3}
    notes = _notes(len(every) - len(groups), min_claims, undecided)
    frame = rows.framed(timeline, drawn, title, *notes, key=(CLAIMS, ORIGINS), **room)
    highest = max(len(members) for _, _, members in groups)
    with style.styled():
        figure, axes = frame.rows(len(groups), names.row)
        style.number_axis(axes, highest)
        for y, (name, _, members) in enumerate(groups):
            _row(axes, y, name, len(members), _origins(members))
        names.write(axes)
    records = [_record(name, y, members) for y, (name, _, members) in enumerate(groups)]
    alt = rows.alternative(title, *_in_words(groups))
    return Chart(figure, rows.table(records).set_index("measure"), alt)


def _name(label: str) -> labels.Cell:
    return labels.Cell(capitalized(label), weight="normal")


def _notes(few: int, least: int, undecided: Sequence[Claim]) -> list[str]:
    """What is counted and not drawn."""
    are = verb(few, "is", "are")
    small = f"{many(few, 'thing')} counted by fewer than {many(least, 'claim')} {are} not drawn."
    open_ = rows.note(undecided, "that could be of several claimants or things", "not counted")
    return [small if few else "", open_]


def _in_words(groups: Sequence[Group]) -> list[str]:
    """Where most claims rest on fewest origins, then the most claimed, one by one."""
    pairs = [(label, len(claims), _origins(claims)) for _, label, claims in groups]
    label, claims, origins = max(pairs, key=lambda pair: pair[1] - pair[2])
    gap = f"Most is repeated of {label}: {_counts(claims, origins)}."
    most = "; ".join(f"{label}: {_counts(n, of)}" for label, n, of in pairs[:NAMED])
    return [gap if claims > origins else "Every claim is a statement of its own.", f"{most}."]


def _counts(claims: int, origins: int) -> str:
    return f"{many(claims, 'claim')} from {many(origins, 'statement')}"


def _record(name: str, y: int, members: Sequence[Claim]) -> dict[str, Any]:
    ids = " ".join(sorted(claim.claim_id for claim in members))
    counts = {"claims": len(members), "origins": _origins(members)}
    return {"measure": name, "y": y, **counts, "of": ids}


def _groups(timeline: Timeline, claims: Sequence[Claim]) -> list[Group]:
    """Name, label and claims of each measure that has any, the widest gap first."""
    groups = []
    for (measure, category), row in timeline.measures.items():
        members = [c for c in claims if c.measure == measure and category in c.categories]
        if members:
            groups.append((row.name, row.label, members))
    return sorted(groups, key=lambda group: (_origins(group[2]) - len(group[2]), -len(group[2])))


def _origins(claims: Sequence[Claim]) -> int:
    return len({claim.origin for claim in claims})


def _row(axes: Axes, y: int, name: str, claims: int, origins: int) -> None:
    """A ring for the claims, a dot for the origins, and both numbers after them."""
    strokes.line(axes, [origins, claims], [y, y], color=style.HATCH, lw=1.6, zorder=1)
    marks.dot(axes, claims, y, style.SOFT, gid="", hollow=True)
    strokes.dots(axes, [origins], [y], "o", ms=7, mfc=style.INK, mec=style.INK, gid=name, zorder=5)
    text = f"{origins} of {claims}" if claims > origins else str(claims)
    marks.words(axes, claims, y, f"    {text}", size=7.5, color=style.SOFT)


def _dot(axes: Axes, x: float, y: float) -> None:
    marks.dot(axes, x, y, style.INK, gid="", size=5.5)


CLAIMS = replace(key.HOLLOW, words="claims: how often it was printed")
ORIGINS = replace(key.DOT, words="said first: how often somebody said it as the first", draw=_dot)
