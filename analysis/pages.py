"""The whole report as one markdown text, for all printers: opening, notebooks, appendix."""

from __future__ import annotations

from collections.abc import Iterator

from analysis import appendix, gaps, opening, panels, plates, prose, svg
from analysis.edition import Edition
from analysis.parts import Block, Figure, Listed, Prose, Section

SHORT = 900
"""Letters of a text that is kept on one page of paper with what it introduces."""
TALLEST = 1.42
"""Height of a chart, of its width, beyond which it would not fit a page of paper."""


def pages(edition: Edition) -> str:
    """The report in markdown."""
    parts = [
        _opening(edition),
        prose.raw_block(prose.TYPST, "#contents"),
        prose.raw_block(prose.WORD, "::: contents\n:::"),
        *_sections(edition),
        prose.heading(1, "Every claim", "part-claims"),
        appendix.claims(edition),
        prose.heading(1, "Disputes and gaps", "part-gaps"),
        prose.division(gaps.listing(edition), "", "brief"),
        prose.heading(1, "The documents", "part-documents"),
        prose.division(appendix.sources(edition), "", "sources"),
        prose.heading(1, "Method", "part-method"),
        appendix.method(),
        prose.heading(1, "How this report was made", "part-made"),
        prose.division(appendix.made(edition.made), "", "made"),
    ]
    return "\n\n".join(parts) + "\n"


def footnotes(edition: Edition) -> str:
    """The citation of each claim, for the footnotes on paper."""
    lines = [
        f"  {claim.claim_id}: ({prose.string(edition.citations[claim.claim_id])}, "
        f"{prose.string(edition.address(claim))}),"
        for claim in edition.claims
    ]
    return "\n".join(["#let notes = (", *lines, ")"])


def file_name(figure: Figure) -> str:
    """Where a figure is kept, within the folder of a report, without its ending."""
    return f"figures/{figure.notebook}/{figure.name}"


def _opening(edition: Edition) -> str:
    scope = " ".join(
        prose.sentence(told.text, edition.citations) for told in opening.scope_told(edition)
    )
    parts = [
        prose.division(prose.text(edition.whole.package.description), "", "lead"),
        prose.division(scope, "", "scope"),
        prose.heading(1, "Key figures", "part-key-figures"),
        opening.key_figures(edition),
        prose.heading(1, "What is disputed", "part-disputed"),
        prose.division(opening.disputed(edition), "", "brief"),
        prose.heading(1, "What is missing", "part-missing"),
        prose.division(opening.missing(edition), "", "brief"),
        prose.heading(1, "How to read the marks", "part-marks"),
        _key(edition.key),
    ]
    return prose.division("\n\n".join(parts), "part-opening", "opening")


def _sections(edition: Edition) -> Iterator[str]:
    number = 0
    for section in edition.document.sections:
        yield prose.heading(1, section.title, prose.anchor(section.notebook), "notebook")
        blocks = tuple(_ordered(section))
        for block, following in zip(blocks, (*blocks[1:], None), strict=True):
            number += isinstance(block, Figure)
            made = _block(edition, block, number)
            yield _with_next(made) if isinstance(following, Figure) else made


def _with_next(markdown: str) -> str:
    """A short text stays on the page of the chart that it introduces."""
    return prose.division(markdown, "", "introduction") if len(markdown) < SHORT else markdown


def _ordered(section: Section) -> Iterator[Block]:
    """The question, its answer, then the rest as the notebook has it."""
    first, rest = section.blocks[:1], section.blocks[1:]
    yield from first
    yield from (block for block in section.answer if block not in first)
    yield from (block for block in rest if block not in section.answer)


def _block(edition: Edition, block: Block, number: int) -> str:
    if isinstance(block, Prose):
        return prose.noted(block.markdown, edition.citations)
    if isinstance(block, Figure):
        return _figure(edition, block, number)
    if isinstance(block, Listed):
        more = panels.focus(block.caption or "Table")
        return prose.division(_listing(edition, block), "", "listing", more=more)
    return prose.division(prose.sentence(block.text, edition.citations), "", "told")


def _listing(edition: Edition, listed: Listed) -> str:
    def cell(words: str) -> str:
        return prose.entry(words) if words in edition.citations else prose.text(words)

    return prose.table(listed, cell)


def _figure(edition: Edition, figure: Figure, number: int) -> str:
    """A chart, drawn in the page; on paper, from its file."""
    told = f"{figure.title} ({figure.notebook}/{figure.name})"
    caption = f"Figure {number}. {told}"
    page = panels.panel(figure, f"figure-{number}", caption, edition.cards)
    paper = _on_paper(figure, f"caption: {prose.string(caption)}")
    return "\n\n".join(
        [
            prose.raw_block(prose.HTML, page),
            prose.raw_block(prose.TYPST, f"{paper} <figure-{number}>"),
            prose.raw_block(prose.WORD, plates.captioned(figure, _png(figure), number, told)),
        ]
    )


def _key(figure: Figure) -> str:
    page = panels.plain(figure, "figure-key", "How to read the marks")
    return "\n\n".join(
        [
            prose.raw_block(prose.HTML, page),
            prose.raw_block(prose.TYPST, _on_paper(figure)),
            prose.raw_block(prose.WORD, plates.plate(figure, _png(figure))),
        ]
    )


def _png(figure: Figure) -> str:
    return f"{file_name(figure)}.png"


def _on_paper(figure: Figure, *more: str) -> str:
    width, height = svg.size(figure.svg)
    told = ", ".join(
        [
            prose.string(f"{file_name(figure)}.svg"),
            prose.string(figure.alt),
            f"tall: {str(height / width > TALLEST).lower()}",
            *more,
        ]
    )
    return f"#chart({told})"
