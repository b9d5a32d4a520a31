"""`Claim`: one row of claims.csv joined with what the other tables say of it.

Also the lookup that joins them, which finds the claim that a retelling goes back to, and the three
kinds of day of a claim: when it was published, when it was said, and which days it is about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from analysis.claims.cells import Row, Rows, members, spaced
from analysis.claims.dates import When, when
from analysis.claims.measure import Measure, measures_of
from analysis.claims.quantity import WITHOUT_NUMBER, Hedge, Quantity, amount, entailed
from analysis.errors import Invalid, Problem, require

DENIES = "denies"
"""The stance of a claimant who says that a figure, or that there were any, is wrong."""
NEW = frozenset({"new", "added"})
"""Kinds of counts of what happened in their period, which may be added up."""
RETELLING = ("repeats", "garbles")
"""Relations of links.csv that say that one claim retells another."""
APART = frozenset({"apart_from"})
"""The relation of links.csv by which two claims count different things."""
SETTLING = frozenset({"corrects", "withdraws", "part_of"})
"""Relations of links.csv that say how two claims differ, so that they do not contradict."""
PARAPHRASED = "paraphrased"
"""The speech of a claim that a document gives in words of its own, not in the claimant's."""
SURE = "sure"
"""The certainty of a link that leaves no doubt."""
SURE_ENOUGH = (SURE, "likely")
"""Certainties of a link that count for the origin of a claim, the surer first."""


def retellings(links: Iterable[Row]) -> dict[str, Row]:
    """For each claim that retells another, by its id, the row of links.csv that says so.

    A link that is only possible does not count. Where a claim has several, the surest counts, and
    of equally sure ones the first.
    """
    rows = [row for row in links if row["relation"] in RETELLING]
    link_of: dict[str, Row] = {}
    for certainty in SURE_ENOUGH:
        for row in rows:
            if row["certainty"] == certainty:
                link_of.setdefault(row["claim_id"], row)
    return link_of


def first_utterance(claim_id: str, link_of: Mapping[str, Row], known: dict[str, str]) -> str:
    """The id of the first utterance that a claim goes back to.

    link_of: of `retellings`. known: the first utterances of claims that were looked up before, to
    which it adds, so that a long chain is walked but once.
    """
    passed: dict[str, None] = {}
    while claim_id not in known and claim_id not in passed:
        passed[claim_id] = None
        claim_id = link_of.get(claim_id, {}).get("other_id", claim_id)
    first = known.get(claim_id, next(reversed(passed), claim_id))
    known.update(dict.fromkeys(passed, first))
    return first


