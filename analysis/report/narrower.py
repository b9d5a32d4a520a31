"""What a chapter shows less of than the rest of its report, as a sentence for its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analysis.case.scope import Scope, common, ids
from analysis.case.timeline import Timeline
from analysis.claims.cells import Row, spaced
from analysis.claims.dates import when
from analysis.errors import Invalid
from analysis.report.document import Section
from analysis.report.edition import Edition
from analysis.words.names_and_days import day_words, listed


def sentence(edition: Edition, section: Section) -> str:
    """Which choices of its own a chapter has made; empty where it shows what the report is about.

    A notebook may have other values in its own cell of parameters, or its chapter in the case. The
    first page speaks of those of the whole report alone.
    """
    report = common(vars(edition.scope))
    own = common(section.parameters)
    differing = {name: value for name, value in own.items() if value != report[name]}
    try:
        scope = Scope.checked(**{**differing, "known_by": own.get("known_by", "published")})
    except Invalid:  # of a notebook that takes other values under these names
        return ""
    choices = [*_choices(scope, edition.whole)]
    lead = _lead(scope, edition.whole) if "lead_source" in differing else ""
    shows = f"This chapter shows {listed(choices)}." if choices else ""
    return " ".join(filter(None, [shows, lead, _unfollowed(edition.scope, section.parameters)]))


def _choices(scope: Scope, whole: Timeline) -> Iterator[str]:
    """The choices that narrow a chapter, in words. whole: the case."""
    if scope.as_of:
        yield f"only what was {scope.known_by} by {day_words(when(scope.as_of))}"
    if scope.start or scope.end:
        yield f"only figures for {_period(scope.start, scope.end)}"
    if scope.said_from or scope.said_to:
        yield f"only what was said {_period(scope.said_from, scope.said_to)}"
    if scope.sources:
        yield f"only figures from {_named(scope.sources, _titles(whole), 'documents')}"
    if scope.claimants:
        yield f"only figures of {_named(scope.claimants, _actors(whole), 'claimants')}"
    if scope.leave_out:
        hedges = listed([f"“{spaced(hedge)}”" for hedge in ids(scope.leave_out)])
        yield f"no figures that are hedged with {hedges}"
    if not scope.include_retellings:
        yield "no figures that only repeat another"


def _lead(scope: Scope, whole: Timeline) -> str:
    """The article that a chapter starts from, where it is another than that of the report."""
    source = scope.lead_source or whole.package.lead_source
    return f"It starts from {_titles(whole)[source]}." if source in _titles(whole) else ""


def _unfollowed(report: Scope, own: Mapping[str, Any]) -> str:
    """That a chapter shows more than the report is about, since its notebook cannot be narrowed."""
    lacking = [name for name in report.changed() if name != "case" and name not in own]
    return "This chapter shows also what the rest of this report leaves out." if lacking else ""


def _period(first: str, last: str) -> str:
    return day_words(when(f"{first or '..'}/{last or '..'}"))


def _named(text: str, names: Mapping[str, str], what: str) -> str:
    """The names of the ids in a parameter; those that were not known on the day stay out.

    what: a noun for them all, for where none was known.
    """
    known = [names[i] for i in ids(text) if i in names]
    return listed(known) if known else f"{what} that were not known by then"


def _titles(whole: Timeline) -> dict[str, str]:
    return {row["source_id"]: _title(row) for row in whole.rows["sources"]}


def _title(row: Row) -> str:
    return f"“{row['title']}” ({row['publisher']})" if row["title"] else row["publisher"]


def _actors(whole: Timeline) -> dict[str, str]:
    return {row["actor_id"]: row["name"] for row in whole.rows["actors"]}
