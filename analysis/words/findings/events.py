"""What happened, according to whom: the events of a case with their documents, and rows of data
sets."""

from __future__ import annotations

from collections import Counter
from datetime import date

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.words.listing import Listing
from analysis.words.names_and_days import short_day, years_where_needed

BY_DAY = {"as of", "as said by"}
"""Filters that hold for events too: by the day on which they could be known."""
COLUMNS = ("day", "what is reported", "published by")


def events(timeline: Timeline) -> Listing:
    """The events on record as a table, in order of their days, each with who reported it.

    An event is known from its documents, and is no more certain than they are.
    """
    import pandas as pd

    rows = sorted(timeline.rows["events"], key=_order)
    days = [when(row["when"]) for row in rows]
    with years_where_needed(days):
        lines = [
            (short_day(day), row["label"], _publishers(timeline, row))
            for day, row in zip(days, rows, strict=True)
        ]
    narrowed = any(name not in BY_DAY for name, _ in timeline.filters)
    caption = f"What is reported to have happened{', in the whole record' * narrowed}"
    return Listing(caption, pd.DataFrame(lines, columns=list(COLUMNS)))


def rows_of_data_set(timeline: Timeline) -> Timeline:
    """The claims that are rows of a data set, of the measure and the claimant with most rows.

    They can be added up, as `charts.sums_by_period` does. None where no claim is such a row.
    """
    rows = [claim for claim in timeline if claim.identity]
    kinds = Counter((claim.measure, claim.claimants) for claim in rows)
    most = max(kinds, key=lambda kind: kinds[kind], default=None)
    chosen = {c.claim_id for c in rows if (c.measure, c.claimants) == most}
    return timeline.keep(chosen, "rows", "of a data set")


def _order(event: Row) -> tuple[date, str]:
    """By the first day on which it can have been, else by the last."""
    day = when(event["when"])
    return day.first or day.last or date.max, event["label"]


def _publishers(timeline: Timeline, event: Row) -> str:
    """Those whose documents were out by the day that the timeline is as of."""
    out = filter(timeline.has_out, members(event["sources"]))
    return ", ".join(dict.fromkeys(timeline.row("sources", name)["publisher"] for name in out))
