"""The claims as rows: in words, in an order, and by what they contain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.case.timeline import Timeline, require
from analysis.claims.claim import Claim, last
from analysis.words.names_and_days import short_day, who

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("claim", "said", "claimant", "phrase", "measure", "place", "source")

Key = Callable[[Timeline, Claim], Any]
ORDERS: dict[str, Key] = {
    "claim": lambda _, claim: claim.claim_id,
    "said": lambda _, claim: last(claim.said_on) or date.max,
    "published": lambda _, claim: last(claim.published) or date.max,
    "claimant": lambda timeline, claim: who(timeline, claim).casefold(),
    "measure": lambda timeline, claim: _topics(timeline).index(claim.measure),
    "source": lambda _, claim: claim.source_id,
}
"""What a table can be ordered by; claims alike in it stay in order of the ledger."""


def table(timeline: Timeline, by: str = "claim") -> pd.DataFrame:
    """One row per claim, every cell text: id, day said, claimant, phrase, measure, place, document.

    by: one of ORDERS; Invalid for anything else.
    """
    import pandas as pd

    key = require(ORDERS, by, "order", "what claims can be ordered by")
    claims = sorted(timeline.claims, key=lambda claim: key(timeline, claim))
    return pd.DataFrame([cells(timeline, claim) for claim in claims], columns=list(COLUMNS))


def containing(timeline: Timeline, words: str) -> Timeline:
    """The claims whose row contains every one of the words, in capitals or not."""
    wanted = words.casefold().split()
    if not wanted:
        return timeline
    ids = {c.claim_id for c in timeline if _contains(_text(timeline, c), wanted)}
    return timeline.keep(ids, "words", " ".join(wanted))


def cells(timeline: Timeline, claim: Claim) -> tuple[str, ...]:
    """The row of a claim, under COLUMNS; a phrase in another language with its gloss."""
    place = timeline.row("places", claim.place_id)["name"] if claim.place_id else ""
    gloss = f" ({claim.gloss})" if claim.gloss else ""
    return (
        claim.claim_id,
        short_day(claim.said_on),
        who(timeline, claim),
        claim.phrase + gloss,
        claim.label,
        place,
        claim.source_id,
    )


def _text(timeline: Timeline, claim: Claim) -> str:
    return "\n".join(cells(timeline, claim)).casefold()


def _contains(text: str, wanted: list[str]) -> bool:
    return all(word in text for word in wanted)


def _topics(timeline: Timeline) -> list[str]:
    return [topic for topic, _ in timeline.measures]
