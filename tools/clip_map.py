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
"""Degrees: the edges of the map."""
DIGITS = 3
"""Decimals of a degree: about a hundred metres, finer than the lines are drawn."""
SOURCE = "Natural Earth 4.1.0, 1:50m, public domain; by way of world-atlas 2.0.2 (npm, ISC)"

Point = tuple[float, float]
Ring = list[Point]


def clipped(topology: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON of the countries that reach into the region, each cut at its edges.

    topology: the TopoJSON of the package, whose objects are `countries`.
    """
    arcs = decoded(topology)
    shapes = topology["objects"]["countries"]["geometries"]
    polygons = [(shape, list(_polygons(shape, arcs))) for shape in shapes]
    features = [_feature(shape, inside) for shape, inside in polygons if inside]
    features.sort(key=lambda feature: str(feature["properties"]["name"]))
    return {
        "type": "FeatureCollection",
        "source": SOURCE,
        "bbox": list(REGION),
        "features": features,
    }


def decoded(topology: Mapping[str, Any]) -> list[Ring]:
    """The arcs of a TopoJSON in degrees: each point is stored as a step from the one before it.

    See "Arcs" and "Transforms" in the TopoJSON format specification.
    """
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    summed = [
        accumulate(map(tuple, arc), lambda a, b: (a[0] + b[0], a[1] + b[1]))
        for arc in topology["arcs"]
    ]
    return [[(x * sx + tx, y * sy + ty) for x, y in arc] for arc in summed]


def cut(ring: Ring) -> Ring:
    """What of a ring lies in the region, edge by edge (Sutherland and Hodgman, 1974)."""
    for axis, edge, side in ((0, WEST, 1), (0, EAST, -1), (1, SOUTH, 1), (1, NORTH, -1)):
        ring = list(_cut_at(ring, axis, edge, side))
    return ring


def _cut_at(ring: Ring, axis: int, edge: float, side: int) -> Iterator[Point]:
    """The points of a ring on one side of an edge, with those at which it crosses the edge.

    axis: 0 for an edge of one longitude, 1 of one latitude. side: 1 for what is above, -1 below.
    """

    def inside(point: Point) -> bool:
        return side * (point[axis] - edge) >= 0

    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if inside(before) != inside(point):
            share = (edge - before[axis]) / (point[axis] - before[axis])
            x, y = (a + share * (b - a) for a, b in zip(before, point, strict=True))
            # The edge itself, not what is computed of it, so that it is straight to the last bit.
            yield (edge, y) if axis == 0 else (x, edge)
        if inside(point):
            yield point


def _polygons(shape: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[list[Ring]]:
    """The polygons of a country inside the region, each an outer ring and its holes."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        rings = [_tidied(cut(_joined(ring, arcs))) for ring in polygon]
        if len(rings[0]) > 3:  # fewer points, of which the last is the first, have no area
            yield [ring for ring in rings if len(ring) > 3]


def _joined(numbers: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """A ring from its arcs, each without its last point, which is the first of the next.

    numbers: of the arcs; -1 is arc 0 backwards, -2 arc 1, and so on.
    """
    ways: list[Callable[[int], Ring]] = [lambda n: arcs[n], lambda n: arcs[~n][::-1]]
    return [point for number in numbers for point in ways[number < 0](number)[:-1]]


def _tidied(ring: Ring) -> Ring:
    """Rounded, without a point twice in a row, and closed."""
    rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    distinct = [point for n, point in enumerate(rounded) if point != rounded[n - 1]]
    return [*distinct, *distinct[:1]]


def _feature(shape: Mapping[str, Any], polygons: Sequence[Sequence[Ring]]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": shape.get("id", ""),
        "properties": {"name": shape["properties"]["name"]},
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    }


def main(package: str) -> None:
    """Write the map from the package at that path, a country on each line, so that a diff is read.

    package: the path of the archive that `npm pack` saves.
    """
    with tarfile.open(package) as archive:
        file = archive.extractfile(MEMBER)
        topology = json.load(file) if file else {}
    data = clipped(topology)
    features = ",\n".join(json.dumps(f, separators=(",", ":")) for f in data.pop("features"))
    head = json.dumps(data, separators=(",", ":")).removesuffix("}")
    write(BASE_MAP, f'{head},"features":[\n{features}\n]}}\n')


if __name__ == "__main__":
    main(str(Path(sys.argv[1])))
