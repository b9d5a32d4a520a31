"""The first page, for a reader in a hurry: what happened, the first charts, disputes and gaps.

Its sentences can be read apart from their markdown, for the report's file of numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from analysis.case.disputes_on_record import disputes_on_record
from analysis.case.scope import ids
from analysis.claims.cells import spaced
from analysis.claims.dates import When, when
from analysis.errors import shorter
from analysis.report import appendix, lede, markup, questions, selection
from analysis.report.document import Failure
from analysis.report.edition import Edition
from analysis.words.names_and_days import day_words, days_said, listed
from analysis.words.sentences import Sentence, compose, counted, tally
from analysis.words.wording import verb

HEAD = 70
"""Letters that the head of a page has room for."""
ERROR = 300
"""Letters of an error that stand in the place of a chapter."""


def empty(edition: Edition) -> str:
    """That a case has no claims yet, as markdown; empty where it has some."""
    return "" if edition.claims else markup.sentence(selection.NO_CLAIMS.text, {})


def sentences(edition: Edition) -> list[Sentence]:
    """Every sentence of the first page that prints a number of its own."""
    return [
        *failed_sentences(edition),
        *scope_sentences(edition),
        questions.states(edition),
        *missing_sentences(edition),
        *selection.record(edition),
    ]


def failed_sentences(edition: Edition) -> list[Sentence]:
    """How many of the chapters could not be made; none where all could."""
    number, total = len(edition.document.failing), len(edition.document.sections)
    if not number:
        return []
    if number == total:
        words = "None of the chapters of this report could be made."
        return [Sentence(words if total > 1 else "The chapter of this report could not be made.")]
    return [
        compose(
            "{n} of the {all} chapters of this report could not be made.",
            n=tally("chapters_failed", number),
            all=tally("chapters", total),
        )
    ]


def failed(edition: Edition) -> str:
    """Which chapters could not be made, with links to why, as markdown; empty where all could."""
    counts = _joined(edition, failed_sentences(edition), " ")
    links = [
        f"[{markup.text(section.title)}](#{markup.anchor(section.notebook)})"
        for section in edition.document.failing
    ]
    reason = (
        "The reason stands in its place" if len(links) == 1 else "The reasons stand in their places"
    )
    return f"{counts} {reason}: {listed(links)}." if links else ""


def failure(block: Failure) -> str:
    """Why a chapter could not be made, and which notebook to open, as markdown."""
    error = markup.code(shorter(" ".join(block.error.split()), ERROR))
    where = (
        f" Open {markup.file(block.notebook)} to see where it stopped." if block.notebook else ""
    )
    return (
        "This chapter could not be made because of an error in its notebook. "
        f"The last line of the error is: {error}.{where}"
    )


def scope_sentences(edition: Edition) -> list[Sentence]:
    """What the parameters leave of the case, in words; none where they leave all of it."""
    return [Sentence(f"{part}.") for part in _scope_words(edition)]


def missing_sentences(edition: Edition) -> list[Sentence]:
    """How many claims have no day, and what was left out."""
    return [_undated(edition), *(Sentence(f"Left out: {n}.") for n in edition.timeline.notes)]


def scope(edition: Edition) -> str:
    """The sentences on the scope, as markdown."""
    return _joined(edition, scope_sentences(edition), " ")


def key_figures(edition: Edition) -> str:
    """The answers of the notebooks, each under its title, as markdown.

    An answer without a number and a claim says only that something is missing, and is no figure.
    """
    answers = [
        (section, [s for s in section.answer if s.numbers or s.cited])
        for section in edition.document.sections
    ]
    parts = [
        f"**[{markup.text(section.title)}](#{markup.anchor(section.notebook)})**\n\n"
        + _joined(edition, answer, "\n\n")
        for section, answer in answers
        if answer
    ]
    return markup.division("\n\n".join(parts), "", "answers") if parts else ""


def disputed(edition: Edition) -> str:
    """The open contradictions of the scope, and how many are in which state, as markdown."""
    counts = _joined(edition, [questions.states(edition)], "")
    if not disputes_on_record(edition.timeline):
        return counts
    return f"{questions.brief(edition)}\n\n{counts} [Who says what](#part-gaps)."


def missing(edition: Edition) -> str:
    """What the record itself lacks, and what was searched for without success, as markdown."""
    lists = []
    for result, head in appendix.RESULTS.items():
        rows = [row for row in edition.timeline.rows["searches"] if row["result"] == result]
        if rows:
            items = "\n".join(f"- {markup.foreign(row['looked_for'])}" for row in rows)
            lists.append(f"**{head}:** [with notes](#part-gaps)\n\n{items}")
    counts = _joined(edition, missing_sentences(edition), " ")
    gaps = [markup.division("\n\n".join(lists), "", "gaps")] if lists else []
    return "\n\n".join([f"**In the record itself:** {counts}", *gaps])


def chosen(edition: Edition) -> str:
    """How the claims were chosen, read, archived and checked, as markdown."""
    computed = _joined(edition, selection.record(edition), " ")
    return "\n\n".join(part for part in (lede.selection(edition), computed) if part)


def margins(edition: Edition) -> dict[str, str]:
    """What the head and the foot of each page of paper print, by name."""
    package = edition.whole.package
    version = f"{package.name} {package.version}"
    return {"title": package.title, "version": version, "reach": _head(edition)}


def _head(edition: Edition) -> str:
    """The scope in words, short enough for the head of a page."""
    filters = [f"{name} {value}" for name, value in edition.timeline.filters]
    return shorten(" · ".join(filters) or _span(edition), HEAD, placeholder=" …")


def _joined(edition: Edition, sentences: Iterable[Sentence], between: str) -> str:
    return between.join(markup.sentence(s.text, edition.citations) for s in sentences)


def _scope_words(edition: Edition) -> list[str]:
    """The parameters of the scope, in words."""
    scope, sources = edition.scope, {r["source_id"]: r for r in edition.whole.rows["sources"]}
    names = {row["actor_id"]: row["name"] for row in edition.whole.rows["actors"]}
    words = []
    if scope.as_of:
        words.append(f"As {scope.known_by} by the end of {day_words(when(scope.as_of))}")
    if scope.start or scope.end:
        period = when(f"{scope.start or '..'}/{scope.end or '..'}")
        words.append(f"Only figures for {day_words(period)}")
    if scope.said_from or scope.said_to:
        period = when(f"{scope.said_from or '..'}/{scope.said_to or '..'}")
        words.append(f"Only what was said {day_words(period)}")
    if scope.sources:
        titles = [f"{sources[i]['publisher']}, {sources[i]['title']}" for i in ids(scope.sources)]
        words.append(f"Only from {listed(titles)}")
    if scope.claimants:
        words.append(f"Only figures of {listed([names[i] for i in ids(scope.claimants)])}")
    if scope.leave_out:
        hedges = listed([spaced(hedge) for hedge in ids(scope.leave_out)])
        words.append(f"Left out: figures hedged with {hedges}")
    if not scope.include_retellings:
        words.append(
            "Figures that only repeat another are left out, but for the article we start from"
        )
    return words


def _undated(edition: Edition) -> Sentence:
    """How many claims have no day on which they were said."""
    undated = [claim for claim in edition.timeline.claims if claim.said_on is None]
    if not edition.claims:
        return selection.NO_CLAIMS
    if not undated:
        text = "Every claim has the day on which it was said."
        return Sentence(text, (tally("undated", 0),))
    return compose(
        "{n} {have} no day on which {it} said.",
        n=counted("undated", len(undated), "claim", undated),
        have=verb(len(undated), "has", "have"),
        it="it was" if len(undated) == 1 else "they were",
    )


def _span(edition: Edition) -> str:
    days = days_said(edition.timeline.claims)
    return f"said {day_words(When('', *days))}" if days else "no claim is dated"
