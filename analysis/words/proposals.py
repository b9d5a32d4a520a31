"""Contradictions to be judged, in sentences, and the questions that they ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.case.contradictions import Proposal, Why
from analysis.case.load import Examined
from analysis.claims.cells import Row, members, spaced
from analysis.claims.claim import DENIES
from analysis.claims.dates import when
from analysis.claims.disputes import Dispute, RaisedBy
from analysis.claims.measure import EVENT_DATE, Measure, measures_of
from analysis.claims.quantity import Scale
from analysis.errors import many
from analysis.words.names_and_days import day_words, listed

MOST = 20
"""Proposals that are listed; the others are counted."""
MOST_CLAIMS = 4
"""Claims of one proposal that are listed; the others are counted."""
MOST_READ = 100
"""Claims of one proposal from which those that are listed are chosen."""
OPENINGS = {
    RaisedBy.CONFLICT: "These cannot all be true",
    RaisedBy.SUM: "The parts do not add up to the whole, which comes first",
    RaisedBy.LATER_TOTAL: "The later total is lower",
    RaisedBy.CODER: "These contradict each other",
}
"""What is wrong with the claims of a dispute, by what raised it."""


@dataclass(frozen=True)
class Named:
    """The rows of a case by which claims are put into words."""

    examined: Examined
    actors: Mapping[str, str]
    measures: Mapping[tuple[str, str], Measure]
    events: Mapping[str, str]


def named(examined: Examined) -> Named:
    """A case with the names of its actors, measures and events."""
    rows = {name: table.rows() for name, table in examined.tables.items()}
    return Named(
        examined,
        {row["actor_id"]: row["name"] for row in rows["actors"]},
        measures_of(rows["measures"]),
        {row["event_id"]: row["label"] for row in rows["events"]},
    )


def proposals(examined: Examined, case: str) -> Iterator[str]:
    """A line for each proposed dispute, with the command that records it; after some, a count.

    case: as the command has to name it.
    """
    if not examined.proposed:
        return
    names = named(examined)
    for proposal in examined.proposed[:MOST]:
        yield f"- {_sentence(names, proposal)} {_command(names, proposal, case)}"
    if len(examined.proposed) > MOST:
        rest = many(len(examined.proposed) - MOST, "proposal")
        yield f"- and {rest} more"


def question(names: Named, dispute: Dispute) -> str:
    """The question that a dispute asks, where its coder gave none."""
    row = _cells(names, _first(names, dispute))
    if row["measure"] == EVENT_DATE:
        event = names.events.get(row["event_id"], "")
        return f"On which day was this: {event}?" if event else "On which day was it?"
    measure = names.measures.get((row["measure"], members(row["category"])[0]))
    label = measure.label if measure else spaced(row["measure"])
    counted = measure is None or (measure.scale is Scale.COUNT and measure.step is not None)
    return f"How many {label}?" if counted else f"What is the figure for {label}?"


def _first(names: Named, dispute: Dispute) -> str:
    """The claim that a dispute is named after: of a sum, the whole."""
    return _in_order(names, dispute)[0]


def _in_order(names: Named, dispute: Dispute) -> Sequence[str]:
    """The claims of a dispute: the whole before its parts, and earlier totals before later."""
    held = names.examined.contradictions
    if held and dispute.raised_by == RaisedBy.SUM:
        parts = {row["claim_id"] for row in held.stated.links if row["relation"] == "part_of"}
        return sorted(dispute.claims, key=lambda name: (name in parts, name))
    if held and dispute.raised_by == RaisedBy.LATER_TOTAL:
        last = held.stated.last
        return sorted(dispute.claims, key=lambda name: (last[held.stated.row_of[name]], name))
    return dispute.claims


def _telling(names: Named, dispute: Dispute) -> Sequence[str]:
    """Claims of a dispute, those first that state what none before them does."""
    in_order = _in_order(names, dispute)[:MOST_READ]
    words = [_stated(names, name, _cells(names, name)) for name in in_order]
    first = {text: number for number, text in reversed(list(enumerate(words)))}
    ranks = sorted(range(len(words)), key=lambda number: (first[words[number]] != number, number))
    return [in_order[number] for number in ranks]


def _sentence(names: Named, proposal: Proposal) -> str:
    claims = _telling(names, proposal.dispute)
    parts = [_claim(names, claim_id) for claim_id in claims[:MOST_CLAIMS]]
    rest = len(proposal.dispute.claims) - len(parts)
    every = listed([*parts, *([many(rest, "other claim")] if rest > 0 else [])])
    row = proposal.row.get("dispute_id", "")
    return {
        Why.NEW: f"{OPENINGS[RaisedBy(proposal.dispute.raised_by)]}: {every}.",
        Why.GROWN: f"{row} has other claims now: {every}.",
        Why.CHANGED: f"{row} is open again, since its claims have changed: {every}.",
        Why.SETTLED: f"{row} is no contradiction any more: {every}.",
    }[proposal.why]


def _command(names: Named, proposal: Proposal, case: str) -> str:
    two = " ".join(_telling(names, proposal.dispute)[:2])
    title = proposal.row.get("title", "") or question(names, proposal.dispute)
    if proposal.why is Why.SETTLED:
        return "Delete its row in disputes.csv."
    command = f'To record it: contested dispute {two} --case {case} --open "{title}"'
    if proposal.why is Why.NEW:
        return command
    return f"{command} (or --explain or --unresolvable with the reason, in place of --open)"


def _claim(names: Named, claim_id: str) -> str:
    """A claim as its id, who makes it and what it states."""
    row = _cells(names, claim_id)
    who = " or ".join(names.actors.get(actor, actor) for actor in members(row["claimant"]))
    return f"{claim_id} ({who}: {_stated(names, claim_id, row)})"


def _stated(names: Named, claim_id: str, row: Row) -> str:
    days = day_words(when(row["covers"])) if row["covers"] else "no day given"
    if row["measure"] == EVENT_DATE:
        return days
    held = names.examined.contradictions
    measure = names.measures.get((row["measure"], members(row["category"])[0]))
    figure = str(held.stated.quantity(held.stated.row_of[claim_id])) if held else ""
    unit = measure.unit if measure and measure.scale is not Scale.NONE else ""
    words = f"{figure} {unit}".strip()
    return f"denies {words}" if row["stance"] == DENIES else f"{words}, {days}"


def _cells(names: Named, claim_id: str) -> Row:
    held = names.examined.contradictions
    return held.stated.cells(held.stated.row_of[claim_id]) if held else {}
