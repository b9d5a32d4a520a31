"""The export `hxl`: the flat table with a row of hashtags under its header (HXL 1.1)."""

from __future__ import annotations

import csv
import io

from analysis.report.exports.dataset import Dataset, Rendered
from analysis.words.flat_table import as_csv

TAGS = {
    "claim_id": "#meta+id",
    "said_on": "#date+said+text",
    "said_first": "#date+said+start",
    "said_last": "#date+said+end",
    "claimant": "#org+claimant+code",
    "claimant_name": "#org+claimant+name",
    "claimant_group": "#org+claimant+type",
    "via_names": "#org+via+name",
    "speaker": "#contact+speaker+name",
    "stance": "#indicator+stance",
    "verb": "#indicator+verb",
    "measure": "#indicator+code",
    "category": "#indicator+category+code",
    "measure_label": "#indicator+name",
    "unit": "#indicator+unit",
    "scale": "#indicator+scale",
    "phrase": "#description+phrase",
    "gloss": "#description+gloss+i_en",
    "hedge": "#indicator+hedge",
    "low": "#indicator+value+min+num",
    "stated": "#indicator+value+num",
    "high": "#indicator+value+max+num",
    "hedge_lost": "#indicator+hedge+lost",
    "counts": "#indicator+type",
    "covers": "#date+occurred+text",
    "covers_first": "#date+occurred+start",
    "covers_last": "#date+occurred+end",
    "place_id": "#loc+code",
    "place_name": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "where_precision": "#geo+precision+code",
    "uncertainty_km": "#geo+precision+km",
    "event_id": "#event+id",
    "source_id": "#meta+source+id",
    "publisher": "#meta+source+name",
    "title": "#meta+source+title",
    "language": "#meta+source+lang",
    "published": "#date+published+text",
    "published_first": "#date+published+start",
    "published_last": "#date+published+end",
    "address": "#meta+source+url",
    "archive_url": "#meta+source+archive+url",
    "origin": "#meta+origin+id",
    "retelling": "#meta+retelling",
    "links": "#meta+links",
    "disputes": "#meta+disputes+id",
    "note": "#description+note",
}
"""The hashtags: of the core of HXL 1.1, with attributes of the dictionary where it has one.

A figure is `#indicator+value`, never `#affected+killed`: what is counted differs from row to row,
and a hashtag holds for a whole column. Columns without an entry have no hashtag.
"""


def render(dataset: Dataset) -> Rendered:
    """The flat table as CSV with its header, the row of hashtags, then a row for each claim."""
    header, newline, rows = as_csv(dataset.table).partition(b"\n")
    names = next(csv.reader([header.decode("utf-8")]))
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(TAGS.get(name, "") for name in names)
    return Rendered(header + newline + out.getvalue().encode("utf-8") + rows)
