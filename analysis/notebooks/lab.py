"""JupyterLab over the notebooks, open to this machine alone, and the table of its start page."""

from __future__ import annotations

import os
import re
import socket
import sys
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from analysis.case.chapters import chapters
from analysis.case.load import examine
from analysis.errors import Invalid, Problem, many
from analysis.notebooks import ipynb
from analysis.paths import NOTEBOOKS, cases

QUESTION = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
"""What a notebook asks: the first words of its first cell that are in bold."""
START = "README.ipynb"
"""The start page."""
HOST = "127.0.0.1"
FILES = "analysis.notebooks.contents.NotebookFiles"
"""By its name: importing it imports the server, and the start page needs no server."""
SETTINGS = Path(__file__).parent / "assets" / "lab"
"""Defaults of JupyterLab; what a person has set for themselves still goes before them."""
WORKSPACES = Path(sys.prefix) / "share" / "contested" / "workspaces"
"""Where JupyterLab stores which tabs were open: in the environment, so that the tabs of two
projects stay apart and no file appears among the committed ones."""
NEEDED = {"jupyterlab": "the server", "ipykernel": "the kernel"}
INSTALL = "run make, which installs it, or pip install --requirement requirements.txt"


@dataclass(frozen=True)
class Book:
    """A notebook: its path from the folder that is opened, its title, and what it asks."""

    name: str
    title: str
    question: str


@dataclass(frozen=True)
class Shelf:
    """Notebooks in the order of their files; in a notebook they appear as a table of links."""

    books: tuple[Book, ...]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        plain = [f"{book.name}: {book.question}" for book in self.books]
        rows = [
            f"| [{book.title}]({book.name}) | `{book.name}` | {book.question} |"
            for book in self.books
        ]
        table = ["| notebook | file | what it asks |", "|:--|:--|:--|", *rows]
        return {"text/markdown": "\n".join(table), "text/plain": "\n".join(plain)}


def shelf(folder: Path = NOTEBOOKS) -> Shelf:
    """The notebooks of a folder but for its start page, then those of each folder in it.

    folder: where the notebooks are. Those in a folder of a case come in the order of its chapters.
    Notebooks without a question are listed too, those in hidden folders are not.
    """
    inner = sorted(path for path in folder.glob("[!.]*") if path.is_dir())
    files = (*sorted(folder.glob("*.ipynb")), *(path for part in inner for path in _ordered(part)))
    names = [path.relative_to(folder).as_posix() for path in files]
    return Shelf(tuple(book(folder, name) for name in names if name != START))


def ready(port: int, folder: Path = NOTEBOOKS) -> None:
    """Check what JupyterLab needs before it is started.

    port: of this machine, where it is to listen. folder: of the notebooks. Raises Invalid with
    everything that is missing: a package, the folder, or a free port.
    """
    problems = [
        Problem(name, "not installed", f"{what} of the notebooks", INSTALL)
        for name, what in NEEDED.items()
        if find_spec(name) is None
    ]
    if not folder.is_dir():
        fix = "name another, or none for the project's own"
        problems.append(Problem("folder", repr(str(folder)), "a folder of notebooks", fix))
    if why := _taken(port):
        fix = f"name another: contested lab --port {_free()}"
        problems.append(Problem(f"port {port}", why, "a free port of this machine", fix))
    if problems:
        raise Invalid(problems)


def doubts() -> list[str]:
    """What will not work as it should in the notebooks, a sentence each: cases with problems, and
    a library that is missing.
    """
    lines = [
        f"{case}: {many(wrong, 'problem')}, so its notebooks will refuse it; "
        f"see them: contested check {case}"
        for case in cases()
        if (wrong := _wrong(case))
    ]
    if find_spec("ipywidgets") is None:
        lines.append(f"ipywidgets: not installed, so explore shows no controls; {INSTALL}")
    return lines


def browser() -> bool:
    """Whether there is a browser that a program can open."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def address(port: int, token: str, folder: Path = NOTEBOOKS) -> str:
    """The URL of the start page. token: lets in whoever has it. folder: of the notebooks."""
    return f"http://{HOST}:{port}{_first(folder)}?token={token}"


def arguments(port: int, token: str, *, opened: bool, folder: Path = NOTEBOOKS) -> list[str]:
    """The command line of JupyterLab: it goes before any settings file of person or machine.

    port: of this machine. token: lets in whoever has it. opened: whether it opens a browser itself.
    folder: where the notebooks are.
    """
    options: dict[str, object] = {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": folder.resolve(),
        "ServerApp.open_browser": opened,
        "ServerApp.allow_root": True,  # as containers have it; nobody else can reach it
        "Application.log_level": "WARN",
        "ServerApp.jpserver_extensions": "notebook_shim=False",  # for other programs than this
        "IdentityProvider.token": token,
        "LabApp.default_url": _first(folder),
        "LabApp.app_settings_dir": SETTINGS,
        "LabApp.workspaces_dir": WORKSPACES,
        "LabApp.extension_manager": "readonly",  # the other one asks PyPI
        "ServerApp.contents_manager_class": FILES,
    }
    return [f"--{name}={value}" for name, value in options.items()]


def serve(command: Sequence[str]) -> None:
    """Run JupyterLab until it is stopped.

    command: its arguments, as `arguments` gives them. Its kernels, and the programs that a notebook
    or a terminal of it calls by name, are those of the environment that runs this.
    """
    # jupyter_core puts a person's own folder before that of the environment unless this is set, and
    # a kernel `python3` there would be of another Python.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    programs = Path(sys.executable).parent
    os.environ["PATH"] = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(argv=list(command))


def _ordered(folder: Path) -> list[Path]:
    """The notebooks of a folder: the chapters of the case of that name, then the others by name."""
    names: list[str] = []
    if folder.name in cases():
        with suppress(Invalid):  # the table is there also while the list of chapters is wrong
            names = [chapter.notebook.name for chapter in chapters(folder.name)]
    place = {name: number for number, name in enumerate(names)}
    return sorted(folder.glob("*.ipynb"), key=lambda p: (place.get(p.name, len(names)), p.name))


def book(folder: Path, name: str) -> Book:
    """A notebook by its first cell, a heading and a question in bold.

    folder: where it is. name: its path from there.
    """
    path = folder / name
    try:
        cells = ipynb.cells(path)
    except Invalid:
        return Book(name, path.stem, "(cannot be read as a notebook)")
    first = ipynb.source(cells[0]) if cells else ""
    title, question = re.match(r"# (.+)", first), QUESTION.search(first)
    return Book(
        name,
        title[1].strip() if title else path.stem,
        " ".join(question[1].split()) if question else "(asks nothing yet)",
    )


def _first(folder: Path) -> str:
    """The path of the page to begin with, within the address of the server."""
    return f"/lab/tree/{START}" if (folder / START).is_file() else "/lab"


def _wrong(case: str) -> int:
    """How many problems a case has."""
    try:
        return len(examine(case).problems)
    except Invalid as refused:
        return len(refused.problems)


def _taken(port: int) -> str:
    """Why the port cannot be had; empty where it can."""
    with socket.socket() as trial:
        # As Jupyter sets it: else a port that was in use a minute ago counts as taken. On Windows
        # the same option would let two programs have one port.
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except PermissionError:
            return "not for everybody to use"
        except OSError:
            return "in use by another program"
    return ""


def _free() -> int:
    """A port that no program has at this moment."""
    with socket.socket() as trial:
        trial.bind((HOST, 0))
        port: int = trial.getsockname()[1]
        return port
