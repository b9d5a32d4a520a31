"""The card of a claim: its words, who said them, about what, when, and in which document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.case.timeline import AS_OF, Timeline
from analysis.claims.cells import Row
from analysis.claims.claim import RETELLING, Claim
from analysis.words.names_and_days import about, day_words, in_words, who
from analysis.words.sentences import cite
from analysis.words.templates import templates
from analysis.words.wording import STANCES, attributed, figure

TEMPLATES = templates(Path(__file__).parent / "assets")


@dataclass(frozen=True)
class Card:
    """The text of the tooltip of a mark, which screen readers read too.

    phrase: the words of the claim; empty for a row of a data set. language: their language, as in
    sources.csv. gloss: the same in English; empty where they are English. name: the claimant, and
    who spoke for it. subject: what is counted, with the figure where there are no words, and the
    verb where the words lack it. said: the day, in words. days, place: those that the claim is
    about; empty where it has none. source: the citation of the document, without its address.
    remarks: sentences on what it repeats, how sure that is and why, and the coder's note.
    """

    claim_id: str
    phrase: str
    language: str
    gloss: str
    name: str
    subject: str
    said: str
    source: str
    days: str = ""
    place: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def facts(self) -> str:
        """About what, when and where, in one line."""
        return " · ".join(filter(None, (self.subject, self.said, self.days, self.place)))

    @property
    def text(self) -> str:
        """The whole card in sentences, for a reader who does not see the picture."""
        gloss = f" [{self.gloss}]" * bool(self.gloss)
        quoted = f"“{self.phrase}”{gloss}, " * bool(self.phrase)
        facts = ", ".join(filter(None, (self.subject, self.said, self.days, self.place)))
        remarks = "".join(f" {remark}" for remark in self.remarks)
        return f"{quoted}{self.name}: {facts}.{remarks} {self.source} {self.claim_id}"

    @property
    def html(self) -> str:
        """The card in HTML; the direction of its words does not change that of others."""
        return TEMPLATES.get_template("card.html").render(card=self)


def card(timeline: Timeline, claim_id: str, *, remarks: bool = True) -> Card:
    """The card of a claim; Invalid for one that the timeline does not have.

    remarks: with what a coder wrote of it. They are never on the card of a timeline as of a day,
    since they were written later and may tell what nobody could know by then.
    """
    claim = timeline[claim_id]
    row, document = timeline.row("claims", claim_id), timeline.row("sources", claim.source_id)
    late = any(name in AS_OF.values() for name, _ in timeline.filters)
    name = who(timeline, claim)
    return Card(
        claim_id,
        claim.phrase,
        document["language"],
        claim.gloss,
        f"{row['speaker']}, {name}" if row["speaker"] else name,
        _subject(claim),
        f"said {day_words(claim.said_on)}" if claim.said_on else "day not given",
        cite(timeline, claim_id).text,
        _days(claim, row),
        timeline.row("places", claim.place_id)["name"] if claim.place_id else "",
        tuple(_remarks(timeline, claim, row)) if remarks and not late else (),
    )


def _subject(claim: Claim) -> str:
    """What is counted; the verb where neither label nor words have it; the stance of a doubt."""
    words = claim.label if claim.phrase else f"{claim.label}: {claim.quantity}"
    held = f"{claim.phrase} {claim.label}".casefold()
    verb = f" (“{claim.verb}”)" if claim.verb and claim.verb.casefold() not in held else ""
    return f"{words}{verb}{', ' + STANCES[claim.stance] if claim.stance else ''}"


def _days(claim: Claim, row: Row) -> str:
    """The days that a claim is about, with the words that say so."""
    days = about(claim).removeprefix(", ")
    window = f"“{row['window']}”" if row["window"] else ""
    return f"{days} ({window})" if days and window else days or window


def _remarks(timeline: Timeline, claim: Claim, row: Row) -> Iterator[str]:
    """What a coder wrote of a claim: the claims that it repeats, and the note."""
    known = {other.claim_id for other in timeline}
    for link in timeline.rows["links"]:
        repeats = link["claim_id"] == claim.claim_id and link["relation"] in RETELLING
        if repeats and link["other_id"] in known:
            yield _link(timeline, link)
    if row["note"]:
        yield f"Note: {row['note'].rstrip('.')}."


def _link(timeline: Timeline, link: Row) -> str:
    """That a claim repeats another, how sure that is and why; link: of links.csv."""
    other = timeline[link["other_id"]]
    words = in_words(other) if other.phrase else figure(other)
    repeats = "May repeat" if link["certainty"] == "possible" else "Repeats"
    change = ", with a change," if link["relation"] == "garbles" else ""
    return (
        f"{repeats}{change} {words} ({attributed(timeline, other)}). That link is "
        f"{link['certainty']}: {link['reason'].rstrip('.')}."
    )
