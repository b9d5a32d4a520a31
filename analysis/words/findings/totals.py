"""Findings on sums: counts against a claimed total, totals against their parts, and remainders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.case.documented import Documented
from analysis.case.timeline import Timeline
from analysis.claims.cells import capitalized
from analysis.claims.claim import Claim
from analysis.claims.disputes import Sum, sums
from analysis.claims.sums import Derived, addable, difference, total
from analysis.words.claimed_and_counted import is_where, verdict, why_a_floor
from analysis.words.findings.base import first, nothing, or_nothing
from analysis.words.findings.counting import NO_COUNT, under
from analysis.words.names_and_days import actor_name, in_words, listed
from analysis.words.sentences import Number, Sentence, compose, counted, derived, reported, tally
from analysis.words.wording import (
    SPEAKS_OF,
    figure,
    of_things,
    possessive,
    span,
    speaker,
    subject,
    the,
    verb,
)


@or_nothing
def sum_under(timeline: Timeline, against: Timeline) -> Sentence:
    """The sum of the counts that a claimed total includes, and its days without a document.

    timeline: holds the counts. against: its first claim with a number is the total; only counts
    inside its place and days are added. Without one, all the counts are added and compared with
    nothing.
    """
    said = under(timeline, against)
    goal, claims = said.goal, said.counts
    if not claims:
        total_ = f" under {in_words(goal)}" if goal else ""
        raise nothing(f"{NO_COUNT}{total_}")
    return compose(
        "The documents {which} add up to {sum}, by {counts}.{twice}{floor}{verdict}",
        also=[reported("goal", goal)] if goal else [],
        which="in this selection" if said.narrowed else "that were found",
        sum=_in_units(derived("added_up", said.summed), _unit(timeline, goal or claims[0])),
        counts=_added(claims),
        twice=_twice(said.left_out),
        floor=_floor(said),
        verdict=_verdict(timeline, said, goal) if goal else "",
    )


def _unit(timeline: Timeline, claim: Claim) -> str:
    """What is counted, in units of the measure as a whole, since the counts may be of parts."""
    whole = timeline.measures.get((claim.measure, "total"), claim.definition)
    return whole.unit if whole else claim.label


def _in_units(number: Number, unit: str) -> Sentence:
    return Sentence(of_things(number.text, number.value, unit), (number,))


def _twice(claims: Sequence[Claim]) -> Sentence:
    """How many counts were left out of a sum, since they may count the same again."""
    if not claims:
        return Sentence("")
    return compose(
        " {n} {were} left out, so that nothing is counted twice.",
        n=counted("counts_not_added", len(claims), "more count", claims),
        were=verb(len(claims), "was", "were"),
    )


def _added(claims: Sequence[Claim]) -> Sentence | Number:
    """How many counts a sum of our own has; a single one is no sum."""
    number = counted("counts_added", len(claims), "count", claims)
    if len(claims) == 1:
        return replace(number, text="a single count")
    return Sentence(f"our own sum of {number}", (number,))


def _floor(said: Documented) -> Sentence:
    """Why a sum is a floor: days without a document or a count, and what was found only in part."""
    kinds = (
        ("days_without_a_document", "for {days} a document was looked for and not found"),
        ("days_without_a_count", f"for {{days}} no count {is_where(said)}"),
    )
    reasons = [
        compose(text, days=counted(name, len(days), "day", said.counts))
        for (name, text), days in zip(
            kinds, (said.searched, said.open - said.searched), strict=True
        )
        if days
    ]
    reasons += [Sentence(why_a_floor(said))] if said.partly else []
    text = f" It is a floor: {', and '.join(map(str, reasons))}."
    return Sentence(text * bool(reasons), tuple(n for r in reasons for n in r.numbers))


def _verdict(timeline: Timeline, said: Documented, goal: Claim) -> str:
    """How a sum stands to the claimed total."""
    figure_ = f"the figure of {speaker(timeline, goal)}, {goal.quantity} [{goal.claim_id}]"
    return f" The sum {verdict(said)} {figure_}."


@or_nothing
def totals_that_fail(timeline: Timeline) -> Sentence:
    """How many wholes have parts on record, and which of them do not add up."""
    totals = sums({claim.claim_id: claim for claim in timeline}, timeline.rows["links"])
    if not totals:
        raise nothing("total with its parts")
    failed = [row for row in totals if _fails(row)]
    adding = [row.whole for row in totals if row.gap == 0]
    undecided = [row.whole for row in totals if row not in failed and row.gap != 0]
    sentences = [
        *(_failing(timeline, row) for row in failed),
        _agreeing(adding, "failing" if failed else ""),
        _undecided(undecided),
    ]
    return sum((s for s in sentences if s.text), Sentence(""))


def _fails(row: Sum) -> bool:
    """Whether parts exceed their whole or fall short of it; a single part is no list of all."""
    return row.gap is not None and (row.gap < 0 or (row.gap > 0 and len(row.parts) > 1))


def _failing(timeline: Timeline, row: Sum) -> Sentence:
    """A whole that its parts do not add up to, with all the figures."""
    whole, parts = row.whole, listed([str(part.quantity) for part in row.parts])
    return compose(
        "{who} {gave} {whole} [{id}], but the {word} given with it, {parts}, {make} {sum}.",
        also=[reported(c.claim_id, c) for c in (whole, *row.parts)],
        who=capitalized(subject(timeline, whole)),
        gave=SPEAKS_OF[whole.stance],
        whole=figure(whole),
        id=whole.claim_id,
        word="part" if len(row.parts) == 1 else "parts",
        parts=parts,
        make=verb(len(row.parts), "is already", "make"),
        sum=derived("parts_added", _summed(row)),
    )


def _summed(row: Sum) -> Derived:
    """The sum of the parts of a whole, which is ours."""
    return Derived(
        quantity=row.summed,
        how=" + ".join(str(part.quantity) for part in row.parts),
        claims=tuple(part.claim_id for part in row.parts),
        label=row.whole.label,
    )


def _agreeing(wholes: Sequence[Claim], failing: str) -> Sentence:
    """How many totals are the sum of their parts; failing: not empty where others are not."""
    if not wholes:
        return Sentence("")
    if failing and len(wholes) == 1:
        number = replace(tally("totals_that_add_up", 1, wholes), text="another")
        return compose("The parts given with {n} total add up.", n=number)
    noun = "other total" if failing else "total"
    return compose(
        "The parts given with {totals} add up.",
        totals=counted("totals_that_add_up", len(wholes), noun, wholes),
    )


def _undecided(wholes: Sequence[Claim]) -> Sentence:
    if not wholes:
        return Sentence("")
    return compose(
        "Whether the parts of {totals} add up cannot be told: a figure is hedged, or a part is "
        "missing.",
        totals=counted("undecidable_totals", len(wholes), "total", wholes),
    )


@or_nothing
def remainder(whole: Timeline, part: Timeline, elsewhere: Timeline) -> Sentence:
    """The rest of a whole without a part, by our subtraction, and who prints the same number.

    whole, part: the first claim with a number of each counts. elsewhere: the claims to search for
    the same number.
    """
    missing = "whole and part of it to subtract"
    pair = first(whole, missing), first(part, missing)
    rest = difference(*pair, whole.measures)
    if rest.quantity.stated is None:
        raise nothing("bound on what is left")
    printed = [
        claim
        for claim in elsewhere
        if claim.definition and claim.definition.label == rest.label
        if claim.quantity.stated == rest.quantity.stated
    ]
    return compose(
        "Our own subtraction, {how}, leaves {rest} [{whole}] [{part}].{assumed}{printed}",
        also=[reported(claim.claim_id, claim) for claim in pair],
        rest=_in_units(derived("rest", rest), rest.label),
        how=rest.how,
        whole=pair[0].claim_id,
        part=pair[1].claim_id,
        assumed=assumed(whole, *pair),
        printed=_printed(elsewhere, printed),
    )


def assumed(timeline: Timeline, whole: Claim, part: Claim) -> str:
    """What a difference of two claims takes for granted, as a sentence; empty for nothing.

    That both are one claimant's, where the text leaves open whose they are; and that nothing was
    lost or added between the days for which they are given, where these are not the same.
    """
    parts = []
    shared = [name for name in whole.claimants if name in part.claimants]
    if whole.claimants != part.claimants and len(shared) == 1:
        parts.append(f"both figures are {possessive(the(actor_name(timeline, shared[0])))}")
    if days := span(whole.covers, part.covers):
        parts.append(f"none was lost or added {days}, the days that the figures are for")
    elif not (whole.covers and part.covers):
        parts.append("both figures are for the same time")
    return f" This assumes that {listed([*parts[:1], *(f'that {p}' for p in parts[1:])])}." * bool(
        parts
    )


def _printed(timeline: Timeline, claims: Sequence[Claim]) -> Sentence:
    """Who prints a number that we computed; nothing where no claim here has it."""
    if not claims:
        return Sentence("")
    names: dict[str, str] = {}
    for claim in claims:
        name = speaker(timeline, claim)
        names[name] = f"{names.get(name, '')} [{claim.claim_id}]"
    return compose(
        " The same number is given by {who}.",
        also=[
            replace(reported("print_the_same", claims[0]), claims=tuple(c.claim_id for c in claims))
        ],
        who=listed([f"{name}{cited}" for name, cited in names.items()]),
    )


def sum_of(timeline: Timeline, label: str) -> list[Derived]:
    """The sum of what can be added, for a chart; an empty list where there is nothing.

    label: what the sum counts.
    """
    claims, _ = addable(timeline.claims)
    return [total(claims, label)] if claims else []
