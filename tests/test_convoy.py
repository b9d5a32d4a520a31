"""The convoy case: the article's figures as a reader finds them, and what every case must keep."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from gallery import CONVOY, case

from analysis.case.layout import canonical
from analysis.case.load import examine
from analysis.case.schema import package
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.claims.sums import difference
from analysis.paths import DATA

LEAD = "rudaw-2017-09-02"

# The figures of the lead article, read and coded by hand. The article is the authority, so these
# alone are typed: measure, category, hedge, stated, claimant.
ARTICLE = [
    ("buses", "in_government_area", "bare", "6", "hezbollah"),
    ("buses", "total", "bare", "17", "[hezbollah,rudaw]"),
    ("vehicles_struck", "total", "more_than", "20", "coalition"),
    ("fighters_killed", "total", "about", "50", "coalition"),
    ("aboard", "fighters", "more_than", "300", "reports"),
    ("aboard", "fighters", "none", "", "iraqi_intelligence"),
    ("strikes", "total", "nearly", "100", "coalition"),
    ("hardware_destroyed", "pieces", "bare", "9", "russian_mod"),
    ("hardware_destroyed", "tanks", "bare", "2", "russian_mod"),
    ("hardware_destroyed", "artillery", "bare", "6", "russian_mod"),
    ("hardware_destroyed", "rocket_launchers", "bare", "1", "russian_mod"),
    ("hardware_destroyed", "ammunition_depots", "bare", "3", "russian_mod"),
    ("hardware_destroyed", "command_posts", "bare", "1", "russian_mod"),
    ("hardware_destroyed", "trucks", "bare", "20", "russian_mod"),
    ("fighters_present", "total", "unquantified", "", "rudaw"),
]
SPEAKERS = {
    "Col. Ryan Dillon",
    "Lt. Gen. Stephen Townsend",
    "Hassan Nasrallah",
    "Bahram Qassemi",
    "Abu Ali Basri",
}
"""People who spoke in public for those whose figures they gave; nobody else is named."""
TITLES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Col|Gen|Lt|Maj|Capt|Sgt|Sheikh|Abu|Umm|Ibn)\b\.? ?[A-Z]")


@pytest.fixture(scope="module")
def convoy() -> Timeline:
    return case(CONVOY)


@pytest.fixture(scope="module")
def rows(convoy: Timeline) -> tuple[Row, ...]:
    return convoy.rows["claims"]


def test_the_lead_document_is_the_article(convoy: Timeline) -> None:
    assert convoy.package.lead_source == LEAD
    source = convoy.row("sources", LEAD)
    assert (source["kind"], source["published"], source["extent"]) == (
        "article",
        "2017-09-02",
        "full",
    )


def test_the_articles_figures_are_exactly_these(rows: tuple[Row, ...]) -> None:
    values = [
        (row["measure"], row["category"], row["hedge"], row["stated"], row["claimant"])
        for row in rows
        if row["source_id"] == LEAD
    ]
    assert sorted(values) == sorted(ARTICLE)


def test_what_is_second_hand_says_through_whom(rows: tuple[Row, ...]) -> None:
    via = {row["claim_id"]: row["via"] for row in rows if row["source_id"] == LEAD}
    assert via["c001"] == "reuters"
    assert via["c006"] == "al_sabah"
    assert {i for i, who in via.items() if who == "sputnik"} == {
        row["claim_id"]
        for row in rows
        if row["source_id"] == LEAD and row["measure"] == "hardware_destroyed"
    }


def test_eleven_is_seventeen_less_six_and_ours(convoy: Timeline) -> None:
    derived = difference(convoy["c002"], convoy["c001"], convoy.measures)
    assert derived.quantity.stated == derived.quantity.low == derived.quantity.high == 11
    assert derived.how == "17 − 6"
    assert derived.claims == ("c002", "c001")
    assert derived.label == "buses outside government-held areas"


def test_there_is_a_story_to_the_figures(convoy: Timeline) -> None:
    events = convoy.rows["events"]
    assert len(events) >= 35
    known = {row["source_id"] for row in convoy.rows["sources"]}
    for event in events:
        assert event["sources"]
        assert set(members(event["sources"])) <= known
    days = [when(event["when"]) for event in events]
    assert all(day.first or day.last for day in days)


def test_every_claim_leads_to_a_document_that_can_be_opened(
    convoy: Timeline, rows: tuple[Row, ...]
) -> None:
    for row in rows:
        source = convoy.row("sources", row["source_id"])
        assert re.match(r"https?://[^\s]+$", source["url"]), row["claim_id"]
        assert source["extent"] != "not_seen", row["claim_id"]


def test_a_phrase_is_the_words_of_a_figure_and_never_a_sentence(rows: tuple[Row, ...]) -> None:
    for row in rows:
        assert 1 <= len(row["phrase"].split()) <= 8, row["claim_id"]
        assert not row["phrase"].endswith((".", "!", "?", "؟")), row["claim_id"]
        assert len(row["window"].split()) <= 6
        assert len(row["verb"].split()) <= 3


def test_a_phrase_in_another_language_has_a_gloss(convoy: Timeline, rows: tuple[Row, ...]) -> None:
    for row in rows:
        foreign = convoy.row("sources", row["source_id"])["language"] != "en"
        assert bool(row["gloss"]) >= foreign, row["claim_id"]
    assert len({row["language"] for row in convoy.rows["sources"]}) >= 4


def test_no_private_person_is_named(convoy: Timeline, rows: tuple[Row, ...]) -> None:
    assert {row["speaker"] for row in rows} - {""} <= SPEAKERS
    kinds = {row["actor_id"]: row["kind"] for row in convoy.rows["actors"]}
    for row in rows:
        if row["speaker"]:
            spoken_for = {kinds[actor] for actor in members(row["claimant"])}
            assert not spoken_for & {"outlet", "unnamed"}, row["claim_id"]
    assert not [row["name"] for row in convoy.rows["actors"] if TITLES.search(row["name"])]
    assert {row["coded_by"] for row in rows} | {row["checked_by"] for row in rows} <= {
        "",
        "coder",
        "checker",
    }


def test_nobody_checked_what_nobody_signed(rows: tuple[Row, ...]) -> None:
    for row in rows:
        assert (row["state"] == "checked") == bool(row["checked_by"]), row["claim_id"]


def test_it_keeps_every_rule() -> None:
    checked = examine(CONVOY)
    tables, problems = checked.tables, checked.problems
    assert problems == []
    assert len(tables) == 10


@pytest.mark.parametrize("name", sorted(package(DATA / CONVOY).tables))
def test_a_file_written_again_is_the_same_file(convoy: Timeline, name: str) -> None:
    schema = package(DATA / CONVOY).tables[name]
    assert canonical(schema, convoy.rows[name]) == (DATA / CONVOY / schema.path).read_bytes()


VALIDATE = """
import sys
from frictionless import system, validate
with system.use_context(trusted=True):  # the schema lies outside the folder of the case
    report = validate(sys.argv[1])
print(report.flatten(["rowNumber", "fieldName", "note"]))
sys.exit(not report.valid)
"""


def test_frictionless_accepts_it_too() -> None:
    path = DATA / CONVOY / "datapackage.json"
    done = subprocess.run(
        [sys.executable, "-c", VALIDATE, path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip() == "[]"


def test_absence_is_on_record_only_where_somebody_looked(convoy: Timeline) -> None:
    for row in convoy.rows["searches"]:
        assert row["looked_for"]
        assert row["searched_in"]
        assert row["result"] in {"found", "part_found", "not_found"}


def test_the_six_stay_and_the_eleven_are_not_lost(rows: tuple[Row, ...]) -> None:
    inside = [row for row in rows if row["category"] == "in_government_area"]
    assert {row["verb"] for row in inside} & {"remain", "remained", "had remained"}
    assert not any("lost" in row["verb"] or "destroyed" in row["verb"] for row in inside)
