"""Findings: every number a sentence prints is one of its Numbers, and can be computed again."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from conftest import FERRY, Case
from gallery import CONVOY
from gallery import case as loaded

from analysis.case.disputes_on_record import STATES, disputes_on_record
from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.claims.dates import when
from analysis.claims.sums import difference
from analysis.errors import Invalid
from analysis.paths import DATA
from analysis.report import appendix, first_page, markup, questions
from analysis.report.document import Document, Figure
from analysis.report.edition import Edition
from analysis.words import findings
from analysis.words.sentences import Sentence, compose, reported

LONG = re.compile(
    r"(?:\d{1,2}(?:, \d{1,2})* or )?"
    r"(?:\d{1,2} [A-Z][a-z]+ \d{4}|\d{1,2} [A-Z][a-z]+|\d{1,2} \(inferred\))"
    r"|\d{2}:\d{2} UTC(?:[+-]\d{2}:\d{2})?"
)
CITED = re.compile(r"\[[^\]]*\]")
QUOTED = re.compile(r"“[^”]*”")
DIGITS = re.compile(r"(?<!\w)\d+(?:,\d{3})*(?!\w)")
FOLDERS = {"ferry-2031": FERRY, CONVOY: DATA / CONVOY}


def _goal(timeline: Timeline) -> Timeline:
    topic = "strikes" if timeline.package.name == CONVOY else "sorties"
    return timeline.where(source_id=_lead(timeline), measure=topic)


def _lead(timeline: Timeline) -> str:
    return timeline.package.lead_source


def _counted(timeline: Timeline) -> Timeline:
    if timeline.package.name == CONVOY:
        return timeline.where(measure="strikes").within("middle_euphrates")
    return timeline.where(measure="sorties")


def _whole(timeline: Timeline) -> tuple[Timeline, Timeline, Timeline]:
    if timeline.package.name == CONVOY:
        buses = timeline.where(source_id=_lead(timeline), measure="buses")
        inside = buses.where(category="in_government_area")
        return buses.where(category="total"), inside, timeline.where(measure="buses")
    people = timeline.where(source_id=_lead(timeline), measure="people")
    return people.where(claim_id="c004"), people.where(category="ashore"), timeline


def _departure(timeline: Timeline) -> str:
    return next((row["event_id"] for row in timeline.rows["events"][-1:]), "")


def _divided(timeline: Timeline) -> str:
    """The measure of which parts are counted."""
    return {CONVOY: "buses", "ferry-2031": "people"}[timeline.package.name]


SAID: dict[str, Callable[[Timeline], Sentence]] = {
    "agreement": findings.agreement,
    "begins_before": lambda t: findings.begins_before(t, _departure(t)),
    "busiest_day": findings.busiest_day,
    "sum_under": lambda t: findings.sum_under(_counted(t), _goal(t)),
    "counted_most": lambda t: findings.counted_most(_counted(t), _goal(t)),
    "running_total": findings.running_total,
    "distances": findings.distances,
    "places_that_exclude": findings.places_that_exclude,
    "totals_that_fail": findings.totals_that_fail,
    "totals_that_fall": findings.totals_that_fall,
    "lineages": findings.lineages,
    "coverage": findings.coverage,
    "lost_hedges": findings.lost_hedges,
    "places_on_road": findings.places_on_road,
    "remainder": lambda t: findings.remainder(*_whole(t)),
    "side_by_side": findings.side_by_side,
    "range_by_period": findings.range_by_period,
    "as_stated": findings.as_stated,
    "starting_from": lambda t: findings.starting_from(t, _lead(t)),
    "verbs": findings.verbs,
    "parts_of_whole": lambda t: findings.parts_of_whole(t.where(measure=_divided(t))),
    "totals_by_claimant": findings.totals_by_claimant,
    "other_wordings": findings.other_wordings,
}
OTHERS = {
    *("sum_of", "disputed", "changes_by_run", "latest_by_claimant", "counts_by_place"),
    *("title_of_list", "title_of_total", "title_of_two_counts", "title_by_period", "latest_totals"),
    "rows_of_data_set",
    *("events", "title_of_beginnings", "title_of_days", "title_of_families", "title_of_hedges"),
    *("title_of_origins", "title_of_places", "title_of_publication", "title_of_road"),
}
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
        {"as_of": "2017-08-31"},
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
    return Scope.checked(case=name, **scope).narrow(loaded(name))


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
def test_every_printed_number_is_among_the_numbers(
    name: str, scope: dict[str, str | bool], finding: str
) -> None:
    sentence = SAID[finding](narrowed(name, scope))
    meant = Counter(n for number in sentence.numbers for n in DIGITS.findall(number.text))
    assert printed(sentence.text, loaded(name)).keys() <= meant.keys(), sentence.text
    known = {claim.claim_id for claim in loaded(name)}
    for number in sentence.numbers:
        assert set(number.claims) <= known
        length = number.name.startswith("km_")  # it rests on the table of places
        assert number.claims or number.value == 0 or length, number
        assert number.text in sentence.text
    assert set(re.findall(r"\[(c\d+)\]", sentence.text)) <= known


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize("finding", SAID)
def test_nothing_to_speak_of_is_a_single_line(name: str, finding: str) -> None:
    whole = loaded(name)
    none = whole.where(claim_id="c001").where(claim_id="c002")
    sentence = SAID[finding](none)
    silent = finding == "begins_before"  # most stories have no figure for such days
    assert silent or re.fullmatch(r"This selection holds no [a-z ,]+\.", sentence.text)
    assert sentence.numbers == ()


def ledger(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims and links, straight from the files."""
    folder = FOLDERS[name]
    claims = pd.read_csv(folder / "claims.csv", dtype="str", keep_default_na=False)
    links = pd.read_csv(folder / "links.csv", dtype="str", keep_default_na=False)
    return claims.set_index("claim_id"), links


