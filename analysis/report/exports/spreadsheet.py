"""The export `csv`: the flat table, for spreadsheets."""

from __future__ import annotations

import codecs

from analysis.report.exports.dataset import Dataset, Rendered
from analysis.words.flat_table import as_csv


def render(dataset: Dataset) -> Rendered:
    """The flat table as CSV, in which no cell is a formula.

    It begins with a byte-order mark, without which Excel takes UTF-8 for another encoding.
    """
    return Rendered(codecs.BOM_UTF8 + as_csv(dataset.table))
