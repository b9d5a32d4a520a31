"""`Breakdown`: of one whole, who counts it, who counts which of its parts, and what that leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from analysis.case.timeline import Timeline
from analysis.claims.claim import NEW, Claim
from analysis.claims.parts import (
    Account,
    Remainder,
    accounts,
    divided_wholes,
    of_whole,
    remainder,
    size,
)
from analysis.claims.quantity import Hedge
from analysis.errors import WIDEN, Empty, Invalid, Problem, many
from analysis.words.names_and_days import listed


@dataclass(frozen=True)
class Breakdown:
    """What is said of one whole and of its parts.

    whole: the claim with the number of the whole; None where none has it. start: the accounts of
    the document to begin with. rest: what the first of them leaves. frames: all other accounts that
    are not mere repetitions, by frame. totals: the claims on how many there are in all, by number,
    the highest first. repeated: the claims of accounts that only repeat others. others: the claims
    that count neither the whole nor a part of it, leave open which, or give no figure.
    """

    whole: Claim | None
    start: tuple[Account, ...]
    rest: Remainder | None
    frames: tuple[tuple[Account, ...], ...]
    totals: tuple[tuple[float, tuple[Claim, ...]], ...]
    repeated: tuple[Claim, ...]
    others: tuple[Claim, ...]

    @property
    def accounts(self) -> list[Account]:
        """All accounts, those of the document to begin with first."""
        return [*self.start, *(account for frame in self.frames for account in frame)]

    @property
    def claims(self) -> list[Claim]:
        """The claim with the number of the whole, those on its parts, and who says it first."""
        parts = [claim for account in self.accounts for claim in account.parts]
        named = [claim for _, group in self.totals for claim in group if not claim.retelling]
        return _distinct([*([self.whole] if self.whole else []), *parts, *named])

    @property
    def total(self) -> float:
        """How many there are in all; 0 where nobody says."""
        return size(self.whole.quantity) if self.whole else 0

    def whole_of(self, account: Account) -> Claim | None:
        """The whole, where the document of an account has its number too; else None."""
        documents = {c.source_id for n, group in self.totals if n == self.total for c in group}
        return self.whole if account.lead.source_id in documents else None

    def whole_for(self, account: Account) -> Claim | None:
        """The whole that an account divides: what its claimant counts in its document, if it does.

        Else that of all. Two counts of a whole, of two days, leave different rests.
        """
        every = [claim for _, group in self.totals for claim in group]
        mine = account.lead.source_id, account.lead.claimants
        own = [claim for claim in every if (claim.source_id, claim.claimants) == mine]
        return self.whole if self.whole in own or not own else own[0]

    @property
    def begun(self) -> Account | None:
        """The account that our subtraction completes; None where there is none."""
        return self.start[0] if self.rest else None

    @property
    def bracketed(self) -> bool:
        """Whether the document to begin with says itself how many there are in all."""
        first = self.start[0].lead if self.start else None
        return bool(first and self.whole and first.source_id == self.whole.source_id)


def breakdown(timeline: Timeline, start: Timeline | None = None) -> Breakdown:
    """The breakdown of the whole that claims of one measure count.

    timeline: the claims. start: those of the document to begin with; by default those of the
    document that the case begins with, where they are among the others.

    Raises Invalid for claims of several measures, and Empty where none counts a whole or a part.
    """
    measure = _measure(timeline)
    lead = [c for c in _leading(timeline, start) if c.measure == measure]
    category = _category(timeline, lead)
    goal = _goal(timeline, lead, category)
    begun = _begun(timeline, lead, goal, category)
    ids = {claim.claim_id for account in begun for claim in account.parts}
    rest = (claim for claim in timeline if claim.claim_id not in ids)
    frames = accounts(rest, category, timeline.measures).values()
    every = _distinct([*([goal] if goal else []), *timeline])
    totals = [c for c in of_whole(_undivided(timeline, every), category) if size(c.quantity)]
    old = [c for group in frames for account in group if not _new(account) for c in account.parts]
    known = {*ids, *(c.claim_id for group in frames for account in group for c in account.parts)}
    known |= {claim.claim_id for claim in totals}
    result = Breakdown(
        whole=goal,
        start=begun,
        rest=remainder(goal, begun[0], timeline.measures) if goal and begun else None,
        frames=tuple(new for group in frames if (new := tuple(filter(_new, group)))),
        totals=by_number(totals),
        repeated=tuple(old),
        others=tuple(claim for claim in timeline if claim.claim_id not in known),
    )
    if not result.claims:
        raise _nothing()
    return result


def _undivided(timeline: Timeline, claims: Iterable[Claim]) -> list[Claim]:
    """The claims but for what was added to a total or is of a part of its place."""
    links = timeline.rows["links"]
    parts = {row["claim_id"] for row in links if row["relation"] == "part_of"}
    return [c for c in claims if c.counts not in NEW and c.claim_id not in parts]


def by_number(claims: Iterable[Claim]) -> tuple[tuple[float, tuple[Claim, ...]], ...]:
    """The claims by the number that they print, the highest first, each group in its order."""
    ordered = sorted(claims, key=lambda claim: -size(claim.quantity))
    groups = groupby(ordered, key=lambda claim: size(claim.quantity))
    return tuple((number, tuple(group)) for number, group in groups)


def _leading(timeline: Timeline, start: Timeline | None) -> Sequence[Claim]:
    if start is not None:
        return start.claims
    return [claim for claim in timeline if claim.source_id == timeline.package.lead_source]


def _goal(timeline: Timeline, lead: Sequence[Claim], whole: tuple[str, str]) -> Claim | None:
    """The claim with the number of the whole.

    That of the document to begin with, where it counts parts too, so that they are parts of its own
    number; else of another document that does; else of the one to begin with; else the first said.
    A number without a hedge goes before others.
    """
    parts = {
        account.lead.source_id
        for group in accounts(timeline, whole, timeline.measures).values()
        for account in group
    }
    some, every = list(lead), timeline.claims
    dividing = [[c for c in claims if c.source_id in parts] for claims in (some, every)]
    for group in (*dividing, some, timeline.first_utterances().claims):
        goals = [claim for claim in of_whole(group, whole) if size(claim.quantity)]
        if goals:
            return min(goals, key=lambda claim: claim.quantity.hedge is not Hedge.BARE)
    return None


def _begun(
    timeline: Timeline, lead: Sequence[Claim], goal: Claim | None, whole: tuple[str, str]
) -> tuple[Account, ...]:
    """The accounts of the document to begin with: that of the whole, where it is among these."""
    if not lead:
        return ()
    document = goal.source_id if goal and goal in lead else lead[0].source_id
    inside = [claim for claim in lead if claim.source_id == document]
    groups = accounts(inside, whole, timeline.measures).values()
    return tuple(account for group in groups for account in group)


def _measure(timeline: Timeline) -> str:
    """The measure of all claims."""
    names = list(dict.fromkeys(claim.measure for claim in timeline))
    if not names:
        raise _nothing()
    if len(names) > 1:
        labels = list(dict.fromkeys(claim.label for claim in timeline))
        value = f"{many(len(names), 'measure')}, as {listed(labels[:2])}"
        fix = "choose one measure: different things have no whole in common"
        raise Invalid([Problem("waffle", value, "one measure", fix)])
    return names[0]


def _category(timeline: Timeline, lead: Sequence[Claim]) -> tuple[str, str]:
    """The whole: the first that these claims count or divide, those to begin with before others."""
    divided = divided_wholes(timeline.measures)
    counted = [(c.measure, *c.categories) for c in [*lead, *timeline]]
    parts = [(c.measure, c.definition.whole) for c in timeline if c.definition]
    for whole in [*counted, *parts]:
        if whole in divided:
            return whole[0], whole[1]
    raise _nothing()


def _new(account: Account) -> bool:
    """Whether any of its parts does more than repeat another of the claims."""
    return any(not claim.retelling for claim in account.parts)


def _distinct(claims: Iterable[Claim]) -> list[Claim]:
    return list({claim.claim_id: claim for claim in claims}.values())


def _nothing() -> Empty:
    problem = Problem("waffle", "no count of a whole or its parts", "at least one", WIDEN)
    return Empty([problem])
