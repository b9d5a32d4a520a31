"""Titles that say what the whole record shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analysis.case.timeline import Timeline
from analysis.words import findings

TITLES: list[tuple[Callable[[Timeline], str], dict[str, Any], str]] = [
    (findings.title_of_days, {"claim_id": ["c001", "c002"]}, "4 March 2031: 2 of 2 claims"),
    (findings.title_of_days, {"claim_id": ["c001", "c009"]}, ""),
    (findings.title_of_days, {"claim_id": "c021"}, ""),
    (findings.title_of_publication, {"claim_id": "c001"}, "1 claim came out on 4 March 2031"),
    (findings.title_of_publication, {"source_id": "radio-2031-03"}, ""),
    (
        findings.title_of_beginnings,
        {"claim_id": ["c001", "c006"]},
        "“nearly 30 sorties” goes back furthest, to 3",
    ),
    (findings.title_of_beginnings, {"claimant": []}, ""),
    (findings.title_of_families, {"claim_id": ["c001", "c002"]}, ""),
    (findings.title_of_hedges, {"claim_id": ["c001", "c002"]}, ""),
    (findings.title_of_origins, {"claim_id": ["c001", "c002"]}, ""),
    (findings.title_of_places, {"claimant": []}, ""),
]


@pytest.mark.parametrize(("title", "chosen", "words"), TITLES)
def test_a_title_says_what_is_most_or_nothing(
    title: Callable[[Timeline], str], chosen: dict[str, Any], words: str, ferry: Timeline
) -> None:
    result = title(ferry.where(**chosen))
    assert (words in result) if words else result == ""


def test_what_is_repeated_most_is_named_with_how_often(ferry: Timeline) -> None:
    retelling = next(claim for claim in ferry if claim.retelling and not claim.undecided)
    family = [claim.claim_id for claim in ferry if claim.origin == retelling.origin]
    chosen = ferry.where(claim_id=family)
    times = len(family) - 1
    words = "once" if times == 1 else f"{times} times"
    assert findings.title_of_families(chosen).endswith(f"was repeated most often: {words}")
    assert findings.title_of_origins(chosen).endswith(" go back to 1 statement")


def test_a_repeated_hedge_is_counted_as_it_became(ferry: Timeline) -> None:
    lost = [claim for claim in ferry if claim.retelling and claim.hedge_lost]
    assert lost
    family = [c.claim_id for c in ferry if c.origin == lost[0].origin and not c.retelling]
    chosen = ferry.where(claim_id=[lost[0].claim_id, *family])
    assert findings.title_of_hedges(chosen) == (
        "1 claim repeats a hedged figure as the number alone"
    )


def test_on_a_day_on_which_no_place_of_the_road_is_named_yet_it_has_no_title(
    ferry: Timeline,
) -> None:
    assert findings.title_of_road(ferry.as_of("2031-03-04")) == ""
    assert findings.title_of_road(ferry) != ""
