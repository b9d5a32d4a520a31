"""What a report's document is made of: prose, sentences, figures and tables, by notebook."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from analysis.sentences import Number

CITED = re.compile(r"\[([a-z]\d{3,9})\]")


@dataclass(frozen=True)
class Prose:
    """Markdown as the notebook has it."""

    markdown: str


@dataclass(frozen=True)
class Told:
    """A sentence, its citations in square brackets, with its numbers."""

    text: str
    numbers: tuple[Number, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids in it that look like a claim's, in order."""
        return tuple(CITED.findall(self.text))


@dataclass(frozen=True)
class Figure:
    """A chart: its name within its notebook, SVG, PNG, alt text, and the plotted table as CSV."""

    notebook: str
    name: str
    svg: str
    png: bytes
    alt: str
    table: str

    @property
    def title(self) -> str:
        """Its subject, which its alt text begins with."""
        return self.alt.partition(":")[0]

    @property
    def rows(self) -> list[dict[str, str]]:
        """The plotted table."""
        return list(csv.DictReader(io.StringIO(self.table)))

    @property
    def drawn(self) -> tuple[str, ...]:
        """The claims that must each have a mark; none where the table has no `claim_id`."""
        return tuple(dict.fromkeys(row["claim_id"] for row in self.rows if row.get("claim_id")))


@dataclass(frozen=True)
class Listed:
    """A table of text, and its name within its notebook."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notebook: str = ""
    name: str = ""


Block = Prose | Told | Figure | Listed


@dataclass(frozen=True)
class Section:
    """One notebook: its stem, its title, the answer to its question, and all in order."""

    notebook: str
    title: str
    answer: tuple[Told, ...]
    blocks: tuple[Block, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its charts, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Figure))

    @property
    def told(self) -> tuple[Told, ...]:
        """Its sentences, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Told))


@dataclass(frozen=True)
class Document:
    """The sections of a report, in order."""

    sections: tuple[Section, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every chart, in order; the first is figure 1."""
        return tuple(figure for section in self.sections for figure in section.figures)

    @property
    def cited(self) -> tuple[str, ...]:
        """Every id that a sentence cites or a chart draws, once, in order."""
        ids = [i for s in self.sections for told in s.told for i in told.cited]
        return tuple(dict.fromkeys([*ids, *(i for f in self.figures for i in f.drawn)]))
