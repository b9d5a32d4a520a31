"""The totals that each claimant gave of one thing, and in which words others printed them.

Claims are grouped by what they go back to, by any link, and by claimant and number: two papers that
heard one spokesman print one total, whether or not one of them copied the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, members
from analysis.claims.claim import NEW, RETELLING, Claim, first_utterance, neighbours, retellings
from analysis.claims.measure import Measures
from analysis.claims.quantity import WITHOUT_FIGURE, Hedge
from analysis.words.names_and_days import short_day, who
from analysis.words.sentences import FIRST_HAND, SPEECH
from analysis.words.wording import speaker, the

OWN_SPEECH = ("quoted", "own")
"""Values of `speech` in claims.csv where the words printed are the claimant's."""
CORRECTING = frozenset({"corrects", "withdraws"})
"""Relations of links.csv by which a figure takes the place of another."""
POSSIBLE = "possible"
"""The certainty of a link that does not count for the origin of a claim."""

Number = float | tuple[float | None, float | None] | None
"""A printed number, the two ends of a range, or None for words without a number."""


class Wording(StrEnum):
    """How the words of a claim compare with those of the total that it prints."""

    SAME = "the same words"
    OTHER = "another word"
    ALONE = "the number alone"


class Relation(StrEnum):
    """What a total is to the one before it, by the same claimant."""

    REPLACES = "replaces it, not added"
    LATER = "a later figure, not added"
    APART = ""


@dataclass(frozen=True)
class Total:
    """A total by one claimant, and the claims that print it as well.

    first: the claim that stands for it, in the claimant's own words where the record has them.
    own_words: whether it has. repeats: the others, in order said. subject: the widest
    `measure/category` that what is counted belongs to. perhaps: the ids of the repeats that are
    tied to it by a link that is only possible.
    """

    first: Claim
    own_words: bool
    repeats: tuple[Claim, ...]
    subject: str
    corrects: frozenset[str]

    @property
    def numbered(self) -> bool:
        """Whether it prints a number or a range."""
        return number_of(self.first) is not None

    @property
    def series(self) -> tuple[tuple[str, ...], str]:
        """Totals of one series, by one claimant of one thing, may follow each other."""
        return self.first.claimants, self.subject

    @property
    def borrowed(self) -> bool:
        """Whether it repeats a claim that is not among those looked at."""
        retells = self.first.retells
        return bool(retells) and retells not in {claim.claim_id for claim in self.repeats}

    def wording(self, claim: Claim) -> Wording:
        """How a repeat words it: number and hedge are compared, nothing else."""
        if claim.quantity == self.first.quantity:
            return Wording.SAME
        same = number_of(claim) == number_of(self.first)
        return Wording.ALONE if same and claim.quantity.hedge is Hedge.BARE else Wording.OTHER

    def hedge_lost(self, claim: Claim) -> bool:
        """Whether a repeat lost the hedge of this total, by the rule of `Claim.hedge_lost`."""
        return claim.hedge_lost and claim.origin == self.first.claim_id

    def renamed(self, claim: Claim) -> bool:
        """Whether a repeat says something else of the same people, as struck instead of killed."""
        return _topic(claim) != _topic(self.first)


def totals(timeline: Timeline) -> tuple[Total, ...]:
    """The totals among the claims of a timeline, by subject and claimant, in order said.

    Words without a number follow the numbered totals of their claimant. Claims that count unlike
    things never share a total.
    """
    claims = tuple(timeline)
    possible = _possible(timeline)
    groups: list[list[Claim]] = []
    for family in _families(claims, timeline, possible):
        head = _head(timeline, family)
        group = next((g for g in groups if _one(g[0], head, timeline.measures)), None)
        if group is None:
            groups.append([head, *(c for c in family if c is not head)])
        else:
            group.extend(family)
    drawn = [_total(timeline, group) for group in groups]
    return tuple(sorted(drawn, key=lambda t: _order(t, drawn, list(timeline.measures))))


def number_of(claim: Claim) -> Number:
    """The number that a claim prints, or both ends of its range; None for words alone."""
    quantity = claim.quantity
    if quantity.stated is not None or quantity.hedge in WITHOUT_FIGURE:
        return quantity.stated
    return quantity.low, quantity.high


def _order_said(claim: Claim) -> tuple[date, str]:
    """A sort key for the order in which claims were said or published; undated ones come last."""
    for day in (claim.said_on, claim.published):
        if day and day.last:
            return day.last, claim.claim_id
    return date.max, claim.claim_id


def relation(total: Total, before: Total) -> Relation:
    """What the record says of a total and the one before it in its series.

    It replaces it where both run from one start, or where a link says that the one corrects the
    other. Counts of what happened in their own periods have nothing to do with each other.
    """
    counts = {total.first.counts, before.first.counts}
    if total.corrects & {claim.claim_id for claim in (before.first, *before.repeats)}:
        return Relation.REPLACES
    if counts & NEW:
        return Relation.APART
    return Relation.REPLACES if counts == {"running_total"} else Relation.LATER


