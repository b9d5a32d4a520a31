"""What one report prints: its scope, its claims, its notebooks, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.case.scope import Scope
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import Claim
from analysis.report.document import Document, Figure, Told
from analysis.words.card import Card, card
from analysis.words.sentences import Citation, Sentence, cite


@dataclass(frozen=True)
class Edition:
    """A report before it is printed.

    whole: the case. told: what the scope leaves of it. key: the drawing that explains the marks.
    made: how it was made, name by name (version, hashes, the command that repeats it).
    """

    scope: Scope
    whole: Timeline
    told: Timeline
    document: Document
    key: Figure
    made: Mapping[str, str]

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of the scope, then those beyond it that a sentence or a chart brings in."""
        inside = self.told.claims
        known = {claim.claim_id for claim in inside}
        others = {claim.claim_id: claim for claim in self.whole}
        more = [i for i in self.document.cited if i not in known and i in others]
        return (*inside, *(others[i] for i in more))

    @cached_property
    def sources(self) -> tuple[Row, ...]:
        """The documents of these claims, in order of the case."""
        used = {claim.source_id for claim in self.claims}
        return tuple(row for row in self.whole.rows["sources"] if row["source_id"] in used)

    @cached_property
    def citations(self) -> Mapping[str, Citation]:
        """For each claim its document."""
        return {claim.claim_id: cite(self.whole, claim.claim_id) for claim in self.claims}

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """The card of each claim."""
        return {claim.claim_id: card(self.whole, claim.claim_id) for claim in self.claims}

    def within(self, claim_id: str) -> bool:
        """Is it among the claims of the scope?"""
        return claim_id in self._inside

    @cached_property
    def drawn_in(self) -> Mapping[str, tuple[int, ...]]:
        """For each claim the numbers of the figures that draw it."""
        counts: dict[str, list[int]] = {}
        for number, figure in enumerate(self.document.figures, 1):
            for claim_id in figure.drawn:
                counts.setdefault(claim_id, []).append(number)
        return {claim_id: tuple(numbers) for claim_id, numbers in counts.items()}

    @cached_property
    def _inside(self) -> frozenset[str]:
        return frozenset(claim.claim_id for claim in self.told)


def as_told(sentence: Sentence) -> Told:
    """A sentence of our own, as the document holds those of its notebooks."""
    return Told(sentence.text, sentence.numbers)
