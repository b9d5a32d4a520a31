"""One chart as a file of its own: SVG, PDF, PNG or HTML of a chosen width, its typeface inside.

The settings are checked first, then the chart is taken from its notebook, then the file is written.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from html import escape
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis import paths
from analysis.case.chapters import Chapter, chapters, of_notebooks
from analysis.case.schema import package
from analysis.case.scope import defaults
from analysis.charts.kit import raster, svg
from analysis.charts.kit.draw import COLUMN, SMALLEST
from analysis.charts.kit.export import EXPORT, Export
from analysis.engine import Job, Step, engine
from analysis.errors import WIDEN, Invalid, Problem, nearest, shorten
from analysis.notebooks import ipynb, overrides
from analysis.notebooks import parameters as parameter_cells
from analysis.notebooks.kernels import ENVIRONMENT
from analysis.report import make
from analysis.report.document import Figure, document
from analysis.report.snippet import credit, snippet, wrong_link
from analysis.words.sentences import MIME

UNITS = {"mm": 1 / 25.4, "cm": 1 / 2.54, "in": 1.0, "pt": 1 / 72, "px": 1 / 96}
"""Inches in each unit; 96 px are an inch, as on the web."""
NARROWEST, WIDEST = 20 / 25.4, 400 / 25.4
"""Inches: less holds no chart, and no page of a newspaper is wider."""
FORMS = ("svg", "pdf", "png", "html")
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

    inches: its width. form: one of `FORMS`. dpi: dots to the inch, of a PNG. out: the file. credit,
    link: the line about its data, and the address of a page about it, of an HTML; both may be
    empty.
    """

    inches: float
    form: str
    dpi: int
    out: Path
    credit: str = ""
    link: str = ""


