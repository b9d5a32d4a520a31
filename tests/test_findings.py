"""Findings: every number a sentence prints is one of its Numbers, and can be computed again."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import FERRY
from gallery import CONVOY, case

from analysis import findings
from analysis.paths import DATA
from analysis.scope import Scope
from analysis.sentences import Sentence
from analysis.timeline import Timeline

LONG = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}|\d{1,2} [A-Z][a-z]+|\d{1,2} \(inferred\)")
CITED = re.compile(r"\[[^\]]*\]")
QUOTED = re.compile(r"“[^”]*”")
DIGITS = re.compile(r"(?<!\w)\d+(?:,\d{3})*(?!\w)")
FOLDERS = {"ferry-2031": FERRY, CONVOY: DATA / CONVOY}


def _goal(told: Timeline) -> Timeline:
    topic = "strikes" if told.package.name == CONVOY else "sorties"
    return told.where(source_id=_lead(told), measure=topic)


def _lead(told: Timeline) -> str:
    return told.package.lead_source


def _counted(told: Timeline) -> Timeline:
    if told.package.name == CONVOY:
        return told.where(measure="strikes").within("middle_euphrates")
    return told.where(measure="sorties")


def _whole(told: Timeline) -> tuple[Timeline, Timeline, Timeline]:
    if told.package.name == CONVOY:
        buses = told.where(source_id=_lead(told), measure="buses")
        inside = buses.where(category="in_government_area")
        return buses.where(category="total"), inside, told.where(measure="buses")
    people = told.where(source_id=_lead(told), measure="people")
    return people.where(claim_id="c004"), people.where(category="ashore"), told


def _departure(told: Timeline) -> str:
    return told.rows["events"][-1]["event_id"]


SAID: dict[str, Callable[[Timeline], Sentence]] = {
    "agreement": findings.agreement,
    "begins_before": lambda t: findings.begins_before(t, _departure(t)),
    "busiest": findings.busiest,
    "carried": lambda t: findings.carried(_counted(t), _goal(t)),
    "course": findings.course,
    "failing": findings.failing,
    "families": findings.families,
    "holdings": findings.holdings,
    "lost_hedges": findings.lost_hedges,
    "remaining": lambda t: findings.remaining(*_whole(t)),
    "side_by_side": findings.side_by_side,
    "spread": findings.spread,
    "told": findings.told,
    "verbs": findings.verbs,
}
OTHERS = {"added_up", "disputed"}
"""Findings that are no sentences."""
SCOPES: dict[str, tuple[dict[str, str | bool], ...]] = {
    "ferry-2031": (
        {},
        {"as_of": "2031-03-05"},
        {"sources": "post-2031-03-05"},
        {"include_retellings": False},
        {"claimants": "passengers"},
        {"start": "2031-03-06"},
    ),
    CONVOY: (
        {},
        {"as_of": "2017-09-02"},
        {"sources": "rudaw-2017-09-02"},
        {"claimants": "russian_mod"},
        {"include_retellings": False},
        {"start": "2017-09-10"},
    ),
}
EVERY = [
    pytest.param(name, scope, finding, id=f"{name}-{n}-{finding}")
    for name, scopes in SCOPES.items()
    for n, scope in enumerate(scopes)
    for finding in SAID
]


def narrowed(name: str, scope: dict[str, str | bool]) -> Timeline:
    return Scope.checked(case=name, **scope).narrow(case(name))


def printed(text: str, whole: Timeline) -> Counter[str]:
    """The numbers that a sentence prints, but for dates, names, quoted words and ids of claims."""
    for pattern in (QUOTED, CITED, LONG):
        text = pattern.sub(" ", text)
    names = {row["name"] for row in whole.rows["actors"]}
    for name in names | {row["publisher"] for row in whole.rows["sources"]}:
        text = text.replace(name, " ")
    return Counter(DIGITS.findall(text))


def test_every_finding_is_looked_at() -> None:
    assert set(SAID) | OTHERS == set(findings.__all__)


@pytest.mark.parametrize(("name", "scope", "finding"), EVERY)
def test_every_printed_number_is_one_of_the_numbers(
    name: str, scope: dict[str, str | bool], finding: str
) -> None:
    told = SAID[finding](narrowed(name, scope))
    meant = Counter(n for number in told.numbers for n in DIGITS.findall(number.shown))
    assert printed(told.text, case(name)).keys() <= meant.keys(), told.text
    known = {claim.claim_id for claim in case(name).told()}
    for number in told.numbers:
        assert set(number.claims) <= known
        assert number.shown in told.text
    assert set(re.findall(r"\[(c\d+)\]", told.text)) <= known


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("finding", SAID)
def test_nothing_to_speak_of_is_one_line(name: str, finding: str) -> None:
    whole = case(name)
    none = whole.where(claim_id="c001").where(claim_id="c002")
    told = SAID[finding](none)
    assert re.fullmatch(r"Nothing to say here: no [a-z ]+\.", told.text)
    assert told.numbers == ()


def ledger(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims and links, straight from the files."""
    folder = FOLDERS[name]
    claims = pd.read_csv(folder / "claims.csv", dtype="str", keep_default_na=False)
    links = pd.read_csv(folder / "links.csv", dtype="str", keep_default_na=False)
    return claims.set_index("claim_id"), links


def origins(name: str) -> pd.Series[str]:
    """The origin of each claim: links followed to their end, sure ones first."""
    claims, links = ledger(name)
    told = links[links.relation.isin(["repeats", "garbles"]) & (links.certainty != "possible")]
    sure = told.assign(rank=told.certainty.map({"sure": 0, "likely": 1}))
    before = sure.sort_values("rank", kind="stable").drop_duplicates("claim_id")
    above = before.set_index("claim_id")["other_id"]
    found = pd.Series(claims.index, index=claims.index)
    while (found.isin(above.index)).any():
        found = found.map(lambda one: above.get(one, one))
    return found


