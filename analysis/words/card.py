"""The card of a claim: its words, who said them, about what, when, and in which document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.case.timeline import Timeline
from analysis.words.names_and_days import day_words, who
from analysis.words.sentences import cite
from analysis.words.templates import templates

TEMPLATES = templates(Path(__file__).parent / "assets")


@dataclass(frozen=True)
class Card:
    """The text of the tooltip of a mark, which screen readers read too.

    phrase: the words of the claim; empty for a row of a data set. language: their language, as in
    sources.csv. gloss: the same in English; empty where they are English. name: the claimant.
    subject: what is counted, with the figure where there are no words. said: the day, in words.
    source: the citation of the document, without its address.
    """

    claim_id: str
    phrase: str
    language: str
    gloss: str
    name: str
    subject: str
    said: str
    source: str

    @property
    def facts(self) -> str:
        """About what, and when, in one line."""
        return f"{self.subject} · {self.said}"

    @property
    def text(self) -> str:
        """The whole card as one sentence, for a reader who does not see the picture."""
        gloss = f" [{self.gloss}]" * bool(self.gloss)
        quoted = f"“{self.phrase}”{gloss}, " * bool(self.phrase)
        return f"{quoted}{self.name}: {self.subject}, {self.said}. {self.source} {self.claim_id}"

    @property
    def html(self) -> str:
        """The card in HTML; the direction of its words does not change that of others."""
        return TEMPLATES.get_template("card.html").render(card=self)


def card(timeline: Timeline, claim_id: str) -> Card:
    """The card of a claim; Invalid for one that the timeline does not have."""
    claim = timeline[claim_id]
    row = timeline.row("sources", claim.source_id)
    said = f"said {day_words(claim.said_on)}" if claim.said_on else "day not given"
    return Card(
        claim_id,
        claim.phrase,
        row["language"],
        claim.gloss,
        who(timeline, claim),
        claim.label if claim.phrase else f"{claim.label}: {claim.quantity}",
        said,
        cite(timeline, claim_id).text,
    )
