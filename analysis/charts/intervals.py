"""Claims of one subject under each other, each with its bounds, on one axis of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, labels, marks, rows, scales, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.key import Entry
from analysis.charts.kit.limits import few
from analysis.charts.kit.panels import over_rows
from analysis.charts.kit.wrapping import height, wrapped
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.quantity import Quantity
from analysis.claims.sums import Derived
from analysis.errors import Invalid, Problem, nearest
from analysis.words.names_and_days import in_words, short_day

NAMES, WORDS = 0.3, 0.3
"""Parts of the width that the labels at the left and the words at the right take at the most."""
EDGE = 0.08
OURS = "our own sum"
LOST = "without the hedge that it was first said with"
OWN = "Each thing counted has an axis of its own."
REACH = 4
"""The least that an axis of even steps reaches to."""
Section = tuple[int, int, list[Quantity]]
"""Rows that share an axis: the first, the one after the last, and what they draw."""
HEADINGS = ("", "covers", "event_id", "measure", "origin")


@form
def intervals(
    timeline: Timeline, title: str = "", *, by: str = "", derived: Sequence[Derived] = ()
) -> Chart:
    """An interval plot (dot-and-range): a row per claim, in order said, on one axis of numbers.

    Use it to compare figures of one subject with what their words leave open: a bar between stated
    bounds, a fading arrow for an open end, a dashed ring for "about"; a claim without a number
    shows its words. Under a heading of days the smallest figure comes first. An axis on which the
    largest figure is over 100 times the smallest is logarithmic, and a note says so.

    by: sets headings between the claims: `covers` (the days they are about), `event_id`, `measure`
    (what is counted, with its category; each has an axis of its own), or `origin` (the figure that
    they repeat, in the order in which each was first said). derived: quantities of our own, drawn
    hollow below.

    The table has a row per mark: `x` (the number, or both ends of a range), `y` (the row, from 0 at
    the top), `low` and `high` (the bounds as drawn; missing where open). Empty without a claim,
    and with more than anybody can read. Raises Invalid for another `by`.
    """
    _checked(by)
    claims = few(rows.some(_ordered(timeline.claims, by), "intervals"), "intervals")
    title = rows.subject(title, claims)
    entries = _entries(claims, by)
    names = labels.column(_names(timeline, [*entries, *derived]), NAMES * style.width())
    words = labels.column([*map(_words, entries), *map(_sum, derived)], WORDS * style.width())
    alone = _wordless(claims, style.width() - names.inches - words.inches - labels.PAD)
    room: dict[str, Any] = {"left": names.inches + EDGE, "right": words.inches + labels.PAD}
    sections = _sections(entries, derived, by)
    marks_ = _key(timeline, claims, derived)
    frame = rows.framed(timeline, claims, title, *_notes(sections), key=marks_, **room)
    row = max(names.row, words.row, _tallest(alone) + labels.AIR)
    with style.styled():
        figure, axes = frame.rows(len(entries) + len(derived), row)
        at = _panels(axes, sections)
        _draw(timeline, axes, at, entries, alone)
        _add(at, derived, len(entries))
        names.write(axes)
        words.write(axes, right=True)
    alt = rows.alternative(title, *rows.ranges(timeline, claims), *map(_ours, derived))
    return Chart(figure, rows.table(_records(timeline, entries, derived)), alt)


def _notes(sections: Sequence[Section]) -> list[str]:
    """What a reader has to know of the axes."""
    own = OWN if len(sections) > 1 else ""
    return [own, *dict.fromkeys(scales.of_quantities(q, REACH).note() for _, _, q in sections)]


def _tallest(alone: Mapping[str, str]) -> float:
    """Inches of the words without a number that take most lines."""
    return height(max((text.count("\n") + 1 for text in alone.values()), default=1), labels.TEXT)


def _records(
    timeline: Timeline, entries: Sequence[Claim | str], derived: Sequence[Derived]
) -> list[dict[str, Any]]:
    """The rows of the table: claims, then sums of our own."""
    claims = [_record(timeline, c, y) for y, c in enumerate(entries) if isinstance(c, Claim)]
    return claims + [_computed(total, y) for y, total in enumerate(derived, len(entries))]


def _wordless(claims: Sequence[Claim], inches: float) -> dict[str, str]:
    """The words of the claims without a number, by their ids; inches: the width of the plot."""
    return {c.claim_id: _alone(c, inches) for c in claims if marks.wordless(c.drawn)}


def _sections(entries: Sequence[Claim | str], derived: Sequence[Derived], by: str) -> list[Section]:
    """The rows that share an axis: the first, the one after the last, and what they draw.

    By measure each section has one, and its heading stands above it; sums of our own are on the
    last.
    """
    count = len(entries) + len(derived)
    heads = [y for y, entry in enumerate(entries) if isinstance(entry, str)]
    starts = [y + 1 for y in heads] if by == "measure" and len(heads) > 1 else [0]
    ends = [*(start - 1 for start in starts[1:]), count]
    drawn = [None if isinstance(entry, str) else entry.drawn for entry in entries]
    every = [*drawn, *(total.quantity for total in derived)]
    return [
        (start, end, [quantity for quantity in every[start:end] if quantity])
        for start, end in zip(starts, ends, strict=True)
    ]


def _panels(axes: Axes, sections: Sequence[Section]) -> dict[int, Axes]:
    """The axes on which each row is drawn, by its number."""
    if len(sections) == 1:
        scales.of_quantities(sections[0][2], REACH).draw(axes)
        return dict.fromkeys(range(sections[0][1]), axes)
    axes.set_xticks([])
    at: dict[int, Axes] = {}
    for start, end, drawn in sections:
        panel = over_rows(axes, start, end)
        scales.of_quantities(drawn, REACH).draw(panel)
        at |= dict.fromkeys(range(start, end), panel)
    return at


def _draw(
    timeline: Timeline,
    axes: Axes,
    at: Mapping[int, Axes],
    entries: Sequence[Claim | str],
    alone: Mapping[str, str],
) -> None:
    """The claims and the rules over their headings; alone: the words of those without a number."""
    colour, shape = style.colours(timeline), style.shapes(timeline)
    for y, entry in enumerate(entries):
        if isinstance(entry, str):
            strokes.across(axes, y - 0.5, color=style.PALE, lw=0.8, zorder=0)
        else:
            look = {"colour": colour[entry.group], "shape": shape[entry.group]}
            _mark(at[y], y, entry, text=alone.get(entry.claim_id, ""), **look)


def _names(timeline: Timeline, entries: Sequence[Claim | Derived | str]) -> Iterator[labels.Cell]:
    """The labels at the left: of claims, headings, and sums of our own."""
    for entry in entries:
        if isinstance(entry, Claim):
            yield labels.of_claim(timeline, entry)
        elif isinstance(entry, str):
            yield labels.Cell(capitalized(entry))
        else:
            yield labels.Cell(OURS, entry.how, slant="italic", weight="normal")


def _words(claim: Claim | str) -> labels.Cell | None:
    """The words at the right, for a claim that has a mark."""
    if isinstance(claim, str) or marks.wordless(claim.drawn):
        return None
    return labels.Cell(in_words(claim), LOST * claim.hedge_lost, marks.ink(claim), "normal")


def _sum(derived: Derived) -> labels.Cell:
    return labels.Cell(f"{derived.quantity} {derived.label}", weight="normal", slant="italic")


def _ours(total: Derived) -> str:
    """A sum of our own as a sentence."""
    return f"Our own sum, {total.how}: {total.quantity} {total.label}."


def _alone(claim: Claim, inches: float) -> str:
    """The words of a claim without a number, in lines that fit between the labels."""
    return wrapped(in_words(claim), 0.92 * inches, labels.TEXT, style="italic")


def _key(
    timeline: Timeline, claims: Sequence[Claim], derived: Sequence[Derived]
) -> tuple[Entry, ...]:
    ours = [key.HOLLOW] * bool(derived)
    return (*key.sides(timeline, claims), key.DOT, *key.quantities(claims), *ours)


def _checked(by: str) -> None:
    if by not in HEADINGS:
        allowed = "covers, event_id, measure, origin, or nothing"
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
    if by == "origin":
        return _origin(claim) + (", and who repeats it" if len(members) > 1 else "")
    return _section(claim, by) or "not given"


def _origin(claim: Claim) -> str:
    """The figure that a family of claims goes back to; in words where it is denied, or is none."""
    if claim.denied is not None and claim.denied.known:
        return f"{claim.denied}, denied"
    return str(claim.origin_quantity) if claim.origin_quantity.known else "Without a figure"


def _section(claim: Claim, by: str) -> str:
    if by == "covers":
        return f"{claim.covers.first}/{claim.covers.last}" if claim.covers else ""
    if by == "measure":
        return f"{claim.measure}/{claim.categories[0]}"
    return str(getattr(claim, by))


def _ordered(claims: Sequence[Claim], by: str) -> list[Claim]:
    """The claims in the order of their sections, and of the day on which they were said."""
    if by != "origin":
        return sorted(claims, key=lambda claim: _order(claim, by))
    early = sorted(claims, key=rows.said_order)
    first = {claim.origin: n for n, claim in reversed(list(enumerate(early)))}
    return sorted(early, key=lambda claim: (first[claim.origin], claim.retelling))


def _order(claim: Claim, by: str) -> tuple[str, float, date, str]:
    number = claim.quantity.stated or claim.quantity.low or 0
    return _section(claim, by) if by else "", number * (by == "covers"), *rows.said_order(claim)


def _mark(axes: Axes, y: int, claim: Claim, *, colour: str, shape: str, text: str) -> None:
    look: dict[str, Any] = {"faint": bool(claim.retells), "hollow": claim.undecided}
    marks.quantity(axes, claim.drawn, y, colour, gid=claim.claim_id, text=text, shape=shape, **look)


def _add(at: Mapping[int, Axes], derived: Sequence[Derived], first: int) -> None:
    """Draw sums of our own. first: the row of the first of them."""
    for y, total in enumerate(derived, first):
        look: dict[str, Any] = {"hollow": True, "text": total.how}
        marks.quantity(at[y], total.quantity, y, style.INK, gid=rows.gid(total), **look)
