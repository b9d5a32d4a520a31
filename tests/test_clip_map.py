"""The tool that cuts the base map: decoding, cutting and joining, on maps small enough to draw."""

from __future__ import annotations

import json
import tarfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from analysis.paths import BASE_MAP
from tools import clip_map

WEST, SOUTH, EAST, NORTH = clip_map.REGION
INSIDE = [(40.0, 30.0), (41.0, 30.0), (41.0, 31.0), (40.0, 31.0)]


def topology(ring: list[tuple[float, float]], **more: Any) -> dict[str, Any]:
    """A TopoJSON of one country, its ring in two arcs, the second of them stored backwards."""
    closed = [*ring, ring[0]]
    half = len(closed) // 2
    arcs = [_steps(closed[: half + 1]), _steps(closed[half:][::-1])]
    shape = {"type": "Polygon", "arcs": [[0, ~1]], "id": "1", "properties": {"name": "Here"}}
    return {
        "transform": {"scale": [0.5, 0.5], "translate": [-10, -10]},
        "arcs": arcs,
        "objects": {"countries": {"geometries": [shape | more]}},
    }


def _steps(points: list[tuple[float, float]]) -> list[list[float]]:
    whole = [[(x + 10) / 0.5, (y + 10) / 0.5] for x, y in points]
    first, *_ = whole
    return [first, *([b[0] - a[0], b[1] - a[1]] for a, b in pairwise(whole))]


def rings(data: dict[str, Any]) -> list[list[tuple[float, float]]]:
    return [
        [tuple(point) for point in ring]
        for feature in data["features"]
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
    ]


def test_a_country_inside_the_region_keeps_its_outline() -> None:
    data = clip_map.clipped(topology(INSIDE))
    (ring,) = rings(data)
    assert set(ring) == set(INSIDE)
    assert ring[0] == ring[-1]
    assert data["features"][0]["properties"] == {"name": "Here"}


def test_a_country_that_crosses_the_edge_is_cut_there() -> None:
    wide = [(EAST - 2, 30.0), (EAST + 6, 30.0), (EAST + 6, 32.0), (EAST - 2, 32.0)]
    (ring,) = rings(clip_map.clipped(topology(wide)))
    assert set(ring) == {(EAST - 2, 30.0), (EAST, 30.0), (EAST, 32.0), (EAST - 2, 32.0)}


def test_a_country_around_the_region_becomes_the_region() -> None:
    around = [(WEST - 9, SOUTH - 9), (EAST + 9, SOUTH - 9), (EAST + 9, NORTH + 9)]
    (ring,) = rings(clip_map.clipped(topology([*around, (WEST - 9, NORTH + 9)])))
    assert set(ring) == {(WEST, SOUTH), (EAST, SOUTH), (EAST, NORTH), (WEST, NORTH)}


@pytest.mark.parametrize("east", [60.0, -9.0])
def test_a_country_elsewhere_is_left_out(east: float) -> None:
    away = [(x - 40 + east, y) for x, y in INSIDE]
    assert clip_map.clipped(topology(away))["features"] == []


def test_the_package_becomes_the_file_that_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package, path = tmp_path / "package.tgz", tmp_path / "countries.geojson"
    raw = json.dumps(topology(INSIDE)).encode()
    with tarfile.open(package, "w:gz") as archive:
        member = tarfile.TarInfo(clip_map.MEMBER)
        member.size = len(raw)
        archive.addfile(member, BytesIO(raw))
    monkeypatch.setattr(clip_map, "BASE_MAP", path)
    clip_map.main(str(package))
    data, committed = (json.loads(p.read_text(encoding="utf-8")) for p in (path, BASE_MAP))
    assert data.keys() == committed.keys()
    assert (data["source"], data["bbox"]) == (committed["source"], committed["bbox"])
    assert set(rings(data)[0]) == set(INSIDE)


def test_the_committed_map_is_in_the_layout_that_the_tool_writes() -> None:
    lines = BASE_MAP.read_text(encoding="utf-8").splitlines()
    data = json.loads("\n".join(lines))
    assert len(lines) == len(data["features"]) + 2
    names = [feature["properties"]["name"] for feature in data["features"]]
    assert names == sorted(names)
    assert {"Syria", "Iraq", "Lebanon", "Jordan"} <= set(names)
    assert data["bbox"] == list(clip_map.REGION)