def settings(
    name: str, width: str, form: str, dpi: int, out: Path | None, link: str = ""
) -> Settings:
    """The settings of a chart's file, checked.

    name: the notebook and the cell, after which the file is named where `out` is None. width: a
    number with its unit. form: one of `FORMS`; empty for the ending of `out`, and SVG where that
    has none. dpi: dots to the inch, of a PNG. link: the address of a page about the chart, of an
    HTML. Raises Invalid with everything that is wrong.
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
    problems += wrong_link(link, chosen)
    if problems:
        raise Invalid(problems)
    return Settings(inches, chosen, dpi, out or _named(name, width, chosen), link=link)


def credited(chosen: Settings, case: str) -> Settings:
    """The settings of an HTML with the line about its data; others as they are.

    case: a name or a path; empty for the suite's own.
    """
    if chosen.form != "html":
        return chosen
    return replace(chosen, credit=credit(package(paths.case_folder(case or defaults()["case"]))))


def millimetres(inches: float) -> str:
    """A length in inches as text in whole millimetres.

    >>> millimetres(3.5)
    '89mm'
    """
    return f"{inches * 25.4:.0f}mm"


def locate(name: str, case: str = "") -> tuple[Chapter, str]:
    """The chapter and the id of the cell that `chapter/cell` stands for.

    name: a chapter of the case, a notebook of the suite or the path of one, then the cell, as
    `casualties/toll`. case: a name or a path; empty for the suite's own. Raises Invalid, with the
    nearest name that exists, where there is no such notebook or cell. Without a case, the name may
    be that of a chapter of any case where no other has the same.
    """
    notebook, _, cell = name.rpartition("/")
    suite = {n: of_notebooks([path])[0] for n, path in paths.notebook_names().items()}
    listed = {chapter.name: chapter for chapter in chapters(case)} if case else _of_all_cases()
    own = Path(f"{notebook.removesuffix('.ipynb')}.ipynb")
    chapter = (suite | listed).get(notebook) or (of_notebooks([own])[0] if own.is_file() else None)
    if chapter is None:
        value = notebook or cell
        allowed = "a notebook and a cell, as casualties/toll"
        fix = nearest(value, listed)
        if value in listed:  # nothing is wrong with the notebook: the cell is missing
            cells = charted(listed[value].notebook)
            fix = f"add a cell: {shorten(f'{value}/{name}' for name in cells)}"
        raise Invalid([Problem("figure", repr(value), allowed, fix)])
    path = chapter.notebook
    ids = [code.get("id", "") for code in ipynb.cells(path) if code["cell_type"] == "code"]
    if cell not in ids:
        fix = nearest(cell, charted(path) or ids)
        raise Invalid([Problem(path.stem, repr(cell), "the id of a cell with a chart", fix)])
    return chapter, cell


def _of_all_cases() -> dict[str, Chapter]:
    """The chapters of the usual case by name, and those of others where the name is of one alone.

    Those of others are of their case, whatever case their notebook names.
    """
    usual, listed = str(defaults()["case"]), []
    for case in paths.cases():
        with suppress(Invalid):  # of a case that nobody has asked for
            listed += [(case, chapter) for chapter in chapters(case)]
    counts = Counter(chapter.name for case, chapter in listed if case != usual)
    others = {
        chapter.name: replace(chapter, parameters={"case": case, **chapter.parameters})
        for case, chapter in listed
        if counts[chapter.name] == 1
    }
    return others | {chapter.name: chapter for case, chapter in listed if case == usual}


def values(chapter: Chapter, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """All values that a notebook runs with for one chart of it, checked, by name.

    They are those of its own cell, over them those of the chapter, over both the ones typed: the
    chart is that which JupyterLab shows. parameters: the ones typed. Raises Invalid for what the
    notebook does not take, what its case does not have, and where no claim is left.
    """
    book = overrides.book(chapter.notebook)
    if wrong := [*overrides.unfit_for([chapter], [book]), *overrides.unfit(parameters, [book])]:
        raise Invalid(wrong)
    complete = parameter_cells.own(book) | overrides.over(book, chapter.parameters, parameters)
    if book.looks_at_case or "case" in {**chapter.parameters, **parameters}:
        make.checked(complete, ())
    return complete


def usual(chapter: Chapter) -> dict[str, Any]:
    """The values that a notebook runs with for a chapter where nobody types any, by name."""
    return {**parameter_cells.own(overrides.book(chapter.notebook)), **chapter.parameters}


def case_of(name: str, parameters: Mapping[str, Any]) -> str:
    """The case that a chart is of, as it is named; empty for a notebook that looks at none.

    name: as `locate` takes it. parameters: the ones typed.
    """
    chapter, _ = locate(name, str(parameters.get("case", "")))
    return str({**usual(chapter), **parameters}.get("case", ""))


def charted(path: Path) -> list[str]:
    """The ids of the cells whose stored outputs hold a picture."""
    return [
        cell.get("id", "")
        for cell in ipynb.cells(path)
        if any("image/png" in output.get("data", {}) for output in ipynb.outputs(cell))
    ]


def extract(
    name: str, inches: float, parameters: Mapping[str, Any], form: str = FORMS[0]
) -> Figure:
    """The chart of a notebook's cell, laid out for a column of a certain width.

    name: as `locate` takes it. inches: the width of the column. parameters: those that go over what
    the notebook and its chapter set. form: of the file; for HTML it is laid out for a phone too.
    Raises Invalid for an unknown notebook or cell, for wrong parameters, for a notebook that fails,
    and for a cell that shows no chart.
    """
    chapter, cell = locate(name, str(parameters.get("case", "")))
    complete = values(chapter, parameters)
    with TemporaryDirectory() as folder:
        step = _step(chapter, cell, inches, Path(folder), complete)
        export = Export.SCREEN if form == "html" else Export.DRAWING
        job = Job(name, (step,), {**ENVIRONMENT, EXPORT: export.value})
        with engine(1) as kernels:
            (result,) = kernels.run([job])
        if result.error:
            fix = "mend the notebook or the parameters"
            raise Invalid([Problem(chapter.file, result.error, "a notebook that runs", fix)])
        return _figure(step.output, cell, chapter)


def render(figure: Figure, settings: Settings) -> bytes:
    """The bytes of the file, the same for the same chart.

    figure: the chart, as `extract` gives it. settings: how to print it. Raises Invalid, with the
    least width that works, where the smallest type could not be printed.
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


