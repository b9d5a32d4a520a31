"""The kernels that notebooks run in: which there are, and what those of the suite start with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import printable
from typing import TYPE_CHECKING

from analysis.charts.kit.export import EXPORT, Export
from analysis.errors import Invalid, Place, Problem, nearest

if TYPE_CHECKING:
    from analysis.notebooks.parameters import Notebook

NOTEBOOKS = "notebooks"
"""The folder of a report or run that holds its executed notebooks."""
# MPLBACKEND: a kernel takes the inline backend unless another one is named (ipykernel/kernelapp.py,
# init_gui_pylab). That one shows figures by itself, at the end of a cell.
ENVIRONMENT = {EXPORT: Export.PRINT.value, "MPLBACKEND": "agg"}
"""Environment variables of a kernel whose notebook is printed: charts carry their SVG, too."""
PRELOAD = (
    "analysis.charts.kit.draw",
    "analysis.words.findings",
    "analysis.notebooks.results",
    "analysis.case.scope",
)
"""Modules that an engine imports once, before it forks a kernel for each notebook."""
WARM = "analysis.notebooks.kernels:warm"
"""The function that an engine calls once, after those imports."""
LETTERS = f"{printable.strip()} –—‘’“”…·~→éèüöäıāīūḥ"
"""Letters that most words of a chart consist of; their widths are read before the first fork."""
PYTHON = "python"
"""The language of the notebooks that can be run."""
ALLOWED = "a kernel that this machine has"
CHOOSE = "choose a Python kernel in JupyterLab and save it, or name one with --kernel"


def misfits(notebooks: Iterable[Notebook], kernel: str, place: Place) -> Iterator[Problem]:
    """Why notebooks cannot be run: they name no kernel, or one that is missing or not of Python.

    kernel: the one that they are to be run in instead of their own; empty for their own. place:
    what names that kernel.
    """
    known = installed()
    if kernel:
        yield from _misfit(place, kernel, known)
    else:
        for notebook in notebooks:
            yield from _misfit(Place(notebook.path.name), notebook.kernel, known)


def installed() -> Mapping[str, str]:
    """The kernels of this machine by name, each with its language."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_core.paths import jupyter_path

    # By default the manager asks IPython for its folder. That is slow to import, and where it
    # cannot write, it makes another folder and warns (IPython/paths.py, get_ipython_dir).
    own = Path(os.environ.get("IPYTHONDIR") or "~/.ipython").expanduser()
    manager = KernelSpecManager(kernel_dirs=[*jupyter_path("kernels"), str(own / "kernels")])
    specs = manager.get_all_specs()
    return {name: str(entry["spec"].get("language", "")) for name, entry in specs.items()}


def warm() -> None:
    """Fill, before any kernel is forked, the caches that each kernel would fill for itself.

    It reads a case, draws and lists charts of it, and reads the typefaces for printing. A case with
    problems is passed over: the run that reads it reports them.
    """
    # Imported here, as they draw: whoever only looks at kernels must not wait for matplotlib.
    from PIL import Image

    from analysis.charts.kit import letters, raster, style

    # Nothing is printed: the printer would start threads, which do not live on in a forked process,
    # and it would wait for them.
    raster.printer()
    Image.preinit()
    with style.styled():
        letters.learn(LETTERS)
    try:
        _draw()
    except (Invalid, LookupError, StopIteration):
        return


def _draw() -> None:
    """Draw two charts of the first case, with the list and the table of each."""
    from analysis import charts
    from analysis.case.load import load
    from analysis.paths import cases

    timeline = load(cases()[0])
    of_measure = timeline.where(measure=next(c.measure for c in timeline if c.quantity.stated))
    for form in (charts.intervals, charts.steps):
        chart = form(of_measure)
        chart.svg()
        chart.listing()
        chart.table.to_csv()


def _misfit(place: Place, name: str, known: Mapping[str, str]) -> Iterator[Problem]:
    language = known.get(name.lower())  # jupyter_client looks for a kernel in lower case, too
    if not name:
        yield place.problem("no kernel is named", "a kernel of Python", CHOOSE)
    elif language is None:
        yield place.problem(f"{name!r}: no such kernel", ALLOWED, nearest(name, known))
    elif language.lower() != PYTHON:
        value = f"{name!r}: a kernel of {language or 'an unknown language'}"
        yield place.problem(value, "a kernel of Python", CHOOSE)