def families(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """The claims that go back to one utterance, by its id, in the order in which they come."""
    by_origin: dict[str, list[Claim]] = {}
    for claim in claims:
        by_origin.setdefault(claim.origin, []).append(claim)
    return by_origin


def neighbours(links: Iterable[Row], relations: Collection[str]) -> dict[str, frozenset[str]]:
    """For each claim, by its id, those that links of these relations tie it to, either way."""
    tied: dict[str, set[str]] = {}
    for row in links:
        if row["relation"] in relations:
            tied.setdefault(row["claim_id"], set()).add(row["other_id"])
            tied.setdefault(row["other_id"], set()).add(row["claim_id"])
    return {claim_id: frozenset(others) for claim_id, others in tied.items()}


@dataclass(frozen=True)
class Claim:
    """One figure, or statement, by one claimant in one document.

    claimants, categories: one each, or the candidates where the text leaves it open. via: the
    actors who passed it on. groups: the group of each claimant, which gives its colour. definition:
    what measures.csv says of its measure and category; None where the text leaves the category
    open. quantity: as printed; without a figure where the claimant denies one, which is `denied`.
    said_on, covers, published: the day it was said, the days it is about, the day its document came
    out; None where unknown. places: its place and all that contain it; empty where the text names
    none. identity: what is counted, where rows of a data set say so: the id of an event or a row.
    retells: the claim it retells, by a link whose `certainty` is `sure` or `likely`; both empty
    where it retells none. origin: the first utterance it goes back to, itself where nobody said it
    before; origin_quantity: what that printed. retelling: whether another of the claims looked at
    is nearer to that origin. in_own_words: whether only sure links lead to the origin, and it is on
    record in its claimant's own words, no paraphrase. apart_from: claims that count other things,
    by a coder's judgement. settled_with: those that it corrects, takes back or is a part of, or
    that do so with it.
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
    identity: str
    retells: str
    apart_from: frozenset[str]
    origin: str
    origin_quantity: Quantity
    retelling: bool = False
    in_own_words: bool = False
    certainty: str = ""
    denied: Quantity | None = None
    settled_with: frozenset[str] = frozenset()

    @property
    def label(self) -> str:
        """What is counted, in words; the measure's name where the category is left open."""
        return self.definition.label if self.definition else spaced(self.measure)

    @property
    def undecided(self) -> bool:
        """Whether the text leaves the claimant or the category open."""
        return len(self.claimants) > 1 or len(self.categories) > 1

    @property
    def hedge_lost(self) -> bool:
        """Whether it is printed bare, though it surely retells a figure that was said hedged.

        A paraphrase may have put the hedge there itself, and a link that is only likely may be
        wrong: by neither can an outlet be said to have left out a hedge.
        """
        hedged = self.origin_quantity.hedge not in WITHOUT_NUMBER | {Hedge.BARE}
        retold = bool(self.retells) and self.in_own_words
        return retold and hedged and self.quantity.hedge is Hedge.BARE

    @property
    def drawn(self) -> Quantity:
        """The quantity as charts draw it: with the origin's bounds where its hedge was lost.

        Only where the same number was printed; a number that changed is drawn as it stands.
        """
        if not self.hedge_lost or self.origin_quantity.stated != self.quantity.stated:
            return self.quantity
        return self.origin_quantity

    @property
    def group(self) -> str:
        """The group of its claimant; empty where the candidates are of different groups."""
        return self.groups[0] if len(set(self.groups)) == 1 else ""


def claims_of(rows: Mapping[str, Rows]) -> tuple[Claim, ...]:
    """The claims of a case, in the order of its file.

    rows: the rows of its tables, by the name of the table; they must have passed the checks.
    """
    return Lookup(rows).claims(rows["claims"])


class Lookup:
    """The tables of a case indexed by their keys, to make `Claim`s of rows of claims.csv.

    Claims are cached, so that every narrowed timeline of a case shares them.

    rows: the rows of the tables of a case, by the name of the table. origins: the claim that stands
    for the first utterance of another, where that is not among the rows.
    """

    TABLES = ("measures", "actors", "sources", "places", "claims", "links")

    def __init__(
        self, rows: Mapping[str, Rows], origins: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._rows = {name: rows[name] for name in self.TABLES}
        self.measures = measures_of(rows["measures"])
        self._groups = {row["actor_id"]: row["group"] for row in rows["actors"]}
        self._published = {row["source_id"]: row["published"] for row in rows["sources"]}
        self._within = {row["place_id"]: members(row["within"]) for row in rows["places"]}
        self._claims = {row["claim_id"]: row for row in rows["claims"]}
        self._cache: dict[str, Claim] = {}
        self._retells = retellings(rows["links"])
        self._apart = neighbours(rows["links"], APART)
        self._settled = neighbours(rows["links"], SETTLING)
        self._origins = dict(origins)
        self._surely = {i: row for i, row in self._retells.items() if row["certainty"] == SURE}
        self._sure_origins: dict[str, str] = {}

    def is_of(self, rows: Mapping[str, Rows]) -> bool:
        """Whether it was built from these tables: the same objects, not only equal ones."""
        return all(rows[name] is indexed for name, indexed in self._rows.items())

    def claims(self, rows: Iterable[Row]) -> tuple[Claim, ...]:
        """The claims of these rows of claims.csv.

        Of the rows that go back to one origin, all but the nearest to it become retellings; so
        which are retellings depends on the rows passed.
        """
        claims = [self._cached(row) for row in rows]
        nearest_to: dict[str, Claim] = {}
        for claim in sorted(claims, key=nearness):
            nearest_to.setdefault(claim.origin, claim)
        return tuple(c if nearest_to[c.origin] is c else replace(c, retelling=True) for c in claims)

    def _cached(self, row: Row) -> Claim:
        """The claim of a row, from the cache where it is a row of this case."""
        claim_id = row["claim_id"]
        if row is not self._claims.get(claim_id):
            return self._claim(row)
        if claim_id not in self._cache:
            self._cache[claim_id] = self._claim(row)
        return self._cache[claim_id]

    def containers(self, place_id: str) -> frozenset[str]:
        """The ids of a place and of every place that contains it; none for an empty id."""
        if not place_id:
            return frozenset()
        return frozenset({place_id, *ancestors(place_id, self._within)})

    def origin(self, claim_id: str) -> str:
        """The id of the first utterance that a claim goes back to."""
        return first_utterance(claim_id, self._retells, self._origins)

    def _in_own_words(self, claim_id: str) -> bool:
        """Whether only sure links lead to the origin of a claim, which is no paraphrase."""
        origin = first_utterance(claim_id, self._surely, self._sure_origins)
        surely = origin == self.origin(claim_id)
        return surely and self._claims[origin]["speech"] != PARAPHRASED

    def _quantity(self, row: Row) -> Quantity:
        denied = row["stance"] == DENIES and row["stated"]
        return Quantity(Hedge.NONE) if denied else quantity_of(row, self._step(row))

    def _denied(self, row: Row) -> Quantity | None:
        """The figure that the claimant says is wrong; it bounds nothing."""
        if row["stance"] != DENIES or not row["stated"]:
            return None
        return Quantity(Hedge(row["hedge"]), amount(row["stated"]))

    def _step(self, row: Row) -> float | None:
        measure = self.measures.get((row["measure"], members(row["category"])[0]))
        return measure.step if measure else 1

    def _definition(self, measure: str, categories: tuple[str, ...]) -> Measure | None:
        return self.measures[measure, categories[0]] if len(categories) == 1 else None

    def _claim(self, row: Row) -> Claim:
        claimants, categories = members(row["claimant"]), members(row["category"])
        origin = self.origin(row["claim_id"])
        link: Row = self._retells.get(row["claim_id"], {})
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
            identity=row["identity"],
            denied=self._denied(row),
            retells=link.get("other_id", ""),
            in_own_words=self._in_own_words(row["claim_id"]),
            certainty=link.get("certainty", ""),
            apart_from=self._apart.get(row["claim_id"], frozenset()),
            settled_with=self._settled.get(row["claim_id"], frozenset()),
            origin=origin,
            origin_quantity=self._quantity(self._claims[origin]),
        )


def ancestors(name: str, parents: Mapping[str, tuple[str, ...]]) -> set[str]:
    """All that can be reached from a name by going from child to parent.

    parents: the parents of each name; none where it is missing. The name itself is among its
    ancestors only where the parents go round in a circle.

    >>> sorted(ancestors("street", {"street": ("town",), "town": ("country", "river")}))
    ['country', 'river', 'town']
    """
    above: set[str] = set()
    pending = list(parents.get(name, ()))
    while pending:
        parent = pending.pop()
        if parent not in above:
            above.add(parent)
            pending += parents.get(parent, ())
    return above


def quantity_of(row: Row, step: float | None) -> Quantity:
    """The quantity that a row of claims.csv states.

    step: that of its measure. Raises ValueError where its numbers are none.
    """
    return entailed(
        Hedge(row["hedge"]),
        _amount(row["stated"]),
        _amount(row["low"]),
        _amount(row["high"]),
        step=step,
        affirmed=row["stance"] != DENIES,
    )


def nearness(claim: Claim) -> tuple[bool, date, str]:
    """A sort key for claims of one origin: the origin itself, then the first published."""
    return claim.claim_id != claim.origin, last(claim.published) or date.max, claim.claim_id


def _when(text: str) -> When | None:
    return when(text) if text else None


def _amount(text: str) -> float | None:
    return amount(text) if text else None


Dated = Callable[[Claim], When | None]
"""A function from a claim to one of its days."""
_DAYS: Mapping[str, Dated] = {
    "published": lambda claim: claim.published,
    "said": lambda claim: claim.said_on,
    "covers": lambda claim: claim.covers,
}


def day_of(by: str) -> Dated:
    """The function that gives a claim's day of that kind.

    by: `published`, `said`, or `covers` for the days that it is about. Raises Invalid for others.
    """
    return require(_DAYS, by, "by", "a kind of day")


def last(day: When | None) -> date | None:
    """The last day of a period; None where the period or its end is not known."""
    return day.last if day else None


def typed_days(name: str, text: str | date) -> When:
    """The day or days that a person typed, in EDTF, or a date of Python.

    name: the argument that holds the text, for the message. Raises Invalid where it is no date.

    >>> typed_days("as_of", "2017-09-02").last
    datetime.date(2017, 9, 2)
    """
    try:
        return when(day_text(text))
    except ValueError as error:
        fix = "write a day as 2017-09-02"
        raise Invalid([Problem(name, repr(text), str(error), fix)]) from error


def day_text(day: str | date) -> str:
    """A day as text, as it stands in a cell; an hour of a `datetime` is left out.

    >>> day_text(date(2017, 9, 2)), day_text("2017-09")
    ('2017-09-02', '2017-09')
    """
    return day if isinstance(day, str) else f"{day:%Y-%m-%d}"
