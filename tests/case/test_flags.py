"""Estimates of a data set: what is flagged, and that its events are not set against one another.

The table is made, with the header and the shape of the UCDP's table of events.
"""

from __future__ import annotations

import csv
import io

import pytest
from conftest import Case

from analysis.case.load import examine

HEADER = (
    "id,year,active_year,type_of_violence,conflict_new_id,conflict_name,dyad_new_id,dyad_name,"
    "side_a_new_id,side_a,side_b_new_id,gwnob,side_b,number_of_sources,source_article,"
    "source_office,source_date,source_headline,source_original,where_prec,where_coordinates,adm_1,"
    "adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,"
    "date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,low,best,high"
)
PLACES = ("north_bay", "south_reef", "strait")
OUT_OF_ORDER = {7: ("5", "4", "9"), 12: ("2", "8", "6"), 30: ("9", "9", "7")}
"""Low, best and high of the rows that break their own order, by number."""


def invented_events(rows: int) -> list[dict[str, str]]:
    """Events as the data set publishes them: several in a place on a day, some over two days."""
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER.split(","), restval="")
    writer.writeheader()
    for number in range(rows):
        low, best, high = OUT_OF_ORDER.get(number, (str(number % 4), "4", str(4 + number % 9)))
        first, last = f"2031-03-{1 + number % 5:02}", f"2031-03-{1 + number % 5 + number % 2:02}"
        writer.writerow({"id": 9_000 + number, "adm_1": PLACES[number % 3], "country": "Sella",
                         "date_start": first, "date_end": last, "low": low, "best": best,
                         "high": high})  # fmt: skip
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def with_events(case: Case, rows: list[dict[str, str]], *, identity: bool) -> Case:
    """The case with a claim for each event."""
    case.change("sources", "line-2031-03-04", kind="dataset")
    for row in rows:
        number = int(row["id"])
        case.add(
            "claims", "c021", claim_id=f"e{number}", source_id="line-2031-03-04",
            locator=f"row {number}", claimant="line", phrase="", gloss="", hedge="estimate",
            stated=row["best"], low=row["low"], high=row["high"], counts="unclear",
            covers=f"{row['date_start']}/{row['date_end']}", place_id=row["adm_1"],
            speech="own", identity=f"event-{number}" if identity else "",
        )  # fmt: skip
    return case


@pytest.mark.parametrize("identity", [True, False])
def test_events_are_not_set_against_one_another_and_their_order_is_flagged(
    case: Case, identity: bool
) -> None:
    rows = invented_events(40)
    examined = examine(with_events(case, rows, identity=identity).folder)
    assert list(examined.problems) == []
    assert list(examined.proposed) == []
    lines = {number: case.line("claims", f"e{9_000 + number}") for number in OUT_OF_ORDER}
    assert [flag.line for flag in examined.flags] == list(lines.values())
    assert [flag.value for flag in examined.flags] == [
        f"best {best}, low {low}, high {high}" for low, best, high in OUT_OF_ORDER.values()
    ]
    assert len(case.load()) == 67


def test_an_event_in_two_rows_is_a_contradiction(case: Case) -> None:
    first, *_, last = invented_events(9)
    with_events(case, [first, {**first, "id": last["id"], "low": "90", "best": "90", "high": "99"}],
                identity=True)  # fmt: skip
    case.change("claims", "e9008", identity="event-9000")
    (proposal,) = examine(case.folder).proposed
    assert proposal.dispute.claims == ("e9000", "e9008")
