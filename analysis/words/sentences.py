"""Sentences with numbers: built from claims, so that each number names the claims behind it.

Also citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from string import Formatter
from typing import Any

from analysis.case.timeline import Timeline
from analysis.claims.cells import CLAIM_ID
from analysis.claims.claim import Claim
from analysis.claims.quantity import Hedge, Quantity
from analysis.claims.sums import Derived
from analysis.errors import many
from analysis.words.names_and_days import (
    about,
    day_words,
    deep_link,
    escaped,
    in_words,
    on,
)
from analysis.words.wording import subject, the

MIME = "application/vnd.contested.sentence+json"
FIRST_HAND = ("release", "transcript")
"""Documents in which a claimant speaks for itself."""
CITED = re.compile(rf"\[({CLAIM_ID})\]")
"""A claim as a sentence cites it."""
PARAGRAPH = re.compile(r"p\d+")
SPEECH = {
    "": "said",
    "estimates": "estimated",
    "expects": "expected",
    "suspects": "suspected",
    "denies": "denied",
    "intends": "intended",
    "warns": "warned of",
}
"""The verb of a sentence for each stance of a claim."""


@dataclass(frozen=True)
class Number:
    """A number that a sentence prints, with the claims it rests on.

    name: of the result, in numbers.csv. text: the number as printed. kind: `reported` (somebody
    said it), `derived` (computed from claims) or `tally` (a count of claims, documents or days).
    hedge, value, low, high: the quantity. claims: the ids of the claims.
    """

    name: str
    text: str
    kind: str
    hedge: str
    value: float | None
    low: float | None
    high: float | None
    claims: tuple[str, ...]

    def __str__(self) -> str:
        return self.text

    def row(self) -> dict[str, Any]:
        """Its columns in published tables, where the text has had the name `shown` from the first.

        >>> Number("boats", "3", "tally", "bare", 3, 3, 3, ()).row()["shown"]
        '3'
        """
        columns = asdict(self)
        return {"name": columns.pop("name"), "shown": columns.pop("text"), **columns}

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Number:
        """The number that `row` or JSON made from it gave; claims may be a list."""
        columns = {**row, "text": row["shown"], "claims": tuple(row["claims"])}
        del columns["shown"]
        return cls(**columns)


@dataclass(frozen=True)
class Sentence:
    """A text with its numbers; a notebook displays the text and stores the numbers with it."""

    text: str
    numbers: tuple[Number, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of claims that the text cites in brackets, in order.

        >>> Sentence("At least 80 [c001], of them 13 [c002].").cited
        ('c001', 'c002')
        """
        return tuple(CITED.findall(self.text))

    def __add__(self, other: Sentence) -> Sentence:
        if other == self and not self.numbers:  # the same reason why there is nothing to say
            return self
        return Sentence(f"{self.text} {other.text}".strip(), self.numbers + other.numbers)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {
            "text/markdown": escaped(self.text),
            "text/plain": self.text,
            MIME: {"text": self.text, "numbers": [number.row() for number in self.numbers]},
        }


def compose(
    template: str, also: Iterable[Number] = (), **parts: Number | Sentence | str
) -> Sentence:
    """A sentence from a template and the parts for its fields.

    template: without digits, as of `str.format`. parts: numbers, names, and clauses, which are
    sentences with numbers of their own. also: numbers that are printed inside one of the names.
    Raises KeyError for a field of the template without a part, and TypeError for a part that the
    template has no field for.

    >>> number = tally("claims", 2)
    >>> compose("Of {claims}, {who} made one.", claims=number, who="Rudaw").text
    'Of 2, Rudaw made one.'
    """
    fields = [name for _, name, _, _ in Formatter().parse(template) if name]
    if unknown := sorted(set(parts) - set(fields)):
        raise TypeError(f"no field for {', '.join(unknown)} in {template!r}")
    numbers = [number for name in fields for number in _numbers(parts[name])]
    return Sentence(template.format(**parts), tuple(dict.fromkeys([*numbers, *also])))


def _numbers(part: Number | Sentence | str) -> tuple[Number, ...]:
    if isinstance(part, Number):
        return (part,)
    return part.numbers if isinstance(part, Sentence) else ()


