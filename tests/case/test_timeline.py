"""A frozen timeline: every verb returns a new one that holds fewer claims."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pandas as pd
import pytest
from conftest import Case

from analysis.case.timeline import Timeline
from analysis.claims.claim import Claim
from analysis.errors import Invalid
from analysis.words.card import card
from analysis.words.citation import citation
from analysis.words.sentences import say


def ids(timeline: Timeline) -> list[str]:
    return [row["claim_id"] for row in timeline.chosen]


def rows_where(timeline: Timeline, **cells: str) -> list[str]:
    return [
        row["claim_id"]
        for row in timeline.chosen
        if all(row[name] == value for name, value in cells.items())
    ]


def test_where_keeps_the_rows_that_hold_the_value(ferry: Timeline) -> None:
    timeline = ferry.where(claimant="coastguard", measure="sorties")
    assert ids(timeline) == rows_where(ferry, claimant="coastguard", measure="sorties")
    assert timeline.filters == (("claimant", "coastguard"), ("measure", "sorties"))


def test_a_choice_is_among_the_claims_of_each_candidate_once(ferry: Timeline) -> None:
    assert "c004" in ids(ferry.where(claimant="line"))
    assert "c004" in ids(ferry.where(claimant="post"))
    assert "c004" not in ids(ferry.where(claimant="wire"))
    both = ids(ferry.where(claimant=["line", "post"]))
    assert both.count("c004") == 1


def test_an_open_category_is_among_the_claims_of_each_candidate(case: Case) -> None:
    timeline = case.change("claims", "c005", category="[ashore,aboard_still]").load()
    assert "c005" in ids(timeline.where(category="aboard_still"))
    assert "c005" in ids(timeline.where(category="ashore"))


# columns and values, the claims that are left
WHERE: list[tuple[dict[str, Any], list[str]]] = [
    ({"via": "wire"}, ["c005"]),
    ({"stance": ["denies", "estimates"]}, ["c022", "c027"]),
    ({"stated": 212}, ["c001", "c004"]),
    ({"stated": [212, "218"]}, ["c001", "c004", "c023"]),
    ({"hedge": "between"}, ["c020"]),
    ({"said_on": ""}, ["c021"]),
    ({"event_id": "2031-03-04-aground", "claimant": "wire"}, ["c026"]),
    ({"place_id": ["north_bay", "strait"]}, ["c006", "c012", "c014"]),
    ({"claimant": "radio", "hedge": "about"}, []),
    ({"claimant": []}, []),
]


@pytest.mark.parametrize(("columns", "left"), WHERE)
def test_where_takes_any_column(ferry: Timeline, columns: dict[str, Any], left: list[str]) -> None:
    assert ids(ferry.where(**columns)) == left


# columns and values, what is printed
UNKNOWN: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"claimants": "line"},
        ["where: 'claimants'; a column of claims.csv; did you mean claimant?"],
    ),
    (
        {"claimant": "cosatguard"},
        ["claimant: 'cosatguard'; one that the case has; did you mean coastguard?"],
    ),
    (
        {"hedge": "more than"},
        ["hedge: 'more than'; one that the case has; did you mean more_than?"],
    ),
    (
        {"stated": 2122},
        ["stated: '2122'; one that the case has; did you mean 212?"],
    ),
    (
        {"measure": ["sorties", "trip"], "places": "strait", "source_id": "wire-2031-03-06"},
        [
            "measure: 'trip'; one that the case has; did you mean trips?",
            "where: 'places'; a column of claims.csv; did you mean place_id?",
            "source_id: 'wire-2031-03-06'; one that the case has; did you mean wire-2031-03-05?",
        ],
    ),
]


@pytest.mark.parametrize(("columns", "printed"), UNKNOWN)
def test_unknown_names_are_refused_all_at_once_with_the_nearest(
    ferry: Timeline, columns: dict[str, Any], printed: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        ferry.where(**columns)
    assert str(refused.value).splitlines() == printed


def test_as_of_shows_what_had_been_published(ferry: Timeline) -> None:
    published = {row["source_id"]: row["published"] for row in ferry.rows["sources"]}
    timeline = ferry.as_of("2031-03-05")
    assert ids(timeline) == [
        row["claim_id"] for row in ferry.chosen if "" < published[row["source_id"]] <= "2031-03-05"
    ]
    assert "c011" in ids(timeline)
    assert timeline.filters == (("as of", "2031-03-05"),)
    assert timeline.notes == ("2 with no day published",)


def test_as_of_can_go_by_what_had_been_said(ferry: Timeline) -> None:
    timeline = ferry.as_of("2031-03-06", by="said")
    assert "c020" in ids(timeline)
    assert "c023" not in ids(timeline)
    assert timeline.filters == (("as said by", "2031-03-06"),)
    assert timeline.notes == ("1 with no day said",)


def test_as_of_hides_events_that_had_not_begun(ferry: Timeline) -> None:
    timeline = ferry.as_of("2031-03-06")
    assert [row["when"] for row in timeline.rows["events"]] == [
        "2031-03-04",
        "2031-03-05",
        "2031-03-06/2031-03-07",
    ]
    assert len(ferry.rows["events"]) == 4


def test_as_of_a_month_is_as_of_its_last_day(ferry: Timeline) -> None:
    assert ids(ferry.as_of("2031-03")) == ids(ferry.as_of("2031-03-31"))
    assert len(ferry.as_of("2031-03").chosen) == 25


def test_as_of_a_day_before_the_first_claim_is_refused(ferry: Timeline) -> None:
    with pytest.raises(Invalid) as refused:
        ferry.as_of("2031-03-03")
    assert str(refused.value) == (
        "as_of: '2031-03-03'; 2031-03-04 or later, the day of the first claim; choose a later day"
    )
    assert ids(ferry.where(claimant="ministry").as_of("2031-03-06")) == []
    assert ids(ferry.as_of("2031-03-04")) == ["c001", "c002", "c003"]


@pytest.mark.parametrize(
    ("verb", "printed"),
    [
        (
            lambda timeline: timeline.as_of("2 September"),
            "as_of: '2 September'; a date as 2017-09-02, 2017-09 or 2017",
        ),
        (
            lambda timeline: timeline.as_of("2031-02-30"),
            "as_of: '2031-02-30'; a day that exists in the calendar; write a day as 2017-09-02",
        ),
        (
            lambda timeline: timeline.during("2031-03-06", "2031-03-05"),
            "during: '2031-03-06/2031-03-05'; an interval whose first day is not after its last",
        ),
        (
            lambda timeline: timeline.as_of("2031-03-05", by="publishd"),
            "by: 'publishd'; a kind of day; did you mean published?",
        ),
        (
            lambda timeline: timeline.during("2031-03-05", by="spoken"),
            "by: 'spoken'; a kind of day; choose one of covers, published, said",
        ),
        (
            lambda timeline: timeline["c01"],
            "claim: 'c01'; a claim of this timeline; did you mean c001?",
        ),
        (
            lambda timeline: timeline.where(claimant=[])["c001"],
            "claim: 'c001'; a claim of this timeline; there is none to choose from",
        ),
        (
            lambda timeline: timeline.row("actors", "lin"),
            "actors: 'lin'; a row that the case has; did you mean line?",
        ),
        (
            lambda timeline: timeline.row("actor", "line"),
            "table: 'actor'; a table of the case with a key of one column; did you mean actors?",
        ),
        (
            lambda timeline: timeline.row("links", "c004"),
            "table: 'links'; a table of the case with a key of one column; choose one of ",
        ),
        (
            lambda timeline: timeline.table("claim"),
            "table: 'claim'; a table of the case; did you mean claims?",
        ),
        (
            lambda timeline: timeline.within("strat"),
            "within: 'strat'; a place of the case; did you mean strait?",
        ),
    ],
)
def test_what_a_verb_cannot_do_is_refused(ferry: Timeline, verb: Any, printed: str) -> None:
    with pytest.raises(Invalid) as refused:
        verb(ferry)
    assert str(refused.value).startswith(printed)


def test_during_keeps_claims_about_any_of_the_days(ferry: Timeline) -> None:
    timeline = ferry.during("2031-03-06", "2031-03-06")
    assert ids(timeline) == [
        c.claim_id
        for c in ferry
        if c.covers
        and (c.covers.first or date.min) <= date(2031, 3, 6) <= (c.covers.last or date.max)
    ]
    assert timeline.filters == (("during", "2031-03-06/2031-03-06"),)
    assert timeline.notes == ()


def test_during_can_be_open_at_either_end(ferry: Timeline) -> None:
    assert ids(ferry.during(last="2031-03-03")) == ["c006", "c026"]
    assert ids(ferry.during("2031-03-07")) == ["c022", "c024", "c027"]
    assert ferry.during() is ferry


def test_during_can_go_by_the_day_said_and_counts_what_has_none(ferry: Timeline) -> None:
    timeline = ferry.during("2031-03-06", "2031-03-06", by="said")
    assert ids(timeline) == ["c017", "c018", "c019", "c020"]
    assert timeline.notes == ("1 with no day said",)
    assert timeline.filters == (("said", "2031-03-06/2031-03-06"),)


def test_within_keeps_places_inside_another(ferry: Timeline) -> None:
    assert ids(ferry.within("strait")) == ["c011", "c012", "c013", "c015", "c016"]
    assert ids(ferry.within("south_reef")) == []


def test_once_leaves_out_retellings(ferry: Timeline) -> None:
    timeline = ferry.first_utterances()
    assert set(ids(ferry)) - set(ids(timeline)) == {"c004", "c005", "c018"}
    assert timeline.filters == (("retellings", "left out"),)
    assert ids(timeline.first_utterances()) == ids(timeline)


def test_once_keeps_the_first_retelling_where_the_origin_is_not_there(ferry: Timeline) -> None:
    timeline = ferry.where(source_id="post-2031-03-05")
    assert ids(timeline.first_utterances()) == ids(timeline)


def test_the_verbs_combine_and_leave_the_first_alone(ferry: Timeline) -> None:
    before = ids(ferry)
    timeline = (
        ferry.as_of("2031-03-05").where(claimant="line", measure=["people"]).first_utterances()
    )
    assert ids(timeline) == ["c001", "c009"]
    assert [name for name, _ in timeline.filters] == ["as of", "claimant", "measure", "retellings"]
    assert timeline.notes == ("2 with no day published",)
    assert ids(ferry) == before
    assert ferry.filters == ()


def test_a_timeline_is_frozen(ferry: Timeline) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ferry.chosen = ()  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        ferry["c001"].phrase = "x"  # type: ignore[misc]


def test_a_changed_table_does_not_change_the_timeline(ferry: Timeline) -> None:
    claims, places = ferry.frame(), ferry.table("places")
    claims.loc["c001", "phrase"] = "changed"
    claims.loc["c001", "stated"] = 0
    places.loc[0, "name"] = "changed"
    assert ferry.frame().loc["c001", "phrase"] == "212 people"
    assert ferry.frame().loc["c001", "stated"] == 212
    assert ferry.table("places").loc[0, "name"] == "North Bay"
    assert ferry.chosen[0]["phrase"] == "212 people"


def test_the_claims_are_a_table_of_what_is_left(ferry: Timeline) -> None:
    timeline = ferry.where(hedge="more_than")
    assert list(timeline.frame().index) == ids(timeline) == [c.claim_id for c in timeline]


LOOKED_UP = [
    *("publisher", "claimant_name", "measure_label", "place_name"),
    *("said_first", "said_last", "covers_first", "covers_last"),
    *("published_first", "published_last", "origin", "retelling", "certainty"),
]


def test_the_frame_has_every_column_of_the_claims_and_what_is_looked_up(ferry: Timeline) -> None:
    columns = list(ferry.frame().columns)
    assert [name for name in columns if name not in LOOKED_UP] == list(
        ferry.table("claims").columns
    )[1:]
    assert [name for name in columns if name in LOOKED_UP] == LOOKED_UP
    for name, neighbour in (
        ("publisher", "source_id"),
        ("claimant_name", "claimant"),
        ("measure_label", "category"),
        ("place_name", "place_id"),
    ):
        assert columns.index(name) == columns.index(neighbour) + 1


def test_the_frame_has_the_numbers_that_charts_draw(ferry: Timeline) -> None:
    frame = ferry.frame()
    for claim in ferry:
        row = frame.loc[claim.claim_id]
        numbers = [None if pd.isna(row[name]) else row[name] for name in ("low", "stated", "high")]
        assert numbers == [claim.drawn.low, claim.drawn.stated, claim.drawn.high]
        assert [row[name] for name in ("origin", "retelling", "certainty")] == [
            claim.origin,
            claim.retelling,
            claim.certainty,
        ]
    bounds = ["low", "high"]
    assert list(frame.loc["c010", bounds]) == [221, pd.NA]
    assert list(frame.loc["c001", bounds]) == [212, 212]
    # c018 prints 10 for "more than 10" of c008: it lost its hedge on the way.
    assert list(frame.loc["c018", bounds]) == list(frame.loc["c008", bounds]) == [11, pd.NA]


def test_the_frame_has_labels_next_to_ids(ferry: Timeline, case: Case) -> None:
    frame = ferry.frame()
    assert frame.loc["c004", "claimant_name"] == "Alba Line or Harbour Post"
    assert frame.loc["c011", "place_name"] == ferry.row("places", "south_reef")["name"]
    assert frame.loc["c001", "place_name"] == ""
    assert (
        frame.loc["c004", "publisher"] == ferry.row("sources", ferry["c004"].source_id)["publisher"]
    )
    assert frame.loc["c001", "measure_label"] == ferry["c001"].label
    undecided = case.change("claims", "c005", category="[ashore,aboard_still]").load().frame()
    assert undecided.loc["c005", "measure_label"] == "people"


def test_the_frame_has_real_days(ferry: Timeline) -> None:
    frame: Any = ferry.frame()
    days = [name for name in frame.columns if name.endswith(("_first", "_last"))]
    assert len(days) == 6
    assert {frame[name].dtype.kind for name in days} == {"M"}
    march = pd.Timestamp(2031, 3, 1)
    assert list(frame.loc["c006", ["covers_first", "covers_last"]] - march) == [
        pd.Timedelta(days=2),
        pd.Timedelta(days=4),
    ]
    assert frame.loc["c021", ["said_first", "published_last"]].isna().all()
    assert frame["said_last"].isna().sum() == sum(not row["said_on"] for row in ferry.chosen)


def test_a_day_that_nanoseconds_cannot_hold_is_a_day(case: Case) -> None:
    frame: Any = case.change("claims", "c002", covers="0900-01-31").load().frame()
    assert frame.loc["c002", "covers_first"].year == 900


def test_the_frame_says_how_sure_a_retelling_is(ferry: Timeline) -> None:
    certainty = ferry.frame()["certainty"]
    assert dict(certainty[certainty != ""]) == {"c004": "likely", "c005": "sure", "c018": "sure"}


def test_the_table_of_claims_has_the_cells_as_typed(ferry: Timeline) -> None:
    frame = ferry.table("claims").set_index("claim_id")
    assert frame.loc["c010", "low"] is pd.NA
    assert list(frame.loc["c020", ["low", "high"]]) == [200, 230]
    assert "origin" not in frame.columns


def test_a_retelling_is_such_only_next_to_what_it_retells(ferry: Timeline) -> None:
    assert ferry.frame().loc["c004", "retelling"]
    alone = ferry.where(claim_id="c004").frame()
    assert list(alone["retelling"]) == [False]
    assert list(alone["origin"]) == ["c001"]


def test_no_claims_are_an_empty_table(ferry: Timeline) -> None:
    frame = ferry.where(claimant=[]).frame()
    assert len(frame) == 0
    assert list(frame.columns) == list(ferry.frame().columns)


def test_a_timeline_shows_itself_in_a_line(ferry: Timeline) -> None:
    every = len(ferry.chosen)
    assert repr(ferry) == f"Timeline ferry-2031: {every} of {every} claims"
    timeline = ferry.as_of("2031-03-05").where(claimant="line")
    assert repr(timeline) == (
        f"Timeline ferry-2031: {len(timeline.chosen)} of {every} claims, "
        "as of 2031-03-05, claimant line"
    )


def test_rows_of_other_tables_are_looked_up_by_their_key(ferry: Timeline) -> None:
    assert ferry.row("actors", "line")["name"] == "Alba Line"
    assert ferry.row("sources", "radio-2031-03")["kind"] == "article"


class Table(HTMLParser):
    """The cells of a table, and whether there is anything that runs."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += filter(None, [data.strip()])