def origins(name: str) -> pd.Series[str]:
    """The origin of each claim: links followed to their end, sure ones first."""
    claims, links = ledger(name)
    frame = links[links.relation.isin(["repeats", "garbles"]) & (links.certainty != "possible")]
    sure = frame.assign(rank=frame.certainty.map({"sure": 0, "likely": 1}))
    before = sure.sort_values("rank", kind="stable").drop_duplicates("claim_id")
    above = before.set_index("claim_id")["other_id"]
    column = pd.Series(claims.index, index=claims.index)
    while (column.isin(above.index)).any():
        column = column.map(lambda item: above.get(item, item))
    return column


def surely(name: str) -> dict[str, int]:
    """How many claims repeat another by a sure link, and how many by a likely one at best."""
    _, links = ledger(name)
    frame = links[links.relation.isin(["repeats", "garbles"])]
    sure = set(frame[frame.certainty == "sure"].claim_id)
    likely = set(frame[frame.certainty == "likely"].claim_id) - sure
    return {"sure_links": len(sure), "likely_links": len(likely)}


def values(sentence: Sentence) -> dict[str, float | None]:
    return {number.name: number.value for number in sentence.numbers}


@pytest.mark.parametrize("name", FOLDERS)
def test_holdings_counted_again(name: str) -> None:
    claims, _ = ledger(name)
    number, first = len(claims), origins(name).nunique()
    assert values(findings.coverage(loaded(name))) == {
        "claims": number,
        "origins": first,
        "documents": claims.source_id.nunique(),
        "retellings": number - first,
        **surely(name),
    }


def test_what_other_documents_said_first_is_no_first_word_of_an_article() -> None:
    own = narrowed(CONVOY, {"sources": "rudaw-2017-09-02"})
    elsewhere = [claim for claim in own if loaded(CONVOY)[claim.claim_id].retells]
    data = values(findings.lineages(own))
    assert data["first_said_elsewhere"] == len(elsewhere) > 0
    assert data["said_once"] == len(own) - len(elsewhere)


