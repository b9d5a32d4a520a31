"""Hashes of the files of a case, to tell whether they have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from analysis.case.schema import Package


def of_case(package: Package) -> str:
    """SHA-256, in hexadecimal, of the description of a case, its schemas and its tables.

    Raises OSError where one of the files cannot be read.
    """
    return of_files(sorted(package.files.items()))


def of_files(files: Iterable[tuple[str, Path]]) -> str:
    """SHA-256, in hexadecimal, of files: of their names, in this order, and their contents.

    files: pairs of the name that enters the hash, which need not be that of the file, and its
    path. Raises OSError where one cannot be read.
    """
    digest = hashlib.sha256()
    for name, path in files:
        body = path.read_bytes()
        digest.update(f"{name}\0{len(body)}\0".encode())
        digest.update(body)
    return digest.hexdigest()
