"""Executed notebooks as one document: prose, figures, sentences, tables, and the claims cited.

First what a document consists of, then how it is read from the outputs of the cells.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

from analysis.case.chapters import Chapter
from analysis.charts.kit import chart
from analysis.errors import Invalid, Problem
from analysis.notebooks import ipynb
from analysis.notebooks.parameters import ran_with
from analysis.words import listing, sentences
from analysis.words.names_and_days import escaped
from analysis.words.sentences import Number, Sentence

HIDDEN = frozenset({"parameters", "injected-parameters", "remove"})
"""Tags of cells that no report prints."""
QUESTION = re.compile(r"\*\*[^*]+\*\*")
"""A paragraph in bold."""
ANSWER = "answer"
"""Tag of the cell whose sentences answer the question of the notebook."""


@dataclass(frozen=True)
class Prose:
    """Markdown as the notebook has it."""

    markdown: str


@dataclass(frozen=True)
class Figure:
    """A chart of a notebook.

    notebook: its stem. name: of the figure within its notebook. svg, png: the picture. alt: the
    picture in words. table: what is plotted, as CSV. title: that of the picture, on one line.
    narrow: the picture for a phone, as SVG; empty where it has no layout that narrow.
    """

    notebook: str
    name: str
    svg: str
    png: bytes
    alt: str
    table: str
    title: str
    narrow: str = ""

    @property
    def rows(self) -> list[dict[str, str]]:
        """The plotted table."""
        return list(csv.DictReader(io.StringIO(self.table)))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The claims that must each have a mark; none where the table has no `claim_id`."""
        return tuple(dict.fromkeys(row["claim_id"] for row in self.rows if row.get("claim_id")))


@dataclass(frozen=True)
class Table:
    """A table of text.

    notebook: the stem of the one that prints it. name: of the table there. Both are empty for a
    table that the report adds itself.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notebook: str = ""
    name: str = ""


@dataclass(frozen=True)
class Failure:
    """Why a chapter could not be made.

    error: the last line of what went wrong. notebook: the file to open, from the folder of the
    report; empty where nothing of it was executed.
    """

    error: str
    notebook: str = ""


Block = Prose | Sentence | Figure | Table | Failure


@dataclass(frozen=True)
class Section:
    """One notebook.

    notebook: its stem. title: of the chapter, else of the notebook. answer: the sentences that
    answer its question, which are among the blocks too. blocks: everything that is printed of it,
    in order. hero: the name of its chart for the first page; empty for none. parameters: the values
    it was run with, by name.
    """

    notebook: str
    title: str
    answer: tuple[Sentence, ...]
    blocks: tuple[Block, ...]
    hero: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its charts, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def hero_figure(self) -> Figure | None:
        """Its chart for the first page, or its first where that is not drawn; None where none is.

        Another chart than the one that the chapter names stands in for it where the report is so
        narrow that the one named has nothing to draw.
        """
        if not self.hero:
            return None
        named = (figure for figure in self.figures if figure.name == self.hero)
        return next(named, next(iter(self.figures), None))

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Sentence))

    @property
    def failure(self) -> Failure | None:
        """Why it could not be made; None where it was."""
        return next((block for block in self.blocks if isinstance(block, Failure)), None)


@dataclass(frozen=True)
class Document:
    """The sections of a report, in order."""

    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart, in order; the first is figure 1."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def failing(self) -> tuple[Section, ...]:
        """The sections that could not be made, in order."""
        return tuple(section for section in self.sections if section.failure)

    @property
    def cited(self) -> tuple[str, ...]:
        """Every id that a sentence cites or a chart draws, once, in order."""
        ids = [i for s in self.sections for sentence in s.sentences for i in sentence.cited]
        return tuple(dict.fromkeys([*ids, *(i for f in self.figures for i in f.drawn)]))


def document(
    notebooks: Iterable[Path],
    chapters: Iterable[Chapter] = (),
    failures: Mapping[str, Failure] | None = None,
) -> Document:
    """Read executed notebooks, each a section of the document.

    notebooks: their files, in the order of the sections. chapters: those of the case, whose titles
    and questions go before those that a notebook of that name has itself. failures: why notebooks
    could not be run, by their names; each stands in the place of its section, and so does what
    would raise Invalid. Without a mapping, Invalid is raised where a file is no notebook, has no
    title, holds an error, or shows a picture that does not say what it draws.
    """
    by_name = {chapter.name: chapter for chapter in chapters}
    return Document(
        tuple(
            _section(path, by_name.get(path.stem))
            if failures is None
            else _section_or_failure(path, by_name.get(path.stem), failures.get(path.stem))
            for path in notebooks
        )
    )


def _section_or_failure(path: Path, chapter: Chapter | None, failure: Failure | None) -> Section:
    """The section of a notebook; in its place the failure, if any, or why it cannot be read."""
    try:
        if not failure:
            return _section(path, chapter)
    except Invalid as invalid:
        failure = Failure(str(invalid.problems[-1]), f"{path.parent.name}/{path.name}")
    title = (chapter.title if chapter else "") or _title(path)
    asking = [Prose(f"**{escaped(chapter.question)}**")] if chapter and chapter.question else []
    return Section(path.stem, title, (), (*asking, failure))


def _title(path: Path) -> str:
    """The title of a notebook that may be missing, or have none; its name in their place."""
    try:
        cells = [cell for cell in ipynb.cells(path) if ipynb.ERROR not in ipynb.tags(cell)]
        return _titled(path, Prose(ipynb.source(cells[0])) if cells else None)[0]
    except Invalid:
        return path.stem


def _section(path: Path, chapter: Chapter | None) -> Section:
    cells = [cell for cell in ipynb.cells(path) if not ipynb.tags(cell) & HIDDEN]
    pairs = [(cell, block) for cell in cells for block in _blocks(path, cell)]
    title, first = _titled(path, pairs[0][1] if pairs else None)
    answer = [b for cell, b in pairs if ANSWER in ipynb.tags(cell) and isinstance(b, Sentence)]
    blocks = tuple(_titled_once([first, *(block for _, block in pairs[1:])]))
    section = Section(path.stem, title, tuple(answer), blocks, parameters=ran_with(path))
    if chapter is None or not chapter.title:
        return section
    asking = (Prose(f"**{escaped(chapter.question)}**"), *_without_question(blocks))
    return replace(section, title=chapter.title, blocks=asking, hero=chapter.hero)


def _without_question(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks without the question of the notebook, a paragraph in bold at its beginning."""
    first, *rest = blocks or [Prose("")]
    if isinstance(first, Prose):
        paragraphs = first.markdown.split("\n\n")
        if QUESTION.fullmatch(paragraphs[0].strip()):
            first = Prose("\n\n".join(paragraphs[1:]).strip())
    yield from ([] if first == Prose("") else [first])
    yield from rest


