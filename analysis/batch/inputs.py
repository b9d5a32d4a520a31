"""The files that runs read: hashed when a batch starts, and checked for changes during it.

A run reads its files when it starts, which may be hours after they were hashed. So notebooks are
copied when the batch starts, and runs execute the copies; all other files are checked again before
and after each run. A run that may have read a changed file has failed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from analysis import paths
from analysis.case.chapters import Chapter
from analysis.case.schema import package
from analysis.errors import Invalid, Problem
from analysis.notebooks import provenance

COPIES = ".notebooks"
"""The folder of a batch that holds the copies while it runs."""
Stamp = tuple[int, int, int, int]
"""Size, times and number of a file: they change when it is written, replaced or removed, even if it
is put back after."""


@dataclass(frozen=True)
class Inputs:
    """Files with their hashes and stamps, both taken before any run reads them.

    hashes, stamps: by file. listed: lists the files that count, at any moment, as one that is new
    in a folder counts too. home: the folder of the sweep, from which messages name files.
    """

    hashes: Mapping[Path, str]
    stamps: Mapping[Path, Stamp]
    listed: Callable[[], Iterable[Path]]
    home: Path

    @classmethod
    def read(
        cls, files: Iterable[Path], listed: Callable[[], Iterable[Path]], home: Path
    ) -> Inputs:
        """Hash files, and those that are listed; one that is missing has an empty hash.

        files: those that always count. listed, home: see the class.
        """
        # Stamps before hashes: a file that is written in between differs from its stamp later,
        # and is then compared by its hash.
        paths = sorted({*files, *listed()})
        stamps = {path: stamp(path) for path in paths}
        return cls({path: _hash(path) for path in paths}, stamps, listed, home)

    def now(self) -> dict[Path, Stamp]:
        """The stamps of the files at this moment."""
        return {path: stamp(path) for path in {*self.stamps, *self.listed()}}

    def altered(self, now: Mapping[Path, Stamp]) -> list[Path]:
        """The files whose content has changed; `touch` alone changes none.

        now: the present stamps, as `now()` gives them.
        """
        # Only what has another stamp is read again, as this is done before and after each run.
        touched = sorted(path for path, stamp in now.items() if stamp != self.stamps.get(path))
        return [path for path in touched if _hash(path) != self.hashes.get(path, "")]

    def display_name(self, path: Path) -> str:
        """A file's path for a message: from the folder of the sweep, or else from the project."""
        bases = (self.home, paths.ROOT)
        return next((str(path.relative_to(b)) for b in bases if path.is_relative_to(b)), str(path))


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
    """The description of a case, its schemas and its tables."""
    return list(package(paths.case_folder(name)).files.values())


def within(folders: Iterable[Path], apart: Collection[Path]) -> list[Path]:
    """The files that notebooks may read in folders.

    folders: where notebooks lie or work. Every file in such a folder counts, and the modules in
    the folders below it; not other notebooks, nor what is hidden, nor what this program itself
    writes into. apart: files that do not count. Raises Invalid for a name that is not UTF-8, since
    a manifest names each file.
    """
    present = [path for folder in folders for path in (*_files(folder), *_modules(folder, ()))]
    left_out = {*apart, *_output(present)}
    files = [
        path for path in dict.fromkeys(present) if path.suffix != ".ipynb" and path not in left_out
    ]
    if unnameable := [path for path in files if not _is_utf8(path)]:
        raise Invalid(map(_unnameable, unnameable))
    return files


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_file() and not path.name.startswith("."):
            yield path


def _modules(folder: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    """The modules in the folders below one, at any depth, where Python would look for them.

    Those need no `__init__.py`. An installed environment is another matter, and so is a link back.
    """
    above = (*above, folder.resolve())
    for inner in folder.iterdir():
        importable = inner.name.isidentifier() and inner.name != "__pycache__" and inner.is_dir()
        if importable and inner.resolve() not in above and not (inner / "pyvenv.cfg").exists():
            yield from inner.glob("*.py")
            yield from _modules(inner, above)


def _output(files: Collection[Path]) -> Iterator[Path]:
    """The files that standard output and error are redirected to, as in `2> batch.log`."""
    for descriptor in (1, 2):
        with suppress(OSError):
            output = os.fstat(descriptor)
            if S_ISREG(output.st_mode):
                yield from (path for path in files if os.path.samestat(path.stat(), output))


def _is_utf8(path: Path) -> bool:
    # Python stands a surrogate for each byte of a name that it cannot decode (PEP 383).
    return all(not 0xD800 <= ord(character) < 0xE000 for character in str(path))


def _unnameable(path: Path) -> Problem:
    value = f"{path.name!a}: a name that is not UTF-8"
    return Problem(path.parent.name, value, "names that can be written down", "rename the file")


@contextmanager
def copied(chapters: Iterable[Chapter], out: Path) -> Iterator[tuple[Path, ...]]:
    """Copies of notebooks in the folder of a batch, for as long as the context lasts.

    chapters: of different names, which the copies have. out: the folder of the batch.
    """
    folder = out / COPIES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield tuple(Path(shutil.copyfile(c.notebook, folder / c.file)) for c in chapters)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
