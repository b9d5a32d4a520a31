"""Which day of a claim is meant, and the days that a person asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from analysis.claims.cells import Row, Rows, members
from analysis.claims.dates import When, when
from analysis.claims.measure import Measure, measures_of
from analysis.claims.quantity import WITHOUT_NUMBER, Hedge, Quantity, Scale, entailed
from analysis.errors import Invalid, Problem, nearest

RETELLING = ("repeats", "garbles")
SURE_ENOUGH = ("sure", "likely")


def retellings(links: Iterable[Row]) -> dict[str, str]:
    """For each claim that retells another, the other; possible lineages do not count.

    Where a coder gives alternatives, the surer one counts, then the first.
    """
    rows = [row for row in links if row["relation"] in RETELLING]
    texts: dict[str, str] = {}
    for certainty in SURE_ENOUGH:
        for row in rows:
            if row["certainty"] == certainty:
                texts.setdefault(row["claim_id"], row["other_id"])
    return texts


@dataclass(frozen=True)
class Claim:
    """One figure, or statement, by one claimant in one document.

    claimants: one, or the candidates where the text leaves it open. definition: what measures.csv
    says of its measure and category; None where the text leaves the category open. quantity: as
    printed. retells: the claim it carries on. origin: the first utterance it goes back to, itself
    where nobody said it before. retelling: is another claim among those looked at nearer to that
    origin? apart_from: claims that count other things by a coder's judgement. places: its place and
    all that contain it; empty where the text names none.
    """

    claim_id: str
    source_id: str
    claimants: tuple[str, ...]
    via: tuple[str, ...]
    groups: tuple[str, ...]
    measure: str
    categories: tuple[str, ...]
    definition: Measure | None
    phrase: str
    gloss: str
    verb: str
    stance: str
    counts: str
    quantity: Quantity
    said_on: When | None
    covers: When | None
    published: When | None
    place_id: str
    places: frozenset[str]
    event_id: str
    retells: str
    apart_from: frozenset[str]
    origin: str
    origin_quantity: Quantity
    retelling: bool = False

    @property
    def label(self) -> str:
        """What is counted, in words: the measure's name where the category is left open."""
        return self.definition.label if self.definition else self.measure.replace("_", " ")

    @property
    def undecided(self) -> bool:
        """Does the text leave the claimant or the category open?"""
        return len(self.claimants) > 1 or len(self.categories) > 1

    @property
    def hedge_lost(self) -> bool:
        """Is it printed bare, though it retells a hedged figure?"""
        hedged = self.origin_quantity.hedge not in WITHOUT_NUMBER | {Hedge.BARE}
        return bool(self.retells) and hedged and self.quantity.hedge is Hedge.BARE

    @property
    def drawn(self) -> Quantity:
        """The quantity to draw: the origin's bounds where the hedge got lost on the way."""
        if not self.hedge_lost or self.origin_quantity.stated != self.quantity.stated:
            return self.quantity
        return self.origin_quantity

    @property
    def group(self) -> str:
        """The colour group, empty where the candidates are of several."""
        return self.groups[0] if len(set(self.groups)) == 1 else ""


def claims_of(rows: Mapping[str, Rows]) -> tuple[Claim, ...]:
    """The claims of a case, from the rows of its tables, which must have passed the checks."""
    return Lookup(rows).claims(rows["claims"])


