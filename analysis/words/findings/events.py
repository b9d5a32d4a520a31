"""What happened, according to whom: the events of a case with their documents."""

from __future__ import annotations

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.words.listing import Listing
from analysis.words.names_and_days import short_day

COLUMNS = ("day", "what is reported", "published by")


def events(timeline: Timeline) -> Listing:
    """The events on record as a table, in order of their days, each with who reported it.

    An event is known from its documents, and is no more certain than they are.
    """
    import pandas as pd

    rows = sorted(timeline.rows["events"], key=lambda row: (when(row["when"]).text, row["label"]))
    lines = [
        (short_day(when(row["when"])), row["label"], _publishers(timeline, row)) for row in rows
    ]
    return Listing("What is reported to have happened", pd.DataFrame(lines, columns=list(COLUMNS)))


def _publishers(timeline: Timeline, event: Row) -> str:
    names = (timeline.row("sources", name)["publisher"] for name in members(event["sources"]))
    return ", ".join(dict.fromkeys(names))
