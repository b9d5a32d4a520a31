"""A case that is exported: its claims as a flat table, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.case.timeline import Timeline
from analysis.report.exports.record import Record, record
from analysis.words.flat_table import COLUMNS, OWN, flat_table, records

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Rendered:
    """An export. data: the bytes of its file. notes: what its reader should know, a line each."""

    data: bytes
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A case as it is exported. timeline: of all its claims."""

    timeline: Timeline

    @cached_property
    def record(self) -> Record:
        """The case as a catalogue lists it; Invalid where its description is not written so."""
        return record(self.timeline.package)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The flat table."""
        return flat_table(self.timeline)

    @cached_property
    def records(self) -> list[dict[str, Any]]:
        """The rows of the flat table as plain Python, None where unknown."""
        return records(self.table)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """Each column of the flat table with its description."""
        tables = self.timeline.package.tables
        described = {column.name: column.description for column in COLUMNS}
        origins = {column.name: column.of for column in COLUMNS if column.of}
        for name in self.table.columns:
            typed = f"claims.{name.removeprefix(OWN)}"
            table, _, field = origins.get(name, typed).partition(".")
            if not described.get(name):
                described[name] = tables[table].field(field).description
        return {name: described[name] for name in self.table.columns}

    @property
    def facts(self) -> dict[str, str]:
        """What stands with every export: of which case it is, and under which terms."""
        about = self.record
        return {
            "case": about.name,
            "title": about.title,
            "version": about.version,
            "licence": about.licence,
            "terms": about.terms,
            "cite": about.citation,
        }


def known(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the flat table, in which text that is unknown is None too."""
    return {name: None if value == "" else value for name, value in row.items()}
