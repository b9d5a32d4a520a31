"""The Timeline: the claims of a case, and the methods ("verbs") that narrow them.

`analysis.load` gives a timeline of all the claims of a case. Also here: `CitableClaim`, a claim
taken from a timeline, and the disputes on record among the claims of a timeline.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.case import hindsight, names
from analysis.case.schema import Package
from analysis.claims.cells import Row, Rows, members
from analysis.claims.claim import Claim, Lookup, day_of, day_text, typed_days
from analysis.claims.measure import Measure
from analysis.errors import Invalid, Problem, require

if TYPE_CHECKING:
    import pandas as pd

    from analysis.case.alongside import Alongside


DURING = {"covers": "during", "said": "said", "published": "published"}
"""The words in `filters` for the verb `during`, by the days that it goes by."""
UNDATED = {"covers": "no known day that the figure is for"}
"""What the claims lack that a period leaves out, where it is another day than that of a verb."""
AS_OF = {"published": "as of", "said": "as said by"}
"""The words in `filters` for the verb `as_of`, by the day that it goes by."""


@dataclass(frozen=True)
class Timeline:
    """The claims of a case that the verbs so far have left, with all its other tables.

    A timeline never changes: every verb (`where`, `as_of`, `during`, `within`,
    `first_utterances`) gives a new one, so verbs can be chained. It is a collection of claims, and
    shows itself as a table in a notebook.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017")
    >>> buses = timeline.as_of("2017-09-02").where(claimant="hezbollah", measure="buses")
    >>> 0 < len(buses) < len(timeline)
    True
    >>> {claim.measure for claim in buses}
    {'buses'}
    >>> timeline["c001"].measure
    'buses'
    >>> buses.frame().index.name, len(buses.frame()) == len(buses)
    ('claim_id', True)
    >>> timeline.where(claimant="hizbollah")
    Traceback (most recent call last):
    analysis.errors.Invalid: claimant: 'hizbollah'; one that the case has; did you mean hezbollah?

    package: the description of the case. rows: its tables, by name. chosen: the rows of claims.csv
    that are left. filters: the verbs and their arguments, in order; notes: how many claims a verb
    could not place, and why. Both are printed under every chart. lookup: the tables indexed; it is
    rebuilt where `rows` are not the tables that it indexes. uncut: the tables as they were before
    `as_of` took out what was not known; names of theirs are no mistakes. lacking: what `measuring`
    looked for and the case has no figures of, in words.
    """

    package: Package
    rows: Mapping[str, Rows]
    chosen: Rows
    filters: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    lookup: Lookup | None = field(default=None, repr=False, compare=False)
    uncut: Mapping[str, Rows] | None = field(default=None, repr=False, compare=False)
    lacking: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Claim]:
        """The claims, in the order of claims.csv."""
        return iter(self.claims)

    def __len__(self) -> int:
        """How many claims are left."""
        return len(self.chosen)

    def __contains__(self, claim: object) -> bool:
        """Whether a claim, or the claim of an id, is among these.

        >>> import analysis as an
        >>> "c003" in an.load("convoy-2017")
        True
        """
        wanted = claim.claim_id if isinstance(claim, Claim) else claim
        return any(row["claim_id"] == wanted for row in self.chosen)

    def __getitem__(self, claim_id: str) -> CitableClaim:
        """The claim of that id, with methods that say and cite it.

        Raises Invalid where no claim of this timeline has the id.
        """
        claim = require(self._by_id, claim_id, "claim", "a claim of this timeline")
        return CitableClaim(**_values(claim), timeline=self)

    def __repr__(self) -> str:
        """One line: the case, how many of its claims are left, and the verbs that left them."""
        count = f"{len(self.chosen):,} of {len(self.all_rows['claims']):,} claims"
        queries = (f"{name} {value}" for name, value in self.filters)
        return ", ".join((f"Timeline {self.package.name}: {count}", *queries))

    def _repr_html_(self) -> str:
        """The first claims as a table, which Jupyter displays in place of `repr`."""
        from analysis.case.frames import as_html

        return as_html(self)

    def where(self, **columns: str | int | date | Iterable[str | date]) -> Timeline:
        """The claims whose columns hold a value.

        columns: the name of a column of claims.csv with its value, or with several values of which
        any will do; empty text matches empty cells, and a date of Python the day as typed. A one-of
        set such as `[hezbollah,rudaw]` is among the claims of each of its members. Raises Invalid
        with every column and value that the case does not have, and the nearest that it has.

        >>> import analysis as an
        >>> timeline = an.load("convoy-2017")
        >>> hedged = timeline.where(hedge=["more_than", "at_least"])
        >>> sorted({str(claim.quantity.hedge) for claim in hedged})
        ['at_least', 'more_than']
        >>> hedged.filters
        (('hedge', 'more_than, at_least'),)
        """
        if self.absent:
            return self
        wanted = {name: _listed(values) for name, values in columns.items()}
        if problems := list(names.unknown(self.package, self.all_rows, wanted)):
            raise Invalid(problems)
        rows = tuple(
            row
            for row in self.chosen
            if all(set(members(row[name]) or ("",)) & set(v) for name, v in wanted.items())
        )
        queries = tuple((name, ", ".join(values)) for name, values in wanted.items())
        return self._with(rows, *queries)

    def measuring(self, *measures: str, within: str = "") -> Timeline:
        """The claims of these measures, of those that the case has.

        measures: ids, each of a measure or as `measure/category`. within: the id of a place; only
        claims about places strictly inside it. `where` refuses a name that the case does not have.
        This verb is for sections of a notebook, which may be run on a case without figures of
        that kind: nothing is left then, no later verb is refused, and charts and findings say so.

        >>> import analysis as an
        >>> timeline = an.load("tests/cases/ferry-2031")
        >>> len(timeline.measuring("cars", "tanks_struck")), timeline.measuring("tanks").why_empty
        (1, 'This case has no figures of tanks.')
        """
        looked_for = ", ".join(measures)
        is_place = not within or within in self._index["places"]
        if not (is_place and names.measures(self.all_rows) & set(measures)):
            lacking = names.in_words(measures)
            return replace(self.keep((), "measure", looked_for), lacking=lacking)
        ids = {c.claim_id for c in self.claims if names.counted_by(c) & set(measures)}
        narrowed = self.keep(ids, "measure", looked_for)
        return narrowed.within(within) if within else narrowed

    @property
    def absent(self) -> bool:
        """Whether nothing is left since the case has no such figures at all."""
        return bool(self.lacking) and not self.chosen

    @property
    def why_empty(self) -> str:
        """Why nothing is left, as a sentence; empty where claims are, or were narrowed away."""
        if not self.all_rows["claims"]:
            return "No claims yet."
        if not self.absent:
            return ""
        return names.absence(self.lacking)

    def as_of(self, day: str | date, by: str = "published") -> Timeline:
        """The claims that had been published, or said, by the end of a day.

        day: a day, month or year, in EDTF, or a date of Python. by: the day of a claim that counts,
        `published` or `said`. A claim whose day is not known is left out, and counted in `notes`.
        The other tables lose what nobody could know of by then: links, disputes, events and
        searches. Raises Invalid where the text is no day, or the day is before the first claim of
        the case.

        >>> import analysis as an
        >>> timeline = an.load("convoy-2017").as_of("2017-09-02")
        >>> str(max(claim.published.last for claim in timeline)) <= "2017-09-02"
        True
        """
        limit = typed_days("as_of", day).last or date.max
        days = hindsight.days(self.rows, by)
        if days and limit < min(days.values()):
            allowed = f"{min(days.values())} or later, the day of the first claim"
            raise Invalid([Problem("as_of", repr(day_text(day)), allowed, "choose a later day")])
        known = frozenset(claim_id for claim_id, d in days.items() if d <= limit)
        undated = sum(row["claim_id"] not in days for row in self.chosen)
        timeline = self.keep(known, AS_OF.get(by, by), day_text(day))._cut(known, limit)
        return timeline.noting(undated, f"no day {by}")

    def _cut(self, known: frozenset[str], limit: date) -> Timeline:
        """The same claims, with tables that hold only what could be known by a day.

        known: the ids of the claims of the case that were.
        """
        rows = hindsight.cut(self.rows, known, limit)
        lookup = hindsight.lookup_of(rows, self._lookup)
        rows = hindsight.known_by(rows, limit, lookup)
        return replace(self, rows=rows, lookup=lookup, uncut=self.all_rows)

    def during(self, first: str | date = "", last: str | date = "", by: str = "covers") -> Timeline:
        """The claims about any day from first to last.

        first, last: days in EDTF, or dates of Python; an empty one leaves that end open. by: the
        days of a claim that count: those that it `covers`, or the day it was `said` or `published`.
        A claim whose days are not known is left out, and counted in `notes`. Raises Invalid for a
        text that is no day, and where first is after last.

        >>> import analysis as an
        >>> timeline = an.load("convoy-2017")
        >>> timeline.during("2017-08-28", "2017-09-02").filters
        (('during', '2017-08-28/2017-09-02'),)
        """
        if not (first or last):
            return self
        period = typed_days("during", f"{day_text(first) or '..'}/{day_text(last) or '..'}")
        day = day_of(by)
        dated = {c.claim_id: d for c in self.claims if (d := day(c))}
        during = {claim_id for claim_id, days in dated.items() if days.overlaps(period)}
        timeline = self.keep(during, DURING.get(by, by), period.text)
        return timeline.noting(len(self.claims) - len(dated), UNDATED.get(by, f"no day {by}"))

    def within(self, place_id: str) -> Timeline:
        """The claims about places strictly inside a place; Invalid where the case lacks it."""
        if self.absent:
            return self
        require(self._index["places"], place_id, "within", "a place of the case")
        inside = {c.claim_id for c in self.claims if place_id in c.places - {c.place_id}}
        return self.keep(inside, "within", place_id)

    def first_utterances(self) -> Timeline:
        """The first utterance of each figure among these claims: no retellings.

        Where the origin of a figure is not among them, the earliest published that goes back to it
        stands for it.
        """
        firsts = {claim.claim_id for claim in self.claims if not claim.retelling}
        return self.keep(firsts, "retellings", "left out")

    def alongside(self, other: Timeline, **limits: Any) -> Alongside:
        """What an outside series has for the days and the region of these claims; never added up.

        other: of one measure, as `contested import` makes it of a data set. limits: `start` and
        `end`, by default the days on which these claims were said; `region`, as (south, west,
        north, east) in degrees, by default around the places of the case. Rows that may lie
        elsewhere too are left out, and counted. Raises Invalid where other counts several things,
        and Empty where there is no day or no place to go by.
        """
        from analysis.case.alongside import alongside

        return alongside(self, other, **limits)

    def keep(self, ids: Collection[str], verb: str, value: str) -> Timeline:
        """The claims with these ids; the verb that chose them, and its value, join `filters`."""
        rows = tuple(row for row in self.chosen if row["claim_id"] in ids)
        return self._with(rows, (verb, value))

    def noting(self, count: int, why: str) -> Timeline:
        """The same claims, with a note of how many could not be placed and why; none where none."""
        return replace(self, notes=(*self.notes, f"{count} with {why}")) if count else self

    def frame(self) -> pd.DataFrame:
        """The claims as a pandas DataFrame, one row each; the index is `claim_id`.

        Every column of claims.csv, text as typed, and with it:

        - `publisher`, `claimant_name`, `measure_label`, `place_name`: the ids next to them in
          words; candidates of a one-of set are joined by "or".
        - `stated`, `low`, `high`: the number and its bounds as charts draw them, Int64 (Float64
          where some are not whole), `<NA>` where unknown: a figure that lost its hedge on the way
          has the bounds of its origin. Of a duration of "more than 70" the low is 70, itself
          excluded. A figure that the claimant denies is stated, and bounds nothing.
        - `said_first`, `said_last`, `covers_first`, `covers_last`, `published_first`,
          `published_last`: the first and last day that each can mean, datetime64, NaT where
          unknown.
        - `origin`: the id of the first utterance. `retelling`: whether another of these claims is
          nearer to it. `certainty`: of the link by which it retells another claim, else empty.

        `table("claims")` has the cells as typed.

        >>> import analysis as an
        >>> frame = an.load("convoy-2017").where(measure="buses").frame()
        >>> frame.loc["c001", ["claimant", "claimant_name"]].tolist()
        ['hezbollah', 'Hezbollah']
        >>> frame["said_first"].dtype.kind
        'M'
        """
        from analysis.case.frames import claims_frame

        return claims_frame(self)

    def table(self, name: str) -> pd.DataFrame:
        """A table of the case as a DataFrame, one row per row of its file, the cells as typed.

        name: that of its file without `.csv`. Raises Invalid where the case has no such table.
        """
        require(self.rows, name, "table", "a table of the case")
        from analysis.case.frames import frame

        return frame(self.package.tables[name], self.rows[name])

    def row(self, table: str, key: str) -> Row:
        """The row of a table with that key; Invalid where there is no such table or row.

        >>> import analysis as an
        >>> an.load("convoy-2017").row("actors", "hezbollah")["name"]
        'Hezbollah'
        """
        rows = require(self._index, table, "table", "a table of the case with a key of one column")
        return require(rows, key, table, "a row that the case has")

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims as a tuple, in the order of claims.csv."""
        return self._lookup.claims(self.chosen)

    def has_out(self, source_id: str) -> bool:
        """Whether a document had come out by the day of `as_of`; True where no day was chosen."""
        if self.uncut is None:
            return True
        return any(row["source_id"] == source_id for row in self.rows["claims"])

    def containers(self, place_id: str) -> frozenset[str]:
        """A place and everything that contains it, by their ids."""
        return self._lookup.containers(place_id)

    @cached_property
    def measures(self) -> Mapping[tuple[str, str], Measure]:
        """The measures of the case by (measure, category), in the order of printing."""
        return self._lookup.measures

    @cached_property
    def _lookup(self) -> Lookup:
        if self.lookup is not None and self.lookup.is_of(self.rows):
            return self.lookup
        return Lookup(self.rows)

    @property
    def all_rows(self) -> Mapping[str, Rows]:
        """The tables of the case with what was not known on the day of `as_of` too."""
        return self.rows if self.uncut is None else self.uncut

    @cached_property
    def _by_id(self) -> Mapping[str, Claim]:
        return {claim.claim_id: claim for claim in self.claims}

    @cached_property
    def _index(self) -> Mapping[str, Mapping[str, Row]]:
        return {
            name: {row[schema.key[0]]: row for row in self.rows[name]}
            for name, schema in self.package.tables.items()
            if len(schema.key) == 1
        }

    def _with(self, chosen: Rows, *added: tuple[str, str]) -> Timeline:
        """These rows of claims.csv, and the filters that chose them after the others."""
        return replace(self, chosen=chosen, filters=(*self.filters, *added))


