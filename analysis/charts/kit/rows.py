"""What every chart of claims shares: its words, its rows of the table, its alt text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from analysis.case.timeline import Timeline
from analysis.charts.kit import marks
from analysis.charts.kit.style import Frame, letters
from analysis.claims.claim import Claim
from analysis.claims.sums import Derived
from analysis.errors import WIDEN, Empty, Problem
from analysis.words.names_and_days import listed, many, short_day, who
from analysis.words.sentences import footer, reach

SUBJECT = 52
"""Letters of a title made of labels, beyond which the rest are only counted."""
NAMED = 6
"""Claims that a footer names; where more are not drawn it counts them."""


def dated(claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Claims that can stand on an axis of days said, and those without a day."""
    return parted(claims, lambda claim: bool(claim.said_on and claim.said_on.last))


def parted(
    claims: Sequence[Claim], test: Callable[[Claim], bool]
) -> tuple[list[Claim], list[Claim]]:
    """The claims that pass a test, and the others."""
    passed = [test(claim) for claim in claims]
    both = list(zip(claims, passed, strict=True))
    return [claim for claim, yes in both if yes], [claim for claim, yes in both if not yes]


def said_order(claim: Claim) -> tuple[date, str]:
    """The order in which things were said: by the last day it can have been."""
    last = claim.said_on.last if claim.said_on else None
    return last or date.max, claim.claim_id


def some(claims: Sequence[Claim], what: str) -> Sequence[Claim]:
    """The claims, or Empty where there are none to draw."""
    if not claims:
        raise Empty([Problem(what, "no claim to draw", "at least one claim", WIDEN)])
    return claims


def first_number(timeline: Timeline) -> Claim:
    """The first claim that prints a number; Empty where none does."""
    claims = [claim for claim in timeline if claim.quantity.stated is not None]
    return some(claims, "number")[0]


def subject(title: str, claims: Sequence[Claim]) -> str:
    """The title, or where it is empty the labels of the measures drawn."""
    if title:
        return title
    labels = list(dict.fromkeys(claim.label for claim in claims))
    numbers = [n for n in range(1, len(labels) + 1) if len(", ".join(labels[:n])) <= SUBJECT]
    number = max(numbers, default=1)
    rest = [f"{len(labels) - number} more"] if number < len(labels) else []
    name = listed([*labels[:number], *rest])
    return name[:1].upper() + name[1:]


def framed(
    timeline: Timeline, claims: Sequence[Claim], title: str, *notes: str, **room: float
) -> Frame:
    """Title, reach and footer; a long footer takes a second and third line."""
    small = wrap(footer(timeline, *notes), 138)
    bottom = room.pop("bottom", 0.42) + 0.14 * len(small)
    return Frame(title, reach(timeline, claims), "\n".join(small), bottom=bottom, **room)


def label(timeline: Timeline, claim: Claim, width: int = 42) -> str:
    """Day, claimant and document, for the left edge of a row."""
    text = f"{short_day(claim.said_on)} {told_by(timeline, claim)}"
    return shorten(text, letters(width), placeholder="…")


def told_by(timeline: Timeline, claim: Claim) -> str:
    """The claimant, and the publisher of the document where that is another."""
    name = who(timeline, claim)
    publisher = timeline.row("sources", claim.source_id)["publisher"]
    return name if publisher in name or name in publisher else f"{name} · {publisher}"


def quoted(claim: Claim, width: int = 44) -> str:
    """The phrase, or its gloss, in quotation marks."""
    return f"“{shorten(claim.gloss or claim.phrase, letters(width), placeholder=' …')}”"


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


def computed(derived: Derived, x: Any, y: Any, how_drawn: str, **more: Any) -> dict[str, Any]:
    """The row of a quantity of our own, under the id of its mark."""
    return {
        "claim_id": gid(derived),
        "x": x,
        "y": y,
        "claimant": "",
        "said_on": "",
        "figure": str(derived.quantity),
        "phrase": derived.how,
        "mark": how_drawn,
        **more,
    }


def gid(derived: Derived) -> str:
    """The id of the mark of a quantity of our own."""
    return "derived-" + "-".join(derived.claims)[:40]


def mark(claim: Claim, *, numbers: bool = False) -> str:
    """How a claim is drawn, in a word or two.

    numbers: it stands on an axis of numbers, where none at all is a ring and words may stand
    alone.
    """
    kinds = {
        "words": numbers and marks.wordless(claim.drawn),
        "hollow": claim.undecided,
        "hedge lost": claim.hedge_lost,
        "ring": numbers and claim.drawn.stated == 0,
    }
    kind = next((name for name, is_so in kinds.items() if is_so), "")
    return ", ".join(filter(None, ["faint" if claim.retelling else "", kind])) or "solid"


def table(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The plotted table, one row per mark."""
    frame = pd.DataFrame(records)
    return frame.set_index("claim_id") if "claim_id" in frame else frame


def alternative(title: str, number: int, unit: str, words: Sequence[str], most: int = 6) -> str:
    """Alt text: the title, how many of which unit are drawn, the first and last rows in words."""
    noun, _, more = unit.partition(" ")
    texts = list(words) if len(words) <= most else [*words[: most - 1], words[-1]]
    rest = f" ({len(words) - len(texts)} more in the table)" if len(words) > len(texts) else ""
    return f"{title}: {f'{many(number, noun)} {more}'.strip()}. {'; '.join(texts)}{rest}."


def briefly(timeline: Timeline, claim: Claim) -> str:
    """A claim in a few words, for alt text."""
    return f"{short_day(claim.said_on)}, {who(timeline, claim)}: {claim.drawn}"


def note(left_out: Sequence[Claim], why: str, what: str = "not drawn") -> str:
    """Which claims are left out and why, for the footer; empty where none is."""
    if len(left_out) > NAMED:
        return f"{len(left_out)} {why}, {what}"
    names = listed([claim.claim_id for claim in left_out])
    return f"{why}, {what}: {names}" if names else ""
