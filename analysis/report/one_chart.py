"""One chart as a file of its own: SVG, PDF or PNG of some width, its typeface inside.

How it is to be printed, then the chart taken out of its notebook, then the file.
"""

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
"""Dots to the inch of a PNG."""
LENGTH = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s*([a-z]+)", re.IGNORECASE)
EXAMPLE = "write it as 89mm, 8.9cm, 3.5in, 252pt or 336px"
WIDTH_CELL: Mapping[str, Any] = {
    "cell_type": "code",
    "execution_count": None,
    "id": "column",
    "metadata": {"tags": ["remove"]},
    "outputs": [],
}
"""A cell put in before that of the chart: it sets the width for which the chart is laid out."""
TYPE = re.compile(r"font-size: ([\d.]+)px")
HEAD = re.compile(r"<svg [^>]*>")
SIZE = re.compile(r' (?:width|height)="[^"]*"')
ROUNDING = 1e-3
"""Inches by which a width may be less than the least, since both are computed."""


@dataclass(frozen=True)
class Settings:
    """How a chart is printed.

    inches: its width. form: one of `FORMS`. dpi: dots to the inch, of a PNG. out: the file.
    """

    inches: float
    form: str
    dpi: int
    out: Path


def settings(name: str, width: str, form: str, dpi: int, out: Path | None) -> Settings:
    """What is asked for, checked.

    name: the notebook and the cell, after which the file is named where `out` is None. width: a
    number with its unit. form: empty for that of the file, else SVG. Raises Invalid with
    everything that is wrong with it.
    """
    inches, problems = _inches(width)
    ending = out.suffix.removeprefix(".").lower() if out else ""
    chosen = form or ending or FORMS[0]
    if chosen not in FORMS:
        problems.append(Problem("format", repr(chosen), " or ".join(FORMS), nearest(chosen, FORMS)))
    if out and form and ending in FORMS and ending != form:
        value = f"{form}, but the file ends in .{ending}"
        fix = f"leave out --format, or name the file {out.stem}.{form}"
        problems.append(Problem("format", value, "one form", fix))
    if out and out.is_dir():
        problems.append(Problem("out", f"{out} is a folder", "a file", "name a file in it"))
    if not COARSEST <= dpi <= FINEST:
        allowed = f"{COARSEST} to {FINEST}"
        problems.append(Problem("dpi", str(dpi), allowed, "300 suits most printers"))
    if problems:
        raise Invalid(problems)
    return Settings(inches, chosen, dpi, out or _named(name, width, chosen))


def millimetres(inches: float) -> str:
    """A length as a reader thinks of it.

    >>> millimetres(3.5)
    '89mm'
    """
    return f"{inches * 25.4:.0f}mm"


def locate(name: str) -> tuple[Path, str]:
    """The notebook and the id of the cell that `notebook/cell` stands for.

    The notebook is one of the suite by its stem, or any other by its path. Raises Invalid, with
    the nearest there is, where there is no such notebook or cell.
    """
    notebook, _, cell = name.rpartition("/")
    known = {path.stem: path for path in paths.notebook_files()}
    own = Path(f"{notebook.removesuffix('.ipynb')}.ipynb")
    path = known.get(notebook) or (own if own.is_file() else None)
    if path is None:
        value = notebook or cell
        allowed = "a notebook and a cell, as 4_casualties/toll"
        raise Invalid([Problem("figure", repr(value), allowed, nearest(value, known))])
    ids = [entry.get("id", "") for entry in _read(path)["cells"] if entry["cell_type"] == "code"]
    if cell not in ids:
        fix = nearest(cell, charted(path) or ids)
        raise Invalid([Problem(path.stem, repr(cell), "the id of a cell with a chart", fix)])
    return path, cell


def charted(path: Path) -> list[str]:
    """The ids of the cells whose stored outputs hold a picture."""
    return [
        cell.get("id", "")
        for cell in _read(path)["cells"]
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", ()))
    ]


def extract(name: str, inches: float, parameters: Mapping[str, Any]) -> Figure:
    """The chart of `notebook/cell`, laid out for a column of so many inches.

    parameters: of the notebooks, as `Scope` has them. Raises Invalid for an unknown notebook or
    cell, for wrong parameters, for a notebook that fails, and for a cell that shows no chart.
    """
    path, cell = locate(name)
    scope, _, _ = make.checked(parameters, ())
    with TemporaryDirectory() as folder:
        step = _step(path, cell, inches, Path(folder), asdict(scope))
        # The drawing is wanted as SVG: at a dot to the inch, the PNG beside it costs no time.
        job = Job(name, (step,), {EXPORT: "1", "MPLBACKEND": "agg"})
        with engine(1) as kernels:
            (done,) = kernels.run([job])
        if done.error:
            fix = "mend the notebook or the parameters"
            raise Invalid([Problem(path.name, done.error, "a notebook that runs", fix)])
        return _figure(step.output, cell, path)