WORDS = "analysis.words"
"""The package that puts claims into words. It comes after this one in the order of imports, and
imports this one; so its modules are imported by name, when a method first needs them, as pandas
imports the backend that plots its frames."""


@dataclass(frozen=True, eq=False)
class CitableClaim(Claim):
    """A claim as `timeline["c003"]` gives it, with methods that say and cite it.

    timeline: the one it was taken from. It is equal to the plain `Claim` of the same fields, and a
    copy or a pickle of it is that `Claim`, without the timeline.

    >>> import analysis as an
    >>> timeline = an.load("convoy-2017")
    >>> claim = timeline["c001"]
    >>> claim.phrase in str(claim.sentence()), claim.card().claim_id
    (True, 'c001')
    >>> claim in timeline.claims
    True
    """

    timeline: Timeline = field(kw_only=True, repr=False, compare=False)

    def sentence(self) -> Any:
        """The claim as a `Sentence`, with its number, claimant, day and id; see `analysis.say`."""
        return self._words("sentences").say(self.timeline, self.claim_id)

    def card(self) -> Any:
        """The claim as a `Card`: its words, who said them, about what, when, in which document."""
        return self._words("card").card(self.timeline, self.claim_id)

    def citation(self, form: str = "all") -> str:
        """The claim, cited.

        form: `sentence`, `footnote`, `csl`, `bibtex`, or `all` of them. Raises Invalid for others.
        """
        text: str = self._words("citation").citation(self.timeline, [self.claim_id], form)
        return text

    def _words(self, module: str) -> Any:
        return import_module(f"{WORDS}.{module}")

    def __eq__(self, other: object) -> bool:
        # That of a dataclass needs the same class: it would differ from the plain `Claim`.
        return isinstance(other, Claim) and _values(self) == _values(other)

    __hash__ = Claim.__hash__

    def __reduce__(self) -> tuple[Any, ...]:
        return Claim, tuple(_values(self).values())


def _values(claim: Claim) -> dict[str, Any]:
    """The fields that every claim has."""
    return {column.name: getattr(claim, column.name) for column in fields(Claim)}


def _listed(values: str | int | date | Iterable[str | date]) -> tuple[str, ...]:
    each = (values,) if isinstance(values, str | int | date) else values
    return tuple(day_text(v) if isinstance(v, date) else str(v) for v in each)
