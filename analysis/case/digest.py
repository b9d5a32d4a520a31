"""One hash over files: whether what they hold is the same, without keeping it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from analysis.case.schema import Package
from analysis.paths import PACKAGE


def of_case(package: Package) -> str:
    """One hash over the description and the tables of a case. Raises OSError."""
    names = [PACKAGE, *(schema.path for schema in package.tables.values())]
    return of_files((name, package.folder / name) for name in sorted(names))


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """One hash over files, each under a name. Raises OSError."""
    digest = hashlib.sha256()
    for name, path in files:
        body = path.read_bytes()
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
