"""What the record contradicts and what it lacks: disputes, and searches without result."""

from __future__ import annotations

from collections.abc import Iterable

from analysis import prose
from analysis.claim import Claim
from analysis.edition import Edition
from analysis.standing import STATES, standing
from analysis.tables import Row
from analysis.when import when
from analysis.wording import day_words, who

RESULTS = {"not_found": "Not found", "part_found": "Found in part"}


def listing(edition: Edition) -> str:
    """Every dispute with its claims, and every search with its note."""
    items = [dispute(edition, row, told) for row, told in standing(edition.told)]
    rows = [row for row in edition.told.rows["searches"] if row["result"] in RESULTS]
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: list(RESULTS).index(row["result"])):
        groups.setdefault(_searched(row), []).append(row)
    searched = [f"{head}\n\n" + "\n".join(map(_search, found)) for head, found in groups.items()]
    return "\n\n".join(["\n".join(items), *searched])


def dispute(edition: Edition, row: Row, claims: Iterable[Claim]) -> str:
    """One dispute as an item of a list."""
    told = "; ".join(_briefly(edition, claim) for claim in claims)
    reason = prose.foreign(row["reason"].rstrip("."))
    return f"- **{STATES[row['state']]}.** {reason}. {told}."


def _briefly(edition: Edition, claim: Claim) -> str:
    phrase = prose.foreign(claim.gloss or claim.phrase)
    name = prose.text(who(edition.whole, claim))
    return f"{name} “{phrase}” {prose.entry(claim.claim_id)}"


def _searched(row: Row) -> str:
    """With what result, where and when something was looked for."""
    day = prose.text(day_words(when(row["searched_on"]))) if row["searched_on"] else ""
    where = prose.foreign(row["searched_in"])
    return f"**{RESULTS[row['result']]}** in {where}{' on ' * bool(day)}{day}:"


def _search(row: Row) -> str:
    note = f". {prose.foreign(row['note'])}" if row["note"] else ""
    return f"- {prose.foreign(row['looked_for'])}{note}"
