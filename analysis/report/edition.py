"""The content of one report: its scope, claims and executed notebooks, and how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.case.disputes_on_record import disputes_on_record
from analysis.case.properties import STATEMENTS
from analysis.case.scope import Scope
from analysis.case.statements import known_ids, statements
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.report.document import Document, Figure
from analysis.words.card import Card, card
from analysis.words.sentences import Citation, cite

REPEATING = {"repeats": "repeats", "garbles": "repeats, with a change,", "corrects": "corrects"}
"""The links that a reader must know of to judge a figure, as verbs."""
MOST = 2_000
"""Claims up to which the pages of a report hold all of them, and a figure's claims count as cited.

Beyond, a page would hold more than anybody reads, or a browser opens.
"""


@dataclass(frozen=True)
class Edition:
    """A report before it is printed.

    scope: its parameters. whole: the case as it was known on the day of the scope. timeline: what
    the scope leaves of it. document: the executed notebooks. legend: the drawing that explains the
    marks. provenance: what the report was computed from, by name (version, hashes, the command that
    repeats it).
    """

    scope: Scope
    whole: Timeline
    timeline: Timeline
    document: Document
    legend: Figure
    provenance: Mapping[str, str]

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the scope, then those beyond it that a sentence or a chart brings in."""
        others = {claim.claim_id: claim for claim in self.whole if not self.within(claim.claim_id)}
        cited = dict.fromkeys((*self.document.cited, *self._grounds))
        more = (claim_id for claim_id in cited if claim_id in others)
        return (*self.timeline.claims, *(others[claim_id] for claim_id in more))

    @cached_property
    def printed(self) -> tuple[Claim, ...]:
        """The claims that the pages hold.

        They are all of them up to MOST; beyond, those that a sentence, a chart or a dispute names.
        """
        if len(self.claims) <= MOST:
            return self.claims
        figures = (figure.drawn for figure in self.document.figures)
        drawn = (i for ids in figures if len(ids) <= MOST for i in ids)
        disputed = (c.claim_id for _, cs in disputes_on_record(self.timeline) for c in cs)
        sentences = (s for section in self.document.sections for s in section.sentences)
        cited = (claim_id for sentence in sentences for claim_id in sentence.cited)
        named = {*cited, *drawn, *disputed, *self._grounds}
        return tuple(claim for claim in self.claims if claim.claim_id in named)

    @cached_property
    def sources(self) -> tuple[Row, ...]:
        """The documents of these claims, in order of the case.

        Where it has no claim yet, they are all that were out on the day of the scope.
        """
        rows, used = self.whole.rows["sources"], {claim.source_id for claim in self.claims}
        if not self.claims:
            day = self.scope.as_of
            used = {row["source_id"] for row in rows}
            used &= known_ids(self.whole, day, self.scope.known_by) if day else used
        return tuple(row for row in rows if row["source_id"] in used)

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """The citation of each printed claim's document, by the id of the claim."""
        return {claim.claim_id: cite(self.whole, claim.claim_id) for claim in self.printed}

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each printed claim, by its id."""
        later = not self.scope.as_of  # what a coder wrote may tell what came later
        ids = (claim.claim_id for claim in self.printed)
        return {claim_id: card(self.whole, claim_id, remarks=later) for claim_id in ids}

    @cached_property
    def drawn_in(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the figures that draw a claim, by its id."""
        numbers: dict[str, list[int]] = {}
        for number, figure in enumerate(self.document.figures, 1):
            for claim_id in figure.drawn:
                numbers.setdefault(claim_id, []).append(number)
        return {claim_id: tuple(figures) for claim_id, figures in numbers.items()}

    def holds(self, claim_id: str) -> bool:
        """Whether a claim is one of the report, on its pages or in its file of claims."""
        return claim_id in self._held

    def within(self, claim_id: str) -> bool:
        """Whether a claim is among those of the scope."""
        return claim_id in self._ids

    @cached_property
    def repetitions(self) -> Mapping[str, tuple[Row, ...]]:
        """The links of each claim that say what it repeats, by its id, to claims of the report."""
        rows: dict[str, list[Row]] = {}
        for row in self.whole.rows["links"]:
            if row["relation"] in REPEATING and self.holds(row["other_id"]):
                rows.setdefault(row["claim_id"], []).append(row)
        return {claim_id: tuple(links) for claim_id, links in rows.items()}

    @cached_property
    def _grounds(self) -> tuple[str, ...]:
        """What the sentences of the case's own rest on, as far as a reader may know them."""
        scope, whole = self.scope, self.whole
        lists = (statements(whole, name, scope.as_of, scope.known_by) for name in STATEMENTS)
        return tuple(i for written in lists for sentence in written for i in sentence.rests_on)

    @cached_property
    def _held(self) -> frozenset[str]:
        return frozenset(claim.claim_id for claim in self.claims)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(claim.claim_id for claim in self.timeline)
