"""Which of the disputes on record stand among the claims of a timeline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from analysis.case.schema import Field, Package
from analysis.claims.cells import Row, Rows, members
from analysis.claims.claim import Claim, Lookup, asked, day_of, last, said_last
from analysis.claims.dates import when
from analysis.claims.measure import Measure
from analysis.errors import Invalid, Problem, nearest

if TYPE_CHECKING:
    import pandas as pd


T = TypeVar("T")


def found(known: Mapping[str, T], name: str, where: str, allowed: str) -> T:
    """What goes by that name; Invalid, with the nearest name, where nothing does."""
    if name not in known:
        raise Invalid([Problem(where, repr(name), allowed, nearest(name, known))])
    return known[name]


def unknown(
    package: Package, rows: Mapping[str, Rows], wanted: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """Every column of claims.csv, and every value of one, that the case does not have."""
    schema = package.tables["claims"]
    for name, values in wanted.items():
        if name not in schema.columns:
            fix = nearest(name, schema.columns)
            yield Problem("where", repr(name), "a column of claims.csv", fix)
            continue
        known = _known_values(schema.field(name), rows)
        for value in values:
            if value and value not in known:
                yield Problem(name, repr(value), "one that the case has", nearest(value, known))


def _known_values(field: Field, rows: Mapping[str, Rows]) -> set[str]:
    """The values of the column that it refers to, those of its list, or those in use."""
    table, _, other = field.refers.partition(".")
    if table in rows:
        return {row[other] for row in rows[table]}
    if "enum" in field.constraints:
        return set(field.constraints["enum"])
    return {value for row in rows["claims"] for value in members(row[field.name])}


def known_by(rows: Mapping[str, Rows], limit: date) -> dict[str, Rows]:
    """The rows of a case without events and searches that nobody could know of by then.

    An event was known once one of its dated documents was out; one that rests on documents
    without a date, once it had begun.
    """
    published = {row["source_id"]: row["published"] for row in rows["sources"]}
    events = tuple(row for row in rows["events"] if _known(row, published, limit))
    searches = tuple(row for row in rows["searches"] if _begun(row["covers"], limit))
    return {**rows, "events": events, "searches": searches}


def _known(event: Row, published: Mapping[str, str], limit: date) -> bool:
    days = [published[source] for source in members(event["sources"]) if published[source]]
    flag = not days or any(_begun(day, limit) for day in days)
    return flag and _begun(event["when"], limit)


def _begun(text: str, limit: date) -> bool:
    first = when(text).first if text else None
    return first is None or first <= limit


@dataclass(frozen=True)
class Timeline:
    """The claims of a case that the verbs so far have left, with all its other tables.

    filters: the verbs and their arguments, in order. notes: what they could not place, in
    words. Both are printed under every chart. lookup: of the claims, made anew where the tables are
    others than those that it is of.
    """

    package: Package
    rows: Mapping[str, Rows]
    chosen: Rows
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    lookup: Lookup | None = field(default=None, repr=False, compare=False)

    def __repr__(self) -> str:
        """One line: the case, how many of its claims are left, and the verbs that left them."""
        count = f"{len(self.chosen):,} of {len(self.rows['claims']):,} claims"
        queries = (f"{name} {value}" for name, value in self.filters)
        return ", ".join((f"Timeline {self.package.name}: {count}", *queries))

    def where(self, **columns: str | int | Iterable[str]) -> Timeline:
        """The claims whose columns hold one of the given values.

        A one-of set such as `[hezbollah,rudaw]` is found under each of its members. An unknown
        column or value raises Invalid and names the nearest known one.
        """
        wanted = {name: _listed(values) for name, values in columns.items()}
        if problems := list(unknown(self.package, self.rows, wanted)):
            raise Invalid(problems)
        rows = tuple(
            row
            for row in self.chosen
            if all(set(members(row[name]) or ("",)) & set(v) for name, v in wanted.items())
        )
        queries = tuple((name, ", ".join(values)) for name, values in wanted.items())
        return self._with(rows, *queries)

    def as_of(self, day: str, by: str = "published") -> Timeline:
        """What had been published, or said, by the end of that day.

        by: `published` or `said`. A claim whose day is not known is left out and counted. Events
        and searches that nobody could know of by then go too.
        """
        limit = asked("as_of", day).last or date.max
        dated = day_of(by)
        known = {c.claim_id: d for c in self._claims if (d := last(dated(c)))}
        if known and limit < min(known.values()):
            allowed = f"{min(known.values())} or later, the day of the first claim"
            raise Invalid([Problem("as_of", repr(day), allowed, "choose a later day")])
        timeline = self.keep({c for c, d in known.items() if d <= limit}, AS_OF.get(by, by), day)
        timeline = replace(timeline, rows=known_by(self.rows, limit))
        return timeline.noting(len(self._claims) - len(known), f"no day {by}")

    def during(self, first: str = "", last: str = "", by: str = "covers") -> Timeline:
        """The claims about (or, by="said", uttered on) any day from first to last.

        An empty end is open. A claim without a date is left out and counted.
        """
        if not (first or last):
            return self
        period = asked("during", f"{first or '..'}/{last or '..'}")
        day = day_of(by)
        dated = {c.claim_id: d for c in self._claims if (d := day(c))}
        texts = {claim_id for claim_id, days in dated.items() if days.overlaps(period)}
        timeline = self.keep(texts, "during", period.text)
        return timeline.noting(len(self._claims) - len(dated), f"no day in {by}")

    def within(self, place_id: str) -> Timeline:
        """The claims about places strictly inside that place."""
        known = [row["place_id"] for row in self.rows["places"]]
        if place_id not in known:
            fix = nearest(place_id, known)
            raise Invalid([Problem("within", repr(place_id), "a place of the case", fix)])
        texts = {c.claim_id for c in self._claims if place_id in c.places - {c.place_id}}
        return self.keep(texts, "within", place_id)

    def first_utterances(self) -> Timeline:
        """The first utterance of each figure among these: no retellings."""
        texts = {claim.claim_id for claim in self._claims if not claim.retelling}
        return self.keep(texts, "retellings", "left out")

    def latest(self) -> Timeline:
        """The last that each claimant said about each measure and category in each place."""
        newest: dict[tuple[object, ...], Claim] = {}
        for claim in sorted(self._claims, key=said_last):
            newest[claim.claimants, claim.measure, claim.categories, claim.place_id] = claim
        return self.keep({claim.claim_id for claim in newest.values()}, "latest", "only")

    def keep(self, ids: Collection[str], verb: str, value: str) -> Timeline:
        """The claims with these ids, and in `filters` the verb that chose them."""
        rows = tuple(row for row in self.chosen if row["claim_id"] in ids)
        return self._with(rows, (verb, value))

    def noting(self, count: int, why: str) -> Timeline:
        """The same claims, with a note on claims that could not be placed."""
        return replace(self, notes=(*self.notes, f"{count} with {why}")) if count else self

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims, looked up, in order of the ledger; a timeline iterates over them too."""
        return self._claims

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims)

    def __len__(self) -> int:
        return len(self.chosen)

    def __getitem__(self, claim_id: str) -> Claim:
        """One claim, looked up; Invalid where it is not among these."""
        for claim in self._claims:
            if claim.claim_id == claim_id:
                return claim
        fix = nearest(claim_id, (claim.claim_id for claim in self._claims))
        raise Invalid([Problem("claim", repr(claim_id), "a claim of this timeline", fix)])

    def row(self, table: str, key: str) -> Row:
        """The row of a table with that key; Invalid where there is no such table or row."""
        rows = found(self._index, table, "table", "a table of the case with a key of one column")
        return found(rows, key, table, "a row that the case has")

    def frame(self) -> pd.DataFrame:
        """One row per claim: the columns of claims.csv, `origin` and `retelling`.

        `low` and `high` are the bounds that the words entail (`table("claims")` has the cells as
        typed); numbers are Int64, with <NA> for unknown. See `frames.claims_frame`.
        """

        from analysis.case.frames import claims_frame

        return claims_frame(self.package.tables["claims"], self.chosen, self._claims)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the case as a DataFrame, one row per row of its file, the cells as typed."""

        found(self.rows, name, "table", "a table of the case")
        from analysis.case.frames import frame

        return frame(self.package.tables[name], self.rows[name])

    @cached_property
    def measures(self) -> Mapping[tuple[str, str], Measure]:
        """What can be counted, by (measure, category), in display order."""
        return self._lookup.measures

    @cached_property
    def _lookup(self) -> Lookup:
        known = self.lookup is not None and self.lookup.is_of(self.rows)
        return self.lookup if self.lookup and known else Lookup(self.rows)

    @cached_property
    def _claims(self) -> tuple[Claim, ...]:
        return self._lookup.claims(self.chosen)

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, Row]]:
        return {
            name: {row[schema.key[0]]: row for row in self.rows[name]}
            for name, schema in self.package.tables.items()
            if len(schema.key) == 1
        }

    def _with(self, chosen: Rows, *added: tuple[str, str]) -> Timeline:
        return replace(self, chosen=chosen, filters=(*self.filters, *added))


AS_OF = {"published": "as of", "said": "as said by"}
"""For each way of knowing the name that `as_of` has in the filters of a timeline."""


def _listed(values: str | int | Iterable[str]) -> tuple[str, ...]:
    return (str(values),) if isinstance(values, str | int) else tuple(map(str, values))


STATES = {"open": "Open", "unresolvable": "Cannot be resolved", "explained": "Explained"}


def standing(timeline: Timeline) -> list[tuple[Row, list[Claim]]]:
    """Each dispute with its claims in this timeline, the open ones first.

    A sum needs all of its claims, any other dispute at least two; with fewer, those who look at
    this timeline alone could not know of it.
    """
    rows = [(row, _inside(timeline, row)) for row in timeline.rows["disputes"]]
    return sorted((pair for pair in rows if pair[1]), key=lambda pair: _rank(pair[0]))


def _inside(timeline: Timeline, row: Row) -> list[Claim]:
    ids = members(row["claims"])
    inside = [claim for claim in timeline if claim.claim_id in ids]
    least = len(ids) if row["raised_by"] == "sum" else min(2, len(ids))
    return inside if len(inside) >= least else []


def _rank(row: Row) -> tuple[int, str]:
    return list(STATES).index(row["state"]), row["dispute_id"]
