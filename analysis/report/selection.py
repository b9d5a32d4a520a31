"""How the claims of a report were chosen, read, archived and checked, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.claims.cells import Row
from analysis.report.edition import Edition
from analysis.words.sentences import Sentence, compose, counted, tally
from analysis.words.wording import verb

NO_CLAIMS = Sentence("No claims yet.")
"""What a report says of a case without claims."""


def record(edition: Edition) -> list[Sentence]:
    """How much is on record, how it was read, whether it is archived, and who checked it."""
    if not edition.claims:
        return [NO_CLAIMS]
    return [_size(edition), _read(edition.sources), _archived(edition.sources), _checked(edition)]


def _size(edition: Edition) -> Sentence:
    """How many claims there are, in how many documents, and how many say something first."""
    claims = edition.timeline.claims
    firsts = {claim.origin for claim in claims}
    sources = {claim.source_id for claim in claims}
    size = compose(
        "This report holds {claims} from {sources}.",
        claims=counted("claims", len(claims), "claim"),
        sources=counted("sources", len(sources), "document"),
    )
    repeats = len(claims) - len(firsts)
    if not repeats:
        return size
    return size + compose(
        "{repeats} of them {verb} what another had said first.",
        repeats=tally("repeats", repeats),
        verb=verb(repeats, "repeats", "repeat"),
    )


def _read(rows: Sequence[Row]) -> Sentence:
    """How many of the documents were read in part only, and how many not at all."""
    excerpts = sum(row["extent"] == "excerpt" for row in rows)
    unseen = sum(row["extent"] == "not_seen" for row in rows)
    whole = len(rows) - excerpts - unseen
    if whole == len(rows):
        return Sentence("Every document was read whole.")
    parts = []
    if excerpts:
        parts.append(_portion("excerpts", excerpts, len(rows), "read only in part"))
    if unseen:
        parts.append(_portion("unseen", unseen, len(rows), "known only through others"))
    silence = Sentence("What an excerpt does not say, the document may.") if excerpts else None
    return sum([*parts[1:], *([silence] if silence else [])], parts[0])


def _portion(name: str, number: int, total: int, done: str) -> Sentence:
    """That a number of the documents were read so: all, one, or some of them."""
    if number == total:
        text = f"Every document was {done}."
        return Sentence(text, (tally(name, number),))
    return compose(
        "{n} of the {all} documents {verb}.",
        n=tally(name, number),
        all=tally(f"{name}_of", total),
        verb=f"{verb(number, 'was', 'were')} {done}",
    )


def _archived(rows: Sequence[Row]) -> Sentence:
    """How many of the documents have a stored copy."""
    stored = sum(bool(row["archive_url"]) for row in rows)
    hashed = sum(bool(row["sha256"]) for row in rows)
    if not (stored or hashed):
        return Sentence(
            "Nothing is archived: the record links no stored copy of any of these documents."
        )
    if stored == len(rows):
        return Sentence("A stored copy of every document is linked.")
    return compose(
        "A stored copy is linked for {n} of the {all} documents.",
        n=tally("archived", stored),
        all=tally("archived_of", len(rows)),
    )


def _checked(edition: Edition) -> Sentence:
    """How many of the claims a second person has checked."""
    chosen = edition.timeline.chosen
    checked = [row["claim_id"] for row in chosen if row["state"] == "checked"]
    number = tally("checked", len(checked), checked)
    if not checked:
        text = "No claim has been checked by a second person yet."
        return Sentence(text, (number,))
    if len(checked) == len(chosen):
        return Sentence("Every claim has been checked by a second person.", (number,))
    return compose(
        "{n} of the {all} claims {verb} been checked by a second person.",
        n=number,
        all=tally("checked_of", len(chosen)),
        verb=verb(len(checked), "has", "have"),
    )
