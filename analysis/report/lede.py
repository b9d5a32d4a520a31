"""The top of the first page: what happened, the article the report starts from, the first charts.

A case writes the first two in its own words; a chapter names the chart that stands for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.case.properties import LEAD_REASON, SELECTION, SUMMARY
from analysis.case.statements import Statement, known_ids, statements
from analysis.claims.cells import Row
from analysis.claims.claim import last
from analysis.claims.dates import when
from analysis.errors import many
from analysis.report import figures, markup
from analysis.report.document import Figure, Section
from analysis.report.edition import Edition
from analysis.words.names_and_days import day_words, listed
from analysis.words.wording import verb

LATEST = 3
"""Documents that are named where the article that a report starts from is not out yet."""


def printed(edition: Edition, name: str) -> tuple[Statement, ...]:
    """The sentences of one of the case's lists that a reader of this report may know."""
    scope = edition.scope
    return statements(edition.whole, name, scope.as_of, scope.known_by)


def summary(edition: Edition) -> str:
    """What happened, as markdown: the case's summary, or its description where it has none."""
    words = _words(printed(edition, SUMMARY)) or edition.whole.package.description
    return markup.sentence(words, {})


def article(edition: Edition) -> str:
    """The article that the report starts from, and why, as markdown; empty where there is none.

    Before it is out, what had been published stands in its place, and nothing is said of it.
    """
    lead = edition.scope.lead(edition.whole)
    if not lead:
        return ""
    scope = edition.scope
    if scope.as_of and lead not in known_ids(edition.whole, scope.as_of, scope.known_by):
        return _published(edition)
    row = edition.whole.row("sources", lead)
    own = lead == edition.whole.package.lead_source
    reason = _words(printed(edition, LEAD_REASON)) if own else ""
    first = f"This report starts from {_titled(row)}, published by {_published_by(row)}."
    return f"{first} {markup.sentence(reason, {})}".strip()


GROUNDED = (SUMMARY, LEAD_REASON)
"""The sentences that say what happened; the others say how the record was made."""


def heroes(edition: Edition) -> str:
    """The charts that stand for a chapter, each with its answer and a link, as markdown."""
    named = [section for section in edition.document.sections if section.hero]
    first = next((section for section in named if section.hero_figure), None)
    parts = [_hero(edition, section, first=section is first) for section in named]
    return "\n\n".join(part for part in parts if part)


def rests(edition: Edition) -> str:
    """Each sentence of the case's own with what it rests on, as a list in markdown."""
    lines = []
    for statement in (s for name in GROUNDED for s in printed(edition, name)):
        grounds = "; ".join(_ground(edition, name) for name in statement.rests_on)
        lines.append(f"- {markup.sentence(statement.sentence, {})} Rests on: {grounds}.")
    return "\n".join(lines)


def selection(edition: Edition) -> str:
    """How claims were chosen and what was left out, in the case's words; empty where it is mute."""
    return markup.sentence(_words(printed(edition, SELECTION)), {})


def _words(written: tuple[Statement, ...]) -> str:
    return " ".join(statement.sentence.strip() for statement in written)


def _titled(row: Row) -> str:
    """The title of a document, linked to where it is; row: of sources.csv."""
    title = f"“{row['title']}”"
    return markup.link(title, row["url"]) if row["url"] else markup.text(title)


def _published_by(row: Row) -> str:
    day = f" on {day_words(when(row['published']))}" if row["published"] else ""
    return markup.text(f"{row['publisher']}{day}")


def _published(edition: Edition) -> str:
    """What had been published by the day of the report, the latest by name."""
    day = day_words(when(edition.scope.as_of))
    rows = [row for row in edition.sources if row["published"]]
    if not rows:
        return f"By the end of {day}, none of the documents on record had been published."
    latest = sorted(rows, key=lambda row: str(last(when(row["published"]))))[-LATEST:]
    names = listed([f"{_titled(row)} ({_published_by(row)})" for row in reversed(latest)])
    size = many(len(edition.sources), "document")
    were = verb(len(latest), "was", "were")
    return (
        f"By the end of {day}, {size} with figures had been published. The latest {were} {names}."
    )


def _hero(edition: Edition, section: Section, *, first: bool) -> str:
    """The first chart of a chapter on the first page; the answer alone where nothing is drawn."""
    figure = _opening(section) if first else section.hero_figure
    answer = " ".join(markup.sentence(s.text, edition.citations) for s in section.answer)
    leads = f"[{markup.text(section.title)}](#{markup.anchor(section.notebook)})"
    if figure is None:
        return markup.division(f"**{leads}** {answer}", "", "hero") if answer else ""
    number = edition.document.figures.index(figure) + 1
    more = f"More in {leads}."
    content = f"{figures.hero(figure, number, first=first)}\n\n{answer} {more}"
    return markup.division(content, "", "hero")


def _opening(section: Section) -> Figure | None:
    """The chart of a chapter that comes first: its own, or one low enough where it is too high."""
    named = section.hero_figure
    low = (figure for figure in section.figures if figures.opens(figure))
    return named if named is None or figures.opens(named) else next(low, named)


def _ground(edition: Edition, name: str) -> str:
    """One thing that a sentence rests on, in words; name: its id in the case."""
    return next(_grounds(edition, name))


def _grounds(edition: Edition, name: str) -> Iterator[str]:
    if name in edition.citations:
        yield f"{markup.foreign(edition.citations[name].document)} {markup.entry(name)}"
    rows = edition.whole.rows
    for row in (row for row in rows["sources"] if row["source_id"] == name):
        yield f"{_titled(row)}, {_published_by(row)}"
    for table, key, column in (
        ("events", "event_id", "summary"),
        ("disputes", "dispute_id", "title"),
        ("searches", "search_id", "looked_for"),
    ):
        for row in (row for row in rows[table] if row[key] == name):
            yield markup.foreign(row[column].rstrip(".?"))
    yield markup.text(name)
