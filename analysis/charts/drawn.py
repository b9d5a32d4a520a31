"""What every chart of claims shares: its words, its rows of the table, its alt text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from analysis.claim import Claim
from analysis.errors import Nothing, Problem
from analysis.look import Frame
from analysis.sentences import footer, reach
from analysis.timeline import Timeline
from analysis.wording import listed, short_day, who


def dated(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims that can stand on an axis of days said, and those without a day."""
    known = [claim for claim in claims if claim.said_on and claim.said_on.last]
    return known, [claim for claim in claims if claim not in known]


def said_order(claim: Claim) -> tuple[date, str]:
    """The order in which things were said: by the last day it can have been."""
    last = claim.said_on.last if claim.said_on else None
    return last or date.max, claim.claim_id


def some(claims: Sequence[Claim], what: str) -> Sequence[Claim]:
    """The claims, or Nothing where there are none to draw."""
    if not claims:
        do = "widen as_of, start, end, sources or claimants"
        raise Nothing([Problem(what, "no claim to draw", "at least one claim", do)])
    return claims


def first_number(timeline: Timeline) -> Claim:
    """The first claim that prints a number; Nothing where none does."""
    told = [claim for claim in timeline.told() if claim.quantity.stated is not None]
    return some(told, "number")[0]


def framed(
    timeline: Timeline, claims: Sequence[Claim], title: str, *notes: str, **room: float
) -> Frame:
    """Title, reach and footer; a long footer takes a second and third line."""
    small = wrap(footer(timeline, *notes), 138)
    bottom = room.pop("bottom", 0.42) + 0.14 * len(small)
    return Frame(title, reach(timeline, claims), "\n".join(small), bottom=bottom, **room)


def label(timeline: Timeline, claim: Claim, width: int = 42) -> str:
    """Day, claimant and document, for the left edge of a row."""
    return shorten(f"{short_day(claim.said_on)} {told_by(timeline, claim)}", width, placeholder="…")


def told_by(timeline: Timeline, claim: Claim) -> str:
    """The claimant, and the publisher of the document where that is another."""
    name = who(timeline, claim)
    publisher = timeline.named("sources", claim.source_id)["publisher"]
    return name if publisher in name or name in publisher else f"{name} · {publisher}"


def quoted(claim: Claim, width: int = 44) -> str:
    """The phrase, or its gloss, in quotation marks."""
    return f"“{shorten(claim.gloss or claim.phrase, width, placeholder=' …')}”"


def record(timeline: Timeline, claim: Claim, x: Any, y: Any, **more: Any) -> dict[str, Any]:
    """One row of a chart's table."""
    return {
        "claim_id": claim.claim_id,
        "x": x,
        "y": y,
        "claimant": who(timeline, claim),
        "said_on": claim.said_on.text if claim.said_on else "",
        "figure": str(claim.drawn),
        "phrase": claim.phrase,
        "mark": mark(claim),
        **more,
    }


def mark(claim: Claim) -> str:
    """How a claim is drawn, in a word."""
    if claim.undecided:
        return "hollow"
    if claim.hedge_lost:
        return "faint, hedge lost" if claim.retelling else "hedge lost"
    return "faint" if claim.retelling else "solid"


def table(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The plotted table, one row per mark."""
    made = pd.DataFrame(records)
    return made.set_index("claim_id") if "claim_id" in made else made


def alternative(title: str, claims: Sequence[Claim], told: Sequence[str], most: int = 6) -> str:
    """Alt text: the title, how much is drawn, and its first and last rows in words."""
    shown = list(told) if len(told) <= most else [*told[: most - 1], told[-1]]
    rest = f" ({len(told) - len(shown)} more in the table)" if len(told) > len(shown) else ""
    return f"{title}: {len(claims)} marks. {'; '.join(shown)}{rest}."


def briefly(timeline: Timeline, claim: Claim) -> str:
    """A claim in a few words, for alt text."""
    return f"{short_day(claim.said_on)}, {who(timeline, claim)}: {claim.drawn}"


def undated_note(undated: Sequence[Claim]) -> str:
    """Which claims no axis of days can hold."""
    if len(undated) > 6:
        return f"{len(undated)} undated, not drawn"
    return (
        ""
        if not undated
        else f"undated, not drawn: {listed([claim.claim_id for claim in undated])}"
    )
