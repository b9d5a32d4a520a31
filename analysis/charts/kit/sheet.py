"""The rows of a waffle chart in their places: who, strips, own words, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.case.timeline import Timeline
from analysis.charts.kit import rows, style
from analysis.charts.kit.strips import (
    MOST,
    Bracket,
    Piece,
    Rule,
    Run,
    Scale,
    Tick,
    Words,
    bottom,
    fitting,
)
from analysis.charts.kit.wrapping import breadth
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.parts import Account, certain, size
from analysis.claims.quantity import in_digits
from analysis.errors import many
from analysis.words import wholes
from analysis.words.breakdown import Breakdown
from analysis.words.wholes import claimants, consequence, when_and_where

EDGE, GAP = 0.08, 0.1
"""Inches of air at the edges, and between columns."""
LEFT, RIGHT = 1.5, 1.2
"""Inches of the columns beside the strips: who, and what follows."""
LEAST = 3.0
"""Inches for words over a strip that is shorter."""
NARROW = 4.7
"""Inches of a column below which who and what follows stand above and below the strip."""
WHO, WHERE, VERB, AFTER, HEAD = 9.5, 7.2, 11.0, 8.0, 8.0
"""Points of type: the claimant, the document, its own words, what follows, the parts."""
AIR, UNDER = 0.13, 0.04
"""Inches between rows, and between a strip and its words."""
NUMBER, SPACE = 0.36, 0.06
"""Inches of the column of numbers at the foot, and between two names there."""
BOLD: dict[str, Any] = {"weight": "bold"}
SOFT: dict[str, Any] = {"color": style.SOFT}


Placed = tuple[Claim, float, float]
"""A part, and the x at which its run starts and stops."""


@dataclass(frozen=True)
class Label:
    """Words under a run. x: inches of its edge; ha: which edge. category: of the part."""

    text: str
    x: float
    ha: str
    category: str
    look: dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The pieces of a chart of the parts of a whole.

    timeline: of the claims. content: what is drawn. scale: where its strips stand.
    """

    timeline: Timeline
    content: Breakdown
    scale: Scale

    def set(self) -> tuple[tuple[Piece, ...], float]:
        """All pieces in their places, and the inches that they take."""
        pieces: list[Piece] = []
        top = 0.0
        for group in filter(None, (self.content.start, *self.content.frames)):
            if pieces:
                pieces.append(Rule(top - AIR / 2))
            block = self._block(group, top)
            pieces += block
            top = bottom(block, top) + AIR
        if self.content.totals:
            if pieces:
                pieces.append(Rule(top - AIR / 2))
            block = self._totals(top)
            pieces += block
            top = bottom(block, top)
        return tuple(pieces), top

    def _block(self, group: Sequence[Account], top: float) -> list[Piece]:
        """The accounts of one frame under the words for its parts."""
        pieces: list[Piece] = []
        if group is self.content.start:
            text, wide = self._document(group[0].lead), style.width() - 2 * EDGE
            pieces.append(fitting(EDGE, top, text, wide, AFTER))
            top = bottom(pieces, top) + UNDER
        pieces += self._heads(group[0], top)
        for account in group:
            top = bottom(pieces, top) + (UNDER if account is group[0] else AIR)
            pieces += self._row(account, top)
        return pieces

    def _document(self, claim: Claim) -> str:
        source = self.timeline.row("sources", claim.source_id)
        return f"The article we start from: {source['publisher']}, {wholes.published(claim)}"

    def _heads(self, account: Account, top: float) -> list[Piece]:
        """The words for the parts of a frame, above the ends at which their squares begin."""
        ends = wholes.ends(self.timeline, account).values()
        texts = [capitalized(text) for text in ends]
        strip = self.scale.unit * (self.content.total or self.scale.size)
        wide = max(strip, min(LEAST, style.width() - self.scale.left - EDGE))
        if len(texts) != 2:
            text = "; ".join(texts)
            return [fitting(self.scale.left, top, text, wide, HEAD, **BOLD)]
        each = (wide - GAP) / 2
        right: dict[str, Any] = {"ha": "right", "ma": "right", **BOLD}
        return [
            fitting(self.scale.left, top, texts[0], each, HEAD, **BOLD),
            fitting(self.scale.left + wide, top, texts[1], each, HEAD, **right),
        ]

    def _row(self, account: Account, top: float) -> list[Piece]:
        """An account: who, when and where; its strip with its own words; what follows from it."""
        claim, begun = account.lead, account is self.content.begun
        who, where = claimants(self.timeline, claim), when_and_where(self.timeline, claim)
        whole, rest = self.content.whole_for(account), self.content.rest
        after = "" if begun else consequence(account, whole, rest)
        if stacked():
            wide = style.width() - 2 * EDGE
            pieces = _named(EDGE, top, who, where, wide)
            pieces += self._opening(account, bottom(pieces, top) + UNDER)
            pieces += self._strip(account, bottom(pieces, top) + UNDER)
            last = bottom(pieces, top)
            return [*pieces, *_if_any(fitting(EDGE, last, after, wide, AFTER, **SOFT))]
        pieces = self._opening(account, top)
        level = bottom(pieces, top) + (UNDER if pieces else 0)
        pieces += self._strip(account, level)
        pieces += _named(EDGE, level, who, where, LEFT - EDGE - GAP)
        beyond = self.scale.end + GAP
        words = fitting(beyond, level, after, style.width() - EDGE - beyond, AFTER)
        return [*pieces, *_if_any(words)]

    def _opening(self, account: Account, top: float) -> list[Piece]:
        """The whole over the first strip, where the document to begin with says how many it is."""
        whole = self.content.whole
        if whole is None or not self.content.bracketed or account is not self.content.start[0]:
            return []
        wide = max(self.scale.end - self.scale.left, LEAST)
        text = wholes.whole_words(self.timeline, whole)
        label = fitting(self.scale.left, top, text, wide, AFTER)
        return [label, Bracket(self.content.total, label.bottom + UNDER, whole.claim_id)]

    def _strip(self, account: Account, top: float) -> list[Piece]:
        """The strip of an account, with its own words below; top: that of its squares."""
        pieces: list[Piece] = []
        y = top + self.scale.tall / 2
        placed = self._placed(account)
        colour = style.colours(self.timeline)
        for claim, start, stop in placed:
            faint = bool(claim.retells) and account not in self.content.start
            sure = start + certain(claim.drawn, self.scale.fade)
            kind, tint = "faint" if faint else "solid", colour[claim.group]
            if stop > start:
                pieces.append(Run(start, stop, y, kind, tint, sure, claim.claim_id))
        free = self._free(placed, self._total(account))
        rest = self.content.rest if account is self.content.begun else None
        kind, gid = ("hollow", rows.gid(rest.derived)) if rest else ("hatched", "")
        pieces += [Run(start, stop, y, kind, gid=gid) for start, stop in free]
        pieces += [Tick(start, y) for start in _seams(placed)]
        if 0 < self._total(account) < self.scale.size:
            pieces.append(Tick(self._total(account), y, 1.4))
        pieces += self._labels(account, y + self.scale.tall / 2 + UNDER)
        return pieces

    def _placed(self, account: Account) -> list[Placed]:
        """The ends of the run of each part: from the left, but the last part of a frame to the end.

        Parts that are more than the whole follow each other.
        """
        categories = list(wholes.ends(self.timeline, account))
        at, placed = 0.0, list[Placed]()
        for claim in account.parts:
            count = size(claim.drawn)
            last = len(categories) > 1 and claim.categories[0] == categories[-1]
            start = max(at, self._total(account) - count) if last else at
            at = start + count
            placed.append((claim, start, at))
        return placed

    def _total(self, account: Account) -> float:
        """How many an account divides: what its own document has of its claimant, else of all."""
        whole = self.content.whole_for(account)
        return size(whole.quantity) if whole else 0

    def _free(self, placed: Sequence[Placed], total: float) -> list[tuple[float, float]]:
        """The stretches of a whole that none of these parts fills."""
        filled = [end for _, start, stop in placed for end in (start, stop)]
        ends = [0.0, *filled, total]
        pairs = zip(ends[::2], ends[1::2], strict=True)
        return [(start, stop) for start, stop in pairs if start < stop]

    def _labels(self, account: Account, top: float) -> list[Piece]:
        """The own words of each part under its run; those of our subtraction under the rest."""
        placed = self._placed(account)
        labels = [self._label(account, *spot) for spot in placed]
        total = self._total(account)
        shorter = len(labels) > 1 and total < self.content.total
        if len(labels) > 2 or shorter or account.total > total:
            return self._listed(labels, wholes.ends(self.timeline, account), top)
        room = self.scale.inches(self.content.total) - self.scale.left
        if account is self.content.begun:
            return self._with_rest(labels[0], top)
        wide = _shares([breadth(label.text, VERB) for label in labels], room)
        own = [_own(label, top, inches) for label, inches in zip(labels, wide, strict=True)]
        if any(_end(a) + GAP > _start(b) for a, b in pairwise(own)):
            return self._listed(labels, wholes.ends(self.timeline, account), top)
        return list[Piece](own)

    def _label(self, account: Account, claim: Claim, start: float, stop: float) -> Label:
        right = start > 0 and stop == self._total(account)
        faint = bool(claim.retells) and account not in self.content.start
        look: dict[str, Any] = {"color": style.SOFT} if faint else {}
        if start == stop:
            look["gid"] = claim.claim_id
        text = wholes.said_words(claim) + ("\nrepeated" if faint else "")
        x, ha = self.scale.inches(stop if right else start), "right" if right else "left"
        return Label(text, x, ha, claim.categories[0], look)

    def _listed(self, labels: Sequence[Label], parts: Mapping[str, str], top: float) -> list[Piece]:
        """The own words of many parts, or of too many units, one part below the other."""
        pieces: list[Piece] = []
        for label in labels:
            text, wide = label.text, self.scale.end - self.scale.left
            text = f"{parts[label.category]}: {text}" if len(labels) > 1 else text
            y = bottom(pieces, top)
            pieces.append(fitting(self.scale.left, y, text, wide, VERB, **label.look))
        return pieces

    def _with_rest(self, label: Label, top: float) -> list[Piece]:
        """The own words of a part, and under the rest of the strip how we computed it."""
        rest, scale = self.content.rest, self.scale
        if rest is None:
            return []
        account = self.content.start[0]
        (start, stop), *_ = self._free(self._placed(account), self._total(account))
        first = label.ha == "left"
        left = scale.inches(start) if first else scale.left
        wide = (style.width() - EDGE if first else scale.inches(stop)) - left
        room = scale.unit * (self.content.total - (stop - start)) - GAP
        words = _own(label, top, room)
        text = f"{rest.derived.quantity}: {wholes.OUR_OWN}"
        ours = fitting(left, top, text, wide, VERB, style="italic")
        how = wholes.computed(self.timeline, rest)
        return [words, ours, fitting(left, ours.bottom, how, wide, AFTER, style="italic")]

    def _totals(self, top: float) -> list[Piece]:
        """Who says how many there are in all, by number."""
        first = self.content.totals[0][1][0]
        heading = f"How many {wholes.unit(first)} in all"
        pieces: list[Piece] = [Words(EDGE, top, heading, WHO, BOLD)]
        for number, group in self.content.totals:
            y = bottom(pieces, top) + UNDER
            pieces.append(Words(EDGE, y, in_digits(number), WHO, BOLD))
            pieces += self._names(group, y)
        return pieces

    def _names(self, group: Sequence[Claim], top: float) -> list[Piece]:
        """The names of those who print a number, each the mark of its claim, in running lines."""
        named = [c for c in group if not c.retelling or c is self.content.whole]
        texts = [(wholes.counted_by(self.timeline, c), self._mark_of(c)) for c in named]
        if others := len(group) - len(named):
            texts.append((f"repeated in {many(others, 'report')}", SOFT))
        numbers = [breadth(in_digits(n), WHO, **BOLD) for n, _ in self.content.totals]
        beyond = max([NUMBER, *(number + SPACE for number in numbers)])
        left, wide = EDGE + beyond, style.width() - 2 * EDGE - beyond
        pieces: list[Piece] = []
        x, y = left, top + 0.015
        for n, (text, look) in enumerate(texts):
            words = text + (";" if n < len(texts) - 1 else "")
            inches = breadth(words, AFTER)
            if x > left and x + inches > left + wide:
                x, y = left, bottom(pieces, y) + 0.01
            pieces.append(fitting(x, y, words, wide, AFTER, **look))
            x += inches + SPACE
        return pieces

    def _mark_of(self, claim: Claim) -> dict[str, Any]:
        """The look of a name; it is the mark of its claim, unless a bracket is."""
        return (
            {}
            if self.content.bracketed and claim is self.content.whole
            else {"gid": claim.claim_id}
        )


