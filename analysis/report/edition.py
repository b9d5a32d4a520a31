"""The content of one report: its scope, claims and executed notebooks, and how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.case.properties import STATEMENTS
from analysis.case.scope import Scope
from analysis.case.statements import known_ids, statements
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.report.document import Document, Figure
from analysis.words.card import Card, card
from analysis.words.sentences import Citation, cite


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
        """The citation of each claim's document, by the id of the claim."""
        return {claim.claim_id: cite(self.whole, claim.claim_id) for claim in self.claims}

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each claim, by its id."""
        later = not self.scope.as_of  # what a coder wrote may tell what came later
        ids = (claim.claim_id for claim in self.claims)
        return {claim_id: card(self.whole, claim_id, remarks=later) for claim_id in ids}

    @cached_property
    def drawn_in(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the figures that draw a claim, by its id."""
        numbers: dict[str, list[int]] = {}
        for number, figure in enumerate(self.document.figures, 1):
            for claim_id in figure.drawn:
                numbers.setdefault(claim_id, []).append(number)
        return {claim_id: tuple(figures) for claim_id, figures in numbers.items()}

    def within(self, claim_id: str) -> bool:
        """Whether a claim is among those of the scope."""
        return claim_id in self._ids

    @cached_property
    def _grounds(self) -> tuple[str, ...]:
        """What the sentences of the case's own rest on, as far as a reader may know them."""
        scope, whole = self.scope, self.whole
        lists = (statements(whole, name, scope.as_of, scope.known_by) for name in STATEMENTS)
        return tuple(i for written in lists for sentence in written for i in sentence.rests_on)

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(claim.claim_id for claim in self.timeline)
