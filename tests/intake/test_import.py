"""Tables of the field become cases: what each layout gives, and what is refused."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import layouts
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layouts import Row, acled, airwars, bureau, ged, release, write

from analysis.case.load import examine
from analysis.errors import Invalid
from analysis.intake.importing.days import Span, span
from analysis.intake.importing.make import ImportedCase, Wanted, import_table

GED = (
    ged(1),
    ged(2, low="5", best="3", high="4"),
    ged(3, date_end="2031-03-09", best="0", low="0"),
)


def case_of(folder: Path, table: Path, **options: object) -> ImportedCase:
    return import_table(Wanted(table, at=folder, name="case", **options))  # type: ignore[arg-type]


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "case" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def numbers(row: Row) -> tuple[str, ...]:
    return row["hedge"], row["stated"], row["low"], row["high"]


def refused(folder: Path, table: Path, **options: object) -> str:
    with pytest.raises(Invalid) as raised:
        case_of(folder, table, **options)
    assert not (folder / "case").exists()
    assert [path for path in folder.iterdir() if path.name.startswith(".case")] == []
    return str(raised.value)


LAYOUTS: dict[str, tuple[list[str], Sequence[Row]]] = {
    "ucdp-ged": (layouts.UCDP, [*GED]),
    "ucdp-ged since 20.1": (layouts.UCDP_NEW, [*GED]),
    "acled until 2022": (layouts.ACLED_OLD, [acled(1, event_date="9-May-31")]),
    "acled": (layouts.ACLED, [acled(1), acled(2, notes="Vague, coded as 10.", fatalities="10")]),
    "acled newest": (layouts.ACLED_NEWEST, [acled(1, event_date="2031-06-02")]),
    "airwars": (
        layouts.AIRWARS,
        [airwars(1), airwars(2, **{"Civilians reported killed": "1 – 2"})],
    ),
    "bureau-strikes-cleaned": (layouts.BUREAU, [bureau(1), bureau(2)]),
    "bureau-strikes": (
        layouts.BUREAU_R,
        [{"Strike.ID": "A1", "Date": "23/05/2031", "Location": "Sella",
          "Minimum.total.people.killed": "2", "Maximum.total.people.killed": "4"}],
    ),
    "coalition-strikes": (layouts.COALITION, [release("Near Sella, four strikes hit.", "4")]),
    "coalition-strikes edited": (
        [*layouts.COALITION, "manually_edited"], [release("Near Sella, four strikes hit.", "4")],
    ),
}  # fmt: skip
"""Each layout with rows, by the name of its mapping."""


@pytest.mark.parametrize("parts", [False, True])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_recognised_in_any_order_and_gives_a_sound_case(
    tmp_path: Path, name: str, parts: bool
) -> None:
    header, table = LAYOUTS[name]
    case = case_of(tmp_path, write(tmp_path / "t.csv", header, table, seed=7), parts=parts)
    assert case.mapping.name == name.split(" ")[0]
    examined = examine(case.folder)
    assert list(examined.problems) == []
    assert len(examined.tables["claims"]) >= len(table)


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_name_of_a_person_is_in_any_file_of_the_case(tmp_path: Path, name: str) -> None:
    header, table = LAYOUTS[name]
    case = case_of(tmp_path, write(tmp_path / "t.csv", header, table), parts=True)
    for path in case.folder.iterdir():
        assert layouts.PERSON not in path.read_text(encoding="utf-8")


def test_an_event_of_ucdp_is_one_estimate_about_its_days_and_place(tmp_path: Path) -> None:
    case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, GED))
    first, second, third = rows(tmp_path, "claims")
    assert numbers(first) == ("estimate", "3", "2", "5")
    assert numbers(second) == ("estimate", "3", "5", "4")
    assert (first["covers"], third["covers"]) == ("2031-03-04", "2031-03-04/2031-03-09")
    assert (first["identity"], first["note"]) == ("ged-1", "Coast - Hills; reported by: Post")
    places = {row["place_id"]: row for row in rows(tmp_path, "places")}
    assert (places["sella-town"]["latitude"], places["sella-town"]["within"]) == ("10.5", "north")
    assert places["north"]["within"] == "alba"


def test_a_row_out_of_its_own_order_is_flagged_and_no_error(tmp_path: Path) -> None:
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, GED))
    assert [list(lines) for lines in case.tally.flags.values()] == [[3]]
    examined = examine(case.folder)
    assert (len(examined.flags), list(examined.problems)) == (1, [])


def test_a_best_figure_is_imported_without_its_ends(tmp_path: Path) -> None:
    table = [ged(1), ged(2, low="", best="7", high="12")]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, table))
    assert [numbers(row) for row in rows(tmp_path, "claims")][1] == ("bare", "7", "", "")
    assert [list(lines) for lines in case.tally.flags.values()] == [[3]]
    sums = {sums.column: (int(sums.before), int(sums.after)) for sums in case.tally.sums}
    assert sums == {"low": (2, 2), "best": (10, 10), "high": (17, 5)}
    left = {sums.column: list(sums.left_out.values()) for sums in case.tally.sums}
    assert left == {"low": [], "best": [], "high": [(1, Decimal(12))]}


def test_a_minimum_above_its_maximum_is_flagged_and_no_error(tmp_path: Path) -> None:
    table = [bureau(1, min_ppl_killed="453", max_ppl_killed="448")]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.BUREAU, table))
    assert numbers(rows(tmp_path, "claims")[0]) == ("between", "", "453", "448")
    examined = examine(case.folder)
    assert (len(examined.flags), list(examined.problems)) == (1, [])


def test_parts_are_claims_inside_their_whole(tmp_path: Path) -> None:
    case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, [ged(1)]), parts=True)
    claims = {row["claim_id"]: row for row in rows(tmp_path, "claims")}
    links = rows(tmp_path, "links")
    assert [claims[link["claim_id"]]["stated"] for link in links] == ["1", "2", "0", "0"]
    assert {claims[link["other_id"]]["category"] for link in links} == {"total"}
    assert {(link["relation"], link["certainty"]) for link in links} == {("part_of", "sure")}
    assert {row["identity"] for row in claims.values()} == {"ged-1"}


def test_parts_that_exceed_their_total_are_claims_all_the_same(tmp_path: Path) -> None:
    table = [airwars(1, Civilian_type="(4-20 children7-8 women9 teachers)")]
    path = write(tmp_path / "t.csv", layouts.AIRWARS, table)
    case = case_of(tmp_path, path, parts=True)
    by_category = {row["category"]: numbers(row) for row in rows(tmp_path, "claims")}
    assert by_category == {
        "total": ("bare", "7", "", ""),
        "children": ("between", "", "4", "20"),
        "women": ("between", "", "7", "8"),
    }
    left = {sums.column: sums.left_out for sums in case.tally.sums}
    assert left["Civilian_type: teachers"] == {"no part in the mapping": (1, Decimal(9))}


def test_unknown_deaths_are_some_where_harm_is_reported_and_none_elsewhere(tmp_path: Path) -> None:
    column = {"Civilians reported killed": "Unknown"}
    table = [airwars(1, **column), airwars(2, **{**column, "Civilian harm reported": "No"})]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.AIRWARS, table))
    assert [numbers(row) for row in rows(tmp_path, "claims")] == [("unquantified", "", "", "")]
    assert [list(lines) for lines in case.tally.without.values()] == [[3]]


@pytest.mark.parametrize(
    ("cell", "precision", "covers"),
    [
        ("02 June 2031", "1", "2031-06-02"),
        ("9-May-31", "1", "2031-05-09"),
        ("2031-06-02", "2", "2031-06-02?"),
        ("2031-06-02", "3", "2031-06"),
        ("some day", "1", ""),
    ],
)
def test_days_of_acled_are_as_exact_as_it_says(
    tmp_path: Path, cell: str, precision: str, covers: str
) -> None:
    table = [acled(1, event_date=cell, time_precision=precision)]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.ACLED, table))
    assert rows(tmp_path, "claims")[0]["covers"] == covers
    assert bool(case.tally.flags) == (not covers)


def test_the_size_of_a_crowd_in_tags_is_a_claim_and_in_the_sums(tmp_path: Path) -> None:
    table = [
        acled(1, tags="crowd size=at least 20"),
        acled(2, tags="crowd size=about 300; women targeted"),
        acled(3, notes="They marched. [size=5]", tags="[size=7]"),
        acled(4, tags="crowd size=about 1.200"),
    ]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.ACLED, table))
    crowds = [row for row in rows(tmp_path, "claims") if row["measure"] == "crowd"]
    assert [numbers(row)[:2] for row in crowds] == [
        ("at_least", "20"), ("about", "300"), ("bare", "5"),
    ]  # fmt: skip
    assert crowds[0]["locator"] == "event_id_cnty ALB1: notes / tags"
    sums = next(sums for sums in case.tally.sums if sums.column == "notes / tags")
    assert (sums.rows, sums.claims, sums.after) == (4, 3, Decimal(325))
    assert [list(lines) for lines in case.tally.flags.values()] == [[4], [5]]


def test_a_release_is_said_on_its_day_about_that_day_or_the_one_before(tmp_path: Path) -> None:
    table = [release("Near Sella, four strikes hit.", "4")]
    case_of(tmp_path, write(tmp_path / "t.csv", layouts.COALITION, table))
    claim = rows(tmp_path, "claims")[0]
    assert (claim["said_on"], claim["covers"]) == ("2031-03-24", "2031-03-23?/2031-03-24?")
    assert claim["phrase"] == "Near Sella, four strikes"


def test_a_column_with_days_in_two_orders_is_a_question(tmp_path: Path) -> None:
    table = [
        bureau(1, date="05-23-2031"),
        bureau(2, date="05-24-2031"),
        bureau(3, date="25-05-2031"),
    ]
    path = write(tmp_path / "t.csv", layouts.BUREAU, table)
    message = refused(tmp_path, path)
    assert "t.csv:4:date: '25-05-2031', with the day first" in message
    assert "--dates" in message
    case = case_of(tmp_path, path, dates="month-first")
    assert [row["covers"] for row in rows(tmp_path, "claims")][::2] == [
        "2031-05-23",
        "2031-05-24",
        "",
    ]
    assert case.tally.flags == {"a day that is not read": [4]}


def test_days_that_prove_no_order_are_a_question(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", layouts.BUREAU, [bureau(1, date="03/04/2031")])
    assert "--dates day-first or --dates month-first" in refused(tmp_path, path)
    case_of(tmp_path, path, dates="day-first")
    assert rows(tmp_path, "claims")[0]["covers"] == "2031-04-03"


def test_days_in_the_wrong_order_are_left_empty_and_said() -> None:
    last, first = date(2031, 3, 3), date(2031, 3, 4)
    assert span(str(first), str(last), first, last) == Span(
        note="printed from 2031-03-04 to 2031-03-03", flag="a last day before the first"
    )


def test_nought_in_an_official_total_of_a_month_is_listed_and_no_claim(tmp_path: Path) -> None:
    nought = dict.fromkeys(
        ("min_ppl_killed", "max_ppl_killed", "min_civil_killed", "max_civil_killed"), "0"
    )
    table = [bureau(1), bureau(2, **nought, min_strikes="400", max_strikes="410")]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.BUREAU, table))
    killed = [row for row in rows(tmp_path, "claims") if row["measure"] == "killed"]
    assert [numbers(row) for row in killed] == [("between", "", "2", "4")]
    left = {sums.column: sums.left_out for sums in case.tally.sums}
    assert left["min_ppl_killed"] == {"no count was given": (1, Decimal(0))}


def test_ids_and_rows_that_repeat_are_flagged_and_stay(tmp_path: Path) -> None:
    twice = [release("Near Sella, four strikes hit.", "4")] * 2
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.COALITION, twice))
    assert case.tally.flags == {"equal to an earlier row": [3]}
    second = case_of(
        tmp_path / "ids", write(tmp_path / "ged.csv", layouts.UCDP, [ged(1), ged(1, best="4")])
    )
    assert second.tally.flags == {"the id of an earlier row": [3]}
    assert second.tally.claims == 2


@pytest.mark.parametrize(
    ("name", "ignored"), [("ucdp-ged", False), ("acled", True), ("airwars", True)]
)
def test_rows_that_may_not_be_passed_on_are_out_of_git(
    tmp_path: Path, name: str, ignored: bool
) -> None:
    header, table = LAYOUTS[name]
    folder = case_of(tmp_path, write(tmp_path / "t.csv", header, table)).folder
    assert (folder / ".gitignore").exists() == ignored
    if ignored:
        assert (folder / ".gitignore").read_text(encoding="utf-8").splitlines()[-1] == "*"


def test_terms_and_citation_go_with_the_case(tmp_path: Path) -> None:
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, GED))
    text = (case.folder / "datapackage.json").read_text(encoding="utf-8")
    assert "Sundberg" in text
    assert "CC-BY-4.0" in text
    account = (case.folder / "import.md").read_text(encoding="utf-8")
    assert case.mapping.citation in account
    assert "gwnob" in account  # a column that the mapping does not name


def test_a_folder_that_exists_is_refused_and_stays(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "note").write_text("mine", encoding="utf-8")
    path = write(tmp_path / "t.csv", layouts.UCDP, GED)
    with pytest.raises(Invalid, match="exists"):
        case_of(tmp_path, path)
    assert (tmp_path / "case" / "note").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["a/b", "../x", "Big", "a b", ".hidden"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "t.csv", layouts.UCDP, GED)
    with pytest.raises(Invalid, match="--out"):
        import_table(Wanted(path, at=tmp_path, name=name))
    assert [p.name for p in tmp_path.iterdir()] == ["t.csv"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"a,b,a\n1,2,3\n", "two columns of one name"),
        (b"\x00\x01\x02\xff", "binary"),
        (b"", "empty"),
        (b"when,what\n2031-03-04,3\n", "no data set that is known"),
    ],
)
def test_a_file_that_is_no_known_table_is_refused(
    tmp_path: Path, body: bytes, message: str
) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(body)
    assert message in refused(tmp_path, path)


def test_a_table_that_nearly_fits_says_what_it_lacks(tmp_path: Path) -> None:
    header = [name for name in layouts.UCDP if name != "where_prec"]
    message = refused(tmp_path, write(tmp_path / "t.csv", header, [ged(1)][:0]))
    assert "ucdp-ged has where_prec too" in message


@pytest.mark.parametrize(("day", "why"), [("2031-02-30", "a day"), ("2031-03-03", "2031-03-04")])
def test_a_day_of_publication_that_cannot_be_is_refused(tmp_path: Path, day: str, why: str) -> None:
    path = write(tmp_path / "t.csv", layouts.UCDP, GED)
    assert why in refused(tmp_path, path, published=day)


def test_a_data_set_has_its_day_of_publication(tmp_path: Path) -> None:
    case_of(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, GED), published="2032-01-10")
    source = rows(tmp_path, "sources")[0]
    assert (source["source_id"], source["published"]) == ("ucdp-ged-2032-01-10", "2032-01-10")


def test_a_table_without_a_figure_gives_no_case(tmp_path: Path) -> None:
    blank = [ged(1, low="", best="", high="")]
    message = refused(tmp_path, write(tmp_path / "t.csv", layouts.UCDP, blank))
    assert "no row with a figure" in message


def test_ends_of_ranges_are_summed_apart_and_cells_without_a_figure_counted(
    tmp_path: Path,
) -> None:
    column, injured = "Civilians reported killed", "Civilians reported injured"
    killed = ["12–24", "7", "two dozen", "-", "5–3", "Unknown"]
    table = [
        airwars(n, **{column: cell, injured: "1", "Civilian harm reported": "No"})
        for n, cell in enumerate(killed)
    ]
    case = case_of(tmp_path, write(tmp_path / "t.csv", layouts.AIRWARS, table))
    low, high = (s for s in case.tally.sums if s.column.startswith(column))
    assert (low.column, int(low.before), int(low.after)) == (f"{column}, low", 48, 48)
    assert (high.column, int(high.before), int(high.after)) == (f"{column}, high", 58, 58)
    once = {"blank": (1, Decimal(0)), "not known": (1, Decimal(0))}
    assert low.left_out == high.left_out == once


CELLS = st.sampled_from(["", "-", "NA", "Unknown", "0", "3", "12", "1,200", "oops", "400"])


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12), st.randoms())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_sum_before_is_the_sum_after_and_what_is_listed(
    tmp_path_factory: pytest.TempPathFactory,
    drawn: list[tuple[str, str, str]],
    order: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("sums")
    table = [
        bureau(n, min_ppl_killed=low, max_ppl_killed=high, min_injured=other, max_injured=other)
        for n, (low, high, other) in enumerate(drawn)
    ]
    path = write(folder / "t.csv", layouts.BUREAU, table, seed=order.randint(0, 9))
    case = case_of(folder, path)
    claims = [row for row in rows(folder, "claims") if row["measure"] == "killed"]
    printed = [int(low.replace(",", "")) for low, _, _ in drawn if low.replace(",", "").isdigit()]
    in_case = [int(row["low"] or row["stated"]) for row in claims if row["hedge"] not in ("up_to",)]
    sums = next(sums for sums in case.tally.sums if sums.column == "min_ppl_killed")
    assert sums.before == sum(printed)
    assert sums.after == sum(in_case)
    assert sums.before == sums.after + sum(total for _, total in sums.left_out.values())
    assert case.tally.claims == len(rows(folder, "claims"))


SUBSETS = [
    ({"min_ppl_killed": "2", "max_ppl_killed": "4", "min_civil_killed": "0",
      "max_civil_killed": "0", "min_child_killed": "0", "max_child_killed": "0"}, 0),
    ({"min_ppl_killed": "2", "max_ppl_killed": "4", "min_civil_killed": "4",
      "max_civil_killed": "4", "min_child_killed": "3", "max_child_killed": "3"}, 0),
    ({"min_ppl_killed": "2", "max_ppl_killed": "4", "min_civil_killed": "5",
      "max_civil_killed": "6", "min_child_killed": "0", "max_child_killed": "0"}, 1),
]  # fmt: skip
"""Civilians and children are among all who were killed: they need not add up to them."""


@pytest.mark.parametrize(("cells", "contradictions"), SUBSETS)
def test_only_a_part_above_its_whole_contradicts_it(
    tmp_path: Path, cells: dict[str, str], contradictions: int
) -> None:
    path = write(tmp_path / "t.csv", layouts.BUREAU, [bureau(1, **cells)])
    case = case_of(tmp_path, path, parts=True)
    assert len(examine(case.folder).proposed) == contradictions