def test_a_notebook_shows_the_first_claims_as_a_table(ferry: Timeline) -> None:
    table = Table(ferry._repr_html_())
    assert table.tags.count("tr") == 1 + 10
    assert table.text[0] == repr(ferry)
    assert [text for text in table.text if re.fullmatch(r"c\d{3}", text)] == ids(ferry)[:10]
    assert f"and {len(ferry) - 10} more" in " ".join(table.text)
    assert "script" not in table.tags
    assert not {"nan", "NaN", "NaT", "<NA>", "None"} & set(table.text)


def test_a_short_table_says_of_no_more(ferry: Timeline) -> None:
    few, none = ferry.where(claim_id=["c001", "c002"]), ferry.where(claimant=[])
    assert "more" not in " ".join(Table(few._repr_html_()).text)
    assert Table(few._repr_html_()).tags.count("tr") == 1 + 2
    assert "0 of" in Table(none._repr_html_()).text[0]


def test_words_in_the_table_stay_words(case: Case) -> None:
    text = "<b>$5 & over$ " + "x" * 80
    page = case.change("claims", "c022", phrase=text).load().where(claim_id="c022")._repr_html_()
    assert text in Table(page).text
    assert "<b>" not in page
    assert "mathjax_ignore" in page


def test_a_claim_says_and_cites_itself(ferry: Timeline) -> None:
    for claim_id in ("c002", "c004"):
        claim = ferry[claim_id]
        assert claim.sentence() == say(ferry, claim_id)
        assert claim.card() == card(ferry, claim_id)
        assert claim.citation() == citation(ferry, [claim_id])
        assert claim.citation("footnote") == citation(ferry, [claim_id], "footnote")
    with pytest.raises(Invalid, match=r"^as: 'apa'; sentence or footnote"):
        ferry["c002"].citation("apa")


