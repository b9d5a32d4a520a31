"""The footnotes of a report on paper and in Word: one for each document, however often it is cited.

Several claims of one document share the note of the first that is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.report.edition import Edition

PARAGRAPH = re.compile(r", paragraph \d+$")


@dataclass(frozen=True)
class Note:
    """A footnote: the claims of a document that are cited, its citation and its address."""

    claims: tuple[str, ...]
    document: str
    address: str


def notes(edition: Edition, cited: Iterable[str]) -> Mapping[str, Note]:
    """The footnotes of a report, each by the first claim of its document that is cited.

    cited: the ids of the claims, in the order of their citations.
    """
    groups: dict[str, list[str]] = {}
    for claim_id in dict.fromkeys(cited):
        groups.setdefault(edition.whole[claim_id].source_id, []).append(claim_id)
    return {ids[0]: _note(edition, ids) for ids in groups.values()}


def first_of(written: Mapping[str, Note]) -> Mapping[str, str]:
    """For each claim of some footnotes, the claim by which its note goes."""
    return {claim: first for first, note in written.items() for claim in note.claims}


def _note(edition: Edition, ids: Sequence[str]) -> Note:
    citation = edition.citations[ids[0]]
    if len(ids) == 1:
        return Note(tuple(ids), citation.document, citation.address)
    # Neither a paragraph nor the words of one claim are those of the others.
    address = citation.address.partition("#:~:text=")[0]
    return Note(tuple(ids), PARAGRAPH.sub("", citation.document), address)