class Lookup:
    """What is needed to look up a claim: the other tables, by their keys."""

    TABLES = ("measures", "actors", "sources", "places", "claims", "links")

    def __init__(self, rows: Mapping[str, Rows]) -> None:
        self._rows = {name: rows[name] for name in self.TABLES}
        self.measures = measures_of(rows["measures"])
        self._groups = {row["actor_id"]: row["group"] for row in rows["actors"]}
        self._published = {row["source_id"]: row["published"] for row in rows["sources"]}
        self._within = {row["place_id"]: members(row["within"]) for row in rows["places"]}
        self._claims = {row["claim_id"]: row for row in rows["claims"]}
        self._read_already: dict[str, Claim] = {}
        self._retells = retellings(rows["links"])
        self._apart = [
            {row["claim_id"], row["other_id"]}
            for row in rows["links"]
            if row["relation"] == "apart_from"
        ]

    def is_of(self, rows: Mapping[str, Rows]) -> bool:
        """Whether these are the very tables that it was made from."""
        return all(rows[name] is own for name, own in self._rows.items())

    def claims(self, rows: Iterable[Row]) -> tuple[Claim, ...]:
        """The given rows of claims.csv, looked up."""
        others = [self._read(row) for row in rows]
        first: dict[str, Claim] = {}
        for claim in sorted(others, key=_nearness):
            first.setdefault(claim.origin, claim)
        return tuple(c if first[c.origin] is c else replace(c, retelling=True) for c in others)

    def _read(self, row: Row) -> Claim:
        """A row of claims.csv, looked up the first time that it is asked for."""
        claim_id = row["claim_id"]
        if row is not self._claims.get(claim_id):
            return self._claim(row)
        if claim_id not in self._read_already:
            self._read_already[claim_id] = self._claim(row)
        return self._read_already[claim_id]

    def containers(self, place_id: str) -> frozenset[str]:
        """A place and everything that contains it."""
        values: set[str] = set()
        todo = [place_id] if place_id else []
        while todo:
            place = todo.pop()
            if place not in values:
                values.add(place)
                todo += self._within.get(place, ())
        return frozenset(values)

    def origin(self, claim_id: str) -> str:
        """The first utterance that a claim goes back to."""
        seen = {claim_id}
        while (before := self._retells.get(claim_id, "")) and before not in seen:
            seen.add(before)
            claim_id = before
        return claim_id

    def _others(self, claim_id: str) -> frozenset[str]:
        pairs = [pair - {claim_id} for pair in self._apart if claim_id in pair]
        return frozenset().union(*pairs)

    def _quantity(self, row: Row) -> Quantity:
        category = members(row["category"])[0]
        measure = self.measures.get((row["measure"], category))
        return quantity_of(row, measure.scale if measure else Scale.COUNT)

    def _definition(self, measure: str, categories: tuple[str, ...]) -> Measure | None:
        return self.measures[measure, categories[0]] if len(categories) == 1 else None

    def _claim(self, row: Row) -> Claim:
        claimants, categories = members(row["claimant"]), members(row["category"])
        origin = self.origin(row["claim_id"])
        return Claim(
            claim_id=row["claim_id"],
            source_id=row["source_id"],
            claimants=claimants,
            via=members(row["via"]),
            groups=tuple(self._groups[actor] for actor in claimants),
            measure=row["measure"],
            categories=categories,
            definition=self._definition(row["measure"], categories),
            phrase=row["phrase"],
            gloss=row["gloss"],
            verb=row["verb"],
            stance=row["stance"],
            counts=row["counts"],
            quantity=self._quantity(row),
            said_on=_when(row["said_on"]),
            covers=_when(row["covers"]),
            published=_when(self._published[row["source_id"]]),
            place_id=row["place_id"],
            places=self.containers(row["place_id"]),
            event_id=row["event_id"],
            retells=self._retells.get(row["claim_id"], ""),
            apart_from=self._others(row["claim_id"]),
            origin=origin,
            origin_quantity=self._quantity(self._claims[origin]),
        )


def quantity_of(row: Row, scale: Scale) -> Quantity:
    """The quantity that a row of claims.csv states; ValueError where its numbers are not whole."""
    return entailed(
        Hedge(row["hedge"]),
        _int(row["stated"]),
        _int(row["low"]),
        _int(row["high"]),
        scale=scale,
        affirmed=row["stance"] != "denies",
    )


def _nearness(claim: Claim) -> tuple[bool, date, str]:
    """Order in which claims of one origin stand for it: itself, then the earliest published."""
    published = claim.published.last if claim.published else None
    return claim.claim_id != claim.origin, published or date.max, claim.claim_id


def _when(text: str) -> When | None:
    return when(text) if text else None


def _int(text: str) -> int | None:
    return int(text) if text else None


Dated = Callable[[Claim], When | None]

_BY: Mapping[str, Dated] = {
    "published": lambda claim: claim.published,
    "said": lambda claim: claim.said_on,
    "covers": lambda claim: claim.covers,
}


def day_of(by: str) -> Dated:
    """How to find the day `published`, the day `said` or the day that it `covers`; or Invalid."""
    if by not in _BY:
        raise Invalid([Problem("by", repr(by), "a kind of day", nearest(by, _BY))])
    return _BY[by]


def said_last(claim: Claim) -> date:
    """The last day on which it can have been said; the first of all days where unknown."""
    return last(claim.said_on) or date.min


def last(day: When | None) -> date | None:
    """The last day; None where it is not known."""
    return day.last if day else None


def asked(name: str, text: str) -> When:
    """The day or days that a person asks for; Invalid under that name where they are none."""
    try:
        return when(text)
    except ValueError as error:
        fix = "write a day as 2017-09-02"
        raise Invalid([Problem(name, repr(text), str(error), fix)]) from error
