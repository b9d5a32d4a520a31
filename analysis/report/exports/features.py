"""The export `geojson`: a feature for each claim (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from analysis.errors import many
from analysis.report.exports.dataset import Dataset, Rendered, known

PRECISIONS = {
    1: "a point",
    2: "near a point",
    3: "a second-order division, given by its middle",
    4: "a first-order division, given by its middle",
    5: "part of a country or between points, given by its middle",
    6: "a country, given by its middle",
    7: "water or airspace, given by its middle",
}
"""What `where_precision` means, for the reader of a map."""


def render(dataset: Dataset) -> Rendered:
    """A FeatureCollection: longitude before latitude, null where a claim has no position.

    The properties of a feature are the columns of the flat table, and `place_precision`.
    """
    features = [_feature(known(row)) for row in dataset.records]
    lines = ",\n".join(map(_json, features))
    head = "".join(f"{_json(name)}: {_json(value)},\n" for name, value in dataset.facts.items())
    text = f'{{"type": "FeatureCollection",\n{head}"features": [\n{lines}\n]}}\n'
    nowhere = sum(feature["geometry"] is None for feature in features)
    note = f"{many(nowhere, 'claim')} of {len(features):,} without coordinates: no geometry"
    return Rendered(text.encode("utf-8"), (note,) if nowhere else ())


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as a feature. row: of the flat table."""
    position = (row["longitude"], row["latitude"])
    geometry = {"type": "Point", "coordinates": position} if None not in position else None
    precision = PRECISIONS.get(row["where_precision"])
    return {
        "type": "Feature",
        "id": row["claim_id"],
        "geometry": geometry,
        "properties": {**row, "place_precision": precision},
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_day)


def _day(value: date) -> str:
    return value.isoformat()