def values(told: Sentence) -> dict[str, int | None]:
    return {number.name: number.value for number in told.numbers}


@pytest.mark.parametrize("name", FOLDERS)
def test_holdings_counted_again(name: str) -> None:
    claims, _ = ledger(name)
    number, first = len(claims), origins(name).nunique()
    assert values(findings.holdings(case(name))) == {
        "claims": number,
        "origins": first,
        "documents": claims.source_id.nunique(),
        "retellings": number - first,
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_families_counted_again(name: str) -> None:
    sizes = origins(name).value_counts()
    assert values(findings.families(case(name))) == {
        "claims": sizes.sum(),
        "origins": len(sizes),
        "said_once": (sizes == 1).sum(),
        "largest_family": sizes.max(),
    }


@pytest.mark.parametrize("name", FOLDERS)
def test_lost_hedges_counted_again(name: str) -> None:
    claims, _ = ledger(name)
    origin = origins(name)
    hedges = pd.DataFrame(
        {"first": claims.hedge.reindex(origin).values, "then": claims.hedge.values},
        index=claims.index,
    )
    retold = hedges[origin != origin.index]
    numbered = retold[~retold.isin(["unquantified", "none"]).any(axis=1)]
    hedged = numbered[numbered["first"] != "bare"]
    kept = (hedged["first"] == hedged["then"]).sum()
    bare = (hedged["then"] == "bare").sum()
    assert values(findings.lost_hedges(case(name))) == {
        "retellings_with_number": len(numbered),
        "of_hedged_figures": len(hedged),
        "hedge_kept": kept,
        "hedge_lost": bare,
        "hedge_turned": len(hedged) - kept - bare,
    }


def test_what_the_releases_carry_counted_again() -> None:
    claims, _ = ledger(CONVOY)
    places = pd.read_csv(DATA / CONVOY / "places.csv", dtype="str", keep_default_na=False)
    above = dict(zip(places.place_id, places.within.str.split("|"), strict=True))

    def within(place: str) -> bool:
        return any(up == "middle_euphrates" or within(up) for up in above.get(place, ()) if up)

    inside = [place for place in above if within(place)]
    strikes = claims[(claims.measure == "strikes") & claims.place_id.isin(inside)]
    days = strikes.covers
    week = strikes[(days >= "2017-08-26") & (days <= "2017-09-02")]
    told = findings.carried(_counted(case(CONVOY)), _goal(case(CONVOY)))
    numbers = values(told)
    assert numbers["added_up"] == week.stated.astype(int).sum() == 31
    assert numbers["counts_added"] == len(week)
    assert (numbers["goal"], numbers["counts_not_added"]) == (100, 0)
    with (DATA / CONVOY / "searches.csv").open(encoding="utf-8") as file:
        searched = [row for row in csv.DictReader(file) if row["measure"] == "strikes"]
    lost = [
        r
        for r in searched
        if r["result"] == "not_found" and "2017-08-26" <= r["covers"] <= "2017-09-02"
    ]
    assert numbers["days_without_a_document"] == len(lost) > 0


def test_eleven_is_our_own_subtraction() -> None:
    told = findings.remaining(*_whole(case(CONVOY)))
    rest, printed_too, *both = told.numbers
    assert [number.value for number in both] == [17, 6]
    assert (rest.kind, rest.value, rest.claims) == ("derived", 11, ("c002", "c001"))
    assert "our own subtraction, 17 − 6" in told.text
    assert printed_too.value == len(printed_too.claims)


def test_a_running_total_is_told_in_order_and_never_added() -> None:
    killed = case(CONVOY).where(measure="fighters_killed")
    told = findings.course(killed)
    steps = [number for number in told.numbers if number.kind == "reported"]
    assert [step.value for step in steps] == [50, 85]
    assert "135" not in told.text
    assert "never added" in told.text


def test_sums_that_fail_are_named_with_their_parts(ferry: Timeline) -> None:
    told = findings.failing(ferry)
    assert values(told) == {"totals": 1, "failing_totals": 1, "c014": 11, "c011": 6, "c012": 4}
    assert "6 and 4 for 11 sorties [c014]" in told.text


def test_the_days_before_an_event_are_counted() -> None:
    told = findings.begins_before(case(CONVOY), "2017-08-28-departure")
    (days,) = told.numbers
    claim = case(CONVOY).claim(days.claims[0])
    assert claim.covers
    assert claim.covers.first
    event = pd.Timestamp("2017-08-28") - pd.Timestamp(claim.covers.first)
    assert days.value == event.days


def test_disputes_of_a_scope_are_those_with_a_claim_in_it(ferry: Timeline) -> None:
    every = findings.disputed(ferry).frame
    assert list(every["dispute"]) == ["d001", "d002", "d003"]
    assert list(findings.disputed(ferry.where(measure="sorties")).frame["dispute"]) == ["d003"]
    assert findings.disputed(ferry.where(measure="cars")).frame.empty


def test_only_what_can_be_added_is_added_up(ferry: Timeline) -> None:
    (made,) = findings.added_up(ferry.where(measure="sorties", counts="new"), "ours")
    assert set(made.claims) <= {"c011", "c012", "c014", "c015"}
    assert made.quantity.stated == sum(
        ferry.claim(claim_id).quantity.stated or 0 for claim_id in made.claims
    )
    assert findings.added_up(ferry.where(measure="statement"), "ours") == []


def test_files_are_where_the_tests_read_them() -> None:
    assert all(Path(folder, "claims.csv").is_file() for folder in FOLDERS.values())