def reported(name: str, claim: Claim) -> Number:
    """The number of a claim as reported; name: of the result in numbers.csv."""
    return _number(name, "reported", claim.quantity, (claim.claim_id,))


def derived(name: str, total: Derived) -> Number:
    """A number computed from claims; name: of the result in numbers.csv."""
    return _number(name, "derived", total.quantity, total.claims)


def tally(name: str, count: int, claims: Iterable[Claim | str] = ()) -> Number:
    """A count of things in the record; claims: those counted, or those that hold the things."""
    ids = tuple(c.claim_id if isinstance(c, Claim) else c for c in claims)
    return Number(name, f"{count:,}", "tally", Hedge.BARE, count, count, count, ids)


def counted(name: str, count: int, noun: str, claims: Iterable[Claim | str] = ()) -> Number:
    """A tally printed with its noun: `1 claim`, `2 claims`; noun: in the singular."""
    return replace(tally(name, count, claims), text=many(count, noun))


def _number(name: str, kind: str, quantity: Quantity, claims: tuple[str, ...]) -> Number:
    return Number(
        name,
        str(quantity),
        kind,
        quantity.hedge,
        quantity.stated,
        quantity.low,
        quantity.high,
        claims,
    )


def say(timeline: Timeline, claim_id: str) -> Sentence:
    """A claim as a sentence, with hedge, claimant, via and day, and its citation.

    The phrase stands in quotation marks, as printed; the claim's id leads to its document. Raises
    Invalid for a claim that the timeline does not have.
    """
    claim = timeline[claim_id]
    gloss = f" {in_words(claim)}" if claim.gloss else ""
    verb = _verb(claim)
    text = f"{_spoken(timeline, claim)}{gloss}: {claim.label}{verb}{about(claim)} [{claim_id}]."
    return Sentence(f"{on(claim.said_on)}{text}", (reported(claim_id, claim),))


def _verb(claim: Claim) -> str:
    """The verb of a claim, where neither its words nor its label hold it: killed is not died."""
    held = f"{claim.phrase} {claim.label}".casefold()
    return f" (“{claim.verb}”)" if claim.verb and claim.verb.casefold() not in held else ""


def _spoken(timeline: Timeline, claim: Claim) -> str:
    """Who said the phrase, with the publisher where the words are not the claimant's own."""
    row = timeline.row("claims", claim.claim_id)
    name, verb = subject(timeline, claim), SPEECH[claim.stance]
    if not claim.phrase:
        return f"{name} gave {claim.quantity}"
    name = f"{row['speaker']} of {name}" if row["speaker"] else name
    source = timeline.row("sources", claim.source_id)
    if row["speech"] == "quoted" or source["kind"] in FIRST_HAND:
        return f"{name} {verb} “{claim.phrase}”"
    if row["speech"] == "own" and len(claim.claimants) == 1:
        return f"{name} {'wrote' if verb == 'said' else verb} “{claim.phrase}”"
    words_of = f"in the words of {the(source['publisher'])}"
    return f"{name.removesuffix(',')}, {words_of}, {verb} “{claim.phrase}”"


@dataclass(frozen=True)
class Citation:
    """The citation of a document, at the words of a claim.

    document: publisher, title, day, host and paragraph, without a full stop. address: on the web,
    as a text fragment that opens the document at the words; empty where it has none.
    """

    document: str
    address: str

    @property
    def text(self) -> str:
        """The document, as a sentence."""
        return f"{self.document}."

    def __str__(self) -> str:
        return f"{self.text} {self.address}".strip()


def cite(timeline: Timeline, claim_id: str) -> Citation:
    """The citation of a claim's document; Invalid for a claim that the timeline does not have."""
    claim = timeline[claim_id]
    row = timeline.row("sources", claim.source_id)
    host = f", republished by {row['host']}" if row["host"] else ""
    out = day_words(claim.published) if claim.published else "no date on the copy"
    locator = timeline.row("claims", claim_id)["locator"]
    place = f", paragraph {locator[1:]}" if PARAGRAPH.fullmatch(locator) else ""
    document = f"{row['publisher']}, {row['title']}, {out}{host}{place}"
    return Citation(document, deep_link(row["url"], claim.phrase))