def test_a_claim_is_the_same_with_its_timeline_and_without(ferry: Timeline) -> None:
    citable = ferry["c018"]
    plain = next(claim for claim in ferry if claim.claim_id == "c018")
    assert citable == plain
    assert plain == citable
    assert hash(citable) == hash(plain)
    assert citable in list(ferry)
    assert citable != ferry["c008"]
    assert citable != "c018"
    assert "timeline" not in repr(citable)
    # The origin is not among these: it is a retelling no longer.
    assert ferry.where(claim_id="c018")["c018"] != citable


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda c: pickle.loads(pickle.dumps(c))]
)
def test_a_copy_of_a_claim_leaves_its_timeline_behind(
    ferry: Timeline, copied: Callable[[Claim], Claim]
) -> None:
    claim = copied(ferry["c018"])
    assert type(claim) is Claim
    assert claim == ferry["c018"]


def test_a_timeline_says_a_claim(ferry: Timeline) -> None:
    sentence = say(ferry, "c002")
    assert str(sentence) == "On 4 March 2031, Alba Line said “some 60 cars”: cars on deck [c002]."
    assert [number.claims for number in sentence.numbers] == [("c002",)]


def test_nothing_is_noted_of_nothing(ferry: Timeline) -> None:
    assert ferry.noting(0, "no day") is ferry
    assert ferry.noting(3, "no day").notes == ("3 with no day",)


