"""Claims as the rows of a table, in words: sorted, and searched for words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim, last
from analysis.errors import require
from analysis.words.names_and_days import dated, document, in_words, short_day, who

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("said", "who says so", "in these words", "what is counted", "place", "document", "claim")

Key = Callable[[Timeline, Claim], Any]
ORDERS: dict[str, Key] = {
    "claim": lambda _, claim: claim.claim_id,
    "said": lambda _, claim: last(claim.said_on) or date.max,
    "published": lambda _, claim: last(claim.published) or date.max,
    "claimant": lambda timeline, claim: who(timeline, claim).casefold(),
    "measure": lambda timeline, claim: _measures(timeline).index(claim.measure),
    "source": lambda _, claim: claim.source_id,
}
"""What a table can be sorted by; claims equal in it stay in the order of claims.csv."""


@dated
def table(timeline: Timeline, by: str = "claim") -> pd.DataFrame:
    """One row per claim, every cell text: day said, claimant, phrase, measure, place, document, id.

    timeline: the claims. by: one of ORDERS. Raises Invalid for another order.
    """
    import pandas as pd

    key = require(ORDERS, by, "order", "what claims can be ordered by")
    claims = sorted(timeline.claims, key=lambda claim: key(timeline, claim))
    return pd.DataFrame([cells(timeline, claim) for claim in claims], columns=list(COLUMNS))


def containing(timeline: Timeline, words: str) -> Timeline:
    """The claims whose row contains every one of the words, in any column, in any case of letters.

    timeline: the claims to search. words: with blanks between them; none leaves every claim.
    """
    wanted = words.casefold().split()
    if not wanted:
        return timeline
    ids = {claim.claim_id for claim in timeline if _contains(timeline, claim, wanted)}
    return timeline.keep(ids, "words", " ".join(wanted))


def cells(timeline: Timeline, claim: Claim) -> tuple[str, ...]:
    """The row of a claim, under COLUMNS; a phrase in another language with its gloss."""
    place = timeline.row("places", claim.place_id)["name"] if claim.place_id else ""
    gloss = f" {in_words(claim)}" if claim.gloss else ""
    return (
        short_day(claim.said_on),
        who(timeline, claim),
        claim.phrase + gloss,
        claim.label,
        place,
        document(timeline, claim.source_id),
        claim.claim_id,
    )


def _contains(timeline: Timeline, claim: Claim, words: list[str]) -> bool:
    text = "\n".join((*cells(timeline, claim), claim.source_id)).casefold()
    return all(word in text for word in words)


def _measures(timeline: Timeline) -> list[str]:
    return [measure for measure, _ in timeline.measures]
