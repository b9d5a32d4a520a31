"""The end of a run, in its own process: notebooks are cleaned and printed, results written."""

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
"""Pixels across a thumbnail, twice the width that it has in the index; it is at most twice as
high."""
COLOURS = 32
"""Colours of a thumbnail."""


def finish(
    folder: str,
    notebooks: Sequence[str],
    parameters: Mapping[str, Any],
    formats: Sequence[str],
    thumbnail: str,
    manifest: Mapping[str, Any],
) -> None:
    """Fill the folder of a run with its outputs, from its notebooks executed there.

    folder: of the run. notebooks: paths of the notebooks before they were run. parameters: those
    they were run with. formats: pages of a report to print, as `html`, none for no report.
    thumbnail: the notebook and the cell of the chart that stands for the run, as
    `casualties/toll`, empty for the first chart. manifest: what went into the run.

    Raises Invalid where a notebook records two results of one name, and as `report.make.fill` does.
    """
    home = Path(folder)
    executed = [ipynb.clean(home / NOTEBOOKS / Path(name).name) for name in notebooks]
    if formats:
        # Loaded here: runs without a report do without the printers.
        from analysis.report import make

        if problems := make.fill(home, parameters, executed, formats).problems:
            raise Invalid(problems)
    cells = [(path.stem, cell) for path in executed for cell in ipynb.cells(path)]
    paths.write(home / RESULTS, _json(_results(cells)))
    if png := _thumbnail(_picture(cells, thumbnail)):
        paths.write(home / THUMBNAIL, png)
    # Last, for it is what makes a run whole: a folder without a manifest is made again, and one
    # with a manifest has every output that it names.
    paths.write(home / MANIFEST, _json({**manifest, "outputs": _outputs(home)}))


def _thumbnail(picture: Any) -> bytes:
    """The thumbnail of a picture in base64; empty where there is none, or none that can be read.

    That is no fault of the run: papermill does not look at pictures either.
    """
    try:
        return thumbnail_of(base64.b64decode("".join(picture))) if picture else b""
    except Exception:  # Pillow raises errors of many kinds for what is no picture
        return b""


def thumbnail_of(picture: bytes) -> bytes:
    """A picture as a PNG of thumbnail size, in few colours.

    picture: the bytes of an image file that Pillow can read. Raises DecompressionBombWarning for
    one of so many pixels that Pillow warns of it, and what Pillow raises for what is no picture.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        whole = Image.open(io.BytesIO(picture)).convert("RGB")
    scale = min(ACROSS / whole.width, 2 * ACROSS / whole.height)
    size = max(1, round(whole.width * scale)), max(1, round(whole.height * scale))
    resized = whole.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    png = io.BytesIO()
    # An octree keeps the colours of a few dots, for which a median cut leaves no room: it is the
    # share of the picture that counts there, and nearly all of a chart is white and grey.
    reduced = resized.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    reduced.save(png, "png")
    return png.getvalue()


def _outputs(folder: Path) -> dict[str, dict[str, Any]]:
    """Size and hash of every file but the manifest, by its path inside the folder."""
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
        for notebook, bundle in _output_data(cells)
        for result in results.read(bundle.get(results.MIME, []), notebook)
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


def _output_data(
    cells: Sequence[tuple[str, Mapping[str, Any]]],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The MIME bundle of each output of cells, after the name of its notebook."""
    for notebook, cell in cells:
        for output in cell.get("outputs", ()):
            yield notebook, output.get("data", {})


def _picture(cells: Sequence[tuple[str, Mapping[str, Any]]], thumbnail: str) -> Any:
    """The chart that stands for the run, in lines of base64; empty where it shows none."""
    wanted = [(n, c) for n, c in cells if thumbnail in ("", f"{n}/{c.get('id')}")]
    pictures = [bundle for _, bundle in _output_data(wanted) if "image/png" in bundle]
    # A chart of the suite goes before any other picture, as a logo may stand above it.
    charts = [bundle for bundle in pictures if chart.MIME in bundle] or pictures
    return charts[0]["image/png"] if charts else ""


def _json(value: object) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
