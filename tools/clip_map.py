"""The base map of the locator, made again from the npm package `world-atlas`.

    npm pack world-atlas@2.0.2
    .venv/bin/python tools/clip_map.py world-atlas-2.0.2.tgz

Reads Natural Earth's countries from the package's TopoJSON, cuts them at the edge of the region and
writes `data/map/countries.geojson`. The package is not needed to draw.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from analysis.paths import BASE_MAP, write

MEMBER = "package/countries-50m.json"
WEST, SOUTH, EAST, NORTH = REGION = (31.0, 28.0, 50.0, 40.0)
"""Degrees: what is kept."""
DIGITS = 3
"""Decimals of a degree that are kept: about a hundred metres, finer than the lines are."""
SOURCE = "Natural Earth 4.1.0, 1:50m, public domain; by way of world-atlas 2.0.2 (npm, ISC)"

Point = tuple[float, float]
Ring = list[Point]


def clipped(topology: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON of the countries that reach into the region, each cut at its edges."""
    arcs = decoded(topology)
    shapes = topology["objects"]["countries"]["geometries"]
    datas = [(shape, list(_parts(shape, arcs))) for shape in shapes]
    features = [_feature(shape, parts) for shape, parts in datas if parts]
    features.sort(key=lambda feature: str(feature["properties"]["name"]))
    return {
        "type": "FeatureCollection",
        "source": SOURCE,
        "bbox": list(REGION),
        "features": features,
    }


def decoded(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON in degrees: each point is stored as a step from the one before it."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    walked = [
        accumulate(map(tuple, arc), lambda a, b: (a[0] + b[0], a[1] + b[1]))
        for arc in topology["arcs"]
    ]
    return [[(x * sx + tx, y * sy + ty) for x, y in arc] for arc in walked]


def cut(ring: Ring) -> Ring:
    """What of a ring lies in the region, edge by edge (Sutherland and Hodgman, 1974)."""
    for axis, edge, side in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        ring = list(_kept(ring, axis, edge, side))
    return ring


def _kept(ring: Ring, axis: int, edge: float, side: int) -> Iterator[Point]:
    def inside(point: Point) -> bool:
        return side * (point[axis] - edge) >= 0

    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if inside(before) != inside(point):
            part = (edge - before[axis]) / (point[axis] - before[axis])
            x, y = (a + part * (b - a) for a, b in zip(before, point, strict=True))
            yield (edge, y) if axis == 0 else (x, edge)
        if inside(point):
            yield point


def _parts(shape: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[list[Ring]]:
    """The polygons of a country inside the region, each an outer ring and its holes."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        rings = [_tidied(cut(_joined(ring, arcs))) for ring in polygon]
        if len(rings[0]) > 3:
            yield [ring for ring in rings if len(ring) > 3]


def _joined(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A ring from its arcs; a negative number is an arc walked backwards."""
    ways: list[Callable[[int], Ring]] = [lambda n: arcs[n], lambda n: arcs[~n][::-1]]
    return [point for number in numbers for point in ways[number < 0](number)[:-1]]


def _tidied(ring: Ring) -> Ring:
    """Rounded, without a point twice in a row, and closed."""
    rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    values = [point for n, point in enumerate(rounded) if point != rounded[n - 1]]
    return [*values, *values[:1]]


def _feature(shape: Mapping[str, Any], parts: Sequence[Sequence[Ring]]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": shape.get("id", ""),
        "properties": {"name": shape["properties"]["name"]},
        "geometry": {"type": "MultiPolygon", "coordinates": parts},
    }


def main(package: str) -> None:
    """Read the package at that path and write the clip, one country a line."""
    with tarfile.open(package) as archive:
        file = archive.extractfile(MEMBER)
        topology = json.load(file) if file else {}
    data = clipped(topology)
    features = ",\n".join(json.dumps(f, separators=(",", ":")) for f in data.pop("features"))
    head = json.dumps(data, separators=(",", ":")).removesuffix("}")
    write(BASE_MAP, f'{head},"features":[\n{features}\n]}}\n')


if __name__ == "__main__":
    main(str(Path(sys.argv[1])))
