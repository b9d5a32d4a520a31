"""The files that runs read: each by hash as the batch starts, and whether it has stayed the same.

A run reads its files when it comes up, which may be hours after they were hashed. So notebooks are
copied when the batch starts, and runs are made from the copies; all other files are looked at again
before and after each run. A run that may have read something else is no result.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analysis import paths, provenance
from analysis.schema import package

COPIES = ".notebooks"
"""The folder of a batch that holds the copies while it runs."""
Stamp = tuple[int, int, int, int]
"""What changes with a file that is written, replaced or removed, even if it is put back after."""


@dataclass(frozen=True)
class Inputs:
    """Files by their hash and their stamp. Both are taken before anything is made from them."""

    hashes: Mapping[Path, str]
    stamps: Mapping[Path, Stamp]

    @classmethod
    def read(cls, files: Iterable[Path]) -> Inputs:
        """Hash files; those that are not there count as such."""
        listed = sorted(set(files))
        stamps = {path: stamp(path) for path in listed}
        return cls({path: _hash(path) for path in listed}, stamps)

    def now(self) -> dict[Path, Stamp]:
        """The stamps of the files at this moment."""
        return {path: stamp(path) for path in self.stamps}

    def altered(self, now: Mapping[Path, Stamp]) -> list[Path]:
        """The files that hold something else than they did; `touch` alone alters nothing."""
        moved = [path for path, before in self.stamps.items() if now[path] != before]
        return [path for path in moved if _hash(path) != self.hashes[path]]


def stamp(path: Path) -> Stamp:
    """Size, times and number of a file; zeros where there is none."""
    try:
        state = path.stat()
    except OSError:
        return (0, 0, 0, 0)
    return (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino)


def _hash(path: Path) -> str:
    try:
        return provenance.file_hash(path)
    except OSError:
        return ""


def of_suite() -> list[Path]:
    """The code and the templates that every run uses."""
    return list(provenance.code_files().values())


def of_case(name: str) -> list[Path]:
    """The description and the tables of a case."""
    described = package(paths.case_folder(name))
    tables = [described.folder / schema.path for schema in described.tables.values()]
    return [described.folder / paths.PACKAGE, *tables]


def within(folders: Iterable[Path], apart: Collection[Path]) -> list[Path]:
    """What lies in folders from which notebooks may read.

    That is every file in such a folder, and the modules of packages in it; not other notebooks, nor
    what is hidden. apart: files that do not count.
    """
    files = [path for folder in folders for path in (*_files(folder), *_modules(folder))]
    return [path for path in files if path.suffix != ".ipynb" and path not in apart]


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("."):
            yield path


def _modules(folder: Path) -> Iterator[Path]:
    """The modules of packages in a folder, at any depth."""
    for inner in folder.iterdir():
        if (inner / "__init__.py").is_file():
            yield from inner.glob("*.py")
            yield from _modules(inner)


@contextmanager
def copied(notebooks: Iterable[Path], out: Path) -> Iterator[tuple[Path, ...]]:
    """Copies of notebooks in the folder of a batch, under their names, for as long as it runs."""
    folder = out / COPIES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield tuple(Path(shutil.copyfile(path, folder / path.name)) for path in notebooks)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