@pytest.mark.parametrize("name", FOLDERS)
def test_families_counted_again(name: str) -> None:
    sizes = origins(name).value_counts()
    assert values(findings.lineages(loaded(name))) == {
        "claims": sizes.sum(),
        "origins": len(sizes),
        "said_once": (sizes == 1).sum(),
    } | ({"largest_family": sizes.max() - 1} if sum(sizes == sizes.max()) == 1 else {})


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
    number = (hedged["first"] == hedged["then"]).sum()
    bare = (hedged["then"] == "bare").sum()
    _, links = ledger(name)
    sure = set(links[links.certainty == "sure"].claim_id)
    surely = hedged[hedged["then"] == "bare"].index.isin(sure).sum()
    nothing = {"hedge_kept": 0, "hedge_lost": 0, "hedge_turned": 0}
    assert nothing | values(findings.lost_hedges(loaded(name))) == {
        "retellings_with_number": len(numbered),
        "of_hedged_figures": len(hedged),
        "hedge_kept": number,
        "hedge_lost": bare,
        **({"hedge_lost_surely": surely} if surely else {}),
        "hedge_turned": len(hedged) - number - bare,
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
    sentence = findings.sum_under(_counted(loaded(CONVOY)), _goal(loaded(CONVOY)))
    numbers = values(sentence)
    assert numbers == {
        "added_up": week.stated.astype(int).sum(),
        "counts_added": len(week),
        "days_without_a_document": len(_days_searched_in_vain("2017-08-26", "2017-09-02")),
        "goal": 100,
    }
    assert sentence.text == (
        f"The documents that were found add up to at least {numbers['added_up']} strikes, by our "
        f"own sum of {numbers['counts_added']} counts. It is a floor: for "
        f"{numbers['days_without_a_document']} days a document was looked for and not found, and "
        f"{_narrowest_in_part()} could be found only in part. The sum neither confirms nor refutes "
        "the figure of the US-led Coalition, nearly 100 [c007]."
    )
    (summed,) = (number for number in sentence.numbers if number.name == "added_up")
    assert (summed.hedge, summed.low, summed.high) == ("at_least", summed.value, None)


def _narrowest_in_part() -> str:
    """What was looked for on strikes and found in part, over the fewest days; from the file."""
    with (DATA / CONVOY / "searches.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "strikes"]
    partly = [row for row in rows if row["result"] == "part_found"]
    return min(partly, key=lambda row: when(row["covers"]).days or 0)["looked_for"]


def _days_searched_in_vain(start: str, end: str) -> set[str]:
    """The single days on which no release on strikes was found, straight from the file."""
    with (DATA / CONVOY / "searches.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "strikes"]
    return {r["covers"] for r in rows if r["result"] == "not_found" and start <= r["covers"] <= end}


GOAL = "2031-03-04/2031-03-05"


def releases(case: Case, searched: str = "found", **goal: str) -> Case:
    """Counts of six and four on the first day of a claim, and of 16 on its second."""
    row = {"hedge": "bare", "stated": "26", "phrase": "26 sorties"} | goal
    case.change("claims", "c006", covers=GOAL, window="", **row)
    case.change("searches", "s001", result=searched)
    later = {"covers": "2031-03-05", "stated": "16", "phrase": "16 sorties"}
    return case.add("claims", "c011", claim_id="c028", **later)


def carrying(case: Case) -> Sentence:
    timeline = case.load()
    return findings.sum_under(timeline, timeline.where(claim_id="c006"))


NOT_INSIDE = [
    {"place_id": "strait"},
    {"place_id": ""},
    {"place_id": "port_sella"},
    {"covers": ""},
    {"covers": "2031-03-03"},
    {"covers": "2031-03-03/2031-03-05", "place_id": "north_bay"},
    {"covers": "../2031-03-05", "place_id": "north_bay"},
    {"measure": "trips", "phrase": "16 trips"},
]


@pytest.mark.parametrize("cells", NOT_INSIDE, ids=lambda cells: "-".join(cells.values()))
def test_only_counts_inside_place_and_days_of_the_claim_are_added(
    case: Case, cells: dict[str, str]
) -> None:
    assert values(carrying(releases(case)))["added_up"] == 6 + 4 + 16
    sentence = carrying(case.change("claims", "c028", **cells))
    assert sentence.text == (
        "The documents that were found add up to at least 10 sorties, by our own sum of 2 counts. "
        "It is a floor: for 1 day no count is on record. "
        "The sum neither confirms nor refutes the figure of the Coastguard, 26 [c006]."
    )
    assert sentence.numbers[0].claims == ("c011", "c012")


def test_counts_that_would_count_twice_are_mentioned(case: Case) -> None:
    releases(case).add("claims", "c011", claim_id="c029")
    sentence = carrying(case)
    assert "our own sum of 3 counts. 1 more count was left out, so that nothing is counted" in str(
        sentence
    )
    (left,) = (number for number in sentence.numbers if number.name == "counts_not_added")
    assert (left.value, left.claims) == (1, ("c029",))


# hedge and number of the claim, hedge of the last count, what the sum of 26 says of the claim
VERDICTS = [
    ("bare", "26", "26 sorties", "bare", "agrees with 26"),
    ("bare", "30", "30 sorties", "bare", "is below 30"),
    ("nearly", "30", "nearly 30 sorties", "bare", "neither confirms nor refutes nearly 30"),
    ("nearly", "20", "nearly 20 sorties", "bare", "is above nearly 20"),
    ("about", "26", "about 26 sorties", "bare", "neither confirms nor refutes about 26"),
    ("at_least", "30", "at least 30 sorties", "bare", "is below at least 30"),
    ("bare", "26", "26 sorties", "at_least", "neither confirms nor refutes 26"),
    ("bare", "20", "20 sorties", "at_least", "is above 20"),
]


@pytest.mark.parametrize(
    ("hedge", "stated", "phrase", "count", "verdict"), VERDICTS, ids=[v[4] for v in VERDICTS]
)
def test_a_sum_gives_a_verdict_where_no_end_that_matters_is_open(
    case: Case, hedge: str, stated: str, phrase: str, count: str, verdict: str
) -> None:
    releases(case, hedge=hedge, stated=stated, phrase=phrase)
    if count == "at_least":
        case.change("claims", "c028", hedge=count, phrase="at least 16 sorties")
    word, figure = re.split(r" (?=\d|nearly|about|at least)", verdict, maxsplit=1)
    assert str(carrying(case)).endswith(
        f" The sum {word} the figure of the Coastguard, {figure} [c006]."
    )


# what was searched for in vain, and the days that this leaves without a document
SEARCHED = [
    (["2031-03-05"], 1),
    (["2031-03-05", "2031-03-05"], 1),
    (["2031-03-04", "2031-03-05"], 2),
    (["2031-03-04/2031-03-06", "2031-03-05"], 2),
    (["[2031-03-03,2031-03-05]"], 1),
]


@pytest.mark.parametrize(("covers", "days"), SEARCHED)
def test_days_without_a_document_are_counted_once_and_leave_it_open(
    case: Case, covers: list[str], days: int
) -> None:
    releases(case, "not_found").change("searches", "s001", covers=covers[0])
    for more in covers[1:]:
        case.add("searches", "s001", search_id="s002", covers=more)
    sentence = carrying(case)
    assert values(sentence)["days_without_a_document"] == days
    plural = "" if days == 1 else "s"
    assert sentence.text.endswith(
        f"It is a floor: for {days} day{plural} a document was looked for and not found. "
        "The sum neither confirms nor refutes the figure of the Coastguard, 26 [c006]."
    )


@pytest.mark.parametrize(
    "cells",
    [{"measure": "trips"}, {"covers": ""}, {"covers": "2031-03-06"}, {"result": "found"}],
    ids=["another measure", "no day", "another day", "found"],
)
def test_a_search_for_something_else_leaves_no_day_without_a_document(
    case: Case, cells: dict[str, str]
) -> None:
    releases(case, "not_found").change("searches", "s001", **cells)
    sentence = carrying(case)
    assert "days_without_a_document" not in values(sentence)
    assert sentence.text.endswith(
        "counts. The sum agrees with the figure of the Coastguard, 26 [c006]."
    )


def test_a_document_found_in_part_makes_the_sum_a_floor(case: Case) -> None:
    sentence = carrying(releases(case, "part_found"))
    (summed,) = (number for number in sentence.numbers if number.name == "added_up")
    assert (summed.text, summed.low, summed.high) == ("at least 26", 26, None)
    assert sentence.text.endswith(
        "It is a floor: the release on sorties of 5 March could be found only in part. "
        "The sum neither confirms nor refutes the figure of the Coastguard, 26 [c006]."
    )


def test_a_floor_above_the_claim_is_above_it(case: Case) -> None:
    cells = {"hedge": "bare", "stated": "20", "phrase": "20 sorties"}
    assert str(carrying(releases(case, "part_found", **cells))).endswith(
        "The sum is above the figure of the Coastguard, 20 [c006]."
    )


def test_without_a_claim_the_counts_are_added_and_compared_with_nothing(case: Case) -> None:
    timeline = releases(case).load().where(claim_id=["c011", "c012", "c028"])
    sentence = findings.sum_under(timeline, timeline.where(measure="trips"))
    assert sentence.text == (
        "The documents in this selection add up to 26 sorties, by our own sum of 3 counts."
    )


def test_what_a_selection_hides_is_not_called_missing_from_the_record(case: Case) -> None:
    whole = releases(case).load()
    late = whole.during("2031-03-05", "2031-03-05")
    sentence = str(findings.sum_under(late, whole.where(claim_id="c006")))
    assert "documents in this selection add up to at least 16" in sentence
    assert "for 1 day no count is in this selection" in sentence
    assert "on record" not in sentence


def test_a_count_on_either_of_two_days_leaves_the_other_open(case: Case) -> None:
    releases(case).change("places", "port_sella", within="strait")
    case.change("claims", "c028", covers="[2031-03-04,2031-03-05]", place_id="port_sella")
    assert str(carrying(case)) == (
        "The documents that were found add up to at least 26 sorties, by our own sum of 3 counts. "
        "It is a floor: for 1 day no count is on record. "
        "The sum neither confirms nor refutes the figure of the Coastguard, 26 [c006]."
    )


def test_eleven_is_our_own_subtraction() -> None:
    sentence = findings.remainder(*_whole(loaded(CONVOY)))
    rest, printed_too, *both = sentence.numbers
    assert [number.value for number in both] == [17, 6]
    assert (
        "This assumes that both figures are Hezbollah’s and that none was lost or added between "
        "28 August and 2 September 2017, the days that the figures are for."
    ) in sentence.text
    assert (rest.kind, rest.value, rest.claims) == ("derived", 11, ("c002", "c001"))
    assert "Our own subtraction, 17 − 6, leaves 11 buses outside" in sentence.text
    assert printed_too.value == rest.value
    assert "Al Jazeera" in sentence.text


def test_everyone_who_prints_what_is_left_is_named(case: Case) -> None:
    for claim_id in ("c028", "c029"):
        more = {"category": "aboard_still", "hedge": "bare", "stated": "132"}
        case.add("claims", "c017", claim_id=claim_id, phrase="132 people", **more)
    sentence = findings.remainder(*_whole(case.load()))
    assert sentence.text == (
        "Our own subtraction, 212 − 80, leaves 132 people still on the ferry [c004] [c005]. "
        "This assumes that both figures are Alba Line’s and that none was lost or added between "
        "4 March and 5 March 2031, the days that the figures are for. The same number is given by "
        "Alba Line [c028] [c029]."
    )
    assert sentence.numbers[1].claims == ("c028", "c029")


def test_what_is_left_without_any_bound_is_not_printed(case: Case) -> None:
    case.change("claims", "c004", hedge="about", phrase="about 212 people")
    case.change("claims", "c005", hedge="nearly", phrase="nearly 80 are ashore")
    sentence = findings.remainder(*_whole(case.load()))
    assert sentence == Sentence("This selection holds no bound on what is left.")


@pytest.mark.parametrize(
    ("whole", "part", "why"),
    [
        ("c001", "c005", "figures said on two days"),
        ("c023", "c005", "figures of two claimants"),
        ("c014", "c011", "no declared part of that whole"),
    ],
)
def test_a_refused_subtraction_is_a_sentence(
    ferry: Timeline, whole: str, part: str, why: str
) -> None:
    timeline, two = (ferry.where(claim_id=claim_id) for claim_id in (whole, part))
    with pytest.raises(Invalid, match=why):
        difference(ferry[whole], ferry[part], ferry.measures)
    assert findings.remainder(timeline, two, ferry) == Sentence(
        f"This cannot be computed from {why}."
    )


NO_RANGE = "This selection holds no figure that could be put in a range."
SPREADS = [
    (
        {"measure": "injured"},
        "For 4 March 2031 the figure for people injured is 0 (Alba Line [c003]). "
        "For 4 March (inferred) to 5 March 2031 the figure is more than 10 (the Coastguard "
        "[c008]). "
        "For 4 March (inferred) to 6 March 2031 the figure is at least 14 (the Coastguard [c019]). "
        "For 4 March to 7 March 2031 the figure is up to 20 (the Transport Ministry, estimated "
        "[c027]).",
    ),
    (
        {"claim_id": ["c001", "c010"]},
        "For 4 March 2031 the figures for people aboard run from 212 (Alba Line [c001]) to more "
        "than 220 (North Wire [c010]).",
    ),
    (
        {"claim_id": ["c002", "c020"]},
        "For 4 March 2031 the figure for cars on deck is about 60 (Alba Line [c002]). "
        "For 4 March 2031 the figure for people aboard is between 200 and 230 (Island Radio "
        "[c020]).",
    ),
    (
        {"claim_id": ["c010", "c020"]},
        "For 4 March 2031 the widest range for people aboard is between 200 and 230 (Island Radio "
        "[c020]). There are 2 claims; 1 of them may repeat an earlier one.",
    ),
    (
        {"claim_id": ["c007", "c022"]},
        "This selection holds no figure that could be put in a range.",
    ),
    (
        {"claim_id": "c004"},
        "For 4 March 2031 the figure for people aboard is 212 "
        "(Alba Line or the Harbour Post [c004]).",
    ),
]


@pytest.mark.parametrize(("filters", "text"), SPREADS, ids=[str(filters) for filters, _ in SPREADS])
def test_a_spread_goes_from_end_to_end_in_each_period(
    ferry: Timeline, filters: dict[str, str | list[str]], text: str
) -> None:
    sentence = findings.range_by_period(ferry.where(**filters))
    assert sentence.text == text
    reported = [number for number in sentence.numbers if number.kind == "reported"]
    assert {f"[{i}]" for number in reported for i in number.claims} == {
        *re.findall(r"\[c\d+\]", text)
    }


def test_equal_ends_of_a_range_name_all_who_give_them(case: Case) -> None:
    """212 without a hedge lies below more than 212; who prints the very same shares its end."""
    case.add("claims", "c001", claim_id="c028", claimant="radio")
    above = {"phrase": "more than 212 people", "hedge": "more_than"}
    case.add("claims", "c001", claim_id="c029", **above)
    case.add("claims", "c010", claim_id="c030", stance="expects", claimant="coastguard")
    names = ["c001", "c028", "c029", "c010", "c030"]
    sentence = findings.range_by_period(case.load().where(claim_id=names))
    assert str(sentence) == (
        "For 4 March 2031 the figures for people aboard run from 212 (Alba Line [c001] and Island "
        "Radio [c028]) to more than 220 (North Wire [c010] and the Coastguard, expected [c030]). "
        "There are 5 claims; 1 of them may repeat an earlier one."
    )


def test_figures_that_only_may_repeat_another_are_counted(case: Case) -> None:
    for number, stated in (("c028", "214"), ("c029", "215")):
        case.add("claims", "c001", claim_id=number, stated=stated, phrase=f"{stated} people")
    link = {"relation": "garbles", "other_id": "c001", "certainty": "possible", "reason": "rounded"}
    case.add("links", case.rows("links")[0]["claim_id"], claim_id="c028", **link)
    sentence = findings.range_by_period(case.load().where(claim_id=["c001", "c028", "c029"]))
    assert str(sentence).endswith(" There are 3 claims; 1 of them may repeat an earlier one.")


def test_figures_without_a_day_are_a_period_of_their_own(case: Case) -> None:
    sentence = findings.range_by_period(
        case.change("claims", "c002", covers="").load().where(measure="cars")
    )
    assert (
        str(sentence) == "Without a day the figure for cars on deck is about 60 (Alba Line [c002])."
    )


def test_figures_are_stated_by_document_and_claimant(case: Case) -> None:
    case.change("claims", "c010", stance="expects")
    timeline = case.load()
    assert findings.as_stated(timeline.where(claim_id="c001")) == compose(
        "In Alba Line (4 March 2031), Alba Line spoke of {c001} people aboard [c{id}].",
        c001=reported("c001", timeline["c001"]),
        id="001",
    )
    lead = findings.as_stated(timeline.where(claim_id=["c004", "c005"]))
    assert str(lead) == (
        "In the article we start from (Harbour Post, 5 March 2031), Alba Line or the Harbour Post "
        "spoke of 212 people aboard [c004]; Alba Line, according to North Wire, spoke of 80 people "
        "brought ashore [c005]."
    )
    assert "North Wire expected more than 220 people aboard [c010]" in str(
        findings.as_stated(timeline.where(claim_id="c010"))
    )


def test_a_running_total_is_in_order_and_never_added() -> None:
    killed = loaded(CONVOY).where(measure="fighters_killed")
    sentence = findings.running_total(killed)
    steps = [number for number in sentence.numbers if number.kind == "reported"]
    assert [step.value for step in steps] == [50, 50, 85, 100]
    assert "135" not in sentence.text
    assert "later figure replaces the earlier one and is not added to it." in sentence.text


def test_only_repetitions_of_the_figures_named_are_counted(ferry: Timeline) -> None:
    """A claim that repeats words without a number says nothing of how a total went."""
    injured = ferry.where(claim_id=["c003", "c008", "c018"])
    assert str(findings.running_total(injured)).endswith(
        " 1 claim repeats one of these figures, with another number or hedge."
    )
    assert "repeat" not in str(findings.running_total(ferry.where(claim_id=["c003", "c008"])))
    assert "On 4 March 2031 Alba Line spoke of no people injured [c003]; on" in str(
        findings.running_total(injured)
    )


def test_sums_that_fail_are_named_with_their_parts(ferry: Timeline) -> None:
    sentence = findings.totals_that_fail(ferry)
    assert values(sentence) == {"parts_added": 10, "c014": 11, "c011": 6, "c012": 4}
    assert sentence.text == (
        "The Coastguard spoke of 11 lifeboat sorties [c014], but the parts given with it, 6 and 4, "
        "make 10."
    )


@pytest.mark.parametrize(
    ("whole", "text"),
    [
        ({"stated": "10"}, "The parts given with 1 total add up."),
        (
            {"hedge": "about", "phrase": "about 11 sorties"},
            "Whether the parts of 1 total add up cannot be told: a figure is hedged, or a part is "
            "missing.",
        ),
    ],
)
def test_sums_that_hold_or_cannot_be_told_are_counted(
    case: Case, whole: dict[str, str], text: str
) -> None:
    case.change("claims", "c014", **{"phrase": "10 sorties"} | whole)
    assert str(findings.totals_that_fail(case.load())) == text


def test_a_single_part_below_its_whole_is_no_sum_that_fails(case: Case) -> None:
    few = case.load().where(claim_id=["c014", "c011"])
    assert "cannot be told" in str(findings.totals_that_fail(few))


def test_the_days_before_an_event_are_counted() -> None:
    sentence = findings.begins_before(loaded(CONVOY), "2017-08-28-departure")
    (days,) = sentence.numbers
    claim = loaded(CONVOY)[days.claims[0]]
    assert claim.covers
    assert claim.covers.first
    event = pd.Timestamp("2017-08-28") - pd.Timestamp(claim.covers.first)
    assert days.value == event.days


@pytest.mark.parametrize("name", FOLDERS)
def test_days_before_an_event_that_is_not_on_record_are_no_sentence(name: str) -> None:
    sentence = findings.begins_before(loaded(name), "2031-03-08-nothing")
    assert sentence == Sentence("")


def test_days_before_an_event_that_no_figure_is_for_are_no_sentence(ferry: Timeline) -> None:
    event = min(ferry.rows["events"], key=lambda row: row["when"])["event_id"]
    on_the_day = ferry.where(claim_id="c001")
    assert findings.begins_before(on_the_day, event) == Sentence("")


def test_a_story_lacks_what_its_whole_record_lacks(ferry: Timeline) -> None:
    """What a reader chose is named only where it can hide something."""
    assert str(findings.verbs(ferry.where(measure="cars"))).startswith("This record holds no ")
    hidden = ferry.where(measure="cars", claimant="line")
    assert str(findings.verbs(hidden)).startswith("This selection holds no ")


def test_disputes_of_a_scope_are_those_that_stand_in_it(ferry: Timeline) -> None:
    every = findings.disputed(ferry).frame
    assert list(every["dispute"]) == ["d001", "d003", "d002"]
    assert list(every["state"]) == ["Open", "Cannot be resolved", "Explained"]
    assert list(every["question"]) == [
        ferry.row("disputes", name)["title"] for name in every["dispute"]
    ]
    assert list(every["claims"]) == ["c001 c010 c023", "c011 c012 c014", "c025 c026"]
    assert list(findings.disputed(ferry.where(measure="sorties")).frame["dispute"]) == ["d003"]
    assert findings.disputed(ferry.where(measure="cars")).frame.empty


@pytest.mark.parametrize(
    ("name", "as_of", "listed"),
    [
        ("ferry-2031", "", ["d001", "d003", "d002"]),
        ("ferry-2031", "2031-03-05", ["d001", "d003"]),
        (CONVOY, "2017-08-31", ["d001", "d003", "d004", "d008"]),
    ],
)
def test_the_finding_the_opening_and_the_gaps_list_the_same_disputes(
    name: str, as_of: str, listed: list[str]
) -> None:
    whole, scope = loaded(name), Scope.checked(case=name, as_of=as_of)
    key = Figure("opening", "key", "", b"", "", "", "")
    edition = Edition(scope, whole, scope.narrow(whole), Document(()), key, {})
    frame = findings.disputed(edition.timeline).frame
    assert list(frame["dispute"]) == listed
    counted = {number.name: number.value for number in questions.states(edition).numbers}
    states = Counter(frame["state"])
    assert counted == {
        "disputes": len(frame),
        **{f"disputes_{state}": states[word] for state, word in STATES.items() if states[word]},
    }
    printed_open, every = first_page.disputed(edition), appendix.gaps(edition)
    judged = {row["reason"]: row["state"] for row, _ in disputes_on_record(edition.timeline)}
    for row in whole.rows["disputes"]:
        reason = row["reason"].rstrip(".")
        if not reason:
            continue
        words = markup.foreign(reason[:1].upper() + reason[1:])
        assert (words in every) == (row["reason"] in judged)
        assert (words in printed_open) == (judged.get(row["reason"]) == "open")
    items = [line for line in every.splitlines() if line.startswith("- **")]
    cited = [" ".join(re.findall(r"\(#(c\d+)\)", item)) for item in items]
    assert cited == list(frame["claims"])


# what is chosen, the beginning of the answer, the claims that it names
STARTS = [
    (
        {},
        "In the article we start from (Harbour Post, 5 March 2031), ",
        {"c004", "c005", "c006", "c008"},
    ),
    ({"as_of": "2031-03-04"}, "The article we start from was not out yet; until then: ", {"c001"}),
    (
        {"claimants": "ministry"},
        "The article we start from gives no such figure here; others do: ",
        {"c023"},
    ),
    ({"claimants": "wire", "end": "2031-03-03"}, "This selection holds ", set()),
]


@pytest.mark.parametrize(("scope", "beginning", "named"), STARTS)
def test_an_answer_starts_from_the_article_or_from_what_was_in_print(
    scope: dict[str, str | bool], beginning: str, named: set[str]
) -> None:
    timeline = narrowed("ferry-2031", scope)
    answer = findings.starting_from(timeline, "post-2031-03-05")
    assert answer.text.startswith(beginning)
    assert named <= set(answer.cited)


def test_before_anything_is_in_print_an_answer_says_so() -> None:
    early = narrowed(CONVOY, {"as_of": "2017-08-27"}).where(measure="buses")
    answer = findings.starting_from(early, "rudaw-2017-09-02")
    assert answer.text.startswith("The article we start from was not out yet")
    assert not answer.cited


def test_the_figures_of_the_article_stay_without_retellings() -> None:
    """Its six buses, which an agency had first."""
    without = narrowed(CONVOY, {"include_retellings": False})
    own = loaded(CONVOY).where(source_id="rudaw-2017-09-02")
    assert {claim.claim_id for claim in own} <= {claim.claim_id for claim in without}
    assert len(without) < len(loaded(CONVOY))


def test_a_scope_without_disputes_says_so(ferry: Timeline) -> None:
    key = Figure("opening", "key", "", b"", "", "", "")
    cars = ferry.where(measure="cars")
    edition = Edition(Scope(), ferry, cars, Document(()), key, {})
    assert first_page.disputed(edition) == r"No contradiction is on record among these claims\."


def test_only_what_can_be_added_is_added_up(ferry: Timeline) -> None:
    (derived,) = findings.sum_of(ferry.where(measure="sorties", counts="new"), "ours")
    assert set(derived.claims) <= {"c011", "c012", "c014", "c015"}
    assert derived.quantity.stated == sum(
        ferry[claim_id].quantity.stated or 0 for claim_id in derived.claims
    )
    assert findings.sum_of(ferry.where(measure="statement"), "ours") == []


def test_files_are_where_the_tests_read_them() -> None:
    assert all(Path(folder, "claims.csv").is_file() for folder in FOLDERS.values())


def test_a_running_total_that_falls_is_named_with_both_claimants(case: Case) -> None:
    timeline = case.load().where(measure="injured")
    assert "none is below an earlier" in str(findings.totals_that_fall(timeline))
    case.change("claims", "c027", phrase="four people", hedge="bare", stated="4")
    case.change("claims", "c027", covers="2031-03-04?/2031-03-07")
    sentence = findings.totals_that_fall(case.load().where(measure="injured"))
    assert "That is a difference between the two, and not a fall: " in str(sentence)
    assert "of its own claimant" in str(sentence)
    assert {"c019", "c027"} <= set(sentence.cited)
    assert {"c019", "c027"} <= {number.name for number in sentence.numbers}


def test_a_claimant_s_own_total_that_falls_is_said_to_fall(case: Case) -> None:
    change = {"phrase": "four people", "hedge": "bare", "stated": "4", "claimant": "coastguard"}
    case.change("claims", "c027", covers="2031-03-04?/2031-03-07", **change)
    sentence = findings.totals_that_fall(case.load().where(measure="injured"))
    assert "a later one is below an earlier one of the same claimant" in str(sentence)
    assert "difference" not in str(sentence)
    assert {"c019", "c027"} <= set(sentence.cited)


def test_the_total_of_a_town_is_no_fall_of_that_of_its_province() -> None:
    timeline = loaded("quake-2034").where(measure="dead")
    towns = {claim.claim_id for claim in timeline if claim.counts == "running_total"} & {
        *("c023", "c024", "c025", "c026")
    }
    sentence = findings.totals_that_fall(timeline)
    assert towns
    assert not towns & set(sentence.cited)