def _titled_once(blocks: Iterable[Block | None]) -> Iterator[Block]:
    """The blocks without headings that only repeat the title of the chart that follows them."""
    listed = [block for block in blocks if block is not None]
    for block, following in zip_longest(listed, listed[1:]):
        if isinstance(block, Prose) and isinstance(following, Figure):
            heading, _, rest = block.markdown.partition("\n")
            if heading.startswith("#") and _bare(heading) == _bare(following.title):
                block = Prose(rest.strip())
        if block != Prose(""):
            yield block


def _bare(title: str) -> str:
    """A title without what does not tell it from another: its marks and capitals."""
    return "".join(letter for letter in title.casefold() if letter.isalnum())


def _titled(path: Path, first: Block | None) -> tuple[str, Prose | None]:
    """The title, which is the first line of the first cell, and what else that cell says."""
    head, _, rest = (first.markdown if isinstance(first, Prose) else "").partition("\n")
    if not head.startswith("# "):
        fix = "begin the notebook with a markdown cell, `# ` and its title"
        raise Invalid([Problem(path.name, "no title", "a title in the first cell", fix)])
    return head[2:].strip(), Prose(rest.strip()) if rest.strip() else None


def _blocks(path: Path, cell: Mapping[str, Any]) -> Iterator[Block]:
    if cell["cell_type"] == "markdown":
        yield Prose(ipynb.source(cell))
    figures = 0
    for output in ipynb.outputs(cell):
        block = _block(path, cell, output, figures)
        figures += isinstance(block, Figure)
        if block:
            yield block


def _block(
    path: Path, cell: Mapping[str, Any], output: Mapping[str, Any], figures: int
) -> Block | None:
    """An output of a cell as a block; None for one that is only for work in the notebook.

    figures: how many the cell has had before, for the name of this one.
    """
    where = f"{path.name}:{cell.get('id', '-')}"
    if output["output_type"] == "error":
        value = f"{output['ename']}: {output['evalue']}"
        raise Invalid([Problem(where, value, "a notebook without errors", "run it again")])
    data = output.get("data", {})
    if chart.MIME in data:
        name = cell["id"] + (f"-{figures + 1}" if figures else "")
        return _figure(path.stem, name, data)
    if sentences.MIME in data:
        sentence = _sentence(data[sentences.MIME])
        return sentence if sentence.text else None
    if listing.MIME in data:
        return _table(path.stem, cell["id"], data[listing.MIME])
    if "image/png" in data:
        allowed, fix = "a Chart", "show a Chart, and run the notebook for a report"
        raise Invalid([Problem(where, "a picture that does not say what it draws", allowed, fix)])
    return None


def _figure(notebook: str, name: str, data: Mapping[str, Any]) -> Figure:
    drawn = data[chart.MIME]
    png = base64.b64decode("".join(data["image/png"]))
    texts = (drawn["alt"], drawn["table"], drawn["title"])
    return Figure(notebook, name, drawn["svg"], png, *texts, narrow=drawn.get("narrow", ""))


def _sentence(data: Mapping[str, Any]) -> Sentence:
    return Sentence(data["text"], tuple(map(Number.of_row, data["numbers"])))


def _table(notebook: str, name: str, data: Mapping[str, Any]) -> Table:
    rows = tuple(tuple(row) for row in data["rows"])
    return Table(data["caption"], tuple(data["columns"]), rows, notebook, name)