def _step(
    chapter: Chapter, cell: str, inches: float, folder: Path, parameters: Mapping[str, object]
) -> Step:
    """The notebook up to the cell; the width is set right before it, for that chart alone."""
    source = f'import os\nos.environ["{COLUMN}"] = "{inches!r}"'
    notebook = folder / "cut" / chapter.file
    shortened = ipynb.cut(ipynb.read(chapter.notebook), cell, {**WIDTH_CELL, "source": source})
    paths.write(notebook, ipynb.dump(shortened))
    return Step(notebook, folder / chapter.file, parameters)


def _figure(executed: Path, cell: str, chapter: Chapter) -> Figure:
    """The chart that the cell showed; Invalid, with why, where it showed none."""
    figures = [figure for figure in document([executed]).figures if figure.name == cell]
    if figures:
        return figures[0]
    outputs = ipynb.outputs(ipynb.cells(executed)[-1])
    sentences = [o["data"][MIME]["text"] for o in outputs if MIME in o.get("data", {})]
    where, allowed = f"{chapter.name}/{cell}", "a chart"
    known = charted(chapter.notebook)
    if sentences and cell in known:
        raise Invalid([Problem(where, sentences[0].rstrip("."), allowed, WIDEN)])
    if not known:
        value = sentences[-1].rstrip(".") if sentences else "shows no chart"
        fix = "name another cell, or add claims that it can draw"
        raise Invalid([Problem(where, value, allowed, fix)])
    raise Invalid([Problem(where, "shows no chart", allowed, nearest(cell, known))])


def _svg(figure: Figure, settings: Settings) -> bytes:
    """The drawing with title, description and size; its text stays text."""
    wide, high = _size(figure, settings)
    style = raster.embedded(set(figure.svg))
    description = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"

    def head(match: re.Match[str]) -> str:
        start = SIZE.sub("", match[0]).removesuffix(">")
        size = f'width="{wide * 25.4:.4g}mm" height="{high * 25.4:.4g}mm" role="img"'
        return f"{start} {size}>{description}<style>{style}</style>"

    return HEAD.sub(head, figure.svg, count=1).encode("utf-8")


def _pdf(figure: Figure, settings: Settings) -> bytes:
    """One page of the size of the chart, accessible (PDF/UA-1)."""
    wide, high = _size(figure, settings)
    return raster.pdf(figure.svg, wide, high, figure.title, figure.alt)


def _png(figure: Figure, settings: Settings) -> bytes:
    """Dots, with how many make an inch."""
    from PIL import Image, PngImagePlugin

    wide, high = _size(figure, settings)
    metadata = PngImagePlugin.PngInfo()
    metadata.add_itxt("Title", figure.title)
    metadata.add_itxt("Description", figure.alt)
    png = io.BytesIO()
    with Image.open(io.BytesIO(raster.png(figure.svg, wide, high, settings.dpi))) as picture:
        picture.save(png, "png", dpi=(settings.dpi, settings.dpi), pnginfo=metadata)
    return png.getvalue()


def _html(figure: Figure, settings: Settings) -> bytes:
    """A piece of a page."""
    return snippet(figure, settings.inches, settings.credit, settings.link).encode("utf-8")


def _size(figure: Figure, settings: Settings) -> tuple[float, float]:
    """Width and height, in inches."""
    width, height = svg.size(figure.svg)
    return settings.inches, settings.inches * height / width


PRINTERS: Mapping[str, Callable[[Figure, Settings], bytes]] = {
    "svg": _svg,
    "pdf": _pdf,
    "png": _png,
    "html": _html,
}
