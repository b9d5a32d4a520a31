"""What a case says of itself on the first page of its report, and what each sentence rests on.

datapackage.json has three lists of sentences: what happened, why the report starts from its
article, and how claims were chosen. A sentence is printed only once all it rests on is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from analysis.case.disputes_on_record import disputes_on_record
from analysis.case.properties import STATEMENTS
from analysis.case.schema import Package
from analysis.case.tables import Table
from analysis.case.timeline import Timeline
from analysis.claims.claim import typed_days
from analysis.claims.dates import when
from analysis.errors import Place, Problem, nearest, shorter
from analysis.paths import PACKAGE

SENTENCE, RESTS_ON = "sentence", "rests_on"
KEYS = (SENTENCE, RESTS_ON)
TABLES = ("claims", "events", "disputes", "searches", "sources")
"""The tables with rows that a sentence may rest on."""
ENDS = (".", "!", "?", "”")
"""How a sentence ends."""


@dataclass(frozen=True)
class Statement:
    """A sentence of a case, and the ids of the rows it rests on, of any of `TABLES`."""

    sentence: str
    rests_on: tuple[str, ...]


def statements(
    timeline: Timeline, name: str, as_of: str = "", known_by: str = "published"
) -> tuple[Statement, ...]:
    """The sentences of a list, in order, without those that rest on what was not yet known.

    timeline: all the claims of the case. name: of `properties.STATEMENTS`. as_of: the day of the
    reader, in EDTF; empty for today. known_by: which day of a claim counts, `published` or `said`.
    """
    listed = timeline.package.text.value.get(name) or ()
    written = [Statement(entry[SENTENCE], tuple(entry[RESTS_ON])) for entry in listed]
    if not (as_of and written):
        return tuple(written)
    known = known_ids(timeline, as_of, known_by)
    return tuple(statement for statement in written if known.issuperset(statement.rests_on))


def known_ids(timeline: Timeline, as_of: str, known_by: str = "published") -> frozenset[str]:
    """The ids of all rows of `TABLES` that a reader could know of by the end of a day.

    timeline, as_of, known_by: as for `statements`. Raises Invalid as `Timeline.as_of` does.
    """
    reader = timeline.as_of(as_of, known_by)
    limit = typed_days("as_of", as_of).last or date.max
    used = {claim.source_id for claim in reader}
    out = {row["source_id"] for row in timeline.rows["sources"] if _out(row["published"], limit)}
    claims = {claim.claim_id for claim in reader}
    events = {row["event_id"] for row in reader.rows["events"]}
    searches = {row["search_id"] for row in reader.rows["searches"]}
    disputes = {row["dispute_id"] for row, _ in disputes_on_record(reader)}
    return frozenset(claims | events | disputes | searches | used | out)


def problems(description: Package, by_name: Mapping[str, Table]) -> Iterator[Problem]:
    """Everything that is wrong with the lists of a case, in their order.

    description: of the case. by_name: its tables that could be read.
    """
    if not any(name in description.text.value for name in STATEMENTS):
        return
    known = _ids(by_name)
    for name in STATEMENTS:
        for problem in _of_list(name, description.text.value.get(name), known):
            yield replace(problem, line=description.text.line(problem.field))


def _out(published: str, limit: date) -> bool:
    """Whether a document was out by a day; one without a date was not known to be."""
    end = when(published).last if published else None
    return end is not None and end <= limit


def _ids(by_name: Mapping[str, Table]) -> frozenset[str] | None:
    """The ids that a sentence may rest on; None where some of the tables could not be read."""
    ids: set[str] = set()
    for name in TABLES:
        table = by_name.get(name)
        if table is None or table.left_out is None or not (len(table) or table.schema.may_be_empty):
            return None
        ids |= table.left_out | set(table.columns[table.schema.key[0]].dictionary.to_pylist())
    return frozenset(ids)


def _of_list(name: str, listed: Any, known: Collection[str] | None) -> Iterator[Problem]:
    if listed is None:
        return
    place = Place(name, PACKAGE)
    if not isinstance(listed, list) or not listed:
        fix = f'write [{{"{SENTENCE}": "…", "{RESTS_ON}": ["…"]}}], or delete the property'
        yield place.problem(_short(listed), "a list of sentences", fix)
        return
    for number, entry in enumerate(listed, 1):
        yield from _of_entry(f"{name}[{number}]", entry, known)


def _of_entry(name: str, entry: Any, known: Collection[str] | None) -> Iterator[Problem]:
    place = Place(name, PACKAGE)
    if not isinstance(entry, dict):
        yield place.problem(_short(entry), "a sentence in curly brackets", f"give it {_keys()}")
        return
    for key in entry:
        if key not in KEYS:
            inside = Place(f"{name}.{key}", PACKAGE)
            yield inside.problem("no such key", _keys(), nearest(key, KEYS))
    for key in KEYS:
        if key not in entry:
            yield place.problem(f"no {key}", f"a sentence with {_keys()}", f"add its {key}")
    if SENTENCE in entry:
        yield from _of_sentence(Place(f"{name}.{SENTENCE}", PACKAGE), entry[SENTENCE])
    if RESTS_ON in entry:
        yield from _of_ids(f"{name}.{RESTS_ON}", entry[RESTS_ON], known)


def _of_sentence(place: Place, words: Any) -> Iterator[Problem]:
    if not isinstance(words, str) or not words.strip():
        yield place.problem(_short(words), "text", "write the sentence")
    elif not words.strip().endswith(ENDS):
        yield place.problem(_short(words), "a whole sentence", "end it with a full stop")


def _of_ids(name: str, ids: Any, known: Collection[str] | None) -> Iterator[Problem]:
    place = Place(name, PACKAGE)
    if not isinstance(ids, list) or not ids:
        fix = "name the claims, events, disputes, searches or sources that it rests on"
        yield place.problem(_short(ids), "a list of ids", fix)
        return
    for number, value in enumerate(ids, 1):
        inside = Place(f"{name}[{number}]", PACKAGE)
        if not isinstance(value, str):
            yield inside.problem(_short(value), "an id", "write it in quotation marks")
        elif value in ids[: number - 1]:
            yield inside.problem(f"{value!r} twice", "each id once", "delete one")
        elif known is not None and value not in known:
            allowed = f"an id of {', '.join(TABLES[:-1])} or {TABLES[-1]}"
            yield inside.problem(repr(value), allowed, nearest(value, sorted(known)))


def _keys() -> str:
    return " and ".join(KEYS)


def _short(value: object) -> str:
    return shorter(repr(value), 60)
