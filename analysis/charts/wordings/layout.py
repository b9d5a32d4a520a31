"""Where each total, each outlet and each quotation stands, in inches from the upper left corner.

In a wide column the outlets stand beside their total, by the words they used; in a narrow one under
it. All words are broken by their measured width, so nothing is cut, and the height is what they
need.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.case.timeline import Timeline
from analysis.charts.kit import flow, rows, wrapping
from analysis.charts.kit.flow import Paragraph
from analysis.charts.kit.style import INK, SOFT
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.words.findings.printed_totals import whose_count
from analysis.words.names_and_days import in_words, short, short_day, who
from analysis.words.printed_totals import (
    Relation,
    Total,
    Wording,
    attribution,
    day_together,
    number_of,
    relation,
    together,
)

FIRST, NARROW, SMALLEST_COLUMN = 1.75, 5.2, 1.1
"""Inches: the column of the totals, the width below which all stands under each other, and the
narrowest column of outlets."""
DOT, TEXT = 0.25, 0.55
"""Inches from the left edge of a total to the middle of its dot, and to its words."""
SMALL_DOT, SMALL_TEXT = 0.05, 0.15
"""The same of an outlet."""
LINK, GAP, AIR = 0.5, 0.22, 0.07
"""Inches between totals that an arrow joins, between other blocks, and between outlets."""
INDENT = 0.12
"""Inches from the bar at the left of a quotation to its words."""
INFERRED = "~"
"""Before a day, in labels: see `short_day`."""
FIRST_SAID, QUOTATION = "first said", "quotation"
BIG, MIDDLE, LITTLE = 15, 8, 7.4
"""Sizes of type, in points."""
SEARCHED = {"not_found": "not found", "part_found": "found in part"}
LARGE, SMALL, SQUARE, WORDS = "large dot", "dot", "square", "words"


@dataclass(frozen=True)
class Part:
    """Words at a place, with the mark of their claim where they are a claim's; all in inches.

    x, y: of the upper left corner of the words, which are so wide. column: what the chart's table
    calls the place. shape: of the mark, whose middle is `spot`. total: that the mark belongs to.
    """

    x: float
    y: float
    width: float
    words: tuple[Paragraph, ...]
    claim: Claim | None = None
    column: str = ""
    shape: str = ""
    spot: tuple[float, float] = (0.0, 0.0)
    total: Total | None = None

    @property
    def bottom(self) -> float:
        """The y below its last line."""
        return self.y + flow.height(self.words, self.width)

    def moved(self, x: float, y: float) -> Part:
        """The same further right and down."""
        spot = self.spot[0] + x, self.spot[1] + y
        return replace(self, x=self.x + x, y=self.y + y, spot=spot)


@dataclass(frozen=True)
class Block:
    """Parts that stand together. before: inches above it; what is there: an arrow, or a rule."""

    parts: tuple[Part, ...]
    before: float = 0.0
    arrow: bool = False
    rule: bool = False

    @property
    def bottom(self) -> float:
        """The y below its lowest part."""
        return max(part.bottom for part in self.parts)

    def moved(self, y: float) -> Block:
        """The same further down."""
        return replace(self, parts=tuple(part.moved(0, y) for part in self.parts))


def layout(
    timeline: Timeline, drawn: Sequence[Total], others: Timeline | None, width: float
) -> tuple[Block, ...]:
    """The blocks of a chart from top to bottom: heads, totals, quotations, and whose counts.

    drawn: the totals of the timeline. others: the claims to quote. width: of the chart, in inches.
    """
    places = _places(drawn, width)
    blocks = [_heads(drawn, places, width)] if places else []
    for before, total in zip([None, *drawn], drawn, strict=False):
        blocks.append(_block(timeline, total, before, drawn, places, width))
    if others:
        blocks.append(_quotations(others, width))
    return _stacked([*blocks, _foot(timeline, drawn, blocks, width)])


def _stacked(blocks: Sequence[Block]) -> tuple[Block, ...]:
    placed: list[Block] = []
    y = 0.0
    for block in blocks:
        placed.append(block.moved(y + block.before))
        y = placed[-1].bottom
    return tuple(placed)


def _places(drawn: Sequence[Total], width: float) -> dict[Wording, list[float]]:
    """Where the columns of each wording begin; none where they stand under their totals.

    The longer the list of a wording, the more columns it has.
    """
    sizes = {w: max(len(_worded(total, w)) for total in drawn) for w in Wording}
    heads = [wording for wording in Wording if sizes[wording]]
    count = max(len(heads), int((width - FIRST) / SMALLEST_COLUMN))
    if width < NARROW or not heads:
        return {}
    step = (width - FIRST) / count
    shares = flow.shares([sizes[wording] for wording in heads], count)
    starts = [FIRST + step * n for n in range(count)]
    ends = [sum(shares[: n + 1]) for n in range(len(shares))]
    return {w: starts[end - n : end] for w, n, end in zip(heads, shares, ends, strict=True)}


def _heads(
    drawn: Sequence[Total], places: Mapping[Wording, Sequence[float]], width: float
) -> Block:
    step = (width - FIRST) / sum(map(len, places.values()))
    heads = [
        Part(xs[0], 0, step * len(xs) - 0.06, (_head(_named(wording, drawn)),))
        for wording, xs in places.items()
    ]
    return Block((Part(0, 0, FIRST, (_head("First said"),)), *heads))


def _block(
    timeline: Timeline,
    total: Total,
    before: Total | None,
    drawn: Sequence[Total],
    places: Mapping[Wording, Sequence[float]],
    width: float,
) -> Block:
    """A total, who printed it, and above it what it is to the total before it."""
    link = _link(before, total)
    column = FIRST if places and (total.numbered or total.repeats) else width
    room = column - TEXT - 0.1
    first = _first(timeline, total, drawn, room)
    if places:
        printed = _at_right(timeline, total, places, width)
    else:
        printed = _under(timeline, total, first.bottom + GAP / 2, width)
    if not link:
        gap = GAP if before else GAP / 2
        return Block((first, *printed), gap, rule=before is not None)
    label = Part(TEXT, -LINK + 0.14, room, (_soft(link),))
    return Block((first, label, *printed), LINK, arrow=True, rule=bool(places))


def _link(before: Total | None, total: Total) -> str:
    """What a total is to the one above it, in words; empty where it is nothing to it."""
    steps = [t for t in (before, total) if t and t.numbered]
    if len(steps) < 2 or steps[0].series != steps[1].series:
        return ""
    link = relation(steps[1], steps[0])
    days = {t.first.said_on or t.first.published for t in steps}
    if len(days) == 1 and not _corrects(steps[1], steps[0]):
        return ""  # figures of the same day have no order
    lower = _size(steps[1]) < _size(steps[0])
    return "a lower figure that replaces it" if link is Relation.REPLACES and lower else link.value


def _corrects(total: Total, before: Total) -> bool:
    """Whether a link says that a total corrects the one before it."""
    return bool(total.corrects & {c.claim_id for c in (before.first, *before.repeats)})


def _size(total: Total) -> float:
    number = number_of(total.first)
    ends = number if isinstance(number, tuple) else (number,)
    return max((end for end in ends if end is not None), default=0)


def _first(timeline: Timeline, total: Total, drawn: Sequence[Total], width: float) -> Part:
    """A total with its own words, and who gave it when and where."""
    claim = replace(total.first, retelling=False)
    by = _soft(attribution(timeline, claim))
    labels = {t.first.label for t in drawn}
    subject = (Paragraph(claim.label, 9, INK, "bold"),) if len(labels) > 1 else ()
    if not total.numbered:
        said = Paragraph(in_words(claim), 11, INK, style="italic", gid=claim.claim_id, after=0.03)
        words, shape, spot = (said, *subject, by), WORDS, (TEXT, 0.0)
    else:
        figure = Paragraph(str(claim.quantity), BIG, INK, "bold", after=0.02)
        words = (figure, *subject, Paragraph(in_words(claim), 9, after=0.02), by)
        shape, spot = LARGE, (DOT, wrapping.height(1, BIG) / 2)
    return Part(TEXT, 0, width, words, claim, FIRST_SAID, shape, spot, total)


def _at_right(
    timeline: Timeline, total: Total, places: Mapping[Wording, Sequence[float]], width: float
) -> list[Part]:
    """The outlets of a total in the columns of their wordings, at its right."""
    every = sorted(x for xs in places.values() for x in xs)
    step = (width - FIRST) / len(every)
    return [
        part
        for wording, xs in places.items()
        for part in _columns(timeline, total, wording, (xs[0], 0.05), len(xs), step)
    ]


def _under(timeline: Timeline, total: Total, y: float, width: float) -> list[Part]:
    """The outlets of a total under it, with a head for each wording; arrows pass at the left."""
    parts: list[Part] = []
    count = max(1, int((width - TEXT) / SMALLEST_COLUMN))
    for wording in Wording:
        if not _worded(total, wording):
            continue
        head = Part(TEXT, y, width - TEXT, (_head(_named(wording, [total])),))
        step = (width - TEXT) / count
        items = _columns(timeline, total, wording, (TEXT, head.bottom), count, step)
        parts += [head, *items]
        y = max(part.bottom for part in items) + GAP / 2
    return parts


def _columns(
    timeline: Timeline,
    total: Total,
    wording: Wording,
    at: tuple[float, float],
    count: int,
    step: float,
) -> list[Part]:
    """The outlets of a total that used such words, in so many columns from a place on."""
    parts: list[Part] = []
    for n, column in enumerate(flow.columns(_worded(total, wording), count)):
        y = at[1]
        for claim in column:
            part = _outlet(timeline, total, claim, step - SMALL_TEXT - 0.06)
            parts.append(part.moved(at[0] + n * step, y))
            y = parts[-1].bottom + AIR
    return parts


def _worded(total: Total, wording: Wording) -> list[Claim]:
    return [claim for claim in total.repeats if total.wording(claim) is wording]


def _named(wording: Wording, drawn: Sequence[Total]) -> str:
    """The head of a column; another number is more than another word."""
    claims = [(total, claim) for total in drawn for claim in _worded(total, wording)]
    changed = any(number_of(claim) != number_of(total.first) for total, claim in claims)
    return capitalized(f"{wording.value}{' or number' if changed else ''}")


def _outlet(timeline: Timeline, total: Total, claim: Claim, width: float) -> Part:
    """An outlet, the day, and the words in which it printed a total."""
    publisher = timeline.row("sources", claim.source_id)["publisher"]
    name = Paragraph(f"{publisher}, {day_together(claim)}", MIDDLE)
    renamed = total.renamed(claim)
    verb = f", {claim.verb or claim.label}" if renamed and _unsaid(claim) else ""
    tags = ["hedge lost"] * total.hedge_lost(claim)
    tags += ["perhaps a statement of its own"] * (not claim.retells)
    text = "; ".join([f"{in_words(claim)}{verb}", *tags])
    return Part(
        SMALL_TEXT,
        0,
        width,
        (name, Paragraph(text, LITTLE, SOFT)),
        claim,
        total.wording(claim).value,
        SQUARE if renamed else SMALL,
        (SMALL_DOT, wrapping.height(1, MIDDLE) / 2 - 0.01),
        total,
    )


def _quotations(others: Timeline, width: float) -> Block:
    """Claims of further measures as quotations side by side, and what was looked for in vain."""
    labels = list(dict.fromkeys(claim.label for claim in others))
    head = Part(0, 0, width, (_head(f"{capitalized(', '.join(labels))}, as each put it"),))
    count = min(len(others), 3 if width >= NARROW else 1)
    step = width / count
    parts: list[Part] = []
    for n, column in enumerate(flow.columns(sorted(others, key=rows.said_order), count)):
        y = head.bottom + AIR
        for claim in column:
            parts.append(_quotation(others, claim, step - 0.25).moved(n * step, y))
            y = parts[-1].bottom + AIR
    bottom = max(part.bottom for part in parts)
    searched = _searched(others)
    note = (Part(0, bottom + AIR, width, (_soft(searched),)),) if searched else ()
    return Block((head, *parts, *note), GAP, rule=True)


def _quotation(others: Timeline, claim: Claim, width: float) -> Part:
    publisher = others.row("sources", claim.source_id)["publisher"]
    name = who(others, claim)
    speaker = name if publisher in name or name in publisher else f"{name}, in {publisher}"
    ink = SOFT if claim.retelling else INK
    words = (
        Paragraph(in_words(claim), 9.5, ink, style="italic", after=0.02, gid=claim.claim_id),
        Paragraph(f"{speaker}, {day_together(claim)}", MIDDLE, ink),
        _soft("; ".join(filter(None, [claim.label, _verb(claim), _period(claim)]))),
    )
    return Part(INDENT, 0, width, words, claim, QUOTATION, WORDS, (INDENT, 0.0))


def _unsaid(claim: Claim) -> bool:
    """Whether the words of a claim leave out its verb."""
    return not claim.verb or claim.verb.casefold() not in claim.phrase.casefold()


def _verb(claim: Claim) -> str:
    """The verb, where the words quoted do not have it."""
    return f"the word is “{claim.verb}”" if claim.verb and _unsaid(claim) else ""


def _period(claim: Claim) -> str:
    """The days that a claim is about: of a running total the last alone."""
    if claim.counts == "running_total" and claim.covers and claim.covers.last:
        return together(f"up to {short(claim.covers.last)}")
    return together(short_day(claim.covers)) if claim.covers else ""


def _searched(others: Timeline) -> str:
    """What was looked for on the measures quoted, and with what result, as sentences."""
    quoted = {claim.measure for claim in others}
    return " ".join(
        f"Looked for and {SEARCHED[row['result']]}: {row['looked_for']}."
        for row in others.rows["searches"]
        if row["measure"] in quoted and row["result"] in SEARCHED
    )


def _foot(
    timeline: Timeline, drawn: Sequence[Total], blocks: Sequence[Block], width: float
) -> Block:
    """Whose counts these are, what is compared, and what a tilde means where there is any."""
    texts = [whose_count(timeline, drawn)]
    if any(total.repeats for total in drawn):
        texts.append("Columns compare number and hedge only.")
    words = [paragraph for block in blocks for part in block.parts for paragraph in part.words]
    if any(INFERRED in paragraph.text for paragraph in words):
        texts.append(f"{INFERRED} marks a day inferred by us.")
    return Block((Part(0, 0, width, (Paragraph(" ".join(texts), 8.6),)),), GAP)


def _head(text: str) -> Paragraph:
    return Paragraph(text, 9, INK, "bold", after=0.03)


def _soft(text: str) -> Paragraph:
    return Paragraph(text, LITTLE, SOFT)
