"""The kernels that notebooks ask for, and those that this machine has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analysis.errors import Place, Problem, nearest
from analysis.notebooks.parameters import PYTHON, Notebook

ALLOWED = "a kernel that this machine has"
CHOOSE = "choose a Python kernel in JupyterLab and save it, or name one with --kernel"


def misfits(books: Iterable[Notebook], kernel: str, place: Place) -> Iterator[Problem]:
    """Why notebooks cannot be run: they name no kernel, or one that is missing or not of Python.

    kernel: the one that they are to be run in instead of their own, if any. place: what names it.
    """
    known = installed()
    if kernel:
        yield from _misfit(place, kernel, known)
    else:
        for book in books:
            yield from _misfit(Place(book.path.name), book.kernel, known)


def installed() -> Mapping[str, str]:
    """The kernels of this machine, each with its language.

    Looked for where jupyter_client does by itself, which asks IPython for its folder; that is slow
    to import, and where it cannot write, it makes a folder and warns (`IPython.paths`).
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_core.paths import jupyter_path

    own = Path(os.environ.get("IPYTHONDIR") or "~/.ipython").expanduser()
    manager = KernelSpecManager(kernel_dirs=[*jupyter_path("kernels"), str(own / "kernels")])
    specs = manager.get_all_specs()
    return {name: str(value["spec"].get("language", "")) for name, value in specs.items()}


def _misfit(place: Place, name: str, known: Mapping[str, str]) -> Iterator[Problem]:
    language = known.get(name.lower())  # jupyter_client does not mind the case either
    if not name:
        yield place.problem("no kernel is named", "a kernel of Python", CHOOSE)
    elif language is None:
        yield place.problem(f"{name!r}: no such kernel", ALLOWED, nearest(name, known))
    elif language.lower() != PYTHON:
        what = f"{name!r}: a kernel of {language or 'an unknown language'}"
        yield place.problem(what, "a kernel of Python", CHOOSE)
