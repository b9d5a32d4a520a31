"""The rules within a row of claims.csv that a schema cannot express.

A rule runs on every row that is sound in the columns it reads, once for all rows that are equal in
these: a million rows hold few different ones. A new rule is a function with a line in `ROW_RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.case.printed import printed
from analysis.case.sound import Fault, Sound, distinct
from analysis.case.tables import Table
from analysis.claims.cells import Row, members
from analysis.claims.dates import when
from analysis.claims.measure import EVENT_DATE, STATEMENT, Measure, measures_of
from analysis.claims.quantity import TYPED_BOUNDS, WITHOUT_NUMBER, Hedge, Scale, amount
from analysis.errors import nearest

Wrong = Iterator[tuple[str, str, str, str]]
"""What is wrong with a row of claims.csv, each as field, value, allowed and fix."""

MOST_WORDS = {"phrase": 8, "window": 6, "verb": 3}
"""The most words that a cell may hold: those of a figure, never a sentence of a source."""
OF_SOURCE = ("source_id", "kind", "published", "language")
"""The columns of sources.csv that the rules look up."""
ADDED = "added"
"""The kind of count that is new to a running total, though it happened before."""
DATASET = "dataset"
"""The kind of a source that prints numbers without words."""


@dataclass(frozen=True)
class RowRule:
    """A rule within a row of claims.csv.

    check: gives what is wrong with a row. columns: those that it reads; where `source_id` or
    `measure` is one, the row of the other table that it names must be sound too.
    """

    check: Callable[[Row, Known], Wrong]
    columns: tuple[str, ...]


def faults(tables: Mapping[str, Table], sound: Sound) -> Iterator[Fault]:
    """Everything within rows of claims.csv that breaks a rule.

    tables: those that could be read, by name. sound: the rows that the schema accepts.
    """
    if "claims" in tables:
        known = Known(tables, sound)
        for rule in ROW_RULES:
            broken = list(_broken(rule, tables["claims"], sound, known))
            sound = sound.less(broken)
            yield from broken


def _broken(rule: RowRule, claims: Table, sound: Sound, known: Known) -> Iterator[Fault]:
    """A fault for each column of claims.csv in which a rule is broken."""
    rows, kinds = distinct(claims, rule.columns, sound.mask("claims", rule.columns))
    broken: dict[str, dict[int, tuple[str, str, str]]] = {}
    for kind, row in enumerate(rows):
        if known.enough(row):
            for field, *wrong in rule.check(row, known):
                broken.setdefault(field, {}).setdefault(kind, (wrong[0], wrong[1], wrong[2]))
    for field, wrong_by_kind in broken.items():
        yield _fault(claims, field, wrong_by_kind, kinds)


def _fault(
    claims: Table, field: str, wrong: Mapping[int, tuple[str, str, str]], kinds: Sequence[int]
) -> Fault:
    """The fault of the rows of some kinds. kinds: the kind of each row."""
    numbers = np.flatnonzero(np.isin(kinds, list(wrong))).tolist()
    return Fault(
        "claims",
        (field,),
        numbers,
        lambda row: claims.place(row, field).problem(*wrong[int(kinds[row])]),
    )


class Known:
    """The sound rows of other tables that the rules within a row look up."""

    def __init__(self, tables: Mapping[str, Table], sound: Sound) -> None:
        measures = tables["measures"].schema.columns if "measures" in tables else ()
        self.sources = {row["source_id"]: row for _, row in sound.rows("sources", *OF_SOURCE)}
        self.measures = {
            (row["measure"], row["category"]): row for _, row in sound.rows("measures", *measures)
        }
        pairs = ("measure", "category")
        self._named = {
            (row["measure"], row["category"]) for _, row in sound.rows("measures", *pairs)
        }
        self._complete = sound.all("measures", *pairs)

    def enough(self, row: Row) -> bool:
        """Whether the source and the measures that a row refers to are known."""
        if "source_id" in row and row["source_id"] not in self.sources:
            return False
        if "measure" not in row:
            return True
        named = {(row["measure"], category) for category in members(row["category"])}
        unknown = named - self.measures.keys()
        return not unknown or (self._complete and not unknown & self._named)

    @cached_property
    def published(self) -> Mapping[str, str]:
        """The day on which each source came out, as written."""
        return {source_id: row["published"] for source_id, row in self.sources.items()}

    @cached_property
    def languages(self) -> Mapping[str, str]:
        """The language of each source."""
        return {source_id: row["language"] for source_id, row in self.sources.items()}

    @cached_property
    def _measures(self) -> Mapping[tuple[str, str], Measure]:
        return measures_of(self.measures.values())

    def categories(self, measure: str) -> list[str]:
        """The categories that a measure has."""
        return [category for name, category in self.measures if name == measure]

    def measure(self, row: Row) -> Measure | None:
        """The measure of a row; None where that is not known."""
        return self._measures.get((row["measure"], members(row["category"])[0]))


def _few_words(row: Row, _: Known) -> Wrong:
    for field, most in MOST_WORDS.items():
        count = len(row[field].split())
        if count > most:
            fix = "cut it to the figure's own words"
            yield field, f"{count} words", f"at most {most} words", fix


def _declared(row: Row, known: Known) -> Wrong:
    categories = known.categories(row["measure"])
    for category in members(row["category"]):
        if category not in categories:
            allowed = f"a category of {row['measure']}"
            yield "category", repr(category), allowed, nearest(category, categories)
            continue
        counts = members(known.measures[row["measure"], category]["counts"])
        if row["counts"] not in counts:
            allowed = f"one of {', '.join(counts)} for {row['measure']}/{category}"
            yield "counts", repr(row["counts"]), allowed, "correct it here or in measures.csv"


def _numbers(row: Row, _: Known) -> Wrong:
    hedge, stated, low, high = (row[name] for name in ("hedge", "stated", "low", "high"))
    if hedge in WITHOUT_NUMBER and stated:
        yield "stated", repr(stated), f"empty for {hedge}", "choose another hedge or clear it"
    if hedge not in WITHOUT_NUMBER and not stated:
        yield "stated", "empty", f"the printed number for {hedge}", "type it, or choose none"
    if hedge not in TYPED_BOUNDS and (low or high):
        fix = "clear both: they follow from hedge and stated"
        allowed = "empty but for between and estimate"
        yield "low", f"{low or 'empty'} and {high or 'empty'}", allowed, fix
    if hedge in TYPED_BOUNDS and not (low and high):
        fix = "type both ends"
        yield "low", f"{low or 'empty'} and {high or 'empty'}", "both ends of the range", fix


def _turned(row: Row, _: Known) -> Wrong:
    """A range that words state begins with its low end; what a data set prints is flagged alone."""
    low, high = row["low"], row["high"]
    in_words = row["phrase"] and row["hedge"] == Hedge.BETWEEN
    if in_words and low and high and amount(low) > amount(high):
        yield "low", f"{low}, above high {high}", "low at most high", "exchange them"


def _worded(row: Row, known: Known) -> Wrong:
    """Only a row of a data set prints its number without words; then the locator leads to it."""
    if row["phrase"]:
        return
    if known.sources[row["source_id"]]["kind"] != DATASET:
        fix = f"copy them; only a source of the kind {DATASET} has none"
        yield "phrase", "empty", "the figure's own words", fix
    elif not row["locator"]:
        yield "locator", "empty", "the row of the data set, and its columns", "give its locator"


def _whole(row: Row, known: Known) -> Wrong:
    """What is counted in whole things has no decimals."""
    measure = known.measure(row)
    if measure is None or not isinstance(measure.step, int):
        return
    for field in ("stated", "low", "high"):
        if row[field] and not isinstance(amount(row[field]), int):
            allowed = f"a whole number, since {row['measure']} counts whole things"
            fix = "correct it, or clear step in measures.csv"
            yield field, repr(row[field]), allowed, fix


def _printed(row: Row, known: Known) -> Wrong:
    """The quantity of the row must be one that its phrase states."""
    if not row["phrase"]:
        return
    measure = known.measure(row)
    if measure is None or Scale.NONE in (row["hedge"], measure.scale) or _misnumbered(row, known):
        return
    language = known.languages.get(row["source_id"], "")
    yield from printed(row, measure, language)


def _misnumbered(row: Row, known: Known) -> bool:
    """Whether the numbers of a row are wrong in themselves."""
    return any(_numbers(row, known)) or any(_turned(row, known))


def _in_order(row: Row, known: Known) -> Wrong:
    published = known.published.get(row["source_id"], "")
    if not (row["said_on"] and published):
        return
    said, out = when(row["said_on"]), when(published)
    if said.first and out.last and said.first > out.last:
        fix = "correct the day, or published in sources.csv"
        yield "said_on", f"{said}, after its source came out", f"at most {out}", fix


def _kinds(row: Row, _: Known) -> Wrong:
    if row["measure"] in (STATEMENT, EVENT_DATE) and row["hedge"] != Hedge.NONE:
        fix = "give the figure a measure of its own"
        yield "hedge", repr(row["hedge"]), f"none for {row['measure']}", fix
    if row["measure"] == EVENT_DATE:
        for field in ("covers", "event_id"):
            if not row[field]:
                yield field, "empty", "the event and the day it is given", f"give its {field}"


def _added(row: Row, _: Known) -> Wrong:
    if row["counts"] == ADDED and not row["covers"]:
        allowed = "the days on which what was added happened"
        yield "covers", "empty", allowed, "give its covers, or count it as new"


def _second_look(row: Row, _: Known) -> Wrong:
    if row["state"] == "checked" and not row["checked_by"]:
        yield "checked_by", "empty", "who checked a checked claim", "name the role, or set draft"
    if row["checked_by"] and row["checked_by"] == row["coded_by"]:
        fix = "have a second person check it"
        yield "checked_by", repr(row["checked_by"]), "another than coded_by", fix


_NUMBERS = ("hedge", "stated", "low", "high")
_MEASURE = ("measure", "category")

ROW_RULES = (
    RowRule(_declared, (*_MEASURE, "counts")),
    RowRule(_numbers, _NUMBERS),
    RowRule(_turned, ("hedge", "low", "high", "phrase")),
    RowRule(_whole, (*_MEASURE, "stated", "low", "high")),
    RowRule(_worded, ("source_id", "phrase", "locator")),
    RowRule(_printed, (*_MEASURE, *_NUMBERS, "source_id", "phrase", "gloss", "stance")),
    RowRule(_in_order, ("source_id", "said_on")),
    RowRule(_kinds, (*_MEASURE, "hedge", "covers", "event_id")),
    RowRule(_added, ("counts", "covers")),
    RowRule(_second_look, ("state", "coded_by", "checked_by")),
    RowRule(_few_words, tuple(MOST_WORDS)),
)
"""Every rule within a row of claims.csv; none runs on cells in which an earlier one is broken."""
