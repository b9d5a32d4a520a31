"""The convoy case: the article's figures as a reader finds them, and what every case must keep."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from gallery import CONVOY, case

from analysis.case.layout import canonical
from analysis.case.load import examine
from analysis.case.places import located
from analysis.case.schema import package
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.claims.measure import STATEMENT
from analysis.claims.sums import difference
from analysis.paths import DATA

LEAD = "rudaw-2017-09-02"
SAID, MANY = "2017-09-02", "unquantified"

# The lead article, read and coded by hand from its text. The article is the authority, so these
# alone are typed: paragraph, words, hedge, number, claimant, via, kind of count, days it is about.
H, HR, C, M, R = "hezbollah", "[hezbollah,rudaw]", "coalition", "russian_mod", "rudaw"
TWO_DAYS = "2017-08-31?/2017-09-02"
FIGURES = [
    ("p3", "six buses remain in government-held areas", "bare", "6", H, "reuters", "level", SAID),
    ("p3", "Seventeen buses", "bare", "17", HR, "", "level", "2017-08-28?"),
    ("p5", "more than 20 ISIS vehicles", "more_than", "20", C, "", "unclear", "/2017-09-02?"),
    ("p5", "an estimated 50 ISIS fighters", "about", "50", C, "", "unclear", "/2017-09-02?"),
    ("p10", "many of the vehicles that were coming", MANY, "", C, "", "unclear", "/2017-09-02?"),
    ("p12", "killing many ISIS fighters", MANY, "", C, "", "unclear", "/2017-09-02?"),
    (
        *("p13", "more than 300 ISIS fighters with small arms", "more_than", "300"),
        *("reports", "", "level", "2017-09-02?"),
    ),
    ("p13", "may be much higher", "none", "", "iraqi_intelligence", "", "level", "2017-09-02?"),
    (
        *("p15", "nearly 100 strikes in the river valley", "nearly", "100"),
        *(C, "", "new", "2017-08-26?/2017-09-02"),
    ),
    ("p17", "nine pieces of hardware", "bare", "9", M, "", "new", TWO_DAYS),
    ("p17", "two tanks", "bare", "2", M, "", "new", TWO_DAYS),
    ("p17", "six artillery nests", "bare", "6", M, "", "new", TWO_DAYS),
    ("p17", "one homemade multiple rocket launcher", "bare", "1", M, "", "new", TWO_DAYS),
    ("p17", "three ammunition depots", "bare", "3", M, "", "new", TWO_DAYS),
    ("p17", "a command center", "bare", "1", M, "", "new", TWO_DAYS),
    (
        "p17",
        "20 trucks loaded with fuel, arms and ammunition",
        "bare",
        "20",
        M,
        "",
        "new",
        TWO_DAYS,
    ),
    ("p18", "thousands of ISIS militants", MANY, "", R, "", "level", SAID),
]
# Its statements without a figure: paragraph, words, claimant, via, stance, days, place, event.
STATEMENTS = [
    (
        *("headline", "ISIS convoy no longer in Syrian government territory", H, "reuters", ""),
        *(SAID, "", "2017-09-02-crossing"),
    ),
    (
        *("p2", "have fulfilled their obligations to transfer buses out", H, "reuters", ""),
        *("/2017-09-02", "", "2017-09-02-hezbollah"),
    ),
    (
        *("p4", "agreed to a deal last weekend", R, "", ""),
        *("[2017-08-26,2017-08-27]", "border_enclave", "2017-08-27-deal"),
    ),
    ("p6", "continue to monitor that convoy of buses", C, "", "intends", "", "", ""),
    ("p7", "destined for the Iraq-Syria border", C, "", "expects", "", "iraq_syria_border", ""),
    ("p8", "transfer to vehicles coming from Al Bukamal", C, "", "", "", "", ""),
    (
        *("p9", "desert east of Humayma and As Sukhnah", "[coalition,rudaw]", "", ""),
        *("/2017-09-02", "east_of_humayma", "2017-08-30-halt"),
    ),
    (
        *("p11", "back for Palmyra and up towards As Sukhnah", C, "", ""),
        *("/2017-09-02", "toward_as_sukhnah", "2017-08-31-swing-back"),
    ),
    (
        *("p12", "continuing to prevent them from moving further east", C, "", ""),
        *("/2017-09-02", "", ""),
    ),
    (
        *("p14", "the largest concentration of ISIS fighters and leadership", R, "", ""),
        *(SAID, "middle_euphrates", ""),
    ),
    (
        *("p15", "vehicle borne improvised explosive devices, factories", C, "", ""),
        *("2017-08-26?/2017-09-02", "middle_euphrates", "2017-09-02-valley-strikes"),
    ),
    (
        *("p16", "continued to target ISIS in Deir ez-Zor", R, "", ""),
        *("/2017-09-02", "deir_ez_zor_province", ""),
    ),
    (
        "p19",
        "ISIS's last stand",
        "us_dod",
        "",
        "",
        "/2017-08-31",
        "middle_euphrates",
        "",
    ),
]
SPEAKERS = {
    "Col. Ryan Dillon",
    "Lt. Gen. Stephen Townsend",
    "Secretary-General Hassan Nasrallah",
    "Spokesman Bahram Qassemi",
    "Abu Ali Basri",
    "Secretary James Mattis",
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


def _coded(rows: tuple[Row, ...], figures: bool, *columns: str) -> list[tuple[str, ...]]:
    """The cells of the lead article's rows in these columns: of its figures, or its statements."""
    chosen = [r for r in rows if r["source_id"] == LEAD and (r["measure"] != STATEMENT) == figures]
    return sorted(tuple(row[name] for name in columns) for row in chosen)


