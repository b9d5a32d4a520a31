"""The explorer as a page of its own, with no notebook around it: Voila, as the suite starts it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from analysis.notebooks import ipynb
from analysis.notebooks.lab import HOST
from analysis.paths import (
    DATA,
    FIRST_CASE,
    INSTALLED,
    NOTEBOOKS,
    USUAL_CASE,
    case_folder,
    is_case,
    write,
)

EXPLORER = NOTEBOOKS / "explore.ipynb"
PLACE = Path(__file__).parent / "assets" / "jupyter"
"""A folder of Jupyter's kind, with the template of the page: Voila's own asks another host for two
style sheets."""
TEMPLATE = "contested"
ONLY_LAB = "lab"
"""The tag of cells that only somebody in JupyterLab can run again."""


@contextmanager
def notebook(case: str = "") -> Iterator[Path]:
    """A context with the notebook of the page, in a folder of its own, beginning with a case.

    case: a name under `data/`, or a path; empty for the usual one. Raises
    Invalid where there is no such case, or none to choose from.
    """
    if not case and is_case(FIRST_CASE):
        yield EXPLORER
        return
    case = case or USUAL_CASE
    folder = case_folder(case)
    # A kernel of the page runs in the folder of the copy, where the name of a case that somebody
    # has in a folder of their own says nothing.
    name = case if not INSTALLED and folder == (DATA / case).resolve() else str(folder)
    with TemporaryDirectory() as place:
        copy = Path(place) / EXPLORER.name
        write(copy, ipynb.dump(ipynb.with_parameters(ipynb.read(EXPLORER), {"case": name})))
        yield copy


def arguments(port: int, *, opened: bool, path: Path = EXPLORER) -> list[str]:
    """The command line of Voila.

    port: of this machine. opened: whether it opens a browser. path: of the notebook.
    """
    options = {
        "Voila.ip": HOST,
        "Voila.port": port,
        "Voila.open_browser": opened,
        "Voila.root_url": "/",
        "VoilaConfiguration.template": TEMPLATE,
        "TagRemovePreprocessor.enabled": True,
        "TagRemovePreprocessor.remove_cell_tags": ONLY_LAB,
        "Application.log_level": "WARN",
    }
    return [str(path), *(f"--{name}={value}" for name, value in options.items())]


def serve(command: Sequence[str]) -> None:
    """Run Voila until it is stopped. command: its arguments, as `arguments` gives them."""
    elsewhere = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(PLACE), elsewhere]))
    from voila.app import Voila  # type: ignore[import-untyped]

    Voila.launch_instance(argv=list(command))