def render(figure: Figure, settings: Settings) -> bytes:
    """The file; the same bytes for the same chart.

    Raises Invalid, with the least width that works, where the smallest type could not be printed.
    """
    narrowest = least(figure.svg)
    if settings.inches < narrowest - ROUNDING:
        where, value = f"{figure.notebook}/{figure.name}", millimetres(settings.inches)
        fix = f"ask for {ceil(narrowest * 25.4)}mm or more"
        allowed = f"a width at which no type is smaller than {SMALLEST:g} pt"
        raise Invalid([Problem(where, f"too narrow at {value}", allowed, fix)])
    return PRINTERS[settings.form](figure, settings)


def least(picture: str) -> float:
    """The least width at which the smallest type of a drawing can be printed, in inches.

    picture: SVG, whose lengths are points.
    """
    smallest = min(map(float, TYPE.findall(picture)), default=SMALLEST)
    return svg.size(picture)[0] / 72 * SMALLEST / smallest


def _inches(width: str) -> tuple[float, list[Problem]]:
    match = LENGTH.fullmatch(width.strip())
    if not match or match[2].lower() not in UNITS:
        allowed = f"a number and one of {', '.join(UNITS)}"
        return 0.0, [Problem("width", repr(width), allowed, EXAMPLE)]
    inches = float(match[1]) * UNITS[match[2].lower()]
    if NARROWEST <= inches <= WIDEST:
        return inches, []
    allowed = f"{millimetres(NARROWEST)} to {millimetres(WIDEST)}"
    return inches, [Problem("width", repr(width), allowed, EXAMPLE)]


def _named(name: str, width: str, form: str) -> Path:
    """A file in the working folder, after notebook, cell and width."""
    notebook, _, cell = name.rpartition("/")
    return Path(f"{Path(notebook).stem}-{cell}-{''.join(width.split())}.{form}")


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
    at = [entry.get("id") for entry in data["cells"]].index(cell)
    source = f'import os\nos.environ["{COLUMN}"] = "{inches!r}"'
    cells = [*data["cells"][:at], {**WIDTH_CELL, "source": source}, data["cells"][at]]
    notebook = folder / "cut" / path.name
    paths.write(notebook, json.dumps({**data, "cells": cells}))
    return Step(notebook, folder / path.name, parameters)


def _figure(executed: Path, cell: str, path: Path) -> Figure:
    """The chart that the cell showed; Invalid, with why, where it showed none."""
    figures = [figure for figure in document([executed]).figures if figure.name == cell]
    if figures:
        return figures[0]
    outputs = _read(executed)["cells"][-1].get("outputs", ())
    sentences = [o["data"][MIME]["text"] for o in outputs if MIME in o.get("data", {})]
    where, allowed = f"{path.stem}/{cell}", "a chart"
    if sentences and cell in charted(path):
        raise Invalid([Problem(where, sentences[0].rstrip("."), allowed, WIDEN)])
    raise Invalid([Problem(where, "shows no chart", allowed, nearest(cell, charted(path)))])


def _svg(figure: Figure, settings: Settings) -> bytes:
    """The drawing with title, description and size; its text stays text."""
    wide, high = _size(figure, settings)
    style = raster.embedded(set(figure.svg))
    text = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"

    def head(match: re.Match[str]) -> str:
        start = SIZE.sub("", match[0]).removesuffix(">")
        size = f'width="{wide * 25.4:.4g}mm" height="{high * 25.4:.4g}mm" role="img"'
        return f"{start} {size}>{text}<style>{style}</style>"

    return HEAD.sub(head, figure.svg, count=1).encode("utf-8")


def _pdf(figure: Figure, settings: Settings) -> bytes:
    """One page of the size of the chart, accessible (PDF/UA-1)."""
    wide, high = _size(figure, settings)
    return raster.pdf(figure.svg, wide, high, figure.title, figure.alt)


def _png(figure: Figure, settings: Settings) -> bytes:
    """Dots, with how many make an inch."""
    from PIL import Image, PngImagePlugin

    wide, high = _size(figure, settings)
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Title", figure.title)
    texts.add_itxt("Description", figure.alt)
    out = io.BytesIO()
    with Image.open(io.BytesIO(raster.png(figure.svg, wide, high, settings.dpi))) as picture:
        picture.save(out, "png", dpi=(settings.dpi, settings.dpi), pnginfo=texts)
    return out.getvalue()


def _size(figure: Figure, settings: Settings) -> tuple[float, float]:
    """Width and height, in inches."""
    wide, high = svg.size(figure.svg)
    return settings.inches, settings.inches * high / wide


PRINTERS: Mapping[str, Callable[[Figure, Settings], bytes]] = {
    "svg": _svg,
    "pdf": _pdf,
    "png": _png,
}
