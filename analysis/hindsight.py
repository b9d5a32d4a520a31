"""What else a case had by a day: events that were published, gaps in days that had come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from analysis.check import members
from analysis.tables import Row, Rows
from analysis.when import when


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
    told = not days or any(_begun(day, limit) for day in days)
    return told and _begun(event["when"], limit)


def _begun(text: str, limit: date) -> bool:
    first = when(text).first if text else None
    return first is None or first <= limit
