"""What could be known only later than a day, straight from the tables: none of the suite's code.

A fact has the day of the last document that it needs. A document, an event or a search without a
day was not known on any. What a later fact shares with one that was known gives nothing away: a
publisher that had printed before, a phrase that stood in print, the name of an event in another.
"""

from __future__ import annotations

import calendar
import csv
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

Row = Mapping[str, str]
DAY = re.compile(r"\d{4}-\d\d-\d\d")
PICTURE = re.compile(r"base64,[A-Za-z0-9+/=]+")
FIGURE = re.compile(r"(\w+ ){0,2}[\d,.]+")
"""A number with at most a hedge before it, which is anybody's."""
READ = (".html", ".csv", ".ipynb")
"""Kinds of files of a run that somebody reads."""
LEAST_WORDS = 3
"""Words of a phrase from which on it is nobody's but its document's: "17 buses" is anybody's."""


@dataclass(frozen=True)
class Tables:
    """The tables of a case as text. folder: of the case."""

    folder: Path

    def rows(self, name: str) -> list[Row]:
        with (self.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def published(self) -> Mapping[str, str]:
        return {row["source_id"]: _last(row["published"]) for row in self.rows("sources")}

    @cached_property
    def claims(self) -> Mapping[str, str]:
        """The day of the document of each claim; empty where it is not known."""
        return {row["claim_id"]: self.published[row["source_id"]] for row in self.rows("claims")}

    @cached_property
    def last(self) -> date:
        """The last day that any table writes in figures."""
        days = [*self.published.values(), *(_last(row["when"]) for row in self.rows("events"))]
        return date.fromisoformat(max(days))

    @cached_property
    def first(self) -> date:
        """The first day on which a document came out."""
        return date.fromisoformat(min(filter(None, self.published.values())))

    def later(self, day: str) -> list[tuple[str, str]]:
        """Everything that nobody could know by the end of a day: what it is, and its words."""
        groups = (
            self._sources(day),
            self._claims(day),
            self._events(day),
            self._searches(day),
            self._disputes(day),
            self._days(day),
        )
        return [(what, words) for group in groups for what, words in group if words]

    def _sources(self, day: str) -> Iterator[tuple[str, str]]:
        rows = self.rows("sources")
        known = [row for row in rows if _known(self.published[row["source_id"]], day)]
        public = " ".join(row[name] for row in known for name in ("publisher", "host", "title"))
        actors = " ".join(row["name"] for row in self.rows("actors"))
        for row in rows:
            if row not in known:
                yield f"id of {row['source_id']}", row["source_id"]
                yield f"address of {row['source_id']}", row["url"].partition("://")[2]
                for name in ("publisher", "host", "title"):
                    words = row[name].strip("()")
                    new = _position(f"{public} {actors}".lower(), words.lower()) < 0
                    yield f"{name} of {row['source_id']}", words if new else ""

    def _claims(self, day: str) -> Iterator[tuple[str, str]]:
        rows = self.rows("claims")
        known = [row for row in rows if _known(self.claims[row["claim_id"]], day)]
        public = "\n".join(row[name] for row in known for name in ("phrase", "gloss")).lower()
        for row in rows:
            if row not in known:
                yield f"id of {row['claim_id']}", row["claim_id"]
                for name in ("phrase", "gloss", "note"):
                    words = row[name]
                    own = len(words.split()) >= LEAST_WORDS and not FIGURE.fullmatch(words)
                    new = words.lower() not in public and own
                    yield f"{name} of {row['claim_id']}", words if new else ""

    def _events(self, day: str) -> Iterator[tuple[str, str]]:
        rows = self.rows("events")
        known = [row for row in rows if _known(self._event_day(row), day)]
        public = "\n".join(row[name] for row in known for name in ("label", "summary"))
        for row in rows:
            if row not in known:
                yield f"id of {row['event_id']}", row["event_id"]
                for name in ("label", "summary"):
                    yield f"{name} of {row['event_id']}", row[name] * (row[name] not in public)

    def _event_day(self, row: Row) -> str:
        days = [self.published[source] for source in row["sources"].split("|")]
        return row.get("known") or ("" if "" in days else max(days))

    def _searches(self, day: str) -> Iterator[tuple[str, str]]:
        rows = self.rows("searches")
        known = [row for row in rows if _known(row.get("due", ""), day)]
        public = {row["note"] for row in known}
        for row in rows:
            if row not in known:
                yield f"what {row['search_id']} looked for", row["looked_for"]
                yield f"note of {row['search_id']}", row["note"] * (row["note"] not in public)

    def _disputes(self, day: str) -> Iterator[tuple[str, str]]:
        for row in self.rows("disputes"):
            days = [self.claims[claim_id] for claim_id in row["claims"].split("|")]
            if not all(_known(out, day) for out in days):
                yield f"title of {row['dispute_id']}", row["title"]
                yield f"reason of {row['dispute_id']}", row["reason"].rstrip(".")

    def _days(self, day: str) -> Iterator[tuple[str, str]]:
        """Every later day, but for those that what was known speaks of, in every form printed."""
        known = (r for r in self.rows("claims") if _known(self.claims[r["claim_id"]], day))
        said = {text for row in known for text in DAY.findall(row["covers"])}
        happened = (row for row in self.rows("events") if _known(self._event_day(row), day))
        said |= {text for row in happened for text in DAY.findall(row["when"])}
        last = date.fromisoformat(day)
        before = {form for known in _days_between(self.first, last) for form in forms(known)}
        for later in _days_between(last + timedelta(1), self.last):
            if later.isoformat() not in said:
                yield from (
                    (f"the day {later}", form) for form in forms(later) if form not in before
                )


def _days_between(first: date, last: date) -> Iterator[date]:
    """Each day from the first to the last."""
    yield from (first + timedelta(n) for n in range((last - first).days + 1))


def forms(day: date) -> tuple[str, ...]:
    """A day as it may be printed; not the number alone, which may count anything."""
    month, short = calendar.month_name[day.month], calendar.month_abbr[day.month]
    return (
        day.isoformat(),
        *(f"{day.day} {name}" for name in (month, short)),
        *(f"{name} {day.day}" for name in (month, short)),
    )


def text_of(page: str) -> str:
    """All that a page says: its words and attributes, without pictures, with single blanks."""
    return " ".join(html.unescape(PICTURE.sub("", page)).split())


def text_of_file(path: Path) -> str:
    """All that a file of a run says to a reader; of a notebook, what it shows, not its code."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text_of(content)
    cells = json.loads(content)["cells"]
    parts = (c["source"] if c["cell_type"] == "markdown" else c["outputs"] for c in cells)
    return text_of(" | ".join(words for part in parts for words in _strings(part)))


def _strings(part: Any) -> Iterator[str]:
    """Every text in a part of a notebook, but for pictures in letters."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        yield from (words for item in part for words in _strings(item))
    elif isinstance(part, dict):
        yield from (w for kind, it in part.items() if kind != "image/png" for w in _strings(it))


def leaks(text: str, later: Iterable[tuple[str, str]]) -> list[str]:
    """What a text tells of what came later, each with the words around it."""
    lowered = text.lower()
    return [
        f"{what}: …{text[max(at - 60, 0) : at + len(words) + 20]}…"
        for what, words in later
        if (at := _position(lowered, " ".join(words.lower().split()))) >= 0
    ]


def leaks_in(run: Path, later: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The files of a run that somebody reads, by path, with what each tells of what came later."""
    pages = [path for path in sorted(run.rglob("*")) if path.suffix in READ]
    assert pages
    return {f"{run.name}/{p.relative_to(run)}": leaks(text_of_file(p), later) for p in pages}


def _position(text: str, words: str) -> int:
    """Where words stand by themselves in a text; -1 where they do not."""
    if words not in text:
        return -1
    match = re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text)
    return match.start() if match else -1


def _known(out: str, day: str) -> bool:
    return bool(out) and out <= day


def _last(edtf: str) -> str:
    """The last whole day that a cell writes; empty where there is none."""
    return max(DAY.findall(edtf), default="")
