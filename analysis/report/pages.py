"""The whole report as one markdown text, for all printers: first page, notebooks, appendix."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.report import appendix, figures, first_page, lede, ledger, markup, narrower
from analysis.report.document import Block, Failure, Figure, Prose, Section, Table
from analysis.report.edition import Edition
from analysis.report.readable import readable
from analysis.words.sentences import Sentence

SHORT = 900
"""Letters below which a text stays on one page of paper with the chart that it introduces."""


def pages(edition: Edition) -> str:
    """The report in markdown, for `printers.render`.

    edition: the report before it is printed; its document is printed between the opening and the
    appendix.
    """
    parts = [
        _opening(edition),
        markup.raw_block(markup.TYPST, "#contents"),
        markup.raw_block(markup.WORD, "::: contents\n:::"),
        *_sections(edition),
        markup.heading(1, "Every claim", "part-claims"),
        ledger.tables(edition),
        markup.heading(1, "Disputes and gaps", "part-gaps"),
        markup.division(appendix.gaps(edition), "", "brief"),
        markup.heading(1, "The documents", "part-documents"),
        markup.division(appendix.sources(edition), "", "sources"),
        markup.heading(1, "Method", "part-method"),
        appendix.method(),
        markup.heading(2, figures.KEY, "part-marks"),
        figures.legend(edition.legend),
        *_rests(edition),
        markup.heading(1, "How this report was made", "part-made"),
        markup.division(appendix.provenance(edition.provenance), "", "made"),
    ]
    return "\n\n".join(parts) + "\n"


def _opening(edition: Edition) -> str:
    parts = [
        _division(first_page.failed(edition), "failed"),
        markup.division(lede.summary(edition), "", "lead"),
        first_page.empty(edition),
        _division(first_page.scope(edition), "scope"),
        _division(lede.article(edition), "article"),
        *_first_charts(edition),
        markup.heading(1, "What is disputed", "part-disputed"),
        markup.division(first_page.disputed(edition), "", "brief"),
        markup.heading(1, "What is missing", "part-missing"),
        markup.division(first_page.missing(edition), "", "brief"),
        markup.heading(1, "How the claims were chosen", "part-chosen"),
        markup.division(first_page.chosen(edition), "", "brief"),
    ]
    return markup.division("\n\n".join(filter(None, parts)), "part-opening", "opening")


def _rests(edition: Edition) -> list[str]:
    content = lede.rests(edition)
    title = markup.heading(1, "What the first page rests on", "part-rests")
    return [title, markup.division(content, "", "sources")] if content else []


def _first_charts(edition: Edition) -> list[str]:
    """The charts that stand for chapters; where no chapter names one, the answers of all."""
    if heroes := lede.heroes(edition):
        return [heroes]
    answers = first_page.key_figures(edition)
    return [markup.heading(1, "Key figures", "part-key-figures"), answers] if answers else []


def _division(content: str, name: str) -> str:
    return markup.division(content, "", name) if content else ""


def _sections(edition: Edition) -> Iterator[str]:
    number = 0
    for section in edition.document.sections:
        yield markup.heading(1, section.title, markup.anchor(section.notebook), "notebook")
        yield from filter(None, [_narrower(edition, section)])
        blocks = tuple(_ordered(section))
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            number += isinstance(block, Figure)
            yield _with_next(block, following, _block(edition, block, number))


def _narrower(edition: Edition, section: Section) -> str:
    """What a chapter leaves out that the rest of the report has; empty where it leaves out none."""
    words = "" if section.failure else narrower.sentence(edition, section)
    return markup.division(markup.text(words), "", "scope") if words else ""


def _with_next(block: Block, following: Block | None, markdown: str) -> str:
    """A block, marked so that it stays on the page of the one that it belongs to.

    A short text stays with the chart that it introduces, a chart with the sentence on it; but for a
    chart that may move to where there is room for it.
    """
    if any(isinstance(item, Figure) and figures.floats(item) for item in (block, following)):
        return markdown
    if isinstance(following, Figure) and isinstance(block, Prose | Sentence):
        words = block.markdown if isinstance(block, Prose) else block.text
        return markup.division(markdown, "", "introduction") if len(words) < SHORT else markdown
    if isinstance(block, Figure) and isinstance(following, Sentence):
        return markup.division(markdown, "", "drawn")
    return markdown


def _ordered(section: Section) -> Iterator[Block]:
    """The question, its answer, then the rest as the notebook has it."""
    first, rest = section.blocks[:1], section.blocks[1:]
    yield from first
    yield from (block for block in section.answer if block not in first)
    yield from (block for block in rest if block not in section.answer)


def _block(edition: Edition, block: Block, number: int) -> str:
    if isinstance(block, Prose):
        return markup.noted(block.markdown, edition.citations)
    if isinstance(block, Figure):
        return figures.numbered(block, number, edition.cards)
    if isinstance(block, Failure):
        return markup.division(first_page.failure(block), "", "failed")
    if isinstance(block, Table) and not block.rows:
        return "Nothing is on record."
    if isinstance(block, Table):
        attributes = markup.focusable(block.caption or "Table")
        return markup.division(_table(edition, block), "", "listing", more=attributes)
    return markup.division(markup.sentence(block.text, edition.citations), "", "told")


def _table(edition: Edition, table: Table) -> str:
    def cell(words: str) -> str:
        return markup.entry(words) if words in edition.citations else markup.text(readable(words))

    return markup.table(table, cell)
