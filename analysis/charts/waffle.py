"""Parts of a whole: a strip of as many squares as the whole has for each who counts its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from analysis.case.timeline import Timeline
from analysis.charts.kit import key, rows, strokes, style
from analysis.charts.kit.chart import Chart
from analysis.charts.kit.draw import form
from analysis.charts.kit.frame import Frame
from analysis.charts.kit.key import Entry
from analysis.charts.kit.sheet import Sheet, scale_of
from analysis.charts.kit.strips import PALER, Bracket, Piece, Run, Scale, Words
from analysis.claims.cells import capitalized
from analysis.words import wholes
from analysis.words.breakdown import Breakdown, breakdown


@form
def waffle(timeline: Timeline, title: str = "", *, whole: Timeline | None = None) -> Chart:
    """A waffle (unit) chart: parts of a whole, a strip for each who counts them, with its own verb.

    Use it where small numbers are parts of a whole, as 6 of 17 buses. A strip has as many squares
    as the whole; above 60 it is a bar. Solid: said. Hatched: not placed by this claimant. Paler:
    repeats an earlier report. Hollow: our own subtraction, and nothing else. The end of a hedged
    figure fades. What a claimant says in one document is one row. Each way of dividing the whole
    has a block of its own. Below stands who says how many there are in all. Documents that only
    repeat others are counted in a note.

    title: by default what the first row says. whole: the claims of the document to begin with, by
    default those of the document that the case begins with. Its number is the length of a strip,
    and what it says of the parts is the first row; where there is none, that is the first said.

    The table has a row per mark: `x` (the middles of its squares, in units of the whole, or the
    ends of a bar), `y` (inches from the top of the axes), `part` (what is counted), `verb`, `of`
    (the whole), `squares` (in the strip). Empty where no claim counts a whole or its parts. Raises
    Invalid for claims of several measures.
    """
    content = breakdown(timeline, whole)
    title = title or capitalized(wholes.headline(timeline, content))
    with style.styled():
        scale = scale_of(content)
        pieces, height = Sheet(timeline, content, scale).set()
        frame = _frame(timeline, content, title, pieces)
        figure, axes = frame.canvas(height)
        scale.prepare(axes, height)
        for piece in pieces:
            piece.draw(axes, scale)
    records = list(_records(timeline, content, scale, pieces))
    alt = _alt(timeline, content, f"{title.rstrip('.')}. {frame.subtitle}")
    return Chart(figure, rows.table(records), alt)


def _frame(timeline: Timeline, content: Breakdown, title: str, pieces: Sequence[Piece]) -> Frame:
    """The words around the chart."""
    notes = [
        wholes.repetitions(content.repeated),
        wholes.left_out(content.others),
        "" if content.whole else "None of these claims says how many there were in all.",
        wholes.apart(len(content.frames)),
    ]
    marks = _key(timeline, content, pieces)
    room: dict[str, Any] = {"left": 0.0, "right": 0.0, "bottom": 0.05}
    what, doubt = wholes.subject(content), wholes.doubt(timeline, content)
    frame = rows.framed(timeline, content.claims, title, *notes, key=marks, what=what, **room)
    return replace(frame, subtitle=f"{frame.subtitle}. {doubt}".strip())


def _key(timeline: Timeline, content: Breakdown, pieces: Sequence[Piece]) -> list[Entry]:
    """The marks in use, and the sides."""
    runs = [piece for piece in pieces if isinstance(piece, Run)]
    kinds = {run.kind for run in runs}
    faded = any(run.sure is not None and run.sure < run.stop for run in runs)
    used = [entry for kind, entry in MARKS.items() if kind in kinds or (kind == "faded" and faded)]
    parts = [claim for account in content.accounts for claim in account.parts]
    return [*used, *key.sides(timeline, parts, shapes=False)]


def _square(axes: Axes, x: float, y: float, **look: Any) -> None:
    strokes.box(axes, x - 4, y - 4, 8, 8, **look)


def _fading(axes: Axes, x: float, y: float) -> None:
    _square(axes, x, y, fc=style.SOFT, lw=0)
    strokes.box(axes, x, y - 4.5, 4.5, 9, fc=style.PAPER, alpha=0.6, lw=0)


MARKS: dict[str, Entry] = {
    "solid": key.SAID,
    "hatched": replace(key.UNSAID, words="not placed by this claimant"),
    "hollow": Entry("our subtraction", partial(_square, fc=style.PAPER, ec=style.INK, lw=1.3), 9),
    "faint": Entry(
        "repeats an earlier report", partial(_square, fc=style.SOFT, alpha=PALER, lw=0), 9
    ),
    "faded": Entry("the number is hedged", _fading, 9),
}
"""The marks of a strip in the key, by their kind."""


def _records(
    timeline: Timeline, content: Breakdown, scale: Scale, pieces: Sequence[Piece]
) -> Iterator[dict[str, Any]]:
    """The rows of the table: one for each mark."""
    claims = {claim.claim_id: claim for claim in content.claims}
    for piece in pieces:
        gid = piece.look.get("gid", "") if isinstance(piece, Words) else getattr(piece, "gid", "")
        if not gid:
            continue
        x, mark = _spot(scale, piece)
        more: dict[str, Any] = {"of": content.total or None, "squares": scale.size}
        if gid in claims:
            claim = claims[gid]
            more |= {"part": claim.label, "verb": claim.verb, "mark": mark}
            yield rows.record(timeline, claim, x, piece.y, **more)
        elif content.rest:
            derived = content.rest.derived
            more |= {"part": derived.label, "verb": ""}
            yield rows.computed(derived, x, piece.y, mark, **more)


def _spot(scale: Scale, piece: Piece) -> tuple[Any, str]:
    """Where a mark stands along the strip, and how it is drawn."""
    if isinstance(piece, Run):
        faded = piece.sure is not None and piece.sure < piece.stop
        return scale.spots(piece.start, piece.stop), piece.kind + (", fading" if faded else "")
    if isinstance(piece, Bracket):
        return [0.0, piece.stop], "bracket"
    return (scale.at(piece.x), "words") if isinstance(piece, Words) else (0.0, "")


def _alt(timeline: Timeline, content: Breakdown, opening: str) -> str:
    """The chart in sentences."""
    totals = wholes.totals_sentence(timeline, content.totals)
    return " ".join(filter(None, [opening, *wholes.sentences(timeline, content), totals]))
