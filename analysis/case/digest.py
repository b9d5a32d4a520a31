"""Hashes over files, to tell whether what they hold is still the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from analysis.case.schema import Package


def of_case(package: Package) -> str:
    """One hash over the description of a case, its schemas and its tables. Raises OSError."""
    return of_files(sorted(package.files.items()))


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """One hash over files: their names, in this order, and what they hold. Raises OSError.

    files: by the name that counts, which need not be that of the file.
    """
    digest = hashlib.sha256()
    for name, path in files:
        body = path.read_bytes()
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