def test_measuring_leaves_the_claims_of_measures_and_of_parts_of_them(ferry: Timeline) -> None:
    assert {c.measure for c in ferry.measuring("cars", "dead")} == {"cars", "dead"}
    assert {c.categories for c in ferry.measuring("people/ashore")} == {("ashore",)}
    inside = ferry.measuring("sorties", within="strait")
    assert {c.claim_id for c in inside} == {
        c.claim_id for c in ferry.where(measure="sorties").within("strait")
    }


@pytest.mark.parametrize(
    ("measures", "within", "words"),
    [
        (["tanks"], "", "tanks"),
        (["tanks/total", "fuel_trucks"], "", "tanks or fuel trucks"),
        (["a", "b", "people/below"], "", ""),
        (["tanks", "people"], "", ""),
        (["sorties"], "moon", "sorties"),
    ],
)
def test_what_a_case_has_no_figures_of_is_no_mistake_there(
    ferry: Timeline, measures: list[str], within: str, words: str
) -> None:
    timeline = ferry.measuring(*measures, within=within)
    if not words:
        words = "a, b or people (below)" if "people/below" in measures else ""
    expected = f"This case has no figures of {words}." if words else ""
    assert timeline.why_empty == expected
    assert bool(len(timeline)) == (not words)


def test_what_a_case_lacks_stays_away_whatever_is_looked_for_in_it(ferry: Timeline) -> None:
    timeline = ferry.measuring("tanks").where(category="destroyed").within("moon")
    timeline = timeline.as_of("2031-03-05").first_utterances()
    assert timeline.why_empty == "This case has no figures of tanks."
    assert ferry.where(measure="cars").as_of("2031-03-05").during("2030").why_empty == ""
    with pytest.raises(Invalid, match="tanks"):
        ferry.where(measure="tanks")
