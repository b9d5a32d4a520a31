"""Every conflict is found that comparing every two claims finds, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import combinations

from conftest import FERRY
from hypothesis import given, settings
from hypothesis import strategies as st
from stating import statements

from analysis.case.load import load
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim, claims_of
from analysis.claims.compare import Word, verdict
from analysis.claims.disputes import raised

PLACES = ("", "strait", "south_reef", "north_bay")
COVERS = ("", "2031-03-04", "2031-03-05", "2031-03-04/2031-03-05", "../2031-03-05",
          "2031-03-04/2031-03-07", "[2031-03-04,2031-03-05]", "2031-03-05/..")  # fmt: skip
TOPICS = (("people", "total"), ("people", "total"), ("people", "ashore"), ("injured", "total"),
          ("people", "[ashore,total]"))  # fmt: skip
HEDGES = ("bare", "more_than", "at_least", "fewer_than", "nearly", "up_to", "about")


@st.composite
def cells(draw: st.DrawFn) -> dict[str, str]:
    """What one row says; few values of each, so that rows are often about the same thing."""
    kind = draw(st.sampled_from(("number", "number", "number", "between", "some", "date")))
    stated = str(draw(st.integers(1, 5)))
    numbers = {
        "number": {"hedge": draw(st.sampled_from(HEDGES)), "stated": stated},
        "between": {"hedge": "between", "low": stated, "high": str(int(stated) + 1)},
        "some": {"hedge": "unquantified"},
        "date": {"hedge": "none", "measure": "event_date", "category": "total"},
    }[kind]
    measure, category = draw(st.sampled_from(TOPICS))
    return {
        "measure": measure,
        "category": category,
        "stance": draw(st.sampled_from(("", "", "", "denies", "expects"))),
        "counts": draw(st.sampled_from(("new", "added", "unclear", "level", "running_total"))),
        "covers": draw(st.sampled_from(COVERS)),
        "place_id": draw(st.sampled_from(PLACES)),
        "event_id": draw(st.sampled_from(("", "", "storm", "rescue"))),
        "identity": draw(st.sampled_from(("", "", "", "row-1", "row-2"))),
        **numbers,
    }


LINKS = ("repeats", "garbles", "corrects", "withdraws", "part_of", "apart_from")
TIES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(LINKS)), max_size=4)


@cache
def ferry() -> Timeline:
    return load(FERRY)


def case_of(
    every: Sequence[Row], ties: Sequence[tuple[int, int, str]] = ()
) -> dict[str, tuple[Row, ...]]:
    """The tables of a case with these rows as its claims, and links from later to earlier ones."""
    blank = {**dict.fromkeys(ferry().rows["claims"][0], ""), "source_id": "post-2031-03-05",
             "claimant": "post"}  # fmt: skip
    claims = tuple({**blank, **row, "claim_id": f"c{n:03}"} for n, row in enumerate(every))
    links = tuple(
        {"claim_id": f"c{max(a, b):03}", "other_id": f"c{min(a, b):03}", "relation": relation,
         "certainty": "sure", "factor": "", "reason": "x"}
        for a, b, relation in ties
        if a != b and max(a, b) < len(claims)
    )  # fmt: skip
    return {**ferry().rows, "claims": claims, "links": links}


def folds(claim: Claim, by_id: dict[str, Claim]) -> bool:
    """Whether a retelling says what it retells, or its origin, has said already."""
    return any(
        other != claim.claim_id and same_facts(claim, by_id[other])
        for other in (claim.retells, claim.origin)
        if other
    )


def same_facts(claim: Claim, other: Claim) -> bool:
    facts = [
        (c.measure, c.categories, c.stance, c.quantity, c.denied, c.counts, c.event_id, c.identity)
        for c in (claim, other)
    ]
    if facts[0] != facts[1] or (claim.covers != other.covers and claim.covers):
        return False
    if claim.covers != other.covers and claim.measure == "event_date":
        return False
    nested = other.place_id in claim.places or claim.place_id in other.places
    return not claim.place_id or claim.place_id == other.place_id or nested


def pair_by_pair(rows: dict[str, tuple[Row, ...]]) -> set[tuple[str, tuple[str, ...]]]:
    """The disputes by comparing every two, and joining those that share a claim."""
    by_id = {claim.claim_id: claim for claim in claims_of(rows)}
    stands = {name for name, claim in by_id.items() if not folds(claim, by_id)}
    ties = [(row["claim_id"], row["other_id"]) for row in rows["links"]
            if row["relation"] not in ("repeats", "garbles")]  # fmt: skip
    quiet = {frozenset((into(a, by_id), into(b, by_id))) for a, b in ties}
    groups: dict[str, list[set[str]]] = {"conflict": [], "later_total": []}
    for a, b in combinations(sorted(stands), 2):
        outcome = verdict(by_id[a], by_id[b])
        if outcome.word is Word.CONFLICT and {a, b} not in quiet:
            kind = "later_total" if outcome.why.startswith("the later total") else "conflict"
            touching = [group for group in groups[kind] if group & {a, b}]
            groups[kind] = [group for group in groups[kind] if not group & {a, b}]
            groups[kind].append({a, b}.union(*touching))
    return {(kind, tuple(sorted(group))) for kind, every in groups.items() for group in every}


def into(name: str, by_id: dict[str, Claim]) -> str:
    """The claim into which another is folded in the end."""
    claim = by_id[name]
    for other in (claim.retells, claim.origin):
        if other and other != name and same_facts(claim, by_id[other]):
            return into(other, by_id)
    return name


@settings(max_examples=400)
@given(st.lists(cells(), min_size=2, max_size=9), TIES)
def test_it_finds_what_comparing_every_two_finds(
    every: list[dict[str, str]], ties: list[tuple[int, int, str]]
) -> None:
    rows = case_of(every, ties)
    raising = {(d.raised_by, d.claims) for d in raised(statements(rows)) if d.raised_by != "sum"}
    assert raising == pair_by_pair(rows)