def test_the_articles_figures_are_exactly_these(rows: tuple[Row, ...]) -> None:
    columns = ("locator", "phrase", "hedge", "stated", "claimant", "via", "counts", "covers")
    assert _coded(rows, True, *columns) == sorted(FIGURES)
    assert len(FIGURES) == 17


def test_the_articles_statements_are_exactly_these(rows: tuple[Row, ...]) -> None:
    columns = ("locator", "phrase", "claimant", "via", "stance", "covers", "place_id", "event_id")
    assert _coded(rows, False, *columns) == sorted(STATEMENTS)


def test_who_passed_a_figure_on_unnamed_stands_in_links(convoy: Timeline) -> None:
    listed = convoy.where(source_id=LEAD, measure="hardware_destroyed").claims
    assert {convoy[c.retells].source_id for c in listed} == {"sputnik-2017-09-02"}
    assert convoy[convoy["c006"].retells].via == ("al_sabah",)


def test_the_articles_own_contradictions_are_raised(convoy: Timeline) -> None:
    every = [set(members(row["claims"])) for row in convoy.rows["disputes"]]
    lead = {row["claim_id"] for row in convoy.rows["claims"] if row["source_id"] == LEAD}
    inside = [ids for ids in every if ids <= lead]
    assert {"c001", "c417"} in inside
    (nine,) = [ids for ids in inside if "c009" in ids]
    assert sum(convoy[part].quantity.stated or 0 for part in nine - {"c009"}) == 13


def test_the_article_stands_on_the_map_and_in_the_days(convoy: Timeline) -> None:
    lead, known = convoy.where(source_id=LEAD).claims, located(convoy)
    assert {"humayma_road", "middle_euphrates", "east_of_humayma"} <= {c.place_id for c in lead}
    assert all(c.place_id in known for c in lead if c.place_id and c.place_id[:7] != "toward_")
    assert {c.event_id for c in lead} >= {"2017-08-31-swing-back", "2017-09-02-crossing"}
    placed = convoy.where(source_id=LEAD, measure=STATEMENT, category="position").claims
    assert {c.place_id for c in placed} == {
        *("", "iraq_syria_border", "east_of_humayma", "toward_as_sukhnah")
    }


def test_a_hedge_is_lost_only_where_that_is_safe(convoy: Timeline) -> None:
    lost = {claim.claim_id for claim in convoy if claim.hedge_lost}
    assert lost == {"c015", "c161", "c182", "c272"}
    for claim_id in lost:
        origin = convoy.row("claims", convoy[claim_id].origin)
        assert origin["speech"] != "paraphrased"


