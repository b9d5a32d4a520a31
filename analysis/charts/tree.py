"""Where a figure comes from: each family of claims as a tree, changes on the way in colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, labels, marks, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.wrapping import breadth, height, wrapped
from analysis.claims.claim import Claim, families
from analysis.errors import many
from analysis.words.names_and_days import in_words, short_day, who

INDENT, GAP, AIR, FAMILY, APART = 0.2, 0.08, 0.03, 0.13, 0.12
"""Inches: from a claim to its repeats, from a dot to its label, between lines, families, and claims
on one line."""
PAGE = 6.9
"""Inches: the height of the families on a page, besides the words around them."""
TYPE = 7.2
UNREPEATED = "no figure of this selection is repeated in it"
SAME = "Names without words: the same figure in the same sense."
DAYS = "Days are those of publication."
NAMED = 4
"""Families that the alt text speaks of."""

Branch = tuple[Claim, int, float]
"""A claim, its depth in the tree, and its row."""


@dataclass(frozen=True)
class Label:
    """A claim with its words and its place, in inches from the upper left corner.

    changed: what it changed; below: whether that stands under the words. bold: it was said first.
    short: it is one of several on a line.
    """

    claim: Claim
    text: str
    changed: str
    below: bool = False
    bold: bool = False
    short: bool = False
    at: tuple[float, float] = (0.0, 0.0)

    @property
    def lines(self) -> int:
        """How many lines its words take."""
        below = self.changed.count("\n") + 1 if self.below else 0
        return self.text.count("\n") + 1 + below


@form
def tree(timeline: Timeline, title: str = "", *, min_claims: int = 3) -> Chart:
    """An indented tree: families of claims, the largest first, each claim under what it repeats.

    Use it to see how a figure travelled, and where it changed: a label stands only where number or
    hedge, what is counted, the verb, or the claimant did.

    min_claims: families with fewer claims are not drawn, nor those for which a page has no room.

    The table has a row per claim: `x` (inches from the left), `y` (inches from the
    top), `retells` (the claim above it), `changed`. Empty where no family is that
    large.
    """
    by_id = {claim.claim_id: claim for claim in timeline}
    branches = _on_a_page(timeline, _branches(by_id, min_claims), by_id)
    claims = rows.some([claim for claim, _, _ in branches], "tree", timeline, UNREPEATED)
    title = rows.subject(title, claims)
    labelled, tall = _layout(timeline, branches, by_id)
    few = len({claim.origin for claim in timeline}) - len({c.origin for c in claims})
    note = f"Figures repeated less often, or not at all, are not drawn: {few:,}." if few else ""
    keys = (*key.sides(timeline, claims), CHANGED, *key.said(claims))
    room: dict[str, Any] = {"left": 0.2, "right": 0.08, "bottom": 0.06}
    frame = rows.framed(timeline, claims, title, SAME, DAYS, note, key=keys, **room)
    with style.styled():
        figure, axes = frame.canvas(tall)
        axes.set_xlim(0, style.width() - 0.28)
        axes.set_ylim(tall, 0)
        axes.set_axis_off()
        _draw(timeline, axes, labelled)
    records = [
        rows.record(timeline, n.claim, *n.at, retells=n.claim.retells, changed=n.changed)
        for n in labelled
    ]
    alt = rows.alternative(title, *_in_words(timeline, claims, by_id))
    return Chart(figure, rows.table(records), alt)


def _draw(timeline: Timeline, axes: Axes, labelled: Sequence[Label]) -> None:
    """Each claim with the line from the one that it repeats."""
    colour, shape = style.colours(timeline), style.shapes(timeline)
    spots = {label.claim.claim_id: label.at for label in labelled}
    for label in labelled:
        claim = label.claim
        _branch(axes, label, spots)
        look: dict[str, Any] = {"shape": shape[claim.group], "alpha": marks.alpha(claim)}
        look |= {"hollow": claim.undecided, "size": 5, "gid": claim.claim_id}
        marks.dot(axes, *label.at, colour[claim.group], **look)
        _write(axes, label)


def indent() -> float:
    """Inches from a claim to those that repeat it."""
    return style.scaled(INDENT)


def _in_words(timeline: Timeline, claims: Sequence[Claim], by_id: Mapping[str, Claim]) -> list[str]:
    """Of each family where it begins, how many repeat it, and how many changed something."""
    groups = families(claims)
    large = sorted(groups.values(), key=lambda family: -len(family))
    return [_family(timeline, family, by_id) for family in large[:NAMED]]


def _family(timeline: Timeline, family: Sequence[Claim], by_id: Mapping[str, Claim]) -> str:
    first = next((c for c in family if c.claim_id == c.origin), family[0])
    changed = sum(bool(changes(c, by_id)) for c in family)
    begin = f"{who(timeline, first)} in {labels.publisher_of(timeline, first)}"
    times = len(family) - 1
    again = "repeated once" if times == 1 else f"repeated {many(times, 'time')}"
    if changed:
        again += ", with a change" if times == 1 else f", {changed} of them with a change"
    return f"{first.drawn} {first.label}, {begin}: {again}."


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
    groups = families(by_id.values())
    largest = max(map(len, groups.values()), default=0)
    least = max(2, min(min_claims, largest))
    large = [family for family in groups.values() if len(family) >= least]
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

    repeated = {claim.retells for claim in family}
    by_id = {claim.claim_id: claim for claim in family}

    def rank(claim: Claim) -> tuple[bool, tuple[str, str]]:
        """Those that change nothing and that nobody repeats come last."""
        same = not changes(claim, by_id) and claim.claim_id not in repeated
        return same, _order(claim)

    def below(claim: Claim, depth: int) -> list[tuple[Claim, int]]:
        children = sorted((c for c in family if c.retells == claim.claim_id), key=rank)
        return [(claim, depth), *(pair for child in children for pair in below(child, depth + 1))]

    return [pair for root in sorted(roots, key=_order) for pair in below(root, 0)]


def _order(claim: Claim) -> tuple[str, str]:
    return claim.published.text if claim.published else "9999", claim.claim_id


def _on_a_page(
    timeline: Timeline, branches: list[Branch], by_id: Mapping[str, Claim]
) -> list[Branch]:
    """The families, the largest first, that a page has room for at full width."""
    with style.laid_out(style.WIDTH):
        while len({claim.origin for claim, _, _ in branches}) > 1:
            if _layout(timeline, branches, by_id)[1] <= PAGE:
                return branches
            last = branches[-1][0].origin
            branches = [branch for branch in branches if branch[0].origin != last]
    return branches


def _layout(
    timeline: Timeline, branches: Sequence[Branch], by_id: Mapping[str, Claim]
) -> tuple[list[Label], float]:
    """The labels of all claims with their places, and the height of the whole, in inches.

    Repeats that change nothing and that nobody repeats stand after each other on a line.
    """
    parents = {claim.retells for claim, _, _ in branches}
    labelled: list[Label] = []
    x, top, line = 0.0, 0.0, 0
    for number, (claim, depth, row) in enumerate(branches):
        label = _label(timeline, claim, by_id, depth)
        short = bool(claim.retells) and not label.changed and claim.claim_id not in parents
        before = branches[number - 1] if number else None
        follows = labelled and labelled[-1].short and before and before[1] == depth
        wide = GAP + breadth(label.text, TYPE) + APART
        same = follows and before and before[0].retells == claim.retells
        if short and same and x + wide - APART <= style.width() - 0.28:
            labelled.append(replace(label, at=(round(x, 3), labelled[-1].at[1]), short=True))
            x += wide
            continue
        top += FAMILY if before and row - before[2] > 1 else 0.0
        at = round(depth * indent(), 3), round(top + height(1, TYPE) / 2, 3)
        labelled.append(replace(label, at=at, short=short))
        x, line = at[0] + wide, label.lines
        top += height(line, TYPE) + AIR
    return labelled, top


def _label(timeline: Timeline, claim: Claim, claims: Mapping[str, Claim], depth: int) -> Label:
    """Who printed a claim, when, in which words; and what it changed, in lines that fit."""
    room = style.width() - 0.28 - depth * indent() - GAP
    who_when = f"{labels.publisher_of(timeline, claim)}, {short_day(claim.published)}"
    changed = changes(claim, claims)
    if claim.retells in claims and not changed:
        return Label(claim, wrapped(who_when, room, TYPE), "")
    look = {"weight": "normal" if claim.retells in claims else "bold"}
    text = f"{who_when}: {in_words(claim)}"
    fits = breadth(f"{text}   ", TYPE, **look) + breadth(changed, TYPE) <= room
    if fits:
        return Label(claim, text, changed, bold=look["weight"] == "bold")
    lines = wrapped(text, room, TYPE, **look), wrapped(changed, room, TYPE)
    return Label(claim, *lines, below=True, bold=look["weight"] == "bold")


def _branch(axes: Axes, label: Label, spots: Mapping[str, tuple[float, float]]) -> None:
    """The line from the claim that is repeated; none to what only follows on the same line."""
    above, at = spots.get(label.claim.retells), label.at
    if above and at[0] <= above[0] + indent() + 0.01:
        look: dict[str, Any] = {"color": style.HATCH, "lw": 0.8, "zorder": 1}
        strokes.line(axes, [above[0], above[0], at[0]], [above[1], at[1], at[1]], **look)


def _write(axes: Axes, label: Label) -> None:
    """The label beside a dot; what changed in red, after the words or below them."""
    x, y = label.at[0] + GAP, label.at[1] - height(1, TYPE) / 2
    look: dict[str, Any] = {"size": TYPE, "va": "top", "linespacing": 1.3}
    weight = {"weight": "bold" if label.bold else "normal"}
    marks.words(axes, x, y, label.text, **look, **weight)
    if label.changed and label.below:
        y += height(label.text.count("\n") + 1, TYPE)
    elif label.changed:
        x += breadth(f"{label.text}   ", TYPE, **weight)
    if label.changed:
        marks.words(axes, x, y, label.changed, color=style.WRONG, **look)


def _red(axes: Axes, x: float, y: float) -> None:
    marks.words(axes, x, y, "5 → 6", size=key.TYPE, color=style.WRONG, ha="center")


CHANGED = key.Entry("what the repeat changed", _red, 24)