def scale_of(content: Breakdown) -> Scale:
    """The place and the length of the strips at the width now."""
    sizes = [account.total for account in content.accounts]
    longest = max([content.total, *sizes, 1])
    numbers = [content.total, *(size(c.quantity) for a in content.accounts for c in a.parts)]
    squares = longest <= MOST and all(number == int(number) for number in numbers)
    apart = not stacked()
    left = LEFT if apart else EDGE
    return Scale(left, style.width() - (RIGHT + GAP if apart else EDGE), longest, squares)


def stacked() -> bool:
    """Whether the column is so narrow that who and what follows stand above and below a strip."""
    return style.width() < NARROW


def _named(x: float, y: float, who: str, where: str, wide: float) -> list[Piece]:
    """The claimant in bold; when and where it was printed beside it, or below where it is long."""
    name = fitting(x, y, who, wide, WHO, **BOLD)
    beyond = breadth(who, WHO, **BOLD) + GAP
    if stacked() and beyond + breadth(where, WHERE) <= wide:
        return [name, Words(x + beyond, y + (WHO - WHERE) / 72, where, WHERE, SOFT)]
    return [name, fitting(x, name.bottom, where, wide, WHERE, **SOFT)]


def _own(label: Label, top: float, inches: float) -> Words:
    look = {"ha": label.ha, "ma": label.ha, **label.look}
    return fitting(label.x, top, label.text, inches, VERB, **look)


def _start(words: Words) -> float:
    """The inches at which a text begins."""
    return words.x - (breadth(words.text, words.size) if words.look["ha"] == "right" else 0)


def _end(words: Words) -> float:
    """The inches at which a text ends."""
    return words.x + (0 if words.look["ha"] == "right" else breadth(words.text, words.size))


def _if_any(words: Words) -> list[Piece]:
    return [words] if words.text else []


def _seams(placed: Sequence[Placed]) -> list[float]:
    """Where one part ends and the next begins."""
    return [
        start
        for (_, _, stop), (_, start, _) in pairwise(placed)
        if start == stop and 0 < start < placed[-1][2]
    ]


def _shares(needed: Sequence[float], room: float) -> list[float]:
    """The inches for two texts side by side: what they need, else half of the room each."""
    if len(needed) < 2 or sum(needed) + GAP <= room:
        return [room, *needed[1:]] if len(needed) < 2 else [n + 0.01 for n in needed]
    half = (room - GAP) / 2
    short = [min(n + 0.01, half) for n in needed]
    return [s if s < half else room - GAP - sum(short) + half for s in short]
