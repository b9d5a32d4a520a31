"""What the tables of a case had by a day: nothing that could be known only later.

Claims are known from the day that they were published, or said; links and disputes from that of the
last of their claims; events from the day of the last document that they rest on, unless the row
says another; a place on a road once a claim or an event names it; searches from the day that they
were due. What has no day was not known on any.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from analysis.claims.cells import Row, Rows, capitalized, members
from analysis.claims.claim import Claim, Lookup, ancestors, day_of, families, last, nearness
from analysis.claims.compare import Word, verdict
from analysis.claims.dates import when
from analysis.claims.disputes import RaisedBy

RIVER = "river"
"""The kind of a route that is there whoever speaks of it."""
OPEN = "open"
"""The state of a dispute that nobody can have judged yet."""


def days(rows: Mapping[str, Rows], by: str) -> dict[str, date]:
    """The last day that each claim can have been published or said, by its id.

    by: `published`, `said` or `covers`. A claim whose day is not known is left out. Raises Invalid
    for any other `by`.
    """
    day_of(by)
    published = {row["source_id"]: row["published"] for row in rows["sources"]}
    column = {"said": "said_on", "covers": "covers"}.get(by)
    texts = {
        row["claim_id"]: row[column] if column else published[row["source_id"]]
        for row in rows["claims"]
    }
    return {claim_id: day for claim_id, text in texts.items() if text and (day := last(when(text)))}


def lookup_of(rows: Mapping[str, Rows], before: Lookup) -> Lookup:
    """The lookup of tables that were cut. before: that of the whole tables.

    What goes back to one utterance stays together, also where a document between the two is cut.
    Where the utterance itself is, the first claim that goes back to it stands for it.
    """
    groups = families(before.claims(rows["claims"]))
    first = {origin: min(family, key=nearness) for origin, family in groups.items()}
    origins = {c.claim_id: first[c.origin].claim_id for f in groups.values() for c in f}
    return Lookup(rows, origins)


def cut(rows: Mapping[str, Rows], ids: frozenset[str], limit: date) -> dict[str, Rows]:
    """The tables with these claims and the links between them.

    ids: of the claims. A definition does not lead to a document that was not out by the limit.
    """
    links = (row for row in rows["links"] if {row["claim_id"], row["other_id"]} <= ids)
    claims = (row for row in rows["claims"] if row["claim_id"] in ids)
    late = {row["url"] for row in rows["sources"] if not reached(row["published"], limit)} - {""}
    measures = (
        {**row, "definition_url": ""} if row["definition_url"] in late else row
        for row in rows["measures"]
    )
    return {**rows, "claims": tuple(claims), "links": tuple(links), "measures": tuple(measures)}


def known_by(rows: Mapping[str, Rows], limit: date, lookup: Lookup) -> dict[str, Rows]:
    """The tables without the events, searches and disputes that nobody could know of by a day.

    rows: of which the claims and links are cut already. lookup: of these tables.
    """
    published = {row["source_id"]: row["published"] for row in rows["sources"]}
    events = tuple(row for row in rows["events"] if event_known(row, published, limit))
    searches = (row for row in rows["searches"] if reached(row["due"], limit))
    claims = {claim.claim_id: claim for claim in lookup.claims(rows["claims"])}
    disputes = (row for known in rows["disputes"] for row in dispute(known, claims))
    return {
        **rows,
        "events": events,
        "routes": tuple(_routes(rows, {row["place_id"] for row in (*rows["claims"], *events)})),
        "searches": tuple(searches),
        "disputes": tuple(disputes),
    }


def _routes(rows: Mapping[str, Rows], named: Collection[str]) -> Iterator[Row]:
    """Rivers, and of roads the places that were named by then: a road tells where a story went.

    named: the ids of places.
    """
    parents = {row["place_id"]: members(row["within"]) for row in rows["places"]}
    known = {place for name in named for place in (name, *ancestors(name, parents))}
    return (row for row in rows["routes"] if row["kind"] == RIVER or row["place_id"] in known)


def event_known(event: Row, published: Mapping[str, str], limit: date) -> bool:
    """Whether all that a row of events.csv says could be known by the end of a day.

    published: the day that each source came out, as written; empty where it is not known.
    """
    days = [event["known"]] if event["known"] else [published[s] for s in members(event["sources"])]
    first = when(event["when"]).first
    return all(reached(day, limit) for day in days) and (first is None or first <= limit)


def reached(day: str, limit: date) -> bool:
    """Whether a day, as written, is over by the end of another; never where it is not known."""
    end = last(when(day)) if day else None
    return end is not None and end <= limit


def dispute(row: Row, claims: Mapping[str, Claim]) -> Iterator[Row]:
    """A row of disputes.csv as far as these claims go; nothing where they do not contradict.

    claims: those that are known, or chosen, by id. What a coder wrote of all claims of a dispute
    may tell of each of them. So until all of them are there it stands as open, without a reason,
    under a question made of those that are.
    """
    ids = members(row["claims"])
    out = [claims[claim_id] for claim_id in ids if claim_id in claims]
    if len(out) == len(ids):
        yield row
    elif any(_contradict(row["raised_by"], *pair) for pair in combinations(out, 2)):
        names = "|".join(claim.claim_id for claim in out)
        yield {**row, "claims": names, "title": question(out), "state": OPEN, "reason": ""}


def _contradict(raised_by: str, claim: Claim, other: Claim) -> bool:
    """Whether two claims of a dispute cannot both hold.

    The dispute itself says that they are about the same thing, though some are so only by way of a
    third, as where two name places that exclude one another and the third names none.
    """
    if raised_by == RaisedBy.CONFLICT:
        figures = claim.quantity.meets(other.quantity) is False
        return figures or verdict(claim, other).word is Word.CONFLICT
    return raised_by == RaisedBy.LATER_TOTAL and verdict(claim, other).word is Word.CONFLICT


def question(claims: Sequence[Claim]) -> str:
    """A dispute among claims as a question: what is counted, and the figures that are printed.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017")
    >>> question([timeline["c020"], timeline["c096"]])
    'Buses of the convoy: 17 or 14?'
    """
    label = claims[0].label
    head = capitalized(label)
    figures = list(dict.fromkeys(str(c.quantity) for c in claims if c.quantity.known))
    if len(figures) < 2:
        return f"{head}: which is right?"
    return f"{head}: {', '.join(figures[:-1])} or {figures[-1]}?"