def test_the_task_forces_own_words_come_before_any_paraphrase_of_them(convoy: Timeline) -> None:
    for measure, words in (("fighters_killed", "c193"), ("vehicles_struck", "c194")):
        assert convoy.row("claims", words)["speech"] == "quoted"
        assert convoy[words].origin == words
        paraphrased = convoy.where(measure=measure, source_id="presstv-2017-09-03").claims
        assert {claim.origin for claim in paraphrased} == {words}


def test_two_papers_that_heard_one_spokesman_do_not_retell_each_other(convoy: Timeline) -> None:
    times = convoy.where(source_id="nyt-firstrunnews-2017-09", claimant="coalition").claims
    assert len(times) == 2
    assert all(claim.origin == claim.claim_id for claim in times)


@pytest.mark.parametrize("claim_id", ["c028", "c036", "c234", "c425"])
def test_a_direction_is_no_position(convoy: Timeline, claim_id: str) -> None:
    place = convoy.row("places", convoy[claim_id].place_id)
    assert place["name"].startswith("Towards ")
    assert place["place_id"] not in located(convoy)


def test_rival_positions_of_the_convoy_stay_apart(convoy: Timeline) -> None:
    stood = {"c026": "humayma_to_as_sukhnah", "c037": "east_of_as_sukhnah", "c230": "open_desert"}
    stood |= {"c208": "no_mans_land", "c423": "east_of_humayma"}
    assert {claim_id: convoy[claim_id].place_id for claim_id in stood} == stood
    assert not any(claim.place_id == "convoy_halt" for claim in convoy)


def test_each_strike_says_what_it_hit(rows: tuple[Row, ...]) -> None:
    alone = [row["phrase"] for row in rows if row["measure"] == "strikes" and row["stated"] == "1"]
    assert len(alone) == 10
    assert all(len(phrase.split()) > 4 for phrase in alone)


def test_no_remark_of_a_coder_stands_as_words_of_a_source(rows: tuple[Row, ...]) -> None:
    assert not [row["claim_id"] for row in rows if re.search(r"[()]", row["phrase"][:1])]


def test_every_dispute_asks_a_question(convoy: Timeline) -> None:
    titles = [row["title"] for row in convoy.rows["disputes"]]
    assert len(set(titles)) == len(titles)
    for title in titles:
        assert re.fullmatch(r"[A-Z][^\d?]*\?", title), title


def test_what_starts_or_feeds_a_dispute_is_in_the_record(convoy: Timeline) -> None:
    held = {claim for row in convoy.rows["disputes"] for claim in members(row["claims"])}
    started = "c083 c095 c167 c196 c213 c228 c241 c245 c248 c263 c264 c265 c270 c280 c283 c293"
    assert set(started.split()) <= held


def test_a_figure_with_an_hour_of_its_own_has_it(convoy: Timeline) -> None:
    hours = {"c038": "2017-09-08T07:00Z", "c195": "2017-09-04T01:05+03:00"}
    printed = {i: str(c.covers if i == "c038" else c.said_on) for i in hours if (c := convoy[i])}
    assert printed == hours


DAY = re.compile(r"(\d\d?) (August|September)")
"""A day as notes name it; all are of 2017."""


def test_a_note_knows_nothing_later_than_its_document(
    convoy: Timeline, rows: tuple[Row, ...]
) -> None:
    named = 0
    for row in rows:
        out = convoy.row("sources", row["source_id"])["published"]
        for day, month in DAY.findall(row["note"]) if out else ():
            named += 1
            said = f"2017-{8 if month == 'August' else 9:02}-{int(day):02}"
            assert said <= out, row["claim_id"]
    assert named


def test_every_category_has_a_claim(convoy: Timeline, rows: tuple[Row, ...]) -> None:
    used = {(row["measure"], category) for row in rows for category in members(row["category"])}
    assert {(row["measure"], row["category"]) for row in convoy.rows["measures"]} == used


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
