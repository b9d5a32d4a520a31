"""The whole report as one markdown text, for all printers: opening, notebooks, appendix."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.charts.kit import svg
from analysis.report import appendix, figures, first_page, markup
from analysis.report.document import Block, Figure, Listed, Prose, Section
from analysis.report.edition import Edition

SHORT = 900
"""Letters of a text that is kept on one page of paper with what it introduces."""
TALLEST = 1.42
"""Height of a chart, of its width, beyond which it would not fit a page of paper."""


def pages(edition: Edition) -> str:
    """The report in markdown."""
    parts = [
        _opening(edition),
        markup.raw_block(markup.TYPST, "#contents"),
        markup.raw_block(markup.WORD, "::: contents\n:::"),
        *_sections(edition),
        markup.heading(1, "Every claim", "part-claims"),
        appendix.claims(edition),
        markup.heading(1, "Disputes and gaps", "part-gaps"),
        markup.division(appendix.listing(edition), "", "brief"),
        markup.heading(1, "The documents", "part-documents"),
        markup.division(appendix.sources(edition), "", "sources"),
        markup.heading(1, "Method", "part-method"),
        appendix.method(),
        markup.heading(1, "How this report was made", "part-made"),
        markup.division(appendix.made(edition.made), "", "made"),
    ]
    return "\n\n".join(parts) + "\n"


def file_name(figure: Figure) -> str:
    """Where a figure is kept, within the folder of a report, without its ending."""
    return f"figures/{figure.notebook}/{figure.name}"


def _opening(edition: Edition) -> str:
    scope = " ".join(
        markup.sentence(answer.text, edition.citations) for answer in first_page.scope_told(edition)
    )
    parts = [
        markup.division(markup.text(edition.whole.package.description), "", "lead"),
        markup.division(scope, "", "scope"),
        markup.heading(1, "Key figures", "part-key-figures"),
        first_page.key_figures(edition),
        markup.heading(1, "What is disputed", "part-disputed"),
        markup.division(first_page.disputed(edition), "", "brief"),
        markup.heading(1, "What is missing", "part-missing"),
        markup.division(first_page.missing(edition), "", "brief"),
        markup.heading(1, "How to read the marks", "part-marks"),
        _key(edition.key),
    ]
    return markup.division("\n\n".join(parts), "part-opening", "opening")


def _sections(edition: Edition) -> Iterator[str]:
    number = 0
    for section in edition.document.sections:
        yield markup.heading(1, section.title, markup.anchor(section.notebook), "notebook")
        blocks = tuple(_ordered(section))
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            number += isinstance(block, Figure)
            text = _block(edition, block, number)
            yield _with_next(text) if isinstance(following, Figure) else text


def _with_next(markdown: str) -> str:
    """A short text stays on the page of the chart that it introduces."""
    return markup.division(markdown, "", "introduction") if len(markdown) < SHORT else markdown


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
        return _figure(edition, block, number)
    if isinstance(block, Listed):
        more = figures.focus(block.caption or "Table")
        return markup.division(_listing(edition, block), "", "listing", more=more)
    return markup.division(markup.sentence(block.text, edition.citations), "", "told")


def _listing(edition: Edition, listed: Listed) -> str:
    def cell(words: str) -> str:
        return markup.entry(words) if words in edition.citations else markup.text(words)

    return markup.table(listed, cell)


def _figure(edition: Edition, figure: Figure, number: int) -> str:
    """A chart, drawn in the page; on paper, from its file."""
    text = f"{figure.title} ({figure.notebook}/{figure.name})"
    caption = f"Figure {number}. {text}"
    page = figures.panel(figure, f"figure-{number}", caption, edition.cards)
    paper = _on_paper(figure, f"caption: {markup.string(caption)}")
    return "\n\n".join(
        [
            markup.raw_block(markup.HTML, page),
            markup.raw_block(markup.TYPST, f"{paper} <figure-{number}>"),
            markup.raw_block(markup.WORD, figures.captioned(figure, _png(figure), number, text)),
        ]
    )


def _key(figure: Figure) -> str:
    page = figures.plain(figure, "figure-key", "How to read the marks")
    return "\n\n".join(
        [
            markup.raw_block(markup.HTML, page),
            markup.raw_block(markup.TYPST, _on_paper(figure)),
            markup.raw_block(markup.WORD, figures.plate(figure, _png(figure))),
        ]
    )


def _png(figure: Figure) -> str:
    return f"{file_name(figure)}.png"


def _on_paper(figure: Figure, *more: str) -> str:
    width, height = svg.size(figure.svg)
    text = ", ".join(
        [
            markup.string(f"{file_name(figure)}.svg"),
            markup.string(figure.alt),
            f"tall: {str(height / width > TALLEST).lower()}",
            *more,
        ]
    )
    return f"#chart({text})"
