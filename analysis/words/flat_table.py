"""The claims as one flat table: a row for each, with all that other tables and the checks add.

It is the only such table: exports and the `claims.csv` of a report are written from it. It takes
`Timeline.frame` and adds where a claim can be read, what it repeats and what disputes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.case.layout import guarded, to_csv
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.claim import Claim
from analysis.words.names_and_days import deep_link

if TYPE_CHECKING:
    import pandas as pd

SEPARATOR = "|"
"""What stands between several entries of a cell, as in the tables of a case."""
OWN = "own_"
"""What stands before the name of a column of the case's own that has the name of one of these."""
REMARKS = ("note", "link_reasons")
"""Columns in which a coder writes in the light of all that is on record."""


@dataclass(frozen=True)
class Column:
    """A column of the flat table.

    name: of the column. of: the column of the case that it repeats, as `sources.url`, from which
    its description comes; empty where it is computed. description: of one that is computed.
    """

    name: str
    of: str = ""
    description: str = ""


def _typed(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, f"claims.{name}") for name in names)


def _days(kind: str) -> tuple[Column, ...]:
    return (
        Column(f"{kind}_first", "", "The first day that it can mean; empty where that is unknown."),
        Column(f"{kind}_last", "", "The last day that it can mean; empty where that is unknown."),
    )


COLUMNS = (
    *_typed("claim_id", "said_on"),
    *_days("said"),
    *_typed("claimant"),
    Column("claimant_name", "", "The names of the claimant, with “or” where it is left open."),
    Column("claimant_group", "", "The group of the claimant, as charts print it."),
    *_typed("via"),
    Column("via_names", "", "The names of those who passed it on, in order."),
    *_typed("speaker", "speech", "stance", "verb", "measure", "category"),
    Column("measure_label", "measures.label"),
    Column("unit", "measures.unit"),
    Column("scale", "measures.scale"),
    *_typed("phrase", "gloss", "hedge"),
    Column("low", "", "The lowest number that the words allow, drawn so; empty if open."),
    Column("stated", "", "The number as printed, also where the claimant denies it."),
    Column("high", "", "The highest number that the words allow, drawn so; empty if open."),
    Column("low_excluded", "", "Whether low itself is excluded, as for more than 10 days."),
    Column("high_excluded", "", "Whether high itself is excluded, as for under 80 per cent."),
    Column("hedge_drawn", "", "The hedge of these bounds: that of the origin where it was lost."),
    Column("hedge_lost", "", "Whether it is printed bare but surely repeats a hedged figure."),
    *_typed("counts", "covers"),
    *_days("covers"),
    *_typed("window", "place_id"),
    Column("place_name", "places.name"),
    Column("latitude", "places.latitude"),
    Column("longitude", "places.longitude"),
    Column("where_precision", "places.where_precision"),
    Column("uncertainty_km", "places.uncertainty_km"),
    *_typed("event_id", "identity", "source_id"),
    Column("publisher", "sources.publisher"),
    Column("title", "sources.title"),
    Column("source_kind", "sources.kind"),
    Column("language", "sources.language"),
    Column("published", "sources.published"),
    *_days("published"),
    *_typed("locator"),
    Column("address", "", "Opens the document at the words of the claim, where it has an address."),
    Column("url", "sources.url"),
    Column("archive_url", "sources.archive_url"),
    Column("origin", "", "The claim that said it first, as far as is known."),
    Column("retelling", "", "Whether another claim of this table is nearer to that origin."),
    Column("certainty", "", "How sure the link is by which it repeats another claim."),
    Column(
        "links",
        "",
        "Its ties to other claims, as relation:claim:certainty, then a factor.",
    ),
    Column("link_reasons", "", "Why a coder drew these links, in the same order."),
    Column("disputes", "", "The ids of the disputes that it takes part in."),
    *_typed("note", "state"),
)
"""The columns, in order. Columns of claims.csv that are not among them follow at the end."""
NUMBERS = ("low", "stated", "high", "latitude", "longitude", "where_precision", "uncertainty_km")
"""The columns that hold numbers."""
FLAGS = ("low_excluded", "high_excluded", "hedge_lost", "retelling")
"""The columns that hold yes or no."""
DAYS = tuple(
    f"{kind}_{end}" for kind in ("said", "covers", "published") for end in ("first", "last")
)
"""The columns that hold a day of the calendar; `said_on`, `covers` and `published` hold EDTF."""