def attribution(timeline: Timeline, claim: Claim) -> str:
    """Day, publisher and whose words they are: `2 Sep, Rudaw, quoting the US-led Coalition`."""
    publisher = timeline.row("sources", claim.source_id)["publisher"]
    name, day = who(timeline, claim), day_together(claim)
    if name in publisher or publisher in name:
        return f"{day}, {name}"
    if own_words(timeline, claim):
        return f"{day}, {publisher}, quoting {speaker(timeline, claim)}"
    speech = f" {SPEECH[claim.stance]}" if claim.stance else ""
    return f"{day}, {name}{speech}, in the words of {the(publisher)}"


def day_together(claim: Claim) -> str:
    """The day on which a claim was said, else published, with blanks at which no line breaks."""
    return together(short_day(claim.said_on or claim.published))


def together(text: str) -> str:
    """A short text whose words no line breaks apart."""
    return text.replace(" ", "\u00a0")


def own_words(timeline: Timeline, claim: Claim) -> bool:
    """Whether the words of a claim are its claimant's own: quoted, or in a document of its own."""
    speech = timeline.row("claims", claim.claim_id)["speech"]
    kind = timeline.row("sources", claim.source_id)["kind"]
    return speech in OWN_SPEECH or kind in FIRST_HAND


def _possible(timeline: Timeline) -> dict[str, str]:
    """For each claim that only possibly retells another, by its id, that other."""
    rows = timeline.rows["links"]
    sure = retellings(rows)
    return {
        row["claim_id"]: row["other_id"]
        for row in reversed(rows)
        if row["relation"] in RETELLING and row["certainty"] == POSSIBLE
        if row["claim_id"] not in sure
    }


def _families(
    claims: Sequence[Claim], timeline: Timeline, possible: dict[str, str]
) -> Iterable[list[Claim]]:
    """The claims by what they go back to, those with an origin in order said first."""
    links: dict[str, Row] = {claim_id: {"other_id": other} for claim_id, other in possible.items()}
    links |= retellings(timeline.rows["links"])
    known: dict[str, str] = {}
    families: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=_order_said):
        families.setdefault(first_utterance(claim.claim_id, links, known), []).append(claim)
    return families.values()


def _head(timeline: Timeline, family: Sequence[Claim]) -> Claim:
    """The claim that stands for a family before its own words are looked for.

    One by the claimant to whom the family goes back; then one that repeats none of the others.
    """
    ids = {claim.claim_id for claim in family}

    def distance(claim: Claim) -> tuple[bool, bool, bool, tuple[date, str]]:
        claimant = members(timeline.row("claims", claim.origin)["claimant"])
        order = _order_said(claim)
        return claim.claimants != claimant, claim.retells in ids, claim.retelling, order

    return min(family, key=distance)


def _one(claim: Claim, other: Claim, measures: Measures) -> bool:
    """Whether two claims print one number of one thing, by the same claimants."""
    number = number_of(claim)
    return (
        number is not None
        and number == number_of(other)
        and claim.claimants == other.claimants
        and _subject(claim, measures) == _subject(other, measures)
    )


def _total(timeline: Timeline, group: Sequence[Claim]) -> Total:
    """The total of a group: in the claimant's own words, where the group has them."""
    head = group[0]
    alike = [c for c in group if _one(c, head, timeline.measures)] or [head]
    topics = [_topic(claim) for claim in group]
    usual = max(topics, key=topics.count)
    own = [claim for claim in alike if own_words(timeline, claim)]
    first = min(own or [head], key=lambda c: (_topic(c) != usual, *_order_said(c)))
    rest = sorted((c for c in group if c is not first), key=_order_said)
    tied = neighbours(timeline.rows["links"], CORRECTING)
    corrects = frozenset(other for claim in group for other in tied.get(claim.claim_id, ()))
    return Total(first, bool(own), tuple(rest), _subject(first, timeline.measures), corrects)


def _topic(claim: Claim) -> tuple[str, tuple[str, ...]]:
    return claim.measure, claim.categories


def _subject(claim: Claim, measures: Measures) -> str:
    """The widest `measure/category` that holds what a claim counts."""
    name, passed = f"{claim.measure}/{claim.categories[0]}", set[str]()
    while name not in passed:
        passed.add(name)
        measure, _, category = name.partition("/")
        wider = measures.get((measure, category))
        name = wider.subset_of if wider and wider.subset_of else name
    return name


def _order(
    total: Total, drawn: Sequence[Total], names: Sequence[tuple[str, str]]
) -> tuple[int, tuple[date, str], bool, tuple[date, str]]:
    """By subject, then by claimant, in the order of their first days; then in order said."""
    measure, _, category = total.subject.partition("/")
    place = names.index((measure, category)) if (measure, category) in names else len(names)
    start = min(_order_said(other.first) for other in drawn if other.series == total.series)
    return place, start, not total.numbered, _order_said(total.first)
