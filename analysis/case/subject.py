"""What a template asks about: a running total, counts, or a whole and its parts, of any case."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.case import names
from analysis.case.scope import ids
from analysis.case.timeline import Timeline
from analysis.claims.claim import NEW, retellings
from analysis.claims.pairs import pairs
from analysis.claims.parts import divided_wholes
from analysis.claims.quantity import Scale
from analysis.errors import Invalid, Problem, nearest

RUNNING, SEPARATE = "running_total", NEW
"""Kinds of counts: totals that grow, and counts each of its own period."""
NO_TOTAL, NO_COUNT, NO_WHOLE = "a running total", "separate periods", "a whole and its parts"
"""What a case may have no figures of."""


@dataclass(frozen=True)
class Subject:
    """The parameters that templates have besides those of all notebooks. All are text.

    measures: what is counted, as ids of measures or `measure/category`, several with commas between
    them. whole: the id of a measure that is divided into parts. within: the id of a place; only
    figures for places inside it. What is empty is chosen from the claims of the whole case, so that
    an earlier day or fewer claimants leave the choice as it is.

    A name that the case does not have is refused, as a claimant would be: a parameter is typed for
    one case. Where nothing is typed, and the case has no figures of the kind, no claim is left, and
    charts and findings say so (`Timeline.measuring`).

    >>> import analysis as an
    >>> timeline = an.load("tests/cases/ferry-2031")
    >>> Subject().parts(timeline).filters
    (('measure', 'people'),)
    >>> Subject(measures="ded").totals(timeline)
    Traceback (most recent call last):
    analysis.errors.Invalid: measures: 'ded'; a measure of the case; did you mean dead?
    """

    measures: str = ""
    whole: str = ""
    within: str = ""

    @classmethod
    def from_notebook(cls, variables: Mapping[str, Any]) -> Subject:
        """A subject from the variables of a notebook; Invalid for each that is no text.

        variables: `globals()` of the notebook.
        """
        own = [field.name for field in dataclasses.fields(cls) if field.name in variables]
        values = {name: variables[name] for name in own}
        wrong = {name: value for name, value in values.items() if not isinstance(value, str)}
        if wrong:
            fix = "put it in quotation marks"
            raise Invalid(Problem(name, repr(v), "text", fix) for name, v in wrong.items())
        return cls(**values)

    def chosen(self, timeline: Timeline) -> Timeline:
        """The claims of `measures`; by default all."""
        typed = self._typed(timeline)
        return timeline.measuring(*typed, within=self.within) if typed else timeline

    def totals(self, timeline: Timeline) -> Timeline:
        """The claims of `measures`.

        By default those of the running total that most claims are about, with what it includes and
        is included in. What was added to a total is none, nor is what counts inside another, as the
        dead of one town: none of them replaces what was said before.
        """
        chosen = self._typed(timeline) or _largest_total(timeline)
        claims = timeline.measuring(*(chosen or [NO_TOTAL]), within=self.within)
        totals = {c.claim_id for c in claims if c.counts not in SEPARATE} - _parts(timeline)
        left = len(claims) - len(totals)
        if not (totals and left):
            return claims
        why = "a count that is added to a total or is part of one"
        return claims.keep(totals, "counts", "totals").noting(left, why)

    def counts(self, timeline: Timeline) -> Timeline:
        """The claims of the first two of `measures`, which counts can be compared.

        By default the measure of most counts that are each of its own period, and the one that
        documents most often give with it.
        """
        chosen = self._typed(timeline)[:2] or _counted_together(timeline)
        return timeline.measuring(*(chosen or [NO_COUNT]), within=self.within)

    def first(self, timeline: Timeline) -> Timeline:
        """The claims of the first of the measures of `counts`."""
        chosen = self._typed(timeline) or _counted_together(timeline)
        return timeline.measuring(*(chosen[:1] or [NO_COUNT]), within=self.within)

    def goal(self, timeline: Timeline, source_id: str) -> Timeline:
        """The claims of a total that the counts of `first` can be added up under.

        Those of a document; where it has none with a number, the running totals of anybody.
        source_id: of the document that is examined.
        """
        claims = self.first(timeline)
        own = {c.claim_id for c in claims if c.source_id == source_id}
        own = {c.claim_id for c in claims if c.claim_id in own and c.quantity.stated is not None}
        running = {c.claim_id for c in claims if c.counts == RUNNING}
        return claims.keep(own or running, "counts", RUNNING)

    def claimed(self, timeline: Timeline, source_id: str) -> Timeline:
        """The claims of the first measure that are no separate counts, and those of `goal`.

        With what repeats them. source_id: of the document that is examined.
        """
        claims = self.first(timeline)
        origins = {claim.origin for claim in self.goal(timeline, source_id)}
        totals = {c.claim_id for c in claims if c.counts not in SEPARATE or c.origin in origins}
        return claims.keep(totals, "counts", "totals")

    def parts(self, timeline: Timeline) -> Timeline:
        """The claims of `whole` and of its parts.

        By default of the measure, divided into parts, that most claims of the case's lead source
        are about; where it has none, most of all claims.
        """
        chosen = self._whole(timeline)
        return timeline.measuring(*(chosen or [NO_WHOLE]), within=self.within)

    def wholes(self, timeline: Timeline) -> Timeline:
        """The claims on how many there are in all, of the parts of `parts`."""
        chosen = self._whole(timeline)
        totals = sorted(f"{m}/{c}" for m, c in divided_wholes(timeline.measures) if m in chosen)
        return timeline.measuring(*(totals or [NO_WHOLE]), within=self.within)

    def _typed(self, timeline: Timeline) -> Sequence[str]:
        """The names in `measures`; Invalid with every name of any parameter that is unknown."""
        wanted, rows = ids(self.measures), timeline.all_rows
        known = {
            "measures": (wanted, names.measures(rows), "a measure of the case"),
            "whole": (ids(self.whole), _divided(timeline), "a measure that is divided into parts"),
            "within": (ids(self.within), {r["place_id"] for r in rows["places"]}, "a place"),
        }
        wrong = [
            Problem(field, repr(name), allowed, nearest(name, having))
            for field, (typed, having, allowed) in known.items()
            for name in typed
            if name not in having
        ]
        if wrong:
            raise Invalid(wrong)
        return wanted

    def _whole(self, timeline: Timeline) -> Sequence[str]:
        self._typed(timeline)
        divided, lead = _divided(timeline), timeline.package.lead_source
        rows = [row for row in _rows(timeline) if row["measure"] in divided]
        own = Counter(row["measure"] for row in rows if row["source_id"] == lead)
        return ids(self.whole)[:1] or _most(own) or _most(Counter(r["measure"] for r in rows))


def _parts(timeline: Timeline) -> set[str]:
    """The claims that a link puts inside another."""
    links = timeline.all_rows["links"]
    return {row["claim_id"] for row in links if row["relation"] == "part_of"}


def _divided(timeline: Timeline) -> set[str]:
    return {measure for measure, _ in divided_wholes(timeline.measures)}


def _rows(timeline: Timeline) -> Sequence[Mapping[str, str]]:
    """The rows of the claims of the case that repeat no other."""
    rows = timeline.all_rows
    repeated = retellings(rows["links"])
    return [row for row in rows["claims"] if row["claim_id"] not in repeated]


def _whole_case(timeline: Timeline) -> Timeline:
    """All claims of the case, whatever was left out."""
    rows = timeline.all_rows
    return dataclasses.replace(timeline, rows=rows, chosen=rows["claims"], filters=(), uncut=None)


def _largest_total(timeline: Timeline) -> Sequence[str]:
    """The running count of most claims and those tied to it, each as `measure/category`."""
    counted = [m.name for m in timeline.measures.values() if m.scale is Scale.COUNT]
    widest = {name: _widest(name, timeline) for name in counted}
    running = [name for row in _rows(timeline) if row["counts"] == RUNNING for name in _names(row)]
    chosen = _most(Counter(widest[name] for name in running if name in widest))
    return [name for name, total in widest.items() if total in chosen]


def _widest(name: str, timeline: Timeline) -> str:
    """The widest `measure/category` that includes another."""
    by_name = {measure.name: measure for measure in timeline.measures.values()}
    passed: set[str] = set()
    while name in by_name and by_name[name].subset_of and name not in passed:
        passed.add(name)
        name = by_name[name].subset_of
    return name


def _counted_together(timeline: Timeline) -> Sequence[str]:
    """The measure of most separate counts, and the one most often given with it, if any is."""
    counts = Counter(row["measure"] for row in _rows(timeline) if row["counts"] in SEPARATE)
    first = _most(counts)
    others = [name for name in counts if name not in first]
    claims = _whole_case(timeline).claims
    together = {
        name: sum(a.categories == b.categories for a, b in pairs(claims, first[0], name))
        for name in others
    }
    return [*first, *_most(together)]


def _names(row: Mapping[str, str]) -> Iterator[str]:
    """What a row of claims.csv counts; nothing for one that leaves open which category."""
    if not row["category"].startswith("["):
        yield f"{row['measure']}/{row['category']}"


def _most(counts: Mapping[str, int]) -> list[str]:
    """The name with the highest count, the first of several; none where all counts are 0."""
    best: Iterable[tuple[str, int]] = sorted(counts.items(), key=lambda item: -item[1])
    return [name for name, count in best if count][:1]
