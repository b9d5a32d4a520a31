"""The first page, for a reader in a hurry: scope, key figures, disputes, gaps, and the key."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from analysis.case.scope import ids
from analysis.case.timeline import STATES, standing
from analysis.claims.claim import Claim
from analysis.claims.dates import When, when
from analysis.report import appendix, markup
from analysis.report.document import Told
from analysis.report.edition import Edition, as_told
from analysis.words.names_and_days import day_words, days_said, listed, spaced
from analysis.words.sentences import compose, counted, tally


def told(edition: Edition) -> list[Told]:
    """Every sentence of the opening that prints a number of its own."""
    return [*scope_told(edition), *disputed_told(edition), *missing_told(edition)]


def scope_told(edition: Edition) -> list[Told]:
    """How much the report rests on, and what was asked for."""
    claims = edition.told.claims
    checked = [row["claim_id"] for row in edition.told.chosen if row["state"] == "checked"]
    return [
        as_told(
            compose(
                "{claims} from {origins}, in {sources}. Checked by a second person: {checked}.",
                claims=counted("claims", len(claims), "claim"),
                origins=counted("origins", len({c.origin for c in claims}), "origin"),
                sources=counted("sources", len({c.source_id for c in claims}), "document"),
                checked=tally("checked", len(checked), checked),
            )
        ),
        Told(" ".join(f"{part}." for part in _asked(edition))),
    ]


def key_figures(edition: Edition) -> str:
    """The answers of the notebooks, each under its title."""
    parts = [
        f"**[{markup.text(section.title)}](#{markup.anchor(section.notebook)})**\n\n"
        + "\n\n".join(markup.sentence(answer.text, edition.citations) for answer in section.answer)
        for section in edition.document.sections
        if section.answer
    ]
    return markup.division("\n\n".join(parts), "", "answers") if parts else "No notebook answers."


def disputed(edition: Edition) -> str:
    """The open contradictions among the claims in scope, and how many others are on record."""
    rows = standing(edition.told)
    items = [
        appendix.dispute(edition, row, claims) for row, claims in rows if row["state"] == "open"
    ]
    if not rows:
        return "No contradiction is on record among these claims."
    counted = markup.sentence(disputed_told(edition)[0].text, edition.citations)
    return "\n".join(items) + f"\n\n{counted} [The whole list](#part-gaps)."


def disputed_told(edition: Edition) -> list[Told]:
    """How many contradictions of the scope are in which state."""
    states = [row["state"] for row, _ in standing(edition.told)]
    counts = {state: tally(f"disputes_{state}", states.count(state)) for state in STATES}
    return [
        as_told(
            compose(
                "On record: {open} open, {explained} explained, {unresolvable} that cannot be "
                "resolved.",
                also=(),
                **counts,
            )
        )
    ]


def missing(edition: Edition) -> str:
    """What the record itself lacks, and what was looked for and not found."""
    lists = []
    for result, head in appendix.RESULTS.items():
        rows = [row for row in edition.told.rows["searches"] if row["result"] == result]
        if rows:
            items = "\n".join(f"- {markup.foreign(row['looked_for'])}" for row in rows)
            lists.append(f"**{head}:** [with notes](#part-gaps)\n\n{items}")
    values = [markup.division("\n\n".join(lists), "", "gaps")] if lists else []
    counted = " ".join(markup.sentence(t.text, edition.citations) for t in missing_told(edition))
    return "\n\n".join([f"**In the record itself:** {counted}", *values])


def missing_told(edition: Edition) -> list[Told]:
    """How many claims have no day, and how many documents were not read whole."""
    claims = edition.told.claims
    undated = [claim for claim in claims if claim.said_on is None]
    used = {claim.source_id for claim in claims}
    rows = [row for row in edition.whole.rows["sources"] if row["source_id"] in used]
    excerpts = [row for row in rows if row["extent"] == "excerpt"]
    unseen = [row for row in rows if row["extent"] == "not_seen"]
    return [
        as_told(
            compose(
                "{n} without the day on which it was said.",
                n=counted("undated", len(undated), "claim", undated),
            )
        ),
        as_told(
            compose(
                "Of {all}, {n} read only as an excerpt and {unseen} not seen at all.",
                n=tally("excerpts", len(excerpts)),
                unseen=tally("unseen", len(unseen)),
                all=counted("documents", len(rows), "document"),
            )
        ),
        *[Told(f"Left out: {note}.") for note in edition.told.notes],
    ]


def _asked(edition: Edition) -> list[str]:
    """The parameters of the scope, in words."""
    scope, sources = edition.scope, {r["source_id"]: r for r in edition.whole.rows["sources"]}
    names = {row["actor_id"]: row["name"] for row in edition.whole.rows["actors"]}
    requested = []
    if scope.as_of:
        requested.append(f"As {scope.known_by} by the end of {day_words(when(scope.as_of))}")
    if scope.start or scope.end:
        period = when(f"{scope.start or '..'}/{scope.end or '..'}")
        requested.append(f"Only figures about {day_words(period)}")
    if scope.sources:
        texts = [f"{sources[i]['publisher']}, {sources[i]['title']}" for i in ids(scope.sources)]
        requested.append(f"Only from {listed(texts)}")
    if scope.claimants:
        requested.append(f"Only figures of {listed([names[i] for i in ids(scope.claimants)])}")
    if scope.leave_out:
        hedges = listed([spaced(hedge) for hedge in ids(scope.leave_out)])
        requested.append(f"Left out: figures hedged with {hedges}")
    if not scope.include_retellings:
        requested.append("Retellings are left out")
    if scope.lead_source:
        requested.append(f"Examined: {sources[scope.lead_source]['title']}")
    return requested or [f"Everything on record: {_span(edition.told.claims)}"]


def _span(claims: Sequence[Claim]) -> str:
    days = days_said(claims)
    return f"said {day_words(When('', *days))}" if days else "no claim is dated"


def reach_words(edition: Edition) -> str:
    """What was asked for, short enough for the head of a page."""
    queries = [f"{name} {value}" for name, value in edition.told.filters]
    return shorten(" · ".join(queries) or _asked(edition)[0], 70, placeholder=" …")
