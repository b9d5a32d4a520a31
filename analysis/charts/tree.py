"""Where a figure comes from: each family of claims as a tree, changes on the way in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import shorten

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.style import letters
from analysis.claims.claim import Claim
from analysis.words.names_and_days import short_day

ROW = 0.235
INDENT = 0.3

Branch = tuple[Claim, int, float]
"""A claim, its depth in the tree, and its row."""


@form
def tree(timeline: Timeline, title: str = "", *, min_claims: int = 3) -> Chart:
    """An indented tree: families of claims, the largest first, each claim under what it repeats.

    Use it to see how a figure travelled, and where it changed: a label stands only where number or
    hedge, what is counted, the verb, or the claimant did.

    min_claims: families with fewer claims are not drawn, unless all have fewer: then those as large
    as the largest are.

    The table has a row per claim: `x` (inches of indent), `y` (the row, from 0 at the top, with a
    gap between families), `retells` (the claim above it), `changed`. Empty where no claim is
    repeated.
    """
    by_id = {claim.claim_id: claim for claim in timeline}
    branches = _branches(by_id, min_claims)
    claims = rows.some([claim for claim, _, _ in branches], "tree")
    title = rows.subject(title, claims)
    height = ROW * (branches[-1][2] + 1)
    frame = rows.framed(timeline, claims, title, left=0.25, right=0.1, bottom=0.1)
    with style.styled():
        figure, axes = style.canvas(frame, height)
        axes.set_xlim(0, style.WIDTH - 0.35)
        axes.set_ylim(branches[-1][2] + 0.5, -0.5)
        axes.set_axis_off()
        colour = style.colours(timeline)
        nodes = {claim.claim_id: (depth, y) for claim, depth, y in branches}
        for claim, depth, y in branches:
            _branch(axes, claim, nodes, depth, y)
            _node(timeline, axes, claim, by_id, (depth, y), colour[claim.group])
    records = [
        rows.record(timeline, c, depth * INDENT, y, retells=c.retells, changed=changes(c, by_id))
        for c, depth, y in branches
    ]
    texts = [f"{c.source_id}: {c.drawn}" for c, depth, _ in branches if depth == 0]
    return Chart(figure, rows.table(records), rows.alternative(title, len(claims), "claim", texts))


def changes(claim: Claim, claims: Mapping[str, Claim]) -> str:
    """What a retelling changed of the claim it carries on, in words; empty for an origin."""
    before = claims.get(claim.retells)
    if before is None:
        return ""
    changed = []
    if claim.quantity != before.quantity:
        changed.append(f"{before.quantity} → {claim.quantity}")
    if (claim.measure, claim.categories) != (before.measure, before.categories):
        changed.append(f"now {claim.label}")
    if claim.verb and before.verb and claim.verb != before.verb:
        changed.append(f"{before.verb} → {claim.verb}")
    if set(claim.claimants).isdisjoint(before.claimants):
        changed.append("another claimant")
    return "; ".join(changed)


def _branches(by_id: Mapping[str, Claim], min_claims: int) -> list[Branch]:
    families: dict[str, list[Claim]] = {}
    for claim in by_id.values():
        families.setdefault(claim.origin, []).append(claim)
    largest = max(map(len, families.values()), default=0)
    least = max(2, min(min_claims, largest))
    large = [family for family in families.values() if len(family) >= least]
    branches: list[Branch] = []
    row = 0.0
    for family in sorted(large, key=lambda members: (-len(members), members[0].origin)):
        for claim, depth in _walk(family):
            branches.append((claim, depth, row))
            row += 1
        row += 0.6
    return branches


def _walk(family: Sequence[Claim]) -> list[tuple[Claim, int]]:
    """The family from its roots downwards, each claim followed by those that retell it."""
    ids = {claim.claim_id for claim in family}
    roots = [claim for claim in family if claim.retells not in ids]

    def below(claim: Claim, depth: int) -> list[tuple[Claim, int]]:
        children = sorted((c for c in family if c.retells == claim.claim_id), key=_order)
        return [(claim, depth), *(pair for child in children for pair in below(child, depth + 1))]

    return [pair for root in sorted(roots, key=_order) for pair in below(root, 0)]


def _order(claim: Claim) -> tuple[str, str]:
    return claim.published.text if claim.published else "9999", claim.claim_id


def _branch(
    axes: Axes, claim: Claim, nodes: Mapping[str, tuple[int, float]], depth: int, y: float
) -> None:
    if claim.retells in nodes:
        above = nodes[claim.retells]
        x = above[0] * INDENT
        strokes.line(
            axes, [x, x, depth * INDENT], [above[1], y, y], color="#b4bcc3", lw=1, zorder=1
        )


def _node(
    timeline: Timeline,
    axes: Axes,
    claim: Claim,
    claims: Mapping[str, Claim],
    at: tuple[int, float],
    colour: str,
) -> None:
    x, y = at[0] * INDENT, at[1]
    alpha = style.FAINT + 0.2 if claim.retelling else 1.0
    marks.dot(axes, x, y, colour, gid=claim.claim_id, hollow=claim.undecided, size=6, alpha=alpha)
    source = timeline.row("sources", claim.source_id)
    day = short_day(claim.published)
    weight = "normal" if claim.retelling else "bold"
    text = f"{source['publisher']}, {day}  {rows.quoted(claim, 34)}"
    marks.words(
        axes, x + 0.12, y, shorten(text, letters(78), placeholder=" …"), size=8, weight=weight
    )
    changed = changes(claim, claims)
    if changed:
        right = style.WIDTH - 0.35
        marks.words(
            axes,
            right,
            y,
            shorten(changed, letters(60), placeholder=" …"),
            size=7.8,
            ha="right",
            color=style.WRONG,
        )
