"""The end of a run, in its own process: clean its notebooks, print them, say what was made."""

from __future__ import annotations

import base64
import io
import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from analysis import paths
from analysis.batch.store import RESULTS, THUMBNAIL
from analysis.charts.kit import chart
from analysis.errors import Invalid, Problem
from analysis.notebooks import ipynb, provenance, results
from analysis.notebooks.kernels import NOTEBOOKS
from analysis.notebooks.provenance import MANIFEST

ACROSS = 520
"""Dots across a thumbnail, twice the width at which the index shows it; it is at most twice as
high."""
COLOURS = 32


def finish(
    folder: str,
    notebooks: Sequence[str],
    parameters: Mapping[str, Any],
    formats: Sequence[str],
    thumbnail: str,
    made_from: Mapping[str, Any],
) -> None:
    """Fill the folder with all that a run hands out, from its notebooks executed there.

    The manifest is written last: it tells from what the run was made, and every output with its
    size and hash. Raises Invalid for results of one name, and as `publish.fill` does.
    """
    home, files = Path(folder), [Path(name) for name in notebooks]
    executed = [ipynb.clean(home / NOTEBOOKS / file.name) for file in files]
    if formats:
        from analysis.report import make

        make.fill(home, parameters, files, formats)
    cells = [(path.stem, cell) for path in executed for cell in ipynb.cells(path)]
    paths.write(home / RESULTS, _json(_results(cells)))
    if stamp := _stamp(_picture(cells, thumbnail)):
        paths.write(home / THUMBNAIL, stamp)
    paths.write(home / MANIFEST, _json({**made_from, "outputs": _outputs(home)}))


def _stamp(picture: Any) -> bytes:
    """A picture of a notebook, small; nothing where it shows none, or one that cannot be read.

    That is no fault of the run: papermill does not look at pictures.
    """
    try:
        return small(base64.b64decode("".join(picture))) if picture else b""
    except Exception:  # Pillow raises errors of many kinds for what is no picture
        return b""


def small(picture: bytes) -> bytes:
    """A picture at the size of a stamp, in few colours.

    Raises DecompressionBombWarning for one of so many dots that Pillow warns of it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        whole = Image.open(io.BytesIO(picture)).convert("RGB")
    scale = min(ACROSS / whole.width, 2 * ACROSS / whole.height)
    size = max(1, round(whole.width * scale)), max(1, round(whole.height * scale))
    stamp = whole.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    out = io.BytesIO()
    # an octree keeps the colours of a few dots, for which a median cut leaves no room: it is the
    # share of the picture that counts there, and nearly all of a chart is white and grey
    few = stamp.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "png")
    return out.getvalue()


def _outputs(folder: Path) -> dict[str, dict[str, Any]]:
    """Every file but the manifest, by its path inside the folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": provenance.file_hash(path),
        }
        for path in files
    }


def _results(cells: Sequence[tuple[str, Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """The results recorded by the notebooks; Invalid where one notebook records a name twice."""
    rows = [
        {"notebook": notebook, **result}
        for notebook, data in _shown(cells)
        for result in results.read(data.get(results.MIME, []), notebook)
    ]
    names = [(row["notebook"], row["name"]) for row in rows]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        fix = "give each a name of its own"
        raise Invalid(
            Problem(notebook, f"result {name!r} recorded twice", "one result a name", fix)
            for notebook, name in twice
        )
    return rows


def _shown(
    cells: Sequence[tuple[str, Mapping[str, Any]]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for notebook, cell in cells:
        for output in cell.get("outputs", ()):
            yield notebook, output.get("data", {})


def _picture(cells: Sequence[tuple[str, Mapping[str, Any]]], thumbnail: str) -> Any:
    """The chart that stands for the run, in lines of base64; empty where it shows none."""
    wanted = [(n, c) for n, c in cells if thumbnail in ("", f"{n}/{c.get('id')}")]
    rows = [data for _, data in _shown(wanted) if "image/png" in data]
    charts = [data for data in rows if chart.MIME in data] or rows
    return charts[0]["image/png"] if charts else ""


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
