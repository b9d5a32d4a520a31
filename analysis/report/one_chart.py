"""One chart as a file of its own: SVG, PDF or PNG of a given width, its typeface inside."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from html import escape
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis import paths
from analysis.case.scope import WIDEN
from analysis.charts.kit import raster, svg
from analysis.charts.kit.draw import COLUMN, SMALLEST
from analysis.charts.kit.export import EXPORT
from analysis.engine import Job, Step, engine
from analysis.errors import Invalid, Problem, nearest
from analysis.report import make
from analysis.report.document import Figure, document
from analysis.words.sentences import MIME

UNITS = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0, "pt": 1 / 72, "px": 1 / 96}
"""Inches in each unit; 96 px are an inch, as on the web."""
NARROWEST, WIDEST = 20 / 25.4, 400 / 25.4
"""Inches: less holds no chart, and no page of a newspaper is wider."""
FORMS = ("svg", "pdf", "png")
COARSEST, FINEST = 72, 1200
LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)", re.IGNORECASE)
EXAMPLE = "write it as 89mm, 8.9cm, 3.5in, 252pt or 336px"


@dataclass(frozen=True)
class Column:
    """inches: how wide. form: of the file. dots: of a PNG, to the inch. out: the file."""

    inches: float
    form: str
    dots: int
    out: Path


def column(name: str, width: str, form: str, dots: int, out: Path | None) -> Column:
    """What is asked for; the form is by default that of the file, the file named after the chart.

    name: the notebook and the cell.

    Raises Invalid with everything that is wrong with it.
    """
    inches, problems = _inches(width)
    chosen = form or (out.suffix.removeprefix(".").lower() if out else "") or FORMS[0]
    if chosen not in FORMS:
        problems.append(Problem("format", repr(chosen), " or ".join(FORMS), nearest(chosen, FORMS)))
    ending = out.suffix.removeprefix(".").lower() if out else ""
    if form and ending in FORMS and ending != form:
        fix = f"leave out --format, or name the file {out and out.stem}.{form}"
        problems.append(
            Problem("format", f"{form}, but the file ends in .{ending}", "one form", fix)
        )
    if out and out.is_dir():
        problems.append(Problem("out", f"{out} is a folder", "a file", "name a file in it"))
    if not COARSEST <= dots <= FINEST:
        allowed = f"{COARSEST} to {FINEST}"
        problems.append(Problem("dpi", str(dots), allowed, "300 suits most printers"))
    if problems:
        raise Invalid(problems)
    return Column(inches, chosen, dots, out or _named(name, width, chosen))


def millimetres(inches: float) -> str:
    """A length as a reader thinks of it."""
    return f"{inches * 25.4:.0f}mm"


def _named(name: str, width: str, form: str) -> Path:
    """A file in the working folder, after notebook, cell and width."""
    notebook, _, cell = name.rpartition("/")
    return Path(f"{Path(notebook).stem}-{cell}-{''.join(width.split())}.{form}")


def _inches(text: str) -> tuple[float, list[Problem]]:
    match = LENGTH.fullmatch(text.strip())
    if not match or match[2].lower() not in UNITS:
        units = ", ".join(UNITS)
        return 0.0, [Problem("width", repr(text), f"a number and one of {units}", EXAMPLE)]
    inches = float(match[1]) * UNITS[match[2].lower()]
    if NARROWEST <= inches <= WIDEST:
        return inches, []
    allowed = f"{millimetres(NARROWEST)} to {millimetres(WIDEST)}"
    return inches, [Problem("width", repr(text), allowed, EXAMPLE)]


WIDER: Mapping[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}


def extract(name: str, inches: float, parameters: Mapping[str, Any]) -> Figure:
    """The chart of `notebook/cell`, laid out for a column of so many inches.

    parameters: of the notebooks, as `Scope` has them. Raises Invalid for an unknown notebook or
    cell, for wrong parameters, for a notebook that fails, and for a cell that shows no chart.
    """
    path, cell = found(name)
    scope, _, _ = make.checked(parameters, ())
    with TemporaryDirectory() as folder:
        step = _step(path, cell, inches, Path(folder), asdict(scope))
        job = Job(name, (step,), {EXPORT: "1", "MPLBACKEND": "agg"})
        with engine(1) as runs:
            (done,) = runs.run([job])
        if done.error:
            fix = "mend the notebook or the parameters"
            raise Invalid([Problem(path.name, done.error, "a notebook that runs", fix)])
        return _shown(step.output, cell, path)


def found(name: str) -> tuple[Path, str]:
    """The notebook and the id of the cell that are meant; Invalid with the nearest there is."""
    notebook, _, cell = name.rpartition("/")
    known = {path.stem: path for path in paths.notebook_files()}
    own = Path(f"{notebook.removesuffix('.ipynb')}.ipynb")
    path = known.get(notebook) or (own if own.is_file() else None)
    if path is None:
        text = notebook or cell
        allowed = "a notebook and a cell, as 4_casualties/toll"
        raise Invalid([Problem("figure", repr(text), allowed, nearest(text, known))])
    cells = [text.get("id", "") for text in _read(path)["cells"] if text["cell_type"] == "code"]
    if cell not in cells:
        fix = nearest(cell, charted(path) or cells)
        raise Invalid([Problem(path.stem, repr(cell), "the id of a cell with a chart", fix)])
    return path, cell


def charted(path: Path) -> list[str]:
    """The ids of the cells whose stored outputs hold a picture."""
    return [
        cell.get("id", "")
        for cell in _read(path)["cells"]
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))
    ]


def _read(path: Path) -> Mapping[str, Any]:
    try:
        data: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return data if "cells" in data else {"cells": ()}
    except ValueError as error:
        problem = Problem(path.name, "not a notebook", "nbformat 4", "save it again in Jupyter")
        raise Invalid([problem]) from error


def _step(
    path: Path, cell: str, inches: float, folder: Path, parameters: Mapping[str, object]
) -> Step:
    """The notebook up to the cell; the width is set right before it, for that chart alone."""
    data = _read(path)
    ids = [item.get("id") for item in data["cells"]]
    before, last = data["cells"][: ids.index(cell)], data["cells"][ids.index(cell)]
    source = f'import os\nos.environ["{COLUMN}"] = "{inches!r}"'
    wider = {**WIDER, "id": "column", "metadata": {"tags": ["remove"]}, "source": source}
    cut = folder / "cut" / path.name
    paths.write(cut, json.dumps({**data, "cells": [*before, wider, last]}))
    return Step(cut, folder / path.name, parameters)


def _shown(executed: Path, cell: str, path: Path) -> Figure:
    figures = [figure for figure in document([executed]).figures if figure.name == cell]
    if figures:
        return figures[0]
    outputs = _read(executed)["cells"][-1].get("outputs", ())
    datas = [o["data"][MIME]["text"] for o in outputs if MIME in o.get("data", {})]
    where, allowed = f"{path.stem}/{cell}", "a chart"
    if datas and cell in charted(path):
        raise Invalid([Problem(where, datas[0].rstrip("."), allowed, WIDEN)])
    raise Invalid([Problem(where, "shows no chart", allowed, nearest(cell, charted(path)))])


TYPE = re.compile(r"font-size: ([\d.]+)px")
HEAD = re.compile(r"<svg [^>]*>")
GIVEN = re.compile(r' (?:width|height)="[^"]*"')
ROUNDING = 1e-3


def printed(figure: Figure, column: Column) -> bytes:
    """The file; the same bytes for the same chart.

    Raises Invalid, with the least width that works, where the smallest type could not be printed.
    """
    narrowest = least(figure.svg)
    if column.inches < narrowest - ROUNDING:
        where, value = f"{figure.notebook}/{figure.name}", millimetres(column.inches)
        fix = f"ask for {ceil(narrowest * 25.4)}mm or more"
        allowed = f"a width at which no type is smaller than {SMALLEST:g} pt"
        raise Invalid([Problem(where, f"too narrow at {value}", allowed, fix)])
    return PRINTERS[column.form](figure, column)


def least(picture: str) -> float:
    """The least width at which the smallest type of a drawing can be printed, in inches."""
    smallest = min(map(float, TYPE.findall(picture)), default=SMALLEST)
    return svg.size(picture)[0] / 72 * SMALLEST / smallest


def _svg(figure: Figure, column: Column) -> bytes:
    """The drawing with title, description and size; its text stays text."""
    wide, high = _size(figure, column)
    style = raster.embedded(set(figure.svg))
    text = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"

    def head(match: re.Match[str]) -> str:
        value = GIVEN.sub("", match[0]).removesuffix(">")
        size = f'width="{wide * 25.4:.4g}mm" height="{high * 25.4:.4g}mm" role="img"'
        return f"{value} {size}>{text}<style>{style}</style>"

    return HEAD.sub(head, figure.svg, count=1).encode("utf-8")


def _pdf(figure: Figure, column: Column) -> bytes:
    """One page of the size of the chart, accessible (PDF/UA-1)."""
    wide, high = _size(figure, column)
    return raster.pdf(figure.svg, wide, high, figure.title, figure.alt)


def _png(figure: Figure, column: Column) -> bytes:
    """Dots, with how many make an inch."""
    from PIL import Image, PngImagePlugin

    wide, high = _size(figure, column)
    data = PngImagePlugin.PngInfo()
    data.add_itxt("Title", figure.title)
    data.add_itxt("Description", figure.alt)
    out = io.BytesIO()
    with Image.open(io.BytesIO(raster.png(figure.svg, wide, high, column.dots))) as drawn:
        drawn.save(out, "png", dpi=(column.dots, column.dots), pnginfo=data)
    return out.getvalue()


def _size(figure: Figure, column: Column) -> tuple[float, float]:
    """Width and height, in inches."""
    wide, high = svg.size(figure.svg)
    return column.inches, column.inches * high / wide


PRINTERS: Mapping[str, Callable[[Figure, Column], bytes]] = {
    "svg": _svg,
    "pdf": _pdf,
    "png": _png,
}
