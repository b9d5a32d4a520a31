"""Two counts of one document: they belong together by document, place and period alone."""

from __future__ import annotations

import pytest
from conftest import Case

from analysis.claims.pairs import pairs


def both(case: Case) -> list[tuple[str, str]]:
    """The sorties and trips that belong together; the case has other trips."""
    by_id = [(a.claim_id, b.claim_id) for a, b in pairs(case.load(), "sorties", "trips")]
    return [names for names in by_id if set(names) & {"c028", "c029"}]


def with_trips(case: Case, **trips: str) -> Case:
    """Six and four sorties, and beside the four also five trips."""
    cells = {"measure": "trips", "stated": "5", "phrase": "5 trips"} | trips
    return case.add("claims", "c012", claim_id="c028", **cells)


def test_two_counts_of_one_document_place_and_period_belong_together(case: Case) -> None:
    assert both(with_trips(case)) == [("c012", "c028")]


@pytest.mark.parametrize(
    "cells",
    [
        {"source_id": "post-2031-03-05"},
        {"place_id": "south_reef", "covers": "2031-03-03"},
        {"covers": "2031-03-03"},
        {"hedge": "unquantified", "stated": "", "phrase": "several trips"},
    ],
    ids=lambda cells: next(iter(cells)),
)
def test_what_differs_in_any_of_them_does_not(case: Case, cells: dict[str, str]) -> None:
    assert both(with_trips(case, **cells)) == []


def test_they_are_in_order_of_their_period(case: Case) -> None:
    later = {"measure": "trips", "stated": "7", "phrase": "7 trips"}
    with_trips(case).add("claims", "c011", claim_id="c029", **later)
    case.change("claims", "c011", covers="2031-03-03").change("claims", "c029", covers="2031-03-03")
    assert both(case) == [("c011", "c029"), ("c012", "c028")]
