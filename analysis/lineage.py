"""Which claim a claim retells, going by the links that coders gave."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.tables import Row

RETELLING = ("repeats", "garbles")
SURE_ENOUGH = ("sure", "likely")


def retellings(links: Iterable[Row]) -> dict[str, str]:
    """For each claim that retells another, the other; possible lineages do not count.

    Where a coder gives alternatives, the surer one counts, then the first.
    """
    told = [row for row in links if row["relation"] in RETELLING]
    found: dict[str, str] = {}
    for certainty in SURE_ENOUGH:
        for row in told:
            if row["certainty"] == certainty:
                found.setdefault(row["claim_id"], row["other_id"])
    return found