def flat_table(timeline: Timeline, *, remarks: bool = True) -> pd.DataFrame:
    """The claims of a timeline as a DataFrame with the columns of `COLUMNS`, a row each.

    timeline: whose claims are the rows, in the order of claims.csv. remarks: whether to say what a
    coder remarks; those columns are empty otherwise. Text that is unknown is "", a number `<NA>`,
    a day NaT. Ids may name claims that the timeline no longer holds.

    >>> import analysis as an
    >>> table = flat_table(an.load("convoy-2017").where(measure="buses"))
    >>> table.set_index("claim_id").loc["c001", ["claimant_name", "publisher"]].tolist()
    ['Hezbollah', 'Rudaw']
    """
    frame = timeline.frame().reset_index()
    numbers, texts = _numbers(timeline), _texts(timeline)
    added = {
        **{name: _column(timeline, value, "Float64") for name, value in numbers.items()},
        "where_precision": _column(timeline, numbers["where_precision"], "Int64"),
        **{name: _column(timeline, value, "str") for name, value in texts.items()},
        **{name: _column(timeline, value, "bool") for name, value in YES_OR_NO.items()},
    }
    twice = {name: f"{OWN}{name}" for name in frame.columns if name in added}
    # An event that was not known on the day of the timeline is named nowhere.
    known = frame["event_id"].isin([row["event_id"] for row in timeline.rows["events"]])
    added["event_id"] = frame["event_id"].where(known, "")
    frame = frame.rename(columns=twice).assign(**added)
    if not remarks:
        frame = frame.assign(**dict.fromkeys(REMARKS, ""))
    names = [column.name for column in COLUMNS]
    return frame[[*names, *(name for name in frame.columns if name not in names)]]


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a flat table as plain Python: None where unknown, days as `datetime.date`.

    table: as `flat_table` gives it. Numbers are int where they are whole, else float.
    """
    columns = {name: _plain(table[name], name in DAYS) for name in table.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_csv(table: pd.DataFrame) -> bytes:
    """A flat table as CSV, in which no cell is a formula to a spreadsheet (see `guarded`).

    table: as `flat_table` gives it. Yes and no are written `true` and `false`, days as 2017-09-02.
    """
    rows = ([guarded(_written(value)) for value in row.values()] for row in records(table))
    return to_csv(table.columns, rows)


def _written(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _plain(column: Any, days: bool) -> list[Any]:
    """The values of a column as plain Python."""
    missing = column.isna().tolist()
    values = (column.dt.date if days else column.astype(object)).tolist()
    return [None if none else _whole(v) for v, none in zip(values, missing, strict=True)]


def _whole(value: Any) -> Any:
    """A number as int where it is whole."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Value = Callable[[Claim], Any]
"""A function from a claim to the value of a column."""
YES_OR_NO: Mapping[str, Value] = {
    "low_excluded": lambda claim: claim.drawn.open_low,
    "high_excluded": lambda claim: claim.drawn.open_high,
    "hedge_lost": lambda claim: claim.hedge_lost,
}


def _column(timeline: Timeline, value: Value, kind: Any) -> Any:
    """A column of the frame, of a type of pandas."""
    import pandas as pd

    return pd.array([value(claim) for claim in timeline], dtype=kind)


def _numbers(timeline: Timeline) -> dict[str, Value]:
    """The columns that give the position of a claim's place."""

    def cell(name: str, claim: Claim) -> float | None:
        text = timeline.row("places", claim.place_id)[name] if claim.place_id else ""
        return float(text) if text else None

    names = ("latitude", "longitude", "where_precision", "uncertainty_km")
    return {name: partial(cell, name) for name in names}


def _texts(timeline: Timeline) -> dict[str, Value]:
    """The columns of text that other tables add."""
    links, disputes = _by_claim(timeline.rows["links"]), _disputes(timeline.rows["disputes"])
    groups = timeline.package.groups

    def source(name: str) -> Value:
        return lambda claim: timeline.row("sources", claim.source_id)[name]

    def linked(words: Callable[[Row], str]) -> Value:
        return lambda claim: SEPARATOR.join(map(words, links.get(claim.claim_id, ())))

    return {
        "claimant_group": lambda claim: " or ".join(
            dict.fromkeys(groups.get(group, group) for group in claim.groups)
        ),
        "via_names": lambda claim: ", ".join(
            timeline.row("actors", actor)["name"] for actor in claim.via
        ),
        "unit": lambda claim: claim.definition.unit if claim.definition else "",
        "scale": lambda claim: str(claim.definition.scale) if claim.definition else "",
        "hedge_drawn": lambda claim: str(claim.drawn.hedge),
        "source_kind": source("kind"),
        **{name: source(name) for name in ("title", "language", "url", "archive_url")},
        "published": source("published"),
        "address": lambda claim: deep_link(source("url")(claim), claim.phrase),
        "links": linked(_link),
        "link_reasons": linked(lambda row: row["reason"]),
        "disputes": lambda claim: SEPARATOR.join(disputes.get(claim.claim_id, ())),
    }


def _link(row: Row) -> str:
    parts = (row["relation"], row["other_id"], row["certainty"], row["factor"])
    return ":".join(part for part in parts if part)


def _by_claim(links: Iterable[Row]) -> dict[str, list[Row]]:
    """The links that go out from a claim, by its id."""
    rows: dict[str, list[Row]] = {}
    for row in links:
        rows.setdefault(row["claim_id"], []).append(row)
    return rows


def _disputes(rows: Iterable[Row]) -> dict[str, list[str]]:
    """The ids of the disputes of each claim."""
    ids: dict[str, list[str]] = {}
    for row in rows:
        for claim_id in members(row["claims"]):
            ids.setdefault(claim_id, []).append(row["dispute_id"])
    return ids
