"""The exports of a case: a format is a file of this folder and a line in EXPORTS.

A file of a format has `render(dataset)`, which gives the bytes of the export. It is imported when
it is first used: the command line reads the names alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.report.exports.dataset import Dataset, Rendered


@dataclass(frozen=True)
class Export:
    """A format of exports.

    module: the file of this folder that writes it. ending: of the file that is written, after the
    name of the case.
    """

    module: str
    ending: str


EXPORTS: Mapping[str, Export] = {
    "csv": Export("spreadsheet", ".csv"),
    "xlsx": Export("workbook", ".xlsx"),
    "parquet": Export("columnar", ".parquet"),
    "geojson": Export("features", ".geojson"),
    "hxl": Export("hashtags", ".hxl.csv"),
    "zenodo": Export("deposit", ".zip"),
}
FORMATS = tuple(EXPORTS)


def render(form: str, dataset: Dataset) -> Rendered:
    """A case in one of `FORMATS`; the same bytes for the same case.

    form: the format. dataset: the case. Raises Invalid where the format cannot hold it.
    """
    module = import_module(f"{__name__}.{EXPORTS[form].module}")
    rendered: Rendered = module.render(dataset)
    return rendered
