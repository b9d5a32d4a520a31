"""Provenance: the notebooks, parameters, data, code and libraries that went into an output."""

from __future__ import annotations

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.case import digest
from analysis.case.schema import Package
from analysis.notebooks import ipynb

PACKAGES = ("matplotlib", "nbclient", "pandas", "papermill", "pyarrow", "pypandoc_binary", "typst")
"""What a picture or a page depends on."""
MANIFEST = "manifest.json"
"""The file in the folder of every output that lists what went into it."""
COMPILED = "__pycache__"
"""The folder in which Python puts what it compiles."""


def origin(
    parameters: Mapping[str, object], notebooks: Iterable[Path], package: Package | None
) -> dict[str, Any]:
    """Everything that goes into an output, ready for JSON: equal for outputs that must be equal.

    parameters: as the notebooks get them. notebooks: their files before they are run. package: the
    case that they read; None where they read none. Raises Invalid for a file that is no notebook.
    """
    return {
        "case": case_of(package) if package else None,
        "parameters": dict(parameters),
        "data_sha256": data_hash(package) if package else None,
        "code": {"version": version(), "sha256": code_hash()},
        "notebooks_sha256": {path.name: notebook_hash(path) for path in notebooks},
        "environment": environment(),
    }


def case_of(package: Package) -> dict[str, str]:
    """A case by its name and version. package: its description."""
    return {"name": package.name, "version": package.version}


def environment() -> dict[str, str]:
    """The versions of Python and of PACKAGES, by name."""
    versions = {name: metadata.version(name) for name in PACKAGES}
    return {"python": platform.python_version(), **versions}


def key(value: object) -> str:
    """The SHA-256 of anything that can be written as JSON, in hexadecimal digits.

    >>> key({"a": 1, "b": [2]}) == key({"b": (2,), "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def data_hash(package: Package) -> str:
    """One hash over the description and the tables of a case."""
    return digest.of_case(package)


def notebook_hash(path: Path) -> str:
    """One hash over the cells and the kernel of a notebook, whatever its outputs are.

    Raises Invalid for a file that is no notebook.
    """
    notebook = ipynb.read(path)
    # Not ipynb.tags: that is a set, whose order changes from one process to the next.
    cells = [
        {name: cell.get(name) for name in ("cell_type", "source", "id")}
        | {"tags": cell.get("metadata", {}).get("tags", ())}
        for cell in notebook["cells"]
    ]
    return key([cells, notebook.get("metadata", {}).get("kernelspec")])


def code_hash() -> str:
    """One hash over the suite's own code and templates."""
    return digest.of_files(code_files().items())


def code_files() -> dict[str, Path]:
    """The files of the suite's own code and templates, by their path within it, sorted."""
    home = Path(__file__).parent.parent
    # What Python compiles is no input, and while it writes it there are files of passing names.
    # The resources of a wheel are the notebooks and schemas of a checkout, which have their hashes.
    files = (
        path
        for path in home.rglob("*")
        if path.is_file() and COMPILED not in path.parts
        if not path.is_relative_to(paths.RESOURCES)
    )
    return dict(sorted((path.relative_to(home).as_posix(), path) for path in files))


def version() -> str:
    """The version of the suite, also where it is not installed."""
    try:
        return metadata.version("contested-counts")
    except metadata.PackageNotFoundError:
        described = tomllib.loads((paths.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        return str(described["project"]["version"])


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
